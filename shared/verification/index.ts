/**
 * Verification: one verdict on a PDF. It reads strictly, follows certification paths to configured anchors, and says what was changed
 * after each signature. It never signs and never reaches for a network.
 */
export { describeVerdict } from "./describe.ts";
export type { FindingCode } from "./findings.ts";
export type { CertificateSummary, DocumentChange, SignatureVerdict, TrustAnchor, Verdict } from "./model.ts";
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
