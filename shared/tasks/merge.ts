import { headingOf, shortTitle } from "./event-words.ts";
import type { MergeConflict, MergeResult, ProgrammeEvent, Thing } from "./events.ts";
import type { Programme, TaskFile } from "./model.ts";
import { Chain, movedIds } from "./order.ts";
import { changedFields, sameValue } from "./same-value.ts";

type Subject = ProgrammeEvent["subject"];
type Fields = Record<string, unknown>;

/**
 * Two changes of one programme as one. Changes of different things, or of different fields of one thing, go together; the same change
 * made twice is one. The same field changed to different values is a conflict, named by field; so is a thing that one side changed and
 * the other removed (field "removed"; the side that removed it has no value) and one that both moved to different places (field "after":
 * the thing it stands behind). The programme of a result with conflicts has `mine` in those places and is not meant to be stored.
 *
 * @param theirs the side that is stored already; its revision number is the result's
 */
export function mergeProgrammes(base: Programme, mine: Programme, theirs: Programme): MergeResult {
  const conflicts: MergeConflict[] = [];
  const programme: Programme = { ...theirs };
  mergeFields(
    { subject: "programme", id: theirs.id, title: shortTitle(theirs.title) },
    ["title", "period", "basis"].filter((field) => !sameValue(at(base, field), at(mine, field))),
    { base, mine, theirs, result: programme },
    conflicts,
  );
  programme.groups = mergeList("group", base.groups, mine.groups, theirs.groups, conflicts);
  programme.tasks = mergeList("task", base.tasks, mine.tasks, theirs.tasks, conflicts);
  programme.targets = mergeList("target", base.targets, mine.targets, theirs.targets, conflicts);
  homelessTasks(programme, base, mine, theirs, conflicts);
  return { programme, conflicts };
}

function mergeList<T extends Thing>(
  subject: Subject,
  base: readonly T[],
  mine: readonly T[],
  theirs: readonly T[],
  conflicts: MergeConflict[],
): T[] {
  const bases = byId(base);
  const mines = byId(mine);
  const merged = new Map<string, T>();
  for (const their of theirs) {
    const old = bases.get(their.id);
    const my = mines.get(their.id);
    if (my === undefined) {
      // Not in mine: either they added it, or I removed it, which only stands when they left it as it was.
      if (old === undefined) merged.set(their.id, their);
      else if (!sameValue(old, their))
        conflicts.push({ ...headingOf(subject, their), field: "removed", base: old, mine: undefined, theirs: their });
    } else if (my === their || my === old) merged.set(their.id, their);
    else merged.set(their.id, mergeThing(subject, old, my, their, conflicts));
  }
  for (const my of mine) {
    const old = bases.get(my.id);
    if (merged.has(my.id)) continue;
    if (old === undefined) merged.set(my.id, my);
    else if (!sameValue(old, my)) {
      conflicts.push({ ...headingOf(subject, my), field: "removed", base: old, mine: my, theirs: undefined });
      merged.set(my.id, my);
    }
  }
  return mergeOrder(subject, { base, mine, theirs }, merged, conflicts);
}

function mergeThing<T extends Thing>(
  subject: Subject,
  old: T | undefined,
  mine: T,
  theirs: T,
  conflicts: MergeConflict[],
): T {
  const base = old ?? ({ id: mine.id } as T);
  const changed = changedFields(base, mine);
  if (changed.length === 0) return theirs;
  const result = { ...theirs };
  // Earlier deadlines follow from the deadline: of two different ones only the deadline itself is worth a conflict.
  const fields = changed.includes("deadline") ? changed.filter((field) => field !== "extensions") : changed;
  mergeFields(headingOf(subject, theirs), fields, { base, mine, theirs, result }, conflicts);
  if (fields !== changed && sameValue(at(base, "extensions"), at(theirs, "extensions")))
    setField(result, "extensions", at(mine, "extensions"));
  return result;
}

