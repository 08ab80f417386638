import { randomUUID } from "node:crypto";
import { isVanthuError } from "../../errors/index.ts";
import { type RecordStore, type StoredItem, type WriteOperation, withRetry } from "../../storage/index.ts";
import { timeOrderedId } from "../context.ts";
import { type FullEntry, holdsAll, type IndexEntry, type Phrase, termsOf, termsOfPhrase } from "./entry.ts";

/**
 * The index of an organisation, in records: new things stand one by one ("fresh"); when there are enough they are packed into a block that
 * is never changed, with the words of all of them in buckets. A later entry of a thing hides the earlier ones. All of it is derived and can
 * be made again.
 */
export interface Head {
  /** Blocks, oldest first. */
  blocks: { id: string; entries: number }[];
  /** Everything was gone through once. */
  built: boolean;
  /** Where building goes on: which source, and behind what. */
  building?: { source: "documents" | "incoming" | "dossiers"; after?: string };
  /** Entry of the audit trail up to which changes are in the index. */
  trail: number;
  /** The newest incoming document seen. */
  incoming?: string;
}

const BUCKETS = 64;
/** Things of one block, terms of one block, entries of one row of fields. */
const BLOCK_ENTRIES = 256;
const BLOCK_TERMS = 220_000;
/** Bytes of the texts that stand fresh: they are read at every search. */
const FRESH_BYTES = 4_000_000;
/** Bytes of one row; the store takes 400 KB. Texts from outside decide how long rows grow, so each is measured. */
const ROW_BYTES = 300_000;
const FIELD_ROW = 64;
/** Bytes of operations in one commit; the store takes 4 MB. */
const COMMIT_BYTES = 2_500_000;
const COMMIT_OPERATIONS = 90;
/** Blocks and buckets kept unpacked in this process, of all organisations. */
const MOST_BLOCKS = 400;
const MOST_BUCKETS = 4000;

/** A thing that is not in a block yet; `stamp` tells its forms apart. */
interface Fresh extends FullEntry {
  stamp: string;
}

