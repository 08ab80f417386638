import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { BookName, NumberingSettings } from "../../../shared/office/index.ts";
import { fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { Numbering, NumberingFacts, OpenBook, TakeOver } from "../parts/book-numbering.tsx";
import { BookReport } from "../parts/book-report.tsx";
import { BookTable } from "../parts/book-table.tsx";
import { dateAndTime, yearOf } from "../parts/dates.ts";
import { Notice } from "../parts/pieces.tsx";
import { RegisterTabs } from "../parts/register-table.tsx";
import { BOOK_REPORT, BOOKS } from "../parts/register-words.ts";

/** Books of numbers (opened, closed, taken over, divided) and the proof that no number is missing and none is given twice. */
export function bookPages(app: Hono<WebEnv>, desk: Desk): void {
  const { books, clock } = desk.office;
  app.get("/so-van-ban", (c) => c.redirect(BOOKS, 303));

  const page = async (
    c: WebContext,
    { problem, typed = {}, warnings }: { problem?: Problem; typed?: Record<string, string>; warnings?: string[] } = {},
  ) => {
    const actor = c.get("actor");
    const [list, settings] = await Promise.all([books.list(actor), books.settings(actor)]);
    const { system } = await desk.office.access.organisation(actor.organisationId);
    const mayKeep = may(actor, "number.book");
    const year = yearOf(clock());
    return show(
      desk,
      c,
      {
        title: "Mở, khóa sổ và dãy số",
        lead: "Số chạy liên tiếp từ 01 mỗi năm; văn bản của Đảng chạy theo tên loại và nhiệm kỳ (NĐ 30/2020/NĐ-CP Điều 15).",
        active: BOOKS,
        problem,
      },
      <>
        <RegisterTabs active={BOOKS} />
        {warnings === undefined ? null : (
          <Notice tone={warnings.length === 0 ? "good" : "warn"} title="Đã tiếp quản dãy số.">
            {warnings.length === 0 ? null : (
              <ul>
                {warnings.map((warning) => (
                  <li>{warning}</li>
                ))}
              </ul>
            )}
          </Notice>
        )}
        <section class="card">
          <h2>Các sổ</h2>
          <BookTable list={list} mayKeep={mayKeep} />
        </section>
        {mayKeep ? (
          <>
            <Numbering settings={settings} year={year} typed={typed} />
            <OpenBook system={system} settings={settings} year={year} typed={typed} />
            <TakeOver system={system} settings={settings} year={year} typed={typed} />
          </>
        ) : (
          <section class="card">
            <h2>Cách đánh số</h2>
            <NumberingFacts settings={settings} />
          </section>
        )}
      </>,
    );
  };

  app.get(BOOKS, (c) => page(c));

  const post = (path: string, does: (c: WebContext, form: Form) => Promise<unknown>) =>
    app.post(`${BOOKS}/${path}`, async (c) => {
      const form = await formOf(c);
      return step(
        c,
        async () => {
          await does(c, form);
          return `${BOOKS}?xong=da-luu`;
        },
        (problem) => page(c, { problem, typed: form.texts() }),
      );
    });

  post("mo", (c, form) => books.open(c.get("actor"), bookNamed(form)));
  post("khoa", (c, form) => books.close(c.get("actor"), form.text("series"), form.text("reason")));
  post("cach-danh-so", (c, form) => books.changeSettings(c.get("actor"), form.rev(), settingsOf(form)));
  app.post(`${BOOKS}/tiep-quan`, async (c) => {
    const form = await formOf(c);
    const given = form.file("file");
    try {
      const file = given instanceof File && given.size > 0 ? { file: await uploadedFile(given, "file") } : {};
      const { warnings } = await books.takeOver(c.get("actor"), bookNamed(form), {
        last: Number(form.text("last") || Number.NaN),
        from: form.text("origin"),
        ...file,
      });
      return await page(c, { warnings });
    } catch (error) {
      // Told on the same page, like every step that fails.
      return step(
        c,
        () => Promise.reject(error),
        (problem) => page(c, { problem, typed: form.texts() }),
      );
    }
  });

  const yearAsked = (c: WebContext) => {
    const asked = c.req.query("nam");
    if (asked === "tat-ca") return undefined;
    return /^\d{4}$/.test(asked ?? "") ? Number(asked) : yearOf(clock());
  };
  app.get(BOOK_REPORT, async (c) => {
    const year = yearAsked(c);
    const report = await books.report(c.get("actor"), year);
    const query = `?nam=${year ?? "tat-ca"}`;
    return show(
      desk,
      c,
      {
        title: year === undefined ? "Kiểm tra số văn bản" : `Kiểm tra số văn bản năm ${year}`,
        lead: `Đọc lại toàn bộ các sổ lúc ${dateAndTime(report.at)}: mỗi số một văn bản hoặc một lý do hủy.`,
        active: BOOKS,
        tools: (
          <>
            <a class="button" href={`${BOOK_REPORT}.pdf${query}`}>
              PDF
            </a>
            <a class="button" href={`${BOOK_REPORT}.xlsx${query}`}>
              Bảng tính
            </a>
          </>
        ),
      },
      <>
        <RegisterTabs active={BOOK_REPORT} />
        <BookReport report={report} />
      </>,
    );
  });
  for (const format of ["pdf", "xlsx"] as const)
    app.get(`${BOOK_REPORT}.${format}`, async (c) =>
      fileAnswer(await books.reportFile(c.get("actor"), format, yearAsked(c))),
    );
}

function bookNamed(form: Form): BookName {
  const [system = "", register = ""] = form.text("book").split("/");
  return { system: system as BookName["system"], register, period: form.text("period") };
}

function settingsOf(form: Form): NumberingSettings {
  const own = form.lines("ownSeries").map((line) => {
    const [, kind = line, from = "", to] = /^(\S+)\s+(?:từ\s+)?(\d{4})(?:\s*(?:-|–|đến)\s*(\d{4}))?$/u.exec(line) ?? [];
    return { kind, fromYear: Number(from || Number.NaN), ...(to === undefined ? {} : { toYear: Number(to) }) };
  });
  const bodies = form.lines("bodies").map((line) => {
    const [abbreviation = "", ...name] = line.split(/\s*:\s*|\s+/);
    return { abbreviation, name: name.join(" ") };
  });
  return { ownSeries: own as NumberingSettings["ownSeries"], bodies };
}
