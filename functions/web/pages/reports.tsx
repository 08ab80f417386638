import type { Hono } from "hono";
import { type Actor, may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { type FigureTrace, type Office, type ReportPreview, vietnamDate } from "../../../shared/office/index.ts";
import { parsePeriod, periodCode, type ReportPeriod } from "../../../shared/reports/index.ts";
import { askedNumber, type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { settingOf } from "../document-setting.ts";
import { shortDate } from "../parts/dates.ts";
import { signatureFrom, type Typed } from "../parts/document-fields.tsx";
import { DocumentTable } from "../parts/document-table.tsx";
import { Empty } from "../parts/pieces.tsx";
import { DraftForm, PeriodChooser, textsFrom } from "../parts/report-forms.tsx";
import { ScheduleTable } from "../parts/report-schedule-table.tsx";
import { FigureTraceView } from "../parts/report-trace.tsx";
import { ReportView } from "../parts/report-view.tsx";

/** Menu item of all report pages. */
export const REPORTS = "/bao-cao";

/** Reports of the list; all of them stand in the list of documents. */
const SHOWN = 100;

/** Reports: the list, a preview computed from the tasks as they are, the tasks behind each figure, and the draft made of it. */
export function reportPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  app.get("/bao-cao", async (c) => {
    const actor = c.get("actor");
    const [documents, schedules, programmes] = await Promise.all([
      office.documents.list(actor, { kind: "BC", limit: SHOWN + 1 }),
      office.reportSchedules.list(actor),
      office.programmes.list(actor),
    ]);
    const reports = documents.slice(0, SHOWN);
    const maySet = may(actor, "programme.edit");
    return show(
      desk,
      c,
      {
        title: "Báo cáo",
        lead: "Báo cáo định kỳ được tính từ nhiệm vụ và chỉ tiêu; bấm vào mỗi con số để xem những nhiệm vụ đứng sau.",
        active: REPORTS,
        tools: (
          <>
            {may(actor, "document.draft") && programmes.length > 0 ? (
              <a class="button main" href="/bao-cao/moi">
                Soạn báo cáo
              </a>
            ) : null}
            <a class="button" href="/bao-cao/ky-chot">
              Kỳ chốt số liệu
            </a>
          </>
        ),
      },
      programmes.length === 0 ? (
        <NoProgramme />
      ) : (
        <>
          <section class="card">
            <header>
              <h2>Báo cáo tự soạn theo lịch</h2>
              {maySet ? <a href="/bao-cao/lich/moi">Thêm lịch báo cáo</a> : null}
            </header>
            {schedules.length === 0 ? (
              <Empty
                title="Chưa có lịch báo cáo"
                action={maySet ? ["/bao-cao/lich/moi", "Đặt lịch báo cáo"] : undefined}
              >
                Khi hết kỳ số liệu, hệ thống tự soạn dự thảo và báo cho người phụ trách.
              </Empty>
            ) : (
              <ScheduleTable schedules={schedules} />
            )}
          </section>
          <section class="card">
            <h2>Báo cáo đã soạn</h2>
            {reports.length === 0 ? (
              <p class="soft">Chưa có báo cáo nào.</p>
            ) : (
              <>
                <DocumentTable documents={reports} label="Báo cáo đã soạn" />
                {documents.length > SHOWN ? (
                  <p class="small">
                    {SHOWN} báo cáo mới nhất; các báo cáo khác tìm ở <a href="/van-ban">Văn bản</a>.
                  </p>
                ) : null}
              </>
            )}
          </section>
        </>
      ),
    );
  });

  /** The schedule of such reports: what it is drafted with is proposed for those drafted by hand. */
  const scheduleOf = async (actor: Actor, programmeId: string, period: ReportPeriod) =>
    (await office.reportSchedules.list(actor)).find(
      (one) => one.programmeId === programmeId && one.kind === period.kind,
    );

  const preview = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const actor = c.get("actor");
    const today = vietnamDate(office.clock());
    const programmes = await office.programmes.list(actor);
    const chosen = chosenPeriod(c, typed, today);
    const programmeId = typed.ct ?? c.req.query("ct") ?? programmes[0]?.id ?? "";
    const asked = typed.ct !== undefined || c.req.query("ct") !== undefined;
    const [schedule, made] = asked
      ? await Promise.all([
          scheduleOf(actor, programmeId, chosen.period),
          office.reports.preview(actor, programmeId, chosen.period),
        ])
      : [];
    const proposed: Typed =
      schedule === undefined
        ? {}
        : {
            notation: schedule.notation,
            recipients: schedule.recipients.join("\n"),
            signatory: schedule.signature.name,
            authority: schedule.signature.authority.join("\n"),
            position: schedule.signature.position,
          };
    const query = `ct=${encodeURIComponent(programmeId)}&ky=${chosen.code}`;
    return show(
      desk,
      c,
      {
        title: made === undefined ? "Soạn báo cáo" : `Báo cáo ${made.report.window.label.toLocaleLowerCase("vi")}`,
        lead:
          made === undefined
            ? "Chọn chương trình và kỳ để xem báo cáo tính từ số liệu đang có; chưa lưu gì."
            : `${made.report.programme.title}. Bản xem trước, tính từ số liệu đang có; chưa lưu gì.`,
        back: [REPORTS, "Báo cáo"],
        active: REPORTS,
        problem,
      },
      programmes.length === 0 ? (
        <NoProgramme />
      ) : (
        <>
          <section class="card">
            <PeriodChooser
              programmes={programmes}
              programmeId={programmeId}
              year={chosen.period.year}
              part={chosen.code.slice(5)}
              thisYear={Number(today.slice(0, 4))}
            />
            {made === undefined ? null : <PreviewFacts preview={made} today={today} />}
          </section>
          {made === undefined ? null : (
            <>
              <section class="card">
                <ReportView
                  report={made.report}
                  address={(figure) => `/bao-cao/xem?${query}&so=${encodeURIComponent(figure)}`}
                />
              </section>
              {may(actor, "document.draft") ? (
                <section class="card" id="soan">
                  <h2>Soạn thành văn bản</h2>
                  <p class="soft">
                    Số liệu được chốt thành một bản niêm phong đính kèm PDF; ai nhận báo cáo cũng tính lại được. Phần
                    chữ dưới đây là của người soạn.
                  </p>
                  <DraftForm
                    programmeId={programmeId}
                    period={chosen.code}
                    setting={await settingOf(desk, c)}
                    typed={{ ...proposed, ...typed }}
                  />
                </section>
              ) : null}
            </>
          )}
        </>
      ),
    );
  };

  app.get("/bao-cao/moi", (c) => preview(c));
  app.post("/bao-cao/moi", async (c) => {
    const form = await formOf(c);
    const addressees = form.lines("addressees");
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const programmeId = form.text("ct");
        const period = parsePeriod(form.text("ky"));
        const made = await office.reports.draft(actor, {
          programmeId,
          period,
          notation: form.text("notation"),
          ...(addressees.length > 0 ? { addressees } : {}),
          recipients: form.lines("recipients"),
          signature: signatureFrom(form, await settingOf(desk, c)),
          ...textsFrom(form),
        });
        return `/van-ban/${made.id}?xong=da-soan`;
      },
      (problem) => preview(c, problem, form.texts()),
    );
  });

  app.get("/bao-cao/xem", async (c) => {
    const programmeId = c.req.query("ct") ?? "";
    const period = parsePeriod(c.req.query("ky") ?? "");
    const figure = c.req.query("so") ?? "";
    const trace = await office.reports.tracePreview(c.get("actor"), programmeId, period, figure);
    const query = `ct=${encodeURIComponent(programmeId)}&ky=${periodCode(period)}`;
    return show(
      desk,
      c,
      {
        title: "Số liệu này từ đâu",
        lead: "Theo số liệu đang có; khi soạn thành văn bản, số liệu được chốt lại.",
        back: [`/bao-cao/moi?${query}`, `Báo cáo ${trace.window.label.toLocaleLowerCase("vi")}`],
        active: REPORTS,
      },
      <FigureTraceView
        trace={trace}
        page={askedNumber(c, "trang", 1)}
        present={await presentTasks(office, c.get("actor"), trace)}
        address={(page) => `/bao-cao/xem?${query}&so=${encodeURIComponent(figure)}&trang=${page}`}
      />,
    );
  });
}

