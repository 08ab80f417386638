import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { openSqliteStorage, type Storage, type WriteOperation } from "../../shared/storage/index.ts";
import {
  applyEvents,
  extendTask,
  openProgrammes,
  type Programme,
  type Programmes,
  parseDeadline,
  reportProgress,
  type Task,
} from "../../shared/tasks/index.ts";
import { programmeChangedTwice } from "./any-programme.ts";

const thuan = { personId: "p1", name: "Phạm Văn Thuận" };
const nguyet = { personId: "p2", name: "Lê Thị Minh Nguyệt" };
const by = (actor: typeof thuan, why = "", basis = "") => ({ actor, why, basis });
const PARTITION = "programme#ubnd#cds-2027";

let folder: string;
let storage: Storage;
let programmes: Programmes;
let now: Date;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "vanthu-history-"));
  storage = openSqliteStorage(folder);
  now = new Date("2026-11-22T03:05:00Z");
  programmes = openProgrammes(storage.records, () => now);
});

afterEach(async () => {
  await storage.records.close();
  rmSync(folder, { recursive: true });
});

const first = () => programmes.create(sampleProgramme("ubnd"), by(thuan, "Lập chương trình"));
const edited = (programme: Programme, id: string, fields: Partial<Task>): Programme => ({
  ...programme,
  tasks: programme.tasks.map((task) => (task.id === id ? { ...task, ...fields } : task)),
});
const taskIn = (programme: Programme, id: string) => programme.tasks.find((task) => task.id === id)!;
const size = async (prefix: string) => (await storage.records.query(PARTITION, { prefix })).items.length;

/** A programme of many tasks, as an office has after a year. */
function large(count: number): Programme {
  const sample = sampleProgramme("ubnd");
  const tasks = Array.from({ length: count }, (_, index) => ({
    ...sample.tasks[index % sample.tasks.length]!,
    id: `nv-${index}`,
    number: String(index + 1),
  }));
  return { ...sample, tasks };
}

