import { strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { layout, typeset } from "../../shared/typeset/index.ts";
import { paragraph, wordFile } from "../typeset/word-file.ts";

const NAMES =
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const points = (values: (string | number)[]): string =>
  values.map((value, at) => `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`).join("");
const series = (at: number, name: string, values: number[]): string =>
  `<c:ser><c:idx val="${at}"/><c:tx><c:strRef><c:strCache>${points([name])}</c:strCache></c:strRef></c:tx>` +
  `<c:cat><c:strRef><c:strCache>${points(["Quý I", "Quý II", "Quý III"])}</c:strCache></c:strRef></c:cat>` +
  `<c:val><c:numRef><c:numCache><c:formatCode>#,##0</c:formatCode>${points(values)}</c:numCache></c:numRef></c:val></c:ser>`;

/** A paragraph with a chart 300 × 200 points large. */
function chartFile(plot: string): Uint8Array {
  const title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>Hồ sơ đã giải quyết</a:t></a:r></a:p></c:rich></c:tx></c:title>";
  const part = `<?xml version="1.0"?><c:chartSpace ${NAMES}><c:chart>${title}<c:plotArea>${plot}<c:valAx><c:majorGridlines/></c:valAx></c:plotArea><c:legend><c:legendPos val="b"/></c:legend></c:chart></c:chartSpace>`;
  const drawing =
    '<w:r><w:drawing><wp:inline><wp:extent cx="3810000" cy="2540000"/><wp:docPr id="1" name="Biểu đồ 1"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="bd"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>';
  return wordFile({ body: paragraph(drawing), media: { "charts/chart1.xml": { id: "bd", bytes: strToU8(part) } } });
}

function drawn(file: Uint8Array) {
  const op = layout(file)[0]!.ops.find((each) => each.kind === "image")!;
  const items = op.picture.vector!.items;
  return {
    op,
    texts: items.flatMap((item) => (item.kind === "text" ? item.pieces.map(({ text }) => text) : [])),
    shapes: items.filter((item) => item.kind === "shape"),
  };
}

describe("charts of Word", () => {
  it("columns are drawn from the values that the file remembers, with axes, legend and title", () => {
    const file = chartFile(
      `<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>${series(0, "Đúng hạn", [1200, 800, 400])}${series(1, "Quá hạn", [100, 50, 0])}</c:barChart>`,
    );
    const { op, texts, shapes } = drawn(file);
    expect([op.width / 20, op.height / 20]).toEqual([300, 200]);
    for (const text of ["Hồ sơ đã giải quyết", "Quý I", "Quý II", "Quý III", "Đúng hạn", "Quá hạn", "1.400"])
      expect(texts).toContain(text);
    const columns = shapes.filter((shape) => shape.fill?.color === "4472C4").map(heightOf);
    // The mark of the legend, then the columns: as high as their values.
    expect(columns[2]! / columns[1]!).toBeCloseTo(800 / 1200, 2);
    expect(columns[3]! / columns[1]!).toBeCloseTo(400 / 1200, 2);
  });

  it("bars, lines, areas, pies and rings are drawn too", () => {
    const row = series(0, "Đúng hạn", [3, 2, 1]);
    for (const [plot, count] of [
      [`<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/>${row}</c:barChart>`, 4],
      [`<c:lineChart><c:grouping val="standard"/>${row}</c:lineChart>`, 1],
      [`<c:areaChart><c:grouping val="standard"/>${row}</c:areaChart>`, 2],
      [`<c:pieChart>${row}</c:pieChart>`, 2],
      [`<c:doughnutChart>${row}</c:doughnutChart>`, 2],
    ] as const) {
      const { shapes } = drawn(chartFile(plot));
      expect(shapes.filter((shape) => shape.fill?.color === "4472C4").length, plot.slice(0, 20)).toBe(count);
    }
  });

  it("the words of a chart are in the PDF, and it is said that it was drawn anew", () => {
    const { warnings } = typeset(chartFile(`<c:pieChart>${series(0, "Tỉ lệ", [3, 2, 1])}</c:pieChart>`));
    expect(warnings.map(({ code, where }) => [code, where])).toEqual([["CHART_REDRAWN", "đoạn 1"]]);
    expect(warnings[0]!.hint).toMatch(/--engine libreoffice/);
  });

  it("a chart of another kind is left out with a warning and its place", () => {
    const { warnings } = typeset(chartFile(`<c:radarChart>${series(0, "Tỉ lệ", [3, 2, 1])}</c:radarChart>`));
    expect(warnings.map(({ code, where }) => [code, where])).toEqual([["CHART_UNSUPPORTED", "đoạn 1"]]);
  });
});

function heightOf(shape: { segments: readonly { kind: string; y?: number }[] }): number {
  const ys = shape.segments.flatMap(({ y }) => (y === undefined ? [] : [y]));
  return Math.max(...ys) - Math.min(...ys);
}
