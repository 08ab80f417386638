import type { Actor } from "../../access/index.ts";
import type {
  ActualInput,
  Deadline,
  EventFilter,
  ImportResult,
  Programme,
  ProgrammeEvent,
  ProgrammeSummary,
  ProgressInput,
  RecordedEvent,
  RevisionEntry,
  Target,
  TaskEdit,
  TaskGroup,
  TaskInput,
} from "../../tasks/index.ts";
import type { BroughtFile } from "../task-table/model.ts";

/** Programmes of one organisation. Every call checks the actor's organisation and roles. */
export interface ProgrammeDesk {
  list(actor: Actor): Promise<ProgrammeSummary[]>;
  get(actor: Actor, id: string, revision?: number): Promise<Programme>;
  /** Newest first; all, or so many before a revision. */
  history(actor: Actor, id: string, page?: { limit?: number; before?: number }): Promise<RevisionEntry[]>;
  create(
    actor: Actor,
    input: { id?: string; title: string; period: string; basis?: string[]; targets?: Target[] },
  ): Promise<Programme>;
  /** Reads a table; nothing is stored. */
  previewImport(actor: Actor, file: { name: string; bytes: Uint8Array }, sheet?: string): Promise<ImportResult>;
  /** Stores the sound rows as a new revision; with `refused` rows only when `onlySound` says so. */
  import(
    actor: Actor,
    id: string,
    revision: number,
    file: { name: string; bytes: Uint8Array },
    options?: { onlySound?: boolean; sheet?: string; mode?: "replace" | "add" } & ChangeReason,
  ): Promise<Programme>;
  /**
   * Stores a changed programme as the next revision. What others changed since it was read is kept when it does not touch the same
   * fields. @throws CONFLICT with one fault per conflicting field, INVALID, NOT_FOUND
   */
  save(actor: Actor, programme: Programme, why: string | ChangeReason): Promise<Programme>;
  /** What happened, the newest revision first: of the whole programme, of one task, of one revision. @throws NOT_FOUND */
  events(actor: Actor, id: string, filter?: EventFilter): Promise<RecordedEvent[]>;
  /** What differs between two revisions, as events that lead from one to the other. @throws NOT_FOUND */
  compare(actor: Actor, id: string, from: number, to: number): Promise<ProgrammeEvent[]>;
  /** The revision that was valid at an ISO 8601 instant; undefined before the first. @throws NOT_FOUND, INVALID */
  revisionAt(actor: Actor, id: string, instant: string): Promise<number | undefined>;
  /**
   * An earlier revision as a new one. `seen`: the newest revision the person knew of.
   * @throws CONFLICT when there is a newer one than `seen`, NOT_FOUND
   */
  restore(actor: Actor, id: string, revision: number, change: ChangeReason & { seen?: number }): Promise<Programme>;
  /**
   * Takes back what one revision changed, as a new revision; what others changed since stays.
   * @throws CONFLICT with one fault per field that was changed again since, INVALID for the first revision, NOT_FOUND
   */
  undo(actor: Actor, id: string, revision: number, change?: ChangeReason): Promise<Programme>;
  // Below: one change of one thing, as one commit on the revision the person saw; each answers the programme as it is then.
  // All throw NOT_FOUND, INVALID with `faults`, CONFLICT when somebody changed the same fields since.
  addTask(actor: Actor, id: string, revision: number, task: TaskInput, change?: ChangeReason): Promise<Programme>;
  saveTask(
    actor: Actor,
    id: string,
    revision: number,
    taskId: string,
    edit: TaskEdit,
    change?: ChangeReason,
  ): Promise<Programme>;
  removeTask(actor: Actor, id: string, revision: number, taskId: string, change?: ChangeReason): Promise<Programme>;
  /** To a group ("" outside all groups; absent: stays in its own) and behind a task ("" at the head; absent: last of the group). */
  moveTask(
    actor: Actor,
    id: string,
    revision: number,
    taskId: string,
    to: { groupId?: string; after?: string; number?: string },
    change?: ChangeReason,
  ): Promise<Programme>;
  /** `on`: ISO date, not in the future. `files` prove it. @throws EVIDENCE_FILE, SECRET_REFUSED */
  completeTask(
    actor: Actor,
    id: string,
    revision: number,
    taskId: string,
    on: string,
    change?: ChangeReason,
    files?: readonly BroughtFile[],
  ): Promise<Programme>;
  reopenTask(actor: Actor, id: string, revision: number, taskId: string, change?: ChangeReason): Promise<Programme>;
  /** A new deadline (as words or read); the one before is kept in `extensions`. The basis is required. */
  extendTask(
    actor: Actor,
    id: string,
    revision: number,
    taskId: string,
    deadline: Deadline | string,
    change: ChangeReason & { basis: string },
  ): Promise<Programme>;
  /** `files` prove it; those of earlier reports stay. @throws EVIDENCE_FILE, SECRET_REFUSED */
  reportProgress(
    actor: Actor,
    id: string,
    revision: number,
    taskId: string,
    progress: ProgressInput,
    change?: ChangeReason,
    files?: readonly BroughtFile[],
  ): Promise<Programme>;
  setTargetActual(
    actor: Actor,
    id: string,
    revision: number,
    targetId: string,
    actual: ActualInput,
    change?: ChangeReason,
  ): Promise<Programme>;
  addGroup(
    actor: Actor,
    id: string,
    revision: number,
    group: { id?: string; number: string; name: string; after?: string },
    change?: ChangeReason,
  ): Promise<Programme>;
  saveGroup(
    actor: Actor,
    id: string,
    revision: number,
    groupId: string,
    edit: Partial<Omit<TaskGroup, "id">>,
    change?: ChangeReason,
  ): Promise<Programme>;
  /** Only an empty one. */
  removeGroup(actor: Actor, id: string, revision: number, groupId: string, change?: ChangeReason): Promise<Programme>;
}

/** Why something of a programme is changed (Vietnamese), and the document it rests on as cited. */
export interface ChangeReason {
  /** Default: what was done, in a few words. */
  why?: string;
  basis?: string;
}
