import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { typeset } from "../../shared/typeset/index.ts";
import { inDirectory, run as program, wordsOn } from "../signing/outside.ts";
import { type PdfValue, QpdfFile } from "./qpdf-file.ts";
import { checkTags, elements, outline } from "./tag-check.ts";
import { paragraph, run, wordFile } from "./word-file.ts";

const NOW = new Date("2026-11-22T01:02:03Z");
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

/** A Word file with addresses behind relationship ids. */
function linked(
  body: string,
  addresses: Record<string, string> = {},
  file: Partial<Parameters<typeof wordFile>[0]> = {},
) {
  const files = unzipSync(wordFile({ core: "<dc:title>Liên kết</dc:title>", body, ...file }));
  const path = "word/_rels/document.xml.rels";
  const relations = Object.entries(addresses).map(
    ([id, target]) => `<Relationship Id="${id}" Type="${RELATION}" Target="${target}" TargetMode="External"/>`,
  );
  files[path] = strToU8(strFromU8(files[path]!).replace("</Relationships>", `${relations.join("")}</Relationships>`));
  return zipSync(files);
}

/** The link annotations of all pages. */
function linksOf(pdf: Uint8Array): { page: number; annotation: PdfValue; rect: number[] }[] {
  return new QpdfFile(pdf).pages.flatMap((page, index) =>
    page
      .at("/Annots")
      .list.filter((each) => each.at("/Subtype").text === "Link")
      .map((annotation) => ({
        page: index,
        annotation,
        rect: annotation.at("/Rect").list.map((each) => each.number),
      })),
  );
}

