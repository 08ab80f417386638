import type { ProgrammeEventKind, RecordedEvent } from "../tasks/index.ts";

/** Who made a change, when, why and on which basis, as the programme's history has it. */
export interface ChangeSource {
  /** As recorded; the newest that named one. May be "". */
  basis: string;
  why: string;
  person: string;
  /** ISO 8601 instant. */
  at: string;
  revision: number;
}

/** Sources of one task by the field that changed; "added" and "removed" for the task as a whole. */
export type TaskSources = Map<string, ChangeSource>;

/** Fields that an event is about when it does not list them. */
const FIELDS_OF: Partial<Record<ProgrammeEventKind, string[]>> = {
  add: ["added"],
  remove: ["removed"],
  rename: ["name"],
  deadline: ["deadline"],
  extend: ["deadline"],
  output: ["output"],
  move: ["groupId"],
  complete: ["completedOn"],
  reopen: ["completedOn"],
};

/**
 * Sources of the changes after revision `from` up to `to`, by task id. Where a field changed several times the last change counts; a
 * later one without basis keeps the basis of the one before.
 *
 * @param events recorded events of the programme, in any order
 */
export function changeSources(events: readonly RecordedEvent[], from: number, to: number): Map<string, TaskSources> {
  const found = new Map<string, TaskSources>();
  const wanted = events
    .filter((event) => event.subject === "task" && event.revision > from && event.revision <= to)
    .sort((a, b) => a.revision - b.revision);
  for (const event of wanted) {
    const sources = found.get(event.id) ?? new Map<string, ChangeSource>();
    found.set(event.id, sources);
    for (const field of new Set([...event.fields.map((one) => one.field), ...(FIELDS_OF[event.kind] ?? [])])) {
      sources.set(field, {
        basis: event.basis.trim() || (sources.get(field)?.basis ?? ""),
        why: event.why,
        person: event.actor.name,
        at: event.at,
        revision: event.revision,
      });
    }
  }
  return found;
}
