import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import { openSqliteStorage } from "../../shared/storage/index.ts";
import type { Programme } from "../../shared/tasks/index.ts";
import { temporaryFolder, vanthu } from "../cli/vanthu.ts";
import { type OfficeFixture, openFixture } from "./office-fixture.ts";

let at: OfficeFixture;
let programme: Programme;
beforeAll(async () => {
  at = await openFixture();
  const administrator: Actor = { ...at.drafter, roles: ["administrator"] };
  // A day that only this office has off, a Wednesday.
  const day = { day: "2027-03-03", kind: "holiday", name: "Ngày truyền thống của tỉnh" } as const;
  const { calendar } = at.office;
  await calendar.setDay(administrator, 2027, (await calendar.year(administrator, 2027)).rev, day, "Quyết định số 12");
  programme = await at.office.programmes.create(at.drafter, { title: "Chuyển đổi số", period: "2027" });
});
afterAll(() => at.close());

const file = (text: string, name = "a.csv") => ({ name, bytes: new TextEncoder().encode(text) });
const FIVE_DAYS = "Trong 05 ngày làm việc kể từ ngày 01/3/2027";
const SIX_DAYS = "Trong 06 ngày làm việc kể từ ngày 01/3/2027";

describe("working days in a deadline", () => {
  it("are counted by the office's own calendar where a task is added, changed, extended or imported", async () => {
    const { office, drafter } = at;
    const due = (of: Programme) => of.tasks[0]!.deadline.to;
    const added = await office.programmes.addTask(drafter, programme.id, 1, { name: "Việc", deadline: FIVE_DAYS });
    expect(due(added)).toBe("2027-03-09");
    const { id } = added.tasks[0]!;
    const saved = await office.programmes.saveTask(drafter, programme.id, 2, id, { deadline: SIX_DAYS });
    expect(due(saved)).toBe("2027-03-10");
    const extended = await office.programmes.extendTask(drafter, programme.id, 3, id, FIVE_DAYS, { basis: "TB 5" });
    expect(due(extended)).toBe("2027-03-09");
    const rows = `STT;Nhiệm vụ;Cơ quan chủ trì;Thời hạn\n1;Việc;Sở Y tế;${FIVE_DAYS}\n`;
    expect((await office.tables.preview(drafter, programme.id, file(rows))).result.tasks[0]!.deadline.to).toBe(
      "2027-03-09",
    );
    const other = await office.programmes.create(drafter, { title: "Khác", period: "2027" });
    expect(due(await office.tables.import(drafter, other.id, 1, file(rows)))).toBe("2027-03-09");
    // What was exported comes back as it was, whoever reads it.
    const { bytes } = await office.tables.exportXlsx(drafter, programme.id);
    const back = await office.tables.import(drafter, programme.id, 4, { name: "a.xlsx", bytes });
    expect([back.revision, due(back)]).toEqual([4, "2027-03-09"]);
  });
});

describe("a deadline without a year", () => {
  const targets = "TT;Chỉ tiêu;Kế hoạch;Đơn vị tính;Thời hạn\n1;Tỷ lệ hồ sơ trực tuyến đạt 80%;80;%;Quý III\n";
  it("takes the programme's year for a target as for a task", async () => {
    const { office, drafter } = at;
    const { result } = await office.tables.preview(drafter, programme.id, file(targets));
    expect(result.targets![0]!.deadline).toMatchObject({ from: "2027-07-01", to: "2027-09-30" });
  });

  it("takes it in what `vanthu import` prints where the data folder and the programme are named", async () => {
    const place = temporaryFolder();
    try {
      const storage = openSqliteStorage(place.folder);
      const { office, drafter } = await openFixture(storage);
      await office.programmes.create(drafter, { id: "cds", title: "Chuyển đổi số", period: "2027" });
      await storage.records.close();
      const table = place.at("a.csv");
      // A faulty row: nothing is stored, and what is printed is the preview.
      writeFileSync(table, "STT;Nhiệm vụ;Cơ quan chủ trì;Thời hạn\n1;Việc;Sở Y tế;Quý II\n2;Việc hai;;Quý II\n");
      const read = (more: string[]) => JSON.parse(vanthu(["import", table, "--json", ...more]).out).tasks[0].deadline;
      expect(read([]).to).toBeUndefined();
      expect(read(["--programme", "cds", "--data", place.folder]).to).toBe("2027-06-30");
      expect(vanthu(["export", "cds", "--data", place.folder, "--output", place.at("b.csv")]).out).toContain("bản 1");
    } finally {
      place.drop();
    }
  }, 60_000);
});

describe("a completion on a day that is still to come", () => {
  it("is refused wherever a programme is stored, with each task's place, and leaves the programme as it was", async () => {
    const { office, drafter } = at;
    const made = await office.programmes.create(drafter, { title: "Ba việc", period: "2027" });
    const task = { ...programmeTask("a"), completedOn: "2099-01-01" };
    const save = office.programmes.save(drafter, { ...made, tasks: [programmeTask("b"), task] }, "Sửa");
    await expect(save).rejects.toMatchObject({
      code: "INVALID",
      where: "tasks[1].completedOn",
      message: expect.stringContaining("sau ngày hôm nay"),
    });
    const rows = "STT;Nhiệm vụ;Cơ quan chủ trì;Thời hạn;Ngày hoàn thành thực tế\n1;Việc;Sở Y tế;Quý II;01/01/2099\n";
    const { result } = await office.tables.preview(drafter, made.id, file(rows));
    expect(result.refused).toEqual([expect.objectContaining({ row: 2, code: "IMPORT_DATE_UNREADABLE" })]);
    await expect(office.programmes.import(drafter, made.id, 1, file(rows))).rejects.toMatchObject({ code: "INVALID" });
    expect((await office.programmes.get(drafter, made.id)).revision).toBe(1);
  });
});

function programmeTask(id: string): Programme["tasks"][number] {
  return {
    id,
    number: id,
    name: `Việc ${id}`,
    leadAgency: "Sở Y tế",
    coordinatingAgencies: "",
    output: "",
    deadline: { text: "", kind: "none" },
    basis: "",
    note: "",
    amendmentNote: "",
  };
}
