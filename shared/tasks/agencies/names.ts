import { plainWords } from "../import/cell-text.ts";

/** Abbreviations inside names, written out; without diacritics. */
const WORDS: Record<string, string> = {
  ubnd: "uy ban nhan dan",
  hdnd: "hoi dong nhan dan",
  ubmttq: "uy ban mat tran to quoc",
  mttq: "mat tran to quoc",
  bch: "ban chi huy",
  vp: "van phong",
  tp: "thanh pho",
  tt: "trung tam",
  tx: "thi xa",
  cn: "chi nhanh",
  cntt: "cong nghe thong tin",
  cds: "chuyen doi so",
};

/** First words of agencies' names whose rest is abbreviated to its initials ("Sở KH&CN", "Bộ NNMT"). */
const KINDS = ["so", "bo", "ban", "phong", "cuc", "chi cuc", "trung tam"];

/**
 * A name for comparing: no diacritics or case, known abbreviations written out, what stands in brackets and the words "tỉnh …",
 * "thành phố …" of a place left out only by {@link withoutPlace}.
 */
export function plainName(text: string): string {
  return plainWords(withoutBrackets(text))
    .split(" ")
    .map((word) => WORDS[word] ?? word)
    .join(" ");
}

/** "Sở Nội vụ (chủ trì nội dung 1)" → "Sở Nội vụ". */
export function withoutBrackets(text: string): string {
  return text
    .replaceAll(/\([^()]*\)/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** "Sở Nội vụ tỉnh Hương Giang" → "so noi vu": the place of an agency goes without saying in a province's own tasks. */
export function withoutPlace(plain: string): string {
  return plain.replace(/^((?:so|ban|thanh tra|chi cuc|cuc) .*?) (?:tinh|thanh pho)(?: .+)?$/, "$1");
}

/**
 * Short forms that a name is abbreviated to by rule, without diacritics: "Sở Khoa học và Công nghệ" → "so khcn", "skhcn";
 * "UBND tỉnh" needs none, it is written out on both sides.
 */
export function shortForms(name: string): string[] {
  const words = plainName(name).split(" ");
  const kind = KINDS.find((known) => `${words.join(" ")} `.startsWith(`${known} `));
  if (kind === undefined) return [initials(words)].filter((short) => short.length >= 3);
  const rest = words.slice(kind.split(" ").length);
  const short = initials(rest);
  return short.length < 2 ? [] : [`${kind} ${short}`, `${initials(kind.split(" "))}${short}`];
}

/** The short form that a text may be: "Sở KH&CN" → "so khcn", "SKHCN" → "skhcn". */
export function asShortForm(text: string): string {
  const plain = plainWords(withoutBrackets(text)).replaceAll(/ va /g, " ");
  const kind = KINDS.find((known) => plain.startsWith(`${known} `));
  const rest = kind === undefined ? plain : plain.slice(kind.length + 1);
  const joined = rest.replaceAll(" ", "");
  return kind === undefined ? joined : `${kind} ${joined}`;
}

function initials(words: string[]): string {
  return words
    .filter((word) => word !== "va" && word !== "")
    .map((word) => word[0])
    .join("");
}

/** The pairs of letters of a plain name, made once for many comparisons. */
interface LetterPairs {
  counts: Map<string, number>;
  total: number;
}

/** Pairs of neighbouring letters, word ends included. */
export function letterPairs(plain: string): LetterPairs {
  const counts = new Map<string, number>();
  const bounded = ` ${plain} `;
  for (let at = 0; at + 1 < bounded.length; at += 1) {
    const pair = bounded.slice(at, at + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return { counts, total: bounded.length - 1 };
}

/**
 * How alike two plain names are, 0 to 1: by pairs of letters (Dice), which forgives a slip of the pen and another order of words.
 *
 * @param least 0 is answered for names whose lengths alone keep them below it
 */
export function likeness(a: LetterPairs, b: LetterPairs, least: number): number {
  const total = a.total + b.total;
  if (2 * Math.min(a.total, b.total) < least * total) return 0;
  let shared = 0;
  for (const [pair, count] of a.counts) shared += Math.min(count, b.counts.get(pair) ?? 0);
  return (2 * shared) / total;
}
