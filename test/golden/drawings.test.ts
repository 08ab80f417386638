import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { paragraph, run, shownLines, shownRules, wordFile } from "../typeset/word-file.ts";

const LEFT = 56.7;
const TOP = 56.7;

function anchored(shape: string, x: number, y: number, width: number, height: number): string {
  return (
    `<w:r><w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="column"><wp:posOffset>${x * 12700}</wp:posOffset></wp:positionH>` +
    `<wp:positionV relativeFrom="paragraph"><wp:posOffset>${y * 12700}</wp:posOffset></wp:positionV><wp:extent cx="${width * 12700}" cy="${height * 12700}"/><wp:wrapNone/>` +
    `<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">${shape}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`
  );
}

describe("drawings", () => {
  it("a straight line anchored under the name of an office is drawn at its place", () => {
    const line = '<wps:wsp><wps:spPr><a:prstGeom prst="line"/><a:ln w="12700"/></wps:spPr></wps:wsp>';
    const rules = shownRules(
      layout(wordFile({ body: paragraph(anchored(line, 40, 18, 90, 0) + run("ỦY BAN NHÂN DÂN")) }))[0]!,
    );
    expect(rules).toEqual([[LEFT + 40, TOP + 18, LEFT + 130, TOP + 18].map((value) => expect.closeTo(value, 1))]);
  });

  it("an old VML line is drawn too", () => {
    const line =
      '<w:r><w:pict><v:line style="position:absolute" from="30pt,17pt" to="120pt,17pt" strokeweight="1pt"/></w:pict></w:r>';
    const rules = shownRules(layout(wordFile({ body: paragraph(line + run("ĐẢNG ỦY XÃ")) }))[0]!);
    expect(rules).toEqual([[LEFT + 30, TOP + 17, LEFT + 120, TOP + 17].map((value) => expect.closeTo(value, 1))]);
  });

  it("a text box is set at its place with its frame", () => {
    const box =
      '<wps:wsp><wps:spPr><a:prstGeom prst="rect"/><a:ln w="9525"/></wps:spPr>' +
      `<wps:txbx><w:txbxContent>${paragraph("MẬT")}</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>`;
    const page = layout(wordFile({ body: paragraph(anchored(box, 300, 100, 60, 30) + run("Nội dung")) }))[0]!;
    const found = shownLines(page).find((line) => line.text === "MẬT")!;
    expect(found.x).toBeCloseTo(LEFT + 300, 1);
    expect(found.y).toBeCloseTo(TOP + 100 + 13.05, 1);
    expect(shownRules(page)).toHaveLength(4);
  });

  it("text keeps clear of a box that is to stand above and below it", () => {
    const box = '<wps:wsp><wps:spPr><a:prstGeom prst="rect"/></wps:spPr></wps:wsp>';
    const wrapped = anchored(box, 100, 0, 200, 90).replace("<wp:wrapNone/>", "<wp:wrapTopAndBottom/>");
    const shown = shownLines(layout(wordFile({ body: paragraph(wrapped + run("Dưới hộp")) + paragraph("Sau") }))[0]!);
    expect(shown[0]!.y).toBeCloseTo(TOP + 90 + 13.05, 1);
    expect(shown[1]!.y - shown[0]!.y).toBeCloseTo(16.1, 1);
  });

  it("an ellipse is drawn round, with its text in it", () => {
    const ellipse =
      '<wps:wsp><wps:spPr><a:prstGeom prst="ellipse"/><a:ln w="9525"/></wps:spPr>' +
      `<wps:txbx><w:txbxContent>${paragraph("Dấu")}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>`;
    const file = wordFile({ body: paragraph(anchored(ellipse, 100, 50, 90, 60) + run("Chữ")) });
    const page = layout(file)[0]!;
    expect(shownRules(page)).toEqual([]);
    const round = page.ops.find((op) => op.kind === "image")!;
    expect(round.kind === "image" && round.x / 20).toBeCloseTo(LEFT + 100, 0);
    expect(shownLines(page).map((line) => line.text)).toContain("Dấu");
    expect(typeset(file).warnings).toEqual([]);
  });

  it("a shape that cannot be drawn is said", () => {
    const cloud = '<wps:wsp><wps:spPr><a:prstGeom prst="cloud"/></wps:spPr></wps:wsp>';
    const { warnings } = typeset(wordFile({ body: paragraph(anchored(cloud, 0, 0, 50, 50)) }));
    expect(warnings.map((warning) => warning.code)).toEqual(["SHAPE_UNSUPPORTED"]);
  });
});
