import { nameOf } from "./chunks.ts";
import type { ProgrammeEvent } from "./events.ts";

/**
 * Where everything of a programme lies. Partition `programmes#<organisation>` has one item for each programme, its newest revision;
 * partition `programme#<organisation>#<id>` has:
 *
 *     rev#<revision>              who, when, why; its events, or the parts that hold them
 *     state#<revision>            title, period, basis and the parts of each list
 *     part#<name>                 a part: things of a list, or events; named by its content, so shared by all revisions that have it
 *     of#<subject>#<id>#<revision>  events of one thing in a revision that changed few things
 *     bulk#<revision>             of a revision that changed many things: which part has the events of which thing
 *     chunk#rev#…                 lists as the first layout kept them, whole for each revision
 */
export function listKey(organisationId: string): string {
  return `programmes#${organisationId}`;
}

/** Partition of one programme. */
export function programmeKey(organisationId: string, id: string): string {
  return `programme#${organisationId}#${id}`;
}

/** Sorts as it counts. */
export function revisionKey(revision: number): string {
  return `rev#${padded(revision)}`;
}

/** Item with what a revision consists of. */
export function stateKey(revision: number): string {
  return `state#${padded(revision)}`;
}

/** Item of a part. */
export function partKey(name: string): string {
  return `part#${name}`;
}

/** Item that tells which part has the events of which thing. */
export function bulkKey(revision: number): string {
  return `bulk#${padded(revision)}`;
}

/** Prefix of the items with the events of one thing. */
export function thingPrefix(subject: ProgrammeEvent["subject"], id: string): string {
  const plain = encodeURIComponent(id);
  return `of#${subject}#${plain.length <= 200 ? plain : `~${nameOf(id)}`}#`;
}

/** Item with the events of one thing in one revision. */
export function thingKey(subject: ProgrammeEvent["subject"], id: string, revision: number): string {
  return `${thingPrefix(subject, id)}${padded(revision)}`;
}

function padded(revision: number): string {
  return String(Math.max(0, revision)).padStart(8, "0");
}
