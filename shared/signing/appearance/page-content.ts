import {
  decodeStream,
  operationsOf,
  type PdfDict,
  type PdfFont,
  PdfName,
  type PdfObject,
  PdfStream,
  PdfString,
  readFont,
} from "../../pdf/index.ts";
import type { Revision } from "../revision.ts";
import type { Box } from "./form-xobject.ts";
import { type Matrix, multiply } from "./outline.ts";
import { transformed } from "./page-frame.ts";
import { inkOf } from "./text-ink.ts";

/** Something drawn: a word with the box of its letters, a picture, or lines and fills. */
export interface Drawn {
  kind: "text" | "picture" | "path";
  box: Box;
  /** Of a word; empty where the font does not say which letters its codes are. */
  text: string;
  /** Of a word: where its line of type stands, and the size of the type. */
  baseline: number;
  size: number;
  /** Text that nobody sees, as under a scanned page (text rendering mode 3, ISO 32000-1, 9.3.6). */
  hidden: boolean;
}

/** Bytes of one stream and of all that are run; things drawn; depth of forms in forms. */
const LIMITS = { content: 32 * 1024 * 1024, all: 128 * 1024 * 1024, drawn: 100_000, forms: 12, saved: 512 };
const UNIT_SQUARE: Box = [0, 0, 1, 1];

/** Where the content of pages and appearances draws what. Unlike reading text for its meaning, turned text and pictures count as well. */
export class DrawnReader {
  readonly #revision: Revision;
  readonly #paths: boolean;
  readonly #fonts = new Map<PdfDict, PdfFont>();
  #left = LIMITS.all;
  #drawn: Drawn[] = [];

  /** @param paths whether lines and fills are told as well */
  constructor(revision: Revision, { paths = false }: { paths?: boolean } = {}) {
    this.#revision = revision;
    this.#paths = paths;
  }

