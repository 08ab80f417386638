/** A programme of tasks (chương trình nhiệm vụ) as of one revision. A programme is never overwritten: every change makes a new revision. */
export interface Programme {
  id: string;
  organisationId: string;
  title: string;
  /** Year or period in words: "2026", "Quý IV/2025". */
  period: string;
  /** Documents the programme is based on, each as cited. */
  basis: string[];
  /** 1 is the first. */
  revision: number;
  groups: TaskGroup[];
  tasks: Task[];
  targets: Target[];
}

/** A heading of the task table (nhóm nhiệm vụ): "I", "CÔNG TÁC CHỈ ĐẠO…". */
export interface TaskGroup {
  id: string;
  number: string;
  name: string;
}

/** A task (nhiệm vụ). Text cells keep line breaks as "\n" and lists as lines starting with "- " or "+ ". */
export interface Task {
  /** Stays the same when the task is renumbered or moved. */
  id: string;
  groupId?: string;
  number: string;
  name: string;
  leadAgency: string;
  /** As written in the cell. */
  coordinatingAgencies: string;
  output: string;
  deadline: Deadline;
  basis: string;
  note: string;
  /** "Nội dung điều chỉnh" of an amended appendix. */
  amendmentNote: string;
  /** ISO date when it was completed. */
  completedOn?: string;
  /** The deadlines it had before the present one, the oldest first: the first is the original. Absent: it was never changed. */
  extensions?: DeadlineChange[];
  /** What was last reported of it. */
  progress?: TaskProgress;
  /** Files that prove what was reported (tệp minh chứng), the oldest first; they stay when later progress is reported. Absent: none. */
  files?: TaskFile[];
}

/** A file that proves progress or completion; its bytes lie in the file store under their sha256. */
export interface TaskFile {
  sha256: string;
  /** As it came, without folders. */
  name: string;
  contentType: string;
  bytes: number;
  /** ISO date in Vietnam when it was handed in. */
  addedOn: string;
  /** Name of who handed it in. */
  by: string;
}

/** A deadline that was changed (gia hạn, điều chỉnh thời gian). */
export interface DeadlineChange {
  /** What it was. */
  before: Deadline;
  /** ISO date of the change. */
  changedOn: string;
  /** The document that allowed it, as cited; may be "". */
  basis: string;
}

/** A report of progress (tiến độ) on a task. */
export interface TaskProgress {
  /** 0 to 100 */
  percent: number;
  /** ISO date of the report. */
  on: string;
  /** What was done; may be "". */
  result: string;
  /** Documents or addresses that prove it (minh chứng); may be "". */
  evidence: string;
  /** Khó khăn, vướng mắc; may be "". */
  difficulties: string;
  /** Kiến nghị, đề xuất; may be "". */
  proposals: string;
}

/** A deadline as written and as understood. Dates are ISO `yyyy-mm-dd` in Vietnamese local time, both inclusive. */
export interface Deadline {
  text: string;
  /** "before": not later than `to`; "within": inside the range; "recurring": again and again; "none": no date could be read. */
  kind: "before" | "within" | "recurring" | "none";
  from?: string;
  to?: string;
  /** For "recurring". */
  every?: "continuous" | "day" | "week" | "month" | "quarter" | "half-year" | "year";
}

/** A target (chỉ tiêu): what is measured, against what, by whom and by when. */
export interface Target {
  id: string;
  /** Heading it stands under, without its number, or "". */
  section: string;
  /** The whole sentence as written. */
  text: string;
  metric: string;
  comparison: "=" | ">=" | ">" | "<=" | "<" | "none";
  value?: number;
  unit: string;
  leadAgency: string;
  coordinatingAgencies: string;
  deadline: Deadline;
  /** What was reached so far (kết quả thực hiện). */
  actual?: TargetActual;
}

/** A target's value as measured on a day. */
export interface TargetActual {
  value: number;
  /** ISO date */
  on: string;
  /** What proves it; may be "". */
  evidence: string;
}

/** What an import of a table gives: rows that are sound, and every fault of the others. Nothing is stored by importing. */
export interface ImportResult {
  groups: TaskGroup[];
  tasks: Task[];
  refused: RefusedCell[];
  /** Which column was read as which field, by header text. Empty: the file holds no table of tasks. */
  mapping: ImportColumn[];
  sheet?: string;
  /** Targets of a sheet or table of targets ("Chỉ tiêu"); absent: there was none. */
  targets?: Target[];
  /** What the user should know besides faults: hidden columns left out, rows hidden by a filter (Vietnamese sentences). */
  notes?: string[];
  /** Set when the file names its rows by our ids. */
  source?: ImportSource;
  /** Rows that were refused and yet name a task: what the programme holds of them must not be lost. */
  unsound?: Pick<Task, "id" | "number" | "name">[];
}

/** A column of an imported table, counted from 0, with up to three of its values. */
export interface ImportColumn {
  column: number;
  header: string;
  field: ImportField | "ignored";
  samples?: string[];
  hidden?: boolean;
}

/** Where a file with ids comes from. */
export interface ImportSource {
  /** The programme and revision it was exported from; absent when only the ids are there. */
  programmeId?: string;
  revision?: number;
  /** Ids that stood in the file; all others of the result are provisional. */
  tasks: string[];
  groups: string[];
  targets: string[];
}

/** Text columns that a task table can have. */
export type TaskField =
  | "number"
  | "name"
  | "leadAgency"
  | "coordinatingAgencies"
  | "output"
  | "deadline"
  | "basis"
  | "note"
  | "amendmentNote";

/** Every column that can be imported: besides those of the task table its group, progress, identity, and data of our own exports. */
export type ImportField =
  | TaskField
  | "group"
  | "originalDeadline"
  | "completedOn"
  | "percent"
  | "progressOn"
  | "result"
  | "evidence"
  | "difficulties"
  | "proposals"
  | "id"
  | "data";

/** One faulty cell: row and column counted from 1 as in the file, the column also by its header. */
export interface RefusedCell {
  row: number;
  column: number;
  header: string;
  code: string;
  message: string;
  /** Sheet, when it is not the one of the tasks. */
  sheet?: string;
}
