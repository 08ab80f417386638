/**
 * Verification: one verdict on a PDF. It reads strictly, follows certification paths to configured anchors, and says what was changed
 * after each signature. It never signs and never reaches for a network.
 *
 * Known limits: revocation comes only from the file and from what the caller gives; the state of an OCSP responder's own certificate is
 * not asked; encrypted files are not judged; scripts and XFA in a file that was signed with them are not looked into; whether a later
 * signature's picture hides text is judged by its size alone (30 % of the page).
 */
export { type AddedChange, addedChanges } from "./added-changes.ts";
export {
  copyWords,
  describeVerdict,
  isOnlySeen,
  signatureFacts,
  signatureTitle,
  standingWords,
  symbolText,
  verdictWords,
} from "./describe.ts";
export { type DetachedOptions, verifyDetached, verifyTimestamp } from "./detached.ts";
export type { FindingCode } from "./findings.ts";
export type {
  CertificateSummary,
  DocumentChange,
  SignatureVerdict,
  StandingNow,
  TrustAnchor,
  Verdict,
} from "./model.ts";
export { type PathFault, validatePath } from "./path.ts";
export type { PathPolicy } from "./policy-tree.ts";
export { revocationOfPath } from "./revocation.ts";
export { type RevocationContext, type RevocationResult, RevocationStore } from "./revocation-store.ts";
export {
  CertificatePool,
  type CertificationPath,
  findPath,
  type ParsedAnchor,
  type PathSearch,
  parseAnchors,
} from "./trust.ts";
export { type VerifyOptions, verifyPdf } from "./verify.ts";
