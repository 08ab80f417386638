import type { Programme } from "../tasks/index.ts";
import { spaced } from "./phrases.ts";

/** Things of two revisions that bear other ids and yet are the same. */
export interface Returned {
  /** Of a task of the newer revision the id that it had in the older one. */
  tasks: Map<string, string>;
  /** Of a group of the older revision the id that it has in the newer one. */
  groups: Map<string, string>;
}

/**
 * What was taken out and came in again: a list that was imported anew gives a task or a heading a new id, and whoever reads the appendix
 * would be told that the same task is dropped and added. A task is the same when both revisions have one task of its name, a group when
 * both have one of its number in which stands a task that is the same.
 */
export function returnedThings(from: Programme, to: Programme): Returned {
  const tasks = new Map<string, string>();
  const came = onlyIn(to.tasks, from.tasks);
  if (came.length > 0) {
    const gone = byKey(onlyIn(from.tasks, to.tasks), ({ name }) => spaced(name));
    for (const [name, task] of byKey(came, ({ name }) => spaced(name))) {
      const old = gone.get(name);
      if (old !== undefined && task !== undefined) tasks.set(task.id, old.id);
    }
  }
  const groups = new Map<string, string>();
  const newGroups = onlyIn(to.groups, from.groups);
  if (newGroups.length === 0) return { tasks, groups };
  const gone = byKey(onlyIn(from.groups, to.groups), ({ number }) => spaced(number));
  const groupThen = new Map(from.tasks.map((task) => [task.id, task.groupId]));
  for (const [number, group] of byKey(newGroups, (one) => spaced(one.number))) {
    const old = number === "" ? undefined : gone.get(number);
    if (old === undefined || group === undefined) continue;
    const shared = to.tasks.some(
      (task) => task.groupId === group.id && groupThen.get(tasks.get(task.id) ?? task.id) === old.id,
    );
    if (shared) groups.set(old.id, group.id);
  }
  return { tasks, groups };
}

function onlyIn<T extends { id: string }>(list: readonly T[], other: readonly T[]): T[] {
  const ids = new Set(other.map(({ id }) => id));
  return list.filter(({ id }) => !ids.has(id));
}

/** Things by a text; undefined where several have the same. */
function byKey<T>(list: readonly T[], key: (thing: T) => string): Map<string, T | undefined> {
  const found = new Map<string, T | undefined>();
  for (const thing of list) found.set(key(thing), found.has(key(thing)) ? undefined : thing);
  return found;
}
