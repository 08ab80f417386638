import { isVanthuError } from "../errors/index.ts";
import { withUnit } from "../format/index.ts";
import { embeddedFiles, type PdfFile, readPdf } from "../pdf/index.ts";
import { canonicalJson } from "./canonical-json.ts";
import { computeReport } from "./compute.ts";
import { DocumentText } from "./document-text.ts";
import type { Report, ReportFigure, ReportSnapshot, SnapshotCheck, SnapshotDifference } from "./model.ts";
import { periodLabel } from "./periods.ts";
import { KNOWN_RULES } from "./rules.ts";
import { readSnapshot, SNAPSHOT_LIMIT, SNAPSHOT_NAME, sha256Of } from "./snapshot.ts";
import { plain } from "./speak.ts";

/** Differences that are named; what is wrong beyond them changes nothing. */
const MOST_DIFFERENCES = 50;

/**
 * Checks a report's PDF against the snapshot attached to it: computes every figure again from the snapshot's data, and looks for every
 * sentence and table row that follows from them in the text of the pages.
 *
 * What it does not say: that the snapshot is the office's. That is the signature's to prove, under which the snapshot lies.
 *
 * @returns undefined when the PDF carries no snapshot, or cannot be read at all
 */
export function checkSnapshot(pdf: Uint8Array): SnapshotCheck | undefined {
  let file: PdfFile;
  let found: Uint8Array[];
  try {
    file = readPdf(pdf);
    if (file.encrypted) return undefined;
    const attached = embeddedFiles(file).filter(({ name }) => name === SNAPSHOT_NAME);
    if (attached.length === 0) return undefined;
    found = attached.slice(0, 2).map((one) => one.read(SNAPSHOT_LIMIT));
  } catch (error) {
    // A file that breaks under the reader is told by the verdict on its signatures.
    if (isVanthuError(error)) return undefined;
    throw error;
  }
  const bytes = found[0]!;
  const sha256 = sha256Of(bytes);
  const differences: SnapshotDifference[] = [];
  const checked = { figures: 0, sentences: 0, rows: 0 };
  if (found.length > 1) {
    differences.push({
      code: "FORMAT",
      where: SNAPSHOT_NAME,
      expected: "một tệp",
      found: "nhiều tệp cùng tên",
      message: "Bản điện tử mang nhiều hơn một bản chốt số liệu.",
    });
  }
  try {
    const snapshot = readSnapshot(bytes);
    const report = recompute(snapshot, differences);
    if (report !== undefined) {
      checked.figures = compareFigures(report.figures, snapshot.figures, differences);
      Object.assign(checked, compareText(report, new DocumentText(file), differences));
    }
  } catch (error) {
    if (!isVanthuError(error)) throw error;
    const where = error.where ?? SNAPSHOT_NAME;
    differences.push({ code: "FORMAT", where, expected: "", found: "", message: error.message });
  }
  const matches = differences.length === 0;
  return { sha256, matches, summary: summary(matches, checked, differences), checked, differences };
}

/** The report that follows from a snapshot's data; undefined where its rules are not known here. */
function recompute(snapshot: ReportSnapshot, differences: SnapshotDifference[]): Report | undefined {
  if (!KNOWN_RULES.includes(snapshot.rules)) {
    differences.push({
      code: "FORMAT",
      where: "rules",
      expected: KNOWN_RULES.join(", "),
      found: String(snapshot.rules),
      message: "Báo cáo được lập theo bộ quy tắc mà chương trình này không có, nên không tính lại được.",
    });
    return undefined;
  }
  const { window } = snapshot.input;
  const label = periodLabel(window.period);
  if (window.label !== label || window.from > window.to) {
    differences.push({
      code: "FORMAT",
      where: "input.window",
      expected: label,
      found: `${window.label} (${window.from} – ${window.to})`,
      message: "Kỳ báo cáo trong bản chốt số liệu không đúng.",
    });
  }
  return computeReport(snapshot.input, snapshot.rules);
}

function compareFigures(
  computed: readonly ReportFigure[],
  given: readonly ReportFigure[],
  differences: SnapshotDifference[],
): number {
  const byId = new Map(given.map((figure) => [figure.id, figure]));
  const add = (figure: ReportFigure, expected: string, found: string, message: string) => {
    if (differences.length < MOST_DIFFERENCES)
      differences.push({ code: "FIGURE", where: figure.id, expected, found, message });
  };
  for (const figure of computed) {
    const other = byId.get(figure.id);
    byId.delete(figure.id);
    const written = withUnit(figure.value, figure.unit);
    if (other === undefined) {
      add(figure, written, "", `Bản chốt số liệu thiếu số liệu “${figure.label}”.`);
    } else if (other.value !== figure.value) {
      const found = withUnit(other.value, other.unit);
      add(figure, written, found, `Số liệu “${figure.label}” ghi ${found}, tính lại từ dữ liệu được ${written}.`);
    } else if (canonicalJson(other) !== canonicalJson(figure)) {
      const listed = (one: ReportFigure) => `${one.label}: ${[...one.tasks, ...one.targets].slice(0, 20).join(", ")}`;
      add(
        figure,
        listed(figure),
        listed(other),
        `Số liệu “${figure.label}” không đúng với các nhiệm vụ, chỉ tiêu được tính.`,
      );
    }
  }
  for (const figure of byId.values()) {
    const found = withUnit(figure.value, figure.unit);
    add(figure, "", found, `Bản chốt số liệu có số liệu “${figure.label}” không tính được từ dữ liệu.`);
  }
  return computed.length;
}

/** Looks for what the report says in the order in which the document says it: sections, then appendices. */
function compareText(
  report: Report,
  text: DocumentText,
  differences: SnapshotDifference[],
): Pick<SnapshotCheck["checked"], "sentences" | "rows"> {
  const checked = { sentences: 0, rows: 0 };
  const full = () => differences.length >= MOST_DIFFERENCES;
  const missing = (where: string, expected: string, what: string) => {
    differences.push({
      code: "TEXT",
      where,
      expected,
      found: text.nearest(expected),
      message: `${what} không có trong văn bản như số liệu nói: ${where}.`,
    });
  };
  const rowsOf = (table: Report["lists"][number]) => {
    table.rows.forEach((row, index) => {
      if (full()) return;
      const cells = "group" in row ? [row.group.number, row.group.title] : row.cells.map(plain);
      checked.rows += 1;
      if (!text.says(cells)) missing(`${table.caption}, hàng ${index + 1}`, cells.join(" | "), "Hàng của bảng");
    });
  };
  for (const section of report.sections) {
    for (const [index, { parts }] of section.sentences.entries()) {
      if (full()) break;
      const said = plain(parts);
      checked.sentences += 1;
      if (!text.says([said])) missing(`${section.heading}, câu ${index + 1}`, said, "Câu");
    }
    for (const table of section.tables) if (table.place === "text") rowsOf(table);
  }
  for (const { tables } of report.sections) for (const table of tables) if (table.place === "appendix") rowsOf(table);
  for (const table of report.lists) rowsOf(table);
  return checked;
}

function summary(
  matches: boolean,
  checked: SnapshotCheck["checked"],
  differences: readonly SnapshotDifference[],
): string {
  if (matches)
    return `Số liệu khớp: đã tính lại ${checked.figures} số liệu từ bản chốt, đối chiếu ${checked.sentences} câu và ${checked.rows} hàng của bảng trong văn bản.`;
  const more = differences.length >= MOST_DIFFERENCES ? "ít nhất " : "";
  return `Số liệu KHÔNG khớp: ${more}${differences.length} chỗ khác nhau. ${differences[0]!.message}`;
}
