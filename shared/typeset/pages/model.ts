import type { Fitted } from "../lines/index.ts";
import type { Picture } from "../resolve/model.ts";

/** One thing drawn on a page. Twips from the page's top left corner, y downwards. */
export type Op =
  | {
      kind: "text";
      x: number /** Baseline. */;
      y: number;
      width: number;
      text: string;
      fitted: Fitted;
      stretch: number;
    }
  | {
      kind: "line";
      x1: number;
      y1: number;
      x2: number;
      y2: number;
      width: number;
      color: string;
      dash: "solid" | "dotted" | "dashed";
    }
  | { kind: "fill"; x: number; y: number; width: number; height: number; color: string }
  | { kind: "image"; x: number; y: number; width: number; height: number; picture: Picture };

/** A bookmark's box on a page, in twips from the top left. */
export interface PageMark {
  name: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  fitted: Fitted;
  area: boolean;
}

/** A finished page. */
export interface Page {
  width: number;
  height: number;
  /** Number shown by PAGE. */
  number: number;
  section: number;
  /** Drawn below everything else: fills and pictures behind the text. */
  under: Op[];
  ops: Op[];
  marks: PageMark[];
  /** Headings for the outline: level 0–8, text, and top. */
  headings: { level: number; text: string; y: number }[];
}
