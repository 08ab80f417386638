/** The room of tasks: programmes and their revisions, deadlines, progress, targets, import of tables. */
export { addDays, daysBetween } from "./days.ts";
export { parseDeadline } from "./deadline.ts";
export type {
  EventField,
  MergeConflict,
  MergeResult,
  ProgrammeEvent,
  ProgrammeEventKind,
  RecordedEvent,
} from "./events.ts";
export { cleanCell, plainWords } from "./import/cell-text.ts";
export { CELL_LENGTH, type ImportOptions, importTable } from "./import.ts";
export type {
  Deadline,
  DeadlineChange,
  ImportResult,
  Programme,
  RefusedCell,
  Target,
  TargetActual,
  Task,
  TaskField,
  TaskGroup,
  TaskProgress,
} from "./model.ts";
export {
  type NewProgramme,
  openProgrammes,
  type ProgrammeChange,
  type ProgrammeSummary,
  type Programmes,
  type RevisionEntry,
} from "./programmes.ts";
export { TASK_STATUS_LABELS, type TaskStatus, type TaskStatusCode, taskStatus } from "./status.ts";
export { parseTargetSentence, parseTargets } from "./targets.ts";
