import { textWidth } from "../../format/index.ts";
import { escapeText } from "../escape.ts";
import { isKindLine } from "./head.ts";
import {
  beginsItem,
  collapse,
  endsSentence,
  headingLevel,
  inCapitals,
  type Piece,
  type TextParts,
  type TextWarning,
} from "./pieces.ts";

/** A line as printed. */
interface PrintedLine {
  text: string;
  /** More empty lines before it than usual in this text, and not because of a new page. */
  gap: boolean;
  /** The first of a page. */
  pageStart: boolean;
  line: number;
}

/** Any size will do: only proportions count. */
const SIZE = 14;
/** First-line indent in points; NĐ30 asks 1 or 1.27 cm. */
const INDENT = 28;

/**
 * Reads text extracted from a PDF, one printed line a line, with or without blank lines between: puts wrapped lines together again to paragraphs.
 * Whether a line was the last of its paragraph is told by what begins the next one and by whether the next word would still have
 * fitted, measured in Times New Roman.
 */
export function readPdfLines(text: string): TextParts {
  const warnings: TextWarning[] = [];
  const lines = withoutLinks(printedLines(text), warnings);
  const full = columnWidth(lines);
  const pieces: Piece[] = [];
  let open: PrintedLine[] = [];
  let inSubject = false;
  const flush = () => {
    const first = open[0];
    if (first === undefined) return;
    const joined = joinLines(open.map((line) => line.text));
    pieces.push({ text: joined, markup: escapeText(joined), gapBefore: first.gap, line: first.line });
    open = [];
  };
  for (const [index, line] of lines.entries()) {
    // The lines of the subject were broken on purpose.
    if (inSubject && (line.gap || isRule(line.text) || opensBody(line, full))) inSubject = false;
    if (open.length > 0 && (inSubject || beginsParagraph(line, open, lines[index + 1], full))) flush();
    open.push(line);
    if (isKindLine(line.text) && pieces.length < 30) inSubject = true;
  }
  flush();
  return { pieces, footnotes: {}, warnings };
}

function printedLines(text: string): PrintedLine[] {
  // Some writers part the rule under a subject from the text after it by nothing at all.
  const raws = text
    .replaceAll("\r\n", "\n")
    .replaceAll(/^(\f?)(-{3,})(?=\p{L})/gmu, "$1$2\n")
    .split("\n");
  const usual = usualBlanks(raws);
  const lines: PrintedLine[] = [];
  let blanks = 0;
  let pageStart = false;
  for (const [index, raw] of raws.entries()) {
    const line = collapse(raw);
    if (raw.startsWith("\f")) pageStart = true;
    if (line === "") {
      blanks += 1;
      continue;
    }
    if (/^ /.test(raw) && blanks === 0) pageStart = true;
    // A lone number at the head of a page is its page number; what stands before and after it may be one paragraph.
    if (pageStart && /^\d{1,3}$/.test(line)) continue;
    lines.push({ text: line, gap: blanks > usual && !pageStart, pageStart, line: index + 1 });
    blanks = 0;
    pageStart = false;
  }
  return lines;
}

/** Empty lines that stand between any two printed lines: one in some extractions, none in others. */
function usualBlanks(raws: string[]): 0 | 1 {
  const filled = raws.map((raw) => raw.trim() !== "");
  const single = filled.filter((here, at) => here && !filled[at + 1] && filled[at + 2]).length;
  return single > filled.filter(Boolean).length / 2 ? 1 : 0;
}

/** Link targets that extraction appends at the end of a page, when the page already shows them. */
function withoutLinks(lines: PrintedLine[], warnings: TextWarning[]): PrintedLine[] {
  return lines.filter((line, index) => {
    const link = /^https?:\/\/\S+$/.test(line.text) && (lines[index + 1] === undefined || lines[index + 1]!.pageStart);
    if (!link) return true;
    const shown = line.text.replace(/[).,;/]+$/, "");
    if (!lines.slice(0, index).some((before) => before.text.includes(shown))) return true;
    warnings.push({ line: line.line, message: `Bỏ địa chỉ liên kết lặp lại ở cuối trang: ${line.text}` });
    return false;
  });
}

/** Width of the text column: nearly the widest line, so that one odd line does not count. */
function columnWidth(lines: PrintedLine[]): number {
  const widths = lines.map((line) => textWidth(line.text, SIZE)).sort((a, b) => a - b);
  return widths[Math.floor(widths.length * 0.97)] ?? 0;
}

function beginsParagraph(line: PrintedLine, open: PrintedLine[], next: PrintedLine | undefined, full: number): boolean {
  const before = open.at(-1)!;
  const ended = endsSentence(before.text);
  if (line.gap || isRule(line.text) || isRule(before.text)) return true;
  if (inCapitals(before.text) !== inCapitals(line.text) && (inCapitals(before.text) ? before.text.length > 6 : ended))
    return true;
  if (beginsItem(line.text))
    return (
      ended || !full || roomLeft(before, line, open.length === 1, full) || headingLevel(open[0]!.text) !== undefined
    );
  if (/^\p{Ll}/u.test(line.text) || /[,–-]$/.test(before.text)) return false;
  if (/^Nơi nhận\s*:/.test(line.text) || /^Nơi nhận\s*:/.test(before.text)) return true;
  if (isHeaderLine(line.text) || isHeaderLine(before.text)) return true;
  if (roomLeft(before, line, open.length === 1, full)) return ended || /^[\p{Lu}("“]/u.test(line.text);
  // The line before is full and ends a sentence: a new paragraph only if this line is itself short by a first-line indent.
  return (
    ended &&
    /^[\p{Lu}("“]/u.test(line.text) &&
    next !== undefined &&
    /^\p{Ll}/u.test(next.text) &&
    roomLeft(line, next, false, full)
  );
}

/** Would the next word have fitted on the line? Then the line was ended on purpose. */
function roomLeft(line: PrintedLine, next: PrintedLine, first: boolean, full: number): boolean {
  const word = /^\S+/.exec(next.text)?.[0] ?? "";
  const indent = first && !inCapitals(line.text) ? INDENT : 0;
  return textWidth(`${line.text} ${word}`, SIZE) + indent < full - 8;
}

/** The first line of the text under a subject: words that open a text, on a line as wide as the column. */
function opensBody(line: PrintedLine, full: number): boolean {
  const opening = /^(?:Căn cứ|Thực hiện|Triển khai|Nhằm|Để|Trên cơ sở|Ban Thường vụ|Ủy ban nhân dân)\s/u.test(
    line.text,
  );
  return beginsItem(line.text) || (opening && textWidth(line.text, SIZE) + INDENT > full * 0.93);
}

function isRule(text: string): boolean {
  return /^[-_*—]{3,}$/.test(text);
}

/** Lines of the head of a document, each a paragraph of its own. */
function isHeaderLine(text: string): boolean {
  return /^Số:?\s*\d*\s*[-/]\s*\S+$/.test(text) || /,\s*ngày\s+\d*\s*tháng\s+\d*\s*năm\s+\d{4}$/i.test(text);
}

/** A document number broken after its hyphen ("07-" / "TB/BCĐ") closes up again; anything else gets a space. */
function joinLines(lines: string[]): string {
  return lines
    .map((line, at) => (at === lines.length - 1 || /[\p{L}\d][-/]$/u.test(line) ? line : `${line} `))
    .join("");
}
