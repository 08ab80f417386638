import { createHash } from "node:crypto";
import {
  type Certificate,
  type CertificateList,
  type DistributionPoint,
  type DistributionPointName,
  distributionPointsOf,
  element,
  keyHashOf,
  nameOf,
  type OcspResponse,
  OID,
  parseCertificate,
  parseCrl,
  parseOcsp,
  readDer,
  relativeNameOf,
  speaksOf,
  TAG,
  UNIVERSAL,
  verifySignature,
} from "../asn1/index.ts";
import { type CertificatePool, type CertificationPath, findPath, type ParsedAnchor } from "./trust.ts";

/** What is known of one certificate. */
export interface RevocationResult {
  status: "good" | "revoked" | "unknown";
  /** "OCSP", "CRL", or why none is needed. */
  source?: string;
  revokedAt?: Date;
  reason?: number;
  /** When the information was made. */
  producedAt?: Date;
}

/** Signatures on lists checked in one verification; a file full of lists cannot make it slow. */
const MAX_CHECKS = 2000;

/** Where revocation information may be found, all offline: in the file, in the CMS, or given by the caller. */
export class RevocationStore {
  readonly crls: CertificateList[] = [];
  readonly ocsp: OcspResponse[] = [];
  readonly #seen = new Set<string>();
  readonly #signed = new Map<string, boolean>();

