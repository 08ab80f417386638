import { describe, expect, it } from "vitest";
import { layout } from "../../shared/typeset/index.ts";
import { A4, pageTexts, paragraph, paragraphs, shownLines, shownRules, table, wordFile } from "../typeset/word-file.ts";

function tall(lines: number): string {
  return `<w:pgSz w:w="11906" w:h="${2268 + lines * 322 + 20}"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>`;
}

const LEFT = 56.7;
const TOP = 56.7;

describe("tables", () => {
  it("a cell's text stands one cell margin (108 twips) inside its border, which stands at the page margin", () => {
    const page = layout(wordFile({ body: table([2000, 3000], [{ cells: ["a", "b"] }]) }))[0]!;
    expect(shownLines(page)[0]!.x).toBeCloseTo(LEFT + 5.4, 2);
    expect(Math.min(...shownRules(page).map((rule) => rule[0]!))).toBeCloseTo(LEFT - 0.25, 1);
  });

  it("in files of Word 2010 and older the text, not the border, stands at the page margin", () => {
    const page = layout(wordFile({ body: table([2000, 3000], [{ cells: ["a", "b"] }]), compatibility: 14 }))[0]!;
    expect(shownLines(page)[0]!.x).toBeCloseTo(LEFT, 2);
  });

  it("an automatic column is as wide as its longest word; the others give the room; a fixed one cuts the word", () => {
    const file = (layoutType: string) =>
      wordFile({
        body: table(
          [900, 5000],
          [{ cells: ["Nghiêngngả", "Rà soát các nhiệm vụ"] }, { cells: ["1", "Công bố"] }],
        ).replace('w:type="fixed"', `w:type="${layoutType}"`),
      });
    const edges = (docx: Uint8Array, like: "word" | "libreoffice" = "word"): number[] => {
      const vertical = shownRules(layout(docx, { like })[0]!).filter((rule) => rule[0] === rule[2]);
      return [...new Set(vertical.map((rule) => Math.round(rule[0]! * 10) / 10))].sort((a, b) => a - b);
    };
    const [left, middle, right] = edges(file("autofit"));
    expect(shownLines(layout(file("autofit"))[0]!)[0]!.text).toBe("Nghiêngngả | Rà soát các nhiệm vụ");
    expect(middle! - left!).toBeGreaterThan(45 + 10);
    expect(right! - left!).toBeCloseTo(295, 0);
    expect(shownLines(layout(file("fixed"))[0]!)[0]!.text).not.toContain("Nghiêngngả");
    const kept = edges(file("autofit"), "libreoffice");
    expect(kept[1]! - kept[0]!).toBeCloseTo(45, 0);
  });

  it("a row is its lines and its upper border high", () => {
    const [first, second] = shownLines(
      layout(wordFile({ body: table([2000], [{ cells: ["a"] }, { cells: ["b"] }]) }))[0]!,
    );
    expect(first!.y).toBeCloseTo(TOP + 0.5 + 13.05, 1);
    expect(second!.y - first!.y).toBeCloseTo(16.6, 2);
  });

  it("a row of at least 40 pt is so high, a row of exactly 10 pt no higher", () => {
    const height = (value: number, rule: string) => `<w:trHeight w:val="${value}" w:hRule="${rule}"/>`;
    const shown = shownLines(
      layout(
        wordFile({
          body: table(
            [2000],
            [
              { cells: ["a"], properties: height(800, "atLeast") },
              { cells: ["b"], properties: height(200, "exact") },
              { cells: ["c"] },
            ],
          ),
        }),
      )[0]!,
    );
    expect(shown[1]!.y - shown[0]!.y).toBeCloseTo(40, 1);
    expect(shown[2]!.y - shown[1]!.y).toBeCloseTo(10, 1);
  });

  it("the header row is repeated on every page", () => {
    const rows = Array.from({ length: 5 }, (_unused, index) => ({ cells: [`Việc ${index + 1}`] }));
    const pages = pageTexts(
      layout(
        wordFile({
          body: table([4000], [{ cells: ["Nhiệm vụ"], properties: "<w:tblHeader/>" }, ...rows]),
          section: tall(4),
        }),
      ),
    );
    expect(pages).toEqual([
      ["Nhiệm vụ", "Việc 1", "Việc 2"],
      ["Nhiệm vụ", "Việc 3", "Việc 4"],
      ["Nhiệm vụ", "Việc 5"],
    ]);
  });

  it("a group row spans all columns", () => {
    const body = table(
      [1000, 3000, 3000],
      [{ cells: ["1", "Nhiệm vụ", "Cơ quan"] }, { cells: ["I. CHỈ ĐẠO"], cellProperties: ['<w:gridSpan w:val="3"/>'] }],
    );
    const page = layout(wordFile({ body }))[0]!;
    // No vertical line crosses the group row.
    const group = shownRules(page).filter((rule) => rule[0] === rule[2] && rule[1]! > TOP + 10);
    expect(group.map((rule) => rule[0])).toEqual([LEFT, LEFT + 350]);
  });

  it("cells merged downwards have no line between them, and the last row grows for their content", () => {
    const merged = (value: string) => [value, ""];
    const body =
      table(
        [2000, 2000],
        [
          { cells: [paragraphs(4, "Chủ trì"), "a"], cellProperties: merged('<w:vMerge w:val="restart"/>') },
          { cells: ["", "b"], cellProperties: merged("<w:vMerge/>") },
        ],
      ) + paragraph("Sau bảng");
    const page = layout(wordFile({ body }))[0]!;
    const middle = shownRules(page).filter((rule) => rule[1] === rule[3] && rule[1]! > TOP + 10 && rule[1]! < TOP + 30);
    expect(middle).toHaveLength(1);
    expect(middle[0]![0]).toBeGreaterThan(LEFT + 90);
    expect(shownLines(page).at(-1)!.y - TOP).toBeCloseTo(4 * 16.1 + 0.5 + 0.5 + 13.05, 0);
  });

  it("a row goes on upon the next page with the lines that did not fit", () => {
    const body = table([4000], [{ cells: ["Đầu"] }, { cells: [paragraphs(6, "Dòng")] }]);
    const pages = pageTexts(layout(wordFile({ body, section: tall(4) })));
    expect(pages).toEqual([
      ["Đầu", "Dòng 1", "Dòng 2", "Dòng 3"],
      ["Dòng 4", "Dòng 5", "Dòng 6"],
    ]);
  });

  it("widow control does not count inside cells", () => {
    const text = "Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai";
    const body = table([4000], [{ cells: ["Đầu"] }, { cells: [text] }]);
    const pages = pageTexts(layout(wordFile({ body, section: tall(2) })));
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
  });

  it("a row that must not be parted moves whole", () => {
    const body = table([4000], [{ cells: ["Đầu"] }, { cells: [paragraphs(3, "Dòng")], properties: "<w:cantSplit/>" }]);
    expect(pageTexts(layout(wordFile({ body, section: tall(3) }))).map((page) => page.length)).toEqual([1, 3]);
  });

  it("a row that must not be parted but is higher than a page is parted all the same", () => {
    const body = table([4000], [{ cells: [paragraphs(9, "Dòng")], properties: "<w:cantSplit/>" }]);
    const pages = pageTexts(layout(wordFile({ body, section: tall(4) })));
    expect(pages.flat()).toEqual(Array.from({ length: 9 }, (_unused, index) => `Dòng ${index + 1}`));
  });

  it("a group row kept with the next does not stay alone at the foot of a page", () => {
    const keep = paragraph("II. DỮ LIỆU", "<w:keepNext/>");
    const body = table([4000], [{ cells: ["1"] }, { cells: ["2"] }, { cells: [keep] }, { cells: ["3"] }]);
    expect(pageTexts(layout(wordFile({ body, section: tall(3) })))).toEqual([
      ["1", "2"],
      ["II. DỮ LIỆU", "3"],
    ]);
  });

  it("text in the middle of a cell is centred in the row's height", () => {
    const body = table(
      [2000, 2000],
      [{ cells: [paragraphs(3, "Dòng"), "giữa"], cellProperties: ["", '<w:vAlign w:val="center"/>'] }],
    );
    const shown = shownLines(layout(wordFile({ body }))[0]!);
    expect(shown.map((line) => line.text)).toEqual(["Dòng 1", "Dòng 2 | giữa", "Dòng 3"]);
  });

  it("a table may stand in the middle of its column", () => {
    const page = layout(
      wordFile({ body: table([2000], [{ cells: ["a"] }], '<w:jc w:val="center"/>'), section: A4 }),
    )[0]!;
    const verticals = shownRules(page)
      .filter((rule) => rule[0] === rule[2])
      .map((rule) => rule[0]!);
    expect((verticals[0]! + verticals[1]!) / 2).toBeCloseTo(595.3 / 2, 1);
  });
});

describe("tables in tables", () => {
  it("a table inside a cell is set within the cell's margins", () => {
    const inner = table([1500, 1500], [{ cells: ["trong 1", "trong 2"] }]);
    const page = layout(
      wordFile({ body: table([6000], [{ cells: [`${paragraph("ngoài")}${inner}${paragraph("cuối")}`] }]) }),
    )[0]!;
    const shown = shownLines(page);
    expect(shown.map((line) => line.text)).toEqual(["ngoài", "trong 1 | trong 2", "cuối"]);
    expect(shown[1]!.x).toBeCloseTo(LEFT + 5.4 + 5.4, 1);
  });
});
