import { describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { sampleProgramme } from "../../samples/programme.ts";
import { PLAN_COLUMNS, tasksTable } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";
import { importTable } from "../../shared/tasks/index.ts";
import { sheetData, utf8, utf16, wordCell, wordFile, wordRow, workbook } from "./files.ts";

const HEADER = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành"];

function codeOf(run: () => unknown): { code: string; message: string; where?: string; hint?: string } {
  try {
    run();
  } catch (error) {
    if (isVanthuError(error)) return { code: error.code, message: error.message, where: error.where, hint: error.hint };
    throw error;
  }
  throw new Error("no error was thrown");
}

describe("delimited text", () => {
  const rows = [
    HEADER,
    ["I", "HẠ TẦNG", "", "", "", ""],
    ["1", 'Kéo cáp quang "đến thôn"', "Sở A", "UBND xã; thôn", "- Tuyến cáp\n- Hồ sơ hoàn công", "Quý II/2027"],
    ["2", "Lắp trạm, thử sóng", "Sở B", "", "", "Thường xuyên"],
  ];
  const quoted = (delimiter: string) =>
    rows
      .map((row) =>
        row.map((cell) => (/[",;\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter),
      )
      .join("\r\n");

  it.each([
    ["bang.csv", utf8(quoted(","))],
    ["bang.csv", utf8(`\ufeff${quoted(";")}`)],
    ["bang.csv", utf16(quoted("\t"))],
    ["bang.tsv", utf8(quoted("\t"))],
  ])("%s in its encodings and delimiters", (name, bytes) => {
    const { tasks, groups, refused } = importTable({ name, bytes });
    expect(refused).toEqual([]);
    expect(groups).toEqual([{ id: "g1", number: "I", name: "HẠ TẦNG" }]);
    expect(tasks).toHaveLength(2);
    expect(tasks[0]).toMatchObject({
      number: "1",
      groupId: "g1",
      name: 'Kéo cáp quang "đến thôn"',
      coordinatingAgencies: "UBND xã; thôn",
      output: "- Tuyến cáp\n- Hồ sơ hoàn công",
      deadline: { text: "Quý II/2027", kind: "within", to: "2027-06-30" },
    });
    expect(tasks[1]!.name).toBe("Lắp trạm, thử sóng");
  });

  it("reads text with quotes that are no delimiters", () => {
    const text = [
      "STT\tNhiệm vụ\tChủ trì\tPhối hợp",
      '1\t"Vườn số" cho trẻ em\tSở A\t"Hội" và "Đoàn"',
      "2\tHai\tSở B\t",
    ].join("\n");
    const { tasks } = importTable({ name: "bang.txt", bytes: utf8(text) });
    expect(tasks.map((task) => [task.name, task.coordinatingAgencies])).toEqual([
      ['"Vườn số" cho trẻ em', '"Hội" và "Đoàn"'],
      ["Hai", ""],
    ]);
  });
});

describe("header names", () => {
  it.each([
    ["stt,nhiem vu,don vi chu tri,don vi phoi hop,ket qua,thoi han"],
    ["TT;Nội dung công việc;CQ chủ trì;CQ phối hợp;Sản phẩm dự kiến;Hạn hoàn thành"],
    ["Số TT,Nhiệm vụ giải pháp,Chủ trì,Phối hợp,Kết quả/sản phẩm đầu ra,Tiến độ thực hiện"],
  ])("%s", (header) => {
    const delimiter = header.includes(";") ? ";" : ",";
    const { mapping, tasks } = importTable({
      name: "a.csv",
      bytes: utf8(`${header}\n${["1", "Việc", "Sở A", "Sở B", "Báo cáo", "Năm 2027"].join(delimiter)}`),
    });
    expect(mapping.map((column) => column.field)).toEqual([
      "number",
      "name",
      "leadAgency",
      "coordinatingAgencies",
      "output",
      "deadline",
    ]);
    expect(tasks[0]).toMatchObject({ name: "Việc", leadAgency: "Sở A", output: "Báo cáo" });
  });

  it("can be overruled by the user's own mapping", () => {
    const bytes = utf8("STT,Nhiệm vụ,Đơn vị,Hạn hoàn thành\n1,Việc,Sở A,Năm 2027");
    expect(codeOf(() => importTable({ name: "a.csv", bytes }))).toMatchObject({ code: "IMPORT_COLUMN_MISSING" });
    expect(importTable({ name: "a.csv", bytes }, { mapping: { leadAgency: 2 } }).tasks[0]!.leadAgency).toBe("Sở A");
  });

  it("are found under title rows, which also give the year of deadlines without one", () => {
    const text =
      "DANH MỤC NHIỆM VỤ NĂM 2027,,,\n(Kèm theo Kế hoạch),,,\nSTT,Nhiệm vụ,Chủ trì,Thời hạn\n(1),(2),(3),(4)\n1,Việc,Sở A,Quý III";
    expect(importTable({ name: "a.csv", bytes: utf8(text) }).tasks).toMatchObject([{ deadline: { to: "2027-09-30" } }]);
  });

  it("may take two rows", () => {
    const text = "STT,Nhiệm vụ,Cơ quan,,Thời hạn\n,,chủ trì,phối hợp,\n1,Việc,Sở A,Sở B,Năm 2027";
    expect(importTable({ name: "a.csv", bytes: utf8(text) }).tasks).toMatchObject([
      { leadAgency: "Sở A", coordinatingAgencies: "Sở B" },
    ]);
  });
});

describe("faults", () => {
  it("name row, column, header and reason; the other rows are sound", () => {
    const text = [
      "STT,Nhiệm vụ,Cơ quan chủ trì,Thời hạn",
      "1,Việc một,Sở A,Năm 2027",
      "2,,Sở A,Năm 2027",
      "3,Việc ba,,Năm 2027",
      "1,Việc bốn,Sở A,31/6/2027",
      `5,${"x".repeat(9000)},Sở A,`,
      "6,Việc #,#REF!,",
    ].join("\n");
    const { tasks, refused } = importTable({ name: "a.csv", bytes: utf8(text) });
    expect(tasks.map((task) => task.number)).toEqual(["1"]);
    expect(refused.map(({ row, column, header, code }) => [row, column, header, code])).toEqual([
      [3, 2, "Nhiệm vụ", "IMPORT_NAME_MISSING"],
      [4, 3, "Cơ quan chủ trì", "IMPORT_LEAD_MISSING"],
      [5, 1, "STT", "IMPORT_NUMBER_REPEATED"],
      [5, 4, "Thời hạn", "IMPORT_DEADLINE_UNREADABLE"],
      [6, 2, "Nhiệm vụ", "IMPORT_CELL_TOO_LONG"],
      [7, 3, "Cơ quan chủ trì", "IMPORT_CELL_ERROR"],
    ]);
    for (const fault of refused) expect(fault.message).toMatch(/\p{L}+ .*\.$/u);
  });

  it("of words instead of a date count only when asked", () => {
    const bytes = utf8("STT,Nhiệm vụ,Chủ trì,Thời hạn\n1,Việc,Sở A,Khi có yêu cầu");
    expect(importTable({ name: "a.csv", bytes }).refused).toEqual([]);
    expect(importTable({ name: "a.csv", bytes }, { strictDeadlines: true }).refused).toMatchObject([
      { code: "IMPORT_DEADLINE_UNREADABLE", row: 2, column: 4 },
    ]);
  });

  it("a number may come again in another group", () => {
    const text = "STT,Nhiệm vụ,Chủ trì\nI,NHÓM MỘT,\n1,Việc,Sở A\nII,NHÓM HAI,\n1,Việc khác,Sở B";
    expect(importTable({ name: "a.csv", bytes: utf8(text) })).toMatchObject({
      refused: [],
      tasks: [{ groupId: "g1" }, { groupId: "g2" }],
    });
  });
});

describe("files that cannot be imported", () => {
  it.each([
    ["a.xlsx", utf8("STT,Nhiệm vụ\n"), "IMPORT_FILE_MISMATCH"],
    ["a.csv", workbook([{ name: "A", xml: sheetData([HEADER]) }]), "IMPORT_FILE_MISMATCH"],
    ["a.csv", new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31]), "IMPORT_FILE_MISMATCH"],
    ["a.xlsx", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "IMPORT_FILE_MISMATCH"],
    ["a.xlsx", wordFile("<w:p/>"), "IMPORT_FILE_MISMATCH"],
    ["a.docx", workbook([{ name: "A", xml: sheetData([HEADER]) }]), "IMPORT_FILE_MISMATCH"],
    ["a.csv", new Uint8Array([0xc3, 0x28, 0x41]), "IMPORT_FILE_MISMATCH"],
    ["a.pdf", utf8("x"), "IMPORT_FILE_KIND"],
    ["nhiem-vu", utf8("x"), "IMPORT_FILE_KIND"],
    ["a.csv", new Uint8Array(), "IMPORT_EMPTY"],
    ["a.xlsx", workbook([{ name: "Trống", xml: "<sheetData/>" }]), "IMPORT_EMPTY"],
    ["a.docx", wordFile("<w:p/>"), "IMPORT_EMPTY"],
    ["a.csv", utf8("Tên,Tuổi\nAn,20\n"), "IMPORT_HEADER_NOT_FOUND"],
    ["a.xlsx", new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(40)]), "PACKAGE_BROKEN"],
  ])("%s: %#", (name, bytes, code) => {
    const error = codeOf(() => importTable({ name, bytes }));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/\p{L}/u);
  });

  it("a sheet that is not there is named with those that are", () => {
    const bytes = workbook([{ name: "Phụ lục", xml: sheetData([HEADER]) }]);
    expect(codeOf(() => importTable({ name: "a.xlsx", bytes }, { sheet: "Bảng" }))).toMatchObject({
      code: "IMPORT_SHEET_NOT_FOUND",
      hint: expect.stringContaining("“Phụ lục”"),
    });
  });
});

