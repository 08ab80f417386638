import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agencyChart, burnUpChart, type Drawing, type Shape, statusChart } from "../../shared/charts/index.ts";
import { FontRegistry, glyphOf } from "../../shared/typeset/index.ts";
import { agencies, burnUp, STATUS } from "./series.ts";

const fonts = new FontRegistry();

type Text = Shape & { kind: "text" };

const textsOf = (drawing: Drawing): Text[] => drawing.shapes.filter((shape): shape is Text => shape.kind === "text");

/** Left, top, right and bottom of a text's letters, an accent on a capital included. */
function boxOf(text: Text): [number, number, number, number] {
  const face = fonts.face("Tinos", text.bold === true, false);
  let width = 0;
  for (const letter of text.text)
    width += (face.advances[glyphOf(face, letter.codePointAt(0)!)]! / face.unitsPerEm) * text.size;
  const left = text.x - (text.anchor === "start" ? 0 : text.anchor === "middle" ? width / 2 : width);
  return [left, text.y - text.size * 0.92, left + width, text.y + text.size * 0.23];
}

/** What a reader would call a fault of the drawing: a text that leaves the picture, or two texts that touch. */
function faults(drawing: Drawing): string[] {
  const found: string[] = [];
  const boxes = textsOf(drawing).map((text) => ({ text: text.text, box: boxOf(text) }));
  boxes.forEach(({ text, box: [left, top, right, bottom] }, index) => {
    if (left < -0.01 || top < -0.01 || right > drawing.width + 0.01 || bottom > drawing.height + 0.01)
      found.push(`cut: ${text}`);
    for (const other of boxes.slice(index + 1)) {
      const [l, t, r, b] = other.box;
      // Lines of one name stand close: letters may share their leading, not their ink.
      if (Math.min(right, r) - Math.max(left, l) > 0.5 && Math.min(bottom, b) - Math.max(top, t) > 1.5)
        found.push(`touch: ${text} / ${other.text}`);
    }
  });
  for (const shape of drawing.shapes) {
    const numbers = JSON.stringify(shape).match(/null|NaN/);
    if (numbers !== null) found.push(`no number: ${JSON.stringify(shape)}`);
    if (shape.kind === "rect" && (shape.width < 0 || shape.height < 0 || shape.x + shape.width > drawing.width + 0.5))
      found.push("rectangle out of the picture");
  }
  return found;
}

const word = fc.constantFrom(
  "Phòng",
  "Sở",
  "Ủy ban",
  "Văn hóa - Xã hội",
  "Kinh tế",
  "Nội vụ",
  "Quản lý",
  "Chuyển đổi số",
  "khu vực",
  "và",
  "tổ chức",
  "chính trị",
  "Hợptácxãdịchvụnôngnghiệptổnghợp",
);
const name = fc.array(word, { minLength: 1, maxLength: 14 }).map((words) => words.join(" "));
const value = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 99_999 }));

