/** Pixels of a bitmap, three bytes each, row by row from the top. */
export interface Bitmap {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** Most pixels a bitmap may have. */
export const MOST_PIXELS = 16_000_000;

/**
 * Reads a device-independent bitmap ([MS-WMF] 2.2.2.9): 1, 4, 8, 16, 24 or 32 bits a pixel, uncompressed or with bit fields.
 *
 * @param header where BITMAPINFOHEADER (or the old core header) begins
 * @param bits where the pixels begin; straight behind the palette when absent
 * @returns undefined for what is compressed, too large or cut off
 */
export function readDib(bytes: Uint8Array, header: number, bits?: number): Bitmap | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header < 0 || header + 16 > bytes.length) return undefined;
  const size = view.getUint32(header, true);
  const core = size === 12;
  if (!core && (size < 40 || size > 200 || header + size > bytes.length)) return undefined;
  const width = core ? view.getUint16(header + 4, true) : view.getInt32(header + 4, true);
  const tall = core ? view.getUint16(header + 6, true) : view.getInt32(header + 8, true);
  const depth = view.getUint16(header + (core ? 10 : 14), true);
  const compression = core ? 0 : view.getUint32(header + 16, true);
  const height = Math.abs(tall);
  if (width <= 0 || height === 0 || width * height > MOST_PIXELS || ![1, 4, 8, 16, 24, 32].includes(depth))
    return undefined;
  if (compression !== 0 && !(compression === 3 && (depth === 16 || depth === 32))) return undefined;

  let palette = header + size;
  let masks = depth === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
  if (compression === 3) {
    // The masks stand behind the plain header, and within the longer ones at the same place (from BITMAPV2INFOHEADER).
    if (header + 52 > bytes.length) return undefined;
    masks = [40, 44, 48].map((at) => view.getUint32(header + at, true));
    if (size === 40) palette += 12;
  }
  const entry = core ? 3 : 4;
  const used = core ? 0 : view.getUint32(header + 32, true);
  const colors = depth <= 8 ? (used === 0 ? 1 << depth : Math.min(used, 1 << depth)) : 0;
  const start = bits ?? palette + colors * entry + (depth > 8 ? Math.min(used, 1024) * entry : 0);
  const stride = ((width * depth + 31) >> 5) << 2;
  if (palette + colors * entry > bytes.length || start < 0 || start + stride * height > bytes.length) return undefined;

  const rgb = new Uint8Array(width * height * 3);
  const parts = masks.map((mask) => ({
    shift: mask === 0 ? 0 : 31 - Math.clz32(mask & -mask),
    most: mask === 0 ? 1 : mask >>> (31 - Math.clz32(mask & -mask)),
    mask,
  }));
  // Blue, green and red in bytes of their own: by far the most common.
  const plain = depth === 24 || (depth === 32 && masks.join() === "16711680,65280,255");
  for (let y = 0; y < height; y += 1) {
    const row = start + (tall > 0 ? height - 1 - y : y) * stride;
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 3;
      if (depth <= 8) {
        const byte = bytes[row + ((x * depth) >> 3)]!;
        const index = depth === 8 ? byte : (byte >> (8 - depth - ((x * depth) & 7))) & ((1 << depth) - 1);
        const color = palette + Math.min(index, colors - 1) * entry;
        rgb[to] = bytes[color + 2]!;
        rgb[to + 1] = bytes[color + 1]!;
        rgb[to + 2] = bytes[color]!;
      } else if (plain) {
        const at = row + x * (depth >> 3);
        rgb[to] = bytes[at + 2]!;
        rgb[to + 1] = bytes[at + 1]!;
        rgb[to + 2] = bytes[at]!;
      } else {
        const value = depth === 16 ? view.getUint16(row + x * 2, true) : view.getUint32(row + x * 4, true);
        parts.forEach(({ shift, most, mask }, channel) => {
          rgb[to + channel] = Math.round((((value & mask) >>> shift) / most) * 255);
        });
      }
    }
  }
  return { width, height, rgb };
}

/** Reads a BMP file: a file header of 14 bytes, then the bitmap. */
export function readBmp(bytes: Uint8Array): Bitmap | undefined {
  if (bytes[0] !== 0x42 || bytes[1] !== 0x4d || bytes.length < 30) return undefined;
  return readDib(bytes, 14, new DataView(bytes.buffer, bytes.byteOffset).getUint32(10, true));
}

/** Part of a bitmap, from its upper left corner; undefined when it lies outside. */
export function cropped(of: Bitmap, x: number, y: number, width: number, height: number): Bitmap | undefined {
  if (x === 0 && y === 0 && width === of.width && height === of.height) return of;
  if (x < 0 || y < 0 || width <= 0 || height <= 0 || x + width > of.width || y + height > of.height) return undefined;
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const from = ((y + row) * of.width + x) * 3;
    rgb.set(of.rgb.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, rgb };
}
