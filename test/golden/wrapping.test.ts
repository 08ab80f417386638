import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { A4, paragraph, paragraphs, run, shownLines, table, wordFile } from "../typeset/word-file.ts";

const LEFT = 56.7;
const TOP = 56.7;
/** Right edge of the text on A4 with margins of 2 cm. */
const RIGHT = 595.3 - 56.7;
const LINE = 16.1;
const LONG =
  "Thành phố triển khai kế hoạch cải cách hành chính gắn với chuyển đổi số trong toàn bộ các cơ quan. ".repeat(5);

interface Place {
  x?: number;
  align?: string;
  y?: number;
  width: number;
  height: number;
  wrap?: string;
  room?: number;
}

/** A rectangle anchored in the text, points. */
function box({ x = 0, align, y = 0, width, height, wrap = '<wp:wrapSquare wrapText="bothSides"/>', room = 0 }: Place) {
  const across = align === undefined ? `<wp:posOffset>${x * 12700}</wp:posOffset>` : `<wp:align>${align}</wp:align>`;
  return (
    `<w:r><w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" distL="${room * 12700}" distR="${room * 12700}">` +
    `<wp:positionH relativeFrom="column">${across}</wp:positionH>` +
    `<wp:positionV relativeFrom="paragraph"><wp:posOffset>${y * 12700}</wp:posOffset></wp:positionV><wp:extent cx="${width * 12700}" cy="${height * 12700}"/>${wrap}` +
    `<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">` +
    '<wps:wsp><wps:spPr><a:prstGeom prst="rect"/></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'
  );
}

describe("text beside floating things", () => {
  it("lines run to the right of a square box at the left, by its distance, and take the whole width below it", () => {
    const [page] = layout(wordFile({ body: paragraph(box({ width: 150, height: 40, room: 9 }) + run(LONG)) }));
    const lines = shownLines(page!);
    expect(lines.slice(0, 3).map((line) => line.x)).toEqual([0, 1, 2].map(() => expect.closeTo(LEFT + 159, 1)));
    expect(lines.slice(3).every((line) => Math.abs(line.x - LEFT) < 0.1)).toBe(true);
    expect(lines.map((line) => line.text).join(" ")).toBe(LONG.trim());
  });

  it("lines end before a box at the right", () => {
    const [page] = layout(
      wordFile({ body: paragraph(box({ align: "right", width: 150, height: 40, room: 9 }) + run(LONG)) }),
    );
    const lines = shownLines(page!);
    for (const line of lines.slice(0, 3)) expect(line.right).toBeLessThanOrEqual(RIGHT - 159 + 0.1);
    expect(lines[3]!.right).toBeGreaterThan(RIGHT - 159);
  });

  it("a box in the middle has text at both its sides, read from left to right", () => {
    const [page] = layout(wordFile({ body: paragraph(box({ x: 180, width: 120, height: 30 }) + run(LONG)) }));
    const [first] = shownLines(page!);
    expect(first!.text).toContain(" | ");
    expect(LONG.startsWith(first!.text.replace(/\s+\|\s+/, " "))).toBe(true);
  });

  it("wrapText says on which side the text may run", () => {
    const wrap = '<wp:wrapSquare wrapText="right"/>';
    const [page] = layout(wordFile({ body: paragraph(box({ x: 180, width: 120, height: 30, wrap }) + run(LONG)) }));
    expect(shownLines(page!)[0]!.x).toBeCloseTo(LEFT + 300, 1);
  });

  it("no text runs where less than an inch is left", () => {
    const [page] = layout(wordFile({ body: paragraph(box({ x: 60, width: 370, height: 40 }) + run(LONG)) }));
    expect(shownLines(page!)[0]!.x).toBeCloseTo(LEFT, 1);
    expect(shownLines(page!)[0]!.y).toBeCloseTo(TOP + 40 + 13.05, 1);
  });

  it("the paragraphs after it keep clear of the box too, and those on the next page do not", () => {
    const body = paragraph(box({ width: 150, height: 700 }) + run("Một")) + paragraphs(50, "Đoạn");
    const pages = layout(wordFile({ body }));
    expect(shownLines(pages[0]!)[5]!.x).toBeCloseTo(LEFT + 150, 1);
    expect(shownLines(pages[1]!)[0]!.x).toBeCloseTo(LEFT, 1);
  });

  it("a paragraph that goes on over the page is broken anew for the width there", () => {
    const section = A4.replace('w:h="16838"', `w:h="${2268 + 322 * 4 + 20}"`);
    const text = LONG.repeat(2);
    const pages = layout(wordFile({ body: paragraph(box({ width: 150, height: 60 }) + run(text)), section }));
    const lines = pages.map((page) => shownLines(page));
    expect(lines[0]!.every((line) => line.x > LEFT + 149)).toBe(true);
    expect(lines[1]!.every((line) => Math.abs(line.x - LEFT) < 0.1)).toBe(true);
    expect(
      lines
        .flat()
        .map((line) => line.text)
        .join(" "),
    ).toBe(text.trim());
  });

  it("a tight contour is taken as its rectangle, without a warning", () => {
    const wrap = '<wp:wrapTight wrapText="bothSides"><wp:wrapPolygon/></wp:wrapTight>';
    const file = wordFile({ body: paragraph(box({ width: 150, height: 40, wrap }) + run(LONG)) });
    expect(shownLines(layout(file)[0]!)[0]!.x).toBeCloseTo(LEFT + 150, 1);
    expect(typeset(file).warnings).toEqual([]);
  });

  it("a table stands below the box", () => {
    const body = paragraph(box({ width: 150, height: 60 }) + run("Một")) + table([9000], [{ cells: ["Ô"] }]);
    const lines = shownLines(layout(wordFile({ body }))[0]!);
    expect(lines.find((line) => line.text === "Ô")!.y).toBeGreaterThan(TOP + 60 + LINE / 2);
  });

  it("in a cell the text runs beside the box, and the row is as high as the box", () => {
    const cell = paragraph(box({ width: 100, height: 50 }) + run("Nội dung của ô"));
    const [page] = layout(wordFile({ body: table([6000], [{ cells: [cell] }]) + paragraph("Sau") }));
    const lines = shownLines(page!);
    expect(lines[0]!.x).toBeGreaterThan(LEFT + 99);
    expect(lines.at(-1)!.y).toBeGreaterThan(TOP + 50 + 13);
  });
});
