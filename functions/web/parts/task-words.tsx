import type { FC } from "hono/jsx";
import {
  type Deadline,
  TASK_WARNING_LABELS,
  type Task,
  type TaskStatus,
  type TaskWarning,
  type TaskWarningCode,
} from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Chip, type Tone } from "./pieces.tsx";

const STATUS_TONES: Record<TaskStatus["code"], Tone> = {
  "done-in-time": "good",
  "done-late": "warn",
  "done-without-deadline": "good",
  "open-in-time": "info",
  "open-overdue": "bad",
  "open-without-deadline": "plain",
};

/** Warnings by urgency, for filters and chips. Being overdue is the status itself. */
export const WARNING_TONES: Record<TaskWarningCode, Tone> = {
  overdue: "bad",
  "due-soon": "warn",
  "stale-progress": "warn",
  "no-evidence": "warn",
};

/** How a task stands. */
export const StatusChip: FC<{ status: TaskStatus }> = ({ status }) => (
  <Chip tone={STATUS_TONES[status.code]}>{status.label}</Chip>
);

/** What a task is pointed out for, beside its status. */
export const WarningChips: FC<{ warnings: TaskWarning[] | undefined }> = ({ warnings }) => {
  const shown = (warnings ?? []).filter((one) => one.code !== "overdue");
  return shown.length === 0 ? null : (
    <span class="chips">
      {shown.map((one) => (
        <Chip tone={WARNING_TONES[one.code]}>{TASK_WARNING_LABELS[one.code]}</Chip>
      ))}
    </span>
  );
};

/** Share of a task that is done: what was reported; a completed task is whole. */
export function percentOf(task: Pick<Task, "completedOn" | "progress">): number {
  return task.completedOn === undefined ? (task.progress?.percent ?? 0) : 100;
}

/** A share with its bar. */
export const Percent: FC<{ value: number; label: string }> = ({ value, label }) => (
  <span class="percent">
    {value.toLocaleString("vi-VN")}%
    <progress max="100" value={String(value)} aria-label={label} />
  </span>
);

/** A deadline as understood: "từ 01/04/2026 đến hết 30/06/2026". */
export function deadlineRange(deadline: Deadline): string {
  if (deadline.kind === "none") return "chưa đọc được thành ngày";
  const from = deadline.from ? `từ ${shortDate(deadline.from)} ` : "";
  const to = deadline.to ? `đến hết ${shortDate(deadline.to)}` : "";
  const range = `${from}${to}`.trim();
  return deadline.kind === "recurring" ? `việc thường xuyên${range ? `, ${range}` : ""}` : range;
}
