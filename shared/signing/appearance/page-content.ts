import {
  advanceOf,
  ContentRunner,
  type Matrix,
  type PdfDict,
  type PdfStream,
  type TextState,
} from "../../pdf/index.ts";
import type { Revision } from "../revision.ts";
import type { Box } from "./form-xobject.ts";
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

/** Things drawn on one page, at most. */
const MAX_DRAWN = 100_000;
const UNIT_SQUARE: Box = [0, 0, 1, 1];

/** Where the content of pages and appearances draws what. Unlike reading text for its meaning, turned text and pictures count as well. */
export class DrawnReader {
  readonly #runner: ContentRunner;
  #drawn: Drawn[] = [];

  /** @param paths whether lines and fills are told as well */
  constructor(revision: Revision, { paths = false }: { paths?: boolean } = {}) {
    this.#runner = new ContentRunner(
      revision.file,
      {
        show: (bytes, state, at) => this.#show(bytes, state, at),
        picture: (ctm) => this.#add("picture", transformed(UNIT_SQUARE, ctm)),
        ...(paths ? { path: (points: readonly number[], ctm: Matrix) => this.#add("path", around(points, ctm)) } : {}),
      },
      revision,
    );
  }

  /** What a content stream draws, under a matrix. @throws PDF_FILTER, PDF_LIMIT */
  content(streams: readonly PdfStream[], resources: PdfDict | undefined, matrix: Matrix): Drawn[] {
    this.#drawn = [];
    this.#runner.content(streams, resources, matrix);
    return this.#drawn;
  }

  /** What a form XObject draws, under a matrix. @throws PDF_FILTER, PDF_LIMIT */
  form(form: PdfStream, matrix: Matrix): Drawn[] {
    this.#drawn = [];
    this.#runner.form(form, undefined, matrix);
    return this.#drawn;
  }

  #add(kind: Drawn["kind"], box: Box, more: Partial<Drawn> = {}): void {
    if (this.#drawn.length >= MAX_DRAWN || !box.every(Number.isFinite)) return;
    this.#drawn.push({ kind, box, text: "", baseline: box[1], size: 0, hidden: false, ...more });
  }

  /** Each word is one thing drawn. */
  #show(bytes: Uint8Array, state: TextState, at: Matrix): number {
    const { font, size, hidden } = state;
    let [word, from, advance, above, below] = ["", -1, 0, 0, 0];
    const flush = (): void => {
      if (from >= 0) {
        const box = transformed([from, -below * size, advance, above * size], at);
        this.#add("text", box, { text: word, baseline: at[5], size: size * Math.hypot(at[2], at[3]), hidden });
      }
      [word, from, above, below] = ["", -1, 0, 0];
    };
    for (const glyph of font.decode(bytes)) {
      if (glyph.text !== "" && glyph.text.trim() === "") flush();
      else {
        if (from < 0) from = advance;
        word += glyph.text;
        const ink = inkOf(glyph.text);
        above = Math.max(above, ink.above);
        below = Math.max(below, ink.below);
      }
      advance += advanceOf(glyph, state);
    }
    flush();
    return advance;
  }
}

function around(points: readonly number[], [a, b, c, d, e, f]: Matrix): Box {
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
