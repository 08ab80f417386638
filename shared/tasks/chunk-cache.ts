/** Most characters that are kept in memory for one store. */
const CAPACITY = 24 * 1024 * 1024;

/**
 * What was read of content-addressed items, the least recently used forgotten first. They never change, so what is here is right; it is
 * frozen, so that nobody changes what somebody else is given.
 */
export class ChunkCache {
  private readonly kept = new Map<string, { value: unknown; length: number }>();
  private length = 0;

  get(key: string): unknown {
    const entry = this.kept.get(key);
    if (entry === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, entry);
    return entry.value;
  }

  set(key: string, value: unknown): void {
    if (this.kept.has(key)) return;
    const length = freeze(value);
    this.kept.set(key, { value, length });
    this.length += length;
    for (const [oldest, entry] of this.kept) {
      if (this.length <= CAPACITY || oldest === key) break;
      this.kept.delete(oldest);
      this.length -= entry.length;
    }
  }
}

/** Freezes a value with all it has; answers about how many characters it is, written out. */
function freeze(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 5;
  let length = 2;
  for (const part of Object.values(value)) length += 12 + freeze(part);
  Object.freeze(value);
  return length;
}
