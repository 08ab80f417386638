import { describe, expect, it } from "vitest";
import {
  exportCsv,
  importTable,
  parseDeadline,
  reviewAgencies,
  STANDARD_AGENCIES,
  splitAgencies,
} from "../../shared/tasks/index.ts";
import { sheetData, utf8, workbook } from "./files.ts";

/** Tables as offices keep them: not made for import. */

const HEADER = "STT;Nhiệm vụ;Cơ quan chủ trì;Thời hạn\n";
const csv = (rows: string) => importTable({ name: "bang.csv", bytes: utf8(HEADER + rows) }, { year: 2026 });

describe("below the table", () => {
  const rows = [
    ["STT", "Nội dung nhiệm vụ", "Cơ quan thực hiện", "", "Sản phẩm", "Thời gian hoàn thành"],
    ["", "", "Chủ trì", "Phối hợp", "", ""],
    ["I", "HOÀN THIỆN THỂ CHẾ"],
    ["1", "Ban hành quy chế dữ liệu", "Sở Nội vụ", "", "Quyết định", "30/6/2026"],
    ["", "Cộng nhóm I: 1 nhiệm vụ"],
    ["II", "HẠ TẦNG SỐ"],
    ["2", "Nâng cấp đường truyền", "VNPT", "", "Báo cáo", "Quý II/2026"],
    ["", "", "", "", "", "Hương Giang, ngày 10 tháng 01 năm 2026"],
    ["", "NGƯỜI LẬP BIỂU", "", "", "", "GIÁM ĐỐC"],
    ["", "(Ký, ghi rõ họ tên)", "", "", "", "(Ký tên, đóng dấu)"],
    ["", "Trần Văn Bình", "", "", "", "Lê Thị Hoa"],
  ];
  const read = (table: string[][]) =>
    importTable({ name: "bang.xlsx", bytes: workbook([{ name: "Bảng", xml: sheetData(table) }]) });

  it("place, date and signatures are no part of the last task, and their rows are told", () => {
    const { tasks, refused, notes } = read(rows);
    expect(refused).toEqual([]);
    expect(tasks.map((task) => [task.groupId, task.number, task.name, task.deadline.text])).toEqual([
      ["g1", "1", "Ban hành quy chế dữ liệu", "30/6/2026"],
      ["g2", "2", "Nâng cấp đường truyền", "Quý II/2026"],
    ]);
    expect(notes?.join()).toContain("hàng 5, 8–11.");
  });

  it("a further part opens the table again", () => {
    const { tasks } = read([...rows, ["III", "NHÂN LỰC SỐ"], ["3", "Tập huấn", "Sở Nội vụ"]]);
    expect(tasks.at(-1)).toMatchObject({ groupId: "g3", number: "3", name: "Tập huấn" });
  });

  it("a task that speaks of totals and signatures stays a task", () => {
    const { tasks } = csv("1;Tổng hợp, ký số văn bản;Sở Nội vụ;\n2;Tổng số hồ sơ số hóa đạt 100%;Sở Y tế;\n");
    expect(tasks).toHaveLength(2);
  });
});

