import { align } from "./align.ts";
import { type PlacedWord, placedWords, SIGN } from "./words.ts";

/** How a PDF stands to a reference PDF of the same document. Shares are 0 to 1. */
export interface Fidelity {
  pages: { ours: number; reference: number };
  words: number;
  /** Words of the reference that our PDF does not have, each as often as it is missing. */
  missing: string[];
  /** Words that our PDF has more often than the reference. */
  doubled: string[];
  /** Share of the reference's letters that stand in ours in the same order. Page numbers and cells may be drawn in another order. */
  matched: number;
  /** Share of the reference's lines that start at the same letter in ours (of those whose first letter has its like). */
  lines: number;
  /** Share of the reference's pages that start at the same letter. */
  pageStarts: number;
  /** Shift of words that stand on the same page in both, in points: the larger of across and down. */
  shift: { median: number; p99: number };
  /** The lines that start elsewhere: "trang n: …before | after…". */
  examples: string[];
}

interface Letter {
  letter: string;
  page: number;
  startsLine: boolean;
  /** Of the word it begins; absent within a word. */
  word?: PlacedWord;
}

/** Compares letter by letter: programs part words differently, letters they agree on. */
export function compareFidelity(ours: string, reference: string): Fidelity {
  const own = placedWords(ours);
  const other = placedWords(reference);
  const a = letters(other.words);
  const b = letters(own.words);
  const matches = alignLetters(a, b);
  const partner = new Map(matches);
  const lineStarts = matches.filter(([i]) => a[i]!.startsLine);
  const same = lineStarts.filter(([, j]) => b[j]!.startsLine);
  const shifts = matches
    .filter(([i, j]) => a[i]!.word !== undefined && b[j]!.word !== undefined && a[i]!.page === b[j]!.page)
    .map(([i, j]) => Math.max(Math.abs(a[i]!.word!.x - b[j]!.word!.x), Math.abs(a[i]!.word!.y - b[j]!.word!.y)))
    .sort((x, y) => x - y);
  const starts = firstOfPages(matches.map(([i]) => [i, a[i]!.page]));
  const ownStarts = new Set(firstOfPages(matches.map(([, j]) => [j, b[j]!.page])));
  return {
    pages: { ours: own.pages, reference: other.pages },
    words: other.words.length,
    ...wordsLost(own.words, other.words),
    matched: a.length === 0 ? 1 : matches.length / a.length,
    lines: lineStarts.length === 0 ? 1 : same.length / lineStarts.length,
    pageStarts: starts.length === 0 ? 1 : starts.filter((i) => ownStarts.has(partner.get(i)!)).length / starts.length,
    shift: { median: shifts[shifts.length >> 1] ?? 0, p99: shifts[Math.floor(shifts.length * 0.99)] ?? 0 },
    examples: lineStarts.filter(([, j]) => !b[j]!.startsLine).map(([i]) => `trang ${a[i]!.page + 1}: …${around(a, i)}`),
  };
}

function letters(words: PlacedWord[]): Letter[] {
  return words
    .filter((word) => word.text !== SIGN)
    .flatMap((word) =>
      [...word.text].map(
        (letter, index): Letter =>
          index === 0
            ? { letter, page: word.page, startsLine: word.startsLine, word }
            : { letter, page: word.page, startsLine: false },
      ),
    );
}

/** Letters paired by way of the words they stand in; stretches whose words are parted differently, letter by letter. */
function alignLetters(a: Letter[], b: Letter[]): [number, number][] {
  // Windows of letters are nearly unique and cheap: every letter with the seven after it.
  const keys = (list: Letter[]) =>
    list.map((_, index) =>
      list
        .slice(index, index + 8)
        .map((one) => one.letter)
        .join(""),
    );
  return align(keys(a), keys(b));
}

/** The first matched letter of each page: what is drawn out of order (headers, page numbers) is not matched and does not count. */
function firstOfPages(list: [number, number][]): number[] {
  const first = new Map<number, number>();
  for (const [index, page] of list) if (!first.has(page)) first.set(page, index);
  return [...first.values()];
}

function around(list: Letter[], at: number): string {
  const text = (from: number, to: number) =>
    list
      .slice(Math.max(0, from), to)
      .map((one) => one.letter)
      .join("");
  return `${text(at - 16, at)} | ${text(at, at + 16)}…`;
}

/** Words counted in both; what only looks lost because it is parted or joined otherwise is found in the run of letters. */
function wordsLost(own: PlacedWord[], other: PlacedWord[]): { missing: string[]; doubled: string[] } {
  const count = new Map<string, number>();
  for (const { text } of other) count.set(text, (count.get(text) ?? 0) + 1);
  for (const { text } of own) count.set(text, (count.get(text) ?? 0) - 1);
  const run = (words: PlacedWord[]) => words.map((word) => word.text).join("");
  const [ownRun, otherRun] = [run(own), run(other)];
  const missing: string[] = [];
  const doubled: string[] = [];
  for (const [text, difference] of count) {
    if (difference === 0) continue;
    const seen = occurrences(ownRun, text) - occurrences(otherRun, text);
    if (difference > 0 && seen < 0) missing.push(...new Array<string>(Math.min(difference, -seen)).fill(text));
    if (difference < 0 && seen > 0) doubled.push(...new Array<string>(Math.min(-difference, seen)).fill(text));
  }
  return { missing, doubled };
}

function occurrences(run: string, text: string): number {
  let count = 0;
  for (let at = run.indexOf(text); at >= 0; at = run.indexOf(text, at + text.length)) count += 1;
  return count;
}
