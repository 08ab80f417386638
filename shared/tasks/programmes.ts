import { randomUUID } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import type { RecordStore, WriteOperation } from "../storage/index.ts";
import { mergeImport } from "./merge-import.ts";
import type { ImportResult, Programme, Target, Task, TaskGroup } from "./model.ts";

/** Who changes a programme, and why (Vietnamese; may be ""). */
export interface ProgrammeChange {
  actor: { personId: string; name: string };
  why: string;
}

/** What a new programme starts with. */
export interface NewProgramme {
  /** Default: a new one. */
  id?: string;
  organisationId: string;
  title: string;
  period: string;
  basis?: string[];
  groups?: TaskGroup[];
  tasks?: Task[];
  targets?: Target[];
}

/** A programme in a list. */
export interface ProgrammeSummary {
  id: string;
  organisationId: string;
  title: string;
  period: string;
  /** The newest. */
  revision: number;
  tasks: number;
  targets: number;
  /** ISO 8601 instant of the newest revision. */
  changedAt: string;
}

/** One revision in a programme's history. */
export interface RevisionEntry {
  revision: number;
  /** ISO 8601 */
  at: string;
  actor: { personId: string; name: string };
  why: string;
}

/** Programmes of tasks and all their revisions. Nothing is overwritten: a change is a new revision, kept whole. */
export interface Programmes {
  /** @throws INVALID, CONFLICT when the id is taken */
  create(input: NewProgramme, change: ProgrammeChange): Promise<Programme>;
  /** The newest revision, or the one asked for. @throws NOT_FOUND */
  get(organisationId: string, id: string, revision?: number): Promise<Programme>;
  /** Newest revision of each, by title. */
  list(organisationId: string): Promise<ProgrammeSummary[]>;
  /** Newest first. @throws NOT_FOUND */
  history(organisationId: string, id: string): Promise<RevisionEntry[]>;
  /** Stores a changed programme as the revision after the one it was read at. @throws CONFLICT when there is a newer one, INVALID, NOT_FOUND */
  commit(programme: Programme, change: ProgrammeChange): Promise<Programme>;
  /**
   * Stores the sound rows of an import as a new revision: "replace" (default) makes the table the whole list, "add" keeps what it
   * does not name. Tasks keep their identity by name, else by number. Importing the same table again changes nothing.
   * @throws CONFLICT, INVALID, NOT_FOUND
   */
  importInto(
    programme: Programme,
    result: Pick<ImportResult, "groups" | "tasks">,
    change: ProgrammeChange & { mode?: "replace" | "add" },
  ): Promise<Programme>;
}

/** Leaves room for keys and names under the store's 400 KB an item. */
const CHUNK_BYTES = 240 * 1024;
/** Chunks that go with the head in one atomic commit; more are written ahead of it. */
const CHUNKS_AT_ONCE = 12;

interface StoredRevision extends RevisionEntry {
  title: string;
  period: string;
  basis: string[];
  /** Sort-key prefix of the chunks. */
  chunks: string;
}

interface Chunk {
  groups?: TaskGroup[];
  tasks?: Task[];
  targets?: Target[];
}

