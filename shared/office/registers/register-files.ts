import type { Organisation } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { numberText } from "../../format/index.ts";
import { type WorkbookCell, writeWorkbook } from "../../tasks/index.ts";
import { typeset } from "../../typeset/index.ts";
import { boundFile, leaf, paragraph, ruledTable, type Stand } from "./bound-docx.ts";
import type { RegisterColumn, RegisterFile, RegisterForm, RegisterRow } from "./model.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const CENTRE: Stand = { align: "center" };
/** Rows that an empty book is printed with, to be filled in by hand. */
const EMPTY_ROWS = 18;

/** What stands on the cover. */
interface Cover {
  organisation: Organisation;
  year: number;
  /** Quyển số. */
  volume: number;
  at: Date;
  format: "pdf" | "docx";
}

/**
 * A register to be bound: cover, first page (NĐ30 Phụ lục IV, "Bìa và trang đầu"), then the lines on numbered pages with their heading
 * repeated. Through the same line as every document: a Word file, typeset.
 */
export function printRegister(form: RegisterForm, rows: readonly RegisterRow[], cover: Cover): RegisterFile {
  const columns = form.columns.map(({ header, width, is }) => ({
    header,
    width,
    align: is === "text" ? ("left" as const) : ("center" as const),
  }));
  const lines = rows.map(({ cells }) => form.columns.map((column) => cellText(column, cells[column.key])));
  const shown = lines.length === 0 ? Array.from({ length: EMPTY_ROWS }, () => columns.map(() => "")) : lines;
  const text = coverLines(form, rows, cover);
  const right = { align: "center", indent: 150 } as const;
  const first = [
    text,
    paragraph("Ngày ……… tháng ……… năm ………", { italic: true, size: 14 }, { ...right, before: 24 }),
    paragraph("NGƯỜI CÓ THẨM QUYỀN", { bold: true, size: 13 }, { ...right, before: 4 }),
    paragraph("(Ký, đóng dấu trước khi sử dụng sổ)", { italic: true, size: 13 }, right),
  ].join("");
  const docx = boundFile(
    `${form.title} năm ${cover.year}`,
    leaf(text, true) + leaf(first, false),
    ruledTable(columns, shown),
  );
  const name = `${fileName(form, cover.year)}-quyen-${cover.volume}.${cover.format}`;
  return cover.format === "docx"
    ? { name, contentType: DOCX, bytes: docx }
    : { name, contentType: "application/pdf", bytes: typeset(docx, { now: cover.at }).pdf };
}

function coverLines(form: RegisterForm, rows: readonly RegisterRow[], { organisation, year, volume }: Cover): string {
  const days = rows.flatMap(({ cells }) => {
    const first = form.columns.find(({ is, key }) => is === "date" && cells[key] !== "");
    return first === undefined ? [] : [String(cells[first.key])];
  });
  const numbers = rows.map(({ number }) => number).filter((number) => number > 0);
  const from = days.reduce<string | undefined>(
    (least, day) => (least === undefined || day < least ? day : least),
    undefined,
  );
  const to = days.reduce<string | undefined>((most, day) => (most === undefined || day > most ? day : most), undefined);
  const day = (iso: string | undefined) => (iso === undefined ? "……/……/…………" : vietnameseDay(iso));
  const number = (value: number) => (numbers.length === 0 ? "…………" : numberText(value));
  const [first, last] = numbers.reduce(
    ([a, b], one) => [Math.min(a, one), Math.max(b, one)],
    [Number.MAX_SAFE_INTEGER, 0],
  );
  // Registers without numbers of their own (postal, loans, electronic copies) say the days only.
  const counts =
    form.columns.some(({ key }) => key === "number" || key === "arrivalNumber") || form.name === "outgoing";
  const upper = (words: string) => words.toLocaleUpperCase("vi");
  return [
    ...(organisation.superior ? [paragraph(upper(organisation.superior), { size: 14 }, { ...CENTRE, before: 6 })] : []),
    paragraph(
      upper(organisation.name),
      { size: 14, bold: true },
      { ...CENTRE, before: organisation.superior ? 2 : 12 },
    ),
    paragraph(upper(form.title), { size: 28, bold: true }, { ...CENTRE, before: 90, after: 18 }),
    paragraph(`Năm: ${year}`, { size: 16 }, { ...CENTRE, after: 18 }),
    paragraph(`Từ ngày ${day(from)} đến ngày ${day(to)}`, { size: 14 }, { ...CENTRE, after: 6 }),
    ...(counts
      ? [paragraph(`Từ số ${number(first)} đến số ${number(last)}`, { size: 14 }, { ...CENTRE, after: 6 })]
      : []),
    paragraph(`Quyển số: ${numberText(volume)}`, { size: 14 }, CENTRE),
  ].join("");
}

/** The lines as a workbook: dates are dates, numbers numbers, the heading stays in sight. */
export function registerWorkbook(
  form: RegisterForm,
  rows: readonly RegisterRow[],
  { organisation, year }: { organisation: string; year: number },
): RegisterFile {
  const bytes = writeWorkbook([
    {
      name: form.title.slice(0, 31),
      columns: form.columns.map(({ width }) => ({ width: Math.max(8, Math.round(width / 2)) })),
      headerRow: 3,
      rows: [
        { kind: "title", cells: [{ text: `${form.title.toLocaleUpperCase("vi")} NĂM ${year}` }] },
        { kind: "subtitle", cells: [{ text: `${organisation} · ${form.clause}` }] },
        { kind: "header", cells: form.columns.map(({ header }) => ({ text: header })) },
        { cells: form.columns.map((_, index) => ({ text: `(${index + 1})`, style: "centre" as const })) },
        ...rows.map(({ cells }) => ({ cells: form.columns.map((column) => sheetCell(column, cells[column.key])) })),
      ],
    },
  ]);
  return { name: `${fileName(form, year)}.xlsx`, contentType: XLSX, bytes };
}

function cellText({ is }: RegisterColumn, value: string | number | undefined): string {
  const text = String(value ?? "");
  return is === "date" && /^\d{4}-\d{2}-\d{2}$/.test(text) ? vietnameseDay(text) : text;
}

function sheetCell({ is }: RegisterColumn, value: string | number | undefined): WorkbookCell {
  if (value === undefined || value === "") return "";
  if (is === "date" && /^\d{4}-\d{2}-\d{2}$/.test(String(value))) return { day: String(value) };
  return typeof value === "number" ? { number: value } : { text: value };
}

const FILE_NAMES: Record<RegisterForm["name"], string> = {
  outgoing: "so-van-ban-di",
  incoming: "so-van-ban-den",
  postal: "so-gui-buu-dien",
  loans: "so-su-dung-ban-luu",
  following: "so-theo-doi-giai-quyet",
  copies: "so-ban-sao",
};

function fileName({ name }: RegisterForm, year: number): string {
  return `${FILE_NAMES[name]}-${year}`;
}
