import { describe, expect, it } from "vitest";
import { layout } from "../../shared/typeset/index.ts";
import { A4, pageTexts, paragraph, paragraphs, run, shownLines, table, wordFile } from "../typeset/word-file.ts";

/** First line of a paragraph that is `width` twips wide, as Word and as LibreOffice break it. */
function firstLine(text: string, width: number, like: "word" | "libreoffice", properties = ""): string {
  const body = paragraph(run(text, properties), `<w:ind w:right="${9638 - width}"/>`);
  return shownLines(layout(wordFile({ body }), { like })[0]!)[0]!.text;
}

describe("where LibreOffice is known to differ, Word's rule is taken", () => {
  it("slashKeepsWord: a line that is full behind a slash ends after the hyphen before it", () => {
    // "xem theo 57-NQ/T" fits, "W" does not.
    expect(firstLine("xem theo 57-NQ/TW", 2200, "word")).toBe("xem theo 57-");
    expect(firstLine("xem theo 57-NQ/TW", 2200, "libreoffice")).toBe("xem theo");
  });

  it("italicRoom: slanted text may fill its line", () => {
    const text = "về việc triển khai";
    const width = layout(wordFile({ body: paragraph(run(text, "<w:i/>")) }))[0]!.ops.find((op) => op.kind === "text")!;
    const full = Math.ceil(width.kind === "text" ? width.width : 0) + 2;
    expect(firstLine(text, full, "word", "<w:i/>")).toBe(text);
    expect(firstLine(text, full, "libreoffice", "<w:i/>")).toBe("về việc triển");
  });

  it("lineAboveFirstTable: a table that starts the document stands at the top even when there are footnotes", () => {
    const note = '<w:r><w:footnoteReference w:id="1"/></w:r>';
    const docx = wordFile({
      body: table([4000], [{ cells: ["Bảng"] }]) + paragraph(run("Căn cứ") + note),
      footnotes: `<w:footnote w:id="1">${paragraph("Ghi chú")}</w:footnote>`,
    });
    const top = (like: "word" | "libreoffice") => shownLines(layout(docx, { like })[0]!)[0]!.y;
    expect(top("libreoffice") - top("word")).toBeCloseTo(16.1, 1);
  });

  it("rowPartsKeepSpace: a row of which only the space after its last line is too much stays on its page", () => {
    const spaced = (text: string) => paragraph(text, '<w:spacing w:before="0" w:after="200"/>');
    const docx = wordFile({
      body: table([4000], [{ cells: [spaced("một")] }, { cells: [spaced("hai")] }]),
      // Room for the two rows but for the last space.
      section: A4.replace('w:h="16838"', `w:h="${2268 + 2 * 342 + 200}"`),
    });
    expect(pageTexts(layout(docx))).toEqual([["một", "hai"]]);
    expect(pageTexts(layout(docx, { like: "libreoffice" }))).toEqual([["một"], ["hai"]]);
  });

  it("raisedEmptyLine: an empty paragraph is one line high even where its mark is raised", () => {
    const raised = '<w:jc w:val="center"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>';
    const body = paragraph("trên") + paragraph("", raised) + paragraph("dưới");
    const gap = (like: "word" | "libreoffice"): number => {
      const lines = shownLines(layout(wordFile({ body }), { like })[0]!);
      return lines[1]!.y - lines[0]!.y;
    };
    expect(gap("word")).toBeCloseTo(32.2, 1);
    expect(gap("libreoffice")).toBeCloseTo(16.1, 1);
  });

  it("lineUnderNestedTable: the empty paragraph under a table in a cell is a line high", () => {
    const inner = table([2000], [{ cells: ["trong"] }]);
    const body = table([4000], [{ cells: [`${inner}<w:p/>`] }]) + paragraph("sau");
    const y = (like: "word" | "libreoffice"): number => shownLines(layout(wordFile({ body }), { like })[0]!).at(-1)!.y;
    expect(y("word") - y("libreoffice")).toBeCloseTo(16.1, 1);
  });

  it("signLine: a bullet of Symbol makes its line as high as that font, one of Wingdings does not", () => {
    const height = (font: string, like: "word" | "libreoffice"): number => {
      const sign = `<w:r><w:sym w:font="${font}" w:char="F0A7"/></w:r>`;
      const lines = shownLines(layout(wordFile({ body: paragraph(sign) + paragraph("sau") }), { like })[0]!);
      return lines[1]!.y - lines[0]!.y;
    };
    expect(height("Wingdings", "word")).toBeCloseTo(16.1, 0);
    expect(height("Symbol", "libreoffice")).toBeCloseTo(height("Wingdings", "libreoffice"), 2);
  });

  it("floatsStayOnSheet: what text keeps clear of moves up onto its page", () => {
    const box =
      '<w:r><w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>254000</wp:posOffset></wp:positionV><wp:extent cx="5000000" cy="2540000"/><wp:wrapSquare wrapText="bothSides"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr><a:prstGeom prst="rect"/><a:solidFill><a:srgbClr val="DDDDDD"/></a:solidFill></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>';
    const body = paragraphs(43, "dòng") + paragraph(box + run("neo"));
    const bottoms = (like: "word" | "libreoffice"): number[] =>
      layout(wordFile({ body }), { like }).flatMap((page) =>
        page.ops.flatMap((op) => (op.kind === "fill" ? [(op.y + op.height) / 20] : [])),
      );
    expect(Math.max(...bottoms("word"))).toBeLessThanOrEqual(842);
    expect(Math.max(...bottoms("libreoffice"))).toBeGreaterThan(842);
  });
});
