import type { Note, Paragraph } from "../resolve/model.ts";
import type { AtomContext } from "./atoms.ts";
import { type Line, lineBox, type Mark, type Piece } from "./break.ts";
import type { Fitted } from "./fit.ts";
import { type BreakOptions, SLACK } from "./take.ts";

/** Words, spaces and the rest of hyphenated words of one paragraph, one entry each. Kept from paragraph to paragraph. */
let capacity = 1024;
let widths = new Float64Array(capacity);
/** Stretch of text that an entry stands in, and where it begins and ends there. */
let runs = new Int32Array(capacity);
let starts = new Int32Array(capacity);
let ends = new Int32Array(capacity);
/** What an entry is. */
let kinds = new Uint8Array(capacity);
const WORD = 0;
/** A word that the line may end after: one with a hyphen at its end. */
const BREAKABLE = 1;
const SPACE = 2;

/** The lists stay so short, for they are never given back: a page has some 4,000 letters. */
const MOST_ENTRIES = 1 << 17;

/** Longest word set here; see LONGEST_ATOM. */
const LONGEST_WORD = 120;

const HYPHEN = 0x2d;
const EN_DASH = 0x2013;
const EM_DASH = 0x2014;

/** Lists of all lines that have nothing of the kind; never changed, though not frozen: the engine walks frozen ones slowly. */
const NO_NOTES: Note[] = [];
const NO_MARKS: Mark[] = [];
const NO_FLOATS: Line["floats"] = [];

/**
 * Breaks a paragraph of nothing but plain text into lines, as making atoms and breaking those would (test/typeset/plain-lines.test.ts
 * holds the two together), without an object for each word: most paragraphs, and nearly all cells of long tables, are of this kind.
 *
 * @returns undefined when there is anything in the paragraph that this does not do
 */
export function breakPlain(
  paragraph: Paragraph,
  mark: Fitted,
  context: AtomContext,
  options: BreakOptions,
): Line[] | undefined {
  if (paragraph.label !== undefined || options.beside !== undefined || options.slashKeepsWord) return undefined;
  const { inlines } = paragraph;
  for (let index = 0; index < inlines.length; index += 1) {
    const inline = inlines[index]!;
    if (inline.kind !== "text" || inline.link !== undefined || inline.style.smallCaps) return undefined;
  }
  const texts = new Array<string>(inlines.length);
  const faces = new Array<Fitted>(inlines.length);
  let count = 0;
  let inWord = false;
  for (let index = 0; index < inlines.length; index += 1) {
    const inline = inlines[index]!;
    if (inline.kind !== "text") return undefined;
    const text = inline.style.caps ? inline.text.toUpperCase() : inline.text;
    const fitted = context.fitter.fit(inline.style);
    if (fitted.overhang !== 0) return undefined;
    const run = index;
    texts[run] = text;
    faces[run] = fitted;
    const { glyphs } = fitted.face;
    const { advances, unit } = fitted;
    const { spacing } = fitted.style;
    const { length } = text;
    if (count + length > MOST_ENTRIES) return undefined;
    if (count + length >= capacity) grow(count + length);
    let start = 0;
    let units = 0;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      const glyph = glyphs[code]!;
      if (code === 0x20) {
        if (at > start) {
          widths[count] = units * unit + (at - start) * spacing;
          runs[count] = run;
          starts[count] = start;
          ends[count] = at;
          kinds[count++] = WORD;
          if (at - start > LONGEST_WORD) return undefined;
        }
        units = advances[glyph]!;
        let end = at + 1;
        while (end < length && text.charCodeAt(end) === 0x20) {
          units += advances[glyph]!;
          end += 1;
        }
        widths[count] = units * unit + (end - at) * spacing;
        runs[count] = run;
        starts[count] = at;
        ends[count] = end;
        kinds[count++] = SPACE;
        units = 0;
        inWord = false;
        start = end;
        at = end - 1;
        continue;
      }
      if (code === HYPHEN || code === EN_DASH || code === EM_DASH) {
        const next = at + 1 < length ? text.charCodeAt(at + 1) : 0x41;
        units += advances[glyph]!;
        if ((at > start || inWord) && next !== 0x20 && next !== 0x2060 && next !== HYPHEN && glyph !== 0) {
          widths[count] = units * unit + (at + 1 - start) * spacing;
          runs[count] = run;
          starts[count] = start;
          ends[count] = at + 1;
          kinds[count++] = BREAKABLE;
          if (at + 1 - start > LONGEST_WORD) return undefined;
          units = 0;
          inWord = true;
          start = at + 1;
        }
        continue;
      }
      // What is invisible, has its own break rule, or is not in the face.
      if (glyph === 0 || code < 0x20 || code >= 0x2000 || code === 0xad) {
        if (glyph === 0 || code < 0x20 || code === 0xad || code >= 0x2e80) return undefined;
        if (code <= 0x200f || (code >= 0x2028 && code <= 0x206f)) return undefined;
      }
      units += advances[glyph]!;
    }
    if (start < length) {
      if (length - start > LONGEST_WORD) return undefined;
      widths[count] = units * unit + (length - start) * spacing;
      runs[count] = run;
      starts[count] = start;
      ends[count] = length;
      kinds[count++] = WORD;
      inWord = true;
    }
  }
  return count === 0 ? undefined : lines(paragraph, mark, options, texts, faces, count);
}

