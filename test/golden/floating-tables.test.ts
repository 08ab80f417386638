import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { paragraph, paragraphs, run, shownLines, table, wordFile } from "../typeset/word-file.ts";

const LEFT = 56.7;
const TOP = 56.7;
const LONG = "Cơ quan chủ trì báo cáo tiến độ thực hiện nhiệm vụ được giao trước ngày hai mươi hằng tháng. ".repeat(4);

function floating(width: number, place: string): string {
  return table([width], [{ cells: ["Ô một"] }, { cells: ["Ô hai"] }], `<w:tblpPr ${place}/>`);
}

describe("floating tables", () => {
  it("one at the left has the text that follows at its right, by its distance", () => {
    const place = 'w:rightFromText="180" w:vertAnchor="text" w:horzAnchor="text" w:tblpX="0" w:tblpY="0"';
    const body = floating(3000, place) + paragraph(LONG);
    const file = wordFile({ body });
    const texts = layout(file)[0]!.ops.filter((op) => op.kind === "text");
    const first = texts.find((op) => op.text.startsWith("Cơ quan"))!;
    expect(first.x / 20).toBeCloseTo(LEFT + 159, 0);
    expect(first.y / 20).toBeCloseTo(TOP + 13.05, 0);
    expect(typeset(file).warnings).toEqual([]);
  });

  it("one placed on the page stands there", () => {
    const place = 'w:vertAnchor="page" w:horzAnchor="page" w:tblpX="6000" w:tblpY="5000"';
    const body = paragraphs(3, "Dòng") + floating(3000, place) + paragraph("Sau");
    const cell = layout(wordFile({ body }))[0]!.ops.find((op) => op.kind === "text" && op.text === "Ô một");
    expect(cell).toMatchObject({ x: expect.closeTo(6108, -1) });
    expect(cell?.kind === "text" && cell.y).toBeGreaterThan(5000);
  });

  it("one that leaves no room beside it stands in the flow, with a warning", () => {
    const body = paragraph("Trước") + floating(9000, 'w:vertAnchor="text" w:tblpY="0"') + paragraph(run("Sau"));
    const file = wordFile({ body });
    expect(shownLines(layout(file)[0]!).map((line) => line.text)).toEqual(["Trước", "Ô một", "Ô hai", "Sau"]);
    expect(typeset(file).warnings.map(({ code }) => code)).toEqual(["FRAME_IN_FLOW"]);
  });
});
