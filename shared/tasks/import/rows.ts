import { isoDay } from "../days.ts";
import { parseDeadline } from "../deadline.ts";
import type { RefusedCell, Task, TaskField, TaskGroup } from "../model.ts";
import { cleanCell, joinCutText } from "./cell-text.ts";
import type { Grid, GridRow } from "./grid.ts";
import { type Header, repeatsHeader } from "./headers.ts";

/** Which column is which field, and how strict to be. */
export interface RowRules {
  columns: Map<TaskField, number>;
  /** Refuse a deadline in which no date can be read. */
  strictDeadlines: boolean;
  /** Most characters in one cell. */
  cellLength: number;
  year?: number;
}

/** A task while its rows are being put together. */
interface Draft {
  row: number;
  fields: Partial<Record<TaskField, string>>;
  groupId?: string;
}

const GROUP_NUMBER = /^(?:[IVXLC]{1,6}|[A-Z])[.)]?$/;
const GROUP_LINE = /^([IVXLC]{1,6}|[A-Z])\s*[.\-–):]+\s*(\S.*)$/su;
const EXCEL_ERROR = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!)$/;
const FIELD_NAMES: Record<TaskField, string> = {
  number: "STT",
  name: "Nhiệm vụ",
  leadAgency: "Cơ quan chủ trì",
  coordinatingAgencies: "Cơ quan phối hợp",
  output: "Sản phẩm",
  deadline: "Thời gian hoàn thành",
  basis: "Căn cứ giao",
  note: "Ghi chú",
  amendmentNote: "Nội dung điều chỉnh",
};

/**
 * Puts the rows under a header together to groups and tasks: repeated headers drop out, a row without a number continues the task
 * before it where the table was cut, group rows open a group. A row with a fault is refused with every fault named.
 */
export function assembleRows(
  grid: Grid,
  header: Header,
  rules: RowRules,
): { groups: TaskGroup[]; tasks: Task[]; refused: RefusedCell[] } {
  const groups: TaskGroup[] = [];
  const drafts: Draft[] = [];
  const refused: RefusedCell[] = [];
  const rows = grid.rows.slice(header.index + header.height);
  const headerRows = [
    header.headers,
    ...grid.rows.slice(header.index, header.index + header.height).map((row) => row.cells),
  ];
  let afterHeader = false;
  let last: "group" | "task" | undefined;
  for (const [index, row] of rows.entries()) {
    if (row.cells.every((cell) => (cell ?? "").trim() === "")) continue;
    if (headerRows.some((cells) => repeatsHeader(row.cells, cells))) {
      afterHeader = true;
      continue;
    }
    if (numbersColumns(row.cells)) continue;
    const fields = fieldsOf(row, rules.columns);
    const group = groupOf(row, fields, rules.columns, rows[index + 1], afterHeader && last === "group");
    const draft = drafts.at(-1);
    if (group === "continues" && groups.length > 0) {
      const open = groups.at(-1)!;
      open.name = joinCutText(open.name, onlyText(row));
    } else if (group !== undefined && group !== "continues") {
      groups.push({ id: `g${groups.length + 1}`, ...group });
      last = "group";
    } else if (onlyNumber(row, fields)) {
      const text = fields.number ?? "";
      // A bare number is a page number or a row prepared for later; anything else must not vanish unseen.
      if (!/^\d+$/.test(text)) refused.push(strayRow(row, rules.columns.get("number") ?? 0, header, text));
    } else if (
      draft !== undefined &&
      last === "task" &&
      continuesTask(row, fields, rules.columns, grid.paged, afterHeader)
    ) {
      const merged =
        row.covered?.has(rules.columns.get("number") ?? rules.columns.get("name")!) === true || !grid.paged;
      for (const [field, text] of Object.entries(fields) as [TaskField, string][]) {
        const before = draft.fields[field] ?? "";
        draft.fields[field] = merged && before !== "" && text !== "" ? `${before}\n${text}` : joinCutText(before, text);
      }
    } else {
      drafts.push({
        row: row.number,
        fields: { ...fields, ...coveredFields(row, fields, rules.columns) },
        groupId: groups.at(-1)?.id,
      });
      last = "task";
    }
    afterHeader = false;
  }
  const tasks = finish(drafts, header, rules, refused);
  refused.sort((a, b) => a.row - b.row || a.column - b.column);
  return { groups, tasks, refused };
}

