import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { paragraph, run, shownLines, shownRules, wordFile } from "../typeset/word-file.ts";

const LEFT = 56.7;
const TOP = 56.7;
const EMU = 12700;

function transform(x: number, y: number, width: number, height: number): string {
  return `<a:xfrm><a:off x="${x * EMU}" y="${y * EMU}"/><a:ext cx="${width * EMU}" cy="${height * EMU}"/></a:xfrm>`;
}

function textBox(text: string, x: number, y: number, width: number, height: number): string {
  return (
    `<wps:wsp><wps:spPr>${transform(x, y, width, height)}<a:prstGeom prst="rect"/></wps:spPr>` +
    `<wps:txbx><w:txbxContent>${paragraph(text)}</w:txbxContent></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>`
  );
}

/** A group 200 × 100 pt whose own coordinates are 400 × 200. */
function group(members: string, position: string): string {
  const inner = `<a:chOff x="0" y="0"/><a:chExt cx="${400 * EMU}" cy="${200 * EMU}"/></a:xfrm>`;
  return (
    `<w:r><w:drawing><wp:anchor relativeHeight="2"><wp:positionH relativeFrom="column">${position}</wp:positionH>` +
    `<wp:positionV relativeFrom="paragraph"><wp:posOffset>${50 * EMU}</wp:posOffset></wp:positionV><wp:extent cx="${200 * EMU}" cy="${100 * EMU}"/><wp:wrapNone/>` +
    `<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"><wpg:wgp xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">` +
    `<wpg:grpSpPr>${transform(0, 0, 200, 100).replace("</a:xfrm>", inner)}</wpg:grpSpPr>${members}</wpg:wgp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`
  );
}

describe("groups of shapes", () => {
  const line = `<wps:wsp><wps:spPr>${transform(0, 200, 400, 0)}<a:prstGeom prst="line"/><a:ln w="6350"/></wps:spPr></wps:wsp>`;

  it("each shape stands where the group puts it, at the group's scale", () => {
    const shapes = textBox("20 mm", 100, 40, 120, 40) + line;
    const { warnings } = typeset(
      wordFile({ body: paragraph(group(shapes, `<wp:posOffset>${30 * EMU}</wp:posOffset>`)) }),
    );
    const page = layout(
      wordFile({ body: paragraph(group(shapes, `<wp:posOffset>${30 * EMU}</wp:posOffset>`) + run("Sơ đồ")) }),
    )[0]!;
    const found = shownLines(page).find(({ text }) => text === "20 mm")!;
    expect(warnings).toEqual([]);
    expect(found.x).toBeCloseTo(LEFT + 30 + 50, 1);
    expect(found.y).toBeCloseTo(TOP + 50 + 20 + 13.05, 1);
    expect(shownRules(page)).toEqual([
      [LEFT + 30, TOP + 150, LEFT + 230, TOP + 150].map((value) => expect.closeTo(value, 1)),
    ]);
  });

  it("a group that is centred is centred as a whole", () => {
    const page = layout(
      wordFile({ body: paragraph(group(textBox("1", 0, 0, 100, 40) + line, "<wp:align>center</wp:align>")) }),
    )[0]!;
    const middle = LEFT + (595.3 - 2 * LEFT) / 2;
    expect(shownRules(page)[0]![0]).toBeCloseTo(middle - 100, 0);
    expect(shownLines(page)[0]!.x).toBeCloseTo(middle - 100, 0);
  });

  it("of shapes that overlap the one with the higher number covers the other", () => {
    const box = (text: string, level: number, colour: string) =>
      group(textBox(text, 0, 0, 100, 40), "<wp:posOffset>0</wp:posOffset>")
        .replace('relativeHeight="2"', `relativeHeight="${level}"`)
        .replace(
          '<a:prstGeom prst="rect"/>',
          `<a:prstGeom prst="rect"/><a:solidFill><a:srgbClr val="${colour}"/></a:solidFill>`,
        );
    const page = layout(wordFile({ body: paragraph(box("trên", 9, "FF0000") + box("dưới", 3, "00FF00")) }))[0]!;
    expect(page.ops.flatMap((op) => (op.kind === "fill" ? [op.color] : []))).toEqual(["00FF00", "FF0000"]);
  });

  it("a ticked box and an empty one can be told apart without their symbol font", () => {
    const shown = shownLines(layout(wordFile({ body: paragraph("☒ Có ☐ Không") }))[0]!)[0]!.text;
    expect(shown).toBe("■ Có □ Không");
  });
});
