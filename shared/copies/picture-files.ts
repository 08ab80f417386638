import { deflateSync, inflateSync } from "node:zlib";
import { VanthuError } from "../errors/index.ts";
import { dict, name, PdfStream, PdfString } from "../pdf/index.ts";
import type { ScanImage } from "./model.ts";

/** A picture ready to be drawn on a page: as an image XObject, with its size. */
export interface PagePicture {
  xobject: PdfStream;
  /** Pixels as stored. */
  width: number;
  height: number;
  /** Quarter turns clockwise to be made when it is shown (Exif orientation). */
  turns: 0 | 1 | 2 | 3;
  /** Dots an inch as the file says; absent when it does not. */
  density?: number;
}

/** Pixels of one page: A3 at 600 dpi has 70 million; A4 at 600 has 35. */
const MAX_PIXELS = 75_000_000;
/** Pictures with transparency are unpacked in memory, which others are not. */
const MAX_UNPACKED = 20_000_000;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const COLOUR = "NĐ 30/2020/NĐ-CP Phụ lục I, Phần II, mục I.2.b";

/**
 * Reads a page picture, PNG or JPEG. What a PDF can show as it is stays as it is: no pixel is changed.
 * @throws COPY_SCAN_UNFIT (not such a picture, damaged, gray instead of colour), COPY_SCAN_TOO_LARGE
 */
export function readPicture(image: ScanImage): PagePicture {
  const { bytes } = image;
  if (PNG.every((byte, at) => bytes[at] === byte)) return readPng(image);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return readJpeg(image);
  throw unfit(image, "Tệp không phải ảnh PNG hoặc JPEG.", "Quét văn bản thành PDF, PNG hoặc JPEG.");
}

function unfit({ name: where }: ScanImage, message: string, hint: string): VanthuError {
  return new VanthuError("COPY_SCAN_UNFIT", { message, where, hint });
}

function damaged(image: ScanImage): VanthuError {
  return unfit(image, "Tệp ảnh bị hỏng hoặc bị cắt cụt.", "Quét lại trang này.");
}

function gray(image: ScanImage): VanthuError {
  return unfit(
    image,
    `Ảnh quét không phải ảnh màu (${COLOUR}: ảnh màu).`,
    "Đặt máy quét ở chế độ màu rồi quét lại trang này.",
  );
}

function checkSize(image: ScanImage, width: number, height: number, most = MAX_PIXELS): void {
  if (width < 1 || height < 1) throw damaged(image);
  if (width * height > most) {
    throw new VanthuError("COPY_SCAN_TOO_LARGE", {
      message: `Ảnh quét quá lớn (${width} × ${height} điểm ảnh).`,
      where: image.name,
      hint: "Quét ở độ phân giải từ 200 đến 300 dpi.",
    });
  }
}

// ---- PNG (W3C PNG specification) ----

function readPng(image: ScanImage): PagePicture {
  const { bytes } = image;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let palette: Uint8Array | undefined;
  let density: number | undefined;
  let ended = false;
  for (let at = 8; !ended; ) {
    if (at + 12 > bytes.length) throw damaged(image);
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw damaged(image);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (kind === "IDAT") data.push(chunk);
    else if (kind === "PLTE") palette = chunk;
    // Dots a metre, when the unit is the metre.
    else if (kind === "pHYs" && length >= 9 && chunk[8] === 1) density = view.getUint32(at + 8) * 0.0254;
    else if (kind === "IEND") ended = true;
    at += 12 + length;
  }
  if (view.getUint32(8) !== 13) throw damaged(image);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colour, , , interlaced] = bytes.subarray(24, 29) as unknown as number[];
  checkSize(image, width, height);
  if (interlaced !== 0)
    throw unfit(image, "Ảnh PNG xen kẽ (interlaced) không dùng làm trang quét.", "Lưu lại ảnh ở dạng PNG thường.");
  if (colour === 0 || colour === 4) throw gray(image);
  const packed = Buffer.concat(data);
  const place = { width, height, turns: 0 as const, ...(density === undefined ? {} : { density }) };
  if (colour === 6) {
    if (depth !== 8) throw unfit(image, "Ảnh PNG 16 bit không dùng làm trang quét.", "Lưu lại ảnh ở dạng 8 bit.");
    checkSize(image, width, height, MAX_UNPACKED);
    return { ...place, xobject: imageStream(width, height, name("DeviceRGB"), onWhite(image, packed, width, height)) };
  }
  if (colour !== 2 && colour !== 3) throw damaged(image);
  if (colour === 2 && depth !== 8)
    throw unfit(image, "Ảnh PNG 16 bit không dùng làm trang quét.", "Lưu lại ảnh ở dạng 8 bit.");
  if (colour === 3 && (palette === undefined || palette.length % 3 !== 0 || palette.length > 768)) throw damaged(image);
  const channels = colour === 2 ? 3 : 1;
  const row = 1 + Math.ceil((width * channels * (depth ?? 8)) / 8);
  unpack(image, packed, row * height);
  const space =
    colour === 2
      ? name("DeviceRGB")
      : [name("Indexed"), name("DeviceRGB"), palette!.length / 3 - 1, new PdfString(palette!, true)];
  const stream = new PdfStream(
    dict({
      Type: name("XObject"),
      Subtype: name("Image"),
      Width: width,
      Height: height,
      ColorSpace: space,
      BitsPerComponent: depth ?? 8,
      Filter: name("FlateDecode"),
      DecodeParms: dict({ Predictor: 15, Colors: channels, BitsPerComponent: depth ?? 8, Columns: width }),
    }),
    packed,
  );
  return { ...place, xobject: stream };
}

