/**
 * Parts of a whole in tenths that add up to exactly `tenths` (largest remainder; equal remainders in the order given). Empty parts stay
 * empty.
 *
 * @example apportion([1, 1, 1], 1000) // [334, 333, 333]
 */
export function apportion(parts: readonly number[], tenths: number): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0) return parts.map(() => 0);
  const exact = parts.map((part) => part * tenths);
  const out = exact.map((value) => Math.floor(value / total));
  let left = tenths - out.reduce((sum, value) => sum + value, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, rest: value % total }))
    .filter(({ rest }) => rest > 0)
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left === 0) break;
    out[index] = out[index]! + 1;
    left -= 1;
  }
  return out;
}

/** A part of a whole in percent with one decimal; 0 of nothing. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part * 1000) / whole) / 10;
}
