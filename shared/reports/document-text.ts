import { type Glyphs, type PdfFile, PdfTextReader } from "../pdf/index.ts";

/** Millimetres of a page's head and foot where its number stands. */
const MARGIN = 20 * (72 / 25.4);
/** Pages whose text is read. */
const MOST_PAGES = 2000;
/** Letters that a table's header row may have. */
const HEADER = 400;
/** Letters shown around where a missing text was looked for. */
const SHOWN = 160;

/**
 * The text of a PDF that a reader sees, in the order in which it is drawn, without white space and page numbers, for finding again what a
 * document says.
 * A row of a table is drawn cell by cell.
 */
export class DocumentText {
  readonly #text: string;
  /** Where each page begins in the text. */
  readonly #pages: number[] = [];
  /** Everything before it has been found. */
  #at = 0;

  constructor(file: PdfFile) {
    const reader = new PdfTextReader(file);
    let text = "";
    for (const page of file.pages().slice(0, MOST_PAGES)) {
      const [, bottom, , top] = page.mediaBox;
      this.#pages.push(text.length);
      let drawn = "";
      for (const glyphs of reader.read(page))
        if (!glyphs.hidden && !isPageNumber(glyphs, top - bottom)) drawn += bare(glyphs.text);
      // Composed once over the page: a letter and its mark may be drawn apart.
      text += drawn.normalize("NFC");
    }
    this.#text = text;
  }

  /** Does the document say these texts one after the other, behind what was found before? */
  says(texts: readonly string[]): boolean {
    const wanted = texts.map(bare).filter((text) => text !== "");
    const whole = wanted.join("");
    const at = this.#text.indexOf(whole, this.#at);
    const over = this.#overPages(wanted);
    // A row that goes on on the next page may stand again later: what comes first counts.
    if (over !== undefined && (at < 0 || over < at)) {
      this.#at = over;
      return true;
    }
    if (at < 0) return false;
    this.#at = at + whole.length;
    return true;
  }

  /**
   * A row that goes on on the next page: each cell's beginning ends one page, its end begins the next, in their order. Where it ends, or
   * undefined.
   */
  #overPages(cells: readonly string[]): number | undefined {
    if (cells.length < 2) return undefined;
    const length = cells.reduce((sum, cell) => sum + cell.length, 0);
    // Only the page that what was found before stands on can have a row that goes on.
    const start = this.#pages.find((page) => page >= this.#at);
    if (start === undefined || start - this.#at > length + HEADER) return undefined;
    const before = this.#text.slice(this.#at, start);
    // The header row stands again above the rest of the row.
    const after = this.#text.slice(start, start + length + HEADER);
    let [from, to] = [0, 0];
    const found = cells.every((cell) => {
      for (let cut = cell.length; cut >= 0; cut -= 1) {
        const head = before.indexOf(cell.slice(0, cut), from);
        const tail = head < 0 ? -1 : after.indexOf(cell.slice(cut), to);
        if (tail < 0) continue;
        [from, to] = [head + cut, tail + cell.length - cut];
        return true;
      }
      return false;
    });
    return found ? start + to : undefined;
  }

  /** What the document says where a text was looked for: from its first words on, as far as they are there. */
  nearest(text: string): string {
    const wanted = bare(text);
    for (let length = Math.min(40, wanted.length); length >= 8; length -= 8) {
      const at = this.#text.indexOf(wanted.slice(0, length));
      if (at >= 0) return this.#text.slice(at, at + Math.min(SHOWN, wanted.length + 20));
    }
    return "";
  }
}

/** Letters of other scripts and pictures, which the document's fonts may not have and draw as an empty box. */
const UNDRAWN = /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{So}/gu;

function bare(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\s\p{Cf}]+|[\ufe00-\ufe0f]/gu, "")
    .replace(UNDRAWN, "□");
}

function isPageNumber({ y, text }: Glyphs, height: number): boolean {
  return (y > height - MARGIN || y < MARGIN) && /^[-–]?\d{1,4}[-–]?$/.test(text);
}
