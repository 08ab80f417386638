import { describe, expect, it } from "vitest";
import { composePlan, parseDescription } from "../../shared/documents/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { PLAN } from "../docx/sample.ts";

const GOOD = composePlan(PLAN);

function faultsOf(json: unknown) {
  try {
    parseDescription(json);
  } catch (error) {
    if (error instanceof VanthuError)
      return (error.faults ?? []).map(({ code, where, message }) => ({ code, where, message }));
    throw error;
  }
  return [];
}

describe("parseDescription", () => {
  it("takes a sound description as it is, also after a trip through JSON", () => {
    expect(parseDescription(JSON.parse(JSON.stringify(GOOD)))).toEqual(GOOD);
  });

  it("names every fault at once, each with its path, in Vietnamese", () => {
    const bad = {
      ...GOOD,
      ruleSet: "nd31",
      place: undefined,
      date: "2026-02-30",
      notation: "KH UBND",
      number: 5,
      mau: "đỏ",
      appendices: [
        { title: "A", table: { columns: [{ header: "STT", width: 0 }], rows: [{ cells: ["1", "2"] }, { o: 1 }] } },
      ],
    };
    const faults = faultsOf(bad);
    const at = (where: string) => faults.find((fault) => fault.where === where)?.message;
    expect(at("ruleSet")).toBe("Giá trị phải là một trong: nd30, hd36, hd05.");
    expect(at("place")).toBe("Thiếu trường này.");
    expect(at("date")).toContain("Ngày phải là ngày có thật");
    expect(at("notation")).toContain("không có dấu cách");
    expect(at("number")).toBe("Giá trị phải là chuỗi.");
    expect(at("mau")).toBe("Không có trường này trong mô tả văn bản.");
    expect(at("appendices[0].table.columns[0].width")).toBe("Giá trị quá nhỏ.");
    expect(at("appendices[0].table.rows[1]")).toContain("group");
    expect(faults.every((fault) => fault.code === "INVALID")).toBe(true);
  });

  it("counts the cells of each row", () => {
    const table = { columns: [{ header: "STT", width: 1 }], rows: [{ cells: ["1", "2"] }] };
    expect(faultsOf({ ...GOOD, appendices: [{ title: "A", table }] })).toContainEqual({
      code: "INVALID",
      where: "appendices[0].table.rows[0].cells",
      message: "Hàng có 2 ô, bảng có 1 cột.",
    });
  });

  it("refuses footnotes that are cited and not given, or given and not cited", () => {
    const json = { ...GOOD, body: "Theo số liệu[^a].", footnotes: { b: "Nguồn." } };
    expect(faultsOf(json)).toEqual([
      {
        code: "FOOTNOTE_MISSING",
        where: "body",
        message: "Có dẫn chú thích [^a] nhưng không có nội dung chú thích này.",
      },
      { code: "FOOTNOTE_UNUSED", where: "footnotes.b", message: "Chú thích không được dẫn ở đâu trong văn bản." },
    ]);
  });

  it.each([null, 5, "x", [], {}])("refuses what is no description at all: %j", (json) => {
    expect(faultsOf(json).length).toBeGreaterThan(0);
  });
});
