import type { RecordStore, StoredItem, WriteOperation } from "../storage/index.ts";
import { nameOf } from "./chunks.ts";
import { diffProgrammes } from "./diff.ts";
import type { ProgrammeEvent, RecordedEvent } from "./events.ts";
import type { Programme } from "./model.ts";
import { bulkKey, partKey, programmeKey, revisionKey, thingKey, thingPrefix } from "./programme-keys.ts";
import type { FirstLayoutRevision, RevisionEntry, RevisionStore, StoredRevision } from "./revision-store.ts";

/** A revision that changes at most so many things has an item for each; the history of a thing is then read from its own items. */
const THINGS_OF_THEIR_OWN = 40;
/** …and at most so many bytes of events, as all go into one commit. */
const OWN_BYTES = 1024 * 1024;
/** Events up to so many bytes are kept in the revision's own item. */
const INLINE_BYTES = 8 * 1024;
/** Bytes of one part of events. */
const PART_BYTES = 120 * 1024;
/** Revisions read at a time. */
const PAGE = 50;

/** An event with its place among those of its revision. */
type Placed = [place: number, event: ProgrammeEvent];

/** An `of#` item: what one revision did to one thing. */
interface ThingEvents extends Pick<RevisionEntry, "revision" | "at" | "actor" | "why" | "basis"> {
  /** As not even a short name need be plain in the key. */
  id: string;
  events: ProgrammeEvent[];
}

/** A `bulk#` item: parts of events sorted by thing, each with the first thing it has. */
interface BulkIndex {
  revision: number;
  parts: { first: string; name: string }[];
}

/** What the history of one thing is asked by. */
export interface ThingOf {
  subject: ProgrammeEvent["subject"];
  id: string;
}

/** At most `limit` events of revisions before `before`. */
interface EventPage {
  limit: number;
  before: number;
}

/** Events of revisions, stored with them. */
interface EventStore {
  /** What goes into the revision's own item, further items of the same commit, and parts that may be written ahead. */
  operations(
    pk: string,
    entry: RevisionEntry,
    events: readonly ProgrammeEvent[],
  ): { inEntry: Pick<StoredRevision, "events" | "parts">; items: WriteOperation[]; parts: WriteOperation[] };
  /** In the order of {@link diffProgrammes}. */
  ofRevision(organisationId: string, id: string, entry: StoredRevision | FirstLayoutRevision): Promise<RecordedEvent[]>;
  /** The newest revision first. */
  ofThing(organisationId: string, id: string, thing: ThingOf, page: EventPage): Promise<RecordedEvent[]>;
  /** The newest revision first. */
  newest(organisationId: string, id: string, page: EventPage): Promise<RecordedEvent[]>;
}

