import { crc32, deflateSync } from "node:zlib";
import type { Plane } from "./raster.ts";

/**
 * A PNG of one colour with transparency, one byte a pixel: a palette of that colour in every transparency (PNG 11.2.3, 11.3.2), and its
 * true size (pHYs, 11.3.5.3). The same picture gives the same bytes.
 *
 * @param alpha 0 to 1
 * @param colour [red, green, blue], 0 to 255
 */
export function encodeInk(
  { width, height, values: alpha }: Plane,
  colour: readonly number[],
  widthMm: number,
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const density = Buffer.alloc(9);
  const perMetre = Math.round((width * 1000) / widthMm);
  density.writeUInt32BE(perMetre, 0);
  density.writeUInt32BE(perMetre, 4);
  density[8] = 1;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = Math.round(255 * Math.min(1, Math.max(0, alpha[y * width + x] as number)));
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("pHYs", density),
    chunk("PLTE", Buffer.from(Array.from({ length: 256 }, () => colour).flat())),
    chunk("tRNS", Buffer.from(Array.from({ length: 256 }, (_, i) => i))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
