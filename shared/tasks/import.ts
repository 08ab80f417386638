import type { WorkingCalendar } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import { cleanCell } from "./import/cell-text.ts";
import { columnsOf, filledTables, type Table, type TableChoice, taskTables } from "./import/choose-table.ts";
import { IMPORT_FIELD_LABELS, readIdHeader } from "./import/fields.ts";
import type { Grid } from "./import/grid.ts";
import { guessColumns } from "./import/guess.ts";
import { type Header, headerAt } from "./import/headers.ts";
import { isOldEncoding, OLD_ENCODING_HINT } from "./import/old-encodings.ts";
import { readGrids } from "./import/read-grids.ts";
import { assembleRows } from "./import/rows.ts";
import { findTargetHeader, readTargets } from "./import/target-rows.ts";
import type { ImportColumn, ImportField, ImportResult, ImportSource } from "./model.ts";

/** How to read a table. */
export interface ImportOptions extends TableChoice {
  /** Year for deadlines that name none; default: the year in the title above the table. */
  year?: number;
  /** Year of the programme, for deadlines of new rows where the title names none either. */
  defaultYear?: number;
  /** Refuse a deadline in which no date can be read ("Theo kế hoạch riêng"). */
  strictDeadlines?: boolean;
  /** ISO day taken for reports of progress and changed deadlines that name none; without it such cells are faults. */
  today?: string;
  /** Counts "10 ngày làm việc kể từ ngày …"; default: the calendar as shipped. */
  calendar?: WorkingCalendar;
}

/** A file's tables and the columns of the chosen one: what a person needs to say which column is what. */
export interface TableView {
  /** Sheets or tables in the file, in order; `kind` says what was recognised. */
  sheets: { name: string; kind: "tasks" | "targets" | "other"; hidden: boolean; rows: number }[];
  /** The one that is looked at. */
  sheet: string;
  /** Number of its header row in the file; 0: none was found. */
  headerRow: number;
  /** With a proposal for each column. */
  columns: ImportColumn[];
}

/** Most characters of one cell: a task is a sentence or a list, not a document. */
const CELL_LENGTH = 8_000;

/** Sample values of a column, and how long each is shown. */
const SAMPLES = 3;
const SAMPLE_LENGTH = 60;

/**
 * Reads tasks from a table in .xlsx, .docx, .csv, .tsv or plain text (tab separated, as copied from a document), and targets where the
 * file has a table of them. Nothing is stored. Rows with a fault are left out and every fault is named in `refused`; ids are
 * provisional ("t1", "g1") unless the file names them.
 *
 * @throws IMPORT_FILE_KIND, IMPORT_FILE_MISMATCH, IMPORT_TOO_LARGE, IMPORT_EMPTY, IMPORT_SHEET_NOT_FOUND,
 *   IMPORT_HEADER_NOT_FOUND, IMPORT_COLUMN_MISSING; FILE_NOT_ZIP, PACKAGE_*, XML_* for damaged packages
 * @example
 * const { tasks, refused } = importTable({ name: "nhiem-vu.xlsx", bytes });
 */
