import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actingKey, requestId, withApiKey, withinRequest } from "../../shared/access/index.ts";
import {
  localFiles,
  localWakeUp,
  openSqliteStorage,
  type Storage,
  sqsWakeUp,
  withRetry,
} from "../../shared/storage/index.ts";
import { fileStoreContract } from "./file-store.ts";
import { recordStoreContract } from "./record-store.ts";

const folder = mkdtempSync(join(tmpdir(), "vanthu-storage-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("records in SQLite", () => {
  let storage: Storage;
  beforeAll(() => {
    storage = openSqliteStorage(join(folder, "records"));
  });
  afterAll(() => storage.records.close());

  recordStoreContract(() => storage.records);

  it("are there again after closing and opening", async () => {
    const place = join(folder, "again");
    const before = openSqliteStorage(place);
    await before.records.commit([{ op: "insert", pk: "a", sk: "b", data: "Phụ lục" }]);
    await before.records.close();
    await before.records.close();
    const after = openSqliteStorage(place);
    expect(await after.records.get("a", "b")).toMatchObject({ rev: 1, data: "Phụ lục" });
    await after.records.close();
  });

  it("made by a newer version are left alone", async () => {
    const place = join(folder, "newer");
    await openSqliteStorage(place).records.close();
    const database = new DatabaseSync(join(place, "vanthu.sqlite"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(() => openSqliteStorage(place)).toThrow(expect.objectContaining({ code: "STORE_UNUSABLE" }));
  });

  it("are not made in what is no folder, or out of what is no database of ours", () => {
    const file = join(folder, "tệp");
    writeFileSync(file, "không phải thư mục");
    expect(() => openSqliteStorage(file)).toThrow(expect.objectContaining({ code: "STORE_UNUSABLE" }));
    const place = join(folder, "khác");
    mkdirSync(place);
    writeFileSync(join(place, "vanthu.sqlite"), "không phải cơ sở dữ liệu".repeat(100));
    expect(() => openSqliteStorage(place)).toThrow(expect.objectContaining({ code: "STORE_UNUSABLE" }));
    expect(readFileSync(join(place, "vanthu.sqlite"), "utf8")).toMatch(/^không phải cơ sở dữ liệu/);
  });

  it("that were acknowledged survive kill -9, whole", async () => {
    const place = join(folder, "killed");
    const acknowledged: number[] = [];
    for (let round = 0; round < 3; round++) acknowledged.push(...(await writeUntilKilled(place, round, 150)));
    expect(acknowledged.length).toBeGreaterThan(30);

    const storage = openSqliteStorage(place);
    const one = new Set((await storage.records.query<number>("một")).items.map((item) => item.data));
    const two = new Set((await storage.records.query<number>("hai")).items.map((item) => item.data));
    await storage.records.close();
    expect(acknowledged.filter((n) => !one.has(n))).toEqual([]);
    // Each commit wrote to both partitions: no half of one is there, acknowledged or not.
    expect([...one].sort()).toEqual([...two].sort());
    const database = new DatabaseSync(join(place, "vanthu.sqlite"));
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    database.close();
  });
});

describe("files in a folder", () => {
  const place = join(folder, "files");
  const pathOf = (sha256: string) => join(place, sha256.slice(0, 2), sha256.slice(2));

  fileStoreContract(() => ({
    files: localFiles(place),
    async damage(sha256) {
      const bytes = readFileSync(pathOf(sha256));
      bytes[100]! ^= 1;
      chmodSync(pathOf(sha256), 0o640);
      writeFileSync(pathOf(sha256), bytes);
    },
  }));

  it("are read-only and leave no temporary file behind", async () => {
    const { sha256 } = await localFiles(place).put(Buffer.from("Kế hoạch"), "text/plain");
    expect(statSync(pathOf(sha256)).mode & 0o777).toBe(0o440);
    expect(readdirSync(join(place, "tmp"))).toEqual([]);
  });

  it("that were damaged are whole again when their bytes are stored again", async () => {
    const files = localFiles(place);
    const bytes = Buffer.from("Báo cáo quý");
    const { sha256 } = await files.put(bytes, "text/plain");
    chmodSync(pathOf(sha256), 0o640);
    writeFileSync(pathOf(sha256), "khác");
    await files.put(bytes, "text/plain");
    expect(Buffer.from(await files.get(sha256)).toString()).toBe("Báo cáo quý");
  });
});

describe("retry", () => {
  it("gives up after so many conflicts, and at once for any other error", async () => {
    const storage = openSqliteStorage(join(folder, "retry"));
    let tries = 0;
    const conflicting = () =>
      withRetry(
        async () => {
          tries += 1;
          await storage.records.commit([{ op: "update", pk: "a", sk: "b", rev: 1, data: 1 }]);
        },
        { attempts: 3, longestPause: 1 },
      );
    await expect(conflicting()).rejects.toMatchObject({ code: "CONFLICT" });
    expect(tries).toBe(3);
    tries = 0;
    const elsewhere = withRetry(
      async () => {
        tries += 1;
        await storage.records.commit([{ op: "update", pk: "a", sk: "b", rev: 1, data: 1 }]);
      },
      { partition: "khác" },
    );
    await expect(elsewhere).rejects.toMatchObject({ code: "CONFLICT", where: "#0 update a/b" });
    expect(tries).toBe(1);
    await expect(withRetry(() => Promise.reject(new RangeError("khác")))).rejects.toThrow(RangeError);
    await storage.records.close();
  });
});

describe("retry of many at once", () => {
  let storage: Storage;
  beforeAll(() => {
    storage = openSqliteStorage(join(folder, "retry-many"));
  });
  afterAll(() => storage.records.close());

  /** Adds one to a counter, slowly enough for others to come between. */
  const addOne = (sk: string, tries: string[], nested?: () => Promise<void>) =>
    withRetry(async () => {
      tries.push(sk);
      const item = await storage.records.get<number>("đếm", sk);
      await sleep(5);
      await nested?.();
      const data = (item?.data ?? 0) + 1;
      await storage.records.commit([
        item ? { op: "update", pk: "đếm", sk, rev: item.rev, data } : { op: "insert", pk: "đếm", sk, data },
      ]);
    });

  it("lets them go one after another, so that each needs only a few tries", async () => {
    const tries: string[] = [];
    await Promise.all(Array.from({ length: 50 }, () => addOne("a", tries)));
    expect((await storage.records.get("đếm", "a"))?.data).toBe(50);
    expect(tries.length).toBeLessThan(200);
  });

  it("never lets nested works wait for each other", async () => {
    const tries: string[] = [];
    const crossing = Array.from({ length: 12 }, (_, i) =>
      i % 2 ? addOne("b", tries, () => addOne("c", tries)) : addOne("c", tries, () => addOne("b", tries)),
    );
    await Promise.allSettled(crossing);
    expect((await storage.records.get("đếm", "b"))?.data).toBeGreaterThan(0);
  }, 30_000);
});

describe("wake-up through SQS", () => {
  it("that cannot be sent is a warning, never an error: the work is already committed", async () => {
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    const wakeUp = sqsWakeUp("http://127.0.0.1:9/vanthu", {
      region: "ap-southeast-1",
      endpoint: "http://127.0.0.1:9",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 1,
    });
    await wakeUp.wake("outbox");
    expect((await warned).message).toContain('Không gửi được tín hiệu "outbox"');
  });
});

describe("wake-up on one machine", () => {
  it("calls every listener until it leaves", async () => {
    const wakeUp = localWakeUp();
    const heard: string[] = [];
    const leave = wakeUp.onWake((topic) => void heard.push(topic));
    const rang = new Promise((resolve) => wakeUp.onWake(resolve));
    await wakeUp.wake("outbox");
    expect(heard).toEqual([]);
    expect(await rang).toBe("outbox");
    leave();
    await wakeUp.wake("khác");
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual(["outbox"]);
  });

  it("takes nothing of the request along that woke it: the worker's lines in the trail name no key", async () => {
    const wakeUp = localWakeUp();
    const key = new Promise((resolve) => wakeUp.onWake(async () => resolve(actingKey() ?? requestId() ?? "none")));
    await withinRequest("yêu cầu", () => withApiKey("Máy quét (k1)", () => wakeUp.wake("outbox")));
    expect(await key).toBe("none");
  });
});

/** Lets a child process commit until it is killed after `ms`; answers the numbers whose commit it had acknowledged. */
async function writeUntilKilled(place: string, round: number, ms: number): Promise<number[]> {
  const writer = fileURLToPath(new URL("./sqlite-writer.ts", import.meta.url));
  const child = spawn(process.execPath, [writer, place, String(round * 1_000_000)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const acknowledged: number[] = [];
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise((resolve) => lines.once("close", resolve));
  lines.on("line", (line) => {
    if (acknowledged.length === 0) setTimeout(() => child.kill("SIGKILL"), ms);
    acknowledged.push(Number(line));
  });
  await ended;
  // The last line may have been cut in the pipe by the kill.
  acknowledged.pop();
  return acknowledged;
}
