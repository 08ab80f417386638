import type { Line } from "../lines/index.ts";
import type { BorderLine, Floating, Paragraph } from "../resolve/model.ts";
import { LinkAreas } from "./link-areas.ts";
import type { Op, Page } from "./model.ts";

/** Where floating things measure from. Twips on the page. */
export interface Frame {
  columnLeft: number;
  columnWidth: number;
  marginLeft: number;
  marginRight: number;
  marginTop: number;
  marginBottom: number;
  /** Where floating things that text runs beside have found their place. */
  settled?: ReadonlyMap<Floating, { x: number; y: number }>;
  /** Sets the text of a text box whose left top stands at (x, y). */
  box(page: Page, float: Floating, x: number, y: number): void;
}

/** Width of the line that a bar tab stands for (Word: half a point). */
const BAR = 10;

/** A laid paragraph: its lines, and the border space round them. */
export interface LaidParagraph {
  paragraph: Paragraph;
  lines: Line[];
  width: number;
  /** Borders drawn on this paragraph's own edges (the middle of a bordered group has none). */
  topBorder?: BorderLine;
  bottomBorder?: BorderLine;
  /** Room the borders take above the first and below the last line. */
  padTop: number;
  padBottom: number;
}

/** Draws line `index` of a paragraph with its top at `y`, column left edge at `x`. Returns nothing; the page collects. */
export function drawLine(page: Page, laid: LaidParagraph, index: number, x: number, y: number, frame: Frame): void {
  const line = laid.lines[index]!;
  const { style } = laid.paragraph;
  const first = index === 0;
  const last = index === laid.lines.length - 1;
  const top = first ? y + laid.padTop : y;
  const baseline = top + line.baseline;

  if (
    style.background !== undefined ||
    style.leftBorder !== undefined ||
    style.rightBorder !== undefined ||
    laid.topBorder !== undefined ||
    laid.bottomBorder !== undefined
  ) {
    drawParagraphBox(page, laid, first, last, x, y, top, line);
  }
  const tag = page.artifact ?? page.structure?.owner(laid.paragraph);
  const owner = typeof tag === "object" ? tag : undefined;
  // Lines under and through the text are drawn after it, so that they do not cut its marked content to pieces.
  const rules: Op[] = [];
  const links = new LinkAreas(page, laid.paragraph, owner);
  for (const piece of line.pieces) {
    if (piece.kind === "image") {
      const figure = owner === undefined ? tag : page.structure!.figure(laid.paragraph, owner, piece.picture);
      if (piece.span?.kind === "link") {
        const node = links.add(piece.span, x + piece.x, baseline - piece.height, piece.width, piece.height);
        if (node !== undefined && typeof figure === "object") figure.parent = node;
      }
      page.ops.push({
        kind: "image",
        x: x + piece.x,
        y: baseline - piece.height,
        width: piece.width,
        height: piece.height,
        picture: piece.picture,
        tag: figure,
      });
      continue;
    }
    const { fitted } = piece;
    const runStyle = fitted.style;
    const at = x + piece.x;
    const raised = baseline - fitted.raise;
    if (piece.kind === "text") {
      if (runStyle.background !== undefined) {
        page.under.push({
          kind: "fill",
          x: at,
          y: baseline - fitted.top,
          width: piece.width,
          height: fitted.top + fitted.bottom,
          color: runStyle.background,
        });
      }
      page.ops.push({
        kind: "text",
        x: at,
        y: raised,
        width: piece.width,
        text: piece.text,
        fitted,
        stretch: piece.stretch,
        tag:
          owner === undefined || piece.span === undefined
            ? tag
            : page.structure!.span(laid.paragraph, owner, piece.span),
      });
      if (piece.span?.kind === "link")
        links.add(piece.span, at, baseline - fitted.top, piece.width, fitted.top + fitted.bottom);
      if (runStyle.strike || runStyle.doubleStrike) {
        const height = fitted.size * 20 * 0.26;
        const thick = Math.max(fitted.size * 20 * 0.05, 5);
        const offsets = runStyle.doubleStrike ? [-thick, thick] : [0];
        for (const offset of offsets)
          rules.push(rule(at, raised - height + offset, piece.width, thick, runStyle.color));
      }
    }
    if (runStyle.underline !== "none") {
      const trailing =
        piece.kind === "text" && line.pieces.at(-1) === piece
          ? trailingSpace(piece.text, piece.width, line.right - piece.x)
          : piece.width;
      underline(
        rules,
        at,
        baseline - runStyle.raise,
        trailing,
        fitted.style.size,
        runStyle.underline,
        runStyle.underlineColor ?? runStyle.color,
      );
    }
    if (runStyle.border !== undefined && runStyle.border.style !== "none" && piece.kind === "text") {
      const { width, color } = runStyle.border;
      const y0 = baseline - fitted.top;
      const y1 = baseline + fitted.bottom;
      for (const edge of [
        [at, y0, at + piece.width, y0],
        [at, y1, at + piece.width, y1],
        [at, y0, at, y1],
        [at + piece.width, y0, at + piece.width, y1],
      ] as const) {
        rules.push({
          kind: "line",
          x1: edge[0],
          y1: edge[1],
          x2: edge[2],
          y2: edge[3],
          width,
          color,
          dash: "solid",
        });
      }
    }
  }
  for (const tab of style.tabs)
    if (tab.kind === "bar")
      page.ops.push({
        kind: "line",
        x1: x + tab.at,
        y1: top,
        x2: x + tab.at,
        y2: top + line.height,
        width: BAR,
        color: "000000",
        dash: "solid",
      });
  for (const op of rules) page.ops.push(op);
  for (const mark of line.marks) {
    if (mark.area) {
      page.marks.push({
        name: mark.name,
        x0: x + style.left,
        x1: x + laid.width - style.right,
        y0: top,
        y1: top + line.height,
        fitted: mark.fitted,
        area: true,
      });
    } else {
      page.marks.push({
        name: mark.name,
        x0: x + mark.x0,
        x1: x + mark.x1,
        y0: baseline - mark.fitted.top,
        y1: baseline + mark.fitted.bottom,
        fitted: mark.fitted,
        area: false,
        hidden: mark.hidden,
      });
    }
  }
  for (const float of line.floats) drawFloat(page, laid.paragraph, float, x + line.right, top, frame);
  if (first && style.outline !== undefined) {
    const text = laid.lines
      .map((each) => each.pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join(""))
      .join(" ")
      .replace(/\s+/g, " ")
      .trim();
    if (text !== "") page.headings.push({ level: style.outline, text, y: top });
  }
}

