import { cellWords, type ExportCell, type ExportTable, targetTable, taskTable } from "./export/rows.ts";
import { type WorkbookCell, type WorkbookSheet, writeWorkbook } from "./export/workbook.ts";
import { guarded } from "./import/cell-text.ts";
import type { Programme, Task } from "./model.ts";

export { sampleWorkbook } from "./export/sample.ts";

/** What an export shows besides the data themselves. */
export interface ExportOptions {
  /** The state of a task in words, for a column that an import passes over. */
  status?: (task: Task) => string;
}

/** How a CSV file is written. */
export interface CsvOptions extends ExportOptions {
  /** Default ";": what Excel opens by itself where the comma is the decimal sign, as in Vietnam. */
  separator?: ";" | ",";
  /** A CSV file holds one table; default "tasks". */
  part?: "tasks" | "targets";
}

/**
 * A programme as a workbook: "Nhiệm vụ" with filter, header that stays in sight, real dates and percentages, and "Chỉ tiêu" where it has
 * targets. {@link importTable} reads the same groups, tasks and targets from it: hidden columns hold the ids, and what cells alone do
 * not say.
 *
 * @example
 * const bytes = exportXlsx(programme, { status: (task) => taskStatus(task, today).label });
 */
export function exportXlsx(programme: Programme, options: ExportOptions = {}): Uint8Array {
  const about = `${programme.period === "" ? "" : `Kỳ thực hiện: ${programme.period}. `}Bản ${programme.revision}.`;
  const sheets = [
    sheetOf("Nhiệm vụ", taskTable(programme, options.status), [
      { kind: "title", cells: [{ text: programme.title }] },
      { kind: "subtitle", cells: [{ text: about }] },
    ]),
  ];
  if (programme.targets.length > 0) sheets.push(sheetOf("Chỉ tiêu", targetTable(programme), []));
  return writeWorkbook(sheets);
}

/**
 * The tasks (or targets) of a programme as CSV by RFC 4180, UTF-8 with byte-order mark. What a spreadsheet would run as a formula has an
 * apostrophe before it, which an import takes away again.
 */
export function exportCsv(programme: Programme, options: CsvOptions = {}): Uint8Array {
  const { separator = ";", part = "tasks" } = options;
  const table = part === "tasks" ? taskTable(programme, options.status) : targetTable(programme);
  // Nothing is hidden in CSV: the column of our own data only stands there when a row needs it.
  const last = table.columns.length - 1;
  const shown = table.rows.some(({ cells }) => cells[last] !== "") ? table.columns.length : last;
  const quoted = (text: string) =>
    /[",;\t\r\n]/.test(text) || text.startsWith(" ") ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [table.columns.map(({ header }) => header), ...table.rows.map(({ cells }) => cells.map(cellWords))].map(
    (cells) =>
      cells
        .slice(0, shown)
        .map((text) => quoted(guarded(text)))
        .join(separator),
  );
  return new TextEncoder().encode(`\ufeff${lines.join("\r\n")}\r\n`);
}

function sheetOf(name: string, table: ExportTable, titles: WorkbookSheet["rows"]): WorkbookSheet {
  const cellOf = (cell: ExportCell, column: number): WorkbookCell =>
    cell !== "" && "text" in cell && table.columns[column]?.centre ? { ...cell, style: "centre" } : cell;
  return {
    name,
    columns: table.columns,
    headerRow: titles.length + 1,
    rows: [
      ...titles,
      { kind: "header", cells: table.columns.map(({ header }) => ({ text: header })) },
      ...table.rows.map(({ cells, group }): WorkbookSheet["rows"][number] => ({
        cells: cells.map(cellOf),
        ...(group ? { kind: "group" as const } : {}),
      })),
    ],
  };
}
