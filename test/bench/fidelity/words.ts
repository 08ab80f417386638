import { execFileSync } from "node:child_process";

/** A word as it stands in a PDF, in the order of the page's content. Points from the page's upper left corner. */
export interface PlacedWord {
  text: string;
  /** 0 is the first page. */
  page: number;
  x: number;
  y: number;
  height: number;
  /** First of its line. */
  startsLine: boolean;
}

/** A mark that is no word. */
export const SIGN = "•";

/** The words of a PDF with their places, as `pdftotext -raw -bbox` reads them, NFC. @throws Error when pdftotext cannot read it */
export function placedWords(pdf: string): { pages: number; words: PlacedWord[] } {
  const xml = execFileSync("pdftotext", ["-raw", "-bbox", pdf, "-"], {
    encoding: "utf8",
    maxBuffer: 1 << 29,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const words: PlacedWord[] = [];
  let page = -1;
  let last: { y: number; height: number; right: number; opens: boolean } | undefined;
  for (const match of xml.matchAll(
    /<page |<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<\/word>/g,
  )) {
    if (match[1] === undefined) {
      page += 1;
      last = undefined;
      continue;
    }
    const [x, y, right, bottom] = match.slice(1, 5).map(Number) as [number, number, number, number];
    const text = comparable(plain(match[5]!));
    if (text === "") continue;
    const height = bottom - y;
    // Another line: lower or higher by more than a superscript is, or back to the left.
    const middle = y + height / 2;
    const startsLine =
      last === undefined ||
      Math.abs(middle - (last.y + last.height / 2)) > 0.6 * Math.max(height, last.height) ||
      x < last.right - 0.5 * height;
    // What a sign stands for is not always in the text of the PDF; the word behind it then starts the line.
    const afterSign = last?.opens === true && !startsLine;
    words.push({ text, page, x, y, height, startsLine: startsLine || afterSign });
    last = { y, height, right, opens: (startsLine || afterSign) && text === SIGN };
  }
  return { pages: page + 1, words };
}

/**
 * What two programs write differently for the same mark: symbol fonts keep their own codes or are mapped to bullets, an emoji may be a sign of one colour,
 * leaders are dots that each program counts as it likes.
 */
function comparable(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/[\ue000-\uf8ff\u25a0-\u25ff\u2600-\u27bf\u{1f300}-\u{1faff}]/gu, SIGN)
    .replaceAll(/[.…_]{3,}|…+/g, "")
    .replaceAll(/[\u200b\u00ad\u2060]/g, "");
}

function plain(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
