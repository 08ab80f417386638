/** A drawing in user units of 1 point, y downwards: what every chart becomes, and what SVG, PDF and pictures are made from. */
export interface Drawing {
  /** Points. */
  width: number;
  height: number;
  /** What it shows and says, in one Vietnamese sentence: the alternative text. */
  title: string;
  /** Every value of the chart in words, for who cannot see it; left out where the title says all. */
  description?: string;
  /** Drawn in this order, later ones over earlier ones. */
  shapes: Shape[];
}

/** The edge of a shape; absent: none. */
interface Edge {
  stroke?: string;
  strokeWidth?: number;
}

/** A shape. Colours are "#rrggbb"; lengths and places are points. */
export type Shape =
  | ({ kind: "rect"; x: number; y: number; width: number; height: number; fill: string } & Edge)
  | { kind: "line"; points: [number, number][]; stroke: string; strokeWidth: number; dash?: number[] }
  | ({ kind: "polygon"; points: [number, number][]; fill: string } & Edge)
  /** A slice of a ring, angles in radians clockwise from the top. */
  | ({
      kind: "slice";
      x: number;
      y: number;
      inner: number;
      outer: number;
      from: number;
      to: number;
      fill: string;
    } & Edge)
  | {
      kind: "text";
      /** Of the baseline at the anchor. */
      x: number;
      y: number;
      text: string;
      size: number;
      anchor: "start" | "middle" | "end";
      bold?: boolean;
      fill: string;
    };

/**
 * Tasks by state: one part of a whole each, in the order they are to stand. `share`: its percent as the text around says it, where that is
 * not simply rounded (shares that are made to add up to 100).
 */
export type StatusSeries = readonly { code: string; label: string; value: number; share?: number }[];

/** Tasks by lead agency, in the order they are to stand. */
export type AgencySeries = readonly { name: string; done: number; openInTime: number; overdue: number }[];

/** Tasks in all, done and planned to be done at the end of each day named; ISO days, ascending. */
export type BurnUpSeries = readonly { day: string; total: number; done: number; planned: number }[];

/** How large a chart may be. */
export interface ChartOptions {
  /** Points; the text width of an A4 page when absent. At least 240. */
  width?: number;
  /** Points; the least that a page can hold beside a heading and a caption when absent. */
  maxHeight?: number;
}
