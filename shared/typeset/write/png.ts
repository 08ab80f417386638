import { inflateZlib } from "../../opc/index.ts";

/** A PNG taken apart (ISO/IEC 15948). */
export interface Png {
  width: number;
  height: number;
  depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  colorType: number;
  interlaced: boolean;
  palette?: Uint8Array;
  /** Alpha of palette entries, or the transparent colour. */
  transparency?: Uint8Array;
  /** The joined IDAT data, still deflated. */
  data: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Bounds an image's raw size, against made-up headers. */
export const MAX_PIXELS = 60_000_000;

/** Reads the chunks of a PNG; undefined when it is not one or is damaged. */
export function readPng(bytes: Uint8Array): Png | undefined {
  if (bytes.length < 57 || SIGNATURE.some((value, index) => bytes[index] !== value)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const depth = bytes[24]!;
  const colorType = bytes[25]!;
  if (width === 0 || height === 0 || width * height > MAX_PIXELS) return undefined;
  if (![1, 2, 4, 8, 16].includes(depth) || ![0, 2, 3, 4, 6].includes(colorType)) return undefined;
  const png: Png = { width, height, depth, colorType, interlaced: bytes[28] === 1, data: new Uint8Array(0) };
  const parts: Uint8Array[] = [];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(bytes[at + 4]!, bytes[at + 5]!, bytes[at + 6]!, bytes[at + 7]!);
    if (at + 12 + length > bytes.length) return undefined;
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === "PLTE") png.palette = data;
    else if (type === "tRNS") png.transparency = data;
    else if (type === "IDAT") parts.push(data);
    else if (type === "IEND") break;
    at += 12 + length;
  }
  if (parts.length === 0 || (colorType === 3 && png.palette === undefined)) return undefined;
  png.data = parts.length === 1 ? parts[0]! : joined(parts);
  return png;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Samples per pixel. */
export function channels(colorType: number): number {
  return colorType === 2 ? 3 : colorType === 4 ? 2 : colorType === 6 ? 4 : 1;
}

/** Is the data sound, and as much as the header says? What is passed on as it is must open in every reader. */
export function holdsRows({ width, height, depth, colorType, data }: Png): boolean {
  const size = (Math.ceil((width * channels(colorType) * depth) / 8) + 1) * height;
  try {
    return inflateZlib(data, size).length === size;
  } catch {
    return false;
  }
}

/** Unfilters a PNG into 8-bit samples per channel, palette indices staying indices; undefined when damaged. */
export function decodePng(png: Png): Uint8Array | undefined {
  const { width, height, depth, colorType } = png;
  const count = channels(colorType);
  const bits = count * depth;
  const passes = png.interlaced
    ? [
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
      ]
    : [[0, 0, 1, 1]];
  let raw: Uint8Array;
  try {
    raw = inflateZlib(png.data, (Math.ceil((width * bits) / 8) + 1) * height * 2 + 65536);
  } catch {
    return undefined;
  }
  const out = new Uint8Array(width * height * count);
  const step = Math.max(bits >> 3, 1);
  let at = 0;
  for (const [x0, y0, dx, dy] of passes as [number, number, number, number][]) {
    const columns = Math.ceil((width - x0) / dx);
    const rows = Math.ceil((height - y0) / dy);
    if (columns <= 0 || rows <= 0) continue;
    const stride = Math.ceil((columns * bits) / 8);
    if (at + (stride + 1) * rows > raw.length) return undefined;
    let previous = new Uint8Array(stride);
    for (let row = 0; row < rows; row += 1) {
      const filter = raw[at]!;
      const line = raw.slice(at + 1, at + 1 + stride);
      at += stride + 1;
      unfilter(line, previous, filter, step);
      const y = y0 + row * dy;
      for (let column = 0; column < columns; column += 1) {
        const target = (y * width + x0 + column * dx) * count;
        for (let channel = 0; channel < count; channel += 1)
          out[target + channel] = sample(line, column * count + channel, depth, colorType);
      }
      previous = line;
    }
  }
  return out;
}

function unfilter(line: Uint8Array, previous: Uint8Array, filter: number, step: number): void {
  for (let index = 0; index < line.length; index += 1) {
    const left = index >= step ? line[index - step]! : 0;
    const up = previous[index]!;
    const corner = index >= step ? previous[index - step]! : 0;
    let add = 0;
    if (filter === 1) add = left;
    else if (filter === 2) add = up;
    else if (filter === 3) add = (left + up) >> 1;
    else if (filter === 4) {
      const p = left + up - corner;
      const a = Math.abs(p - left);
      const b = Math.abs(p - up);
      const c = Math.abs(p - corner);
      add = a <= b && a <= c ? left : b <= c ? up : corner;
    }
    line[index] = (line[index]! + add) & 0xff;
  }
}

function sample(line: Uint8Array, index: number, depth: number, colorType: number): number {
  if (depth === 8) return line[index]!;
  if (depth === 16) return line[index * 2]!;
  const perByte = 8 / depth;
  const value = (line[Math.floor(index / perByte)]! >> (8 - depth - (index % perByte) * depth)) & ((1 << depth) - 1);
  return colorType === 3 ? value : Math.round((value * 255) / ((1 << depth) - 1));
}
