import { OID } from "../asn1/index.ts";
import { type PdfDict, type PdfFile, PdfName, PdfString, textOf } from "../pdf/index.ts";
import { type SignedRange, signedRangeOf } from "./byte-range.ts";
import type { FieldLock } from "./changes/policy.ts";
import type { RawChange } from "./changes/step.ts";
import { type CmsCheck, checkCms } from "./cms-check.ts";
import { addFromCms, certificatesOf, type Evidence } from "./evidence.ts";
import type { SignatureEntry } from "./fields.ts";
import { type Finding, finding } from "./findings.ts";
import type { SignatureVerdict } from "./model.ts";
import { type ReadCms, readCms } from "./read-cms.ts";
import { type FileDigests, type SignedBytes, signedBytes } from "./signed-bytes.ts";
import { pdfDate } from "./time.ts";
import { checkTimestamp, type TimestampCheck } from "./timestamp.ts";

/** The changes of a revision, or the error that kept them from being read. */
export type LaterChanges = (revision: number) => RawChange[] | Error;

/** How far a signature reaches: what of the file is judged with it. */
export interface Reach {
  /** Index of the saving that the signature ends, and how many there are. */
  revision: number;
  total: number;
  /** The signed bytes reach the end of the file. */
  wholeFile: boolean;
  /** Bytes of the file up to here are the file as it was signed; absent for a signature that lies beside its file. */
  end?: number;
}

/** A signature over any bytes looked at by itself: cryptography, timestamps in it; nothing yet about trust. */
export interface LookedAt {
  /** Field, or file that holds the signature. */
  name: string;
  kind: SignatureVerdict["kind"];
  subFilter: string;
  role?: SignatureVerdict["role"];
  /** Absent when it could not be made sure of. */
  range?: Reach;
  /** Absent when the kind of signature is not known. */
  cms?: CmsCheck;
  /** The document timestamp's own token, or the signature timestamps inside the CMS. */
  timestamps: TimestampCheck[];
  claimed?: Date;
  /** DocMDP permission, when this is a certification. */
  permission?: 1 | 2 | 3;
  /** What the signature leaves to later savings by its lock (ISO 32000-2, table 236, /P). */
  limit?: 1 | 2 | 3;
  locks: FieldLock[];
  findings: Finding[];
  changes: LaterChanges;
}

/** A signature in a PDF looked at by itself, and where it lies. */
export interface Examined extends LookedAt {
  entry: SignatureEntry;
  range?: SignedRange;
}

/** Looks at one signature by itself. Errors: PDF_* only for what makes the whole file unreadable. */
export function examineSignature(
  file: PdfFile,
  entry: SignatureEntry,
  present: boolean,
  evidence: Evidence,
  changes: LaterChanges,
  digests: FileDigests,
): Examined {
  const subFilter = nameIn(file, entry.dict, "SubFilter");
  const stamp = nameIn(file, entry.dict, "Type") === "DocTimeStamp" || subFilter === "ETSI.RFC3161";
  const reference = referencesOf(file, entry);
  const role = stamp ? undefined : roleOf(entry.field.name, reference.permission !== undefined);
  const out: Examined = {
    entry,
    name: entry.field.name,
    kind: stamp ? "document-timestamp" : "signature",
    subFilter,
    ...(role === undefined ? {} : { role }),
    timestamps: [],
    claimed: stamp ? undefined : pdfDate(file.resolve(entry.dict.get("M"))),
    ...reference,
    findings: present ? [] : [finding("SIGNATURE_REMOVED")],
    changes,
  };
  const ranged = signedRangeOf(file, entry, digests);
  if ("fault" in ranged) {
    out.findings.push(ranged.fault);
    return out;
  }
  out.range = ranged.range;
  const cms = readCms(ranged.range.contents);
  addFromCms(evidence, cms);
  if (stamp) examineStamp(out, cms, ranged.range.signed, evidence);
  else examineCms(out, cms, ranged.range.signed, evidence);
  return out;
}

/** A timestamp over bytes: of a PDF, or of a manifest. */
export function examineStamp(out: LookedAt, token: ReadCms, stamped: SignedBytes, evidence: Evidence): void {
  const check = checkTimestamp(token, stamped, certificatesOf(evidence));
  // The imprint is the document's digest: what fits it is intact.
  if (check.fault === "không đóng trên dữ liệu này") {
    check.cms.intact = false;
    check.findings.push(finding("DIGEST_MISMATCH"));
  } else if (check.fault !== undefined) check.findings.push(finding("TIMESTAMP_INVALID", check.fault));
  out.cms = check.cms;
  out.timestamps.push(check);
  out.findings.push(...check.findings);
}

