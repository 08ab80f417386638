import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleProgramme } from "../../samples/programme.ts";
import type { BulkRequest, TaskColumn } from "../../shared/office/index.ts";
import type { BulkChange, Programme, Task } from "../../shared/tasks/index.ts";
import { readAnyGrids } from "../../shared/tasks/index.ts";
import { type OfficeFixture, openFixture } from "./office-fixture.ts";

let fixture: OfficeFixture;
let made = 0;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

/** A fresh programme like the sample, or with other tasks. */
async function programme(tasks?: Partial<Task>[]): Promise<Programme> {
  const { office, drafter } = fixture;
  const sample = sampleProgramme("");
  made += 1;
  const empty = await office.programmes.create(drafter, { id: `bang-${made}`, title: "Bảng", period: "2026" });
  const rows = tasks?.map((task, index) => ({ ...sample.tasks[0]!, groupId: undefined, id: `n${index}`, ...task }));
  return office.programmes.save(
    drafter,
    { ...empty, groups: sample.groups, tasks: (rows ?? sample.tasks) as Task[], targets: sample.targets },
    "Nhập",
  );
}
const content = ({ revision: _, ...rest }: Programme) => rest;
const YESTERDAY = new Date(Date.now() - 17 * 3_600_000).toISOString().slice(0, 10);
const PDF = new TextEncoder().encode("%PDF-1.7\nbiên bản nghiệm thu");
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const REASON = { basis: "Công văn số 88/UBND-KGVX ngày 12/10/2026" };

