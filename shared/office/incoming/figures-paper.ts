import type { Organisation } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { type DocumentDescription, escapeText, parseDescription } from "../../documents/index.ts";
import { renderDocx } from "../../docx/index.ts";
import { notationFor, RULE_SETS, ruleSetFor } from "../../format/index.ts";
import { type WorkbookCell, type WorkbookSheet, writeWorkbook } from "../../tasks/index.ts";
import { typeset } from "../../typeset/index.ts";
import type { HandlingCounts, IncomingFigures, IssuingCounts, OutgoingFigures, PaperFile } from "./model.ts";

const TYPES = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/** One table of a report, for paper and workbook alike. */
interface FiguresTable {
  title: string;
  header: string[];
  /** Shares of the width. */
  widths: number[];
  rows: (string | number)[][];
}

const HANDLING: [keyof HandlingCounts, string][] = [
  ["total", "Tổng số"],
  ["unassigned", "Chờ phân phối"],
  ["working", "Đang giải quyết"],
  ["overdue", "Quá hạn"],
  ["done", "Đã giải quyết"],
  ["onTime", "Trong đó đúng hạn"],
  ["late", "Trong đó trễ hạn"],
  ["cancelled", "Đã hủy"],
];
const ISSUING: [keyof IssuingCounts, string][] = [
  ["total", "Đã phát hành"],
  ["onTime", "Đúng thời hạn"],
  ["late", "Chậm"],
  ["sent", "Đã gửi"],
  ["recalled", "Đã thu hồi"],
];

/** A report of figures as a document of the office's own form, or as a workbook. */
export async function figuresPaper(
  organisation: Organisation,
  figures: IncomingFigures | OutgoingFigures,
  format: keyof typeof TYPES,
): Promise<PaperFile> {
  const incoming = "byAssignee" in figures;
  const tables = incoming ? incomingTables(figures) : outgoingTables(figures);
  const name = `bao-cao-van-ban-${incoming ? "den" : "di"}-${figures.period.from}-${figures.period.to}.${format}`;
  if (format === "xlsx") return { name, contentType: TYPES.xlsx, bytes: workbook(figures, tables, incoming) };
  const { docx } = renderDocx(descriptionOf(organisation, figures, tables, incoming));
  if (format === "docx") return { name, contentType: TYPES.docx, bytes: docx };
  return { name, contentType: TYPES.pdf, bytes: (await typeset(docx)).pdf };
}

function incomingTables(figures: IncomingFigures): FiguresTable[] {
  const { channels } = figures;
  const counts = (of: HandlingCounts) => HANDLING.map(([key]) => of[key]);
  return [
    {
      title: "Tình hình chung",
      header: ["Nội dung", "Số văn bản"],
      widths: [6, 2],
      rows: [
        ["Văn bản đã vào sổ", figures.totals.total],
        ["- đến qua trục liên thông", channels.exchange],
        ["- văn bản giấy", channels.paper],
        ["- thư điện tử", channels.email],
        ["- tệp chuyển đến bằng cách khác", channels.file],
        ...HANDLING.slice(1).map(([key, words]) => [words, figures.totals[key]]),
        ["Từ chối tiếp nhận", figures.rejected],
        ["Đang chờ tiếp nhận", figures.waiting],
      ],
    },
    {
      title: "Theo đơn vị, cá nhân chủ trì",
      header: ["Đơn vị, cá nhân", ...HANDLING.map(([, words]) => words)],
      widths: [5, ...HANDLING.map(() => 2)],
      rows: figures.byAssignee.map((one) => [one.name, ...counts(one)]),
    },
    {
      title: "Văn bản quá hạn giải quyết",
      header: ["Số đến", "Văn bản", "Đơn vị, cá nhân", "Hạn", "Quá hạn (ngày làm việc)"],
      widths: [1, 5, 4, 2, 2],
      rows: figures.overdue.map((one) => [
        one.arrivalNumber,
        one.document,
        one.assignees,
        vietnameseDay(one.dueOn),
        one.days,
      ]),
    },
  ];
}

