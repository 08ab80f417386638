import { sameBytes } from "./same-bytes.ts";
import type { XmlElement } from "./xml.ts";
import { packedBytes, type ZipEntry } from "./zip.ts";

/** Parts that are kept: styles, settings, relationships, headers. Bytes. */
const LARGEST_PACKED = 16 * 1024;
const LARGEST_UNPACKED = 128 * 1024;
const MOST = 48;

interface Kept {
  entry: ZipEntry;
  packed: Uint8Array;
  root: XmlElement;
}

/** By name, checksum and size; the one asked for last is the last. */
const kept = new Map<string, Kept>();

/**
 * The tree of a small part, read once: whoever makes documents all day makes them from a few templates, and most parts of a Word file are the
 * template's. Taken for equal only when all packed bytes are, so that a forged checksum gains nothing.
 *
 * @throws what `read` throws, and then keeps nothing
 */
export function keptXml(bytes: Uint8Array, entry: ZipEntry, read: () => XmlElement): XmlElement {
  if (entry.packed > LARGEST_PACKED || entry.unpacked > LARGEST_UNPACKED) return read();
  const key = `${entry.name}/${entry.crc}/${entry.packed}`;
  const known = kept.get(key);
  if (known !== undefined && isSame(bytes, entry, known)) {
    kept.delete(key);
    kept.set(key, known);
    return known.root;
  }
  const root = read();
  kept.set(key, { entry, packed: packedBytes(bytes, entry).slice(), root });
  if (kept.size > MOST) kept.delete(kept.keys().next().value!);
  return root;
}

function isSame(bytes: Uint8Array, entry: ZipEntry, { entry: other, packed }: Kept): boolean {
  if (entry.unpacked !== other.unpacked || entry.method !== other.method || entry.encrypted !== other.encrypted)
    return false;
  let own: Uint8Array;
  try {
    own = packedBytes(bytes, entry);
  } catch {
    return false;
  }
  return sameBytes(own, packed);
}
