import type { Bitmap } from "./dib.ts";

/** An affine map [a b c d e f]: x' = a·x + c·y + e, y' = b·x + d·y + f, as SVG and PDF write it. */
export type Matrix = readonly [number, number, number, number, number, number];

/** A picture as lines and letters, in its own user units, y downwards, already moved so that (0, 0) is the top left corner. */
export interface VectorPicture {
  width: number;
  height: number;
  items: VectorItem[];
  /** The part that is shown, where it is not the whole: left, top, width and height in the same units. */
  view?: readonly [number, number, number, number];
}

/** A piece of an outline; places in the picture's units, every transform applied. */
export type VectorSegment =
  | { kind: "move"; x: number; y: number }
  | { kind: "line"; x: number; y: number }
  /** A cubic Bézier curve. */
  | { kind: "curve"; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
  | { kind: "close" };

/** How a line is drawn; lengths in the picture's units. Colours are RRGGBB. */
export interface VectorStroke {
  color: string;
  width: number;
  dash: number[];
  dashOffset: number;
  cap: 0 | 1 | 2;
  join: 0 | 1 | 2;
  miterLimit: number;
  /** 0 to 1. */
  opacity: number;
}

/** An area that what is drawn is cut to. */
export interface VectorClip {
  segments: VectorSegment[];
  evenOdd: boolean;
}

/** A drawn item, cut to every one of its clips; items that share them share the list. */
export type VectorItem = VectorMark & { clips?: readonly VectorClip[] };

/** A shape, a bitmap, or a piece of text in one style that begins where its anchor says. */
export type VectorMark =
  | {
      kind: "shape";
      segments: VectorSegment[];
      fill?: { color: string; opacity: number; evenOdd: boolean };
      stroke?: VectorStroke;
    }
  | {
      kind: "text";
      /** From text space (baseline at (0, 0), y downwards) to the picture's units. */
      matrix: Matrix;
      /** Pieces in a row, each with its own style. */
      pieces: VectorText[];
      anchor: "start" | "middle" | "end";
      /** Width that the pieces are stretched or pressed to, in text space units; their own when absent. */
      width?: number;
    }
  /** Pixels in the unit square that the matrix maps, their first row at y = 0. */
  | { kind: "bitmap"; bitmap: Bitmap | EncodedBitmap; matrix: Matrix };

/** Letters in one style. */
export interface VectorText {
  text: string;
  /** Family names in the order of preference. */
  families: string[];
  /** In text space units. */
  size: number;
  bold: boolean;
  italic: boolean;
  color: string;
  opacity: number;
  /** Shift from where the piece before ended. */
  dx: number;
  dy: number;
}

/** A PNG or JPEG as it came. */
export interface EncodedBitmap {
  bytes: Uint8Array;
}
