import type { Hono } from "hono";
import { allow } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { RelationKind, VersionComparison } from "../../../shared/office/index.ts";
import { DOCX, fileAnswer } from "../../api/files.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { titleWords } from "../parts/document-parts.tsx";
import { Empty, Field, Select, Step } from "../parts/pieces.tsx";
import { SigningTabs } from "../parts/signing-tabs.tsx";
import { SlipView } from "../parts/workflow.tsx";

const ACTIVE = "/van-ban";
const SETTINGS = "/quan-tri/quy-trinh";

/** What belongs to a document's workflow on pages of its own: submission slip, versions compared, the lock of the editor, the office's setting. */
export function documentWorkflowPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { workflow } = office;

  const slipPage = async (c: WebContext, problem?: Problem, typed = "") => {
    const actor = c.get("actor");
    const id = c.req.param("id") ?? "";
    const [document, slip, view] = await Promise.all([
      office.documents.get(actor, id),
      workflow.slip(actor, id),
      workflow.view(actor, id),
    ]);
    const submitted = document.state === "submitted" || document.state === "approved";
    const says = submitted && view.actions.some(({ action, mine }) => mine && action !== "withdraw");
    return show(
      desk,
      c,
      {
        title: "Phiếu trình",
        lead: titleWords(document),
        back: [`/van-ban/${id}`, "Văn bản"],
        active: ACTIVE,
        problem,
        tools: (
          <>
            <a class="button" href={`/van-ban/${id}/phieu-trinh.pdf`}>
              Mở PDF
            </a>
            <a class="button" href={`/van-ban/${id}/phieu-trinh.docx`}>
              Tải DOCX
            </a>
          </>
        ),
      },
      <div class="reading">
        <SlipView slip={slip} />
        {says ? (
          <section class="card">
            <h2>Cho ý kiến</h2>
            <Step action={`/van-ban/${id}/y-kien`} name="Ghi ý kiến">
              <Field
                name="text"
                label="Ý kiến"
                rows={3}
                maxlength={4000}
                value={typed}
                hint="Ghi vào phiếu trình, chưa quyết định gì. Duyệt, ký hoặc trả lại ở trang văn bản."
              />
            </Step>
          </section>
        ) : null}
      </div>,
    );
  };

  app.get("/van-ban/:id/phieu-trinh", (c) => slipPage(c));
  app.post("/van-ban/:id/y-kien", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await workflow.opinion(c.get("actor"), id, form.text("text"));
        return `/van-ban/${id}/phieu-trinh?xong=da-cho-y-kien`;
      },
      (problem) => slipPage(c, problem, form.text("text")),
    );
  });
  for (const format of ["pdf", "docx"] as const) {
    app.get(`/van-ban/:id/phieu-trinh.${format}`, async (c) => {
      const file = await workflow.slipFile(c.get("actor"), c.req.param("id"), format);
      const contentType = format === "pdf" ? "application/pdf" : DOCX;
      return fileAnswer({ ...file, contentType }, format === "pdf");
    });
  }
  app.get("/van-ban/:id/ban-trinh/:file{[0-9]{1,6}\\.(?:pdf|docx)}", async (c) => {
    const [version, format] = c.req.param("file").split(".") as [string, "pdf" | "docx"];
    const file = await workflow.versionFile(c.get("actor"), c.req.param("id"), Number(version), format);
    return fileAnswer({ ...file, contentType: format === "pdf" ? "application/pdf" : DOCX }, format === "pdf");
  });

  app.get("/van-ban/:id/so-sanh", async (c) => {
    const actor = c.get("actor");
    const id = c.req.param("id");
    const [document, versions] = await Promise.all([office.documents.get(actor, id), workflow.versions(actor, id)]);
    const from = Number(c.req.query("tu") ?? "1");
    const to = Number(c.req.query("den") ?? "0");
    const compared = await workflow.compare(actor, id, from, to);
    const choices = versions.map(({ version, at }): [string, string] => [
      String(version),
      `Bản trình ${version} (${dateAndTime(at)})`,
    ]);
    return show(
      desk,
      c,
      {
        title: "So sánh các bản",
        lead: titleWords(document),
        back: [`/van-ban/${id}`, "Văn bản"],
        active: ACTIVE,
      },
      <>
        <form class="filter" method="get" action={`/van-ban/${id}/so-sanh`}>
          <Select name="tu" label="Từ" value={String(from)} options={choices} thin />
          <Select name="den" label="Đến" value={String(to)} options={[...choices, ["0", "Bản hiện tại"]]} thin />
          <button type="submit">So sánh</button>
        </form>
        <Compared compared={compared} />
      </>,
    );
  });

  app.post("/van-ban/:id/soan-lien-quan", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        const made = await workflow.draftRelated(c.get("actor"), id, form.text("kind") as RelationKind);
        return `/van-ban/${made.id}?xong=da-soan-lien-quan`;
      },
      (problem) => problemPage(c, id, problem),
    );
  });

  // The editor's page asks for this every few minutes, and again when it is left.
  app.post("/van-ban/:id/giu", async (c) => {
    await workflow.hold(c.get("actor"), c.req.param("id"));
    return c.body(null, 204);
  });
  app.post("/van-ban/:id/tha", async (c) => {
    await workflow.release(c.get("actor"), c.req.param("id"));
    return c.redirect(`/van-ban/${c.req.param("id")}`, 303);
  });
  app.post("/van-ban/:id/nhan-sua", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        await workflow.takeOver(c.get("actor"), id, form.text("reason"));
        return `/van-ban/${id}/sua?xong=da-nhan-sua`;
      },
      (problem) => problemPage(c, id, problem),
    );
  });

  const problemPage = async (c: WebContext, id: string, problem: Problem) => {
    const document = await office.documents.get(c.get("actor"), id);
    return show(
      desk,
      c,
      { title: titleWords(document), back: [`/van-ban/${id}`, "Văn bản"], active: ACTIVE, problem },
      <p>
        <a href={`/van-ban/${id}`}>Về trang văn bản</a>
      </p>,
    );
  };

  const settingsPage = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const { approval, unitHead } = await workflow.settings(actor);
    return show(
      desk,
      c,
      {
        title: "Quy trình duyệt",
        lead: "Áp dụng cho văn bản chưa ký từ nay về sau.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        <SigningTabs active={SETTINGS} />
        <form class="reading card" method="post" action={SETTINGS}>
          <fieldset>
            <legend>Duyệt bản thảo (NĐ30 Điều 11)</legend>
            {(
              [
                ["optional", "Ký là duyệt: người có thẩm quyền ký thẳng bản trình, hoặc duyệt trước rồi ký"],
                ["required", "Phải duyệt trước khi ký: bản trình được duyệt thành một bước riêng"],
              ] as const
            ).map(([value, words]) => (
              <label class="check">
                <input type="radio" name="approval" value={value} checked={value === approval} />
                <span>{words}</span>
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend>Trưởng đơn vị</legend>
            <label class="check">
              <input type="checkbox" name="unitHead" value="required" checked={unitHead === "required"} />
              <span>Bắt buộc duyệt qua trưởng đơn vị của người soạn, khi đơn vị có trưởng</span>
            </label>
          </fieldset>
          <button type="submit" class="main">
            Lưu
          </button>
        </form>
      </>,
    );
  };
  app.get(SETTINGS, (c) => settingsPage(c));
  app.post(SETTINGS, async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        await workflow.changeSettings(c.get("actor"), {
          approval: form.text("approval") as "optional" | "required",
          unitHead: form.text("unitHead") === "required" ? "required" : "optional",
        });
        return `${SETTINGS}?xong=da-luu`;
      },
      (problem) => settingsPage(c, problem),
    );
  });
}

function Compared({ compared }: { compared: VersionComparison }) {
  const { parts, same } = compared;
  if (parts.length === 0) {
    return (
      <section class="card">
        <Empty title="Hai bản giống hệt nhau">Mọi phần của văn bản đều không đổi.</Empty>
      </section>
    );
  }
  return (
    <>
      <p class="small soft">
        {parts.length} phần khác nhau, {same} phần không đổi. Chữ gạch ngang là bỏ đi, chữ gạch chân là thêm vào.
      </p>
      {parts.map(({ part, marks }) => (
        <section class="card">
          <h2>{part}</h2>
          <p class="lines">
            {marks.map(({ kind, text }) =>
              kind === "same" ? (
                text
              ) : kind === "removed" ? (
                <del class="word">{text}</del>
              ) : (
                <ins class="word">{text}</ins>
              ),
            )}
          </p>
        </section>
      ))}
    </>
  );
}