/** Opens the events that a record store holds. */
export function openEvents(records: RecordStore, revisions: RevisionStore): EventStore {
  const store: EventStore = {
    operations(pk, entry, events) {
      const { revision, at, actor, why, basis } = entry;
      const things = Map.groupBy(events, ({ subject, id }) => nameOfThing({ subject, id }));
      const bytes = Buffer.byteLength(JSON.stringify(events));
      const short = bytes <= INLINE_BYTES;
      const few = things.size <= THINGS_OF_THEIR_OWN && bytes <= OWN_BYTES;
      const inEntry: Pick<StoredRevision, "events" | "parts"> = {};
      const items: WriteOperation[] = [];
      const parts: WriteOperation[] = [];
      if (short) inEntry.events = [...events];
      if (!short || !few) {
        const cut = cutEvents(events);
        for (const { name, data } of cut) parts.push({ op: "put", pk, sk: partKey(name), data });
        if (!short) inEntry.parts = cut.map(({ name }) => name);
        const index: BulkIndex = { revision, parts: cut.map(({ first, name }) => ({ first, name })) };
        if (!few) items.push({ op: "insert", pk, sk: bulkKey(revision), data: index });
      }
      if (few) {
        for (const own of things.values()) {
          const { subject, id } = own[0]!;
          const data: ThingEvents = {
            id,
            revision,
            at,
            actor,
            why,
            ...(basis === undefined ? {} : { basis }),
            events: own,
          };
          items.push({ op: "insert", pk, sk: thingKey(subject, id, revision), data });
        }
      }
      return { inEntry, items, parts };
    },

    async ofRevision(organisationId, id, entry) {
      if (entry.layout === undefined) return recorded(entry, await derived(organisationId, id, entry.revision));
      if (entry.events !== undefined) return recorded(entry, entry.events);
      const placed = (await revisions.parts<Placed[]>(programmeKey(organisationId, id), entry.parts ?? [])).flat();
      const events = placed.sort(([a], [b]) => a - b).map(([, event]) => event);
      return recorded(entry, events);
    },

    async ofThing(organisationId, id, thing, { limit, before }) {
      const pk = programmeKey(organisationId, id);
      const found: RecordedEvent[] = [];
      const own = await records.query<ThingEvents>(pk, {
        prefix: thingPrefix(thing.subject, thing.id),
        to: thingKey(thing.subject, thing.id, before - 1),
        reverse: true,
        limit,
      });
      for (const { data } of own.items) if (data.id === thing.id) found.push(...recorded(data, data.events));
      const bulks = await records.query<BulkIndex>(pk, { prefix: "bulk#", to: bulkKey(before - 1), reverse: true });
      for (const { data } of bulks.items) {
        const name = partWith(data, nameOfThing(thing));
        const part = name === undefined ? [] : ((await revisions.parts<Placed[]>(pk, [name]))[0] ?? []);
        const events = part.filter(([, event]) => isOf(event, thing)).map(([, event]) => event);
        if (events.length > 0) {
          found.push(...recorded(await revisions.entry(organisationId, id, data.revision), events));
        }
      }
      for (const entry of await firstLayout(pk)) {
        if (entry.revision >= before) break;
        const events = await derived(organisationId, id, entry.revision);
        const those = events.filter((event) => isOf(event, thing));
        found.push(...recorded(entry, those));
      }
      // Sorting is stable: events of one revision stay in their order.
      return found.sort((a, b) => b.revision - a.revision).slice(0, limit);
    },

    async newest(organisationId, id, { limit, before }) {
      const pk = programmeKey(organisationId, id);
      const found: RecordedEvent[] = [];
      let after: string | undefined;
      do {
        const page: { items: StoredItem<StoredRevision | FirstLayoutRevision>[]; next?: string } = await records.query(
          pk,
          {
            prefix: "rev#",
            to: revisionKey(before - 1),
            reverse: true,
            limit: Math.min(limit, PAGE),
            ...(after === undefined ? {} : { after }),
          },
        );
        for (const { data } of page.items) {
          if (found.length >= limit) break;
          found.push(...(await store.ofRevision(organisationId, id, data)).slice(0, limit - found.length));
        }
        after = page.next;
      } while (after !== undefined && found.length < limit);
      return found;
    },
  };
  return store;

  /** Events of a revision that was stored before events were kept. */
  async function derived(organisationId: string, id: string, revision: number): Promise<ProgrammeEvent[]> {
    const after = await revisions.read(organisationId, id, revision);
    return diffProgrammes(
      revision === 1 ? nothing(after) : await revisions.read(organisationId, id, revision - 1),
      after,
    );
  }

  /** Revisions of the first layout: if there are any, they are the first ones. */
  async function firstLayout(pk: string): Promise<FirstLayoutRevision[]> {
    const entries: FirstLayoutRevision[] = [];
    let from = 1;
    for (;;) {
      // One at first: most programmes have none.
      const { items } = await records.query<StoredRevision | FirstLayoutRevision>(pk, {
        from: revisionKey(from),
        prefix: "rev#",
        limit: from === 1 ? 1 : PAGE,
      });
      for (const { data } of items) {
        if (data.layout !== undefined) return entries;
        entries.push(data);
      }
      if (items.length === 0) return entries;
      from = entries.length + 1;
    }
  }
}

/** The programme as it was before its first revision. */
export function nothing(programme: Programme): Programme {
  return { ...programme, title: "", period: "", basis: [], revision: 0, groups: [], tasks: [], targets: [] };
}

function recorded(
  {
    revision,
    at,
    actor,
    why,
    basis,
  }: Pick<RevisionEntry, "revision" | "at" | "actor" | "why"> & { basis?: string | string[] },
  events: readonly ProgrammeEvent[],
): RecordedEvent[] {
  // In the first layout `basis` is the programme's.
  return events.map((event) => ({ ...event, revision, at, actor, why, basis: typeof basis === "string" ? basis : "" }));
}

/** Sorted by thing, so that the events of one thing are in one part. */
function cutEvents(events: readonly ProgrammeEvent[]): { first: string; name: string; data: Placed[] }[] {
  const placed = events.map((event, place): [string, Placed] => [nameOfThing(event), [place, event]]);
  placed.sort(([a, [p]], [b, [q]]) => (a < b ? -1 : a > b ? 1 : p - q));
  const cut: { first: string; last: string; bytes: number; data: Placed[] }[] = [];
  for (const [thing, event] of placed) {
    const bytes = Buffer.byteLength(JSON.stringify(event)) + 1;
    let part = cut.at(-1);
    if (part === undefined || (part.bytes + bytes > PART_BYTES && part.last !== thing)) {
      part = { first: thing, last: thing, bytes: 0, data: [] };
      cut.push(part);
    }
    part.data.push(event);
    part.bytes += bytes;
    part.last = thing;
  }
  return cut.map(({ first, data }) => ({ first, name: nameOf(JSON.stringify(data)), data }));
}

/** The last part that begins no later than the thing. */
function partWith(index: BulkIndex, thing: string): string | undefined {
  return index.parts.findLast(({ first }) => first <= thing)?.name;
}

function nameOfThing({ subject, id }: ThingOf): string {
  return `${subject}#${id}`;
}

/** Is it an event of this thing? */
export function isOf(event: ProgrammeEvent, thing: ThingOf): boolean {
  return event.subject === thing.subject && event.id === thing.id;
}
