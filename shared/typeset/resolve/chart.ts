import type { ChartData, Series } from "./chart-data.ts";
import type { Picture } from "./model.ts";
import type { VectorItem, VectorSegment, VectorText } from "./svg-model.ts";

/** Type size of axes and legend, and of the title, in twips (Word: 9 and 14 pt). */
const SIZE = 180;
const TITLE = 280;
/** About how wide a letter is, as a part of the size: only for the room that texts need. */
const LETTER = 0.52;
const GREY = "595959";
const LINE = "D9D9D9";
/** A group of columns and the gap after it stand as 100 to 150 (c:gapWidth, as Word starts with). */
const GROUP_PART = 0.6;

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Draws a chart anew from its remembered values: columns, bars, lines, areas, pies and rings, with title, axes, gridlines and legend.
 *
 * @param width,height in twips
 * @param family font of its texts
 */
export function drawChart(chart: ChartData, width: number, height: number, family: string): Picture["vector"] {
  const items: VectorItem[] = [];
  const text = (value: string, x: number, y: number, anchor: "start" | "middle" | "end", size = SIZE): void => {
    const piece: VectorText = {
      text: value.normalize("NFC"),
      families: [family],
      size,
      bold: false,
      italic: false,
      color: GREY,
      opacity: 1,
      dx: 0,
      dy: 0,
    };
    items.push({ kind: "text", matrix: [1, 0, 0, 1, x, y], pieces: [piece], anchor });
  };
  const room: Area = { x: SIZE, y: SIZE, width: width - 2 * SIZE, height: height - 2 * SIZE };
  if (chart.title !== "") {
    text(chart.title, width / 2, room.y + TITLE * 0.8, "middle", TITLE);
    room.y += TITLE * 1.6;
    room.height -= TITLE * 1.6;
  }
  const pieces = chart.kind === "pie" || chart.kind === "doughnut";
  const entries = pieces
    ? chart.categories.map((name, at) => ({ name, color: chart.series[0]!.points.get(at) ?? GREY }))
    : // What stands on one another is named in the same order, from above.
      chart.stacking !== "none" && (chart.legend === "right" || chart.legend === "left")
      ? [...chart.series].reverse()
      : chart.series;
  if (chart.legend !== undefined) drawLegend(items, text, chart.legend, entries, room);
  if (pieces) drawPie(items, text, chart, room);
  else drawAxes(items, text, chart, room);
  return { width, height, items };
}

type Write = (value: string, x: number, y: number, anchor: "start" | "middle" | "end", size?: number) => void;

function drawLegend(
  items: VectorItem[],
  text: Write,
  side: NonNullable<ChartData["legend"]>,
  entries: readonly { name: string; color: string }[],
  room: Area,
): void {
  const wide = (name: string): number => name.length * SIZE * LETTER + SIZE * 2.2;
  const mark = (color: string, x: number, y: number): void => {
    items.push(rectangle(x, y - SIZE * 0.6, SIZE * 0.6, SIZE * 0.6, color));
  };
  if (side === "right" || side === "left") {
    const width = Math.min(Math.max(...entries.map(({ name }) => wide(name)), 0), room.width * 0.4);
    const high = SIZE * 1.6;
    const x = side === "right" ? room.x + room.width - width + SIZE * 0.6 : room.x;
    let y = room.y + Math.max((room.height - entries.length * high) / 2, 0) + SIZE;
    for (const { name, color } of entries) {
      mark(color, x, y);
      text(name, x + SIZE, y, "start");
      y += high;
    }
    if (side === "left") room.x += width;
    room.width -= width;
    return;
  }
  const total = entries.reduce((sum, { name }) => sum + wide(name), 0);
  let x = room.x + Math.max((room.width - total) / 2, 0);
  const y = side === "bottom" ? room.y + room.height - SIZE * 0.2 : room.y + SIZE;
  for (const { name, color } of entries) {
    mark(color, x, y);
    text(name, x + SIZE, y, "start");
    x += wide(name);
  }
  if (side === "top") room.y += SIZE * 2;
  room.height -= SIZE * 2;
}

/** Values of a series as they stand on one another, where they do: from and to. */
function spans(chart: ChartData): [number, number][][] {
  const totals = chart.categories.map((_name, at) =>
    chart.series.reduce((sum, { values }) => sum + Math.abs(values[at] ?? 0), 0),
  );
  const above = chart.categories.map(() => [0, 0] as [number, number]);
  return chart.series.map(({ values }) =>
    chart.categories.map((_name, at): [number, number] => {
      const whole = chart.stacking === "percent" ? totals[at]! || 1 : 1;
      const value = (values[at] ?? 0) / whole;
      if (chart.stacking === "none") return [0, value];
      const slot = value < 0 ? 1 : 0;
      const from = above[at]![slot]!;
      above[at]![slot] = from + value;
      return [from, from + value];
    }),
  );
}

