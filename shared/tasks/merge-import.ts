import { randomUUID } from "node:crypto";
import { plainWords } from "./import/cell-text.ts";
import type { ImportResult, Programme, Target, Task, TaskField, TaskGroup } from "./model.ts";
import { sameValue } from "./same-value.ts";

/** What of an import is worked in: besides groups and tasks, what says where they are from. */
export type MergeableImport = Pick<ImportResult, "groups" | "tasks"> &
  Partial<Pick<ImportResult, "mapping" | "targets" | "source" | "unsound">>;

/** Cells that are worked in as they stand; a deadline has its own rule. */
const TEXTS = [
  "number",
  "name",
  "leadAgency",
  "coordinatingAgencies",
  "output",
  "basis",
  "note",
  "amendmentNote",
] as const satisfies TaskField[];

/**
 * The programme with an imported table worked in. A row is an existing task when it names its id (as an export of this programme
 * does), else when the names agree (diacritics and punctuation aside), else when group and number agree and no other row has that
 * task's name. It keeps what the table does not tell: columns that are not there, the day of completion, progress and earlier deadlines;
 * a deadline that has been changed since is not put back by a table that still has the old one.
 *
 * @param options.newest the newest revision, where `programme` is the one that the file was exported from: rows that were added to the
 *   file keep the id they were given when it was imported before
 */
export function mergeImport(
  programme: Programme,
  result: MergeableImport,
  mode: "replace" | "add",
  options: { newest?: Programme } = {},
): Programme {
  const own = trusted(programme, result);
  const hasTasks = result.mapping === undefined || result.mapping.length > 0;
  const merged = hasTasks ? mergeTasks(programme, result, mode, own, options.newest) : { ...programme };
  return result.targets === undefined
    ? merged
    : { ...merged, targets: mergeTargets(programme, result.targets, mode, own.targets, options.newest) };
}

/** Ids of the file that mean things of this programme: those of its own exports, those it knows, and all when it is empty. */
function trusted(
  programme: Programme,
  { source }: MergeableImport,
): Record<"tasks" | "groups" | "targets", Set<string>> {
  const own = { tasks: new Set<string>(), groups: new Set<string>(), targets: new Set<string>() };
  if (
    source === undefined ||
    (source.programmeId !== undefined && source.programmeId !== programme.id && !isEmpty(programme))
  )
    return own;
  const anyId = source.programmeId === programme.id || isEmpty(programme);
  for (const list of ["tasks", "groups", "targets"] as const) {
    const known = new Set(programme[list].map(({ id }) => id));
    // Without the programme's mark an id like "t12" may be that of any programme.
    for (const id of source[list]) if (anyId || (known.has(id) && id.length > 8)) own[list].add(id);
  }
  return own;
}

function isEmpty(programme: Programme): boolean {
  return programme.tasks.length + programme.groups.length + programme.targets.length === 0;
}

function mergeTasks(
  programme: Programme,
  result: MergeableImport,
  mode: "replace" | "add",
  own: { tasks: Set<string>; groups: Set<string> },
  newest: Programme | undefined,
): Programme {
  const grouped = result.groups.length > 0 || programme.groups.length === 0;
  const { groups, ids } = mergeGroups(programme, result.groups, mode === "add" || !grouped, own.groups, newest);
  const rows = result.tasks.map((row): Task => {
    const groupId = row.groupId === undefined ? undefined : ids.get(row.groupId);
    const { groupId: _, ...task } = row;
    return groupId === undefined ? task : { ...task, groupId };
  });
  const olds = matchTasks(programme, rows, groups, own.tasks);
  const fields = fieldsOf(result);
  const exact = result.source?.programmeId === programme.id;
  const freshId = idGiver(programme.tasks, newest?.tasks);
  const before = new Set(programme.tasks.map(({ id }) => id));
  const since = newest?.tasks.filter(({ id }) => !before.has(id)) ?? [];
  const added = new Map(since.map((task) => [plainWords(task.name), task.id]));
  const given = new Set<string>();
  const imported = rows.map((row, index): Task => {
    const old = olds[index];
    if (old !== undefined) return worked(old, row, fields, { grouped, exact: exact && own.tasks.has(row.id) });
    const again = added.get(plainWords(row.name));
    const wanted = own.tasks.has(row.id) ? row.id : again;
    const id = wanted !== undefined && !given.has(wanted) ? wanted : freshId(row.id);
    given.add(id);
    return { ...row, id };
  });
  const byId = new Map(imported.map((task) => [task.id, task]));
  if (mode === "add") {
    const tasks = [
      ...programme.tasks.map((task) => byId.get(task.id) ?? task),
      ...imported.filter(({ id }) => !before.has(id)),
    ];
    return { ...programme, groups, tasks };
  }
  return { ...programme, groups, tasks: withUnsound(programme, imported, groups, result.unsound ?? []) };
}

