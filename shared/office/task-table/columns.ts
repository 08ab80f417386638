import type { TaskColumn, TaskTableView } from "./model.ts";

/** Every column of the task table, in its order, as its heading says. */
export const TASK_COLUMN_LABELS: Record<TaskColumn, string> = {
  number: "TT",
  name: "Nhiệm vụ",
  leadAgency: "Chủ trì",
  coordinatingAgencies: "Phối hợp",
  output: "Sản phẩm",
  deadline: "Thời gian",
  progress: "Tiến độ",
  status: "Tình trạng",
  basis: "Căn cứ giao",
  note: "Ghi chú",
  amendmentNote: "Nội dung điều chỉnh",
  files: "Tệp minh chứng",
};

/** The columns of {@link TASK_COLUMN_LABELS}, in the order of the table. */
export const TASK_COLUMNS = Object.keys(TASK_COLUMN_LABELS) as TaskColumn[];

/** Sizes of a page that can be chosen, in rows. */
export const PAGE_SIZES = [25, 50, 100, 200, 500];

/** How the table is for somebody who has not chosen. */
export const DEFAULT_VIEW: TaskTableView = {
  columns: ["number", "name", "leadAgency", "output", "deadline", "progress", "status"],
  size: 50,
  flat: false,
};

/** The columns among these words, each once, in the order of the table; the name always. */
export function columnsAmong(words: readonly string[]): TaskColumn[] {
  return TASK_COLUMNS.filter((column) => column === "name" || words.includes(column));
}
