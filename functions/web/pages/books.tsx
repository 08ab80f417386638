import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import type { BookName, BookView, LedgerReport, NumberingSettings } from "../../../shared/office/index.ts";
import { conclusionOf } from "../../../shared/office/index.ts";
import { fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime, shortDate, yearOf } from "../parts/dates.ts";
import { Chip, Empty, Field, Notice, Scroll, Select } from "../parts/pieces.tsx";
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
        <ReportView report={report} />
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

const BookTable: FC<{ list: BookView[]; mayKeep: boolean }> = ({ list, mayKeep }) =>
  list.length === 0 ? (
    <Empty title="Chưa có sổ nào">Sổ tự mở khi cấp số đầu tiên của năm; cũng có thể mở trước ở dưới.</Empty>
  ) : (
    <Scroll label="Các sổ">
      <table>
        <caption class="visually-hidden">Các sổ số văn bản, năm mới trước</caption>
        <thead>
          <tr>
            <th scope="col">Sổ</th>
            <th scope="col" class="number">
              Số cuối
            </th>
            <th scope="col" class="number">
              Phát hành
            </th>
            <th scope="col" class="number">
              Đang giữ
            </th>
            <th scope="col" class="number">
              Đã hủy
            </th>
            <th scope="col">Tình trạng</th>
            {mayKeep ? <th scope="col">Khóa sổ</th> : null}
          </tr>
        </thead>
        <tbody>
          {list.map((book) => (
            <tr>
              <th scope="row">{book.title}</th>
              <td class="number">{book.last}</td>
              <td class="number">{book.counts.issued}</td>
              <td class="number">{book.counts.reserved}</td>
              <td class="number">{book.counts.voided}</td>
              <td>
                <BookState book={book} />
              </td>
              {mayKeep ? (
                <td>{book.closed || book.taking || book.counts.reserved > 0 ? null : <CloseBook book={book} />}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );

const BookState: FC<{ book: BookView }> = ({ book }) => (
  <>
    {book.closed ? (
      <>
        <Chip tone="plain">Đã khóa</Chip>
        <p class="hint">
          {`${dateAndTime(book.closed.at)}${book.closed.reason ? `, ${book.closed.reason}` : ""}; dấu ${book.closed.sha256.slice(0, 16)}…`}
        </p>
      </>
    ) : book.taking ? (
      <Chip tone="warn">Đang tiếp quản dở dang</Chip>
    ) : book.running ? (
      <Chip tone="good">Đang mở</Chip>
    ) : (
      <Chip tone="warn">Hết kỳ, còn số chưa xong</Chip>
    )}
    {book.taken ? (
      <p class="hint">{`Tiếp theo số ${book.taken.last} của ${book.taken.from}, ${book.taken.lines} dòng cũ`}</p>
    ) : null}
  </>
);

const CloseBook: FC<{ book: BookView }> = ({ book }) => (
  <details>
    <summary>Khóa</summary>
    <form method="post" action={`${BOOKS}/khoa`} data-ask={`Khóa ${book.title}? Sổ đã khóa không mở lại được.`}>
      <input type="hidden" name="series" value={book.series} />
      <Field
        name="reason"
        scope={`${book.series}-`}
        label="Lý do"
        hint={book.running ? "Sổ còn trong kỳ: phải ghi lý do." : undefined}
        optional={!book.running}
        maxlength={500}
      />
      <button type="submit">Khóa sổ</button>
    </form>
  </details>
);

const NumberingFacts: FC<{ settings: NumberingSettings }> = ({ settings: { ownSeries, bodies } }) => (
  <>
    <p>
      {ownSeries.length === 0
        ? "Mọi loại văn bản hành chính đánh chung một dãy số."
        : `Đánh số riêng: ${ownSeries.map(({ kind, fromYear, toYear }) => `${KINDS[kind].name} từ ${fromYear}${toYear ? ` đến ${toYear}` : ""}`).join("; ")}.`}
    </p>
    {bodies.length === 0 ? null : (
      <p>{`Hội đồng, ban, tổ có số riêng: ${bodies.map(({ name, abbreviation }) => `${name} (${abbreviation})`).join("; ")}.`}</p>
    )}
  </>
);

interface PartProps {
  settings: NumberingSettings & { rev: number };
  year: number;
  typed: Record<string, string>;
}

const Numbering: FC<PartProps> = ({ settings, year, typed }) => (
  <section class="card">
    <h2>Cách đánh số</h2>
    <NumberingFacts settings={settings} />
    <details open={typed.bodies !== undefined}>
      <summary>Đổi cách đánh số</summary>
      <form method="post" action={`${BOOKS}/cach-danh-so`}>
        <input type="hidden" name="rev" value={String(settings.rev)} />
        <Field
          name="ownSeries"
          label="Loại văn bản đánh số riêng"
          rows={4}
          optional
          hint={`Mỗi dòng một loại và năm bắt đầu, ví dụ “QĐ ${year + 1}” hoặc “QĐ 2024-${year}”. Sổ đã cấp số thì không đổi giữa chừng.`}
          value={
            typed.ownSeries ??
            settings.ownSeries
              .map(({ kind, fromYear, toYear }) => `${kind} ${fromYear}${toYear ? `-${toYear}` : ""}`)
              .join("\n")
          }
        />
        <Field
          name="bodies"
          label="Hội đồng, ban chỉ đạo, tổ giúp việc có số riêng"
          rows={4}
          optional
          hint="Mỗi dòng: chữ viết tắt trong ký hiệu, rồi tên, ví dụ “BCĐCĐS: Ban Chỉ đạo chuyển đổi số”."
          value={typed.bodies ?? settings.bodies.map(({ abbreviation, name }) => `${abbreviation}: ${name}`).join("\n")}
        />
        <button type="submit" class="main">
          Lưu cách đánh số
        </button>
      </form>
    </details>
  </section>
);

/** Books that this office numbers by, as [value, words]. */
function bookChoices(system: "state" | "party", { ownSeries, bodies }: NumberingSettings): [string, string][] {
  const ofBodies = bodies.map(({ abbreviation, name }): [string, string] => [`${system}/@${abbreviation}`, name]);
  const outgoing: [string, string][] =
    system === "state"
      ? [
          ["state/chung", "Văn bản đi (dãy chung)"],
          ...ownSeries.map(({ kind }): [string, string] => [`state/${kind}`, `${KINDS[kind].name} (số riêng)`]),
          ["state/sao", "Bản sao"],
        ]
      : [
          ...Object.entries(KINDS)
            .filter(([code]) => code !== "PL")
            .map(([code, { name }]): [string, string] => [`party/${code}`, name]),
          ["party/BS", "Bản sao"],
        ];
  return [...outgoing, ...ofBodies, ["incoming/chung", "Văn bản đến"]];
}

const BookFields: FC<
  Omit<PartProps, "settings"> & { settings: NumberingSettings; system: "state" | "party"; scope: string }
> = (props) => (
  <div class="pair">
    <Select
      name="book"
      scope={props.scope}
      label="Sổ"
      options={bookChoices(props.system, props.settings)}
      value={props.typed.book}
    />
    <Field
      name="period"
      scope={props.scope}
      label="Năm hoặc nhiệm kỳ"
      value={props.typed.period ?? String(props.year)}
      hint="Nhiệm kỳ ghi 2025-2030."
      pattern="\d{4}(-\d{4})?"
    />
  </div>
);

const OpenBook: FC<PartProps & { system: "state" | "party" }> = (props) => (
  <section class="card">
    <details open={props.typed.book !== undefined && props.typed.last === undefined}>
      <summary>Mở sổ trước</summary>
      <p>Không bắt buộc: sổ tự mở khi cấp số đầu tiên, và sổ năm mới tự mở vào ngày 01/01.</p>
      <form method="post" action={`${BOOKS}/mo`}>
        <BookFields {...props} scope="mo-" />
        <button type="submit">Mở sổ</button>
      </form>
    </details>
  </section>
);

const TakeOver: FC<PartProps & { system: "state" | "party" }> = (props) => (
  <section class="card">
    <details open={props.typed.last !== undefined}>
      <summary>Tiếp quản dãy số đang dùng</summary>
      <p>
        Khi số của năm đã được cấp ở phần mềm khác hoặc sổ giấy: hệ thống cấp tiếp từ số sau. Chỉ làm được khi hệ thống
        này chưa cấp số nào trong sổ.
      </p>
      <form method="post" action={`${BOOKS}/tiep-quan`} enctype="multipart/form-data">
        <BookFields {...props} scope="tiep-quan-" />
        <div class="pair">
          <Field name="last" label="Số cuối cùng đã cấp" type="number" value={props.typed.last ?? ""} />
          <Field
            name="origin"
            label="Cấp ở đâu"
            value={props.typed.origin ?? ""}
            maxlength={200}
            hint="Tên phần mềm cũ, hoặc “sổ giấy”."
          />
        </div>
        <div class="field">
          <label for="so-cu">
            Sổ cũ (.xlsx, .csv) <span class="optional">(không bắt buộc)</span>
          </label>
          <input id="so-cu" name="file" type="file" accept=".xlsx,.csv,.tsv" aria-describedby="so-cu-goi-y" />
          <p class="hint" id="so-cu-goi-y">
            Có các cột của sổ đăng ký; các dòng cũ sẽ tìm được trong sổ. Một dòng sai thì chưa nhận dòng nào.
          </p>
        </div>
        <button type="submit" class="main">
          Tiếp quản
        </button>
      </form>
    </details>
  </section>
);

const ReportView: FC<{ report: LedgerReport }> = ({ report }) => {
  const voided = report.series.flatMap((line) => line.voided.map((one) => ({ ...one, title: line.title })));
  const late = report.series.flatMap((line) => line.late.map((one) => ({ ...one, title: line.title })));
  return (
    <>
      <Notice
        tone={report.sound ? "good" : "bad"}
        title={
          report.sound ? "Không thiếu số, không trùng số." : "Có sổ bị lỗi: xem cột kết luận, và báo người quản trị."
        }
      />
      <section class="card">
        <h2>Từng sổ</h2>
        {report.series.length === 0 ? (
          <Empty title="Chưa có sổ nào">Số đầu tiên của năm mở sổ.</Empty>
        ) : (
          <Scroll label="Từng sổ">
            <table>
              <caption class="visually-hidden">Số liệu và kết luận của từng sổ</caption>
              <thead>
                <tr>
                  <th scope="col">Sổ</th>
                  {["Số trước đó", "Số cuối", "Phát hành", "Đang giữ", "Đã hủy"].map((words) => (
                    <th scope="col" class="number">
                      {words}
                    </th>
                  ))}
                  <th scope="col">Số thiếu</th>
                  <th scope="col">Số trùng</th>
                  <th scope="col">Kết luận</th>
                </tr>
              </thead>
              <tbody>
                {report.series.map((line) => (
                  <tr class={line.sound ? undefined : "bad"}>
                    <th scope="row">{line.title}</th>
                    {[line.before, line.last, line.counts.issued, line.counts.reserved, line.counts.voided].map(
                      (value) => (
                        <td class="number">{value}</td>
                      ),
                    )}
                    <td>{listed(line.gaps) || "Không"}</td>
                    <td>{listed(line.repeats.map(({ number }) => number)) || "Không"}</td>
                    <td>
                      <Chip tone={line.sound ? (line.late.length > 0 ? "warn" : "good") : "bad"}>
                        {conclusionOf(line)}
                      </Chip>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </section>
      {voided.length === 0 ? null : (
        <section class="card">
          <h2>Số đã hủy</h2>
          <Scroll label="Số đã hủy">
            <table>
              <caption class="visually-hidden">Số đã hủy và lý do</caption>
              <thead>
                <tr>
                  <th scope="col">Sổ</th>
                  <th scope="col" class="number">
                    Số
                  </th>
                  <th scope="col">Ngày hủy</th>
                  <th scope="col">Lý do</th>
                </tr>
              </thead>
              <tbody>
                {voided.map(({ title, number, at, reason }) => (
                  <tr>
                    <td>{title}</td>
                    <td class="number">{number}</td>
                    <td>{shortDate(at)}</td>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </section>
      )}
      {late.length === 0 ? null : (
        <section class="card">
          <h2>Số giữ quá ngày làm việc tiếp theo</h2>
          <p class="hint">NĐ 30/2020/NĐ-CP Điều 15.2, 18.1: phát hành trong ngày, chậm nhất ngày làm việc tiếp theo.</p>
          <ul>
            {late.map(({ title, number, at, workingDays, documentId }) => (
              <li>
                {`${title}, số ${number}, cấp ${shortDate(at)}, đã ${workingDays} ngày làm việc: `}
                <a href={`/van-ban/${documentId}`}>mở văn bản</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

/** "3, 7, 12…" */
function listed(numbers: readonly number[]): string {
  return numbers.slice(0, 40).join(", ") + (numbers.length > 40 ? "…" : "");
}
