import type { ProgrammeEvent, RecordedEvent } from "./events.ts";
import type { MergeableImport } from "./merge-import.ts";
import type { Programme, Target, Task, TaskGroup } from "./model.ts";
import type { RevisionEntry } from "./revision-store.ts";

/** Who changes a programme, and why (Vietnamese; may be ""). */
export interface ProgrammeChange {
  actor: { personId: string; name: string };
  why: string;
  /** The document the change rests on, as cited. */
  basis?: string;
}

/** What a new programme starts with. */
export interface NewProgramme {
  /** Default: a new one. */
  id?: string;
  organisationId: string;
  title: string;
  period: string;
  basis?: string[];
  groups?: TaskGroup[];
  tasks?: Task[];
  targets?: Target[];
}

/** A programme in a list. */
export interface ProgrammeSummary {
  id: string;
  organisationId: string;
  title: string;
  period: string;
  /** The newest. */
  revision: number;
  tasks: number;
  targets: number;
  /** ISO 8601 instant of the newest revision. */
  changedAt: string;
}

/** What a commit may do besides. */
export interface CommitOptions {
  /** The programme was made with files attached or taken away on purpose; otherwise the files of its tasks stay as they are stored. */
  files?: boolean;
}

/** Which events of a programme; without anything the newest. */
export interface EventFilter {
  /** Of one task, also when it has been removed since. */
  taskId?: string;
  targetId?: string;
  groupId?: string;
  /** Of one revision. */
  revision?: number;
  /** Only of revisions before this one: to go on where a list ended. */
  before?: number;
  /** At most so many; default 1,000. */
  limit?: number;
}

/**
 * Programmes of tasks and all their revisions. Nothing is overwritten: a change is a new revision with the events that lead to it; what
 * two revisions have in common is stored once. What is answered is frozen as far as it is shared: change copies.
 */
export interface Programmes {
  /** @throws INVALID, CONFLICT when the id is taken */
  create(input: NewProgramme, change: ProgrammeChange): Promise<Programme>;
  /** The newest revision, or the one asked for. @throws NOT_FOUND */
  get(organisationId: string, id: string, revision?: number): Promise<Programme>;
  /** Newest revision of each, by title. */
  list(organisationId: string): Promise<ProgrammeSummary[]>;
  /** Newest first; all, or so many before a revision. @throws NOT_FOUND */
  history(organisationId: string, id: string, page?: { limit?: number; before?: number }): Promise<RevisionEntry[]>;
  /**
   * Stores a changed programme as a new revision. When there are newer revisions than the one it was read at, the change is worked into
   * the newest. Where a deadline was changed, the one before is kept in `extensions`, with the day in Vietnam and the basis.
   * A change that changes nothing (any more) makes no revision, so that the same commit may be sent again.
   * @throws CONFLICT with one fault per field that others changed too, INVALID, NOT_FOUND
   */
  commit(programme: Programme, change: ProgrammeChange, options?: CommitOptions): Promise<Programme>;
  /**
   * Stores the sound rows of an import as a new revision: "replace" (default) makes the table the whole list, "add" keeps what it
   * does not name. Tasks keep their identity by their id in one of our exports, else by name, else by number; an export that was edited
   * is a change of the revision it was exported from. Importing the same table again changes nothing.
   * @throws CONFLICT, INVALID, NOT_FOUND
   */
  importInto(
    programme: Programme,
    result: MergeableImport,
    change: ProgrammeChange & { mode?: "replace" | "add" },
  ): Promise<Programme>;
  /** What happened, the newest revision first; inside a revision in the order of {@link diffProgrammes}. @throws NOT_FOUND */
  events(organisationId: string, id: string, filter?: EventFilter): Promise<RecordedEvent[]>;
  /** The events that lead from one revision to another. @throws NOT_FOUND */
  compare(organisationId: string, id: string, from: number, to: number): Promise<ProgrammeEvent[]>;
  /** The revision that was valid at an ISO 8601 instant; undefined before the first. @throws NOT_FOUND, INVALID */
  revisionAt(organisationId: string, id: string, instant: string): Promise<number | undefined>;
  /**
   * An earlier revision as a new one; earlier deadlines are kept. `seen`: the newest revision that is known to whoever wants this.
   * @throws CONFLICT when there is a newer one than `seen`, or one comes while this runs; NOT_FOUND
   */
  restore(
    organisationId: string,
    id: string,
    revision: number,
    change: ProgrammeChange & { seen?: number },
  ): Promise<Programme>;
  /**
   * Takes back what one revision changed, as a new revision: its fields get the values they had before it, earlier deadlines included; what
   * others changed since stays. What has been taken back already makes no revision.
   * @throws CONFLICT with one fault per field that was changed again since, INVALID for the first revision, NOT_FOUND
   */
  undo(organisationId: string, id: string, revision: number, change: ProgrammeChange): Promise<Programme>;
}
