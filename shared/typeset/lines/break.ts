import type { Floating, Note, Paragraph, Picture, TabStop } from "../resolve/model.ts";
import type { Atom, Role, Span } from "./atoms.ts";
import { type Fitted, measure } from "./fit.ts";
import { type BreakOptions, type Strip, type TabFill, type Taken, takeLine } from "./take.ts";

/** A stretch of text in one formatting on a line, a picture, or a drawn rule. Places in twips from the column's left edge. */
export type Piece =
  | {
      kind: "text";
      x: number;
      width: number;
      text: string;
      fitted: Fitted /** Added to each space. */;
      stretch: number;
      span?: Span;
    }
  | { kind: "image"; x: number; width: number; height: number; picture: Picture; span?: Span }
  | { kind: "rule"; x: number; width: number; fitted: Fitted };

const LEADER: Role = { kind: "leader" };

/** Where a bookmark lies on a line. */
export interface Mark {
  name: string;
  x0: number;
  x1: number;
  fitted: Fitted;
  /** The bookmark stands round empty paragraphs: its box is the paragraph's area. */
  area: boolean;
  /** Only a place to link to. */
  hidden?: boolean;
}

/** One line. Heights in twips. */
export interface Line {
  height: number;
  /** Room it needs at the foot of a page: the extra of a line spacing above single may hang over the edge. */
  need: number;
  /** From the top of the line to the baseline. */
  baseline: number;
  pieces: Piece[];
  notes: Note[];
  marks: Mark[];
  floats: Floating[];
  /** A forced break ends the line. */
  ends?: "page" | "column";
  /** Right end of the last visible piece. */
  right: number;
}

/** Breaks atoms into lines (words wider than a line are cut in place): greedy, no squeezing of spaces, no hanging punctuation (reference/typesetting.md, rule 5). */
export function breakLines(paragraph: Paragraph, atoms: Atom[], mark: Fitted, options: BreakOptions): Line[] {
  const lines: Line[] = [];
  const style = paragraph.style;
  let from = 0;
  let open = new Map<string, Fitted>();
  const state = { empty: !atoms.some((atom) => atom.kind !== "bookmark" && atom.kind !== "float") };
  const one = (first: boolean, strip: Strip | undefined): Line => {
    const left = strip === undefined ? style.left : Math.max(style.left, strip.left);
    const start = first ? left + style.first : left;
    const edge = options.width - style.right;
    const limit = Math.max(strip === undefined ? edge : Math.min(edge, strip.right), start + 20);
    const taken = takeLine(atoms, from, start, limit, paragraph, first, options);
    if (taken.split !== undefined) {
      atoms.splice(taken.end, 1, ...taken.split);
      taken.end += 1;
    }
    const last = taken.end >= atoms.length;
    const placed = placeLine(atoms, from, taken, start, limit, last, paragraph, mark, open, state.empty, options);
    open = placed.open;
    from = taken.end;
    return placed.line;
  };
  let above = 0;
  do {
    const beside = options.beside?.(lines.length, above, roughHeight(paragraph, atoms, from, mark));
    const line = one(lines.length === 0, beside?.strips[0]);
    for (const strip of beside?.strips.slice(1) ?? []) {
      const next = atoms[from];
      const before = atoms[from - 1];
      if (next === undefined || before?.kind === "break" || next.width > strip.right - strip.left) break;
      join(line, one(false, strip));
    }
    if (beside !== undefined && beside.skip > 0) {
      line.height += beside.skip;
      line.need += beside.skip;
      line.baseline += beside.skip;
    }
    above += line.height;
    lines.push(line);
  } while (from < atoms.length);
  return lines;
}

/** Height of the line that starts with atom `from`, before it is known what else stands on it. */
function roughHeight(paragraph: Paragraph, atoms: Atom[], from: number, mark: Fitted): number {
  const fitted = atoms[from]?.fitted ?? mark;
  return lineBox(paragraph, fitted.ascent, fitted.descent).height;
}

/** Makes one line of two stretches at the two sides of a floating thing. */
function join(line: Line, other: Line): void {
  const below = Math.max(line.height - line.baseline, other.height - other.baseline);
  line.baseline = Math.max(line.baseline, other.baseline);
  line.height = line.baseline + below;
  line.need = Math.min(line.height, Math.max(line.need, other.need));
  line.pieces.push(...other.pieces);
  line.notes.push(...other.notes);
  line.marks.push(...other.marks);
  line.floats.push(...other.floats);
  line.right = other.right;
  if (other.ends !== undefined) line.ends = other.ends;
}

interface PlacedLine {
  line: Line;
  open: Map<string, Fitted>;
}

