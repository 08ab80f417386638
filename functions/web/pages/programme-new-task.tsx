import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { TaskInput } from "../../../shared/tasks/index.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { Field } from "../parts/pieces.tsx";
import { TaskForm, taskEdit } from "../parts/task-form.tsx";
import { madeRevision, undoOffer } from "../parts/undo-offer.tsx";

/** A task, or a group for it, to be added to a programme. */
export function programmeNewTaskPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const fresh = async (
    c: WebContext,
    failure?: { problem: Problem; typed: Record<string, string>; groupForm?: boolean },
  ) => {
    const programme = await office.programmes.get(c.get("actor"), c.req.param("id") ?? "");
    const mayWrite = may(c.get("actor"), "programme.edit");
    const typed = failure && { ...failure.typed, rev: String(programme.revision) };
    return show(
      desk,
      c,
      {
        title: "Thêm nhiệm vụ",
        lead: programme.title,
        back: [`/nhiem-vu/${programme.id}`, programme.title],
        active: "/nhiem-vu",
        problem: failure?.problem,
        offer: undoOffer(c, programme.id, mayWrite),
      },
      <>
        <TaskForm
          programme={programme}
          action={`/nhiem-vu/${programme.id}/them-nhiem-vu`}
          typed={failure?.groupForm ? undefined : typed}
          mayWrite={mayWrite}
        />
        {mayWrite ? (
          <section class="card">
            <details open={failure?.groupForm}>
              <summary>Thêm nhóm nhiệm vụ</summary>
              <form method="post" action={`/nhiem-vu/${programme.id}/them-nhom`}>
                <input type="hidden" name="rev" value={String(programme.revision)} />
                <div class="pair">
                  <Field
                    name="number"
                    scope="nhom-"
                    label="Số của nhóm"
                    value={failure?.groupForm ? failure.typed.number : ""}
                    hint="Ví dụ: I, II, III"
                    maxlength={30}
                  />
                  <Field
                    name="name"
                    scope="nhom-"
                    label="Tên nhóm"
                    value={failure?.groupForm ? failure.typed.name : ""}
                    maxlength={500}
                  />
                </div>
                <div class="actions">
                  <button type="submit">Thêm nhóm</button>
                </div>
              </form>
            </details>
          </section>
        ) : null}
      </>,
    );
  };

  app.get("/nhiem-vu/:id/them-nhiem-vu", (c) => fresh(c));

  app.post("/nhiem-vu/:id/them-nhiem-vu", async (c) => {
    const form = await formOf(c);
    const { id } = c.req.param();
    return step(
      c,
      async () => {
        const reason = { why: form.text("why"), basis: form.text("changeBasis") };
        const input = taskEdit(form) as TaskInput;
        const saved = await office.programmes.addTask(c.get("actor"), id, form.rev(), input, reason);
        return `/nhiem-vu/${id}?xong=da-them-nhiem-vu${await madeRevision(office, c.get("actor"), saved, form.rev())}`;
      },
      (problem) => fresh(c, { problem, typed: form.texts() }),
    );
  });

  app.post("/nhiem-vu/:id/them-nhom", async (c) => {
    const form = await formOf(c);
    const { id } = c.req.param();
    return step(
      c,
      async () => {
        const group = { number: form.text("number"), name: form.text("name") };
        const saved = await office.programmes.addGroup(c.get("actor"), id, form.rev(), group);
        return `/nhiem-vu/${id}/them-nhiem-vu?xong=da-luu${await madeRevision(office, c.get("actor"), saved, form.rev())}`;
      },
      (problem) => fresh(c, { problem, typed: form.texts(), groupForm: true }),
    );
  });
}
