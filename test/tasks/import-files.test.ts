import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { importTable, inspectTable } from "../../shared/tasks/index.ts";
import { sheetData, utf8, wordFile, wordRow, workbook } from "./files.ts";

const HEADER = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"];

/** A workbook of one sheet. */
function sheet(rows: (string | number)[][], more = "", before = ""): Uint8Array {
  return workbook([{ name: "A", xml: `${before}${sheetData(rows)}${more}` }]);
}

describe("what a workbook hides", () => {
  const rows = [
    [...HEADER, "Cơ quan phối hợp"],
    [1, "Việc một", "Sở A", "Năm 2027", "Sở B"],
    [2, "Việc hai", "Sở A", "Năm 2027", "Sở C"],
  ];

  it("columns are left out and named, and can be taken in all the same", () => {
    const bytes = sheet(rows, "", '<cols><col min="5" max="5" hidden="1"/></cols>');
    const read = importTable({ name: "a.xlsx", bytes });
    expect(read.tasks.map((task) => task.coordinatingAgencies)).toEqual(["", ""]);
    expect(read.notes).toEqual(["Không đọc cột đang bị ẩn: Cơ quan phối hợp."]);
    const taken = importTable({ name: "a.xlsx", bytes }, { mapping: { coordinatingAgencies: 4 } });
    expect(taken.tasks.map((task) => task.coordinatingAgencies)).toEqual(["Sở B", "Sở C"]);
    expect(taken.notes).toBeUndefined();
  });

  it("rows that a filter hides are tasks like the others, and are told", () => {
    const xml = sheetData(rows).replace('<row r="3">', '<row r="3" hidden="1">');
    const read = importTable({ name: "a.xlsx", bytes: workbook([{ name: "A", xml }]) });
    expect(read.tasks).toHaveLength(2);
    expect(read.notes?.[0]).toContain("Có 1 hàng đang bị ẩn");
  });

  it("other tables of tasks are told, hidden ones as such", () => {
    const xml = sheetData(rows);
    const read = importTable({
      name: "a.xlsx",
      bytes: workbook([
        { name: "Quý I", xml },
        { name: "Quý II", xml: sheetData(rows.slice(0, 2)) },
        { name: "Cũ", xml, state: "hidden" },
      ]),
    });
    expect(read.sheet).toBe("Quý I");
    expect(read.notes).toEqual(["Tệp còn bảng nhiệm vụ khác chưa đọc: “Quý II”.", "Không đọc trang đang bị ẩn: “Cũ”."]);
  });
});

