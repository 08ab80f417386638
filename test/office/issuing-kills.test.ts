import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Storage } from "../../shared/storage/index.ts";
import { type KilledOffice, openKilledOffice } from "./issuing-kills.ts";
import { allPoints, POINTS, pointName, watched } from "./issuing-line.ts";

/** The whole list is killed by issuing-kills.long.test.ts; here the two where most would be lost. */
const FEW = allPoints("leader-first").filter(
  ({ act, index, when }) =>
    (act === "number" && index === 1 && when === "before") || (act === "seal" && index === 1 && when === "after"),
);

describe("kill -9 in the middle of issuing", () => {
  let office: KilledOffice;
  beforeAll(async () => {
    office = await openKilledOffice();
  });
  afterAll(() => office.close());

  it("the list names every write there is, in order: none without a name, none that is gone", async () => {
    const { reached, written } = await office.walk();
    expect(written).toEqual(Object.fromEntries(Object.entries(POINTS).map(([act, writes]) => [act, writes.length])));
    // Every moment of every write was passed, the names of files given by renaming too.
    expect(reached).toEqual(allPoints("leader-first"));
  });

  it("a write without a name is refused before it is done", async () => {
    const done: string[] = [];
    const inner = {
      records: { commit: async () => void done.push("commit") },
      files: { put: async () => void done.push("file") },
    } as unknown as Storage;
    const { storage, begin } = watched(inner, () => {});
    begin("draft");
    await expect(storage.files.put(new Uint8Array(1), "text/plain")).rejects.toThrow("has no name");
    begin("draft");
    await storage.records.commit([]);
    await expect(storage.records.commit([])).rejects.toThrow("has no name");
    expect(done).toEqual(["commit"]);
  });

  it.each(FEW.map((point) => [pointName(point), point] as const))("%s", (_, point) => office.kill(point));
  it("loses and doubles no number, and every document comes to its receiver once", () => office.account());
});

describe("kill -9 where the number comes before the signature", () => {
  let office: KilledOffice;
  beforeAll(async () => {
    office = await openKilledOffice({ order: "number-first" });
  });
  afterAll(() => office.close());

  it("the list names every write there is, in order", async () => {
    const { reached, written } = await office.walk();
    expect(written).toEqual(Object.fromEntries(Object.entries(POINTS).map(([act, writes]) => [act, writes.length])));
    expect(reached).toEqual(allPoints("number-first"));
  });

  const point = { act: "number" as const, index: 1, when: "after" as const };
  it(pointName(point), () => office.kill(point));
  it("loses and doubles no number, and every document comes to its receiver once", () => office.account());
});
