import { isoDay } from "../days.ts";
import { parseDeadline } from "../deadline.ts";
import { vietnamDay } from "../edit-checks.ts";
import type { Deadline, DeadlineChange, ImportField, RefusedCell, Task, TaskProgress } from "../model.ts";
import { IMPORT_FIELD_LABELS } from "./fields.ts";
import { FORMULA_WITHOUT_VALUE, type Grid } from "./grid.ts";
import type { Header } from "./headers.ts";
import { isOldEncoding } from "./old-encodings.ts";
import { deadlineCell, type OwnData, ownText } from "./own-data.ts";
import { provisionalIds } from "./provisional-ids.ts";
import type { RowRules } from "./rows.ts";
import { deadlineText, holdsShares, readDay, readPercent } from "./values.ts";

/** Cells of one row by what they hold. */
export type RowFields = Partial<Record<ImportField, string>>;

/** A task while its rows are being put together. */
export interface TaskDraft {
  row: number;
  fields: RowFields;
  data: OwnData;
  groupId?: string;
}

/** What the finishing of rows works with. */
interface Table {
  grid: Grid;
  header: Header;
  rules: RowRules;
  /** Faults are added here. */
  refused: RefusedCell[];
  /** Task ids that stand in the file. */
  ids: Set<string>;
  /** Deadlines read so far, by text. */
  deadlines: Map<string, Deadline>;
  /** The column of progress holds shares of 1. */
  shares: boolean;
}

/** A spreadsheet's cell limit: what an export of ours may hold comes back, however long. */
const LONGEST_CELL = 32_767;
const EXCEL_ERROR = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/;

type Refuse = (field: ImportField, code: RefusedCell["code"], message: string) => void;

/** Makes tasks of the rows, checks every cell, and puts them in the order they were exported in. */
export function finishTasks(
  drafts: TaskDraft[],
  given: Omit<Table, "deadlines" | "shares">,
): { tasks: Task[]; unsound: Pick<Task, "id" | "number" | "name">[]; notes: string[] } {
  const table: Table = {
    ...given,
    deadlines: new Map(),
    shares: holdsShares(drafts.map(({ fields }) => fields.percent ?? "")),
  };
  const { header, rules } = table;
  const made: { task: Task; place: number }[] = [];
  const unsound: Pick<Task, "id" | "number" | "name">[] = [];
  const notes: string[] = [];
  const numbers = new Map<string, number>();
  const used = new Map<string, number>();
  const freshId = provisionalIds("t", table.ids);
  let place = -1;
  for (const draft of drafts) {
    const faults: RefusedCell[] = [];
    const refuse: Refuse = (field, code, message) => {
      const column = rules.columns.get(field) ?? 0;
      const name = header.headers[column] || IMPORT_FIELD_LABELS[field];
      faults.push({ row: draft.row, column: column + 1, header: name, code, message });
    };
    const id = givenId(draft, used, notes);
    const task = taskOf(draft, id, table, refuse);
    checkNumber(draft, id, numbers, refuse);
    place = draft.data.order ?? place;
    if (faults.length === 0) made.push({ task: { id: id ?? freshId(), ...task }, place });
    else {
      table.refused.push(...faults);
      unsound.push({ id: id ?? "", number: task.number, name: task.name });
    }
  }
  // A row that came later keeps to the one it was put under; sorting is stable.
  made.sort((a, b) => a.place - b.place);
  return { tasks: made.map(({ task }) => task), unsound, notes };
}

/** The row's id; a copied row takes the id of another along, and is a new task. */
function givenId(draft: TaskDraft, used: Map<string, number>, notes: string[]): string | undefined {
  const id = draft.fields.id ?? "";
  if (id === "") return undefined;
  const first = used.get(id);
  if (first === undefined) {
    used.set(id, draft.row);
    return id;
  }
  notes.push(`Hàng ${draft.row} trùng mã nhiệm vụ với hàng ${first} (hàng chép lại): được coi là nhiệm vụ mới.`);
  draft.data = {};
  return undefined;
}

