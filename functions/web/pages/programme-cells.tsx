import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { TASK_COLUMN_LABELS, vietnamDate } from "../../../shared/office/index.ts";
import type { Programme, Task } from "../../../shared/tasks/index.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { type Desk, formOf, type WebContext, type WebEnv } from "../desk.tsx";
import { decimal } from "../parts/number-field.ts";
import { COLUMN_WORDS, columnsIn, columnWords } from "../parts/programme-query.ts";
import { type CellFault, CellForm, cellText } from "../parts/task-cell.tsx";
import { EDITABLE, type EditableColumn, TaskRow } from "../parts/task-table.tsx";
import { madeRevision, ownRevision, UndoOffer } from "../parts/undo-offer.tsx";

/** Events of a task among which the one who changed a cell is looked for. */
const EVENTS_LOOKED_AT = 50;

/**
 * Cells of the task table edited in their places: a form instead of the cell, the row when it is saved, both values when somebody else was
 * faster. Without script the same addresses lead to the form of the task.
 */
export function programmeCellPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  app.get("/nhiem-vu/:id/nhiem-vu/:taskId/o/:column", async (c) => {
    const column = columnOf(c);
    const { id, taskId } = c.req.param();
    if (column === undefined) return c.notFound();
    // Who may not read it is told so by either answer.
    const programme = await office.programmes.get(c.get("actor"), id);
    const task = programme.tasks.find((one) => one.id === taskId);
    if (task === undefined) return c.notFound();
    if (!fromTable(c)) {
      const place = column === "progress" ? "mo=tien-do#tien-do" : `o=${COLUMN_WORDS[column]}#truong-${column}`;
      return c.redirect(`/nhiem-vu/${id}/nhiem-vu/${encodeURIComponent(taskId)}?${place}`, 303);
    }
    return part(c, <CellForm programme={programme} task={task} column={column} view={viewOf(c)} />);
  });

  /** The row as it is: after leaving a cell that was refused. */
  app.get("/nhiem-vu/:id/nhiem-vu/:taskId/hang", async (c) => {
    const { id, taskId } = c.req.param();
    const row = await rowOf(c, id, taskId);
    if (row === undefined) return c.notFound();
    return fromTable(c) ? part(c, row) : c.redirect(`/nhiem-vu/${id}`, 303);
  });

  app.post("/nhiem-vu/:id/nhiem-vu/:taskId/o/:column", async (c) => {
    const column = columnOf(c);
    const { id, taskId } = c.req.param();
    if (column === undefined) return c.notFound();
    const form = await formOf(c);
    const actor = c.get("actor");
    const typed = form.text("value");
    const seen = form.rev();
    try {
      const saved = await save(c, seen, column, typed);
      if (!fromTable(c))
        return c.redirect(`/nhiem-vu/${id}?xong=da-luu${await madeRevision(office, actor, saved, seen)}`, 303);
      const made = await ownRevision(office, actor, saved, seen);
      const { number } = saved.tasks.find((one) => one.id === taskId) ?? { number: "" };
      const row = await rowOf(c, id, taskId);
      const said = `${TASK_COLUMN_LABELS[column]} của nhiệm vụ ${number}`;
      return part(
        c,
        <>
          {row}
          {/* In a template of its own: behind a row a parser drops forms (HTML 13.2.6.4.9). */}
          <template>
            <div id="bang-bao" class="saved" role="status" hx-swap-oob="true">
              {made === undefined ? (
                <span>{said} không thay đổi.</span>
              ) : (
                <>
                  <span>
                    Đã lưu {said} (bản {made}).
                  </span>
                  <UndoOffer programmeId={id} revision={made} back={backOf(c, id)} />
                </>
              )}
            </div>
          </template>
        </>,
      );
    } catch (error) {
      logFault(error, c);
      const problem = problemOf(error);
      if (!fromTable(c))
        return c.redirect(`/nhiem-vu/${id}/nhiem-vu/${encodeURIComponent(taskId)}#truong-${column}`, 303);
      const programme = await office.programmes.get(actor, id);
      const task = programme.tasks.find((one) => one.id === taskId);
      if (task === undefined) return gone(c, problem);
      const fault = await faultOf(c, { problem, programme, task, column, seen });
      c.header("HX-Retarget", "closest td");
      return part(
        c,
        <CellForm programme={programme} task={task} column={column} typed={typed} fault={fault} view={viewOf(c)} />,
        problem.status,
      );
    }
  });

  /** One change of one field, on the revision whose value the person saw. */
  async function save(c: WebContext, seen: number, column: EditableColumn, typed: string): Promise<Programme> {
    const actor = c.get("actor");
    const [id, taskId] = [c.req.param("id") ?? "", c.req.param("taskId") ?? ""];
    if (column !== "progress") return office.programmes.saveTask(actor, id, seen, taskId, { [column]: typed });
    const { progress } = (await office.programmes.get(actor, id, seen)).tasks.find((one) => one.id === taskId) ?? {};
    const { result = "", evidence = "", difficulties = "", proposals = "" } = progress ?? {};
    const percent = decimal(typed);
    if (progress?.percent === percent) return office.programmes.get(actor, id, seen);
    const report = { percent, on: vietnamDate(office.clock()), result, evidence, difficulties, proposals };
    return office.programmes.reportProgress(actor, id, seen, taskId, report);
  }

  async function rowOf(c: WebContext, id: string, taskId: string) {
    const watched = await office.attention.of(c.get("actor"), id);
    const task = watched.programme.tasks.find((one) => one.id === taskId);
    if (task === undefined) return undefined;
    return (
      <TaskRow
        watched={watched}
        task={task}
        columns={columnsIn(c.req.query("cot") ?? "")}
        old={false}
        choosing={may(c.get("actor"), "programme.edit")}
        editing={c.req.query("sua") === "1"}
      />
    );
  }

  /** What to tell beside the cell: where somebody else changed the same field meanwhile, both values and who. */
  async function faultOf(
    c: WebContext,
    failed: { problem: Problem; programme: Programme; task: Task; column: EditableColumn; seen: number },
  ): Promise<CellFault> {
    const { problem, programme, task, column, seen } = failed;
    const said = problem.faults?.[0];
    if (problem.code !== "CONFLICT") {
      const hint = said?.hint ?? problem.hint;
      return { message: said?.message ?? problem.title, ...(hint === undefined ? {} : { hint }) };
    }
    const events = await office.programmes.events(c.get("actor"), programme.id, {
      taskId: task.id,
      limit: EVENTS_LOOKED_AT,
    });
    const by = events.find(({ revision, fields }) => revision > seen && fields.some(({ field }) => field === column));
    return {
      message: "Người khác vừa sửa ô này; chưa lưu gì.",
      conflict: { now: cellText(task, column), ...(by === undefined ? {} : { by }) },
    };
  }
}