/** Works the fields that `mine` changed into `result`, which is a copy of `theirs`. */
function mergeFields(
  thing: Pick<MergeConflict, "subject" | "id" | "title">,
  fields: readonly string[],
  sides: { base: object; mine: object; theirs: object; result: object },
  conflicts: MergeConflict[],
): void {
  for (const field of fields) {
    const [base, mine, theirs] = [at(sides.base, field), at(sides.mine, field), at(sides.theirs, field)];
    // Files are a set: two people who hand in different ones do not get in each other's way.
    const bothChanged = !sameValue(base, theirs) && !sameValue(mine, theirs);
    if (bothChanged && field === "files") {
      setField(sides.result, field, mergeFiles(base, mine, theirs));
      continue;
    }
    if (bothChanged) conflicts.push({ ...thing, field, base, mine, theirs });
    setField(sides.result, field, mine);
  }
}

/** Theirs, without the files that I took away, with those I added and as I changed them; none is absent. */
function mergeFiles(...[base, mine, theirs]: unknown[]): TaskFile[] | undefined {
  const [before, my, their] = [base, mine, theirs].map((files) => (files ?? []) as TaskFile[]);
  const its = (files: TaskFile[] | undefined, file: TaskFile) => files!.find(({ sha256 }) => sha256 === file.sha256);
  const mineWhereChanged = (file: TaskFile): TaskFile => {
    const [old, own] = [its(before, file), its(my, file)];
    return old === undefined || own === undefined || sameValue(old, own) ? file : own;
  };
  const merged = [
    ...their!.filter((file) => !its(before, file) || its(my, file)).map(mineWhereChanged),
    ...my!.filter((file) => !its(before, file) && !its(their, file)),
  ];
  return merged.length === 0 ? undefined : merged;
}

/** The order of theirs, with what I added or moved put behind what it stands behind in mine. */
function mergeOrder<T extends Thing>(
  subject: Subject,
  { base, mine, theirs }: Record<"base" | "mine" | "theirs", readonly T[]>,
  merged: ReadonlyMap<string, T>,
  conflicts: MergeConflict[],
): T[] {
  const inTheirs = new Set(theirs.map(({ id }) => id));
  const iMoved = movedIds(base, mine);
  const placed = new Set(mine.filter(({ id }) => iMoved.has(id) || !inTheirs.has(id)).map(({ id }) => id));
  if (iMoved.size > 0) {
    const theyMoved = movedIds(base, theirs);
    const behind = { base: predecessors(base), mine: predecessors(mine), theirs: predecessors(theirs) };
    for (const id of iMoved) {
      if (!theyMoved.has(id) || behind.mine.get(id) === behind.theirs.get(id)) continue;
      const places = { base: behind.base.get(id), mine: behind.mine.get(id), theirs: behind.theirs.get(id) };
      if (merged.has(id)) conflicts.push({ ...headingOf(subject, merged.get(id)!), field: "after", ...places });
    }
  }
  const chain = new Chain(
    theirs.filter(({ id }) => merged.has(id) && !placed.has(id)).map(({ id }) => merged.get(id)!),
  );
  let behind = "";
  for (const { id } of mine) {
    const thing = merged.get(id);
    if (thing === undefined) continue;
    if (placed.has(id)) chain.putBehind(behind, thing);
    behind = id;
  }
  return chain.toArray();
}

/** A group that one side removed while the other put a task into it. */
function homelessTasks(
  programme: Programme,
  base: Programme,
  mine: Programme,
  theirs: Programme,
  conflicts: MergeConflict[],
): void {
  const groups = new Set(programme.groups.map(({ id }) => id));
  for (const task of programme.tasks) {
    if (task.groupId === undefined || groups.has(task.groupId)) continue;
    const groupIn = (side: Programme) => side.tasks.find(({ id }) => id === task.id)?.groupId;
    if (conflicts.some((conflict) => conflict.id === task.id && conflict.field === "groupId")) continue;
    conflicts.push({
      ...headingOf("task", task),
      field: "groupId",
      base: groupIn(base),
      mine: groupIn(mine),
      theirs: groupIn(theirs),
    });
  }
}

function predecessors(list: readonly Thing[]): Map<string, string> {
  return new Map(list.map(({ id }, index) => [id, list[index - 1]?.id ?? ""]));
}

function byId<T extends Thing>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((thing) => [thing.id, thing]));
}

function at(thing: object, field: string): unknown {
  return (thing as Fields)[field];
}

function setField(thing: object, field: string, value: unknown): void {
  if (value === undefined) delete (thing as Fields)[field];
  else (thing as Fields)[field] = value;
}
