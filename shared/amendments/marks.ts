/** A stretch of a text that was compared with another. */
export interface WordMark {
  text: string;
  kind: "same" | "removed" | "added";
}

/**
 * A word (letters, digits and the signs inside numbers and notations: "30/6/2026", "07-KH/BCĐ"), a line break, or one sign; each with
 * the spaces behind it, so that spacing alone is no change.
 */
const TOKEN = /(?:[\p{L}\p{M}\p{N}]+(?:[-/.,:][\p{L}\p{M}\p{N}]+)*|\n|[^\s])[^\S\n]*|[^\S\n]+/gu;

/** Largest table of one comparison, cells: two texts of 2,400 words. Beyond it the differing middle is told as a whole. */
const TABLE = 6_000_000;

/** What is left for the comparisons of a page, in cells (about 100 million a second); used up, differing middles are told as a whole. */
export interface WordBudget {
  cells: number;
}

/** Share of the longer text that must have stayed for single words to be marked. */
const ALIKE = 0.25;

/**
 * Two texts word by word: what stayed, what went and what came, in reading order, what went before what came. The stretches that are
 * not "removed" make `after` again, letter for letter; those that are not "added" make `before`, up to spacing. Time and memory are
 * bounded by {@link TABLE}, over many texts by the budget they share.
 */
export function markWords(before: string, after: string, budget: WordBudget = { cells: TABLE }): WordMark[] {
  const marks = compareWords(before, after, budget);
  // Where hardly anything stayed, words in common are chance: one text for the other is easier to read.
  const stayed = marks.reduce((sum, mark) => sum + (mark.kind === "same" ? mark.text.trim().length : 0), 0);
  if (stayed === 0 || stayed >= ALIKE * Math.max(before.length, after.length)) return marks;
  return [
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ];
}

function compareWords(before: string, after: string, budget: WordBudget): WordMark[] {
  const numbers = new Map<string, number>();
  const old = tokens(before, numbers);
  const now = tokens(after, numbers);
  let start = 0;
  while (start < old.keys.length && start < now.keys.length && old.keys[start] === now.keys[start]) start += 1;
  let oldEnd = old.keys.length;
  let nowEnd = now.keys.length;
  while (oldEnd > start && nowEnd > start && old.keys[oldEnd - 1] === now.keys[nowEnd - 1]) {
    oldEnd -= 1;
    nowEnd -= 1;
  }
  const marks = new Marks();
  marks.push("same", now.texts.slice(0, start));
  walk(old, now, { start, oldEnd, nowEnd }, marks, budget);
  marks.push("same", now.texts.slice(nowEnd));
  return marks.list;
}

interface Tokens {
  texts: string[];
  /** Equal words have equal numbers. */
  keys: Int32Array;
}

function tokens(text: string, numbers: Map<string, number>): Tokens {
  const texts = text.match(TOKEN) ?? [];
  const keys = Int32Array.from(texts, (token) => {
    const word = token.startsWith("\n") ? "\n" : token.trim();
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  });
  return { texts, keys };
}

/** Stretches as they come, neighbours of one kind joined. */
class Marks {
  readonly list: WordMark[] = [];

  push(kind: WordMark["kind"], texts: string[]): void {
    const text = texts.join("");
    if (text === "") return;
    const last = this.list.at(-1);
    if (last?.kind === kind) last.text += text;
    else this.list.push({ kind, text });
  }
}

/** The longest common sequence of words between the equal ends, by dynamic programming from the back. */
function walk(
  old: Tokens,
  now: Tokens,
  { start, oldEnd, nowEnd }: { start: number; oldEnd: number; nowEnd: number },
  marks: Marks,
  budget: WordBudget,
): void {
  const rows = oldEnd - start;
  const columns = nowEnd - start;
  if (rows === 0 || columns === 0 || rows * columns > Math.min(TABLE, budget.cells)) {
    marks.push("removed", old.texts.slice(start, oldEnd));
    marks.push("added", now.texts.slice(start, nowEnd));
    return;
  }
  budget.cells -= rows * columns;
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    const key = old.keys[start + row];
    for (let column = columns - 1; column >= 0; column -= 1) {
      const at = row * width + column;
      if (key === now.keys[start + column]) lengths[at] = lengths[at + width + 1]! + 1;
      else lengths[at] = Math.max(lengths[at + width]!, lengths[at + 1]!);
    }
  }
  let row = 0;
  let column = 0;
  let removed: string[] = [];
  let added: string[] = [];
  const flush = () => {
    marks.push("removed", removed);
    marks.push("added", added);
    removed = [];
    added = [];
  };
  while (row < rows || column < columns) {
    const at = row * width + column;
    if (row < rows && column < columns && old.keys[start + row] === now.keys[start + column]) {
      flush();
      marks.push("same", [now.texts[start + column]!]);
      row += 1;
      column += 1;
    } else if (column >= columns || (row < rows && lengths[at + width]! >= lengths[at + 1]!)) {
      removed.push(old.texts[start + row]!);
      row += 1;
    } else {
      added.push(now.texts[start + column]!);
      column += 1;
    }
  }
  flush();
}
