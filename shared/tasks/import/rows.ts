import type { WorkingCalendar } from "../../calendar/index.ts";
import type { ImportField, RefusedCell, Task, TaskGroup } from "../model.ts";
import { cleanCell, joinCutText, unguarded } from "./cell-text.ts";
import { closingNote, notOfTheTable } from "./closing-rows.ts";
import { GROUP_ID } from "./fields.ts";
import type { Grid, GridRow } from "./grid.ts";
import { type Header, repeatsHeader } from "./headers.ts";
import { fieldText, ownText, readOwnData } from "./own-data.ts";
import { provisionalIds } from "./provisional-ids.ts";
import { finishTasks, type RowFields, shortened, type TaskDraft } from "./task-rows.ts";

/** Which column is which field, and how strict to be. */
export interface RowRules {
  columns: Map<ImportField, number>;
  /** Refuse a deadline in which no date can be read. */
  strictDeadlines: boolean;
  /** Most characters in one cell. */
  cellLength: number;
  year?: number;
  /** Year of the programme, for new rows where `year` is not known. */
  defaultYear?: number;
  /** ISO day taken for reports of progress and changes of deadlines that name none. */
  today?: string;
  /** Counts working days in deadlines; default: as shipped. */
  calendar?: WorkingCalendar;
}

/** What the rows of a table gave. */
interface AssembledRows {
  groups: TaskGroup[];
  tasks: Task[];
  refused: RefusedCell[];
  unsound: Pick<Task, "id" | "number" | "name">[];
  /** Ids that stood in the file. */
  ids: { tasks: string[]; groups: string[] };
  notes: string[];
}

const GROUP_NUMBER = /^(?:[IVXLC]{1,6}|[A-Z])[.)]?$/;
const GROUP_LINE = /^([IVXLC]{1,6}|[A-Z])\s*[.\-–):]+\s*(\S.*)$/su;

/**
 * Puts the rows under a header together to groups and tasks: repeated headers drop out, a row without a number continues the task
 * before it where the table was cut, group rows open a group. A row that names its id is taken as it is. A row with a fault is refused
 * with every fault named.
 */
export function assembleRows(grid: Grid, header: Header, rules: RowRules): AssembledRows {
  const groups: TaskGroup[] = [];
  const drafts: TaskDraft[] = [];
  const refused: RefusedCell[] = [];
  const rows = grid.rows.slice(header.index + header.height);
  const ids = idsInFile(rows, rules.columns.get("id"));
  const headerRows = [
    header.headers,
    ...grid.rows.slice(header.index, header.index + header.height).map((row) => row.cells),
  ];
  // A column of group names stands beside the rows; several rows of one name make one group.
  const named = new Map<string, string>();
  const freshId = provisionalIds("g", ids.groups);
  const opened = new Set<string>();
  const open = (group: Omit<TaskGroup, "id">, id?: string) => {
    groups.push({ id: id === undefined || opened.has(id) ? freshId() : id, ...group });
    if (id !== undefined) opened.add(id);
  };
  let afterHeader = false;
  let last: "group" | "task" | undefined;
  const passedOver: number[] = [];
  let closed = false;
  for (const [index, row] of rows.entries()) {
    if (row.cells.every((cell) => (cell ?? "").trim() === "")) continue;
    const fields = fieldsOf(row, rules.columns, grid.guarded ?? false);
    const id = fields.id ?? "";
    if (id === "" && headerRows.some((cells) => repeatsHeader(row.cells, cells))) {
      afterHeader = true;
      closed = false;
      continue;
    }
    if (id === "" && numbersColumns(row.cells)) continue;
    if (id === "") {
      const given = { number: fields.number ?? "", leadAgency: fields.leadAgency ?? "" };
      const kind = notOfTheTable(filledCells(row), given);
      // Below the place of signature only what is plainly a task or a group opens the table again.
      closed = kind === "closing" || (closed && !beginsAgain(fields, row));
      if (closed || kind === "total") {
        passedOver.push(row.number);
        continue;
      }
    }
    const data = fields.data === undefined ? {} : readOwnData(fields.data);
    if (id.startsWith(GROUP_ID)) {
      const text = (field: "number" | "name") => ownText(field, fields[field] ?? "", data.texts);
      open({ number: text("number"), name: text("name") }, id.slice(GROUP_ID.length));
      last = "group";
      continue;
    }
    const group =
      id === "" ? groupOf(row, fields, rules.columns, rows[index + 1], afterHeader && last === "group") : undefined;
    const draft = drafts.at(-1);
    if (group === "continues" && groups.length > 0) {
      const above = groups.at(-1)!;
      above.name = joinCutText(above.name, onlyText(row));
    } else if (group !== undefined && group !== "continues") {
      open(group);
      last = "group";
    } else if (id === "" && onlyNumber(row, fields)) {
      const text = fields.number ?? "";
      // A bare number is a page number or a row prepared for later; anything else must not vanish unseen.
      if (!/^\d+$/.test(text)) refused.push(strayRow(row, rules.columns.get("number") ?? 0, header, text));
    } else if (
      id === "" &&
      draft !== undefined &&
      last === "task" &&
      continuesTask(row, fields, rules.columns, grid.paged, afterHeader)
    ) {
      const merged =
        row.covered?.has(rules.columns.get("number") ?? rules.columns.get("name")!) === true || !grid.paged;
      for (const [field, text] of Object.entries(fields) as [ImportField, string][]) {
        const before = draft.fields[field] ?? "";
        draft.fields[field] = merged && before !== "" && text !== "" ? `${before}\n${text}` : joinCutText(before, text);
      }
    } else {
      const all = { ...fields, ...coveredFields(row, fields, rules.columns) };
      drafts.push({
        row: row.number,
        fields: all,
        data,
        groupId: groupIdOf(all.group ?? "", groups, named, freshId),
      });
      last = "task";
    }
    afterHeader = false;
  }
  const { tasks, unsound, notes } = finishTasks(drafts, { grid, header, rules, refused, ids: ids.tasks });
  refused.sort((a, b) => a.row - b.row || a.column - b.column);
  if (passedOver.length > 0) notes.push(closingNote(passedOver));
  const given = { tasks: [...ids.tasks], groups: [...ids.groups] };
  return { groups, tasks, refused, unsound, ids: given, notes };
}