function drawAxes(items: VectorItem[], text: Write, chart: ChartData, room: Area): void {
  const all = spans(chart);
  const ends = all.flat(2);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  // A column does not reach the edge of the chart unless it is the whole.
  const free = chart.stacking === "percent" ? 0 : (most - least) * 0.05;
  const scale = scaleOf(chart.low ?? least - (least < 0 ? free : 0), chart.high ?? most + (most > 0 ? free : 0));
  const format = chart.stacking === "percent" ? "0%" : chart.format;
  const labels = scale.ticks.map((tick) => shownNumber(tick, format));
  const flat = chart.kind === "bar";
  const longest = Math.max(...(flat ? chart.categories : labels).map((label) => label.length));
  const left = Math.min(longest * SIZE * LETTER + SIZE, room.width * 0.4);
  const plot: Area = { x: room.x + left, y: room.y, width: room.width - left, height: room.height - SIZE * 1.8 };
  const count = chart.categories.length;
  /** Place of a value along its axis. */
  const at = (value: number): number => {
    const part = (Math.min(Math.max(value, scale.low), scale.high) - scale.low) / (scale.high - scale.low);
    return flat ? plot.x + part * plot.width : plot.y + plot.height - part * plot.height;
  };
  const foot = plot.y + plot.height + SIZE * 1.3;
  scale.ticks.forEach((tick, index) => {
    const place = at(tick);
    if (chart.gridlines || tick === 0)
      items.push(
        flat ? rule(place, plot.y, place, plot.y + plot.height) : rule(plot.x, place, plot.x + plot.width, place),
      );
    if (flat) text(labels[index]!, place, foot, "middle");
    else text(labels[index]!, plot.x - SIZE * 0.4, place + SIZE * 0.35, "end");
  });
  const step = (flat ? plot.height : plot.width) / count;
  // Where there is no room for every name, every so many is written.
  const every = flat
    ? 1
    : Math.max(Math.ceil((Math.max(...chart.categories.map((name) => name.length)) * SIZE * LETTER) / (step * 1.4)), 1);
  chart.categories.forEach((name, index) => {
    if (count > 12 && index % every !== 0) return;
    const middle = flat ? plot.y + plot.height - step * (index + 0.5) : plot.x + step * (index + 0.5);
    if (flat) text(name, plot.x - SIZE * 0.4, middle + SIZE * 0.35, "end");
    else text(name, middle, foot, "middle");
  });
  const side = chart.stacking === "none" ? chart.series.length : 1;
  chart.series.forEach((series, order) => {
    const row = all[order]!;
    if (chart.kind === "line" || chart.kind === "area") {
      drawLine(items, text, chart, series, row, (index) => plot.x + step * (index + 0.5), at);
      return;
    }
    const thick = (step * GROUP_PART) / side;
    row.forEach(([from, to], index) => {
      if (series.values[index] === undefined) return;
      const offset = step * (index + (1 - GROUP_PART) / 2) + (side === 1 ? 0 : order * thick);
      const [a, b] = [at(from), at(to)];
      const color = series.points.get(index) ?? series.color;
      if (flat)
        items.push(rectangle(Math.min(a, b), plot.y + plot.height - offset - thick, Math.abs(b - a), thick, color));
      else items.push(rectangle(plot.x + offset, Math.min(a, b), thick, Math.abs(b - a), color));
      if (!series.labels) return;
      const label = shownNumber(series.values[index]!, chart.format);
      if (flat)
        text(label, Math.max(a, b) + SIZE * 0.3, plot.y + plot.height - offset - thick / 2 + SIZE * 0.35, "start");
      else text(label, plot.x + offset + thick / 2, Math.min(a, b) - SIZE * 0.3, "middle");
    });
  });
}

function drawLine(
  items: VectorItem[],
  text: Write,
  chart: ChartData,
  series: Series,
  row: readonly [number, number][],
  across: (index: number) => number,
  up: (value: number) => number,
): void {
  const points = row.flatMap(([, to], index) =>
    series.values[index] === undefined ? [] : [{ index, x: across(index), y: up(to) }],
  );
  const segments = points.map(({ x, y }, at): VectorSegment => ({ kind: at === 0 ? "move" : "line", x, y }));
  if (segments.length === 0) return;
  if (chart.kind === "area") {
    const back = [...points]
      .reverse()
      .map(({ index, x }): VectorSegment => ({ kind: "line", x, y: up(row[index]![0]) }));
    items.push({
      kind: "shape",
      segments: [...segments, ...back, { kind: "close" }],
      fill: { color: series.color, opacity: 1, evenOdd: false },
    });
  } else items.push({ kind: "shape", segments, stroke: stroke(series.color, 45) });
  if (series.labels)
    for (const { index, x, y } of points)
      text(shownNumber(series.values[index]!, chart.format), x, y - SIZE * 0.5, "middle");
}

