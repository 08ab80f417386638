import { createHash } from "node:crypto";

/** Stands in METS.xml where its own id will stand while the id is made. */
export const ID_BLANK = "00000000-0000-8000-8000-000000000000";

/**
 * The id of a package, made from what its METS.xml says (RFC 9562 version 8): METS.xml holds the digests of everything else, so a package in
 * which anything was changed no longer has its id.
 *
 * @param mets METS.xml with {@link ID_BLANK} in place of the id
 */
export function contentId(mets: Uint8Array): string {
  const hash = createHash("sha256").update(mets).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString("hex").toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** "uuid-…" of a SIP, "urn:{mã phông}:uuid:…" of an AIP (TT 05/2025/TT-BNV). */
export function objectIdOf(kind: "SIP_hoso" | "AIP_hoso", fonds: string | undefined, uuid: string): string {
  return kind === "SIP_hoso" ? `uuid-${uuid}` : `urn:${fonds ?? "PHONG"}:uuid:${uuid}`;
}

/** Name of the folder and of the ZIP: ":" cannot stand in file names. */
export function folderOf(objectId: string): string {
  return objectId.replaceAll(":", "_");
}
