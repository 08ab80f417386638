import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type Conformance, typeset } from "../../shared/typeset/index.ts";
import { throughQpdf } from "../signing/documents.ts";
import { checkTags, elements, outline } from "./tag-check.ts";
import { A4, paragraph, paragraphs, run, table, wordFile } from "./word-file.ts";

const NOW = new Date("2026-11-22T01:02:03Z");

function tagged(body: string, more: Partial<Parameters<typeof wordFile>[0]> = {}, conformance?: Conformance) {
  const docx = wordFile({ core: "<dc:title>Kế hoạch thử</dc:title>", body, ...more });
  return checked(docx, conformance);
}

function checked(docx: Uint8Array, conformance?: Conformance) {
  const { pdf, warnings } = typeset(docx, { now: NOW, conformance });
  const result = checkTags(pdf);
  expect(result.faults).toEqual([]);
  return { pdf, warnings, ...result };
}

const STYLE = (id: string, name: string, more = ""): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${more}</w:style>`;
const IN = (id: string): string => `<w:pStyle w:val="${id}"/>`;
const field = (instruction: string, result: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r>` +
  `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const png = readFileSync(new URL("../../docs/images/phu-luc.png", import.meta.url));
const media = { "media/image1.png": { id: "pic", bytes: png } };
const picture = (properties: string): string =>
  `<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="457200"/>${properties}<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip r:embed="pic"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

describe("Word's own styles", () => {
  // Ids as Word in Vietnamese writes them; the names are the same in every language.
  const styles = STYLE("Mucluc1", "toc 1") + STYLE("Mucluc2", "toc 2") + STYLE("Chuthich", "caption");
  const entry = (level: number, text: string, place: string): string =>
    paragraph(field(`HYPERLINK \\l "${place}"`, `${run(text)}<w:r><w:tab/></w:r>${run("2")}`), IN(`Mucluc${level}`));
  const target = (name: string, text: string): string =>
    paragraph(
      `<w:bookmarkStart w:id="1" w:name="${name}"/>${run(text)}<w:bookmarkEnd w:id="1"/>`,
      '<w:outlineLvl w:val="0"/>',
    );

  it("a table of contents is TOC with an entry for each line, deeper levels within the entry above, each a link", () => {
    const { root } = tagged(
      paragraph("MỤC LỤC") +
        entry(1, "I. Mục đích", "_Toc1") +
        entry(2, "1. Chung", "_Toc1") +
        entry(2, "2. Riêng", "_Toc1") +
        entry(1, "II. Nhiệm vụ", "_Toc2") +
        target("_Toc1", "I. MỤC ĐÍCH") +
        target("_Toc2", "II. NHIỆM VỤ"),
      { styles },
    );
    expect(outline(root)).toBe(
      "Document(Sect(P TOC(TOCI(Reference(Link) TOC(TOCI(Reference(Link)) TOCI(Reference(Link)))) TOCI(Reference(Link))) H1 H1))",
    );
  });

  it("a caption above or below a table is the table's own, first or last in it; that of a picture stands after it", () => {
    const data = table(
      [3000, 3000],
      [{ cells: ["TT", "Việc"], properties: "<w:tblHeader/>" }, { cells: ["1", "Rà soát"] }],
    );
    const { root } = tagged(
      paragraph("Bảng 1. Nhiệm vụ", IN("Chuthich")) +
        data +
        paragraph("Giữa.") +
        data +
        paragraph("Bảng 2. Nhiệm vụ", IN("Chuthich")) +
        paragraph(picture('<wp:docPr id="1" name="a" descr="Sơ đồ"/>')) +
        paragraph("Hình 1. Sơ đồ", IN("Chuthich")) +
        data,
      { styles, media },
    );
    const rows = "THead(TR(TH TH)) TBody(TR(TD TD))";
    expect(outline(root)).toBe(
      `Document(Sect(Table(Caption ${rows}) P Table(${rows} Caption) P(Figure) Caption Table(${rows})))`,
    );
  });
});

