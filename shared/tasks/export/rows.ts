import { vietnameseDay } from "../../calendar/index.ts";
import { parseDeadline } from "../deadline.ts";
import { DERIVED, GROUP_ID, IMPORT_FIELD_LABELS, idHeader } from "../import/fields.ts";
import { deadlineCell, fieldText, type OwnData, writeOwnData } from "../import/own-data.ts";
import { COMPARISON_SIGNS, TARGET_LABELS } from "../import/target-rows.ts";
import { percentText, readDay } from "../import/values.ts";
import type { Deadline, ImportField, Programme, Target, Task, TaskGroup } from "../model.ts";
import { sameValue } from "../same-value.ts";

/** A cell as a value: how it looks is for the kind of file. */
export type ExportCell = "" | { text: string } | { number: number } | { day: string } | { percent: number };

/** A table to be written: header, then groups and rows. */
export interface ExportTable {
  columns: { header: string; width: number; hidden: boolean; centre: boolean }[];
  rows: { cells: ExportCell[]; group?: true }[];
}

type TaskColumn = ImportField | "lastDay" | "status" | "files";

const TASK_COLUMNS: [TaskColumn, number][] = [
  ["number", 7],
  ["name", 52],
  ["leadAgency", 24],
  ["coordinatingAgencies", 26],
  ["output", 30],
  ["deadline", 20],
  ["lastDay", 13],
  ["originalDeadline", 18],
  ["status", 18],
  ["percent", 10],
  ["progressOn", 13],
  ["result", 34],
  ["evidence", 22],
  ["files", 26],
  ["difficulties", 26],
  ["proposals", 26],
  ["completedOn", 13],
  ["basis", 26],
  ["note", 20],
  ["amendmentNote", 26],
  ["id", 12],
  ["data", 12],
];

const DERIVED_LABELS = {
  lastDay: `Hạn cuối ${DERIVED}`,
  status: `Tình trạng ${DERIVED}`,
  files: `Tệp minh chứng ${DERIVED}`,
};
const CENTRED = new Set<TaskColumn>(["number", "deadline", "originalDeadline", "status", "leadAgency"]);

/** Tasks of a programme as rows: those outside all groups first, then each group under its heading. */
export function taskTable(programme: Programme, status: ((task: Task) => string) | undefined): ExportTable {
  const known = new Set(programme.groups.map(({ id }) => id));
  const inside = Map.groupBy(
    programme.tasks.map((task, place) => ({ task, place })),
    ({ task: { groupId } }) => (groupId !== undefined && known.has(groupId) ? groupId : undefined),
  );
  const listed = [undefined, ...programme.groups.map(({ id }) => id)].flatMap((id) => inside.get(id) ?? []);
  const inOrder = listed.every(({ place }, index) => place === index);
  const withFiles = programme.tasks.some(({ files }) => files !== undefined);
  const columns = TASK_COLUMNS.filter(
    ([column]) => (column !== "status" || status !== undefined) && (column !== "files" || withFiles),
  );
  const names = columns.map(([column]) => column);
  // The same few deadlines come again and again.
  const read = new Map<string, Deadline>();
  const rowOf = ({ task, place }: { task: Task; place: number }) => ({
    cells: taskCells(names, task, inOrder ? undefined : place, status, read),
  });
  const rows: ExportTable["rows"] = (inside.get(undefined) ?? []).map(rowOf);
  for (const group of programme.groups) {
    rows.push({ cells: groupCells(names, group), group: true });
    for (const entry of inside.get(group.id) ?? []) rows.push(rowOf(entry));
  }
  return {
    columns: columns.map(([column, width]) => ({
      header: headerOf(column, programme),
      width,
      hidden: column === "id" || column === "data",
      centre: CENTRED.has(column),
    })),
    rows,
  };
}

function headerOf(column: TaskColumn, programme: Programme): string {
  if (column === "lastDay" || column === "status" || column === "files") return DERIVED_LABELS[column];
  return column === "id" ? idHeader(IMPORT_FIELD_LABELS.id, programme) : IMPORT_FIELD_LABELS[column];
}

function groupCells(columns: TaskColumn[], group: TaskGroup): ExportCell[] {
  const data = writeOwnData({ texts: unreadable({ number: group.number, name: group.name }) });
  return columns.map((column) => {
    if (column === "number") return text(group.number);
    if (column === "name") return text(group.name);
    if (column === "id") return text(`${GROUP_ID}${group.id}`);
    return column === "data" ? text(data) : "";
  });
}