function fieldsOf(row: GridRow, columns: Map<TaskField, number>): Partial<Record<TaskField, string>> {
  const fields: Partial<Record<TaskField, string>> = {};
  for (const [field, column] of columns) fields[field] = cleanCell(row.cells[column] ?? "");
  if (fields.number !== undefined) fields.number = fields.number.replace(/^(\S+?)[.)]$/, "$1");
  return fields;
}

/** One agency merged over several tasks stands for each of them. */
function coveredFields(
  row: GridRow,
  fields: Partial<Record<TaskField, string>>,
  columns: Map<TaskField, number>,
): Partial<Record<TaskField, string>> {
  const filled: Partial<Record<TaskField, string>> = {};
  for (const [field, column] of columns) {
    const text = row.covered?.get(column);
    if (text !== undefined && (fields[field] ?? "") === "" && field !== "number") filled[field] = cleanCell(text);
  }
  return filled;
}

/** "(1) (2) (3) …" under the header. */
function numbersColumns(cells: string[]): boolean {
  const filled = cells.map((cell) => (cell ?? "").trim()).filter((cell) => cell !== "");
  return filled.length >= 3 && filled.every((cell, index) => cell === String(index + 1) || cell === `(${index + 1})`);
}

function filledCells(row: GridRow): string[] {
  return row.cells.map((cell) => cleanCell(cell ?? "")).filter((cell) => cell !== "");
}

function onlyText(row: GridRow): string {
  return filledCells(row).join(" ");
}

function onlyNumber(row: GridRow, fields: Partial<Record<TaskField, string>>): boolean {
  return filledCells(row).length === 1 && (fields.number ?? "") !== "" && row.covered === undefined;
}

/** A row that names a group, "continues" when it is the rest of a group's name after a page break, else undefined. */
function groupOf(
  row: GridRow,
  fields: Partial<Record<TaskField, string>>,
  columns: Map<TaskField, number>,
  next: GridRow | undefined,
  groupCut: boolean,
): { number: string; name: string } | "continues" | undefined {
  const filled = filledCells(row);
  const number = fields.number ?? "";
  if (filled.length === 2 && number !== "") {
    const name = filled[1]!.replaceAll("\n", " ");
    if (GROUP_NUMBER.test(number)) return { number, name };
    // "2 | Phát triển dữ liệu số" above "2.1 | …"
    const below = cleanCell(next?.cells[columns.get("number") ?? 0] ?? "");
    if (/^\d+$/.test(number) && below.startsWith(`${number}.`) && below.length > number.length + 1)
      return { number, name };
    return undefined;
  }
  if (filled.length !== 1) return undefined;
  const text = filled[0]!.replaceAll("\n", " ");
  if (groupCut && number === "") return "continues";
  const line = GROUP_LINE.exec(text);
  if (line !== null) return { number: line[1]!, name: line[2]! };
  const heading = text.length > 3 && /\p{L}/u.test(text) && text === text.toUpperCase();
  const ownLine = row.cells.length === 1 || (row.cells[0] ?? "").trim() !== "" || !columns.has("number");
  return heading && ownLine ? { number: "", name: text } : undefined;
}

/** Does a row belong to the task before it? Only a row without a number can. */
function continuesTask(
  row: GridRow,
  fields: Partial<Record<TaskField, string>>,
  columns: Map<TaskField, number>,
  paged: boolean,
  afterHeader: boolean,
): boolean {
  const nameMissing = (fields.name ?? "") === "";
  const numberColumn = columns.get("number");
  if (numberColumn === undefined) return nameMissing;
  if ((fields.number ?? "") !== "") return false;
  if (row.covered?.has(numberColumn) === true) return true;
  return nameMissing || (paged && (afterHeader || (fields.leadAgency ?? "") === ""));
}

