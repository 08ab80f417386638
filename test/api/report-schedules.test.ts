import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Notice, ReportScheduleView } from "../../shared/office/index.ts";
import { vietnamDate } from "../../shared/office/index.ts";
import { addDays } from "../../shared/tasks/index.ts";
import { type Client, client, openService, PASSWORD, type TestService } from "./service.ts";

let service: TestService;
let drafter: Client;
let personId: string;
let programmeId: string;

beforeAll(async () => {
  service = openService();
  const { access, programmes } = service.office;
  const { id } = await access.createOrganisation({
    code: "H98",
    name: "Ủy ban nhân dân tỉnh Hương Giang",
    place: "Hương Giang",
    system: "state",
  });
  const person = await access.createPerson({
    organisationId: id,
    userName: "thuan",
    name: "Phạm Văn Thuận",
    position: "Chuyên viên",
    roles: ["drafter"],
    password: PASSWORD,
  });
  personId = person.id;
  const { token, actor } = await access.signIn("thuan", PASSWORD);
  programmeId = (await programmes.create(actor, { title: "Chuyển đổi số năm nay", period: "năm nay" })).id;
  drafter = client(service, token);
});
afterAll(() => service.close());

const input = () => ({
  rev: 0,
  programmeId,
  kind: "month",
  notation: "BC-UBND",
  recipients: ["Lưu: VT"],
  signature: { authority: ["TM. ỦY BAN NHÂN DÂN"], position: "CHỦ TỊCH", name: "Lê Thị Minh Nguyệt" },
  responsible: personId,
  enabled: true,
  since: addDays(vietnamDate(new Date()), -40),
});

describe("report schedules and notices over the API", () => {
  it("sets one up, drafts, tells, and settles", async () => {
    const made = await drafter.json<ReportScheduleView>("/api/report-schedules", input(), "PUT");
    expect(made.id).toBe(`month.${programmeId}`);
    expect((await service.office.runReportSchedule()).drafted).toHaveLength(1);
    const [schedule] = await drafter.json<ReportScheduleView[]>("/api/report-schedules");
    expect(schedule!.windows.some((one) => one.state === "drafted")).toBe(true);
    const notices = await drafter.json<Notice[]>("/api/notices");
    const told = notices.find((one) => one.kind === "report-drafted")!;
    expect(await drafter.json("/api/notices/read", { id: told.id })).toMatchObject({ read: true });
    expect(await drafter.json("/api/notices/done", { id: told.id })).toMatchObject({ doneBy: "Phạm Văn Thuận" });
    const settled = await drafter.json<Notice[]>("/api/notices?settled=true");
    expect(settled.map((one) => one.id)).toContain(told.id);
    expect((await drafter.send(`/api/report-schedules/${made.id}`, { rev: 1 }, "DELETE")).status).toBe(204);
    expect(await drafter.json("/api/report-schedules")).toEqual([]);
  });

  it("names what is wrong, and needs a session", async () => {
    const bad = await drafter.send("/api/report-schedules", { ...input(), responsible: "khong-co" }, "PUT");
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({ code: "INVALID", faults: [{ where: "responsible" }] });
    const rule = { opensOn: 40, closesOn: 14, calendarPeriod: false, sendWithinWorkingDays: 2 };
    const refused = await drafter.send("/api/report-schedules/settings", { rev: 0, rule, remindBefore: 3 }, "PUT");
    expect(await refused.json()).toMatchObject({ code: "INVALID", faults: [{ where: "rule.opensOn" }] });
    const saved = await drafter.json("/api/report-schedules/settings", { rev: 0, remindBefore: 5 }, "PUT");
    expect(saved).toMatchObject({ rev: 1, remindBefore: 5 });
    expect((await client(service).get("/api/notices")).status).toBe(401);
    expect((await client(service).get("/api/report-schedules")).status).toBe(401);
  });
});
