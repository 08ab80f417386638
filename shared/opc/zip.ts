import { crc32, inflateRaw } from "./inflate.ts";

/** An entry of a ZIP file's central directory (PKWARE APPNOTE 6.3.10, 4.3.12). */
export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  encrypted: boolean;
  crc: number;
  packed: number;
  unpacked: number;
  /** Of the local header. */
  offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** End record without comment, and the longest comment. */
const END_SIZE = 22;
const MAX_COMMENT = 65535;

/**
 * The entries that the central directory lists. Only it is believed: what lies between the entries is never looked at.
 *
 * @throws RangeError when the directory does not lie in the file or is damaged
 */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = -1;
  for (let at = bytes.length - END_SIZE; at >= Math.max(0, bytes.length - END_SIZE - MAX_COMMENT); at -= 1) {
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) <= bytes.length) {
      end = at;
      break;
    }
  }
  if (end < 0) throw new RangeError("no end of central directory");
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (start + size > end) throw new RangeError("central directory outside the file (or ZIP64)");
  const decoder = new TextDecoder("utf-8");
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw new RangeError("damaged central directory");
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll("\\", "/"),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/**
 * An entry's bytes as they stand in the file.
 *
 * @throws RangeError when they are not there
 */
export function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(entry.offset, true) !== LOCAL) throw new RangeError("no local header");
  const from = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(from, from + entry.packed);
  if (packed.length !== entry.packed) throw new RangeError("entry is cut off");
  return packed;
}

/**
 * Unpacks one entry. Never gives more than the size the directory declared.
 *
 * @throws Error when the data is damaged, longer or shorter than declared, or its checksum is wrong
 */
export function unpackZipEntry(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const packed = packedBytes(bytes, entry);
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8))
    throw new RangeError("encrypted or unknown method");
  const data =
    entry.method === 0 ? packed : entry.unpacked === 0 ? new Uint8Array(0) : inflateRaw(packed, entry.unpacked);
  if (data.length !== entry.unpacked) throw new RangeError("size is not what was declared");
  if (crc32(data) !== entry.crc) throw new RangeError("wrong checksum");
  return data;
}