describe("hostile files", () => {
  it.each([
    ["a.csv", utf8(",".repeat(5_000_000))],
    ["a.csv", utf8("STT,Nhiệm vụ,Chủ trì\n".repeat(30_000))],
    ["a.tsv", utf8('"'.repeat(3_000_000))],
    ["a.csv", utf8(`STT,Nhiệm vụ,Chủ trì,Thời hạn\n1,Việc,Sở A,${"quý I, II, 2026 trước ".repeat(50_000)}`)],
    ["a.csv", utf8(`STT,Nhiệm vụ,Chủ trì\n1,${"<ul <i ".repeat(60_000)},Sở A`)],
    [
      "a.xlsx",
      workbook([
        {
          name: "A",
          xml: `${sheetData([HEADER])}<mergeCells>${'<mergeCell ref="A1:A1048576"/>'.repeat(20_000)}</mergeCells>`,
        },
      ]),
    ],
  ])("%s: %# is answered within bounds of time", (name, bytes) => {
    const started = performance.now();
    try {
      importTable({ name, bytes });
    } catch (error) {
      if (!isVanthuError(error)) throw error;
    }
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it("a zip bomb is not unpacked", () => {
    const bytes = workbook([{ name: "A", xml: `<sheetData>${" ".repeat(4 * 1024 * 1024)}</sheetData>` }]);
    expect(codeOf(() => importTable({ name: "a.xlsx", bytes })).code).toBe("PACKAGE_TOO_LARGE");
  });
});

describe("workbooks", () => {
  it("takes the sheet with the task table, passing hidden ones by", () => {
    const table = sheetData([HEADER, [1, "Việc", "Sở A", "", "", "Năm 2027"]]);
    const hidden = sheetData([HEADER, [1, "Cũ", "Sở X", "", "", ""]]);
    const bytes = workbook([
      { name: "Bìa", xml: sheetData([["Danh mục"]]) },
      { name: "Cũ", xml: hidden, state: "hidden" },
      { name: "Nhiệm vụ", xml: table },
    ]);
    expect(importTable({ name: "a.xlsx", bytes })).toMatchObject({
      sheet: "Nhiệm vụ",
      tasks: [{ number: "1", name: "Việc" }],
    });
    expect(importTable({ name: "a.xlsx", bytes }, { sheet: "Cũ" }).tasks[0]!.name).toBe("Cũ");
  });

  it("reads rich text, dates by style, percentages and booleans", () => {
    const strings =
      "<si><t>STT</t></si><si><t>Nhiệm vụ</t></si><si><t>Chủ trì</t></si><si><t>Thời hạn</t></si><si><t>Kết quả</t></si>" +
      '<si><r><t xml:space="preserve">Việc </t></r><r><rPr><b/></rPr><t>đậm</t></r><rPh sb="0" eb="1"><t>đọc</t></rPh></si><si><t>Sở_x000D_ A</t></si>';
    const styles =
      '<numFmts count="1"><numFmt numFmtId="164" formatCode="mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs>';
    const cell = (at: string, value: number, style = 0, type = "") =>
      `<c r="${at}" s="${style}"${type}><v>${value}</v></c>`;
    const shared = (at: string, index: number) => cell(at, index, 0, ' t="s"');
    const header = ["A", "B", "C", "D", "E"].map((column, index) => shared(`${column}1`, index)).join("");
    const row = (number: number, date: string, result: string) =>
      `<row r="${number}">${cell(`A${number}`, number - 1)}${shared(`B${number}`, 5)}${shared(`C${number}`, 6)}${date}${result}</row>`;
    const xml = `<sheetData><row r="1">${header}</row>${row(2, cell("D2", 46203, 1), cell("E2", 0.925, 3))}${row(3, cell("D3", 46203, 2), cell("E3", 0.1))}</sheetData>`;
    const { tasks } = importTable({ name: "a.xlsx", bytes: workbook([{ name: "A", xml }], { strings, styles }) });
    expect(tasks).toMatchObject([
      {
        name: "Việc đậm",
        leadAgency: "Sở\nA",
        output: "92,5%",
        deadline: { text: "30/06/2026", kind: "before", to: "2026-06-30" },
      },
      { output: "0,1", deadline: { text: "06/2026", from: "2026-06-01", to: "2026-06-30" } },
    ]);
  });

  it("an agency merged over several tasks stands for each; a task merged over several rows is one", () => {
    const rows = sheetData([
      HEADER,
      [1, "Việc một", "Sở A", "", "Báo cáo", "Năm 2027"],
      [2, "Việc hai", "", "", "Đề án", "Năm 2027"],
      ["", "", "", "", "Quyết định", ""],
    ]);
    const merges = '<mergeCells><mergeCell ref="C2:C3"/><mergeCell ref="A3:A4"/><mergeCell ref="B3:B4"/></mergeCells>';
    const { tasks, refused } = importTable({ name: "a.xlsx", bytes: workbook([{ name: "A", xml: rows + merges }]) });
    expect(refused).toEqual([]);
    expect(tasks.map((task) => [task.name, task.leadAgency, task.output])).toEqual([
      ["Việc một", "Sở A", "Báo cáo"],
      ["Việc hai", "Sở A", "Đề án\nQuyết định"],
    ]);
  });
});

describe("Word tables", () => {
  const header = wordRow("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Sản phẩm", "Thời hạn");
  const span = (text: string, columns: number) => wordCell(text, `<w:gridSpan w:val="${columns}"/>`);

  it("reads groups over merged cells, repeated headers, tables split over pages", () => {
    const body =
      `<w:tbl>${header}${wordRow(wordCell("I"), span("NHÓM MỘT", 4))}${wordRow("1", "Việc một còn", "Sở A", "- Một", "Quý I/2027")}</w:tbl><w:p/>` +
      `<w:tbl>${header}${wordRow("", "dài ở trang sau", "", "- Hai", "")}${wordRow(span("II. NHÓM HAI", 5))}${wordRow("2", "Việc hai", "Sở B", "", "")}</w:tbl>`;
    const { tasks, groups, refused } = importTable({ name: "a.docx", bytes: wordFile(body) });
    expect(refused).toEqual([]);
    expect(groups.map((group) => `${group.number} ${group.name}`)).toEqual(["I NHÓM MỘT", "II NHÓM HAI"]);
    expect(tasks.map((task) => [task.number, task.groupId, task.name, task.output])).toEqual([
      ["1", "g1", "Việc một còn dài ở trang sau", "- Một\n- Hai"],
      ["2", "g2", "Việc hai", ""],
    ]);
  });

  it("counts automatic numbers, keeps insertions, leaves deletions out", () => {
    const auto = `<w:tc><w:tcPr/><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr></w:p></w:tc>`;
    const changed = `<w:tc><w:tcPr/><w:p><w:r><w:t>Việc </w:t></w:r><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins></w:p></w:tc>`;
    const body = `<w:tbl>${header}${wordRow(auto, changed, "Sở A", "", "")}${wordRow(auto, "Việc hai", "Sở B", "", "")}</w:tbl>`;
    const { tasks } = importTable({ name: "a.docx", bytes: wordFile(body) });
    expect(tasks.map((task) => [task.number, task.name])).toEqual([
      ["1", "Việc mới"],
      ["2", "Việc hai"],
    ]);
  });
});

describe("an appendix of our own making", () => {
  it("imports back from its Word file", () => {
    const programme = sampleProgramme("ubnd");
    const letter = { ...SAMPLE_LETTER, body: "Gửi các cơ quan Phụ lục kèm theo." };
    const { docx } = renderDocx({
      ...letter,
      appendices: [
        { title: "Danh mục", table: tasksTable(programme, [...PLAN_COLUMNS, "basis", "note", "amendmentNote"]) },
      ],
    });
    const { groups, tasks, refused } = importTable({ name: "phu-luc.docx", bytes: docx });
    expect(refused).toEqual([]);
    expect(groups).toEqual(programme.groups);
    expect(tasks).toEqual(programme.tasks);
  });
});

describe("a table with ids in some rows", () => {
  it("gives the others ids that no row has", () => {
    const task = "Mã nhiệm vụ,Nhiệm vụ,Cơ quan chủ trì\n,Việc một,Sở A\n,Việc hai,Sở A\nt1,Việc ba,Sở A\n";
    const target = "Mã chỉ tiêu,Chỉ tiêu,Đơn vị tính\n,Số lớp,lớp\n,Số trạm,trạm\nc1,Số xã,xã\n";
    const { tasks } = importTable({ name: "a.csv", bytes: utf8(task) });
    const { targets } = importTable({ name: "b.csv", bytes: utf8(target) });
    expect(tasks.map(({ id }) => id)).toEqual(["t2", "t3", "t1"]);
    expect(targets?.map(({ id }) => id)).toEqual(["c2", "c3", "c1"]);
  });
});

describe("printed tables", () => {
  it("puts rows that a page break cut together again", () => {
    const text = [
      "Phụ lục",
      "STT\tNhiệm vụ\tCơ quan chủ trì\tCăn cứ\tThời hạn",
      "I\tNHÓM MỘT\t\t\t",
      "1\tViệc cắt ở cuối\tSở A\tKế hoạch số 07-\tNăm 2027",
      "12",
      "STT\tNhiệm vụ\tCơ quan chủ trì\tCăn cứ\tThời hạn",
      "\ttrang này (<i>in nghiêng</i>)\t\tKH/BCĐ\t",
      "2\tViệc hai\tSở B\t<ul style='x'> - Một - Hai\t",
      "Dòng chữ lạ giữa bảng",
      "Ghi chú: bảng này còn tiếp",
    ].join("\n");
    const { tasks, refused, notes } = importTable({ name: "a.txt", bytes: utf8(text) });
    expect(tasks.map((task) => [task.name, task.basis])).toEqual([
      ["Việc cắt ở cuối trang này (in nghiêng)", "Kế hoạch số 07-KH/BCĐ"],
      ["Việc hai", "- Một\n- Hai"],
    ]);
    expect(refused).toMatchObject([{ row: 9, code: "IMPORT_ROW_UNREADABLE" }]);
    expect(notes?.join()).toContain("hàng 10.");
  });
});
