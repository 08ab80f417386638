import { type Glyphs, type PdfPage, PdfTextReader, readPdf } from "../pdf/index.ts";

/** Pages whose text is read. */
const MAX_PAGES = 500;

/** The lines of a PDF as they read, pages parted by form feeds; "" when it has no text (a scan). Words in charts are left out. */
export function textOfPdf(bytes: Uint8Array): string {
  const file = readPdf(bytes);
  if (file.encrypted) return "";
  const reader = new PdfTextReader(file);
  return file
    .pages()
    .slice(0, MAX_PAGES)
    .map((page) => {
      const words = reader.read(page).filter(({ figure }) => !figure);
      return linesOf(page, words).join("\n");
    })
    .join("\f")
    .replace(/^[\f\s]+$/, "");
}

/** Letters and digits only, in lower case: for finding words whatever lies between them. */
export function compactText(text: string): string {
  return text
    .normalize("NFC")
    .toLocaleLowerCase("vi")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

function linesOf(page: PdfPage, glyphs: Glyphs[]): string[] {
  const [left, bottom, right, top] = page.mediaBox;
  const rows = rowsOf(glyphs).filter(
    // The page number stands alone in the upper margin (NĐ30 Phụ lục I.I.6).
    (row) => !(row.length === 1 && /^\d{1,4}$/.test(row[0]!.text) && row[0]!.y > top - bottom - 70),
  );
  const lines: string[] = [];
  for (let at = 0; at < rows.length; ) {
    const end = zoneEnd(rows, at, right - left);
    if (end > at) {
      lines.push(...columns(rows.slice(at, end), right - left));
      at = end;
      continue;
    }
    const row = rows[at]!;
    const above = rows[at - 1];
    if (above !== undefined && above[0]!.y - row[0]!.y > 2.2 * row[0]!.size) lines.push("");
    lines.push(wordsOf(row));
    at += 1;
  }
  return lines;
}

/** Words at one height, from the top, each row from the left. */
function rowsOf(glyphs: Glyphs[]): Glyphs[][] {
  const rows: Glyphs[][] = [];
  for (const one of [...glyphs].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    if (row !== undefined && Math.abs(row[0]!.y - one.y) < 0.35 * Math.max(row[0]!.size, one.size)) row.push(one);
    else rows.push([one]);
  }
  return rows.map((row) => row.sort((a, b) => a.x - b.x));
}

const HEAD_BEGINS = /CỘNG H(ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM/;
const TAIL_BEGINS = /^(Nơi nhận|Nơi gửi)/;

/** Where an area of two columns ends that begins at this row: the head of a document, or recipients beside the signature; `at` when none begins. */
function zoneEnd(rows: Glyphs[][], at: number, width: number): number {
  const begins = wordsOf(rows[at]!);
  if (TAIL_BEGINS.test(begins)) {
    const end = rows.findIndex((row, index) => index > at && /^(Phụ lục|PHỤ LỤC)/.test(wordsOf(row)));
    return end < 0 ? rows.length : end;
  }
  const near = rows.slice(at, at + 3).some((row) => HEAD_BEGINS.test(wordsOf(row)));
  if (!near) return at;
  for (let end = at + 1; end < rows.length; end += 1) {
    const row = rows[end]!;
    const text = wordsOf(row);
    // The name of the kind stands in the middle; a letter goes on to its addressees.
    const middle = row[0]!.x < width * 0.52 && row.at(-1)!.x + row.at(-1)!.width > width * 0.48 && widestGap(row) < 20;
    if (/^Kính (gửi|trình)/.test(text) || (middle && end > at + 2 && !HEAD_BEGINS.test(text))) return end;
  }
  return rows.length;
}

function widestGap(row: Glyphs[]): number {
  let widest = 0;
  for (let at = 1; at < row.length; at += 1)
    widest = Math.max(widest, row[at]!.x - row[at - 1]!.x - row[at - 1]!.width);
  return widest;
}

/** The left column's lines, then the right one's; parted where the fewest words are cut. */
function columns(rows: Glyphs[][], width: number): string[] {
  const words = rows.flat();
  let best = { x: width / 2, cut: Number.POSITIVE_INFINITY };
  for (let x = width * 0.36; x < width * 0.62; x += 3) {
    const cut = words.filter((word) => word.x < x && word.x + word.width > x).length;
    // Of equal places the one nearest to where the decree's columns part.
    if (cut < best.cut || (cut === best.cut && Math.abs(x - width * 0.46) < Math.abs(best.x - width * 0.46)))
      best = { x, cut };
  }
  const side = (keep: (word: Glyphs) => boolean) =>
    rows.map((row) => wordsOf(row.filter(keep))).filter((text) => text !== "");
  return [...side((word) => word.x < best.x), ...side((word) => word.x >= best.x)];
}

/** The words of a row with their blanks. */
function wordsOf(row: Glyphs[]): string {
  let text = "";
  let end = Number.NEGATIVE_INFINITY;
  for (const { x, width, size, text: word } of row) {
    text += text === "" || x - end < 0.12 * size ? word : ` ${word}`;
    end = x + width;
  }
  return text;
}
