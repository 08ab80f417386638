import { createHash } from "node:crypto";
import type { PdfRef } from "../pdf/index.ts";
import type { Revision } from "./revision.ts";
import type { DictionaryWithHoles } from "./signature-dictionary.ts";

/** /ByteRange: two pieces of the file, each as offset and length, with the token of /Contents between them. */
export type ByteRange = [number, number, number, number];

/** Appends a revision whose signature dictionary has holes, and fills the one of /ByteRange. */
export function appendWithHole(
  revision: Revision,
  signature: PdfRef,
  dictionary: DictionaryWithHoles,
): { bytes: Uint8Array; byteRange: ByteRange } {
  revision.set(signature, { raw: dictionary.raw });
  const { bytes, offsets } = revision.append();
  const start = offsets.get(signature.num) ?? 0;
  const hole = start + dictionary.contents.offset;
  const after = hole + dictionary.contents.length;
  const byteRange: ByteRange = [0, hole, after, bytes.length - after];
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(
    byteRange.join(" ").padEnd(dictionary.byteRange.length),
    start + dictionary.byteRange.offset,
    "latin1",
  );
  return { bytes, byteRange };
}

/** Writes a CMS into the hole of /Contents, in place. */
export function fillHole(pdf: Uint8Array, [, hole]: ByteRange, cms: Uint8Array): void {
  Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).write(Buffer.from(cms).toString("hex"), hole + 1, "latin1");
}

/** The first bytes that stand in the hole, read from the file. */
export function readHole(pdf: Uint8Array, [, hole]: ByteRange, length: number): Uint8Array {
  const hex = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).toString("latin1", hole + 1, hole + 1 + 2 * length);
  return new Uint8Array(Buffer.from(hex, "hex"));
}

/** Digest of the bytes that /ByteRange names. */
export function rangeDigest(
  bytes: Uint8Array,
  [start, length, start2, length2]: ByteRange,
  digest: string,
): Uint8Array {
  return createHash(digest)
    .update(bytes.subarray(start, start + length))
    .update(bytes.subarray(start2, start2 + length2))
    .digest();
}

/** What a prepared file is known by. */
export interface FileDigests {
  /** Of the bytes that /ByteRange names. */
  range: Uint8Array;
  /** Sha-256 of the first `sourceLength` bytes and of the whole, hexadecimal. */
  source: string;
  whole: string;
}

/**
 * The digests of a prepared file. Nearly all of it stands before the hole and is common to all three, so it is hashed once where they are
 * of one algorithm.
 *
 * @param digest of the range
 * @param sourceLength how many bytes at the front are the file that was asked to be signed
 */
export function fileDigests(
  bytes: Uint8Array,
  [, hole, after, rest]: ByteRange,
  digest: string,
  sourceLength = 0,
): FileDigests {
  const running = createHash("sha256").update(bytes.subarray(0, sourceLength));
  const source = running.copy().digest("hex");
  running.update(bytes.subarray(sourceLength, hole));
  const tail = bytes.subarray(after, after + rest);
  const range =
    digest === "sha256" ? running.copy().update(tail) : createHash(digest).update(bytes.subarray(0, hole)).update(tail);
  return { source, range: range.digest(), whole: running.update(bytes.subarray(hole)).digest("hex") };
}

/** Is the hole still empty: `<`, zeros, `>`? */
export function isEmptyHole(bytes: Uint8Array, [, hole, after]: ByteRange): boolean {
  if ((after - hole) % 2 !== 0 || after - hole < 4 || bytes[hole] !== 0x3c || bytes[after - 1] !== 0x3e) return false;
  for (let at = hole + 1; at < after - 1; at++) if (bytes[at] !== 0x30) return false;
  return true;
}
