import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOffice, type ScheduledWindow } from "../../shared/office/index.ts";
import { openScheduleFixture, type ScheduleFixture } from "./schedule-fixture.ts";

let fixture: ScheduleFixture;
beforeEach(async () => {
  fixture = await openScheduleFixture();
});
afterEach(() => fixture.close());

const states = (windows: ScheduledWindow[]) => windows.map((one) => `${one.label}: ${one.state}`);
const reports = async () => {
  const documents = await fixture.office.documents.list(fixture.drafter);
  return documents.filter((one) => one.kind === "BC");
};

describe("a report that drafts itself", () => {
  it("waits until the close day is over in Vietnam, drafts once and tells who must act", async () => {
    const { office, drafter, leader, at } = fixture;
    const schedule = await office.reportSchedules.save(drafter, 0, fixture.schedule());
    expect(states(schedule.windows)).toEqual(["Quý II năm 2026: upcoming", "Quý I năm 2026: open"]);

    at("2026-03-14T23:59:00+07:00");
    expect((await office.runReportSchedule()).drafted).toEqual([]);
    at("2026-03-15T00:01:00+07:00");
    const run = await office.runReportSchedule();
    expect(run.drafted.map((one) => one.label)).toEqual(["Quý I năm 2026"]);
    expect((await office.runReportSchedule()).drafted).toEqual([]);

    const [report] = await reports();
    const document = await office.documents.get(drafter, report!.id);
    expect(document).toMatchObject({
      state: "draft",
      description: { notation: "BC-UBND", signature: { name: "Lê Thị Minh Nguyệt" } },
      report: { window: { from: "2025-12-15", to: "2026-03-14" } },
    });
    expect(document.history[0]).toMatchObject({ personId: "system", person: "Hệ thống" });
    expect(states((await office.reportSchedules.get(drafter, schedule.id)).windows)).toEqual([
      "Quý III năm 2026: upcoming",
      "Quý II năm 2026: open",
      "Quý I năm 2026: drafted",
    ]);
    for (const reader of [drafter, leader]) {
      const told = (await office.notices.list(reader)).filter((one) => one.kind === "report-drafted");
      expect(told).toMatchObject([{ href: `/van-ban/${document.id}`, read: false }]);
      expect(told[0]!.text).toContain("quý I năm 2026 đã được soạn tự động");
    }
    const { entries } = await office.access.auditTrail(drafter.organisationId);
    expect(entries.filter((one) => one.subject === document.id)).toMatchObject([
      { action: "document.draft", actor: { personId: "system" } },
    ]);
  });

  it("drafts the latest of several closed windows after a long pause and lists the others as missed", async () => {
    const { office, drafter, at } = fixture;
    const { id } = await office.reportSchedules.save(drafter, 0, fixture.schedule({ kind: "month" }));
    at("2026-07-01T08:00:00+07:00");
    const run = await office.runReportSchedule();
    expect(run.drafted.map((one) => one.label)).toEqual(["Tháng 6 năm 2026"]);
    expect(run.missed).toBe(3);
    const { windows } = await office.reportSchedules.get(drafter, id);
    expect(states(windows).slice(1)).toEqual([
      "Tháng 7 năm 2026: open",
      "Tháng 6 năm 2026: drafted",
      "Tháng 5 năm 2026: missed",
      "Tháng 4 năm 2026: missed",
      "Tháng 3 năm 2026: missed",
    ]);
    const told = (await office.notices.list(drafter)).find((one) => one.kind === "report-missed");
    expect(told?.text).toContain("tháng 3 năm 2026, tháng 4 năm 2026, tháng 5 năm 2026");
    expect((await office.runReportSchedule()).missed).toBe(0);
    expect(await reports()).toHaveLength(1);

    const { programmeId, notation, recipients, signature } = fixture.schedule();
    const period = { kind: "month", year: 2026, month: 4 } as const;
    const late = await office.reports.draft(drafter, { programmeId, period, notation, recipients, signature });
    const april = (await office.reportSchedules.get(drafter, id)).windows.at(-2);
    expect(april).toMatchObject({ label: "Tháng 4 năm 2026", state: "drafted", documentId: late.id });
  });

  it("takes a report that somebody drafted by hand after the close as the report", async () => {
    const { office, drafter, at } = fixture;
    const { id } = await office.reportSchedules.save(drafter, 0, fixture.schedule());
    at("2026-03-15T06:00:00+07:00");
    const { programmeId, notation, recipients, signature } = fixture.schedule();
    const period = { kind: "quarter", year: 2026, quarter: 1 } as const;
    const byHand = await office.reports.draft(drafter, { programmeId, period, notation, recipients, signature });
    expect((await office.runReportSchedule()).drafted).toEqual([]);
    const { windows } = await office.reportSchedules.get(drafter, id);
    expect(windows.find((one) => one.state === "drafted")?.documentId).toBe(byHand.id);
    expect(await reports()).toHaveLength(1);
  });

  it("drafts nothing while it is switched off, nor what closed meanwhile when it is switched on again", async () => {
    const { office, drafter, at } = fixture;
    const made = await office.reportSchedules.save(drafter, 0, fixture.schedule({ enabled: false }));
    at("2026-06-20T08:00:00+07:00");
    expect((await office.runReportSchedule()).drafted).toEqual([]);
    const on = await office.reportSchedules.save(drafter, made.rev, fixture.schedule({ since: made.since }));
    expect(on.since).toBe("2026-06-20");
    expect((await office.runReportSchedule()).drafted).toEqual([]);
    at("2026-09-15T08:00:00+07:00");
    expect((await office.runReportSchedule()).drafted.map((one) => one.label)).toEqual(["Quý III năm 2026"]);
  });

  it("goes by the rule of the schedule, else by that of the office", async () => {
    const { office, drafter, at } = fixture;
    const rule = { opensOn: 1, closesOn: 31, calendarPeriod: true, sendWithinWorkingDays: 3 };
    const before = await office.reportSchedules.save(drafter, 0, fixture.schedule());
    expect(before.inForce.from).toBe("decree");
    const settings = await office.settings.reports(drafter);
    await office.settings.setReports(drafter, settings.rev, {
      rule: { ...rule, opensOn: 21, closesOn: 20, calendarPeriod: false },
      remindBefore: 3,
    });
    expect((await office.reportSchedules.get(drafter, before.id)).inForce.from).toBe("office");
    const after = await office.reportSchedules.save(drafter, before.rev, fixture.schedule({ rule }));
    expect(after.inForce.from).toBe("schedule");
    expect(after.windows.at(-1)).toMatchObject({ from: "2026-01-01", to: "2026-03-31" });
    at("2026-04-01T00:10:00+07:00");
    const [drafted] = (await office.runReportSchedule()).drafted;
    const document = await office.documents.get(drafter, drafted!.documentId);
    expect(document.report?.window).toMatchObject({ from: "2026-01-01", to: "2026-03-31" });
    // Whoever previews the same report by hand sees the same window.
    const { programmeId } = fixture.schedule();
    const { report } = await office.reports.preview(drafter, programmeId, { kind: "quarter", year: 2026, quarter: 1 });
    expect(report.window).toEqual(document.report?.window);
  });

  it("tells why it could not draft, tries again later, and stops no other schedule", async () => {
    const { office, drafter, storage, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule());
    const second = await office.programmes.create(drafter, { title: "Cải cách hành chính năm 2026", period: "2026" });
    const bad = await office.reportSchedules.save(drafter, 0, fixture.schedule({ programmeId: second.id }));
    const list = await storage.records.get(`org/${drafter.organisationId}/report-schedules`, bad.id);
    const lost = { ...(list!.data as object), programmeId: "khong-con" };
    await storage.records.commit([{ op: "update", pk: list!.pk, sk: bad.id, rev: list!.rev, data: lost }]);

    at("2026-03-15T08:00:00+07:00");
    const run = await office.runReportSchedule();
    expect(run.drafted).toHaveLength(1);
    expect(run.failed).toMatchObject([{ scheduleId: bad.id, code: "NOT_FOUND" }]);
    expect((await office.runReportSchedule()).failed).toEqual([]);
    const told = (await office.notices.list(drafter)).filter((one) => one.kind === "report-failed");
    expect(told).toHaveLength(1);
    expect((await office.reportSchedules.get(drafter, bad.id)).windows.at(-1)).toMatchObject({ state: "failed" });

    const item = await storage.records.get(`org/${drafter.organisationId}/report-schedules`, bad.id);
    await storage.records.commit([
      { op: "update", pk: item!.pk, sk: bad.id, rev: item!.rev, data: { ...lost, programmeId: second.id } },
    ]);
    at("2026-03-15T09:00:00+07:00");
    expect((await office.runReportSchedule()).drafted).toHaveLength(1);
    expect((await office.notices.list(drafter)).filter((one) => one.kind === "report-failed")).toEqual([]);
  });

  it("reminds the responsible person a few working days before the close, once, until the report is there", async () => {
    const { office, drafter, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule());
    const closing = async () =>
      (await office.notices.list(drafter)).filter((one) => one.kind === "window-closing").map((one) => one.text);
    at("2026-03-09T08:00:00+07:00");
    await office.runReportSchedule();
    expect(await closing()).toEqual([]);
    at("2026-03-11T08:00:00+07:00");
    await office.runReportSchedule();
    await office.runReportSchedule();
    expect(await closing()).toEqual([
      "Chuyển đổi số năm 2026: kỳ số liệu quý I năm 2026 chốt hết ngày 14/03/2026, còn 2 ngày làm việc. Cập nhật tiến độ, kết quả trước khi chốt.",
    ]);
    at("2026-03-15T08:00:00+07:00");
    await office.runReportSchedule();
    expect(await closing()).toEqual([]);
  });
});

