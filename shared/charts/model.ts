/** A drawing in user units of 1 point, y downwards: what every chart becomes, and what SVG, PDF and pictures are made from. */
export interface Drawing {
  /** Points. */
  width: number;
  height: number;
  /** What it shows, in one Vietnamese sentence: the alternative text. */
  title: string;
  shapes: Shape[];
}

/** A shape. Colours are "#rrggbb"; lengths and places are points. */
export type Shape =
  | { kind: "rect"; x: number; y: number; width: number; height: number; fill: string }
  | { kind: "line"; points: [number, number][]; stroke: string; strokeWidth: number; dash?: number[] }
  | { kind: "polygon"; points: [number, number][]; fill: string }
  /** A slice of a ring, angles in radians clockwise from the top. */
  | { kind: "slice"; x: number; y: number; inner: number; outer: number; from: number; to: number; fill: string }
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
