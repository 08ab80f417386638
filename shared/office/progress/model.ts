import type { Actor } from "../../access/index.ts";
import type { Task, TaskStatus } from "../../tasks/index.ts";

/** How a task counts: done, being worked on within its time (or without a date), overdue. */
export type ProgressState = "done" | "openInTime" | "overdue";

/** Tasks of one agency or group, by state. */
export interface ProgressRow extends Record<ProgressState, number> {
  /** Folded name: what a filter takes. "-" for tasks that name none. */
  key: string;
  name: string;
}

/** Where the tasks of an office stand today, of all its programmes or of one. */
export interface ProgressFigures {
  /** ISO day in Vietnam. */
  today: string;
  /** All programmes that can be chosen, by title. */
  programmes: { id: string; title: string; tasks: number }[];
  total: Record<ProgressState, number>;
  /** Those with the most overdue tasks first, then those with the most tasks. */
  agencies: ProgressRow[];
  groups: ProgressRow[];
}

/** Which tasks a list shows; what is absent does not narrow it. */
export interface ProgressFilter {
  programmeId?: string;
  /** `key` of a {@link ProgressRow}. */
  agency?: string;
  group?: string;
  state?: ProgressState;
}

/** A task in a list over programmes. */
export interface ProgressTask {
  programme: { id: string; title: string };
  task: Pick<Task, "id" | "number" | "name" | "leadAgency" | "deadline" | "progress">;
  group: string;
  status: TaskStatus;
}

/** Progress of tasks over all programmes of the actor's own organisation. */
export interface ProgressDesk {
  /** @throws NOT_FOUND for a programme that is not there */
  figures(actor: Actor, programmeId?: string): Promise<ProgressFigures>;
  /** The tasks that a figure counts: overdue longest first, then open ones by deadline, then those that are done. @param page `from` counts from 0; at most 200 at once */
  tasks(
    actor: Actor,
    filter: ProgressFilter,
    page?: { from?: number; limit?: number },
  ): Promise<{ total: number; tasks: ProgressTask[] }>;
}
