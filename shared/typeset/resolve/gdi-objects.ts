import type { Matrix, VectorClip } from "./svg-model.ts";

/** Most records of a metafile that are played. */
export const MOST_RECORDS = 300_000;

/** A pen of GDI; width in logical units, 0 for the thinnest line. */
export interface Pen {
  kind: "pen";
  /** PS_SOLID 0, PS_DASH 1, PS_DOT 2, PS_DASHDOT 3, PS_DASHDOTDOT 4, PS_NULL 5, PS_INSIDEFRAME 6. */
  style: number;
  width: number;
  color: string;
  cap: 0 | 1 | 2;
  join: 0 | 1 | 2;
}

/** A brush; without a colour it paints nothing. */
export interface Brush {
  kind: "brush";
  color?: string;
}

/** A logical font. */
export interface Font {
  kind: "font";
  family: string;
  /** As in LOGFONT: negative is the size of the letters, positive that of the line. */
  height: number;
  /** Tenths of a degree, counterclockwise. */
  escapement: number;
  bold: boolean;
  italic: boolean;
  /** Number of its character set (VIETNAMESE_CHARSET is 163), for texts in bytes. */
  charset: number;
}

/** What may be made, selected and deleted; "other": palettes and the like, which take a place in the table. */
export type GdiObject = Pen | Brush | Font | Region | { kind: "other" };

/** A region: the union of rectangles. */
export interface Region {
  kind: "region";
  boxes: Box[];
}

/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

/** A COLORREF (red, green, blue) as RRGGBB. */
export function colorAt(bytes: Uint8Array, at: number): string {
  return [0, 1, 2].map((part) => bytes[at + part]!.toString(16).padStart(2, "0").toUpperCase()).join("");
}

/** Letters of one byte each, in the code page of a character set. */
export function lettersOf(bytes: Uint8Array, charset: number): string {
  return new TextDecoder(charset === 163 ? "windows-1258" : "windows-1252").decode(bytes);
}

/** Everything that SaveDC keeps. */
export interface GdiState {
  pen: Pen;
  brush: Brush;
  font: Font;
  textColor: string;
  backColor: string;
  textAlign: number;
  evenOdd: boolean;
  clockwise: boolean;
  mapMode: number;
  window: [number, number, number, number];
  viewport: [number, number, number, number];
  world: Matrix;
  position: [number, number];
  miterLimit: number;
  clips: readonly VectorClip[];
  /** Rectangles cut out, in the picture's units. */
  holes: readonly Box[];
}

/** The pen a device begins with. */
export const BLACK_PEN: Pen = { kind: "pen", style: 0, width: 0, color: "000000", cap: 1, join: 1 };
/** Stock objects by number ([MS-EMF] 2.1.31). */
export const STOCK: Record<number, GdiObject> = {
  0: { kind: "brush", color: "FFFFFF" },
  1: { kind: "brush", color: "C0C0C0" },
  2: { kind: "brush", color: "808080" },
  3: { kind: "brush", color: "404040" },
  4: { kind: "brush", color: "000000" },
  5: { kind: "brush" },
  6: { ...BLACK_PEN, color: "FFFFFF" },
  7: BLACK_PEN,
  8: { ...BLACK_PEN, style: 5 },
};
/** The font a device begins with. */
export const SYSTEM_FONT: Font = {
  kind: "font",
  family: "Arial",
  height: -13,
  escapement: 0,
  bold: false,
  italic: false,
  charset: 0,
};
