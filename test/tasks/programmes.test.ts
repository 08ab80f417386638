import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleFiles } from "../../samples/make.ts";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { openSqliteStorage, type Storage } from "../../shared/storage/index.ts";
import { importTable, openProgrammes, type Programmes } from "../../shared/tasks/index.ts";

const actor = { personId: "p1", name: "Phạm Văn Thuận" };
const change = (why: string) => ({ actor, why });

let folder: string;
let storage: Storage;
let programmes: Programmes;
let now: Date;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "vanthu-tasks-"));
  storage = openSqliteStorage(folder);
  now = new Date("2026-11-22T03:00:00Z");
  programmes = openProgrammes(storage.records, () => now);
});

afterEach(async () => {
  await storage.records.close();
  rmSync(folder, { recursive: true });
});

describe("programmes", () => {
  it("keep every revision whole, with who, when and why", async () => {
    const first = await programmes.create(sampleProgramme("ubnd"), change("Lập chương trình"));
    expect(first.revision).toBe(1);
    now = new Date("2026-11-23T03:00:00Z");
    const second = await programmes.commit({ ...sampleRevision("ubnd"), revision: 1 }, change("Theo thông báo"));
    expect(second.revision).toBe(2);
    const stored = await programmes.get("ubnd", first.id);
    expect({ ...stored, tasks: stored.tasks.map(({ extensions: _, ...task }) => task) }).toEqual(
      sampleRevision("ubnd"),
    );
    // Two deadlines were changed; the document they rest on is the one that the task's basis came to name.
    expect(stored.tasks.filter((task) => task.extensions).map((task) => [task.id, task.extensions])).toEqual([
      ["t6", [{ before: first.tasks[5]!.deadline, changedOn: "2026-11-23", basis: stored.tasks[6]!.basis }]],
      ["t12", [{ before: first.tasks[11]!.deadline, changedOn: "2026-11-23", basis: stored.tasks[6]!.basis }]],
    ]);
    expect(await programmes.get("ubnd", first.id, 1)).toEqual(sampleProgramme("ubnd"));
    expect(await programmes.history("ubnd", first.id)).toMatchObject([
      { revision: 2, at: "2026-11-23T03:00:00.000Z", actor, why: "Theo thông báo" },
      { revision: 1, at: "2026-11-22T03:00:00.000Z", actor, why: "Lập chương trình" },
    ]);
    expect(await programmes.list("ubnd")).toMatchObject([{ id: first.id, revision: 2, tasks: 29, targets: 12 }]);
  });

  it("refuse a change of what somebody else changed since", async () => {
    const first = await programmes.create(sampleProgramme("ubnd"), change(""));
    await programmes.commit({ ...first, title: "Một" }, change(""));
    await expect(programmes.commit({ ...first, title: "Hai" }, change(""))).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await programmes.get("ubnd", first.id)).title).toBe("Một");
  });

  it("let only one of two changes made at once through", async () => {
    const first = await programmes.create(sampleProgramme("ubnd"), change(""));
    const results = await Promise.allSettled(
      ["Một", "Hai"].map((title) => programmes.commit({ ...first, title }, change(""))),
    );
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await programmes.get("ubnd", first.id)).revision).toBe(2);
  });

  it("are not seen by other organisations", async () => {
    const { id } = await programmes.create(sampleProgramme("ubnd"), change(""));
    await expect(programmes.get("xa", id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(programmes.get("ubnd", id, 9)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await programmes.list("xa")).toEqual([]);
  });

  it("hold far more than one item of the store can", async () => {
    const sample = sampleProgramme("ubnd");
    const tasks = Array.from({ length: 2200 }, (_, index) => ({
      ...sample.tasks[0]!,
      id: `t${index}`,
      groupId: "g1",
      number: String(index + 1),
      name: `Nhiệm vụ ${index} ${"nội dung chi tiết ".repeat(40)}`,
    }));
    const big = { ...sample, tasks };
    await programmes.create(big, change(""));
    const next = { ...big, tasks: tasks.slice(1) };
    await programmes.commit(next, change(""));
    expect(await programmes.get("ubnd", big.id)).toEqual({ ...next, revision: 2 });
    expect(await programmes.get("ubnd", big.id, 1)).toEqual(big);
    // What is stored of the change that went through: revision, state and its one event. The refused one leaves nothing behind.
    const count = async () => (await storage.records.query(`programme#ubnd#${big.id}`, { limit: 1000 })).items.length;
    const before = await count();
    const late = await Promise.allSettled([
      programmes.commit({ ...next, revision: 2, title: "Một" }, change("")),
      programmes.commit({ ...next, revision: 2, title: "Hai" }, change("")),
    ]);
    expect(late.filter((result) => result.status === "rejected")).toHaveLength(1);
    expect((await count()) - before).toBe(3);
  });

  it("refuse what cannot be a programme", async () => {
    const sample = sampleProgramme("ubnd");
    const twice = { ...sample, tasks: [sample.tasks[0]!, sample.tasks[0]!] };
    await expect(programmes.create(twice, change(""))).rejects.toMatchObject({ code: "INVALID", where: "tasks[1].id" });
    await expect(programmes.create({ ...sample, groups: [] }, change(""))).rejects.toMatchObject({
      code: "INVALID",
      where: "tasks[0].groupId",
    });
    await expect(programmes.create({ ...sample, title: " " }, change(""))).rejects.toMatchObject({
      code: "INVALID",
      where: "title",
    });
  });
});

describe("importing into a programme", () => {
  const files = sampleFiles();
  const table = (name: string) => importTable({ name, bytes: files[name] as Uint8Array });

  it("keeps the identity of tasks, and the same file twice changes nothing", async () => {
    const empty = await programmes.create(
      { organisationId: "ubnd", title: "Chương trình", period: "2027" },
      change(""),
    );
    const first = await programmes.importInto(empty, table("nhiem-vu.xlsx"), change("Nhập bảng"));
    expect(first).toMatchObject({ revision: 2 });
    expect(first.tasks).toHaveLength(28);
    const again = await programmes.importInto(first, table("nhiem-vu.xlsx"), change("Nhập lại"));
    expect(again.revision).toBe(2);
    const second = await programmes.importInto(first, table("nhiem-vu-ban-2.xlsx"), change("Bản 2"));
    expect(second.revision).toBe(3);
    expect(second.tasks).toHaveLength(29);
    const id = (programme: typeof first, number: string) => programme.tasks.find((task) => task.number === number)?.id;
    // Renamed (8), moved (28), new deadline (6): all the same tasks as before. Added (29): a new one.
    for (const number of ["6", "8", "28"]) expect(id(second, number)).toBe(id(first, number));
    expect(first.tasks.some((task) => task.id === id(second, "29"))).toBe(false);
    expect(second.tasks.find((task) => task.number === "1")!.completedOn).toBe("2026-11-20");
  });

  it("in mode “add” keeps tasks that the table does not name", async () => {
    const first = await programmes.create(sampleProgramme("ubnd"), change(""));
    const bytes = new TextEncoder().encode("STT,Nhiệm vụ,Chủ trì\n99,Việc hoàn toàn mới,Sở A");
    const added = await programmes.importInto(first, importTable({ name: "a.csv", bytes }), {
      ...change(""),
      mode: "add",
    });
    expect(added.tasks).toHaveLength(29);
    expect(added.tasks.slice(0, 28)).toEqual(first.tasks);
  });
});