function examineCms(out: LookedAt, read: ReadCms, signed: SignedBytes, evidence: Evidence): void {
  const { subFilter } = out;
  const known = ["ETSI.CAdES.detached", "adbe.pkcs7.detached", "adbe.pkcs7.sha1"];
  if (!known.includes(subFilter)) {
    out.findings.push(finding("SUBFILTER_UNSUPPORTED", subFilter === "" ? "không tên" : subFilter));
    return;
  }
  const cms = checkCms(
    read,
    signed,
    {
      contentType: OID.data,
      content: subFilter === "adbe.pkcs7.sha1" ? "sha1-inside" : "detached",
      essRequired: subFilter === "ETSI.CAdES.detached",
    },
    certificatesOf(evidence),
  );
  out.cms = cms;
  if (subFilter !== "ETSI.CAdES.detached") out.findings.push(finding("NOT_BASELINE", `kiểu ${subFilter}`));
  examineTimestamps(out, cms, evidence);
  out.findings.push(...cms.findings);
}

/** The signature timestamps in a CMS (RFC 3161, annex A). */
export function examineTimestamps(out: LookedAt, cms: CmsCheck, evidence: Evidence): void {
  for (const attribute of cms.signer?.unsignedAttributes ?? []) {
    if (attribute.oid !== OID.signatureTimestamp || cms.signer === undefined) continue;
    for (const value of attribute.values.slice(0, 8)) {
      const token = readCms(value.raw);
      addFromCms(evidence, token);
      const stamp = checkTimestamp(token, signedBytes(cms.signer.signature), certificatesOf(evidence));
      out.timestamps.push(stamp);
      if (!stamp.sound) out.findings.push(finding("TIMESTAMP_INVALID", stamp.fault ?? ""));
    }
  }
}

/** In which capacity: by the fields that Vanthu lays, or by certification for the leader (NĐ 30/2020/NĐ-CP, Điều 13 and 26). */
function roleOf(field: string, certifies: boolean): SignatureVerdict["role"] {
  const base = field.replace(/\d+$/, "");
  switch (base) {
    case "ChuKyLanhDao":
      return "leader";
    case "ConDauCoQuan":
      return "seal";
    case "KyPhuLuc":
      return "appendix";
    case "KyBanSao":
      return "copy";
  }
  return certifies ? "leader" : undefined;
}

type References = Pick<LookedAt, "permission" | "limit" | "locks">;

/** DocMDP and FieldMDP of /Reference, and the lock that the field itself declares (ISO 32000-1, 12.8.2 and 12.7.4.5). */
function referencesOf(file: PdfFile, entry: SignatureEntry): References {
  const out: References = { locks: [] };
  const limit = (lock: PdfDict): void => {
    const p = file.resolve(lock.get("P"));
    if (p === 1 || p === 2 || p === 3) out.limit = Math.min(p, out.limit ?? 3) as 1 | 2 | 3;
  };
  for (const item of file.array(entry.dict.get("Reference"))) {
    const reference = file.dict(item);
    const params = file.dict(reference?.get("TransformParams"));
    const method = reference === undefined ? "" : nameIn(file, reference, "TransformMethod");
    if (method === "DocMDP") {
      const p = file.resolve(params?.get("P"));
      out.permission = p === 1 || p === 3 ? p : 2;
    }
    if (method === "FieldMDP" && params !== undefined) {
      out.locks.push(lockOf(file, params));
      limit(params);
    }
  }
  const declared = file.dict(entry.field.dict.get("Lock"));
  if (declared !== undefined) {
    out.locks.push(lockOf(file, declared));
    limit(declared);
  }
  return out;
}

function lockOf(file: PdfFile, dict: PdfDict): FieldLock {
  const action = nameIn(file, dict, "Action");
  const fields = file.array(dict.get("Fields")).flatMap((f) => {
    const text = file.resolve(f);
    return text instanceof PdfString ? [textOf(text)] : [];
  });
  return { action: action === "Include" || action === "Exclude" ? action : "All", fields };
}

function nameIn(file: PdfFile, dict: PdfDict, key: string): string {
  const value = file.resolve(dict.get(key));
  return value instanceof PdfName ? value.name : "";
}
