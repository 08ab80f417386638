import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { may } from "../../../shared/access/index.ts";
import { isDay } from "../../../shared/dossiers/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import {
  DEFAULT_FIELDS,
  type FoundKind,
  type SavedSearch,
  SEARCH_FIELDS,
  type SearchField,
  type SearchQuery,
  type SearchResult,
  vietnamDate,
} from "../../../shared/office/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { askedNumber, type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime, shortDate } from "../parts/dates.ts";
import { FOUND_KINDS, USES } from "../parts/dossier-words.ts";
import { Empty, Field, Notice, PageLinks, Scroll, Select, Step } from "../parts/pieces.tsx";

const ACTIVE = "/tim-kiem";
const KINDS = Object.entries(FOUND_KINDS) as [FoundKind, string][];
const FIELDS = new Map(SEARCH_FIELDS.map((one) => [one.key as string, one]));

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
    if (format !== "docx" && format !== "pdf" && format !== "xlsx")
      throw new VanthuError("NO_SUCH_PAGE", { message: "Không có trang hoặc địa chỉ này.", where: c.req.path });
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
        <Scroll label="Lượt truy cập theo loại">
          <table>
            <thead>
              <tr>
                <th scope="col">Loại</th>
                <th scope="col">Việc</th>
                <th scope="col" class="number">
                  Số lượt
                </th>
              </tr>
            </thead>
            <tbody>
              {figures.uses.map((one) => (
                <tr>
                  <td>{FOUND_KINDS[one.kind]}</td>
                  <td>{USES[one.use]}</td>
                  <td class="number">{one.count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <Scroll label="Lượt truy cập theo ngày">
          <table>
            <thead>
              <tr>
                <th scope="col">Ngày</th>
                <th scope="col" class="number">
                  Đăng nhập
                </th>
                <th scope="col" class="number">
                  Xem, tải, in
                </th>
              </tr>
            </thead>
            <tbody>
              {figures.days.map((one) => (
                <tr>
                  <td>{shortDate(one.day)}</td>
                  <td class="number">{one.signIns}</td>
                  <td class="number">{one.uses}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
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
    if (kind !== "document" && kind !== "incoming")
      throw new VanthuError("NO_SUCH_PAGE", { message: "Không có trang hoặc địa chỉ này.", where: c.req.path });
    return fileAnswer(await search.markedPrint(c.get("actor"), { kind, id: c.req.param("id") }), true);
  });
}

function kindOf(c: WebContext): FoundKind {
  const kind = c.req.param("kind") ?? "";
  if (kind in FOUND_KINDS) return kind as FoundKind;
  throw new VanthuError("NO_SUCH_PAGE", { message: "Không có trang hoặc địa chỉ này.", where: c.req.path });
}

function dayAsked(text: string | undefined): string | undefined {
  return text !== undefined && isDay(text) ? text : undefined;
}

/** A day as a date field holds it: ISO, also of one written as offices write it. */
function isoOf(text: string): string {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim()) ?? [];
  const iso = day === undefined ? text.trim() : `${year}-${month!.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(iso) ? iso : "";
}

/** The search that an address says; what it does not know is passed over. */
function queryFrom(params: URLSearchParams): SearchQuery {
  const fields: NonNullable<SearchQuery["fields"]> = {};
  for (const [name, value] of params)
    if (name.startsWith("f-") && value.trim() !== "" && FIELDS.has(name.slice(2)))
      fields[name.slice(2) as SearchField] = value.trim().slice(0, 200);
  // Days from and to, from two fields of the page.
  for (const { key, type } of SEARCH_FIELDS) {
    const [from, to] = [(params.get(`tu-${key}`) ?? "").trim(), (params.get(`den-${key}`) ?? "").trim()];
    if (type === "day" && `${from}${to}` !== "") fields[key] = `${from}..${to}`.slice(0, 200);
  }
  // A field and its value chosen from the list of all fields.
  const more = params.get("truong") ?? "";
  const value = (params.get("gia-tri") ?? "").trim();
  if (FIELDS.has(more) && value !== "") fields[more as SearchField] = value.slice(0, 200);
  const kinds = params.getAll("loai").filter((one): one is FoundKind => one in FOUND_KINDS);
  const show = params.getAll("hien").filter((one): one is SearchField => FIELDS.has(one));
  const order = params.get("xep") ?? "";
  return {
    words: (params.get("tim") ?? "").slice(0, 500),
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(show.length === 0 ? {} : { show: show.slice(0, 16) }),
    ...(FIELDS.has(order)
      ? { order: { field: order as SearchField, ...(params.get("chieu") === "giam" ? { down: true } : {}) } }
      : {}),
  };
}

/** The address of a search. */
function addressOf({ words = "", kinds = [], fields = {}, show = [], order }: SearchQuery): string {
  const params = new URLSearchParams({ tim: words });
  for (const kind of kinds) params.append("loai", kind);
  for (const [field, value] of Object.entries(fields)) params.append(`f-${field}`, value);
  for (const field of show) params.append("hien", field);
  if (order !== undefined) {
    params.append("xep", order.field);
    if (order.down) params.append("chieu", "giam");
  }
  return params.toString();
}

const SearchForm: FC<{ query: SearchQuery }> = ({ query }) => {
  const shown = new Set<SearchField>(query.show ?? DEFAULT_FIELDS);
  const inForm: SearchField[] = ["symbol", "issuedOn", "issuer", "subject", "signer", "code"];
  const others = Object.entries(query.fields ?? {}).filter(([field]) => !inForm.includes(field as SearchField));
  return (
    <section class="card">
      <form method="get" action="/tim-kiem">
        <Field
          name="tim"
          label="Từ khóa"
          value={query.words ?? ""}
          optional
          hint="Cụm từ đặt trong ngoặc kép: “chuyển đổi số”. Số, ký hiệu: 15/KH-UBND."
          autofocus
        />
        <fieldset>
          <legend>Tìm trong</legend>
          {KINDS.map(([kind, name]) => (
            <label class="check">
              <input type="checkbox" name="loai" value={kind} checked={query.kinds?.includes(kind) ?? false} /> {name}
            </label>
          ))}
        </fieldset>
        <details open={query.fields !== undefined}>
          <summary>Tìm theo trường</summary>
          {inForm.map((key) => {
            const field = FIELDS.get(key)!;
            const value = query.fields?.[key] ?? "";
            if (field.type !== "day") return <Field name={`f-${key}`} label={field.label} value={value} optional />;
            const [from = "", to = from] = value.split("..");
            return (
              <>
                <Field name={`tu-${key}`} label={`${field.label} từ`} type="date" value={isoOf(from)} optional />
                <Field name={`den-${key}`} label={`${field.label} đến`} type="date" value={isoOf(to)} optional />
              </>
            );
          })}
          {others.slice(1).map(([key, value]) => (
            <Field name={`f-${key}`} label={FIELDS.get(key)!.label} value={value} optional />
          ))}
          <Select
            name="truong"
            label="Trường khác"
            value={others[0]?.[0] ?? ""}
            options={[
              ["", "—"],
              ...SEARCH_FIELDS.filter(({ key }) => !inForm.includes(key)).map(({ key, label }): [string, string] => [
                key,
                label,
              ]),
            ]}
          />
          <Field
            name="gia-tri"
            label="Giá trị của trường khác"
            value={others[0]?.[1] ?? ""}
            optional
            hint="Ngày ghi 22/11/2026; khoảng ghi 01/01/2026..30/06/2026, hoặc 5..20."
          />
        </details>
        <details>
          <summary>Cột hiển thị và thứ tự</summary>
          <fieldset>
            <legend>Hiển thị các trường</legend>
            {SEARCH_FIELDS.map(({ key, label }) => (
              <label class="check">
                <input type="checkbox" name="hien" value={key} checked={shown.has(key)} /> {label}
              </label>
            ))}
          </fieldset>
          <Select
            name="xep"
            label="Sắp xếp theo"
            value={query.order?.field ?? ""}
            options={[["", "Mới nhất trước"], ...SEARCH_FIELDS.map(({ key, label }): [string, string] => [key, label])]}
          />
          <Select
            name="chieu"
            label="Chiều"
            value={query.order?.down ? "giam" : "tang"}
            options={[
              ["tang", "Tăng dần"],
              ["giam", "Giảm dần"],
            ]}
          />
        </details>
        <button type="submit" class="main">
          Tìm
        </button>
      </form>
    </section>
  );
};

const SavedList: FC<{ saved: readonly SavedSearch[] }> = ({ saved }) =>
  saved.length === 0 ? null : (
    <section class="card">
      <h2>Yêu cầu đã lưu</h2>
      <ul class="list">
        {saved.map((one) => (
          <li>
            <a href={`/tim-kiem?${addressOf(one.query)}`}>{one.name}</a>
            <Step action={`/tim-kiem/xoa/${one.id}`} name="Xóa" main={false} ask={`Xóa yêu cầu “${one.name}”?`} />
          </li>
        ))}
      </ul>
    </section>
  );

const Results: FC<{ result: SearchResult; query: SearchQuery; name?: string }> = ({ result, query, name }) => {
  const fields = (query.show ?? DEFAULT_FIELDS).map((key) => FIELDS.get(key)!);
  const address = addressOf(query);
  const counts = KINDS.filter(([kind]) => result.byKind[kind] !== undefined).map(
    ([kind, name]) => `${name}: ${result.byKind[kind]}`,
  );
  return (
    <section class="card">
      <h2>Tìm thấy {result.total} kết quả</h2>
      {counts.length > 0 ? <p class="soft">{counts.join(" · ")}</p> : null}
      {result.indexing ? (
        <Notice tone="info" title="Chỉ mục đang được lập, kết quả có thể chưa đủ. Tìm lại sau ít phút." />
      ) : null}
      {result.found.length === 0 ? (
        <Empty title="Không có kết quả">Bớt từ khóa, hoặc bỏ bớt điều kiện.</Empty>
      ) : (
        <>
          <Scroll label="Kết quả tìm kiếm">
            <table>
              <thead>
                <tr>
                  <th scope="col">Loại</th>
                  {fields.map(({ label }) => (
                    <th scope="col">{label}</th>
                  ))}
                  <th scope="col">Đặc tả</th>
                </tr>
              </thead>
              <tbody>
                {result.found.map((one) => (
                  <tr>
                    <td class="nowrap">
                      <a href={one.href}>{FOUND_KINDS[one.kind]}</a>
                    </td>
                    {fields.map(({ key, type }) => (
                      <td>
                        {type === "day" ? (
                          shortDate(one.values[key])
                        ) : key === "subject" ? (
                          <a href={one.href}>{one.values[key]}</a>
                        ) : (
                          one.values[key]
                        )}
                      </td>
                    ))}
                    <td>
                      {one.kind === "upload" ? null : (
                        <a
                          href={`/dac-ta/${one.kind}/${one.id}`}
                          aria-label={`Dữ liệu đặc tả ${one.values.symbol ?? ""}`}
                        >
                          Xem
                        </a>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {result.pages > 1 ? (
            <PageLinks
              page={result.page}
              pages={result.pages}
              address={(page) => `/tim-kiem?${address}&trang=${page}`}
            />
          ) : null}
          <div class="actions">
            {(["docx", "pdf", "xlsx"] as const).map((format) => (
              <a class="button" href={`/tim-kiem/xuat/${format}?${address}`}>
                Kết xuất .{format}
              </a>
            ))}
          </div>
        </>
      )}
      <details open={name !== undefined}>
        <summary>Lưu yêu cầu tìm kiếm này</summary>
        <Step action="/tim-kiem/luu" name="Lưu yêu cầu" main={false}>
          <input type="hidden" name="cau-hoi" value={address} />
          <Field name="name" label="Tên yêu cầu" value={name} maxlength={100} />
        </Step>
      </details>
    </section>
  );
};
