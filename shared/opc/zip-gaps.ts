import { readZipDirectory } from "./zip.ts";

const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
/** A data descriptor behind an entry, with its mark (APPNOTE 4.3.9). */
const MOST_DESCRIPTOR = 16;
const HAS_DESCRIPTOR = 8;

/**
 * How many bytes of a ZIP file belong to no entry of its directory: something before, between or behind them that programs which repair
 * ZIP files would find. 0 for a sound file.
 *
 * @throws RangeError when the directory cannot be read
 */
export function strayBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readZipDirectory(bytes).sort((a, b) => a.offset - b.offset);
  let known = END_SIZE;
  let allowed = 0;
  for (const { offset, packed } of entries) {
    if (offset + LOCAL_SIZE > bytes.length) throw new RangeError("entry outside the file");
    known += LOCAL_SIZE + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true) + packed;
    if ((view.getUint16(offset + 6, true) & HAS_DESCRIPTOR) !== 0) allowed += MOST_DESCRIPTOR;
  }
  // The directory itself: from its first mark, which the end record names.
  const end = bytes.length - END_SIZE;
  const plainEnd = end >= 0 && view.getUint32(end, true) === 0x06054b50;
  if (!plainEnd) return bytes.length - known - entries.length * CENTRAL_SIZE;
  known += view.getUint32(end + 12, true);
  return Math.max(0, bytes.length - known - allowed);
}
