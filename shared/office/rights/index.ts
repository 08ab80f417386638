export { DECISION_WORDS, type Restricted, rightsChanged, rightsDecided, settleRights } from "./change.ts";
export { rightsDesk } from "./desk.ts";
export type * from "./model.ts";
export { hiddenFrom, MASKED_SUBJECT, OPEN_RIGHTS, restrictedLines, sees } from "./visibility.ts";
