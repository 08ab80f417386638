import { randomUUID } from "node:crypto";
import { vietnamDate } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { RecordStore, WriteOperation } from "../storage/index.ts";
import { lengthOf } from "./chunks.ts";
import { CONFLICTS_TOLD, mergeConflict } from "./conflict-words.ts";
import { diffProgrammes } from "./diff.ts";
import { isOf, nothing, openEvents, type ThingOf } from "./event-store.ts";
import type { MergeConflict, ProgrammeEvent, ProgrammeEventKind, RecordedEvent } from "./events.ts";
import { withExtensions, withStoredExtensions, withStoredFiles } from "./extensions.ts";
import { mergeProgrammes } from "./merge.ts";
import { mergeImport } from "./merge-import.ts";
import type { Programme } from "./model.ts";
import { checkCompletions, checkProgramme } from "./programme-checks.ts";
import { listKey, programmeKey, revisionKey } from "./programme-keys.ts";
import type { EventFilter, ProgrammeChange, ProgrammeSummary, Programmes } from "./programmes-model.ts";
import { type FirstLayoutRevision, openRevisions, type RevisionEntry, type StoredRevision } from "./revision-store.ts";

/** Operations and about how many characters go with the head in one atomic commit; more parts are written ahead of it. */
const OPERATIONS_AT_ONCE = 90;
const LENGTH_AT_ONCE = 1_200_000;
/** How often a commit is worked into a newer revision that came while it was being written. */
const ATTEMPTS = 5;
/** Default of {@link EventFilter}. */
const EVENTS_LIMIT = 1000;

