import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { isVanthuError, type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import type { Programme, RecordedEvent, Task } from "../../../shared/tasks/index.ts";
import { fileAnswer } from "../../api/files.ts";
import { askedNumber, type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { decimal } from "../parts/number-field.ts";
import { EventHistory } from "../parts/programme-events.tsx";
import { type TaskAction, TaskActions } from "../parts/task-actions.tsx";
import { ConflictView, conflictOf } from "../parts/task-conflict.tsx";
import { evidenceFiles, TaskFiles } from "../parts/task-files.tsx";
import { TaskForm, taskEdit } from "../parts/task-form.tsx";
import { TaskRail } from "../parts/task-rail.tsx";
import { madeRevision, undoOffer } from "../parts/undo-offer.tsx";

const ACTIVE = "/nhiem-vu";

/** Events of a task that its page shows. */
const EVENTS_SHOWN = 100;

/** What failed on the page of a task: which form, with what was typed. */
interface Failure {
  problem: Problem;
  typed: Record<string, string>;
  action?: TaskAction;
  /** The form that adds files. */
  files?: boolean;
}

/** One task: how it stands, its steps (progress, completion, extension), its text, its history. */
export function programmeTaskPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, failure?: Failure) => {
    const actor = c.get("actor");
    const [id, taskId] = [c.req.param("id") ?? "", c.req.param("taskId") ?? ""];
    const asked = failure === undefined ? askedNumber(c, "ban", 0) : 0;
    const watched = await office.attention.of(actor, id, asked > 0 ? asked : undefined);
    const { programme } = watched;
    const task = programme.tasks.find((one) => one.id === taskId);
    const events = await office.programmes.events(actor, id, { taskId, limit: EVENTS_SHOWN });
    if (task === undefined) return events.length === 0 ? c.notFound() : gone(c, programme, events, failure?.problem);
    const mayWrite = may(actor, "programme.edit") && !(asked > 0);
    const conflict =
      failure?.problem.code === "CONFLICT" ? await conflicting(office, c, failure, programme, task, events) : undefined;
    // Saving again after a conflict is on purpose: it goes by the revision whose values were shown.
    const typed = failure && conflict ? { ...conflict.form, rev: String(programme.revision) } : failure?.typed;
    const group = programme.groups.find((one) => one.id === task.groupId);
    return show(
      desk,
      c,
      {
        title: `Nhiệm vụ ${task.number}`.trim(),
        lead: `${programme.title}${group ? ` – ${group.number}. ${group.name}` : ""}${asked > 0 ? ` (bản ${programme.revision})` : ""}`,
        back: [`/nhiem-vu/${programme.id}${asked > 0 ? `?ban=${asked}` : ""}`, programme.title],
        active: ACTIVE,
        tools:
          asked > 0 ? (
            <a class="button" href={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}`}>
              Xem nhiệm vụ hiện nay
            </a>
          ) : null,
        problem: conflict && conflict.conflicts.length > 0 ? undefined : failure?.problem,
        offer: undoOffer(c, programme.id, mayWrite),
      },
      <>
        {conflict && conflict.conflicts.length > 0 ? (
          <ConflictView conflicts={conflict.conflicts} programme={programme} />
        ) : null}
        <div class="beside">
          <div>
            <section class="card">
              <h2 class="lines">{task.name}</h2>
              <p>
                Chủ trì: <b>{task.leadAgency}</b>
                {task.coordinatingAgencies ? `; phối hợp: ${task.coordinatingAgencies}` : ""}
              </p>
              {task.output ? <p class="lines">Sản phẩm: {task.output}</p> : null}
            </section>
            {mayWrite ? (
              <TaskActions
                programme={programme}
                task={task}
                today={watched.today}
                failed={failure?.action}
                wanted={c.req.query("mo")}
                typed={typed}
              />
            ) : null}
            <TaskFiles
              programme={programme}
              task={task}
              mayWrite={mayWrite}
              typed={failure?.files ? typed : undefined}
            />
            <TaskForm
              programme={programme}
              task={task}
              action={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}`}
              typed={failure?.action === undefined && !failure?.files ? typed : undefined}
              mayWrite={mayWrite}
            />
          </div>
          <div class="rail">
            <TaskRail
              task={task}
              status={watched.statuses.get(task.id)!}
              warnings={watched.warnings.get(task.id) ?? []}
            />
          </div>
        </div>
        <section class="card">
          <h2>Lịch sử nhiệm vụ</h2>
          <EventHistory events={events} names={programme} programmeId={programme.id} />
        </section>
      </>,
    );
  };

  /** A task that is no longer in the programme: what became of it, and where it can still be seen. */
  const gone = (c: WebContext, programme: Programme, events: RecordedEvent[], problem?: Problem) => {
    const last = events.find((event) => event.kind === "remove");
    return show(
      desk,
      c,
      {
        title: "Nhiệm vụ đã được đưa ra khỏi chương trình",
        lead: programme.title,
        back: [`/nhiem-vu/${programme.id}`, programme.title],
        active: ACTIVE,
        problem,
      },
      <section class="card">
        <h2>{events[0]!.title}</h2>
        {last !== undefined && last.revision > 1 ? (
          <p>
            Nội dung cuối cùng còn ở{" "}
            <a href={`/nhiem-vu/${programme.id}/nhiem-vu/${last.id}?ban=${last.revision - 1}`}>
              bản {last.revision - 1}
            </a>
            .
          </p>
        ) : null}
        <EventHistory events={events} names={programme} programmeId={programme.id} />
      </section>,
    );
  };

  app.get("/nhiem-vu/:id/nhiem-vu/:taskId", (c) => page(c));

  app.get("/nhiem-vu/:id/nhiem-vu/:taskId/tep/:sha256", async (c) => {
    const { id, taskId, sha256 } = c.req.param();
    return fileAnswer(await office.taskTable.file(c.get("actor"), id, taskId, sha256));
  });

  app.post("/nhiem-vu/:id/nhiem-vu/:taskId/tep", async (c) => {
    const form = await formOf(c);
    const { id, taskId } = c.req.param();
    return step(
      c,
      async () => {
        const files = await evidenceFiles(form);
        const saved = await office.taskTable.attach(c.get("actor"), id, form.rev(), taskId, files);
        return `/nhiem-vu/${id}/nhiem-vu/${taskId}?xong=da-them-tep${await madeRevision(office, c.get("actor"), saved, form.rev())}#tep-minh-chung`;
      },
      (problem) => page(c, { problem, typed: form.texts(), files: true }),
    );
  });

  app.post("/nhiem-vu/:id/nhiem-vu/:taskId/tep/:sha256/go", async (c) => {
    const form = await formOf(c);
    const { id, taskId, sha256 } = c.req.param();
    return step(
      c,
      async () => {
        const saved = await office.taskTable.detach(c.get("actor"), id, form.rev(), taskId, sha256);
        return `/nhiem-vu/${id}/nhiem-vu/${taskId}?xong=da-go-tep${await madeRevision(office, c.get("actor"), saved, form.rev())}#tep-minh-chung`;
      },
      (problem) => page(c, { problem, typed: form.texts(), files: true }),
    );
  });

  app.post("/nhiem-vu/:id/nhiem-vu/:taskId", async (c) => {
    const form = await formOf(c);
    const { id, taskId } = c.req.param();
    return step(
      c,
      async () => {
        const reason = { why: form.text("why"), basis: form.text("changeBasis") };
        const edit = taskEdit(form);
        const saved = await office.programmes.saveTask(c.get("actor"), id, form.rev(), taskId, edit, reason);
        return `/nhiem-vu/${id}/nhiem-vu/${taskId}?xong=da-luu${await madeRevision(office, c.get("actor"), saved, form.rev())}`;
      },
      (problem) => page(c, { problem, typed: form.texts() }),
    );
  });

  const actions: Record<TaskAction, { done: string; does(c: WebContext, form: Form): Promise<Programme> }> = {
    "tien-do": {
      done: "da-bao-cao",
      does: async (c, form) => {
        const report = {
          percent: decimal(form.text("percent")),
          on: form.text("on"),
          result: form.text("result"),
          evidence: form.text("evidence"),
          difficulties: form.text("difficulties"),
          proposals: form.text("proposals"),
        };
        const files = await evidenceFiles(form);
        return office.programmes.reportProgress(c.get("actor"), ...thing(c, form), report, {}, files);
      },
    },
    "hoan-thanh": {
      done: "da-hoan-thanh",
      does: async (c, form) => {
        const files = await evidenceFiles(form);
        const reason = { basis: form.text("basis") };
        return office.programmes.completeTask(c.get("actor"), ...thing(c, form), form.text("on"), reason, files);
      },
    },
    "mo-lai": {
      done: "da-mo-lai",
      does: (c, form) => office.programmes.reopenTask(c.get("actor"), ...thing(c, form), { why: form.text("why") }),
    },
    "gia-han": {
      done: "da-gia-han",
      does: (c, form) =>
        office.programmes.extendTask(c.get("actor"), ...thing(c, form), form.text("deadline"), {
          basis: form.text("basis"),
          ...(form.text("why") === "" ? {} : { why: form.text("why") }),
        }),
    },
    "chuyen-cho": {
      done: "da-luu",
      does: async (c, form) => {
        const [id, revision, taskId] = thing(c, form);
        const seen = await office.programmes.get(c.get("actor"), id, revision);
        const to = placeFrom(form, seen, taskId);
        return office.programmes.moveTask(c.get("actor"), id, revision, taskId, to, { why: form.text("why") });
      },
    },
    "dua-ra": {
      done: "da-dua-ra",
      does: (c, form) =>
        office.programmes.removeTask(c.get("actor"), ...thing(c, form), {
          why: form.text("why"),
          basis: form.text("basis"),
        }),
    },
  };
  for (const [action, { done, does }] of Object.entries(actions) as [TaskAction, (typeof actions)[TaskAction]][]) {
    app.post(`/nhiem-vu/:id/nhiem-vu/:taskId/${action}`, async (c) => {
      const form = await formOf(c);
      const { id, taskId } = c.req.param();
      return step(
        c,
        async () => {
          const made = await madeRevision(office, c.get("actor"), await does(c, form), form.rev());
          return action === "dua-ra"
            ? `/nhiem-vu/${id}?xong=${done}${made}`
            : `/nhiem-vu/${id}/nhiem-vu/${taskId}?xong=${done}${made}`;
        },
        (problem) => page(c, { problem, typed: form.texts(), action }),
      );
    });
  }
}

/** Programme, revision the form was made from, task. */
function thing(c: WebContext, form: Form): [string, number, string] {
  return [c.req.param("id") ?? "", form.rev(), c.req.param("taskId") ?? ""];
}

/** Where a task is to stand: a group, and behind the task of that number in it (0: at the head; nothing: at the end). @throws INVALID */
function placeFrom(form: Form, programme: Programme, taskId: string): { groupId: string; after?: string } {
  const groupId = form.text("groupId");
  const number = form.text("afterNumber");
  if (number === "") return { groupId };
  if (number === "0") return { groupId, after: "" };
  const inside = programme.tasks.filter((task) => (task.groupId ?? "") === groupId && task.id !== taskId);
  const found = inside.find((task) => task.number === number);
  if (found !== undefined) return { groupId, after: found.id };
  throw new VanthuError("INVALID", {
    message: `Không có nhiệm vụ số “${number}” trong nhóm được chọn.`,
    where: "Đứng sau nhiệm vụ số",
    hint: "Ghi số thứ tự của một nhiệm vụ trong nhóm, 0 để đứng đầu nhóm, hoặc để trống để đứng cuối nhóm.",
  });
}

/** The fields that both changed, when the revision that the form was made from is still known. */
async function conflicting(
  office: Office,
  c: WebContext,
  failure: Failure,
  programme: Programme,
  now: Task,
  events: RecordedEvent[],
) {
  const since = Number(failure.typed.rev);
  if (failure.action !== undefined || failure.files || !Number.isInteger(since))
    return { conflicts: [], form: failure.typed };
  try {
    const base = (await office.programmes.get(c.get("actor"), programme.id, since)).tasks.find(
      (one) => one.id === now.id,
    );
    if (base === undefined) return { conflicts: [], form: failure.typed };
    return conflictOf(failure.typed, base, now, events, since);
  } catch (error) {
    if (isVanthuError(error) && error.code === "NOT_FOUND") return { conflicts: [], form: failure.typed };
    throw error;
  }
}
