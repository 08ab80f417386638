import type { Child, FC } from "hono/jsx";
import { TASK_COLUMN_LABELS, type TaskColumn, type WatchedProgramme } from "../../../shared/office/index.ts";
import type { Task } from "../../../shared/tasks/index.ts";
import { shortDate } from "./dates.ts";
import { Scroll } from "./pieces.tsx";
import { type Address, COLUMN_WORDS, columnWords, type ProgrammeQuery, type TableSetting } from "./programme-query.ts";
import { fileSize } from "./task-files.tsx";
import { Percent, percentOf, StatusChip, WarningChips } from "./task-words.tsx";

/** Columns whose cells can be edited in the table. */
export const EDITABLE = [
  "number",
  "name",
  "leadAgency",
  "coordinatingAgencies",
  "output",
  "deadline",
  "progress",
  "basis",
  "note",
  "amendmentNote",
] as const satisfies TaskColumn[];

/** A column of {@link EDITABLE}. */
export type EditableColumn = (typeof EDITABLE)[number];

/** Is it a column that can be edited in the table? */
export function isEditable(column: string): column is EditableColumn {
  return (EDITABLE as readonly string[]).includes(column);
}

/** What rows need besides their task. */
export interface RowSetting {
  watched: WatchedProgramme;
  columns: readonly TaskColumn[];
  /** An earlier revision is shown. */
  old: boolean;
  /** Rows can be chosen for a change of many. */
  choosing: boolean;
  /** Cells are edited in the table. */
  editing: boolean;
}

/** One page of the task table: headings that sort, groups, rows. */
export const TaskTable: FC<{
  row: RowSetting;
  tasks: Task[];
  setting: TableSetting;
  query: ProgrammeQuery;
  address: Address;
}> = ({ row, tasks, setting, query, address }) => {
  const { programme } = row.watched;
  const width = row.columns.length + (row.choosing ? 1 : 0);
  const grouped = !setting.flat;
  const groups = grouped ? [{ id: undefined, number: "", name: "" }, ...programme.groups] : [];
  const inGroup = Map.groupBy(tasks, (task) => task.groupId);
  return (
    <Scroll label="Bảng nhiệm vụ">
      <table
        class="tasks"
        data-tasks={`/nhiem-vu/${programme.id}/nhiem-vu/`}
        data-view={`?cot=${columnWords(row.columns)}${row.choosing ? "&chon=1" : ""}${row.editing ? "&sua=1" : ""}`}
        data-edit={row.choosing ? "1" : undefined}
      >
        <thead>
          <tr>
            {row.choosing ? (
              <th scope="col" class="choose no-print">
                <label class="check" hidden data-check-page="chon">
                  <input type="checkbox" aria-label="Chọn mọi nhiệm vụ trên trang này" />
                </label>
                <span class="visually-hidden">Chọn</span>
              </th>
            ) : null}
            {row.columns.map((column) => (
              <Heading column={column} setting={setting} query={query} address={address} />
            ))}
          </tr>
        </thead>
        {grouped ? (
          groups.map((group) => {
            const inside = inGroup.get(group.id) ?? [];
            return inside.length === 0 ? null : (
              <tbody>
                {group.id === undefined ? null : (
                  <tr class="group">
                    <th scope="rowgroup" colspan={width}>
                      {group.number}. {group.name}
                    </th>
                  </tr>
                )}
                {inside.map((task) => (
                  <TaskRow {...row} task={task} />
                ))}
              </tbody>
            );
          })
        ) : (
          <tbody>
            {tasks.map((task) => (
              <TaskRow {...row} task={task} />
            ))}
          </tbody>
        )}
      </table>
    </Scroll>
  );
};

const Heading: FC<{ column: TaskColumn; setting: TableSetting; query: ProgrammeQuery; address: Address }> = (props) => {
  const { column, setting, query, address } = props;
  const label = TASK_COLUMN_LABELS[column];
  const word = COLUMN_WORDS[column];
  const { by, descending } = setting.order;
  const sorted = by === column ? (descending ? "descending" : "ascending") : undefined;
  // Up, down, and back to the order of the programme.
  const next = sorted === undefined ? word : sorted === "ascending" ? `-${word}` : "";
  const href = address({ ...query, xep: next, trang: 1 });
  const step = sorted === undefined ? "sắp xếp tăng dần" : sorted === "ascending" ? "sắp xếp giảm dần" : "bỏ sắp xếp";
  return (
    <th scope="col" aria-sort={sorted} class={column === "number" ? "nowrap" : undefined}>
      <a
        id={`xep-${word}`}
        class="sort"
        href={href}
        title={`Bấm để ${step}`}
        hx-get={href}
        hx-select="#bang-nhiem-vu"
        hx-target="#bang-nhiem-vu"
        hx-swap="outerHTML"
        hx-push-url="true"
      >
        {label}
        <span class="visually-hidden">, {step}</span>
        <span class="arrow" aria-hidden="true">
          {sorted === undefined ? "" : descending ? "▼" : "▲"}
        </span>
      </a>
    </th>
  );
};

