import { inflateSync } from "node:zlib";

/** Grey levels of a picture, 0 black to 255 white, row by row. */
export interface Pixels {
  width: number;
  height: number;
  grey: Float32Array;
}

function greyOf(r: number, g: number, b: number): number {
  return 0.299 * r + 0.587 * g + 0.114 * b;
}

/** Reads a PNG of 8-bit RGBA (PNG 3rd edition, 9 and 10), on white. */
export function readPng(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x89504e47) throw new Error("not a PNG");
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  if (bytes[24] !== 8 || bytes[25] !== 6) throw new Error(`PNG of depth ${bytes[24]}, colour type ${bytes[25]}`);
  const parts: Uint8Array[] = [];
  for (let at = 8; at < bytes.length; at += view.getUint32(at) + 12) {
    const type = new TextDecoder().decode(bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * 4;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]!;
    for (let x = 0; x < stride; x += 1) {
      const left = x < 4 ? 0 : rows[y * stride + x - 4]!;
      const up = y === 0 ? 0 : rows[(y - 1) * stride + x]!;
      const corner = x < 4 || y === 0 ? 0 : rows[(y - 1) * stride + x - 4]!;
      const p = left + up - corner;
      const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const add = [0, left, up, (left + up) >> 1, paeth][filter]!;
      rows[y * stride + x] = raw[y * (stride + 1) + 1 + x]! + add;
    }
  }
  const grey = new Float32Array(width * height);
  for (let index = 0; index < grey.length; index += 1) {
    const alpha = rows[index * 4 + 3]! / 255;
    grey[index] = greyOf(rows[index * 4]!, rows[index * 4 + 1]!, rows[index * 4 + 2]!) * alpha + 255 * (1 - alpha);
  }
  return { width, height, grey };
}

/** Reads a binary PPM, as pdftoppm writes it. */
export function readPpm(bytes: Uint8Array): Pixels {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(Buffer.from(bytes.subarray(0, 64)).toString("latin1"));
  if (head === null) throw new Error("not a PPM");
  const [width, height] = [Number(head[1]), Number(head[2])];
  const grey = new Float32Array(width * height);
  for (let index = 0, at = head[0].length; index < grey.length; index += 1, at += 3)
    grey[index] = greyOf(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!);
  return { width, height, grey };
}

/** Part of a picture. */
export function cut(of: Pixels, x: number, y: number, width: number, height: number): Pixels {
  const grey = new Float32Array(width * height);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1)
      grey[row * width + column] = of.grey[(y + row) * of.width + x + column] ?? 255;
  return { width, height, grey };
}

/**
 * How different two pictures of the same size look: the share of blocks of 4 × 4 pixels whose mean grey differs by more than 40 of 255 from that of
 * the same block of the other, shifted by at most one pixel. Edges drawn a little softer or a fraction of a pixel away do not count.
 */
export function difference(a: Pixels, b: Pixels): number {
  const width = Math.min(a.width, b.width);
  const height = Math.min(a.height, b.height);
  const mean = (of: Pixels, x: number, y: number): number => {
    let sum = 0;
    for (let row = 0; row < 4; row += 1)
      for (let column = 0; column < 4; column += 1) {
        const cx = Math.min(Math.max(x + column, 0), of.width - 1);
        const cy = Math.min(Math.max(y + row, 0), of.height - 1);
        sum += of.grey[cy * of.width + cx]!;
      }
    return sum / 16;
  };
  let different = 0;
  let inked = 0;
  for (let y = 0; y + 4 <= height; y += 4) {
    for (let x = 0; x + 4 <= width; x += 4) {
      const here = mean(a, x, y);
      if (here < 250 || mean(b, x, y) < 250) inked += 1;
      let least = 255;
      for (const dy of [0, -1, 1])
        for (const dx of [0, -1, 1]) least = Math.min(least, Math.abs(here - mean(b, x + dx, y + dy)));
      if (least > 40) different += 1;
    }
  }
  return inked === 0 ? 0 : different / inked;
}