describe("the task table", () => {
  const names = async (made: Programme, by: TaskColumn, descending = false) => {
    const { rows } = await fixture.office.taskTable.rows(fixture.drafter, made.id, { by, descending, flat: true });
    return rows.map(({ task }) => task);
  };

  it("sorts by Vietnamese order: đ after d, letters before tones, numbers by value, empty ones last", async () => {
    const words = ["đường", "Dạy", "dãy", "dây", "an", "ăn", "ân", "dày", "", "đa", "Việc 10", "Việc 2", "dạy học"];
    const stored = await programme(words.map((output) => ({ output })));
    const sorted = (await names(stored, "output")).map(({ output }) => output);
    expect(sorted).toEqual([
      "an",
      "ăn",
      "ân",
      "dày",
      "dãy",
      "Dạy",
      "dạy học",
      "dây",
      "đa",
      "đường",
      "Việc 2",
      "Việc 10",
      "",
    ]);
    const back = (await names(stored, "output", true)).map(({ output }) => output);
    expect(back).toEqual([...sorted.slice(0, -1).reverse(), ""]);
  });

  it("sorts deadlines by day, not by their words, and is stable", async () => {
    const day = (text: string, to?: string) => ({
      deadline: { text, kind: to === undefined ? ("none" as const) : ("before" as const), ...(to ? { to } : {}) },
    });
    const stored = await programme([
      day("Trước 30/6/2026", "2026-06-29"),
      day("Khi có yêu cầu"),
      day("Quý I", "2026-03-31"),
      day("31/3/2026", "2026-03-31"),
      day("Trước 05/01/2026", "2026-01-04"),
    ]);
    expect((await names(stored, "deadline")).map(({ id }) => id)).toEqual(["n4", "n2", "n3", "n0", "n1"]);
    expect((await names(stored, "deadline", true)).map(({ id }) => id)).toEqual(["n0", "n2", "n3", "n4", "n1"]);
  });

  it("keeps the groups in their order when it is not asked for one list", async () => {
    const stored = await programme();
    const { rows } = await fixture.office.taskTable.rows(fixture.drafter, stored.id, { by: "name", descending: true });
    const groups = rows.map(({ task }) => task.groupId);
    expect(groups).toEqual([...groups].sort());
  });

  it("searches without diacritics, filters by agency and group, and answers page by page", async () => {
    const { office, drafter } = fixture;
    const stored = await programme();
    const some = await office.taskTable.rows(drafter, stored.id, { search: "DE AN", size: 1 });
    expect(some.matching).toBeGreaterThan(0);
    expect(some).toMatchObject({ total: stored.tasks.length, page: 1, pages: some.matching });
    const lead = stored.tasks[3]!.leadAgency;
    const led = await office.taskTable.rows(drafter, stored.id, { lead });
    expect(led.rows.map(({ task }) => task.id)).toEqual(
      stored.tasks.filter((task) => task.leadAgency === lead).map(({ id }) => id),
    );
    await expect(office.taskTable.rows(drafter, stored.id, { by: "mau" as TaskColumn })).rejects.toMatchObject({
      code: "INVALID",
    });
    await expect(office.taskTable.rows(fixture.receivingClerk, stored.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("remembers columns, size and grouping for each person", async () => {
    const { office, drafter, leader } = fixture;
    const before = await office.taskTable.view(leader);
    await office.taskTable.setView(drafter, { columns: ["note", "number"], size: 50 });
    expect(await office.taskTable.setView(drafter, { flat: true })).toEqual({
      columns: ["number", "name", "note"],
      size: 50,
      flat: true,
    });
    expect(await office.taskTable.view(drafter)).toMatchObject({ columns: ["number", "name", "note"], size: 50 });
    expect(await office.taskTable.view(leader)).toEqual(before);
    for (const wrong of [{ size: 7 }, { columns: ["mau" as TaskColumn] }])
      await expect(office.taskTable.setView(drafter, wrong)).rejects.toMatchObject({ code: "INVALID" });
  });
});

describe("one change of many tasks", () => {
  const CHANGES: { change: BulkChange; reason?: BulkRequest["reason"] }[] = [
    { change: { kind: "lead", leadAgency: "Sở Nông nghiệp và Môi trường" } },
    { change: { kind: "coordinating", coordinatingAgencies: "" } },
    { change: { kind: "deadline", deadline: "Trước ngày 30/6/2028" } },
    { change: { kind: "extend", deadline: "Trước ngày 30/9/2028" }, reason: REASON },
    { change: { kind: "group", groupId: "g2" } },
    { change: { kind: "group", groupId: "" } },
    { change: { kind: "complete", on: YESTERDAY, evidence: "Biên bản số 12/BB-SKHCN" } },
    { change: { kind: "remove" }, reason: REASON },
  ];

  it("is one revision, and undoing it gives back what was before", async () => {
    const { office, drafter } = fixture;
    const ids = sampleProgramme("").tasks.map(({ id }) => id);
    let before = await programme();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...CHANGES),
        fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: ids.length }),
        async ({ change, reason }, chosen) => {
          const request = { revision: before.revision, tasks: { ids: chosen }, change, ...(reason ? { reason } : {}) };
          const preview = await office.taskTable.previewBulk(drafter, before.id, request);
          expect((await office.programmes.get(drafter, before.id)).revision).toBe(before.revision);
          const result = await office.taskTable.bulk(drafter, before.id, request);
          expect(result.changed).toEqual(preview.changed);
          expect(preview.differences.map((one) => one.before.id)).toEqual(result.changed);
          expect(result.revision).toBe(before.revision + (result.changed.length > 0 ? 1 : 0));
          if (result.changed.length === 0) return;
          const undone = await office.programmes.undo(drafter, before.id, result.revision);
          expect(content(undone)).toEqual(content(before));
          before = undone;
        },
      ),
      { numRuns: 40 },
    );
  });

  it("names each task it cannot be made on, and writes nothing unless asked to leave those out", async () => {
    const { office, drafter } = fixture;
    const stored = await programme();
    const done = await office.programmes.completeTask(drafter, stored.id, stored.revision, "t2", YESTERDAY);
    const request: BulkRequest = {
      revision: done.revision,
      tasks: { ids: ["t1", "t2", "khong-co"] },
      change: { kind: "extend", deadline: "Trước ngày 30/9/2028" },
      reason: REASON,
    };
    const preview = await office.taskTable.previewBulk(drafter, stored.id, request);
    expect(preview.refused).toMatchObject([
      { id: "t2", number: "2", message: expect.stringContaining("đã hoàn thành") },
      { id: "khong-co" },
    ]);
    await expect(office.taskTable.bulk(drafter, stored.id, request)).rejects.toMatchObject({
      code: "INVALID",
      faults: [{ where: expect.stringContaining("Nhiệm vụ 2 “") }, { where: "khong-co" }],
    });
    expect((await office.programmes.get(drafter, stored.id)).revision).toBe(done.revision);
    const result = await office.taskTable.bulk(drafter, stored.id, request, { onlySound: true });
    expect(result).toMatchObject({ changed: ["t1"], revision: done.revision + 1 });
    const events = await office.programmes.events(drafter, stored.id, { revision: result.revision });
    expect(events).toMatchObject([{ kind: "extend", id: "t1", basis: REASON.basis }]);
    for (const change of [{ kind: "extend" as const, deadline: "Quý I/2029" }, { kind: "remove" as const }])
      await expect(
        office.taskTable.bulk(drafter, stored.id, { revision: 2, tasks: { ids: ["t1"] }, change }),
      ).rejects.toMatchObject({ code: "INVALID", where: "basis" });
  });

  it("is for all that a filter lets through, also those of other pages", async () => {
    const { office, drafter, clerk } = fixture;
    const stored = await programme();
    const lead = stored.tasks[3]!.leadAgency;
    const request: BulkRequest = {
      revision: stored.revision,
      tasks: { filter: { lead } },
      change: { kind: "lead", leadAgency: "Sở Nội vụ" },
    };
    await expect(office.taskTable.bulk(clerk, stored.id, request)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { changed } = await office.taskTable.bulk(drafter, stored.id, request);
    expect(changed).toEqual(stored.tasks.filter((task) => task.leadAgency === lead).map(({ id }) => id));
  });

  it("does not undo what somebody else changed since, and says so", async () => {
    const { office, drafter, leader } = fixture;
    const stored = await programme();
    const { revision } = await office.taskTable.bulk(drafter, stored.id, {
      revision: stored.revision,
      tasks: { ids: ["t1", "t2"] },
      change: { kind: "lead", leadAgency: "Sở Nội vụ" },
    });
    const other = await office.programmes.saveTask(leader, stored.id, revision, "t3", { output: "Đề án" });
    const undone = await office.programmes.undo(drafter, stored.id, revision);
    expect(undone.tasks.find(({ id }) => id === "t3")?.output).toBe("Đề án");
    expect(undone.tasks.find(({ id }) => id === "t1")).toEqual(stored.tasks.find(({ id }) => id === "t1"));
    expect((await office.programmes.undo(drafter, stored.id, revision)).revision).toBe(undone.revision);
    const again = await office.programmes.saveTask(leader, stored.id, undone.revision, "t3", { output: "Quy chế" });
    await expect(office.programmes.undo(drafter, stored.id, other.revision)).rejects.toMatchObject({
      code: "CONFLICT",
      faults: [{ message: expect.stringContaining("Lê Thị Minh Nguyệt") }],
    });
    expect((await office.programmes.get(drafter, stored.id)).revision).toBe(again.revision);
    await expect(office.programmes.undo(drafter, stored.id, 1)).rejects.toMatchObject({ code: "INVALID" });
    await expect(office.programmes.undo(drafter, stored.id, 99)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.programmes.undo(fixture.receivingClerk, stored.id, 2)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("files of evidence", () => {
  const filesOf = (of: Programme, id = "t1") =>
    (of.tasks.find((task) => task.id === id)?.files ?? []).map(({ name }) => name);

  it("go with a report of progress and a completion, and stay with the task", async () => {
    const { office, drafter, clerk } = fixture;
    const stored = await programme();
    const report = { percent: 40, on: YESTERDAY };
    const first = await office.programmes.reportProgress(drafter, stored.id, stored.revision, "t1", report, {}, [
      { name: "bien-ban.pdf", bytes: PDF },
    ]);
    const second = await office.programmes.completeTask(drafter, stored.id, first.revision, "t1", YESTERDAY, {}, [
      { name: "anh nghiệm thu.png", bytes: PNG },
      { name: "bien-ban-2.pdf", bytes: PDF },
    ]);
    expect(filesOf(second)).toEqual(["bien-ban.pdf", "anh nghiệm thu.png"]);
    const { sha256 } = second.tasks.find(({ id }) => id === "t1")!.files![0]!;
    const file = await office.taskTable.file(clerk, stored.id, "t1", sha256);
    expect(file).toEqual({ name: "bien-ban.pdf", contentType: "application/pdf", bytes: PDF });
    // Taken off, it is still there for whoever looks at what was.
    const third = await office.taskTable.detach(drafter, stored.id, second.revision, "t1", sha256, { why: "Nhầm tệp" });
    expect(filesOf(third)).toEqual(["anh nghiệm thu.png"]);
    expect((await office.taskTable.file(clerk, stored.id, "t1", sha256)).bytes).toEqual(PDF);
    expect(filesOf(await office.programmes.undo(drafter, stored.id, third.revision))).toHaveLength(2);
    for (const [who, task] of [
      [fixture.receivingClerk, "t1"],
      [clerk, "t2"],
    ] as const)
      await expect(office.taskTable.file(who, stored.id, task, sha256)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("of two people at once are all kept", async () => {
    const { office, drafter, leader } = fixture;
    const stored = await programme();
    await office.taskTable.attach(drafter, stored.id, stored.revision, "t1", [{ name: "mot.pdf", bytes: PDF }]);
    const both = await office.taskTable.attach(leader, stored.id, stored.revision, "t1", [
      { name: "hai.png", bytes: PNG },
    ]);
    expect(filesOf(both)).toEqual(["mot.pdf", "hai.png"]);
  });

  it("are at most thirty of a task, also of many people at once who each hand in few", async () => {
    const { office, drafter } = fixture;
    const stored = await programme();
    const ten = (from: number) =>
      Array.from({ length: 10 }, (_, index) => ({
        name: `${from + index}.pdf`,
        bytes: new TextEncoder().encode(`%PDF-1.7\nbiên bản ${from + index}`),
      }));
    for (const from of [0, 10, 20]) await office.taskTable.attach(drafter, stored.id, stored.revision, "t1", ten(from));
    await expect(
      office.taskTable.attach(drafter, stored.id, stored.revision, "t1", ten(30).slice(0, 1)),
    ).rejects.toMatchObject({ code: "INVALID", message: expect.stringContaining("tối đa 30 tệp") });
    expect(filesOf(await office.programmes.get(drafter, stored.id))).toHaveLength(30);
  });

  it("survive an import of the exported table, a bulk edit and a restored revision", async () => {
    const { office, drafter } = fixture;
    const stored = await programme();
    const withFile = await office.taskTable.attach(drafter, stored.id, stored.revision, "t1", [
      { name: "mot.pdf", bytes: PDF },
    ]);
    const table = await office.tables.exportXlsx(drafter, stored.id);
    const sheet = readAnyGrids({ name: table.name, bytes: table.bytes })[0]!;
    expect(JSON.stringify(sheet)).toContain("mot.pdf");
    const bulk: BulkRequest = {
      revision: withFile.revision,
      tasks: { filter: {} },
      change: { kind: "lead", leadAgency: "Sở Nội vụ" },
    };
    const { revision } = await office.taskTable.bulk(drafter, stored.id, bulk);
    const imported = await office.tables.import(drafter, stored.id, revision, table);
    expect(filesOf(imported)).toEqual(["mot.pdf"]);
    await office.programmes.restore(drafter, stored.id, stored.revision, {});
    expect(filesOf(await office.programmes.restore(drafter, stored.id, withFile.revision, {}))).toEqual(["mot.pdf"]);
  });

  it("cannot be got by naming the sha256 of somebody else's file", async () => {
    const { office, drafter } = fixture;
    const stored = await programme();
    const own = await office.taskTable.attach(drafter, stored.id, stored.revision, "t1", [
      { name: "mot.pdf", bytes: PDF },
    ]);
    const file = own.tasks.find(({ id }) => id === "t1")!.files![0]!;
    const foreign = await programme();
    const forged = { ...foreign, tasks: foreign.tasks.map((task) => ({ ...task, files: [file] })) };
    const saved = await office.programmes.save(drafter, forged, "Lưu cả chương trình");
    expect(saved.tasks.every(({ files }) => files === undefined)).toBe(true);
    // And a programme handed in without them keeps those it has.
    const bare = { ...own, tasks: own.tasks.map(({ files: _, ...task }) => ({ ...task, note: "Đã rà soát" })) };
    expect(filesOf(await office.programmes.save(drafter, bare, "Ghi chú"))).toEqual(["mot.pdf"]);
  });

  it("are what their bytes say, not too many, not too large, and never marked as secret", async () => {
    const { office, drafter } = fixture;
    const stored = await programme();
    const attach = (...files: { name: string; bytes: Uint8Array }[]) =>
      office.taskTable.attach(drafter, stored.id, stored.revision, "t1", files);
    const text = new TextEncoder().encode("<script>alert(1)</script>");
    const large = new Uint8Array(20 * 1024 * 1024 + 1);
    large.set(PDF);
    for (const [file, words] of [
      [{ name: "trang.pdf", bytes: text }, "không phải PDF"],
      [{ name: "anh.pdf", bytes: PNG }, "có nội dung là .png"],
      [{ name: "rong.pdf", bytes: new Uint8Array() }, "rỗng"],
      [{ name: "to.pdf", bytes: large }, "lớn hơn 20 MB"],
      [{ name: "goi.docx", bytes: Uint8Array.from([0x50, 0x4b, 3, 4]) }, "goi.docx"],
    ] as const)
      await expect(attach(file)).rejects.toMatchObject({
        code: "EVIDENCE_FILE",
        message: expect.stringContaining(words),
      });
    const many = Array.from({ length: 11 }, (_, index) => ({ name: `${index}.pdf`, bytes: PDF }));
    await expect(attach(...many)).rejects.toMatchObject({ code: "EVIDENCE_FILE" });
    await expect(attach({ name: "Báo cáo (TỐI MẬT).pdf", bytes: PDF })).rejects.toMatchObject({
      code: "SECRET_REFUSED",
    });
    expect((await office.programmes.get(drafter, stored.id)).revision).toBe(stored.revision);
    const { bytes } = await office.tables.sample(drafter);
    // What turns the direction of writing in a name would show it as another.
    expect(filesOf(await attach({ name: "bang \u202excod.xlsx", bytes }))).toEqual(["bang xcod.xlsx"]);
  });
});
