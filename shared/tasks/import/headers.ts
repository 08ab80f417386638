import type { TaskField } from "../model.ts";
import { cleanCell, plainWords } from "./cell-text.ts";
import type { Grid, GridRow } from "./grid.ts";

/** Exact header names, without diacritics; abbreviations as offices use them. */
const NAMES: Record<TaskField, string[]> = {
  number: ["stt", "tt", "so tt", "so thu tu", "so", "no"],
  name: [
    "nhiem vu",
    "ten nhiem vu",
    "noi dung",
    "noi dung nhiem vu",
    "nhiem vu giai phap",
    "cong viec",
    "nv",
    "ten nv",
  ],
  leadAgency: ["co quan chu tri", "don vi chu tri", "chu tri", "cq chu tri", "dv chu tri", "cqct", "don vi thuc hien"],
  coordinatingAgencies: ["co quan phoi hop", "don vi phoi hop", "phoi hop", "cq phoi hop", "dv phoi hop", "cqph"],
  output: ["san pham", "ket qua", "san pham dau ra", "ket qua dau ra", "ket qua san pham", "sp dau ra"],
  deadline: [
    "thoi gian hoan thanh",
    "thoi han",
    "thoi gian",
    "han hoan thanh",
    "thoi gian thuc hien",
    "tien do",
    "tg hoan thanh",
  ],
  basis: ["can cu giao", "can cu", "van ban giao", "vb giao", "co so phap ly"],
  note: ["ghi chu", "gc"],
  amendmentNote: ["noi dung dieu chinh", "dieu chinh", "nd dieu chinh"],
};

/** Words that decide when no name fits exactly; the order matters ("Kết quả thực hiện/phối hợp" is a coordinator column). */
const WORDS: [TaskField, RegExp][] = [
  ["amendmentNote", /\bdieu chinh\b/],
  ["coordinatingAgencies", /\bphoi hop\b/],
  ["leadAgency", /\bchu tri\b|\bdau moi\b/],
  ["basis", /\bcan cu\b|\bvan ban giao\b/],
  ["output", /\bsan pham\b|\bdau ra\b|\bket qua\b/],
  ["deadline", /\bthoi (gian|han|diem)\b|\bhan hoan thanh\b|\btien do\b|\bngay hoan thanh\b/],
  ["note", /\bghi chu\b/],
  ["number", /^(stt|tt|so tt)\b/],
  ["name", /\bnhiem vu\b|\bnoi dung\b|\bcong viec\b|\bgiai phap\b|\bhoat dong\b/],
];

/** Where a table's header stands and what its columns are. */
export interface Header {
  /** Index in `grid.rows` of the first header row, and how many rows it takes. */
  index: number;
  height: 1 | 2;
  headers: string[];
  columns: Map<TaskField, number>;
  /** Fields found, exact names counting more. */
  score: number;
}

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
      const { columns, score } = matchColumns(headers);
      const usable = columns.has("name") && columns.size >= 2;
      if (usable && (best === undefined || score > best.score)) best = { index, height, headers, columns, score };
    }
  }
  return best;
}

/** Which column is which field, by header text. */
export function matchColumns(headers: string[]): { columns: Map<TaskField, number>; score: number } {
  const columns = new Map<TaskField, number>();
  let score = 0;
  const taken = new Set<number>();
  const plain = headers.map((header) => (header.length > 120 ? "" : plainWords(header)));
  for (const [field, names] of Object.entries(NAMES) as [TaskField, string[]][]) {
    const column = plain.findIndex((header, index) => !taken.has(index) && names.includes(header));
    if (column < 0) continue;
    columns.set(field, column);
    taken.add(column);
    score += 3;
  }
  for (const [field, words] of WORDS) {
    if (columns.has(field)) continue;
    const column = plain.findIndex((header, index) => !taken.has(index) && words.test(header));
    if (column < 0) continue;
    columns.set(field, column);
    taken.add(column);
    score += 2;
  }
  return { columns, score };
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
