import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { dossierCode } from "../../../shared/dossiers/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime, shortDate } from "../parts/dates.ts";
import { DossierTable } from "../parts/dossier-table.tsx";
import { Field, Step } from "../parts/pieces.tsx";
import { absent, BACK_TO_DOSSIERS, DOSSIERS, sheetFormat } from "./dossier-requests.ts";

/** Hand-over to the archive, its records, and dossiers whose retention has ended. */
export function handOverPages(app: Hono<WebEnv>, desk: Desk): void {
  const { dossiers } = desk.office;

  const handOverPage = async (c: WebContext, problem?: Problem, typed?: { ids: string[]; basis: string }) => {
    const actor = c.get("actor");
    const [view, ended] = await Promise.all([dossiers.handOvers(actor), dossiers.retentionEnded(actor)]);
    const archive = may(actor, "archive.keep");
    const tools = archive ? (
      <Step action="/ho-so/nop-luu/thong-bao" name="Thông báo hồ sơ đến hạn" main={false} />
    ) : null;
    return show(
      desk,
      c,
      {
        title: "Nộp lưu hồ sơ",
        lead: "Hồ sơ bảo quản từ 5 năm trở lên nộp vào Lưu trữ cơ quan trong 1 năm kể từ ngày công việc kết thúc (Điều 30, 31).",
        active: DOSSIERS,
        back: BACK_TO_DOSSIERS,
        tools,
        problem,
      },
      <>
        {(
          [
            ["Chờ lưu trữ nhận", view.offered],
            ["Quá hạn nộp lưu", view.overdue],
            ["Đến hạn trong 30 ngày", view.due],
            ["Được giữ lại", view.keptBack],
          ] as const
        ).map(([title, list]) => (
          <section class="card">
            <h2>
              {title} ({list.length})
            </h2>
            {list.length === 0 ? (
              <p class="soft">Không có hồ sơ nào.</p>
            ) : archive && list === view.offered ? (
              <form method="post" action="/ho-so/nop-luu/nhan">
                <DossierTable dossiers={list} label={title} pick="ids" picked={typed?.ids} />
                <Field
                  name="basis"
                  label="Căn cứ (danh mục hồ sơ, kế hoạch thu thập)"
                  value={typed?.basis}
                  maxlength={500}
                  optional
                />
                <button type="submit" class="main">
                  Kiểm tra và nhận hồ sơ đã chọn
                </button>
              </form>
            ) : (
              <DossierTable dossiers={list} label={title} />
            )}
          </section>
        ))}
        <section class="card">
          <h2>Biên bản giao nhận ({view.records.length})</h2>
          {view.records.length === 0 ? (
            <p class="soft">Chưa có lần giao nhận nào.</p>
          ) : (
            <ul class="list">
              {view.records.map((one) => (
                <li>
                  <div>
                    <b>
                      Lần {one.number} năm {one.year}
                    </b>
                    : {one.dossiers.length} hồ sơ, {one.from.name} giao, {one.to.name} nhận
                    <div class="small soft">{dateAndTime(one.at)}</div>
                  </div>
                  <div class="actions">
                    <a href={`/ho-so/nop-luu/${one.id}/bien-ban/pdf`}>Biên bản (PDF)</a>
                    <a href={`/ho-so/nop-luu/${one.id}/bien-ban/docx`}>Biên bản (Word)</a>
                    <a href={`/ho-so/nop-luu/${one.id}/muc-luc/pdf`}>Mục lục nộp lưu (PDF)</a>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section class="card">
          <h2>Hết thời hạn bảo quản ({ended.length})</h2>
          <p class="soft">Chỉ là đề xuất đưa ra xét; hệ thống không tự hủy hồ sơ nào.</p>
          {ended.length === 0 ? null : (
            <ul>
              {ended.map(({ dossier, endedOn }) => (
                <li>
                  <a href={`/ho-so/${dossier.id}`}>{dossierCode(dossier.code)}</a> {dossier.title}, hết hạn{" "}
                  {shortDate(endedOn)}
                </li>
              ))}
            </ul>
          )}
        </section>
      </>,
    );
  };
  app.get("/ho-so/nop-luu", (c) => handOverPage(c));
  app.post("/ho-so/nop-luu/thong-bao", (c) =>
    step(
      c,
      async () => {
        await dossiers.announce(c.get("actor"));
        return "/ho-so/nop-luu?xong=da-luu";
      },
      (problem) => handOverPage(c, problem),
    ),
  );
  app.post("/ho-so/nop-luu/nhan", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        await dossiers.receive(c.get("actor"), form.all("ids"), form.text("basis"));
        return "/ho-so/nop-luu?xong=da-luu";
      },
      (problem) => handOverPage(c, problem, { ids: form.all("ids"), basis: form.text("basis") }),
    );
  });
  app.get("/ho-so/nop-luu/:record/:which/:format", async (c) => {
    const which =
      c.req.param("which") === "bien-ban" ? "record" : c.req.param("which") === "muc-luc" ? "list" : absent(c);
    return fileAnswer(await dossiers.handOverSheet(c.get("actor"), c.req.param("record"), which, sheetFormat(c)));
  });
}
