import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Office, openOffice } from "../../shared/office/index.ts";
import { parseDeadline, type Task } from "../../shared/tasks/index.ts";
import { type OfficeFixture, openFixture } from "./office-fixture.ts";

let fixture: OfficeFixture;
let office: Office;
let now = new Date("2026-11-22T03:00:00Z");
let reads = 0;
const ids: string[] = [];

const task = (number: number, agency: string, change: Partial<Task> = {}): Task => ({
  id: `t${number}`,
  groupId: number % 2 === 0 ? "g1" : "g2",
  number: String(number),
  name: `Nhiệm vụ số ${number}`,
  leadAgency: agency,
  coordinatingAgencies: "",
  output: "Báo cáo",
  deadline: parseDeadline("Trước ngày 31/12/2026"),
  basis: "",
  note: "",
  amendmentNote: "",
  ...change,
});
const OVERDUE = { deadline: parseDeadline("Trước ngày 30/6/2026") };

beforeAll(async () => {
  fixture = await openFixture();
  const { storage } = fixture;
  const counting = {
    ...storage,
    records: new Proxy(storage.records, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...input: unknown[]) => {
          if (name === "get" || name === "query") reads += 1;
          return value.apply(target, input);
        };
      },
    }),
  };
  office = openOffice({ storage: counting, clock: () => now });
  const { drafter } = fixture;
  const groups = [
    { id: "g1", number: "I", name: "DỮ LIỆU" },
    { id: "g2", number: "II", name: "HẠ TẦNG" },
  ];
  for (const title of ["Chuyển đổi số", "Cải cách hành chính"]) {
    const input = {
      title,
      period: "2026",
      groups,
      tasks: [
        task(1, "Sở Nội vụ", { ...OVERDUE, completedOn: "2026-03-01" }),
        task(2, "Sở Nội  vụ", OVERDUE),
        task(3, "SỞ NỘI VỤ"),
        task(4, "Sở Tài chính", OVERDUE),
        task(5, ""),
      ],
    };
    ids.push((await office.programmes.create(drafter, input)).id);
  }
});
afterAll(() => fixture.close());

describe("progress over programmes", () => {
  it("counts by agency however it is spelt, and by group, overdue first", async () => {
    const { agencies, groups, total, programmes } = await office.progress.figures(fixture.leader);
    expect(programmes.map(({ title }) => title)).toEqual(["Cải cách hành chính", "Chuyển đổi số"]);
    expect(total).toEqual({ done: 2, openInTime: 4, overdue: 4 });
    expect(agencies.map(({ name, done, openInTime, overdue }) => [name, done, openInTime, overdue])).toEqual([
      ["Sở Nội vụ", 2, 2, 2],
      ["Sở Tài chính", 0, 0, 2],
      ["Chưa ghi cơ quan chủ trì", 0, 2, 0],
    ]);
    expect(groups.map(({ name, overdue }) => [name, overdue])).toEqual([
      ["DỮ LIỆU", 4],
      ["HẠ TẦNG", 0],
    ]);
    expect((await office.progress.figures(fixture.leader, ids[0])).total).toEqual({
      done: 1,
      openInTime: 2,
      overdue: 2,
    });
    await expect(office.progress.figures(fixture.leader, "khong-co")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("leads to exactly the tasks that a figure counts", async () => {
    const { agencies, groups } = await office.progress.figures(fixture.drafter);
    for (const [parameter, rows] of [
      ["agency", agencies],
      ["group", groups],
    ] as const) {
      for (const row of rows) {
        for (const state of ["done", "openInTime", "overdue"] as const) {
          const { total, tasks } = await office.progress.tasks(fixture.drafter, { [parameter]: row.key, state });
          expect([total, tasks.length], `${row.name} ${state}`).toEqual([row[state], row[state]]);
        }
      }
    }
    const { tasks } = await office.progress.tasks(fixture.drafter, {}, { from: 8, limit: 50 });
    expect(tasks.length).toBe(2);
    const all = await office.progress.tasks(fixture.drafter, {});
    expect(all.tasks.map(({ status }) => status.code)).toEqual([
      ...Array(4).fill("open-overdue"),
      ...Array(4).fill("open-in-time"),
      ...Array(2).fill("done-in-time"),
    ]);
  });

  it("is the office's own: another office sees none of it, nor does who may not see programmes", async () => {
    expect((await office.progress.figures(fixture.receivingClerk)).total).toEqual({
      done: 0,
      openInTime: 0,
      overdue: 0,
    });
    await expect(office.progress.figures(fixture.receivingClerk, ids[0])).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.progress.tasks(fixture.administrator, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("reads no programme again while revision, day and calendar stay, and is right as soon as one of them is another", async () => {
    const { drafter, leader } = fixture;
    await office.attention.overview(leader);
    reads = 0;
    const before = await office.attention.overview(leader);
    await office.progress.figures(leader);
    expect(reads, "lists of programmes and the calendar, each twice").toBeLessThanOrEqual(4);

    const programme = await office.programmes.get(drafter, ids[0]!);
    await office.programmes.save(
      drafter,
      {
        ...programme,
        tasks: programme.tasks.map((one) => (one.id === "t2" ? { ...one, completedOn: "2026-11-20" } : one)),
      },
      "báo hoàn thành",
    );
    expect((await office.progress.figures(leader)).total).toEqual({ done: 3, openInTime: 4, overdue: 3 });
    const after = await office.attention.overview(leader);
    expect(after.programmes.map(({ totals }) => totals.overdue).toSorted()).toEqual([1, 2]);
    expect(before.programmes.map(({ totals }) => totals.overdue)).toEqual([2, 2]);

    now = new Date("2027-01-05T03:00:00Z");
    expect((await office.progress.figures(leader)).total).toEqual({ done: 3, openInTime: 0, overdue: 7 });
  });
});
