import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openScheduleFixture, type ScheduleFixture } from "./schedule-fixture.ts";

let fixture: ScheduleFixture;
beforeEach(async () => {
  fixture = await openScheduleFixture();
});
afterEach(() => fixture.close());

const digests = async () =>
  (await fixture.office.notices.list(fixture.drafter)).filter((one) => one.kind === "tasks").map((one) => one.text);

describe("the daily digest of a programme", () => {
  it("tells overdue tasks in one notice a day, in place of that of the day before", async () => {
    const { office, at } = fixture;
    await office.runReportSchedule();
    expect(await digests()).toEqual([]);
    at("2026-04-28T07:00:00+07:00");
    await office.runReportSchedule();
    expect(await digests()).toEqual([
      "Chuyển đổi số năm 2026: 1 nhiệm vụ sắp đến hạn, 3 nhiệm vụ lâu chưa cập nhật tiến độ.",
    ]);
    at("2026-05-05T07:00:00+07:00");
    await office.runReportSchedule();
    await office.runReportSchedule();
    expect(await digests()).toEqual([
      "Chuyển đổi số năm 2026: 1 nhiệm vụ quá hạn, 3 nhiệm vụ lâu chưa cập nhật tiến độ.",
    ]);
  });

  it("goes to the person who sees to the programme's reports, else to all drafters", async () => {
    const { office, drafter, leader, clerk, at } = fixture;
    at("2026-05-05T07:00:00+07:00");
    await office.runReportSchedule();
    expect((await office.notices.list(drafter))[0]?.to).toEqual({ role: "drafter" });
    await office.reportSchedules.save(drafter, 0, fixture.schedule({ responsible: leader.personId }));
    at("2026-05-06T07:00:00+07:00");
    await office.runReportSchedule();
    expect(await digests()).toEqual([]);
    expect((await office.notices.list(leader))[0]?.to).toEqual({ personId: leader.personId });
    expect(await office.notices.list(clerk)).toEqual([]);
  });

  it("changes with the programme within the day, and disappears when nothing is left to tell", async () => {
    const { office, drafter, programmeId, at } = fixture;
    at("2026-05-05T07:00:00+07:00");
    await office.runReportSchedule();
    let programme = await office.programmes.get(drafter, programmeId);
    const progress = (percent: number) => ({
      percent,
      on: "2026-05-05",
      result: "Đã xong phần đầu.",
      evidence: "Biên bản ngày 05/5/2026",
      difficulties: "",
      proposals: "",
    });
    programme = await office.programmes.save(
      drafter,
      { ...programme, tasks: programme.tasks.map((task) => ({ ...task, progress: progress(50) })) },
      "Cập nhật tiến độ",
    );
    await office.runReportSchedule();
    expect(await digests()).toEqual(["Chuyển đổi số năm 2026: 1 nhiệm vụ quá hạn."]);
    const done = programme.tasks.map((task) => ({ ...task, completedOn: "2026-05-05" }));
    await office.programmes.save(drafter, { ...programme, tasks: done }, "Hoàn thành");
    await office.runReportSchedule();
    expect(await digests()).toEqual([]);
    const [settled] = await office.notices.list(drafter, { settled: true });
    expect(settled).toMatchObject({ kind: "tasks", doneBy: "Hệ thống" });
  });

  it("stays settled for the day when somebody settles it, and comes again the next day while the cause is there", async () => {
    const { office, drafter, programmeId, at } = fixture;
    at("2026-05-05T07:00:00+07:00");
    await office.runReportSchedule();
    const [notice] = await office.notices.list(drafter);
    await office.notices.done(drafter, notice!.id);
    const programme = await office.programmes.get(drafter, programmeId);
    await office.programmes.save(drafter, { ...programme, title: "Chuyển đổi số 2026" }, "Đổi tên");
    await office.runReportSchedule();
    expect(await digests()).toEqual([]);
    at("2026-05-06T07:00:00+07:00");
    await office.runReportSchedule();
    expect(await digests()).toHaveLength(1);
  });
});

describe("a notice", () => {
  it("is read by each for themselves and settled by one for all it was told to", async () => {
    const { office, drafter, leader, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule());
    at("2026-03-16T08:00:00+07:00");
    await office.runReportSchedule();
    const other = { ...leader, personId: "mot-lanh-dao-khac", name: "Hà Quốc Bình" };
    const [forLeaders] = (await office.notices.list(leader)).filter((one) => "role" in one.to);
    expect(await office.notices.count(leader)).toBe(1);
    expect(await office.notices.read(leader, forLeaders!.id)).toMatchObject({ read: true });
    expect(await office.notices.list(other)).toMatchObject([{ read: false }]);
    expect(await office.notices.done(other, forLeaders!.id)).toMatchObject({ doneBy: "Hà Quốc Bình" });
    expect(await office.notices.count(leader)).toBe(0);
    expect(await office.notices.list(leader, { settled: true })).toMatchObject([
      { doneBy: "Hà Quốc Bình", read: true },
    ]);
  });

  it("is nobody else's", async () => {
    const { office, drafter, clerk, stranger, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule());
    at("2026-03-16T08:00:00+07:00");
    await office.runReportSchedule();
    const [mine] = await office.notices.list(drafter);
    for (const reader of [clerk, stranger]) {
      expect(await office.notices.list(reader)).toEqual([]);
      await expect(office.notices.done(reader, mine!.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(office.notices.read(drafter, "role:drafter/khong-co")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