  /** Adds a CRL in DER; what cannot be read is of no use and is ignored. */
  addCrl(bytes: Uint8Array): void {
    if (!this.#fresh(bytes)) return;
    try {
      this.crls.push(parseCrl(bytes));
    } catch {
      // unreadable: tells nothing, and "unknown" is what the verdict will say
    }
  }

  /** Adds an OCSP response in DER. */
  addOcsp(bytes: Uint8Array): void {
    if (!this.#fresh(bytes)) return;
    try {
      this.ocsp.push(parseOcsp(bytes));
    } catch {
      // as above
    }
  }

  /** Was this list signed with this key? Asked for every certificate of every signature, so the answers are kept. */
  signedBy(crl: CertificateList, signer: Certificate): boolean {
    const key = `${this.crls.indexOf(crl)} ${signer.sha256}`;
    let answer = this.#signed.get(key);
    if (answer === undefined && this.#signed.size >= MAX_CHECKS) return false;
    if (answer === undefined) {
      answer = verifySignature(crl.signatureAlgorithm, signer.publicKey, crl.tbs, crl.signature);
      this.#signed.set(key, answer);
    }
    return answer;
  }

  #fresh(bytes: Uint8Array): boolean {
    const key = createHash("sha256").update(bytes).digest("hex");
    if (this.#seen.has(key) || this.#seen.size > 4000) return false;
    this.#seen.add(key);
    return true;
  }
}

/** All that judging revocation needs. */
export interface RevocationContext {
  store: RevocationStore;
  pool: CertificatePool;
  anchors: readonly ParsedAnchor[];
  /** The time for which the state is asked: of the signature as far as it is known. */
  at: Date;
  /** The time of verification; information from after it does not exist yet. */
  now: Date;
  /** Signers of lists being judged already; a list cannot vouch for its own signer. */
  judging?: ReadonlySet<string>;
}

/** Certificates that by their own word need no revocation information: ETSI EN 319 412-1, 5.2; RFC 9608; RFC 6960, 4.2.2.2.1. */
const NO_REVOCATION: ReadonlySet<string> = new Set(["0.4.0.194121.2.1", "2.5.29.56", OID.ocspNoCheck]);

/** All reasons of ReasonFlags, bits 1 to 8 (bit 0 is unused). */
const ALL_REASONS = 0b1_1111_1110;

/**
 * The state of every certificate of a path, leaf first; the anchor is not judged, since trusting it is configuration.
 */
export function revocationOfPath(path: CertificationPath, context: RevocationContext): RevocationResult[] {
  return path.certificates.map((certificate, i) =>
    revocationOf(certificate, path.certificates[i + 1] ?? path.anchor.certificate, path.anchor, context),
  );
}

/** The state of one certificate at `context.at`, from OCSP or else CRLs. */
export function revocationOf(
  certificate: Certificate,
  issuer: Certificate,
  anchor: ParsedAnchor,
  context: RevocationContext,
): RevocationResult {
  for (const oid of NO_REVOCATION) {
    if (certificate.extensions.has(oid)) return { status: "good", source: "chứng thư số không cần kiểm tra thu hồi" };
  }
  const answers = [fromOcsp(certificate, issuer, context), fromCrls(certificate, issuer, anchor, context)];
  return (
    answers.find((a) => a.status === "revoked") ?? answers.find((a) => a.status === "good") ?? { status: "unknown" }
  );
}

/** An older list that still runs must not hide a newer one that revokes. */
function newestFirst<T>(list: readonly T[], made: (item: T) => Date): T[] {
  return [...list].sort((a, b) => made(b).getTime() - made(a).getTime());
}

/** Information is of use for a time when made before the present and not outdated at that time. */
function covers(made: Date, next: Date | undefined, certificate: Certificate, context: RevocationContext): boolean {
  if (made > context.now) return false;
  // Authorities drop expired certificates from their lists (RFC 5280, 3.3).
  if (made > certificate.notAfter) return false;
  return made >= context.at || (next !== undefined && next >= context.at);
}

function fromOcsp(certificate: Certificate, issuer: Certificate, context: RevocationContext): RevocationResult {
  for (const response of newestFirst(context.store.ocsp, (r) => r.producedAt)) {
    for (const single of response.responses) {
      if (!speaksOf(single, certificate, issuer) || !covers(single.thisUpdate, single.nextUpdate, certificate, context))
        continue;
      if (!ocspSignedFor(response, issuer)) continue;
      if (single.status === "revoked") {
        return {
          status: "revoked",
          source: "OCSP",
          revokedAt: single.revokedAt,
          reason: single.reason,
          producedAt: response.producedAt,
        };
      }
      if (single.status === "good") return { status: "good", source: "OCSP", producedAt: response.producedAt };
    }
  }
  return { status: "unknown" };
}

/** RFC 6960, 4.2.2.2: signed by the issuer itself, or by a certificate it issued for OCSP signing. */
function ocspSignedFor(response: OcspResponse, issuer: Certificate): boolean {
  const candidates = [issuer];
  for (const bytes of response.certificates) {
    try {
      const delegate = parseCertificate(bytes);
      const byIssuer = verifySignature(delegate.signatureAlgorithm, issuer.publicKey, delegate.tbs, delegate.signature);
      const valid = response.producedAt >= delegate.notBefore && response.producedAt <= delegate.notAfter;
      if (delegate.issuer.canonical === issuer.subject.canonical && byIssuer && valid) {
        if (delegate.extendedKeyUsage?.includes(OID.ocspSigning)) candidates.push(delegate);
      }
    } catch {
      // not a certificate: cannot have signed
    }
  }
  return candidates.some((c) => {
    const { responder } = response;
    const named =
      "name" in responder
        ? responder.name.canonical === c.subject.canonical
        : responder.keyHash === Buffer.from(keyHashOf(c.publicKey, OID.sha1) ?? []).toString("hex");
    return named && verifySignature(response.signatureAlgorithm, c.publicKey, response.tbs, response.signature);
  });
}

/** RFC 5280, 6.3.3: every distribution point with the lists that speak for it, until all reasons are covered. */
function fromCrls(
  certificate: Certificate,
  issuer: Certificate,
  anchor: ParsedAnchor,
  context: RevocationContext,
): RevocationResult {
  const extension = certificate.extensions.get(OID.crlDistributionPoints);
  const own: DistributionPoint = {
    name: { fullName: [element(2, 4, true, certificate.issuer.raw)] },
    crlIssuers: [],
  };
  const points = extension === undefined ? [own] : [...distributionPointsOf(extension.value), own];
  let covered = 0;
  let producedAt: Date | undefined;
  for (const point of points.slice(0, 32)) {
    for (const crl of newestFirst(context.store.crls, (c) => c.thisUpdate)) {
      const mask = reasonMask(point, crl);
      if (crl.deltaBase !== undefined || (mask & ~covered) === 0 || !inScope(crl, point, certificate)) continue;
      if (!covers(crl.thisUpdate, crl.nextUpdate, certificate, context)) continue;
      if (!understood(crl)) continue;
      if (!crlSigned(crl, issuer, anchor, context)) continue;
      const state = stateIn(crl, deltaFor(crl, issuer, anchor, context), certificate);
      if (state === "unusable") continue;
      if (state !== undefined) return { status: "revoked", source: "CRL", ...state, producedAt: crl.thisUpdate };
      covered |= mask;
      producedAt = crl.thisUpdate;
      if (covered === ALL_REASONS) return { status: "good", source: "CRL", producedAt };
    }
  }
  return { status: "unknown" };
}

function reasonMask(point: DistributionPoint, crl: CertificateList): number {
  const bits = (list: number[] | undefined) =>
    list === undefined ? ALL_REASONS : list.reduce((mask, bit) => mask | (1 << bit), 0) & ALL_REASONS;
  return bits(point.reasons) & bits(crl.idp?.onlySomeReasons);
}

/** 6.3.3 (b): is this the list of this point, and does it speak of certificates of this kind? */
function inScope(crl: CertificateList, point: DistributionPoint, certificate: Certificate): boolean {
  const { idp } = crl;
  if (point.crlIssuers.length > 0) {
    if (idp?.indirect !== true || !point.crlIssuers.some((n) => n.canonical === crl.issuer.canonical)) return false;
  } else if (crl.issuer.canonical !== certificate.issuer.canonical) return false;
  if (idp === undefined) return true;
  const isCa = certificate.basicConstraints?.ca === true;
  if (idp.onlyAttributeCerts || (idp.onlyUserCerts && isCa) || (idp.onlyCaCerts && !isCa)) return false;
  if (idp.distributionPoint === undefined) return true;
  const names = namesOf(idp.distributionPoint, crl.issuer.raw);
  const wanted =
    point.name === undefined
      ? point.crlIssuers.map((n) => directoryKey(n.raw))
      : namesOf(point.name, (point.crlIssuers[0] ?? certificate.issuer).raw);
  return wanted.some((n) => names.includes(n));
}

/** Comparable forms of a distribution point's names; a relative name is completed with its issuer's name. */
function namesOf(name: DistributionPointName, issuer: Uint8Array): string[] {
  if ("fullName" in name) {
    return name.fullName.map((raw) => {
      const node = readDer(raw);
      return node.isContext(4) ? directoryKey(node.children[0]!.raw) : Buffer.from(raw).toString("hex");
    });
  }
  const relative = element(UNIVERSAL, TAG.set, true, name.relative.content);
  relativeNameOf(readDer(relative));
  const whole = element(UNIVERSAL, TAG.sequence, true, readDer(issuer).content, relative);
  return [directoryKey(whole)];
}

function directoryKey(raw: Uint8Array): string {
  return `dn:${nameOf(readDer(raw)).canonical}`;
}

/** A critical extension that is not known makes the list unusable (RFC 5280, 5.2). */
function understood(crl: CertificateList): boolean {
  const known: string[] = [
    OID.issuingDistributionPoint,
    OID.deltaCrlIndicator,
    OID.crlNumber,
    OID.authorityKeyIdentifier,
  ];
  return [...crl.extensions].every(([oid, e]) => !e.critical || known.includes(oid));
}

/** The entry for a certificate in a list and its delta. */
function stateIn(
  crl: CertificateList,
  delta: CertificateList | undefined,
  certificate: Certificate,
): { revokedAt: Date; reason?: number } | undefined | "unusable" {
  const base = entryIn(crl, certificate);
  const newer = delta === undefined ? undefined : entryIn(delta, certificate);
  if (base === "unusable" || newer === "unusable") return "unusable";
  if (newer === undefined) return base;
  return newer.reason === 8 ? undefined : newer;
}

function entryIn(
  crl: CertificateList,
  certificate: Certificate,
): { revokedAt: Date; reason?: number } | undefined | "unusable" {
  // 5.3.3: in an indirect list the issuer stays that of the last entry that names one.
  let issuer = crl.issuer.canonical;
  for (const entry of crl.entries()) {
    if (entry.unknownCritical) return "unusable";
    if (crl.idp?.indirect === true && entry.certificateIssuer !== undefined) issuer = entry.certificateIssuer.canonical;
    if (entry.serial === certificate.serial && issuer === certificate.issuer.canonical) {
      return { revokedAt: entry.revokedAt, reason: entry.reason };
    }
  }
  return undefined;
}

function deltaFor(
  crl: CertificateList,
  issuer: Certificate,
  anchor: ParsedAnchor,
  context: RevocationContext,
): CertificateList | undefined {
  const scope = (c: CertificateList) =>
    Buffer.from(c.extensions.get(OID.issuingDistributionPoint)?.value ?? []).toString("hex");
  return context.store.crls
    .filter(
      (d) =>
        d.deltaBase !== undefined &&
        crl.number !== undefined &&
        d.number !== undefined &&
        d.deltaBase <= crl.number &&
        d.number > crl.number &&
        d.issuer.canonical === crl.issuer.canonical &&
        d.aki === crl.aki &&
        scope(d) === scope(crl) &&
        d.thisUpdate <= context.now &&
        understood(d) &&
        crlSigned(d, issuer, anchor, context),
    )
    .sort((a, b) => Number((b.number ?? 0n) - (a.number ?? 0n)))[0];
}

/**
 * 6.3.3 (f), (g): signed by a key that may sign CRLs and stands under the same anchor: the issuer's own, the anchor's, or that
 * of another certificate with the list issuer's name.
 */
function crlSigned(
  crl: CertificateList,
  issuer: Certificate,
  anchor: ParsedAnchor,
  context: RevocationContext,
): boolean {
  const verifies = (c: Certificate) => context.store.signedBy(crl, c);
  const mayKeySign = (c: Certificate) => c.keyUsage === undefined || c.keyUsage.has("cRLSign");
  for (const own of [issuer, anchor.certificate]) {
    if (own.subject.canonical === crl.issuer.canonical && mayKeySign(own) && verifies(own)) return true;
  }
  for (const other of context.pool.withSubject(crl.issuer.canonical)) {
    if (other.sha256 === issuer.sha256 || !mayKeySign(other) || !verifies(other)) continue;
    const judging = new Set(context.judging);
    if (judging.has(other.sha256) || judging.size >= 3) continue;
    judging.add(other.sha256);
    const path = findPath(other, context.pool, [anchor], context.at).found;
    if (path === undefined) continue;
    const states = revocationOfPath(path, { ...context, judging });
    // The signer's own state may be unknown, since its list may be the one it signs; revoked is the end of it.
    if (!states.some((s) => s.status === "revoked")) return true;
  }
  return false;
}
