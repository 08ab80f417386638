import { operationsOf } from "./content.ts";
import type { PdfFile } from "./file.ts";
import { decodeStream } from "./filters.ts";
import { type PdfFont, readFont } from "./font.ts";
import { type PdfDict, PdfName, type PdfObject, PdfStream, PdfString } from "./objects.ts";
import type { PdfPage } from "./pages.ts";

/** A word, or a part of one, on a page. Points from the lower left corner of the page as shown. */
export interface Glyphs {
  x: number;
  /** Baseline. */
  y: number;
  width: number;
  /** Height of the type on the page. */
  size: number;
  text: string;
  font: PdfFont;
  /** Drawn so that nobody sees it (text rendering mode 3, 9.3.6), as the words under a scanned page are. */
  hidden: boolean;
  /** Part of a picture: stands in content marked as a Figure (14.6, 14.8.4.5). */
  figure: boolean;
}

type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Bytes of one content stream and of all that are run, words of a page, how deep forms may lie in forms, and how often any are run. */
const LIMITS = { content: 32 * 1024 * 1024, all: 256 * 1024 * 1024, glyphs: 200_000, forms: 12, runs: 100_000 };

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[1] * n[2],
    m[0] * n[1] + m[1] * n[3],
    m[2] * n[0] + m[3] * n[2],
    m[2] * n[1] + m[3] * n[3],
    m[4] * n[0] + m[5] * n[2] + n[4],
    m[4] * n[1] + m[5] * n[3] + n[5],
  ];
}

