import { describe, expect, it } from "vitest";
import { type LaidPage, layout, typeset } from "../../shared/typeset/index.ts";
import { paragraph, run, shownLines, shownRules, type WordFile, wordFile } from "../typeset/word-file.ts";

const LEFT = 56.7;
const RIGHT = 595.3 - 56.7;
const LONG = "Thành phố triển khai kế hoạch cải cách hành chính gắn với chuyển đổi số toàn diện. ".repeat(3);

function page(body: string, more: Partial<WordFile> = {}): LaidPage {
  return layout(wordFile({ body, ...more }))[0]!;
}

const TAB = "<w:r><w:tab/></w:r>";

describe("formatting of paragraphs", () => {
  it("text stands at the left, in the middle, at the right, at both edges, and is spread out to the last line", () => {
    const lines = (value: string, text: string) => shownLines(page(paragraph(text, `<w:jc w:val="${value}"/>`)));
    expect(lines("left", "chữ")[0]!.x).toBeCloseTo(LEFT, 1);
    const middle = lines("center", "chữ")[0]!;
    expect((middle.x + middle.right) / 2).toBeCloseTo((LEFT + RIGHT) / 2, 1);
    expect(lines("right", "chữ")[0]!.right).toBeCloseTo(RIGHT, 1);
    expect(lines("both", LONG)[0]!.right).toBeCloseTo(RIGHT, 1);
    expect(lines("both", LONG).at(-1)!.right).toBeLessThan(RIGHT - 5);
    expect(lines("distribute", "hai chữ")[0]!.right).toBeCloseTo(RIGHT, 1);
  });

  it("a paragraph that runs from right to left stands at the right, its indents mirrored", () => {
    const line = shownLines(page(paragraph("chữ", '<w:bidi/><w:ind w:left="720"/>')))[0]!;
    expect(line.right).toBeCloseTo(RIGHT - 36, 1);
  });

  it("indents to the left, to the right, of the first line and hanging are kept, negative ones too", () => {
    const lines = (indent: string) => shownLines(page(paragraph(LONG, `<w:ind ${indent}/><w:jc w:val="both"/>`)));
    const both = lines('w:left="720" w:right="1440" w:firstLine="360"');
    expect([both[0]!.x, both[1]!.x, both[1]!.right]).toEqual(
      [LEFT + 54, LEFT + 36, RIGHT - 72].map((value) => expect.closeTo(value, 1)),
    );
    const hanging = lines('w:left="720" w:hanging="360"');
    expect([hanging[0]!.x, hanging[1]!.x]).toEqual([LEFT + 18, LEFT + 36].map((value) => expect.closeTo(value, 1)));
    expect(lines('w:left="-284"')[1]!.x).toBeCloseTo(LEFT - 14.2, 1);
    expect(lines('w:start="720"')[1]!.x).toBeCloseTo(LEFT + 36, 1);
  });

  it("automatic space before and after is 14 pt, whatever stands beside it", () => {
    const auto = '<w:spacing w:before="60" w:beforeAutospacing="1" w:after="60" w:afterAutospacing="1"/>';
    const lines = shownLines(page(paragraph("a") + paragraph("b", auto) + paragraph("c")));
    expect(lines[1]!.y - lines[0]!.y).toBeCloseTo(16.1 + 14, 1);
    expect(lines[2]!.y - lines[1]!.y).toBeCloseTo(16.1 + 14, 1);
  });

  it("a border round neighbours is one box; shading fills it; a line between them only where one is set", () => {
    const edge = (name: string): string => `<w:${name} w:val="single" w:sz="8" w:space="4" w:color="0000FF"/>`;
    const boxed = (between: boolean) =>
      `<w:pBdr>${["top", "left", "bottom", "right", ...(between ? ["between"] : [])].map(edge).join("")}</w:pBdr><w:shd w:val="clear" w:fill="EEEEEE"/>`;
    const across = (between: boolean) =>
      shownRules(page(paragraph("a", boxed(between)) + paragraph("b", boxed(between)))).filter(
        ([, y1, , y2]) => y1 === y2,
      );
    expect(across(false)).toHaveLength(2);
    expect(across(true)).toHaveLength(3);
    const under = page(paragraph("a", boxed(false))).under;
    expect(under.map((op) => op.kind === "fill" && op.color)).toEqual(["EEEEEE"]);
  });

  it("the gap of a tab is filled with dots, hyphens, lines or middle dots", () => {
    for (const [leader, sign] of [
      ["dot", "."],
      ["hyphen", "-"],
      ["underscore", "_"],
      ["middleDot", "·"],
    ] as const) {
      const texts = page(
        paragraph(
          `${run("Họ tên")}${TAB}${run("1")}`,
          `<w:tabs><w:tab w:val="right" w:leader="${leader}" w:pos="9000"/></w:tabs>`,
        ),
      ).ops.flatMap((op) => (op.kind === "text" ? [op.text] : []));
      expect(texts[1], leader).toMatch(new RegExp(`^\\${sign}{30,}$`));
    }
  });

  it("tabs set text at the left, in the middle, at the right and at its decimal comma; the default grid follows", () => {
    const tabs =
      '<w:tabs><w:tab w:val="left" w:pos="1000"/><w:tab w:val="center" w:pos="3000"/><w:tab w:val="right" w:pos="5000"/><w:tab w:val="decimal" w:pos="7000"/></w:tabs>';
    const ops = page(
      paragraph(["a", "giữa", "phải", "12,5", "b"].map((text) => TAB + run(text)).join(""), tabs),
    ).ops.filter((op) => op.kind === "text");
    const x = ops.map((op) => op.x / 20 - LEFT);
    const end = ops.map((op) => (op.x + op.width) / 20 - LEFT);
    expect(x[0]).toBeCloseTo(50, 1);
    expect((x[1]! + end[1]!) / 2).toBeCloseTo(150, 1);
    expect(end[2]).toBeCloseTo(250, 1);
    // Two digits of seven points stand before the comma.
    expect(x[3]).toBeCloseTo(350 - 14, 1);
    expect(x[4]).toBeCloseTo(396, 0);
  });

  it("a stop of the style is taken away where the paragraph clears it", () => {
    const styles =
      '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="T"/><w:pPr><w:tabs><w:tab w:val="left" w:pos="2000"/></w:tabs></w:pPr></w:style>';
    const at = (properties: string) =>
      page(paragraph(TAB + run("x"), `<w:pStyle w:val="T"/>${properties}`), { styles }).ops.find(
        (op) => op.kind === "text",
      )!.x /
        20 -
      LEFT;
    expect(at("")).toBeCloseTo(100, 1);
    expect(at('<w:tabs><w:tab w:val="clear" w:pos="2000"/></w:tabs>')).toBeCloseTo(36, 1);
  });

  it("a bar stop is a line down the paragraph, no place for a tab", () => {
    const shown = page(paragraph("Chữ", '<w:tabs><w:tab w:val="bar" w:pos="4000"/></w:tabs>'));
    expect(shownRules(shown)).toEqual([[LEFT + 200, 56.7, LEFT + 200, 72.8].map((value) => expect.closeTo(value, 1))]);
  });

  it("an absolute tab goes to the middle or the right edge whatever the stops", () => {
    const body = paragraph(
      `${run("trái")}<w:r><w:ptab w:relativeTo="margin" w:alignment="center" w:leader="none"/></w:r>${run("giữa")}<w:r><w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/></w:r>${run("phải")}`,
    );
    const ops = page(body).ops.filter((op) => op.kind === "text");
    expect((ops[1]!.x + ops[1]!.width / 2) / 20).toBeCloseTo((LEFT + RIGHT) / 2, 0);
    expect((ops[2]!.x + ops[2]!.width) / 20).toBeCloseTo(RIGHT, 0);
  });

  it("slanted text at a right stop on the edge of the text stays on its line", () => {
    const body = paragraph(
      `${run("Căn cứ", "<w:i/>")}${TAB}${run("..........;", "<w:i/>")}`,
      '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>',
    );
    for (const like of ["word", "libreoffice"] as const)
      expect(shownLines(layout(wordFile({ body }), { like })[0]!)).toHaveLength(1);
  });

  it("letters from right to left are named in a warning", () => {
    expect(typeset(wordFile({ body: paragraph("مرحبا") })).warnings.map(({ code }) => code)).toContain("RIGHT_TO_LEFT");
  });
});
