import { agencyChart, burnUpChart, type Drawing, statusChart } from "../charts/index.ts";
import {
  type AppendixDescription,
  type AppendixTable,
  type DocumentDescription,
  escapeText,
} from "../documents/index.ts";
import { formatDateWithSlashes } from "../format/index.ts";
import type { Report, ReportChartId, ReportRow, ReportSection, ReportTable, SentencePart } from "./model.ts";
import { inSentence } from "./periods.ts";
import { oneLine } from "./plain-text.ts";
import { plain } from "./speak.ts";
import { CHART_CAPTIONS } from "./wording.ts";

/** What the report of an office says besides its figures. Free texts are Markdown-like (`docs/noi-dung.md`). */
export interface ReportRequest
  extends Pick<
    DocumentDescription,
    | "ruleSet"
    | "organisation"
    | "number"
    | "notation"
    | "place"
    | "date"
    | "year"
    | "addressees"
    | "recipients"
    | "signature"
    | "urgency"
  > {
  /** Trích yếu; by default "Kết quả thực hiện …" with programme and period. */
  subject?: string;
  /** Before the first section; by default who reports on what and of which days the figures are. */
  opening?: string;
  /** Đánh giá chung, at the end of the first section. */
  assessment?: string;
  /** After what the tasks report. */
  difficulties?: string;
  proposals?: string;
  /** After the last section; by default the usual closing line. */
  closing?: string;
}

/**
 * A report (báo cáo) as a document: I. Tình hình chung, II. Nhiệm vụ quá hạn, III. Kết quả thực hiện chỉ tiêu, IV. Khó khăn, vướng mắc,
 * V. Đề xuất, kiến nghị, VI. Nhiệm vụ kỳ tiếp theo; long tables and the list of tasks in appendices. Every sentence and table row of the
 * report stands in it letter for letter.
 */
export function composeReport(report: Report, request: ReportRequest): DocumentDescription {
  const pictures: Record<string, Drawing> = {};
  const numbers = { table: 0 };
  const body = [request.opening ?? openingOf(report, request)];
  report.sections.forEach((section, index) => {
    body.push(...sectionText(section, report, pictures, numbers));
    body.push(own(request, section, report.sections[index + 1]));
  });
  body.push(request.closing ?? closingOf(report));
  const appendices = [...report.sections.flatMap((section) => section.tables), ...report.lists]
    .filter((table) => table.place === "appendix")
    .map(appendixOf);
  return {
    ruleSet: request.ruleSet,
    kind: "BC",
    organisation: request.organisation,
    ...given("number", request.number),
    notation: request.notation,
    place: request.place,
    ...given("date", request.date),
    ...given("year", request.year),
    subject: request.subject ?? subjectOf(report),
    ...given("addressees", request.addressees),
    body: body.filter((text) => text.trim() !== "").join("\n\n"),
    ...(appendices.length === 0 ? {} : { appendices }),
    recipients: request.recipients,
    signature: request.signature,
    ...(Object.keys(pictures).length === 0 ? {} : { pictures }),
    ...given("urgency", request.urgency),
  };
}

/**
 * The first piece of a report that a description does not say: sentences, tables and charts must stand in its body in their order, each a
 * block of its own; whatever stands between them is the writer's.
 *
 * @returns undefined when nothing is missing
 */
export function missingFromReport(report: Report, description: Pick<DocumentDescription, "body">): string | undefined {
  const blocks = description.body
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n/)
    .map((block) => block.trim());
  const numbers = { table: 0 };
  let at = 0;
  for (const section of report.sections) {
    for (const piece of sectionText(section, report, {}, numbers)) {
      // A heading's words are the writer's to change.
      if (piece.startsWith("#")) continue;
      const found = blocks.indexOf(piece, at);
      if (found < 0) return piece;
      at = found + 1;
    }
  }
  return undefined;
}

function given<K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [k in K]?: V });
}

/** "Kết quả thực hiện Chương trình nhiệm vụ … quý II năm 2026". */
function subjectOf(report: Report): string {
  return `Kết quả thực hiện ${oneLine(report.programme.title)}\n${inSentence(report.window.label)}`;
}

