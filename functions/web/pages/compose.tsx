import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import type { DocumentDescription, DocumentKind } from "../../../shared/documents/index.ts";
import { isVanthuError, type Problem } from "../../../shared/errors/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import { problemOf } from "../../api/problems.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { settingOf } from "../document-setting.ts";
import { FreeForm, PlanForm } from "../parts/compose-forms.tsx";
import { descriptionFrom, signatureFrom, type Typed, typedOf } from "../parts/document-fields.tsx";
import { Empty, Notice } from "../parts/pieces.tsx";
import { EditorHold } from "../parts/workflow.tsx";

const ACTIVE = "/soan-van-ban";
const BACK: [string, string] = [ACTIVE, "Soạn văn bản"];
/** Kinds written freely, with their place in the address. */
const FREE_KINDS = new Map<string, DocumentKind>([
  ["bao-cao", "BC"],
  ["cong-van", "CV"],
  ["thong-bao", "TB"],
  ["to-trinh", "TTr"],
  ["quyet-dinh", "QĐ"],
  ["huong-dan", "HD"],
  ["chuong-trinh", "CTr"],
]);

/** Composing: what kind, then its parts; the draft opens beside its PDF. */
export function composePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  app.get("/soan-van-ban", async (c) => {
    const programmes = await office.programmes.list(c.get("actor"));
    const amendable = programmes.filter((one) => one.revision > 1);
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
            {programmes.map((one) => (
              <a class="tile" href={`/soan-van-ban/ke-hoach?chuong-trinh=${one.id}`}>
                <b>Kế hoạch</b> {one.title} ({one.period}): {one.tasks} nhiệm vụ, {one.targets} chỉ tiêu
              </a>
            ))}
            {amendable.map((one) => (
              <a class="tile" href={`/soan-van-ban/dieu-chinh?chuong-trinh=${one.id}`}>
                <b>Phụ lục điều chỉnh</b> {one.title} ({one.period}): kèm công văn, từ {one.revision} bản đã lưu
              </a>
            ))}
            {amendable.length > 0 ? (
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

  const free = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const kind = FREE_KINDS.get(c.req.param("loai") ?? "");
    if (kind === undefined) return c.notFound();
    const setting = await settingOf(desk, c);
    return show(
      desk,
      c,
      { title: `Soạn ${KINDS[kind].name.toLowerCase()}`, back: BACK, active: ACTIVE, problem },
      <FreeForm action={c.req.path} kind={kind} setting={setting} typed={typed} save="Soạn dự thảo" />,
    );
  };

  app.get("/soan-van-ban/:loai", (c) => free(c));
  app.post("/soan-van-ban/:loai", async (c) => {
    const form = await formOf(c);
    const kind = FREE_KINDS.get(c.req.param("loai"));
    if (kind === undefined) return c.notFound();
    return step(
      c,
      async () => {
        const made = await office.documents.draft(
          c.get("actor"),
          descriptionFrom(form, await settingOf(desk, c), kind),
        );
        return `/van-ban/${made.id}?xong=da-soan`;
      },
      (problem) => free(c, problem, form.texts()),
    );
  });
}

function planPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const plan = async (c: WebContext, problem?: Problem, typed: Typed = {}) => {
    const programme = await office.programmes.get(
      c.get("actor"),
      typed.programmeId ?? c.req.query("chuong-trinh") ?? "",
    );
    const setting = await settingOf(desk, c);
    return show(
      desk,
      c,
      {
        title: "Soạn kế hoạch",
        lead: `Từ chương trình “${programme.title}” bản ${programme.revision}: ${programme.targets.length} chỉ tiêu vào phần mục tiêu, ${programme.tasks.length} nhiệm vụ vào phụ lục.`,
        back: BACK,
        active: ACTIVE,
        problem,
      },
      <PlanForm programme={programme} setting={setting} typed={typed} />,
    );
  };

  app.get("/soan-van-ban/ke-hoach", (c) => plan(c));
  app.post("/soan-van-ban/ke-hoach", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const made = await office.documents.draftPlan(c.get("actor"), {
          programmeId: form.text("programmeId"),
          subject: form.text("subject"),
          notation: form.text("notation"),
          opening: form.text("opening"),
          purpose: form.text("purpose"),
          requirements: form.text("requirements"),
          ...(form.text("generalAim") ? { generalAim: form.text("generalAim") } : {}),
          implementation: form.text("implementation"),
          recipients: form.lines("recipients"),
          signature: signatureFrom(form, await settingOf(desk, c)),
        });
        return `/van-ban/${made.id}?xong=da-soan`;
      },
      (problem) => plan(c, problem, form.texts()),
    );
  });
}

function editPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const edit = async (c: WebContext, problem?: Problem, typed?: Typed) => {
    const document = await office.documents.get(c.get("actor"), c.req.param("id") ?? "");
    const held = await takenBy(c, document.id);
    const setting = await settingOf(desk, c);
    const returned =
      document.state === "returned" ? document.history.findLast((entry) => entry.action === "return") : undefined;
    return show(
      desk,
      c,
      {
        title: "Sửa dự thảo",
        lead: `${KINDS[document.kind].name}: ${document.subject}`,
        back: [`/van-ban/${document.id}`, "Văn bản"],
        active: "/van-ban",
        problem: problem ?? held,
      },
      <>
        <EditorHold
          id={document.id}
          held={held}
          mayTakeOver={may(c.get("actor"), "document.number") || may(c.get("actor"), "document.sign")}
        />
        {returned ? (
          <Notice tone="warn" title={`${returned.person} trả lại`}>
            <p class="lines">{returned.note}</p>
          </Notice>
        ) : null}
        {/* Who cannot save is not offered the form; what was typed already is not lost. */}
        {held !== undefined && typed === undefined ? null : (
          <FreeForm
            action={`/van-ban/${document.id}/sua`}
            kind={document.kind}
            setting={setting}
            // What was typed keeps the revision it was typed on: saved again after a conflict, it must not undo what the other did.
            typed={{ rev: String(document.rev), ...typedOf(document.description), ...typed }}
            save="Lưu dự thảo"
            appendices={document.description.appendices?.length ?? 0}
          />
        )}
      </>,
    );
  };

  /** Takes the right to edit, or says who has it. */
  const takenBy = async (c: WebContext, id: string): Promise<Problem | undefined> => {
    try {
      await office.workflow.hold(c.get("actor"), id);
      return undefined;
    } catch (error) {
      if (isVanthuError(error) && (error.code === "DOCUMENT_HELD" || error.code === "STATE_FORBIDDEN"))
        return problemOf(error);
      throw error;
    }
  };

  app.get("/van-ban/:id/sua", (c) => edit(c));
  app.post("/van-ban/:id/sua", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const { description } = await office.documents.get(c.get("actor"), c.req.param("id"));
        const addressees = form.lines("addressees");
        // What the form does not show (appendices, footnotes, rule set) stays as it was.
        const changed: DocumentDescription = {
          ...description,
          subject: form.text("subject"),
          notation: form.text("notation"),
          place: form.text("place"),
          addressees: addressees.length > 0 ? addressees : undefined,
          body: form.text("body"),
          recipients: form.lines("recipients"),
          signature: signatureFrom(form, await settingOf(desk, c)),
        };
        await office.documents.edit(c.get("actor"), c.req.param("id"), form.rev(), changed);
        await office.workflow.release(c.get("actor"), c.req.param("id"));
        return `/van-ban/${c.req.param("id")}?xong=da-sua`;
      },
      (problem) => edit(c, problem, form.texts()),
    );
  });
}
