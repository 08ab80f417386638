import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { ruleSetFor } from "../../../shared/format/index.ts";
import { type PlanParts, programmeInPeriod } from "../../../shared/office/index.ts";
import { inSentence, parsePeriod, periodCode, periodLabel, type ReportPeriod } from "../../../shared/reports/index.ts";
import type { Programme } from "../../../shared/tasks/index.ts";
import { askedNumber, type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { directoryOf, settingOf } from "../document-setting.ts";
import { PlanForm } from "../parts/compose-forms.tsx";
import { type DocumentSetting, signatureFrom, type Typed, urgencyFrom } from "../parts/document-fields.tsx";
import { Empty } from "../parts/pieces.tsx";
import { PlanSource } from "../parts/plan-source.tsx";
import { answerPreview, Composing, pdfAnswer } from "../parts/preview.tsx";
import { appendicesFrom, footnotesFrom, withChosen } from "../parts/writing-fields.tsx";

const ACTIVE = "/soan-van-ban";
const BACK: [string, string] = [ACTIVE, "Soạn văn bản"];
const PLAN = "/soan-van-ban/ke-hoach";
/** Revisions that are offered; older ones are taken by address. */
const REVISIONS_SHOWN = 50;
/** Years of which periods are offered. */
const MOST_YEARS = 6;

/** The plan: which programme, period and revision, then its free parts beside the PDF. */
export function planPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const plan = async (c: WebContext, problem?: Problem, typed?: Typed) => {
    const actor = c.get("actor");
    const programmes = await office.programmes.list(actor);
    const programmeId = typed?.programmeId ?? c.req.query("chuong-trinh") ?? "";
    if (programmeId === "") {
      return show(
        desk,
        c,
        { title: "Soạn kế hoạch", back: BACK, active: ACTIVE, problem },
        programmes.length === 0 ? (
          <section class="card">
            <Empty title="Chưa có chương trình nhiệm vụ" action={["/nhiem-vu", "Tạo chương trình nhiệm vụ"]}>
              Kế hoạch được soạn từ nhiệm vụ đã nhập.
            </Empty>
          </section>
        ) : (
          <PlanSource
            programmes={programmes}
            programmeId=""
            history={[]}
            revision={undefined}
            period={undefined}
            periods={[]}
          />
        ),
      );
    }
    const asked = typed === undefined ? askedNumber(c, "ban", 0) : Number(typed.revision ?? 0);
    const revision = asked > 0 ? asked : undefined;
    const period = (typed === undefined ? c.req.query("ky") : typed.period) || undefined;
    const [whole, history, setting, directory] = await Promise.all([
      office.programmes.get(actor, programmeId, revision),
      office.programmes.history(actor, programmeId, { limit: REVISIONS_SHOWN }),
      settingOf(desk, c),
      directoryOf(desk, c),
    ]);
    const { programme } = programmeInPeriod(whole, period);
    const ruleSet = ruleSetFor(setting.organisation.system, setting.today);
    const inPeriod = period === undefined ? "" : `, ${inSentence(periodLabel(parsePeriod(period)))}`;
    return show(
      desk,
      c,
      {
        title: "Soạn kế hoạch",
        lead: `Từ chương trình “${programme.title}” bản ${programme.revision}${inPeriod}: ${programme.targets.length} chỉ tiêu vào phần mục tiêu, ${programme.tasks.length} nhiệm vụ vào phụ lục.`,
        back: BACK,
        active: ACTIVE,
        problem,
      },
      <>
        <PlanSource
          programmes={programmes}
          programmeId={programmeId}
          history={history}
          revision={revision}
          period={period}
          periods={periodsOf(whole)}
        />
        <Composing preview={`${PLAN}/xem-truoc`}>
          <PlanForm
            programme={programme}
            revision={revision}
            period={period}
            setting={setting}
            typed={typed ?? {}}
            unsaved={typed !== undefined}
            person={actor.personId}
            directory={directory}
            templates={
              may(actor, "document.draft") ? await office.templates.choices(actor, { kind: "KH", ruleSet }) : []
            }
          />
        </Composing>
      </>,
    );
  };

  app.get(PLAN, (c) => plan(c));
  app.post(PLAN, async (c) => {
    const form = await formOf(c);
    const task = form.text("viec");
    if (task.startsWith("them:")) return plan(c, undefined, withChosen(form.texts(), task.slice(5)));
    return step(
      c,
      async () => {
        const made = await office.documents.draftPlan(c.get("actor"), partsFrom(form, await settingOf(desk, c)));
        return `/van-ban/${made.id}?xong=da-soan`;
      },
      (problem) => plan(c, problem, form.texts()),
    );
  });
  app.post(`${PLAN}/xem-truoc`, async (c) => {
    const form = await formOf(c);
    return answerPreview(
      c,
      form,
      async (options) =>
        office.documents.previewPlan(c.get("actor"), partsFrom(form, await settingOf(desk, c)), options),
      { "appendices[0]": "nguon", "appendices[1]": "appendixBody:0", body: "opening" },
    );
  });
  app.post(`${PLAN}/xem-truoc.pdf`, async (c) => {
    const parts = partsFrom(await formOf(c), await settingOf(desk, c));
    return pdfAnswer(await office.documents.previewPlan(c.get("actor"), parts, { check: false }));
  });
}

/** The free parts of a plan, from a posted form. */
function partsFrom(form: Form, setting: DocumentSetting): PlanParts {
  const footnotes = footnotesFrom(form);
  const moreAppendices = appendicesFrom(form);
  const urgency = urgencyFrom(form);
  const revision = Number(form.text("revision"));
  const text = (name: "generalAim" | "commonTasks" | "template" | "period") =>
    form.text(name) === "" ? {} : { [name]: form.text(name) };
  return {
    programmeId: form.text("programmeId"),
    ...(revision > 0 ? { revision } : {}),
    subject: form.text("subject"),
    notation: form.text("notation"),
    opening: form.text("opening"),
    purpose: form.text("purpose"),
    requirements: form.text("requirements"),
    ...text("generalAim"),
    ...text("commonTasks"),
    ...text("template"),
    ...text("period"),
    implementation: form.text("implementation"),
    ...(moreAppendices.length === 0 ? {} : { moreAppendices }),
    recipients: form.lines("recipients"),
    signature: signatureFrom(form, setting),
    ...(footnotes === undefined ? {} : { footnotes }),
    ...(urgency === undefined ? {} : { urgency }),
  };
}

/** Quarters and months in which something of the programme is due, with how many tasks belong to each. */
function periodsOf(programme: Programme): [string, string][] {
  const dates = programme.tasks
    .flatMap(({ deadline }) => [deadline.from, deadline.to])
    .filter((date) => date !== undefined);
  const years = [...new Set(dates.map((date) => Number(date.slice(0, 4))))].sort((one, other) => one - other);
  const all = years
    .slice(0, MOST_YEARS)
    .flatMap((year): ReportPeriod[] => [
      ...([1, 2, 3, 4] as const).map((quarter): ReportPeriod => ({ kind: "quarter", year, quarter })),
      ...Array.from({ length: 12 }, (_, index): ReportPeriod => ({ kind: "month", year, month: index + 1 })),
      { kind: "year", year },
    ]);
  return all.flatMap((period): [string, string][] => {
    const code = periodCode(period);
    const count = programmeInPeriod(programme, code).programme.tasks.length;
    return count === 0 ? [] : [[code, `${periodLabel(period)} (${count} nhiệm vụ)`]];
  });
}