describe("dates in a workbook", () => {
  const dates = (cell: string, workbookXml = "") => {
    const xml = `<sheetData><row r="1">${HEADER.map((text, index) => `<c r="${"ABCD"[index]}1" t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Việc</t></is></c><c r="C2" t="inlineStr"><is><t>Sở A</t></is></c>${cell}</row></sheetData>`;
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';
    let bytes = workbook([{ name: "A", xml }], { styles });
    if (workbookXml !== "") bytes = with1904(bytes);
    return importTable({ name: "a.xlsx", bytes });
  };

  it.each([
    ["a date", '<c r="D2" s="1"><v>46203</v></c>'],
    ["a serial number without format", '<c r="D2"><v>46203</v></c>'],
    ["with a time of day", '<c r="D2" s="1"><v>46203.75</v></c>'],
    ["text", '<c r="D2" t="inlineStr"><is><t>30/06/2026</t></is></c>'],
    ["ISO text", '<c r="D2" t="inlineStr"><is><t>2026-06-30 00:00:00</t></is></c>'],
    ["an ISO date cell", '<c r="D2" t="d"><v>2026-06-30T00:00:00</v></c>'],
    ["a formula's value", '<c r="D2" s="1"><f>TODAY()</f><v>46203</v></c>'],
    ["a formula's text", '<c r="D2" t="str"><f>TEXT(A1)</f><v>30/06/2026</v></c>'],
  ])("%s", (_, cell) => {
    expect(dates(cell).tasks[0]!.deadline).toEqual({ text: "30/06/2026", kind: "before", to: "2026-06-30" });
  });

  it("counted from 1904", () => {
    expect(dates('<c r="D2" s="1"><v>44741</v></c>', "1904").tasks[0]!.deadline.to).toBe("2026-06-30");
    expect(dates('<c r="D2"><v>44741</v></c>', "1904").tasks[0]!.deadline.to).toBe("2026-06-30");
  });

  it("a formula that was never worked out is a fault, not an empty cell", () => {
    expect(dates('<c r="D2"><f>TODAY()</f></c>').refused).toMatchObject([
      { row: 2, column: 4, code: "IMPORT_CELL_ERROR", message: expect.stringContaining("chưa được tính") },
    ]);
  });
});

describe("progress", () => {
  const header = [
    "Mã nhiệm vụ",
    "Nhiệm vụ",
    "Đơn vị chủ trì",
    "Thời hạn",
    "Thời hạn ban đầu",
    "Tiến độ (%)",
    "Ngày báo cáo",
    "Kết quả thực hiện",
    "Minh chứng",
    "Khó khăn vướng mắc",
    "Kiến nghị",
    "Ngày hoàn thành",
  ];
  const read = (cells: string[], today?: string) =>
    importTable(
      {
        name: "a.tsv",
        bytes: utf8([header, ["", "Việc", "Sở A", "Quý III/2027", ...cells]].map((row) => row.join("\t")).join("\n")),
      },
      today === undefined ? {} : { today },
    );

  it("is read with its day, words and the original deadline", () => {
    const { tasks, refused } = read(
      [
        "Quý II/2027",
        "45,5%",
        "15-5-2027",
        "Đã xong dự thảo",
        "Tờ trình 12",
        "Chậm số liệu",
        "Bổ sung kinh phí",
        "20/5/2027",
      ],
      "2027-06-01",
    );
    expect(refused).toEqual([]);
    expect(tasks[0]).toMatchObject({
      completedOn: "2027-05-20",
      progress: {
        percent: 45.5,
        on: "2027-05-15",
        result: "Đã xong dự thảo",
        evidence: "Tờ trình 12",
        difficulties: "Chậm số liệu",
        proposals: "Bổ sung kinh phí",
      },
      extensions: [{ before: { text: "Quý II/2027", to: "2027-06-30" }, changedOn: "2027-06-01" }],
    });
  });

  it("without a day is of today, where the caller says what day it is", () => {
    expect(read(["", "30", "", "", "", "", "", ""], "2027-06-01").tasks[0]!.progress).toMatchObject({
      percent: 30,
      on: "2027-06-01",
    });
    expect(read(["", "30", "", "", "", "", "", ""]).refused).toMatchObject([
      { column: 7, code: "IMPORT_DATE_UNREADABLE" },
    ]);
  });

  it("names cells that hold no percentage or no day", () => {
    const { refused } = read(["", "150%", "31/2/2027", "", "", "", "", "sắp xong"], "2027-06-01");
    expect(refused.map(({ column, code }) => [column, code])).toEqual([
      [6, "IMPORT_NUMBER_UNREADABLE"],
      [7, "IMPORT_DATE_UNREADABLE"],
      [12, "IMPORT_DATE_UNREADABLE"],
    ]);
  });
});

describe("a table without header", () => {
  const text = [
    "1\tRà soát thủ tục có nhiều hồ sơ\tSở Nội vụ\tSở Tài chính; UBND các xã\tQuý I/2027",
    "2\tTập huấn kỹ năng số cho tổ cộng đồng\tVăn phòng UBND tỉnh\tSở Nội vụ\tTrước ngày 30/6/2027",
  ].join("\n");
  const file = { name: "dan.txt", bytes: utf8(text) };

  it("is proposed column by column from its values", () => {
    const view = inspectTable(file);
    expect(view.headerRow).toBe(0);
    expect(view.columns.map(({ field }) => field)).toEqual([
      "number",
      "name",
      "leadAgency",
      "coordinatingAgencies",
      "deadline",
    ]);
    expect(view.columns[2]!.samples).toEqual(["Sở Nội vụ", "Văn phòng UBND tỉnh"]);
  });

  it("is read by position", () => {
    expect(() => importTable(file)).toThrow("Không tìm thấy hàng tiêu đề");
    const { tasks } = importTable(file, { mapping: { number: 0, name: 1, leadAgency: 2, deadline: 4 } });
    expect(tasks.map((task) => [task.number, task.leadAgency, task.deadline.to])).toEqual([
      ["1", "Sở Nội vụ", "2027-03-31"],
      ["2", "Văn phòng UBND tỉnh", "2027-06-29"],
    ]);
  });

  it("or with a header row that says nothing, pointed at", () => {
    const named = { name: "a.csv", bytes: utf8("Bảng theo dõi,,\nMục,Đầu việc lớn,Ai làm\n1,Việc một,Sở A") };
    expect(inspectTable(named, { headerRow: 2 }).columns.map(({ header }) => header)).toEqual([
      "Mục",
      "Đầu việc lớn",
      "Ai làm",
    ]);
    const { tasks } = importTable(named, { headerRow: 2, mapping: { number: 0, name: 1, leadAgency: 2 } });
    expect(tasks).toMatchObject([{ number: "1", name: "Việc một", leadAgency: "Sở A" }]);
  });
});

describe("columns", () => {
  it("can be taken away from a field", () => {
    const bytes = utf8("STT,Nhiệm vụ,Chủ trì,Ghi chú\n1,Việc,Sở A,nội bộ");
    expect(importTable({ name: "a.csv", bytes }, { mapping: { note: -1 } }).tasks[0]!.note).toBe("");
  });

  it("of a group's name make groups", () => {
    const text =
      "Lĩnh vực,Nhiệm vụ,Chủ trì\nI. Hạ tầng,Việc một,Sở A\nII. Dữ liệu,Việc hai,Sở B\nI. Hạ tầng,Việc ba,Sở A";
    const { groups, tasks } = importTable({ name: "a.csv", bytes: utf8(text) });
    expect(groups).toEqual([
      { id: "g1", number: "I", name: "Hạ tầng" },
      { id: "g2", number: "II", name: "Dữ liệu" },
    ]);
    expect(tasks.map((task) => task.groupId)).toEqual(["g1", "g2", "g1"]);
  });

  it("a comma in a long text is no reason to take a table of semicolons for one of commas", () => {
    const long = Array.from({ length: 400 }, (_, index) => `ý ${index}`).join(", ");
    const { tasks } = importTable({ name: "a.csv", bytes: utf8(`TT;Nhiệm vụ;Chủ trì\n1;${long};Sở A`) });
    expect(tasks[0]!.name).toBe(long);
  });
});

describe("targets", () => {
  const header = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Kết quả thực hiện", "Ngày đo", "Đơn vị chủ trì"];

  it("come from a sheet of their own", () => {
    const bytes = workbook([
      { name: "Nhiệm vụ", xml: sheetData([HEADER, [1, "Việc", "Sở A", "Năm 2027"]]) },
      {
        name: "Chỉ tiêu",
        xml: sheetData([
          ["CHỈ TIÊU NĂM 2027"],
          header,
          ["I", "KINH TẾ SỐ"],
          [1, "Tỷ lệ hồ sơ trực tuyến đạt trên 80%", "", "", 71.5, "31/3/2027", "Sở A"],
          [2, "Số trạm phát sóng mới", "trạm", 45, "", "", "Sở B"],
          [3, "Số lớp tập huấn", "lớp", "nhiều", "", "", "Sở B"],
        ]),
      },
    ]);
    const { tasks, targets, refused } = importTable({ name: "a.xlsx", bytes });
    expect(tasks).toHaveLength(1);
    expect(targets).toMatchObject([
      { section: "KINH TẾ SỐ", comparison: ">", value: 80, unit: "%", actual: { value: 71.5, on: "2027-03-31" } },
      { comparison: "=", value: 45, unit: "trạm", leadAgency: "Sở B" },
    ]);
    expect(refused).toMatchObject([{ sheet: "Chỉ tiêu", row: 6, column: 4, code: "IMPORT_NUMBER_UNREADABLE" }]);
  });

  it("come from a table of their own in a Word file, beside tables of tasks", () => {
    const body = `<w:tbl>${wordRow(...HEADER)}${wordRow("1", "Việc một", "Sở A", "Năm 2027")}</w:tbl><w:p/><w:tbl>${wordRow("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch")}${wordRow("1", "Tỷ lệ hài lòng", "%", "95")}</w:tbl>`;
    const { tasks, targets } = importTable({ name: "a.docx", bytes: wordFile(body) });
    expect(tasks).toHaveLength(1);
    expect(targets).toMatchObject([{ text: "Tỷ lệ hài lòng", value: 95, unit: "%" }]);
  });
});

/** The same workbook with dates counted from 1904. */
function with1904(bytes: Uint8Array): Uint8Array {
  const parts = unzipSync(bytes);
  const text = strFromU8(parts["xl/workbook.xml"]!).replace("<sheets>", '<workbookPr date1904="1"/><sheets>');
  return zipSync({ ...parts, "xl/workbook.xml": strToU8(text) });
}
