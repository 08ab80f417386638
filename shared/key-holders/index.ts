/**
 * Keys wherever they are kept: PKCS#12 files, AWS KMS, remote signing services, PKCS#11 devices, programs on the person's own computer.
 * One interface, {@link KeyHolder}; it sees digests, never documents. What is done with its signatures is the signing room's and the
 * office's business.
 */
export { type AccessToken, type TokenKeeper, tokenInMemory } from "./access-token.ts";
export { type AwsKmsKey, awsKms } from "./aws-kms.ts";
export { type CertificateEvidence, type CheckedCertificate, checkCertificate } from "./certificate-check.ts";
export { type CscAccount, type CscHolder, type CscInfo, cscSigner } from "./csc.ts";
export { type CscConsent, type CscEntry, cscAccess, cscConsentAddress, cscConsentToken } from "./csc-access.ts";
export { type BatchFile, type BatchOutcome, digestOf, signFiles } from "./file-batch.ts";
export { reachService } from "./json-service.ts";
export type {
  Authorisation,
  DigestToSign,
  KeyHolder,
  KeyHolderKind,
  SignatureOutcome,
  SigningAnswer,
} from "./model.ts";
export { type Pkcs11Key, pkcs11Signer } from "./pkcs11.ts";
export { type UnlockedKey, type UnlockOptions, unlockPkcs12 } from "./pkcs12-holder.ts";
export type { RemoteProfile } from "./remote-profile.ts";
export { type RemoteAccount, remoteSigner } from "./remote-signer.ts";
export { type AnnouncedSigner, acceptSignedFile, plainName, type ReturnedFile } from "./returned-file.ts";
export { VIETTEL_MYSIGN, VNPT_SMARTCA, VNPT_SMARTCA_SP769 } from "./vietnam-profiles.ts";