/** Reads the text of pages: of the content, of the forms it draws, and of filled form fields. Fonts are read once a file. */
export class PdfTextReader {
  readonly fonts = new Map<PdfDict, PdfFont>();
  readonly #file: PdfFile;
  #left = LIMITS.all;
  #runs = LIMITS.runs;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** The words of a page, in the order in which they are drawn. */
  read(page: PdfPage): Glyphs[] {
    const out: Glyphs[] = [];
    const [x, y] = page.mediaBox;
    const start: Matrix = [1, 0, 0, 1, -x, -y];
    const parts = this.#file.resolve(page.dict.get("Contents"));
    const streams = (Array.isArray(parts) ? parts : [parts]).map((part) => this.#file.resolve(part));
    const bytes: Uint8Array[] = [];
    for (const stream of streams) if (stream instanceof PdfStream) bytes.push(this.#content(stream), Uint8Array.of(10));
    this.#run(Buffer.concat(bytes), this.#inherited(page.dict, "Resources"), start, out, 0);
    for (const reference of this.#file.array(page.dict.get("Annots")))
      this.#widget(this.#file.dict(reference), start, out);
    return out;
  }

  /** The text that the looks of a text field show (12.7.4.3); undefined where it has none to be drawn. */
  readField(widget: PdfDict): string | undefined {
    if (!(this.#file.resolve(this.#file.dict(widget.get("AP"))?.get("N")) instanceof PdfStream)) return undefined;
    const out: Glyphs[] = [];
    this.#widget(widget, IDENTITY, out);
    return out.map((one) => one.text).join("");
  }

  /** A content stream, each run of which counts: one stream may be drawn by every page. */
  #content(stream: PdfStream): Uint8Array {
    const bytes = decodeStream(stream, this.#file, Math.min(LIMITS.content, this.#left));
    this.#left -= bytes.length;
    return bytes;
  }

  #inherited(dict: PdfDict, key: string): PdfDict | undefined {
    let node: PdfDict | undefined = dict;
    for (let depth = 0; node !== undefined && depth < 64; depth += 1) {
      if (node.has(key)) return this.#file.dict(node.get(key));
      node = this.#file.dict(node.get("Parent"));
    }
    return undefined;
  }

  /** A filled text field: its appearance stands in its rectangle (12.5.5). The picture of a signature is no text of the document. */
  #widget(annotation: PdfDict | undefined, start: Matrix, out: Glyphs[]): void {
    const file = this.#file;
    if (annotation === undefined) return;
    const kind = file.resolve(annotation.get("FT") ?? file.dict(annotation.get("Parent"))?.get("FT"));
    if (!(kind instanceof PdfName) || kind.name !== "Tx") return;
    const form = file.resolve(file.dict(annotation.get("AP"))?.get("N"));
    const rect = file.array(annotation.get("Rect")).map((one) => file.resolve(one));
    if (!(form instanceof PdfStream) || typeof rect[0] !== "number" || typeof rect[1] !== "number") return;
    const box = file.array(form.dict.get("BBox")).map((one) => file.resolve(one));
    const left = typeof box[0] === "number" ? box[0] : 0;
    const low = typeof box[1] === "number" ? box[1] : 0;
    this.#form(form, undefined, multiply([1, 0, 0, 1, rect[0] - left, rect[1] - low], start), out, 1, false);
  }

  #form(form: PdfStream, outer: PdfDict | undefined, ctm: Matrix, out: Glyphs[], depth: number, figure: boolean): void {
    // A form that draws itself twice would be run 4,096 times; one that does so ten times, for ever.
    this.#runs -= 1;
    if (depth > LIMITS.forms || this.#runs < 0) return;
    const file = this.#file;
    const numbers = file.array(form.dict.get("Matrix")).map((one) => file.resolve(one));
    const own =
      numbers.length === 6 && numbers.every((one) => typeof one === "number")
        ? (numbers as unknown as Matrix)
        : IDENTITY;
    const resources = file.dict(form.dict.get("Resources")) ?? outer;
    this.#run(this.#content(form), resources, multiply(own, ctm), out, depth, figure);
  }

  #font(resources: PdfDict | undefined, name: PdfObject | undefined): PdfFont | undefined {
    if (!(name instanceof PdfName)) return undefined;
    const dict = this.#file.dict(this.#file.dict(resources?.get("Font"))?.get(name.name));
    if (dict === undefined) return undefined;
    let font = this.fonts.get(dict);
    if (font === undefined) {
      font = readFont(this.#file, dict);
      this.fonts.set(dict, font);
    }
    return font;
  }

  /** The operators of 8.4.4 and 9.4 that move or show text. */
  #run(
    bytes: Uint8Array,
    resources: PdfDict | undefined,
    start: Matrix,
    out: Glyphs[],
    depth: number,
    inFigure = false,
  ): void {
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
    const move = (x: number, y: number): void => {
      line = multiply([1, 0, 0, 1, x, y], line);
      text = line;
    };
    const show = (string: PdfObject | undefined): void => {
      const { font } = state;
      if (!(string instanceof PdfString) || font === undefined) return;
      const at = multiply([1, 0, 0, 1, 0, state.rise], multiply(text, state.ctm));
      const across = Math.hypot(at[0], at[1]);
      // Turned text is a stamp or a table's head; lines are read level only.
      const level = Math.abs(at[1]) < 0.01 * across;
      let word = "";
      let from = 0;
      let advance = 0;
      const flush = (): void => {
        if (word !== "" && level && out.length < LIMITS.glyphs) {
          const size = state.size * Math.hypot(at[2], at[3]);
          out.push({
            x: at[4] + from * at[0],
            y: at[5],
            width: (advance - from) * across,
            size,
            text: word,
            font,
            hidden: state.hidden,
            figure: marked.at(-1) ?? inFigure,
          });
        }
        word = "";
      };
      // Word by word: a number filled in later stands in the gap that was left for it.
      for (const glyph of font.decode(string.bytes)) {
        const blank = glyph.text.trim() === "";
        if (blank) flush();
        else if (word === "") from = advance;
        if (!blank) word += glyph.text;
        advance += ((glyph.width / 1000) * state.size + state.char + (glyph.space ? state.word : 0)) * state.scale;
      }
      flush();
      text = multiply([1, 0, 0, 1, advance, 0], text);
    };
    for (const { operator, operands } of operationsOf(bytes)) {
      const n = (index: number): number => (typeof operands[index] === "number" ? (operands[index] as number) : 0);
      switch (operator) {
        case "q":
          if (stack.length < 512) stack.push({ ...state });
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
        case "BT":
          text = IDENTITY;
          line = IDENTITY;
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
          if (operator === '"') {
            state.word = n(0);
            state.char = n(1);
          }
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
        case "Do": {
          const name = operands[0];
          const form =
            name instanceof PdfName
              ? this.#file.resolve(this.#file.dict(resources?.get("XObject"))?.get(name.name))
              : null;
          const kind = form instanceof PdfStream ? this.#file.resolve(form.dict.get("Subtype")) : null;
          if (form instanceof PdfStream && kind instanceof PdfName && kind.name === "Form")
            this.#form(form, resources, state.ctm, out, depth + 1, marked.at(-1) === true);
          break;
        }
      }
    }
  }
}
