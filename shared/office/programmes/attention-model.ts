import type { Actor } from "../../access/index.ts";
import type { WarningPolicy } from "../../calendar/index.ts";
import type { Programme, ProgrammeSummary, Task, TaskStatus, TaskWarning } from "../../tasks/index.ts";

/** A programme's tasks with how each stands on a day. */
export interface WatchedProgramme {
  programme: Programme;
  /** ISO day in Vietnam that status and warnings are of. */
  today: string;
  policy: WarningPolicy;
  /** By task id. */
  statuses: Map<string, TaskStatus>;
  /** By task id; only tasks that have any, the most urgent warning first. */
  warnings: Map<string, TaskWarning[]>;
  totals: AttentionTotals;
}

/** How many tasks stand how. A task may be counted under several warnings. */
export interface AttentionTotals {
  tasks: number;
  done: number;
  open: number;
  overdue: number;
  dueSoon: number;
  /** Progress not updated for as long as the office's policy says. */
  stale: number;
  noEvidence: number;
}

/** A task to be looked after, with where it stands. */
export interface AttentionTask {
  programme: Pick<ProgrammeSummary, "id" | "title">;
  task: Pick<Task, "id" | "number" | "name" | "leadAgency">;
  warnings: TaskWarning[];
}

/** Which tasks of the actor's own organisation need somebody. */
export interface AttentionDesk {
  /** One programme, the newest revision or the one asked for. @throws NOT_FOUND */
  of(actor: Actor, id: string, revision?: number): Promise<WatchedProgramme>;
  /** All programmes: totals of each, and the most urgent tasks of all (overdue longest first, then those due soonest, then the rest). */
  overview(
    actor: Actor,
    limit?: number,
  ): Promise<{
    programmes: { programme: ProgrammeSummary; totals: AttentionTotals }[];
    urgent: AttentionTask[];
    more: number;
  }>;
}