export function importTable(input: { name: string; bytes: Uint8Array }, options: ImportOptions = {}): ImportResult {
  const grids = readGrids(input);
  const filled = filledTables(grids, input.name, options.sheet);
  const [table, ...others] = taskTables(filled, options);
  const targets = targetsOf(grids, table, options);
  if (table === undefined) {
    if (targets !== undefined) return { groups: [], tasks: [], mapping: [], ...targets };
    const old = filled.some(({ rows }) =>
      rows.slice(0, 60).some(({ cells }) => isOldEncoding(cells.join(" ").slice(0, 2_000))),
    );
    throw new VanthuError("IMPORT_HEADER_NOT_FOUND", {
      message: "Không tìm thấy hàng tiêu đề của bảng nhiệm vụ.",
      where: input.name,
      hint: old
        ? OLD_ENCODING_HINT
        : "Hàng tiêu đề cần có cột “Nhiệm vụ” và “Cơ quan chủ trì”; nếu bảng không có hàng tiêu đề, hãy chỉ định từng cột.",
    });
  }
  const { grid, header } = table;
  const columns = columnsOf(header, options.mapping);
  for (const field of ["name", "leadAgency"] as const)
    if (!columns.has(field)) throw columnMissing(field, input.name, table);
  const { ids, ...rows } = assembleRows(grid, header, {
    columns,
    strictDeadlines: options.strictDeadlines ?? false,
    cellLength: CELL_LENGTH,
    year: options.year ?? yearIn(grid.rows.slice(0, header.index)),
    defaultYear: options.defaultYear,
    today: options.today,
    calendar: options.calendar,
  });
  const source = sourceOf(header, columns, ids, targets?.source);
  const notes = [...tableNotes(table, columns, others), ...rows.notes];
  return {
    groups: rows.groups,
    tasks: rows.tasks,
    refused: [...rows.refused, ...(targets?.refused ?? [])],
    mapping: readColumns(grid, header, columns),
    ...(grid.name === "" ? {} : { sheet: grid.name }),
    ...(targets === undefined ? {} : { targets: targets.targets }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(source === undefined ? {} : { source }),
    ...(rows.unsound.length === 0 ? {} : { unsound: rows.unsound }),
  };
}

/**
 * The tables of a file and the columns of one of them, with a proposal for each, also where no header can be found: then by the values.
 *
 * @throws as {@link importTable}, but never for a header or column that is missing
 */
export function inspectTable(input: { name: string; bytes: Uint8Array }, choice: TableChoice = {}): TableView {
  const grids = readGrids(input);
  const filled = filledTables(grids, input.name, choice.sheet);
  const { mapping: _, ...where } = choice;
  const found = taskTables(filled, where)[0];
  const grid = found?.grid ?? filled.find((candidate) => !candidate.hidden) ?? filled[0]!;
  const header =
    found === undefined || found.header.height === 0
      ? { ...headerAt(grid, 0)!, columns: guessColumns(grid) }
      : found.header;
  return {
    sheets: grids.map((candidate) => ({
      name: candidate.name,
      kind: findTargetHeader(candidate) !== undefined ? "targets" : taskTables([candidate], {})[0] ? "tasks" : "other",
      hidden: candidate.hidden ?? false,
      rows: candidate.rows.length,
    })),
    sheet: grid.name,
    headerRow: header.height === 0 ? 0 : (grid.rows[header.index]?.number ?? 0),
    columns: readColumns(grid, header, columnsOf(header, choice.mapping)),
  };
}

/** Every column with its header, what it is read as, and some of its values. */
function readColumns(grid: Grid, header: Header, columns: Map<ImportField, number>): ImportColumn[] {
  const fields = new Map([...columns].map(([field, column]) => [column, field]));
  const rows = grid.rows.slice(header.index + header.height);
  return header.headers.map((name, column) => {
    const samples: string[] = [];
    for (const row of rows) {
      const text = cleanCell((row.cells[column] ?? "").slice(0, 1_000)).replaceAll("\n", " ");
      if (text !== "" && !samples.includes(text)) samples.push(text);
      if (samples.length === SAMPLES) break;
    }
    return {
      column,
      header: name,
      field: fields.get(column) ?? "ignored",
      samples: samples.map((text) => (text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH - 1)}…` : text)),
      ...(grid.hiddenColumns?.has(column) ? { hidden: true } : {}),
    };
  });
}

/** Targets of the first table of targets that is not the table of tasks. */
function targetsOf(grids: Grid[], tasks: Table | undefined, options: ImportOptions) {
  for (const grid of grids) {
    if (grid === tasks?.grid || grid.hidden) continue;
    const header = findTargetHeader(grid);
    if (header === undefined) continue;
    const year = options.year ?? yearIn(grid.rows.slice(0, header.index));
    const read = readTargets(grid, header, {
      cellLength: CELL_LENGTH,
      year,
      defaultYear: options.defaultYear,
      today: options.today,
      calendar: options.calendar,
    });
    const source: ImportSource = { ...read.source, tasks: [], groups: [], targets: read.ids };
    return { targets: read.targets, refused: read.refused, ...(read.ids.length > 0 ? { source } : {}) };
  }
  return undefined;
}

function sourceOf(
  header: Header,
  columns: Map<ImportField, number>,
  ids: { tasks: string[]; groups: string[] },
  targets: ImportSource | undefined,
): ImportSource | undefined {
  const column = columns.get("id");
  const { programmeId, revision } = column === undefined ? {} : readIdHeader(header.headers[column] ?? "");
  if (ids.tasks.length + ids.groups.length === 0 && programmeId === undefined && targets === undefined)
    return undefined;
  const from = programmeId === undefined || revision === undefined ? {} : { programmeId, revision };
  return { ...targets, ...from, ...ids, targets: targets?.targets ?? [] };
}

/** What was passed over, so that nobody wonders. */
function tableNotes({ grid, header }: Table, columns: Map<ImportField, number>, others: Table[]): string[] {
  const notes: string[] = [];
  const read = new Set(columns.values());
  const hidden = header.headers.filter(
    (name, column) => name !== "" && grid.hiddenColumns?.has(column) && !read.has(column),
  );
  if (hidden.length > 0) notes.push(`Không đọc cột đang bị ẩn: ${hidden.join("; ")}.`);
  if ((grid.hiddenRows ?? 0) > 0)
    notes.push(`Có ${grid.hiddenRows} hàng đang bị ẩn (do lọc hoặc thu gọn); các hàng này vẫn được đọc.`);
  const visible = others.filter((other) => !other.grid.hidden).map((other) => `“${other.grid.name}”`);
  if (visible.length > 0) notes.push(`Tệp còn bảng nhiệm vụ khác chưa đọc: ${visible.join(", ")}.`);
  const unseen = others.filter((other) => other.grid.hidden).map((other) => `“${other.grid.name}”`);
  if (unseen.length > 0) notes.push(`Không đọc trang đang bị ẩn: ${unseen.join(", ")}.`);
  return notes;
}

function columnMissing(field: ImportField, name: string, { grid, header }: Table): VanthuError {
  const row = grid.rows[header.index]?.number ?? 1;
  const named = header.headers.filter((text) => text !== "");
  return new VanthuError("IMPORT_COLUMN_MISSING", {
    message: `Bảng không có cột “${IMPORT_FIELD_LABELS[field]}”.`,
    where: grid.name === "" ? `${name}, dòng ${row}` : `${name}, “${grid.name}”, hàng ${row}`,
    hint: `${named.length > 0 ? `Các cột đọc được: ${named.join("; ")}. ` : ""}Hãy đặt tên cột hoặc chỉ định cột.`,
  });
}

/** The year that the title above a table names last. */
function yearIn(rows: Grid["rows"]): number | undefined {
  const title = rows.flatMap((row) => row.cells).join(" ");
  const years = [...title.matchAll(/năm\s+((?:19|20)\d{2})/giu)].map((match) => Number(match[1]));
  return years.at(-1);
}
