import { describe, expect, it } from "vitest";
import {
  checkDossierCode,
  dossierCode,
  handOverDay,
  isHandedOver,
  keptBackUntilAtMost,
  listTotals,
  METADATA_FIELDS,
  metadataOf,
  metadataXml,
  noticeDay,
  numberDocuments,
  numberList,
  parseRetention,
  readListText,
  requireByHand,
  requireRoom,
  retentionEnd,
  retentionText,
  valueFault,
  writeListText,
} from "../../shared/dossiers/index.ts";
import { parseXml } from "../../shared/opc/index.ts";
import { sampleDossier } from "./sample-dossier.ts";

const TEXT = `# Văn phòng | VP
## Tổng hợp
Chương trình công tác năm | Vĩnh viễn | Bùi Thị Xuân
Lịch làm việc tuần | 5 năm | Bùi Thị Xuân | bản giấy lưu tại phòng
## Quản trị
Sửa chữa trụ sở | 20 năm | Đào Duy Khánh
# Phòng Kinh tế | KT
Quy hoạch vùng trồng mắc ca | Vĩnh viễn | Quàng Thị Lả`;

describe("list of dossiers of a year (Điều 28, Phụ lục V.I)", () => {
  it("numbers dossiers through the whole list, or anew under each large heading", () => {
    const notations = (numbering: "whole" | "heading") =>
      numberList(readListText(TEXT), numbering).flatMap(({ parts }) =>
        parts.flatMap(({ items }) => items.map((one) => one.notation)),
      );
    expect(notations("whole")).toEqual(["01.VP", "02.VP", "03.VP", "04.KT"]);
    expect(notations("heading")).toEqual(["01.VP", "02.VP", "03.VP", "01.KT"]);
  });

  it("counts dossiers kept for good and for a time", () => {
    const headings = numberList(readListText(TEXT), "whole");
    expect(listTotals({ headings })).toEqual({ all: 4, permanent: 2, timed: 2 });
    expect(numberList(readListText(writeListText(headings)), "whole")).toEqual(headings);
  });

  it("refuses a list with every fault named: retention, maker, title, abbreviation", () => {
    const bad = "# Văn phòng | vp\nHồ sơ lạ | lâu dài | \n# Khác | vp\n | 10 năm | Ai";
    const thrown = (() => {
      try {
        numberList(readListText(bad), "whole");
      } catch (error) {
        return error as { code: string; faults: { message: string }[] };
      }
    })();
    expect(thrown?.code).toBe("DOSSIER_LIST");
    expect(thrown?.faults.length).toBeGreaterThanOrEqual(6);
  });
});

describe("code of a dossier (Phụ lục VI Phần II.III.1: 13, 4, 20 characters)", () => {
  it("joins organisation, year and notation", () => {
    expect(dossierCode({ organId: "000.00.00.H98", year: 2026, notation: "01.TCCB" })).toBe(
      "000.00.00.H98.2026.01.TCCB",
    );
    checkDossierCode({ organId: "000.00.00.H98", year: 2026, notation: "01.TCCB" });
  });
  it.each([
    [{ organId: "000.00.00.H98.1", year: 2026, notation: "01.TCCB" }, "organId"],
    [{ organId: "H98", year: 26, notation: "01.TCCB" }, "year"],
    [{ organId: "H98", year: 2026, notation: "01.ABCDEFGHIJKLMNOPQR" }, "notation"],
    [{ organId: "H98", year: 2026, notation: "../01" }, "notation"],
  ])("refuses %j", (code, where) => {
    expect(() => checkDossierCode(code)).toThrow(
      expect.objectContaining({ code: "DOSSIER_CODE", faults: [expect.objectContaining({ where })] }),
    );
  });
});

describe("retention and hand-over (Điều 30, 31; Phụ lục VI Phần I.III.5.b)", () => {
  it("reads for good and definite years only", () => {
    expect(retentionText(parseRetention("vĩnh viễn"))).toBe("Vĩnh viễn");
    expect(retentionText(parseRetention("5 năm"))).toBe("05 năm");
    for (const text of ["lâu dài", "", "0 năm", "900 năm", "tạm thời"])
      expect(() => parseRetention(text)).toThrow(expect.objectContaining({ code: "DOSSIER_RETENTION" }));
  });
  it("is due one year after the business ended, three months after the accounts of a construction", () => {
    expect(handOverDay("2026-11-22", "other")).toBe("2027-11-22");
    expect(handOverDay("2026-11-30", "construction")).toBe("2027-02-28");
  });
  it("gives notice 30 days before, keeps back two years at most", () => {
    expect(noticeDay("2027-11-22")).toBe("2027-10-23");
    expect(keptBackUntilAtMost("2027-11-22")).toBe("2029-11-22");
  });
  it("hands over what is kept five years or longer; for good never ends", () => {
    expect(isHandedOver(parseRetention("05 năm"))).toBe(true);
    expect(isHandedOver(parseRetention("04 năm"))).toBe(false);
    expect(retentionEnd("2026-11-22", parseRetention("10 năm"))).toBe("2036-12-31");
    expect(retentionEnd("2026-11-22", parseRetention("Vĩnh viễn"))).toBeUndefined();
  });
});

