export { citationOf } from "./amendments/amended-documents.ts";
export { chooseRows, eventsBetween, plainLetter, readWording } from "./amendments/desk.ts";
export type * from "./amendments/model.ts";
export {
  type AuditDesk,
  type CheckedSeal,
  proveTrails,
  type TrailCheck,
  type TrailFilter,
  type TrailSeal,
} from "./audit/index.ts";
export { vietnamDate } from "./context.ts";
export { summaryOf } from "./document-file.ts";
export { dueWords, isWanted, PROGRESS_WORDS, symbolOf as incomingSymbol } from "./incoming/index.ts";
export { SEAL_MAY_TOUCH } from "./issuing.ts";
export { CONNECTION_KINDS, type ConnectionField, type ConnectionKind } from "./keys/connection-kinds.ts";
export type * from "./keys/model.ts";
export { NO_SECRETS, SECRET_KEY_BYTES, type SecretBox, secretBox } from "./keys/secrets.ts";
export { FORM_WORDS, formulaOf, signatureOf } from "./mandates/index.ts";
export type * from "./mandates/model.ts";
export type * from "./model.ts";
export { type OfficeOptions, openOffice } from "./open.ts";
export { programmeInPeriod } from "./programmes/plan-of.ts";
export type * from "./programmes/table-model.ts";
export { openPublicOffice, type PublicOffice, type PublicOfficeOptions } from "./public-office.ts";
export { conclusionOf, proveNumbers, REGISTERS } from "./registers/index.ts";
export { reportSources } from "./reports/input.ts";
export type * from "./reports/model.ts";
export type * from "./reports/schedule-model.ts";
export { OPEN_RIGHTS } from "./rights/index.ts";
export type * from "./rights/model.ts";
export { DEFAULT_FIELDS, SEARCH_FIELDS } from "./search/index.ts";
export type { HandedOutFile, HandOut, HandOutDesk, TakenBack } from "./signing/hand-out.ts";
export type * from "./signing/session-model.ts";
export { spokenCheckCode } from "./standing/check-code.ts";
export type * from "./standing/model.ts";
export { verdictOnline } from "./standing/online-verdict.ts";
export {
  columnsAmong,
  EVIDENCE_LIMITS,
  leadAgencies,
  PAGE_SIZES,
  selectTasks,
  TASK_COLUMN_LABELS,
  TASK_COLUMNS,
} from "./task-table/index.ts";