describe("heading cells", () => {
  const bold = (text: string): string => paragraph(run(text, "<w:b/>"));
  const look = (value: string): string => `<w:tblStyle w:val="Luoi"/><w:tblLook w:val="${value}"/>`;
  const styled = `<w:style w:type="table" w:styleId="Luoi"><w:name w:val="Lưới"/><w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>`;
  const grid = (properties: string): string =>
    table(
      [3000, 2000, 2000],
      [
        { cells: [bold("Đơn vị"), bold("Quý I"), bold("Quý II")] },
        { cells: ["Xã An Phú", "3", "4"] },
        { cells: ["", "5", "6"] },
      ],
      properties,
    );

  it("of the first column head their rows where the look of the table sets them apart (w:tblLook)", () => {
    const { root } = tagged(grid(look("0480")), { styles: styled });
    expect(outline(elements(root, "Table")[0]!)).toBe("Table(THead(TR(TH TH TH)) TBody(TR(TH TD TD) TR(TD TD TD)))");
    const scopes = elements(root, "TH").map(({ value }) => value.at("/A").at("/Scope").text);
    expect(scopes).toEqual(["Column", "Column", "Column", "Row"]);
    // Not asked for, or asked for of a style that shows nothing of it.
    expect(elements(tagged(grid(look("0400")), { styles: styled }).root, "TH")).toHaveLength(3);
    expect(elements(tagged(grid(look("0480").replace("Luoi", "Khong"))).root, "TH")).toHaveLength(3);
  });

  it("that reach over two rows make both rows headings", () => {
    const { root } = tagged(
      table(
        [1000, 2000, 2000],
        [
          {
            cells: ["TT", "Thời hạn"],
            cellProperties: ['<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'],
            properties: "<w:tblHeader/>",
          },
          { cells: ["", "Từ", "Đến"], cellProperties: ["<w:vMerge/>", "", ""] },
          { cells: ["1", "01/01", "31/3"] },
        ],
      ),
    );
    expect(outline(elements(root, "Table")[0]!)).toBe("Table(THead(TR(TH TH) TR(TH TH)) TBody(TR(TD TD TD)))");
  });
});

