import type { WorkingCalendar } from "../../calendar/index.ts";
import type { IncomingRecord } from "../../exchange/index.ts";
import { vietnamDate } from "../context.ts";
import type { DueState, Handling, Progress } from "./model.ts";

/** Progress as offices call it. */
export const PROGRESS_WORDS: Record<Progress, string> = {
  waiting: "Chờ tiếp nhận",
  rejected: "Từ chối tiếp nhận",
  unassigned: "Chờ phân phối",
  working: "Đang giải quyết",
  done: "Đã giải quyết",
  cancelled: "Đã hủy (thu hồi)",
};

/** Where a document stands, from its status in the exchange and what the office did with it. */
export function progressOf(
  record: Pick<IncomingRecord, "status" | "cancelled" | "history">,
  handling: Pick<Handling, "assignments" | "finished">,
): Progress {
  if (record.cancelled !== undefined || record.status === "15") return "cancelled";
  if (record.status === "01") return "waiting";
  if (record.status === "02") return "rejected";
  // A packet that only asked something is done once it was answered at the document it spoke of; it was never accepted.
  const onlyAsked = record.status === "06" && !record.history.some(({ code }) => code === "03");
  if (handling.finished !== undefined || onlyAsked) return "done";
  // Finished without an assignment and taken up again: to the sender it stays at 06.
  const waits = record.status === "03" || record.status === "06";
  return handling.assignments.length === 0 && waits ? "unassigned" : "working";
}

/**
 * How the deadline stands; undefined without one, or where nothing is done with the document.
 * @param dueSoon working days before it from which it is soon, by the office's policy
 */
export function dueState(
  progress: Progress,
  handling: Pick<Handling, "dueOn" | "finished">,
  calendar: WorkingCalendar,
  dueSoon: number,
  today: string,
): DueState | undefined {
  if (handling.dueOn === undefined || (progress !== "unassigned" && progress !== "working" && progress !== "done"))
    return undefined;
  // BLDS 2015 Điều 148.5: a period that ends on a day off ends with the next working day.
  const day = calendar.addWorkingDays(handling.dueOn, 0);
  if (progress === "done") {
    if (handling.finished === undefined) return undefined;
    const on = vietnamDate(new Date(handling.finished.at));
    const days = calendar.workingDaysBetween(day, on);
    return { day, state: on > day ? "missed" : "kept", days: Math.abs(days) };
  }
  const left = calendar.workingDaysBetween(today, day);
  if (today > day) return { day, state: "overdue", days: Math.abs(left) };
  return { day, state: left <= dueSoon ? "soon" : "later", days: left };
}

/** "Quá hạn 3 ngày làm việc" */
export function dueWords({ state, days }: DueState): string {
  switch (state) {
    case "overdue":
      return days === 0 ? "Quá hạn" : `Quá hạn ${days} ngày làm việc`;
    case "soon":
      return days === 0 ? "Hết hạn hôm nay" : `Còn ${days} ngày làm việc`;
    case "later":
      return `Còn ${days} ngày làm việc`;
    case "kept":
      return "Đúng hạn";
    case "missed":
      return days === 0 ? "Trễ hạn" : `Trễ hạn ${days} ngày làm việc`;
  }
}