function taskCells(
  columns: TaskColumn[],
  task: Task,
  order: number | undefined,
  status: ((task: Task) => string) | undefined,
  read: Map<string, Deadline>,
): ExportCell[] {
  const { progress } = task;
  const texts = {
    number: task.number,
    name: task.name,
    leadAgency: task.leadAgency,
    coordinatingAgencies: task.coordinatingAgencies,
    output: task.output,
    basis: task.basis,
    note: task.note,
    amendmentNote: task.amendmentNote,
    result: progress?.result ?? "",
    evidence: progress?.evidence ?? "",
    difficulties: progress?.difficulties ?? "",
    proposals: progress?.proposals ?? "",
  };
  const original = task.extensions?.[0]?.before;
  const percent = progress?.percent;
  const data: OwnData = {
    texts: unreadable(texts),
    deadline: unreadDeadline(task.deadline, read),
    extensions: task.extensions,
    order,
    numbers:
      percent !== undefined && Number((percent / 100).toPrecision(12)) * 100 !== percent ? { percent } : undefined,
  };
  const day = task.deadline.kind === "recurring" ? undefined : task.deadline.to;
  return columns.map((column): ExportCell => {
    switch (column) {
      case "number":
        return /^[1-9]\d{0,8}$/.test(task.number) ? { number: Number(task.number) } : text(task.number);
      case "deadline":
        return deadlineValue(task.deadline);
      case "originalDeadline":
        return original === undefined ? "" : deadlineValue(original);
      case "lastDay":
        return day === undefined ? "" : { day };
      case "status":
        return text(status?.(task) ?? "");
      case "files":
        return text((task.files ?? []).map(({ name }) => name).join("\n"));
      case "percent":
        return percent === undefined ? "" : { percent };
      case "progressOn":
        return progress === undefined ? "" : { day: progress.on };
      case "completedOn":
        return task.completedOn === undefined ? "" : { day: task.completedOn };
      case "id":
        return text(task.id);
      case "data":
        return text(writeOwnData(data));
      case "group":
        return "";
      default:
        return text(texts[column]);
    }
  });
}

/** Texts that their cells are not read back as. */
function unreadable(texts: Record<string, string>): Record<string, string> | undefined {
  const odd = Object.entries(texts).filter(([field, value]) => value !== "" && fieldText(field, value) !== value);
  return odd.length === 0 ? undefined : Object.fromEntries(odd);
}

/** Counted by the calendar of an office, which another reader of the file may not have. */
const BY_CALENDAR = /ngày\s+làm\s+việc/iu;

/** The deadline, when its text alone is not read back as it, or would be taken for a slip ("31/6/2026"). */
function unreadDeadline(deadline: Deadline, read: Map<string, Deadline>): Deadline | undefined {
  if ((deadline.kind === "none" && deadline.text !== "") || BY_CALENDAR.test(deadline.text)) return deadline;
  let known = read.get(deadline.text);
  if (known === undefined) {
    const cell = deadlineCell(deadline.text);
    known = { ...parseDeadline(cell.replaceAll("\n", " ")), text: cell };
    read.set(deadline.text, known);
  }
  return sameValue(known, deadline) ? undefined : deadline;
}

/** A plain date is a date, so that it can be sorted and filtered; anything else is what somebody wrote. */
function deadlineValue({ text: written }: Deadline): ExportCell {
  const day = /^\d{2}\/\d{2}\/\d{4}$/.test(written) ? readDay(written) : undefined;
  return day === undefined ? text(written) : { day };
}

const TARGET_COLUMNS: [keyof typeof TARGET_LABELS, number][] = [
  ["number", 7],
  ["section", 28],
  ["text", 56],
  ["metric", 36],
  ["comparison", 9],
  ["value", 12],
  ["unit", 14],
  ["leadAgency", 24],
  ["coordinatingAgencies", 26],
  ["deadline", 20],
  ["actual", 12],
  ["actualOn", 13],
  ["evidence", 24],
  ["id", 12],
  ["data", 12],
];

/** Targets of a programme as rows. */
export function targetTable(programme: Programme): ExportTable {
  return {
    columns: TARGET_COLUMNS.map(([column, width]) => ({
      header: column === "id" ? idHeader(TARGET_LABELS.id, programme) : TARGET_LABELS[column],
      width,
      hidden: column === "id" || column === "data",
      centre: ["comparison", "unit", "deadline"].includes(column),
    })),
    rows: programme.targets.map((target, index) => ({ cells: targetCells(target, index + 1) })),
  };
}

function targetCells(target: Target, number: number): ExportCell[] {
  const { actual } = target;
  const texts = {
    section: target.section,
    text: target.text,
    metric: target.metric,
    unit: target.unit,
    leadAgency: target.leadAgency,
    coordinatingAgencies: target.coordinatingAgencies,
    evidence: actual?.evidence ?? "",
  };
  const odd = Object.entries({ value: target.value, actual: actual?.value }).filter(
    (entry): entry is [string, number] => entry[1] !== undefined && Number(entry[1].toPrecision(12)) !== entry[1],
  );
  const data = writeOwnData({
    texts: unreadable(texts),
    deadline: unreadDeadline(target.deadline, new Map()),
    numbers: odd.length === 0 ? undefined : Object.fromEntries(odd),
  });
  const measured = (value: number | undefined): ExportCell => (value === undefined ? "" : { number: value });
  return TARGET_COLUMNS.map(([column]): ExportCell => {
    switch (column) {
      case "number":
        return { number };
      case "comparison":
        return text(COMPARISON_SIGNS[target.comparison]);
      case "value":
        return measured(target.value);
      case "deadline":
        return deadlineValue(target.deadline);
      case "actual":
        return measured(actual?.value);
      case "actualOn":
        return actual === undefined ? "" : { day: actual.on };
      case "id":
        return text(target.id);
      case "data":
        return text(data);
      default:
        return text(texts[column]);
    }
  });
}

function text(value: string): ExportCell {
  return value === "" ? "" : { text: value };
}

/** A cell as CSV writes it, in Vietnamese forms. */
export function cellWords(cell: ExportCell): string {
  if (cell === "") return "";
  if ("text" in cell) return cell.text;
  if ("day" in cell) return vietnameseDay(cell.day);
  if ("percent" in cell) return percentText(cell.percent);
  return String(cell.number).replace(".", ",");
}
