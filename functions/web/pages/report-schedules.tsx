import type { Hono } from "hono";
import { allow, may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { vietnamDate } from "../../../shared/office/index.ts";
import { DEFAULT_WINDOW_RULE, type WindowRule } from "../../../shared/reports/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { settingOf } from "../document-setting.ts";
import { shortDate } from "../parts/dates.ts";
import type { Typed } from "../parts/document-fields.tsx";
import { Field, Notice, Scroll, Step } from "../parts/pieces.tsx";
import { KIND_WORDS, RuleFields, ruleFrom, ScheduleForm, scheduleFrom, typedRule, typedSchedule } from "../parts/report-forms.tsx"; // biome-ignore format: one thought
import { scheduleAddress, WindowTable } from "../parts/report-schedule-table.tsx";

const ACTIVE = "/bao-cao";
const BACK: [string, string] = [ACTIVE, "Báo cáo"];

const RULE_FROM = {
  schedule: "riêng của báo cáo này",
  office: "chung của cơ quan",
  decree: "theo NĐ 09/2019/NĐ-CP",
} as const;

/** Schedules that draft reports by themselves, and the office's rule of data windows. */
export function reportSchedulePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const parts = async (c: WebContext) => {
    const [setting, programmes, people] = await Promise.all([
      settingOf(desk, c),
      office.programmes.list(c.get("actor")),
      office.access.people(c.get("actor").organisationId),
    ]);
    return {
      setting,
      programmes,
      people: people.filter((one) => !one.disabled && may({ ...c.get("actor"), roles: one.roles }, "document.draft")),
    };
  };

  const fresh = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    // Nobody fills in a form that would be refused.
    allow(c.get("actor"), "programme.edit");
    const { rule } = await office.settings.reports(c.get("actor"));
    return show(
      desk,
      c,
      {
        title: "Đặt lịch báo cáo",
        lead: "Hết kỳ số liệu, hệ thống tự soạn dự thảo một lần và báo cho người phụ trách cùng lãnh đạo.",
        back: BACK,
        active: ACTIVE,
        problem,
      },
      <ScheduleForm
        action="/bao-cao/lich/moi"
        {...(await parts(c))}
        typed={{ programmeId: c.req.query("ct") ?? "", responsible: c.get("actor").personId, ...typedRule(rule ?? DEFAULT_WINDOW_RULE), ...typed }} // biome-ignore format: one thought
        fixed={false}
      />,
    );
  };

  app.get("/bao-cao/lich/moi", (c) => fresh(c));
  app.post("/bao-cao/lich/moi", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const saved = await office.reportSchedules.save(
          c.get("actor"),
          0,
          scheduleFrom(form, await settingOf(desk, c)),
        );
        return `${scheduleAddress(saved.id)}?xong=da-luu`;
      },
      (problem) => fresh(c, problem, typedAgain(form)),
    );
  });

  const one = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const schedule = await office.reportSchedules.get(c.get("actor"), c.req.param("id") ?? "");
    const { rule, from } = schedule.inForce;
    const missed = schedule.windows.filter((window) => window.state === "missed").length;
    return show(
      desk,
      c,
      {
        title: `Lịch báo cáo: ${KIND_WORDS[schedule.kind].toLocaleLowerCase("vi")}`,
        lead: schedule.programme,
        back: BACK,
        active: ACTIVE,
        problem,
      },
      <>
        {schedule.enabled ? null : <Notice tone="warn" title="Lịch đang tắt: không có báo cáo nào được tự soạn." />}
        <section class="card">
          <h2>Các kỳ</h2>
          {missed > 0 ? (
            <p>
              Có {missed} kỳ đã chốt khi hệ thống không chạy và không được soạn tự động; bấm “Soạn bù” để soạn từ số
              liệu của kỳ đó.
            </p>
          ) : null}
          <WindowTable schedule={schedule} />
          <p class="small soft">
            Kỳ chốt số liệu {RULE_FROM[from]}: {ruleInWords(rule)}
          </p>
        </section>
        {may(c.get("actor"), "programme.edit") ? (
          <>
            <h2>Sửa lịch</h2>
            <ScheduleForm
              action={scheduleAddress(schedule.id)}
              {...(await parts(c))}
              typed={{ ...typedSchedule(schedule, rule), ...typed }}
              fixed
            />
            <section class="card">
              <h2>Bỏ lịch</h2>
              <p class="soft">Những báo cáo đã soạn vẫn giữ nguyên.</p>
              <Step
                action={`${scheduleAddress(schedule.id)}/bo`}
                name="Bỏ lịch báo cáo"
                rev={schedule.rev}
                main={false}
                ask="Bỏ lịch báo cáo này?"
              />
            </section>
          </>
        ) : null}
      </>,
    );
  };

  app.get("/bao-cao/lich/:id", (c) => one(c));
  app.post("/bao-cao/lich/:id", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const saved = await office.reportSchedules.save(
          c.get("actor"),
          form.rev(),
          scheduleFrom(form, await settingOf(desk, c)),
        );
        return `${scheduleAddress(saved.id)}?xong=da-luu`;
      },
      (problem) => one(c, problem, typedAgain(form)),
    );
  });
  app.post("/bao-cao/lich/:id/bo", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        await office.reportSchedules.remove(c.get("actor"), c.req.param("id"), form.rev());
        return "/bao-cao?xong=da-luu";
      },
      (problem) => one(c, problem),
    );
  });

  windowPages(app, desk);
}

