import { VanthuError } from "../../errors/index.ts";
import { isIsoDate, KINDS } from "../../format/index.ts";
import { foldVietnamese } from "../../records/index.ts";
import { cleanCell, type Grid, readDay } from "../../tasks/index.ts";

/** A line of an old register as it was read. */
export interface OldLine {
  /** Row in the file, counted from 1. */
  row: number;
  incoming: boolean;
  number?: number;
  /** Day that decides the year: of the document (outgoing), of arrival (incoming); ISO. */
  day?: string;
  /** By column; dates are ISO. */
  cells: Partial<Record<OldColumn, string>>;
  faults: string[];
}

/** What a column of an old register can hold. */
export type OldColumn =
  | "number"
  | "notation"
  | "issuedOn"
  | "arrivedOn"
  | "subject"
  | "signatory"
  | "recipients"
  | "archivedBy"
  | "copies"
  | "sentOn"
  | "receipt"
  | "note"
  | "author"
  | "assignee"
  | "code"
  | "kind";

/** Header words, without marks. The decree's own come first; others are those of programs in use. */
const HEADERS: [RegExp, OldColumn, ("in" | "out")?][] = [
  [/^ngay den$/, "arrivedOn", "in"],
  [/^(so den|so thu tu den)$/, "number", "in"],
  [/^(so di|so van ban|so vb|so)$/, "number", "out"],
  [/^(tac gia|co quan ban hanh|noi ban hanh|noi gui|co quan, to chuc ban hanh( van ban)?)$/, "author", "in"],
  [/^ma dinh danh( van ban)?$/, "code", "in"],
  [/^(so,? (va )?ky hieu( van ban)?|so\/ky hieu|ky hieu|so hieu)$/, "notation"],
  [/^(ngay,? (thang,? )?(nam )?van ban|ngay thang|ngay vb|ngay (ban hanh|phat hanh|ky))$/, "issuedOn"],
  [/^(ten loai va trich yeu( noi dung)?( van ban)?|trich yeu( noi dung)?( van ban)?|noi dung)$/, "subject"],
  [/^(ten loai|loai van ban|loai vb)$/, "kind"],
  [/^nguoi ky$/, "signatory"],
  [/^(noi nhan( van ban)?)$/, "recipients", "out"],
  [/^(don vi, nguoi nhan ban luu|noi luu|ban luu)$/, "archivedBy", "out"],
  [/^(so luong ban|so ban|so luong)$/, "copies", "out"],
  [/^(don vi hoac nguoi nhan|nguoi nhan|don vi( xu ly| nhan)?)$/, "assignee", "in"],
  [/^ngay chuyen$/, "sentOn"],
  [/^ky nhan$/, "receipt"],
  [/^ghi chu$/, "note"],
];

const DATES = new Set<OldColumn>(["issuedOn", "arrivedOn", "sentOn"]);
/** Rows that are looked at for the header. */
const HEADER_ROWS = 30;
/** Lines that one volume of an old register has at most. */
const MOST_LINES = 10_000;
const CELL_LENGTH = 2_000;

/**
 * The lines of an old register.
 * @throws IMPORT_HEADER_NOT_FOUND, REGISTER_TOO_LONG
 */
export function readOldLines(grids: Grid[], incoming: boolean): OldLine[] {
  const found = grids
    .filter(({ hidden }) => hidden !== true)
    .flatMap((grid) => headersOf(grid, incoming))
    .sort((a, b) => b.columns.size - a.columns.size)[0];
  if (found === undefined)
    throw new VanthuError("IMPORT_HEADER_NOT_FOUND", {
      message: "Không tìm thấy hàng tiêu đề của sổ đăng ký.",
      where: "file",
      hint: incoming
        ? "Hàng tiêu đề cần có “Ngày đến”, “Số đến”, “Số, ký hiệu văn bản”, như sổ đăng ký văn bản đến."
        : "Hàng tiêu đề cần có “Số, ký hiệu văn bản”, “Ngày tháng văn bản”, “Tên loại và trích yếu nội dung văn bản”.",
    });
  const { grid, header, columns } = found;
  const lines: OldLine[] = [];
  for (const row of grid.rows.slice(header + 1)) {
    const texts = row.cells.map((cell) => cleanCell(cell));
    // The decree's line of column numbers, and rows without any text.
    if (texts.every((text) => text === "" || /^\(\d+\)$/.test(text))) continue;
    lines.push(lineOf(row.number, texts, columns, incoming, grid.from1904 === true));
    if (lines.length > MOST_LINES)
      throw new VanthuError("REGISTER_TOO_LONG", {
        message: `Tệp có hơn ${MOST_LINES} dòng.`,
        where: "file",
        hint: "Chia sổ cũ theo năm hoặc theo quyển.",
      });
  }
  return lines;
}

