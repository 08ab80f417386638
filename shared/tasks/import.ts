import { VanthuError } from "../errors/index.ts";
import { plainWords } from "./import/cell-text.ts";
import { decodeText, readDelimited } from "./import/delimited.ts";
import { GRID_LIMITS, type Grid } from "./import/grid.ts";
import { findHeader, type Header } from "./import/headers.ts";
import { assembleRows } from "./import/rows.ts";
import { readSheets } from "./import/sheets.ts";
import { readWordTables } from "./import/word-tables.ts";
import type { ImportResult, TaskField } from "./model.ts";

/** How to read a table. */
export interface ImportOptions {
  /** Name of the sheet (.xlsx) or table ("Bảng 2" of a .docx). Default: the one whose header fits best. */
  sheet?: string;
  /** Columns by field, counted from 0, over what the headers say. */
  mapping?: Partial<Record<TaskField, number>>;
  /** Year for deadlines that name none; default: the year in the title above the table. */
  year?: number;
  /** Refuse a deadline in which no date can be read ("Theo kế hoạch riêng"). */
  strictDeadlines?: boolean;
}

/** Most characters of one cell: a task is a sentence or a list, not a document. */
export const CELL_LENGTH = 8_000;

const KINDS = ["xlsx", "docx", "csv", "tsv", "txt"] as const;

/**
 * Reads tasks from a table in .xlsx, .docx, .csv, .tsv or plain text (tab separated, as copied from a document). Nothing is stored.
 * Rows with a fault are left out and every fault is named in `refused`; ids are provisional ("t1", "g1").
 *
 * @throws IMPORT_FILE_KIND, IMPORT_FILE_MISMATCH, IMPORT_TOO_LARGE, IMPORT_EMPTY, IMPORT_SHEET_NOT_FOUND,
 *   IMPORT_HEADER_NOT_FOUND, IMPORT_COLUMN_MISSING; FILE_NOT_ZIP, PACKAGE_*, XML_* for damaged packages
 * @example
 * const { tasks, refused } = importTable({ name: "nhiem-vu.xlsx", bytes });
 */
export function importTable(input: { name: string; bytes: Uint8Array }, options: ImportOptions = {}): ImportResult {
  const grids = readGrids(input);
  const chosen = chooseGrid(grids, input.name, options.sheet);
  const { grid, header } = chosen;
  const columns = new Map(header.columns);
  for (const [field, column] of Object.entries(options.mapping ?? {}) as [TaskField, number][]) {
    for (const [other, taken] of columns) if (taken === column) columns.delete(other);
    columns.set(field, column);
  }
  if (!columns.has("leadAgency")) {
    throw new VanthuError("IMPORT_COLUMN_MISSING", {
      message: "Bảng không có cột “Cơ quan chủ trì”.",
      where: place(input.name, grid, header),
      hint: `Các cột đọc được: ${header.headers.filter((name) => name !== "").join("; ")}. Hãy đặt tên cột hoặc chỉ định cột.`,
    });
  }
  const rows = assembleRows(grid, header, {
    columns,
    strictDeadlines: options.strictDeadlines ?? false,
    cellLength: CELL_LENGTH,
    year: options.year ?? titleYear(grid, header),
  });
  const fields = new Map([...columns].map(([field, column]) => [column, field]));
  return {
    ...rows,
    mapping: header.headers.map((name, column) => ({ column, header: name, field: fields.get(column) ?? "ignored" })),
    ...(grid.name === "" ? {} : { sheet: grid.name }),
  };
}

function readGrids({ name, bytes }: { name: string; bytes: Uint8Array }): Grid[] {
  if (bytes.length > GRID_LIMITS.bytes) {
    throw new VanthuError("IMPORT_TOO_LARGE", {
      message: "Tệp lớn hơn 32 MB.",
      where: name,
      hint: "Chia bảng thành nhiều tệp nhỏ hơn.",
    });
  }
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  const kind = KINDS.find((known) => known === extension);
  if (kind === undefined) {
    throw new VanthuError("IMPORT_FILE_KIND", {
      message: `Không nhập được tệp dạng ${extension === undefined ? "này" : `.${extension}`}.`,
      where: name,
      hint: "Dùng tệp .xlsx, .csv, .tsv, .docx hoặc .txt.",
    });
  }
  if (bytes.length === 0) throw new VanthuError("IMPORT_EMPTY", { message: "Tệp rỗng.", where: name });
  mustBe(kind, name, bytes);
  if (kind === "xlsx") return readSheets(bytes, name);
  if (kind === "docx") return joinTables(readWordTables(bytes, name));
  const text = decodeText(bytes, name).replace(/^\ufeff/, "");
  if (kind === "csv") {
    const readings = ([";", ",", "\t"] as const).map((delimiter) => readDelimited(text, delimiter, name, false));
    return [
      readings.reduce((best, grid) => ((findHeader(grid)?.score ?? 0) > (findHeader(best)?.score ?? 0) ? grid : best)),
    ];
  }
  return [readDelimited(text, "\t", name, true)];
}

