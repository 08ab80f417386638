import { describe, expect, it } from "vitest";
import { type LaidPage, layout, typeset } from "../../shared/typeset/index.ts";
import {
  pageTexts,
  paragraph,
  run,
  shownLines,
  shownRules,
  table,
  type WordFile,
  wordFile,
} from "../typeset/word-file.ts";

const LEFT = 56.7;

function page(body: string, more: Partial<WordFile> = {}): LaidPage {
  return layout(wordFile({ body, ...more }))[0]!;
}

const fills = (shown: LaidPage): string[] => shown.under.flatMap((op) => (op.kind === "fill" ? [op.color] : []));

/** A table style with formats for its first row, first column and every other row. */
const STYLE = `<w:style w:type="table" w:styleId="Bang"><w:name w:val="Bang"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="111111"/></w:tcPr></w:tblStylePr>
<w:tblStylePr w:type="firstCol"><w:rPr><w:i/></w:rPr></w:tblStylePr>
<w:tblStylePr w:type="band1Horz"><w:tcPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:tcPr></w:tblStylePr></w:style>`;

function styled(look: string, rows = 3): string {
  const row = (at: number): string =>
    `<w:tr>${["a", "b"].map((name) => `<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>${paragraph(`${name}${at}`)}</w:tc>`).join("")}</w:tr>`;
  return `<w:tbl><w:tblPr><w:tblStyle w:val="Bang"/><w:tblW w:w="4000" w:type="dxa"/><w:tblLook ${look}/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>${Array.from({ length: rows }, (_unused, at) => row(at)).join("")}</w:tbl>`;
}

