import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { REGISTERS, type RegisterForm, type RegisterRow } from "../../../shared/office/index.ts";
import type { LineChange } from "../../../shared/records/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime, yearOf } from "../parts/dates.ts";
import { Empty, Field, Scroll } from "../parts/pieces.tsx";
import { addressOf, isNarrowed, queryFrom, RegisterFilter } from "../parts/register-filter.tsx";
import { cellWords, lineAddress, RegisterTable, RegisterTabs } from "../parts/register-table.tsx";
import { REGISTER_ADDRESSES, registerMenu } from "../parts/register-words.ts";
import { bookPages } from "./books.tsx";

/** Lines on one page. */
const LINES = 50;

/** The registers with the columns of NĐ30 Phụ lục IV: shown by year, searched, filtered, written by hand, printed; and the books of numbers. */
export function registerPages(app: Hono<WebEnv>, desk: Desk): void {
  const { registers, clock } = desk.office;
  const yearAsked = (c: WebContext) => {
    const asked = Number(c.req.query("nam"));
    return Number.isInteger(asked) && asked >= 1945 && asked <= 2200 ? asked : yearOf(clock());
  };
  bookPages(app, desk);

  for (const form of Object.values(REGISTERS)) {
    const { name } = form;
    const address = REGISTER_ADDRESSES[name];
    const query = (c: WebContext) => queryFrom((parameter) => c.req.query(parameter), yearAsked(c));

    const listPage = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
      const actor = c.get("actor");
      const asked = query(c);
      const after = c.req.query("sau");
      const page = await registers.page(actor, name, { ...asked, limit: LINES, ...(after ? { after } : {}) });
      const mayKeep = may(actor, "register.keep");
      return show(
        desk,
        c,
        {
          title: `${form.title} năm ${asked.year}`,
          lead: form.clause,
          active: registerMenu(name),
          tools: <Tools form={form} address={(tail, more) => addressOf(form, asked, more, tail)} />,
          problem,
        },
        <>
          <RegisterTabs active={address} />
          <section class="card">
            <RegisterFilter form={form} query={asked} />
            {page.rows.length === 0 ? (
              <Empty title={isNarrowed(asked) ? "Không có dòng nào phù hợp" : `Sổ năm ${asked.year} chưa có dòng nào`}>
                {isNarrowed(asked)
                  ? "Bớt từ tìm kiếm hoặc điều kiện lọc."
                  : form.byHand
                    ? "Ghi dòng đầu tiên ở phần bên dưới."
                    : "Văn bản tự vào sổ khi được phát hành hoặc tiếp nhận."}
              </Empty>
            ) : (
              <RegisterTable page={page} mayKeep={mayKeep} />
            )}
            {after || page.next ? (
              <nav class="pages" aria-label="Trang của sổ">
                {after ? <a href={addressOf(form, asked)}>← Đầu sổ</a> : null}{" "}
                {page.next ? <a href={addressOf(form, asked, { sau: page.next })}>Trang sau →</a> : null}
              </nav>
            ) : null}
          </section>
          {form.byHand && mayKeep ? <NewLine form={form} typed={typed} open={problem !== undefined} /> : null}
        </>,
      );
    };

    const linePage = async (c: WebContext, problem?: Problem, typed?: Record<string, string>) => {
      const actor = c.get("actor");
      const [year, key] = [yearAsked(c), c.req.query("dong") ?? ""];
      const [row, history] = await Promise.all([
        registers.row(actor, name, year, key),
        registers.history(actor, name, year, key),
      ]);
      return show(
        desk,
        c,
        {
          title: `Dòng sổ: ${row.cells.notation || row.number}`,
          lead: form.title,
          back: [`${address}?nam=${year}`, `${form.title} năm ${year}`],
          active: registerMenu(name),
          problem,
        },
        <>
          <LineView form={form} row={row} />
          {may(actor, "register.keep") && !row.voided ? <LineForm form={form} row={row} typed={typed} /> : null}
          <History form={form} changes={history} />
        </>,
      );
    };

    app.get(address, (c) => listPage(c));
    app.get(`${address}/dong`, (c) => linePage(c));
    app.post(`${address}/dong`, async (c) => {
      const fields = await formOf(c);
      const cells = keptCells(form, fields.texts());
      const [year, key] = [yearAsked(c), c.req.query("dong") ?? ""];
      return step(
        c,
        async () => {
          const row = await registers.keep(c.get("actor"), name, year, key, fields.rev(), cells);
          return `${lineAddress(form, row)}&xong=da-luu`;
        },
        (problem) => linePage(c, problem, cells),
      );
    });
    if (form.byHand)
      app.post(`${address}/them`, async (c) => {
        const cells = keptCells(form, (await formOf(c)).texts());
        return step(
          c,
          async () => {
            const row = await registers.enter(c.get("actor"), name, cells);
            return `${address}?nam=${row.year}&xong=da-luu`;
          },
          (problem) => listPage(c, problem, cells),
        );
      });
    app.get(`${address}/so.pdf`, async (c) => {
      const volume = Number(c.req.query("quyen") ?? 1);
      return fileAnswer(
        await registers.print(c.get("actor"), name, query(c), {
          volume: Number.isInteger(volume) && volume >= 1 && volume <= 999 ? volume : 1,
        }),
      );
    });
    app.get(`${address}/so.xlsx`, async (c) => fileAnswer(await registers.workbook(c.get("actor"), name, query(c))));
  }
}

