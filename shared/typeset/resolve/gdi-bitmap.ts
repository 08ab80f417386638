import { cropped, readDib } from "./dib.ts";
import type { GdiCanvas } from "./gdi.ts";

/** Raster operation that copies the source. */
const COPY = 0xcc0020;

/** Four numbers: place and size. */
type Place = readonly [x: number, y: number, width: number, height: number];

/**
 * A device-independent bitmap of a record, drawn into a rectangle.
 *
 * @param header where its header begins; @param bits where its pixels do, straight behind the palette when absent
 * @param from place and size in the bitmap; @param to place and size in logical units
 * @param fromBottom the rows of `from` count from the bottom (StretchDIBits)
 */
export function drawDib(
  canvas: GdiCanvas,
  bytes: Uint8Array,
  { header, bits }: { header: number; bits?: number },
  operation: number,
  [xs, ys, ws, hs]: Place,
  [x, y, width, height]: Place,
  fromBottom: boolean,
): void {
  if (operation !== COPY) {
    canvas.left.add("raster operation");
    return;
  }
  const bitmap = readDib(bytes, header, bits);
  if (bitmap === undefined) {
    canvas.left.add("bitmap");
    return;
  }
  const top = fromBottom ? bitmap.height - ys - Math.abs(hs) : ys;
  canvas.bitmap(cropped(bitmap, xs, top, Math.abs(ws), Math.abs(hs)) ?? bitmap, x, y, width, height);
}