describe("cells that a spreadsheet made numbers of", () => {
  const cell = (at: string, value: string | number, style = 0) =>
    typeof value === "number"
      ? `<c r="${at}" s="${style}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const line = (row: number, cells: string[]) => `<row r="${row}">${cells.join("")}</row>`;
  const xml = [
    line(1, [cell("A1", "TT"), cell("B1", "Nhiệm vụ"), cell("C1", "Chủ trì"), cell("D1", "Thời hạn")]),
    line(2, [cell("A2", 1), cell("B2", "Phát triển dữ liệu")]),
    line(3, [cell("A3", 1.1), cell("B3", "Việc một"), cell("C3", "Sở Y tế"), cell("D3", 46174, 1)]),
  ].join("");
  const styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="17"/></cellXfs>';

  it("1.1 is a number of the list under 1, and 6/2026 a month", () => {
    const { groups, tasks } = importTable({
      name: "so.xlsx",
      bytes: workbook([{ name: "Bảng", xml: `<sheetData>${xml}</sheetData>` }], { styles }),
    });
    expect(groups).toMatchObject([{ number: "1", name: "Phát triển dữ liệu" }]);
    expect(tasks[0]).toMatchObject({ number: "1.1", deadline: { kind: "within", to: "2026-06-30" } });
  });
});

describe("progress as a share", () => {
  const read = (...shares: string[]) =>
    importTable(
      {
        name: "b.csv",
        bytes: utf8(
          `STT;Nhiệm vụ;Chủ trì;Tỷ lệ hoàn thành\n${shares.map((share, row) => `${row + 1};Việc ${row};Sở Y tế;${share}`).join("\n")}`,
        ),
      },
      { today: "2026-11-22" },
    ).tasks.map(({ progress }) => progress?.percent);

  it("1 beside fractions is all of it, beside percentages one of a hundred", () => {
    expect(read("0,5", "1", "0")).toEqual([50, 100, 0]);
    expect(read("45", "1", "100")).toEqual([45, 1, 100]);
    expect(read("0,5", "1%")).toEqual([50, 1]);
  });
});

describe("days that no year has", () => {
  it.each(["31/6/2026", "trước 31/4", "ngày 31 tháng 6 năm 2026", "Tháng 13/2026", "Quý V/2026", "30/6/202"])(
    "%s is a fault",
    (text) => {
      expect(csv(`1;Việc;Sở Y tế;${text}\n`).refused).toMatchObject([
        { column: 4, code: "IMPORT_DEADLINE_UNREADABLE" },
      ]);
    },
  );

  it.each(["29/02", "Theo kế hoạch riêng", "Sau khi có Nghị định", "Theo Quyết định số 12/2026/QĐ-TTg"])(
    "%s is none",
    (text) => {
      expect(importTable({ name: "b.csv", bytes: utf8(`${HEADER}1;Việc;Sở Y tế;${text}\n`) }).refused).toEqual([]);
    },
  );
});

describe("old fonts", () => {
  it("cells of TCVN3 or VNI are faults, not tasks in nonsense", () => {
    const { tasks, refused } = csv(
      "1;Rµ so¸t thñ tôc;Sở Nội vụ;\n2;Nhieäm vuï quyù ñaàu;Sở Nội vụ;\n3;Hợp tác với Müller;Sở Y tế;\n",
    );
    expect(refused.map(({ row, code }) => [row, code])).toEqual([
      [2, "IMPORT_TEXT_DAMAGED"],
      [3, "IMPORT_TEXT_DAMAGED"],
    ]);
    expect(tasks.map(({ number }) => number)).toEqual(["3"]);
  });

  it("a header of TCVN3 is told as such", () => {
    const bytes = utf8("STT,NhiÖm vô,C¬ quan chñ tr×\n1,Rµ so¸t,Së Néi vô\n");
    expect(() => importTable({ name: "cu.csv", bytes })).toThrow(
      expect.objectContaining({ code: "IMPORT_HEADER_NOT_FOUND", hint: expect.stringContaining("Unicode") }),
    );
  });
});

describe("cells made to take long", () => {
  const fill = (part: string) => part.repeat(Math.ceil(8_000 / part.length)).slice(0, 8_000);
  /** Far more than it takes: only growth with the square of the length fails. */
  const within = (work: () => void) => {
    const from = performance.now();
    work();
    expect(performance.now() - from).toBeLessThan(4_000);
  };

  it.each(["30/6 ", "t1 ", "2026-27 ", "quý i,ii,", "tháng 4, 5, "])("a hundred deadlines of “%s”", (part) => {
    within(() => {
      for (let count = 0; count < 100; count += 1) parseDeadline(fill(part), { year: 2026 });
    });
  });

  it.each([" ", "Sở A, (", "UBND "])("twenty cells of agencies of “%s”", (part) => {
    within(() => {
      for (let count = 0; count < 20; count += 1) splitAgencies(fill(part));
    });
  });

  it("spaces behind a list of HTML", () => {
    within(() => csv(`1;<ul>${" ".repeat(300_000)};Sở Y tế;\n`));
  });

  it("a table of ever other agencies", () => {
    const tasks = Array.from({ length: 20_000 }, (_, row) => ({
      leadAgency: `Sở Dữ liệu và Hạ tầng số khu vực ${row}`,
      coordinatingAgencies: "",
    }));
    within(() => reviewAgencies(tasks, STANDARD_AGENCIES));
  });
});

describe("a day that no year has, in a programme already", () => {
  const programme = {
    id: "p",
    organisationId: "o",
    title: "Rà soát",
    period: "",
    basis: [],
    revision: 1,
    groups: [],
    targets: [],
    tasks: [
      {
        id: "a0",
        number: "1",
        name: "Việc",
        leadAgency: "Sở Y tế",
        coordinatingAgencies: "",
        output: "",
        deadline: parseDeadline("31/6/2026"),
        basis: "",
        note: "",
        amendmentNote: "",
      },
    ],
  };

  it("comes back as it was exported; changed to another it is a fault", () => {
    const text = new TextDecoder().decode(exportCsv(programme));
    const read = (table: string) => importTable({ name: "b.csv", bytes: utf8(table) });
    expect(read(text)).toMatchObject({ refused: [], tasks: programme.tasks });
    expect(read(text.replace("31/6/2026", "31/9/2026")).refused).toMatchObject([
      { code: "IMPORT_DEADLINE_UNREADABLE" },
    ]);
  });
});
