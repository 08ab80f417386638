import type { WorkingCalendar } from "../calendar/index.ts";
import { FieldChecks, targetOf, taskOf, vietnamDay, withTask } from "./edit-checks.ts";
import { readDeadline } from "./edits.ts";
import { isAnotherDeadline } from "./extensions.ts";
import type { Deadline, Programme, TargetActual, TaskProgress } from "./model.ts";

/** A report on a task as it comes from a form: texts may be left out. */
export type ProgressInput = Pick<TaskProgress, "percent" | "on"> & Partial<TaskProgress>;
/** A target's value as it comes from a form. */
export type ActualInput = Pick<TargetActual, "value" | "on"> & Partial<TargetActual>;

/**
 * Puts down what was reported of a task.
 *
 * @param today ISO date in Vietnam
 * @throws NOT_FOUND, INVALID naming every field: a share that is not 0 to 100, a day that is not in the calendar or not over yet
 */
export function reportProgress(programme: Programme, taskId: string, input: ProgressInput, today: string): Programme {
  const task = taskOf(programme, taskId);
  const { percent, on, result = "", evidence = "", difficulties = "", proposals = "" } = input;
  const checks = new FieldChecks();
  if (!Number.isFinite(percent) || percent < 0 || percent > 100)
    checks.fault("percent", "Tỷ lệ hoàn thành phải là một số từ 0 đến 100.");
  checks.pastDay("on", on, "Ngày báo cáo", today);
  checks.length("result", result, "Kết quả thực hiện");
  checks.length("evidence", evidence, "Minh chứng");
  checks.length("difficulties", difficulties, "Khó khăn, vướng mắc");
  checks.length("proposals", proposals, "Kiến nghị, đề xuất");
  checks.done("Báo cáo tiến độ chưa hợp lệ.");
  return withTask(programme, { ...task, progress: { percent, on, result, evidence, difficulties, proposals } });
}

/**
 * @param today ISO date in Vietnam
 * @throws NOT_FOUND, INVALID
 */
export function setTargetActual(programme: Programme, targetId: string, input: ActualInput, today: string): Programme {
  const target = targetOf(programme, targetId);
  const { value, on, evidence = "" } = input;
  const checks = new FieldChecks();
  if (!Number.isFinite(value)) checks.fault("value", "Kết quả của chỉ tiêu phải là một số.");
  checks.pastDay("on", on, "Ngày đo", today);
  checks.length("evidence", evidence, "Minh chứng");
  checks.done("Kết quả của chỉ tiêu chưa hợp lệ.");
  const changed = { ...target, actual: { value, on, evidence } };
  return { ...programme, targets: programme.targets.map((one) => (one === target ? changed : one)) };
}

/**
 * @param today ISO date in Vietnam
 * @throws NOT_FOUND, INVALID
 */
export function completeTask(programme: Programme, taskId: string, on: string, today: string): Programme {
  const task = taskOf(programme, taskId);
  const checks = new FieldChecks();
  checks.pastDay("on", on, "Ngày hoàn thành", today);
  checks.done("Ngày hoàn thành chưa hợp lệ.");
  return withTask(programme, { ...task, completedOn: on });
}

/** @throws NOT_FOUND */
export function reopenTask(programme: Programme, taskId: string): Programme {
  const { completedOn: _, ...task } = taskOf(programme, taskId);
  return withTask(programme, task);
}

/**
 * Gives a task a new deadline that names a day, on the basis of a document. The one before is kept when the programme is stored.
 *
 * @param calendar counts working days in the deadline; by default the shipped one
 * @throws NOT_FOUND, INVALID
 */
export function extendTask(
  programme: Programme,
  taskId: string,
  deadline: Deadline | string,
  basis: string,
  calendar?: WorkingCalendar,
): Programme {
  const task = taskOf(programme, taskId);
  const checks = new FieldChecks();
  const next = readDeadline(programme, deadline, calendar);
  checks.length("deadline", next.text, "Thời hạn mới");
  if (next.text.trim() === "") checks.fault("deadline", "Thời hạn mới không được để trống.");
  else if (next.kind === "none")
    checks.fault("deadline", `Không đọc được ngày nào trong thời hạn mới “${next.text.slice(0, 100)}”.`, DEADLINE_HINT);
  else if (task.completedOn !== undefined)
    checks.fault(
      "deadline",
      `Nhiệm vụ đã hoàn thành ngày ${vietnamDay(task.completedOn)} nên không gia hạn được.`,
      "Mở lại nhiệm vụ trước.",
    );
  else if (!isAnotherDeadline(task.deadline, next))
    checks.fault("deadline", `Thời hạn mới trùng với thời hạn hiện tại (“${task.deadline.text.slice(0, 100)}”).`);
  checks.required("basis", basis, "Căn cứ của việc gia hạn");
  checks.done("Chưa gia hạn được.");
  return withTask(programme, { ...task, deadline: next });
}

const DEADLINE_HINT = "Viết như “Trước ngày 30/6/2027”, “Quý II/2027” hoặc “Tháng 9/2027”.";
