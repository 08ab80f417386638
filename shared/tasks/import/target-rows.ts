import { parseDeadline } from "../deadline.ts";
import type { ImportSource, RefusedCell, Target, TargetActual } from "../model.ts";
import { parseTargetSentence } from "../targets.ts";
import { unguarded } from "./cell-text.ts";
import { readIdHeader } from "./fields.ts";
import type { Grid } from "./grid.ts";
import { plainHeader } from "./headers.ts";
import { deadlineCell, fieldText, ownText, readOwnData } from "./own-data.ts";
import { provisionalIds } from "./provisional-ids.ts";
import type { RowRules } from "./rows.ts";
import { checkCell, shortened } from "./task-rows.ts";
import { deadlineText, readDay, readNumber } from "./values.ts";

/** Columns of a table of targets. */
type TargetColumn =
  | "number"
  | "section"
  | "text"
  | "metric"
  | "comparison"
  | "value"
  | "unit"
  | "leadAgency"
  | "coordinatingAgencies"
  | "deadline"
  | "actual"
  | "actualOn"
  | "evidence"
  | "id"
  | "data";

/** Headers of exports. */
export const TARGET_LABELS: Record<TargetColumn, string> = {
  number: "TT",
  section: "Nhóm chỉ tiêu",
  text: "Chỉ tiêu",
  metric: "Đại lượng đo",
  comparison: "So sánh",
  value: "Mức kế hoạch",
  unit: "Đơn vị tính",
  leadAgency: "Cơ quan chủ trì",
  coordinatingAgencies: "Cơ quan phối hợp",
  deadline: "Thời gian hoàn thành",
  actual: "Mức đạt được",
  actualOn: "Ngày đo",
  evidence: "Minh chứng",
  id: "Mã chỉ tiêu",
  data: "Dữ liệu phần mềm",
};

/** Header names without diacritics. */
const NAMES: Record<TargetColumn, string[]> = {
  number: ["stt", "tt", "so tt"],
  section: ["nhom chi tieu", "nhom", "linh vuc"],
  text: ["chi tieu", "ten chi tieu", "noi dung chi tieu", "muc tieu chi tieu"],
  metric: ["dai luong do"],
  comparison: ["so sanh"],
  value: ["muc ke hoach", "ke hoach", "muc giao", "chi tieu giao", "muc phan dau", "gia tri"],
  unit: ["don vi tinh", "dvt"],
  leadAgency: ["co quan chu tri", "don vi chu tri", "chu tri", "don vi thuc hien"],
  coordinatingAgencies: ["co quan phoi hop", "don vi phoi hop", "phoi hop"],
  deadline: ["thoi gian hoan thanh", "thoi han", "thoi gian thuc hien", "thoi gian"],
  actual: ["muc dat duoc", "ket qua thuc hien", "thuc hien", "ket qua dat duoc", "dat duoc"],
  actualOn: ["ngay do", "ngay bao cao"],
  evidence: ["minh chung"],
  id: ["ma chi tieu"],
  data: ["du lieu phan mem"],
};

/** How an export writes the comparison. */
export const COMPARISON_SIGNS: Record<Target["comparison"], string> = {
  "=": "bằng",
  ">=": "≥",
  ">": ">",
  "<=": "≤",
  "<": "<",
  none: "",
};
const COMPARISONS: [string, Target["comparison"]][] = [
  ["=", "="],
  ["bằng", "="],
  ["≥", ">="],
  [">=", ">="],
  ["từ", ">="],
  ["ít nhất", ">="],
  ["tối thiểu", ">="],
  [">", ">"],
  ["trên", ">"],
  ["≤", "<="],
  ["<=", "<="],
  ["tối đa", "<="],
  ["<", "<"],
  ["dưới", "<"],
];

/** How to read targets: as tasks, as far as they have the same cells. */
type TargetRules = Omit<RowRules, "columns" | "strictDeadlines">;