describe("what is not the text itself", () => {
  const page = '<w:headerReference w:type="default" r:id="header1"/>';

  it("links in headers lead on from every page; they are one element at the end of the document (ISO 14289-1, 7.8 and 7.18.5)", () => {
    const header = paragraph(field('HYPERLINK "https://suoilim.khaupha.gov.vn/"', run("suoilim.khaupha.gov.vn")));
    for (const conformance of ["PDF/A-2a", "PDF/UA-1"] as const) {
      const { root, file } = tagged(
        paragraphs(90, "Dòng"),
        { parts: { header1: header }, section: page + A4 },
        conformance,
      );
      const links = elements(root, "Link");
      expect(links).toHaveLength(1);
      expect(outline(root)).toMatch(/^Document\(Sect\((P )+P\) P\(Link\)\)$/);
      expect(links[0]!.marked).toBe(0);
      expect(links[0]!.value.at("/Alt").text).toBe("https://suoilim.khaupha.gov.vn/");
      expect(file.pages.length).toBeGreaterThan(1);
      for (const each of file.pages)
        expect(each.at("/Annots").list.map((annotation) => annotation.at("/A").at("/URI").text)).toEqual([
          "https://suoilim.khaupha.gov.vn/",
        ]);
    }
  });

  it("a link in a repeated heading row is one element with an annotation on each page", () => {
    const head = paragraph(field('HYPERLINK "https://suoilim.khaupha.gov.vn/"', run("Việc")));
    const rows = Array.from({ length: 120 }, (_unused, index) => ({ cells: [`${index + 1}`] }));
    const { root, file } = tagged(table([5000], [{ cells: [head], properties: "<w:tblHeader/>" }, ...rows]));
    expect(elements(root, "Link")).toHaveLength(1);
    expect(file.pages.map((each) => each.at("/Annots").list.length)).toEqual(file.pages.map(() => 1));
  });

  it("endnotes are notes, as footnotes are", () => {
    const mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteReference w:id="1"/></w:r>';
    const files = unzipSync(wordFile({ body: paragraph(`${run("Tăng 12%")}${mark}`) + paragraph("Sau.") }));
    const notes = strFromU8(files["word/footnotes.xml"]!)
      .replaceAll("footnote", "endnote")
      .replace(
        "</w:endnotes>",
        `<w:endnote w:id="1">${paragraph(`<w:r><w:endnoteRef/></w:r>${run(" Nguồn: Sở Nội vụ.")}`)}</w:endnote></w:endnotes>`,
      );
    files["word/endnotes.xml"] = strToU8(notes);
    for (const name of ["[Content_Types].xml", "word/_rels/document.xml.rels"])
      files[name] = strToU8(
        strFromU8(files[name]!).replace(
          /<(?:Override|Relationship) [^>]*footnotes[^>]*>/,
          (all) => all + all.replaceAll("footnotes", "endnotes"),
        ),
      );
    const { root } = checked(zipSync(files));
    expect(outline(root)).toBe("Document(Sect(P(Reference) P Note(P)))");
    expect(elements(root, "Note")[0]!.value.at("/ID").text).not.toBe("");
  });

  it("a decorative picture is an artifact, one without a description is named in a warning when PDF/UA is wanted", () => {
    const decorative = `<wp:docPr id="1" name="a"><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr>`;
    const body =
      paragraph(`${picture(decorative)}${run("Trang trí.")}`) + paragraph(picture('<wp:docPr id="2" name="b"/>'));
    const { root, warnings } = tagged(body, { media }, "PDF/UA-1");
    expect(elements(root, "Figure")).toHaveLength(1);
    expect(warnings.filter(({ code }) => code === "IMAGE_UNDESCRIBED").map(({ where }) => where)).toEqual(["đoạn 2"]);
    expect(tagged(body, { media }).warnings).toEqual([]);
  });

  it("characters that no font has are set with one that there is, never with .notdef", () => {
    const { warnings } = tagged(paragraph("Vui \u{1f600} và \u{10ffff} và \ua9c5 và \u0085."));
    expect(warnings.map(({ code }) => code)).toContain("GLYPH_MISSING");
  });
});

describe("the check of the tags itself, of text and furniture", () => {
  const body =
    paragraph("Mở đầu", '<w:outlineLvl w:val="0"/>') +
    paragraph(field('HYPERLINK "https://suoilim.khaupha.gov.vn/"', run("xã")));
  const { pdf } = tagged(body);
  it.each([
    ["a font that is not embedded", /\/FontFile2 /, "/FontFileX ", /not embedded/],
    ["a glyph that means nothing", /(<[0-9A-F]+>) <0078>/, "$1 <FEFF>", /no meaning/],
    ["a meaning in the private range", /(<[0-9A-F]+>) <0078>/, "$1 <E001>", /no meaning/],
    ["a link outside of the structure", /\/StructParent \d+/, "/StructParent 99", /no element|otherwise/],
    ["a link without a description", /\/Contents \(.*\)\n/, "", /no description/],
    ["a title that is not shown", /\/DisplayDocTitle true/, "/DisplayDocTitle false", /title is not shown/],
  ])("finds %s", (_, from, to, fault) => {
    const plain = Buffer.from(throughQpdf(pdf, "--qdf", "--object-streams=disable")).toString("latin1");
    expect(plain).toMatch(from);
    expect(checkTags(Buffer.from(plain.replace(from, to), "latin1")).faults.join("\n")).toMatch(fault);
  });
});
