import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { SAMPLE_LETTER, SAMPLE_PARTY_PLAN } from "../../samples/plan.ts";
import { parseDescription } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { appendixOf, planOf, programmeOf } from "../bench/inputs.ts";
import { throughQpdf } from "../signing/documents.ts";
import { inDirectory, run as program, qpdfCheck } from "../signing/outside.ts";
import { checkTags, elements, outline } from "./tag-check.ts";
import { paragraph, paragraphs, run, table, wordFile } from "./word-file.ts";

const NOW = new Date("2026-11-22T01:02:03Z");
const HEADING = (level: number): string => `<w:outlineLvl w:val="${level}"/>`;
const ITEM = (level: number, id = 1): string => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${id}"/></w:numPr>`;
const NUMBERING =
  `<w:abstractNum w:abstractNumId="1">` +
  `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>` +
  `<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>` +
  `<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`;
const FOOTNOTE = `<w:footnote w:id="1">${paragraph('<w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Theo số liệu của Sở Nội vụ.</w:t></w:r>')}</w:footnote>`;
const NOTE_MARK = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>';

function tagged(body: string, more: Partial<Parameters<typeof wordFile>[0]> = {}) {
  const { pdf } = typeset(
    wordFile({ core: "<dc:title>Kế hoạch thử</dc:title>", body, numbering: NUMBERING, footnotes: FOOTNOTE, ...more }),
    { now: NOW },
  );
  const checked = checkTags(pdf);
  expect(checked.faults).toEqual([]);
  return { pdf, ...checked };
}

/** Words as poppler reads them along the structure tree. */
function wordsInReadingOrder(pdf: Uint8Array): string[] {
  return inDirectory((directory) => {
    const path = join(directory, "a.pdf");
    writeFileSync(path, pdf);
    const lines = program("pdfinfo", ["-enc", "UTF-8", "-struct-text", path]).split("\n");
    return lines
      .map((line) => /^\s*"(.*)"$/.exec(line)?.[1] ?? " ")
      .join("")
      .split(/\s+/)
      .filter(Boolean);
  });
}

function wordsOnPages(pdf: Uint8Array): string[] {
  return inDirectory((directory) => {
    const path = join(directory, "a.pdf");
    writeFileSync(path, pdf);
    return program("pdftotext", ["-enc", "UTF-8", path, "-"]).split(/\s+/).filter(Boolean);
  });
}