/** Opens the programmes that a record store holds. */
export function openProgrammes(records: RecordStore, clock: () => Date): Programmes {
  async function head(organisationId: string, id: string) {
    const item = await records.get<ProgrammeSummary>(listKey(organisationId), id);
    if (item === undefined) {
      throw new VanthuError("NOT_FOUND", { message: "Không có chương trình nhiệm vụ này.", where: id });
    }
    return item;
  }

  async function write(programme: Programme, change: ProgrammeChange, rev: number | undefined): Promise<Programme> {
    checkProgramme(programme);
    const at = clock().toISOString();
    const pk = programmeKey(programme.organisationId, programme.id);
    const prefix = `chunk#${revisionKey(programme.revision)}#${randomUUID()}#`;
    const chunks = cut(programme).map(
      (data, index): WriteOperation => ({ op: "insert", pk, sk: `${prefix}${String(index).padStart(4, "0")}`, data }),
    );
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
    const entry: StoredRevision = {
      revision: programme.revision,
      at,
      actor: { personId: change.actor.personId, name: change.actor.name },
      why: change.why,
      title: programme.title,
      period: programme.period,
      basis: programme.basis,
      chunks: prefix,
    };
    const list = listKey(programme.organisationId);
    const heads: WriteOperation[] = [
      rev === undefined
        ? { op: "insert", pk: list, sk: programme.id, data: summary }
        : { op: "update", pk: list, sk: programme.id, rev, data: summary },
      { op: "insert", pk, sk: revisionKey(programme.revision), data: entry },
    ];
    // Chunks written ahead belong to nothing until the heads are committed; if those fail they are taken away again.
    const ahead = chunks.slice(0, Math.max(0, chunks.length - CHUNKS_AT_ONCE));
    for (let from = 0; from < ahead.length; from += CHUNKS_AT_ONCE) {
      await records.commit(ahead.slice(from, from + CHUNKS_AT_ONCE));
    }
    try {
      await records.commit([...heads, ...chunks.slice(ahead.length)]);
    } catch (error) {
      for (const { pk: partition, sk } of ahead) await records.commit([{ op: "remove", pk: partition, sk, rev: 1 }]);
      throw error;
    }
    return programme;
  }

  const programmes: Programmes = {
    create(input, change) {
      const { id = randomUUID(), basis = [], groups = [], tasks = [], targets = [] } = input;
      return write({ ...input, id, basis, groups, tasks, targets, revision: 1 }, change, undefined);
    },

    async get(organisationId, id, revision) {
      const wanted = revision ?? (await head(organisationId, id)).data.revision;
      const pk = programmeKey(organisationId, id);
      const entry = await records.get<StoredRevision>(pk, revisionKey(wanted));
      if (entry === undefined) {
        throw new VanthuError("NOT_FOUND", {
          message: "Không có bản này của chương trình nhiệm vụ.",
          where: `${id}, bản ${wanted}`,
        });
      }
      const { title, period, basis, chunks } = entry.data;
      const programme: Programme = {
        id,
        organisationId,
        title,
        period,
        basis,
        revision: wanted,
        groups: [],
        tasks: [],
        targets: [],
      };
      let after: string | undefined;
      do {
        const page = await records.query<Chunk>(pk, { prefix: chunks, ...(after === undefined ? {} : { after }) });
        for (const { data } of page.items) {
          programme.groups.push(...(data.groups ?? []));
          programme.tasks.push(...(data.tasks ?? []));
          programme.targets.push(...(data.targets ?? []));
        }
        after = page.next;
      } while (after !== undefined);
      return programme;
    },

    async list(organisationId) {
      const all = await queryAll<ProgrammeSummary>(records, listKey(organisationId), undefined);
      return all.sort((a, b) => a.title.localeCompare(b.title, "vi"));
    },

    async history(organisationId, id) {
      await head(organisationId, id);
      const entries = await queryAll<StoredRevision>(records, programmeKey(organisationId, id), "rev#");
      return entries.map(({ revision, at, actor, why }) => ({ revision, at, actor, why })).reverse();
    },

    async commit(programme, change) {
      const current = await head(programme.organisationId, programme.id);
      if (current.data.revision !== programme.revision) {
        throw new VanthuError("CONFLICT", {
          message: `Chương trình đã có bản ${current.data.revision}, thay đổi này dựa trên bản ${programme.revision}.`,
          where: programme.id,
          hint: "Mở lại bản mới nhất rồi thực hiện lại thay đổi.",
        });
      }
      return write({ ...programme, revision: programme.revision + 1 }, change, current.rev);
    },

    async importInto(programme, result, change) {
      const merged = mergeImport(programme, result, change.mode ?? "replace");
      if (JSON.stringify(merged) === JSON.stringify(programme)) return programme;
      return programmes.commit(merged, change);
    },
  };
  return programmes;
}

function listKey(organisationId: string): string {
  return `programmes#${organisationId}`;
}

function programmeKey(organisationId: string, id: string): string {
  return `programme#${organisationId}#${id}`;
}

/** Sorts as it counts. */
function revisionKey(revision: number): string {
  return `rev#${String(revision).padStart(8, "0")}`;
}

async function queryAll<T>(records: RecordStore, pk: string, prefix: string | undefined): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  do {
    const page = await records.query<T>(pk, {
      ...(prefix === undefined ? {} : { prefix }),
      ...(after === undefined ? {} : { after }),
    });
    found.push(...page.items.map((item) => item.data));
    after = page.next;
  } while (after !== undefined);
  return found;
}

/** Cuts the lists of a programme into chunks that each fit into one item of the store. */
function cut(programme: Programme): Chunk[] {
  const chunks: Chunk[] = [{}];
  let size = 0;
  const add = <K extends keyof Chunk>(list: K, value: NonNullable<Chunk[K]>[number]) => {
    const bytes = Buffer.byteLength(JSON.stringify(value)) + 1;
    if (size > 0 && size + bytes > CHUNK_BYTES) {
      chunks.push({});
      size = 0;
    }
    const chunk = chunks.at(-1)!;
    const values = (chunk[list] ?? []) as (typeof value)[];
    values.push(value);
    chunk[list] = values as Chunk[K];
    size += bytes;
  };
  for (const group of programme.groups) add("groups", group);
  for (const task of programme.tasks) add("tasks", task);
  for (const target of programme.targets) add("targets", target);
  return chunks;
}

/** @throws INVALID */
function checkProgramme(programme: Programme): void {
  const fail = (message: string, where: string) => new VanthuError("INVALID", { message, where });
  if (programme.title.trim() === "") throw fail("Chương trình nhiệm vụ cần có tên.", "title");
  if (programme.organisationId === "" || programme.id === "")
    throw fail("Thiếu mã cơ quan hoặc mã chương trình.", "id");
  for (const list of ["groups", "tasks", "targets"] as const) {
    const seen = new Set<string>();
    for (const [index, { id }] of programme[list].entries()) {
      if (id === "" || seen.has(id)) throw fail("Mã bị thiếu hoặc trùng.", `${list}[${index}].id`);
      seen.add(id);
    }
  }
  const groups = new Set(programme.groups.map((group) => group.id));
  for (const [index, task] of programme.tasks.entries()) {
    if (task.name.trim() === "") throw fail("Nhiệm vụ cần có tên.", `tasks[${index}].name`);
    if (task.groupId !== undefined && !groups.has(task.groupId))
      throw fail("Nhóm của nhiệm vụ không có trong chương trình.", `tasks[${index}].groupId`);
  }
}