function outgoingTables(figures: OutgoingFigures): FiguresTable[] {
  const { receivers, open, totals } = figures;
  const counts = (of: IssuingCounts) => ISSUING.map(([key]) => of[key]);
  return [
    {
      title: "Tình hình chung",
      header: ["Nội dung", "Số lượng"],
      widths: [6, 2],
      rows: [
        ["Văn bản đã phát hành", totals.total],
        ["- trong ngày ký hoặc ngày làm việc tiếp theo", totals.onTime],
        ["- chậm hơn", totals.late],
        ["Văn bản đã gửi", totals.sent],
        ["Văn bản đã thu hồi", totals.recalled],
        ["Lượt gửi tới cơ quan nhận", receivers.total],
        ["- đã tiếp nhận, đang giải quyết", receivers.accepted],
        ["- đã giải quyết xong", receivers.done],
        ["- đã đến, chưa tiếp nhận", receivers.arrived],
        ["- từ chối tiếp nhận", receivers.rejected],
        ["- đang gửi", receivers.underWay],
        ["- không gửi được", receivers.failed],
        ["Dự thảo chưa trình, bị trả lại (hiện nay)", open.draft],
        ["Đang chờ duyệt, chờ ký (hiện nay)", open.submitted + open.approved],
        ["Đã ký, chờ cấp số hoặc đóng dấu (hiện nay)", open.signed + open.numbered],
      ],
    },
    {
      title: "Theo loại văn bản",
      header: ["Loại văn bản", ...ISSUING.map(([, words]) => words)],
      widths: [4, ...ISSUING.map(() => 2)],
      rows: figures.byKind.map((one) => [one.name, ...counts(one)]),
    },
    {
      title: "Theo người soạn",
      header: ["Người soạn", ...ISSUING.map(([, words]) => words)],
      widths: [4, ...ISSUING.map(() => 2)],
      rows: figures.byDrafter.map((one) => [one.name, ...counts(one)]),
    },
  ];
}

function descriptionOf(
  organisation: Organisation,
  figures: IncomingFigures | OutgoingFigures,
  tables: FiguresTable[],
  incoming: boolean,
): DocumentDescription {
  const ruleSet = ruleSetFor(organisation.system, figures.asOf);
  const { from, to } = figures.period;
  const what = incoming ? "văn bản đến" : "văn bản đi";
  const parts = tables.map(({ title, header, widths, rows }) =>
    [`# ${title}`, rows.length === 0 ? "Không có." : pipeTable(header, widths, rows)].join("\n\n"),
  );
  return parseDescription({
    ruleSet,
    kind: "BC",
    organisation: { ...(organisation.superior ? { superior: organisation.superior } : {}), name: organisation.name },
    notation: notationFor(RULE_SETS[ruleSet], "BC", "…"),
    place: organisation.place,
    date: figures.asOf,
    subject: `tình hình giải quyết ${what}\ntừ ngày ${vietnameseDay(from)} đến ngày ${vietnameseDay(to)}`,
    body: [
      `Số liệu do hệ thống tổng hợp từ sổ đăng ký và nhật ký giải quyết ${what} của ${organisation.name}, tính đến ngày ${vietnameseDay(figures.asOf)}.`,
      ...parts,
    ].join("\n\n"),
    recipients: ["Lãnh đạo cơ quan", "Lưu: VT"],
    signature: { authority: [], position: "", name: "" },
  });
}

function pipeTable(header: string[], widths: number[], rows: (string | number)[][]): string {
  const cell = (value: string | number) => escapeText(String(value)).replaceAll("|", "\\|").replaceAll("\n", " ");
  const line = (cells: (string | number)[]) => `| ${cells.map(cell).join(" | ")} |`;
  const rule = `|${widths.map((width, index) => `${index === 0 ? "" : ":"}${"-".repeat(width * 3)}${index === 0 ? "" : ":"}`).join("|")}|`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}

function workbook(figures: IncomingFigures | OutgoingFigures, tables: FiguresTable[], incoming: boolean): Uint8Array {
  const value = (one: string | number): WorkbookCell => (typeof one === "number" ? { number: one } : { text: one });
  const title = `Báo cáo tình hình giải quyết văn bản ${incoming ? "đến" : "đi"}`;
  const period = `Từ ngày ${vietnameseDay(figures.period.from)} đến ngày ${vietnameseDay(figures.period.to)}; ${figures.organisation}; tính đến ngày ${vietnameseDay(figures.asOf)}`;
  return writeWorkbook(
    tables.map(
      (table): WorkbookSheet => ({
        name: table.title.slice(0, 31),
        columns: table.widths.map((width) => ({ width: Math.max(12, width * 7) })),
        rows: [
          { kind: "title", cells: [{ text: title, style: "title" }] },
          { kind: "subtitle", cells: [{ text: period, style: "subtitle" }] },
          { kind: "header", cells: table.header.map((text) => ({ text, style: "header" as const })) },
          ...table.rows.map((row) => ({ cells: row.map(value) })),
        ],
        headerRow: 3,
      }),
    ),
  );
}
