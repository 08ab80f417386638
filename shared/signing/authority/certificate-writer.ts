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
  email?: string;
}

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

function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

function authorityKeyIdentifier(issuer: KeyObject): Uint8Array {
  return extension(OID.authorityKeyIdentifier, false, der.sequence(der.context(0, false, keyIdentifier(issuer))));
}

/** Signs a TBS structure: SEQUENCE { tbs, algorithm, BIT STRING }. */
function signed(key: KeyObject, tbs: Uint8Array): Uint8Array {
  const algorithm = defaultAlgorithm(key);
  return der.sequence(tbs, ALGORITHMS[algorithm].certificateIdentifier, der.bitString(signBytes(algorithm, key, tbs)));
}

/** A version 3 certificate in DER (RFC 5280, 4.1). */
export function writeCertificate(content: CertificateContent, issuer: IssuingKey): Uint8Array {
  const { ca, email } = content;
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
    // emailProtection is what OpenSSL asks of a CMS signer; documentSigning is RFC 9336.
    const usages = der.sequence(der.oid("1.3.6.1.5.5.7.3.4"), der.oid(OID.documentSigning));
    extensions.push(extension(OID.extendedKeyUsage, false, usages));
  }
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
      der.integer(Buffer.from(serial.length % 2 === 0 ? serial : `0${serial}`, "hex")),
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
