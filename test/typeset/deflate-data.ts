import { randomOf } from "../faults/mutate.ts";

/** Data that takes deflating through all its ways: noise, one letter, few letters, repetitions near and far; lengths around every bound. */
export function* sampleData(): Iterable<Uint8Array> {
  const random = randomOf(7);
  const kinds: ((index: number) => number)[] = [
    () => random() * 256,
    () => 65,
    () => 97 + random() ** 3 * 11,
    (index) => (index % 40_000 < 300 ? index % 251 : random() * 4),
    (index) => (index * index) % 7,
  ];
  for (const kind of kinds)
    for (const length of [0, 1, 2, 3, 4, 258, 259, 1000, 32_767, 32_768, 32_769, 65_535, 65_536, 200_000])
      yield Uint8Array.from({ length }, (_unused, index) => kind(index));
}
