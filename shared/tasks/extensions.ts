import { plainWords } from "./import/cell-text.ts";
import type { Deadline, DeadlineChange, Programme, Task } from "./model.ts";
import { pairing } from "./order.ts";
import { sameValue } from "./same-value.ts";

/**
 * The changed programme with the earlier deadlines of its tasks: whatever way a deadline was changed, the one before is put behind those
 * kept already, so that the first is the original. What is stored of earlier deadlines stays, whatever the changed programme says.
 * Things that say the same as the stored ones are taken from there as the same objects.
 *
 * @param changedOn ISO date in Vietnam
 */
export function withExtensions(stored: Programme, changed: Programme, changedOn: string, basis: string): Programme {
  return over(stored, changed, (kept, old) => {
    if (kept === old || !isAnotherDeadline(old.deadline, kept.deadline)) return kept;
    const change: DeadlineChange = {
      before: old.deadline,
      changedOn,
      basis: basis !== "" ? basis : kept.basis === old.basis ? "" : kept.basis,
    };
    return { ...kept, extensions: [...(old.extensions ?? []), change] };
  });
}

/** A programme as somebody hands it in, over the revision it was read at: earlier deadlines are as stored. */
export function withStoredExtensions(stored: Programme, changed: Programme): Programme {
  return over(stored, changed, (kept) => kept);
}

/**
 * A programme as somebody hands it in, with the files of its tasks as they are stored: files come and go only by being attached and taken
 * away, so that nobody gets at a file by naming its sha256 in a table or a whole programme.
 */
export function withStoredFiles(stored: Programme, changed: Programme): Programme {
  const oldOf = pairing(stored.tasks);
  return {
    ...changed,
    tasks: changed.tasks.map((task, place) => {
      const files = oldOf(task.id, place)?.files;
      if (sameValue(task.files, files)) return task;
      const { files: _, ...rest } = task;
      return files === undefined ? rest : { ...rest, files };
    }),
  };
}

/** Each task that was stored before has its earlier deadlines from there, then becomes what `make` says. */
function over(stored: Programme, changed: Programme, make: (kept: Task, old: Task) => Task): Programme {
  const oldOf = pairing(stored.tasks);
  return {
    ...changed,
    groups: reuse(stored.groups, changed.groups),
    tasks: changed.tasks.map((task, place) => {
      const old = oldOf(task.id, place);
      return old === undefined || old === task ? task : make(withStored(task, old), old);
    }),
    targets: reuse(stored.targets, changed.targets),
  };
}

function withStored(task: Task, old: Task): Task {
  if (sameValue(task.extensions, old.extensions)) return sameValue(task, old) ? old : task;
  const kept: Task = { ...task, extensions: old.extensions };
  if (kept.extensions === undefined) delete kept.extensions;
  return sameValue(kept, old) ? old : kept;
}

function reuse<T extends { id: string }>(stored: readonly T[], list: readonly T[]): T[] {
  const oldOf = pairing(stored);
  return list.map((thing, place) => {
    const old = oldOf(thing.id, place);
    return old !== undefined && sameValue(old, thing) ? old : thing;
  });
}

/** Another day or another rhythm; the same day in other words is no change of the deadline. */
export function isAnotherDeadline(before: Deadline, after: Deadline): boolean {
  if (
    before.kind !== after.kind ||
    before.from !== after.from ||
    before.to !== after.to ||
    before.every !== after.every
  )
    return true;
  return before.kind === "none" && plainWords(before.text) !== plainWords(after.text);
}
