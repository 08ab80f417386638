import { type Bitmap, MOST_PIXELS } from "./dib.ts";

/**
 * Reads the first frame of a GIF (GIF89a specification, 18 to 23 and appendix F), on white where it is transparent.
 *
 * @returns undefined for what is no GIF, too large or broken
 */
export function readGif(bytes: Uint8Array): Bitmap | undefined {
  if (!/^GIF8[79]a/.test(String.fromCharCode(...bytes.subarray(0, 6))) || bytes.length < 14) return undefined;
  const word = (at: number): number => bytes[at]! | (bytes[at + 1]! << 8);
  const [width, height] = [word(6), word(8)];
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) return undefined;
  const flags = bytes[10]!;
  let at = 13;
  let palette = bytes.subarray(at, at);
  if ((flags & 0x80) !== 0) {
    palette = bytes.subarray(at, at + 3 * (2 << (flags & 7)));
    at += palette.length;
  }
  let transparent = -1;
  while (at < bytes.length) {
    const block = bytes[at]!;
    if (block === 0x21) {
      // A graphic control extension names the transparent colour.
      if (bytes[at + 1] === 0xf9 && (bytes[at + 3]! & 1) !== 0) transparent = bytes[at + 6] ?? -1;
      at = afterBlocks(bytes, at + 2);
    } else if (block === 0x2c) {
      if (at + 11 > bytes.length) return undefined;
      const [left, top, w, h] = [word(at + 1), word(at + 3), word(at + 5), word(at + 7)];
      const own = bytes[at + 9]!;
      at += 10;
      if ((own & 0x80) !== 0) {
        palette = bytes.subarray(at, at + 3 * (2 << (own & 7)));
        at += palette.length;
      }
      if (left + w > width || top + h > height || palette.length === 0) return undefined;
      const indexes = unpack(bytes, at, w * h);
      if (indexes === undefined) return undefined;
      const rgb = new Uint8Array(width * height * 3).fill(255);
      rowsOf(h, (own & 0x40) !== 0).forEach((row, order) => {
        for (let x = 0; x < w; x += 1) {
          const index = indexes[order * w + x]!;
          if (index === transparent || index * 3 + 2 >= palette.length) continue;
          const to = ((top + row) * width + left + x) * 3;
          rgb[to] = palette[index * 3]!;
          rgb[to + 1] = palette[index * 3 + 1]!;
          rgb[to + 2] = palette[index * 3 + 2]!;
        }
      });
      return { width, height, rgb };
    } else return undefined;
  }
  return undefined;
}

/** Place behind a chain of blocks with their lengths. */
function afterBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
  return at + 1;
}

/** Rows in the order they are stored: one after the other, or in four passes. */
function rowsOf(height: number, interlaced: boolean): number[] {
  const rows: number[] = [];
  const passes = interlaced
    ? [
        [0, 8],
        [4, 8],
        [2, 4],
        [1, 2],
      ]
    : [[0, 1]];
  for (const [start = 0, step = 1] of passes) for (let row = start; row < height; row += step) rows.push(row);
  return rows;
}

/** LZW with codes of growing width, in blocks. */
function unpack(bytes: Uint8Array, from: number, count: number): Uint8Array | undefined {
  const least = bytes[from]!;
  if (!(least >= 2 && least <= 8)) return undefined;
  const clear = 1 << least;
  const prefix = new Uint16Array(4096);
  const last = new Uint8Array(4096);
  const lengths = new Uint16Array(4096);
  for (let code = 0; code < clear; code += 1) {
    last[code] = code;
    lengths[code] = 1;
  }
  const out = new Uint8Array(count);
  let written = 0;
  let next = clear + 2;
  let width = least + 1;
  let before = -1;
  let buffer = 0;
  let held = 0;
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== 0 && written < count) {
    const end = Math.min(at + 1 + bytes[at]!, bytes.length);
    for (at += 1; at < end && written < count; at += 1) {
      buffer |= bytes[at]! << held;
      held += 8;
      while (held >= width && written < count) {
        const code = buffer & ((1 << width) - 1);
        buffer >>>= width;
        held -= width;
        if (code === clear) {
          next = clear + 2;
          width = least + 1;
          before = -1;
          continue;
        }
        if (code === clear + 1) return out;
        if (code > next || (code === next && before < 0)) return undefined;
        // A code that is only being made ends as it begins.
        const length = code === next ? lengths[before]! + 1 : lengths[code]!;
        let walk = code === next ? before : code;
        let place = written + length - (code === next ? 2 : 1);
        let first = 0;
        for (; place >= written; place -= 1) {
          first = last[walk]!;
          if (place < count) out[place] = first;
          walk = prefix[walk]!;
        }
        if (code === next && written + length - 1 < count) out[written + length - 1] = first;
        written += length;
        if (before >= 0 && next < 4096) {
          prefix[next] = before;
          last[next] = first;
          lengths[next] = lengths[before]! + 1;
          next += 1;
          if (next === 1 << width && width < 12) width += 1;
        }
        before = code;
      }
    }
  }
  return out;
}
