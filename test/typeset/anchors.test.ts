import { describe, expect, it } from "vitest";
import { typeset } from "../../shared/typeset/index.ts";
import { paragraph, run, table, wordFile } from "./word-file.ts";

const start = (id: number, name: string): string => `<w:bookmarkStart w:id="${id}" w:name="${name}"/>`;
const end = (id: number): string => `<w:bookmarkEnd w:id="${id}"/>`;

function anchors(body: string) {
  return typeset(wordFile({ body })).anchors;
}

/** A4's height in points. */
const HEIGHT = 841.9;
const LEFT = 56.7;

describe("bookmarks come back as anchors", () => {
  it("with the box of their text, in points from the lower left corner, and its type", () => {
    const [anchor] = anchors(paragraph(run("Số: ") + start(1, "So") + run("05", "<w:b/><w:i/>") + end(1) + run("/KH")));
    expect(anchor).toMatchObject({ name: "So", page: 0, fontSize: 14, bold: true, italic: true });
    const [x0, y0, x1, y1] = anchor!.rect;
    // "Số: " is 7.78 + 7 + 3.89 + 3.5 points wide, two bold figures 7 points each.
    expect(x0).toBeCloseTo(LEFT + 22.18, 0);
    expect(x1 - x0).toBeCloseTo(14, 0);
    expect(y1 - y0).toBeCloseTo((14 * (1825 + 443)) / 2048, 1);
    expect(HEIGHT - y1).toBeCloseTo(LEFT + 0.6, 0);
  });

  it("with the box of the blanks when they are all there is", () => {
    const [anchor] = anchors(paragraph(run("ngày") + start(1, "Ngay") + run("          ") + end(1) + run("tháng")));
    expect(anchor!.rect[2] - anchor!.rect[0]).toBeCloseTo(35, 1);
  });

  it("blanks at the end of a line keep their box", () => {
    const [anchor] = anchors(paragraph(start(1, "Ky") + run("          ") + end(1), '<w:jc w:val="center"/>'));
    expect(anchor!.rect[2] - anchor!.rect[0]).toBeCloseTo(35, 1);
  });

  it("one for every line when their text goes over several", () => {
    const found = anchors(paragraph(start(1, "TrichYeu") + run("Một hai ba bốn năm ".repeat(12)) + end(1)));
    expect(found.length).toBeGreaterThan(1);
    expect(new Set(found.map((anchor) => anchor.name))).toEqual(new Set(["TrichYeu"]));
    expect(found[1]!.rect[3]).toBeLessThan(found[0]!.rect[3]);
  });

  it("with the area of the empty paragraphs they stand round, as wide as the cell", () => {
    const cell = `${paragraph("CHỦ TỊCH")}${start(1, "ChuKy")}${paragraph("")}${paragraph("")}${paragraph("")}${end(1)}${paragraph("Lò Thị Mây")}`;
    const found = anchors(table([4000, 5000], [{ cells: ["<w:p/>", cell] }]));
    expect(found).toHaveLength(1);
    const [x0, y0, x1, y1] = found[0]!.rect;
    expect([x0, x1]).toEqual([LEFT + 200 + 5.4, LEFT + 450 - 5.4].map((value) => expect.closeTo(value, 1)));
    expect(y1 - y0).toBeCloseTo(3 * 16.1, 1);
  });

  it("Word's own hidden bookmarks are left out", () => {
    expect(anchors(paragraph(start(1, "_GoBack") + run("a") + end(1)))).toEqual([]);
  });

  it("on the page they came to stand on", () => {
    const [anchor] = anchors(
      paragraph("một") + paragraph(start(1, "Hai") + run("hai") + end(1), "<w:pageBreakBefore/>"),
    );
    expect(anchor!.page).toBe(1);
  });
});
