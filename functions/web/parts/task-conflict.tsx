import type { FC } from "hono/jsx";
import type { Programme, RecordedEvent, Task } from "../../../shared/tasks/index.ts";
import { dateAndTime } from "./dates.ts";
import { Scroll } from "./pieces.tsx";
import { Marked, valueText } from "./programme-events.tsx";
import { fieldValue, TASK_FIELD_NAMES, TASK_FIELDS, type TaskFieldName } from "./task-form.tsx";

/** A field that two people changed differently. */
export interface FieldConflict {
  field: TaskFieldName;
  base: string;
  mine: string;
  theirs: string;
  by?: Pick<RecordedEvent, "actor" | "at">;
}

/**
 * What to show when somebody else saved the same task meanwhile: the fields that both changed, and what the form is to hold: what was typed,
 * but in fields that only the other one changed their value, so that saving again takes nothing of theirs away unseen.
 *
 * @param base the task as the person saw it; `now` as it is
 */
export function conflictOf(
  typed: Record<string, string>,
  base: Task,
  now: Task,
  events: RecordedEvent[],
  since: number,
): { conflicts: FieldConflict[]; form: Record<string, string> } {
  const form = { ...typed };
  const conflicts: FieldConflict[] = [];
  for (const field of TASK_FIELD_NAMES) {
    const mine = typed[field];
    if (mine === undefined) continue;
    const before = fieldValue(base, field);
    const theirs = fieldValue(now, field);
    if (mine === before) form[field] = theirs;
    else if (theirs !== before && theirs !== mine) {
      const by = events.find((event) => event.revision > since && event.fields.some((one) => one.field === field));
      conflicts.push({ field, base: before, mine, theirs, ...(by === undefined ? {} : { by }) });
    }
  }
  return { conflicts, form };
}

/** Both values side by side, changed words marked; what was typed stays in the form below. */
export const ConflictView: FC<{ conflicts: FieldConflict[]; programme: Programme }> = ({ conflicts, programme }) => (
  <section class="conflict" role="alert" aria-label="Thay đổi trùng nhau">
    <h2>Người khác vừa sửa cùng nội dung; chưa lưu gì</h2>
    <p>
      Dưới đây là chỗ hai người sửa khác nhau. Nội dung bạn nhập vẫn còn trong biểu mẫu; các chỗ chỉ người khác sửa đã
      được đưa vào biểu mẫu. Sửa lại nếu cần rồi lưu: giá trị trong biểu mẫu sẽ được ghi.
    </p>
    <Scroll label="Hai giá trị cạnh nhau">
      <table>
        <thead>
          <tr>
            <th scope="col">Nội dung</th>
            <th scope="col">Lúc bạn mở</th>
            <th scope="col">Đang lưu (người khác sửa)</th>
            <th scope="col">Bạn nhập</th>
          </tr>
        </thead>
        <tbody>
          {conflicts.map(({ field, base, mine, theirs, by }) => {
            const text = (value: string) => valueText(field === "deadline" ? "" : field, value, programme);
            return (
              <tr>
                <th scope="row">{TASK_FIELDS[field]}</th>
                <td>{text(base) || <span class="soft">(trống)</span>}</td>
                <td>
                  <Marked before={text(base)} after={text(theirs)} side="after" />
                  {by ? (
                    <div class="small soft">
                      {by.actor.name}, {dateAndTime(by.at)}
                    </div>
                  ) : null}
                </td>
                <td>
                  <Marked before={text(base)} after={text(mine)} side="after" />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  </section>
);
