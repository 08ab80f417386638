import type { FigureBook } from "./figure-book.ts";
import type { ReportSentence, SentencePart } from "./model.ts";
import { WORDING, type Wording } from "./wording.ts";

/** What the rules put in the place of a word of {@link WORDING}. */
export type Words = Record<string, string | SentencePart | SentencePart[]>;

/** Says a sentence or phrase: its words from `words`, everything else in braces a figure of the book. */
export function phrase(book: FigureBook, wording: Wording, words: Words = {}): SentencePart[] {
  const out: SentencePart[] = [];
  const append = (part: SentencePart) => {
    const last = out.at(-1);
    if (typeof part === "string" && typeof last === "string") out[out.length - 1] = last + part;
    else if (part !== "") out.push(part);
  };
  WORDING[wording].split(/\{([^}]+)\}/).forEach((piece, index) => {
    if (index % 2 === 0) append(piece);
    else if (Object.hasOwn(words, piece)) for (const part of [words[piece]!].flat()) append(part);
    else append(book.say(piece));
  });
  return out;
}

/** As {@link phrase}, as a sentence of its own. */
export function sentence(book: FigureBook, wording: Wording, words: Words = {}): ReportSentence {
  return { parts: phrase(book, wording, words) };
}

/** "a", "a và b", "a, b và c". */
export function listed(items: readonly SentencePart[][]): SentencePart[] {
  return items.flatMap((item, index) => [
    ...(index === 0 ? [] : [index === items.length - 1 ? " và " : ", "]),
    ...item,
  ]);
}

/** What a sentence or cell says, as plain text. */
export function plain(parts: readonly SentencePart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : part.text)).join("");
}
