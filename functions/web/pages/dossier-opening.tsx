import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { dossierCode } from "../../../shared/dossiers/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { Empty, Field, Step } from "../parts/pieces.tsx";
import { absent, BACK_TO_DOSSIERS, DOSSIERS, yearAsked } from "./dossier-requests.ts";

/** Opening a dossier outside the list, and a document's way into an open one. */
export function dossierOpeningPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { dossiers } = office;

  const openPage = (c: WebContext, typed: Record<string, string>, problem?: Problem) =>
    show(
      desk,
      c,
      {
        title: "Mở hồ sơ ngoài danh mục",
        lead: "Hồ sơ có trong danh mục thì mở từ danh mục của năm.",
        active: DOSSIERS,
        back: BACK_TO_DOSSIERS,
        problem,
      },
      <section class="card">
        <Step action="/ho-so/mo" name="Mở hồ sơ">
          <Field
            name="year"
            label="Năm"
            type="number"
            value={typed.year ?? String(yearAsked(office, c.req.query("nam")))}
          />
          <Field name="notation" label="Số và ký hiệu" value={typed.notation} maxlength={20} hint="Ví dụ 15.VP." />
          <Field name="title" label="Tiêu đề hồ sơ" value={typed.title} maxlength={500} rows={2} />
          <Field
            name="retention"
            label="Thời hạn bảo quản"
            value={typed.retention}
            maxlength={30}
            hint="“Vĩnh viễn” hoặc số năm, ví dụ “20 năm”."
          />
          <Field name="unit" label="Đơn vị" value={typed.unit} maxlength={200} optional />
          <Field name="keywords" label="Từ khóa" value={typed.keywords} maxlength={500} optional />
        </Step>
      </section>,
    );
  app.get("/ho-so/mo", (c) => openPage(c, {}));
  app.post("/ho-so/mo", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const optional = Object.fromEntries(
          ["title", "retention", "unit", "keywords"]
            .map((name) => [name, form.text(name)])
            .filter(([, value]) => value !== ""),
        );
        const { id } = await dossiers.open(c.get("actor"), {
          year: Number(form.text("year")),
          notation: form.text("notation"),
          ...optional,
        });
        return `/ho-so/${id}`;
      },
      (problem) => openPage(c, form.texts(), problem),
    );
  });

  // ---- a document's way into a dossier, from its own page ----
  app.get("/ho-so/dua-vao/:from/:id", async (c) => {
    const actor = c.get("actor");
    const from = c.req.param("from");
    if (from !== "document" && from !== "incoming") return absent(c);
    const source = { from, id: c.req.param("id") } as const;
    const year = yearAsked(office, c.req.query("nam"));
    const [{ title, lines }, held, all] = await Promise.all([
      dossiers.metadata(actor, source),
      dossiers.holding(actor, source),
      dossiers.all(actor, year, { state: "open" }),
    ]);
    const holding = new Set(held.map(({ dossier }) => dossier.id));
    const open = all.filter(
      ({ id, maker }) => !holding.has(id) && (maker.personId === actor.personId || may(actor, "document.sign")),
    );
    // The dossier's own page finds the document and puts it in.
    const value = (number: string) => lines.find((line) => line.number === number)?.values[0] ?? "";
    const words = new URLSearchParams({
      tim: `"${[value("4"), value("5")].filter(Boolean).join("/") || value("8")}"`.slice(0, 200),
    });
    return show(
      desk,
      c,
      {
        title: "Đưa vào hồ sơ",
        lead: title,
        active: DOSSIERS,
        back: [`${from === "document" ? "/van-ban" : "/van-ban-den"}/${source.id}`, title],
      },
      <section class="card">
        {held.length === 0 ? null : (
          <>
            <h2>Đã có trong hồ sơ</h2>
            <ul>
              {held.map(({ dossier, ordinal }) => (
                <li>
                  <a href={`/ho-so/${dossier.id}`}>{dossierCode(dossier.code)}</a> {dossier.title}, số thứ tự {ordinal}
                </li>
              ))}
            </ul>
          </>
        )}
        <h2>Hồ sơ đang mở năm {year}</h2>
        <form class="filter" method="get" action={`/ho-so/dua-vao/${from}/${source.id}`}>
          <Field name="nam" label="Năm" type="number" value={String(year)} />
          <button type="submit">Xem</button>
        </form>
        {open.length === 0 ? (
          <Empty title="Không có hồ sơ đang mở nào của bạn">Mở hồ sơ của việc này trước, rồi đưa văn bản vào.</Empty>
        ) : (
          <ul class="list">
            {open.map((dossier) => (
              <li>
                <div>
                  {dossier.code.notation} {dossier.title}
                </div>
                <a class="button" href={`/ho-so/${dossier.id}?${words}`}>
                  Chọn hồ sơ {dossier.code.notation}
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>,
    );
  });
}