  /** What a content stream draws, under a matrix. */
  content(bytes: readonly PdfStream[], resources: PdfDict | undefined, matrix: Matrix): Drawn[] {
    this.#drawn = [];
    const parts = bytes.flatMap((stream) => [this.#decode(stream), Uint8Array.of(10)]);
    this.#run(Buffer.concat(parts), resources, matrix, 0);
    return this.#drawn;
  }

  /** What a form XObject draws, under a matrix. */
  form(form: PdfStream, matrix: Matrix): Drawn[] {
    this.#drawn = [];
    this.#form(form, undefined, matrix, 0);
    return this.#drawn;
  }

  #decode(stream: PdfStream): Uint8Array {
    const bytes = decodeStream(stream, this.#revision, Math.min(LIMITS.content, this.#left));
    this.#left -= bytes.length;
    return bytes;
  }

  #form(form: PdfStream, outer: PdfDict | undefined, ctm: Matrix, depth: number): void {
    if (depth > LIMITS.forms) return;
    const revision = this.#revision;
    const numbers = revision.array(form.dict.get("Matrix")).map((one) => revision.resolve(one));
    const own =
      numbers.length === 6 && numbers.every((one) => typeof one === "number") ? (numbers as Matrix) : undefined;
    const resources = revision.dict(form.dict.get("Resources")) ?? outer;
    this.#run(this.#decode(form), resources, own === undefined ? ctm : multiply(own, ctm), depth);
  }

  #font(resources: PdfDict | undefined, key: PdfObject | undefined): PdfFont | undefined {
    if (!(key instanceof PdfName)) return undefined;
    const found = this.#revision.dict(this.#revision.dict(resources?.get("Font"))?.get(key.name));
    if (found === undefined) return undefined;
    let font = this.#fonts.get(found);
    if (font === undefined) {
      font = readFont(this.#revision.file, found);
      this.#fonts.set(found, font);
    }
    return font;
  }

  #add(kind: Drawn["kind"], box: Box, more: Partial<Drawn> = {}): void {
    if (this.#drawn.length >= LIMITS.drawn || !box.every(Number.isFinite)) return;
    this.#drawn.push({ kind, box, text: "", baseline: box[1], size: 0, hidden: false, ...more });
  }

  #run(bytes: Uint8Array, resources: PdfDict | undefined, start: Matrix, depth: number): void {
    let state: State = {
      ctm: start,
      font: undefined,
      size: 0,
      char: 0,
      word: 0,
      scale: 1,
      leading: 0,
      rise: 0,
      mode: 0,
    };
    const stack: State[] = [];
    let text: Matrix = [1, 0, 0, 1, 0, 0];
    let line = text;
    let points: number[] = [];
    const move = (x: number, y: number): void => {
      line = multiply([1, 0, 0, 1, x, y], line);
      text = line;
    };
    const paint = (): void => {
      if (this.#paths && points.length > 0) this.#add("path", around(points, state.ctm));
      points = [];
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
        case "m":
        case "l":
        case "c":
        case "v":
        case "y":
          if (this.#paths)
            for (let at = 0; at + 1 < operands.length && points.length < 200_000; at += 2)
              points.push(n(at), n(at + 1));
          break;
        case "re":
          if (this.#paths) points.push(n(0), n(1), n(0) + n(2), n(1) + n(3));
          break;
        case "n":
          points = [];
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
          paint();
          break;
        case "BT":
          text = [1, 0, 0, 1, 0, 0];
          line = text;
          break;
        case "Tf":
          state.font = this.#font(resources, operands[0]);
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
          state.mode = n(0);
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
        case "'":
        case '"':
          if (operator === '"') [state.word, state.char] = [n(0), n(1)];
          move(0, -state.leading);
          text = this.#show(state, text, operands.at(-1));
          break;
        case "Tj":
          text = this.#show(state, text, operands[0]);
          break;
        case "TJ":
          for (const part of Array.isArray(operands[0]) ? operands[0] : []) {
            if (typeof part === "number")
              text = multiply([1, 0, 0, 1, (-part / 1000) * state.size * state.scale, 0], text);
            else text = this.#show(state, text, part);
          }
          break;
        case "BI":
          this.#add("picture", transformed(UNIT_SQUARE, state.ctm));
          break;
        case "Do":
          this.#object(resources, operands[0], state.ctm, depth);
          break;
      }
    }
  }

  #object(resources: PdfDict | undefined, key: PdfObject | undefined, ctm: Matrix, depth: number): void {
    if (!(key instanceof PdfName)) return;
    const object = this.#revision.resolve(this.#revision.dict(resources?.get("XObject"))?.get(key.name));
    const kind = object instanceof PdfStream ? this.#revision.resolve(object.dict.get("Subtype")) : null;
    if (!(object instanceof PdfStream) || !(kind instanceof PdfName)) return;
    if (kind.name === "Form") this.#form(object, resources, ctm, depth + 1);
    else if (kind.name === "Image") this.#add("picture", transformed(UNIT_SQUARE, ctm));
  }

  /** Shows a string; each word is one thing drawn. Gives the text matrix after it. */
  #show(state: State, text: Matrix, string: PdfObject | undefined): Matrix {
    const { font, size } = state;
    if (!(string instanceof PdfString) || font === undefined) return text;
    const at = multiply([1, 0, 0, 1, 0, state.rise], multiply(text, state.ctm));
    let [word, from, advance, above, below] = ["", -1, 0, 0, 0];
    const flush = (): void => {
      if (from >= 0) {
        const box = transformed([from, -below * size, advance, above * size], at);
        this.#add("text", box, {
          text: word,
          baseline: at[5],
          size: size * Math.hypot(at[2], at[3]),
          hidden: state.mode === 3 || state.mode === 7,
        });
      }
      [word, from, above, below] = ["", -1, 0, 0];
    };
    for (const glyph of font.decode(string.bytes)) {
      if (glyph.text !== "" && glyph.text.trim() === "") flush();
      else {
        if (from < 0) from = advance;
        word += glyph.text;
        const ink = inkOf(glyph.text);
        above = Math.max(above, ink.above);
        below = Math.max(below, ink.below);
      }
      advance += ((glyph.width / 1000) * size + state.char + (glyph.space ? state.word : 0)) * state.scale;
    }
    flush();
    return multiply([1, 0, 0, 1, advance, 0], text);
  }
}

interface State {
  ctm: Matrix;
  font: PdfFont | undefined;
  size: number;
  char: number;
  word: number;
  scale: number;
  leading: number;
  rise: number;
  mode: number;
}

function around(points: number[], [a, b, c, d, e, f]: Matrix): Box {
  let box: Box = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [px, py] = [points[at] as number, points[at + 1] as number];
    const [x, y] = [a * px + c * py + e, b * px + d * py + f];
    box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  }
  return box;
}
