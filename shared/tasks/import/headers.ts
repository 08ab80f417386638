import type { ImportField } from "../model.ts";
import { cleanCell, plainWords } from "./cell-text.ts";
import { DERIVED, readIdHeader } from "./fields.ts";
import { GRID_LIMITS, type Grid, type GridRow } from "./grid.ts";

/** Exact header names, without diacritics, the surest first; abbreviations as offices use them. */
const NAMES: Record<ImportField, string[]> = {
  number: ["stt", "tt", "so tt", "so thu tu", "so", "no"],
  name: [
    "nhiem vu",
    "ten nhiem vu",
    "noi dung nhiem vu",
    "nhiem vu giai phap",
    "noi dung",
    "cong viec",
    "nv",
    "ten nv",
    "noi dung cong viec",
    "dau viec",
  ],
  leadAgency: [
    "co quan chu tri",
    "don vi chu tri",
    "chu tri",
    "cq chu tri",
    "dv chu tri",
    "cqct",
    "dvct",
    "co quan don vi chu tri",
    "don vi thuc hien",
    "co quan thuc hien",
  ],
  coordinatingAgencies: [
    "co quan phoi hop",
    "don vi phoi hop",
    "phoi hop",
    "cq phoi hop",
    "dv phoi hop",
    "cqph",
    "dvph",
    "co quan don vi phoi hop",
  ],
  output: ["san pham", "san pham dau ra", "ket qua dau ra", "ket qua san pham", "sp dau ra", "ket qua"],
  deadline: [
    "thoi gian hoan thanh",
    "thoi han hoan thanh",
    "han hoan thanh",
    "thoi han",
    "thoi gian thuc hien",
    "thoi gian",
    "tg hoan thanh",
    "tien do",
  ],
  basis: ["can cu giao", "can cu", "van ban giao", "vb giao", "co so phap ly"],
  note: ["ghi chu", "gc"],
  amendmentNote: ["noi dung dieu chinh", "dieu chinh", "nd dieu chinh"],
  group: ["nhom nhiem vu", "nhom", "linh vuc", "nhom noi dung"],
  originalDeadline: ["thoi han ban dau", "han ban dau", "thoi gian ban dau", "thoi han goc", "han goc"],
  completedOn: ["ngay hoan thanh thuc te", "ngay hoan thanh", "hoan thanh ngay", "thoi diem hoan thanh thuc te"],
  percent: ["ty le hoan thanh", "muc do hoan thanh", "phan tram hoan thanh"],
  progressOn: ["ngay bao cao", "ngay cap nhat", "ngay cap nhat tien do"],
  result: ["ket qua thuc hien", "ket qua da thuc hien", "ket qua den nay", "tinh hinh thuc hien"],
  evidence: ["minh chung", "tai lieu minh chung", "tai lieu kiem chung"],
  difficulties: ["kho khan vuong mac", "kho khan", "vuong mac", "ton tai han che"],
  proposals: ["kien nghi de xuat", "kien nghi", "de xuat", "de xuat kien nghi"],
  id: ["ma nhiem vu", "ma nv", "ma so nhiem vu"],
  data: ["du lieu phan mem"],
};

/** Words that decide when no name fits exactly; the order matters ("Kết quả thực hiện/phối hợp" is a coordinator column). */
const WORDS: [ImportField, RegExp][] = [
  ["amendmentNote", /\bdieu chinh\b/],
  ["coordinatingAgencies", /\bphoi hop\b/],
  ["leadAgency", /\bchu tri\b|\bdau moi\b/],
  ["basis", /\bcan cu\b|\bvan ban giao\b/],
  ["evidence", /\bminh chung\b/],
  ["output", /\bsan pham\b|\bdau ra\b|\bket qua\b/],
  ["difficulties", /\bkho khan\b|\bvuong mac\b/],
  ["proposals", /\bkien nghi\b/],
  ["deadline", /\bthoi (gian|han|diem)\b|\bhan hoan thanh\b|\btien do\b|\bngay hoan thanh\b/],
  ["note", /\bghi chu\b/],
  ["number", /^(stt|tt|so tt)\b/],
  ["name", /\bnhiem vu\b|\bnoi dung\b|\bcong viec\b|\bgiai phap\b|\bhoat dong\b/],
];

/** Where a table's header stands and what its columns are. */
export interface Header {
  /** Index in `grid.rows` of the first header row, and how many rows it takes; 0: the table has none, rows begin at `index`. */
  index: number;
  height: 0 | 1 | 2;
  headers: string[];
  columns: Map<ImportField, number>;
  /** Fields found, exact names counting more. */
  score: number;
}

/** What a header with a sign of percent must say besides, to be that of the progress. */
const PERCENT_OF = /^(?:(?:phan tram|ty le|muc do)? ?)(?:tien do|hoan thanh)(?: thuc hien| hoan thanh| nhiem vu)?$/;

const SEARCHED_ROWS = 60;

