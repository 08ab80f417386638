import type { FC } from "hono/jsx";
import type { Task, TaskStatus, TaskWarning } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { deadlineRange, Percent, percentOf, StatusChip } from "./task-words.tsx";

/** How a task stands: status, warnings, deadline now beside the original one, every extension with its basis, progress. */
export const TaskRail: FC<{ task: Task; status: TaskStatus; warnings: TaskWarning[] }> = ({
  task,
  status,
  warnings,
}) => {
  const percent = percentOf(task);
  const { progress } = task;
  return (
    <section class="card" aria-label="Tình trạng">
      <h2>Tình trạng</h2>
      <p>
        <StatusChip status={status} />
      </p>
      {warnings.length > 0 ? (
        <ul class="warnings">
          {warnings.map((warning) => (
            <li class={warning.code === "overdue" ? "bad" : ""}>{warning.text}</li>
          ))}
        </ul>
      ) : null}
      <Deadlines task={task} />
      <p>
        <Percent value={percent} label={`Tiến độ ${percent}%`} />
      </p>
      <dl class="facts">
        {task.completedOn ? (
          <>
            <dt>Ngày hoàn thành</dt>
            <dd>{shortDate(task.completedOn)}</dd>
          </>
        ) : null}
        {progress ? (
          <>
            <dt>Báo cáo gần nhất</dt>
            <dd>{shortDate(progress.on)}</dd>
            <Text label="Kết quả" text={progress.result} />
            <dt>Minh chứng</dt>
            <dd class="lines">
              {progress.evidence || (task.files?.length ? null : <span class="soft">chưa có</span>)}
              {task.files?.length ? (
                <div>
                  <a href="#tep-minh-chung">{task.files.length} tệp minh chứng</a>
                </div>
              ) : null}
            </dd>
            <Text label="Khó khăn, vướng mắc" text={progress.difficulties} />
            <Text label="Kiến nghị, đề xuất" text={progress.proposals} />
          </>
        ) : (
          <>
            <dt>Báo cáo gần nhất</dt>
            <dd class="soft">chưa có</dd>
          </>
        )}
      </dl>
    </section>
  );
};

const Deadlines: FC<{ task: Task }> = ({ task }) => {
  const changes = task.extensions ?? [];
  return (
    <>
      <div class="deadlines">
        {changes.length > 0 ? (
          <div>
            <span>Thời hạn ban đầu</span>
            {changes[0]!.before.text || "không ghi"}
            <small>{deadlineRange(changes[0]!.before)}</small>
          </div>
        ) : null}
        <div class="now">
          <span>{changes.length > 0 ? "Thời hạn hiện tại" : "Thời hạn"}</span>
          <b>{task.deadline.text || "không ghi"}</b>
          <small>{deadlineRange(task.deadline)}</small>
        </div>
      </div>
      {changes.length > 0 ? (
        <details>
          <summary>Đã điều chỉnh {changes.length} lần</summary>
          <ol class="history">
            {changes.map((change, index) => (
              <li>
                {change.before.text || "không ghi"} → {changes[index + 1]?.before.text ?? task.deadline.text}
                <div class="small soft">
                  {shortDate(change.changedOn)}
                  {change.basis ? `, theo ${change.basis}` : ", chưa ghi căn cứ"}
                </div>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </>
  );
};

const Text: FC<{ label: string; text: string }> = ({ label, text }) =>
  text === "" ? null : (
    <>
      <dt>{label}</dt>
      <dd class="lines">{text}</dd>
    </>
  );
