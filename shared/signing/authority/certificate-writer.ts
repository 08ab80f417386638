import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { der, OID } from "../../asn1/index.ts";
import { ALGORITHMS, defaultAlgorithm, signBytes } from "../algorithms.ts";

/** A distinguished name, most general first, as attribute types and values. */
export type NameParts = { oid: string; value: string }[];

/** What goes into a certificate. */
export interface CertificateContent {
  /** Positive, big-endian. */
  serial: Uint8Array;
  subject: NameParts;
  publicKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
  /** A CA certificate; how many CAs may follow below it. */
  ca?: { pathLength: number };
  /** Of a certificate that is no CA's; "signatory" when absent. */
  purpose?: "signatory" | "timestamps" | "ocsp";
  email?: string;
  /** Where the issuer's certificate, its revocation list and its OCSP responder are to be had. */
  locations?: { issuer: string; crl: string; ocsp?: string };
}

/** Extended key usages by purpose. emailProtection is what OpenSSL asks of a CMS signer; documentSigning is RFC 9336. */
const PURPOSES: Record<NonNullable<CertificateContent["purpose"]>, string[]> = {
  signatory: ["1.3.6.1.5.5.7.3.4", OID.documentSigning],
  timestamps: [OID.timeStamping],
  ocsp: [OID.ocspSigning],
};

/** Who signs certificates and revocation lists. */
export interface IssuingKey {
  name: NameParts;
  key: KeyObject;
}

/** A Name in DER: country in PrintableString, the rest in UTF-8 (RFC 5280, 4.1.2.4). */
function nameBytes(parts: NameParts): Uint8Array {
  return der.sequence(
    ...parts.map(({ oid, value }) =>
      der.set(der.sequence(der.oid(oid), oid === OID.country ? der.printable(value) : der.utf8(value))),
    ),
  );
}

function spkiOf(key: KeyObject): Uint8Array {
  return new Uint8Array((key.type === "private" ? createPublicKey(key) : key).export({ format: "der", type: "spki" }));
}

/** RFC 7093, 2, method 1: SHA-256 of the public key bits, cut to 160 bits. */
function keyIdentifier(key: KeyObject): Uint8Array {
  return createHash("sha256").update(spkiOf(key)).digest().subarray(0, 20);
}

/** An Extension (RFC 5280, 4.1). */
export function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

function authorityKeyIdentifier(issuer: KeyObject): Uint8Array {
  return extension(OID.authorityKeyIdentifier, false, der.sequence(der.context(0, false, keyIdentifier(issuer))));
}

/** Signs a TBS structure: SEQUENCE { tbs, algorithm, BIT STRING, and what may follow }. */
export function signed(key: KeyObject, tbs: Uint8Array, ...after: Uint8Array[]): Uint8Array {
  const algorithm = defaultAlgorithm(key);
  const signature = der.bitString(signBytes(algorithm, key, tbs));
  return der.sequence(tbs, ALGORITHMS[algorithm].certificateIdentifier, signature, ...after);
}

/** AuthorityInfoAccess and CRLDistributionPoints (RFC 5280, 4.2.2.1 and 4.2.1.13). */
function locationExtensions({ issuer, crl, ocsp }: NonNullable<CertificateContent["locations"]>): Uint8Array[] {
  const uri = (text: string) => der.context(6, false, Buffer.from(text, "latin1"));
  const access = [
    ...(ocsp === undefined ? [] : [der.sequence(der.oid(OID.ocspAccess), uri(ocsp))]),
    der.sequence(der.oid(OID.caIssuers), uri(issuer)),
  ];
  const point = der.sequence(der.context(0, true, der.context(0, true, uri(crl))));
  return [
    extension(OID.authorityInfoAccess, false, der.sequence(...access)),
    extension(OID.crlDistributionPoints, false, der.sequence(point)),
  ];
}

/** A version 3 certificate in DER (RFC 5280, 4.1). */
export function writeCertificate(content: CertificateContent, issuer: IssuingKey): Uint8Array {
  const { ca, email, purpose = "signatory", locations } = content;
  const extensions = [
    extension(
      OID.basicConstraints,
      true,
      ca === undefined ? der.sequence() : der.sequence(der.boolean(true), der.integer(ca.pathLength)),
    ),
    // keyCertSign and cRLSign for an authority; digitalSignature and nonRepudiation for a signatory (4.2.1.3).
    extension(
      OID.keyUsage,
      true,
      ca === undefined ? der.bitString(Uint8Array.of(0xc0), 6) : der.bitString(Uint8Array.of(0x06), 1),
    ),
    extension(OID.subjectKeyIdentifier, false, der.octetString(keyIdentifier(content.publicKey))),
    authorityKeyIdentifier(issuer.key),
  ];
  if (ca === undefined) {
    const usages = der.sequence(...PURPOSES[purpose].map((usage) => der.oid(usage)));
    // RFC 3161, 2.3: critical in the certificate of a time-stamping authority.
    extensions.push(extension(OID.extendedKeyUsage, purpose === "timestamps", usages));
  }
  // RFC 6960, 4.2.2.2.1: nobody need ask whether the responder itself is revoked.
  if (purpose === "ocsp") extensions.push(extension(OID.ocspNoCheck, false, der.null()));
  if (locations !== undefined) extensions.push(...locationExtensions(locations));
  if (email !== undefined)
    extensions.push(
      extension(OID.subjectAltName, false, der.sequence(der.context(1, false, Buffer.from(email, "latin1")))),
    );
  const tbs = der.sequence(
    der.context(0, true, der.integer(2)),
    der.integer(content.serial),
    ALGORITHMS[defaultAlgorithm(issuer.key)].certificateIdentifier,
    nameBytes(issuer.name),
    der.sequence(der.time(content.notBefore), der.time(content.notAfter)),
    nameBytes(content.subject),
    spkiOf(content.publicKey),
    der.context(3, true, der.sequence(...extensions)),
  );
  return signed(issuer.key, tbs);
}

/** A revoked certificate in a list. */
export interface RevokedEntry {
  /** Hexadecimal. */
  serial: string;
  at: Date;
  /** CRLReason (RFC 5280, 5.3.1); 0 unspecified. */
  reason: number;
}

/** A version 2 certificate revocation list in DER (RFC 5280, 5.1). */
export function writeRevocationList(
  list: { thisUpdate: Date; nextUpdate: Date; number: number; revoked: RevokedEntry[] },
  issuer: IssuingKey,
): Uint8Array {
  const entries = list.revoked.map(({ serial, at, reason }) =>
    der.sequence(
      der.serial(serial),
      der.time(at),
      ...(reason === 0 ? [] : [der.sequence(extension(OID.reasonCode, false, der.enumerated(reason)))]),
    ),
  );
  const extensions = der.sequence(
    authorityKeyIdentifier(issuer.key),
    extension(OID.crlNumber, false, der.integer(list.number)),
  );
  const tbs = der.sequence(
    der.integer(1),
    ALGORITHMS[defaultAlgorithm(issuer.key)].certificateIdentifier,
    nameBytes(issuer.name),
    der.time(list.thisUpdate),
    der.time(list.nextUpdate),
    ...(entries.length === 0 ? [] : [der.sequence(...entries)]),
    der.context(0, true, extensions),
  );
  return signed(issuer.key, tbs);
}
