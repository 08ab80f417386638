import { headingOf, shortTitle } from "./event-words.ts";
import type { EventField, ProgrammeEvent, ProgrammeEventKind, Thing } from "./events.ts";
import type { Deadline, Programme, Task } from "./model.ts";
import { movedIds, sameEnds } from "./order.ts";
import { changedFields, sameValue } from "./same-value.ts";

type Subject = Exclude<ProgrammeEvent["subject"], "programme">;

/** Which fields change together as one event. What is not named here is an "edit". */
const KINDS: Record<Subject, Record<string, ProgrammeEventKind>> = {
  task: {
    name: "rename",
    number: "renumber",
    leadAgency: "reassign",
    coordinatingAgencies: "reassign",
    deadline: "deadline",
    output: "output",
    groupId: "move",
    completedOn: "complete",
    progress: "progress",
    files: "progress",
  },
  group: { name: "rename", number: "renumber" },
  target: { leadAgency: "reassign", coordinatingAgencies: "reassign", deadline: "deadline", actual: "progress" },
};

/**
 * What happened between two revisions of a programme, as events in the office's words; {@link applyEvents} replays them. A task is the
 * same task as long as its id is, wherever it stands and whatever its number is. Which revision it is and whose programme is not content.
 * Events come in the order of `b`: programme, groups, tasks, targets, what was removed first in each list.
 *
 * @example diffProgrammes(a, b).filter((event) => event.kind === "extend")
 */
export function diffProgrammes(a: Programme, b: Programme): ProgrammeEvent[] {
  const fields = (["title", "period", "basis"] as const)
    .filter((field) => !sameValue(a[field], b[field]))
    .map((field): EventField => ({ field, before: a[field], after: b[field] }));
  const events: ProgrammeEvent[] = [];
  if (fields.length > 0)
    events.push({ kind: "programme", subject: "programme", id: b.id, title: shortTitle(b.title), fields });
  diffList(a.groups, b.groups, "group", events);
  diffList(a.tasks, b.tasks, "task", events);
  diffList(a.targets, b.targets, "target", events);
  return events;
}

function diffList(before: readonly Thing[], after: readonly Thing[], subject: Subject, events: ProgrammeEvent[]): void {
  // Most changes leave most things in their places: only what lies between needs an index.
  const { head, tail } = sameEnds(before, after);
  const oldMiddle = before.slice(head, before.length - tail);
  const newMiddle = after.slice(head, after.length - tail);
  const olds = new Map(oldMiddle.map((thing) => [thing.id, thing]));
  const newIds = new Set(newMiddle.map((thing) => thing.id));
  for (const thing of oldMiddle) {
    if (!newIds.has(thing.id))
      events.push({ kind: "remove", ...headingOf(subject, thing), fields: [], removed: thing });
  }
  const moved = movedIds(oldMiddle, newMiddle);
  const shift = after.length - before.length;
  after.forEach((thing, place) => {
    const inHead = place < head;
    const inTail = place >= after.length - tail;
    const old = inHead ? before[place] : inTail ? before[place - shift] : olds.get(thing.id);
    if (old === thing && !moved.has(thing.id)) return;
    const previous = after[place - 1]?.id ?? "";
    if (old === undefined) {
      events.push({ kind: "add", ...headingOf(subject, thing), fields: [], added: thing, after: previous });
    } else {
      diffThing(old, thing, subject, moved.has(thing.id) ? previous : undefined, events);
    }
  });
}

function diffThing(
  old: Thing,
  thing: Thing,
  subject: Subject,
  after: string | undefined,
  events: ProgrammeEvent[],
): void {
  const changed = changedFields(old, thing);
  if (changed.length === 0 && after === undefined) return;
  const kinds = new Map<ProgrammeEventKind, EventField[]>();
  if (after !== undefined) kinds.set("move", []);
  // Earlier deadlines go with the deadline they make room for.
  const withDeadline = changed.includes("deadline");
  for (const field of changed) {
    const kind = field === "extensions" && withDeadline ? "deadline" : (KINDS[subject][field] ?? "edit");
    const list = kinds.get(kind) ?? [];
    list.push(eventField(field, old, thing));
    kinds.set(kind, list);
  }
  for (const [kind, fields] of kinds) {
    const event: ProgrammeEvent = { kind: worded(kind, old, thing), ...headingOf(subject, thing), fields };
    if (kind === "move" && after !== undefined) event.after = after;
    events.push(event);
  }
}

function eventField(field: string, old: Thing, thing: Thing): EventField {
  const before = (old as unknown as Record<string, unknown>)[field];
  const after = (thing as unknown as Record<string, unknown>)[field];
  return { field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** The kind by what the new value means: a later deadline is an extension, a day of completion taken away opens the task again. */
function worded(kind: ProgrammeEventKind, old: Thing, thing: Thing): ProgrammeEventKind {
  if (kind === "complete") return (thing as Task).completedOn === undefined ? "reopen" : "complete";
  if (kind === "deadline" && endsLater((old as Task).deadline, (thing as Task).deadline)) return "extend";
  return kind;
}

function endsLater(before: Deadline, after: Deadline): boolean {
  return before.to !== undefined && after.to !== undefined && after.to > before.to;
}
