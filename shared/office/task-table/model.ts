import type { Actor } from "../../access/index.ts";
import type { BulkChange, BulkRefusal, Programme, Task, TaskStatus, TaskWarning } from "../../tasks/index.ts";
import type { ChangeReason } from "../programmes/model.ts";

/** A column of the task table. */
export type TaskColumn =
  | "number"
  | "name"
  | "leadAgency"
  | "coordinatingAgencies"
  | "output"
  | "deadline"
  | "progress"
  | "status"
  | "basis"
  | "note"
  | "amendmentNote"
  | "files";

/** Which tasks of a programme; what is absent or "" lets all through. */
export interface TaskFilter {
  /** Words to look for, with or without diacritics; all of them must stand in the task. */
  search?: string;
  /** A status code, or the beginning of some: "open", "done-late". */
  status?: string;
  /** A warning code, or "any". */
  warning?: string;
  /** Lead agency, as it is written or folded. */
  lead?: string;
  /** Id of a group; "-": outside all groups. */
  group?: string;
}

/** In which order. */
export interface TaskOrder {
  /** Absent: as the programme has them. */
  by?: TaskColumn;
  descending?: boolean;
  /** One list over all groups; otherwise the groups keep their order, and the tasks are sorted inside. */
  flat?: boolean;
}

/** What is asked of the table. */
export interface TaskQuery extends TaskFilter, TaskOrder {
  /** Default: the newest. */
  revision?: number;
  /** From 1. */
  page?: number;
  /** Rows on a page, at most 500; default 100. */
  size?: number;
}

/** A page of the table. */
export interface TaskPage {
  programme: Pick<Programme, "id" | "title" | "revision" | "groups">;
  /** ISO day in Vietnam that status and warnings are of. */
  today: string;
  /** Tasks of the programme, and those that the filter lets through. */
  total: number;
  matching: number;
  page: number;
  pages: number;
  rows: { task: Task; status: TaskStatus; warnings: TaskWarning[] }[];
}

/** How a person has the table; goes with the account. */
export interface TaskTableView {
  /** The columns that are shown; the name always is. */
  columns: TaskColumn[];
  /** Rows on a page. */
  size: number;
  flat: boolean;
}

/** Which tasks a change of many is for: these, or all that a filter lets through in the revision that was seen. */
export type TaskChoice = { ids: string[] } | { filter: TaskFilter };

/** One change of many tasks, on the revision that the person saw. */
export interface BulkRequest {
  revision: number;
  tasks: TaskChoice;
  change: BulkChange;
  reason?: ChangeReason;
  /** For a completion: files that prove it, put to every task of the choice. */
  files?: readonly BroughtFile[];
}

/** What a change of many tasks would do, or did. */
export interface BulkResult {
  /** The newest revision then. */
  revision: number;
  chosen: number;
  changed: string[];
  unchanged: string[];
  refused: BulkRefusal[];
}

/** What a change of many tasks would do: each task that differs, before and after; without the second it goes out. */
export interface BulkPreview extends BulkResult {
  programme: Programme;
  differences: { before: Task; after?: Task }[];
}

/** A file as somebody hands it in. */
export interface BroughtFile {
  name: string;
  bytes: Uint8Array;
}

/** The task table of a programme: rows as they are wanted, one change of many, files that prove progress. */
export interface TaskTableDesk {
  /** @throws NOT_FOUND, INVALID for a column, status or page that is none */
  rows(actor: Actor, programmeId: string, query?: TaskQuery): Promise<TaskPage>;
  /** How the person has the table. */
  view(actor: Actor): Promise<TaskTableView>;
  /** @throws INVALID */
  setView(actor: Actor, view: Partial<TaskTableView>): Promise<TaskTableView>;
  /** Nothing is stored. @throws NOT_FOUND, INVALID when the change itself is none */
  previewBulk(actor: Actor, programmeId: string, request: BulkRequest): Promise<BulkPreview>;
  /**
   * One revision for the whole act.
   *
   * @param options.onlySound leaves out the tasks it cannot be made on; otherwise one of them refuses the whole
   * @throws INVALID with a fault per refused task, CONFLICT when others changed the same fields, EVIDENCE_FILE, SECRET_REFUSED, NOT_FOUND
   */
  bulk(actor: Actor, programmeId: string, request: BulkRequest, options?: { onlySound?: boolean }): Promise<BulkResult>;
  /** Puts files to a task; one revision. @throws EVIDENCE_FILE, SECRET_REFUSED, INVALID, NOT_FOUND */
  attach(
    actor: Actor,
    programmeId: string,
    revision: number,
    taskId: string,
    files: readonly BroughtFile[],
    reason?: ChangeReason,
  ): Promise<Programme>;
  /** Takes a file off a task; earlier revisions keep it. @throws NOT_FOUND */
  detach(
    actor: Actor,
    programmeId: string,
    revision: number,
    taskId: string,
    sha256: string,
    reason?: ChangeReason,
  ): Promise<Programme>;
  /** A file that a task has, or had in any revision. @throws NOT_FOUND */
  file(
    actor: Actor,
    programmeId: string,
    taskId: string,
    sha256: string,
  ): Promise<{ name: string; contentType: string; bytes: Uint8Array }>;
}