/** Opens the programmes that a record store holds. */
export function openProgrammes(records: RecordStore, clock: () => Date): Programmes {
  const revisions = openRevisions(records);
  const eventStore = openEvents(records, revisions);

  async function head(organisationId: string, id: string) {
    const item = await records.get<ProgrammeSummary>(listKey(organisationId), id);
    if (item === undefined) {
      throw new VanthuError("NOT_FOUND", { message: "Không có chương trình nhiệm vụ này.", where: id });
    }
    return item;
  }

  /** Writes a revision with its events, all or nothing. `before`: the head it replaces. */
  async function write(
    programme: Programme,
    events: readonly ProgrammeEvent[],
    change: ProgrammeChange,
    at: string,
    before?: { rev: number; revision: number },
  ): Promise<Programme> {
    const pk = programmeKey(programme.organisationId, programme.id);
    const summary: ProgrammeSummary = {
      id: programme.id,
      organisationId: programme.organisationId,
      title: programme.title,
      period: programme.period,
      revision: programme.revision,
      tasks: programme.tasks.length,
      targets: programme.targets.length,
      changedAt: at,
    };
    const basis = change.basis?.trim() ?? "";
    const entry: RevisionEntry = {
      revision: programme.revision,
      at,
      actor: { personId: change.actor.personId, name: change.actor.name },
      why: change.why,
      ...(basis === "" ? {} : { basis }),
      changes: countKinds(events),
    };
    const stored = eventStore.operations(pk, entry, events);
    const { state, parts } = await revisions.operations(programme, before?.revision);
    const list = listKey(programme.organisationId);
    const rev: StoredRevision = { layout: 2, ...entry, ...stored.inEntry };
    const together: WriteOperation[] = [
      before === undefined
        ? { op: "insert", pk: list, sk: programme.id, data: summary }
        : { op: "update", pk: list, sk: programme.id, rev: before.rev, data: summary },
      { op: "insert", pk, sk: revisionKey(programme.revision), data: rev },
      state,
      ...stored.items,
    ];
    // Parts written ahead belong to nothing until the head is committed. They are named by their content: one left behind by a commit
    // that failed is what a later revision with the same content would write.
    await writeAhead([...parts, ...stored.parts], together);
    await records.commit(together);
    return programme;
  }

  /** Fills up `together` with parts as far as they fit, and writes the others. */
  async function writeAhead(parts: readonly WriteOperation[], together: WriteOperation[]): Promise<void> {
    let ahead: WriteOperation[] = [];
    let length = 0;
    let lengthTogether = lengthOf(together);
    for (const part of parts) {
      const own = lengthOf(part);
      if (together.length < OPERATIONS_AT_ONCE && lengthTogether + own <= LENGTH_AT_ONCE) {
        together.push(part);
        lengthTogether += own;
        continue;
      }
      if (ahead.length === OPERATIONS_AT_ONCE || (ahead.length > 0 && length + own > LENGTH_AT_ONCE)) {
        await records.commit(ahead);
        ahead = [];
        length = 0;
      }
      ahead.push(part);
      length += own;
    }
    await records.commit(ahead);
  }

  /** The instant of a new revision: revisions follow each other in time, also when a clock was put back. */
  function instantAfter(before: string): string {
    const now = clock().toISOString();
    return now < before ? before : now;
  }

  /**
   * Stores what `make` makes of the newest revision; once more with a newer one when that comes while it is written.
   *
   * @param asMade earlier deadlines are as `make` says, too; otherwise a changed deadline is kept among them
   */
  async function replace(
    organisationId: string,
    id: string,
    change: ProgrammeChange,
    make: (newest: Programme) => Promise<Programme>,
    { attempts, asMade = false }: { attempts: number; asMade?: boolean },
  ): Promise<Programme> {
    for (let attempt = 1; ; attempt++) {
      const { rev, data } = await head(organisationId, id);
      const newest = await revisions.read(organisationId, id, data.revision);
      const made = await make(newest);
      const at = instantAfter(data.changedAt);
      const basis = change.basis?.trim() ?? "";
      const next = asMade ? made : withExtensions(newest, made, vietnamDate(new Date(at)), basis);
      const events = diffProgrammes(newest, next);
      if (events.length === 0) return newest;
      const programme: Programme = { ...next, id, organisationId, revision: newest.revision + 1 };
      checkProgramme(programme, newest);
      checkCompletions(programme, vietnamDate(clock()), newest);
      try {
        return await write(programme, events, change, at, { rev, revision: newest.revision });
      } catch (error) {
        if (!isConflict(error) || attempt >= attempts) throw error;
      }
    }
  }

  /** @throws CONFLICT with what others changed, by whom and when */
  async function refuse(conflicts: readonly MergeConflict[], mine: Programme, theirs: Programme): Promise<never> {
    const found = new Map<MergeConflict, RecordedEvent>();
    const page = { limit: EVENTS_LIMIT, before: theirs.revision + 1 };
    for (const conflict of conflicts.slice(0, CONFLICTS_TOLD)) {
      const { subject, id } = conflict;
      const since = (await eventStore.ofThing(theirs.organisationId, theirs.id, { subject, id }, page)).filter(
        (event) => event.revision > mine.revision,
      );
      const by = since.find((event) => touches(event, conflict)) ?? since[0];
      if (by !== undefined) found.set(conflict, by);
    }
    throw mergeConflict(conflicts, { mine, theirs }, (conflict) => found.get(conflict));
  }

  const programmes: Programmes = {
    async create(input, change) {
      const { id = randomUUID(), basis = [], groups = [], tasks = [], targets = [] } = input;
      const empty: Programme = { ...input, id, basis, groups, tasks: [], targets, revision: 1 };
      const programme = withStoredFiles(empty, { ...empty, tasks });
      const now = clock();
      checkProgramme(programme);
      checkCompletions(programme, vietnamDate(now));
      return write(programme, diffProgrammes(nothing(programme), programme), change, now.toISOString());
    },

    async get(organisationId, id, revision) {
      return revisions.read(organisationId, id, revision ?? (await head(organisationId, id)).data.revision);
    },

    async list(organisationId) {
      const { items } = await records.query<ProgrammeSummary>(listKey(organisationId));
      return items.map(({ data }) => data).sort((a, b) => a.title.localeCompare(b.title, "vi"));
    },

    async history(organisationId, id, { limit, before } = {}) {
      const { data } = await head(organisationId, id);
      const { items } = await records.query<StoredRevision | FirstLayoutRevision>(programmeKey(organisationId, id), {
        prefix: "rev#",
        to: revisionKey(before === undefined ? data.revision : before - 1),
        reverse: true,
        ...(limit === undefined ? {} : { limit }),
      });
      return items.map(({ data }): RevisionEntry => {
        const { revision, at, actor, why } = data;
        if (data.layout === undefined) return { revision, at, actor, why };
        const { basis, changes } = data;
        return { revision, at, actor, why, ...(basis === undefined ? {} : { basis }), ...(changes ? { changes } : {}) };
      });
    },

    async commit(programme, change, { files = false } = {}) {
      const { organisationId, id } = programme;
      await head(organisationId, id);
      const base = await revisions.read(organisationId, id, programme.revision);
      const mine = withStoredExtensions(base, files ? programme : withStoredFiles(base, programme));
      const merge = async (newest: Programme) => {
        if (newest.revision === base.revision) return mine;
        const merged = mergeProgrammes(base, mine, newest);
        if (merged.conflicts.length > 0) await refuse(merged.conflicts, mine, newest);
        return merged.programme;
      };
      return replace(organisationId, id, change, merge, { attempts: ATTEMPTS });
    },

    async importInto(programme, result, change) {
      const { organisationId, id } = programme;
      const { data } = await head(organisationId, id);
      const { programmeId, revision = 0 } = result.source ?? {};
      const exported = programmeId === id && revision >= 1 && revision <= data.revision;
      const base = exported ? await revisions.read(organisationId, id, revision) : programme;
      const newest = await revisions.read(organisationId, id, data.revision);
      return programmes.commit(mergeImport(base, result, change.mode ?? "replace", { newest }), change);
    },

    async events(organisationId, id, filter = {}) {
      const { revision, limit = EVENTS_LIMIT } = filter;
      const { data } = await head(organisationId, id);
      const before = filter.before ?? data.revision + 1;
      const thing = thingIn(filter);
      if (revision !== undefined) {
        const entry = await revisions.entry(organisationId, id, revision);
        const events = await eventStore.ofRevision(organisationId, id, entry);
        return (thing ? events.filter((event) => isOf(event, thing)) : events).slice(0, limit);
      }
      return thing
        ? eventStore.ofThing(organisationId, id, thing, { limit, before })
        : eventStore.newest(organisationId, id, { limit, before });
    },

    async compare(organisationId, id, from, to) {
      const [before, after] = await Promise.all(
        [from, to].map((revision) => revisions.read(organisationId, id, revision)),
      );
      return diffProgrammes(before!, after!);
    },

    async revisionAt(organisationId, id, instant) {
      const time = Date.parse(instant);
      if (Number.isNaN(time))
        throw new VanthuError("INVALID", { message: "Thời điểm không đọc được.", where: instant.slice(0, 80) });
      const { data } = await head(organisationId, id);
      if (Date.parse(data.changedAt) <= time) return data.revision;
      // The last revision that is not later: between `low`, which is not, and `high`, which is.
      let low = 0;
      let high = data.revision;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        const { at } = await revisions.entry(organisationId, id, middle);
        if (Date.parse(at) <= time) low = middle;
        else high = middle;
      }
      return low === 0 ? undefined : low;
    },

    async restore(organisationId, id, revision, change) {
      const { data } = await head(organisationId, id);
      const { seen = data.revision } = change;
      const wanted = await revisions.read(organisationId, id, revision);
      const unlessNewer = async (newest: Programme) => {
        // Sent again, or somebody else restored the same.
        const already = () => diffProgrammes(newest, withStoredExtensions(newest, wanted)).length === 0;
        if (newest.revision === seen || already()) return wanted;
        throw new VanthuError("CONFLICT", {
          message: `Chương trình đã có bản ${newest.revision}, mới hơn bản ${seen} mà bạn đang xem. Chưa khôi phục gì.`,
          where: id,
          hint: "Xem các thay đổi của bản mới nhất rồi quyết định lại.",
        });
      };
      return replace(organisationId, id, change, unlessNewer, { attempts: 1 });
    },

    async undo(organisationId, id, revision, change) {
      await head(organisationId, id);
      const after = await revisions.read(organisationId, id, revision);
      if (revision <= 1)
        throw new VanthuError("INVALID", {
          message: "Bản đầu tiên lập nên chương trình nên không hoàn tác được.",
          where: "revision",
        });
      const before = await revisions.read(organisationId, id, revision - 1);
      const takeBack = async (newest: Programme) => {
        const merged = mergeProgrammes(after, before, newest);
        // What is as it was before needs no taking back, also where it went another way.
        if (merged.conflicts.length > 0) await refuse(merged.conflicts, { ...before, revision }, newest);
        return merged.programme;
      };
      return replace(organisationId, id, change, takeBack, { attempts: ATTEMPTS, asMade: true });
    },
  };
  return programmes;
}

function isConflict(error: unknown): boolean {
  return error instanceof VanthuError && error.code === "CONFLICT" && error.faults === undefined;
}

function thingIn({ taskId, targetId, groupId }: EventFilter): ThingOf | undefined {
  if (taskId !== undefined) return { subject: "task", id: taskId };
  if (targetId !== undefined) return { subject: "target", id: targetId };
  return groupId === undefined ? undefined : { subject: "group", id: groupId };
}

function touches(event: ProgrammeEvent, { field }: MergeConflict): boolean {
  if (field === "removed") return event.kind === "remove";
  if (field === "after") return event.kind === "move";
  return event.kind === "add" || event.fields.some((one) => one.field === field);
}

function countKinds(events: readonly ProgrammeEvent[]): Partial<Record<ProgrammeEventKind, number>> {
  const count: Partial<Record<ProgrammeEventKind, number>> = {};
  for (const { kind } of events) count[kind] = (count[kind] ?? 0) + 1;
  return count;
}
