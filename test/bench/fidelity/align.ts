/**
 * Pairs of equal elements of two sequences, in order in both (patience difference: elements that stand once in each are paired along
 * their longest common order, the stretches between them the same way again; what is left is paired from both ends).
 */
export function align(a: readonly string[], b: readonly string[]): [number, number][] {
  const pairs: [number, number][] = [];
  const work: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  while (work.length > 0) {
    let [a0, a1, b0, b1] = work.pop()!;
    while (a0 < a1 && b0 < b1 && a[a0] === b[b0]) pairs.push([a0++, b0++]);
    while (a0 < a1 && b0 < b1 && a[a1 - 1] === b[b1 - 1]) pairs.push([--a1, --b1]);
    if (a0 >= a1 || b0 >= b1) continue;
    const anchors = uniqueAnchors(a, b, a0, a1, b0, b1);
    if (anchors.length > 0) {
      let from: [number, number] = [a0, b0];
      for (const [i, j] of anchors) {
        pairs.push([i, j]);
        work.push([from[0], i, from[1], j]);
        from = [i + 1, j + 1];
      }
      work.push([from[0], a1, from[1], b1]);
    } else if ((a1 - a0) * (b1 - b0) <= 4_000_000) {
      pairs.push(...longestCommon(a, b, a0, a1, b0, b1));
    }
  }
  return pairs.sort((x, y) => x[0] - y[0]);
}

function uniqueAnchors(
  a: readonly string[],
  b: readonly string[],
  a0: number,
  a1: number,
  b0: number,
  b1: number,
): [number, number][] {
  const places = new Map<string, { a: number; b: number; inA: number; inB: number }>();
  const at = (text: string) => {
    let place = places.get(text);
    if (place === undefined) {
      place = { a: -1, b: -1, inA: 0, inB: 0 };
      places.set(text, place);
    }
    return place;
  };
  for (let i = a0; i < a1; i += 1) {
    const place = at(a[i]!);
    place.a = i;
    place.inA += 1;
  }
  for (let j = b0; j < b1; j += 1) {
    const place = at(b[j]!);
    place.b = j;
    place.inB += 1;
  }
  const unique = [...places.values()]
    .filter((place) => place.inA === 1 && place.inB === 1)
    .sort((x, y) => x.a - y.a)
    .map((place): [number, number] => [place.a, place.b]);
  // Longest rising run of the places in b.
  const tails: number[] = [];
  const before = new Array<number>(unique.length).fill(-1);
  for (const [index, [, j]] of unique.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (unique[tails[middle]!]![1] < j) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = index;
  }
  const run: [number, number][] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index]!) run.push(unique[index]!);
  return run.reverse();
}

function longestCommon(
  a: readonly string[],
  b: readonly string[],
  a0: number,
  a1: number,
  b0: number,
  b1: number,
): [number, number][] {
  const columns = b1 - b0 + 1;
  const table = new Uint16Array((a1 - a0 + 1) * columns);
  for (let i = a1 - 1; i >= a0; i -= 1) {
    for (let j = b1 - 1; j >= b0; j -= 1) {
      const at = (i - a0) * columns + (j - b0);
      table[at] = a[i] === b[j] ? table[at + columns + 1]! + 1 : Math.max(table[at + columns]!, table[at + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = a0, j = b0; i < a1 && j < b1; ) {
    const at = (i - a0) * columns + (j - b0);
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (table[at + columns]! >= table[at + 1]!) i += 1;
    else j += 1;
  }
  return pairs;
}
