import { COLORS, emptyChart, room, SIZE, textAt } from "./look.ts";
import type { BurnUpSeries, ChartOptions, Drawing, Shape } from "./model.ts";
import { count, dayText, widthOf } from "./text.ts";

/** The three lines, each told from the others by its stroke, its marks and the label at its end. */
const LINES = [
  { key: "total", label: "Tổng số", stroke: COLORS.faint, strokeWidth: 1, dash: undefined },
  { key: "planned", label: "Theo kế hoạch", stroke: COLORS.plannedLine, strokeWidth: 1.5, dash: [5, 3] },
  { key: "done", label: "Đã hoàn thành", stroke: COLORS.doneLine, strokeWidth: 2.5, dash: undefined },
] as const;

/**
 * Burn-up: tasks in all, planned to be done and done, over the days of the series. Days stand at their distance; the axis of counts begins at
 * nought; the last value of each line stands at its end.
 */
export function burnUpChart(series: BurnUpSeries, options: ChartOptions = {}): Drawing {
  const { width, maxHeight } = room(options);
  if (series.length === 0) return emptyChart(width, "Biểu đồ tiến độ hoàn thành: không có số liệu trong kỳ.");
  const first = series[0]!;
  const last = series[series.length - 1]!;
  const height = Math.min(230, maxHeight);
  const highest = Math.max(1, ...series.flatMap(({ total, done, planned }) => [total, done, planned]));
  const step = axisStep(highest);
  const top = Math.ceil(highest / step) * step;
  const ends = LINES.map((line) => ({ ...line, text: `${line.label}: ${count(last[line.key])}` }));
  const left = widthOf(count(top), SIZE.small) + 8;
  const right = width - Math.max(...ends.map(({ text }) => widthOf(text, SIZE.label, true))) - 16;
  const bottom = height - 20;
  const ceiling = 20;
  const start = Date.parse(first.day);
  const span = Date.parse(last.day) - start;
  const xOf = (day: string): number =>
    span <= 0 ? (left + right) / 2 : left + ((Date.parse(day) - start) / span) * (right - left);
  const yOf = (value: number): number => bottom - (value / top) * (bottom - ceiling);

  const shapes: Shape[] = [textAt(0, 10, "Số nhiệm vụ", { size: SIZE.small })];
  for (let value = 0; value <= top; value += step) {
    const y = yOf(value);
    const zero = value === 0;
    shapes.push(
      {
        kind: "line",
        points: [
          [left, y],
          [right, y],
        ],
        stroke: zero ? COLORS.edge : COLORS.rule,
        strokeWidth: zero ? 0.9 : 0.5,
      },
      textAt(left - 5, y + 3, count(value), { size: SIZE.small, anchor: "end" }),
    );
  }
  shapes.push(...dayLabels(series, xOf, bottom, left, right));

  for (const { key, stroke, strokeWidth, dash } of LINES) {
    const points = series.map((point): [number, number] => [xOf(point.day), yOf(point[key])]);
    if (points.length > 1)
      shapes.push({ kind: "line", points, stroke, strokeWidth, ...(dash === undefined ? {} : { dash: [...dash] }) });
    const crowded = points.length > 1 && (right - left) / (points.length - 1) < 12;
    for (const [x, y] of crowded ? points.slice(-1) : points) shapes.push(mark(key, x, y, stroke));
  }
  // Labels at the ends of the lines, pushed apart where the lines end close together; a thin line leads to one that had to move.
  const places = apart(
    ends.map(({ key }) => yOf(last[key])),
    15,
    ceiling - 4,
    bottom,
  );
  ends.forEach(({ key, text, stroke }, index) => {
    const y = yOf(last[key]);
    const place = places[index]!;
    const x = xOf(last.day) + 4;
    if (Math.abs(place - y) > 3 || x + 8 < right)
      shapes.push({
        kind: "line",
        points: [
          [x, y],
          [right + 9, place],
        ],
        stroke: COLORS.faint,
        strokeWidth: 0.5,
      });
    shapes.push(textAt(right + 11, place + 3.7, text, { bold: key === "done", fill: stroke }));
  });
  const period =
    first.day === last.day
      ? `đến ngày ${dayText(last.day)}`
      : `từ ngày ${dayText(first.day)} đến ngày ${dayText(last.day)}`;
  return {
    width,
    height,
    title: `Biểu đồ tiến độ hoàn thành ${period}: đã hoàn thành ${count(last.done)} trong tổng số ${count(last.total)} nhiệm vụ, theo kế hoạch là ${count(last.planned)}.`,
    description: series
      .map(
        ({ day, total, planned, done }) =>
          `${dayText(day)}: tổng số ${count(total)}, theo kế hoạch ${count(planned)}, đã hoàn thành ${count(done)}`,
      )
      .join("; ")
      .concat("."),
    shapes,
  };
}

