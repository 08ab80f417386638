import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { type Desk, show, type WebEnv } from "../desk.tsx";
import { DossierTable } from "../parts/dossier-table.tsx";
import { Empty, Scroll } from "../parts/pieces.tsx";
import { archivePackagePages } from "./dossier-archive.tsx";
import { handOverPages } from "./dossier-hand-over.tsx";
import { dossierListPages } from "./dossier-list.tsx";
import { dossierOpeningPages } from "./dossier-opening.tsx";
import { DOSSIERS, yearAsked } from "./dossier-requests.ts";
import { oneDossierPages } from "./one-dossier.tsx";

/** Dossiers: the year's, the list, one dossier, hand-over, archive packages, metadata. */
export function dossierPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { dossiers } = office;

  app.get("/ho-so", async (c) => {
    const actor = c.get("actor");
    const year = yearAsked(office, c.req.query("nam"));
    const mine = c.req.query("cua-toi") === "1";
    const [all, figures] = await Promise.all([
      dossiers.all(actor, year, mine ? { makerId: actor.personId } : {}),
      dossiers.figures(actor, year),
    ]);
    const tools = (
      <>
        {may(actor, "dossier.keep") ? (
          <a class="button main" href={`/ho-so/mo?nam=${year}`}>
            Mở hồ sơ
          </a>
        ) : null}
        <a class="button" href={`/ho-so/danh-muc/${year}`}>
          Danh mục hồ sơ
        </a>
        <a class="button" href="/ho-so/nop-luu">
          Nộp lưu
        </a>
        <a class="button" href="/ho-so/kiem-tra-goi">
          Kiểm tra gói lưu trữ
        </a>
      </>
    );
    return show(
      desk,
      c,
      {
        title: `Hồ sơ năm ${year}`,
        lead: `${figures.dossiers} hồ sơ, ${figures.documents} văn bản, ${figures.pages} trang.`,
        active: DOSSIERS,
        tools,
      },
      <>
        <section class="card">
          <form class="filter" method="get" action="/ho-so">
            <div class="field thin">
              <label for="nam">Năm</label>
              <input id="nam" name="nam" type="number" min="1945" max="2200" value={String(year)} />
            </div>
            <label class="check">
              <input type="checkbox" name="cua-toi" value="1" checked={mine} /> Chỉ hồ sơ tôi lập
            </label>
            <button type="submit">Xem</button>
          </form>
          {all.length === 0 ? (
            <Empty title={`Năm ${year} chưa có hồ sơ nào`}>
              Mở hồ sơ theo danh mục đã duyệt, hoặc mở trực tiếp khi có việc ngoài danh mục.
            </Empty>
          ) : (
            <DossierTable dossiers={all} label={`Hồ sơ năm ${year}`} />
          )}
        </section>
        {figures.byMaker.length > 1 ? (
          <section class="card">
            <h2>Theo người lập</h2>
            <Scroll label="Số hồ sơ theo người lập">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Người lập</th>
                    <th scope="col" class="number">
                      Hồ sơ
                    </th>
                    <th scope="col" class="number">
                      Văn bản
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {figures.byMaker.map((one) => (
                    <tr>
                      <td>{one.name}</td>
                      <td class="number">{one.dossiers}</td>
                      <td class="number">{one.documents}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </section>
        ) : null}
      </>,
    );
  });

  // Named addresses first: /ho-so/:id would take them.
  dossierListPages(app, desk);
  dossierOpeningPages(app, desk);
  handOverPages(app, desk);
  archivePackagePages(app, desk);
  oneDossierPages(app, desk);
}
