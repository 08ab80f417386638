import type { Programme, Task, TaskField } from "../tasks/model.ts";
import type { AppendixRow, AppendixTable, TableColumn } from "./model.ts";

/** Columns of a task table as published plans have them; widths are shares of a landscape page. */
const COLUMNS: Record<TaskField, TableColumn> = {
  number: { header: "STT", width: 5, align: "center" },
  name: { header: "Nhiệm vụ", width: 30, align: "justify" },
  leadAgency: { header: "Cơ quan chủ trì", width: 14, align: "left" },
  coordinatingAgencies: { header: "Cơ quan phối hợp", width: 16, align: "left" },
  output: { header: "Sản phẩm", width: 18, align: "left" },
  deadline: { header: "Thời hạn", width: 11, align: "center" },
  basis: { header: "Căn cứ", width: 13, align: "left" },
  note: { header: "Ghi chú", width: 9, align: "left" },
  amendmentNote: { header: "Nội dung điều chỉnh", width: 14, align: "left" },
};

/** The columns every plan has. */
export const PLAN_COLUMNS: readonly TaskField[] = [
  "number",
  "name",
  "leadAgency",
  "coordinatingAgencies",
  "output",
  "deadline",
];

/** How a task table is made. */
export interface TasksTableOptions {
  /** Other headers than the usual ones. */
  headers?: Partial<Record<TaskField, string>>;
  /** Neighbouring tasks of one group with the same lead agency share one cell. */
  mergeLeadAgency?: boolean;
  /** Only the tasks of this group; null for those that stand in no group. */
  groupId?: string | null;
  keepRowsWhole?: boolean;
}

/**
 * The table of a programme's tasks: one row a task, in the programme's order, under a row for each group.
 * Tasks without a group come first. A group without tasks is left out.
 *
 * @param columns in the order wanted; {@link PLAN_COLUMNS} by default
 */
export function tasksTable(
  programme: Programme,
  columns: readonly TaskField[] = PLAN_COLUMNS,
  options: TasksTableOptions = {},
): AppendixTable {
  const known = new Set(programme.groups.map((group) => group.id));
  const rows: AppendixRow[] = [];
  const append = (tasks: Task[]) => rows.push(...taskRows(tasks, columns, options.mergeLeadAgency ?? false));
  if (options.groupId === undefined || options.groupId === null) {
    append(programme.tasks.filter((task) => task.groupId === undefined || !known.has(task.groupId)));
  }
  for (const group of programme.groups) {
    const tasks = programme.tasks.filter((task) => task.groupId === group.id);
    if (tasks.length === 0 || options.groupId === null) continue;
    if (options.groupId !== undefined && options.groupId !== group.id) continue;
    if (options.groupId === undefined) rows.push({ group: { number: group.number, title: group.name } });
    append(tasks);
  }
  return {
    columns: columns.map((field) => ({ ...COLUMNS[field], header: options.headers?.[field] ?? COLUMNS[field].header })),
    rows,
    ...(options.keepRowsWhole === undefined ? {} : { keepRowsWhole: options.keepRowsWhole }),
  };
}

function taskRows(tasks: readonly Task[], columns: readonly TaskField[], mergeLeadAgency: boolean): AppendixRow[] {
  return tasks.map((task, index) => {
    const next = tasks[index + 1];
    const same = mergeLeadAgency && next !== undefined && task.leadAgency !== "" && next.leadAgency === task.leadAgency;
    return {
      cells: columns.map((field) => cellText(task, field)),
      ...(same ? { mergeDown: columns.map((field) => field === "leadAgency") } : {}),
    };
  });
}

function cellText(task: Task, field: TaskField): string {
  return field === "deadline" ? task.deadline.text : task[field];
}
