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
  options: { newest?: Programme | undefined } = {},
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
  const tasks =
    mode === "add"
      ? withNew(programme.tasks, imported)
      : withUnsound(programme, imported, groups, result.unsound ?? []);
  return { ...programme, groups, tasks };
}

/** What is there, as the table changes it, and behind it what the table adds. */
function withNew<T extends { id: string }>(things: T[], imported: T[]): T[] {
  return [...new Map([...things, ...imported].map((thing) => [thing.id, thing])).values()];
}

/** Tasks whose rows were refused stay as they are, behind the task they stood behind. */
function withUnsound(
  programme: Programme,
  imported: Task[],
  groups: TaskGroup[],
  unsound: NonNullable<MergeableImport["unsound"]>,
): Task[] {
  if (unsound.length === 0) return imported;
  const ids = new Set(unsound.map(({ id }) => id));
  const names = new Set(unsound.filter(({ name }) => name !== "").map(({ name }) => plainWords(name)));
  const numbers = new Set(
    unsound.filter(({ name, number }) => name === "" && number !== "").map(({ number }) => number),
  );
  const here = new Set(imported.map(({ id }) => id));
  const grouped = new Set(groups.map(({ id }) => id));
  const first: Task[] = [];
  const behind = new Map<string, Task[]>();
  let stands = first;
  for (const old of programme.tasks) {
    if (here.has(old.id)) {
      stands = [];
      behind.set(old.id, stands);
    } else if (ids.has(old.id) || names.has(plainWords(old.name)) || numbers.has(old.number)) {
      stands.push(old);
      if (old.groupId === undefined || grouped.has(old.groupId)) continue;
      grouped.add(old.groupId);
      groups.push(programme.groups.find(({ id }) => id === old.groupId)!);
    }
  }
  return [...first, ...imported.flatMap((task) => [task, ...(behind.get(task.id) ?? [])])];
}

/** Groups as the table has them; `keep`: those of the programme stay, new ones come behind. Answers which id each group's is. */
function mergeGroups(
  programme: Programme,
  rows: TaskGroup[],
  keep: boolean,
  own: Set<string>,
  newest: Programme | undefined,
): { groups: TaskGroup[]; ids: Map<string, string> } {
  const groups = new Map(keep ? programme.groups.map((group) => [group.id, group]) : []);
  const ids = new Map<string, string>();
  const matches = matchByWords(rows, programme.groups, newest?.groups, own, ({ name }) => name);
  for (const [index, row] of rows.entries()) {
    const { old, id } = matches[index]!;
    ids.set(row.id, id);
    groups.set(id, old === undefined ? { ...row, id } : { ...old, number: row.number, name: row.name });
  }
  return { groups: [...groups.values()], ids };
}

/**
 * For each row the group or target it is, by its id where that is trusted, else by its words, and the id it gets; each at most once.
 *
 * @param newest where a row may have been added since, and keeps the id it was given then
 */
function matchByWords<T extends { id: string }>(
  rows: T[],
  things: T[],
  newest: T[] | undefined,
  own: Set<string>,
  wordsOf: (thing: T) => string,
): { old: T | undefined; id: string }[] {
  const known = new Map(things.map((thing) => [thing.id, thing]));
  const claimed = new Set(rows.filter(({ id }) => own.has(id)).map(({ id }) => id));
  const byWords = (list: T[]) =>
    Map.groupBy(
      list.filter(({ id }) => !claimed.has(id)),
      (thing) => plainWords(wordsOf(thing)),
    );
  const here = byWords(things);
  const since = byWords(newest?.filter(({ id }) => !known.has(id)) ?? []);
  const freshId = idGiver(things, newest);
  const used = new Set<string>();
  return rows.map((row) => {
    const words = plainWords(wordsOf(row));
    const old = own.has(row.id) ? known.get(row.id) : here.get(words)?.shift();
    const wanted = old?.id ?? (own.has(row.id) ? row.id : since.get(words)?.shift()?.id);
    const id = wanted !== undefined && (old !== undefined || !used.has(wanted)) ? wanted : freshId(row.id);
    used.add(id);
    return { old, id };
  });
}

/** For each row the task it is, each task at most once: the surest signs are looked at for all rows before the next. */
function matchTasks(programme: Programme, rows: Task[], groups: TaskGroup[], own: Set<string>): (Task | undefined)[] {
  const found: (Task | undefined)[] = rows.map(() => undefined);
  const used = new Set<string>();
  const pass = (keyOfRow: (row: Task) => string, keyOfTask: (task: Task) => string) => {
    const tasks = Map.groupBy(
      programme.tasks.filter(({ id }) => !used.has(id)),
      keyOfTask,
    );
    for (const [index, row] of rows.entries()) {
      if (found[index] !== undefined) continue;
      const key = keyOfRow(row);
      const task = key === "" ? undefined : tasks.get(key)?.shift();
      if (task === undefined) continue;
      found[index] = task;
      used.add(task.id);
    }
  };
  const groupNames = (list: TaskGroup[]) => {
    const names = new Map(list.map(({ id, name }) => [id, plainWords(name)]));
    return ({ groupId }: Task) => names.get(groupId ?? "") ?? "";
  };
  const groupOfRow = groupNames(groups);
  const groupOfTask = groupNames(programme.groups);
  const nameKey = (task: Task) => plainWords(task.name);
  const placed = (task: Task, group: string) =>
    nameKey(task) === "" ? "" : `${group}\t${nameKey(task)}\t${task.number}`;
  const numberKey = (task: Task, group: string) => (task.number === "" ? "" : `${group}\t${task.number}`);
  // A row that names an id which is not there any more is that task come back, not another of its name.
  const unlessOwn = (keyOf: (row: Task) => string) => (row: Task) => (own.has(row.id) ? "" : keyOf(row));
  pass(
    (row) => (own.has(row.id) ? row.id : ""),
    (task) => task.id,
  );
  pass(
    unlessOwn((row) => placed(row, groupOfRow(row))),
    (task) => placed(task, groupOfTask(task)),
  );
  pass(unlessOwn(nameKey), nameKey);
  pass(
    unlessOwn((row) => numberKey(row, groupOfRow(row))),
    (task) => numberKey(task, groupOfTask(task)),
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
  const matches = matchByWords(rows, programme.targets, newest?.targets, own, ({ text }) => text);
  const imported = rows.map((row, index): Target => {
    const { old, id } = matches[index]!;
    if (old === undefined) return { ...row, id };
    // A result that was measured later is not put back by an older table.
    const actual =
      row.actual === undefined || (old.actual !== undefined && row.actual.on < old.actual.on) ? old.actual : row.actual;
    const { actual: _, ...rest } = { ...old, ...row, id };
    if (row.value === undefined) delete rest.value;
    return actual === undefined ? rest : { ...rest, actual };
  });
  if (mode === "replace") return imported;
  return withNew(programme.targets, imported);
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