describe("the history of a programme", () => {
  it("tells who changed what, when, why and on which basis", async () => {
    const one = await first();
    now = new Date("2026-11-23T03:05:00Z");
    const deadline = parseDeadline("Quý IV năm 2027");
    await programmes.commit(
      edited(one, "t6", { deadline }),
      by(nguyet, "Chờ văn bản của bộ", "Thông báo số 9/TB-UBND"),
    );
    const events = await programmes.events("ubnd", one.id, { taskId: "t6" });
    expect(events).toMatchObject([
      {
        kind: "extend",
        subject: "task",
        id: "t6",
        revision: 2,
        at: "2026-11-23T03:05:00.000Z",
        actor: nguyet,
        why: "Chờ văn bản của bộ",
        basis: "Thông báo số 9/TB-UBND",
        fields: [{ field: "deadline", before: { text: "Quý I năm 2027" }, after: deadline }, { field: "extensions" }],
      },
      { kind: "add", revision: 1, actor: thuan, basis: "" },
    ]);
    expect((await programmes.history("ubnd", one.id))[0]).toEqual({
      revision: 2,
      at: "2026-11-23T03:05:00.000Z",
      actor: nguyet,
      why: "Chờ văn bản của bộ",
      basis: "Thông báo số 9/TB-UBND",
      changes: { extend: 1 },
    });
    const newest = await programmes.events("ubnd", one.id, { limit: 3 });
    expect(newest.map(({ kind, revision }) => `${revision} ${kind}`)).toEqual(["2 extend", "1 programme", "1 add"]);
    expect(await programmes.events("ubnd", one.id, { revision: 1 })).toHaveLength(1 + 6 + 28 + 12);
    await expect(programmes.events("ubnd", one.id, { revision: 7 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(programmes.events("xa", one.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("replays: the events of each revision lead to it from the one before", async () => {
    // Behind every day of the random programmes: nothing is completed in time to come.
    now = new Date("2028-01-01T03:05:00Z");
    await fc.assert(
      fc.asyncProperty(programmeChangedTwice, fc.uuid(), async ([a, b, c], id) => {
        const sound = (programme: Programme): Programme => ({
          ...programme,
          id,
          title: `Chương trình ${programme.title}`,
          tasks: programme.tasks.map(({ groupId, extensions: _, ...task }) => ({
            ...task,
            name: `Việc ${task.name}`,
            ...(programme.groups.some((group) => group.id === groupId) ? { groupId } : {}),
          })),
        });
        await programmes.create(sound(a), by(thuan));
        for (const programme of [b, c]) {
          const { revision } = await programmes.get("ubnd", id);
          await programmes.commit({ ...sound(programme), revision }, by(thuan));
        }
        const newest = await programmes.get("ubnd", id);
        for (let revision = 2; revision <= newest.revision; revision++) {
          const before = await programmes.get("ubnd", id, revision - 1);
          const after = await programmes.get("ubnd", id, revision);
          const events = await programmes.events("ubnd", id, { revision });
          expect({ ...applyEvents(before, events), revision }).toEqual(after);
          expect(events.map(({ kind }) => kind)).toEqual(
            (await programmes.compare("ubnd", id, revision - 1, revision)).map(({ kind }) => kind),
          );
        }
      }),
      { numRuns: 25 },
    );
  });

  it("of one task is found among a thousand changed at once, also after it was removed", async () => {
    const one = await programmes.create(large(1000), by(thuan, "Nhập"));
    const all = { ...one, tasks: one.tasks.map((task) => ({ ...task, note: "Rà soát" })) };
    const two = await programmes.commit(all, by(nguyet, "Rà soát"));
    await programmes.commit({ ...two, tasks: two.tasks.filter(({ id }) => id !== "nv-777") }, by(thuan, "Trùng"));
    for (const opened of [programmes, openProgrammes(storage.records, () => now)]) {
      const events = await opened.events("ubnd", one.id, { taskId: "nv-777" });
      expect(events.map(({ kind, revision, why }) => `${revision} ${kind} ${why}`)).toEqual([
        "3 remove Trùng",
        "2 edit Rà soát",
        "1 add Nhập",
      ]);
      expect(await opened.events("ubnd", one.id, { taskId: "nv-777", limit: 1 })).toHaveLength(1);
    }
    expect(await programmes.events("ubnd", one.id, { taskId: "nv" })).toEqual([]);
    const earlier = await programmes.events("ubnd", one.id, { taskId: "nv-777", before: 3 });
    expect(earlier.map(({ kind }) => kind)).toEqual(["edit", "add"]);
    expect((await programmes.events("ubnd", one.id, { before: 3, limit: 2 })).map(({ id }) => id)).toEqual([
      "nv-0",
      "nv-1",
    ]);
    const page = await programmes.history("ubnd", one.id, { limit: 1, before: 3 });
    expect(page.map(({ revision }) => revision)).toEqual([2]);
    const second = await programmes.events("ubnd", one.id, { revision: 2 });
    expect(second.map(({ id }) => id)).toEqual(one.tasks.map(({ id }) => id));
  });

  it("keeps ids of any form apart", async () => {
    const one = await first();
    const ids = ["a", "a#b", "a%23b", "Đường", `${"ữ".repeat(60)}1`, `${"ữ".repeat(60)}2`];
    const added = ids.map((id) => ({ ...one.tasks[0]!, id }));
    await programmes.commit({ ...one, tasks: [...one.tasks, ...added] }, by(thuan));
    for (const id of ids) {
      const events = await programmes.events("ubnd", one.id, { taskId: id });
      expect(events.map((event) => [event.kind, event.id])).toEqual([["add", id]]);
    }
  });

  it("knows which revision was valid at an instant", async () => {
    const one = await first();
    for (const day of [23, 24, 25, 26]) {
      now = new Date(`2026-11-${day}T00:00:00Z`);
      const newest = await programmes.get("ubnd", one.id);
      await programmes.commit(edited(newest, "t1", { note: `Ngày ${day}` }), by(thuan));
    }
    const at = (instant: string) => programmes.revisionAt("ubnd", one.id, instant);
    expect(await at("2026-11-22T03:04:59.999Z")).toBeUndefined();
    expect(await at("2026-11-22T10:05:00+07:00")).toBe(1);
    expect(await at("2026-11-24T06:59:59+07:00")).toBe(2);
    expect(await at("2026-11-24T07:00:00+07:00")).toBe(3);
    expect(await at("2030-01-01T00:00:00Z")).toBe(5);
    await expect(at("hôm qua")).rejects.toMatchObject({ code: "INVALID" });
    // A clock that was put back does not put a revision before the one it follows.
    now = new Date("2026-11-20T00:00:00Z");
    await programmes.commit(edited(await programmes.get("ubnd", one.id), "t1", { note: "" }), by(thuan));
    expect((await programmes.history("ubnd", one.id))[0]!.at).toBe("2026-11-26T00:00:00.000Z");
  });
});

describe("an earlier deadline", () => {
  it("is kept beside the present one whatever way it was changed, the original first", async () => {
    const one = await first();
    const { deadline: original } = taskIn(one, "t6");
    const two = await programmes.commit(
      extendTask(one, "t6", "Quý II/2027", "Công văn 12"),
      by(thuan, "", "Công văn 12"),
    );
    now = new Date("2026-11-30T18:00:00Z");
    const three = await programmes.commit(
      edited(two, "t6", { deadline: parseDeadline("30/9/2027"), extensions: [] }),
      by(nguyet),
    );
    const kept = [
      { before: original, changedOn: "2026-11-22", basis: "Công văn 12" },
      // Past midnight in Vietnam.
      { before: parseDeadline("Quý II/2027"), changedOn: "2026-12-01", basis: "" },
    ];
    expect(taskIn(three, "t6").extensions).toEqual(kept);
    const restored = await programmes.restore("ubnd", one.id, 1, by(thuan, "Khôi phục"));
    expect(taskIn(restored, "t6").deadline).toEqual(original);
    expect(taskIn(restored, "t6").extensions).toEqual([
      ...kept,
      { before: parseDeadline("30/9/2027"), changedOn: "2026-12-01", basis: "" },
    ]);
    expect(taskIn(restored, "t7").extensions).toBeUndefined();
  });

  it("stays as it was when the same day is only written otherwise", async () => {
    const one = await first();
    const deadline = { ...taskIn(one, "t6").deadline, text: "Quý I/2027" };
    const two = await programmes.commit(edited(one, "t6", { deadline }), by(thuan));
    expect(taskIn(two, "t6")).toMatchObject({ deadline: { text: "Quý I/2027" } });
    expect(taskIn(two, "t6").extensions).toBeUndefined();
  });
});

describe("two people changing one programme", () => {
  it("both get what they did when it does not touch", async () => {
    const one = await first();
    await programmes.commit(edited(one, "t3", { note: "Của chị Nguyệt" }), by(nguyet));
    const merged = await programmes.commit(edited(one, "t3", { output: "Báo cáo của anh Thuận" }), by(thuan));
    expect(merged.revision).toBe(3);
    expect(taskIn(merged, "t3")).toMatchObject({ note: "Của chị Nguyệt", output: "Báo cáo của anh Thuận" });
    expect(await programmes.get("ubnd", one.id)).toEqual(merged);
    const [event] = await programmes.events("ubnd", one.id, { revision: 3 });
    expect(event).toMatchObject({ kind: "output", actor: thuan });
  });

  it("learn of every field they both changed, by whom and when, with both values", async () => {
    const one = await first();
    const theirs = edited(one, "t6", { deadline: parseDeadline("30/6/2027"), leadAgency: "Sở Xây dựng" });
    await programmes.commit(theirs, by(nguyet));
    now = new Date("2026-11-22T05:00:00Z");
    await programmes.commit({ ...theirs, revision: 2, title: "Tên khác" }, by(thuan));
    const mine = edited(one, "t6", { deadline: parseDeadline("31/7/2027"), leadAgency: "Sở Y tế", note: "Ghi chú" });
    const refused = await programmes.commit(mine, by(thuan)).catch((error) => error);
    expect(refused).toMatchObject({ code: "CONFLICT", status: 409 });
    expect(refused.message).toContain("(2 chỗ)");
    const [lead, deadline] = refused.faults as { code: string; message: string; where: string }[];
    expect(deadline!.message).toMatch(
      /^Nhiệm vụ 6 “.+”: thời hạn đã được Lê Thị Minh Nguyệt \(10:05 ngày 22\/11\/2026\) đổi từ “Quý I năm 2027” thành “30\/6\/2027”; bạn đổi thành “31\/7\/2027”\.$/,
    );
    expect(deadline!.where).toMatch(/^Nhiệm vụ 6 “.+”: thời hạn$/);
    expect(lead!.message).toContain("cơ quan chủ trì đã được Lê Thị Minh Nguyệt");
    expect(lead!.message).toContain("“Sở Xây dựng”; bạn đổi thành “Sở Y tế”");
    expect((await programmes.get("ubnd", one.id)).revision).toBe(3);
  });

  it("learn that what they changed was removed", async () => {
    const one = await first();
    await programmes.commit({ ...one, tasks: one.tasks.filter(({ id }) => id !== "t6") }, by(nguyet));
    const refused = await programmes.commit(edited(one, "t6", { note: "x" }), by(thuan)).catch((error) => error);
    expect(refused.faults).toHaveLength(1);
    expect(refused.faults[0].message).toMatch(
      /đã được Lê Thị Minh Nguyệt \(.+\) đưa ra khỏi chương trình, còn bạn sửa/,
    );
  });

  it("at the very same time lose nothing", async () => {
    const one = await first();
    const ids = ["t1", "t2", "t3", "t4"];
    await Promise.all(
      ids.map((id) => openProgrammes(storage.records, () => now).commit(edited(one, id, { note: id }), by(thuan))),
    );
    const newest = await programmes.get("ubnd", one.id);
    expect(newest.revision).toBe(5);
    expect(ids.map((id) => taskIn(newest, id).note)).toEqual(ids);
  });

  it("send the same change again without doubling it", async () => {
    const one = await first();
    const changed = extendTask(edited(one, "t9", { number: "9a" }), "t6", "30/9/2027", "Công văn 12");
    const two = await programmes.commit(changed, by(thuan));
    await programmes.commit(edited(two, "t1", { note: "x" }), by(nguyet));
    const again = await programmes.commit(changed, by(thuan));
    expect(again.revision).toBe(3);
    expect(taskIn(again, "t6").extensions).toHaveLength(1);
    expect(await programmes.history("ubnd", one.id)).toHaveLength(3);
  });
});

describe("restoring a revision", () => {
  it("makes a new one that says the same, unless somebody was faster", async () => {
    const one = await first();
    const note = "Mới";
    const two = await programmes.commit({ ...edited(one, "t1", { note }), title: "Tên khác" }, by(thuan));
    await expect(programmes.restore("ubnd", one.id, 1, { ...by(thuan), seen: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const three = await programmes.restore("ubnd", one.id, 1, { ...by(thuan, "Nhầm"), seen: two.revision });
    expect(three).toEqual({ ...sampleProgramme("ubnd"), revision: 3 });
    expect(await programmes.get("ubnd", one.id, 2)).toEqual(two);
    // The same again, from the same page, makes no further revision.
    const again = { ...by(thuan, "Nhầm"), seen: two.revision };
    expect((await programmes.restore("ubnd", one.id, 1, again)).revision).toBe(3);
    await expect(programmes.restore("ubnd", one.id, 9, by(thuan))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("what revisions have in common", () => {
  it("is stored once: one task's progress rewrites about one part", async () => {
    const one = await programmes.create(large(2000), by(thuan));
    const whole = await size("part#");
    expect(whole).toBeGreaterThan(20);
    let newest = one;
    for (const index of [5, 600, 1999]) {
      const progress = { percent: 40, on: "2026-11-20", result: "Đã xong dự thảo" };
      const opened = openProgrammes(storage.records, () => now);
      newest = await opened.commit(reportProgress(newest, `nv-${index}`, progress, "2026-11-22"), by(thuan));
      expect(await opened.get("ubnd", one.id)).toEqual(newest);
    }
    expect((await size("part#")) - whole).toBeLessThanOrEqual(6);
    const withHead = { ...newest, tasks: [{ ...newest.tasks[0]!, id: "dau" }, ...newest.tasks] };
    const before = await size("part#");
    await programmes.commit(withHead, by(thuan));
    expect((await size("part#")) - before).toBeLessThanOrEqual(3);
    expect(await programmes.get("ubnd", one.id, 1)).toEqual(one);
  });

  it("cannot be changed by whoever reads it", async () => {
    const { id } = await first();
    const read = await programmes.get("ubnd", id);
    expect(() => Object.assign(read.tasks[0]!, { name: "Sửa tại chỗ" })).toThrow(TypeError);
    read.tasks.reverse();
    expect(await programmes.get("ubnd", id)).toEqual(sampleProgramme("ubnd"));
  });

  it("is left alone by a commit that fails: the programme is as before", async () => {
    const one = await programmes.create(large(300), by(thuan));
    const failing = {
      ...storage.records,
      commit: async (operations: WriteOperation[]) => {
        if (operations.some(({ sk }) => sk.startsWith("rev#"))) throw new Error("mất điện");
        return storage.records.commit(operations);
      },
    };
    const broken = openProgrammes(failing, () => now);
    const all = { ...one, tasks: one.tasks.map((task) => ({ ...task, note: "x ".repeat(3000) })) };
    await expect(broken.commit(all, by(thuan))).rejects.toThrow("mất điện");
    expect(await programmes.get("ubnd", one.id)).toEqual(one);
    expect(await programmes.history("ubnd", one.id)).toHaveLength(1);
    expect((await programmes.commit(all, by(thuan))).revision).toBe(2);
    expect(await programmes.get("ubnd", one.id)).toEqual({ ...all, revision: 2 });
  });

  it("has room for a long task, and refuses one that no item can hold", async () => {
    const one = await first();
    const long = edited(one, "t1", { output: "Kết quả “kiểm tra”\n".repeat(2500) });
    await programmes.commit(long, by(thuan));
    expect(taskIn(await programmes.get("ubnd", one.id), "t1")).toEqual(taskIn(long, "t1"));
    const tooLong = edited(one, "t2", { output: "ữ".repeat(70_000) });
    await expect(programmes.commit(tooLong, by(thuan))).rejects.toMatchObject({ code: "INVALID", where: "tasks[1]" });
  });
});

describe("a programme stored by the first layout", () => {
  /** Whole lists under a prefix for each revision, and no events. */
  const writeFirstLayout = async () => {
    const revisions = [sampleProgramme("ubnd"), sampleRevision("ubnd")];
    for (const [index, { id, title, period, basis, groups, tasks, targets }] of revisions.entries()) {
      const revision = index + 1;
      const at = `2026-10-0${revision}T01:00:00.000Z`;
      const prefix = `chunk#rev#0000000${revision}#6b1f#`;
      const head = {
        op: "put",
        pk: "programmes#ubnd",
        sk: id,
        data: {
          id,
          organisationId: "ubnd",
          title,
          period,
          revision,
          tasks: tasks.length,
          targets: targets.length,
          changedAt: at,
        },
      } as const;
      await storage.records.commit([
        head,
        {
          op: "insert",
          pk: PARTITION,
          sk: `rev#0000000${revision}`,
          data: { revision, at, actor: thuan, why: `Bản ${revision}`, title, period, basis, chunks: prefix },
        },
        { op: "insert", pk: PARTITION, sk: `${prefix}0000`, data: { groups, tasks: tasks.slice(0, 20) } },
        { op: "insert", pk: PARTITION, sk: `${prefix}0001`, data: { tasks: tasks.slice(20), targets } },
      ]);
    }
  };

  it("opens, has its events and goes on", async () => {
    await writeFirstLayout();
    expect(await programmes.get("ubnd", "cds-2027")).toEqual(sampleRevision("ubnd"));
    expect(await programmes.get("ubnd", "cds-2027", 1)).toEqual(sampleProgramme("ubnd"));
    expect(await programmes.history("ubnd", "cds-2027")).toEqual([
      { revision: 2, at: "2026-10-02T01:00:00.000Z", actor: thuan, why: "Bản 2" },
      { revision: 1, at: "2026-10-01T01:00:00.000Z", actor: thuan, why: "Bản 1" },
    ]);
    const next = await programmes.commit(
      edited(await programmes.get("ubnd", "cds-2027"), "t6", { deadline: parseDeadline("30/9/2027") }),
      by(nguyet, "Gia hạn", "Công văn 12"),
    );
    expect(await programmes.get("ubnd", "cds-2027")).toEqual(next);
    const events = await programmes.events("ubnd", "cds-2027", { taskId: "t6" });
    expect(events.map(({ revision, kind, basis }) => [revision, kind, basis])).toEqual([
      [3, "extend", "Công văn 12"],
      [2, "extend", ""],
      [2, "edit", ""],
      [1, "add", ""],
    ]);
    expect((await programmes.events("ubnd", "cds-2027", { revision: 2 })).map(({ kind }) => kind)).toContain("rename");
    const restored = await programmes.restore("ubnd", "cds-2027", 1, by(thuan));
    expect(restored.revision).toBe(4);
    expect(taskIn(restored, "t23")).toEqual(taskIn(sampleProgramme("ubnd"), "t23"));
    expect(await programmes.revisionAt("ubnd", "cds-2027", "2026-10-01T12:00:00Z")).toBe(1);
  });
});
