import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { isVanthuError, type Problem } from "../../../shared/errors/index.ts";
import { KINDS } from "../../../shared/format/index.ts";
import { problemOf } from "../../api/problems.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { directoryOf, settingOf } from "../document-setting.ts";
import { FreeForm } from "../parts/compose-forms.tsx";
import { changedFrom, type Typed, typedOf } from "../parts/document-fields.tsx";
import { Notice } from "../parts/pieces.tsx";
import { answerPreview, Composing, pdfAnswer } from "../parts/preview.tsx";
import { savedHere, wantsJson } from "../parts/saved-here.ts";
import { WordVersionNotice } from "../parts/word-round.tsx";
import { EditorHold } from "../parts/workflow.tsx";
import { appendixControls, withChosen } from "../parts/writing-fields.tsx";

/** Changing a draft, with the PDF beside it. */
export function editPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const edit = async (c: WebContext, problem?: Problem, typed?: Typed) => {
    const actor = c.get("actor");
    const document = await office.documents.get(actor, c.req.param("id") ?? "");
    const held = await takenBy(c, document.id);
    const { kind, ruleSet, description } = document;
    const returned =
      document.state === "returned" ? document.history.findLast((entry) => entry.action === "return") : undefined;
    const address = `/van-ban/${document.id}/sua`;
    // Who cannot save is not offered the form; what was typed already is not lost.
    const closed = held !== undefined && typed === undefined;
    return show(
      desk,
      c,
      {
        title: "Sửa dự thảo",
        lead: `${KINDS[kind].name}: ${document.subject}`,
        back: [`/van-ban/${document.id}`, "Văn bản"],
        active: "/van-ban",
        problem: problem ?? held,
      },
      <>
        <EditorHold
          id={document.id}
          held={held}
          mayTakeOver={may(actor, "document.number") || may(actor, "document.sign")}
        />
        {returned ? (
          <Notice tone="warn" title={`${returned.person} trả lại`}>
            <p class="lines">{returned.note}</p>
          </Notice>
        ) : null}
        {closed ? null : <WordVersionNotice document={document} />}
        {closed ? null : (
          <Composing preview={`${address}/xem-truoc`}>
            <FreeForm
              action={address}
              kind={kind}
              setting={await settingOf(desk, c)}
              // What was typed keeps the revision it was typed on: saved again after a conflict, it must not undo what the other did.
              typed={{ rev: String(document.rev), ...typedOf(description), ...typed }}
              unsaved={typed !== undefined}
              person={actor.personId}
              writing={`van-ban:${document.id}`}
              directory={await directoryOf(desk, c)}
              templates={may(actor, "document.draft") ? await office.templates.choices(actor, { kind, ruleSet }) : []}
              save="Lưu dự thảo"
              appendices={description.appendices ?? []}
              docx={`/van-ban/${document.id}/docx`}
            />
          </Composing>
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

  const changed = async (c: WebContext, form: Form) => {
    const [{ description }, setting] = await Promise.all([
      office.documents.get(c.get("actor"), c.req.param("id") ?? ""),
      settingOf(desk, c),
    ]);
    return { old: description, description: changedFrom(form, setting, description) };
  };

  app.get("/van-ban/:id/sua", (c) => edit(c));
  app.post("/van-ban/:id/sua", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    const task = form.text("viec");
    if (task.startsWith("them:")) return edit(c, undefined, withChosen(form.texts(), task.slice(5)));
    const save = async () =>
      office.documents.edit(c.get("actor"), id, form.rev(), (await changed(c, form)).description);
    if (wantsJson(c)) return savedHere(c, save);
    return step(
      c,
      async () => {
        await save();
        if (task === "tiep") return `/van-ban/${id}/sua?xong=da-sua`;
        await office.workflow.release(c.get("actor"), id);
        return `/van-ban/${id}?xong=da-sua`;
      },
      (problem) => edit(c, problem, form.texts()),
    );
  });
  app.post("/van-ban/:id/sua/xem-truoc", async (c) => {
    const form = await formOf(c);
    const { old, description } = await changed(c, form);
    const of = c.req.param("id");
    return answerPreview(
      c,
      form,
      (options) => office.documents.preview(c.get("actor"), description, { ...options, of }),
      appendixControls(old.appendices ?? []),
    );
  });
  app.post("/van-ban/:id/sua/xem-truoc.pdf", async (c) => {
    const { description } = await changed(c, await formOf(c));
    const of = c.req.param("id");
    return pdfAnswer(await office.documents.preview(c.get("actor"), description, { check: false, of }));
  });
}