/** Which tasks behind a figure are still in the programme as it is now. */
export async function presentTasks(office: Office, actor: Actor, trace: FigureTrace): Promise<Set<string>> {
  const programmes = await office.programmes.list(actor);
  if (trace.tasks.length === 0 || !programmes.some((one) => one.id === trace.programme.id)) return new Set();
  return new Set((await office.programmes.get(actor, trace.programme.id)).tasks.map((task) => task.id));
}

/** From "ky=2026-Q2", or year and part as the form sends them; by default the running year. */
function chosenPeriod(c: WebContext, typed: Typed, today: string) {
  const year = c.req.query("nam") ?? today.slice(0, 4);
  const part = c.req.query("phan") ?? "";
  const code = typed.ky ?? c.req.query("ky") ?? (part === "" ? year : `${year}-${part}`);
  const period = parsePeriod(code);
  return { period, code: periodCode(period) };
}

const NoProgramme = () => (
  <section class="card">
    <Empty title="Chưa có chương trình nhiệm vụ" action={["/nhiem-vu", "Tạo chương trình nhiệm vụ"]}>
      Báo cáo được tính từ nhiệm vụ đã nhập.
    </Empty>
  </section>
);

/** Which data the preview is of. */
const PreviewFacts = ({ preview, today }: { preview: ReportPreview; today: string }) => {
  const { window } = preview.report;
  return (
    <dl class="facts">
      <dt>Kỳ số liệu</dt>
      <dd>
        Từ {shortDate(window.from)} đến hết {shortDate(window.to)}
        {preview.closed
          ? " (đã chốt)"
          : window.from > today
            ? " (kỳ chưa mở, số liệu chỉ để tham khảo)"
            : ` (chưa chốt, số liệu còn thay đổi đến hết ${shortDate(preview.closesOn)})`}
      </dd>
      <dt>Hạn gửi</dt>
      <dd>{shortDate(window.sendBy)}</dd>
      <dt>Tính từ</dt>
      <dd>
        <a href={`/nhiem-vu/${encodeURIComponent(preview.report.programme.id)}?ban=${preview.revision}`}>
          Bản {preview.revision} của chương trình
        </a>
        {preview.previousRevision === undefined
          ? "; kỳ trước chưa có số liệu để so sánh"
          : `; so sánh với bản ${preview.previousRevision} của kỳ trước`}
      </dd>
      {preview.firstRecordedOn === undefined ? null : (
        <>
          <dt>Lưu ý</dt>
          <dd>
            Chương trình chỉ được ghi nhận từ {shortDate(preview.firstRecordedOn)}, sau ngày chốt số liệu: số liệu của
            kỳ này được tính lùi từ bản mới nhất, theo ngày hoàn thành, gia hạn và báo cáo ghi ở từng nhiệm vụ. Báo cáo
            có câu nói rõ điều này.
          </dd>
        </>
      )}
    </dl>
  );
};
