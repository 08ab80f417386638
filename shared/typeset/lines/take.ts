import type { AbsoluteTab, Paragraph, TabStop } from "../resolve/model.ts";
import type { Atom } from "./atoms.ts";
import { measure } from "./fit.ts";

/** What breaking needs to know besides the paragraph. */
export interface BreakOptions {
  width: number;
  defaultTab: number;
  keepShiftReturn: boolean;
  /** Does the paragraph mark count for the height of the last line? It does in Word, not in LibreOffice. */
  markCounts: boolean;
  /** Does a word that is full behind a slash go to the next line whole? It does in LibreOffice, not in Word. */
  slashKeepsWord: boolean;
  /** What is left for line `index` beside floating things, its top so far below the paragraph's first; undefined: the whole width. */
  beside?(index: number, above: number, height: number): Strips | undefined;
}

/** A free stretch of a line, from the column's left edge. */
export interface Strip {
  left: number;
  right: number;
}

/** Where a line may stand beside floating things. Twips. */
export interface Strips {
  /** From left to right, at least one. */
  strips: Strip[];
  /** How far down the line moves to find room. */
  skip: number;
}

/** Rounding slack in twips: a line that is full to a tenth of a twip still fits. */
export const SLACK = 0.1;

/** How much of the atoms one line takes. */
export interface Taken {
  /** Index after the last atom of the line. */
  end: number;
  /** The atom at `end` cut in two: the first half still belongs to the line. */
  split?: [Atom, Atom];
  /** Widths of the tabs on the line, by atom index. */
  tabs: Map<number, TabFill>;
}

/** What a tab on a line came to. */
export interface TabFill {
  width: number;
  leader: TabStop["leader"];
}

/** Takes as many atoms as fit on one line. */
export function takeLine(
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
  /** The last break place that is not within a word. */
  let lastGap = -1;
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
        lastGap = at;
        break;
      case "tab": {
        const stop =
          atom.absolute === undefined
            ? nextStop(x, paragraph, first, options)
            : stopOf(atom.absolute, paragraph, options);
        let width = Math.max(stop.at - x, 0);
        if (stop.kind !== "left" && stop.kind !== "bar" && stop.kind !== "num") {
          const following = widthToNextTab(atoms, at + 1, stop.kind === "decimal");
          width = Math.max(stop.at - x - (stop.kind === "center" ? following / 2 : following), 0);
          edge = Math.max(edge, stop.at + overhangOf(atoms, at + 1));
        } else if (stop.own && stop.at > edge + SLACK) {
          // A stop of the paragraph's own counts even in the margin, with the word that stands at it (Word, LibreOffice).
          const next = atoms[at + 1];
          edge = stop.at + (next?.kind === "text" ? next.width + next.fitted.overhang : 0);
        } else if (stop.at > edge + SLACK && content) {
          if (lastBreak >= from) return { end: lastBreak + 1, tabs };
          width = 0;
        } else if (stop.at > edge + SLACK) width = Math.max(edge - x, 0);
        tabs.set(at, { width, leader: stop.leader });
        x += width;
        content = true;
        if (atom.breakAfter) lastBreak = lastGap = at;
        break;
      }
      default: {
        if (x + atom.width + atom.fitted.overhang > edge + SLACK) {
          if (options.slashKeepsWord && lastGap >= from && lastBreak > lastGap && slashFits(atom, edge - x))
            return { end: lastGap + 1, tabs };
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

/** Is the line full only behind the first letter after a slash of this word? */
function slashFits(atom: Atom, room: number): boolean {
  const slash = atom.kind === "text" ? atom.text.indexOf("/") : -1;
  return slash >= 0 && measure(atom.text.slice(0, slash + 2), atom.fitted) <= room + SLACK;
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

/** Where an absolute tab goes. */
function stopOf(tab: AbsoluteTab, paragraph: Paragraph, options: BreakOptions): ReturnType<typeof nextStop> {
  const left = tab.from === "margin" ? 0 : paragraph.style.left;
  const right = tab.from === "margin" ? options.width : options.width - paragraph.style.right;
  const at = tab.align === "left" ? left : tab.align === "right" ? right : (left + right) / 2;
  return { at, kind: tab.align, leader: tab.leader, own: true };
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

/** Slanted text that a tab sets against its stop needs no room behind it. */
function overhangOf(atoms: Atom[], from: number): number {
  let overhang = 0;
  for (let at = from; at < atoms.length; at += 1) {
    const atom = atoms[at]!;
    if (atom.kind === "tab" || atom.kind === "break") break;
    if (atom.fitted.overhang > overhang) overhang = atom.fitted.overhang;
  }
  return overhang;
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
