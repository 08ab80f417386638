import type { FC } from "hono/jsx";
import type { WatchedProgramme } from "../../../shared/office/index.ts";
import { TASK_STATUS_LABELS, type TaskStatusCode } from "../../../shared/tasks/index.ts";
import type { Address, ProgrammeQuery } from "./programme-query.ts";
import { percentOf } from "./task-words.tsx";

/** Counts by status and warning, each a way to its tasks, and the shares as a bar. */
export const Standing: FC<{ watched: WatchedProgramme; query: ProgrammeQuery; address: Address }> = ({
  watched,
  query,
  address,
}) => {
  const { totals, programme } = watched;
  const counts = new Map<TaskStatusCode, number>();
  for (const { code } of watched.statuses.values()) counts.set(code, (counts.get(code) ?? 0) + 1);
  const tiles: [number, string, Partial<ProgrammeQuery>][] = [
    [totals.tasks, "nhiệm vụ", {}],
    [totals.done, "đã hoàn thành", { tt: "done" }],
    [totals.open, "đang thực hiện", { tt: "open" }],
    [totals.overdue, "quá hạn", { tt: "open-overdue" }],
    [totals.dueSoon, "sắp đến hạn", { cb: "due-soon" }],
    [totals.stale, "chưa cập nhật tiến độ", { cb: "stale-progress" }],
    [totals.noEvidence, "thiếu minh chứng", { cb: "no-evidence" }],
  ];
  return (
    <>
      <nav class="tiles slim" aria-label="Nhiệm vụ theo tình trạng">
        {tiles.map(([count, name, filter]) => (
          <a
            class="tile"
            href={address(filter)}
            aria-current={
              query.tt === (filter.tt ?? "") && query.cb === (filter.cb ?? "") && Object.keys(filter).length > 0
                ? "true"
                : undefined
            }
          >
            <b>{count.toLocaleString("vi-VN")}</b> {name}
          </a>
        ))}
        {programme.targets.length > 0 ? (
          <a class="tile" href="#chi-tieu">
            <b>{programme.targets.length}</b> chỉ tiêu
          </a>
        ) : null}
      </nav>
      {totals.tasks > 0 ? <StatusBar watched={watched} counts={counts} /> : null}
    </>
  );
};

const BAR: [TaskStatusCode[], string, string][] = [
  [["done-in-time", "done-without-deadline"], "good", "Hoàn thành đúng hạn hoặc không hạn"],
  [["done-late"], "late", TASK_STATUS_LABELS["done-late"]],
  [["open-in-time"], "info", TASK_STATUS_LABELS["open-in-time"]],
  [["open-without-deadline"], "plain", TASK_STATUS_LABELS["open-without-deadline"]],
  [["open-overdue"], "bad", TASK_STATUS_LABELS["open-overdue"]],
];

const StatusBar: FC<{ watched: WatchedProgramme; counts: Map<TaskStatusCode, number> }> = ({ watched, counts }) => {
  const { tasks } = watched.programme;
  const mean = tasks.reduce((sum, task) => sum + percentOf(task), 0) / tasks.length;
  let at = 0;
  const parts = BAR.map(([codes, tone, label]) => {
    const count = codes.reduce((sum, code) => sum + (counts.get(code) ?? 0), 0);
    const part = { tone, label, count, at, width: (count / tasks.length) * 100 };
    at += part.width;
    return part;
  }).filter((part) => part.count > 0);
  return (
    <section class="card">
      <header>
        <h2>Tiến độ chung</h2>
        <span>
          Hoàn thành <b>{share(watched.totals.done, tasks.length)}</b> số nhiệm vụ, tiến độ bình quân{" "}
          <b>{oneDecimal(mean)}%</b>
        </span>
      </header>
      <svg class="status-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        {parts.map((part) => (
          <rect class={part.tone} x={part.at.toFixed(3)} y="0" width={part.width.toFixed(3)} height="1" />
        ))}
      </svg>
      <ul class="legend">
        {parts.map((part) => (
          <li class={part.tone}>
            {part.label}: {part.count.toLocaleString("vi-VN")} ({share(part.count, tasks.length)})
          </li>
        ))}
      </ul>
    </section>
  );
};

function share(part: number, whole: number): string {
  return `${oneDecimal((part / whole) * 100)}%`;
}

function oneDecimal(value: number): string {
  return value.toLocaleString("vi-VN", { maximumFractionDigits: 1 });
}
