import {
  DEFAULT_POLICY,
  daysBetween,
  vietnameseDay,
  type WarningPolicy,
  type WorkingCalendar,
} from "../calendar/index.ts";
import type { Task } from "./model.ts";
import { taskStatus } from "./status.ts";

/** What a task is pointed out for. */
export type TaskWarningCode = "overdue" | "due-soon" | "stale-progress" | "no-evidence";

/** Short words for chips and filters. */
export const TASK_WARNING_LABELS: Record<TaskWarningCode, string> = {
  overdue: "Quá hạn",
  "due-soon": "Sắp đến hạn",
  "stale-progress": "Chưa cập nhật tiến độ",
  "no-evidence": "Thiếu minh chứng",
};

/** One thing to point out about a task. */
export interface TaskWarning {
  code: TaskWarningCode;
  /** Vietnamese, one sentence with the figures. */
  text: string;
  /** Days overdue, days left, days since the last report or since the completion. */
  days: number;
  /** The same in working days, for deadlines. */
  workingDays?: number;
}

/**
 * What is to be pointed out about a task on a day, the most urgent first: overdue (quá hạn) or due soon (sắp đến hạn), progress not
 * reported for a month, completion or progress without evidence (minh chứng) for a month.
 *
 * An open task counts as not reported from its last report, else from its last new deadline, else from the first day of its period, else from
 * `since`; work whose period has not begun is not pointed out. "Due soon" counts working days after today up to the deadline.
 *
 * @param today ISO day in Vietnamese local time
 * @param policy the office's own; by default 5 working days, 30 days, 30 days
 * @param since ISO day on which the task came into the programme, where that is known
 */
export function taskWarnings(
  task: Pick<Task, "deadline" | "completedOn" | "extensions" | "progress" | "files">,
  today: string,
  calendar: WorkingCalendar,
  policy: WarningPolicy = DEFAULT_POLICY,
  since?: string,
): TaskWarning[] {
  const found = [
    deadlineWarning(task, today, calendar, policy),
    task.completedOn === undefined ? staleProgress(task, today, policy, since) : undefined,
    missingEvidence(task, today, policy),
  ];
  return found.filter((one) => one !== undefined);
}

function deadlineWarning(
  task: Pick<Task, "deadline" | "completedOn">,
  today: string,
  calendar: WorkingCalendar,
  policy: WarningPolicy,
): TaskWarning | undefined {
  const { code, due } = taskStatus(task, today);
  if (due === undefined) return undefined;
  if (code === "open-overdue") {
    const days = daysBetween(due, today);
    const workingDays = calendar.workingDaysBetween(due, today);
    return { code: "overdue", days, workingDays, text: `Quá hạn ${days} ngày (${workingDays} ngày làm việc).` };
  }
  if (code !== "open-in-time") return undefined;
  const days = daysBetween(today, due);
  const workingDays = calendar.workingDaysBetween(today, due);
  if (workingDays > policy.dueSoonWorkingDays) return undefined;
  const left = days === 0 ? "Hôm nay là ngày cuối" : `Còn ${days} ngày (${workingDays} ngày làm việc)`;
  return { code: "due-soon", days, workingDays, text: `${left}, hạn ${vietnameseDay(due)}.` };
}

function staleProgress(
  task: Pick<Task, "deadline" | "extensions" | "progress">,
  today: string,
  policy: WarningPolicy,
  since: string | undefined,
): TaskWarning | undefined {
  if (task.deadline.from !== undefined && task.deadline.from > today) return undefined;
  const reported = task.progress?.on;
  const begun = latest(task.extensions?.at(-1)?.changedOn, task.deadline.from, since);
  const last = reported ?? begun;
  if (last === undefined) return undefined;
  const days = daysBetween(last, today);
  if (days < policy.staleDays) return undefined;
  return {
    code: "stale-progress",
    days,
    text:
      reported === undefined
        ? `Chưa báo cáo tiến độ lần nào, đã ${days} ngày kể từ ${vietnameseDay(last)}.`
        : `Tiến độ chưa cập nhật ${days} ngày, lần cuối ${vietnameseDay(last)}.`,
  };
}

function missingEvidence(
  task: Pick<Task, "completedOn" | "progress" | "files">,
  today: string,
  policy: WarningPolicy,
): TaskWarning | undefined {
  if (task.files !== undefined && task.files.length > 0) return undefined;
  if ((task.progress?.evidence ?? "").trim() !== "") return undefined;
  const reported = (task.progress?.percent ?? 0) > 0 ? task.progress?.on : undefined;
  const last = task.completedOn ?? reported;
  if (last === undefined) return undefined;
  const days = daysBetween(last, today);
  if (days < policy.evidenceDays) return undefined;
  const what = task.completedOn === undefined ? `Báo tiến độ ${task.progress?.percent}%` : "Báo hoàn thành";
  return {
    code: "no-evidence",
    days,
    text: `${what} ngày ${vietnameseDay(last)}, đã ${days} ngày chưa có minh chứng.`,
  };
}

function latest(...days: (string | undefined)[]): string | undefined {
  return days
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}