describe("the status chart", () => {
  const drawing = statusChart(STATUS);

  it("says every value and share beside its label, and the sum", () => {
    const texts = textsOf(drawing).map((text) => text.text);
    for (const { label, value } of STATUS) {
      expect(texts).toContain(label);
      expect(texts).toContain(String(value));
    }
    expect(texts).toEqual(expect.arrayContaining(["29,3%", "43,9%", "Tổng số", "41", "100%"]));
  });

  it("has slices in the proportion of the values that close the ring", () => {
    const slices = drawing.shapes.filter((shape) => shape.kind === "slice");
    expect(slices).toHaveLength(6);
    expect(slices[0]!.from).toBe(0);
    expect(slices.at(-1)!.to).toBeCloseTo(Math.PI * 2, 9);
    expect(slices[3]!.to - slices[3]!.from).toBeCloseTo((18 / 41) * Math.PI * 2, 9);
  });

  it("states its data in one sentence", () => {
    expect(drawing.title).toBe(
      "Biểu đồ tình hình thực hiện 41 nhiệm vụ: hoàn thành đúng hạn 12 (29,3%); hoàn thành quá hạn 3 (7,3%); hoàn thành (không hạn) 1 (2,4%); " +
        "đang thực hiện trong hạn 18 (43,9%); đang thực hiện quá hạn 5 (12,2%); đang thực hiện (không hạn) 2 (4,9%).",
    );
  });

  it("tells its parts apart without colour: every fill has its own grey", () => {
    const greys = drawing.shapes
      .filter((shape) => shape.kind === "slice")
      .map(({ fill }) => {
        const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(fill.slice(at, at + 2), 16));
        return 0.299 * r! + 0.587 * g! + 0.114 * b!;
      })
      .sort((a, b) => a - b);
    for (let index = 1; index < greys.length; index += 1) expect(greys[index]! - greys[index - 1]!).toBeGreaterThan(12);
  });

  it("of one task is a whole ring, of none says so", () => {
    expect(faults(statusChart([STATUS[3]!].map((part) => ({ ...part, value: 1 }))))).toEqual([]);
    const none = statusChart(STATUS.map((part) => ({ ...part, value: 0 })));
    expect(textsOf(none).map((text) => text.text)).toEqual(["Không có số liệu trong kỳ"]);
    expect(none.title).toContain("không có nhiệm vụ nào");
  });

  it("has no text cut or touching another, whatever the labels and values", () => {
    const parts = fc.array(
      fc.record({ code: fc.constantFrom("done-in-time", "open-overdue", "khac"), label: name, value }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(parts, fc.integer({ min: 330, max: 700 }), (series, width) => {
        expect(faults(statusChart(series, { width }))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the chart of agencies", () => {
  it("has a bar and the four values of every agency, in the order given", () => {
    const series = agencies(5);
    const texts = textsOf(agencyChart(series)).map((text) => text.text);
    for (const { done, openInTime, overdue } of series) {
      const at = texts.findIndex(
        (_, index) =>
          texts.slice(index, index + 4).join() === [done, openInTime, overdue, done + openInTime + overdue].join(),
      );
      expect(at).toBeGreaterThan(0);
    }
    expect(texts).toContain("Văn phòng Hội đồng nhân dân và");
  });

  it("draws bars as long as their values", () => {
    const drawing = agencyChart([
      { name: "Phòng Kinh tế", done: 10, openInTime: 0, overdue: 0 },
      { name: "Trạm Y tế", done: 4, openInTime: 0, overdue: 1 },
    ]);
    const bars = drawing.shapes.filter((shape) => shape.kind === "rect").slice(3);
    expect(bars.map((bar) => bar.width / bars[0]!.width)).toEqual([1, expect.closeTo(0.4, 6), expect.closeTo(0.1, 6)]);
  });

  it("of forty agencies still fits a page and loses no task", () => {
    const series = agencies(40);
    const drawing = agencyChart(series);
    expect(drawing.height).toBeLessThanOrEqual(622);
    expect(faults(drawing)).toEqual([]);
    const texts = textsOf(drawing).map((text) => text.text);
    expect(texts.some((text) => /^Các cơ quan còn lại \(\d+\)$/.test(text))).toBe(true);
    const totals = textsOf(drawing).filter((text) => text.bold === true && /^\d/.test(text.text));
    const all = series.reduce((sum, { done, openInTime, overdue }) => sum + done + openInTime + overdue, 0);
    expect(totals.reduce((sum, text) => sum + Number(text.text.replaceAll(".", "")), 0)).toBe(all);
    // What the page sums up, the description still says one by one.
    for (const { name } of series) expect(drawing.description).toContain(name);
  });

  it("of one agency, of an agency without tasks and of none has no fault", () => {
    expect(faults(agencyChart(agencies(1)))).toEqual([]);
    expect(faults(agencyChart([{ name: "Phòng Nội vụ", done: 0, openInTime: 0, overdue: 0 }]))).toEqual([]);
    expect(textsOf(agencyChart([])).map((text) => text.text)).toEqual(["Không có số liệu trong kỳ"]);
  });

  it("has no text cut or touching another, whatever the names and values", () => {
    const series = fc.array(fc.record({ name, done: value, openInTime: value, overdue: value }), {
      minLength: 1,
      maxLength: 45,
    });
    fc.assert(
      fc.property(series, fc.integer({ min: 400, max: 700 }), (given, width) => {
        expect(faults(agencyChart(given, { width }))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the burn-up chart", () => {
  it("ends each line with its name and last value", () => {
    const series = burnUp(13, 7);
    const last = series.at(-1)!;
    const drawing = burnUpChart(series);
    expect(textsOf(drawing).map((text) => text.text)).toEqual(
      expect.arrayContaining([
        `Tổng số: ${last.total}`,
        `Theo kế hoạch: ${last.planned}`,
        `Đã hoàn thành: ${last.done}`,
        "15/12/2025",
        "9/3/2026",
      ]),
    );
    expect(drawing.title).toContain(
      `đã hoàn thành ${last.done} trong tổng số ${last.total} nhiệm vụ, theo kế hoạch là ${last.planned}`,
    );
  });

  it("puts days at their distance and counts from nought", () => {
    const drawing = burnUpChart([
      { day: "2026-01-01", total: 10, done: 0, planned: 0 },
      { day: "2026-01-11", total: 10, done: 5, planned: 5 },
      { day: "2026-01-31", total: 10, done: 10, planned: 9 },
    ]);
    const done = drawing.shapes.find((shape) => shape.kind === "line" && shape.strokeWidth === 2.5) as Shape & {
      kind: "line";
    };
    const [[x0, y0], [x1, y1], [x2, y2]] = done.points as [[number, number], [number, number], [number, number]];
    expect((x1 - x0) / (x2 - x0)).toBeCloseTo(1 / 3, 6);
    expect((y0 - y1) / (y0 - y2)).toBeCloseTo(0.5, 6);
  });

  it("of a single day, of noughts, of a day each and of nothing has no fault", () => {
    for (const series of [
      burnUp(1),
      burnUp(5).map((point) => ({ ...point, total: 0, done: 0, planned: 0 })),
      burnUp(90),
      burnUp(400),
    ])
      expect(faults(burnUpChart(series))).toEqual([]);
    expect(textsOf(burnUpChart([])).map((text) => text.text)).toEqual(["Không có số liệu trong kỳ"]);
  });

  it("has no text cut or touching another, wherever the lines end", () => {
    const point = fc.record({ total: value, done: value, planned: value });
    const series = fc.array(point, { minLength: 1, maxLength: 30 }).map((points) =>
      points.map((given, index) => ({
        ...given,
        day: new Date(Date.UTC(2025, 10, 20 + index * 4)).toISOString().slice(0, 10),
      })),
    );
    fc.assert(
      fc.property(series, fc.integer({ min: 300, max: 700 }), (given, width) => {
        expect(faults(burnUpChart(given, { width }))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
