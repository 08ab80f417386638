/** What verification asks of `node:zlib`, for the offline page's bundle. */
import { Inflate } from "pako";

/** Bytes that are fed and taken at a time, so that a stream that explodes is stopped close to its limit. */
const PIECE = 64 * 1024;

/**
 * As `zlib.inflateSync` of Node: what follows the end of the data is left alone, its checksum is checked.
 *
 * @throws RangeError when more than `maxOutputLength` bytes come out; Error for broken or cut data
 */
export function inflateSync(data: Uint8Array, options: { maxOutputLength?: number } = {}): Buffer {
  const most = options.maxOutputLength ?? Number.POSITIVE_INFINITY;
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Inflate({ chunkSize: PIECE });
  stream.onData = (part: Uint8Array) => {
    total += part.length;
    if (total > most) throw new RangeError("more than maxOutputLength");
    parts.push(part);
  };
  for (let at = 0; at < data.length && !stream.ended; at += PIECE) stream.push(data.subarray(at, at + PIECE), false);
  if (!stream.ended || stream.err !== 0) throw new Error(stream.msg || "unexpected end of data");
  return Buffer.concat(parts);
}

/** Verification only reads. @throws Error always */
export function deflateSync(): never {
  throw new Error("nothing is written here");
}
