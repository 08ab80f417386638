import { importTable, type Task, type TaskField } from "../../tasks/index.ts";
import type { AppendixTable } from "../model.ts";

/** Share of the page's width and alignment by what a column holds; narrow columns are not justified, that would tear their lines apart. */
const COLUMNS: Record<TaskField, { width: number; align: "left" | "center" | "justify" }> = {
  number: { width: 6.5, align: "center" },
  name: { width: 24, align: "justify" },
  leadAgency: { width: 12, align: "center" },
  coordinatingAgencies: { width: 12, align: "center" },
  output: { width: 17, align: "left" },
  deadline: { width: 10, align: "center" },
  basis: { width: 13, align: "left" },
  note: { width: 8, align: "center" },
  amendmentNote: { width: 14, align: "left" },
};

/** The task table in a text whose cells are parted by tabs, or undefined when there is none. Parts cut by page breaks are whole again. */
export function tableOf(
  text: string,
): { table: AppendixTable; firstLine: number; refused: { row: number; message: string }[] } | undefined {
  const lines = text.split("\n");
  const firstLine = lines.findIndex((line) => line.split("\t").length >= 4 && line.trim() !== "");
  if (firstLine < 0 || lines.filter((line) => line.split("\t").length >= 4).length < 3) return undefined;
  const read = importTable({ name: "bang.txt", bytes: new TextEncoder().encode(text) });
  const columns = read.mapping.filter(
    (column): column is typeof column & { field: TaskField } => column.field in COLUMNS,
  );
  const cells = (task: Task) => columns.map(({ field }) => (field === "deadline" ? task.deadline.text : task[field]));
  const rows: AppendixTable["rows"] = [];
  for (const task of read.tasks.filter((candidate) => candidate.groupId === undefined))
    rows.push({ cells: cells(task) });
  for (const group of read.groups) {
    rows.push({ group: { number: group.number, title: group.name } });
    for (const task of read.tasks) if (task.groupId === group.id) rows.push({ cells: cells(task) });
  }
  return {
    table: { columns: columns.map(({ header, field }) => ({ header, ...COLUMNS[field] })), rows },
    firstLine: firstLine + 1,
    refused: read.refused,
  };
}
