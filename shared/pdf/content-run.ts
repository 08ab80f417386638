import { operationsOf } from "./content.ts";
import { limitFault } from "./faults.ts";
import type { PdfFile } from "./file.ts";
import { decodeStream } from "./filters.ts";
import { type PdfFont, readFont } from "./font.ts";
import { type PdfDict, PdfName, type PdfObject, PdfStream, PdfString } from "./objects.ts";

/** [a b c d e f] as in PDF: x' = a·x + c·y + e, y' = b·x + d·y + f (ISO 32000-1, 8.3.3). */
export type Matrix = readonly [number, number, number, number, number, number];

/** The matrix that changes nothing. */
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Does `first`, then `second`. */
export function multiply(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [A, B, C, D, E, F] = second;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

/** Six numbers as a matrix, else none. */
export function matrixOf(source: ContentSource, object: PdfObject | undefined): Matrix | undefined {
  const numbers = source.array(object).map((one) => source.resolve(one));
  return numbers.length === 6 && numbers.every((one) => typeof one === "number")
    ? (numbers as unknown as Matrix)
    : undefined;
}

/** Four numbers as a box, lower left corner first, else none. */
export function boxOf(
  source: ContentSource,
  object: PdfObject | undefined,
): [number, number, number, number] | undefined {
  const [a, b, c, d] = source.array(object).map((one) => source.resolve(one));
  if (typeof a !== "number" || typeof b !== "number" || typeof c !== "number" || typeof d !== "number")
    return undefined;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}

/** A value of a page that may stand on a node above it (7.7.3.4), references followed. */
export function inherited(source: ContentSource, page: PdfDict, key: string): PdfObject {
  let node: PdfDict | undefined = page;
  for (let depth = 0; node !== undefined && depth < 64; depth += 1) {
    const value = source.resolve(node.get(key));
    if (value !== null) return value;
    node = source.dict(node.get("Parent"));
  }
  return null;
}

/** Where content finds what it names: a file, or a revision that is being written. */
export interface ContentSource {
  resolve(object: PdfObject | undefined): PdfObject;
  dict(object: PdfObject | undefined): PdfDict | undefined;
  array(object: PdfObject | undefined): PdfObject[];
}

/** How text is shown (9.3). Sizes and spaces in text space, `scale` as a factor. */
export interface TextState {
  font: PdfFont;
  size: number;
  char: number;
  word: number;
  scale: number;
  rise: number;
  /** Drawn so that nobody sees it (text rendering modes 3 and 7, 9.3.6), as the words under a scanned page are. */
  hidden: boolean;
}

/** Who is told what content draws, in the order of drawing. Clipping is not followed. */
export interface Painter {
  /**
   * A string is shown.
   *
   * @param at from text space to the page
   * @param figure whether it stands in content marked as a Figure (14.6, 14.8.4.5)
   * @returns how far the string advances, in text space: {@link advanceOf} of its glyphs
   */
  show?(bytes: Uint8Array, state: TextState, at: Matrix, figure: boolean): number;
  /** A path is painted: its points, control points too, x and y in turn, before `ctm`. */
  path?(points: readonly number[], ctm: Matrix): void;
  /** A picture fills the unit square of `ctm`; without stream one that stands in the content. */
  picture?(ctm: Matrix, image?: PdfStream): void;
}

/** What running content may cost: bytes of one stream and of all that are run, forms in forms, streams run, points of one path. */
const LIMITS = {
  content: 64 * 1024 * 1024,
  all: 256 * 1024 * 1024,
  forms: 12,
  runs: 100_000,
  saved: 512,
  points: 200_000,
};

/** How far one glyph moves the next one, in text space (9.4.4). */
export function advanceOf(glyph: { width: number; space: boolean }, state: TextState): number {
  return ((glyph.width / 1000) * state.size + state.char + (glyph.space ? state.word : 0)) * state.scale;
}

/**
 * Runs content: of pages, forms and appearances (8.4.4, 9.4). Fonts are read once for one runner, and what one runner runs is bounded together: a form
 * may draw a form many times, and so on.
 */
export class ContentRunner {
  readonly fonts = new Map<PdfDict, PdfFont>();
  readonly #file: PdfFile;
  readonly #source: ContentSource;
  readonly #painter: Painter;
  #bytes = LIMITS.all;
  #runs = LIMITS.runs;

  /** @param source where objects are looked up, when not in the file as it is */
  constructor(file: PdfFile, painter: Painter, source: ContentSource = file) {
    this.#file = file;
    this.#source = source;
    this.#painter = painter;
  }

  /**
   * Runs the streams of one content, joined.
   *
   * @throws PDF_FILTER, PDF_LIMIT
   */
  content(streams: readonly PdfStream[], resources: PdfDict | undefined, matrix: Matrix): void {
    const parts = streams.flatMap((stream) => [this.#decode(stream), Uint8Array.of(10)]);
    this.#run(Buffer.concat(parts), resources, matrix, 0, false);
  }

  /**
   * Runs a form XObject (8.10) with its own matrix before `matrix`.
   *
   * @param outer resources of what draws it, where it has none
   * @throws PDF_FILTER, PDF_LIMIT
   */
  form(form: PdfStream, outer: PdfDict | undefined, matrix: Matrix): void {
    this.#form(form, outer, matrix, 1, false);
  }

  #decode(stream: PdfStream): Uint8Array {
    // One stream may be drawn by every page: each run counts.
    this.#runs -= 1;
    if (this.#runs < 0) throw limitFault("nội dung vẽ đi vẽ lại quá nhiều lần");
    const bytes = decodeStream(stream, this.#source, Math.min(LIMITS.content, this.#bytes));
    this.#bytes -= bytes.length;
    return bytes;
  }

  #form(form: PdfStream, outer: PdfDict | undefined, ctm: Matrix, depth: number, figure: boolean): void {
    if (depth > LIMITS.forms) return;
    const own = matrixOf(this.#source, form.dict.get("Matrix"));
    const resources = this.#source.dict(form.dict.get("Resources")) ?? outer;
    this.#run(this.#decode(form), resources, own === undefined ? ctm : multiply(own, ctm), depth, figure);
  }

  #font(resources: PdfDict | undefined, key: PdfObject | undefined): PdfFont | undefined {
    if (!(key instanceof PdfName)) return undefined;
    const dict = this.#source.dict(this.#source.dict(resources?.get("Font"))?.get(key.name));
    if (dict === undefined) return undefined;
    let font = this.fonts.get(dict);
    if (font === undefined) {
      font = readFont(this.#file, dict);
      this.fonts.set(dict, font);
    }
    return font;
  }

  #run(bytes: Uint8Array, resources: PdfDict | undefined, start: Matrix, depth: number, inFigure: boolean): void {
    const painter = this.#painter;
    // Marked content, innermost last: whether it is a figure.
    const marked: boolean[] = [inFigure];
    let state = {
      ctm: start,
      font: undefined as PdfFont | undefined,
      size: 0,
      char: 0,
      word: 0,
      scale: 1,
      leading: 0,
      rise: 0,
      hidden: false,
    };
    const stack: (typeof state)[] = [];
    let text: Matrix = IDENTITY;
    let line: Matrix = IDENTITY;
    let points: number[] = [];
    const move = (x: number, y: number): void => {
      line = multiply([1, 0, 0, 1, x, y], line);
      text = line;
    };
    const show = (string: PdfObject | undefined): void => {
      const { font } = state;
      if (painter.show === undefined || !(string instanceof PdfString) || font === undefined) return;
      const at = multiply([1, 0, 0, 1, 0, state.rise], multiply(text, state.ctm));
      const advance = painter.show(string.bytes, { ...state, font }, at, marked.at(-1) ?? inFigure);
      text = multiply([1, 0, 0, 1, advance, 0], text);
    };
    for (const { operator, operands } of operationsOf(bytes)) {
      const n = (index: number): number => (typeof operands[index] === "number" ? (operands[index] as number) : 0);
      switch (operator) {
        case "q":
          if (stack.length < LIMITS.saved) stack.push({ ...state });
          break;
        case "Q":
          state = stack.pop() ?? state;
          break;
        case "cm":
          state.ctm = multiply([n(0), n(1), n(2), n(3), n(4), n(5)], state.ctm);
          break;
        case "BMC":
        case "BDC":
          if (marked.length < 10_000)
            marked.push(marked.at(-1) === true || (operands[0] instanceof PdfName && operands[0].name === "Figure"));
          break;
        case "EMC":
          if (marked.length > 1) marked.pop();
          break;
        case "m":
        case "l":
        case "c":
        case "v":
        case "y":
          if (painter.path !== undefined)
            for (let at = 0; at + 1 < operands.length && points.length < LIMITS.points; at += 2)
              points.push(n(at), n(at + 1));
          break;
        case "re":
          if (painter.path !== undefined && points.length < LIMITS.points)
            points.push(n(0), n(1), n(0) + n(2), n(1) + n(3));
          break;
        case "S":
        case "s":
        case "f":
        case "F":
        case "f*":
        case "B":
        case "B*":
        case "b":
        case "b*":
          if (points.length > 0) painter.path?.(points, state.ctm);
          points = [];
          break;
        case "n":
          points = [];
          break;
        case "BT":
          text = IDENTITY;
          line = IDENTITY;
          break;
        case "Tf":
          if (painter.show !== undefined) state.font = this.#font(resources, operands[0]);
          state.size = n(1);
          break;
        case "Tc":
          state.char = n(0);
          break;
        case "Tw":
          state.word = n(0);
          break;
        case "Tz":
          state.scale = n(0) / 100;
          break;
        case "TL":
          state.leading = n(0);
          break;
        case "Tr":
          state.hidden = n(0) === 3 || n(0) === 7;
          break;
        case "Ts":
          state.rise = n(0);
          break;
        case "Td":
          move(n(0), n(1));
          break;
        case "TD":
          state.leading = -n(1);
          move(n(0), n(1));
          break;
        case "Tm":
          line = [n(0), n(1), n(2), n(3), n(4), n(5)];
          text = line;
          break;
        case "T*":
          move(0, -state.leading);
          break;
        case "Tj":
          show(operands[0]);
          break;
        case "'":
        case '"':
          if (operator === '"') [state.word, state.char] = [n(0), n(1)];
          move(0, -state.leading);
          show(operands.at(-1));
          break;
        case "TJ":
          for (const part of Array.isArray(operands[0]) ? operands[0] : []) {
            if (typeof part === "number")
              text = multiply([1, 0, 0, 1, (-part / 1000) * state.size * state.scale, 0], text);
            else show(part);
          }
          break;
        case "BI":
          painter.picture?.(state.ctm);
          break;
        case "Do":
          this.#object(resources, operands[0], state.ctm, depth, marked.at(-1) === true);
          break;
      }
    }
  }

  #object(
    resources: PdfDict | undefined,
    key: PdfObject | undefined,
    ctm: Matrix,
    depth: number,
    figure: boolean,
  ): void {
    if (!(key instanceof PdfName)) return;
    const object = this.#source.resolve(this.#source.dict(resources?.get("XObject"))?.get(key.name));
    const kind = object instanceof PdfStream ? this.#source.resolve(object.dict.get("Subtype")) : null;
    if (!(object instanceof PdfStream) || !(kind instanceof PdfName)) return;
    if (kind.name === "Form") this.#form(object, resources, ctm, depth + 1, figure);
    else if (kind.name === "Image") this.#painter.picture?.(ctm, object);
  }
}
