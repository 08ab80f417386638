import type { Programme, Target, Task, TaskGroup } from "./model.ts";

/** What a change of a programme is, in the words of an office. */
export type ProgrammeEventKind =
  | "add"
  | "remove"
  | "rename"
  | "renumber"
  | "reassign"
  | "deadline"
  | "extend"
  | "output"
  | "move"
  | "complete"
  | "reopen"
  | "progress"
  | "edit"
  | "programme";

/** A thing of one of a programme's lists. */
export type Thing = Task | TaskGroup | Target;

/** One changed field of a task, group, target or of the programme itself: whole values before and after, for replaying. */
export interface EventField {
  field: string;
  before?: unknown;
  after?: unknown;
}

/**
 * One change of one thing in a programme, derived from two revisions. An "add" carries the whole thing, a "remove" what it was; `after`
 * names the thing of the same list that it now stands behind ("" at the head) where its place is part of the change.
 */
export interface ProgrammeEvent {
  kind: ProgrammeEventKind;
  subject: "task" | "group" | "target" | "programme";
  /** Id of the thing. */
  id: string;
  /** Name of the thing, shortened, for lists of events. */
  title: string;
  fields: EventField[];
  added?: Thing;
  removed?: Thing;
  after?: string;
}

/** An event with its place in the history: who, when, why and on which basis. */
export interface RecordedEvent extends ProgrammeEvent {
  revision: number;
  /** ISO 8601 instant. */
  at: string;
  actor: { personId: string; name: string };
  why: string;
  /** The document it rests on, as cited; may be "". */
  basis: string;
}

/** Where two people changed the same field of the same thing differently. */
export interface MergeConflict {
  subject: ProgrammeEvent["subject"];
  id: string;
  title: string;
  field: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

/** Two changed programmes over one base, as one; with conflicts nothing is to be stored. */
export interface MergeResult {
  programme: Programme;
  conflicts: MergeConflict[];
}
