import { inflateSync, Unzlib } from "fflate";

/** The system's zlib where there is one: what comes out is the same, only sooner. A browser has none. */
const native = typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:zlib");

/**
 * Inflates raw deflate data (RFC 1951), never beyond `size` bytes.
 *
 * @throws Error when the data is damaged or longer
 */
export function inflateRaw(packed: Uint8Array, size: number): Uint8Array {
  if (native !== undefined) return native.inflateRawSync(packed, { maxOutputLength: size });
  return inflateSync(packed, { out: new Uint8Array(size) });
}

/** Compressed bytes read at a time, so that a bomb is noticed before it has gone off. */
const STEP = 16384;

/**
 * Inflates zlib data (RFC 1950), never beyond `most` bytes.
 *
 * @throws Error when the data is damaged or longer
 */
export function inflateZlib(packed: Uint8Array, most: number): Uint8Array {
  if (native !== undefined) return native.inflateSync(packed, { maxOutputLength: most });
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Unzlib((part) => {
    total += part.length;
    if (total > most) throw new RangeError("longer than allowed");
    parts.push(part);
  });
  for (let at = 0; at < packed.length; at += STEP)
    stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_unused, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320;
  return value;
});

/** The checksum of ZIP entries (ISO/IEC 15948, annex D). */
export function crc32(data: Uint8Array): number {
  if (native?.crc32 !== undefined) return native.crc32(data);
  let crc = -1;
  for (const byte of data) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}
