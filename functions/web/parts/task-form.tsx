import type { FC } from "hono/jsx";
import type { Programme, Task, TaskEdit } from "../../../shared/tasks/index.ts";
import type { Form } from "../desk.tsx";
import { Field, Select } from "./pieces.tsx";
import { deadlineRange } from "./task-words.tsx";

/** Fields of a task that the form changes, in the order of the form, with their labels. */
export const TASK_FIELDS = {
  groupId: "Nhóm nhiệm vụ",
  number: "Số thứ tự",
  name: "Tên nhiệm vụ",
  leadAgency: "Cơ quan chủ trì",
  coordinatingAgencies: "Cơ quan phối hợp",
  output: "Sản phẩm đầu ra",
  basis: "Căn cứ giao",
  deadline: "Thời gian hoàn thành",
  completedOn: "Ngày hoàn thành thực tế",
  note: "Ghi chú",
  amendmentNote: "Nội dung điều chỉnh",
} as const;

/** A field of {@link TASK_FIELDS}. */
export type TaskFieldName = keyof typeof TASK_FIELDS;

/** The names of {@link TASK_FIELDS}. */
export const TASK_FIELD_NAMES = Object.keys(TASK_FIELDS) as TaskFieldName[];

/** A field of a task as the form shows it. */
export function fieldValue(task: Task | undefined, name: TaskFieldName): string {
  return name === "deadline" ? (task?.deadline.text ?? "") : (task?.[name] ?? "");
}

/** The places a task can be put in: no group, or one of the programme's. */
export function groupOptions(programme: Programme): [string, string][] {
  return [
    ["", "Ngoài các nhóm"],
    ...programme.groups.map(({ id, number, name }): [string, string] => [id, `${number}. ${name}`]),
  ];
}

/** What the form says, as a change of a task. Fields that the form does not have stay. */
export function taskEdit(form: Form): TaskEdit {
  const typed = form.texts();
  return Object.fromEntries(
    TASK_FIELD_NAMES.filter((name) => typed[name] !== undefined).map((name) => [name, typed[name]]),
  );
}

/** One task to be changed, or a new one; a change becomes the programme's next revision. */
export const TaskForm: FC<{
  programme: Programme;
  task?: Task;
  action: string;
  typed?: Record<string, string>;
  mayWrite: boolean;
}> = ({ programme, task, action, typed, mayWrite }) => {
  const value = (name: TaskFieldName): string => typed?.[name] ?? fieldValue(task, name);
  return (
    <form class="card" method="post" action={action} id="sua">
      <h2>{task === undefined ? "Nội dung nhiệm vụ mới" : mayWrite ? "Sửa nội dung" : "Nội dung"}</h2>
      <input type="hidden" name="rev" value={typed?.rev ?? String(programme.revision)} />
      <fieldset disabled={!mayWrite}>
        <legend class="visually-hidden">Nội dung nhiệm vụ</legend>
        <div class="pair">
          {programme.groups.length > 0 ? (
            <Select
              name="groupId"
              label={TASK_FIELDS.groupId}
              value={value("groupId")}
              options={groupOptions(programme)}
            />
          ) : null}
          <Field name="number" label={TASK_FIELDS.number} optional value={value("number")} maxlength={30} />
        </div>
        <Field name="name" label={TASK_FIELDS.name} rows={3} value={value("name")} />
        <div class="pair">
          <Field name="leadAgency" label={TASK_FIELDS.leadAgency} rows={2} value={value("leadAgency")} />
          <Field
            name="coordinatingAgencies"
            label={TASK_FIELDS.coordinatingAgencies}
            rows={2}
            optional
            value={value("coordinatingAgencies")}
          />
        </div>
        <div class="pair">
          <Field name="output" label={TASK_FIELDS.output} rows={2} optional value={value("output")} />
          <Field name="basis" label={TASK_FIELDS.basis} rows={2} optional value={value("basis")} />
        </div>
        <div class="pair">
          <Field
            name="deadline"
            label={TASK_FIELDS.deadline}
            optional={task === undefined}
            value={value("deadline")}
            hint={
              task === undefined || task.deadline.kind === "none"
                ? "Ghi như trong kế hoạch: “Trước ngày 30/6/2026”, “Quý II/2026”, “Hằng tháng”."
                : `Hiểu là: ${deadlineRange(task.deadline)}. Gia hạn theo văn bản thì dùng khung “Gia hạn”.`
            }
          />
          {task === undefined ? null : (
            <Field
              name="completedOn"
              label={TASK_FIELDS.completedOn}
              type="date"
              optional
              value={value("completedOn")}
            />
          )}
        </div>
        <Field name="note" label={TASK_FIELDS.note} rows={2} optional value={value("note")} />
        {task === undefined ? null : (
          <Field
            name="amendmentNote"
            label={TASK_FIELDS.amendmentNote}
            rows={2}
            optional
            value={value("amendmentNote")}
            hint="Ghi vào cột “Nội dung điều chỉnh” của phụ lục điều chỉnh."
          />
        )}
        <div class="pair">
          <Field
            name="why"
            label="Lý do thay đổi"
            value={typed?.why}
            optional={task === undefined}
            hint="Được lưu cùng bản mới của chương trình."
            maxlength={300}
          />
          <Field
            name="changeBasis"
            label="Văn bản làm căn cứ thay đổi"
            optional
            value={typed?.changeBasis}
            hint="Ví dụ: Thông báo số 118/TB-UBND ngày 18/11/2026"
            maxlength={500}
          />
        </div>
        {mayWrite ? (
          <div class="actions">
            <button class="main" type="submit">
              {task === undefined ? "Thêm nhiệm vụ" : "Lưu thành bản mới"}
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