function trailingSpace(text: string, width: number, visible: number): number {
  return text.endsWith(" ") ? Math.min(width, Math.max(visible, 0)) : width;
}

function rule(x: number, y: number, width: number, thick: number, color: string): Op {
  return { kind: "line", x1: x, y1: y, x2: x + width, y2: y, width: thick, color, dash: "solid" };
}

function underline(
  ops: Op[],
  x: number,
  baseline: number,
  width: number,
  size: number,
  kind: string,
  color: string,
): void {
  if (width <= 0) return;
  const em = size * 20;
  const thick = /thick|heavy/i.test(kind) ? em * 0.1 : em * 0.05;
  const y = baseline + em * 0.11;
  if (kind === "double" || kind === "wavyDouble") {
    ops.push(rule(x, y, width, thick * 0.8, color), rule(x, y + thick * 2, width, thick * 0.8, color));
    return;
  }
  const dash = /^dotted/.test(kind) ? "dotted" : /^(dash|dot)/.test(kind) ? "dashed" : "solid";
  ops.push({ kind: "line", x1: x, y1: y, x2: x + width, y2: y, width: thick, color, dash });
}

function drawParagraphBox(
  page: Page,
  laid: LaidParagraph,
  first: boolean,
  last: boolean,
  x: number,
  y: number,
  top: number,
  line: Line,
): void {
  const { style } = laid.paragraph;
  // Borders hang outside the text by their own space (Word); a hanging first line widens the box to the left.
  const inset = Math.min(style.left, style.left + style.first);
  const x0 = x + inset - (style.leftBorder === undefined ? 0 : style.leftBorder.space + style.leftBorder.width / 2);
  const x1 =
    x +
    laid.width -
    style.right +
    (style.rightBorder === undefined ? 0 : style.rightBorder.space + style.rightBorder.width / 2);
  const y1 = top + line.height + (last ? laid.padBottom : 0);
  if (style.background !== undefined)
    page.under.push({ kind: "fill", x: x0, y, width: x1 - x0, height: y1 - y, color: style.background });
  if (first && laid.topBorder !== undefined)
    drawBorder(page.ops, laid.topBorder, x0, y + laid.topBorder.width / 2, x1, y + laid.topBorder.width / 2);
  if (last && laid.bottomBorder !== undefined)
    drawBorder(page.ops, laid.bottomBorder, x0, y1 - laid.bottomBorder.width / 2, x1, y1 - laid.bottomBorder.width / 2);
  if (style.leftBorder !== undefined) drawBorder(page.ops, style.leftBorder, x0, y, x0, y1);
  if (style.rightBorder !== undefined) drawBorder(page.ops, style.rightBorder, x1, y, x1, y1);
}

/** Draws one straight border; a double border is two thin lines with a gap of their width. */
export function drawBorder(ops: Op[], border: BorderLine, x1: number, y1: number, x2: number, y2: number): void {
  if (border.style === "none" || border.width <= 0) return;
  const dash = border.style === "dotted" ? "dotted" : border.style === "dashed" ? "dashed" : "solid";
  if (border.style === "double") {
    const [dx, dy] = x1 === x2 ? [border.width, 0] : [0, border.width];
    ops.push({
      kind: "line",
      x1: x1 - dx,
      y1: y1 - dy,
      x2: x2 - dx,
      y2: y2 - dy,
      width: border.width,
      color: border.color,
      dash,
    });
    ops.push({
      kind: "line",
      x1: x1 + dx,
      y1: y1 + dy,
      x2: x2 + dx,
      y2: y2 + dy,
      width: border.width,
      color: border.color,
      dash,
    });
    return;
  }
  ops.push({ kind: "line", x1, y1, x2, y2, width: border.width, color: border.color, dash });
}

