export { citationOf } from "./amended-documents.ts";
export type * from "./amendment-model.ts";
export { chooseRows, eventsBetween, plainLetter, readWording } from "./amendments.ts";
export {
  type AuditDesk,
  type CheckedSeal,
  proveTrails,
  type TrailCheck,
  type TrailFilter,
  type TrailSeal,
} from "./audit/index.ts";
export { spokenCheckCode } from "./check-code.ts";
export { CONNECTION_KINDS, type ConnectionField, type ConnectionKind } from "./connection-kinds.ts";
export { vietnamDate } from "./context.ts";
export { summaryOf } from "./document-file.ts";
export { dueWords, isWanted, PROGRESS_WORDS, symbolOf as incomingSymbol } from "./incoming/index.ts";
export { SEAL_MAY_TOUCH } from "./issuing.ts";
export type * from "./key-model.ts";
export { NO_SECRETS, SECRET_KEY_BYTES, type SecretBox, secretBox } from "./key-secrets.ts";
export { FORM_WORDS, formulaOf, signatureOf } from "./mandates/index.ts";
export type * from "./mandates/model.ts";
export type * from "./model.ts";
export { verdictOnline } from "./online-verdict.ts";
export { type OfficeOptions, openOffice } from "./open.ts";
export { openPublicOffice, type PublicOffice, type PublicOfficeOptions } from "./public-office.ts";
export { conclusionOf, proveNumbers, REGISTERS } from "./registers/index.ts";
export { reportSources } from "./report-input.ts";
export type * from "./report-model.ts";
export { OPEN_RIGHTS } from "./rights/index.ts";
export type * from "./rights/model.ts";
export type * from "./schedule-model.ts";
export { DEFAULT_FIELDS, SEARCH_FIELDS } from "./search/index.ts";
export type { HandedOutFile, HandOut, HandOutDesk, TakenBack } from "./signing-hand-out.ts";
export type * from "./signing-session-model.ts";
export type * from "./standing-model.ts";
export type * from "./table-model.ts";
