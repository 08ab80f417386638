import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mandatesPartition, openAccess } from "../../shared/access/index.ts";
import type { OfficeContext } from "../../shared/office/context.ts";
import { DATA_VERSION, dataVersion, LEASE_MS, type Migration, migrate } from "../../shared/office/migrations/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import { temporaryFolder } from "../cli/vanthu.ts";
import { type OfficeFixture, openFixture } from "./office-fixture.ts";

let fixture: OfficeFixture;
let context: OfficeContext;
const ran: string[] = [];
const step = (version: number, run: (context: OfficeContext) => Promise<void> = async () => {}): Migration => ({
  version,
  name: `bước ${version}`,
  run: async (given) => {
    ran.push(String(version));
    await run(given);
  },
});

beforeAll(async () => {
  fixture = await openFixture();
  const { storage, access } = fixture.office;
  context = { storage, access, clock: () => new Date() } as OfficeContext;
});
beforeEach(async () => {
  const { records } = fixture.storage;
  for (const { pk, sk, rev } of (await records.query("installation")).items)
    if (sk.startsWith("data-") || sk.startsWith("migrat")) await records.commit([{ op: "remove", pk, sk, rev }]);
  ran.length = 0;
});
afterAll(() => fixture.close());

describe("leaders of an earlier program", () => {
  it("get the general mandate of their post, once, and say so in the trail", async () => {
    const { records } = fixture.storage;
    const mandates = async () => (await fixture.office.mandates.list(fixture.administrator)).length;
    const before = await mandates();
    const { items } = await records.query(mandatesPartition(fixture.sender.id));
    for (const { pk, sk, rev } of items) await records.commit([{ op: "remove", pk, sk, rev }]);
    expect(await fixture.office.migrate()).toMatchObject({ from: 0, to: DATA_VERSION });
    expect(await fixture.office.migrate()).toMatchObject({ ran: [] });
    expect((await records.query(mandatesPartition(fixture.sender.id))).items).toHaveLength(before);
    const { entries } = await fixture.office.audit.list(fixture.administrator, { action: "mandate", limit: 1 });
    expect(entries[0]!.actor.name).toBe("Hệ thống");
  });
});

describe("the version of stored data", () => {
  it("goes up step by step, each once", async () => {
    expect(await migrate(context, [step(1)])).toMatchObject({ from: 0, to: 1, ran: ["bước 1"] });
    expect(await migrate(context, [step(1), step(2), step(3)])).toMatchObject({ from: 1, to: 3 });
    expect(await migrate(context, [step(1), step(2), step(3)])).toMatchObject({ ran: [] });
    expect(ran).toEqual(["1", "2", "3"]);
  });

  it("stays where it was when a step fails, and the step is run again", async () => {
    let works = false;
    const second = step(2, async () => {
      if (!works) throw new Error("mất điện");
    });
    await expect(migrate(context, [step(1), second])).rejects.toThrow("mất điện");
    works = true;
    expect(await migrate(context, [step(1), second])).toMatchObject({ from: 1, to: 2 });
    expect(ran).toEqual(["1", "2", "2"]);
  });

  it("is brought up by one of several processes", async () => {
    const slow = step(1, () => new Promise((resolve) => setTimeout(resolve, 50)));
    const runs = await Promise.all([migrate(context, [slow]), migrate(context, [slow]), migrate(context, [slow])]);
    expect(ran).toEqual(["1"]);
    expect(runs.filter(({ ran: steps }) => steps.length > 0)).toHaveLength(1);
  });

  it("that another process has just brought up is not brought up again", async () => {
    const steps = [step(1), step(2)];
    const { records } = context.storage;
    // This process read the version before the other one ended, and took the lease after it.
    let first = true;
    const late = {
      ...context,
      storage: {
        ...context.storage,
        records: {
          ...records,
          get: async (pk: string, sk: string) => {
            const found = await records.get(pk, sk);
            if (first && sk === "data-version") {
              first = false;
              await migrate(context, steps);
            }
            return found;
          },
          query: records.query.bind(records),
          commit: records.commit.bind(records),
        },
      },
    } as OfficeContext;
    expect((await migrate(late, steps)).ran).toEqual([]);
    expect(ran).toEqual(["1", "2"]);
    expect(await dataVersion(context)).toBe(2);
  });

  it("that a killed process left half-way is brought up by the next one, soon", async () => {
    expect(LEASE_MS).toBeLessThanOrEqual(60_000);
    const place = temporaryFolder();
    const storage = openSqliteStorage(place.folder);
    const access = openAccess(storage.records);
    await access.createOrganisation({ code: "H98", name: "UBND xã An Phú", place: "An Phú", system: "state" });
    const here = { ...context, storage, access };
    const child = fork(path.join(import.meta.dirname, "migrating-worker.ts"), [place.folder, "1200"], {
      execArgv: ["--no-warnings"],
    });
    await once(child, "message");
    // It lives, and says so for longer than one lease: nobody takes over.
    for (let time = 0; time < 4; time += 1) {
      await sleep(500);
      expect(await migrate(here, [step(1)], { leaseMs: 1_200 })).toMatchObject({ ran: [] });
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    const killed = performance.now();
    expect(await migrate(here, [step(1)], { leaseMs: 1_200, wait: true })).toMatchObject({ ran: ["bước 1"] });
    expect(performance.now() - killed).toBeLessThan(5_000);
    await storage.records.close();
    place.drop();
  });

  it("that another process brought up while this one was paused is not taken back", async () => {
    const steps = [step(1), step(2)];
    const paused = step(1, async () => {
      // Paused for longer than its lease, and no sign of life in between.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      expect(await migrate(context, steps)).toMatchObject({ ran: ["bước 1", "bước 2"] });
    });
    expect(await migrate(context, [paused, step(2)], { leaseMs: 200 })).toMatchObject({ to: 2 });
    expect(ran).toEqual(["1", "1", "2"]);
    expect(await dataVersion(context)).toBe(2);
  });

  it("goes on after a pause in which nobody took over", async () => {
    const paused = step(1, async () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    });
    expect(await migrate(context, [paused, step(2)], { leaseMs: 200 })).toMatchObject({ to: 2 });
    expect(await dataVersion(context)).toBe(2);
  });

  it("of a newer program is refused, and nothing is touched", async () => {
    await migrate(context, [step(1), step(2)]);
    await expect(migrate(context, [step(1)])).rejects.toMatchObject({ code: "DATA_TOO_NEW" });
  });
});
