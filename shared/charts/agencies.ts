import { COLORS, emptyChart, room, textAt } from "./look.ts";
import type { AgencySeries, ChartOptions, Drawing, Shape } from "./model.ts";
import { count, widthOf, wrapped } from "./text.ts";

type Agency = AgencySeries[number];

/** What the bars are made of, from the left, with the heads of their columns. */
const PARTS = [
  { key: "done", head: ["Hoàn", "thành"], fill: COLORS.done },
  { key: "openInTime", head: ["Trong", "hạn"], fill: COLORS.open },
  { key: "overdue", head: ["Quá", "hạn"], fill: COLORS.overdue },
] as const;

/** From roomy to tight: size of type, leading, room between rows. */
const DENSITIES = [
  { size: 11, leading: 12.5, gap: 8 },
  { size: 10, leading: 11, gap: 5 },
  { size: 9, leading: 10, gap: 3.5 },
] as const;

const whole = (agency: Agency): number => agency.done + agency.openInTime + agency.overdue;

/** Several agencies as one. */
function together(name: string, agencies: AgencySeries): Agency {
  const sum = { name, done: 0, openInTime: 0, overdue: 0 };
  for (const { done, openInTime, overdue } of agencies) {
    sum.done += done;
    sum.openInTime += openInTime;
    sum.overdue += overdue;
  }
  return sum;
}

/**
 * Progress by lead agency: a bar for each, made of done, open in time and overdue, and the three values and their sum in columns beside it,
 * whose heads are the key to the fills. More agencies than a page holds are set tighter; what still does not fit is summed up in the last row.
 */
export function agencyChart(series: AgencySeries, options: ChartOptions = {}): Drawing {
  const { width, maxHeight } = room(options);
  const all = together("", series);
  if (series.length === 0)
    return emptyChart(width, "Biểu đồ kết quả theo cơ quan chủ trì: không có nhiệm vụ nào trong kỳ.");

  const nameWidth = width * 0.36;
  const columnWidth = Math.max(31, widthOf(count(Math.max(...series.map(whole))), 11, true) + 10);
  const barLeft = nameWidth + 8;
  const barRight = width - columnWidth * 4 - 6;
  const headHeight = 40;
  const { rows, density } = fitted(series, nameWidth, maxHeight - headHeight - 4);
  const { size, leading, gap } = density;
  const most = Math.max(...rows.map(({ agency }) => whole(agency)), 1);
  const shapes: Shape[] = [];

  PARTS.forEach(({ head, fill }, index) => {
    const right = width - columnWidth * (3 - index) - 2;
    shapes.push({
      kind: "rect",
      x: right - 10,
      y: 1,
      width: 10,
      height: 10,
      fill,
      stroke: COLORS.edge,
      strokeWidth: 0.75,
    });
    head.forEach((line, at) => {
      shapes.push(textAt(right, 22 + at * 11, line, { size: 9.5, anchor: "end" }));
    });
  });
  shapes.push(
    textAt(width - 2, 33, "Tổng", { size: 9.5, anchor: "end", bold: true }),
    textAt(0, 33, "Cơ quan chủ trì", { size: 9.5, bold: true }),
    {
      kind: "line",
      points: [
        [0, headHeight - 2],
        [width, headHeight - 2],
      ],
      stroke: COLORS.edge,
      strokeWidth: 0.75,
    },
  );

  let top = headHeight;
  for (const { agency, lines } of rows) {
    const height = lines.length * leading + gap;
    const middle = top + height / 2;
    lines.forEach((line, index) => {
      shapes.push(textAt(0, middle + (index - (lines.length - 1) / 2) * leading + size * 0.33, line, { size }));
    });
    const thick = Math.min(leading, 12);
    let x = barLeft;
    PARTS.forEach(({ key, fill }, index) => {
      const value = agency[key];
      const long = (value / most) * (barRight - barLeft);
      if (value > 0)
        shapes.push({
          kind: "rect",
          x,
          y: middle - thick / 2,
          width: long,
          height: thick,
          fill,
          stroke: COLORS.edge,
          strokeWidth: 0.5,
        });
      x += long;
      shapes.push(
        textAt(width - columnWidth * (3 - index) - 2, middle + size * 0.33, count(value), { size, anchor: "end" }),
      );
    });
    shapes.push(textAt(width - 2, middle + size * 0.33, count(whole(agency)), { size, anchor: "end", bold: true }));
    top += height;
    shapes.push({
      kind: "line",
      points: [
        [0, top],
        [width, top],
      ],
      stroke: COLORS.rule,
      strokeWidth: 0.4,
    });
  }
  // Over the rules of the rows: where the bars begin.
  shapes.push({
    kind: "line",
    points: [
      [barLeft, headHeight - 2],
      [barLeft, top],
    ],
    stroke: COLORS.edge,
    strokeWidth: 0.75,
  });

  return {
    width,
    height: Math.ceil(top + 2),
    title: `Biểu đồ kết quả theo ${count(series.length)} cơ quan chủ trì: trong ${count(whole(all))} nhiệm vụ có ${count(all.done)} đã hoàn thành, ${count(all.openInTime)} đang thực hiện trong hạn, ${count(all.overdue)} quá hạn.`,
    description: series
      .map(
        ({ name, done, openInTime, overdue }) =>
          `${name}: hoàn thành ${count(done)}, trong hạn ${count(openInTime)}, quá hạn ${count(overdue)}`,
      )
      .join("; ")
      .concat("."),
    shapes,
  };
}

interface Row {
  agency: Agency;
  lines: string[];
}

/** The agencies as rows in the roomiest setting that fits; the last ones together where even the tightest is too high. */
function fitted(
  series: AgencySeries,
  nameWidth: number,
  height: number,
): { rows: Row[]; density: (typeof DENSITIES)[number] } {
  let rows: Row[] = [];
  let density: (typeof DENSITIES)[number] = DENSITIES[0];
  const heightOf = (of: Row[]) => of.reduce((sum, { lines }) => sum + lines.length * density.leading + density.gap, 0);
  for (density of DENSITIES) {
    rows = series.map((agency) => ({ agency, lines: wrapped(agency.name, nameWidth, density.size, { most: 3 }) }));
    if (heightOf(rows) <= height) return { rows, density };
  }
  const rest: Agency[] = [];
  const summary = (): Row => {
    const agency = together(`Các cơ quan còn lại (${rest.length})`, rest);
    return { agency, lines: wrapped(agency.name, nameWidth, density.size) };
  };
  const room = height - density.leading - density.gap;
  while (rows.length > 1 && heightOf(rows) > room) rest.unshift(rows.pop()!.agency);
  return { rows: [...rows, summary()], density };
}
