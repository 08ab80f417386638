import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { isIsoDay } from "../../../shared/calendar/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { type FoundKind, vietnamDate } from "../../../shared/office/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { askedNumber, type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime, shortDate } from "../parts/dates.ts";
import { FOUND_KINDS, USES } from "../parts/dossier-words.ts";
import { Empty, Field, Scroll } from "../parts/pieces.tsx";
import { SavedList, SearchForm } from "../parts/search-form.tsx";
import { addressOf, queryFrom } from "../parts/search-query.ts";
import { Results } from "../parts/search-results.tsx";
import { UseFigures } from "../parts/use-figures.tsx";

const ACTIVE = "/tim-kiem";

/** Search over documents and dossiers, saved searches, statistics, history of use. */
export function searchPages(app: Hono<WebEnv>, desk: Desk): void {
  const { search } = desk.office;

  const searchPage = async (
    c: WebContext,
    problem?: Problem,
    from = new URL(c.req.url).searchParams,
    name?: string,
  ) => {
    const actor = c.get("actor");
    const query = queryFrom(from);
    const asked = from.has("tim");
    const [result, saved] = await Promise.all([
      asked && (problem === undefined || name !== undefined)
        ? search.find(actor, { ...query, page: askedNumber(c, "trang", 1) })
        : undefined,
      search.saved(actor),
    ]);
    const tools =
      may(actor, "audit.read") || may(actor, "archive.keep") ? (
        <a class="button" href="/tim-kiem/thong-ke">
          Thống kê truy cập
        </a>
      ) : null;
    return show(
      desk,
      c,
      {
        title: "Tìm kiếm",
        lead: "Tìm trong nội dung và mọi trường dữ liệu của văn bản, hồ sơ; gõ không dấu cũng được.",
        active: ACTIVE,
        tools,
        problem,
      },
      <>
        <SearchForm query={query} />
        <SavedList saved={saved} />
        {result === undefined ? null : <Results result={result} query={query} name={name} />}
      </>,
    );
  };

  app.get("/tim-kiem", async (c) => {
    try {
      return await searchPage(c);
    } catch (error) {
      if (!(error instanceof VanthuError) || error.code !== "INVALID") throw error;
      return searchPage(c, error.toProblem());
    }
  });
  app.get("/tim-kiem/xuat/:format", async (c) => {
    const format = c.req.param("format");
    if (format !== "docx" && format !== "pdf" && format !== "xlsx") throw noSuchPage(c);
    return fileAnswer(await search.exportFound(c.get("actor"), queryFrom(new URL(c.req.url).searchParams), format));
  });
  app.post("/tim-kiem/luu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const query = queryFrom(new URLSearchParams(form.text("cau-hoi")));
        await search.save(c.get("actor"), form.text("name"), query);
        return `/tim-kiem?${addressOf(query)}&xong=da-luu`;
      },
      // The search stays on the page, with the name as it was typed.
      (problem) => searchPage(c, problem, new URLSearchParams(form.text("cau-hoi")), form.text("name")),
    );
  });
  app.post("/tim-kiem/xoa/:id", (c) =>
    step(
      c,
      async () => {
        await search.forget(c.get("actor"), c.req.param("id"));
        return "/tim-kiem?xong=da-luu";
      },
      (problem) => searchPage(c, problem),
    ),
  );

  app.get("/tim-kiem/thong-ke", async (c) => {
    const now = desk.office.clock();
    const to = dayAsked(c.req.query("den")) ?? vietnamDate(now);
    const from = dayAsked(c.req.query("tu")) ?? vietnamDate(new Date(now.getTime() - 29 * 86_400_000));
    const figures = await search.figures(c.get("actor"), from, to);
    return show(
      desk,
      c,
      {
        title: "Thống kê truy cập",
        lead: `Từ ${shortDate(from)} đến ${shortDate(to)}`,
        active: ACTIVE,
        back: [ACTIVE, "Tìm kiếm"],
      },
      <section class="card">
        <form class="filter" method="get" action="/tim-kiem/thong-ke">
          <Field name="tu" label="Từ ngày" type="date" value={from} />
          <Field name="den" label="Đến ngày" type="date" value={to} />
          <button type="submit">Xem</button>
        </form>
        <p>
          <b>{figures.signIns}</b> lượt đăng nhập vào hệ thống.
        </p>
        <UseFigures
          label="Lượt truy cập theo loại"
          words={["Loại", "Việc"]}
          numbers={["Số lượt"]}
          rows={figures.uses.map((one) => ({ words: [FOUND_KINDS[one.kind], USES[one.use]], numbers: [one.count] }))}
        />
        <UseFigures
          label="Lượt truy cập theo ngày"
          words={["Ngày"]}
          numbers={["Đăng nhập", "Xem, tải, in"]}
          rows={figures.days.map((one) => ({ words: [shortDate(one.day)], numbers: [one.signIns, one.uses] }))}
        />
      </section>,
    );
  });

  app.get("/tim-kiem/lich-su/:kind/:id", async (c) => {
    const kind = kindOf(c);
    const id = c.req.param("id");
    const { counts, entries } = await search.uses(c.get("actor"), { kind, id });
    return show(
      desk,
      c,
      {
        title: "Lịch sử truy cập",
        lead: `${FOUND_KINDS[kind]}: ${counts.view} lượt xem, ${counts.download} lượt tải, ${counts.print} lượt in.`,
        active: ACTIVE,
        back: [kind === "upload" ? ACTIVE : `/dac-ta/${kind}/${id}`, "Dữ liệu đặc tả"],
      },
      <section class="card">
        {entries.length === 0 ? (
          <Empty title="Chưa có lượt truy cập nào">Lượt xem, tải, in được ghi lại tự động.</Empty>
        ) : (
          <Scroll label="Lịch sử truy cập">
            <table>
              <thead>
                <tr>
                  <th scope="col">Lúc</th>
                  <th scope="col">Người</th>
                  <th scope="col">Việc</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <tr>
                    <td class="nowrap">{dateAndTime(entry.at)}</td>
                    <td>{entry.person}</td>
                    <td>{USES[entry.use]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </section>,
    );
  });
  app.get("/tim-kiem/in/:kind/:id", async (c) => {
    const kind = kindOf(c);
    if (kind !== "document" && kind !== "incoming") throw noSuchPage(c);
    return fileAnswer(await search.markedPrint(c.get("actor"), { kind, id: c.req.param("id") }), true);
  });
}

function kindOf(c: WebContext): FoundKind {
  const kind = c.req.param("kind") ?? "";
  if (kind in FOUND_KINDS) return kind as FoundKind;
  throw noSuchPage(c);
}

function dayAsked(text: string | undefined): string | undefined {
  return text !== undefined && isIsoDay(text) ? text : undefined;
}

function noSuchPage(c: WebContext): VanthuError {
  return new VanthuError("NO_SUCH_PAGE", { message: "Không có trang hoặc địa chỉ này.", where: c.req.path });
}
