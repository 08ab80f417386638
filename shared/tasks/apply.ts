import type { ProgrammeEvent, Thing } from "./events.ts";
import type { Programme, Target, Task, TaskGroup } from "./model.ts";
import { Chain } from "./order.ts";

/**
 * A programme with events worked in, in their order: what {@link diffProgrammes} found between two revisions leads from the first to the
 * second. The programme itself stays as it is, its revision number too. Events about things it does not have are passed over; a place
 * behind something it does not have is the end of the list.
 */
export function applyEvents(programme: Programme, events: readonly ProgrammeEvent[]): Programme {
  const result = { ...programme };
  for (const event of events) if (event.subject === "programme") setFields(result, event);
  const of = (subject: ProgrammeEvent["subject"]) => events.filter((event) => event.subject === subject);
  result.groups = applyToList(programme.groups, of("group")) as TaskGroup[];
  result.tasks = applyToList(programme.tasks, of("task")) as Task[];
  result.targets = applyToList(programme.targets, of("target")) as Target[];
  return result;
}

function applyToList(list: readonly Thing[], events: readonly ProgrammeEvent[]): Thing[] {
  if (events.length === 0) return [...list];
  const things = new Map(list.map((thing) => [thing.id, thing]));
  /** Taken out: removed, or to be put elsewhere. */
  const out = new Set<string>();
  for (const event of events) {
    const thing = things.get(event.id);
    if (event.kind === "remove") things.delete(event.id);
    else if (event.kind === "add" && event.added !== undefined) things.set(event.id, event.added);
    else if (thing !== undefined && event.fields.length > 0) {
      const changed = { ...thing };
      setFields(changed, event);
      things.set(event.id, changed);
    }
    if (event.kind === "remove" || event.after !== undefined) out.add(event.id);
  }
  const staying = list.filter((thing) => !out.has(thing.id)).map((thing) => things.get(thing.id)!);
  const chain = new Chain(staying);
  let last = staying.at(-1)?.id ?? "";
  for (const event of events) {
    const thing = event.after === undefined ? undefined : things.get(event.id);
    if (thing === undefined) continue;
    const behind = event.after === "" || chain.has(event.after!) ? event.after! : last;
    chain.putBehind(behind, thing);
    if (behind === last) last = thing.id;
  }
  return chain.toArray();
}

function setFields(thing: object, event: ProgrammeEvent): void {
  const record = thing as Record<string, unknown>;
  for (const { field, after } of event.fields) {
    if (after === undefined) delete record[field];
    else record[field] = after;
  }
}