/** The rule of data windows of the whole office, with what the decree says. */
function windowPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const actor = c.get("actor");
    const { rev, remindBefore, rule = DEFAULT_WINDOW_RULE } = await office.settings.reports(actor);
    const today = vietnamDate(office.clock());
    const year = Number(today.slice(0, 4));
    const month = Number(today.slice(5, 7));
    const quarter = Math.ceil(month / 3) as 1 | 2 | 3 | 4;
    const windows = await Promise.all([
      office.reports.window(actor, { kind: "month", year, month }),
      office.reports.window(actor, { kind: "quarter", year, quarter }),
      office.reports.window(actor, { kind: "six-months", year }),
      office.reports.window(actor, { kind: "nine-months", year }),
      office.reports.window(actor, { kind: "year", year }),
    ]);
    return show(
      desk,
      c,
      {
        title: "Kỳ chốt số liệu",
        lead: "Số liệu của một kỳ báo cáo được lấy từ ngày nào, chốt hết ngày nào, và gửi báo cáo khi nào.",
        back: BACK,
        active: ACTIVE,
        problem,
      },
      <>
        <section class="card">
          <h2>Kỳ chốt đang dùng</h2>
          <p>{ruleInWords(rule)}</p>
          <Scroll label="Các kỳ của năm nay">
            <table>
              <thead>
                <tr>
                  <th scope="col">Kỳ báo cáo</th>
                  <th scope="col">Từ ngày</th>
                  <th scope="col">Đến hết ngày</th>
                  <th scope="col">Hạn gửi</th>
                </tr>
              </thead>
              <tbody>
                {windows.map((window) => (
                  <tr>
                    <td>{window.label}</td>
                    <td class="nowrap">{shortDate(window.from)}</td>
                    <td class="nowrap">{shortDate(window.to)}</td>
                    <td class="nowrap">{shortDate(window.sendBy)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </section>
        <div class="columns">
          <section class="card">
            <h2>Quy định chung</h2>
            <ul>
              <li>
                NĐ 09/2019/NĐ-CP Điều 12: số liệu báo cáo tháng tính từ ngày 15 tháng trước đến ngày 14 của tháng thuộc
                kỳ báo cáo; quý từ ngày 15 của tháng trước kỳ đến ngày 14 của tháng cuối quý; 6 tháng từ ngày 15/12 năm
                trước đến ngày 14/6; năm từ ngày 15/12 năm trước đến ngày 14/12.
              </li>
              <li>Kỳ 9 tháng theo quy định của nhiều địa phương: từ ngày 15/12 năm trước đến ngày 14/9.</li>
              <li>
                NĐ 09/2019/NĐ-CP Điều 8 khoản 5: hạn gửi báo cáo sau ngày chốt số liệu ít nhất 01 ngày làm việc. Ngày
                làm việc tính theo lịch làm việc của cơ quan.
              </li>
            </ul>
          </section>
          <div>
            {may(actor, "programme.edit") ? (
              <section class="card">
                <h2>Cài đặt của cơ quan</h2>
                <form method="post" action="/bao-cao/ky-chot">
                  <input type="hidden" name="rev" value={typed.rev ?? String(rev)} />
                  <RuleFields typed={{ ...typedRule(rule), ...typed }} />
                  <Field
                    name="remindBefore"
                    label="Nhắc trước khi chốt số liệu (ngày làm việc)"
                    type="number"
                    value={typed.remindBefore ?? String(remindBefore)}
                    hint="Nhắc người phụ trách báo cáo tự soạn; ghi 0 để không nhắc."
                  />
                  <div class="actions">
                    <button class="main" type="submit">
                      Lưu cài đặt
                    </button>
                    <button type="submit" name="macDinh" value="1" formnovalidate>
                      Theo kỳ của NĐ 09/2019/NĐ-CP
                    </button>
                  </div>
                </form>
                <p class="hint">Chỉ có hiệu lực với các báo cáo soạn sau khi lưu; báo cáo đã soạn giữ kỳ của nó.</p>
              </section>
            ) : null}
          </div>
        </div>
      </>,
    );
  };

  app.get("/bao-cao/ky-chot", (c) => page(c));
  app.post("/bao-cao/ky-chot", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const days = form.text("remindBefore");
        await office.settings.setReports(c.get("actor"), form.rev(), {
          ...(form.text("macDinh") === "1" ? {} : { rule: ruleFrom(form) }),
          remindBefore: /^\d{1,3}$/.test(days) ? Number(days) : Number.NaN,
        });
        return "/bao-cao/ky-chot?xong=da-luu";
      },
      (problem) => page(c, problem, form.texts()),
    );
  });
}

/** What was typed; boxes that were not ticked are not sent. */
function typedAgain(form: Form): Typed {
  return { ...form.texts(), enabled: form.text("enabled"), ownRule: form.text("ownRule") };
}

/** A rule as a sentence. */
function ruleInWords(rule: WindowRule): string {
  const from = rule.calendarPeriod ? "ngày đầu tiên của kỳ báo cáo" : `ngày ${rule.opensOn} của tháng trước kỳ báo cáo`;
  const to = rule.closesOn >= 31 ? "hết ngày cuối của tháng cuối kỳ" : `hết ngày ${rule.closesOn} của tháng cuối kỳ`;
  return `Số liệu tính từ ${from} đến ${to}; gửi báo cáo trong ${rule.sendWithinWorkingDays} ngày làm việc sau khi chốt.`;
}
