import { type HeadingNumbering, headingNumber, romanValue } from "../format/index.ts";
import { plainText } from "./inline.ts";
import type { Block, Inline } from "./model.ts";

/**
 * Marks with which a heading is already numbered by its author: "I-", "II.", "1.", "2.1.", "(3)", "a)", "Phần I", "Điều 5."…
 * Such a heading is kept as written.
 */
const NUMBERED =
  /^\s*(?:([IVXLCDM]+)\s*[.\-–)/]|(\d{1,3}(?:\.\d{1,3})*)\s*[.)](?=\s|$)|(\d{1,3}(?:\.\d{1,3})+)(?=\s)|\((\d{1,3})\)|(\p{L})[.)](?=\s)|(?:Phần|Chương|Mục|Tiểu mục|Điều|Phụ lục)\s+(?:[IVXLCDM]+|\d+)(?!\p{L}))/iu;

/**
 * Numbers the headings of a text by the rule set: "I. " or "I- ", "1. ", "1.1. ", "a) ". A heading that already begins with a number,
 * a Roman numeral or a letter mark is kept verbatim, and the count goes on from it. Headings of level 1 that get their number here
 * are set in capitals (NĐ30 PL I, bảng mẫu chữ).
 */
export function numberHeadings(
  blocks: readonly Block[],
  numbering: readonly [HeadingNumbering, HeadingNumbering, HeadingNumbering, HeadingNumbering],
): Block[] {
  const counters = [0, 0, 0, 0];
  return blocks.map((block) => {
    if (block.type !== "heading") return block;
    const index = block.level - 1;
    counters.fill(0, index + 1);
    const written = NUMBERED.exec(plainText(block.inlines));
    if (written !== null) {
      counters[index] = writtenValue(written) ?? counters[index]! + 1;
      return block;
    }
    counters[index] = counters[index]! + 1;
    const number = headingNumber(numbering[index]!, counters.slice(0, block.level));
    const inlines = block.level === 1 ? block.inlines.map(inCapitals) : block.inlines;
    return { ...block, inlines: [{ text: number }, ...inlines] };
  });
}

function writtenValue(match: RegExpExecArray): number | undefined {
  if (match[1] !== undefined) return romanValue(match[1].toUpperCase());
  const digits = match[2] ?? match[3] ?? match[4];
  return digits === undefined ? undefined : Number(digits.split(".").pop());
}

function inCapitals(inline: Inline): Inline {
  return "text" in inline ? { ...inline, text: inline.text.toLocaleUpperCase("vi") } : inline;
}
