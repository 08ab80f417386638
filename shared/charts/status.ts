import { COLORS, emptyChart, inkOn, room, SIZE, textAt } from "./look.ts";
import type { ChartOptions, Drawing, Shape, StatusSeries } from "./model.ts";
import { count, share, widthOf, wrapped } from "./text.ts";

/** Fills by status code; neighbours on the ring differ in lightness. Unknown codes take what is left, in turn. */
const FILLS: Record<string, string> = {
  "done-in-time": COLORS.done,
  "done-late": COLORS.doneLate,
  "done-without-deadline": COLORS.doneOther,
  "open-in-time": COLORS.open,
  "open-overdue": COLORS.overdue,
  "open-without-deadline": COLORS.openOther,
};
const OTHERS = ["#404040", "#8c8c8c", "#d0d0d0", "#5a5a5a", "#b0b0b0"];

/**
 * Shares by status as a ring: the whole in its middle, the parts clockwise from the top, and beside it a list with the value and share of
 * every part (also of those that are none), in the same order.
 */
export function statusChart(series: StatusSeries, options: ChartOptions = {}): Drawing {
  const { width } = room(options);
  const total = series.reduce((sum, { value }) => sum + value, 0);
  if (total <= 0) return emptyChart(width, "Biểu đồ tình hình thực hiện: không có nhiệm vụ nào trong kỳ.");
  const shapes: Shape[] = [];
  const outer = Math.min(80, width * 0.2);
  const inner = outer * 0.56;
  const listLeft = outer * 2 + 28;
  const valueRight = width - 52;
  const labelWidth = valueRight - widthOf(count(total), SIZE.label, true) - 12 - (listLeft + 18);
  const rows = series.map((part, index) => ({
    ...part,
    fill: FILLS[part.code] ?? OTHERS[index % OTHERS.length]!,
    lines: wrapped(part.label, labelWidth, SIZE.label),
  }));
  const step = 14;
  const gap = 7;
  const listHeight = rows.reduce((sum, { lines }) => sum + lines.length * step + gap, 0) + step + 10;
  const height = Math.ceil(Math.max(outer * 2, listHeight) + 8);
  const x = outer + 2;
  const y = height / 2;

  let from = 0;
  for (const { value, fill, share: percent } of rows) {
    if (value <= 0) continue;
    const to = from + (value / total) * Math.PI * 2;
    shapes.push({ kind: "slice", x, y, inner, outer, from, to, fill, stroke: COLORS.edge, strokeWidth: 0.75 });
    const label = share(value, total, percent);
    // A label inside its slice only where the slice is wide enough for it at the middle of the ring.
    const middle = (inner + outer) / 2;
    if (
      Math.min((to - from) * middle, outer * 2) > widthOf(label, SIZE.small) + 4 &&
      widthOf(label, SIZE.small) + 2 < outer - inner
    ) {
      const angle = (from + to) / 2;
      shapes.push(
        textAt(x + Math.sin(angle) * middle, y - Math.cos(angle) * middle + SIZE.small * 0.33, label, {
          size: SIZE.small,
          anchor: "middle",
          fill: inkOn(fill),
        }),
      );
    }
    from = to;
  }
  shapes.push(
    textAt(x, y + 2, count(total), { size: 18, anchor: "middle", bold: true }),
    textAt(x, y + 15, "nhiệm vụ", { size: SIZE.small, anchor: "middle" }),
  );

  let top = (height - listHeight) / 2;
  for (const { fill, lines, value, share: percent } of rows) {
    shapes.push({
      kind: "rect",
      x: listLeft,
      y: top + 2,
      width: 11,
      height: 11,
      fill,
      stroke: COLORS.edge,
      strokeWidth: 0.75,
    });
    const base = top + 11.5;
    for (const [index, line] of lines.entries()) shapes.push(textAt(listLeft + 18, base + index * step, line));
    shapes.push(
      textAt(valueRight, base, count(value), { anchor: "end", bold: true }),
      textAt(width - 2, base, share(value, total, percent), { anchor: "end" }),
    );
    top += lines.length * step + gap;
  }
  shapes.push(
    {
      kind: "line",
      points: [
        [listLeft, top],
        [width, top],
      ],
      stroke: COLORS.edge,
      strokeWidth: 0.75,
    },
    textAt(listLeft + 18, top + 15, "Tổng số", { bold: true }),
    textAt(valueRight, top + 15, count(total), { anchor: "end", bold: true }),
    textAt(width - 2, top + 15, "100%", { anchor: "end" }),
  );
  const parts = rows.map(
    ({ label, value, share: percent }) =>
      `${label.toLocaleLowerCase("vi")} ${count(value)} (${share(value, total, percent)})`,
  );
  return { width, height, title: `Biểu đồ tình hình thực hiện ${count(total)} nhiệm vụ: ${parts.join("; ")}.`, shapes };
}
