import type { FC } from "hono/jsx";
import { TASK_COLUMN_LABELS } from "../../../shared/office/index.ts";
import type { Programme, RecordedEvent, Task } from "../../../shared/tasks/index.ts";
import { dateAndTime } from "./dates.ts";
import { COLUMN_WORDS } from "./programme-query.ts";
import { fieldValue } from "./task-form.tsx";
import { cellAddress, type EditableColumn } from "./task-table.tsx";
import { percentOf } from "./task-words.tsx";

/** A cell's value as its form shows it. */
export function cellText(task: Task, column: EditableColumn): string {
  return column === "progress" ? String(percentOf(task)).replace(".", ",") : fieldValue(task, column);
}

/** What went wrong with a cell: a message, or the value that somebody else put there meanwhile. */
export interface CellFault {
  message: string;
  hint?: string;
  conflict?: { now: string; by?: Pick<RecordedEvent, "actor" | "at"> };
}

/** One cell as a form in its place in the table. Enter saves, Escape leaves, Tab saves and goes on (look/task-table.ts). */
export const CellForm: FC<{
  programme: Programme;
  task: Task;
  column: EditableColumn;
  /** Default: the value as it is. */
  typed?: string;
  fault?: CellFault;
  /** Query of the table, so that the row comes back as it was shown. */
  view: string;
}> = ({ programme, task, column, typed, fault, view }) => {
  const word = COLUMN_WORDS[column];
  const id = `o-${word}`;
  const label = TASK_COLUMN_LABELS[column];
  const value = typed ?? cellText(task, column);
  const line = column === "number" || column === "progress" || column === "deadline";
  const describedBy = `${fault === undefined ? "" : `${id}-loi `}${id}-phim`;
  const shared = {
    id,
    name: "value",
    autofocus: true,
    "aria-describedby": describedBy,
    "aria-invalid": fault === undefined ? undefined : ("true" as const),
  };
  const address = `${cellAddress(programme.id, task.id, column)}${view}`;
  return (
    <td class="editing" data-o={word}>
      <form
        method="post"
        action={address}
        hx-post={address}
        hx-target="closest tr"
        hx-swap="outerHTML"
        data-show-refusal=""
      >
        <input type="hidden" name="rev" value={String(programme.revision)} />
        <label for={id} class="small">
          {label}
          {column === "progress" ? " (%)" : ""}
          <span class="visually-hidden"> của nhiệm vụ {task.number}</span>
        </label>
        {line ? (
          <input {...shared} value={value} autocomplete="off" maxlength={column === "deadline" ? 300 : 30} />
        ) : (
          <textarea {...shared} rows={Math.min(8, Math.max(2, Math.ceil(value.length / 24)))}>{`\n${value}`}</textarea>
        )}
        {fault === undefined ? null : <Fault id={`${id}-loi`} fault={fault} />}
        <div class="actions">
          <button class="main" type="submit">
            {fault?.conflict === undefined ? "Lưu" : "Ghi giá trị của tôi"}
          </button>
          <button type="button" data-leave="">
            {fault?.conflict === undefined ? "Thôi" : "Giữ giá trị đang lưu"}
          </button>
        </div>
        <p class="hint" id={`${id}-phim`}>
          {line ? "Enter: lưu" : "Enter: lưu, Shift+Enter: xuống dòng"}, Esc: thôi, Tab: lưu và sang ô sau.
        </p>
      </form>
    </td>
  );
};

const Fault: FC<{ id: string; fault: CellFault }> = ({ id, fault: { message, hint, conflict } }) => (
  <div class="cell-fault" role="alert" id={id}>
    <strong>{message}</strong>
    {conflict === undefined ? null : (
      <div>
        Đang lưu: <b class="lines">{conflict.now || "(trống)"}</b>
        {conflict.by === undefined ? null : (
          <span class="small">
            {" "}
            – {conflict.by.actor.name}, {dateAndTime(conflict.by.at)}
          </span>
        )}
        <div class="small">Giá trị bạn nhập còn ở ô trên.</div>
      </div>
    )}
    {hint === undefined ? null : <div class="small">{hint}</div>}
  </div>
);