/** Where a table of targets has its header. */
interface TargetHeader {
  index: number;
  headers: string[];
  columns: Map<TargetColumn, number>;
}

/** Finds the header of a table of targets: a column "Chỉ tiêu" beside what makes it measurable, and none of tasks. */
export function findTargetHeader(grid: Grid): TargetHeader | undefined {
  for (const [index, row] of grid.rows.slice(0, 60).entries()) {
    const headers = row.cells.map((cell) => fieldText("", cell).replaceAll("\n", " "));
    const plain = headers.map(plainHeader);
    if (plain.includes("nhiem vu") || plain.includes("ten nhiem vu")) continue;
    const columns = new Map<TargetColumn, number>();
    for (const [column, names] of Object.entries(NAMES) as [TargetColumn, string[]][]) {
      const at = names
        .map((name) => plain.findIndex((header, place) => header === name && ![...columns.values()].includes(place)))
        .find((place) => place >= 0);
      if (at !== undefined) columns.set(column, at);
    }
    const measurable =
      columns.has("unit") || columns.has("value") || columns.has("leadAgency") || columns.has("deadline");
    if (columns.has("text") && measurable) return { index, headers, columns };
  }
  return undefined;
}

/** Reads the targets under their header; a row with a fault is refused with every fault named. */
export function readTargets(
  grid: Grid,
  header: TargetHeader,
  rules: TargetRules,
): {
  targets: Target[];
  refused: RefusedCell[];
  ids: string[];
  source: Pick<ImportSource, "programmeId" | "revision">;
} {
  const targets: Target[] = [];
  const refused: RefusedCell[] = [];
  const idColumn = header.columns.get("id");
  const rows = grid.rows.slice(header.index + 1);
  const inFile = new Set(idColumn === undefined ? [] : rows.map((row) => fieldText("id", row.cells[idColumn] ?? "")));
  const freshId = provisionalIds("c", inFile);
  const used = new Set<string>();
  let section = "";
  for (const row of rows) {
    const cells = readCells(row.cells, header, grid.guarded ?? false);
    const filled = [...cells.entries()].filter(([column, text]) => text !== "" && column !== "data");
    if (filled.length === 0) continue;
    const heading = filled.filter(([column]) => column !== "number");
    if (
      heading.length === 1 &&
      heading[0]![0] === "text" &&
      (cells.get("id") ?? "") === "" &&
      isHeading(cells, heading[0]![1])
    ) {
      section = heading[0]![1].replaceAll("\n", " ");
      continue;
    }
    const faults: RefusedCell[] = [];
    const refuse = (column: TargetColumn, code: string, message: string) => {
      const at = header.columns.get(column) ?? 0;
      const name = header.headers[at] || TARGET_LABELS[column];
      faults.push({ row: row.number, column: at + 1, header: name, code, message, sheet: grid.name });
    };
    const target = targetOf(cells, { section, grid, rules }, refuse);
    const id = cells.get("id") ?? "";
    const keeps = id !== "" && !used.has(id);
    if (keeps) used.add(id);
    if (faults.length === 0) targets.push({ id: keeps ? id : freshId(), ...target });
    else refused.push(...faults);
  }
  const { programmeId, revision } = readIdHeader(idColumn === undefined ? "" : (header.headers[idColumn] ?? ""));
  const source = programmeId === undefined || revision === undefined ? {} : { programmeId, revision };
  return { targets, refused, ids: [...used], source };
}

function readCells(raw: string[], header: TargetHeader, guarded: boolean): Map<TargetColumn, string> {
  const cells = new Map<TargetColumn, string>();
  for (const [column, at] of header.columns) {
    const text = raw[at] ?? "";
    const bare = guarded ? unguarded(text) : text;
    cells.set(column, column === "data" ? text : fieldText(column === "number" ? "number" : "", bare));
  }
  return cells;
}

/** A row that only has a text is the heading of those below, unless it says something to reach. */
function isHeading(cells: Map<TargetColumn, string>, text: string): boolean {
  return cells.has("section") ? false : parseTargetSentence(text).comparison === "none";
}