/** Tasks whose rows were refused stay as they are, behind the task they stood behind. */
function withUnsound(
  programme: Programme,
  imported: Task[],
  groups: TaskGroup[],
  unsound: NonNullable<MergeableImport["unsound"]>,
): Task[] {
  if (unsound.length === 0) return imported;
  const here = new Set(imported.map(({ id }) => id));
  const named = (old: Task) =>
    unsound.some(
      (row) =>
        row.id === old.id ||
        (row.name !== "" && plainWords(row.name) === plainWords(old.name)) ||
        (row.name === "" && row.number !== "" && row.number === old.number),
    );
  const kept = programme.tasks.filter((old) => !here.has(old.id) && named(old));
  const tasks = [...imported];
  for (const old of kept) {
    const before = programme.tasks.slice(0, programme.tasks.indexOf(old)).findLast(({ id }) => here.has(id));
    const at = before === undefined ? 0 : tasks.findIndex(({ id }) => id === before.id) + 1;
    const known = old.groupId === undefined || groups.some(({ id }) => id === old.groupId);
    if (!known) groups.push(programme.groups.find(({ id }) => id === old.groupId)!);
    tasks.splice(at, 0, old);
    here.add(old.id);
  }
  return tasks;
}

/** Groups as the table has them; `keep`: those of the programme stay, new ones come behind. Answers which id each group's is. */
function mergeGroups(
  programme: Programme,
  rows: TaskGroup[],
  keep: boolean,
  own: Set<string>,
  newest: Programme | undefined,
): { groups: TaskGroup[]; ids: Map<string, string> } {
  const ids = new Map<string, string>();
  const groups: TaskGroup[] = keep ? [...programme.groups] : [];
  const used = new Set<string>();
  const known = new Map(programme.groups.map((group) => [group.id, group]));
  const claimed = new Set(rows.filter(({ id }) => own.has(id)).map(({ id }) => id));
  const freshId = idGiver(programme.groups, newest?.groups);
  const since = newest?.groups.filter(({ id }) => !known.has(id)) ?? [];
  for (const row of rows) {
    const byName = (list: TaskGroup[]) =>
      list.find(({ id, name }) => !used.has(id) && !claimed.has(id) && plainWords(name) === plainWords(row.name));
    const old = own.has(row.id) ? known.get(row.id) : (byName(programme.groups) ?? byName(groups));
    const wanted = own.has(row.id) ? row.id : byName(since)?.id;
    const id = old?.id ?? (wanted !== undefined && !used.has(wanted) ? wanted : freshId(row.id));
    ids.set(row.id, id);
    used.add(id);
    const group = old === undefined ? { ...row, id } : { ...old, number: row.number, name: row.name };
    const at = groups.findIndex((other) => other.id === id);
    if (at < 0) groups.push(group);
    else groups[at] = group;
  }
  return { groups, ids };
}

/** For each row the task it is, each task at most once: the surest signs are looked at for all rows before the next. */
function matchTasks(programme: Programme, rows: Task[], groups: TaskGroup[], own: Set<string>): (Task | undefined)[] {
  const found: (Task | undefined)[] = rows.map(() => undefined);
  const used = new Set<string>();
  const pass = (keyOfRow: (row: Task) => string, keyOfTask: (task: Task) => string) => {
    const tasks = new Map<string, Task[]>();
    for (const task of programme.tasks) {
      if (used.has(task.id)) continue;
      const key = keyOfTask(task);
      if (key === "") continue;
      const same = tasks.get(key);
      if (same === undefined) tasks.set(key, [task]);
      else same.push(task);
    }
    for (const [index, row] of rows.entries()) {
      if (found[index] !== undefined) continue;
      const key = keyOfRow(row);
      const task = key === "" ? undefined : tasks.get(key)?.find(({ id }) => !used.has(id));
      if (task === undefined) continue;
      found[index] = task;
      used.add(task.id);
    }
  };
  const isNew = (row: Task) => own.has(row.id);
  pass(
    (row) => (own.has(row.id) ? row.id : ""),
    (task) => task.id,
  );
  // A row that names an id which is not there any more is that task come back, not another of its name.
  const groupName = (task: Task, list: TaskGroup[]) =>
    plainWords(list.find(({ id }) => id === task.groupId)?.name ?? "");
  const nameKey = (task: Task) => plainWords(task.name);
  const placed = (task: Task, list: TaskGroup[]) =>
    nameKey(task) === "" ? "" : `${groupName(task, list)}\t${nameKey(task)}\t${task.number}`;
  pass(
    (row) => (isNew(row) ? "" : placed(row, groups)),
    (task) => placed(task, programme.groups),
  );
  pass((row) => (isNew(row) ? "" : nameKey(row)), nameKey);
  const numberKey = (task: Task, list: TaskGroup[]) =>
    task.number === "" ? "" : `${groupName(task, list)}\t${task.number}`;
  pass(
    (row) => (isNew(row) ? "" : numberKey(row, groups)),
    (task) => numberKey(task, programme.groups),
  );
  return found;
}

