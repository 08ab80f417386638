import {
  type Block,
  bodyLines,
  composeContent,
  type DocumentDescription,
  escapeText,
  plainText,
} from "../documents/index.ts";
import { align } from "./align.ts";
import { type Item, itemsOf, keyOf } from "./compare.ts";
import type { FieldChange, WordComparison } from "./model.ts";
import type { ReadParagraph, ReadWord } from "./read.ts";

/** Cells of pairing: see `align`. */
const PAIR_CELLS = 4_000_000;

/**
 * The body of a description after its Word file was edited: paragraphs that changed are written anew, added ones are put in, removed ones go;
 * the source of all others stays as it was written. Undefined where the form cannot say what the file says: a table was changed, a footnote
 * moved, something stands elsewhere than in the body and the fields. What is given is proved: composed again it says the file's words.
 */
export function readBody(
  description: DocumentDescription,
  before: ReadWord,
  after: ReadWord,
  { comparison, fields }: { comparison: WordComparison; fields: readonly FieldChange[] },
): string | undefined {
  if (description.kind === "PL" || comparison.total > comparison.differences.length) return undefined;
  if (comparison.differences.some(({ what }) => what !== "paragraph")) return undefined;
  const blocks = composeContent(description).blocks;
  const [old, now] = [itemsOf(before), itemsOf(after)];
  const keys = blocks.map(blockKey);
  const from = startOf(old, keys);
  if (from === undefined) return undefined;
  const region = regionOf(old, now, from, from + keys.filter(isSaid).length);
  if (region === undefined) return undefined;
  // What changed outside of the body must be what the fields say.
  const outside = comparison.differences.filter(
    ({ change, where }) => !(change === "removed" ? region.oldPlaces : region.places).has(where),
  );
  if (!outside.every((difference) => explained(difference.cells, fields))) return undefined;
  const body = rewritten(description, blocks, keys, old, now, from, region);
  if (body === undefined) return undefined;
  const said = composeContent({ ...description, body })
    .blocks.map(blockKey)
    .filter(isSaid);
  const wanted = now.slice(region.from, region.to).map(({ key }) => key);
  return said.length === wanted.length && said.every((key, index) => key === wanted[index]) ? body : undefined;
}

/** What stands on the page of a block, as {@link itemsOf} keys it; a picture without a caption has no words. */
function blockKey(block: Block): string {
  if (block.type === "table") return "\u0001";
  if (block.type === "picture") return keyOf(plainText(block.caption));
  return keyOf(plainText(block.inlines));
}

function isSaid(key: string): boolean {
  return key !== "";
}

function matches(item: Item | undefined, key: string): boolean {
  return item !== undefined && (key === "\u0001" ? "table" in item : "paragraph" in item && item.key === key);
}

/** Where the body begins among the items of its own Word file. */
function startOf(items: readonly Item[], keys: readonly string[]): number | undefined {
  const said = keys.filter(isSaid);
  if (said.length === 0) return undefined;
  const starts = items.flatMap((_, index) => (said.every((key, at) => matches(items[index + at], key)) ? [index] : []));
  return starts.length === 1 ? starts[0] : undefined;
}

interface Region {
  /** Items of the edited file that are its body. */
  from: number;
  to: number;
  /** Item of the edited file for each item of the body, by index in the old file. */
  pairs: Map<number, number>;
  /** Places of the body in the edited file, and in the old one. */
  places: Set<string>;
  oldPlaces: Set<string>;
}

/** The body in the edited file: what lies between the neighbours of the old body. */
function regionOf(old: readonly Item[], now: readonly Item[], from: number, to: number): Region | undefined {
  const pairs = new Map<number, number>();
  const paired = align(
    old.map(({ key }) => key),
    now.map(({ key }) => key),
    { cells: PAIR_CELLS },
  );
  for (const pair of paired) if ("before" in pair && "after" in pair) pairs.set(pair.before, pair.after);
  const first = from === 0 ? -1 : pairs.get(from - 1);
  const last = to === old.length ? now.length : pairs.get(to);
  if (first === undefined || last === undefined || last < first) return undefined;
  const placesOf = (items: readonly Item[]): Set<string> =>
    new Set(items.flatMap((item) => ("paragraph" in item ? [item.paragraph.where] : [])));
  return {
    from: first + 1,
    to: last,
    pairs,
    places: placesOf(now.slice(first + 1, last)),
    oldPlaces: placesOf(old.slice(from, to)),
  };
}