function openingOf({ programme, window }: Report, { organisation }: ReportRequest): string {
  const who = oneLine(organisation.formalName ?? organisation.name);
  return escapeText(
    `${who} báo cáo kết quả thực hiện ${oneLine(programme.title)} ${inSentence(window.label)} (số liệu từ ngày ${formatDateWithSlashes(window.from)} đến ngày ${formatDateWithSlashes(window.to)}) như sau:`,
  );
}

function closingOf({ programme, window }: Report): string {
  return escapeText(
    `Trên đây là kết quả thực hiện ${oneLine(programme.title)} ${inSentence(window.label)}. Các số liệu được tổng hợp từ dữ liệu theo dõi nhiệm vụ, chốt ngày ${formatDateWithSlashes(window.to)}; bản chốt số liệu được gắn kèm bản điện tử của Báo cáo để kiểm tra, đối chiếu.`,
  );
}

/** The user's own words that follow a section: the assessment closes part I, the others stand under what the tasks report. */
function own(request: ReportRequest, section: ReportSection, next: ReportSection | undefined): string {
  if (section.level === 2 && next?.level !== 2 && request.assessment !== undefined)
    return request.assessment.trim() === "" ? "" : `## Đánh giá chung\n\n${request.assessment}`;
  if (section.id === "difficulties") return request.difficulties ?? "";
  if (section.id === "proposals") return request.proposals ?? "";
  return "";
}

function sectionText(
  section: ReportSection,
  report: Report,
  pictures: Record<string, Drawing>,
  numbers: { table: number },
): string[] {
  const out = [`${"#".repeat(section.level)} ${escapeText(section.heading)}`];
  for (const { parts } of section.sentences) out.push(escapeText(plain(parts)));
  for (const table of section.tables) {
    if (table.place !== "text") continue;
    numbers.table += 1;
    out.push(`-> *Bảng ${numbers.table}. ${escapeText(table.caption)}* <-`, pipeTable(table));
  }
  for (const id of section.charts) {
    const drawing = draw(id, report);
    if (drawing === undefined) continue;
    pictures[id] = drawing;
    out.push(`![${escapeText(CHART_CAPTIONS[id])}](${id})`);
  }
  return out;
}

/** The charts of a report, drawn; undefined where there is nothing to draw. */
export function draw(id: ReportChartId, { charts }: Report): Drawing | undefined {
  switch (id) {
    case "status":
      return charts.status.some(({ value }) => value > 0) ? statusChart(charts.status) : undefined;
    case "agencies":
      // One bar says nothing that the sentence does not.
      return charts.agencies.length > 1 ? agencyChart(charts.agencies) : undefined;
    case "burn-up":
      return charts.burnUp.length > 1 && charts.burnUp[0]!.total > 0 ? burnUpChart(charts.burnUp) : undefined;
  }
}

function cellMarkup(parts: readonly SentencePart[], strong: boolean): string {
  const text = plain(parts);
  if (text === "") return "";
  // Bold begins and ends on one line: each line of a cell is a paragraph.
  return text
    .split("\n")
    .map((line) => (strong ? `**${escapeText(line)}**` : escapeText(line)))
    .join("\n");
}

/** A table in the text: rows of `| a | b |`; lines of a cell are parted by `<br>`. */
function pipeTable({ columns, rows }: ReportTable): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("\n", "<br>")).join(" | ")} |`;
  const rule = columns.map(({ width, align }) => {
    const dashes = "-".repeat(Math.max(1, Math.round(width)));
    return align === "center" ? `:${dashes}:` : dashes;
  });
  return [
    line(columns.map(({ header }) => escapeText(header))),
    `|${rule.join("|")}|`,
    ...rows.map((row) =>
      "group" in row
        ? line([escapeText(row.group.number), `**${escapeText(row.group.title)}**`])
        : line(row.cells.map((cell) => cellMarkup(cell, row.strong ?? false))),
    ),
  ].join("\n");
}

function appendixOf({ caption, columns, rows, appendix }: ReportTable): AppendixDescription {
  const table: AppendixTable = {
    columns: columns.map((column) => ({ ...column, header: escapeText(column.header) })),
    rows: rows.map((row: ReportRow) =>
      "group" in row
        ? { group: { number: escapeText(row.group.number), title: escapeText(row.group.title) } }
        : { cells: row.cells.map((cell) => cellMarkup(cell, row.strong ?? false)) },
    ),
    markup: true,
    keepRowsWhole: true,
  };
  return { title: caption, ...given("label", appendix), orientation: "portrait", table };
}
