import { formatDateWithSlashes } from "../../format/index.ts";
import type { ReportRow, ReportTable } from "../model.ts";
import { oneLine } from "../plain-text.ts";
import type { Standing } from "../statistics.ts";
import { CAPTIONS } from "../wording.ts";
import { fitNumbers, type SectionContext, TASK_COLUMNS, taskCells, taskTable } from "./context.ts";
import { dueText } from "./tasks-told.ts";

/** Programmes up to this size have all their tasks listed; larger ones what was done in the window, the rest is in the snapshot. */
const LISTED_TASKS = 400;

/** The tasks with their states, so that whoever holds the paper can count the figures. */
export function taskLists({ statistics }: SectionContext): ReportTable[] {
  const { standings, groups, doneInWindow } = statistics;
  if (standings.length === 0) return [];
  const columns: ReportTable["columns"] = [
    ...TASK_COLUMNS,
    { header: "Thời hạn", width: 16, align: "center" },
    { header: "Tình trạng", width: 18, align: "left" },
  ];
  const cells = (one: Standing) => [...taskCells(one), dueText(one), stateText(one)];
  if (standings.length > LISTED_TASKS) {
    if (doneInWindow.length === 0) return [];
    return [taskTable("window-done", columns, doneInWindow, cells, "appendix")];
  }
  const row = (one: Standing): ReportRow => ({ taskId: one.task.id, cells: cells(one).map((cell) => [cell]) });
  const rows =
    groups.length === 0
      ? standings.map(row)
      : groups.flatMap(({ name, number, standings: own }) => [
          { group: { number: oneLine(number), title: name } },
          ...own.map(row),
        ]);
  return [{ id: "tasks", caption: CAPTIONS.tasks, columns: fitNumbers(columns, standings), rows, place: "appendix" }];
}

function stateText({ task, status }: Standing): string {
  if (task.completedOn !== undefined) return `${status.label}\n(${formatDateWithSlashes(task.completedOn)})`;
  const percent = task.progress === undefined ? "" : `\n(tiến độ ${task.progress.percent}%)`;
  return `${status.label}${percent}`;
}
