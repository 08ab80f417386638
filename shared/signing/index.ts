/**
 * Signatures into PDFs (PAdES baseline, B-B to B-LTA), in the order Vietnamese offices sign: the leader, then number and date, then the seal.
 * It knows PDF syntax from shared/pdf and DER from shared/asn1; whether a signature may be trusted is the verification room's business.
 */
export type { Placement, PlacementStep, PlaceRequest } from "./appearance/placement.ts";
export {
  type AppearancePreview,
  type PreviewRequest,
  previewSeal,
  previewSignature,
  sealWishes,
} from "./appearance/preview.ts";
export type { SealWish } from "./appearance/seal-solver.ts";
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
export { type DetachedRequest, type DetachedSignature, signDetached } from "./detached.ts";
export { fillFields, numberFields } from "./fill-fields.ts";
export { layFields } from "./lay-fields.ts";
export type { Fetch } from "./long-term/bounded-fetch.ts";
export { extendSignature, renewDocumentTimestamp } from "./long-term/extend.ts";
export { type GatheredEvidence, gatherEvidence } from "./long-term/gather.ts";
export type {
  ExtendedPdf,
  LevelOptions,
  RevocationOptions,
  SignatureLevel,
  TimestampAuthority,
  TimestampOptions,
} from "./long-term/model.ts";
export { type RenewalState, renewalDue } from "./long-term/renewal.ts";
export { requestTimestamp, type Timestamp } from "./long-term/request-timestamp.ts";
export { RevocationCache } from "./long-term/revocation-cache.ts";
export { ValidationCollector } from "./long-term/validation-data.ts";
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
export { type CleanedImage, cleanSignatureImage } from "./signature-image/clean.ts";
export type { ImageKind } from "./signature-image/size.ts";
export { type SignaturePolicy, TT15_2025, TT15_2025_STRICT } from "./signature-policy.ts";
export { localSigner } from "./signers.ts";
export { appendixText, copyText, signingTimeText } from "./time.ts";
