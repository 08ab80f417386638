import { deflateSync } from "node:zlib";
import { dict, name, type PdfObject, type PdfRef, PdfStream } from "../../pdf/index.ts";
import type { Revision } from "../revision.ts";
import { num } from "./outline.ts";

/** A box in points, [x0, y0, x1, y1]. */
export type Box = [number, number, number, number];

/**
 * Appearance stream of a widget (ISO 32000-1, 8.10 and 12.5.5): content in a box from (0, 0), turned as the page is so that it stands upright.
 *
 * @param rotate the page's /Rotate
 */
export function appearanceStream(
  revision: Revision,
  content: string,
  width: number,
  height: number,
  resources: Record<string, PdfObject> = {},
  rotate = 0,
): PdfRef {
  const plain = Buffer.from(content, "latin1");
  const packed = plain.length > 200;
  const turn: Record<number, number[]> = {
    90: [0, 1, -1, 0, 0, 0],
    180: [-1, 0, 0, -1, 0, 0],
    270: [0, -1, 1, 0, 0, 0],
  };
  return revision.add(
    new PdfStream(
      dict({
        Type: name("XObject"),
        Subtype: name("Form"),
        BBox: [0, 0, round(width), round(height)],
        Matrix: turn[rotate],
        Resources: dict(resources),
        Filter: packed ? name("FlateDecode") : undefined,
      }),
      packed ? deflated(content, plain) : plain,
    ),
  );
}

/** Contents packed lately: in a batch one signature is drawn a thousand times. Their number, and the bytes of one. */
const PACKED = new Map<string, Uint8Array>();
const MOST_PACKED = 32;
const LONGEST_PACKED = 262_144;

function deflated(content: string, plain: Uint8Array): Uint8Array {
  const known = PACKED.get(content);
  if (known !== undefined) return known;
  const bytes = deflateSync(plain);
  if (content.length > LONGEST_PACKED) return bytes;
  if (PACKED.size >= MOST_PACKED) PACKED.delete(PACKED.keys().next().value!);
  PACKED.set(content, bytes);
  return bytes;
}

/** To a thousandth of a point, as page content is written. */
export function round(value: number): number {
  return Number(num(value));
}

/** Content that paints the image `/Im` into a box. */
export function paintImage([x0, y0, x1, y1]: Box): string {
  return `q ${num(x1 - x0)} 0 0 ${num(y1 - y0)} ${num(x0)} ${num(y0)} cm /Im Do Q\n`;
}
