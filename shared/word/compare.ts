import { markWords, type WordBudget } from "../amendments/index.ts";
import { type AlignBudget, align, type Pair } from "./align.ts";
import { formatChanges, type PairedText, pageChanges } from "./compare-formats.ts";
import type { WordComparison, WordDifference, WordMark } from "./model.ts";
import type { ReadParagraph, ReadRow, ReadTable, ReadWord } from "./read.ts";

/** Differences that are shown one by one; whoever changed more than that wrote another document. */
const MOST_SHOWN = 2_000;
/** Cells of word comparison: about a second of work (`markWords`), and of pairing items that are not equal. */
const WORD_CELLS = 40_000_000;
const PAIR_CELLS = 4_000_000;

type Budget = WordBudget & { pairs: AlignBudget };

/** What differs between a Word file and the one it was made from: words first, then how it looks. */
export function compareWord(before: ReadWord, after: ReadWord): WordComparison {
  const budget: Budget = { cells: WORD_CELLS, pairs: { cells: PAIR_CELLS } };
  const found = new Differences();
  const matched: PairedText[] = [];
  compareBlocks(before, after, budget, found, matched);
  compareTexts(
    before.notes.map(({ where, text }) => ({ where, text })),
    after.notes.map(({ where, text }) => ({ where, text })),
    "note",
    budget,
    found,
  );
  comparePictures(before, after, found);
  compareTexts(headersOf(before), headersOf(after), "header", budget, found);
  return {
    differences: found.list,
    total: found.total,
    formats: [...pageChanges(before.pages, after.pages), ...formatChanges(matched)],
    same: found.same,
    tablesChanged: found.tablesChanged,
  };
}

/** Text as it is compared: composed, every sort of space one space. What only looks otherwise is no difference. */
export function keyOf(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/[\s\u00a0\u2007\u202f]+/g, " ")
    .trim();
}

class Differences {
  readonly list: WordDifference[] = [];
  total = 0;
  same = 0;
  tablesChanged = false;

  add(difference: () => WordDifference): void {
    this.total += 1;
    if (this.list.length < MOST_SHOWN) this.list.push(difference());
  }
}

/** What is compared: a paragraph with words, or a table; `key` is what it says. */
export type Item = { key: string } & ({ paragraph: ReadParagraph } | { table: ReadTable });

/** Paragraphs with words, and tables; empty paragraphs and lines are how it looks. */
export function itemsOf(word: ReadWord): Item[] {
  return word.blocks.flatMap((block): Item[] => {
    if (block.kind === "table")
      return [{ key: `\u0001${block.rows.map((row) => keyOf(row.cells.join("|"))).join("\n")}`, table: block }];
    const key = keyOf(block.text);
    return key === "" ? [] : [{ key, paragraph: block }];
  });
}

function compareBlocks(
  before: ReadWord,
  after: ReadWord,
  budget: Budget,
  found: Differences,
  matched: PairedText[],
): void {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  const pairs = align(
    old.map(({ key }) => key),
    now.map(({ key }) => key),
    budget.pairs,
  );
  for (const pair of pairs) {
    const was = "before" in pair ? old[pair.before] : undefined;
    const is = "after" in pair ? now[pair.after] : undefined;
    const tables = [was, is].map((one) => (one !== undefined && "table" in one ? one.table : undefined));
    if (tables[0] !== undefined || tables[1] !== undefined) {
      // A table never stands for a paragraph: what is left of either is told as removed and added.
      if (was !== undefined && "paragraph" in was) paragraph(was, undefined, budget, found, matched);
      compareRows(tables[0], tables[1], budget, found, matched);
      if (is !== undefined && "paragraph" in is) paragraph(undefined, is, budget, found, matched);
    } else paragraph(was as TextItem | undefined, is as TextItem | undefined, budget, found, matched);
  }
}

type TextItem = Item & { paragraph: ReadParagraph };

function paragraph(
  was: TextItem | undefined,
  is: TextItem | undefined,
  budget: Budget,
  found: Differences,
  matched: PairedText[],
): void {
  if (was !== undefined && is !== undefined) {
    matched.push({
      where: `${is.paragraph.where} “${excerpt(is.key)}”`,
      before: { runs: was.paragraph.runs, look: was.paragraph.look },
      after: { runs: is.paragraph.runs, look: is.paragraph.look },
    });
    if (was.key === is.key) {
      found.same += 1;
      return;
    }
  }
  const where = (is ?? was)!.paragraph.where;
  const cells = (): WordMark[][] => [marksOf(was?.key ?? "", is?.key ?? "", budget)];
  found.add(() => ({ change: changeOf(was, is), what: "paragraph", where, cells: cells() }));
}

