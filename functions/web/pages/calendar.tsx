import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import type { CalendarDay, OfficeYear, WarningPolicy } from "../../../shared/calendar/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { vietnamDate } from "../../../shared/office/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { CALENDAR_KINDS, MonthGrids, weekdayName } from "../parts/calendar-months.tsx";
import { shortDate } from "../parts/dates.ts";
import { Chip, Field, Notice, Scroll, Select, type Tone } from "../parts/pieces.tsx";
import { WorkingDayCounter } from "../parts/working-day-counter.tsx";

const ADDRESS = "/quan-tri/lich-lam-viec";

const STANDINGS: Record<OfficeYear["year"]["standing"], [Tone, string]> = {
  official: ["good", "Theo thông báo chính thức"],
  law: ["warn", "Theo luật, chưa có thông báo của năm"],
  office: ["info", "Cơ quan đã chỉnh"],
};

/** Working calendar of the office: days off per year with their source, the administrator's changes, when tasks are pointed out. */
export function calendarPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    const today = vietnamDate(office.clock());
    const asked = Number(typed.year ?? c.req.query("nam") ?? today.slice(0, 4));
    const [calendar, own, policy] = await Promise.all([
      office.calendar.working(actor),
      office.calendar.year(actor, asked),
      office.calendar.policy(actor),
    ]);
    const mayChange = may(actor, "administer");
    const query = { from: c.req.query("tu") ?? "", count: c.req.query("so-ngay") ?? "" };
    return show(
      desk,
      c,
      {
        title: `Lịch làm việc năm ${own.year.year}`,
        lead: "Ngày nghỉ lễ, nghỉ bù, hoán đổi: căn cứ để đếm ngày làm việc, thời hạn, cảnh báo và hạn gửi báo cáo.",
        active: ADDRESS,
        problem,
      },
      <>
        <YearTabs year={own.year.year} today={today} />
        <Source own={own} mayChange={mayChange} />
        <section class="card">
          <h2>Cả năm</h2>
          <MonthGrids year={own.year.year} calendar={calendar} today={today} />
        </section>
        <Days own={own} mayChange={mayChange} />
        {mayChange ? <NewDay own={own} typed={typed} open={problem !== undefined && typed.day !== undefined} /> : null}
        <div class="columns">
          <WorkingDayCounter action={ADDRESS} calendar={calendar} today={today} query={query} year={own.year.year} />
          <Policy policy={policy} typed={typed} mayChange={mayChange} year={own.year.year} />
        </div>
      </>,
    );
  };

  app.get(ADDRESS, (c) => page(c));

  const posts: Record<string, { done: string; does(c: WebContext, form: Form, year: number): Promise<unknown> }> = {
    "them-ngay": {
      done: "da-luu-lich",
      does: (c, form, year) =>
        office.calendar.setDay(
          c.get("actor"),
          year,
          form.rev(),
          { day: form.text("day"), kind: form.text("kind") as CalendarDay["kind"], name: form.text("name") },
          form.text("source"),
        ),
    },
    "bo-ngay": {
      done: "da-luu-lich",
      does: (c, form, year) => office.calendar.removeDay(c.get("actor"), year, form.rev(), form.text("day")),
    },
    "lich-goc": {
      done: "da-luu-lich",
      does: (c, form, year) => office.calendar.restoreYear(c.get("actor"), year, form.rev()),
    },
    "nhac-viec": {
      done: "da-luu-nhac-viec",
      does: (c, form) =>
        office.calendar.setPolicy(c.get("actor"), form.rev(), {
          dueSoonWorkingDays: Number(form.text("dueSoonWorkingDays") || Number.NaN),
          staleDays: Number(form.text("staleDays") || Number.NaN),
          evidenceDays: Number(form.text("evidenceDays") || Number.NaN),
        }),
    },
  };
  for (const [path, { done, does }] of Object.entries(posts)) {
    app.post(`${ADDRESS}/${path}`, async (c) => {
      const form = await formOf(c);
      const year = Number(form.text("year"));
      return step(
        c,
        async () => {
          await does(c, form, year);
          return `${ADDRESS}?nam=${year}&xong=${done}`;
        },
        (problem) => page(c, problem, form.texts()),
      );
    });
  }
}

const YearTabs: FC<{ year: number; today: string }> = ({ year, today }) => {
  const now = Number(today.slice(0, 4));
  const years = [...new Set([now - 2, now - 1, now, now + 1, now + 2, year])].sort((a, b) => a - b);
  return (
    <nav class="tabs" aria-label="Năm">
      {years.map((one) => (
        <a href={`${ADDRESS}?nam=${one}`} aria-current={one === year ? "page" : undefined}>
          {one}
        </a>
      ))}
    </nav>
  );
};

const Source: FC<{ own: OfficeYear; mayChange: boolean }> = ({ own, mayChange }) => {
  const [tone, words] = STANDINGS[own.year.standing];
  return (
    <section class="card">
      <header>
        <h2>Nguồn</h2>
        <Chip tone={tone}>{words}</Chip>
      </header>
      <p>{own.year.source}.</p>
      {own.year.standing === "law" ? (
        <Notice tone="warn" title="Chưa phải lịch được thông báo">
          <p>
            Các ngày dưới đây suy từ Bộ luật Lao động và lịch âm; chưa có ngày hoán đổi. Khi có thông báo của năm, quản
            trị ghi vào ở cuối trang.
          </p>
        </Notice>
      ) : null}
      {mayChange && own.rev > 0 ? (
        <form
          method="post"
          action={`${ADDRESS}/lich-goc`}
          data-ask="Bỏ mọi chỉnh sửa của cơ quan trong năm này, trở lại lịch gốc?"
        >
          <Place own={own} />
          <div class="actions">
            <button type="submit">Trở lại lịch gốc</button>
          </div>
        </form>
      ) : null}
    </section>
  );
};

