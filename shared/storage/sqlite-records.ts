import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import { type CheckedOperation, checkOperations, conflict } from "./limits.ts";
import type { QueryRange, RecordStore, StoredItem, WriteOperation } from "./ports.ts";
import { keyBounds } from "./range.ts";

/** How long one process waits for another one's commit, in milliseconds. */
const BUSY_TIMEOUT = 10_000;
/** Expired rows are swept once in so many commits. */
const SWEEP_EVERY = 1000;
const SCHEMA_VERSION = 1;
/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

interface Row {
  sk: string;
  rev: number;
  /** UTF-8: read as bytes, since SQLite's binding decodes text with accents three times slower than a buffer does. */
  data: Uint8Array;
  expires_at: number | null;
}
const SELECT = "SELECT sk, rev, CAST(data AS BLOB) AS data, expires_at FROM records";

/**
 * Records in `folder/vanthu.sqlite`, for one machine; several processes may share it.
 * WAL with synchronous=FULL: a commit is on disk (fsync) when it resolves.
 * @throws STORE_UNUSABLE
 */
export function sqliteRecords(folder: string): RecordStore {
  const database = openDatabase(folder);
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const find = (pk: string, sk: string): Row | undefined =>
    statement(`${SELECT} WHERE pk = ? AND sk = ?`).get(pk, sk) as Row | undefined;
  let commits = 0;

  return {
    async get<T>(pk: string, sk: string) {
      const row = find(pk, sk);
      return row && isLive(row, Date.now()) ? toItem<T>(pk, row) : undefined;
    },

    async query<T>(pk: string, range: QueryRange = {}) {
      const bounds = keyBounds(range);
      if (bounds.empty) return { items: [] };
      let sql = `${SELECT} WHERE pk = ? AND (expires_at IS NULL OR expires_at > ?)`;
      const values: (string | number)[] = [pk, Date.now()];
      for (const [condition, value] of [
        [" AND sk >= ?", bounds.lower],
        [" AND sk <= ?", bounds.upper],
        [" AND sk <> ?", bounds.skip],
      ] as const) {
        if (value === undefined) continue;
        sql += condition;
        values.push(value);
      }
      sql += ` ORDER BY sk ${range.reverse ? "DESC" : "ASC"}`;
      if (range.limit !== undefined) {
        sql += " LIMIT ?";
        values.push(range.limit + 1);
      }
      const items = (statement(sql).all(...values) as unknown as Row[]).map((row) => toItem<T>(pk, row));
      if (range.limit === undefined || items.length <= range.limit) return { items };
      items.pop();
      return { items, next: items.at(-1)?.sk };
    },

    async commit(operations: WriteOperation[]) {
      const checked = checkOperations(operations);
      if (checked.length === 0) return;
      await whenFree(() => transact(checked));
      commits += 1;
      if (commits % SWEEP_EVERY === 0) sweep();
    },

    async close() {
      if (database.isOpen) database.close();
    },
  };

  /** What has expired is left out of every answer: where it cannot go now (disk full, another's long commit), it goes later. */
  function sweep(): void {
    try {
      statement("DELETE FROM records WHERE expires_at <= ?").run(Date.now());
    } catch {
      // The commit before it is written, and must not be told as failed.
    }
  }

  /** One transaction, without a pause in between: the connection is one, and others of this process wait for it. */
  function transact(operations: CheckedOperation[]): void {
    database.exec("BEGIN IMMEDIATE");
    try {
      const now = Date.now();
      operations.forEach((operation, index) => {
        if (!apply(operation, now)) throw conflict(operation, index);
      });
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Writes one operation inside the open transaction; false when its condition does not hold. */
  function apply(operation: CheckedOperation, now: number): boolean {
    const { pk, sk } = operation;
    // Without its data, which may be long.
    const row = statement("SELECT rev, expires_at FROM records WHERE pk = ? AND sk = ?").get(pk, sk) as
      | Pick<Row, "rev" | "expires_at">
      | undefined;
    const live = row && isLive(row, now) ? row : undefined;
    if (operation.op === "insert" && live) return false;
    if ("rev" in operation && (live?.rev ?? 0) !== operation.rev) return false;
    if (operation.op === "check") return true;
    if (!("json" in operation)) {
      statement("DELETE FROM records WHERE pk = ? AND sk = ?").run(pk, sk);
      return true;
    }
    statement(
      `INSERT INTO records (pk, sk, rev, data, expires_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (pk, sk) DO UPDATE SET rev = excluded.rev, data = excluded.data, expires_at = excluded.expires_at`,
    ).run(pk, sk, (row?.rev ?? 0) + 1, operation.json, operation.expiresAt ?? null);
    return true;
  }
}

function openDatabase(folder: string): DatabaseSync {
  const file = join(folder, "vanthu.sqlite");
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
    const { user_version: version } = database.prepare("PRAGMA user_version").get() as { user_version: number };
    if (version > SCHEMA_VERSION)
      throw new VanthuError("STORE_UNUSABLE", {
        message: "Kho dữ liệu này do một phiên bản Vanthu mới hơn tạo ra.",
        where: file,
        hint: "Dùng phiên bản Vanthu mới hơn để mở.",
      });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    // TEXT keys compare as bytes of UTF-8 (BINARY collation), the order of the port.
    database.exec(`
      CREATE TABLE IF NOT EXISTS records (
        pk TEXT NOT NULL, sk TEXT NOT NULL, rev INTEGER NOT NULL, data TEXT NOT NULL, expires_at INTEGER,
        PRIMARY KEY (pk, sk)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;
      PRAGMA user_version = ${SCHEMA_VERSION};`);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    if (isVanthuError(error)) throw error;
    throw new VanthuError("STORE_UNUSABLE", {
      message: "Không mở được kho dữ liệu.",
      where: file,
      hint: "Kiểm tra thư mục dữ liệu có tồn tại, ghi được và đúng là của Vanthu.",
      cause: error,
    });
  }
}

/** SQLite's own wait for the write lock is not fair, so under heavy traffic of other processes a transaction may need another go. */
async function whenFree(transaction: () => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      transaction();
      return;
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
      if (attempt === 3)
        throw new VanthuError("CONFLICT", {
          message: "Kho dữ liệu đang bận vì một tiến trình khác ghi quá lâu.",
          where: "vanthu.sqlite",
          hint: "Thực hiện lại sau giây lát.",
          cause: error,
        });
      await sleep(50 * Math.random());
    }
  }
}

function isLive(row: Pick<Row, "expires_at">, now: number): boolean {
  return row.expires_at === null || row.expires_at > now;
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function toItem<T>(pk: string, row: Row): StoredItem<T> {
  const item: StoredItem<T> = { pk, sk: row.sk, rev: row.rev, data: JSON.parse(utf8(row.data)) as T };
  if (row.expires_at !== null) item.expiresAt = row.expires_at;
  return item;
}