/** A part of the page, for the script that asked for it. */
function part(c: WebContext, content: unknown, status = 200): Response | Promise<Response> {
  c.header("cache-control", "private, no-store");
  return c.html(String(content), status as 200);
}

/** The task went out of the programme meanwhile. */
function gone(c: WebContext, problem: Problem): Response | Promise<Response> {
  c.header("HX-Retarget", "closest td");
  return part(
    c,
    <td class="editing">
      <div class="cell-fault" role="alert">
        <strong>{problem.title}</strong> <div class="small">Tải lại trang để xem danh mục hiện nay.</div>
      </div>
    </td>,
    problem.status,
  );
}

function fromTable(c: WebContext): boolean {
  return c.req.header("hx-request") === "true";
}

function columnOf(c: WebContext): EditableColumn | undefined {
  return EDITABLE.find((column) => COLUMN_WORDS[column] === c.req.param("column"));
}

/** The query that rows are shown by, made anew from what it means. */
function viewOf(c: WebContext): string {
  const columns = columnWords(columnsIn(c.req.query("cot") ?? ""));
  return `?cot=${columns}${c.req.query("chon") === "1" ? "&chon=1" : ""}${c.req.query("sua") === "1" ? "&sua=1" : ""}`;
}

/** The page that the table stands on, as the browser says; anything else is the page without filter. */
function backOf(c: WebContext, id: string): string {
  try {
    const { pathname, search } = new URL(c.req.header("hx-current-url") ?? "");
    return pathname === `/nhiem-vu/${id}` ? `${pathname}${search}` : `/nhiem-vu/${id}`;
  } catch {
    return `/nhiem-vu/${id}`;
  }
}
