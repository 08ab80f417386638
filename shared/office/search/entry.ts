import type { DossierAccess } from "../../dossiers/index.ts";
import { foldVietnamese } from "../../records/index.ts";
import type { FoundKind, SearchField } from "./model.ts";

/** A thing in the index: what is filtered, sorted and shown, and what says who may see it. */
export interface IndexEntry {
  /** "document/<id>" */
  key: string;
  kind: FoundKind;
  id: string;
  fields: Partial<Record<SearchField, string>>;
  /** Ids of dossiers that hold it. */
  in?: string[];
  /** Of an incoming document: who it is assigned to. */
  assigned?: { people: string[]; units: string[] };
  /** Of a dossier. */
  dossier?: { access: DossierAccess; makerId: string; state: string };
  /** It is gone: hides older forms of it. */
  gone?: true;
}

/** An entry with the words of its content, folded. */
export interface FullEntry extends IndexEntry {
  text: string;
}

/** Characters of folded text of one thing: about 20,000 words. */
const MOST_TEXT = 120_000;
/** Bytes of it: letters of other scripts take three each, and a record of the store holds 400 KB. */
const MOST_TEXT_BYTES = 300_000;
/** Dossiers named of one thing. */
const MOST_DOSSIERS = 500;
/** Characters of a field in the index. */
const MOST_FIELD = 600;

/** Folded syllables and numbers of a text, parted by single spaces, with one at each end. */
export function wordsOf(text: string): string {
  return ` ${foldVietnamese(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
}

/** An entry of what was read: fields cut to what the index holds, fields and content folded into one text. */
export function entryOf(
  kind: FoundKind,
  id: string,
  fields: Partial<Record<SearchField, string | undefined>>,
  content: string,
  more: Pick<IndexEntry, "in" | "assigned" | "dossier"> = {},
): FullEntry {
  const held = Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([key, value]) => [key, value!.replace(/\s+/g, " ").slice(0, MOST_FIELD)]),
  ) as IndexEntry["fields"];
  // Fields first: they are found whatever is cut off. A full stop keeps words of two fields from being neighbours.
  const words = wordsOf(`${Object.values(held).join(" ¦ ")} ¦ ${content}`.slice(0, MOST_TEXT * 2)).slice(0, MOST_TEXT);
  const text = Buffer.byteLength(words) > MOST_TEXT_BYTES ? words.slice(0, MOST_TEXT_BYTES / 3) : words;
  const named = more.in === undefined ? more : { ...more, in: more.in.slice(0, MOST_DOSSIERS) };
  return { key: `${kind}/${id}`, kind, id, fields: held, ...named, text: text.endsWith(" ") ? text : `${text} ` };
}

/** One thing that must occur: a word, or words that follow each other. */
export type Phrase = string[];

/** Phrases of a query: what stands in quotes, and what signs join ("15/KH-UBND"), must stand together. */
export function phrasesOf(words: string): Phrase[] {
  const phrases: Phrase[] = [];
  for (const [, quoted, plain] of words.matchAll(/["“”]([^"“”]*)["“”]|([^\s"“”]+)/g)) {
    const parts = wordsOf(quoted ?? plain ?? "")
      .trim()
      .split(" ")
      .filter((one) => one !== "");
    if (parts.length > 0) phrases.push(parts);
  }
  return phrases.slice(0, 20).map((phrase) => phrase.slice(0, 20));
}

/** Does a folded text hold all of these? */
export function holdsAll(text: string, phrases: readonly Phrase[]): boolean {
  return phrases.every((phrase) => text.includes(` ${phrase.join(" ")} `));
}

/** The terms a text is found by: its words, and pairs of neighbours, which make phrases quick. */
export function termsOf(text: string): Set<string> {
  const words = text.trim().split(" ");
  const terms = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (word === "") continue;
    terms.add(word.slice(0, 40));
    const next = words[at + 1];
    if (next !== undefined) terms.add(`${word.slice(0, 40)}_${next.slice(0, 40)}`);
  }
  return terms;
}

/** The terms a phrase needs: its pairs, or its only word. */
export function termsOfPhrase(phrase: Phrase): string[] {
  if (phrase.length === 1) return [phrase[0]!.slice(0, 40)];
  return phrase.slice(1).map((word, index) => `${phrase[index]!.slice(0, 40)}_${word.slice(0, 40)}`);
}