/** A square for all, a diamond for planned, a disc for done. */
function mark(key: "total" | "planned" | "done", x: number, y: number, fill: string): Shape {
  if (key === "total")
    return { kind: "rect", x: x - 2, y: y - 2, width: 4, height: 4, fill: "#ffffff", stroke: fill, strokeWidth: 1 };
  if (key === "planned")
    return {
      kind: "polygon",
      points: [
        [x, y - 3.2],
        [x + 3.2, y],
        [x, y + 3.2],
        [x - 3.2, y],
      ],
      fill: "#ffffff",
      stroke: fill,
      strokeWidth: 1,
    };
  return { kind: "slice", x, y, inner: 0, outer: 3, from: 0, to: Math.PI * 2, fill };
}

/** A step of 1, 2 or 5 times a power of ten that gives at most six lines. */
function axisStep(highest: number): number {
  let power = 1;
  for (;;) {
    for (const factor of [1, 2, 5]) if (highest / (factor * power) <= 6) return factor * power;
    power *= 10;
  }
}

/** Day labels that do not touch: the last day always, the others as far as there is room; the year only where it is said first or changes. */
function dayLabels(
  series: BurnUpSeries,
  xOf: (day: string) => number,
  bottom: number,
  left: number,
  right: number,
): Shape[] {
  const shapes: Shape[] = [];
  const texts = series.map(({ day }, index) => {
    const year = index === 0 || index === series.length - 1 || day.slice(0, 4) !== series[index - 1]!.day.slice(0, 4);
    return dayText(day, year);
  });
  const boxes = series.map(({ day }, index) => {
    const half = widthOf(texts[index]!, SIZE.small) / 2;
    const x = Math.min(Math.max(xOf(day), left - 8 + half), right + 12 - half);
    return { x, from: x - half, to: x + half };
  });
  const taken: { from: number; to: number }[] = [];
  const order = [series.length - 1, ...series.keys()];
  for (const index of order) {
    const box = boxes[index]!;
    if (taken.some((other) => box.from < other.to + 8 && box.to + 8 > other.from)) continue;
    taken.push(box);
    const x = xOf(series[index]!.day);
    shapes.push(
      {
        kind: "line",
        points: [
          [x, bottom],
          [x, bottom + 3],
        ],
        stroke: COLORS.edge,
        strokeWidth: 0.75,
      },
      textAt(box.x, bottom + 14, texts[index]!, { size: SIZE.small, anchor: "middle" }),
    );
  }
  return shapes;
}

/** Heights near the wanted ones, at least `distance` from each other, between `low` and `high` as far as they fit. */
function apart(wanted: readonly number[], distance: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const places = order.map((index) => Math.max(wanted[index]!, low));
  for (let at = 1; at < places.length; at += 1) places[at] = Math.max(places[at]!, places[at - 1]! + distance);
  for (let at = places.length - 1, limit = high; at >= 0; at -= 1, limit = places[at + 1]! - distance)
    places[at] = Math.min(places[at]!, limit);
  const result: number[] = [];
  order.forEach((index, at) => {
    result[index] = places[at]!;
  });
  return result;
}