const Days: FC<{ own: OfficeYear; mayChange: boolean }> = ({ own, mayChange }) => {
  const added = new Set(own.overlay.added.map((one) => one.day));
  return (
    <section class="card">
      <h2>Các ngày đặc biệt</h2>
      <Scroll label="Các ngày đặc biệt">
        <table>
          <thead>
            <tr>
              <th scope="col">Ngày</th>
              <th scope="col">Thứ</th>
              <th scope="col">Loại</th>
              <th scope="col">Tên</th>
              {mayChange ? (
                <th scope="col" class="right">
                  Bỏ
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {own.year.days.map((one) => (
              <tr>
                <td class="nowrap">{shortDate(one.day)}</td>
                <td class="nowrap">{weekdayName(one.day)}</td>
                <td>{CALENDAR_KINDS[one.kind]}</td>
                <td>
                  {one.name} {added.has(one.day) ? <Chip tone="info">Cơ quan ghi</Chip> : null}
                </td>
                {mayChange ? (
                  <td class="right">
                    <form
                      method="post"
                      action={`${ADDRESS}/bo-ngay`}
                      data-ask={`Bỏ ngày ${shortDate(one.day)} (${one.name}) khỏi lịch của cơ quan?`}
                    >
                      <Place own={own} />
                      <input type="hidden" name="day" value={one.day} />
                      <button type="submit" aria-label={`Bỏ ngày ${shortDate(one.day)}`}>
                        Bỏ
                      </button>
                    </form>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {own.overlay.removed.length > 0 ? (
        <p class="small">Cơ quan đã bỏ khỏi lịch gốc: {own.overlay.removed.map((day) => shortDate(day)).join(", ")}.</p>
      ) : null}
    </section>
  );
};

const NewDay: FC<{ own: OfficeYear; typed: Record<string, string>; open: boolean }> = ({ own, typed, open }) => (
  <section class="card no-print">
    <details open={open}>
      <summary>Ghi thêm hoặc sửa một ngày của năm {own.year.year}</summary>
      <form method="post" action={`${ADDRESS}/them-ngay`}>
        <Place own={own} />
        <div class="pair">
          <Field name="day" label="Ngày" type="date" value={typed.day ?? `${own.year.year}-01-01`} />
          <Select
            name="kind"
            label="Loại ngày"
            value={typed.kind}
            options={Object.entries(CALENDAR_KINDS) as [string, string][]}
          />
        </div>
        <Field
          name="name"
          label="Tên ngày"
          value={typed.name}
          hint="Ví dụ: Nghỉ hoán đổi, làm bù ngày 09/01/2027"
          maxlength={200}
        />
        <Field
          name="source"
          label="Văn bản làm căn cứ"
          value={typed.source ?? own.overlay.source}
          hint="Ví dụ: Thông báo số 15/TB-BNV ngày 05/01/2027"
          maxlength={500}
        />
        <div class="actions">
          <button class="main" type="submit">
            Lưu ngày
          </button>
        </div>
      </form>
    </details>
  </section>
);

const Place: FC<{ own: OfficeYear }> = ({ own }) => (
  <>
    <input type="hidden" name="year" value={String(own.year.year)} />
    <input type="hidden" name="rev" value={String(own.rev)} />
  </>
);

const Policy: FC<{
  policy: WarningPolicy & { rev: number };
  typed: Record<string, string>;
  mayChange: boolean;
  year: number;
}> = ({ policy, typed, mayChange, year }) => {
  const value = (name: keyof WarningPolicy) => typed[name] ?? String(policy[name]);
  return (
    <section class="card">
      <h2>Nhắc việc</h2>
      {mayChange ? (
        <form method="post" action={`${ADDRESS}/nhac-viec`}>
          <input type="hidden" name="year" value={String(year)} />
          <input type="hidden" name="rev" value={String(policy.rev)} />
          <Field
            name="dueSoonWorkingDays"
            label="Sắp đến hạn trước (ngày làm việc)"
            type="number"
            value={value("dueSoonWorkingDays")}
          />
          <Field
            name="staleDays"
            label="Nhắc khi tiến độ không cập nhật (ngày)"
            type="number"
            value={value("staleDays")}
          />
          <Field
            name="evidenceDays"
            label="Nhắc khi chưa có minh chứng (ngày)"
            type="number"
            value={value("evidenceDays")}
          />
          <div class="actions">
            <button type="submit">Lưu nhắc việc</button>
          </div>
        </form>
      ) : (
        <dl class="facts">
          <dt>Sắp đến hạn</dt>
          <dd>trước {policy.dueSoonWorkingDays} ngày làm việc</dd>
          <dt>Chưa cập nhật tiến độ</dt>
          <dd>sau {policy.staleDays} ngày</dd>
          <dt>Thiếu minh chứng</dt>
          <dd>sau {policy.evidenceDays} ngày</dd>
        </dl>
      )}
    </section>
  );
};