describe("who is told", () => {
  it("needs to be told no more once the draft has gone to be signed", async () => {
    const { office, drafter, leader, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule());
    at("2026-03-15T08:00:00+07:00");
    const [drafted] = (await office.runReportSchedule()).drafted;
    const { rev } = await office.documents.get(drafter, drafted!.documentId);
    expect((await office.notices.list(leader)).map((one) => one.kind)).toContain("report-drafted");
    await office.documents.submit(drafter, drafted!.documentId, rev);
    await office.runReportSchedule();
    for (const reader of [drafter, leader])
      expect((await office.notices.list(reader)).map((one) => one.kind)).not.toContain("report-drafted");
  });

  it("is told no more of an older draft either, once it has gone to be signed", async () => {
    const { office, drafter, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule({ kind: "month" }));
    at("2026-03-15T08:00:00+07:00");
    const [march] = (await office.runReportSchedule()).drafted;
    at("2026-04-15T08:00:00+07:00");
    const [april] = (await office.runReportSchedule()).drafted;
    const { rev } = await office.documents.get(drafter, march!.documentId);
    await office.documents.submit(drafter, march!.documentId, rev);
    await office.runReportSchedule();
    const told = (await office.notices.list(drafter)).filter((one) => one.kind === "report-drafted");
    expect(told.map((one) => one.subject)).toEqual([april!.documentId]);
  });

  it("is every drafter from when the responsible person leaves with a draft waiting", async () => {
    const { office, drafter, leader, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule({ responsible: leader.personId }));
    at("2026-03-15T08:00:00+07:00");
    await office.runReportSchedule();
    const told = async () => (await office.notices.list(drafter)).filter((one) => one.kind === "report-drafted");
    expect(await told()).toEqual([]);
    await office.access.changePerson(leader.organisationId, leader.personId, { disabled: true });
    await office.runReportSchedule();
    await office.runReportSchedule();
    expect((await told()).map((one) => one.to)).toEqual([{ role: "drafter" }]);
    await office.notices.done(drafter, (await told())[0]!.id);
    await office.runReportSchedule();
    expect(await told()).toEqual([]);
  });

  it("is every drafter when the responsible person has left", async () => {
    const { office, drafter, leader, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule({ responsible: leader.personId }));
    await office.access.changePerson(leader.organisationId, leader.personId, { disabled: true });
    at("2026-03-15T08:00:00+07:00");
    await office.runReportSchedule();
    const told = (await office.notices.list(drafter)).find((one) => one.kind === "report-drafted");
    expect(told?.to).toEqual({ role: "drafter" });
  });
});

