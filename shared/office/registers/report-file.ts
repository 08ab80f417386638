import { vietnamDate, vietnameseDay } from "../../calendar/index.ts";
import { numberText } from "../../format/index.ts";
import { type WorkbookCell, writeWorkbook } from "../../tasks/index.ts";
import { typeset } from "../../typeset/index.ts";
import { boundFile, paragraph, ruledTable } from "./bound-docx.ts";
import type { LedgerLine, LedgerReport, RegisterFile } from "./model.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** Numbers that one cell names. */
const NAMED = 40;

const SUMMARY = [
  { header: "Sổ", width: 62 },
  { header: "Số trước khi vào hệ thống", width: 22, align: "center" },
  { header: "Số cuối cùng", width: 20, align: "center" },
  { header: "Đã phát hành", width: 20, align: "center" },
  { header: "Đang giữ", width: 18, align: "center" },
  { header: "Đã hủy", width: 16, align: "center" },
  { header: "Số thiếu", width: 28 },
  { header: "Số trùng", width: 28 },
  { header: "Kết luận", width: 46 },
] as const;

/** What a series comes to, in a sentence. */
export function conclusionOf(line: LedgerLine): string {
  const words = [
    line.gaps.length > 0 ? "thiếu số" : "",
    line.repeats.length > 0 ? "trùng số" : "",
    line.sealBroken ? "sổ đã khóa bị thay đổi" : "",
    line.withoutLine.length > 0 ? `${line.withoutLine.length} số không có dòng trong sổ đăng ký` : "",
  ].filter(Boolean);
  const late = line.late.length > 0 ? `; ${line.late.length} số giữ quá hạn` : "";
  if (words.length > 0) return `CÓ LỖI: ${words.join(", ")}${late}`;
  return `Không thiếu, không trùng${line.closed ? "; đã khóa sổ" : ""}${late}`;
}

/** The report as a file to be kept with the books. */
export function reportFile(report: LedgerReport, format: "pdf" | "xlsx", at: Date): RegisterFile {
  const name = `bao-cao-so-van-ban${report.year === undefined ? "" : `-${report.year}`}.${format}`;
  return format === "pdf"
    ? { name, contentType: "application/pdf", bytes: reportPdf(report, at) }
    : { name, contentType: XLSX, bytes: reportWorkbook(report) };
}

function reportPdf(report: LedgerReport, at: Date): Uint8Array {
  const centre = { align: "center" } as const;
  const heading = (text: string) => paragraph(text, { bold: true, size: 13 }, { before: 14, after: 6 });
  const tables = notesOf(report).map(
    ({ title, columns, rows }) =>
      heading(title) +
      ruledTable(
        columns,
        rows.map((cells) => cells.map(shown)),
        { numbered: false },
      ),
  );
  const seals = report.series.flatMap(({ title, closed }) =>
    closed === undefined
      ? []
      : [
          paragraph(
            `${title}: khóa ngày ${day(closed.at)}, ${closed.first === undefined ? "không cấp số nào" : `số ${numberText(closed.first)} đến ${numberText(closed.last!)}`}, ${closed.counts.issued} số phát hành, ${closed.counts.voided} số hủy; sha256 ${closed.sha256}`,
            { size: 11 },
            { after: 3 },
          ),
        ],
  );
  const body = [
    paragraph(report.organisation.toLocaleUpperCase("vi"), { bold: true, size: 13 }),
    paragraph("BÁO CÁO KIỂM TRA SỐ VĂN BẢN", { bold: true, size: 16 }, { ...centre, before: 6 }),
    paragraph(
      `${report.year === undefined ? "Tất cả các sổ" : `Năm ${report.year}`}, lập ngày ${day(report.at)}`,
      { italic: true, size: 13 },
      { ...centre, after: 10 },
    ),
    paragraph(
      report.sound
        ? "Kết luận: mọi số đều có văn bản hoặc có lý do hủy; không thiếu số, không trùng số."
        : "Kết luận: CÓ LỖI, xem các sổ được nêu dưới đây.",
      { bold: true, size: 13 },
      { after: 8 },
    ),
    ruledTable(
      SUMMARY,
      report.series.map(summaryOf).map((cells) => cells.map(String)),
      { numbered: false },
    ),
    ...tables,
    ...(seals.length === 0 ? [] : [heading("Sổ đã khóa"), ...seals]),
  ];
  return typeset(boundFile("Báo cáo kiểm tra số văn bản", "", body.join("")), { now: at }).pdf;
}