function keptCells(form: RegisterForm, texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    form.columns.filter(({ kept, key }) => kept && texts[key] !== undefined).map(({ key }) => [key, texts[key]!]),
  );
}

const Tools: FC<{ form: RegisterForm; address(tail: string, more?: Record<string, string>): string }> = ({
  address,
}) => (
  <>
    <a class="button" href={address("/so.pdf")}>
      PDF đóng quyển
    </a>
    <a class="button" href={address("/so.xlsx")}>
      Bảng tính
    </a>
    <button type="button" data-print>
      In trang này
    </button>
  </>
);

const NewLine: FC<{ form: RegisterForm; typed: Record<string, string>; open: boolean }> = ({ form, typed, open }) => (
  <section class="card no-print">
    <details open={open}>
      <summary>Ghi dòng mới</summary>
      <form method="post" action={`${REGISTER_ADDRESSES[form.name]}/them`}>
        <KeptFields form={form} value={(key) => typed[key] ?? ""} scope="moi-" />
        <button type="submit" class="main">
          Ghi vào sổ
        </button>
      </form>
    </details>
  </section>
);

const LineView: FC<{ form: RegisterForm; row: RegisterRow }> = ({ form, row }) => (
  <section class="card">
    <h2>Nội dung đăng ký</h2>
    <dl class="facts">
      {form.columns.map((column) => (
        <>
          <dt>{column.header}</dt>
          <dd>{cellWords(column, row.cells[column.key]) || "—"}</dd>
        </>
      ))}
    </dl>
  </section>
);

const LineForm: FC<{ form: RegisterForm; row: RegisterRow; typed?: Record<string, string> }> = ({
  form,
  row,
  typed,
}) => (
  <section class="card">
    <h2>Ghi vào dòng sổ</h2>
    <form method="post" action={lineAddress(form, row)}>
      <input type="hidden" name="rev" value={String(row.rev)} />
      <KeptFields form={form} value={(key) => typed?.[key] ?? String(row.cells[key] ?? "")} scope="dong-" />
      <button type="submit" class="main">
        Lưu dòng sổ
      </button>
    </form>
  </section>
);

const KeptFields: FC<{ form: RegisterForm; value(key: string): string; scope: string }> = ({ form, value, scope }) => (
  <div class="pair">
    {form.columns
      .filter(({ kept }) => kept)
      .map(({ key, header, is, required }) => (
        <Field
          name={key}
          scope={scope}
          label={header}
          value={value(key)}
          type={is === "text" ? "text" : is}
          optional={required !== true && is !== "number"}
          maxlength={is === "text" ? 1000 : undefined}
        />
      ))}
  </div>
);

const History: FC<{ form: RegisterForm; changes: LineChange[] }> = ({ form, changes }) => {
  const header = (key: string) => form.columns.find((column) => column.key === key);
  if (changes.length === 0) return null;
  return (
    <section class="card">
      <h2>Lịch sử ghi tay</h2>
      <Scroll label="Lịch sử ghi tay">
        <table>
          <caption class="visually-hidden">Các lần ghi tay vào dòng sổ, cũ trước</caption>
          <thead>
            <tr>
              <th scope="col">Lúc</th>
              <th scope="col">Người ghi</th>
              <th scope="col">Cột</th>
              <th scope="col">Trước</th>
              <th scope="col">Sau</th>
            </tr>
          </thead>
          <tbody>
            {changes.flatMap(({ at, person, changes: cells }) =>
              cells.map(({ column, before, after }) => {
                const known = header(column);
                return (
                  <tr>
                    <td>{dateAndTime(at)}</td>
                    <td>{person}</td>
                    <td>{known?.header ?? column}</td>
                    <td>{known ? cellWords(known, before) : before}</td>
                    <td>{known ? cellWords(known, after) : after}</td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
};
