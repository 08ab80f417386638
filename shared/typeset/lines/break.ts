import type { Floating, Note, Paragraph, Picture, TabStop } from "../resolve/model.ts";
import type { Atom } from "./atoms.ts";
import { type Fitted, measure } from "./fit.ts";

/** A stretch of text in one formatting on a line, a picture, or a drawn rule. Places in twips from the column's left edge. */
export type Piece =
  | {
      kind: "text";
      x: number;
      width: number;
      text: string;
      fitted: Fitted /** Added to each space. */;
      stretch: number;
    }
  | { kind: "image"; x: number; width: number; height: number; picture: Picture }
  | { kind: "rule"; x: number; width: number; fitted: Fitted };

/** Where a bookmark lies on a line. */
export interface Mark {
  name: string;
  x0: number;
  x1: number;
  fitted: Fitted;
  /** The bookmark stands round empty paragraphs: its box is the paragraph's area. */
  area: boolean;
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

export interface BreakOptions {
  width: number;
  defaultTab: number;
  keepShiftReturn: boolean;
  /** Does the paragraph mark count for the height of the last line? It does in Word, not in LibreOffice. */
  markCounts: boolean;
}

/** Rounding slack in twips: a line that is full to a tenth of a twip still fits. */
const SLACK = 0.1;

/** Breaks atoms into lines (words wider than a line are cut in place): greedy, no squeezing of spaces, no hanging punctuation (reference/typesetting.md, rule 5). */
export function breakLines(paragraph: Paragraph, atoms: Atom[], mark: Fitted, options: BreakOptions): Line[] {
  const lines: Line[] = [];
  const style = paragraph.style;
  let from = 0;
  let open = new Map<string, Fitted>();
  const state = { empty: !atoms.some((atom) => atom.kind !== "bookmark" && atom.kind !== "float") };
  do {
    const first = lines.length === 0;
    const start = first ? style.left + style.first : style.left;
    const limit = Math.max(options.width - style.right, start + 20);
    const taken = takeLine(atoms, from, start, limit, paragraph, first, options);
    if (taken.split !== undefined) {
      atoms.splice(taken.end, 1, ...taken.split);
      taken.end += 1;
    }
    const last = taken.end >= atoms.length;
    const placed = placeLine(atoms, from, taken, start, limit, last, paragraph, mark, open, state.empty, options);
    lines.push(placed.line);
    open = placed.open;
    from = taken.end;
  } while (from < atoms.length);
  return lines;
}

interface Taken {
  /** Index after the last atom of the line. */
  end: number;
  /** The atom at `end` cut in two: the first half still belongs to the line. */
  split?: [Atom, Atom];
  /** Widths of the tabs on the line, by atom index. */
  tabs: Map<number, TabFill>;
}

interface TabFill {
  width: number;
  leader: TabStop["leader"];
}

function takeLine(
  atoms: Atom[],
  from: number,
  start: number,
  limit: number,
  paragraph: Paragraph,
  first: boolean,
  options: BreakOptions,
): Taken {
  const tabs = new Map<number, TabFill>();
  let x = start;
  let edge = limit;
  let lastBreak = -1;
  let content = false;
  for (let at = from; at < atoms.length; at += 1) {
    const atom = atoms[at]!;
    switch (atom.kind) {
      case "bookmark":
      case "float":
        break;
      case "break": {
        let end = at + 1;
        // A bookmark that closes right after a break belongs to the line before it.
        while (end < atoms.length && atoms[end]!.kind === "bookmark" && atoms[end]!.edge === "end") end += 1;
        return { end, tabs };
      }
      case "space":
        x += atom.width;
        lastBreak = at;
        break;
      case "tab": {
        const stop = nextStop(x, paragraph, first, options);
        let width = stop.at - x;
        if (stop.kind !== "left" && stop.kind !== "bar" && stop.kind !== "num") {
          const following = widthToNextTab(atoms, at + 1, stop.kind === "decimal");
          width = Math.max(stop.at - x - (stop.kind === "center" ? following / 2 : following), 0);
          edge = Math.max(edge, stop.at);
        } else if (stop.own && stop.at > edge + SLACK) {
          // A stop of the paragraph's own counts even in the margin, with the word that stands at it (Word, LibreOffice).
          const next = atoms[at + 1];
          edge = stop.at + (next?.kind === "text" ? next.width : 0);
        } else if (stop.at > edge + SLACK && content) {
          if (lastBreak >= from) return { end: lastBreak + 1, tabs };
          width = 0;
        } else if (stop.at > edge + SLACK) width = Math.max(edge - x, 0);
        tabs.set(at, { width, leader: stop.leader });
        x += width;
        content = true;
        if (atom.breakAfter) lastBreak = at;
        break;
      }
      default: {
        if (x + atom.width > edge + SLACK) {
          if (lastBreak >= from) return { end: lastBreak + 1, tabs };
          const split = atom.kind === "text" ? cutAtom(atom, edge - x, !content) : undefined;
          if (split !== undefined) return { end: at, split, tabs };
          if (content) return { end: at, tabs };
        }
        x += atom.width;
        content = true;
        if (atom.breakAfter) lastBreak = at;
      }
    }
  }
  return { end: atoms.length, tabs };
}

/** Cuts a word that is wider than the line between letters; at least one letter stays when the line is empty. */
function cutAtom(atom: Atom, room: number, force: boolean): [Atom, Atom] | undefined {
  let width = 0;
  let index = 0;
  const chars = [...atom.text];
  while (index < chars.length) {
    const next = measure(chars[index]!, atom.fitted);
    if (width + next > room + SLACK && !(force && index === 0)) break;
    width += next;
    index += 1;
  }
  if (index === 0 || index >= chars.length) return undefined;
  const head = chars.slice(0, index).join("");
  const tail = chars.slice(index).join("");
  return [
    { ...atom, text: head, width, breakAfter: true, note: undefined },
    { ...atom, text: tail, width: measure(tail, atom.fitted), pull: undefined },
  ];
}

/** The tab stop after `x`: own stops, the hanging indent, then the default grid. */
function nextStop(
  x: number,
  paragraph: Paragraph,
  first: boolean,
  options: BreakOptions,
): TabStop & { /** Set in the paragraph, not on the default grid. */ own: boolean } {
  const style = paragraph.style;
  let best: TabStop | undefined;
  for (const tab of style.tabs) {
    if (tab.at > x + 1 && tab.kind !== "bar") {
      best = tab;
      break;
    }
  }
  if (first && style.first < 0 && style.left > x + 1 && (best === undefined || style.left < best.at)) {
    return { at: style.left, kind: "left", leader: "none", own: false };
  }
  if (best !== undefined) return { ...best, own: true };
  let at = (Math.floor((x + 1) / options.defaultTab) + 1) * options.defaultTab;
  // A grid stop left of the indent does not count once the indent itself lies ahead.
  if (style.left > x + 1 && style.left < at) at = style.left;
  return { at, kind: "left", leader: "none", own: false };
}

/** Width of the text that a centre, right or decimal tab moves. */
function widthToNextTab(atoms: Atom[], from: number, decimal: boolean): number {
  let width = 0;
  let trailing = 0;
  for (let at = from; at < atoms.length; at += 1) {
    const atom = atoms[at]!;
    if (atom.kind === "tab" || atom.kind === "break") break;
    if (atom.kind === "space") {
      trailing += atom.width;
      continue;
    }
    if (decimal && atom.kind === "text") {
      const comma = atom.text.search(/[,.](?=\d|$)/);
      if (comma >= 0) return width + trailing + measure(atom.text.slice(0, comma), atom.fitted);
    }
    width += trailing + atom.width;
    trailing = 0;
  }
  return width;
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
          if (current !== undefined && current.fitted === fitted && current.stretch === gap) {
            current.text += atom.text;
            current.width += wide;
          } else {
            current = { kind: "text", x: x - (atom.pull ?? 0), width: wide, text: atom.text, fitted, stretch: gap };
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
        pieces.push({ kind: "image", x, width: picture.width, height: picture.height, picture });
        if (picture.height > ascent) ascent = picture.height;
        if (fitted.descent > descent) descent = fitted.descent;
        x += atom.width;
        right = x;
        break;
      }
      case "break":
        if (fitted.ascent > ascent) ascent = fitted.ascent;
        if (fitted.descent > descent) descent = fitted.descent;
        break;
      case "float":
        floats.push(atom.float!);
        break;
      case "bookmark":
        if (atom.edge === "start") open.set(atom.name!, { x, fitted, text: false, carried: atom.carried === true });
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
  if ((last && options.markCounts) || ascent === 0) {
    if (mark.ascent > ascent) ascent = mark.ascent;
    if (mark.descent > descent) descent = mark.descent;
  }
  const line: Line = { ...lineBox(paragraph, ascent, descent), pieces, notes, marks, floats, right };
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

/** Height and baseline of a line under the paragraph's line rule (reference/typesetting.md, rules 1 and 2). */
function lineBox(
  paragraph: Paragraph,
  ascent: number,
  descent: number,
): { height: number; need: number; baseline: number } {
  const { line, lineRule } = paragraph.style;
  const natural = ascent + descent;
  if (lineRule === "exact") return { height: line, need: line, baseline: Math.round(line * 0.8) };
  if (lineRule === "atLeast") {
    const height = Math.max(natural, line);
    return { height, need: height, baseline: height - descent };
  }
  const height = Math.floor((natural * line) / 240);
  return { height, need: Math.min(height, natural), baseline: height < natural ? ascent - (natural - height) : ascent };
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
    pieces.push({ kind: "text", x: first, width: count * step, text: char.repeat(count), fitted, stretch: 0 });
}