/** Things that never change under their key, the last used last. */
class Kept<T> {
  readonly #most: number;
  readonly #held = new Map<string, T>();
  constructor(most: number) {
    this.#most = most;
  }
  async get(key: string, make: () => Promise<T>): Promise<T> {
    const held = this.#held.get(key);
    if (held !== undefined) {
      this.#held.delete(key);
      this.#held.set(key, held);
      return held;
    }
    const made = await make();
    this.#held.set(key, made);
    for (const old of this.#held.keys()) {
      if (this.#held.size <= this.#most) break;
      this.#held.delete(old);
    }
    return made;
  }
}

/** The index of one organisation. */
export interface IndexStore {
  head(): Promise<{ head: Head; rev: number }>;
  /** @throws CONFLICT when another process moved it */
  setHead(head: Head, rev: number): Promise<void>;
  put(entries: readonly FullEntry[]): Promise<void>;
  /** Packs what is fresh into blocks when there is enough of it, or all of it. */
  pack(all?: boolean): Promise<void>;
  /** Every entry that holds the phrases, newest form of each thing; all when there are none. */
  matching(phrases: readonly Phrase[]): Promise<IndexEntry[]>;
  /** Forgets everything. */
  clear(): Promise<void>;
  count(): Promise<number>;
}

/** Opens the indexes on a record store: what was unpacked is shared by all calls. */
export function openIndexes(records: RecordStore): (organisationId: string) => IndexStore {
  const blocks = new Kept<IndexEntry[]>(MOST_BLOCKS);
  const buckets = new Kept<Record<string, number[]>>(MOST_BUCKETS);
  return (organisationId) => openIndex(records, organisationId, blocks, buckets);
}

const EMPTY: Head = { blocks: [], built: false, trail: 0 };

function openIndex(
  records: RecordStore,
  organisationId: string,
  blocks: Kept<IndexEntry[]>,
  buckets: Kept<Record<string, number[]>>,
): IndexStore {
  const base = `org/${organisationId}/search`;
  const freshPk = `${base}/fresh`;
  const textPk = `${base}/text`;
  const blockPk = (id: string) => `${base}/block/${id}`;

  async function head(): Promise<{ head: Head; rev: number }> {
    const item = await records.get<Head>(base, "head");
    return { head: item?.data ?? EMPTY, rev: item?.rev ?? 0 };
  }

  async function setHead(data: Head, rev: number): Promise<void> {
    const key = { pk: base, sk: "head" };
    await records.commit([rev === 0 ? { op: "insert", ...key, data } : { op: "update", ...key, rev, data }]);
  }

  const blockEntries = (id: string): Promise<IndexEntry[]> =>
    blocks.get(`${organisationId}/${id}`, async () => {
      const { items } = await records.query<IndexEntry[]>(blockPk(id), { prefix: "fields/" });
      return items.flatMap(({ data }) => data);
    });

  const bucket = (id: string, term: string): Promise<Record<string, number[]>> => {
    const prefix = `words/${bucketOf(term)}/`;
    return buckets.get(`${organisationId}/${id}/${prefix}`, async () => {
      const { items } = await records.query<Record<string, number[]>>(blockPk(id), { prefix });
      return Object.assign(Object.create(null), ...items.map(({ data }) => data));
    });
  };

  /** Slots of a block that hold every term; undefined: all of them. */
  async function slotsOf(id: string, terms: readonly string[]): Promise<Set<number> | undefined> {
    let slots: Set<number> | undefined;
    for (const term of terms) {
      const held = (await bucket(id, term))[term] ?? [];
      slots = new Set(slots === undefined ? held : held.filter((slot) => slots!.has(slot)));
      if (slots.size === 0) break;
    }
    return slots;
  }

  /**
   * Takes away a fresh form that lies in a block now. What was changed meanwhile stays, and hides the one in the block: its stamp is another.
   * Nobody else takes anything away at the same moment, else the head has moved.
   */
  async function removePacked({ pk, sk, data: { stamp } }: StoredItem<Fresh>, headRev: number): Promise<void> {
    const item = await records.get<Fresh>(pk, sk);
    if (item === undefined || item.data.stamp !== stamp) return;
    try {
      await records.commit([
        { op: "check", pk: base, sk: "head", rev: headRev },
        { op: "remove", pk, sk, rev: item.rev },
      ]);
    } catch (error) {
      if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
    }
  }

  return {
    head,
    setHead,

    async put(entries) {
      await inCommits(
        records,
        entries.map((entry): WriteOperation => {
          const data: Fresh = { ...entry, stamp: randomUUID() };
          return { op: "put", pk: freshPk, sk: data.key, data };
        }),
      );
    },

    async pack(all = false) {
      for (;;) {
        // The head is read before what is packed: who packs the same meanwhile moves it.
        const { head: now, rev } = await head();
        const { items } = await records.query<Fresh>(freshPk, { limit: BLOCK_ENTRIES });
        const bytes = items.reduce((sum, { data }) => sum + data.text.length, 0);
        if (items.length === 0 || (!all && items.length < BLOCK_ENTRIES && bytes < FRESH_BYTES)) return;
        const taken = packable(items);
        const id = timeOrderedId(new Date());
        await inCommits(records, blockOperations(blockPk(id), textPk, taken));
        try {
          await setHead({ ...now, blocks: [...now.blocks, { id, entries: taken.length }] }, rev);
        } catch (error) {
          // Another process was first: what it packed is packed; the rows written here lead nowhere.
          if (!isVanthuError(error) || error.code !== "CONFLICT") throw error;
          await removeAll(records, blockPk(id));
          return;
        }
        for (const item of taken) await removePacked(item, rev + 1);
      }
    },

    async matching(phrases) {
      const [{ head: now }, fresh] = await Promise.all([head(), records.query<Fresh>(freshPk)]);
      const found: IndexEntry[] = [];
      const seen = new Set<string>();
      for (const { data } of fresh.items) {
        seen.add(data.key);
        if (data.gone !== true && holdsAll(data.text, phrases)) {
          const { text: _text, stamp: _stamp, ...entry } = data;
          found.push(entry);
        }
      }
      const terms = [...new Set(phrases.flatMap(termsOfPhrase))];
      const long = phrases.filter((phrase) => phrase.length > 2);
      for (const { id } of [...now.blocks].reverse()) {
        const entries = await blockEntries(id);
        const slots = await slotsOf(id, terms);
        for (const [slot, entry] of entries.entries()) {
          if (seen.has(entry.key)) continue;
          seen.add(entry.key);
          if (entry.gone === true || (slots !== undefined && !slots.has(slot))) continue;
          // Pairs say that the words meet two by two; whether all stand in one row, only the text does.
          if (long.length > 0) {
            const text = await records.get<string>(textPk, entry.key);
            if (text === undefined || !holdsAll(text.data, long)) continue;
          }
          found.push(entry);
        }
      }
      return found;
    },

    async clear() {
      // Before the head says that it is to be built: what is written by then must not be taken away any more.
      await removeAll(records, freshPk);
      await removeAll(records, textPk);
      const blocks = await withRetry(async () => {
        const { head: now, rev } = await head();
        if (rev > 0) await setHead(EMPTY, rev);
        return now.blocks;
      });
      for (const { id } of blocks) await removeAll(records, blockPk(id));
    },

    async count() {
      return (await this.matching([])).length;
    },
  };
}

/** As many of the fresh ones as fit into one block. */
function packable(items: readonly StoredItem<Fresh>[]): StoredItem<Fresh>[] {
  const taken: StoredItem<Fresh>[] = [];
  let terms = 0;
  for (const item of items) {
    terms += termsOf(item.data.text).size;
    if (taken.length > 0 && terms > BLOCK_TERMS) break;
    taken.push(item);
  }
  return taken;
}

function blockOperations(pk: string, textPk: string, items: readonly StoredItem<Fresh>[]): WriteOperation[] {
  const words = Array.from({ length: BUCKETS }, (): Record<string, number[]> => Object.create(null));
  const entries: IndexEntry[] = [];
  const operations: WriteOperation[] = [];
  items.forEach(({ data: { text, stamp: _stamp, ...entry } }, slot) => {
    entries.push(entry);
    for (const term of termsOf(text)) {
      const held = words[bucketOf(term)]!;
      const slots = held[term];
      if (slots === undefined) held[term] = [slot];
      else slots.push(slot);
    }
    operations.push({ op: "put", pk: textPk, sk: entry.key, data: text });
  });
  words.forEach((data, index) => {
    const rows = inRows(Object.entries(data), Number.POSITIVE_INFINITY);
    rows.forEach((row, part) => {
      operations.push({ op: "put", pk, sk: `words/${index}/${part}`, data: Object.fromEntries(row) });
    });
  });
  inRows(entries, FIELD_ROW).forEach((row, part) => {
    operations.push({ op: "put", pk, sk: `fields/${String(part).padStart(4, "0")}`, data: row });
  });
  return operations;
}

/** Values in rows, each as many and as long as a row takes. */
function inRows<T>(values: readonly T[], most: number): T[][] {
  const rows: T[][] = [];
  let bytes = 0;
  for (const value of values) {
    const size = Buffer.byteLength(JSON.stringify(value)) + 8;
    const row = rows.at(-1);
    if (row === undefined || row.length >= most || bytes + size > ROW_BYTES) {
      rows.push([value]);
      bytes = size;
    } else {
      row.push(value);
      bytes += size;
    }
  }
  return rows;
}

function bucketOf(term: string): number {
  let hash = 0;
  for (let at = 0; at < term.length; at += 1) hash = (hash * 31 + term.charCodeAt(at)) >>> 0;
  return hash % BUCKETS;
}

/** Commits derived rows, as many at once as a commit takes. */
async function inCommits(records: RecordStore, operations: readonly WriteOperation[]): Promise<void> {
  let batch: WriteOperation[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length > 0) await records.commit(batch);
    batch = [];
    bytes = 0;
  };
  for (const operation of operations) {
    const size = "data" in operation ? Buffer.byteLength(JSON.stringify(operation.data)) * 1.05 : 0;
    if (batch.length >= COMMIT_OPERATIONS || bytes + size > COMMIT_BYTES) await flush();
    batch.push(operation);
    bytes += size;
  }
  await flush();
}

async function removeAll(records: RecordStore, pk: string): Promise<void> {
  for (;;) {
    const { items } = await records.query(pk, { limit: COMMIT_OPERATIONS });
    if (items.length === 0) return;
    await records.commit(items.map(({ sk, rev }): WriteOperation => ({ op: "remove", pk, sk, rev })));
  }
}