/** Which text columns the table has; all, when the import does not say. */
function fieldsOf({ mapping }: MergeableImport): ReadonlySet<string> {
  return new Set(mapping === undefined ? [...TEXTS, "deadline"] : mapping.map(({ field }) => field));
}

/**
 * A task with a row worked in. Key order as the old task's, so that an unchanged row leaves an unchanged task.
 *
 * @param how.exact the row comes from an export of this very programme revision: what it says is what somebody wants. Any other table
 *   may be older than what was reported since.
 */
function worked(old: Task, row: Task, fields: ReadonlySet<string>, how: { grouped: boolean; exact: boolean }): Task {
  const task: Task = { ...old };
  for (const field of TEXTS) if (fields.has(field)) task[field] = row[field];
  if (how.grouped) {
    if (row.groupId === undefined) delete task.groupId;
    else task.groupId = row.groupId;
  }
  if (fields.has("deadline") && !keepsDeadline(old, row, how.exact)) task.deadline = row.deadline;
  if (row.extensions !== undefined && old.extensions === undefined) task.extensions = row.extensions;
  if (row.completedOn !== undefined && (how.exact || old.completedOn === undefined)) task.completedOn = row.completedOn;
  if (row.progress !== undefined && (how.exact || isNewer(old, row))) task.progress = row.progress;
  // A cell that was emptied in an export was emptied on purpose.
  if (how.exact && row.completedOn === undefined && fields.has("completedOn")) delete task.completedOn;
  if (how.exact && row.progress === undefined && PROGRESS.every((field) => fields.has(field))) delete task.progress;
  return task;
}

const PROGRESS = ["percent", "progressOn", "result", "evidence", "difficulties", "proposals"];

/** The deadline stays when the cell says what it is, or what it was before it was changed. */
function keepsDeadline(old: Task, row: Task, exact: boolean): boolean {
  const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim();
  const text = plain(row.deadline.text);
  if (exact) return sameValue(old.deadline, row.deadline);
  if (plain(old.deadline.text) === text) return old.deadline.kind !== "none" || row.deadline.kind === "none";
  return (old.extensions ?? []).some(({ before }) => plain(before.text) === text);
}

/** A report of progress in a table counts when it is not older than what was reported since, and says something else. */
function isNewer({ progress: old }: Task, { progress: row }: Task): boolean {
  if (old === undefined || row === undefined) return true;
  return row.on >= old.on && !sameValue({ ...old, on: "" }, { ...row, on: "" });
}

function mergeTargets(
  programme: Programme,
  rows: Target[],
  mode: "replace" | "add",
  own: Set<string>,
  newest: Programme | undefined,
): Target[] {
  const known = new Map(programme.targets.map((target) => [target.id, target]));
  const freshId = idGiver(programme.targets, newest?.targets);
  const claimed = new Set(rows.filter(({ id }) => own.has(id)).map(({ id }) => id));
  const since = newest?.targets.filter(({ id }) => !known.has(id)) ?? [];
  const used = new Set<string>();
  const imported = rows.map((row): Target => {
    const byText = (list: Target[]) =>
      list.find(({ id, text }) => !used.has(id) && !claimed.has(id) && plainWords(text) === plainWords(row.text));
    const old = own.has(row.id) ? known.get(row.id) : byText(programme.targets);
    const wanted = own.has(row.id) ? row.id : byText(since)?.id;
    const id = old?.id ?? (wanted !== undefined && !used.has(wanted) ? wanted : freshId(row.id));
    used.add(id);
    if (old === undefined) return { ...row, id };
    // A result that was measured later is not put back by an older table.
    const actual =
      row.actual === undefined || (old.actual !== undefined && row.actual.on < old.actual.on) ? old.actual : row.actual;
    const { actual: _, ...rest } = { ...old, ...row, id };
    if (row.value === undefined) delete rest.value;
    return actual === undefined ? rest : { ...rest, actual };
  });
  if (mode === "replace") return imported;
  const byId = new Map(imported.map((target) => [target.id, target]));
  return [
    ...programme.targets.map((target) => byId.get(target.id) ?? target),
    ...imported.filter(({ id }) => !known.has(id)),
  ];
}

/** Gives ids: the provisional ones of an import while nothing has any, else new ones; no id is ever used again for another thing. */
function idGiver(...lists: ({ id: string }[] | undefined)[]): (wanted: string) => string {
  const taken = new Set(lists.flatMap((list) => (list ?? []).map(({ id }) => id)));
  const nothingYet = taken.size === 0;
  return (wanted) => {
    const id = nothingYet && !taken.has(wanted) ? wanted : randomUUID();
    taken.add(id);
    return id;
  };
}