/** Are the marked words the old or the new text of a field that was read with certainty? */
function explained(cells: WordComparison["differences"][number]["cells"], fields: readonly FieldChange[]): boolean {
  const sure = fields.filter(({ certain }) => certain);
  const known = new Set(
    sure.flatMap(({ before, after }) => [before, after].flatMap((text) => text.split("\n").map(bare))),
  );
  const side = (leave: "added" | "removed"): string =>
    cells.flatMap((marks) => marks.filter(({ kind }) => kind !== leave).map(({ text }) => text)).join("");
  const isKnown = (text: string): boolean =>
    text.trim() === "" ||
    known.has(bare(text)) ||
    sure.some(
      ({ field, before, after }) => field !== "name" && [before, after].some((one) => bare(one) === bare(text)),
    ) ||
    sure.some(({ field, before, after }) => field === "notation" && (text.endsWith(before) || text.endsWith(after)));
  return isKnown(side("added")) && isKnown(side("removed"));
}

function bare(text: string): string {
  return keyOf(text)
    .replace(/^[-–+•]\s*/, "")
    .replace(/^Kính (?:gửi|trình):\s*/u, "")
    .replace(/\s*[;,.]$/, "");
}

function rewritten(
  description: DocumentDescription,
  blocks: readonly Block[],
  keys: readonly string[],
  old: readonly Item[],
  now: readonly Item[],
  from: number,
  region: Region,
): string | undefined {
  const source = description.body.replaceAll(/\r\n?/g, "\n").split("\n");
  const starts = bodyLines(description);
  if (starts.length !== blocks.length) return undefined;
  const out: string[] = source.slice(0, starts[0] ?? 0);
  let item = from;
  let next = region.from;
  const put = (text: string): void => {
    out.push(text, "");
  };
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index]!;
    const lines = source.slice(starts[index]!, starts[index + 1] ?? source.length);
    if (!isSaid(keys[index]!)) {
      out.push(...lines);
      continue;
    }
    const at = region.pairs.get(item);
    const was = old[item]!;
    item += 1;
    if (at === undefined) {
      // Gone, and with it its source; an empty line keeps its neighbours apart.
      if (/\[\^/.test(lines.join("\n")) || block.type === "table") return undefined;
      out.push(...lines.filter((line) => /^\s*:::/.test(line)), "");
      continue;
    }
    for (; next < at; next += 1) {
      const added = now[next]!;
      if (!("paragraph" in added)) return undefined;
      put(markupOf(added.paragraph, false));
    }
    next = at + 1;
    const is = now[at]!;
    if (is.key === was.key) {
      out.push(...lines);
      continue;
    }
    if (block.type === "table" || block.type === "picture" || !("paragraph" in is)) return undefined;
    if (/\[\^/.test(lines.join("\n"))) return undefined;
    const text = markupOf(is.paragraph, block.type === "heading");
    const sign = block.type === "heading" ? `${"#".repeat(block.level)} ` : "";
    const centred = /^\s*->/.test(lines[0] ?? "");
    put(centred ? `-> ${text} <-` : sign + text);
    out.push(...lines.slice(1).filter((line) => /^\s*:::/.test(line)));
  }
  for (; next < region.to; next += 1) {
    const added = now[next]!;
    if (!("paragraph" in added)) return undefined;
    out.push("");
    put(markupOf(added.paragraph, false));
  }
  return out
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** A paragraph in the language of the body: its words with bold and italic; a heading's own look is its style's. */
function markupOf({ runs, text }: ReadParagraph, heading: boolean): string {
  if (heading) return escapeText(text.trim());
  const joined: { text: string; sign: string }[] = [];
  for (const { text: piece, look } of runs) {
    const sign = look.bold && look.italic ? "***" : look.bold ? "**" : look.italic ? "*" : "";
    const last = joined.at(-1);
    if (last?.sign === sign || (last !== undefined && piece.trim() === "")) last.text += piece;
    else joined.push({ text: piece, sign });
  }
  return joined
    .map(({ text: piece, sign }, index) => {
      const cut = index === 0 ? piece.trimStart() : piece;
      const own = index === joined.length - 1 ? cut.trimEnd() : cut;
      if (sign === "" || own.trim() === "") return escapeInline(own);
      const lead = /^\s*/.exec(own)![0];
      const tail = /\s*$/.exec(own)![0];
      return `${lead}${sign}${escapeInline(own.trim())}${sign}${tail}`;
    })
    .join("");
}

/** As `escapeText`, but blanks at the ends stay blanks: the piece stands in the middle of a line. */
function escapeInline(text: string): string {
  const lead = /^[ \t]*/.exec(text)![0];
  const tail = text.trim() === "" ? "" : /[ \t]*$/.exec(text)![0];
  return lead + escapeText(text.trim()) + tail;
}