describe("the structure of a PDF", () => {
  it("has headings, paragraphs and sections in the order of the document", () => {
    const { root } = tagged(
      paragraph("I. MỤC ĐÍCH", HEADING(0)) +
        paragraph("Đẩy mạnh cải cách.") +
        paragraph("") +
        paragraph("1. Chung", HEADING(2)) +
        paragraph("Nội dung.") +
        paragraph("II. NHIỆM VỤ", HEADING(0)),
    );
    // Level 3 under level 1 is the second level: none may be skipped.
    expect(outline(root)).toBe("Document(Sect(H1 P H2 P H1))");
  });

  it("has numbered paragraphs as lists with labels, deeper ones within their item", () => {
    const { root } = tagged(
      paragraph("Sở Nội vụ", ITEM(0)) +
        paragraph("hướng dẫn", ITEM(1)) +
        paragraph("kiểm tra", ITEM(1)) +
        paragraph("Sở Tài chính", ITEM(0)) +
        paragraph("Hết danh sách."),
    );
    expect(outline(root)).toBe("Document(Sect(L(LI(Lbl LBody(L(LI(Lbl LBody) LI(Lbl LBody)))) LI(Lbl LBody)) P))");
    const [outer, inner] = elements(root, "L");
    expect(outer!.value.at("/A").at("/ListNumbering").text).toBe("Decimal");
    expect(inner!.value.at("/A").at("/ListNumbering").text).toBe("LowerAlpha");
  });

  it("has the header row of a table as column headings, and spans of cells", () => {
    const { root } = tagged(
      table(
        [2000, 3000, 3000],
        [
          { cells: ["TT", "Nhiệm vụ", "Đơn vị"], properties: "<w:tblHeader/>" },
          { cells: ["Mục I. Cải cách"], cellProperties: ['<w:gridSpan w:val="3"/>'] },
          { cells: ["1", "Rà soát", "Sở Nội vụ"], cellProperties: ["", "", '<w:vMerge w:val="restart"/>'] },
          { cells: ["2", "Công bố", ""], cellProperties: ["", "", "<w:vMerge/>"] },
          { cells: ["3", ""], cellProperties: ["", ""], properties: '<w:gridAfter w:val="1"/>' },
        ],
      ),
    );
    expect(outline(elements(root, "Table")[0]!)).toBe(
      "Table(THead(TR(TH TH TH)) TBody(TR(TD) TR(TD TD TD) TR(TD TD) TR(TD TD TD)))",
    );
    const cells = elements(root, "TD");
    expect(cells[0]!.value.at("/A").at("/ColSpan").number).toBe(3);
    expect(cells[3]!.value.at("/A").at("/RowSpan").number).toBe(2);
  });

  it("does not call a table what only sets text side by side", () => {
    const borderless = table(
      [4000, 4000],
      [{ cells: ["UBND XÃ SUỐI LIM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] }],
    ).replace(/w:val="single"/g, 'w:val="none"');
    const { root } = tagged(borderless + paragraph("Văn bản."));
    expect(outline(root)).toBe("Document(Sect(Div(P P) P))");
  });

  it("reads a footnote after its paragraph, with reference and label", () => {
    const { root, pdf } = tagged(
      paragraph(`${run("Tăng 12%")}${NOTE_MARK}${run(" so với năm trước.")}`) + paragraph("Đoạn sau."),
    );
    expect(outline(root)).toBe("Document(Sect(P(Reference) Note(Lbl P) P))");
    expect(wordsInReadingOrder(pdf).join(" ")).toBe(
      "Tăng 12% 1 so với năm trước. 1 Theo số liệu của Sở Nội vụ. Đoạn sau.",
    );
  });

  it("reads a text box where it is anchored and keeps words apart that a tab or line break parts", () => {
    const box =
      `<w:r><w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="column"><wp:posOffset>3000000</wp:posOffset></wp:positionH>` +
      `<wp:positionV relativeFrom="paragraph"><wp:posOffset>100000</wp:posOffset></wp:positionV><wp:extent cx="1500000" cy="500000"/><wp:wrapNone/>` +
      `<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr><a:prstGeom prst="rect"/></wps:spPr>` +
      `<wps:txbx><w:txbxContent>${paragraph("HỎA TỐC")}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`;
    const { root, pdf } = tagged(
      paragraph(`${run("Nơi nhận:")}${box}`) +
        paragraph("<w:r><w:t>Số</w:t><w:tab/><w:t>Ngày</w:t><w:br/><w:t>tháng</w:t></w:r>") +
        paragraph("Cuối."),
    );
    expect(outline(root)).toBe("Document(Sect(P Div(P) P P))");
    expect(wordsInReadingOrder(pdf).join(" ")).toBe("Nơi nhận: HỎA TỐC Số Ngày tháng Cuối.");
  });

  it("keeps one element for a paragraph or a row that goes on over pages, and the repeated header out of the text", () => {
    const long = Array.from({ length: 420 }, (_, index) => `chữ${index}`).join(" ");
    const rows = [
      { cells: ["Cột một", "Cột hai"], properties: "<w:tblHeader/>" },
      { cells: [paragraphs(40, "Dòng"), long] },
      { cells: ["a", "b"] },
    ];
    const { root, pdf } = tagged(paragraph(long) + table([4000, 5000], rows), {
      parts: { header1: paragraph("Đầu trang") },
      section:
        '<w:headerReference w:type="default" r:id="header1"/><w:pgSz w:w="11906" w:h="6000"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>',
    });
    expect(elements(root, "Table")).toHaveLength(1);
    expect(elements(root, "TH")).toHaveLength(2);
    const split = elements(root, "TD")[1]!;
    expect(split.marked).toBeGreaterThan(1);
    const words = wordsInReadingOrder(pdf);
    expect(words.filter((word) => word === "Cột")).toHaveLength(2);
    expect(words.filter((word) => word === "Đầu")).toHaveLength(0);
    expect(wordsOnPages(pdf).filter((word) => word === "Cột").length).toBeGreaterThan(2);
    expect(words.filter((word) => word.startsWith("chữ"))).toEqual([...long.split(" "), ...long.split(" ")]);
  });

  it("has a picture as a figure with its box and alternative text", () => {
    const png = readFileSync(new URL("../../docs/images/phu-luc.png", import.meta.url));
    const drawing = `<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="457200"/><wp:docPr id="1" name="Hình 1" descr="Sơ đồ tổ chức của xã"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="pic"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
    const { root } = tagged(paragraph(drawing), { media: { "media/image1.png": { id: "pic", bytes: png } } });
    const [figure] = elements(root, "Figure");
    expect(figure!.value.at("/Alt").text).toBe("Sơ đồ tổ chức của xã");
    const box = figure!.value
      .at("/A")
      .at("/BBox")
      .list.map((each) => each.number);
    expect([box[2]! - box[0]!, box[3]! - box[1]!].map(Math.round)).toEqual([72, 36]);
  });
});

describe("documents of our own", () => {
  const own: Record<string, () => Uint8Array> = {
    letter: () => renderDocx(SAMPLE_LETTER).docx,
    "party plan": () => renderDocx(parseDescription(SAMPLE_PARTY_PLAN)).docx,
    "plan with an appendix": () => renderDocx(planOf(programmeOf(5))).docx,
  };

  it.each(Object.keys(own))("%s: tags without fault, and every word of the pages in the structure", (name) => {
    const docx = own[name]!();
    const { pdf } = typeset(docx, { now: NOW, conformance: "PDF/UA-1" });
    qpdfCheck(pdf);
    expect(checkTags(pdf).faults).toEqual([]);
    const spoken = wordsInReadingOrder(pdf);
    const letters = (words: string[]): string => [...words.join("")].sort().join("");
    // On the pages there is more: page numbers and repeated header rows. A hyphen at a line's end is not given by pdftotext.
    const shown = new Map<string, number>();
    for (const letter of letters(wordsOnPages(pdf))) shown.set(letter, (shown.get(letter) ?? 0) + 1);
    for (const letter of letters(spoken)) shown.set(letter, (shown.get(letter) ?? 0) - 1);
    expect([...shown].filter(([letter, count]) => count < 0 && letter !== "-")).toEqual([]);
    // In the order of the Word file.
    const text = strFromU8(unzipSync(docx)["word/document.xml"]!);
    const written = [...text.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1]).join("");
    const plain = (value: string): string => value.replace(/&amp;/g, "&").replace(/[\s\u2060]+/g, "");
    const read = spoken.join("");
    expect(read.length).toBeGreaterThanOrEqual(plain(written).length);
    if (!text.includes("w:footnoteReference")) expect(read).toBe(plain(written));
  });

  it("a long table costs at most twice the bytes with its tags", () => {
    const docx = appendixOf(400);
    const with_ = typeset(docx, { now: NOW });
    const without = typeset(docx, { now: NOW, conformance: "PDF/A-2b" });
    expect(checkTags(with_.pdf).faults).toEqual([]);
    expect(with_.pages).toBe(without.pages);
    expect(with_.pdf.length / without.pdf.length).toBeLessThan(2);
  });
});

describe("the check of the tags itself", () => {
  const { pdf } = typeset(
    wordFile({
      core: "<dc:title>Bảng</dc:title>",
      body:
        paragraph("Mở đầu", HEADING(0)) +
        table([2000, 3000], [{ cells: ["TT", "Việc"], properties: "<w:tblHeader/>" }, { cells: ["1", "Rà soát"] }]),
    }),
    { now: NOW },
  );
  /** The file with its objects in plain sight, one piece of it changed, and mended by qpdf. */
  function changed(from: RegExp, to: string): Uint8Array {
    const plain = Buffer.from(throughQpdf(pdf, "--qdf", "--object-streams=disable")).toString("latin1");
    expect(from.test(plain)).toBe(true);
    return Buffer.from(plain.replace(from, to), "latin1");
  }

  it.each([
    ["a heading cell without scope", /\/Scope \/Column/, "/Skope /Column", /no scope/],
    ["a level left out", /\/S \/H1/, "/S /H3", /H3 after H0|tagged H1/],
    ["content of no element", /\/K 0(\s)/, "/K 7$1", /of no element|not there/],
    ["an artifact without its mark", /\/Artifact <<|\/Artifact<</, "/Other<<", /no MCID/],
    ["a text that is not marked", /EMC/, "EMC\nBT () Tj ET\n", /neither tagged nor an artifact/],
    ["no language", /\/Lang \(vi-VN\)/, "/Long (vi-VN)", /no language/],
    ["an element under another parent", /\/P \d+ 0 R\n(\s+\/Pg \d+ 0 R\n\s+)\/S \/TD/, "/P 1 0 R\n$1/S /TD", /parent/],
  ])("finds %s", (_, from, to, fault) => {
    expect(checkTags(changed(from, to)).faults.join("\n")).toMatch(fault);
  });

  it("finds a file without tags", () => {
    const untagged = typeset(wordFile({ body: paragraph("Chữ") }), { now: NOW, conformance: "PDF/A-2b" });
    expect(checkTags(untagged.pdf).faults.length).toBeGreaterThan(2);
  });
});
