/** The room of tasks: programmes and their revisions, deadlines, progress, targets, import of tables. */

export { addDays, daysBetween } from "../calendar/index.ts";
export {
  type Agency,
  type AgencyFinding,
  type AgencyMatch,
  type AgencyMatchKind,
  type FormerName,
  indexAgencies,
  matchAgency,
  renameAgencies,
  reviewAgencies,
  STANDARD_AGENCIES,
  splitAgencies,
} from "./agencies.ts";
export { applyEvents } from "./apply.ts";
export {
  type BulkChange,
  type BulkOutcome,
  type BulkRefusal,
  changeTasks,
} from "./bulk.ts";
export { parseDeadline } from "./deadline.ts";
export { diffProgrammes } from "./diff.ts";
export {
  addGroup,
  addTask,
  editGroup,
  editTask,
  moveTask,
  newTaskId,
  programmeYear,
  removeGroup,
  removeTask,
  type TaskEdit,
  type TaskInput,
} from "./edits.ts";
export { EVENT_LABELS, fieldLabel, shortTitle, subjectLabel } from "./event-words.ts";
export type {
  EventField,
  MergeConflict,
  MergeResult,
  ProgrammeEvent,
  ProgrammeEventKind,
  RecordedEvent,
} from "./events.ts";
export { type WorkbookCell, type WorkbookSheet, writeWorkbook } from "./export/workbook.ts";
export { type CsvOptions, type ExportOptions, exportCsv, exportXlsx, sampleWorkbook } from "./export.ts";
export { isAnotherDeadline } from "./extensions.ts";
export { attachFiles, detachFile } from "./files.ts";
export { cleanCell, plainWords } from "./import/cell-text.ts";
export { IMPORT_FIELD_LABELS } from "./import/fields.ts";
export { columnLetters, columnNumber, GRID_LIMITS, type Grid, type GridRow } from "./import/grid.ts";
export { readAnyGrids } from "./import/read-grids.ts";
export { readDay, readNumber } from "./import/values.ts";
export { type ImportOptions, importTable, inspectTable, type TableView } from "./import.ts";
export { mergeProgrammes } from "./merge.ts";
export { type MergeableImport, mergeImport } from "./merge-import.ts";
export type {
  Deadline,
  DeadlineChange,
  ImportColumn,
  ImportField,
  ImportResult,
  ImportSource,
  Programme,
  RefusedCell,
  Target,
  TargetActual,
  Task,
  TaskField,
  TaskFile,
  TaskGroup,
  TaskProgress,
} from "./model.ts";
export { openProgrammes } from "./programmes.ts";
export type {
  CommitOptions,
  EventFilter,
  NewProgramme,
  ProgrammeChange,
  ProgrammeSummary,
  Programmes,
} from "./programmes-model.ts";
export {
  type ActualInput,
  completeTask,
  extendTask,
  type ProgressInput,
  reopenTask,
  reportProgress,
  setTargetActual,
} from "./progress.ts";
export type { RevisionEntry } from "./revision-store.ts";
export { TASK_STATUS_LABELS, type TaskStatus, type TaskStatusCode, taskStatus } from "./status.ts";
export { parseTargetSentence, parseTargets } from "./targets.ts";
export { TASK_WARNING_LABELS, type TaskWarning, type TaskWarningCode, taskWarnings } from "./warnings.ts";
