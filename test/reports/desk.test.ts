import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import { type Office, openOffice, type ReportDraft } from "../../shared/office/index.ts";
import { appendUpdate, PdfDict, PdfStream, readPdf } from "../../shared/pdf/index.ts";
import { checkSnapshot, plain } from "../../shared/reports/index.ts";
import { type OfficeFixture, openFixture, PASSWORD } from "../office/office-fixture.ts";
import { PERIOD, reportedProgramme } from "./report-fixture.ts";

let fixture: OfficeFixture;
/** The same storage at a day that the test sets: a report needs revisions of other days. */
let office: Office;
let now = new Date("2027-03-01T02:00:00Z");
const ID = "cds";

beforeAll(async () => {
  fixture = await openFixture();
  office = openOffice({ storage: fixture.storage, clock: () => now });
  const { drafter } = fixture;
  // The issuing organisation's keys are of today; signing tests go through the fixture's own office.
  const programme = reportedProgramme();
  await office.programmes.create(drafter, { id: ID, title: programme.title, period: programme.period });
  const store = async (day: string, all: typeof programme.tasks) => {
    now = new Date(`${day}T08:00:00Z`);
    const newest = await office.programmes.get(drafter, ID);
    const { groups, targets } = programme;
    // What is completed later is not known yet.
    const tasks = all.map((task) => ({
      ...task,
      completedOn: task.completedOn !== undefined && task.completedOn <= day ? task.completedOn : undefined,
    }));
    await office.programmes.save(drafter, { ...newest, groups, targets, tasks }, "Cập nhật tiến độ");
  };
  // At the close of quarter I; on the last evening of quarter II; and after it.
  await store(
    "2027-03-10",
    programme.tasks.filter(({ id }) => id !== "t30"),
  );
  await store("2027-06-14", programme.tasks);
  await store("2027-06-20", programme.tasks.slice(0, 5));
  now = new Date("2027-06-21T01:00:00Z");
});
afterAll(() => fixture.close());

const wanted = (more: Partial<ReportDraft> = {}): ReportDraft => ({
  programmeId: ID,
  period: PERIOD,
  notation: "BC-UBND",
  addressees: ["Chính phủ"],
  recipients: ["Như trên", "Lưu: VT, KGVX"],
  signature: { authority: ["KT. CHỦ TỊCH"], position: "PHÓ CHỦ TỊCH", name: "Lê Thị Minh Nguyệt" },
  ...more,
});

