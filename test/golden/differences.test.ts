import { describe, expect, it } from "vitest";
import { layout } from "../../shared/typeset/index.ts";
import { A4, pageTexts, paragraph, run, shownLines, table, wordFile } from "../typeset/word-file.ts";

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
});
