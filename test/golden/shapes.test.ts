import { describe, expect, it } from "vitest";
import { type LaidPage, layout, typeset } from "../../shared/typeset/index.ts";
import { A4, paragraph, run, shownLines, shownRules, wordFile } from "../typeset/word-file.ts";

const LEFT = 56.7;
const TOP = 56.7;
const EMU = 12700;

function anchored(shape: string, x: number, y: number, width: number, height: number, wrap = "<wp:wrapNone/>"): string {
  return (
    `<w:r><w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="column"><wp:posOffset>${x * EMU}</wp:posOffset></wp:positionH>` +
    `<wp:positionV relativeFrom="paragraph"><wp:posOffset>${y * EMU}</wp:posOffset></wp:positionV><wp:extent cx="${width * EMU}" cy="${height * EMU}"/>${wrap}` +
    `<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">${shape}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`
  );
}

function shape(preset: string, look = "", inside = "", more = ""): string {
  return `<wps:wsp><wps:spPr>${more}<a:prstGeom prst="${preset}"/>${look}</wps:spPr>${inside}</wps:wsp>`;
}

/** The outlines of a page's pictures, in points of the picture. */
function outlines(page: LaidPage) {
  return page.ops
    .filter((op) => op.kind === "image")
    .map((op) => (op.picture.vector?.items ?? []).filter((item) => item.kind === "shape"));
}