function placeLine(
  atoms: Atom[],
  from: number,
  taken: Taken,
  start: number,
  limit: number,
  last: boolean,
  paragraph: Paragraph,
  mark: Fitted,
  openBefore: Map<string, Fitted>,
  empty: boolean,
  options: BreakOptions,
): PlacedLine {
  const style = paragraph.style;
  const { end, tabs } = taken;
  // Trailing spaces hang beyond the edge: they count neither for alignment nor for stretching.
  let visible = end;
  while (visible > from) {
    const kind = atoms[visible - 1]!.kind;
    if (kind === "text" || kind === "image" || kind === "tab") break;
    visible -= 1;
  }
  let width = 0;
  let lastTab = from;
  for (let at = from; at < visible; at += 1) {
    const atom = atoms[at]!;
    if (atom.kind === "tab") {
      width += tabs.get(at)?.width ?? 0;
      lastTab = at + 1;
    } else width += atom.width;
  }
  const ending = end > from ? lastBreakAtom(atoms, from, end) : undefined;
  const free = limit - start - width;
  let x = start;
  let stretch = 0;
  const shifted = lastTab === from || style.align === "left";
  if (style.align === "center") x += Math.max(free / 2, shifted ? -Infinity : 0);
  else if (style.align === "right") x += free;
  else if (style.align === "both" || style.align === "distribute") {
    const stretched =
      style.align === "distribute" ||
      (!last && (ending === undefined || (ending.what === "line" && !options.keepShiftReturn)));
    if (stretched && free > 0) {
      let spaces = 0;
      for (let at = lastTab; at < visible; at += 1) if (atoms[at]!.kind === "space") spaces += atoms[at]!.text.length;
      if (spaces > 0) stretch = free / spaces;
    }
  }

  const pieces: Piece[] = [];
  const notes: Note[] = [];
  const floats: Floating[] = [];
  const marks: Mark[] = [];
  const open = new Map<string, { x: number; fitted: Fitted; text: boolean; carried: boolean }>();
  for (const [name, fitted] of openBefore) open.set(name, { x, fitted, text: false, carried: true });
  let ascent = 0;
  let descent = 0;
  /** Height of the highest picture. */
  let highest = 0;
  let right = x;
  let current: (Piece & { kind: "text" }) | undefined;
  for (let at = from; at < end; at += 1) {
    const atom = atoms[at]!;
    const { fitted } = atom;
    switch (atom.kind) {
      case "text":
      case "space": {
        const gap = at >= lastTab && at < visible ? stretch : 0;
        const wide = atom.width + (atom.kind === "space" ? gap * atom.text.length : 0);
        for (const entry of open.values()) {
          if (!entry.text) entry.fitted = fitted;
          entry.text = true;
        }
        if (atom.text !== "") {
          if (
            current !== undefined &&
            current.fitted === fitted &&
            current.stretch === gap &&
            current.span === atom.span
          ) {
            current.text += atom.text;
            current.width += wide;
          } else {
            current = {
              kind: "text",
              x: x - (atom.pull ?? 0),
              width: wide,
              text: atom.text,
              fitted,
              stretch: gap,
              span: atom.span,
            };
            pieces.push(current);
          }
        }
        if (atom.pull !== undefined) {
          x -= atom.pull;
          current!.x = x;
        }
        x += wide;
        if (atom.note !== undefined) notes.push(atom.note);
        if (atom.kind === "text") right = x;
        if (fitted.ascent > ascent) ascent = fitted.ascent;
        if (fitted.descent > descent) descent = fitted.descent;
        break;
      }
      case "tab": {
        const fill = tabs.get(at) ?? { width: 0, leader: "none" as const };
        current = undefined;
        for (const entry of open.values()) entry.text = true;
        addLeader(pieces, fill, x, fitted);
        if (fitted.style.underline !== "none" && fill.width > 0)
          pieces.push({ kind: "rule", x, width: fill.width, fitted });
        x += fill.width;
        right = x;
        if (fitted.ascent > ascent) ascent = fitted.ascent;
        if (fitted.descent > descent) descent = fitted.descent;
        break;
      }
      case "image": {
        current = undefined;
        const picture = atom.picture!;
        for (const entry of open.values()) entry.text = true;
        pieces.push({ kind: "image", x, width: picture.width, height: picture.height, picture, span: atom.span });
        if (picture.height > highest) highest = picture.height;
        if (fitted.descent > descent) descent = fitted.descent;
        x += atom.width;
        right = x;
        break;
      }
      case "break":
        // Words on two lines stay two words for whoever reads the text without looking at it.
        if (atom.what === "line" && current !== undefined && !current.text.endsWith(" ")) current.text += " ";
        if (fitted.ascent > ascent) ascent = fitted.ascent;
        if (fitted.descent > descent) descent = fitted.descent;
        break;
      case "float":
        floats.push(atom.float!);
        break;
      case "bookmark":
        if (atom.hidden === true) marks.push({ name: atom.name!, x0: x, x1: x, fitted, area: false, hidden: true });
        else if (atom.edge === "start")
          open.set(atom.name!, { x, fitted, text: false, carried: atom.carried === true });
        else {
          const entry = open.get(atom.name!);
          if (entry !== undefined) {
            open.delete(atom.name!);
            // A bookmark carried in from the paragraph before, that ends here before any text, has its box there.
            if (!(entry.carried && !entry.text && atom.carried !== true)) {
              marks.push({ name: atom.name!, x0: entry.x, x1: x, fitted: entry.fitted, area: empty });
            }
          }
        }
        break;
    }
  }
  const stillOpen = new Map<string, Fitted>();
  for (const [name, entry] of open) {
    stillOpen.set(name, entry.fitted);
    if (x > entry.x)
      marks.push({ name, x0: entry.x, x1: right > entry.x ? right : x, fitted: entry.fitted, area: empty });
  }
  // The paragraph mark stands at the end of the last line and counts for its height (Word).
  if ((last && options.markCounts) || (ascent === 0 && highest === 0)) {
    if (mark.ascent > ascent) ascent = mark.ascent;
    if (mark.descent > descent) descent = mark.descent;
  }
  const box = lineBox(paragraph, ascent, descent, highest);
  if (floats.length > 1) floats.sort((a, b) => (a.level ?? 0) - (b.level ?? 0));
  for (const float of floats) if (options.beside === undefined) keepClear(box, float, options.width);
  const line: Line = { ...box, pieces, notes, marks, floats, right };
  if (ending?.what === "page" || ending?.what === "column") line.ends = ending.what;
  return { line, open: stillOpen };
}

