/** Revocation answers that were fetched and found good, kept until they run out; bounded in number and bytes. */
export class RevocationCache {
  readonly #held = new Map<string, { bytes: Uint8Array; until: number }>();
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes of all answers together; 32 MB when absent */
  constructor(maxBytes = 32 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  /** The answer kept under a key, if it still holds. */
  get(key: string, now: Date): Uint8Array | undefined {
    const held = this.#held.get(key);
    if (held === undefined) return undefined;
    if (held.until > now.getTime()) return held.bytes;
    this.#drop(key);
    return undefined;
  }

  /** Keeps an answer; the oldest make room. */
  set(key: string, bytes: Uint8Array, until: Date): void {
    this.#drop(key);
    if (bytes.length > this.#maxBytes / 2) return;
    this.#held.set(key, { bytes, until: until.getTime() });
    this.#bytes += bytes.length;
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#maxBytes && this.#held.size <= 1000) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#held.get(key)?.bytes.length ?? 0;
    this.#held.delete(key);
  }
}
