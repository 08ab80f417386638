import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { PAGE_SIZES, vietnamDate } from "../../../shared/office/index.ts";
import { type Programme, parseTargets, programmeYear, type Target } from "../../../shared/tasks/index.ts";
import { askedNumber, type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { decimal } from "../parts/number-field.ts";
import { Empty, Field, Scroll } from "../parts/pieces.tsx";
import { columnsIn, programmeQuery } from "../parts/programme-query.ts";
import { ProgrammeView } from "../parts/programme-view.tsx";
import { TargetForm } from "../parts/target-table.tsx";
import { Percent } from "../parts/task-words.tsx";
import { madeRevision, ownBack, undoOffer } from "../parts/undo-offer.tsx";
import { programmeBulkPages } from "./programme-bulk.tsx";
import { programmeCellPages } from "./programme-cells.tsx";
import { programmeHistoryPages } from "./programme-history.tsx";
import { programmeNewTaskPages } from "./programme-new-task.tsx";
import { programmeTaskPages } from "./programme-task.tsx";

const ACTIVE = "/nhiem-vu";

/** Programmes of tasks: the list, one programme with its groups, tasks and targets; tasks and history have files of their own. */
export function programmePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const list = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const { programmes } = await office.attention.overview(c.get("actor"), 0);
    const mayWrite = may(c.get("actor"), "programme.edit");
    return show(
      desk,
      c,
      {
        title: "Nhiệm vụ",
        lead: "Chương trình nhiệm vụ và chỉ tiêu mà các kế hoạch, báo cáo, phụ lục được soạn từ đó.",
        active: ACTIVE,
        problem,
      },
      <>
        <section class="card">
          {programmes.length === 0 ? (
            <Empty title="Chưa có chương trình nhiệm vụ nào">
              Tạo một chương trình ở khung dưới, sau đó nhập nhiệm vụ từ Excel (.xlsx), .csv hoặc .tsv.
            </Empty>
          ) : (
            <Scroll label="Danh sách chương trình nhiệm vụ">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Chương trình</th>
                    <th scope="col">Kỳ</th>
                    <th scope="col" class="number">
                      Nhiệm vụ
                    </th>
                    <th scope="col">Hoàn thành</th>
                    <th scope="col" class="number">
                      Quá hạn
                    </th>
                    <th scope="col" class="number">
                      Sắp đến hạn
                    </th>
                    <th scope="col" class="number">
                      Chỉ tiêu
                    </th>
                    <th scope="col" class="number">
                      Bản
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {programmes.map(({ programme: one, totals }) => (
                    <tr>
                      <td>
                        <a href={`/nhiem-vu/${one.id}`}>{one.title}</a>
                      </td>
                      <td class="nowrap">{one.period}</td>
                      <td class="number">{one.tasks}</td>
                      <td>
                        {totals.tasks > 0 ? (
                          <Percent
                            value={Math.round((totals.done / totals.tasks) * 100)}
                            label={`Hoàn thành ${one.title}`}
                          />
                        ) : null}
                      </td>
                      <td class="number">
                        {totals.overdue > 0 ? <a href={`/nhiem-vu/${one.id}?tt=open-overdue`}>{totals.overdue}</a> : 0}
                      </td>
                      <td class="number">
                        {totals.dueSoon > 0 ? <a href={`/nhiem-vu/${one.id}?cb=due-soon`}>{totals.dueSoon}</a> : 0}
                      </td>
                      <td class="number">{one.targets}</td>
                      <td class="number">{one.revision}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
        </section>
        {mayWrite ? (
          <section class="card">
            <details open={programmes.length === 0 || problem !== undefined}>
              <summary>Thêm chương trình nhiệm vụ</summary>
              <form method="post" action="/nhiem-vu">
                <Field
                  name="title"
                  label="Tên chương trình"
                  value={typed.title}
                  hint="Ví dụ: Chuyển đổi số năm 2026"
                  maxlength={500}
                />
                <Field
                  name="period"
                  label="Kỳ thực hiện"
                  value={typed.period}
                  hint="Năm hoặc kỳ: 2026, Quý IV/2026"
                  maxlength={60}
                />
                <Field
                  name="basis"
                  label="Căn cứ"
                  rows={3}
                  optional
                  value={typed.basis}
                  hint="Mỗi văn bản làm căn cứ viết trên một dòng."
                />
                <div class="actions">
                  <button class="main" type="submit">
                    Tạo chương trình
                  </button>
                </div>
              </form>
            </details>
          </section>
        ) : null}
      </>,
    );
  };

  app.get("/nhiem-vu", (c) => list(c));

  app.post("/nhiem-vu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const made = await office.programmes.create(c.get("actor"), {
          title: form.text("title"),
          period: form.text("period"),
          basis: form.lines("basis"),
        });
        return `/nhiem-vu/${made.id}?xong=da-tao-chuong-trinh`;
      },
      (problem) => list(c, problem, form.texts()),
    );
  });

  const one = async (c: WebContext, problem?: Problem, typedTargets?: string) => {
    const actor = c.get("actor");
    const asked = askedNumber(c, "ban", 0);
    const watched = await office.attention.of(actor, c.req.param("id") ?? "", asked > 0 ? asked : undefined);
    const { programme } = watched;
    const newest =
      asked > 0
        ? (await office.programmes.history(actor, programme.id, { limit: 1 }))[0]!.revision
        : programme.revision;
    const mayWrite = may(actor, "programme.edit") && programme.revision === newest;
    const view = await office.taskTable.view(actor);
    return show(
      desk,
      c,
      {
        title: programme.title,
        lead: `Kỳ ${programme.period}. Bản ${programme.revision}${programme.revision < newest ? ` (bản mới nhất là ${newest})` : ""}.`,
        back: ["/nhiem-vu", "Nhiệm vụ"],
        active: ACTIVE,
        problem,
        offer: undoOffer(c, programme.id, mayWrite),
        tools: (
          <>
            <a class="button" href={`/nhiem-vu/${programme.id}/lich-su`}>
              Lịch sử
            </a>
            {mayWrite ? (
              <>
                <a class="button" href={`/nhiem-vu/${programme.id}/them-nhiem-vu`}>
                  Thêm nhiệm vụ
                </a>
                <a class="button" href={`/nhiem-vu/${programme.id}/nhap`}>
                  Nhập từ Excel
                </a>
              </>
            ) : null}
            {mayWrite && programme.tasks.length + programme.targets.length > 0 ? (
              <a class="button main" href={`/soan-van-ban/ke-hoach?chuong-trinh=${programme.id}`}>
                Soạn kế hoạch
              </a>
            ) : null}
          </>
        ),
      },
      <ProgrammeView
        watched={watched}
        newest={newest}
        mayWrite={mayWrite}
        typedTargets={typedTargets}
        query={programmeQuery((name) => c.req.query(name))}
        view={view}
      />,
    );
  };

  app.get("/nhiem-vu/:id", (c) => one(c));

  app.post("/nhiem-vu/:id/cot", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    return step(
      c,
      async () => {
        const size = Number(form.text("so"));
        await office.programmes.history(c.get("actor"), id, { limit: 1 });
        await office.taskTable.setView(c.get("actor"), {
          columns: columnsIn(form.all("cot").join(",")),
          ...(PAGE_SIZES.includes(size) ? { size } : {}),
          flat: form.text("phang") === "1",
        });
        const back = ownBack(form.text("ve"), id);
        return `${back}${back.includes("?") ? "&" : "?"}xong=da-nho-cot`;
      },
      (problem) => one(c, problem),
    );
  });

  app.post("/nhiem-vu/:id/chi-tieu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        // The programme as the form saw it; the store refuses the change when somebody saved a newer revision since.
        const programme = await office.programmes.get(c.get("actor"), c.req.param("id"), form.rev());
        const saved = await office.programmes.save(
          c.get("actor"),
          { ...programme, targets: [...programme.targets, ...targetsFrom(form, programme)] },
          "Thêm chỉ tiêu",
        );
        return `/nhiem-vu/${programme.id}?xong=da-luu${await madeRevision(office, c.get("actor"), saved, form.rev())}#chi-tieu`;
      },
      (problem) => one(c, problem, form.text("targets")),
    );
  });

  const target = async (c: WebContext, problem?: Problem, typed?: Record<string, string>) => {
    const programme = await office.programmes.get(c.get("actor"), c.req.param("id") ?? "");
    const found = programme.targets.find((each) => each.id === c.req.param("targetId"));
    if (found === undefined) return c.notFound();
    return show(
      desk,
      c,
      {
        title: "Chỉ tiêu",
        lead: programme.title,
        back: [`/nhiem-vu/${programme.id}#chi-tieu`, programme.title],
        active: ACTIVE,
        problem,
      },
      <TargetForm
        programme={programme}
        target={found}
        today={vietnamDate(office.clock())}
        // After a conflict the form goes by the revision whose values are shown now.
        typed={problem?.code === "CONFLICT" ? { ...typed, rev: String(programme.revision) } : typed}
        mayWrite={may(c.get("actor"), "programme.edit")}
      />,
    );
  };

  app.get("/nhiem-vu/:id/chi-tieu/:targetId", (c) => target(c));

  app.post("/nhiem-vu/:id/chi-tieu/:targetId", async (c) => {
    const form = await formOf(c);
    const { id, targetId } = c.req.param();
    return step(
      c,
      async () => {
        const saved = await office.programmes.setTargetActual(c.get("actor"), id, form.rev(), targetId, {
          value: decimal(form.text("value")),
          on: form.text("on"),
          evidence: form.text("evidence"),
        });
        return `/nhiem-vu/${id}?xong=da-luu${await madeRevision(office, c.get("actor"), saved, form.rev())}#chi-tieu`;
      },
      (problem) => target(c, problem, form.texts()),
    );
  });

  programmeTaskPages(app, desk);
  programmeCellPages(app, desk);
  programmeBulkPages(app, desk);
  programmeNewTaskPages(app, desk);
  programmeHistoryPages(app, desk);
}

/** @throws INVALID when no target could be read */
function targetsFrom(form: Form, programme: Programme): Target[] {
  const targets = parseTargets(form.text("targets"), { year: programmeYear(programme) });
  if (targets.length === 0) {
    throw new VanthuError("INVALID", {
      message: "Chưa đọc được chỉ tiêu nào.",
      where: "Chỉ tiêu",
      hint: "Viết mỗi chỉ tiêu trên một dòng, bắt đầu bằng “- ”.",
    });
  }
  return targets.map((target) => ({ ...target, id: `ct-${crypto.randomUUID()}` }));
}
