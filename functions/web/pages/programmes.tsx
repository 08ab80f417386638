import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import { vietnamDate } from "../../../shared/office/index.ts";
import { type Programme, parseDeadline, parseTargets, type Target, type Task } from "../../../shared/tasks/index.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { Empty, Field, Scroll } from "../parts/pieces.tsx";
import { ProgrammeView } from "../parts/programme-view.tsx";
import { TaskForm } from "../parts/task-form.tsx";

const ACTIVE = "/nhiem-vu";

/** Programmes of tasks: the list, one programme with its groups, tasks and targets, one task. */
export function programmePages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const list = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const programmes = await office.programmes.list(c.get("actor"));
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
                    <th scope="col" class="number">
                      Chỉ tiêu
                    </th>
                    <th scope="col" class="number">
                      Bản
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {programmes.map((one) => (
                    <tr>
                      <td>
                        <a href={`/nhiem-vu/${one.id}`}>{one.title}</a>
                      </td>
                      <td class="nowrap">{one.period}</td>
                      <td class="number">{one.tasks}</td>
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
    const asked = Number(c.req.query("ban") ?? "");
    const programme = await office.programmes.get(
      c.get("actor"),
      c.req.param("id") ?? "",
      asked > 0 ? asked : undefined,
    );
    const newest =
      asked > 0 ? (await office.programmes.get(c.get("actor"), programme.id)).revision : programme.revision;
    const mayWrite = may(c.get("actor"), "programme.edit") && programme.revision === newest;
    return show(
      desk,
      c,
      {
        title: programme.title,
        lead: `Kỳ ${programme.period}. Bản ${programme.revision}${programme.revision < newest ? ` (bản mới nhất là ${newest})` : ""}.`,
        back: ["/nhiem-vu", "Nhiệm vụ"],
        active: ACTIVE,
        problem,
        tools: mayWrite ? (
          <>
            <a class="button" href={`/nhiem-vu/${programme.id}/nhap`}>
              Nhập từ Excel
            </a>
            {programme.tasks.length + programme.targets.length > 0 ? (
              <a class="button main" href={`/soan-van-ban/ke-hoach?chuong-trinh=${programme.id}`}>
                Soạn kế hoạch
              </a>
            ) : null}
          </>
        ) : null,
      },
      <ProgrammeView
        programme={programme}
        newest={newest}
        mayWrite={mayWrite}
        typedTargets={typedTargets}
        query={{ tim: c.req.query("tim") ?? "", tt: c.req.query("tt") ?? "" }}
        today={vietnamDate(office.clock())}
      />,
    );
  };

  app.get("/nhiem-vu/:id", (c) => one(c));

  app.post("/nhiem-vu/:id/chi-tieu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const programme = await atRevision(office, c, form);
        await office.programmes.save(
          c.get("actor"),
          { ...programme, targets: [...programme.targets, ...targetsFrom(form, programme)] },
          "Thêm chỉ tiêu",
        );
        return `/nhiem-vu/${programme.id}?xong=da-luu#chi-tieu`;
      },
      (problem) => one(c, problem, form.text("targets")),
    );
  });

  const task = async (c: WebContext, problem?: Problem, typed?: Record<string, string>) => {
    const programme = await office.programmes.get(c.get("actor"), c.req.param("id") ?? "");
    const found = programme.tasks.find((each) => each.id === c.req.param("taskId"));
    if (found === undefined) return c.notFound();
    return show(
      desk,
      c,
      {
        title: `Nhiệm vụ ${found.number}`.trim(),
        lead: programme.title,
        back: [`/nhiem-vu/${programme.id}`, programme.title],
        active: ACTIVE,
        problem,
      },
      <TaskForm programme={programme} task={found} typed={typed} mayWrite={may(c.get("actor"), "programme.edit")} />,
    );
  };

  app.get("/nhiem-vu/:id/nhiem-vu/:taskId", (c) => task(c));

  app.post("/nhiem-vu/:id/nhiem-vu/:taskId", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const programme = await atRevision(office, c, form);
        const tasks = programme.tasks.map((each) =>
          each.id === c.req.param("taskId") ? changedTask(each, form, programme) : each,
        );
        await office.programmes.save(c.get("actor"), { ...programme, tasks }, form.text("why"));
        return `/nhiem-vu/${programme.id}?xong=da-luu`;
      },
      (problem) => task(c, problem, form.texts()),
    );
  });
}

/** The programme as the form saw it; the store refuses the change when somebody saved a newer revision since. */
async function atRevision(office: Office, c: WebContext, form: Form): Promise<Programme> {
  return office.programmes.get(c.get("actor"), c.req.param("id") ?? "", form.rev());
}

function changedTask(task: Task, form: Form, programme: Programme): Task {
  const completedOn = form.text("completedOn");
  return {
    ...task,
    name: form.text("name"),
    leadAgency: form.text("leadAgency"),
    coordinatingAgencies: form.text("coordinatingAgencies"),
    output: form.text("output"),
    deadline: parseDeadline(form.text("deadline"), { year: yearIn(programme) }),
    basis: form.text("basis"),
    note: form.text("note"),
    amendmentNote: form.text("amendmentNote"),
    completedOn: completedOn === "" ? undefined : completedOn,
  };
}

/** @throws INVALID when no target could be read */
function targetsFrom(form: Form, programme: Programme): Target[] {
  const targets = parseTargets(form.text("targets"), { year: yearIn(programme) });
  if (targets.length === 0) {
    throw new VanthuError("INVALID", {
      message: "Chưa đọc được chỉ tiêu nào.",
      where: "Chỉ tiêu",
      hint: "Viết mỗi chỉ tiêu trên một dòng, bắt đầu bằng “- ”.",
    });
  }
  return targets.map((target) => ({ ...target, id: `ct-${crypto.randomUUID()}` }));
}

function yearIn(programme: Programme): number | undefined {
  const found = /(?:19|20)\d{2}/.exec(programme.period);
  return found ? Number(found[0]) : undefined;
}
