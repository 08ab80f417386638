import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ANCHORS, composePlan, type DocumentDescription, parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { textWidth } from "../../shared/format/index.ts";
import { openPackage, parseXml, textOf, type XmlElement } from "../../shared/opc/index.ts";
import { PLAN } from "./sample.ts";

const PARTY = {
  ...PLAN,
  organisation: { name: "Tỉnh ủy Khâu Phạ", formalName: "Ban Thường vụ Tỉnh ủy" },
  number: "32",
  notation: "KH/TU",
  recipients: ["Ban Bí thư (b/c)", "Các ban đảng tỉnh", "Lưu Văn phòng Tỉnh ủy"],
  signature: { authority: ["T/M Ban Thường vụ"], position: "Phó Bí thư", name: "Giàng A Sùng" },
};

function open(description: DocumentDescription) {
  const { docx } = renderDocx(parseDescription(description));
  const source = openPackage(docx);
  // Every part must be well-formed.
  const parts = new Map(
    source.names.filter((name) => /\.(xml|rels)$/.test(name)).map((name) => [name, parseXml(source.text(name)!, name)]),
  );
  const xml = source.text("word/document.xml")!;
  return { docx, source, xml, document: parts.get("word/document.xml")!, footnotes: parts.get("word/footnotes.xml")! };
}

function all(element: XmlElement, name: string): XmlElement[] {
  const out = element.name === name ? [element] : [];
  for (const node of element.children) if (typeof node !== "string") out.push(...all(node, name));
  return out;
}

/** Texts of all paragraphs, tabs and breaks left out. */
function paragraphs(document: XmlElement): string[] {
  return all(document, "w:p").map((each) => all(each, "w:t").map(textOf).join(""));
}

