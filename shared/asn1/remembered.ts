import { createHash } from "node:crypto";

/**
 * What was worked out lately from some bytes, by their SHA-256: the certificates and lists of one authority come back with every file. Bounded in number; what
 * would not fit well is worked out anew each time.
 */
export class Remembered<T> {
  readonly #held = new Map<string, T>();
  readonly #most: number;
  readonly #longest: number;

  /**
   * @param most results kept
   * @param longest bytes of an input whose result is kept
   */
  constructor(most: number, longest: number) {
    this.#most = most;
    this.#longest = longest;
  }

  /** The result for these bytes; `work` must hang on nothing else. What it throws is not kept. */
  of(inputs: readonly Uint8Array[], work: () => T): T {
    let length = 0;
    for (const input of inputs) length += input.length;
    if (length > this.#longest) return work();
    const hash = createHash("sha256");
    // Each with its length, so that two different lists of inputs never read the same.
    if (inputs.length > 1) hash.update(`${inputs.map((input) => input.length).join(" ")};`);
    for (const input of inputs) hash.update(input);
    const key = hash.digest("hex");
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const made = work();
    // The oldest makes room: one file with many strangers must not drive everybody out at once.
    if (this.#held.size >= this.#most) this.#held.delete(this.#held.keys().next().value!);
    this.#held.set(key, made);
    return made;
  }
}
