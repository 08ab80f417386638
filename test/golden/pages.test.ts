import { describe, expect, it } from "vitest";
import { layout } from "../../shared/typeset/index.ts";
import { A4, pageTexts, paragraph, paragraphs, run, shownLines, wordFile } from "../typeset/word-file.ts";

/** A page whose body takes so many natural lines of 14 pt (322 twips each), 20 twips to spare. */
function tall(lines: number): string {
  return `<w:pgSz w:w="11906" w:h="${2268 + lines * 322 + 20}"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>`;
}

const LONG =
  "Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai mười ba mười bốn mười lăm mười sáu mười bảy mười tám mười chín hai mươi ";

describe("pages", () => {
  it("space before is dropped at the top of a page after an automatic break", () => {
    const spacing = '<w:spacing w:before="322"/>';
    const pages = layout(wordFile({ body: paragraphs(5, "Đoạn", spacing), section: tall(6) }));
    expect(pages.map((page) => shownLines(page).length)).toEqual([3, 2]);
    expect(shownLines(pages[1]!)[0]!.y).toBeCloseTo(56.7 + 13.05, 1);
  });

  it("space before is kept at the start of the document and after a forced break", () => {
    const spacing = '<w:spacing w:before="400"/>';
    const pages = layout(
      wordFile({
        body: paragraph(`${run("Một")}<w:r><w:br w:type="page"/></w:r>`, spacing) + paragraph("Hai", spacing),
      }),
    );
    expect(pages.map((page) => shownLines(page)[0]!.y)).toEqual(
      [56.7 + 20 + 13.05, 56.7 + 20 + 13.05].map((y) => expect.closeTo(y, 1)),
    );
  });

  it("a page break at the end of a paragraph leaves no empty line on the next page", () => {
    const pages = layout(
      wordFile({ body: paragraph(`${run("Một")}<w:r><w:br w:type="page"/></w:r>`) + paragraph("Hai") }),
    );
    expect(pageTexts(pages)).toEqual([["Một"], ["Hai"]]);
    expect(shownLines(pages[1]!)[0]!.y).toBeCloseTo(56.7 + 13.05, 1);
  });

  it("no paragraph leaves its first line alone at the foot of a page", () => {
    const pages = pageTexts(
      layout(wordFile({ body: paragraphs(4, "Đoạn") + paragraph(LONG.repeat(2)), section: tall(5) })),
    );
    expect(pages[0]).toEqual(["Đoạn 1", "Đoạn 2", "Đoạn 3", "Đoạn 4"]);
  });

  it("no paragraph leaves its last line alone at the head of a page", () => {
    const text = LONG.repeat(2);
    const lines = pageTexts(layout(wordFile({ body: paragraph(text) })))[0]!.length;
    const pages = pageTexts(
      layout(wordFile({ body: paragraphs(2, "Đoạn") + paragraph(text), section: tall(2 + lines - 1) })),
    );
    expect(pages[1]).toHaveLength(2);
  });

  it("with widow control off a single line may stand alone", () => {
    const off = '<w:widowControl w:val="0"/>';
    const pages = pageTexts(
      layout(wordFile({ body: paragraphs(4, "Đoạn") + paragraph(LONG.repeat(2), off), section: tall(5) })),
    );
    expect(pages[0]).toHaveLength(5);
  });

  it("a heading kept with the next moves with the first two lines of what follows", () => {
    const body = paragraphs(3, "Đoạn") + paragraph("Đề mục", "<w:keepNext/>") + paragraph(LONG.repeat(2));
    const pages = pageTexts(layout(wordFile({ body, section: tall(5) })));
    expect(pages[0]).toEqual(["Đoạn 1", "Đoạn 2", "Đoạn 3"]);
    expect(pages[1]![0]).toBe("Đề mục");
  });

  it("a chain of headings moves as a whole", () => {
    const body = paragraphs(3, "Đoạn") + paragraphs(2, "Đề mục", "<w:keepNext/>") + paragraph("Nội dung");
    const pages = pageTexts(layout(wordFile({ body, section: tall(5) })));
    expect(pages).toEqual([
      ["Đoạn 1", "Đoạn 2", "Đoạn 3"],
      ["Đề mục 1", "Đề mục 2", "Nội dung"],
    ]);
  });

  it("a paragraph with its lines kept together is not parted", () => {
    const body = paragraphs(3, "Đoạn") + paragraph(LONG.repeat(2), "<w:keepLines/>");
    expect(pageTexts(layout(wordFile({ body, section: tall(5) })))[0]).toHaveLength(3);
  });

  it("page-break-before starts a page, but not two at the start", () => {
    const body = paragraph("Một", "<w:pageBreakBefore/>") + paragraph("Hai", "<w:pageBreakBefore/>");
    expect(pageTexts(layout(wordFile({ body })))).toEqual([["Một"], ["Hai"]]);
  });

  it("the extra of a wide line spacing may hang over the foot of the page", () => {
    // Ten lines of 1.15 spacing need 3700 twips, but the last one only its natural 322.
    const spacing = '<w:spacing w:line="276" w:lineRule="auto"/>';
    const section = `<w:pgSz w:w="11906" w:h="${2268 + 3700 - 40}"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>`;
    expect(layout(wordFile({ body: paragraphs(10, "Đoạn", spacing), section }))).toHaveLength(1);
  });

  const field = (name: string): string =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

  it("the page number stands in the header from page 2 on when the first page has its own", () => {
    const body = paragraphs(3, "Đoạn", "<w:pageBreakBefore/>");
    const section = `<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>${A4}<w:titlePg/>`;
    const parts = {
      header1: paragraph(`${field("PAGE")}${run("/")}${field("NUMPAGES")}`, '<w:jc w:val="center"/>'),
      header2: paragraph(""),
    };
    expect(pageTexts(layout(wordFile({ body, section, parts })))).toEqual([
      ["Đoạn 1"],
      ["2/3", "Đoạn 2"],
      ["3/3", "Đoạn 3"],
    ]);
  });

  it("even pages have their own header when the settings say so", () => {
    const section = `<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="even" r:id="header2"/>${A4}`;
    const parts = { header1: paragraph("lẻ"), header2: paragraph("chẵn") };
    const pages = pageTexts(
      layout(
        wordFile({
          body: paragraphs(3, "Đoạn", "<w:pageBreakBefore/>"),
          section,
          parts,
          settings: "<w:evenAndOddHeaders/>",
        }),
      ),
    );
    expect(pages.map((page) => page[0])).toEqual(["lẻ", "chẵn", "lẻ"]);
  });

  it("a header higher than the top margin pushes the text down", () => {
    const section = `<w:headerReference w:type="default" r:id="header1"/>${A4}`;
    const page = layout(
      wordFile({ body: paragraph("Nội dung"), section, parts: { header1: paragraphs(5, "Đầu trang") } }),
    )[0]!;
    expect(shownLines(page).at(-1)!.y).toBeCloseTo(28.35 + 5 * 16.1 + 13.05, 1);
  });

  it("a landscape section turns the page, keeps the header, and numbers its pages anew", () => {
    const first = `<w:headerReference w:type="default" r:id="header1"/>${A4}`;
    const second =
      '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/><w:pgNumType w:start="1"/>';
    const body = paragraph("Kế hoạch") + paragraph("Hết", `<w:sectPr>${first}</w:sectPr>`) + paragraph("Phụ lục");
    const pages = layout(wordFile({ body, section: second, parts: { header1: paragraph(field("PAGE")) } }));
    expect(pages.map((page) => [page.width, page.height])).toEqual([
      [11906, 16838],
      [16838, 11906],
    ]);
    expect(pageTexts(pages)).toEqual([
      ["1", "Kế hoạch", "Hết"],
      ["1", "Phụ lục"],
    ]);
  });

  it("a continuous section goes on upon the same page", () => {
    const body = paragraph("Một", `<w:sectPr>${A4}</w:sectPr>`) + paragraph("Hai");
    expect(pageTexts(layout(wordFile({ body, section: `<w:type w:val="continuous"/>${A4}` })))).toEqual([
      ["Một", "Hai"],
    ]);
  });

  it("deleted text is left out and inserted text kept", () => {
    const body = `<w:p>${run("Giữ ")}<w:del w:id="1"><w:r><w:delText>bỏ </w:delText></w:r></w:del><w:ins w:id="2">${run("thêm")}</w:ins></w:p>`;
    expect(pageTexts(layout(wordFile({ body })))).toEqual([["Giữ thêm"]]);
  });
});
