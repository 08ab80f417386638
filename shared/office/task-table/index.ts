export { columnsAmong, DEFAULT_VIEW, PAGE_SIZES, TASK_COLUMN_LABELS, TASK_COLUMNS } from "./columns.ts";
export { taskTableDesk } from "./desk.ts";
export { checkEvidence, EVIDENCE_LIMITS, keepEvidence } from "./evidence.ts";
export type * from "./model.ts";
export { leadAgencies, leadKey, selectTasks } from "./select.ts";
