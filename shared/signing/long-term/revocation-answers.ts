import { createHash, randomBytes } from "node:crypto";
import {
  type Certificate,
  der,
  keyHashOf,
  OID,
  parseCertificate,
  parseCrl,
  parseOcsp,
  speaksOf,
  verifySignature,
} from "../../asn1/index.ts";
import { isVanthuError } from "../../errors/index.ts";

/** What an answer, found good, says of one certificate. */
export interface RevocationAnswer {
  kind: "ocsp" | "crl";
  /** DER as it goes into the file: OCSPResponse or CertificateList. */
  bytes: Uint8Array;
  thisUpdate: Date;
  nextUpdate?: Date;
  revoked?: { at: Date; reason: number };
  /** Who signed an OCSP response, when it is not the issuer itself. */
  responder?: Certificate;
}

/** How far another clock may be ahead of ours. */
const SKEW_MS = 5 * 60_000;

/** Is the answer of use for a time: made before now, and not outdated at that time? */
export function answersFor(answer: RevocationAnswer, at: Date, now: Date): boolean {
  const { thisUpdate, nextUpdate } = answer;
  if (thisUpdate.getTime() > now.getTime() + SKEW_MS) return false;
  return thisUpdate >= at || (nextUpdate !== undefined && nextUpdate >= at);
}

/** An OCSPRequest for one certificate (RFC 6960, 4.1). SHA-1 names the issuer here and protects nothing; responders know it best. */
export function ocspQuery(certificate: Certificate, issuer: Certificate): { bytes: Uint8Array; nonce: Uint8Array } {
  const nonce = randomBytes(16);
  const id = der.sequence(
    der.algorithm(OID.sha1, der.null()),
    der.octetString(createHash("sha1").update(certificate.issuer.raw).digest()),
    der.octetString(keyHashOf(issuer.publicKey, OID.sha1) ?? new Uint8Array()),
    der.serial(certificate.serial),
  );
  const extension = der.sequence(der.oid(OID.ocspNonce), der.octetString(der.octetString(nonce)));
  const bytes = der.sequence(
    der.sequence(der.sequence(der.sequence(id)), der.context(2, true, der.sequence(extension))),
  );
  return { bytes, nonce };
}

/**
 * Reads an OCSP response about a certificate: by its issuer or a responder that the issuer appointed, well signed, and not "unknown".
 * Undefined when it says nothing usable.
 *
 * @param nonce what was asked with; a responder that answers with another one answers somebody else
 */
export function readOcsp(
  bytes: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  nonce?: Uint8Array,
): RevocationAnswer | undefined {
  return unlessUnreadable(() => {
    const response = parseOcsp(bytes);
    if (nonce !== undefined && response.nonce !== undefined && Buffer.compare(nonce, response.nonce) !== 0)
      return undefined;
    const single = response.responses.find((one) => speaksOf(one, certificate, issuer));
    if (single === undefined || single.status === "unknown") return undefined;
    const appointed = response.certificates
      .slice(0, 20)
      .map((held) => parseCertificate(held))
      .filter(
        (held) =>
          held.extendedKeyUsage?.includes(OID.ocspSigning) === true &&
          held.issuer.canonical === issuer.subject.canonical &&
          verifySignature(held.signatureAlgorithm, issuer.publicKey, held.tbs, held.signature) &&
          response.producedAt >= held.notBefore &&
          response.producedAt <= held.notAfter,
      );
    const signer = [issuer, ...appointed].find(({ publicKey }) =>
      verifySignature(response.signatureAlgorithm, publicKey, response.tbs, response.signature),
    );
    if (signer === undefined) return undefined;
    return {
      kind: "ocsp",
      bytes,
      thisUpdate: single.thisUpdate,
      ...(single.nextUpdate === undefined ? {} : { nextUpdate: single.nextUpdate }),
      ...(single.status === "revoked"
        ? { revoked: { at: single.revokedAt ?? single.thisUpdate, reason: single.reason ?? 0 } }
        : {}),
      ...(signer === issuer ? {} : { responder: signer }),
    };
  });
}

/** Reads a complete revocation list of the issuer about a certificate; undefined when it says nothing usable. */
export function readCrl(
  bytes: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
): RevocationAnswer | undefined {
  return unlessUnreadable(() => {
    const list = parseCrl(bytes);
    const partial = list.deltaBase !== undefined || list.idp?.onlySomeReasons !== undefined || list.idp?.indirect;
    const isCa = certificate.basicConstraints?.ca === true;
    const elsewhere = isCa ? list.idp?.onlyUserCerts : list.idp?.onlyCaCerts;
    if (partial || elsewhere || list.idp?.onlyAttributeCerts) return undefined;
    if (list.issuer.canonical !== issuer.subject.canonical) return undefined;
    if (!verifySignature(list.signatureAlgorithm, issuer.publicKey, list.tbs, list.signature)) return undefined;
    // removeFromCRL (8) stands in deltas only.
    const entry = list.entries().find(({ serial, reason }) => serial === certificate.serial && reason !== 8);
    return {
      kind: "crl",
      bytes,
      thisUpdate: list.thisUpdate,
      ...(list.nextUpdate === undefined ? {} : { nextUpdate: list.nextUpdate }),
      ...(entry === undefined ? {} : { revoked: { at: entry.revokedAt, reason: entry.reason ?? 0 } }),
    };
  });
}

function unlessUnreadable<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    return undefined;
  }
}
