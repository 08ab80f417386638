import { deflateSync } from "fflate";
import { crc32 } from "./inflate.ts";
import { sameBytes } from "./same-bytes.ts";

/** One part of a ZIP file; "stored" is not compressed (the first part of some kinds of package must not be). */
export type ZipPart = readonly [name: string, bytes: Uint8Array, how?: "stored"];

/** A part with its bytes as they stand in the file. */
interface Packed {
  bytes: Uint8Array;
  packed: Uint8Array;
  crc: number;
  stored?: true;
}

/** Parts that stay packed: most parts of a Word file are its template's. Bytes, and how many. */
const LARGEST_KEPT = 64 * 1024;
const MOST_KEPT = 64;

/** By name, checksum and size; the one asked for last is the last. */
const kept = new Map<string, Packed>();

const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
/** The earliest date that a ZIP knows: 1 January 1980. */
const EARLIEST_DATE = (1 << 5) | 1;
/** Names are UTF-8 (APPNOTE 4.4.4, bit 11). */
const UTF8_NAMES = 0x0800;
const STORED = 0;
const DEFLATED = 8;
/** Version 2.0, for deflate (APPNOTE 4.4.3). */
const VERSION = 20;

/**
 * Writes a ZIP file (PKWARE APPNOTE 6.3.10) with the parts in the order given, each dated 1 January 1980: equal parts give equal bytes. Small parts are
 * deflated once and taken as they are when they come again.
 */
export function writeZip(parts: readonly ZipPart[]): Uint8Array {
  const entries = parts.map(([name, bytes, how]) => ({
    name: new TextEncoder().encode(name),
    ...(how === "stored" ? { bytes, packed: bytes, crc: crc32(bytes), stored: true } : pack(name, bytes)),
  }));
  let size = END_SIZE;
  for (const { name, packed } of entries) size += LOCAL_SIZE + CENTRAL_SIZE + name.length * 2 + packed.length;
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  let at = 0;
  const common = (entry: (typeof entries)[number]): void => {
    view.setUint16(at, VERSION, true);
    view.setUint16(at + 2, UTF8_NAMES, true);
    view.setUint16(at + 4, entry.stored === true ? STORED : DEFLATED, true);
    view.setUint16(at + 8, EARLIEST_DATE, true);
    view.setUint32(at + 10, entry.crc, true);
    view.setUint32(at + 14, entry.packed.length, true);
    view.setUint32(at + 18, entry.bytes.length, true);
    view.setUint16(at + 22, entry.name.length, true);
  };
  const offsets: number[] = [];
  for (const entry of entries) {
    offsets.push(at);
    view.setUint32(at, 0x04034b50, true);
    at += 4;
    common(entry);
    at += LOCAL_SIZE - 4;
    file.set(entry.name, at);
    file.set(entry.packed, at + entry.name.length);
    at += entry.name.length + entry.packed.length;
  }
  const directory = at;
  entries.forEach((entry, index) => {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 4, VERSION, true);
    view.setUint32(at + CENTRAL_SIZE - 4, offsets[index]!, true);
    at += 6;
    common(entry);
    at += CENTRAL_SIZE - 6;
    file.set(entry.name, at);
    at += entry.name.length;
  });
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return file;
}

function pack(name: string, bytes: Uint8Array): Packed {
  const crc = crc32(bytes);
  const key = `${name}/${crc}/${bytes.length}`;
  const known = kept.get(key);
  if (known !== undefined && sameBytes(known.bytes, bytes)) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const made: Packed = { bytes, packed: deflateSync(bytes, { level: 6 }), crc };
  if (bytes.length <= LARGEST_KEPT) {
    kept.set(key, { ...made, bytes: bytes.slice() });
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
  }
  return made;
}
