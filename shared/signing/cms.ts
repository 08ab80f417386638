import { createHash } from "node:crypto";
import { type Certificate, der, OID, readDer } from "../asn1/index.ts";
import { ALGORITHMS } from "./algorithms.ts";
import type { SignatureAlgorithm } from "./model.ts";

const attribute = (oid: string, value: Uint8Array) => der.sequence(der.oid(oid), der.set(value));

/** What every signature with a certificate says of it, worked out once. */
interface CertificateParts {
  /** The attribute signing-certificate-v2. */
  signingCertificate: Uint8Array;
  issuerAndSerial: Uint8Array;
}

const PARTS = new WeakMap<Certificate, CertificateParts>();

function partsOf(certificate: Certificate): CertificateParts {
  const known = PARTS.get(certificate);
  if (known !== undefined) return known;
  const serial = der.serial(certificate.serial);
  const issuerSerial = der.sequence(der.sequence(der.context(4, true, certificate.issuer.raw)), serial);
  // ESSCertIDv2: hashAlgorithm is left out for SHA-256, its DEFAULT (DER).
  const certId = der.sequence(der.octetString(createHash("sha256").update(certificate.raw).digest()), issuerSerial);
  const parts = {
    signingCertificate: attribute(OID.signingCertificateV2, der.sequence(der.sequence(certId))),
    issuerAndSerial: der.sequence(certificate.issuer.raw, serial),
  };
  PARTS.set(certificate, parts);
  return parts;
}

/**
 * Signed attributes of a PAdES baseline signature, as the DER SET that is signed: content-type, message-digest, signing-certificate-v2
 * (ETSI EN 319 142-1, 6.3; RFC 5035). There is no signing-time: `/M` of the signature dictionary takes its place.
 *
 * @param contentDigest digest of the bytes named by /ByteRange, or of what a timestamp token holds
 * @param contentType id-data for a signature, id-ct-TSTInfo for a timestamp token
 * @param signingTime the attribute signing-time, for a signature outside a PDF (ETSI EN 319 122-1, 6.3)
 */
export function signedAttributes(
  contentDigest: Uint8Array,
  certificate: Certificate,
  contentType: string = OID.data,
  signingTime?: Date,
): Uint8Array {
  return der.set(
    attribute(OID.contentType, der.oid(contentType)),
    ...(signingTime === undefined ? [] : [attribute(OID.signingTime, der.time(signingTime))]),
    attribute(OID.messageDigest, der.octetString(contentDigest)),
    partsOf(certificate).signingCertificate,
  );
}

/** What a SignedData may hold besides a detached signature. */
interface SignedDataExtras {
  /** Content that is carried inside; detached id-data when absent. */
  content?: { type: string; bytes: Uint8Array };
  /** A timestamp token over the signature value (ETSI EN 319 122-1, 5.3: signature-time-stamp). */
  timestamp?: Uint8Array;
  /** Further certificates and revocation data, DER, for whoever verifies later (ETSI EN 319 122-1, 5.5: in SignedData itself). */
  evidence?: { certificates: readonly Uint8Array[]; crls: readonly Uint8Array[]; ocsp: readonly Uint8Array[] };
}

/** id-ri-ocsp-response (RFC 5940, 2.1). */
const OCSP_REVOCATION_INFO = "1.3.6.1.5.5.7.16.2";

/**
 * A SignedData in a ContentInfo, DER (RFC 5652): one signer, the whole chain; detached unless content is given.
 *
 * @param attributes as {@link signedAttributes} gives them
 * @param signature over `attributes`
 */
export function signedData(
  algorithm: SignatureAlgorithm,
  certificate: Certificate,
  chain: Uint8Array[],
  attributes: Uint8Array,
  signature: Uint8Array,
  { content, timestamp, evidence }: SignedDataExtras = {},
): Uint8Array {
  const profile = ALGORITHMS[algorithm];
  // Within SignerInfo the same attributes are tagged [0] (RFC 5652, 5.4): only the first byte differs from the SET.
  const tagged = Uint8Array.from(attributes);
  tagged[0] = 0xa0;
  const signerInfo = der.sequence(
    der.integer(1),
    partsOf(certificate).issuerAndSerial,
    profile.digestIdentifier,
    tagged,
    profile.signatureIdentifier,
    der.octetString(signature),
    ...(timestamp === undefined
      ? []
      : [der.context(1, true, der.sequence(der.oid(OID.signatureTimestamp), der.set(timestamp)))]),
  );
  const encapsulated =
    content === undefined
      ? der.sequence(der.oid(OID.data))
      : der.sequence(der.oid(content.type), der.context(0, true, der.octetString(content.bytes)));
  return der.sequence(
    der.oid(OID.signedData),
    der.context(
      0,
      true,
      der.sequence(
        // RFC 5652, 5.1: version 3 when the content is not id-data, 5 when OCSP answers are among the revocation data.
        der.integer(evidence !== undefined && evidence.ocsp.length > 0 ? 5 : content === undefined ? 1 : 3),
        der.set(profile.digestIdentifier),
        encapsulated,
        der.context(0, true, ...once([...chain, ...(evidence?.certificates ?? [])])),
        ...revocationInfos(evidence),
        der.set(signerInfo),
      ),
    ),
  );
}

/** RevocationInfoChoices [1]: lists as they are, OCSP answers as other information (RFC 5652, 10.2.1). */
function revocationInfos(evidence: SignedDataExtras["evidence"]): Uint8Array[] {
  const { crls = [], ocsp = [] } = evidence ?? {};
  if (crls.length + ocsp.length === 0) return [];
  const answers = ocsp.map((bytes) => der.context(1, true, der.oid(OCSP_REVOCATION_INFO), bytes));
  return [der.context(1, true, ...once([...crls, ...answers]))];
}

/** In the order that DER wants of a set; nothing twice. */
function once(parts: readonly Uint8Array[]): Uint8Array[] {
  return [...parts].sort(Buffer.compare).filter((part, i, all) => i === 0 || Buffer.compare(part, all[i - 1]!) !== 0);
}

/** Tags, lengths, versions, algorithms and the other attributes of a SignedData: what {@link signedDataRoom} reckons besides. */
const FRAME = 512;

/** Bytes that are enough for the detached SignedData of a signer: one that is longer does not come about. */
export function signedDataRoom(
  chain: readonly Uint8Array[],
  { issuer }: Certificate,
  longestSignature: number,
): number {
  const certificates = chain.reduce((sum, { length }) => sum + length, 0);
  // The issuer's name stands in SignerIdentifier and in ESSCertIDv2.
  return certificates + 2 * issuer.raw.length + longestSignature + FRAME;
}

/**
 * Reads a finished SignedData back: does it hold one signer, its certificate, and exactly these attributes and this signature, which was
 * verified before?
 */
export function holds(
  cms: Uint8Array,
  { certificate, attributes, signature }: { certificate: Certificate; attributes: Uint8Array; signature: Uint8Array },
): boolean {
  const data = readDer(cms).children[1]?.children[0]?.children ?? [];
  const certificates = data.find((node) => node.isContext(0))?.children ?? [];
  const signers = data.at(-1)?.children ?? [];
  const [, sid, , held, , value] = signers[0]?.children ?? [];
  return (
    signers.length === 1 &&
    certificates.some(({ raw }) => same(raw, certificate.raw)) &&
    same(sid?.raw, partsOf(certificate).issuerAndSerial) &&
    // Only the tag differs from the SET that was signed.
    held?.isContext(0) === true &&
    same(held.raw.subarray(1), attributes.subarray(1)) &&
    same(value?.content, signature)
  );
}

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}