function lastBreakAtom(atoms: Atom[], from: number, end: number): Atom | undefined {
  for (let at = end - 1; at >= from; at -= 1) {
    const atom = atoms[at]!;
    if (atom.kind === "break") return atom;
    if (atom.kind !== "bookmark") return undefined;
  }
  return undefined;
}

/**
 * Height and baseline of a line under the paragraph's line rule (reference/typesetting.md, rules 1 and 2). A spacing of so many lines makes room
 * for the text alone: a picture on the line takes its own height (measured on pages that Word printed).
 */
export function lineBox(
  paragraph: Paragraph,
  text: number,
  descent: number,
  picture = 0,
): { height: number; need: number; baseline: number } {
  const { line, lineRule } = paragraph.style;
  const ascent = Math.max(text, picture);
  const natural = ascent + descent;
  if (lineRule === "exact") return { height: line, need: line, baseline: Math.round(line * 0.8) };
  if (lineRule === "atLeast") {
    const height = Math.max(natural, line);
    return { height, need: height, baseline: height - descent };
  }
  if (picture > text && line > 240) {
    const height = Math.max(natural, Math.floor(((text + descent) * line) / 240));
    return { height, need: natural, baseline: ascent };
  }
  const height = Math.floor((natural * line) / 240);
  return { height, need: Math.min(height, natural), baseline: height < natural ? ascent - (natural - height) : ascent };
}

/** Text needs this much beside a floating thing to run there (Word: one inch on a side). */
const LEAST_SIDE = 2 * 1440;

/** Makes room in the line for a floating thing that stands above or below its text. Text at the sides is not set. */
function keepClear(box: { height: number; need: number; baseline: number }, float: Floating, width: number): void {
  if (float.wrap === "none" || (float.wrap === "square" && width - float.width > LEAST_SIDE)) return;
  if (float.y.align !== undefined || (float.y.from !== "paragraph" && float.y.from !== "line")) return;
  const bottom = float.y.offset + float.height;
  const above = float.y.offset < box.baseline;
  const extra = above ? bottom : bottom - box.height;
  if (extra <= 0) return;
  box.height += extra;
  box.need += extra;
  if (above) box.baseline += extra;
}

const LEADERS: Record<TabStop["leader"], string> = {
  none: "",
  dot: ".",
  hyphen: "-",
  underscore: "_",
  middleDot: "·",
  heavy: "_",
};

/** Leader characters stand on a grid of their own width, so that the leaders of several lines line up. */
function addLeader(pieces: Piece[], fill: TabFill, x: number, fitted: Fitted): void {
  const char = LEADERS[fill.leader];
  if (char === "") return;
  const step = measure(char, fitted);
  if (step <= 0) return;
  const first = Math.ceil((x + step / 2) / step) * step;
  const count = Math.min(Math.floor((x + fill.width - step / 2 - first) / step), 2000);
  if (count > 0)
    pieces.push({
      kind: "text",
      x: first,
      width: count * step,
      text: char.repeat(count),
      fitted,
      stretch: 0,
      span: LEADER,
    });
}