function finish(drafts: Draft[], header: Header, rules: RowRules, refused: RefusedCell[]): Task[] {
  const tasks: Task[] = [];
  const seen = new Map<string, number>();
  for (const draft of drafts) {
    const faults: RefusedCell[] = [];
    const refuse = (field: TaskField, code: RefusedCell["code"], message: string) => {
      const column = rules.columns.get(field) ?? 0;
      faults.push({
        row: draft.row,
        column: column + 1,
        header: header.headers[column] || FIELD_NAMES[field],
        code,
        message,
      });
    };
    const text = (field: TaskField) => draft.fields[field] ?? "";
    for (const field of rules.columns.keys()) checkCell(field, text(field), rules, refuse);
    if (text("name") === "") refuse("name", "IMPORT_NAME_MISSING", "Thiếu tên nhiệm vụ.");
    if (text("leadAgency") === "") refuse("leadAgency", "IMPORT_LEAD_MISSING", "Thiếu cơ quan chủ trì.");
    const written = text("deadline").length > rules.cellLength ? "" : text("deadline");
    const deadline = parseDeadline(written.replaceAll("\n", " "), { year: rules.year });
    const date = /(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)/.exec(written)?.[0];
    if (deadline.kind === "none" && written !== "" && (rules.strictDeadlines || date !== undefined)) {
      const reason = date === undefined ? "Không đọc được thời hạn" : "Ngày không có trong lịch";
      refuse("deadline", "IMPORT_DEADLINE_UNREADABLE", `${reason}: “${text("deadline")}”.`);
    }
    const number = text("number");
    // Many tables number their tasks anew in each group, so a number may come back in another group.
    const key = `${draft.groupId ?? ""}\t${number}`;
    const first = seen.get(key);
    if (number !== "" && first !== undefined) {
      refuse("number", "IMPORT_NUMBER_REPEATED", `Số thứ tự “${number}” đã dùng ở hàng ${first}.`);
    } else if (number !== "") seen.set(key, draft.row);
    if (faults.length > 0) {
      refused.push(...faults);
      continue;
    }
    tasks.push({
      id: `t${tasks.length + 1}`,
      ...(draft.groupId === undefined ? {} : { groupId: draft.groupId }),
      number,
      name: text("name"),
      leadAgency: text("leadAgency"),
      coordinatingAgencies: text("coordinatingAgencies"),
      output: text("output"),
      deadline: { ...deadline, text: text("deadline") },
      basis: text("basis"),
      note: text("note"),
      amendmentNote: text("amendmentNote"),
      ...completion(text("note")),
    });
  }
  return tasks;
}

/** "(Đã hoàn thành ngày 20/11/2026)" in the notes. */
function completion(note: string): { completedOn?: string } {
  const match = /đã (?:hoàn thành|thực hiện|xong)[^.\n]{0,40}?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/iu.exec(note);
  const day = match === null ? undefined : isoDay(Number(match[3]), Number(match[2]), Number(match[1]));
  return day === undefined ? {} : { completedOn: day };
}

function checkCell(
  field: TaskField,
  text: string,
  rules: RowRules,
  refuse: (field: TaskField, code: RefusedCell["code"], message: string) => void,
): void {
  if (text.length > rules.cellLength) {
    refuse(field, "IMPORT_CELL_TOO_LONG", `Ô dài ${text.length} ký tự, quá giới hạn ${rules.cellLength}.`);
  }
  if (text.includes("\ufffd")) {
    refuse(field, "IMPORT_TEXT_DAMAGED", "Ô có ký tự hỏng do sai bảng mã.");
  }
  if (EXCEL_ERROR.test(text)) {
    refuse(field, "IMPORT_CELL_ERROR", `Ô chứa lỗi công thức ${text}.`);
  }
}

function strayRow(row: GridRow, column: number, header: Header, text: string): RefusedCell {
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return {
    row: row.number,
    column: column + 1,
    header: header.headers[column] ?? "",
    code: "IMPORT_ROW_UNREADABLE",
    message: `Hàng không phải là nhiệm vụ, cũng không phải là nhóm nhiệm vụ: “${shown}”.`,
  };
}
