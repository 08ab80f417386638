import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../shared/access/index.ts";
import { type Office, openOffice } from "../../shared/office/index.ts";
import { client, ORIGIN, openService, PASSWORD, type TestService } from "../api/service.ts";
import { type OfficeFixture, openFixture } from "../office/office-fixture.ts";

const NOTICE = "Thông báo số 05/TB-UBND ngày 04/01/2027";

describe("the working calendar of an office", () => {
  let fixture: OfficeFixture;
  let office: Office;
  let admin: Actor;
  let now = new Date("2026-11-22T03:00:00Z");

  beforeAll(async () => {
    fixture = await openFixture();
    office = openOffice({ storage: fixture.storage, clock: () => now });
    const { id } = await office.access.createPerson({
      organisationId: fixture.sender.id,
      userName: "lam",
      name: "Vũ Đình Lâm",
      position: "Quản trị",
      roles: ["administrator"],
      password: PASSWORD,
    });
    admin = { personId: id, organisationId: fixture.sender.id, name: "Vũ Đình Lâm", roles: ["administrator"] };
  });

  afterAll(() => fixture.close());

  it("begins with what is shipped and is changed by the administrator only, with a line in the audit trail", async () => {
    expect((await office.calendar.year(fixture.drafter, 2027)).year.standing).toBe("law");
    const day = { day: "2027-02-11", kind: "swapped-off" as const, name: "Nghỉ hoán đổi, làm bù ngày 20/02/2027" };
    await expect(office.calendar.setDay(fixture.drafter, 2027, 0, day, NOTICE)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const first = await office.calendar.setDay(admin, 2027, 0, day, NOTICE);
    const second = await office.calendar.setDay(
      admin,
      2027,
      first.rev,
      { day: "2027-02-20", kind: "swapped-working", name: "Làm bù cho ngày 11/02/2027" },
      NOTICE,
    );
    expect(second.year).toMatchObject({ standing: "office", source: expect.stringContaining(NOTICE) });
    const calendar = await office.calendar.working(fixture.clerk);
    expect(calendar.isWorkingDay("2027-02-11")).toBe(false);
    expect(calendar.isWorkingDay("2027-02-20")).toBe(true);
    expect(calendar.year(2027)?.standing).toBe("office");
    expect((await office.calendar.working(fixture.receivingClerk)).isWorkingDay("2027-02-11")).toBe(true);
    const { entries } = await office.access.auditTrail(fixture.sender.id);
    expect(entries.filter((entry) => entry.action === "calendar.change").map((entry) => entry.subject)).toEqual([
      "2027",
      "2027",
    ]);
  });

  it("refuses a change made from an older state, takes days out, and goes back to the shipped year", async () => {
    const { rev } = await office.calendar.year(admin, 2027);
    const day = { day: "2027-07-05", kind: "holiday" as const, name: "Kỷ niệm thành lập tỉnh" };
    await expect(office.calendar.setDay(admin, 2027, rev - 1, day, NOTICE)).rejects.toMatchObject({ code: "CONFLICT" });
    const without = await office.calendar.removeDay(admin, 2027, rev, "2027-11-24");
    expect(without.overlay.removed).toEqual(["2027-11-24"]);
    expect((await office.calendar.working(admin)).isWorkingDay("2027-11-24")).toBe(true);
    const restored = await office.calendar.restoreYear(admin, 2027, without.rev);
    expect(restored).toMatchObject({ rev: 0, year: { standing: "law" }, overlay: { added: [], removed: [] } });
    await expect(office.calendar.year(admin, 1800)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("keeps the office's own policy of warnings", async () => {
    expect(await office.calendar.policy(fixture.leader)).toEqual({
      dueSoonWorkingDays: 5,
      staleDays: 30,
      evidenceDays: 30,
      rev: 0,
    });
    const policy = { dueSoonWorkingDays: 10, staleDays: 14, evidenceDays: 20 };
    expect(await office.calendar.setPolicy(admin, 0, policy)).toEqual({ ...policy, rev: 1 });
    await expect(office.calendar.setPolicy(admin, 0, policy)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(office.calendar.setPolicy(admin, 1, { ...policy, staleDays: 0 })).rejects.toMatchObject({
      code: "INVALID",
    });
    await expect(office.calendar.setPolicy(fixture.leader, 1, policy)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await office.calendar.setPolicy(admin, 1, { dueSoonWorkingDays: 5, staleDays: 30, evidenceDays: 30 });
  });

  it("tells which tasks of which programme need somebody, from the day each came in", async () => {
    now = new Date("2026-09-01T03:00:00Z");
    let programme = await office.programmes.create(fixture.drafter, { title: "Chuyển đổi số", period: "2026" });
    const add = async (name: string, deadline: string) => {
      programme = await office.programmes.addTask(fixture.drafter, programme.id, programme.revision, {
        name,
        leadAgency: "Sở Nội vụ",
        deadline,
      });
    };
    await add("Rà soát quy trình", "Trước ngày 01/11/2026");
    await add("Họp giao ban", "Hằng tháng");
    now = new Date("2026-11-10T03:00:00Z");
    await add("Lập dự toán", "Trước ngày 15/12/2026");
    await add("Báo cáo quý", "Trước ngày 27/11/2026");
    now = new Date("2026-11-20T03:00:00Z");
    const watched = await office.attention.of(fixture.drafter, programme.id);
    const codes = Object.fromEntries(
      programme.tasks.map((task) => [task.name, (watched.warnings.get(task.id) ?? []).map((one) => one.code)]),
    );
    expect(codes).toEqual({
      "Rà soát quy trình": ["overdue", "stale-progress"],
      "Họp giao ban": ["stale-progress"],
      // Came in ten days ago, though the programme is older.
      "Lập dự toán": [],
      "Báo cáo quý": ["due-soon"],
    });
    expect(watched.totals).toEqual({ tasks: 4, done: 0, open: 4, overdue: 1, dueSoon: 1, stale: 2, noEvidence: 0 });
    const overview = await office.attention.overview(fixture.leader, 2);
    expect(overview.urgent.map((one) => one.task.name)).toEqual(["Rà soát quy trình", "Báo cáo quý"]);
    expect(overview.more).toBe(1);
    const first = programme.tasks[0]!;
    await office.programmes.reportProgress(fixture.drafter, programme.id, programme.revision, first.id, {
      percent: 60,
      on: "2026-11-19",
      evidence: "Báo cáo số 12/BC-SNV",
    });
    const after = await office.attention.of(fixture.drafter, programme.id);
    expect(after.warnings.get(first.id)?.map((one) => one.code)).toEqual(["overdue"]);
    // A task added after the programme was looked at has its own day too, not the programme's.
    programme = await office.programmes.get(fixture.drafter, programme.id);
    await add("Tổng kết năm", "Trong năm 2026");
    const added = await office.attention.of(fixture.drafter, programme.id);
    expect(added.warnings.get(programme.tasks.at(-1)!.id)).toBeUndefined();
    await expect(office.attention.of(fixture.receivingClerk, programme.id)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(office.attention.overview(admin)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the working calendar over the API", () => {
  let service: TestService;

  beforeAll(() => {
    service = openService();
  });
  afterAll(() => service.close());

  it("reads, changes and counts", async () => {
    const open = client(service);
    await open.json("/api/access/set-up", {
      organisation: { code: "H98", name: "Ủy ban nhân dân tỉnh Hương Giang", place: "Hương Giang", system: "state" },
      person: {
        name: "Vũ Đình Lâm",
        position: "Quản trị",
        userName: "lam",
        password: PASSWORD,
        roles: ["administrator", "drafter"],
      },
      keyPassword: "khoa-ky-dai",
    });
    const { token } = await open.json<{ token: string }>("/api/access/sign-in", {
      userName: "lam",
      password: PASSWORD,
    });
    const api = client(service, token);
    expect(await api.json("/api/calendar/working-days?from=2026-11-23&count=1")).toMatchObject({
      to: "2026-11-25",
      special: [{ day: "2026-11-24", name: "Ngày Văn hóa Việt Nam" }],
    });
    expect(await api.json("/api/calendar/working-days?from=2026-02-13&to=2026-02-23")).toMatchObject({
      workingDays: 1,
    });
    const year = await api.json<{ rev: number }>(
      "/api/calendar/years/2027/days/2027-02-11",
      { kind: "swapped-off", name: "Nghỉ hoán đổi", source: NOTICE, rev: 0 },
      "PUT",
    );
    expect(year).toMatchObject({ rev: 1, year: { standing: "office" } });
    expect(await api.json("/api/calendar/years/2027?rev=1", undefined, "DELETE")).toMatchObject({ rev: 0 });
    const policy = { dueSoonWorkingDays: 3, staleDays: 20, evidenceDays: 20, rev: 0 };
    expect(await api.json("/api/calendar/policy", policy, "PUT")).toEqual({ ...policy, rev: 1 });
    const { id, revision } = await api.json<{ id: string; revision: number }>("/api/programmes", {
      title: "Chuyển đổi số",
      period: "2026",
    });
    const upload = await api.upload(`/api/programmes/${id}/import`, {
      revision: String(revision),
      file: new File(
        ["TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian hoàn thành\n1\tRà soát\tSở Nội vụ\t01/02/2020\n"],
        "a.tsv",
      ),
    });
    expect(upload.status).toBe(200);
    const watched = await api.json<{ tasks: { status: { code: string }; warnings: { code: string }[] }[] }>(
      `/api/calendar/attention/${id}`,
    );
    expect(watched.tasks[0]).toMatchObject({ status: { code: "open-overdue" }, warnings: [{ code: "overdue" }] });
    expect(await api.json("/api/calendar/attention")).toMatchObject({
      more: 0,
      urgent: [{ task: { name: "Rà soát" } }],
    });
    for (const [path, status] of [
      ["/api/calendar/years/1800", 404],
      ["/api/calendar/working-days?from=2026-02-30&count=1", 422],
      ["/api/calendar/working-days?from=2026-02-03", 422],
      ["/api/calendar/working-days?from=2026-02-03&to=9999-01-01", 422],
    ] as const)
      expect((await api.get(path)).status, path).toBe(status);
    expect((await service.app.request(`${ORIGIN}/api/calendar/policy`)).status).toBe(401);
  });
});