/** Finds the header row by its names: title rows above it are passed over; a header may take two rows ("Cơ quan" / "chủ trì"). */
export function findHeader(grid: Grid): Header | undefined {
  let best: Header | undefined;
  for (let index = 0; index < Math.min(grid.rows.length, SEARCHED_ROWS); index += 1) {
    const row = grid.rows[index]!;
    const below = grid.rows[index + 1];
    for (const height of [1, 2] as const) {
      if (height === 2 && (below === undefined || !continuesHeader(row, below))) continue;
      const headers = height === 1 ? texts(row) : joined(row, below!);
      const { columns, score } = matchColumns(headers, grid.hiddenColumns);
      const usable = columns.has("name") && columns.size >= 2;
      if (usable && (best === undefined || score > best.score)) best = { index, height, headers, columns, score };
    }
  }
  return best;
}

/** The header that the user points at by its row number in the file; 0 says there is none. Its columns may still be unknown. */
export function headerAt(grid: Grid, rowNumber: number): Header | undefined {
  const width = Math.min(
    GRID_LIMITS.columns,
    grid.rows.reduce((most, row) => Math.max(most, row.cells.length), 0),
  );
  if (rowNumber === 0) return { index: 0, height: 0, headers: Array(width).fill(""), columns: new Map(), score: 0 };
  const index = grid.rows.findIndex((row) => row.number === rowNumber);
  if (index < 0) return undefined;
  const headers = texts(grid.rows[index]!);
  while (headers.length < width) headers.push("");
  return { index, height: 1, headers, ...matchColumns(headers, grid.hiddenColumns) };
}

/** A header for comparing; "" for one that an import passes over. */
export function plainHeader(header: string): string {
  const { label } = readIdHeader(header);
  return label.length > 120 || label.endsWith(DERIVED) ? "" : plainWords(label);
}

/** Which column is which field, by header text; hidden columns only count for what an export hides itself. */
function matchColumns(
  headers: string[],
  hidden: Set<number> = new Set(),
): { columns: Map<ImportField, number>; score: number } {
  const columns = new Map<ImportField, number>();
  let score = 0;
  const taken = new Set<number>();
  const plain = headers.map(plainHeader);
  const free = (field: ImportField, column: number) =>
    !taken.has(column) && (!hidden.has(column) || field === "id" || field === "data");
  const take = (field: ImportField, column: number, points: number) => {
    if (column < 0) return;
    columns.set(field, column);
    taken.add(column);
    score += points;
  };
  // A sign of percent says more than the words beside it ("Tiến độ (%)").
  const isPercent = (header: string, index: number) => header.includes("%") && PERCENT_OF.test(plain[index]!);
  take(
    "percent",
    headers.findIndex((header, index) => isPercent(header, index) && free("percent", index)),
    3,
  );
  for (const [field, names] of Object.entries(NAMES) as [ImportField, string[]][]) {
    if (columns.has(field)) continue;
    const column = names
      .map((name) => plain.findIndex((header, index) => header === name && free(field, index)))
      .find((index) => index >= 0);
    take(field, column ?? -1, 3);
  }
  for (const [field, words] of WORDS) {
    if (columns.has(field)) continue;
    const column = plain.findIndex((header, index) => words.test(header) && free(field, index));
    take(field, column, 2);
  }
  preferTaskColumns(columns);
  return { columns, score };
}

/** Headers that mean progress only beside the column they could also be: without one, "Ngày hoàn thành" is the deadline. */
function preferTaskColumns(columns: Map<ImportField, number>): void {
  for (const [field, instead] of [
    ["deadline", "completedOn"],
    ["output", "result"],
  ] as const) {
    const column = columns.get(instead);
    const reportsProgress = columns.has("percent") || columns.has("progressOn") || columns.has("id");
    if (columns.has(field) || column === undefined || (field === "output" && reportsProgress)) continue;
    columns.delete(instead);
    columns.set(field, column);
  }
}

/** Is this row the header again (as printed at the top of every page)? */
export function repeatsHeader(cells: string[], headers: string[]): boolean {
  let same = 0;
  for (let column = 0; column < Math.max(cells.length, headers.length); column += 1) {
    const cell = plainWords(cells[column] ?? "");
    if (cell === "") continue;
    if (cell !== plainWords(headers[column] ?? "")) return false;
    same += 1;
  }
  return same >= 2;
}

/** The second row of a header fills cells under a merged one and says nothing else: no digits, short. */
function continuesHeader(row: GridRow, below: GridRow): boolean {
  const filled = texts(below).filter((cell) => cell !== "");
  if (filled.length === 0 || filled.some((cell) => cell.length > 60 || /\d/.test(cell))) return false;
  return (
    texts(row).some((cell, column) => cell !== "" && (below.cells[column] ?? "").trim() === "") || filled.length >= 2
  );
}

function joined(row: GridRow, below: GridRow): string[] {
  const upper = texts(row);
  const lower = texts(below);
  let span = "";
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, column) => {
    const own = upper[column] ?? "";
    if (own !== "") span = own;
    const sub = lower[column] ?? "";
    if (sub === "") return own;
    return `${own === "" ? span : own} ${sub}`.trim();
  });
}

function texts(row: GridRow): string[] {
  return row.cells.map((cell) => cleanCell(cell ?? "").replaceAll("\n", " "));
}