describe("a plan as a Word file", () => {
  const state = open(composePlan(PLAN));

  it("has the State header, with number and date as the decree writes them", () => {
    const text = paragraphs(state.document);
    for (const line of [
      "TỈNH KHÂU PHẠ",
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      "Độc lập - Tự do - Hạnh phúc",
      "Số: 05/KH-UBND",
      "Suối Lim, ngày 09 tháng 01 năm 2026",
      "KẾ HOẠCH",
      "Nơi nhận:",
      "- Lưu: VT, VP.",
      "TM. ỦY BAN NHÂN DÂN",
      "KT. CHỦ TỊCH",
      "PHÓ CHỦ TỊCH",
      "Lò Thị Mây",
    ]) {
      expect(text).toContain(line);
    }
    expect(text.join("\n")).not.toMatch(/[{}]/);
  });

  it.each(["hd36", "hd05"] as const)("has the Party header under %s", (ruleSet) => {
    const text = paragraphs(open(composePlan({ ...PARTY, ruleSet })).document);
    const end = ruleSet === "hd36" ? "," : ";";
    for (const line of [
      "TỈNH ỦY KHÂU PHẠ",
      "*",
      "ĐẢNG CỘNG SẢN VIỆT NAM",
      "Số 32-KH/TU",
      "-----",
      "I- MỤC ĐÍCH, YÊU CẦU",
      `- Các ban đảng tỉnh${end}`,
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain("Độc lập - Tự do - Hạnh phúc");
    // No superior, so no empty line for one either.
    expect(text[0]).toBe("TỈNH ỦY KHÂU PHẠ");
  });

  it("carries every bookmark that signing needs, each once and closed", () => {
    const blank = open({ ...composePlan(PLAN), number: undefined, date: undefined });
    for (const { document } of [state, blank]) {
      const starts = all(document, "w:bookmarkStart");
      expect(starts.map((each) => each.attributes["w:name"]).sort()).toEqual(Object.values(ANCHORS).sort());
      const ends = all(document, "w:bookmarkEnd").map((each) => each.attributes["w:id"]);
      expect(starts.map((each) => each.attributes["w:id"]).sort()).toEqual(ends.sort());
    }
    expect(paragraphs(blank.document).find((line) => line.startsWith("Số:"))).toMatch(/^Số: \u00a0{6}\/KH-UBND$/);
    expect(paragraphs(blank.document).find((line) => line.startsWith("Suối Lim, ngày"))).toMatch(
      /^Suối Lim, ngày \u00a0+ tháng \u00a0+ năm \u00a0+$/,
    );
  });

  it("prints a year that is known, and then asks for no year", () => {
    const { document } = open({ ...composePlan(PLAN), number: undefined, date: undefined, year: 2026 });
    expect(paragraphs(document).find((line) => line.startsWith("Suối Lim, ngày"))).toMatch(/năm 2026$/);
    expect(all(document, "w:bookmarkStart").map((each) => each.attributes["w:name"])).not.toContain(ANCHORS.year);
  });

  it("puts the plan and its appendix into sections: upright, then landscape with page numbers from 1, none on a first page", () => {
    const sections = all(state.document, "w:sectPr");
    expect(sections).toHaveLength(2);
    const [main, appendix] = sections.map((each) =>
      Object.fromEntries(all(each, "w:pgSz")[0] ? Object.entries(all(each, "w:pgSz")[0]!.attributes) : []),
    );
    expect(main).toEqual({ "w:w": "11906", "w:h": "16838" });
    expect(appendix).toEqual({ "w:w": "16838", "w:h": "11906", "w:orient": "landscape" });
    expect(all(sections[1]!, "w:pgNumType")[0]?.attributes["w:start"]).toBe("1");
    for (const section of sections) {
      expect(all(section, "w:titlePg")).toHaveLength(1);
      expect(all(section, "w:headerReference")).toHaveLength(2);
    }
    expect(textOf(parseXml(state.source.text("word/header1.xml")!))).toContain("PAGE");
  });

  it("repeats the table's header row, spans group rows, merges the same lead agency downwards", () => {
    const table = all(state.document, "w:tbl").find((each) => textOf(each).includes("STT"))!;
    const rows = all(table, "w:tr");
    expect(rows.map((row) => all(row, "w:tblHeader").length)).toEqual([1, 0, 0, 0, 0, 0, 0]);
    const group = all(rows[1]!, "w:tc");
    expect(group.map(textOf)).toEqual(["I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"]);
    expect(all(group[1]!, "w:gridSpan")[0]?.attributes["w:val"]).toBe("5");
    const merges = all(table, "w:vMerge").map((each) => each.attributes["w:val"] ?? "continue");
    expect(merges).toEqual(["restart", "continue"]);
    const grid = all(table, "w:gridCol").reduce((sum, each) => sum + Number(each.attributes["w:w"]), 0);
    expect(grid).toBe(16838 - 1701 - 850);
    expect(all(rows[5]!, "w:tc")[1] && all(all(rows[5]!, "w:tc")[1]!, "w:p")).toHaveLength(3);
  });

  it("keeps rows whole when asked to", () => {
    const { document } = open(composePlan({ ...PLAN, appendix: { keepRowsWhole: true } }));
    const table = all(document, "w:tbl").find((each) => textOf(each).includes("STT"))!;
    for (const row of all(table, "w:tr")) expect(all(row, "w:cantSplit")).toHaveLength(1);
  });

  it("makes real footnotes", () => {
    const references = all(state.document, "w:footnoteReference").map((each) => each.attributes["w:id"]);
    expect(references).toEqual(["1"]);
    const note = all(state.footnotes, "w:footnote").find((each) => each.attributes["w:id"] === "1")!;
    expect(textOf(note).trim()).toBe("Số liệu gốc do Ngân hàng chi nhánh huyện cung cấp ngày 20/12/2025.");
    expect(all(note, "w:i")).toHaveLength(1);
    expect(state.source.text("word/_rels/document.xml.rels")).toContain("footnotes.xml");
    expect(state.source.text("[Content_Types].xml")).toContain("/word/footnotes.xml");
  });

  it("never lets text become XML", () => {
    const nasty = '</w:t></w:r><w:r><w:br w:type="page"/> & "x" {chucVu} {@noiDung} \u0001';
    const { document, xml } = open({
      ...composePlan(PLAN),
      subject: nasty,
      signature: { authority: [], position: nasty, name: nasty },
      recipients: [nasty],
      body: nasty,
      footnotes: undefined,
      appendices: [{ title: "A", table: { columns: [{ header: nasty, width: 1 }], rows: [{ cells: [nasty] }] } }],
    });
    expect(all(document, "w:br").some((each) => each.attributes["w:type"] === "page")).toBe(false);
    expect(paragraphs(document).filter((line) => line.includes("{@noiDung}")).length).toBeGreaterThan(5);
    expect(xml).not.toContain("\u0001");
  });

  it("does not lose a text that a merge would hide", () => {
    const table = {
      columns: [{ header: "Cơ quan", width: 1 }],
      rows: [
        { cells: ["Phòng A"], mergeDown: [true] },
        { cells: ["Phòng A"], mergeDown: [true] },
        { cells: ["Phòng B"] },
      ],
    };
    const { document } = open({
      ...composePlan(PLAN),
      footnotes: undefined,
      body: "Nội dung.",
      appendices: [{ title: "A", table }],
    });
    const drawn = all(document, "w:tbl").at(-1)!;
    expect(all(drawn, "w:tr").map((row) => paragraphs(row))).toEqual([["Cơ quan"], ["Phòng A", "Phòng B"], [""], [""]]);
  });

  it("frames the mark of urgency as the decree wants: 20 mm wide, red", () => {
    const { document } = open({ ...composePlan(PLAN), urgency: "KHẨN" });
    const mark = all(document, "w:p").find((each) => textOf(each) === "KHẨN")!;
    const indent = all(mark, "w:ind")[0]!.attributes;
    const cell = Number(all(all(document, "w:tc")[2]!, "w:tcW")[0]!.attributes["w:w"]);
    expect(((cell - Number(indent["w:left"]) - Number(indent["w:right"])) / 1440) * 25.4).toBeCloseTo(20, 0);
    expect(all(mark, "w:color")[0]?.attributes["w:val"]).toBe("FF0000");
    expect(all(mark, "w:pBdr")).toHaveLength(1);
  });

  it("draws lines under the agency and the subject a third to a half as long as the text", () => {
    const lines = all(state.document, "w:p").filter(
      (each) => all(each, "w:pStyle")[0]?.attributes["w:val"] === "VanthuGach",
    );
    const length = (room: number, line: XmlElement) =>
      room - Number(all(line, "w:ind")[0]!.attributes["w:left"]) - Number(all(line, "w:ind")[0]!.attributes["w:right"]);
    const cells = all(state.document, "w:tc").map((each) => Number(all(each, "w:tcW")[0]!.attributes["w:w"]));
    const share = (line: number, text: string, size: number) => line / 20 / textWidth(text, size, true);
    const [agency, motto, subject] = lines;
    const part = [
      share(length(cells[0]!, agency!), "ỦY BAN NHÂN DÂN", 13),
      share(length(9355, subject!), PLAN.subject, 14),
    ];
    for (const each of part) expect(each > 1 / 3 && each < 1 / 2).toBe(true);
    expect(share(length(cells[1]!, motto!), "Độc lập - Tự do - Hạnh phúc", 14)).toBeCloseTo(1, 2);
  });

  it("keeps the last paragraph with the signature block, and the block on one page", () => {
    const blocks = all(state.document, "w:body")[0]!.children.filter(
      (node): node is XmlElement => typeof node !== "string",
    );
    const at = blocks.findIndex((node) => node.name === "w:tbl" && textOf(node).includes("Nơi nhận:"));
    expect(all(blocks[at]!, "w:cantSplit")).toHaveLength(1);
    for (const before of [blocks[at - 1]!, blocks[at - 2]!]) expect(all(before, "w:keepNext")).toHaveLength(1);
  });

  it("gives no column less room than the longest word of its header", () => {
    const columns = [
      { header: "STT", width: 1 },
      { header: "Nhiệm vụ", width: 99 },
    ];
    const { document } = open({
      ...composePlan(PLAN),
      body: "Nội dung.",
      footnotes: undefined,
      appendices: [{ title: "A", table: { columns, rows: [] } }],
    });
    const [first] = all(all(document, "w:tbl").at(-1)!, "w:gridCol");
    expect(Number(first!.attributes["w:w"]) / 20).toBeGreaterThan(textWidth("STT", 12, true) + 8.5);
  });

  it("gives the same bytes for the same description", () => {
    expect(Buffer.from(renderDocx(composePlan(PLAN)).docx).equals(Buffer.from(state.docx))).toBe(true);
  });
});

describe("other forms", () => {
  const letter: DocumentDescription = {
    ruleSet: "hd05",
    kind: "CV",
    organisation: { superior: "Đảng bộ tỉnh Khâu Phạ", name: "Đảng ủy xã Suối Lim" },
    number: "7",
    notation: "CV/ĐU",
    place: "Suối Lim",
    date: "2026-06-02",
    subject: "rà soát tiến độ",
    addressees: ["Các chi bộ", "Mặt trận Tổ quốc xã"],
    body: "Báo cáo trước ngày 15/6/2026.",
    appendices: [
      { title: "Khung báo cáo", body: "# Kết quả\n\nNêu rõ số liệu." },
      { title: "Danh mục", table: { columns: [{ header: "STT", width: 1 }], rows: [] } },
    ],
    recipients: ["Như trên", "Lưu Văn phòng Đảng ủy"],
    signature: { authority: ["T/M Ban Thường vụ"], position: "Bí thư", name: "Hà Văn Đoàn" },
    urgency: "KHẨN",
  };

  it("a letter has no title; its subject stands under the number, its addressees in a list", () => {
    const text = paragraphs(open(letter).document);
    expect(text.indexOf("về việc rà soát tiến độ")).toBe(text.indexOf("Số 07-CV/ĐU") + 1);
    for (const line of ["Kính gửi:", "- Các chi bộ;", "- Mặt trận Tổ quốc xã.", "KHẨN"]) expect(text).toContain(line);
    expect(text).not.toContain("KẾ HOẠCH");
  });

  it("a letter to one addressee names it on the line of Kính gửi", () => {
    expect(paragraphs(open({ ...letter, addressees: ["Ban Tổ chức Tỉnh ủy"] }).document)).toContain(
      "Kính gửi: Ban Tổ chức Tỉnh ủy",
    );
  });

  it("several appendices are numbered and each counts its own pages", () => {
    const { document } = open(letter);
    const text = paragraphs(document);
    expect(text).toContain("Phụ lục I");
    expect(text).toContain("Phụ lục II");
    const starts = all(document, "w:sectPr").map((each) => all(each, "w:pgNumType")[0]?.attributes["w:start"]);
    expect(starts).toEqual([undefined, "1", "1"]);
  });

  it("an appendix issued as a file of its own has neither header block nor signature", () => {
    const plan = composePlan(PLAN);
    const { document } = open({ ...plan, kind: "PL", body: "", footnotes: undefined, subject: "Danh mục điều chỉnh" });
    const text = paragraphs(document);
    expect(text[0]).toBe("Phụ lục");
    expect(text).not.toContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    expect(text).not.toContain("Lò Thị Mây");
    expect(all(document, "w:sectPr")).toHaveLength(1);
  });
});

describe("opened by LibreOffice", () => {
  it("has the pages, texts and landscape appendix it should have", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "vanthu-docx-"));
    try {
      writeFileSync(path.join(folder, "plan.docx"), renderDocx(composePlan(PLAN)).docx);
      execFileSync(
        "soffice",
        [
          `-env:UserInstallation=file://${folder}/profile`,
          "--headless",
          "--convert-to",
          "pdf",
          "--outdir",
          folder,
          path.join(folder, "plan.docx"),
        ],
        { stdio: "ignore" },
      );
      const pdf = path.join(folder, "plan.pdf");
      expect(readFileSync(pdf).subarray(0, 5).toString()).toBe("%PDF-");
      const info = execFileSync("pdfinfo", ["-l", "9", pdf], { encoding: "utf8" });
      expect(info).toMatch(/Pages:\s+3/);
      expect(info).toMatch(/Page\s+3 size:\s+841\.\d+ x 595/);
      const text = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" });
      expect(text).toContain("Số: 05/KH-UBND");
      expect(text.split("\f")[1]?.trimStart().startsWith("2")).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
