import {
  type Certificate,
  type CertificateList,
  type DistributionPoint,
  type DistributionPointName,
  distributionPointsOf,
  element,
  nameOf,
  OID,
  readDer,
  relativeNameOf,
  TAG,
  UNIVERSAL,
} from "../asn1/index.ts";
import { covers, newestFirst, notYetMade, type RevocationContext, type RevocationResult } from "./revocation-store.ts";
import { type CertificationPath, findPath, type ParsedAnchor } from "./trust.ts";

/** Judges the revocation of a whole path; given by the caller, since a list's signer is judged like any other certificate. */
export type JudgePath = (path: CertificationPath, context: RevocationContext) => RevocationResult[];

/** All reasons of ReasonFlags, bits 1 to 8 (bit 0 is unused). */
const ALL_REASONS = 0b1_1111_1110;

/** RFC 5280, 6.3.3: every distribution point with the lists that speak for it, until all reasons are covered. */
export function fromCrls(
  certificate: Certificate,
  issuer: Certificate,
  anchor: ParsedAnchor,
  context: RevocationContext,
  judgePath: JudgePath,
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
      if (notYetMade(crl.thisUpdate, context) || !understood(crl)) continue;
      if (!crlSigned(crl, issuer, anchor, context, judgePath)) continue;
      const state = stateIn(crl, deltaFor(crl, issuer, anchor, context, judgePath), certificate);
      if (state === "unusable") continue;
      if (state !== undefined) return { status: "revoked", source: "CRL", ...state, producedAt: crl.thisUpdate };
      // Revoked stays revoked; "not listed" counts only as long as the list does.
      if (!covers(crl.thisUpdate, crl.nextUpdate, certificate, context)) continue;
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
  judgePath: JudgePath,
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
        !notYetMade(d.thisUpdate, context) &&
        understood(d) &&
        crlSigned(d, issuer, anchor, context, judgePath),
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
  judgePath: JudgePath,
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
    const states = judgePath(path, { ...context, judging });
    // The signer's own state may be unknown, since its list may be the one it signs; revoked is the end of it.
    if (!states.some((s) => s.status === "revoked")) return true;
  }
  return false;
}
