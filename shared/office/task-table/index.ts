export { columnsAmong, PAGE_SIZES, TASK_COLUMN_LABELS, TASK_COLUMNS } from "./columns.ts";
export { taskTableDesk } from "./desk.ts";
export { checkEvidence, EVIDENCE_LIMITS, keepEvidence } from "./evidence.ts";
export type * from "./model.ts";
export { leadAgencies, selectTasks } from "./select.ts";
