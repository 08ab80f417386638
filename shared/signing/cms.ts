import { createHash } from "node:crypto";
import { type Certificate, der, OID, parseSignedData, soleValue, verifySignature } from "../asn1/index.ts";
import { ALGORITHMS } from "./algorithms.ts";
import type { SignatureAlgorithm } from "./model.ts";

/**
 * Signed attributes of a PAdES baseline signature, as the DER SET that is signed: content-type, message-digest, signing-certificate-v2
 * (ETSI EN 319 142-1, 6.3; RFC 5035). There is no signing-time: `/M` of the signature dictionary takes its place.
 *
 * @param contentDigest digest of the bytes named by /ByteRange, or of what a timestamp token holds
 * @param contentType id-data for a signature, id-ct-TSTInfo for a timestamp token
 */
export function signedAttributes(
  contentDigest: Uint8Array,
  certificate: Certificate,
  contentType: string = OID.data,
): Uint8Array {
  const attribute = (oid: string, value: Uint8Array) => der.sequence(der.oid(oid), der.set(value));
  const issuerSerial = der.sequence(
    der.sequence(der.context(4, true, certificate.issuer.raw)),
    der.serial(certificate.serial),
  );
  // ESSCertIDv2: hashAlgorithm is left out for SHA-256, its DEFAULT (DER).
  const certId = der.sequence(der.octetString(createHash("sha256").update(certificate.raw).digest()), issuerSerial);
  return der.set(
    attribute(OID.contentType, der.oid(contentType)),
    attribute(OID.messageDigest, der.octetString(contentDigest)),
    attribute(OID.signingCertificateV2, der.sequence(der.sequence(certId))),
  );
}

/** What a SignedData may hold besides a detached signature. */
interface SignedDataExtras {
  /** Content that is carried inside; detached id-data when absent. */
  content?: { type: string; bytes: Uint8Array };
  /** A timestamp token over the signature value (ETSI EN 319 122-1, 5.3: signature-time-stamp). */
  timestamp?: Uint8Array;
}

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
  { content, timestamp }: SignedDataExtras = {},
): Uint8Array {
  const profile = ALGORITHMS[algorithm];
  // Within SignerInfo the same attributes are tagged [0] (RFC 5652, 5.4): only the first byte differs from the SET.
  const tagged = Uint8Array.from(attributes);
  tagged[0] = 0xa0;
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer.raw, der.serial(certificate.serial)),
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
        // RFC 5652, 5.1: version 3 when the content is not id-data.
        der.integer(content === undefined ? 1 : 3),
        der.set(profile.digestIdentifier),
        encapsulated,
        der.context(0, true, ...[...chain].sort(Buffer.compare)),
        der.set(signerInfo),
      ),
    ),
  );
}

/** Reads a finished SignedData back as a stranger would: right digest, right certificate, good signature. */
export function isSignedBy(cms: Uint8Array, contentDigest: Uint8Array, certificate: Certificate): boolean {
  const { signerInfos, certificates } = parseSignedData(cms);
  const [signer, ...others] = signerInfos;
  if (signer?.signedAttributes === undefined || others.length > 0) return false;
  const digest = soleValue(signer.signedAttributes.attributes, OID.messageDigest);
  return (
    certificates.some((held) => Buffer.compare(held, certificate.raw) === 0) &&
    digest !== undefined &&
    Buffer.compare(digest.content, contentDigest) === 0 &&
    verifySignature(
      signer.signatureAlgorithm,
      certificate.publicKey,
      signer.signedAttributes.asFound,
      signer.signature,
      signer.digestAlgorithm.oid,
    )
  );
}