describe("the report desk", () => {
  it("computes from the revisions that were valid at the close of each window", async () => {
    const { report, revision, previousRevision } = await office.reports.preview(fixture.drafter, ID, PERIOD);
    expect([revision, previousRevision]).toEqual([3, 2]);
    expect((await office.reports.preview(fixture.drafter, ID, PERIOD)).closed).toBe(true);
    expect(report.figures.find(({ id }) => id === "total")!.value).toBe(29);
    expect(report.figures.find(({ id }) => id === "previous.total")!.value).toBe(28);
    const first = await office.reports.preview(fixture.drafter, ID, { kind: "month", year: 2027, month: 7 });
    expect(first.revision).toBe(4);
  });

  it("counts working days by the calendar, and days by the rule given", async () => {
    const window = await office.reports.window(fixture.drafter, { kind: "month", year: 2027, month: 4 });
    expect(window).toMatchObject({ from: "2027-03-15", to: "2027-04-14" });
    const rule = { opensOn: 1, closesOn: 31, calendarPeriod: true, sendWithinWorkingDays: 1 };
    const own = await office.reports.window(fixture.drafter, { kind: "month", year: 2027, month: 4 }, rule);
    // 30/4 and 1/5 are holidays, 2/5 a Sunday, and 3/5 the day off for the Saturday.
    expect([own.to, own.sendBy > "2027-05-03"]).toEqual(["2027-04-30", true]);
  });

  it("traces each figure to its tasks as they stood, also after the programme has changed", async () => {
    const { drafter } = fixture;
    const draft = await office.reports.draft(drafter, wanted());
    const trace = await office.reports.trace(drafter, draft.id, "status.open-overdue");
    expect(trace.written).toBe("8 nhiệm vụ");
    expect(trace.tasks).toHaveLength(8);
    for (const task of trace.tasks) {
      expect(task.status.code).toBe("open-overdue");
      expect(task.overdueDays).toBeGreaterThan(0);
      expect(task.due! < "2027-06-14").toBe(true);
    }
    // Completed a day after the close: still open in the report.
    expect(trace.tasks.find(({ id }) => id === "t13")).not.toHaveProperty("completedOn");
    const share = await office.reports.trace(drafter, draft.id, "share.done");
    expect([share.written, share.tasks.length]).toEqual(["34,5%", 10]);
    const before = await office.reports.trace(drafter, draft.id, "previous.done");
    expect(before.window.to).toBe("2027-03-14");
    expect(before.tasks.every(({ completedOn }) => completedOn! <= "2027-03-14")).toBe(true);
    const target = await office.reports.trace(drafter, draft.id, "targets.missed");
    expect(target.targets.every(({ reached }) => reached === false)).toBe(true);
    const preview = await office.reports.tracePreview(drafter, ID, PERIOD, "status.open-overdue");
    expect(preview.tasks).toEqual(trace.tasks);
    await expect(office.reports.trace(drafter, draft.id, "khong-co")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("drafts with the writer's words, and keeps figures when they are changed", async () => {
    const { drafter } = fixture;
    const draft = await office.reports.draft(drafter, wanted({ assessment: "Nhìn chung kịp thời." }));
    expect(draft).toMatchObject({ kind: "BC", state: "draft", programme: { id: ID, revision: 3 } });
    expect(draft.description.body).toContain("## Đánh giá chung\n\nNhìn chung kịp thời.");
    const again = await office.reports.rewrite(drafter, draft.id, draft.rev, { closing: "Trân trọng báo cáo." });
    expect(again.description.body).toContain("Trân trọng báo cáo.");
    expect(again.description.body).not.toContain("Đánh giá chung");
    expect(again.report!.snapshot).toBe(draft.report!.snapshot);
    await expect(office.reports.rewrite(drafter, draft.id, draft.rev, {})).rejects.toMatchObject({ code: "CONFLICT" });
    const { body } = again.description;
    const edited = await office.documents.edit(drafter, draft.id, again.rev, {
      ...again.description,
      subject: "Kết quả quý II",
      body: body.replace("Trân trọng", "Thêm một đoạn.\n\nTrân trọng"),
    });
    await expect(
      office.documents.edit(drafter, draft.id, edited.rev, {
        ...edited.description,
        body: body.replace("08 nhiệm vụ quá hạn", "02 nhiệm vụ quá hạn"),
      }),
    ).rejects.toMatchObject({ code: "REPORT_TEXT_FIXED" });
    const { pdf } = await office.documents.render(drafter, draft.id);
    expect(checkSnapshot(pdf)).toMatchObject({ matches: true, sha256: draft.report!.snapshot });
  });

  it("says where a window had closed before the programme was recorded that its figures are counted back", async () => {
    const { drafter } = fixture;
    const period = { kind: "month", year: 2026, month: 12 } as const;
    const preview = await office.reports.preview(drafter, ID, period);
    expect(preview).toMatchObject({ firstRecordedOn: "2027-03-01", revision: 4 });
    expect((await office.reports.preview(drafter, ID, PERIOD)).firstRecordedOn).toBeUndefined();
    const said =
      "được tính lùi từ bản 4 của chương trình: dữ liệu theo dõi nhiệm vụ chỉ được ghi nhận từ ngày 01/3/2027";
    const draft = await office.reports.draft(drafter, wanted({ period }));
    expect(draft.description.body).toContain(said);
    // The sentence follows from the snapshot, and stands in the signed pages.
    expect(checkSnapshot((await office.documents.render(drafter, draft.id)).pdf)).toMatchObject({ matches: true });
    const body = draft.description.body.replace(/Số liệu của kỳ này được tính lùi[^\n]*\n\n/u, "");
    await expect(
      office.documents.edit(drafter, draft.id, draft.rev, { ...draft.description, body }),
    ).rejects.toMatchObject({ code: "REPORT_TEXT_FIXED" });
    const app = createApp(fixture.office);
    const signedIn = await app.request("/dang-nhap", {
      method: "POST",
      headers: { origin: "http://localhost", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ userName: "thuan", password: PASSWORD }),
    });
    const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0]!;
    const page = await app.request(`/bao-cao/moi?ct=${ID}&ky=2026-12`, { headers: { cookie } });
    expect(await page.text()).toContain("Chương trình chỉ được ghi nhận từ");
  });

  it("seals nothing that could not be read again, and says what is too long", async () => {
    const { drafter } = fixture;
    const { office: today } = fixture;
    const make = async (id: string, change: object) => {
      const tasks = [{ ...reportedProgramme().tasks[0]!, groupId: undefined, completedOn: undefined, ...change }];
      const empty = await today.programmes.create(drafter, { id, title: "Chương trình", period: "2026" });
      await today.programmes.save(drafter, { ...empty, tasks }, "Nhập");
      return today.reports.draft(drafter, wanted({ programmeId: id }));
    };
    await expect(make("dai-ma", { id: "m".repeat(201) })).rejects.toMatchObject({
      code: "INVALID",
      where: "input.programme.tasks.0.id",
      message: "Mã quá dài, không chốt được trong báo cáo: tối đa 200 ký tự.",
    });
    await expect(make("dai-ten", { name: "Việc ".repeat(10_001) })).rejects.toMatchObject({
      code: "INVALID",
      where: "input.programme.tasks.0.name",
    });
  });

  it("ends a running window today: what falls due later is not overdue yet", async () => {
    const { drafter } = fixture;
    const closed = await office.reports.preview(drafter, ID, PERIOD);
    const before = now;
    now = new Date("2027-06-02T01:00:00Z");
    const running = await office.reports.preview(drafter, ID, PERIOD);
    now = before;
    expect(closed).toMatchObject({ closed: true, closesOn: "2027-06-14" });
    expect(running).toMatchObject({ closed: false, closesOn: "2027-06-14" });
    expect(running.report.window).toMatchObject({ from: "2027-03-15", to: "2027-06-02", label: "Quý II năm 2027" });
    const ends = running.report.sections.flatMap(({ sentences }) => sentences.map(({ parts }) => plain(parts)));
    expect(ends.join()).toContain("Tính đến ngày 02/6/2027");
    expect(ends.join()).toContain("Trong kỳ tiếp theo (từ ngày 03/6/2027");
    expect(ends.join()).not.toContain("14/6/2027");
  });

  it("is not worded anew over what was written into it by hand", async () => {
    const { drafter } = fixture;
    const draft = await office.reports.draft(drafter, wanted());
    const edited = await office.documents.edit(drafter, draft.id, draft.rev, {
      ...draft.description,
      body: `${draft.description.body}\n\nMột đoạn viết tay.`,
    });
    await expect(
      office.reports.rewrite(drafter, draft.id, edited.rev, { closing: "Trân trọng." }),
    ).rejects.toMatchObject({ code: "STATE_FORBIDDEN" });
    expect((await office.documents.get(drafter, draft.id)).description.body).toContain("Một đoạn viết tay.");
  });

  it("is only for those of the organisation who may", async () => {
    const { receivingClerk, drafter } = fixture;
    const draft = await office.reports.draft(drafter, wanted());
    await expect(office.reports.preview(receivingClerk, ID, PERIOD)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(office.reports.snapshot(receivingClerk, draft.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const nobody = { ...drafter, roles: [] };
    await expect(office.reports.draft(nobody, wanted())).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a report that was issued", () => {
  it("carries its snapshot under the signatures, and a later change of it is told", async () => {
    const { office: today, drafter, leader, clerk } = fixture;
    // Keys are valid now, whenever the tests run; the periods are what the programme says.
    let document = await today.reports.draft(drafter, wanted());
    document = await today.documents.submit(drafter, document.id, document.rev);
    document = await today.documents.sign(leader, document.id, document.rev, PASSWORD);
    document = await today.documents.number(clerk, document.id, document.rev);
    document = await today.documents.seal(clerk, document.id, document.rev, PASSWORD);
    const { bytes } = await today.documents.pdf(clerk, document.id);
    const verdict = await today.verify(bytes);
    expect(verdict).toMatchObject({ verdict: "TOTAL_PASSED", report: { matches: true } });
    expect(verdict.report!.sha256).toBe(document.report!.snapshot);
    const snapshot = await today.reports.snapshot(clerk, document.id);
    expect(snapshot.sha256).toBe(verdict.report!.sha256);

    const file = readPdf(bytes);
    const at = Array.from({ length: file.size }, (_, num) => num).find((num) => {
      const object = file.get(num);
      return object instanceof PdfStream && object.dict.has("Params");
    })!;
    const { dict } = file.get(at) as PdfStream;
    const text = new TextDecoder()
      .decode(snapshot.bytes)
      .replace('"unit":"nhiệm vụ","value":29', '"unit":"nhiệm vụ","value":30');
    const bare = new PdfDict([...dict.map].filter(([key]) => key !== "Filter" && key !== "Length"));
    const forged = new PdfStream(bare, new TextEncoder().encode(text));
    const after = await today.verify(appendUpdate(file, { objects: new Map([[at, forged]]) }).bytes);
    expect(after.verdict).toBe("TOTAL_FAILED");
    expect(after.report).toMatchObject({ matches: false, differences: [{ code: "FIGURE", expected: "29 nhiệm vụ" }] });
  });
});

describe("over HTTP", () => {
  it("previews, drafts, traces and hands out the snapshot", async () => {
    const app = createApp(fixture.office);
    const { token } = await fixture.office.access.signIn("thuan", PASSWORD);
    const call = async (path: string, body?: unknown) =>
      app.request(`/api/reports${path}`, {
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
    const preview = await call(`/preview?programme=${ID}&period=2027-Q2`);
    expect(((await preview.json()) as { revision: number }).revision).toBeGreaterThan(0);
    const made = await call("", { ...wanted(), period: "2027-Q2" });
    expect(made.status).toBe(201);
    const { id, report } = (await made.json()) as { id: string; report: { snapshot: string } };
    const traced = (await (await call(`/${id}/figures/done`)).json()) as {
      tasks: unknown[];
      figure: { value: number };
    };
    expect(traced.tasks).toHaveLength(traced.figure.value);
    const file = await call(`/${id}/snapshot`);
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    expect(Buffer.from(digest).toString("hex")).toBe(report.snapshot);
    expect((await call("/window?period=2027-13")).status).toBe(422);
  });
});
