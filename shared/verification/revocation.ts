import {
  type Certificate,
  keyHashOf,
  type OcspResponse,
  OID,
  parseCertificate,
  speaksOf,
  verifySignature,
} from "../asn1/index.ts";
import { fromCrls } from "./crl-check.ts";
import { covers, newestFirst, notYetMade, type RevocationContext, type RevocationResult } from "./revocation-store.ts";
import type { CertificationPath, ParsedAnchor } from "./trust.ts";

/** Certificates that by their own word need no revocation information: short-term ones (ETSI EN 319 412-1, 5.2) and noRevAvail (RFC 9608). */
const NO_REVOCATION: ReadonlySet<string> = new Set(["0.4.0.194121.2.1", "2.5.29.56"]);

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
  const answers = [
    fromOcsp(certificate, issuer, context),
    fromCrls(certificate, issuer, anchor, context, revocationOfPath),
  ];
  return (
    answers.find((a) => a.status === "revoked") ?? answers.find((a) => a.status === "good") ?? { status: "unknown" }
  );
}

function fromOcsp(certificate: Certificate, issuer: Certificate, context: RevocationContext): RevocationResult {
  for (const response of newestFirst(context.store.ocsp, (r) => r.producedAt)) {
    for (const single of response.responses) {
      if (!speaksOf(single, certificate, issuer) || notYetMade(single.thisUpdate, context)) continue;
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
      // Revoked stays revoked; good is only said for a time.
      if (!covers(single.thisUpdate, single.nextUpdate, certificate, context)) continue;
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
