import type { Hono } from "hono";
import { AMENDMENT_KINDS } from "../../../shared/amendments/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { AmendmentDraft } from "../../../shared/office/index.ts";
import { DOCX, fileAnswer } from "../../api/files.ts";
import { askedNumber, type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { directoryOf, settingOf } from "../document-setting.ts";
import {
  choosingMany,
  type Editing,
  editingOf,
  firstTexts,
  instrumentOf,
  letterKindFrom,
  refuseNobody,
  reopened,
} from "../parts/amendment-editing.ts";
import { AmendmentForm, ComparisonChoice, EDITOR } from "../parts/amendment-form.tsx";
import { Example, WORDING, WordingForm } from "../parts/amendment-wording.tsx";
import type { Typed } from "../parts/document-fields.tsx";
import { answerPreview, Composing, pdfAnswer } from "../parts/preview.tsx";
import { withChosen } from "../parts/writing-fields.tsx";

const ACTIVE = "/soan-van-ban";

/** The amended appendix: comparing, choosing and wording the rows, the letter, previews, and the templates of the notes. */
export function amendmentPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  /** What can be amended and compared: issued documents that carry the programme, and its revisions. */
  const choicesOf = (c: WebContext, programmeId: string) =>
    Promise.all([
      office.amendments.documents(c.get("actor"), programmeId),
      office.programmes.history(c.get("actor"), programmeId),
    ]);

  const editor = async (
    c: WebContext,
    { request, typed }: Editing,
    problem?: Problem,
    choices = choicesOf(c, request.programmeId),
  ) => {
    const [comparison, [documents, history], setting, directory] = await Promise.all([
      office.amendments.compare(c.get("actor"), request),
      choices,
      settingOf(desk, c),
      directoryOf(desk, c),
    ]);
    const unsaved = c.req.method === "POST";
    return show(
      desk,
      c,
      {
        title: "Soạn phụ lục điều chỉnh",
        lead: `Chương trình “${comparison.to.title}”. Phụ lục nêu những nhiệm vụ khác nhau giữa hai bản, ban hành thành tệp riêng kèm công văn.`,
        back: [ACTIVE, "Soạn văn bản"],
        active: ACTIVE,
        problem,
      },
      <>
        <ComparisonChoice
          programmeId={request.programmeId}
          documents={documents}
          history={history}
          documentId={request.documentId ?? ""}
          from={request.from}
          to={comparison.to.revision}
          draftId={typed.draftId ?? ""}
        />
        <Composing
          preview={`${EDITOR}/xem-truoc`}
          parts={[
            ["phu-luc", "Phụ lục"],
            ["cong-van", "Văn bản gửi kèm"],
          ]}
        >
          <AmendmentForm
            comparison={comparison}
            documentId={request.documentId ?? ""}
            setting={setting}
            typed={typed}
            first={firstTexts(comparison, setting, typed)}
            person={c.get("actor").personId}
            directory={directory}
            unsaved={unsaved}
          />
        </Composing>
      </>,
    );
  };

  app.get(EDITOR, async (c) => {
    const draftId = c.req.query("du-thao");
    if (draftId !== undefined) return editor(c, await reopened(desk, c, draftId));
    const programmeId = c.req.query("chuong-trinh") ?? "";
    const choices = choicesOf(c, programmeId);
    const [documents, history] = await choices;
    const newest = history[0]!.revision;
    const plan = documents.find((one) => !one.amendment) ?? documents[0];
    const documentId = c.req.query("van-ban") ?? plan?.recordId ?? "";
    const carried = Math.max(0, ...documents.map((one) => one.revision).filter((revision) => revision < newest));
    const from = askedNumber(c, "tu", carried || Math.max(1, newest - 1));
    const to = askedNumber(c, "den", newest);
    const request = {
      programmeId,
      // Chosen the other way round, they are meant so all the same.
      from: Math.min(from, to),
      to: Math.max(from, to),
      ...(documentId === "" ? {} : { documentId }),
    };
    return editor(c, { request, typed: {} }, undefined, choices);
  });

  app.post(EDITOR, async (c) => {
    const form = await formOf(c);
    const actor = c.get("actor");
    const editing = await editingOf(desk, c, form);
    const task = form.text("viec");
    const many = /^(vao|ra):(\w*)$/.exec(task);
    if (many !== null) return editor(c, await choosingMany(desk, c, editing, many[1] === "vao", many[2]!));
    if (task === "tinh-lai") return editor(c, editing);
    if (task.startsWith("them:")) return editor(c, { ...editing, typed: withChosen(editing.typed, task.slice(5)) });
    return step(
      c,
      async () => {
        const draft = await draftOf(c, form, editing);
        refuseNobody(draft.letter);
        const draftId = form.text("draftId");
        const made =
          draftId === ""
            ? await office.amendments.draft(actor, draft)
            : await office.amendments.redraft(actor, draftId, form.rev(), draft);
        return `/van-ban/${made.id}?xong=${draftId === "" ? "da-soan" : "da-sua"}`;
      },
      (problem) => editor(c, editing, problem),
    );
  });

  /** What is typed as a whole draft; texts that nobody changed follow the rows. */
  const draftOf = async (c: WebContext, form: Form, { request, typed }: Editing): Promise<AmendmentDraft> => {
    const setting = await settingOf(desk, c);
    const comparison = await office.amendments.compare(c.get("actor"), request);
    const texts = { ...firstTexts(comparison, setting, typed), ...typed };
    const instrument = instrumentOf(typed);
    return {
      ...request,
      ...(instrument === undefined ? {} : { instrument }),
      appendixTitle: form.text("appendixTitle"),
      letter: { ...letterKindFrom(form, setting), subject: texts.subject ?? "", body: texts.body ?? "" },
    };
  };
  app.post(`${EDITOR}/xem-truoc`, async (c) => {
    const form = await formOf(c);
    const part = form.text("phan") === "cong-van" ? "letter" : "appendix";
    return answerPreview(
      c,
      form,
      async (options) =>
        office.amendments.preview(c.get("actor"), await draftOf(c, form, await editingOf(desk, c, form)), {
          ...options,
          part,
        }),
      { rows: "nhiem-vu-thay-doi", "appendices[0]": "appendixTitle" },
    );
  });
  app.post(`${EDITOR}/xem-truoc.pdf`, async (c) => {
    const form = await formOf(c);
    const draft = await draftOf(c, form, await editingOf(desk, c, form));
    return pdfAnswer(await office.amendments.preview(c.get("actor"), draft, { part: "letter", check: false }));
  });

  for (const kind of ["pdf", "docx"] as const) {
    app.post(`${EDITOR}/phu-luc.${kind}`, async (c) => {
      const form = await formOf(c);
      const { request } = await editingOf(desk, c, form);
      const setting = await settingOf(desk, c);
      const rendered = await office.amendments.appendix(c.get("actor"), {
        ...request,
        appendixTitle: form.text("appendixTitle") || "Danh mục nhiệm vụ điều chỉnh",
        letter: letterKindFrom(form, setting),
      });
      const contentType = kind === "pdf" ? "application/pdf" : DOCX;
      return fileAnswer({ name: `phu-luc-dieu-chinh.${kind}`, contentType, bytes: rendered[kind] }, kind === "pdf");
    });
  }

  wordingPages(app, desk);
}

