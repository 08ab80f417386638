import type { ChartOptions, Drawing, Shape } from "./model.ts";

/** Text width of an A4 page with margins of 30 and 20 mm, in points, less what a picture's frame may take. */
const PAGE_WIDTH = 450;
/** Text height of an A4 page less heading and caption. */
const PAGE_HEIGHT = 620;

/**
 * Colours: those of the parts are apart by lightness (as greys 61, 130, 183, 217, 239 and 255 of 255), so that a black and white print tells
 * them apart; and nothing is told by colour alone, for every part has its value in words beside it.
 */
export const COLORS = {
  text: "#000000",
  faint: "#595959",
  rule: "#bfbfbf",
  done: "#5b88b5",
  doneLate: "#9dbbd8",
  doneOther: "#c9dbec",
  open: "#eaf0f6",
  openOther: "#ffffff",
  overdue: "#8f1a1a",
  doneLine: "#1f4e79",
  plannedLine: "#a32020",
  edge: "#333333",
} as const;

/** Text sizes in points: the smallest that reads well beside the 13 to 14 pt of an official text. */
export const SIZE = { label: 11, small: 9.5 } as const;

/** Room a chart has, in points. */
export function room(options: ChartOptions): { width: number; maxHeight: number } {
  return {
    width: Math.max(options.width ?? PAGE_WIDTH, 240),
    maxHeight: Math.max(options.maxHeight ?? PAGE_HEIGHT, 120),
  };
}

/** One line of text. */
export function textAt(
  x: number,
  y: number,
  text: string,
  {
    size = SIZE.label,
    anchor = "start",
    bold = false,
    fill = COLORS.text,
  }: {
    size?: number;
    anchor?: "start" | "middle" | "end";
    bold?: boolean;
    fill?: string;
  } = {},
): Shape {
  return { kind: "text", x, y, text, size, anchor, ...(bold ? { bold } : {}), fill };
}

/** A chart for which there is nothing to count. */
export function emptyChart(width: number, title: string): Drawing {
  const height = 60;
  return {
    width,
    height,
    title,
    shapes: [
      {
        kind: "rect",
        x: 0.5,
        y: 0.5,
        width: width - 1,
        height: height - 1,
        fill: "#ffffff",
        stroke: COLORS.rule,
        strokeWidth: 0.75,
      },
      textAt(width / 2, height / 2 + 4, "Không có số liệu trong kỳ", { anchor: "middle", fill: COLORS.faint }),
    ],
  };
}

/** White or black, whichever reads better on a fill ("#rrggbb"; relative luminance of WCAG 2.2). */
export function inkOn(fill: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(fill.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}
