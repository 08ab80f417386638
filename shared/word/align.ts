/**
 * Which items of one list stand for which of another: equal keys first (items that occur once anchor the rest, as patience diff does), then
 * items between them that are alike. Bounded: what would cost more is paired in order.
 */

/** A pair of indexes; an absent one was added or removed. */
export type Pair = { before: number; after: number } | { before: number } | { after: number };

/** Work that one comparison may cost, in cells of tables, shared by all that are compared for one answer. */
export interface AlignBudget {
  cells: number;
}

/** Two texts with fewer words in common are told as one removed, one added. */
const ALIKE = 0.4;
/** Words of an item that are looked at for likeness. */
const WORDS = 80;

/** Pairs two lists, in order. @param keys of the items; equal keys are equal items */
export function align(before: readonly string[], after: readonly string[], budget: AlignBudget): Pair[] {
  const pairs: Pair[] = [];
  walk(before, after, 0, before.length, 0, after.length, budget, pairs, 0);
  return pairs;
}

function walk(
  before: readonly string[],
  after: readonly string[],
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
  budget: AlignBudget,
  pairs: Pair[],
  depth: number,
): void {
  let [a, b, endA, endB] = [fromA, fromB, toA, toB];
  while (a < endA && b < endB && before[a] === after[b]) {
    pairs.push({ before: a, after: b });
    a += 1;
    b += 1;
  }
  let tail = 0;
  while (endA > a && endB > b && before[endA - 1] === after[endB - 1]) {
    endA -= 1;
    endB -= 1;
    tail += 1;
  }
  if (a < endA && b < endB) {
    const anchors = depth > 40 ? [] : anchorsOf(before, after, a, endA, b, endB);
    if (anchors.length > 0) {
      let [lastA, lastB] = [a, b];
      for (const [atA, atB] of anchors) {
        walk(before, after, lastA, atA, lastB, atB, budget, pairs, depth + 1);
        pairs.push({ before: atA, after: atB });
        lastA = atA + 1;
        lastB = atB + 1;
      }
      walk(before, after, lastA, endA, lastB, endB, budget, pairs, depth + 1);
    } else between(before, after, a, endA, b, endB, budget, pairs);
  } else {
    for (; a < endA; a += 1) pairs.push({ before: a });
    for (; b < endB; b += 1) pairs.push({ after: b });
  }
  for (let step = 0; step < tail; step += 1) pairs.push({ before: endA + step, after: endB + step });
}

/** Items that occur once on either side, as many as stand in the same order. */
function anchorsOf(
  before: readonly string[],
  after: readonly string[],
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
): [number, number][] {
  const seen = new Map<string, { a: number; b: number; countA: number; countB: number }>();
  for (let a = fromA; a < toA; a += 1) {
    const one = seen.get(before[a]!) ?? { a, b: -1, countA: 0, countB: 0 };
    one.countA += 1;
    seen.set(before[a]!, one);
  }
  for (let b = fromB; b < toB; b += 1) {
    const one = seen.get(after[b]!);
    if (one === undefined) continue;
    one.b = b;
    one.countB += 1;
  }
  const unique = [...seen.values()]
    .filter(({ countA, countB }) => countA === 1 && countB === 1)
    .sort((x, y) => x.a - y.a);
  return increasing(unique.map(({ a, b }) => [a, b]));
}

/** Longest run of pairs whose second numbers grow (patience sorting). */
function increasing(pairs: [number, number][]): [number, number][] {
  const tops: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, b], index) => {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tops[middle]!]![1] < b) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? tops[low - 1]! : -1;
    tops[low] = index;
  });
  const out: [number, number][] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = previous[index]!) out.push(pairs[index]!);
  return out.reverse();
}

/** No anchor left: the best pairing by likeness, in order; equal items count as wholly alike. */
function between(
  before: readonly string[],
  after: readonly string[],
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
  budget: AlignBudget,
  pairs: Pair[],
): void {
  const rows = toA - fromA;
  const columns = toB - fromB;
  const cost = rows * columns;
  if (cost > budget.cells) {
    const both = Math.min(rows, columns);
    for (let step = 0; step < both; step += 1) pairs.push({ before: fromA + step, after: fromB + step });
    for (let a = fromA + both; a < toA; a += 1) pairs.push({ before: a });
    for (let b = fromB + both; b < toB; b += 1) pairs.push({ after: b });
    return;
  }
  budget.cells -= cost;
  const wordsA = before.slice(fromA, toA).map(wordsOf);
  const wordsB = after.slice(fromB, toB).map(wordsOf);
  const score = new Float64Array((rows + 1) * (columns + 1));
  const like = new Float64Array(rows * columns);
  for (let a = rows - 1; a >= 0; a -= 1) {
    for (let b = columns - 1; b >= 0; b -= 1) {
      const same = before[fromA + a] === after[fromB + b];
      const alike = same ? 2 : likeness(wordsA[a]!, wordsB[b]!);
      like[a * columns + b] = alike;
      const paired = alike >= ALIKE ? alike + score[(a + 1) * (columns + 1) + b + 1]! : -1;
      const down = score[(a + 1) * (columns + 1) + b]!;
      const right = score[a * (columns + 1) + b + 1]!;
      score[a * (columns + 1) + b] = Math.max(paired, down, right);
    }
  }
  let [a, b] = [0, 0];
  while (a < rows && b < columns) {
    const here = score[a * (columns + 1) + b]!;
    const alike = like[a * columns + b]!;
    if (alike >= ALIKE && here === alike + score[(a + 1) * (columns + 1) + b + 1]!) {
      pairs.push({ before: fromA + a, after: fromB + b });
      a += 1;
      b += 1;
    } else if (here === score[(a + 1) * (columns + 1) + b]!) {
      pairs.push({ before: fromA + a });
      a += 1;
    } else {
      pairs.push({ after: fromB + b });
      b += 1;
    }
  }
  for (; a < rows; a += 1) pairs.push({ before: fromA + a });
  for (; b < columns; b += 1) pairs.push({ after: fromB + b });
}

function wordsOf(text: string): Set<string> {
  return new Set(text.split(/[\s|]+/).slice(0, WORDS));
}

/** Dice's coefficient of two sets of words. */
function likeness(a: Set<string>, b: Set<string>): number {
  if (a.size + b.size === 0) return 1;
  let both = 0;
  for (const word of a) if (b.has(word)) both += 1;
  return (2 * both) / (a.size + b.size);
}
