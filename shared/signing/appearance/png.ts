import { crc32, inflateSync } from "node:zlib";
import { VanthuError } from "../../errors/index.ts";

/** A decoded picture: RGB and, when any pixel is not opaque, alpha; 8 bits each, rows from the top. */
export interface Picture {
  width: number;
  height: number;
  rgb: Uint8Array;
  alpha?: Uint8Array;
  /** Physical size in points, from the file's pHYs chunk; absent when it does not say. */
  size?: { width: number; height: number };
}

/** Largest picture taken: a seal at 600 dpi is 0.7 million pixels. */
const MAX_PIXELS = 16_000_000;
const MAX_BYTES = 8_000_000;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Header {
  width: number;
  height: number;
  depth: number;
  colour: number;
  channels: number;
}

/**
 * Decodes a PNG (W3C PNG specification): gray, RGB, palette, with or without alpha, any bit depth, not interlaced.
 * Signature and seal images are `.png` with a transparent background (NĐ30 Phụ lục I.II.7.d, II.8).
 *
 * @throws VanthuError SIGN_IMAGE_UNREADABLE
 */
export function decodePng(bytes: Uint8Array, mostBytes = MAX_BYTES): Picture {
  if (bytes.length > mostBytes) throw unreadable(`Tệp ảnh lớn hơn ${mostBytes / 1e6} MB.`);
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw unreadable("Tệp ảnh không phải là PNG.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let size: ((header: Header) => { width: number; height: number }) | undefined;
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw unreadable("Tệp ảnh PNG bị cắt cụt.");
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw unreadable("Tệp ảnh PNG bị cắt cụt.");
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw unreadable(`Tệp ảnh PNG bị hỏng (khối ${kind}).`);
    if (kind === "IHDR") header = readHeader(chunk);
    else if (kind === "PLTE") palette = chunk;
    else if (kind === "tRNS") transparency = chunk;
    else if (kind === "IDAT") data.push(chunk);
    else if (kind === "pHYs" && chunk[8] === 1) {
      const points = (perMetre: number, pixels: number) => (pixels / Math.max(1, perMetre)) * (72 / 0.0254);
      const [x, y] = [view.getUint32(at + 8), view.getUint32(at + 12)];
      size = ({ width, height }) => ({ width: points(x, width), height: points(y, height) });
    } else if (kind === "IEND") break;
    at += 12 + length;
  }
  if (header === undefined) throw unreadable("Tệp ảnh PNG không có khối IHDR.");
  const samples = unfilter(header, inflate(header, Buffer.concat(data)));
  return { ...toRgb(header, samples, palette, transparency), ...(size === undefined ? {} : { size: size(header) }) };
}

function unreadable(message: string): VanthuError {
  return new VanthuError("SIGN_IMAGE_UNREADABLE", {
    message,
    where: "image",
    hint: "Dùng ảnh PNG nền trong suốt, không xen kẽ (non-interlaced).",
  });
}

function readHeader(chunk: Uint8Array): Header {
  if (chunk.length !== 13) throw unreadable("Khối IHDR của ảnh PNG sai độ dài.");
  const view = new DataView(chunk.buffer, chunk.byteOffset, 13);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colour = 0, compression, filter, interlace] = chunk.subarray(8);
  const channels = CHANNELS[colour];
  if (width === 0 || height === 0 || width * height > MAX_PIXELS) throw unreadable("Ảnh quá lớn hoặc rỗng.");
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(depth) || compression !== 0 || filter !== 0)
    throw unreadable("Ảnh PNG có kiểu màu hoặc kiểu nén lạ.");
  if (interlace !== 0) throw unreadable("Ảnh PNG xen kẽ (interlaced) không dùng được.");
  return { width, height, depth, colour, channels };
}

function rowBytes({ width, depth, channels }: Header): number {
  return Math.ceil((width * depth * channels) / 8);
}

function inflate(header: Header, data: Uint8Array): Uint8Array {
  const expected = (rowBytes(header) + 1) * header.height;
  try {
    const raw = inflateSync(data, { maxOutputLength: expected + 1 });
    if (raw.length === expected) return raw;
  } catch (cause) {
    throw new VanthuError("SIGN_IMAGE_UNREADABLE", {
      message: "Dữ liệu điểm ảnh của ảnh PNG bị hỏng.",
      where: "image",
      cause,
    });
  }
  throw unreadable("Ảnh PNG thiếu dữ liệu điểm ảnh.");
}

/** Undoes the row filters (PNG 9) in place and drops the filter bytes. */
function unfilter(header: Header, raw: Uint8Array): Uint8Array {
  const row = rowBytes(header);
  const step = Math.max(1, (header.depth * header.channels) >> 3);
  const out = new Uint8Array(row * header.height);
  for (let y = 0; y < header.height; y++) {
    const filter = raw[y * (row + 1)] ?? 0;
    if (filter > 4) throw unreadable("Ảnh PNG dùng bộ lọc lạ.");
    for (let x = 0; x < row; x++) {
      const left = x >= step ? (out[y * row + x - step] ?? 0) : 0;
      const up = y > 0 ? (out[(y - 1) * row + x] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (out[(y - 1) * row + x - step] ?? 0) : 0;
      let predicted = 0;
      if (filter === 1) predicted = left;
      else if (filter === 2) predicted = up;
      else if (filter === 3) predicted = (left + up) >> 1;
      else if (filter === 4) predicted = paeth(left, up, corner);
      out[y * row + x] = (raw[y * (row + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  return out;
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

function toRgb(header: Header, samples: Uint8Array, palette?: Uint8Array, transparency?: Uint8Array): Picture {
  const { width, height, depth, colour, channels } = header;
  if (colour === 3 && palette === undefined) throw unreadable("Ảnh PNG thiếu bảng màu.");
  const row = rowBytes(header);
  const rgb = new Uint8Array(3 * width * height);
  const alpha = new Uint8Array(width * height);
  const max = 2 ** depth - 1;
  const sample = (y: number, index: number): number => {
    if (depth === 8) return samples[y * row + index] ?? 0;
    if (depth === 16) return ((samples[y * row + 2 * index] ?? 0) << 8) | (samples[y * row + 2 * index + 1] ?? 0);
    const bit = index * depth;
    return ((samples[y * row + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & max;
  };
  const to8 = (value: number) => (depth === 8 ? value : Math.round((255 * value) / max));
  const key = (channel: number) => ((transparency?.[2 * channel] ?? 0) << 8) | (transparency?.[2 * channel + 1] ?? 0);
  let opaque = true;
  for (let i = 0; i < width * height; i++) {
    const y = Math.floor(i / width);
    const at = (i % width) * channels;
    let a = 255;
    if (colour === 3) {
      const entry = sample(y, at);
      for (let c = 0; c < 3; c++) rgb[3 * i + c] = palette?.[3 * entry + c] ?? 0;
      a = transparency?.[entry] ?? 255;
    } else {
      const coloured = colour === 2 || colour === 6;
      for (let c = 0; c < 3; c++) rgb[3 * i + c] = to8(sample(y, at + (coloured ? c : 0)));
      if (colour === 4 || colour === 6) a = to8(sample(y, at + channels - 1));
      else if (transparency !== undefined) {
        const keyed = coloured ? [0, 1, 2].every((c) => sample(y, at + c) === key(c)) : sample(y, at) === key(0);
        if (keyed) a = 0;
      }
    }
    if (a !== 255) opaque = false;
    alpha[i] = a;
  }
  return { width, height, rgb, ...(opaque ? {} : { alpha }) };
}