function taskOf(draft: TaskDraft, id: string | undefined, table: Table, refuse: Refuse): Omit<Task, "id"> {
  const { rules, grid } = table;
  const text = (field: ImportField) => ownText(field, draft.fields[field] ?? "", draft.data.texts);
  const limit = id === undefined ? rules.cellLength : LONGEST_CELL;
  for (const field of rules.columns.keys()) if (field !== "data") checkCell(field, text(field), limit, refuse);
  // Of a task that the programme holds the text is what it is.
  if (id === undefined)
    for (const field of ["name", "leadAgency", "output"] as const)
      if (isOldEncoding(text(field).slice(0, limit)))
        refuse(field, "IMPORT_TEXT_DAMAGED", "Ô gõ bằng phông chữ cũ (TCVN3 hoặc VNI); hãy chuyển sang Unicode.");
  // A task that the programme holds already may lack what a new one must have.
  if (text("name") === "") refuse("name", "IMPORT_NAME_MISSING", "Thiếu tên nhiệm vụ.");
  if (text("leadAgency") === "" && id === undefined)
    refuse("leadAgency", "IMPORT_LEAD_MISSING", "Thiếu cơ quan chủ trì.");
  const deadline = deadlineOf(draft, table, limit, refuse);
  const extensions = extensionsOf(draft, deadline, table, text("basis"));
  const progress = progressOf(draft, text, table, refuse);
  const completedOn = rules.columns.has("completedOn")
    ? dayOf("completedOn", draft, grid, refuse)
    : completion(text("note"));
  // Of a task that the programme holds the store judges: what it holds already is no fault of the file.
  if (id === undefined && completedOn !== undefined && rules.today !== undefined && completedOn > rules.today)
    refuse(
      rules.columns.has("completedOn") ? "completedOn" : "note",
      "IMPORT_DATE_UNREADABLE",
      `Ngày hoàn thành (${vietnamDay(completedOn)}) sau ngày hôm nay (${vietnamDay(rules.today)}).`,
    );
  return {
    ...(draft.groupId === undefined ? {} : { groupId: draft.groupId }),
    number: text("number"),
    name: text("name"),
    leadAgency: text("leadAgency"),
    coordinatingAgencies: text("coordinatingAgencies"),
    output: text("output"),
    deadline,
    basis: text("basis"),
    note: text("note"),
    amendmentNote: text("amendmentNote"),
    ...(completedOn === undefined ? {} : { completedOn }),
    ...(extensions === undefined ? {} : { extensions }),
    ...(progress === undefined ? {} : { progress }),
  };
}

function deadlineOf(draft: TaskDraft, table: Table, limit: number, refuse: Refuse): Deadline {
  const { grid, rules } = table;
  const text = deadlineText(draft.fields.deadline ?? "", grid.from1904 ?? false);
  const kept = draft.data.deadline;
  // What a programme holds as text without a date is no fault of the file.
  if (kept !== undefined && sameCell(kept.text, text)) return kept;
  const written = text.length > limit ? "" : text;
  // A row that an export wrote holds what the programme understood; only for a new one the programme's year goes without saying.
  const year = rules.year ?? ((draft.fields.id ?? "") === "" ? rules.defaultYear : undefined);
  const deadline = deadlineAsRead(written, year, table);
  if (deadline.kind === "none" && written !== "" && (rules.strictDeadlines || namesNoRealDay(written))) {
    const reason = namesNoRealDay(written) ? "Ngày không có trong lịch" : "Không đọc được thời hạn";
    refuse("deadline", "IMPORT_DEADLINE_UNREADABLE", `${reason}: “${text}”.`);
  }
  return { ...deadline, text };
}

/** Looks like a day or month of the calendar: "31/6/2026", "trước 31/4", "ngày 31 tháng 6 năm 2026", "tháng 13/2026", "quý V". */
const DAY_LIKE =
  /(?<![\d/.-])\d{1,2}([/-])\d{1,2}(?:\1\d{2,4})?(?![\d/-])|ngày\s+\d{1,2}\s+tháng\s+\d|tháng\s+\d|quý\s+[\divx]/iu;
const DOTTED = /(?<!\d)\d{1,2}\.\d{1,2}\.\d{4}(?!\d)/;
const A_LEAP_YEAR = 2028;

/** Is a text without a readable date one that names a day or month which no year has? A year that is missing is no fault of the day. */
function namesNoRealDay(text: string): boolean {
  const short = text.slice(0, 500);
  if (!DAY_LIKE.test(short) && !DOTTED.test(short)) return false;
  return parseDeadline(short, { year: A_LEAP_YEAR }).kind === "none";
}

/** The same few deadlines come again and again in a table. */
function deadlineAsRead(text: string, year: number | undefined, { deadlines, rules }: Table): Deadline {
  const key = `${year ?? ""}\t${text}`;
  let read = deadlines.get(key);
  if (read === undefined) {
    read = parseDeadline(text.replaceAll("\n", " "), { year, calendar: rules.calendar });
    deadlines.set(key, read);
  }
  return read;
}

