import type { FC } from "hono/jsx";
import type { Programme, Task } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Field } from "./pieces.tsx";

/** One task to be read or changed; a change becomes the programme's next revision. */
export const TaskForm: FC<{ programme: Programme; task: Task; typed?: Record<string, string>; mayWrite: boolean }> = ({
  programme,
  task,
  typed,
  mayWrite,
}) => {
  const value = (name: keyof Task): string => typed?.[name] ?? String(task[name] ?? "");
  return (
    <form class="card" method="post" action={`/nhiem-vu/${programme.id}/nhiem-vu/${task.id}`}>
      <input type="hidden" name="rev" value={typed?.rev ?? String(programme.revision)} />
      <fieldset disabled={!mayWrite}>
        <legend class="visually-hidden">Nội dung nhiệm vụ</legend>
        <Field name="name" label="Tên nhiệm vụ" rows={3} value={value("name")} />
        <div class="pair">
          <Field name="leadAgency" label="Cơ quan chủ trì" rows={2} value={value("leadAgency")} />
          <Field
            name="coordinatingAgencies"
            label="Cơ quan phối hợp"
            rows={2}
            optional
            value={value("coordinatingAgencies")}
          />
        </div>
        <div class="pair">
          <Field name="output" label="Sản phẩm đầu ra" rows={2} optional value={value("output")} />
          <Field name="basis" label="Căn cứ giao" rows={2} optional value={value("basis")} />
        </div>
        <div class="pair">
          <Field
            name="deadline"
            label="Thời gian hoàn thành"
            value={typed?.deadline ?? task.deadline.text}
            hint={understood(task)}
          />
          <Field name="completedOn" label="Ngày hoàn thành thực tế" type="date" optional value={value("completedOn")} />
        </div>
        <Field name="note" label="Ghi chú" rows={2} optional value={value("note")} />
        <Field
          name="amendmentNote"
          label="Nội dung điều chỉnh"
          rows={2}
          optional
          value={value("amendmentNote")}
          hint="Ghi vào cột “Nội dung điều chỉnh” của phụ lục điều chỉnh."
        />
        <Field
          name="why"
          label="Lý do thay đổi"
          value={typed?.why}
          hint="Được lưu cùng bản mới của chương trình."
          maxlength={300}
        />
        {mayWrite ? (
          <div class="actions">
            <button class="main" type="submit">
              Lưu thành bản {programme.revision + 1}
            </button>
            <a class="button" href={`/nhiem-vu/${programme.id}`}>
              Không lưu
            </a>
          </div>
        ) : null}
      </fieldset>
    </form>
  );
};

function understood(task: Task): string {
  const { deadline } = task;
  if (deadline.kind === "recurring") return "Hiểu là: việc thường xuyên, lặp lại.";
  if (deadline.kind === "none") return "Chưa đọc được thành ngày; ghi ví dụ “Trước ngày 30/6/2026” hoặc “Quý II/2026”.";
  return `Hiểu là: ${deadline.from ? `từ ${shortDate(deadline.from)} ` : ""}${deadline.to ? `đến hết ${shortDate(deadline.to)}` : ""}.`;
}