/** Left top of a floating thing; `lineTop` is that of the line it is anchored in. Twips on the page. */
export function placeOf(
  float: Pick<Floating, "x" | "y" | "width" | "height">,
  page: Pick<Page, "width" | "height">,
  characterX: number,
  lineTop: number,
  frame: Omit<Frame, "box">,
): { x: number; y: number } {
  const horizontal: Record<string, [number, number]> = {
    page: [0, page.width],
    margin: [frame.marginLeft, frame.marginRight],
    leftMargin: [0, frame.marginLeft],
    insideMargin: [0, frame.marginLeft],
    rightMargin: [frame.marginRight, page.width],
    outsideMargin: [frame.marginRight, page.width],
    character: [characterX, characterX],
    column: [frame.columnLeft, frame.columnLeft + frame.columnWidth],
  };
  const vertical: Record<string, [number, number]> = {
    page: [0, page.height],
    margin: [frame.marginTop, frame.marginBottom],
    topMargin: [0, frame.marginTop],
    bottomMargin: [frame.marginBottom, page.height],
    paragraph: [lineTop, lineTop],
    line: [lineTop, lineTop],
  };
  return {
    x: along(horizontal[float.x.from] ?? horizontal.column!, float.x, float.width),
    y: along(vertical[float.y.from] ?? vertical.paragraph!, float.y, float.height),
  };
}

function drawFloat(
  page: Page,
  paragraph: Paragraph,
  float: Floating,
  characterX: number,
  lineTop: number,
  frame: Frame,
): void {
  const { x, y } = frame.settled?.get(float) ?? placeOf(float, page, characterX, lineTop, frame);
  // Text may run where it stands: it covers the text, unless it is to be behind it. Headers are always behind the text of the page.
  const inFront = float.wrap === "none" && !float.behind && page.artifact === undefined;
  if (!inFront) {
    drawFloatAt(page, paragraph, float, x, y, frame);
    return;
  }
  const { ops } = page;
  const own: Op[] = [];
  page.ops = own;
  drawFloatAt(page, paragraph, float, x, y, frame);
  page.ops = ops;
  page.over ??= [];
  page.over.push({ level: float.level ?? 0, ops: own });
}

/** Draws what stands in front of the text, the lowest first. */
export function drawOver(page: Page): void {
  for (const { ops } of (page.over ?? []).sort((a, b) => a.level - b.level)) for (const op of ops) page.ops.push(op);
  page.over = undefined;
}

function drawFloatAt(page: Page, paragraph: Paragraph, float: Floating, x: number, y: number, frame: Frame): void {
  const target = float.behind || page.artifact !== undefined ? page.under : page.ops;
  if (float.shape.kind === "box") {
    const { background, border, outline } = float.shape;
    if (outline !== undefined) {
      const [wide, high] = [outline.width, outline.height];
      const [left, top] = [x - (wide - float.width) / 2, y - (high - float.height) / 2];
      target.push({ kind: "image", x: left, y: top, width: wide, height: high, picture: outline, tag: "layout" });
    } else if (background !== undefined)
      target.push({ kind: "fill", x, y, width: float.width, height: float.height, color: background });
    if (outline === undefined && border !== undefined) {
      const right = x + float.width;
      const bottom = y + float.height;
      drawBorder(target, border, x, y, right, y);
      drawBorder(target, border, x, bottom, right, bottom);
      drawBorder(target, border, x, y, x, bottom);
      drawBorder(target, border, right, y, right, bottom);
    }
    frame.box(page, float, x, y);
  } else if (float.shape.kind === "picture") {
    const { picture } = float.shape;
    const tag = page.artifact ?? page.structure?.owner(paragraph);
    const figure = typeof tag === "object" ? page.structure!.figure(paragraph, tag, picture) : tag;
    target.push({ kind: "image", x, y, width: float.width, height: float.height, picture, tag: figure });
  } else {
    const { x1, y1, x2, y2, width, color } = float.shape;
    target.push({ kind: "line", x1: x + x1, y1: y + y1, x2: x + x2, y2: y + y2, width, color, dash: "solid" });
  }
}

function along([from, to]: [number, number], position: Floating["x"], size: number): number {
  if (position.group !== undefined) {
    const { group, ...whole } = position;
    return along([from, to], whole, group.size) + group.at;
  }
  switch (position.align) {
    case "left":
    case "top":
    case "inside":
      return from;
    case "center":
      return (from + to - size) / 2;
    case "right":
    case "bottom":
    case "outside":
      return to - size;
    default:
      return from + position.offset;
  }
}
