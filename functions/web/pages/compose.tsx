import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import type { DocumentKind } from "../../../shared/documents/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { KINDS, ruleSetFor } from "../../../shared/format/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { directoryOf, settingOf } from "../document-setting.ts";
import { FreeForm } from "../parts/compose-forms.tsx";
import { descriptionFrom, type Typed } from "../parts/document-fields.tsx";
import { Empty } from "../parts/pieces.tsx";
import { answerPreview, Composing, pdfAnswer } from "../parts/preview.tsx";
import { savedHere, wantsJson } from "../parts/saved-here.ts";
import { appendixControls, withChosen } from "../parts/writing-fields.tsx";
import { editPages } from "./compose-edit.tsx";
import { planPages } from "./compose-plan.tsx";

const ACTIVE = "/soan-van-ban";
const BACK: [string, string] = [ACTIVE, "Soạn văn bản"];
/** Programmes that are offered at once; the others are found under the kind. */
const PROGRAMMES_SHOWN = 6;
/** Kinds written freely, with their place in the address. */
const FREE_KINDS = new Map<string, DocumentKind>([
  ["cong-van", "CV"],
  ["thong-bao", "TB"],
  ["to-trinh", "TTr"],
  ["bao-cao", "BC"],
  ["quyet-dinh", "QĐ"],
  ["huong-dan", "HD"],
  ["chuong-trinh", "CTr"],
]);

/** Composing: what kind, then its parts, with the PDF beside them. */
export function composePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  app.get("/soan-van-ban", async (c) => {
    const programmes = await office.programmes.list(c.get("actor"));
    const recent = programmes.toSorted((one, other) => other.changedAt.localeCompare(one.changedAt));
    return show(
      desk,
      c,
      {
        title: "Soạn văn bản",
        lead: "Chọn loại văn bản. Văn bản soạn từ chương trình nhiệm vụ lấy thẳng số liệu đang lưu.",
        active: ACTIVE,
      },
      <>
        <h2>Từ chương trình nhiệm vụ</h2>
        {programmes.length === 0 ? (
          <section class="card">
            <Empty title="Chưa có chương trình nhiệm vụ" action={["/nhiem-vu", "Tạo chương trình nhiệm vụ"]}>
              Kế hoạch và phụ lục được soạn từ nhiệm vụ đã nhập.
            </Empty>
          </section>
        ) : (
          <div class="tiles choice">
            <a class="tile" href="/soan-van-ban/ke-hoach">
              <b>Kế hoạch</b> Chọn chương trình, kỳ (quý, tháng, cả chương trình) và mẫu
            </a>
            <a class="tile" href="/bao-cao">
              <b>Báo cáo định kỳ</b> Số liệu tính từ tiến độ nhiệm vụ trong kỳ
            </a>
            {recent.slice(0, PROGRAMMES_SHOWN).map((one) => (
              <>
                <a class="tile" href={`/soan-van-ban/ke-hoach?chuong-trinh=${one.id}`}>
                  <b>Kế hoạch</b> {one.title} ({one.period}): {one.tasks} nhiệm vụ, {one.targets} chỉ tiêu
                </a>
                {one.revision > 1 ? (
                  <a class="tile" href={`/soan-van-ban/dieu-chinh?chuong-trinh=${one.id}`}>
                    <b>Phụ lục điều chỉnh</b> {one.title} ({one.period}): kèm công văn, từ {one.revision} bản đã lưu
                  </a>
                ) : null}
              </>
            ))}
            {programmes.some((one) => one.revision > 1) ? (
              <a class="tile" href="/soan-van-ban/mau-ghi-chu">
                <b>Mẫu câu ghi chú</b> Cách cơ quan viết cột nội dung điều chỉnh
              </a>
            ) : null}
          </div>
        )}
        <h2>Viết tự do</h2>
        <div class="tiles choice">
          {[...FREE_KINDS].map(([path, kind]) => (
            <a class="tile" href={`/soan-van-ban/${path}`}>
              <b>{KINDS[kind].name}</b> Nhập nội dung, hệ thống trình bày theo thể thức
            </a>
          ))}
        </div>
      </>,
    );
  });

  planPages(app, desk);
  editPages(app, desk);

  const kindOf = (c: WebContext) => FREE_KINDS.get(c.req.param("loai") ?? "");
  const free = async (c: WebContext, problem?: Problem, typed?: Typed) => {
    const kind = kindOf(c);
    if (kind === undefined) return c.notFound();
    const actor = c.get("actor");
    const setting = await settingOf(desk, c);
    const ruleSet = ruleSetFor(setting.organisation.system, setting.today);
    const path = `/soan-van-ban/${c.req.param("loai")}`;
    const drafts = may(actor, "document.draft");
    return show(
      desk,
      c,
      { title: `Soạn ${KINDS[kind].name.toLowerCase()}`, back: BACK, active: ACTIVE, problem },
      <Composing preview={`${path}/xem-truoc`}>
        <FreeForm
          action={path}
          kind={kind}
          setting={setting}
          typed={typed ?? {}}
          unsaved={typed !== undefined}
          person={actor.personId}
          writing={c.req.param("loai") ?? ""}
          directory={await directoryOf(desk, c)}
          templates={drafts ? await office.templates.choices(actor, { kind, ruleSet }) : []}
          save="Soạn dự thảo"
        />
      </Composing>,
    );
  };

  app.get("/soan-van-ban/:loai", (c) => free(c));
  app.post("/soan-van-ban/:loai", async (c) => {
    const form = await formOf(c);
    const kind = kindOf(c);
    if (kind === undefined) return c.notFound();
    const task = form.text("viec");
    if (task.startsWith("them:")) return free(c, undefined, withChosen(form.texts(), task.slice(5)));
    const draft = async () =>
      office.documents.draft(c.get("actor"), descriptionFrom(form, await settingOf(desk, c), kind));
    if (wantsJson(c)) return savedHere(c, draft, (id) => office.workflow.hold(c.get("actor"), id));
    return step(
      c,
      async () => {
        const made = await draft();
        return task === "tiep" ? `/van-ban/${made.id}/sua?xong=da-soan` : `/van-ban/${made.id}?xong=da-soan`;
      },
      (problem) => free(c, problem, form.texts()),
    );
  });

  app.post("/soan-van-ban/:loai/xem-truoc", async (c) => {
    const form = await formOf(c);
    const kind = kindOf(c);
    if (kind === undefined) return c.notFound();
    return answerPreview(
      c,
      form,
      async (options) =>
        office.documents.preview(c.get("actor"), descriptionFrom(form, await settingOf(desk, c), kind), options),
      appendixControls([]),
    );
  });
  app.post("/soan-van-ban/:loai/xem-truoc.pdf", async (c) => {
    const form = await formOf(c);
    const kind = kindOf(c);
    if (kind === undefined) return c.notFound();
    const description = descriptionFrom(form, await settingOf(desk, c), kind);
    return pdfAnswer(await office.documents.preview(c.get("actor"), description, { check: false }));
  });
}