/** Does a cell still say what an export wrote into it? */
function sameCell(kept: string, text: string): boolean {
  return deadlineCell(kept) === text;
}

/** Earlier deadlines: as exported, else the original deadline of its own column where it is another. */
function extensionsOf(
  draft: TaskDraft,
  deadline: Deadline,
  { rules, grid }: Table,
  basis: string,
): DeadlineChange[] | undefined {
  const original = deadlineText(draft.fields.originalDeadline ?? "", grid.from1904 ?? false);
  const kept = draft.data.extensions;
  if (kept !== undefined && (!rules.columns.has("originalDeadline") || sameCell(kept[0]!.before.text, original)))
    return kept;
  if (original === "" || original === deadline.text || rules.today === undefined) return undefined;
  const before = {
    ...parseDeadline(original.replaceAll("\n", " "), { year: rules.year, calendar: rules.calendar }),
    text: original,
  };
  return [{ before, changedOn: rules.today, basis }];
}

function progressOf(
  draft: TaskDraft,
  text: (field: ImportField) => string,
  { grid, rules, shares }: Table,
  refuse: Refuse,
): TaskProgress | undefined {
  const words = {
    result: text("result"),
    evidence: text("evidence"),
    difficulties: text("difficulties"),
    proposals: text("proposals"),
  };
  const written = draft.fields.percent ?? "";
  const kept = draft.data.numbers?.percent;
  const read = readPercent(written, shares);
  const percent = kept !== undefined && read !== undefined && Math.abs(read - kept) < 1e-9 ? kept : read;
  const on = dayOf("progressOn", draft, grid, refuse);
  if (written === "" && on === undefined && Object.values(words).every((word) => word === "")) return undefined;
  if (written !== "" && percent === undefined)
    refuse("percent", "IMPORT_NUMBER_UNREADABLE", `Tiến độ phải là số từ 0 đến 100%: “${shortened(written)}”.`);
  const day = on ?? rules.today;
  if (day === undefined && (draft.fields.progressOn ?? "") === "")
    refuse("progressOn", "IMPORT_DATE_UNREADABLE", "Thiếu ngày báo cáo tiến độ.");
  return { percent: percent ?? 0, on: day ?? "", ...words };
}

function dayOf(field: "completedOn" | "progressOn", draft: TaskDraft, grid: Grid, refuse: Refuse): string | undefined {
  const text = draft.fields[field] ?? "";
  if (text === "") return undefined;
  const day = readDay(text, grid.from1904 ?? false);
  if (day === undefined)
    refuse(field, "IMPORT_DATE_UNREADABLE", `Không đọc được ngày: “${shortened(text)}”. Viết dạng 30/06/2026.`);
  return day;
}

function checkNumber(draft: TaskDraft, id: string | undefined, numbers: Map<string, number>, refuse: Refuse): void {
  const number = draft.fields.number ?? "";
  if (number === "") return;
  // Many tables number their tasks anew in each group, so a number may come back in another group.
  const key = `${draft.groupId ?? ""}\t${number}`;
  const first = numbers.get(key);
  if (first === undefined) numbers.set(key, draft.row);
  else if (id === undefined)
    refuse("number", "IMPORT_NUMBER_REPEATED", `Số thứ tự “${number}” đã dùng ở hàng ${first}.`);
}

/** "(Đã hoàn thành ngày 20/11/2026)" in the notes. */
function completion(note: string): string | undefined {
  const match = /đã (?:hoàn thành|thực hiện|xong)[^.\n]{0,40}?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/iu.exec(note);
  return match === null ? undefined : isoDay(Number(match[3]), Number(match[2]), Number(match[1]));
}

/** Faults that any cell can have. */
export function checkCell<F extends string>(
  field: F,
  text: string,
  limit: number,
  refuse: (field: F, code: RefusedCell["code"], message: string) => void,
): void {
  if (text.length > limit) refuse(field, "IMPORT_CELL_TOO_LONG", `Ô dài ${text.length} ký tự, quá giới hạn ${limit}.`);
  if (text.includes("\ufffd")) refuse(field, "IMPORT_TEXT_DAMAGED", "Ô có ký tự hỏng do sai bảng mã.");
  if (EXCEL_ERROR.test(text)) refuse(field, "IMPORT_CELL_ERROR", `Ô chứa lỗi công thức ${text}.`);
  if (text === FORMULA_WITHOUT_VALUE)
    refuse(field, "IMPORT_CELL_ERROR", "Ô có công thức chưa được tính. Mở tệp bằng Excel, lưu lại rồi nhập.");
}

/** The beginning of a cell, for a message. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
