/**
 * The storage ports. Two adapters each: `node:sqlite` + files on one machine, DynamoDB + S3 in the cloud; one contract suite for both.
 *
 * Rules that keep both honest: an item is at most 400 KB; a commit is at most 100 operations and 4 MB and touches an item once; reads
 * are by exact key or by range inside one partition; expiry is checked on read (stores expire lazily); files are named by their sha256.
 */

/** One record. `rev` counts its writes from 1 and is the fencing token for updates. */
export interface StoredItem<T = unknown> {
  pk: string;
  sk: string;
  /** An item that was removed starts again at 1; one that expired may count on. So never guess a `rev`: read it. */
  rev: number;
  data: T;
  /** Milliseconds since the epoch; from then on the item reads as absent. */
  expiresAt?: number;
}

/** One step of an atomic commit. `data` is anything JSON can say. */
export type WriteOperation =
  /** Insert; fails if it is there (unless it has expired). */
  | { op: "insert"; pk: string; sk: string; data: unknown; expiresAt?: number }
  /** Replace; fails unless the stored revision is `rev`. */
  | { op: "update"; pk: string; sk: string; rev: number; data: unknown; expiresAt?: number }
  /** Insert or replace without looking. Only for data that can be derived again. */
  | { op: "put"; pk: string; sk: string; data: unknown; expiresAt?: number }
  /** Remove; fails unless the stored revision is `rev`. */
  | { op: "remove"; pk: string; sk: string; rev: number }
  /** Write nothing, but fail unless the stored revision is `rev` (0: absent). */
  | { op: "check"; pk: string; sk: string; rev: number };

/** A range inside one partition, by sort key (byte order of UTF-8). Bounds are inclusive and narrow each other. */
export interface QueryRange {
  prefix?: string;
  from?: string;
  to?: string;
  /** At most so many items; without it the whole range is read. */
  limit?: number;
  reverse?: boolean;
  /** `next` of the previous answer: go on behind it. */
  after?: string;
}

/** Records by partition and sort key. Every read sees every commit that was acknowledged before it. */
export interface RecordStore {
  get<T = unknown>(pk: string, sk: string): Promise<StoredItem<T> | undefined>;
  /** `next` is given exactly when `limit` cut the range short. */
  query<T = unknown>(pk: string, range?: QueryRange): Promise<{ items: StoredItem<T>[]; next?: string }>;
  /**
   * All or nothing; durable when it resolves. No operations: nothing happens.
   * @throws CONFLICT naming the first operation whose condition failed; ITEM_TOO_LARGE; INVALID
   */
  commit(operations: WriteOperation[]): Promise<void>;
  close(): Promise<void>;
}

/** Immutable files named by the sha256 of their bytes (lower-case hexadecimal). */
export interface FileStore {
  /** Stores durably and answers the name; storing the same bytes twice changes nothing. */
  put(bytes: Uint8Array, contentType: string): Promise<{ sha256: string; bytes: number }>;
  /** @throws NOT_FOUND, FILE_DAMAGED when the bytes no longer match their name, INVALID for what is no sha256 */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
}

/** Tells a worker that there is something in the outbox. Losing a wake-up loses nothing: workers also look by the clock. */
export interface WakeUp {
  /** Never rejects: what was to be announced is already committed. */
  wake(topic: string): Promise<void>;
}

/** What every room that stores things is given. */
export interface Storage {
  records: RecordStore;
  files: FileStore;
}
