import { advanceOf, ContentRunner, IDENTITY, inherited, type Matrix, multiply, type TextState } from "./content-run.ts";
import type { PdfFile } from "./file.ts";
import type { PdfFont } from "./font.ts";
import { type PdfDict, PdfName, PdfStream } from "./objects.ts";
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

/** Words of a page, at most. */
const MAX_WORDS = 200_000;

/** Reads the text of pages: of the content, of the forms it draws, and of filled form fields. Fonts are read once a file. */
export class PdfTextReader {
  readonly #file: PdfFile;
  readonly #runner: ContentRunner;
  #out: Glyphs[] = [];

  constructor(file: PdfFile) {
    this.#file = file;
    this.#runner = new ContentRunner(file, {
      show: (bytes, state, at, figure) => this.#show(bytes, state, at, figure),
    });
  }

  /** The fonts met so far, by their dictionaries. */
  get fonts(): ReadonlyMap<PdfDict, PdfFont> {
    return this.#runner.fonts;
  }

  /**
   * The words of a page, in the order in which they are drawn.
   *
   * @throws PDF_FILTER, PDF_LIMIT
   */
  read(page: PdfPage): Glyphs[] {
    this.#out = [];
    const [x, y] = page.mediaBox;
    const start: Matrix = [1, 0, 0, 1, -x, -y];
    const parts = this.#file.resolve(page.dict.get("Contents"));
    const streams = (Array.isArray(parts) ? parts : [parts])
      .map((part) => this.#file.resolve(part))
      .filter((one) => one instanceof PdfStream);
    this.#runner.content(streams, this.#file.dict(inherited(this.#file, page.dict, "Resources")), start);
    for (const reference of this.#file.array(page.dict.get("Annots"))) this.#widget(this.#file.dict(reference), start);
    return this.#out;
  }

  /** The text that the looks of a text field show (12.7.4.3); undefined where it has none to be drawn. */
  readField(widget: PdfDict): string | undefined {
    if (!(this.#file.resolve(this.#file.dict(widget.get("AP"))?.get("N")) instanceof PdfStream)) return undefined;
    this.#out = [];
    this.#widget(widget, IDENTITY);
    return this.#out.map((one) => one.text).join("");
  }

  /** A filled text field: its appearance stands in its rectangle (12.5.5). The picture of a signature is no text of the document. */
  #widget(annotation: PdfDict | undefined, start: Matrix): void {
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
    this.#runner.form(form, undefined, multiply([1, 0, 0, 1, rect[0] - left, rect[1] - low], start));
  }

  /** Word by word: a number filled in later stands in the gap that was left for it. */
  #show(bytes: Uint8Array, state: TextState, at: Matrix, figure: boolean): number {
    const across = Math.hypot(at[0], at[1]);
    // Turned text is a stamp or a table's head; lines are read level only.
    const level = Math.abs(at[1]) < 0.01 * across;
    let word = "";
    let from = 0;
    let advance = 0;
    const flush = (): void => {
      if (word !== "" && level && this.#out.length < MAX_WORDS) {
        this.#out.push({
          x: at[4] + from * at[0],
          y: at[5],
          width: (advance - from) * across,
          size: state.size * Math.hypot(at[2], at[3]),
          text: word,
          font: state.font,
          hidden: state.hidden,
          figure,
        });
      }
      word = "";
    };
    for (const glyph of state.font.decode(bytes)) {
      const blank = glyph.text.trim() === "";
      if (blank) flush();
      else if (word === "") from = advance;
      if (!blank) word += glyph.text;
      advance += advanceOf(glyph, state);
    }
    flush();
    return advance;
  }
}