/** The group of a row: by its own column when that is filled, else the heading above it. */
function groupIdOf(
  text: string,
  groups: TaskGroup[],
  named: Map<string, string>,
  freshId: () => string,
): string | undefined {
  if (text === "") return groups.at(-1)?.id;
  const known = named.get(text);
  if (known !== undefined) return known;
  const line = GROUP_LINE.exec(text.replaceAll("\n", " "));
  const group = line === null ? { number: "", name: text.replaceAll("\n", " ") } : { number: line[1]!, name: line[2]! };
  const open = groups.find((candidate) => candidate.name === group.name && candidate.number === group.number);
  const id = open?.id ?? freshId();
  if (open === undefined) groups.push({ id, ...group });
  named.set(text, id);
  return id;
}

/** The ids that stand in the file, so that no provisional one is the same. */
function idsInFile(rows: GridRow[], column: number | undefined): { tasks: Set<string>; groups: Set<string> } {
  const ids = { tasks: new Set<string>(), groups: new Set<string>() };
  if (column === undefined) return ids;
  for (const row of rows) {
    const id = cleanCell(row.cells[column] ?? "");
    if (id.startsWith(GROUP_ID)) ids.groups.add(id.slice(GROUP_ID.length));
    else if (id !== "") ids.tasks.add(id);
  }
  return ids;
}

function fieldsOf(row: GridRow, columns: Map<ImportField, number>, guarded: boolean): RowFields {
  const fields: RowFields = {};
  for (const [field, column] of columns) {
    const raw = row.cells[column] ?? "";
    // Data of our own are not text for people: nothing of them may be cleaned away.
    if (field === "data") fields.data = raw;
    else fields[field] = fieldText(field, guarded ? unguarded(raw) : raw);
  }
  return fields;
}

/** One agency merged over several tasks stands for each of them. */
function coveredFields(row: GridRow, fields: RowFields, columns: Map<ImportField, number>): RowFields {
  const filled: RowFields = {};
  for (const [field, column] of columns) {
    const text = row.covered?.get(column);
    const own = field === "number" || field === "id" || field === "data";
    if (text !== undefined && (fields[field] ?? "") === "" && !own) filled[field] = cleanCell(text);
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

function onlyNumber(row: GridRow, fields: RowFields): boolean {
  return filledCells(row).length === 1 && (fields.number ?? "") !== "" && row.covered === undefined;
}

/** A row that names a group, "continues" when it is the rest of a group's name after a page break, else undefined. */
function groupOf(
  row: GridRow,
  fields: RowFields,
  columns: Map<ImportField, number>,
  next: GridRow | undefined,
  groupCut: boolean,
): { number: string; name: string } | "continues" | undefined {
  const filled = filledCells(row);
  const number = fields.number ?? "";
  if (filled.length === 2 && number !== "") {
    const name = filled[1]!.replaceAll("\n", " ");
    if (GROUP_NUMBER.test(number)) return { number, name };
    // "2 | Phát triển dữ liệu số" above "2.1 | …"
    const below = fieldText("number", next?.cells[columns.get("number") ?? 0] ?? "");
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

/** Is a row below the end of a table a task or a group of a further part? */
function beginsAgain(fields: RowFields, row: GridRow): boolean {
  const number = fields.number ?? "";
  if (GROUP_NUMBER.test(number) && filledCells(row).length === 2) return true;
  return /^\d/.test(number) && (fields.name ?? "") !== "" && (fields.leadAgency ?? "") !== "";
}

/** Does a row belong to the task before it? Only a row without a number can. */
function continuesTask(
  row: GridRow,
  fields: RowFields,
  columns: Map<ImportField, number>,
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

function strayRow(row: GridRow, column: number, header: Header, text: string): RefusedCell {
  return {
    row: row.number,
    column: column + 1,
    header: header.headers[column] ?? "",
    code: "IMPORT_ROW_UNREADABLE",
    message: `Hàng không phải là nhiệm vụ, cũng không phải là nhóm nhiệm vụ: “${shortened(text)}”.`,
  };
}