describe("looks of tables", () => {
  it("a table style gives its first row, first column and bands their formats, as far as the look asks for them", () => {
    const texts = (look: string) =>
      page(styled(look), { styles: STYLE }).ops.flatMap((op) =>
        op.kind === "text"
          ? [`${op.text}${op.fitted.style.bold ? "+b" : ""}${op.fitted.style.italic ? "+i" : ""}`]
          : [],
      );
    expect(texts('w:firstRow="1" w:firstColumn="1" w:noHBand="0" w:noVBand="1"')).toEqual([
      "a0+b+i",
      "b0+b",
      "a1+i",
      "b1",
      "a2+i",
      "b2",
    ]);
    expect(texts('w:val="0000"')).toEqual(["a0", "b0", "a1", "b1", "a2", "b2"]);
    expect(fills(page(styled('w:firstRow="1" w:noHBand="0" w:noVBand="1"'), { styles: STYLE }))).toEqual([
      "111111",
      "111111",
      "EEEEEE",
      "EEEEEE",
    ]);
  });

  it("of two borders that meet the wider one is drawn; what a cell says itself goes before the table", () => {
    const wide = '<w:tcBorders><w:right w:val="single" w:sz="24" w:color="FF0000"/></w:tcBorders>';
    const rules = page(table([2000, 2000], [{ cells: ["a", "b"], cellProperties: [wide, ""] }])).ops.filter(
      (op) => op.kind === "line",
    );
    const middle = rules.filter((op) => Math.abs(op.x1 / 20 - LEFT - 100) < 0.1 && op.x1 === op.x2);
    expect(middle.map(({ width, color }) => [width, color])).toEqual([[60, "FF0000"]]);
    const none = '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>';
    expect(
      shownRules(page(table([2000, 2000], [{ cells: ["a", "b"], cellProperties: [none, ""] }]))).filter(
        ([, y1, , y2]) => y1 === y2 && Math.abs(y1! - 56.7) < 0.5,
      ),
    ).toEqual([[LEFT + 100, 56.7, LEFT + 200, 56.7].map((value) => expect.closeTo(value, 0))]);
  });

  it("lines from corner to corner are drawn", () => {
    const lines = '<w:tcBorders><w:tl2br w:val="single" w:sz="4"/><w:tr2bl w:val="single" w:sz="4"/></w:tcBorders>';
    const slanted = shownRules(page(table([2000], [{ cells: ["Nội dung"], cellProperties: [lines] }]))).filter(
      ([x1, y1, x2, y2]) => x1 !== x2 && y1 !== y2,
    );
    expect(slanted.map(([x1, , x2]) => [x1, x2])).toEqual([
      [expect.closeTo(LEFT, 1), expect.closeTo(LEFT + 100, 1)],
      [expect.closeTo(LEFT + 100, 1), expect.closeTo(LEFT, 1)],
    ]);
  });

  it("shading of a cell fills it, that of a merged cell all its rows", () => {
    const grey = '<w:shd w:val="clear" w:fill="DDDDDD"/>';
    const rows = [
      { cells: ["a", "1"], cellProperties: [`<w:vMerge w:val="restart"/>${grey}`, ""] },
      { cells: ["", "2"], cellProperties: ["<w:vMerge/>", ""] },
    ];
    expect(fills(page(table([2000, 2000], rows)))).toEqual(["DDDDDD", "DDDDDD"]);
  });

  it("margins of a cell go before those of its table", () => {
    const own = '<w:tcMar><w:left w:w="600" w:type="dxa"/></w:tcMar>';
    const lines = shownLines(
      page(
        table(
          [3000, 3000],
          [{ cells: ["a", "b"], cellProperties: [own, ""] }],
          '<w:tblCellMar><w:left w:w="200" w:type="dxa"/></w:tblCellMar>',
        ),
      ),
    );
    expect(lines[0]!.x).toBeCloseTo(LEFT + 30, 1);
    expect(
      page(
        table([3000, 3000], [{ cells: ["a", "b"] }], '<w:tblCellMar><w:left w:w="200" w:type="dxa"/></w:tblCellMar>'),
      ).ops.find((op) => op.kind === "text")!.x / 20,
    ).toBeCloseTo(LEFT + 10, 1);
  });

  it("cells merged across in the old way are one", () => {
    const shown = page(
      table(
        [2000, 2000, 2000],
        [
          { cells: ["a", "b", "c"], cellProperties: ['<w:hMerge w:val="restart"/>', "<w:hMerge/>", ""] },
          { cells: ["1", "2", "3"] },
        ],
      ),
    );
    expect(shownLines(shown).map(({ text }) => text)[0]).toMatch(/^a.*c$/);
    const upright = shownRules(shown).filter(
      ([x1, y1, x2]) => x1 === x2 && Math.abs(x1! - LEFT - 100) < 0.1 && y1! < 60,
    );
    expect(upright).toEqual([]);
  });

  it("a table wider than its page is set at its width, with a warning", () => {
    const file = wordFile({ body: table([6000, 6000, 6000], [{ cells: ["a", "b", "c"] }]) });
    expect(
      layout(file)[0]!
        .ops.filter((op) => op.kind === "text")
        .map((op) => Math.round(op.x / 20 - LEFT)),
    ).toEqual([5, 305, 605]);
    expect(typeset(file).warnings.map(({ code, where }) => [code, where])).toEqual([["TOO_WIDE", "bảng 1"]]);
  });

  it("a merged cell goes on upon the next page with what does not fit", () => {
    const long = Array.from({ length: 60 }, (_unused, at) => paragraph(`dòng ${at + 1}`)).join("");
    const rows = [
      { cells: [long, "1"], cellProperties: ['<w:vMerge w:val="restart"/>', ""] },
      { cells: ["", "2"], cellProperties: ["<w:vMerge/>", ""] },
    ];
    const shown = pageTexts(layout(wordFile({ body: table([3000, 3000], rows) })))
      .flat()
      .join(" ");
    for (const at of [1, 30, 60]) expect(shown).toContain(`dòng ${at}`);
  });

  it("space between cells is named in a warning, so is a table that runs from right to left", () => {
    const spaced = wordFile({ body: table([2000], [{ cells: ["a"] }], '<w:tblCellSpacing w:w="60" w:type="dxa"/>') });
    expect(typeset(spaced).warnings.map(({ code }) => code)).toEqual(["CELL_SPACING"]);
    const turned = wordFile({ body: table([2000], [{ cells: ["a"] }], "<w:bidiVisual/>") });
    expect(typeset(turned).warnings.map(({ code }) => code)).toEqual(["RIGHT_TO_LEFT"]);
  });

  it("a bookmark that begins in one cell and ends in another loses no text", () => {
    const start = `<w:p><w:bookmarkStart w:id="1" w:name="vung"/>${run("đầu")}</w:p>`;
    const end = `<w:p>${run("cuối")}<w:bookmarkEnd w:id="1"/></w:p>`;
    expect(pageTexts(layout(wordFile({ body: table([2000, 2000], [{ cells: [start, end] }]) })))[0]!.join()).toMatch(
      /đầu.*cuối/,
    );
  });
});
