/**
 * Signatures into PDFs (PAdES baseline, B-B to B-LTA), in the order Vietnamese offices sign: the leader, then number and date, then the seal.
 * It knows PDF syntax from shared/pdf and DER from shared/asn1; whether a signature may be trusted is the verification room's business.
 */
export { authorityFetch } from "./authority/authority-fetch.ts";
export type { KeyKind } from "./authority/fresh-keys.ts";
export {
  type CertificateRequest,
  createTestAuthority,
  type IssuedCertificate,
  restoreTestAuthority,
  type TestAuthority,
  type TestAuthorityOptions,
  type TestAuthorityState,
} from "./authority/test-authority.ts";
export { completeSignature, completeSignatureAtLevel, signPdf } from "./complete.ts";
export { fillFields, numberFields } from "./fill-fields.ts";
export { layFields } from "./lay-fields.ts";
export type { Fetch } from "./long-term/bounded-fetch.ts";
export { extendSignature, renewDocumentTimestamp } from "./long-term/extend.ts";
export type {
  ExtendedPdf,
  LevelOptions,
  RevocationOptions,
  SignatureLevel,
  TimestampAuthority,
  TimestampOptions,
} from "./long-term/model.ts";
export { requestTimestamp, type Timestamp } from "./long-term/request-timestamp.ts";
export { RevocationCache } from "./long-term/revocation-cache.ts";
export {
  NUMBER_FIELDS,
  type NumberField,
  type PreparedSignature,
  type PrepareRequest,
  SIGNATURE_FIELDS,
  type SignatureAlgorithm,
  type SignatureField,
  type SignatureRole,
  type SignatureState,
  type SignedPdf,
  type Signer,
  type SignerIdentity,
  type SignRequest,
} from "./model.ts";
export { openPkcs12 } from "./pkcs12.ts";
export { signatureFields } from "./policy.ts";
export { prepareSignature } from "./prepare.ts";
export { localSigner } from "./signers.ts";
export { appendixText, copyText, signingTimeText } from "./time.ts";
