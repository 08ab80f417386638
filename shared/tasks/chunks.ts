import { createHash } from "node:crypto";
import { VanthuError } from "../errors/index.ts";

/** A thing of one of a programme's lists. */
interface Thing {
  id: string;
}

/** Some neighbouring things of a list as they are stored, named by what they say. */
interface Chunk<T> {
  hash: string;
  things: readonly T[];
}

/** A chunk has at least, on average above that, and at most so many characters: 32 KB on average, as Vietnamese in UTF-8 has a third more bytes. */
const SPREAD = 16 * 1024;
const LEAST = 8 * 1024;
const MOST = 48 * 1024;
/** What a stored chunk may have in bytes: leaves room for keys and names under the store's 400 KB an item. */
const CHUNK_BYTES = 360 * 1024;

/** Which chunk the first of its things was last stored in: chunks of things that did not change are neither written out nor hashed again. */
const homes = new WeakMap<Thing, Chunk<Thing>>();

/** About how long things are that cannot change any more. */
const lengths = new WeakMap<Thing, number>();

/** Remembers a chunk that is in the store, by the very objects it was read as. */
export function rememberChunk(chunk: Chunk<Thing>): void {
  const [first] = chunk.things;
  if (first !== undefined) homes.set(first, chunk);
}

/**
 * Cuts a list into chunks. Where to cut is decided by the ids alone (a longer thing is more likely to begin a chunk), so that a thing
 * changed, added or removed changes the chunk it stands in and leaves the others as they are.
 *
 * @throws INVALID when one thing alone is too large to be stored
 */
export function cutIntoChunks<T extends Thing>(list: readonly T[]): Chunk<T>[] {
  const chunks: Chunk<T>[] = [];
  let things: T[] = [];
  let size = 0;
  const close = () => {
    if (things.length > 0) chunks.push(...toChunks(things));
    things = [];
    size = 0;
  };
  for (const thing of list) {
    let length = lengths.get(thing);
    if (length === undefined) {
      length = lengthOf(thing);
      if (Object.isFrozen(thing)) lengths.set(thing, length);
    }
    if (size + length > MOST || (size >= LEAST && mix(thing.id) % SPREAD < length)) close();
    things.push(thing);
    size += length;
  }
  close();
  return chunks;
}

/** One chunk, or more when the bytes turn out to be far more than the characters. */
function toChunks<T extends Thing>(things: T[]): Chunk<T>[] {
  const known = homes.get(things[0]!);
  if (known?.things.length === things.length && known.things.every((thing, index) => thing === things[index]))
    return [known as Chunk<T>];
  const text = JSON.stringify(things);
  if (Buffer.byteLength(text) <= CHUNK_BYTES) return [{ hash: nameOf(text), things }];
  if (things.length === 1)
    throw new VanthuError("INVALID", {
      message: "Nội dung này quá dài, không lưu được.",
      where: things[0]!.id,
      hint: "Rút gọn nội dung rồi lưu lại.",
    });
  const middle = things.length >> 1;
  return [...toChunks(things.slice(0, middle)), ...toChunks(things.slice(middle))];
}

/** The name of a text by its content: 192 bits of its sha256. */
export function nameOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 32);
}

/** About how many characters a value has when it is written out. */
export function lengthOf(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 5;
  let length = 2;
  for (const key in value) length += key.length + 4 + lengthOf((value as Record<string, unknown>)[key]);
  return length;
}

/** A number from 0 to 2³² − 1 by an id: FNV-1a, then mixed so that its remainders are even too. */
function mix(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
