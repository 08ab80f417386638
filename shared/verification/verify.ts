import { isVanthuError, VanthuError } from "../errors/index.ts";
import { type PdfFile, PdfRef, readPdf, type XrefEntry } from "../pdf/index.ts";
import { changesOf } from "./changes/policy.ts";
import type { RawChange } from "./changes/step.ts";
import { decide } from "./decide.ts";
import { documentFacts } from "./document-facts.ts";
import { collectEvidence, type Evidence } from "./evidence.ts";
import { type FormField, readAllFields, readFields, type SignatureEntry, signatureIn } from "./fields.ts";
import { finding } from "./findings.ts";
import { limitOf } from "./limits.ts";
import type { SignatureVerdict, TrustAnchor, Verdict } from "./model.ts";
import { proofsOf } from "./proofs.ts";
import { type Examined, examineSignature, type LaterChanges } from "./signature.ts";
import { signaturesSeen } from "./signatures-seen.ts";
import { FileDigests } from "./signed-bytes.ts";
import { summaryOf } from "./summary.ts";
import { parseAnchors } from "./trust.ts";

/** Options of {@link verifyPdf}. Bytes are DER. */
export interface VerifyOptions {
  /** Only these are trusted. */
  trust: readonly TrustAnchor[];
  /** The time at which to verify; now when absent. */
  at?: Date;
  /** Nothing is ever fetched from a network here; the option is for callers that fetch beforehand. */
  offline?: boolean;
  /** Certificates that may help to build a path; they are not trusted by themselves. */
  intermediates?: readonly Uint8Array[];
  /** Revocation lists besides those in the file. */
  crls?: readonly Uint8Array[];
  /** OCSP responses besides those in the file. */
  ocsp?: readonly Uint8Array[];
  /** CMS signatures and timestamps from elsewhere whose certificates and revocation data may help. */
  carriers?: readonly Uint8Array[];
  /** The caller holds proof that the file existed then, such as a timestamp over it: the latest moment it can have been signed at. */
  existedAt?: Date;
}

/** Signatures in one file; each costs a comparison with every later revision. */
const MAX_SIGNATURES = 64;
/** Objects looked at when comparing all revisions of one file, and fields read in all of them. */
const MAX_COMPARED = 1_000_000;
const MAX_FIELDS_READ = 200_000;

/**
 * The verdict on a PDF: is each signature whole, genuine, by someone whom a configured anchor vouches for, with what proof of time, and
 * what was changed after it. One result joins what validators usually tell apart: a forbidden change makes it TOTAL_FAILED though the
 * cryptography is right.
 *
 * Revocation is taken from the file (DSS, CMS) and from the options. When nothing usable is found for a certificate that does not itself
 * say that it needs none, the signature is INDETERMINATE with TRY_LATER. Never throws for a bad file: that is verdict
 * UNREADABLE, with the signatures that it seems to hold, unchecked.
 * Errors: ASN1_* when a configured anchor is not a certificate.
 *
 * @example
 * const verdict = verifyPdf(bytes, { trust: [{ certificate, scope: "NEAC", source: "rootca.gov.vn, 05/01/2026" }] });
 */
export function verifyPdf(bytes: Uint8Array, options: VerifyOptions): Verdict {
  const anchors = parseAnchors(options.trust);
  const now = options.at ?? new Date();
  const digests = new FileDigests(bytes);
  const document: Verdict["document"] = { sha256: "", bytes: bytes.length, pages: 0, revisions: 0 };
  // Told last, when the signatures have read most of the file already.
  const told = () => ({ ...document, sha256: Buffer.from(digests.whole("sha256")).toString("hex") });
  try {
    const file = readPdf(bytes);
    document.revisions = file.revisions.length;
    if (file.encrypted) {
      throw new VanthuError("PDF_ENCRYPTED", { message: "Tệp PDF được mã hóa (có mật khẩu hoặc hạn chế quyền)." });
    }
    document.pages = file.pageCount;
    const entries = signaturesOf(file);
    const evidence = collectEvidence(file, options, anchors, now);
    const changes = laterChanges(file, entries);
    const examined = entries.map(({ entry, present }) =>
      examineSignature(file, entry, present, evidence, changes, digests),
    );
    refuseShared(examined);
    const signatures = conclude(examined, evidence);
    Object.assign(document, documentFacts(file, examined, signatures));
    const verdict = verdictOf(signatures);
    return { verdict, summary: summaryOf(verdict, signatures), document: told(), signatures };
  } catch (error) {
    if (!isVanthuError(error) && !(error instanceof RangeError)) throw error;
    const reason = isVanthuError(error) ? error.message : "Tệp PDF vượt giới hạn cho phép.";
    const where = isVanthuError(error) && error.where !== undefined ? ` (${error.where})` : "";
    return {
      verdict: "UNREADABLE",
      summary: `Không đọc được tệp nên không kiểm tra được chữ ký: ${reason.replace(/\.$/, "")}${where}.`,
      document: told(),
      signatures: signaturesSeen(bytes),
    };
  }
}