describe("shapes", () => {
  it("the ends of a line have the arrowheads it names", () => {
    const line = shape(
      "straightConnector1",
      '<a:ln w="12700"><a:headEnd type="none"/><a:tailEnd type="triangle"/></a:ln>',
    );
    const page = layout(wordFile({ body: paragraph(anchored(line, 10, 40, 200, 0) + run("Chữ")) }))[0]!;
    const [parts] = outlines(page);
    expect(parts).toHaveLength(2);
    const tip = parts![1]!.segments[0]!;
    expect(tip.kind === "move" && tip.x / 20).toBeCloseTo(200, 0);
    expect(parts![1]!.fill?.color).toBe("000000");
  });

  it("a VML line has its arrowhead too", () => {
    const line =
      '<w:r><w:pict><v:line style="position:absolute" from="30pt,17pt" to="120pt,17pt"><v:stroke endarrow="block"/></v:line></w:pict></w:r>';
    expect(outlines(layout(wordFile({ body: paragraph(line) }))[0]!)[0]).toHaveLength(2);
  });

  it("a bent connector, an arrow and a decision of a flow chart are drawn; their texts stand in them", () => {
    const text = `<wps:txbx><w:txbxContent>${paragraph("Đạt?")}</w:txbxContent></wps:txbx><wps:bodyPr anchor="ctr"/>`;
    const file = wordFile({
      body: paragraph(
        anchored(shape("bentConnector3", '<a:ln w="9525"/>'), 0, 30, 60, 40) +
          anchored(shape("rightArrow", '<a:ln w="9525"/>'), 80, 30, 60, 40) +
          anchored(shape("flowChartDecision", '<a:ln w="9525"/>', text), 150, 30, 120, 60),
      ),
    });
    const page = layout(file)[0]!;
    expect(outlines(page).map(([first]) => first!.segments.length)).toEqual([4, 8, 5]);
    const word = shownLines(page).find((line) => line.text === "Đạt?")!;
    expect(word.y).toBeGreaterThan(TOP + 30 + 25);
    expect(typeset(file).warnings).toEqual([]);
  });

  it("colours of the theme are used for fill and edge, with their light and shade", () => {
    const look =
      '<a:solidFill><a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr></a:solidFill><a:ln><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln>';
    const page = layout(wordFile({ body: paragraph(anchored(shape("rect", look), 0, 30, 60, 40)) }))[0]!;
    const fill = page.ops.find((op) => op.kind === "fill")!;
    expect(fill.kind === "fill" && fill.color).toBe("B4C7E7");
  });

  it("text in the middle of a shape stands in its middle", () => {
    const text = `<wps:txbx><w:txbxContent>${paragraph("Giữa")}</w:txbxContent></wps:txbx><wps:bodyPr anchor="ctr" tIns="0" bIns="0"/>`;
    const page = layout(
      wordFile({ body: paragraph(anchored(shape("rect", "", text), 0, 100, 80, 60) + run("x")) }),
    )[0]!;
    expect(shownLines(page).find((line) => line.text === "Giữa")!.y).toBeCloseTo(
      TOP + 100 + (60 - 16.1) / 2 + 13.05,
      0,
    );
  });

  it("a shape in front covers the text that runs under it, whatever comes later", () => {
    const box = shape("rect", '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>');
    const page = layout(wordFile({ body: paragraph(anchored(box, 0, 20, 200, 40) + run("a")) + paragraph("b") }))[0]!;
    const kinds = page.ops.map((op) => (op.kind === "text" ? op.text : op.kind));
    expect(kinds.indexOf("fill")).toBeGreaterThan(kinds.indexOf("b"));
  });

  it("a group of old drawings stands where its coordinates put it, with its lines, boxes and their text", () => {
    const inner =
      `<v:rect style="position:absolute;left:1000;top:1000;width:2000;height:800" strokeweight=".75pt"><v:textbox><w:txbxContent>${paragraph("Tiếp nhận")}</w:txbxContent></v:textbox></v:rect>` +
      '<v:line style="position:absolute" from="3000,1400" to="5000,1400"/>' +
      '<v:oval style="position:absolute;left:5000;top:1000;width:2000;height:800"/>';
    const group = `<w:r><w:pict><v:group style="position:absolute;margin-left:30pt;margin-top:10pt;width:300pt;height:120pt" coordorigin="1000,1000" coordsize="6000,2400">${inner}</v:group></w:pict></w:r>`;
    const file = wordFile({ body: paragraph(group + run("Sơ đồ")) });
    const page = layout(file)[0]!;
    const rules = shownRules(page);
    // Four sides of the box, and the line from its right side.
    expect(rules).toHaveLength(5);
    expect(rules).toContainEqual([LEFT + 130, TOP + 30, LEFT + 230, TOP + 30].map((value) => expect.closeTo(value, 1)));
    expect(shownLines(page).map(({ text }) => text)).toContain("Tiếp nhận");
    expect(outlines(page)).toHaveLength(1);
    expect(typeset(file).warnings).toEqual([]);
  });

  it("a watermark of letters is drawn aslant behind the text, in the middle of the page", () => {
    const mark =
      '<w:r><w:pict><v:shape type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:400pt;height:100pt;rotation:315;z-index:-251;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="silver" stroked="f"><v:fill opacity=".5"/><v:textpath style="font-family:&quot;Times New Roman&quot;" string="DỰ THẢO"/></v:shape></w:pict></w:r>';
    const file = wordFile({
      body: paragraph("Nội dung"),
      parts: { header1: paragraph(mark) },
      section: `<w:headerReference w:type="default" r:id="header1"/>${A4}`,
    });
    const page = layout(file)[0]!;
    const picture = page.under.find((op) => op.kind === "image")!;
    expect(picture.kind === "image" && (picture.x + picture.width / 2) / 20).toBeCloseTo(595.3 / 2, 0);
    const letters = picture.kind === "image" ? picture.picture.vector!.items[0]! : undefined;
    expect(letters?.kind === "text" && letters.pieces[0]).toMatchObject({
      text: "DỰ THẢO",
      color: "C0C0C0",
      opacity: 0.5,
    });
    expect(typeset(file).warnings).toEqual([]);
  });

  it("an embedded object is shown by the picture it left; without one it is named in a warning", () => {
    const object = '<w:r><w:object><v:shape style="width:50pt;height:20pt"/></w:object></w:r>';
    const { warnings } = typeset(wordFile({ body: paragraph(object) }));
    expect(warnings.map(({ code }) => code)).toContain("OLE_UNSUPPORTED");
    expect(warnings.at(-1)!.hint).toMatch(/--engine libreoffice/);
  });

  it("what stands above and below only is cleared by the paragraphs after it too, and on its own page only", () => {
    const box = anchored(shape("rect", '<a:ln w="9525"/>'), 100, 30, 200, 90, "<wp:wrapTopAndBottom/>");
    const lines = shownLines(
      layout(wordFile({ body: paragraph(box + run("Trên")) + paragraph("Dưới") + paragraph("Sau") }))[0]!,
    );
    expect(lines[0]!.y).toBeCloseTo(TOP + 13.05, 1);
    expect(lines[1]!.y).toBeCloseTo(TOP + 120 + 13.05, 1);
    expect(lines[2]!.y - lines[1]!.y).toBeCloseTo(16.1, 1);
  });
});
