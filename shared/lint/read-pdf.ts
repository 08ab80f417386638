import { VanthuError } from "../errors/index.ts";
import { type Glyphs, type PdfPage, PdfTextReader, readPdf } from "../pdf/index.ts";
import type { Line, LintFile, LintSection, PageNumbering, StyledText } from "./model.ts";
import { POINTS_PER_MM } from "./units.ts";

/** What a PDF does not let us judge, as it is told to the user. */
export const PDF_NOT_JUDGED = [
  "lề trang đặt trong tệp gốc",
  "canh lề, thụt đầu dòng, giãn dòng và cách đoạn",
  "đường kẻ dưới Tiêu ngữ, tên cơ quan và trích yếu",
  "gạch chân",
  "dấu câu và kiểu chữ của phần căn cứ",
] as const;

/** Pages of a PDF that are read: longer files are judged by their first pages. */
const MAX_PAGES = 2000;

/**
 * Reads a PDF for the check: pages and the lines of text on them, each with the type it is set in.
 *
 * @throws what `readPdf` throws; PDF_ENCRYPTED for an encrypted file, whose text cannot be read
 */
export function readPdfForLint(bytes: Uint8Array): LintFile {
  const file = readPdf(bytes);
  if (file.encrypted) {
    throw new VanthuError("PDF_ENCRYPTED", {
      message: "PDF được mã hóa nên không đọc được chữ để kiểm tra.",
      where: "/Encrypt",
      hint: "Dùng bản PDF không đặt mật khẩu.",
    });
  }
  const reader = new PdfTextReader(file);
  const pages = file.pages();
  const lines: Line[] = [];
  const sections: LintSection[] = [];
  const numbers: (Line | undefined)[] = [];
  const places: ("top" | "bottom" | undefined)[] = [];
  for (const page of pages.slice(0, MAX_PAGES)) {
    // The words in a chart or a drawing are set as the picture needs them.
    const glyphs = reader.read(page).filter(({ figure }) => !figure);
    const read = linesOfPage(page, glyphs);
    numbers.push(read.number?.line);
    places.push(read.number?.place);
    lines.push(...read.lines);
    sections.push(sizeOf(page));
  }
  if (sections[0] !== undefined) sections[0].pageNumber = numbering(numbers, places);
  const missing = new Set<string>();
  for (const font of reader.fonts.values()) if (!font.embedded) missing.add(font.family);
  return {
    source: "pdf",
    lines,
    paragraphs: [],
    sections,
    notNfc: [],
    pages: () => pages.length,
    missingFonts: [...missing],
  };
}

