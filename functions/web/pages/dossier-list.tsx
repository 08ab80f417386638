import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { readListText } from "../../../shared/dossiers/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { vietnamDate } from "../../../shared/office/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ListForms, ListTable } from "../parts/dossier-lists.tsx";
import { BACK_TO_DOSSIERS, DOSSIERS, sheetFormat, yearAsked } from "./dossier-requests.ts";

/** The list of dossiers of a year: draft, approval, sheets (Appendix V). */
export function dossierListPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { dossiers } = office;

  const listPage = async (
    c: WebContext,
    year: number,
    typed?: string,
    problem?: Problem,
    values: Record<string, string> = {},
  ) => {
    const actor = c.get("actor");
    const list = await dossiers.list(actor, year);
    return show(
      desk,
      c,
      { title: `Danh mục hồ sơ năm ${year}`, active: DOSSIERS, back: BACK_TO_DOSSIERS, problem },
      <>
        <form class="filter" method="get" action="/ho-so/danh-muc">
          <div class="field thin">
            <label for="nam">Năm</label>
            <input id="nam" name="nam" type="number" min="1945" max="2200" value={String(year)} />
          </div>
          <button type="submit">Xem</button>
        </form>
        <ListTable list={list} mayOpen={may(actor, "dossier.keep")} />
        <ListForms
          list={list}
          text={typed}
          values={values}
          mayKeep={may(actor, "dossier.keep")}
          mayApprove={may(actor, "document.sign")}
          today={vietnamDate(office.clock())}
        />
      </>,
    );
  };
  app.get("/ho-so/danh-muc", (c) => c.redirect(`/ho-so/danh-muc/${yearAsked(office, c.req.query("nam"))}`, 303));
  app.get("/ho-so/danh-muc/:year", (c) => listPage(c, yearAsked(office, c.req.param("year"))));
  app.post("/ho-so/danh-muc/:year", async (c) => {
    const form = await formOf(c);
    const year = yearAsked(office, c.req.param("year"));
    return step(
      c,
      async () => {
        const numbering = form.text("numbering") === "heading" ? "heading" : "whole";
        await dossiers.saveList(c.get("actor"), year, form.rev(), {
          numbering,
          headings: readListText(form.text("text")),
        });
        return `/ho-so/danh-muc/${year}?xong=da-luu`;
      },
      (problem) => listPage(c, year, form.text("text"), problem, form.texts()),
    );
  });
  app.post("/ho-so/danh-muc/:year/duyet", async (c) => {
    const form = await formOf(c);
    const year = yearAsked(office, c.req.param("year"));
    return step(
      c,
      async () => {
        const decision = { symbol: form.text("symbol"), date: form.text("date"), issuer: form.text("issuer") };
        await dossiers.approveList(c.get("actor"), year, form.rev(), decision);
        return `/ho-so/danh-muc/${year}?xong=da-luu`;
      },
      (problem) => listPage(c, year, undefined, problem, form.texts()),
    );
  });
  app.get("/ho-so/danh-muc/:year/tep/:format", async (c) =>
    fileAnswer(await dossiers.listSheet(c.get("actor"), yearAsked(office, c.req.param("year")), sheetFormat(c))),
  );
}
