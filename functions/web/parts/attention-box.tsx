import type { FC } from "hono/jsx";
import type { AttentionDesk } from "../../../shared/office/index.ts";
import { TASK_WARNING_LABELS } from "../../../shared/tasks/index.ts";
import { Chip } from "./pieces.tsx";
import { WARNING_TONES } from "./task-words.tsx";

/** Longest task name in the box, in characters. */
const NAME_LENGTH = 140;

/** The most urgent tasks of all programmes, and where the rest is. Nothing when no task needs anybody. */
export const AttentionBox: FC<{ overview: Awaited<ReturnType<AttentionDesk["overview"]>> }> = ({ overview }) => {
  const { urgent, more, programmes } = overview;
  if (urgent.length === 0) return null;
  return (
    <section class="card" id="can-chu-y">
      <header>
        <h2>Nhiệm vụ cần chú ý</h2>
        <span class="small soft">
          {urgent.length + more} nhiệm vụ có cảnh báo{more > 0 ? `, dưới đây là ${urgent.length} việc gấp nhất` : ""}
        </span>
      </header>
      <ul class="list">
        {urgent.map(({ programme, task, warnings }) => (
          <li>
            <div>
              <a href={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}`}>
                {task.number ? `${task.number}. ` : ""}
                {task.name.length > NAME_LENGTH ? `${task.name.slice(0, NAME_LENGTH - 1)}…` : task.name}
              </a>
              <div class="small soft">
                {task.leadAgency} – {programme.title}
              </div>
              <div class="small">{warnings.map((warning) => warning.text).join(" ")}</div>
            </div>
            <Chip tone={WARNING_TONES[warnings[0]!.code]}>{TASK_WARNING_LABELS[warnings[0]!.code]}</Chip>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <p class="small">
          Xem đủ:{" "}
          {programmes
            .filter(({ totals }) => totals.overdue + totals.dueSoon + totals.stale + totals.noEvidence > 0)
            .map(({ programme }, index) => (
              <>
                {index > 0 ? "; " : ""}
                <a href={`/nhiem-vu/${programme.id}?cb=any`}>{programme.title}</a>
              </>
            ))}
        </p>
      ) : null}
    </section>
  );
};