function sizeOf(page: PdfPage): LintSection {
  const [left, bottom, right, top] = page.mediaBox;
  const width = (right - left) / POINTS_PER_MM;
  const height = (top - bottom) / POINTS_PER_MM;
  return page.rotate % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Where the numbers of pages stand, told by the pages after the first. */
function numbering(
  numbers: readonly (Line | undefined)[],
  places: readonly ("top" | "bottom" | undefined)[],
): PageNumbering {
  const at = numbers.findIndex((line, index) => index > 0 && line !== undefined);
  const line = numbers[at];
  return {
    onFirstPage: numbers[0] !== undefined,
    place: places[at] ?? (numbers.length === 1 ? places[0] : undefined),
    align: line?.align,
    style: line?.runs[0]?.style,
    restarts: true,
    arabic: true,
  };
}

/** A row of text: pieces on one baseline, from the left. */
interface Row {
  y: number;
  pieces: Glyphs[];
}

function linesOfPage(
  page: PdfPage,
  glyphs: readonly Glyphs[],
): { lines: Line[]; number?: { line: Line; place: "top" | "bottom" } } {
  const height = page.mediaBox[3] - page.mediaBox[1];
  const width = page.mediaBox[2] - page.mediaBox[0];
  const rows = rowsOf(glyphs);
  const area = {
    from: glyphs.reduce((least, one) => Math.min(least, one.x), width),
    to: glyphs.reduce((most, one) => Math.max(most, one.x + one.width), 0),
  };
  const lines: Line[] = [];
  let number: { line: Line; place: "top" | "bottom" } | undefined;
  rows.forEach((row, index) => {
    // The header stands in two columns that may come close; further down only a wide gap parts columns.
    const header = page.index === 0 && row.y > height * 0.62;
    const segments = segmentsOf(row.pieces, header ? 8 : 24);
    segments.forEach((segment, order) => {
      const line = lineOf(segment, page, `trang ${page.index + 1}, dòng ${index + 1}`, area, width);
      line.side =
        segments.length === 2
          ? order === 0
            ? "left"
            : "right"
          : segment[0]!.x > width * 0.47 && line.align !== "center"
            ? "right"
            : "full";
      const margin = row.y > height - 20 * POINTS_PER_MM ? "top" : row.y < 20 * POINTS_PER_MM ? "bottom" : undefined;
      if (segments.length === 1 && margin !== undefined && /^[-–\s]*\d{1,4}[-–\s]*$/.test(line.text))
        number ??= { line, place: margin };
      else lines.push(line);
    });
  });
  return { lines: withoutFootnotes(lines), number };
}

/** Footnotes close a page: from a line that begins with a bare figure or a small mark on, nothing is as large as the text. */
function withoutFootnotes(lines: Line[]): Line[] {
  const large = lines.findLastIndex((line) => line.runs.some((run) => run.style.size > 12.5));
  const from = lines.findIndex(
    (line, index) => index > large && (line.runs[0]?.style.small === true || /^(\d{1,3}|\*{1,3})\s/.test(line.text)),
  );
  return from < 0 ? lines : lines.slice(0, from);
}

function rowsOf(glyphs: readonly Glyphs[]): Row[] {
  const rows: Row[] = [];
  const sorted = [...glyphs].sort((a, b) => b.y - a.y || a.x - b.x);
  for (const one of sorted) {
    const last = rows.at(-1);
    // Superscripts and fields filled in later sit a little off the line.
    if (last !== undefined && Math.abs(last.y - one.y) < Math.max(one.size, last.pieces[0]!.size) * 0.45)
      last.pieces.push(one);
    else rows.push({ y: one.y, pieces: [one] });
  }
  for (const row of rows) row.pieces.sort((a, b) => a.x - b.x);
  return rows;
}

/** Blanks for a number or a date are gaps too, but part nothing. */
const BLANK_BEFORE = /(?:Số\s*:?|ngày|tháng|năm)[\s\u00a0]*$/i;

function segmentsOf(pieces: readonly Glyphs[], gap: number): Glyphs[][] {
  const segments: Glyphs[][] = [];
  let end = 0;
  for (const piece of pieces) {
    const last = segments.at(-1);
    const words = (last ?? []).map((one) => one.text).join(" ");
    if (last === undefined || (piece.x - end > gap && !BLANK_BEFORE.test(words))) segments.push([piece]);
    else last.push(piece);
    end = Math.max(end, piece.x + piece.width);
  }
  return segments;
}

function lineOf(
  pieces: readonly Glyphs[],
  page: PdfPage,
  where: string,
  area: { from: number; to: number },
  width: number,
): Line {
  const runs: StyledText[] = [];
  let end = pieces[0]!.x;
  const largest = Math.max(...pieces.map((one) => one.size));
  for (const piece of pieces) {
    const size = Math.round(piece.size * 10) / 10;
    const { family, bold, italic } = piece.font;
    const style = { family, size, bold, italic, underline: false, small: size < largest * 0.75 };
    if (piece.x - end > piece.size * 0.12 && runs.length > 0) runs.push({ text: " ", style });
    runs.push({ text: piece.text, style });
    end = piece.x + piece.width;
  }
  const text = runs
    .map((run) => run.text)
    .join("")
    .normalize("NFC")
    .trim();
  const first = pieces[0]!;
  const last = pieces.reduce((most, one) => Math.max(most, one.x + one.width), 0);
  const middle = (first.x + last) / 2;
  const centred =
    [(area.from + area.to) / 2, width / 2, (30 + 195) * POINTS_PER_MM * 0.5].some(
      (one) => Math.abs(one - middle) < 8,
    ) && first.x > area.from + 12;
  return {
    text,
    runs,
    side: "full",
    align: centred ? "center" : last > area.to - 12 ? "justify" : "left",
    where,
    ruled: false,
    start: 0,
    page: page.index,
    section: page.index,
  };
}