function summaryOf(line: LedgerLine): (string | number)[] {
  const { title, before, last, counts, gaps, repeats } = line;
  return [
    title,
    before,
    last,
    counts.issued,
    counts.reserved,
    counts.voided,
    listed(gaps),
    listed(repeats.map(({ number }) => number)),
    conclusionOf(line),
  ];
}

interface Notes {
  title: string;
  columns: { header: string; width: number; align?: "center" }[];
  rows: (string | number | { day: string })[][];
}

function notesOf({ series }: LedgerReport): Notes[] {
  const number = { header: "Số", width: 16, align: "center" } as const;
  const book = { header: "Sổ", width: 64 };
  const when = (header: string) => ({ header, width: 28, align: "center" }) as const;
  const all: Notes[] = [
    {
      title: "Số đã hủy",
      columns: [book, number, when("Ngày hủy"), { header: "Lý do", width: 120 }, { header: "Mã văn bản", width: 40 }],
      rows: series.flatMap((line) =>
        line.voided.map((one) => [line.title, one.number, { day: isoDay(one.at) }, one.reason, one.documentId]),
      ),
    },
    {
      title: "Số giữ quá ngày làm việc tiếp theo (NĐ 30/2020/NĐ-CP Điều 15.2, 18.1)",
      columns: [
        book,
        number,
        when("Ngày cấp số"),
        { header: "Số ngày làm việc", width: 30, align: "center" },
        { header: "Mã văn bản", width: 60 },
      ],
      rows: series.flatMap((line) =>
        line.late.map((one) => [line.title, one.number, { day: isoDay(one.at) }, one.workingDays, one.documentId]),
      ),
    },
    {
      title: "Số đã phát hành không có dòng trong sổ đăng ký",
      columns: [book, number, { header: "Mã văn bản", width: 80 }],
      rows: series.flatMap((line) => line.withoutLine.map((one) => [line.title, one.number, one.documentId])),
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

function reportWorkbook(report: LedgerReport): Uint8Array {
  const cell = (value: string | number | { day: string }): WorkbookCell =>
    typeof value === "object"
      ? value
      : typeof value === "number"
        ? { number: value }
        : value === ""
          ? ""
          : { text: value };
  const sheet = (
    name: string,
    title: string,
    columns: readonly { header: string; width: number }[],
    rows: Notes["rows"],
  ) => ({
    name,
    columns: columns.map(({ width }) => ({ width: Math.max(9, Math.round(width / 2)) })),
    headerRow: 3,
    rows: [
      { kind: "title" as const, cells: [{ text: title }] },
      { kind: "subtitle" as const, cells: [{ text: `${report.organisation}, lập ngày ${day(report.at)}` }] },
      { kind: "header" as const, cells: columns.map(({ header }) => ({ text: header })) },
      ...rows.map((cells) => ({ cells: cells.map(cell) })),
    ],
  });
  return writeWorkbook([
    sheet("Các sổ", "BÁO CÁO KIỂM TRA SỐ VĂN BẢN", SUMMARY, report.series.map(summaryOf)),
    ...notesOf(report).map(({ title, columns, rows }) =>
      sheet(title.replace(/ \(.*$/, "").slice(0, 31), title.toLocaleUpperCase("vi"), columns, rows),
    ),
  ]);
}

function shown(value: string | number | { day: string }): string {
  return typeof value === "object" ? vietnameseDay(value.day) : String(value);
}

/** "3, 7, 12…" */
function listed(numbers: readonly number[]): string {
  return numbers.slice(0, NAMED).join(", ") + (numbers.length > NAMED ? "…" : "");
}

function isoDay(at: string): string {
  return vietnamDate(new Date(at));
}

function day(at: string): string {
  return vietnameseDay(isoDay(at));
}
