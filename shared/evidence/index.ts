/**
 * What a verdict leaves behind: the report that is filed, and the signed evidence container (ASiC-E with CAdES) that verifies again offline years
 * later. It asks nothing of a network but through what signing is given.
 */
export { describeEvidence } from "./describe.ts";
export type {
  EvidenceCheck,
  EvidenceFault,
  EvidenceFile,
  EvidenceInput,
  EvidenceLimits,
  EvidenceRequest,
  EvidenceSummary,
  PackedEvidence,
} from "./model.ts";
export { evidenceSummary, isEvidenceContainer, openEvidence } from "./open.ts";
export { packEvidence } from "./pack.ts";
export { type ReportConditions, type ReportedFile, verificationReport } from "./report.ts";