function compareRows(
  before: ReadTable | undefined,
  after: ReadTable | undefined,
  budget: Budget,
  found: Differences,
  matched: PairedText[],
): void {
  const [old, now] = [before?.rows ?? [], after?.rows ?? []];
  const keys = (rows: ReadRow[]): string[] => rows.map((row) => row.cells.map(keyOf).join(" | "));
  const [oldKeys, nowKeys] = [keys(old), keys(now)];
  const bordered = before?.bordered === true || after?.bordered === true;
  // A table that only places text is read as text: the head of a document, its signature.
  if (!bordered) {
    comparePlaced(before, after, budget, found, matched);
    return;
  }
  for (const pair of align(oldKeys, nowKeys, budget.pairs)) {
    const [a, b] = indexesOf(pair);
    const [was, is] = [a === undefined ? undefined : old[a], b === undefined ? undefined : now[b]];
    const where = b === undefined ? `${before!.where}, hàng ${a! + 1}` : `${after!.where}, hàng ${b + 1}`;
    if (was !== undefined && is !== undefined && was.cells.length === is.cells.length)
      matched.push(...cellsMatched(was, is, where));
    if (a !== undefined && b !== undefined && oldKeys[a] === nowKeys[b]) {
      found.same += 1;
      continue;
    }
    if (oldKeys[a ?? -1]?.replaceAll("|", "").trim() === "" && b === undefined) continue;
    if (nowKeys[b ?? -1]?.replaceAll("|", "").trim() === "" && a === undefined) continue;
    found.tablesChanged = true;
    found.add(() => ({ change: changeOf(was, is), what: "row", where, cells: rowMarks(was, is, budget) }));
  }
}

/** Lines of the cells, left to right, top to bottom. */
function comparePlaced(
  before: ReadTable | undefined,
  after: ReadTable | undefined,
  budget: Budget,
  found: Differences,
  matched: PairedText[],
): void {
  const [old, now] = [linesOf(before), linesOf(after)];
  const pairs = align(
    old.map(({ text }) => text),
    now.map(({ text }) => text),
    budget.pairs,
  );
  for (const pair of pairs) {
    const [a, b] = indexesOf(pair);
    const [was, is] = [a === undefined ? undefined : old[a], b === undefined ? undefined : now[b]];
    if (was !== undefined && is !== undefined && was.runs !== undefined && is.runs !== undefined)
      matched.push({
        where: `${is.where} “${excerpt(is.text)}”`,
        before: { runs: was.runs },
        after: { runs: is.runs },
      });
    if (was?.text === is?.text) {
      found.same += 1;
      continue;
    }
    const where = (is ?? was)!.where;
    found.add(() => ({
      change: changeOf(was, is),
      what: "paragraph",
      where,
      cells: [marksOf(was?.text ?? "", is?.text ?? "", budget)],
    }));
  }
}

interface PlacedLine {
  where: string;
  text: string;
  runs?: ReadRow["runs"][number];
}

function linesOf(table: ReadTable | undefined): PlacedLine[] {
  return (table?.rows ?? []).flatMap((row, index) =>
    row.cells.flatMap((cell, column) => {
      const where = `${table!.where}, hàng ${index + 1}, ô ${column + 1}`;
      const lines = cell.split("\n");
      const runs = splitRuns(row.runs[column] ?? []);
      return lines.flatMap((line, at) => {
        const text = keyOf(line);
        // Where both are cut alike, each line has its own look.
        const own = runs.length === lines.length ? runs[at] : undefined;
        return text === "" ? [] : [{ where, text, ...(own === undefined ? {} : { runs: own }) }];
      });
    }),
  );
}

function splitRuns(runs: ReadRow["runs"][number]): ReadRow["runs"] {
  const lines: ReadRow["runs"] = [[]];
  for (const run of runs) {
    const parts = run.text.split("\n");
    parts.forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== "") lines.at(-1)!.push({ ...run, text });
    });
  }
  return lines;
}