function grow(needed: number): void {
  capacity = Math.max(capacity * 2, needed + 1);
  widths = enlarged(widths, new Float64Array(capacity));
  runs = enlarged(runs, new Int32Array(capacity));
  starts = enlarged(starts, new Int32Array(capacity));
  ends = enlarged(ends, new Int32Array(capacity));
  kinds = enlarged(kinds, new Uint8Array(capacity));
}

function enlarged<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function lines(
  paragraph: Paragraph,
  mark: Fitted,
  options: BreakOptions,
  texts: readonly string[],
  faces: readonly Fitted[],
  count: number,
): Line[] | undefined {
  const { style } = paragraph;
  const edge = options.width - style.right;
  const made: Line[] = [];
  for (let from = 0; from < count; ) {
    const start = made.length === 0 ? style.left + style.first : style.left;
    const limit = Math.max(edge, start + 20);
    const end = endOfLine(from, count, start, limit);
    if (end < 0) return undefined;
    made.push(place(from, end, start, limit, end >= count, paragraph, mark, options, texts, faces));
    from = end;
  }
  return made;
}

/** Entry after the last that fits on the line; -1 when a word would have to be cut. */
function endOfLine(from: number, count: number, start: number, limit: number): number {
  let x = start;
  let lastBreak = -1;
  for (let at = from; at < count; at += 1) {
    const kind = kinds[at];
    if (kind === SPACE) {
      x += widths[at]!;
      lastBreak = at;
      continue;
    }
    if (x + widths[at]! > limit + SLACK) return lastBreak >= from ? lastBreak + 1 : -1;
    x += widths[at]!;
    if (kind === BREAKABLE) lastBreak = at;
  }
  return count;
}

function place(
  from: number,
  end: number,
  start: number,
  limit: number,
  last: boolean,
  paragraph: Paragraph,
  mark: Fitted,
  options: BreakOptions,
  texts: readonly string[],
  faces: readonly Fitted[],
): Line {
  const { align } = paragraph.style;
  // Trailing spaces hang beyond the edge: they count neither for alignment nor for stretching.
  let visible = end;
  while (visible > from && kinds[visible - 1] === SPACE) visible -= 1;
  let width = 0;
  for (let at = from; at < visible; at += 1) width += widths[at]!;
  const free = limit - start - width;
  let x = start;
  let stretch = 0;
  if (align === "center") x += free / 2;
  else if (align === "right") x += free;
  else if ((align === "distribute" || (align === "both" && !last)) && free > 0) {
    let spaces = 0;
    for (let at = from; at < visible; at += 1) if (kinds[at] === SPACE) spaces += ends[at]! - starts[at]!;
    if (spaces > 0) stretch = free / spaces;
  }
  // Nearly always there is one: a list made for it takes less than one that it is pushed to.
  let pieces: Piece[] | undefined;
  let ascent = 0;
  let descent = 0;
  let right = x;
  for (let at = from; at < end; ) {
    const run = runs[at]!;
    const fitted = faces[run]!;
    const gap = at < visible ? stretch : 0;
    const first = starts[at]!;
    const left = x;
    const previous = pieces?.[pieces.length - 1];
    const joined =
      previous?.kind === "text" && previous.fitted === fitted && previous.stretch === gap ? previous : undefined;
    // All that stands in the same run with the same gap is one piece.
    let wide = joined?.width ?? 0;
    let stop = first;
    for (; at < end && runs[at] === run && (at < visible ? stretch : 0) === gap; at += 1) {
      const own = kinds[at] === SPACE ? widths[at]! + gap * (ends[at]! - starts[at]!) : widths[at]!;
      wide += own;
      x += own;
      stop = ends[at]!;
      if (kinds[at] !== SPACE) right = x;
    }
    if (fitted.ascent > ascent) ascent = fitted.ascent;
    if (fitted.descent > descent) descent = fitted.descent;
    const text = texts[run]!.slice(first, stop);
    if (joined !== undefined) {
      joined.text += text;
      joined.width = wide;
    } else {
      const piece: Piece = { kind: "text", x: left, width: wide, text, fitted, stretch: gap, span: undefined };
      if (pieces === undefined) pieces = [piece];
      else pieces.push(piece);
    }
  }
  // The paragraph mark stands at the end of the last line and counts for its height (Word).
  if ((last && options.markCounts) || ascent === 0) {
    if (mark.ascent > ascent) ascent = mark.ascent;
    if (mark.descent > descent) descent = mark.descent;
  }
  const { height, need, baseline } = lineBox(paragraph, ascent, descent);
  return { height, need, baseline, pieces: pieces ?? [], notes: NO_NOTES, marks: NO_MARKS, floats: NO_FLOATS, right };
}