/** All signatures of any revision in the order of signing, also those that a later saving took away. */
function signaturesOf(file: PdfFile): { entry: SignatureEntry; present: boolean }[] {
  const found = new Map<string, { entry: SignatureEntry; present: boolean }>();
  const keys = new Map<FormField, { key: string; place: XrefEntry | undefined }>();
  let fields = 0;
  file.revisions.forEach((_, i) => {
    const newest = i === file.revisions.length - 1;
    const view = newest ? file : file.at(i);
    if (!newest && !view.catalog.has("AcroForm")) return;
    for (const field of newest ? readAllFields(view) : readFields(view)) {
      limitOf(++fields <= MAX_FIELDS_READ, "quá nhiều ô trong các lần lưu");
      // The very field of a view before with its value in the same place: nothing has to be read again.
      const place = field.value instanceof PdfRef ? view.entry(field.value.num) : undefined;
      const known = keys.get(field);
      if (known !== undefined && known.place === place) {
        found.get(known.key)!.present = newest;
        continue;
      }
      const entry = signatureIn(view, field);
      if (entry === undefined) continue;
      const span = view.spanOf(entry.holder, ...entry.path, "Contents");
      const key = `${field.num} ${entry.holder} ${span?.start ?? "?"}`;
      if (field.value instanceof PdfRef && view.get(field.value) === entry.dict) keys.set(field, { key, place });
      // Keep the entry as first seen; whether it is still there is what the newest view says.
      found.set(key, { entry: found.get(key)?.entry ?? entry, present: newest });
      limitOf(found.size <= MAX_SIGNATURES, "quá nhiều chữ ký");
    }
  });
  return [...found.values()];
}

/** One signature shown in two fields would speak in two capacities. */
function refuseShared(examined: readonly Examined[]): void {
  for (const one of examined) {
    const twins = examined.filter((other) => other.range !== undefined && other.range.gap === one.range?.gap);
    if (twins.length > 1) one.findings.push(finding("BYTE_RANGE_INVALID", "một chữ ký dùng cho nhiều ô"));
  }
}

/** What each saving changed, computed when first asked for. */
function laterChanges(file: PdfFile, entries: readonly unknown[]): LaterChanges {
  const steps = new Map<number, RawChange[] | Error>();
  const budget = { left: MAX_COMPARED };
  limitOf(entries.length * file.revisions.length <= 8192, "quá nhiều lần lưu nối tiếp");
  return (revision) => {
    let step = steps.get(revision);
    if (step === undefined) {
      try {
        step = changesOf(file, revision, budget);
      } catch (error) {
        if (!isVanthuError(error)) throw error;
        step = error;
      }
      steps.set(revision, step);
    }
    return step;
  };
}

function conclude(examined: Examined[], evidence: Evidence): SignatureVerdict[] {
  const ordered = [...examined].sort((a, b) => (a.range?.revision ?? -1) - (b.range?.revision ?? -1));
  const proofs = proofsOf(ordered, evidence);
  return ordered.map((signature) => decide(signature, ordered, proofs, evidence));
}

const ORDER = ["TOTAL_FAILED", "INDETERMINATE", "TOTAL_PASSED"] as const;

/** The worst signature's; a timestamp alone says when, not who, so it makes no signed document. */
function verdictOf(signatures: readonly SignatureVerdict[]): Verdict["verdict"] {
  const worst = ORDER.find((o) => signatures.some((s) => s.indication === o)) ?? "TOTAL_PASSED";
  if (signatures.some((s) => s.kind === "signature") || worst === "TOTAL_FAILED") return worst;
  return "NO_SIGNATURE";
}
