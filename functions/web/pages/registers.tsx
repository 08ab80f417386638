import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import {
  INCOMING_COLUMNS,
  type IncomingEntry,
  OUTGOING_COLUMNS,
  type OutgoingEntry,
} from "../../../shared/records/index.ts";
import { type Desk, show, type WebContext, type WebEnv } from "../desk.tsx";
import { shortDate, yearOf } from "../parts/dates.ts";
import { Empty, Scroll } from "../parts/pieces.tsx";

const DATES = new Set(["issuedOn", "arrivedOn", "sentOn", "assignedOn"]);

/** The registers with the columns of NĐ30 Phụ lục IV, by year, made to be printed. */
export function registerPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const yearAsked = (c: WebContext) => {
    const asked = Number(c.req.query("nam"));
    return Number.isInteger(asked) && asked >= 1945 && asked <= 2200 ? asked : yearOf(office.clock());
  };

  app.get("/so-van-ban-di", async (c) => {
    const year = yearAsked(c);
    const entries = await office.registers.outgoing(c.get("actor"), year, c.req.query("tim"));
    return show(
      desk,
      c,
      { title: `Sổ đăng ký văn bản đi năm ${year}`, active: "/so-van-ban-di", tools: <PrintButton /> },
      <Register
        address="/so-van-ban-di"
        year={year}
        search={c.req.query("tim") ?? ""}
        columns={OUTGOING_COLUMNS}
        entries={entries}
        link={(entry: OutgoingEntry) => `/van-ban/${entry.documentId}`}
      />,
    );
  });

  app.get("/so-van-ban-den", async (c) => {
    const year = yearAsked(c);
    const entries = await office.registers.incoming(c.get("actor"), year, c.req.query("tim"));
    return show(
      desk,
      c,
      { title: `Sổ đăng ký văn bản đến năm ${year}`, active: "/so-van-ban-den", tools: <PrintButton /> },
      <Register
        address="/so-van-ban-den"
        year={year}
        search={c.req.query("tim") ?? ""}
        columns={INCOMING_COLUMNS}
        entries={entries}
        link={(entry: IncomingEntry) => `/van-ban-den/${entry.documentId}`}
      />,
    );
  });
}

const PrintButton: FC = () => (
  <button type="button" data-print>
    In sổ
  </button>
);

interface RegisterProps<Entry> {
  address: string;
  year: number;
  search: string;
  columns: { key: keyof Entry; header: string }[];
  entries: Entry[];
  link(entry: Entry): string;
}

function Register<Entry extends OutgoingEntry | IncomingEntry>(props: RegisterProps<Entry>) {
  const { columns, entries } = props;
  return (
    <section class="card">
      <form class="filter" method="get" action={props.address}>
        <div class="field thin">
          <label for="nam">Năm</label>
          <input id="nam" name="nam" type="number" min="1945" max="2200" value={String(props.year)} />
        </div>
        <div class="field">
          <label for="tim">Tìm trong sổ</label>
          <input id="tim" name="tim" type="search" value={props.search} placeholder="Gõ không dấu cũng được" />
        </div>
        <button type="submit">Xem</button>
      </form>
      {entries.length === 0 ? (
        <Empty title={props.search ? "Không có dòng nào phù hợp" : `Sổ năm ${props.year} chưa có văn bản nào`}>
          {props.search ? "Bớt từ tìm kiếm." : "Văn bản tự vào sổ khi được phát hành hoặc tiếp nhận."}
        </Empty>
      ) : (
        <Scroll label="Sổ đăng ký">
          <table class="register">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th scope="col">{column.header}</th>
                ))}
              </tr>
              <tr class="numbers">
                {columns.map((_, index) => (
                  <th>({index + 1})</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr>
                  {columns.map((column) => {
                    const value = entry[column.key];
                    const text = DATES.has(String(column.key))
                      ? shortDate(value as string | undefined)
                      : String(value ?? "");
                    return <td>{column.key === "subject" ? <a href={props.link(entry)}>{text}</a> : text}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