describe("setting a schedule up", () => {
  it("names every fault and stores nothing", async () => {
    const { office, drafter, leader } = fixture;
    const bad = fixture.schedule({
      programmeId: "khong-co",
      notation: "BC UBND",
      recipients: [" "],
      signature: { authority: [], position: "", name: "" },
      responsible: "khong-co",
      since: "2026-02-30",
      rule: { opensOn: 40, closesOn: 0, calendarPeriod: false, sendWithinWorkingDays: 0 },
    });
    const refused = office.reportSchedules.save(drafter, 0, bad);
    await expect(refused).rejects.toMatchObject({ code: "INVALID" });
    const places = await refused.catch((error) => error.faults.map((fault: { where: string }) => fault.where));
    expect(places).toEqual([
      "programmeId",
      "notation",
      "recipients",
      "signature.position",
      "signature.name",
      "responsible",
      "since",
      "rule.opensOn",
      "rule.closesOn",
      "rule.sendWithinWorkingDays",
    ]);
    expect(await office.reportSchedules.list(leader)).toEqual([]);
  });

  it("has one schedule for each programme and kind, changed by one person at a time, by those who may", async () => {
    const { office, drafter, clerk, stranger } = fixture;
    const made = await office.reportSchedules.save(drafter, 0, fixture.schedule());
    await expect(office.reportSchedules.save(drafter, 0, fixture.schedule())).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
    });
    await office.reportSchedules.save(drafter, made.rev, fixture.schedule({ notation: "BC-VP" }));
    await expect(office.reportSchedules.save(drafter, made.rev, fixture.schedule())).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(office.reportSchedules.save(clerk, 0, fixture.schedule({ kind: "year" }))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await office.reportSchedules.list(stranger)).toEqual([]);
    await expect(office.reportSchedules.get(stranger, made.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await office.reportSchedules.remove(drafter, made.id, made.rev + 1);
    expect(await office.reportSchedules.list(drafter)).toEqual([]);
  });
});

describe("several workers", () => {
  it("draft one report between them", async () => {
    const { office, drafter, storage, at } = fixture;
    await office.reportSchedules.save(drafter, 0, fixture.schedule());
    at("2026-03-16T08:00:00+07:00");
    const clock = () => new Date("2026-03-16T08:00:00+07:00");
    const runs = await Promise.all(Array.from({ length: 6 }, () => openOffice({ storage, clock }).runReportSchedule()));
    expect(runs.flatMap((run) => run.drafted)).toHaveLength(1);
    expect(runs.flatMap((run) => run.failed)).toEqual([]);
    expect(await reports()).toHaveLength(1);
    expect((await office.access.checkAudit(drafter.organisationId)).sound).toBe(true);
  });
});
