import { describe, expect, it } from "vitest";
import { layout } from "../../shared/typeset/index.ts";
import { pageTexts, paragraph, paragraphs, run, shownRules, wordFile } from "../typeset/word-file.ts";

function tall(lines: number): string {
  return `<w:pgSz w:w="11906" w:h="${2268 + lines * 322 + 20}"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>`;
}

const superscript = '<w:vertAlign w:val="superscript"/>';
const reference = (id: number): string => `<w:r><w:rPr>${superscript}</w:rPr><w:footnoteReference w:id="${id}"/></w:r>`;
const note = (id: number, content: string): string => `<w:footnote w:id="${id}">${content}</w:footnote>`;
const noteText = (text: string): string =>
  `<w:p><w:r><w:rPr>${superscript}</w:rPr><w:footnoteRef/></w:r>${run(` ${text}`)}</w:p>`;

/** Lines of each page without the raised note numbers. */
function texts(file: Parameters<typeof wordFile>[0]): string[][] {
  return pageTexts(layout(wordFile(file))).map((page) =>
    page.filter((line) => !/^\d( \| \d)*$/.test(line)).map((line) => line.trim()),
  );
}

describe("footnotes", () => {
  it("a note stands at the foot of the page of its mark, under a rule of two inches", () => {
    const file = {
      body: paragraph(run("Chỉ tiêu") + reference(1)) + paragraphs(2, "Đoạn"),
      footnotes: note(1, noteText("Số liệu 2025")),
      section: tall(8),
    };
    expect(texts(file)).toEqual([["Chỉ tiêu", "Đoạn 1", "Đoạn 2", "Số liệu 2025"]]);
    const [rule] = shownRules(layout(wordFile(file))[0]!);
    expect(rule![2]! - rule![0]!).toBeCloseTo(144, 1);
  });

  it("notes are numbered in the order of their marks, whatever their ids", () => {
    const body = paragraph(run("Một") + reference(7)) + paragraph(run("Hai") + reference(3));
    const marks = layout(wordFile({ body, footnotes: note(3, noteText("ba")) + note(7, noteText("bảy")) }))[0]!
      .ops.filter((op) => op.kind === "text" && op.fitted.style.vertical === "superscript")
      .map((op) => (op.kind === "text" ? op.text : ""));
    expect(marks).toEqual(["1", "2", "1", "2"]);
  });

  it("a line whose note does not fit any more moves to the next page with it", () => {
    const body = paragraphs(4, "Đoạn") + paragraph(run("Có chú thích") + reference(1));
    expect(texts({ body, footnotes: note(1, noteText("Chú thích")), section: tall(6) })).toEqual([
      ["Đoạn 1", "Đoạn 2", "Đoạn 3", "Đoạn 4"],
      ["Có chú thích", "Chú thích"],
    ]);
  });

  it("a long note goes on at the foot of the next page", () => {
    const long = Array.from({ length: 8 }, (_unused, index) =>
      index === 0 ? noteText("Dòng 1") : paragraph(`Dòng ${index + 1}`),
    ).join("");
    const body = paragraph(run("Mục") + reference(1)) + paragraphs(8, "Đoạn");
    const pages = texts({ body, footnotes: note(1, long), section: tall(8) });
    expect(pages[0]).toContain("Dòng 1");
    expect(pages[0]).toContain("Dòng 6");
    expect(pages[1]).toContain("Dòng 7");
    expect(pages.flat().filter((line) => line.startsWith("Dòng"))).toHaveLength(8);
    expect(pages.flat().filter((line) => line.startsWith("Đoạn"))).toHaveLength(8);
  });
});
