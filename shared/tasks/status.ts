import { daysBetween } from "../calendar/index.ts";
import type { Deadline, Task } from "./model.ts";

/** State of a task: done or not, and how that stands to its deadline. */
export type TaskStatusCode =
  | "done-in-time"
  | "done-late"
  | "done-without-deadline"
  | "open-in-time"
  | "open-overdue"
  | "open-without-deadline";

/** The words of Government reporting (BC 1270/BC-TCTTTg): đã hoàn thành đúng hạn | quá hạn, chưa hoàn thành trong hạn | quá hạn. */
export const TASK_STATUS_LABELS: Record<TaskStatusCode, string> = {
  "done-in-time": "Hoàn thành đúng hạn",
  "done-late": "Hoàn thành quá hạn",
  "done-without-deadline": "Hoàn thành (không hạn)",
  "open-in-time": "Đang thực hiện trong hạn",
  "open-overdue": "Đang thực hiện quá hạn",
  "open-without-deadline": "Đang thực hiện (không hạn)",
};

/** A task's state on one day. */
export interface TaskStatus {
  code: TaskStatusCode;
  /** Vietnamese. */
  label: string;
  /** Last allowed day, ISO; absent for recurring work and for deadlines that name no date. */
  due?: string;
  /** Days from today to `due` for open tasks, negative when overdue; for done ones from the day of completion. */
  daysLeft?: number;
  /** Last allowed day before the deadline was ever changed, where it was; beside `due`, as reports name both. */
  originalDue?: string;
}

/**
 * The state of a task on a day.
 *
 * Due is the deadline's last allowed day; recurring work has none, whatever range it is bound to.
 *
 * @param today ISO day in Vietnamese local time
 */
export function taskStatus(
  task: Pick<Task, "deadline" | "completedOn"> & Partial<Pick<Task, "extensions">>,
  today: string,
): TaskStatus {
  const due = dueDay(task.deadline);
  const original = task.extensions?.[0];
  const originalDue = original === undefined ? undefined : dueDay(original.before);
  const done = task.completedOn;
  const code = statusCode(due, done, today);
  return {
    code,
    label: TASK_STATUS_LABELS[code],
    ...(due === undefined ? {} : { due, daysLeft: daysBetween(done ?? today, due) }),
    ...(originalDue === undefined ? {} : { originalDue }),
  };
}

function dueDay(deadline: Deadline): string | undefined {
  return deadline.kind === "recurring" || deadline.kind === "none" ? undefined : deadline.to;
}

function statusCode(due: string | undefined, done: string | undefined, today: string): TaskStatusCode {
  if (due === undefined) return done === undefined ? "open-without-deadline" : "done-without-deadline";
  if (done !== undefined) return done <= due ? "done-in-time" : "done-late";
  return today <= due ? "open-in-time" : "open-overdue";
}
