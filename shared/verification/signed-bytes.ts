import { createHash, type Hash } from "node:crypto";

/** The bytes that a signature is over, in order. */
export interface SignedBytes {
  readonly pieces: readonly Uint8Array[];
  /** Their digest; `name` in node:crypto's words. */
  digest(name: string): Uint8Array;
}

/** Bytes that lie anywhere. */
export function signedBytes(...pieces: Uint8Array[]): SignedBytes {
  return {
    pieces,
    digest(name) {
      const hash = createHash(name);
      for (const piece of pieces) hash.update(piece);
      return hash.digest();
    },
  };
}

/** Places of one file remembered per digest; a file has no more signatures than that. */
const MAX_PLACES = 64;

/**
 * Digests of parts of one file. All signatures of a PDF begin at its first byte, so the digest of what they have in common is carried on from one to
 * the next: 50 signatures cost about as much as one. The bytes must not be changed meanwhile.
 */
export class FileDigests {
  readonly #bytes: Uint8Array;
  /** For each digest its state after so many bytes, fewest first. */
  readonly #states = new Map<string, { at: number; hash: Hash }[]>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The bytes from 0 to `a` and from `b` to `end`. */
  around(a: number, b: number, end: number): SignedBytes {
    const after = this.#bytes.subarray(b, end);
    return {
      pieces: [this.#bytes.subarray(0, a), after],
      digest: (name) => this.#upTo(name, a).copy().update(after).digest(),
    };
  }

  /** The whole file. */
  whole(name: string): Uint8Array {
    return this.#upTo(name, this.#bytes.length).copy().digest();
  }

  /** The state after the first `end` bytes; to be copied before use. */
  #upTo(name: string, end: number): Hash {
    const states = this.#states.get(name) ?? [];
    this.#states.set(name, states);
    const nearest = states.findLastIndex(({ at }) => at <= end);
    const known = states[nearest];
    if (known?.at === end) return known.hash;
    const hash = known === undefined ? createHash(name) : known.hash.copy();
    hash.update(this.#bytes.subarray(known?.at ?? 0, end));
    if (states.length < MAX_PLACES) states.splice(nearest + 1, 0, { at: end, hash });
    return hash;
  }
}
