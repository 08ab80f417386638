import type { Programme, Task, TaskGroup } from "../tasks/index.ts";
import { type AmendmentKind, type AmendmentWording, amendmentNote, DEFAULT_WORDING } from "./wording.ts";

/** One changed field, as texts. */
export interface FieldChange {
  field: "name" | "deadline" | "leadAgency" | "coordinatingAgencies" | "output" | "group" | "completedOn";
  /** "" when there was nothing. */
  before: string;
  after: string;
}

/** A task that differs between two revisions of its programme. */
export interface AmendmentRow {
  taskId: string;
  /** Every change, the one the row is about first. */
  kinds: AmendmentKind[];
  /** Absent for an added task. */
  before?: Task;
  /** Absent for a removed task. */
  after?: Task;
  /** Where the task stands now (for a removed one: stood). */
  group?: TaskGroup;
  changes: FieldChange[];
  /** "Nội dung điều chỉnh", in the office's wording. */
  note: string;
}

/** What the notes speak of. */
export interface CompareOptions {
  /** The document that the changes rest on, as cited: "Kế hoạch số 07-KH/BCĐ". Default: none is named. */
  basis?: string;
  /** The appendix that the tasks stand in, as cited: "Phụ lục II". Default "Phụ lục". */
  appendix?: string;
  wording?: Partial<AmendmentWording>;
}

/**
 * The rows of an amended appendix: every task of `to` that is new or differs from `from`, in the order of `to`, and the tasks that
 * are gone, each where it stood. Tasks are the same when their ids are; a new number alone is no amendment.
 */
export function compareRevisions(from: Programme, to: Programme, options: CompareOptions = {}): AmendmentRow[] {
  const wording = { ...DEFAULT_WORDING, ...options.wording };
  const oldTasks = new Map(from.tasks.map((task) => [task.id, task]));
  const newIds = new Set(to.tasks.map((task) => task.id));
  const row = (before: Task | undefined, after: Task | undefined): AmendmentRow | undefined => {
    const kinds = changedKinds(before, after, from, to);
    if (kinds.length === 0) return undefined;
    const task = (after ?? before)!;
    const group = groupOf(after === undefined ? from : to, task);
    const note = amendmentNote(kinds, wording, {
      basis: options.basis ?? "",
      number: (before ?? task).number.padStart(2, "0"),
      appendix: options.appendix ?? "Phụ lục",
      group: group?.number ?? "",
      date: (after?.completedOn ?? "").split("-").reverse().join("/"),
    });
    return { taskId: task.id, kinds, before, after, group, changes: fieldChanges(before, after, from, to), note };
  };
  const rows: AmendmentRow[] = [];
  const push = (found: AmendmentRow | undefined) => {
    if (found !== undefined) rows.push(found);
  };
  const gone = removedAfter(from, newIds);
  for (const task of gone.get(undefined) ?? []) push(row(task, undefined));
  for (const task of to.tasks) {
    push(row(oldTasks.get(task.id), task));
    for (const removed of gone.get(task.id) ?? []) push(row(removed, undefined));
  }
  return inGroups(rows, from, to);
}

/** Removed tasks by the id of the kept task they came after; undefined: at the head. */
function removedAfter(from: Programme, kept: Set<string>): Map<string | undefined, Task[]> {
  const removed = new Map<string | undefined, Task[]>();
  let before: string | undefined;
  for (const task of from.tasks) {
    if (kept.has(task.id)) before = task.id;
    else removed.set(before, [...(removed.get(before) ?? []), task]);
  }
  return removed;
}

/** Rows by group in the order of the newer revision, groups that are gone last. */
function inGroups(rows: AmendmentRow[], from: Programme, to: Programme): AmendmentRow[] {
  const order = new Map([...to.groups, ...from.groups].map((group) => [group.id, 0]));
  for (const [index, id] of [...order.keys()].entries()) order.set(id, index);
  const place = (row: AmendmentRow) => (row.group === undefined ? -1 : (order.get(row.group.id) ?? order.size));
  return [...rows].sort((a, b) => place(a) - place(b));
}

function changedKinds(
  before: Task | undefined,
  after: Task | undefined,
  from: Programme,
  to: Programme,
): AmendmentKind[] {
  if (before === undefined) return ["added"];
  if (after === undefined) return ["removed"];
  const kinds: AmendmentKind[] = [];
  if (!same(before.name, after.name)) kinds.push("renamed");
  if (!same(before.deadline.text, after.deadline.text)) kinds.push("deadline");
  if (!same(before.leadAgency, after.leadAgency)) kinds.push("leadAgency");
  if (!same(before.coordinatingAgencies, after.coordinatingAgencies)) kinds.push("coordinatingAgencies");
  if (!same(before.output, after.output)) kinds.push("output");
  if (groupOf(from, before)?.id !== groupOf(to, after)?.id) kinds.push("moved");
  if (before.completedOn === undefined && after.completedOn !== undefined) kinds.push("completed");
  return kinds;
}

function fieldChanges(
  before: Task | undefined,
  after: Task | undefined,
  from: Programme,
  to: Programme,
): FieldChange[] {
  const texts = (task: Task | undefined, programme: Programme): Record<FieldChange["field"], string> => {
    const group = task === undefined ? undefined : groupOf(programme, task);
    return {
      name: task?.name ?? "",
      deadline: task?.deadline.text ?? "",
      leadAgency: task?.leadAgency ?? "",
      coordinatingAgencies: task?.coordinatingAgencies ?? "",
      output: task?.output ?? "",
      group: group === undefined ? "" : `${group.number}. ${group.name}`,
      completedOn: task?.completedOn ?? "",
    };
  };
  const old = texts(before, from);
  const now = texts(after, to);
  return (Object.keys(old) as FieldChange["field"][])
    .filter((field) => !same(old[field], now[field]))
    .map((field) => ({ field, before: old[field], after: now[field] }));
}

function groupOf(programme: Programme, task: Task): TaskGroup | undefined {
  return programme.groups.find((group) => group.id === task.groupId);
}

/** Spaces and line breaks are layout, not content. */
function same(a: string, b: string): boolean {
  return a.replaceAll(/\s+/g, " ").trim() === b.replaceAll(/\s+/g, " ").trim();
}
