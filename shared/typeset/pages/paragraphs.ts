import {
  type AtomContext,
  type BreakOptions,
  breakLines,
  breakPlain,
  type FieldValues,
  makeAtoms,
} from "../lines/index.ts";
import type { Block, BorderLine, Paragraph, RunStyle, Settings } from "../resolve/model.ts";
import type { LaidParagraph } from "./draw.ts";
import type { Structure } from "./structure.ts";

/** What laying out blocks needs, the same for the whole document. */
export interface LayoutContext extends AtomContext {
  settings: Settings;
  /** The document's structure, when it is tagged. */
  structure?: Structure;
}

/** Breaks a paragraph into lines for a column width and works out its borders among its neighbours. */
export function layParagraph(
  paragraph: Paragraph,
  width: number,
  values: FieldValues,
  context: LayoutContext,
  previous?: Block,
  next?: Block,
  beside?: BreakOptions["beside"],
): LaidParagraph {
  const options: BreakOptions = {
    width,
    defaultTab: context.settings.defaultTab,
    keepShiftReturn: context.settings.keepShiftReturn,
    markCounts: context.rules.markCounts,
    slashKeepsWord: context.rules.slashKeepsWord,
    beside,
  };
  const mark = context.fitter.fit(paragraph.mark);
  const plain = breakPlain(paragraph, mark, context, options);
  const atoms = plain === undefined ? makeAtoms(paragraph, values, context) : undefined;
  const lines = plain ?? breakLines(paragraph, atoms!, mark, options);
  const { style } = paragraph;
  if (atoms?.length === 0 && !context.rules.raisedEmptyLine && style.align !== "left" && isRaised(paragraph.mark))
    for (const line of lines) line.height = line.need = 0;
  const laid: LaidParagraph = { paragraph, lines, width, padTop: 0, padBottom: 0 };
  if (style.top !== undefined || style.bottom !== undefined || style.between !== undefined) {
    const above = previous?.kind === "paragraph" && sameBox(previous, paragraph);
    const below = next?.kind === "paragraph" && sameBox(next, paragraph);
    laid.topBorder = above ? style.between : style.top;
    laid.bottomBorder = below ? undefined : style.bottom;
    laid.padTop = room(laid.topBorder);
    laid.padBottom = room(laid.bottomBorder);
  }
  return laid;
}

function isRaised(mark: RunStyle): boolean {
  return mark.vertical !== "baseline";
}

function room(border: BorderLine | undefined): number {
  return border === undefined ? 0 : border.space + border.width * (border.style === "double" ? 3 : 1);
}

function sameBorder(a: BorderLine | undefined, b: BorderLine | undefined): boolean {
  return (
    a === b ||
    (a !== undefined &&
      b !== undefined &&
      a.style === b.style &&
      a.width === b.width &&
      a.color === b.color &&
      a.space === b.space)
  );
}

/** Neighbours with the same borders and indents share one box (ISO/IEC 29500-1, 17.3.1.24). */
function sameBox(a: Paragraph, b: Paragraph): boolean {
  const p = a.style;
  const q = b.style;
  return (
    p.left === q.left &&
    p.right === q.right &&
    sameBorder(p.top, q.top) &&
    sameBorder(p.bottom, q.bottom) &&
    sameBorder(p.leftBorder, q.leftBorder) &&
    sameBorder(p.rightBorder, q.rightBorder) &&
    sameBorder(p.between, q.between)
  );
}

/** Space between two neighbours: the larger of after and before, unless the settings add them (rule 3). */
export function gapBetween(previous: Block | undefined, next: Block, settings: Settings): number {
  const before = next.kind === "paragraph" ? next.style.before : 0;
  if (previous === undefined || previous.kind !== "paragraph") return before;
  const after = previous.style.after;
  if (next.kind !== "paragraph") return after;
  const alike = previous.style.styleId === next.style.styleId;
  const above = previous.style.contextual && alike ? 0 : after;
  const below = next.style.contextual && alike ? 0 : before;
  return settings.spacingAdds ? above + below : Math.max(above, below);
}

/** Height of lines `from` up to but not including `to`, with the border space they carry. */
export function linesHeight(laid: LaidParagraph, from = 0, to = laid.lines.length): number {
  let height = from === 0 ? laid.padTop : 0;
  for (let index = from; index < to; index += 1) height += laid.lines[index]!.height;
  if (to === laid.lines.length) height += laid.padBottom;
  return height;
}