/** One task as a row. */
export const TaskRow: FC<RowSetting & { task: Task }> = (props) => {
  const { task, watched, columns } = props;
  return (
    <tr data-task={task.id}>
      {props.choosing ? (
        <td class="choose no-print">
          <input
            type="checkbox"
            name="chon"
            value={task.id}
            form="chon-nhiem-vu"
            aria-label={`Chọn nhiệm vụ ${task.number} ${task.name.slice(0, 60)}`}
          />
        </td>
      ) : null}
      {columns.map((column) => (
        <TaskCell {...props} column={column} programmeId={watched.programme.id} />
      ))}
    </tr>
  );
};

const CLASSES: Partial<Record<TaskColumn, string>> = {
  number: "nowrap",
  name: "lines name",
  leadAgency: "lines",
  coordinatingAgencies: "lines",
  output: "lines",
  basis: "lines",
  note: "lines",
  amendmentNote: "lines",
};

const TaskCell: FC<RowSetting & { task: Task; column: TaskColumn; programmeId: string }> = (props) => {
  const { column, task, editing, programmeId } = props;
  const editable = isEditable(column) && props.choosing;
  return (
    <td class={CLASSES[column]} data-o={editable ? COLUMN_WORDS[column] : undefined}>
      {editing && editable && column !== "name" ? (
        <a class="edit" href={cellAddress(programmeId, task.id, column)}>
          <CellContent {...props} />
          <span class="visually-hidden">{`, sửa cột ${TASK_COLUMN_LABELS[column]}`}</span>
        </a>
      ) : (
        <CellContent {...props} />
      )}
    </td>
  );
};

/** Where one cell is edited: a form in its place, or without script the form of the task. */
export function cellAddress(programmeId: string, taskId: string, column: EditableColumn): string {
  return `/nhiem-vu/${programmeId}/nhiem-vu/${encodeURIComponent(taskId)}/o/${COLUMN_WORDS[column]}`;
}

const CellContent: FC<RowSetting & { task: Task; column: TaskColumn; programmeId: string }> = (props): Child => {
  const { column, task, watched, columns, editing, old, programmeId } = props;
  switch (column) {
    case "name":
      return (
        <>
          <a
            href={`/nhiem-vu/${programmeId}/nhiem-vu/${encodeURIComponent(task.id)}${old ? `?ban=${watched.programme.revision}` : ""}`}
          >
            {task.name}
          </a>
          {task.amendmentNote && !columns.includes("amendmentNote") ? (
            <div class="small soft">Điều chỉnh: {task.amendmentNote}</div>
          ) : null}
          {editing ? (
            <div>
              <a class="edit small" href={cellAddress(programmeId, task.id, "name")}>
                Sửa tên<span class="visually-hidden"> nhiệm vụ {task.number}</span>
              </a>
            </div>
          ) : null}
        </>
      );
    case "leadAgency":
      return (
        <>
          {task.leadAgency || <Nothing editing={editing} />}
          {task.coordinatingAgencies && !columns.includes("coordinatingAgencies") ? (
            <div class="small soft">Phối hợp: {task.coordinatingAgencies}</div>
          ) : null}
        </>
      );
    case "deadline":
      return <DeadlineCell {...props} />;
    case "progress":
      return <Percent value={percentOf(task)} label={`Tiến độ ${percentOf(task)}%`} />;
    case "status":
      return (
        <span class="chips">
          <StatusChip status={watched.statuses.get(task.id)!} />
          <WarningChips warnings={watched.warnings.get(task.id)} />
        </span>
      );
    case "files":
      return (
        <ul class="files small">
          {(task.files ?? []).map((file) => (
            <li>
              <a href={`/nhiem-vu/${programmeId}/nhiem-vu/${encodeURIComponent(task.id)}/tep/${file.sha256}`}>
                {file.name}
              </a>{" "}
              <span class="soft nowrap">{fileSize(file.bytes)}</span>
            </li>
          ))}
        </ul>
      );
    default:
      return task[column] || <Nothing editing={editing} />;
  }
};

/** An empty cell that can be edited shows where to press. */
const Nothing: FC<{ editing: boolean }> = ({ editing }) => (editing ? <span class="soft">+ thêm</span> : null);

const DeadlineCell: FC<RowSetting & { task: Task }> = ({ task, watched, editing }) => {
  const due = watched.statuses.get(task.id)?.due;
  return (
    <>
      {task.deadline.text === "" ? <Nothing editing={editing} /> : <span class="lines">{task.deadline.text}</span>}
      {due && !task.deadline.text.includes(shortDate(due)) ? (
        <div class="small soft nowrap">hạn {shortDate(due)}</div>
      ) : null}
      {task.extensions?.length ? (
        <div class="small soft">
          ban đầu: <span class="was">{task.extensions[0]!.before.text}</span>
        </div>
      ) : null}
    </>
  );
};