function cellsMatched(was: ReadRow, is: ReadRow, where: string): PairedText[] {
  return was.runs.map((runs, column) => {
    const [lookBefore, lookAfter] = [was.looks[column], is.looks[column]];
    return {
      where,
      before: { runs, ...(lookBefore === undefined ? {} : { look: lookBefore }) },
      after: { runs: is.runs[column] ?? [], ...(lookAfter === undefined ? {} : { look: lookAfter }) },
    };
  });
}

function rowMarks(was: ReadRow | undefined, is: ReadRow | undefined, budget: Budget): WordMark[][] {
  const [old, now] = [was?.cells ?? [], is?.cells ?? []];
  if (was !== undefined && is !== undefined && old.length !== now.length)
    return [marksOf(old.map(keyOf).join(" | "), now.map(keyOf).join(" | "), budget)];
  const columns = Math.max(old.length, now.length);
  return Array.from({ length: columns }, (_, column) =>
    marksOf(linesKey(old[column] ?? ""), linesKey(now[column] ?? ""), budget),
  );
}

/** As {@link keyOf}, line by line. */
function linesKey(text: string): string {
  return text.split("\n").map(keyOf).filter(Boolean).join("\n");
}

function compareTexts(
  old: { where: string; text: string }[],
  now: { where: string; text: string }[],
  what: "note" | "header",
  budget: Budget,
  found: Differences,
): void {
  const keys = (list: { text: string }[]): string[] => list.map(({ text }) => keyOf(text));
  const [oldKeys, nowKeys] = [keys(old), keys(now)];
  for (const pair of align(oldKeys, nowKeys, budget.pairs)) {
    const [a, b] = indexesOf(pair);
    const [was, is] = [oldKeys[a ?? -1] ?? "", nowKeys[b ?? -1] ?? ""];
    if (was === is) {
      found.same += 1;
      continue;
    }
    const where = b === undefined ? old[a!]!.where : now[b]!.where;
    const change = a === undefined ? "added" : b === undefined ? "removed" : "changed";
    found.add(() => ({ change, what, where, cells: [marksOf(was, is, budget)] }));
  }
}

/** Headers and footers that differ among themselves; programs write the same one for every section or once. */
function headersOf(word: ReadWord): { where: string; text: string }[] {
  const texts = [...new Set(word.pages.flatMap(({ headers }) => headers.map(keyOf)))].filter(Boolean).sort();
  return texts.map((text) => ({ where: "đầu trang, chân trang", text }));
}

/** Pictures are told apart by their bytes; a program that writes them anew leaves their number and their words as they are. */
function comparePictures(before: ReadWord, after: ReadWord, found: Differences): void {
  const pairs = align(
    before.pictures.map(({ alt, sha256 }) => alt || sha256),
    after.pictures.map(({ alt, sha256 }) => alt || sha256),
    { cells: PAIR_CELLS },
  );
  const said = (alt: string | undefined): string => (alt === undefined ? "" : alt === "" ? "[hình]" : `[hình: ${alt}]`);
  for (const pair of pairs) {
    const [a, b] = indexesOf(pair);
    const [was, is] = [before.pictures[a ?? -1], after.pictures[b ?? -1]];
    if (was !== undefined && is !== undefined) {
      found.same += 1;
      continue;
    }
    const where = (is ?? was)!.where;
    const text = said((is ?? was)!.alt);
    found.add(() => ({
      change: changeOf(was, is),
      what: "picture",
      where,
      cells: [[{ kind: is === undefined ? "removed" : "added", text }]],
    }));
  }
}

function marksOf(before: string, after: string, budget: Budget): WordMark[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  if (before === "") return [{ kind: "added", text: after }];
  if (after === "") return [{ kind: "removed", text: before }];
  return markWords(before, after, budget);
}

function changeOf(was: unknown, is: unknown): WordDifference["change"] {
  return was === undefined ? "added" : is === undefined ? "removed" : "changed";
}

function indexesOf(pair: Pair): [number | undefined, number | undefined] {
  return ["before" in pair ? pair.before : undefined, "after" in pair ? pair.after : undefined];
}

/** The first words of a text, for a place. */
export function excerpt(text: string, letters = 50): string {
  const one = text.replaceAll("\n", " ");
  return one.length > letters ? `${one.slice(0, letters)}…` : one;
}