function drawPie(items: VectorItem[], text: Write, chart: ChartData, room: Area): void {
  const series = chart.series[0]!;
  const values = series.values.map((value) => Math.max(value ?? 0, 0));
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return;
  const radius = Math.max(Math.min(room.width, room.height) / 2 - SIZE, SIZE);
  const [cx, cy] = [room.x + room.width / 2, room.y + room.height / 2];
  const hole = chart.kind === "doughnut" ? radius / 2 : 0;
  let from = -Math.PI / 2;
  values.forEach((value, at) => {
    const to = from + (2 * Math.PI * value) / total;
    if (value > 0) {
      const outer = arc(cx, cy, radius, from, to, true);
      const inner: VectorSegment[] = hole > 0 ? arc(cx, cy, hole, to, from, false) : [{ kind: "line", x: cx, y: cy }];
      items.push({
        kind: "shape",
        segments: [...outer, ...inner, { kind: "close" }],
        fill: { color: series.points.get(at) ?? series.color, opacity: 1, evenOdd: false },
        stroke: stroke("FFFFFF", 20),
      });
      const label = chart.showPercent
        ? `${Math.round((100 * value) / total)}%`
        : series.labels
          ? shownNumber(value, chart.format)
          : "";
      const middle = (from + to) / 2;
      const reach = (radius + hole) * (hole > 0 ? 0.5 : 0.62);
      if (label !== "")
        text(label, cx + reach * Math.cos(middle), cy + reach * Math.sin(middle) + SIZE * 0.35, "middle");
    }
    from = to;
  });
}

/** An arc as curves of at most a quarter each, y downwards. */
function arc(cx: number, cy: number, radius: number, from: number, to: number, moves: boolean): VectorSegment[] {
  const at = (angle: number): [number, number] => [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
  const parts = Math.max(Math.ceil(Math.abs(to - from) / (Math.PI / 2)), 1);
  const step = (to - from) / parts;
  const reach = (4 / 3) * Math.tan(step / 4) * radius;
  const [x0, y0] = at(from);
  const segments: VectorSegment[] = [{ kind: moves ? "move" : "line", x: x0, y: y0 }];
  for (let index = 0; index < parts; index += 1) {
    const [a, b] = [from + step * index, from + step * (index + 1)];
    const [[ax, ay], [bx, by]] = [at(a), at(b)];
    segments.push({
      kind: "curve",
      x1: ax - reach * Math.sin(a),
      y1: ay + reach * Math.cos(a),
      x2: bx + reach * Math.sin(b),
      y2: by - reach * Math.cos(b),
      x: bx,
      y: by,
    });
  }
  return segments;
}

function rectangle(x: number, y: number, width: number, height: number, color: string): VectorItem {
  return {
    kind: "shape",
    segments: [
      { kind: "move", x, y },
      { kind: "line", x: x + width, y },
      { kind: "line", x: x + width, y: y + height },
      { kind: "line", x, y: y + height },
      { kind: "close" },
    ],
    fill: { color, opacity: 1, evenOdd: false },
  };
}

function rule(x1: number, y1: number, x2: number, y2: number): VectorItem {
  return {
    kind: "shape",
    segments: [
      { kind: "move", x: x1, y: y1 },
      { kind: "line", x: x2, y: y2 },
    ],
    stroke: stroke(LINE, 15),
  };
}

function stroke(color: string, width: number) {
  return { color, width, dash: [], dashOffset: 0, cap: 0 as const, join: 1 as const, miterLimit: 4, opacity: 1 };
}

/** Ends of the value axis and where it is marked: round numbers, at most eight steps. */
function scaleOf(low: number, high: number): { low: number; high: number; ticks: number[] } {
  const span = high - low || 1;
  const power = 10 ** Math.floor(Math.log10(span / 8));
  const step = [1, 2, 5, 10].map((unit) => unit * power).find((unit) => span / unit <= 8) ?? span;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_unused, at) => (first + at) * step);
  return { low: ticks[0]!, high: ticks.at(-1)!, ticks };
}

/** A number by the few formats that charts of offices have: percent, grouped thousands, a fixed number of decimals. */
function shownNumber(value: number, format: string): string {
  const places = /[0#][.,]?(0+)\s*%?$/.exec(format.split(";")[0] ?? "")?.[1];
  const decimals = /\.0+/.exec(format)?.[0].length ?? 0;
  if (format.includes("%")) return `${(value * 100).toFixed(Math.max(decimals - 1, 0))}%`;
  if (/#,##0/.test(format)) {
    const [whole = "", rest = ""] = Math.abs(value)
      .toFixed(Math.max(decimals - 1, 0))
      .split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
    return `${value < 0 ? "-" : ""}${grouped}${rest === "" ? "" : `,${rest}`}`;
  }
  if (places !== undefined && decimals > 1) return value.toFixed(decimals - 1).replace(".", ",");
  return String(Number(value.toPrecision(10))).replace(".", ",");
}