describe("documents of a dossier", () => {
  it("are numbered in the order in which they came to be, whatever the order they were put in", () => {
    const { input } = sampleDossier();
    const shuffled = numberDocuments([...input.documents].reverse());
    expect(shuffled.map(({ ordinal, facts, fromPage, toPage }) => [ordinal, facts.symbol, fromPage, toPage])).toEqual([
      [1, "12/KH-UBND", 1, 4],
      [2, "31/KH-UBND", 5, 8],
      [3, "88/KH-UBND", 9, 12],
    ]);
  });
  it("are 999 and 9999 pages at most: DocOrdinal has 3 digits, PageTotal 4", () => {
    const [one] = sampleDossier().input.documents;
    const many = (count: number, pages: number) =>
      Array.from({ length: count }, () => ({ ...one!, facts: { ...one!.facts, pages } }));
    requireRoom(many(999, 10));
    expect(() => requireRoom(many(1000, 1))).toThrow(expect.objectContaining({ code: "DOSSIER_FULL" }));
    expect(() => requireRoom(many(100, 100))).toThrow(expect.objectContaining({ code: "DOSSIER_FULL" }));
  });
});

describe("metadata (Phụ lục VI Phần II)", () => {
  const automatic = (table: "I" | "II" | "III") =>
    METADATA_FIELDS[table].filter((one) => one.automatic).map(({ number }) => number);

  it("has every field of the three tables, with those that III.1.g fills in by itself", () => {
    expect(METADATA_FIELDS.I.length).toBe(23);
    expect(METADATA_FIELDS.II.length).toBe(23);
    expect(METADATA_FIELDS.III.length).toBe(14);
    expect(automatic("I")).toEqual(["1.1", "1.2", "2", "4", "6", "10", "13.1"]);
    expect(automatic("II")).toEqual(["1.1", "1.2", "2", "10", "12", "13"]);
    expect(automatic("III")).toEqual(["1.1", "1.2", "9", "10"]);
  });

  it("checks length and type of every field", () => {
    for (const table of ["I", "II", "III"] as const)
      for (const field of METADATA_FIELDS[table]) {
        if (field.length === undefined || field.type === undefined) continue;
        const good = field.type === "Date" ? "29/02/2028" : "1".repeat(field.length);
        expect(valueFault(field, good), field.name).toBeUndefined();
        expect(valueFault(field, `${good}1`), field.name).toBeDefined();
        if (field.type !== "String") expect(valueFault(field, "hai"), field.name).toBeDefined();
      }
    expect(valueFault(METADATA_FIELDS.III.find(({ number }) => number === "7")!, "30/02/2026")).toBeDefined();
  });

  it("lets people add what the system cannot know, never what it fills in itself", () => {
    requireByHand("I", { "9": "Tiếng Việt", "16": "30/11/2026" }, [{ name: "Số hộp", text: "12" }]);
    expect(() => requireByHand("I", { "4": "15" }, [])).toThrow(expect.objectContaining({ code: "INVALID" }));
    expect(() => requireByHand("I", { "11": "x".repeat(501) }, [])).toThrow(
      expect.objectContaining({ code: "METADATA_LENGTH" }),
    );
  });

  it("is written as XML under the decree's names, a group for each dossier and receiver", () => {
    const metadata = metadataOf(
      "I",
      {
        "1.1": ["H98", "H98"],
        "1.2": ["2026", "2026"],
        "1.3": ["01.VP", "04.KT"],
        "8": "a < b & c",
        "13.2": ["Sở A", "Sở B", "Sở C"],
      },
      [{ name: "Số hộp", text: "12" }],
    );
    const xml = metadataXml(metadata);
    const root = parseXml(xml);
    expect(root.name).toBe("OutgoingDocument");
    expect(xml.match(/<FileCode /g)?.length).toBe(2);
    expect(xml.match(/<To /g)?.length).toBe(3);
    expect(xml).toContain('<Subject field="8">a &lt; b &amp; c</Subject>');
    expect(xml).toContain('<Additional name="Số hộp">12</Additional>');
  });
});
