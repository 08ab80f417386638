import { expect, it } from "vitest";
import { parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { numberForm } from "../../shared/format/index.ts";
import {
  checkSnapshot,
  composeReport,
  computeReport,
  nextWindow,
  parsePeriod,
  plain,
  type Report,
  reportInput,
  reportWindow,
  SNAPSHOT_NAME,
  SNAPSHOT_TYPE,
  sealSnapshot,
} from "../../shared/reports/index.ts";
import { type Programme, parseDeadline, type Target, type Task } from "../../shared/tasks/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { reportedProgramme } from "./report-fixture.ts";

const period = parsePeriod("2027-Q2");
const sourcesOf = (programme: Programme) => ({ window: reportWindow(period), next: nextWindow(period), programme });
const sample = reportedProgramme();

/** The sample with tasks of these names only. */
const named = (names: string[], more: Partial<Task> = {}): Programme => ({
  ...sample,
  tasks: names.map((name, index) => ({
    ...sample.tasks[2]!,
    id: `t${index}`,
    number: String(index + 1),
    name,
    ...more,
  })),
});

const said = (report: Report) => report.sections.flatMap(({ sentences }) => sentences.map(({ parts }) => plain(parts)));

it("a report says every sign, picture and script of a name, and is found to say it", () => {
  const input = reportInput(
    sourcesOf(
      named([
        "A | B || C *đậm* [^1] [x](http://a) ![y](z) <script>alert(1)</script> <br>",
        "# tiêu đề\n- gạch\n+ cộng\n:::\n-> giữa <-\n{{x}} {total} \\\\ cuối\\",
        "\u202eđảo\u202c \u2067chiều\u2069 \u200fdấu \u200bẩn",
        "😀 hình, ☆ sao, 中文, ภาษา, עברית",
      ]),
    ),
  );
  const report = computeReport(input);
  const sealed = sealSnapshot({ code: "H98", name: "UBND" }, input, report);
  const description = composeReport(report, {
    ruleSet: "nd30",
    organisation: { name: "Ủy ban nhân dân tỉnh Hương Giang" },
    notation: "BC-UBND",
    place: "Hương Giang",
    recipients: ["Lưu: VT"],
    signature: { authority: [], position: "Chủ tịch", name: "Lê Thị Minh Nguyệt" },
  });
  const { pdf } = typeset(renderDocx(parseDescription(description)).docx, {
    attachments: [{ name: SNAPSHOT_NAME, bytes: sealed.bytes, mimeType: SNAPSHOT_TYPE, relationship: "Data" }],
  });
  expect(checkSnapshot(pdf)?.differences).toEqual([]);
  // Nothing that turns the direction of writing reaches the reader.
  expect(JSON.stringify([report.sections, report.lists])).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
});

it("a task without a number is named without one", () => {
  const progress = { percent: 5, on: "2027-05-01", result: "", evidence: "", difficulties: "Thiếu máy", proposals: "" };
  const report = computeReport(reportInput(sourcesOf(named(["Việc không số"], { number: "", progress }))));
  expect(said(report)).toContain(`- ${sample.tasks[2]!.leadAgency}: Thiếu máy.`);
  expect(report.figures.map(({ label }) => label).join()).not.toMatch(/nhiệm vụ số (,|$)/);
});

it("a value that misses its target is not read as reaching it", () => {
  const target: Target = { ...sample.targets[0]!, comparison: ">=", value: 95, unit: "%" };
  const actual = { value: 94.999, on: "2027-06-01", evidence: "http://noi-bo.invalid/so-lieu" };
  const input = reportInput(sourcesOf({ ...sample, targets: [{ ...target, actual }] }));
  const section = computeReport(input).sections.find(({ id }) => id === "targets")!;
  const [row] = section.tables[0]!.rows;
  expect("cells" in row! && row.cells.slice(2).map(plain)).toEqual(["≥ 95%", "94,999%", "Chưa đạt"]);
  // Evidence is the office's own: the report does not speak of it.
  expect(JSON.stringify(input)).not.toContain("noi-bo");
  expect([0.1 + 0.2, 1e21, 1234567.5, -3, 1e-9].map(numberForm)).toEqual([
    "0,3",
    "1.000.000.000.000.000.000.000",
    "1.234.567,5",
    "-3",
    "0",
  ]);
});

it("half a year is compared with the same months of the year before, in the table too", () => {
  const half = parsePeriod("2027-6M");
  const programme = named(["Một việc"]);
  const report = computeReport(
    reportInput({
      window: reportWindow(half),
      next: nextWindow(half),
      programme,
      previous: { window: reportWindow(parsePeriod("2026-6M")), programme },
    }),
  );
  const headers = report.sections.flatMap(({ tables }) =>
    tables.flatMap(({ columns }) => columns.map((one) => one.header)),
  );
  expect(headers).toContain("Cùng kỳ năm trước");
  expect(headers).not.toContain("Kỳ trước");
});

it("one agency in several spellings is one agency; another diacritic is another agency", () => {
  const spelled = ["Sở Y tế", "SỞ Y TẾ.", " Sở  Y tế;", "UBND xã Đông Hà", "UBND xã Đồng Hà"];
  const { tasks, ...programme } = named(spelled);
  const input = { ...programme, tasks: tasks.map((task, index) => ({ ...task, leadAgency: spelled[index]! })) };
  const report = computeReport(reportInput(sourcesOf(input)));
  expect(report.figures.find(({ id }) => id === "agencies")!.value).toBe(3);
  const [first] = report.sections.find(({ id }) => id === "agencies")!.tables[0]!.rows;
  expect("cells" in first! && first.cells.slice(1, 3).map(plain)).toEqual(["Sở Y tế", "3"]);
});

it("a deadline that was changed and put back is not told as changed", () => {
  const there = parseDeadline("Trước ngày 30/9/2027");
  const back = parseDeadline("Trước ngày 30/12/2027");
  const change = (before: typeof there, changedOn: string) => ({ before, changedOn, basis: "" });
  const extensions = [change(there, "2027-04-01"), change(back, "2027-05-01")];
  const figure = (deadline: typeof there) =>
    computeReport(reportInput(sourcesOf(named(["Việc"], { deadline, extensions })))).figures.find(
      ({ id }) => id === "extended",
    )!.value;
  expect([figure(there), figure(parseDeadline("Trước ngày 31/10/2027"))]).toEqual([0, 1]);
});

it("of agencies with equally many overdue tasks none is singled out", () => {
  const sentenceOf = (...agencies: string[]) => {
    const { tasks, ...programme } = named(agencies, { deadline: parseDeadline("Trước ngày 01/5/2027") });
    const late = { ...programme, tasks: tasks.map((task, index) => ({ ...task, leadAgency: agencies[index]! })) };
    return said(computeReport(reportInput(sourcesOf(late)))).find((one) => one.includes("còn nhiệm vụ quá hạn"));
  };
  expect(sentenceOf("A", "A", "B", "C", "D")).toBe(
    "Có 04 cơ quan, đơn vị còn nhiệm vụ quá hạn; nhiều nhất là A (02 nhiệm vụ).",
  );
  expect(sentenceOf("A", "B", "C", "D")).toBe("Có 04 cơ quan, đơn vị còn nhiệm vụ quá hạn.");
  expect(sentenceOf("A", "B")).toBe("Cơ quan, đơn vị còn nhiệm vụ quá hạn: A (01 nhiệm vụ) và B (01 nhiệm vụ).");
});

it("difficulties told at great length stand in an appendix", () => {
  const progress = { percent: 5, on: "2027-05-01", result: "", evidence: "", proposals: "" };
  const place = (difficulties: string) =>
    computeReport(reportInput(sourcesOf(named(["A", "B"], { progress: { ...progress, difficulties } })))).sections.find(
      ({ id }) => id === "difficulties",
    )!;
  expect(place("Thiếu người.").tables).toEqual([]);
  const long = place("Thiếu người, thiếu máy. ".repeat(400));
  expect(long.tables.map((table) => [table.place, table.rows.length])).toEqual([["appendix", 2]]);
  expect(long.sentences.map(({ parts }) => plain(parts).length).every((length) => length < 200)).toBe(true);
});