/** The rows of a PNG, which must be all there. */
function unpack(image: ScanImage, packed: Uint8Array, expected: number): Uint8Array {
  let rows: Uint8Array;
  try {
    rows = inflateSync(packed, { maxOutputLength: expected });
  } catch {
    throw damaged(image);
  }
  if (rows.length !== expected) throw damaged(image);
  return rows;
}

/** RGBA rows put on white paper. */
function onWhite(image: ScanImage, packed: Uint8Array, width: number, height: number): Uint8Array {
  const stride = width * 4;
  const rows = unpack(image, packed, (stride + 1) * height);
  const rgb = new Uint8Array(width * height * 3);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const row = unfilter(rows[start]!, rows.subarray(start + 1, start + 1 + stride), above);
    if (row === undefined) throw damaged(image);
    for (let x = 0; x < width; x += 1) {
      const alpha = row[x * 4 + 3]! / 255;
      for (let c = 0; c < 3; c += 1)
        rgb[(y * width + x) * 3 + c] = Math.round(row[x * 4 + c]! * alpha + 255 * (1 - alpha));
    }
    above = row;
  }
  return rgb;
}

/** Filter types 0–4 (PNG, 9.2) over pixels of four bytes. */
function unfilter(type: number, coded: Uint8Array, above: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (type > 4) return undefined;
  const row = new Uint8Array(coded);
  for (let i = 0; i < row.length; i += 1) {
    const a = i < 4 ? 0 : row[i - 4]!;
    const b = above[i]!;
    const c = i < 4 ? 0 : above[i - 4]!;
    if (type === 1) row[i] = row[i]! + a;
    else if (type === 2) row[i] = row[i]! + b;
    else if (type === 3) row[i] = row[i]! + ((a + b) >> 1);
    else if (type === 4) {
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      row[i] = row[i]! + (pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
    }
  }
  return row;
}

function imageStream(width: number, height: number, space: ReturnType<typeof name>, rgb: Uint8Array): PdfStream {
  return new PdfStream(
    dict({
      Type: name("XObject"),
      Subtype: name("Image"),
      Width: width,
      Height: height,
      ColorSpace: space,
      BitsPerComponent: 8,
      Filter: name("FlateDecode"),
    }),
    deflateSync(rgb),
  );
}

// ---- JPEG (ITU-T T.81, JFIF, Exif) ----

/** Start-of-frame markers that every PDF viewer decodes: baseline, extended, progressive (ISO 32000-1, 7.4.8). */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const TURNS: Record<number, 0 | 1 | 2 | 3> = { 1: 0, 3: 2, 6: 1, 8: 3 };

function readJpeg(image: ScanImage): PagePicture {
  const { bytes } = image;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let density: number | undefined;
  let turns: 0 | 1 | 2 | 3 = 0;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) throw damaged(image);
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length || marker === 0xda || marker === 0xd9) break;
    const text = (from: number, size: number) => String.fromCharCode(...bytes.subarray(at + from, at + from + size));
    if (marker === 0xe0 && length >= 14 && text(4, 4) === "JFIF") {
      const unit = bytes[at + 11];
      if (unit === 1) density = view.getUint16(at + 12);
      if (unit === 2) density = view.getUint16(at + 12) * 2.54;
    }
    if (marker === 0xe1 && text(4, 4) === "Exif") {
      const orientation = exifOrientation(bytes.subarray(at + 10, end));
      const known = TURNS[orientation];
      if (known === undefined)
        throw unfit(image, "Ảnh chụp bị lật gương theo thông tin Exif.", "Lưu lại ảnh đúng chiều rồi gửi lại.");
      turns = known;
    }
    if (FRAMES.has(marker)) {
      if (length < 8) throw damaged(image);
      const [precision, components] = [bytes[at + 4], bytes[at + 9]];
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      checkSize(image, width, height);
      if (components === 1) throw gray(image);
      if (precision !== 8 || components !== 3)
        throw unfit(image, "Ảnh JPEG không ở dạng màu RGB 8 bit.", "Lưu lại ảnh ở dạng JPEG màu thông thường.");
      if (!endsWhole(bytes)) throw damaged(image);
      const xobject = new PdfStream(
        dict({
          Type: name("XObject"),
          Subtype: name("Image"),
          Width: width,
          Height: height,
          ColorSpace: name("DeviceRGB"),
          BitsPerComponent: 8,
          Filter: name("DCTDecode"),
        }),
        bytes,
      );
      return { xobject, width, height, turns, ...(density === undefined || density === 0 ? {} : { density }) };
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      throw unfit(image, "Ảnh JPEG ở dạng nén hiếm gặp, nhiều chương trình không mở được.", "Lưu lại ảnh rồi gửi lại.");
    at = end;
  }
  throw damaged(image);
}

/** EOI within the last bytes: cameras write little after it, a broken transfer ends without it. */
function endsWhole(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= Math.max(0, bytes.length - 4096); at -= 1)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}

/** Tag 0x0112 of the first directory; 1 when it is not there or not readable. */
function exifOrientation(tiff: Uint8Array): number {
  if (tiff.length < 14) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = tiff[0] === 0x49;
  const first = view.getUint32(4, little);
  if (first + 2 > tiff.length) return 1;
  const count = Math.min(view.getUint16(first, little), 200);
  for (let n = 0; n < count; n += 1) {
    const at = first + 2 + n * 12;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) === 0x0112) return view.getUint16(at + 8, little) || 1;
  }
  return 1;
}