/** A file must be what its name says: told by its first bytes. */
function mustBe(kind: (typeof KINDS)[number], name: string, bytes: Uint8Array): void {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  const found = head.startsWith("PK")
    ? "gói Office Open XML hoặc ZIP"
    : head.startsWith("%PDF")
      ? "tệp PDF"
      : head.startsWith("\u00d0\u00cf\u0011\u00e0")
        ? "tệp Office đời cũ (.xls, .doc)"
        : undefined;
  const isPackage = head.startsWith("PK");
  const wantsPackage = kind === "xlsx" || kind === "docx";
  if (found === undefined ? !wantsPackage : isPackage && wantsPackage) return;
  throw new VanthuError("IMPORT_FILE_MISMATCH", {
    message: `Tệp tên là .${kind} nhưng nội dung là ${found ?? "văn bản thuần hoặc dạng khác"}.`,
    where: name,
    hint: wantsPackage
      ? `Mở tệp bằng ${kind === "xlsx" ? "Excel" : "Word"} rồi lưu lại dạng .${kind}.`
      : "Đổi phần mở rộng cho đúng, hoặc xuất lại bảng.",
  });
}

/** A Word table split into several (one for each page or group) is read as one when the columns agree. */
function joinTables(tables: Grid[]): Grid[] {
  const joined: Grid[] = [];
  for (const table of tables) {
    const before = joined.at(-1);
    const header = findHeader(table);
    const previous = before === undefined ? undefined : findHeader(before);
    const width = Math.max(0, ...table.rows.map((row) => row.cells.length));
    const fits =
      previous !== undefined &&
      (header === undefined
        ? width === previous.headers.length
        : plainWords(header.headers.join(" ")) === plainWords(previous.headers.join(" ")));
    if (before === undefined || !fits) {
      joined.push({ ...table, rows: [...table.rows] });
      continue;
    }
    const offset = before.rows.at(-1)?.number ?? 0;
    before.rows.push(...table.rows.map((row) => ({ ...row, number: row.number + offset })));
  }
  return joined;
}

function chooseGrid(grids: Grid[], name: string, wanted: string | undefined): { grid: Grid; header: Header } {
  const filled = grids.filter((grid) => grid.rows.some((row) => row.cells.some((cell) => (cell ?? "").trim() !== "")));
  const named = wanted === undefined ? filled : grids.filter((grid) => grid.name === wanted);
  if (wanted !== undefined && named.length === 0) {
    throw new VanthuError("IMPORT_SHEET_NOT_FOUND", {
      message: `Không có trang tính hoặc bảng tên “${wanted}”.`,
      where: name,
      hint: `Trong tệp có: ${grids.map((grid) => `“${grid.name}”`).join(", ")}.`,
    });
  }
  if (filled.length === 0 || named.every((grid) => grid.rows.length === 0)) {
    throw new VanthuError("IMPORT_EMPTY", {
      message: "Tệp không có bảng nào chứa dữ liệu.",
      where: wanted === undefined ? name : `${name}, “${wanted}”`,
      hint: "Kiểm tra lại tệp đã chọn.",
    });
  }
  const scored = named
    .map((grid) => ({ grid, header: findHeader(grid) }))
    .filter((candidate): candidate is { grid: Grid; header: Header } => candidate.header !== undefined)
    .sort(
      (a, b) =>
        Number(a.grid.hidden ?? false) - Number(b.grid.hidden ?? false) ||
        b.header.score - a.header.score ||
        b.grid.rows.length - a.grid.rows.length,
    );
  const best = scored[0];
  if (best === undefined) {
    throw new VanthuError("IMPORT_HEADER_NOT_FOUND", {
      message: "Không tìm thấy hàng tiêu đề của bảng nhiệm vụ.",
      where: name,
      hint: "Hàng tiêu đề cần có cột “Nhiệm vụ” và “Cơ quan chủ trì”.",
    });
  }
  return best;
}

function titleYear(grid: Grid, header: Header): number | undefined {
  const title = grid.rows
    .slice(0, header.index)
    .flatMap((row) => row.cells)
    .join(" ");
  const years = [...title.matchAll(/năm\s+((?:19|20)\d{2})/giu)].map((match) => Number(match[1]));
  return years.at(-1);
}

function place(name: string, grid: Grid, header: Header): string {
  const row = grid.rows[header.index]?.number ?? 1;
  return grid.name === "" ? `${name}, dòng ${row}` : `${name}, “${grid.name}”, hàng ${row}`;
}
