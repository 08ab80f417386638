import { VanthuError } from "../errors/index.ts";
import type { RecordStore, WriteOperation } from "../storage/index.ts";
import { ChunkCache } from "./chunk-cache.ts";
import { cutIntoChunks, rememberChunk } from "./chunks.ts";
import type { ProgrammeEvent, ProgrammeEventKind } from "./events.ts";
import type { Programme, Target, Task, TaskGroup } from "./model.ts";
import { partKey, programmeKey, revisionKey, stateKey } from "./programme-keys.ts";

/** One revision in a programme's history. */
export interface RevisionEntry {
  revision: number;
  /** ISO 8601; never earlier than that of the revision before. */
  at: string;
  actor: { personId: string; name: string };
  why: string;
  /** The document the change rests on, as cited. Absent: none was named. */
  basis?: string;
  /** How many events of each kind; absent in revisions that were stored before events were kept. */
  changes?: Partial<Record<ProgrammeEventKind, number>>;
}

/** A `rev#` item. */
export interface StoredRevision extends RevisionEntry {
  layout: 2;
  /** Its events, when they are short; else `parts` names the parts that hold them. */
  events?: ProgrammeEvent[];
  parts?: string[];
}

/** A `rev#` item of the first layout: lists whole under a prefix of their own, no events. */
export interface FirstLayoutRevision extends Omit<RevisionEntry, "basis" | "changes"> {
  layout?: undefined;
  title: string;
  period: string;
  /** Of the programme. */
  basis: string[];
  /** Sort-key prefix of the chunks. */
  chunks: string;
}

/** A `state#` item: what a revision consists of. Each list is given as the names of its parts. */
interface StoredState extends Pick<Programme, "title" | "period" | "basis"> {
  groups: string[];
  tasks: string[];
  targets: string[];
}

/** Parts are read so many at a time. */
const READ_AT_ONCE = 40;
const LISTS = ["groups", "tasks", "targets"] as const;

/** Whole revisions and content-addressed parts in a record store. */
export interface RevisionStore {
  /** @throws NOT_FOUND */
  entry(organisationId: string, id: string, revision: number): Promise<StoredRevision | FirstLayoutRevision>;
  /** @throws NOT_FOUND */
  read(organisationId: string, id: string, revision: number): Promise<Programme>;
  /** Reads parts by name, in order. The values are frozen. */
  parts<T>(pk: string, names: readonly string[]): Promise<T[]>;
  /**
   * What storing a programme takes: the operation that makes the revision readable, and those for parts that revision `before` does not
   * have already. Parts may be written ahead: nothing refers to them before the state does.
   */
  operations(programme: Programme, before?: number): Promise<{ state: WriteOperation; parts: WriteOperation[] }>;
}

/** Opens the revisions that a record store holds. */
export function openRevisions(records: RecordStore): RevisionStore {
  const cache = new ChunkCache();

  const store: RevisionStore = {
    async entry(organisationId, id, revision) {
      const pk = programmeKey(organisationId, id);
      const item = await records.get<StoredRevision | FirstLayoutRevision>(pk, revisionKey(revision));
      if (item === undefined) throw noRevision(id, revision);
      return item.data;
    },

    async read(organisationId, id, revision) {
      const pk = programmeKey(organisationId, id);
      const state = await records.get<StoredState>(pk, stateKey(revision));
      if (state === undefined) {
        const entry = await store.entry(organisationId, id, revision);
        if (entry.layout === undefined) return readFirstLayout(records, organisationId, id, entry);
        throw noRevision(id, revision);
      }
      const programme = withoutThings(organisationId, id, revision, state.data);
      for (const list of LISTS) {
        const names = state.data[list];
        const parts = await store.parts<(TaskGroup & Task & Target)[]>(pk, names);
        parts.forEach((things, index) => {
          rememberChunk({ hash: names[index]!, things });
          for (const thing of things) programme[list].push(thing);
        });
      }
      return programme;
    },

    async parts<T>(pk: string, names: readonly string[]) {
      const found: T[] = [];
      for (let from = 0; from < names.length; from += READ_AT_ONCE) {
        found.push(...(await Promise.all(names.slice(from, from + READ_AT_ONCE).map((name) => part<T>(pk, name)))));
      }
      return found;
    },

    async operations(programme, before) {
      const pk = programmeKey(programme.organisationId, programme.id);
      const stored = before === undefined ? undefined : await records.get<StoredState>(pk, stateKey(before));
      const known = new Set(stored === undefined ? [] : LISTS.flatMap((list) => stored.data[list]));
      const parts = new Map<string, WriteOperation>();
      const names = (list: readonly { id: string }[]) =>
        cutIntoChunks(list).map(({ hash, things }) => {
          if (!known.has(hash)) parts.set(hash, { op: "put", pk, sk: partKey(hash), data: things });
          return hash;
        });
      const { title, period, basis, revision } = programme;
      const data: StoredState = {
        title,
        period,
        basis,
        groups: names(programme.groups),
        tasks: names(programme.tasks),
        targets: names(programme.targets),
      };
      return { state: { op: "insert", pk, sk: stateKey(revision), data }, parts: [...parts.values()] };
    },
  };
  return store;

  async function part<T>(pk: string, name: string): Promise<T> {
    const key = `${pk}\t${name}`;
    const kept = cache.get(key);
    if (kept !== undefined) return kept as T;
    const item = await records.get<T>(pk, partKey(name));
    if (item === undefined)
      throw new VanthuError("STORE_UNUSABLE", {
        message: "Kho dữ liệu thiếu một phần của chương trình nhiệm vụ.",
        where: `${pk}/${partKey(name)}`,
        hint: "Khôi phục kho dữ liệu từ bản sao lưu.",
      });
    cache.set(key, item.data);
    return item.data;
  }
}

/** A revision whose lists are still to be filled. */
function withoutThings(
  organisationId: string,
  id: string,
  revision: number,
  { title, period, basis }: Pick<Programme, "title" | "period" | "basis">,
): Programme {
  return { id, organisationId, title, period, basis, revision, groups: [], tasks: [], targets: [] };
}

async function readFirstLayout(
  records: RecordStore,
  organisationId: string,
  id: string,
  entry: FirstLayoutRevision,
): Promise<Programme> {
  const programme = withoutThings(organisationId, id, entry.revision, entry);
  const { items } = await records.query<Partial<Pick<Programme, (typeof LISTS)[number]>>>(
    programmeKey(organisationId, id),
    { prefix: entry.chunks },
  );
  for (const { data } of items) {
    for (const group of data.groups ?? []) programme.groups.push(group);
    for (const task of data.tasks ?? []) programme.tasks.push(task);
    for (const target of data.targets ?? []) programme.targets.push(target);
  }
  return programme;
}

function noRevision(id: string, revision: number): VanthuError {
  return new VanthuError("NOT_FOUND", {
    message: "Không có bản này của chương trình nhiệm vụ.",
    where: `${id}, bản ${revision}`,
  });
}