const hyperlink = (attributes: string, text: string): string => `<w:hyperlink ${attributes}>${run(text)}</w:hyperlink>`;
const field = (instruction: string, result: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r>` +
  `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const bookmark = (id: number, name: string, text: string): string =>
  `<w:bookmarkStart w:id="${id}" w:name="${name}"/>${run(text)}<w:bookmarkEnd w:id="${id}"/>`;
const PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';

describe("links to the web and to mail", () => {
  it("stand over their words, one area a line, and are elements of the structure", () => {
    const words =
      "trang thông tin điện tử của Ủy ban nhân dân xã Suối Lim, nơi đăng toàn văn kế hoạch và các phụ lục kèm theo";
    const docx = linked(
      paragraph(`${run("Xem ")}${hyperlink('r:id="web" w:tooltip="Trang của xã"', words)}${run(".")}`) +
        paragraph(hyperlink('r:id="mail"', "Gửi thư")),
      { web: "https://suoilim.khaupha.gov.vn/kế-hoạch?so=32&amp;nam=2026", mail: "mailto:vanthu@suoilim.gov.vn" },
    );
    const { pdf, warnings } = typeset(docx, { now: NOW });
    expect(warnings).toEqual([]);
    const { faults, root } = checkTags(pdf);
    expect(faults).toEqual([]);
    expect(outline(root)).toBe("Document(Sect(P(Link) P(Link)))");
    const links = linksOf(pdf);
    expect(links.map(({ annotation }) => annotation.at("/A").at("/URI").text)).toEqual([
      "https://suoilim.khaupha.gov.vn/k%E1%BA%BF-ho%E1%BA%A1ch?so=32&nam=2026",
      "https://suoilim.khaupha.gov.vn/k%E1%BA%BF-ho%E1%BA%A1ch?so=32&nam=2026",
      "mailto:vanthu@suoilim.gov.vn",
    ]);
    expect(links[0]!.annotation.at("/Contents").text).toBe("Trang của xã");
    expect(links[0]!.annotation.at("/F").number).toBe(4);
    expect(links[0]!.annotation.at("/Border").list.map((each) => each.number)).toEqual([0, 0, 0]);
    const [x0, y0, x1, y1] = links[0]!.rect as [number, number, number, number];
    const trang = wordsOn(pdf).find((word) => word.text === "trang")!.rect;
    expect(Math.abs(trang[0] - x0)).toBeLessThan(1);
    expect(x1).toBeLessThanOrEqual(595.3 - 56.7 + 5);
    expect(y1 - y0).toBeGreaterThan(10);
    // The second line lies under the first.
    expect(links[1]!.rect[3]!).toBeLessThan(y1);
    expect(elements(root, "Link")).toHaveLength(2);
  });

  it.each([
    ["javascript", "javascript:alert(1)"],
    ["a file of the reader's machine", "file:///C:/Windows/System32/calc.exe"],
    ["a relative address", "../mat/khau.docx"],
    ["an address without end", `https://a.vn/${"x".repeat(3000)}`],
  ])("%s is not linked to, and said so", (_, address) => {
    const { pdf, warnings } = typeset(linked(paragraph(hyperlink('r:id="x"', "bấm vào đây")), { x: address }), {
      now: NOW,
    });
    expect(linksOf(pdf)).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(["LINK_DROPPED"]);
    expect(checkTags(pdf).faults).toEqual([]);
  });

  it("are read from HYPERLINK fields too", () => {
    const docx = linked(
      paragraph(
        field('HYPERLINK "https://vanban.gov.vn" \\o "Cổng văn bản"', run("vanban.gov.vn")) +
          '<w:fldSimple w:instr="HYPERLINK &quot;mailto:a@b.vn&quot;"><w:r><w:t>a@b.vn</w:t></w:r></w:fldSimple>',
      ),
    );
    const links = linksOf(typeset(docx, { now: NOW }).pdf);
    expect(links.map(({ annotation }) => annotation.at("/A").at("/URI").text)).toEqual([
      "https://vanban.gov.vn/",
      "mailto:a@b.vn",
    ]);
    expect(links[0]!.annotation.at("/Contents").text).toBe("Cổng văn bản");
  });
});

describe("links within the document", () => {
  const docx = linked(
    paragraph("<w:r><w:t>MỤC LỤC</w:t></w:r>") +
      paragraph(
        `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
          `<w:hyperlink w:anchor="_Toc1">${run("I. MỤC ĐÍCH")}<w:r><w:tab/></w:r>${field("PAGEREF _Toc1 \\h", run("2"))}</w:hyperlink>`,
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>',
      ) +
      paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>') +
      paragraph(
        run("Theo ") +
          field("REF muc_tieu \\h", run("mục tiêu")) +
          run(" và ") +
          field("REF muc_tieu", run("không nối")),
      ) +
      paragraph(hyperlink('w:anchor="khong_co"', "chỗ không có")) +
      PAGE_BREAK +
      `<w:bookmarkStart w:id="7" w:name="_Toc1"/>${paragraph("I. MỤC ĐÍCH", '<w:outlineLvl w:val="0"/>')}<w:bookmarkEnd w:id="7"/>` +
      paragraph(`${run("Đạt ")}${bookmark(8, "muc_tieu", "chín mươi phần trăm")}`) +
      paragraph("1. Mục tiêu chung", '<w:outlineLvl w:val="1"/>'),
  );
  const { pdf, anchors } = typeset(docx, { now: NOW });

  it("lead from table of contents, REF and PAGEREF to the place, by name", () => {
    expect(linksOf(pdf).map(({ annotation }) => annotation.at("/Dest").text)).toEqual(["_Toc1", "muc_tieu"]);
    const dests = inDirectory((directory) => {
      const path = join(directory, "a.pdf");
      writeFileSync(path, pdf);
      return program("pdfinfo", ["-dests", path]);
    });
    expect(dests).toMatch(/2 \[ XYZ\s+\d+\s+\d+\s+null\s*\] "_Toc1"/);
    expect(dests).toMatch(/2 \[ XYZ\s+\d+\s+\d+\s+null\s*\] "muc_tieu"/);
    // The second line of page 2: below the margin of 2 cm and one line of 16.1 pt.
    const y = Number(/XYZ\s+\d+\s+(\d+)\s+null\s*\] "muc_tieu"/.exec(dests)![1]);
    expect(Math.abs(y - (841.9 - 56.7 - 16.1))).toBeLessThan(3);
  });

  it("cover the whole entry of a table of contents; what leads nowhere stays text", () => {
    const [entry] = linksOf(pdf);
    expect(entry!.rect[2]! - entry!.rect[0]!).toBeGreaterThan(430);
    const { faults, root } = checkTags(pdf);
    expect(faults).toEqual([]);
    expect(elements(root, "Link")).toHaveLength(2);
    expect(elements(root, "Span")).toHaveLength(1);
  });

  it("are no places for signatures: Word's own bookmarks are not given as anchors", () => {
    expect(anchors.map(({ name }) => name)).toEqual(["muc_tieu"]);
  });

  it("have an outline of the headings beside them", () => {
    const { catalog } = new QpdfFile(pdf);
    const first = catalog.at("/Outlines").at("/First");
    expect(first.at("/Title").text).toBe("I. MỤC ĐÍCH");
    expect(first.at("/First").at("/Title").text).toBe("1. Mục tiêu chung");
  });

  it("work without tags too", () => {
    const plain = typeset(docx, { now: NOW, conformance: "PDF/A-2b" }).pdf;
    expect(linksOf(plain).map(({ annotation }) => annotation.at("/Dest").text)).toEqual(["_Toc1", "muc_tieu"]);
    expect(new QpdfFile(plain).catalog.at("/StructTreeRoot").exists).toBe(false);
  });
});