function wordingPages(app: Hono<WebEnv>, desk: Desk): void {
  const { amendments } = desk.office;
  const page = async (c: WebContext, problem?: Problem, typed?: Typed) => {
    const { own, rev } = await amendments.wording(c.get("actor"));
    return show(
      desk,
      c,
      {
        title: "Mẫu câu ghi chú",
        lead: "Cách cơ quan viết cột “Nội dung điều chỉnh” trong phụ lục điều chỉnh.",
        back: [ACTIVE, "Soạn văn bản"],
        active: ACTIVE,
        problem,
      },
      <WordingForm own={own} rev={rev} typed={typed} />,
    );
  };

  app.get(WORDING, (c) => page(c));
  app.post(WORDING, async (c) => {
    const form = await formOf(c);
    if (form.text("viec") === "xem") return page(c, undefined, form.texts());
    return step(
      c,
      async () => {
        const wording = Object.fromEntries(AMENDMENT_KINDS.map((kind) => [kind, form.text(kind)]));
        await amendments.saveWording(c.get("actor"), form.rev(), wording);
        return `${WORDING}?xong=da-luu`;
      },
      (problem) => page(c, problem, form.texts()),
    );
  });

  /** A template as it is typed, tried on an invented task. */
  app.post(`${WORDING}/vi-du/:kind`, async (c) => {
    const kind = AMENDMENT_KINDS.find((one) => one === c.req.param("kind"));
    if (kind === undefined) return c.notFound();
    const form = await formOf(c);
    return c.html(<Example kind={kind} text={form.text(kind)} />);
  });
}
