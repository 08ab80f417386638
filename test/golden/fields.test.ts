import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { A4, pageTexts, paragraph, paragraphs, run, type WordFile, wordFile } from "../typeset/word-file.ts";

/** A field with the result that the file holds; none when it is empty. */
function field(instruction: string, stored = "", begin = ""): string {
  const result = stored === "" ? "" : `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(stored)}`;
  return `<w:r><w:fldChar w:fldCharType="begin"${begin.startsWith("<") ? `>${begin}</w:fldChar>` : `${begin}/>`}</w:r><w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
}

/** Sunday, 22 November 2026, 10:05 in Vietnam. */
const NOW = new Date("2026-11-22T03:05:09Z");
const VIETNAMESE =
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:lang w:val="vi-VN"/></w:rPr></w:style>';
const ENGLISH = VIETNAMESE.replace("vi-VN", "en-US");

function texts(file: WordFile): string[][] {
  return pageTexts(layout(wordFile(file), { now: NOW }));
}

function codes(file: WordFile): string[] {
  return typeset(wordFile(file), { now: NOW }).warnings.map(({ code }) => code);
}

describe("fields", () => {
  it("NUMPAGES in a text box of the body counts all pages", () => {
    const inner = paragraph(run("Trang ") + field("PAGE", "1") + run("/") + field("NUMPAGES", "9"));
    const box = `<w:r><w:pict><v:shape type="#_x0000_t202" style="position:absolute;width:200pt;height:40pt"><v:textbox><w:txbxContent>${inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`;
    expect(texts({ body: paragraph(box) + paragraph("Trang sau", "<w:pageBreakBefore/>") })[0]).toContain("Trang 1/2");
  });

  it("a page number that is no whole one is cut, and half a character is none", () => {
    const half = '<w:r><w:sym w:font="Times New Roman" w:char="D800"/><w:t>AB</w:t></w:r>';
    const body = paragraph(field("PAGE \\* CardText")) + paragraph(half);
    expect(texts({ body, section: `${A4}<w:pgNumType w:start="2.5"/>` })[0]).toEqual(["Two", "AB"]);
  });

  it("PAGE, NUMPAGES and SECTIONPAGES are worked out, in the format that they ask for", () => {
    const shown =
      field("PAGE \\* roman", "9") + run("/") + field("NUMPAGES", "9") + run("/") + field("SECTIONPAGES", "9");
    const body =
      paragraph("Mở đầu", `<w:sectPr>${A4}</w:sectPr>`) +
      paragraph(shown) +
      paragraph("Trang sau", "<w:pageBreakBefore/>");
    expect(texts({ body })[1]).toContain("ii/3/2");
  });

  it("DATE shows the moment the PDF is made, by its picture, in Vietnamese where the text is Vietnamese", () => {
    const body = [
      'DATE \\@ "dd/MM/yyyy"',
      "DATE",
      "DATE \\@ \"'ngày' dd 'tháng' MM 'năm' yyyy\"",
      'DATE \\@ "dddd, d MMMM yyyy"',
      'TIME \\@ "HH:mm"',
      'TIME \\@ "h:mm:ss AM/PM"',
    ]
      .map((instruction) => paragraph(field(instruction, "cũ")))
      .join("");
    expect(texts({ body, styles: VIETNAMESE })[0]).toEqual([
      "22/11/2026",
      "22/11/2026",
      "ngày 22 tháng 11 năm 2026",
      "Chủ Nhật, 22 Tháng Mười Một 2026",
      "10:05",
      "10:05:09 SA",
    ]);
    expect(texts({ body, styles: ENGLISH })[0]!.slice(1, 4)).toEqual([
      "11/22/2026",
      "ngày 22 tháng 11 năm 2026",
      "Sunday, 22 November 2026",
    ]);
  });

  it("equal input and moment give an equal date whatever the clock of the machine is set to", () => {
    const file = { body: paragraph(field("DATE", "cũ")), styles: VIETNAMESE };
    const late = pageTexts(layout(wordFile(file), { now: new Date("2026-12-31T17:00:00Z") }));
    expect(late[0]).toEqual(["01/01/2027"]);
  });

  it("a locked field keeps what the file holds", () => {
    expect(texts({ body: paragraph(field("DATE", "01/02/2020", ' w:fldLock="1"')) })[0]).toEqual(["01/02/2020"]);
  });

  it("CREATEDATE is the stored result, or else the date in the file's properties", () => {
    const core =
      '<dcterms:created xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="dcterms:W3CDTF">2026-03-05T01:00:00Z</dcterms:created>';
    const instruction = 'CREATEDATE \\@ "dd/MM/yyyy"';
    const body = paragraph(field(instruction, "cũ")) + paragraph(field(instruction));
    expect(texts({ body, core })[0]).toEqual(["cũ", "05/03/2026"]);
  });

  it("PAGEREF is worked out anew; without its bookmark the stored number stands", () => {
    const target = `<w:bookmarkStart w:id="1" w:name="phuluc"/>${run("PHỤ LỤC")}<w:bookmarkEnd w:id="1"/>`;
    const body =
      paragraph(run("Xem trang ") + field("PAGEREF phuluc \\h", "9")) +
      paragraph(run("Xem trang ") + field("PAGEREF mat \\h", "8")) +
      paragraph("Giữa", "<w:pageBreakBefore/>") +
      paragraph(target, "<w:pageBreakBefore/>");
    expect(texts({ body })[0]).toEqual(["Xem trang 3", "Xem trang 8"]);
  });

  it("a table of contents is shown as stored, its page numbers too", () => {
    const entry = `${run("I. Mục tiêu")}<w:r><w:tab/></w:r>${field("PAGEREF _Toc1 \\h", "5")}`;
    const contents =
      `<w:p><w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${entry}</w:p>` +
      '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>';
    const heading = paragraph(
      `<w:bookmarkStart w:id="1" w:name="_Toc1"/>${run("I. Mục tiêu")}<w:bookmarkEnd w:id="1"/>`,
    );
    expect(texts({ body: contents + heading })[0]![0]).toMatch(/^I\. Mục tiêu( \| )?\.{20,}5$/);
  });

  it("REF, MERGEFIELD and SEQ show what the file holds, without a warning", () => {
    const body = ["REF so_kh \\h", "MERGEFIELD TenDonVi", "SEQ Bảng"]
      .map((instruction) => paragraph(field(instruction, "đã lưu")))
      .join("");
    expect(texts({ body })[0]).toEqual(["đã lưu", "đã lưu", "đã lưu"]);
    expect(codes({ body })).toEqual([]);
  });

  it("a result that Word would renew is named in a warning, so is a field without one", () => {
    expect(codes({ body: paragraph(field("NUMWORDS", "120")) })).toEqual(["FIELD_CACHED"]);
    expect(codes({ body: paragraph(run("x") + field("AUTONUM")) })).toEqual(["FIELD_EMPTY"]);
  });

  it("entries of an index and variables print nothing and need no warning", () => {
    const body = paragraph(run("Chữ") + field('XE "mục từ"') + field('SET ten "Nam"'));
    expect(texts({ body })[0]).toEqual(["Chữ"]);
    expect(codes({ body })).toEqual([]);
  });

  it("SYMBOL shows its sign, form fields what they are set to", () => {
    const box = '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>';
    const list =
      '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Thường"/><w:listEntry w:val="Hỏa tốc"/></w:ddList></w:ffData>';
    const body =
      paragraph(field("SYMBOL 183 \\f Symbol")) +
      paragraph(field("FORMCHECKBOX", "", box)) +
      paragraph(field("FORMCHECKBOX", "", box.replace("<w:checked/>", ""))) +
      paragraph(field("FORMDROPDOWN", "", list));
    expect(texts({ body })[0]).toEqual(["•", "■", "□", "Hỏa tốc"]);
  });

  it("a field in a field counts only through what it gives the outer one", () => {
    const inner = field("PAGE", "1");
    const body = paragraph(
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>${inner}<w:r><w:instrText> = 1 "đầu" "sau"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run("đầu")}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
    );
    expect(texts({ body: body + paragraphs(2, "dòng") })[0]).toEqual(["đầu", "dòng 1", "dòng 2"]);
  });
});
