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

/** Digest of the bytes that /ByteRange names. */
export function rangeDigest(
  bytes: Uint8Array,
  [start, length, start2, length2]: readonly [number, number, number, number],
  digest: string,
): Uint8Array {
  return createHash(digest)
    .update(bytes.subarray(start, start + length))
    .update(bytes.subarray(start2, start2 + length2))
    .digest();
}