function targetOf(
  cells: Map<TargetColumn, string>,
  table: {
    section: string;
    grid: Grid;
    rules: TargetRules;
  },
  refuse: (column: TargetColumn, code: string, message: string) => void,
): Omit<Target, "id"> {
  const { rules, grid } = table;
  const data = readOwnData(cells.get("data") ?? "");
  const exported = (cells.get("id") ?? "") !== "";
  const limit = exported ? 32_767 : rules.cellLength;
  const text = (column: TargetColumn) => ownText(column, cells.get(column) ?? "", data.texts);
  for (const column of cells.keys()) if (column !== "data") checkCell(column, text(column), limit, refuse);
  const number = (column: "value" | "actual"): number | undefined => {
    const written = cells.get(column) ?? "";
    if (written === "") return undefined;
    const read = readNumber(written);
    const kept = data.numbers?.[column];
    if (read === undefined) refuse(column, "IMPORT_NUMBER_UNREADABLE", `Không đọc được số: “${shortened(written)}”.`);
    return kept !== undefined && read === Number(kept.toPrecision(12)) ? kept : read;
  };
  if (text("text") === "" && !exported) refuse("text", "IMPORT_NAME_MISSING", "Thiếu nội dung chỉ tiêu.");
  const read = parseTargetSentence(text("text"));
  const given = number("value");
  const value = cells.has("value") && (exported || given !== undefined) ? given : read.value;
  const written = deadlineText(cells.get("deadline") ?? "", grid.from1904 ?? false);
  const kept = data.deadline;
  // As for tasks: a row that an export wrote holds what the programme understood.
  const year = rules.year ?? (exported ? undefined : rules.defaultYear);
  const deadline =
    kept !== undefined && deadlineCell(kept.text) === written
      ? kept
      : { ...parseDeadline(written.replaceAll("\n", " "), { year, calendar: rules.calendar }), text: written };
  const actual = actualOf(
    cells,
    { value: number("actual"), evidence: text("evidence"), today: rules.today, grid },
    refuse,
  );
  return {
    section: cells.has("section") ? text("section") : table.section,
    text: text("text"),
    metric: cells.has("metric") && (exported || text("metric") !== "") ? text("metric") : read.metric,
    comparison: comparisonOf(cells, read.comparison, given, exported),
    ...(value === undefined ? {} : { value }),
    unit: cells.has("unit") && (exported || text("unit") !== "") ? text("unit") : read.unit,
    leadAgency: text("leadAgency"),
    coordinatingAgencies: text("coordinatingAgencies"),
    deadline,
    ...(actual === undefined ? {} : { actual }),
  };
}

function comparisonOf(
  cells: Map<TargetColumn, string>,
  read: Target["comparison"],
  value: number | undefined,
  exported: boolean,
): Target["comparison"] {
  const sign = (cells.get("comparison") ?? "").toLowerCase();
  const known = COMPARISONS.find(([text]) => text === sign)?.[1];
  if (known !== undefined) return known;
  if (exported && cells.has("comparison")) return "none";
  // A plan's figure beside a sentence without one is what is to be reached.
  return read === "none" && value !== undefined ? "=" : read;
}

function actualOf(
  cells: Map<TargetColumn, string>,
  given: { value: number | undefined; evidence: string; today: string | undefined; grid: Grid },
  refuse: (column: TargetColumn, code: string, message: string) => void,
): TargetActual | undefined {
  if (given.value === undefined) return undefined;
  const written = cells.get("actualOn") ?? "";
  const on = written === "" ? given.today : readDay(written, given.grid.from1904 ?? false);
  if (on === undefined) {
    const reason = written === "" ? "Thiếu ngày đo kết quả." : `Không đọc được ngày: “${shortened(written)}”.`;
    refuse("actualOn", "IMPORT_DATE_UNREADABLE", reason);
  }
  return { value: given.value, on: on ?? "", evidence: given.evidence };
}
