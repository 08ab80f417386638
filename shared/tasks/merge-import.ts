import { randomUUID } from "node:crypto";
import { plainWords } from "./import/cell-text.ts";
import type { ImportResult, Programme, Task, TaskGroup } from "./model.ts";

/**
 * The programme with an imported table worked in. A row is an existing task when the names agree (diacritics and punctuation
 * aside), else when group and number agree and no other row has that task's name; it keeps the task's id and day of completion.
 */
export function mergeImport(
  programme: Programme,
  result: Pick<ImportResult, "groups" | "tasks">,
  mode: "replace" | "add",
): Programme {
  const groupIds = new Map<string, string>();
  const groups: TaskGroup[] = mode === "add" ? [...programme.groups] : [];
  for (const group of result.groups) {
    const known = programme.groups.find((old) => plainWords(old.name) === plainWords(group.name));
    const id = known?.id ?? freshId(group.id, [...programme.groups, ...groups]);
    groupIds.set(group.id, id);
    if (!groups.some((old) => old.id === id)) groups.push({ ...group, id });
  }
  const names = new Map(programme.tasks.map((task) => [plainWords(task.name), task]));
  const named = new Set(result.tasks.map((task) => names.get(plainWords(task.name))?.id));
  const numbers = new Map(
    programme.tasks.filter((task) => !named.has(task.id)).map((task) => [numberKey(task, programme.groups), task]),
  );
  const used = new Set<string>();
  const imported = result.tasks.map((row): Task => {
    const groupId = row.groupId === undefined ? undefined : groupIds.get(row.groupId);
    const task = { ...row };
    if (groupId === undefined) delete task.groupId;
    else task.groupId = groupId;
    const old =
      names.get(plainWords(row.name)) ?? (row.number === "" ? undefined : numbers.get(numberKey(task, groups)));
    if (old === undefined || used.has(old.id))
      return { ...task, id: freshId(row.id, [...programme.tasks, ...[...used].map((id) => ({ id }))]) };
    used.add(old.id);
    // Key order as the old task's, so that an unchanged row leaves an unchanged task.
    return { ...old, ...task, id: old.id };
  });
  const untouched = new Map(imported.map((task) => [task.id, task]));
  const tasks =
    mode === "replace"
      ? imported
      : [
          ...programme.tasks.map((task) => untouched.get(task.id) ?? task),
          ...imported.filter((task) => !programme.tasks.some((old) => old.id === task.id)),
        ];
  return { ...programme, groups, tasks };
}

function numberKey(task: Pick<Task, "number" | "groupId">, groups: TaskGroup[]): string {
  const group = groups.find((candidate) => candidate.id === task.groupId);
  return `${plainWords(group?.name ?? "")}\t${task.number}`;
}

/** The provisional id of an import where it is still free, else a new one: ids are never used again for another task. */
function freshId(wanted: string, taken: { id: string }[]): string {
  return taken.length === 0 ? wanted : randomUUID();
}
