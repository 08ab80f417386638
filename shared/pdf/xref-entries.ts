/** Where the cross-reference says an object is. */
export type XrefEntry =
  | { type: "offset"; offset: number; gen: number }
  | { type: "inStream"; stream: number; index: number }
  | { type: "free"; gen: number };

/** The entries of a cross-reference section by object number. A row is read when it is asked for: a file of a thousand pages has thousands. */
export interface XrefEntries {
  get(num: number): XrefEntry | undefined;
  /** Every number listed, once. */
  keys(): Iterable<number>;
}

/** Consecutive object numbers whose rows stand one after another from `at` on. */
export interface XrefRun {
  first: number;
  count: number;
  at: number;
}

/**
 * Entries from rows of one width.
 *
 * @param runs no two with a number in common, see {@link overlap}
 * @param read the row that starts at a place
 */
export function entriesOfRows(
  runs: readonly XrefRun[],
  width: number,
  read: (position: number) => XrefEntry,
): XrefEntries {
  return new Rows(runs, width, read);
}

class Rows implements XrefEntries {
  readonly #runs: XrefRun[];
  readonly #width: number;
  readonly #read: (position: number) => XrefEntry;
  readonly #lowest: number;
  /** One past the highest. */
  readonly #end: number;
  /** Rows read already: every view of every revision asks for them again. */
  readonly #known = new Map<number, XrefEntry>();

  constructor(runs: readonly XrefRun[], width: number, read: (position: number) => XrefEntry) {
    this.#runs = runs.filter(({ count }) => count > 0).sort((a, b) => a.first - b.first);
    this.#width = width;
    this.#read = read;
    const last = this.#runs.at(-1);
    this.#lowest = this.#runs[0]?.first ?? 0;
    this.#end = last === undefined ? 0 : last.first + last.count;
  }

  get(num: number): XrefEntry | undefined {
    if (num < this.#lowest || num >= this.#end) return undefined;
    const known = this.#known.get(num);
    if (known !== undefined) return known;
    const runs = this.#runs;
    let low = 0;
    let high = runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle]!.first <= num) low = middle + 1;
      else high = middle;
    }
    const run = runs[low - 1];
    if (run === undefined || num >= run.first + run.count) return undefined;
    const entry = this.#read(run.at + (num - run.first) * this.#width);
    this.#known.set(num, entry);
    return entry;
  }

  *keys(): Generator<number> {
    for (const { first, count } of this.#runs) for (let num = first; num < first + count; num++) yield num;
  }
}

/** An object number that stands in two of the runs; undefined when there is none. */
export function overlap(runs: readonly XrefRun[]): number | undefined {
  let next = 0;
  for (const { first, count } of [...runs].sort((a, b) => a.first - b.first)) {
    if (count === 0) continue;
    if (first < next) return first;
    next = first + count;
  }
  return undefined;
}

/**
 * Two sections as one: `below` is asked where `above` lists nothing, or nothing that counts.
 *
 * @param counts does an entry of `above` hide the one below?
 */
export function overlaid(
  above: XrefEntries,
  below: XrefEntries,
  counts: (entry: XrefEntry) => boolean = () => true,
): XrefEntries {
  return {
    get(num) {
      const entry = above.get(num);
      return entry !== undefined && counts(entry) ? entry : (below.get(num) ?? entry);
    },
    keys: () => new Set([...above.keys(), ...below.keys()]),
  };
}