function headersOf(grid: Grid, incoming: boolean) {
  return grid.rows.slice(0, HEADER_ROWS).flatMap((row, header) => {
    const columns = new Map<OldColumn, number>();
    row.cells.forEach((cell, index) => {
      const words = foldVietnamese(cell).replace(/[.:*]+$/, "");
      const known = HEADERS.find(
        ([pattern, , only]) => pattern.test(words) && (only === undefined || (only === "in") === incoming),
      )?.[1];
      if (known !== undefined && !columns.has(known)) columns.set(known, index);
    });
    const needed: OldColumn[] = incoming ? ["number", "arrivedOn"] : ["notation", "issuedOn"];
    return needed.every((column) => columns.has(column)) ? [{ grid, header, columns }] : [];
  });
}

function lineOf(
  row: number,
  texts: string[],
  columns: Map<OldColumn, number>,
  incoming: boolean,
  from1904: boolean,
): OldLine {
  const cells: OldLine["cells"] = {};
  const faults: string[] = [];
  for (const [column, index] of columns) {
    const text = texts[index] ?? "";
    if (text === "") continue;
    if (text.length > CELL_LENGTH) {
      faults.push(`Ô “${column}” dài hơn ${CELL_LENGTH} ký tự.`);
      continue;
    }
    const day = DATES.has(column) ? readDay(text, from1904) : undefined;
    if (DATES.has(column) && (day === undefined || !isIsoDate(day))) faults.push(`Không đọc được ngày “${text}”.`);
    else cells[column] = day ?? text;
  }
  const written = cells.number ?? (incoming ? "" : (cells.notation ?? ""));
  const number = Number(/^\s*(?:số\s*:?\s*)?(\d{1,7})(?=\D|$)/iu.exec(written)?.[1] ?? Number.NaN);
  const day = incoming ? cells.arrivedOn : cells.issuedOn;
  if (!Number.isInteger(number) || number < 1)
    faults.push(
      incoming ? "Thiếu số đến." : `Không đọc được số của văn bản${written === "" ? "" : ` trong “${written}”`}.`,
    );
  if (day === undefined && !faults.some((fault) => fault.startsWith("Không đọc được ngày")))
    faults.push(incoming ? "Thiếu ngày đến." : "Thiếu ngày tháng văn bản.");
  // Where number and notation stand apart ("15", "KH-UBND"), the register shows them together.
  if (!incoming && cells.notation !== undefined && cells.number !== undefined && !/^\s*\d/.test(cells.notation))
    cells.notation = `${cells.number}/${cells.notation}`;
  const code = kindIn(cells.kind ?? "") ?? /^\s*\d+\s*[/-]\s*([^-/\s]+)/.exec(cells.notation ?? "")?.[1];
  if (code !== undefined && Object.hasOwn(KINDS, code)) cells.kind = incoming ? KINDS[code as "KH"].name : code;
  else if (!incoming) delete cells.kind;
  return {
    row,
    incoming,
    ...(Number.isInteger(number) && number >= 1 ? { number } : {}),
    ...(day === undefined ? {} : { day }),
    cells,
    faults,
  };
}

/** "Quyết định" → "QĐ". */
function kindIn(name: string): string | undefined {
  const wanted = foldVietnamese(name);
  return Object.entries(KINDS).find(([, kind]) => foldVietnamese(kind.name) === wanted)?.[0];
}
