import { VanthuError } from "../../errors/index.ts";
import type { ImportField } from "../model.ts";
import type { Grid } from "./grid.ts";
import { findHeader, type Header, headerAt } from "./headers.ts";
import { findTargetHeader } from "./target-rows.ts";

/** A table with its header. */
export interface Table {
  grid: Grid;
  header: Header;
}

/** How the user says which table it is and what its columns are. */
export interface TableChoice {
  /** Name of the sheet or table; default: the one whose header fits best. */
  sheet?: string;
  /** Columns by field, counted from 0, over what the headers say; -1: the table has no such column. */
  mapping?: Partial<Record<ImportField, number>>;
  /** Number of the header row in the file; 0: there is none. Default: found by its names. */
  headerRow?: number;
}

/** Tables that hold anything, those named by `sheet` only. @throws IMPORT_SHEET_NOT_FOUND, IMPORT_EMPTY */
export function filledTables(grids: Grid[], name: string, sheet: string | undefined): Grid[] {
  const filled = grids.filter((grid) => grid.rows.some((row) => row.cells.some((cell) => (cell ?? "").trim() !== "")));
  const named = sheet === undefined ? filled : grids.filter((grid) => grid.name === sheet);
  if (sheet !== undefined && named.length === 0) {
    throw new VanthuError("IMPORT_SHEET_NOT_FOUND", {
      message: `Không có trang tính hoặc bảng tên “${sheet}”.`,
      where: name,
      hint: `Trong tệp có: ${grids.map((grid) => `“${grid.name}”`).join(", ")}.`,
    });
  }
  if (filled.length === 0 || named.every((grid) => grid.rows.length === 0)) {
    throw new VanthuError("IMPORT_EMPTY", {
      message: "Tệp không có bảng nào chứa dữ liệu.",
      where: sheet === undefined ? name : `${name}, “${sheet}”`,
      hint: "Kiểm tra lại tệp đã chọn.",
    });
  }
  return named;
}

/** Tables of tasks, the best first: visible before hidden, by how well the header fits, then by size. */
export function taskTables(grids: Grid[], choice: TableChoice): Table[] {
  return grids
    .map((grid) => ({ grid, header: headerOf(grid, choice) }))
    .filter((table): table is Table => table.header !== undefined)
    .sort(
      (a, b) =>
        Number(a.grid.hidden ?? false) - Number(b.grid.hidden ?? false) ||
        b.header.score - a.header.score ||
        b.grid.rows.length - a.grid.rows.length,
    );
}

function headerOf(grid: Grid, choice: TableChoice): Header | undefined {
  if (choice.headerRow !== undefined) return headerAt(grid, choice.headerRow);
  const found = findHeader(grid);
  // A table of targets also has agencies and deadlines; it is one of tasks only when the user says so.
  if (found !== undefined)
    return findTargetHeader(grid) !== undefined && choice.sheet === undefined ? undefined : found;
  // The user named the column of tasks by position: the table has no header row.
  return (choice.mapping?.name ?? -1) >= 0 ? headerAt(grid, 0) : undefined;
}

/** The columns of a table as the headers say and the user corrects. */
export function columnsOf(header: Header, mapping: TableChoice["mapping"]): Map<ImportField, number> {
  const columns = new Map(header.columns);
  for (const [field, column] of Object.entries(mapping ?? {}) as [ImportField, number][]) {
    if (column < 0) {
      columns.delete(field);
      continue;
    }
    for (const [other, taken] of columns) if (taken === column) columns.delete(other);
    columns.set(field, column);
  }
  return columns;
}
