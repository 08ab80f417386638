import { OID, timeOf } from "../asn1/index.ts";
import { isVanthuError } from "../errors/index.ts";
import { type CmsCheck, checkCms } from "./cms-check.ts";
import { decide } from "./decide.ts";
import { addFromCms, certificatesOf, type Evidence, evidenceFrom } from "./evidence.ts";
import { finding } from "./findings.ts";
import type { SignatureVerdict } from "./model.ts";
import { proofsOf } from "./proofs.ts";
import { type ReadCms, readCms } from "./read-cms.ts";
import { examineStamp, examineTimestamps, type LookedAt } from "./signature.ts";
import { signedBytes } from "./signed-bytes.ts";
import { parseAnchors } from "./trust.ts";
import type { VerifyOptions } from "./verify.ts";

/** Options of {@link verifyDetached} and {@link verifyTimestamp}. */
export interface DetachedOptions extends VerifyOptions {
  /** What the signature is called in its verdict: the file that holds it. */
  name?: string;
}

/** The signed bytes are all there is: nothing can be changed after the signature but in another file. */
const WHOLE = { revision: 0, total: 1, wholeFile: true } as const;

/**
 * The verdict on a CMS or CAdES signature over bytes that lie elsewhere (ETSI EN 319 122-1), by the same rules as a signature in a PDF: certification
 * path, revocation, timestamps in it, reference to the certificate, strength of the algorithms. Never throws for bad input.
 * Errors: ASN1_* when a configured anchor is not a certificate.
 *
 * @param cms ContentInfo, DER or BER
 * @param content the signed bytes
 *
 * @example
 * const { indication } = verifyDetached(p7s, manifest, { trust });
 */
export function verifyDetached(cms: Uint8Array, content: Uint8Array, options: DetachedOptions): SignatureVerdict {
  const read = readCms(cms);
  const { evidence, lookedAt } = prepared(read, options, "signature");
  const check = checkCms(
    read,
    signedBytes(content),
    { contentType: OID.data, content: "detached", essRequired: true, signingTime: "inside" },
    certificatesOf(evidence),
  );
  const claimed = claimedTime(check);
  const out: LookedAt = { ...lookedAt, cms: check, ...(claimed === undefined ? {} : { claimed }) };
  examineTimestamps(out, check, evidence);
  out.findings.push(...check.findings);
  if (claimed === undefined) out.findings.push(finding("NOT_BASELINE", "không có thuộc tính signing-time"));
  return decide(out, [out], proofsOf([out], evidence), evidence);
}

/**
 * The verdict on a time-stamp token (RFC 3161) over bytes that lie elsewhere, as {@link verifyDetached}. `signedAt` is the time it proves when the
 * indication is TOTAL_PASSED.
 */
export function verifyTimestamp(token: Uint8Array, content: Uint8Array, options: DetachedOptions): SignatureVerdict {
  const read = readCms(token);
  const { evidence, lookedAt } = prepared(read, options, "document-timestamp");
  examineStamp(lookedAt, read, signedBytes(content), evidence);
  return decide(lookedAt, [lookedAt], proofsOf([lookedAt], evidence), evidence);
}

function prepared(
  cms: ReadCms,
  options: DetachedOptions,
  kind: SignatureVerdict["kind"],
): { evidence: Evidence; lookedAt: LookedAt } {
  const anchors = parseAnchors(options.trust);
  const now = options.at ?? new Date();
  // The level says what the signature itself carries, whatever else the caller has at hand.
  const own = evidenceFrom({}, anchors, now);
  addFromCms(own, cms);
  const evidence = { ...evidenceFrom(options, anchors, now), dssAt: () => own.store };
  addFromCms(evidence, cms);
  const lookedAt: LookedAt = {
    name: options.name ?? "",
    kind,
    subFilter: kind === "signature" ? "ETSI.CAdES.detached" : "ETSI.RFC3161",
    range: WHOLE,
    timestamps: [],
    locks: [],
    findings: [],
    changes: () => [],
  };
  return { evidence, lookedAt };
}

/** The attribute signing-time: what the signer says (RFC 5652, 11.3). */
function claimedTime(check: CmsCheck): Date | undefined {
  const value = check.signer?.signedAttributes?.attributes.find(({ oid }) => oid === OID.signingTime)?.values[0];
  try {
    return value === undefined ? undefined : timeOf(value);
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    check.findings.push(finding("CMS_MALFORMED", error.message.replace(/\.$/, "")));
    return undefined;
  }
}
