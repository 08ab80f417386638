/**
 * ASN.1, X.509, CMS and RFC 3161 structures as bytes: read (DER, and BER re-encoded as DER) and written (DER).
 * Whether a certificate may be trusted is the verification room's business.
 */
export {
  type Attribute,
  isNamedBy,
  parseSignedData,
  type SignedData,
  type SignerIdentifier,
  type SignerInfo,
  soleValue,
} from "./cms.ts";
export {
  accessLocationsOf,
  type CertificateList,
  type DistributionPoint,
  type DistributionPointName,
  distributionPointsOf,
  type IssuingDistributionPoint,
  parseCrl,
  type RevokedEntry,
} from "./crl.ts";
export { APPLICATION, berToDer, CONTEXT, DerNode, element, readDer, readDerPrefix, TAG, UNIVERSAL } from "./der.ts";
export { type EssCertificateId, essCertificateIdsOf } from "./ess.ts";
export { canonicalRdn, type Name, nameOf, relativeNameOf } from "./names.ts";
export {
  type CertificateId,
  keyHashOf,
  type OcspResponse,
  parseOcsp,
  parseOcspRequest,
  type SingleResponse,
  speaksOf,
} from "./ocsp.ts";
export { DIGEST_NAMES, OID } from "./oids.ts";
export {
  type AlgorithmIdentifier,
  algorithmOf,
  publicKeyOf,
  type SignatureScheme,
  schemeOf,
  verifySignature,
} from "./signature-algorithm.ts";
export {
  parseTimestampAnswer,
  parseTimestampQuery,
  parseTstInfo,
  type TimestampAnswer,
  type TimestampQuery,
  type TstInfo,
} from "./tsp.ts";
export {
  bitStringOf,
  booleanOf,
  flagsIn,
  flagsOf,
  integerOf,
  octetsOf,
  oidOf,
  sequenceOf,
  setOf,
  textValue,
  timeOf,
} from "./values.ts";
export { der } from "./write.ts";
export {
  type Certificate,
  type Extension,
  extensionsOf,
  hexSerial,
  KEY_USAGES,
  type KeyUsage,
  parseCertificate,
  verifySignedBy,
} from "./x509.ts";
