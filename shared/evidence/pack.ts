import { createHash } from "node:crypto";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import { writeZip, type ZipPart } from "../opc/index.ts";
import { gatherEvidence, type RevocationOptions, requestTimestamp, signDetached } from "../signing/index.ts";
import { writeManifest } from "./manifest.ts";
import type { EvidenceInput, EvidenceRequest, PackedEvidence } from "./model.ts";
import {
  CERTIFICATE_TYPE,
  CONTAINER_TYPE,
  CRL_TYPE,
  foldedName,
  isSafeName,
  META,
  MIMETYPE_NAME,
  OCSP_TYPE,
  SIGNATURE_TYPE,
  TOKEN_TYPE,
} from "./names.ts";

const SIGNATURE = `${META}signature001.p7s`;
const MANIFEST = `${META}ASiCManifest001.xml`;
const TOKEN = `${META}timestamp001.tst`;
const ARCHIVE_MANIFEST = `${META}ASiCArchiveManifest001.xml`;
const XML_TYPE = "text/xml";

/**
 * Packs files into a signed evidence container: ASiC-E with CAdES (ETSI EN 319 162-1). One signature covers a manifest with the digest of
 * every file; certificates, revocation lists and OCSP answers for every signature inside lie beside the documents, those for the container's own
 * signature within it; a timestamp over everything makes it last (ASiCArchiveManifest).
 *
 * @throws VanthuError EVIDENCE_NAME for a name that is taken, unsafe or in META-INF, or when there is no file; what signing throws: SIGN_*, TSA_*
 *
 * @example
 * const { bytes } = await packEvidence({ files: [{ name: "ke-hoach.pdf", mime: "application/pdf", bytes: pdf }], signer, at: new Date(), timestamp });
 */
export async function packEvidence(request: EvidenceRequest): Promise<PackedEvidence> {
  const { signer, at, timestamp, revocation } = request;
  checkNames(request.files);
  const missing: string[] = [];
  const files = [...request.files, ...(await evidenceFiles(request.files, revocation, missing))];
  const manifest = writeManifest({ name: SIGNATURE, mime: SIGNATURE_TYPE }, files, { root: true });
  const signed = await signDetached({
    content: manifest,
    signer,
    at,
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(revocation === undefined ? {} : { revocation }),
  });
  missing.push(...signed.missing);
  const covered: EvidenceInput[] = [
    ...files,
    { name: MANIFEST, mime: XML_TYPE, bytes: manifest },
    { name: SIGNATURE, mime: SIGNATURE_TYPE, bytes: signed.cms },
  ];
  const parts: ZipPart[] = [
    [MIMETYPE_NAME, new TextEncoder().encode(CONTAINER_TYPE), "stored"],
    ...covered.map(({ name, bytes }): ZipPart => [name, bytes]),
  ];
  const archived = timestamp !== undefined && request.archive !== false;
  if (archived) {
    const archive = writeManifest({ name: TOKEN, mime: TOKEN_TYPE }, covered);
    const { token } = await requestTimestamp(createHash("sha256").update(archive).digest(), timestamp);
    parts.push([ARCHIVE_MANIFEST, archive], [TOKEN, token]);
  }
  const level = archived && signed.level === "B-LT" ? "B-LTA" : signed.level;
  return { bytes: writeZip(parts), level, missing: [...new Set(missing)] };
}

function checkNames(files: readonly EvidenceInput[]): void {
  const refuse = (message: string, where: string) => new VanthuError("EVIDENCE_NAME", { message, where });
  if (files.length === 0) throw refuse("Gói chứng cứ phải có ít nhất một tệp.", "files");
  const taken = new Set<string>([MIMETYPE_NAME]);
  for (const { name } of files) {
    if (!isSafeName(name) || foldedName(name).startsWith(META.toLowerCase()))
      throw refuse("Tên tệp trong gói chứng cứ không dùng được.", name);
    if (taken.has(foldedName(name))) throw refuse("Gói chứng cứ có hai tệp trùng tên.", name);
    taken.add(foldedName(name));
  }
}

/** Certificates and revocation data of every signature in the PDF files, each once. */
async function evidenceFiles(
  files: readonly EvidenceInput[],
  revocation: RevocationOptions | undefined,
  missing: string[],
): Promise<EvidenceInput[]> {
  if (revocation === undefined) return [];
  const kinds = [
    { folder: "chung-thu-so", ending: "cer", mime: CERTIFICATE_TYPE, found: new Map<string, Uint8Array>() },
    { folder: "thu-hoi", ending: "crl", mime: CRL_TYPE, found: new Map<string, Uint8Array>() },
    { folder: "thu-hoi", ending: "ocsp", mime: OCSP_TYPE, found: new Map<string, Uint8Array>() },
  ] as const;
  for (const { bytes, mime } of files) {
    if (mime !== "application/pdf") continue;
    try {
      const got = await gatherEvidence(bytes, revocation);
      missing.push(...got.missing);
      [got.certificates, got.crls, got.ocsp].forEach((list, i) => {
        for (const one of list) kinds[i]!.found.set(createHash("sha256").update(one).digest("hex"), one);
      });
    } catch (error) {
      // A PDF that cannot be read is kept as it is; it has no signature that could be judged.
      if (!isVanthuError(error)) throw error;
    }
  }
  return kinds.flatMap(({ folder, ending, mime, found }) =>
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sha256, bytes]) => ({ name: `bang-chung/${folder}/${sha256.slice(0, 16)}.${ending}`, mime, bytes })),
  );
}
