import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { decodePng } from "../appearance/png.ts";
import { readJpegHead } from "./jpeg-head.ts";
import { oriented, type Raster } from "./raster.ts";

/** What was uploaded, decoded. */
export interface Upload {
  raster: Raster;
  /** Pixels in an inch as the file states them. */
  dpi?: number;
  /** Share of the pixels that are transparent. */
  transparent: number;
  /** Turned because EXIF says so. */
  turned: boolean;
}

/** Largest picture taken in: a photo of 16 megapixels, or an A4 page scanned at 400 dpi. */
const MOST_BYTES = 24_000_000;
const MOST_PIXELS = 16_000_000;

/**
 * Decodes an uploaded PNG or JPEG. What is transparent becomes white paper.
 *
 * @throws VanthuError SIGN_IMAGE_FORMAT, SIGN_IMAGE_TOO_LARGE
 */
export async function decodeUpload(bytes: Uint8Array): Promise<Upload> {
  if (bytes.length > MOST_BYTES)
    throw tooLarge(`tệp ${Math.ceil(bytes.length / 1e6)} MB, nhiều nhất ${MOST_BYTES / 1e6} MB`);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return decodeJpeg(bytes);
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return decodeUploadedPng(bytes);
  throw wrongFormat("Tệp tải lên không phải là ảnh PNG hoặc JPEG.");
}

async function decodeUploadedPng(bytes: Uint8Array): Promise<Upload> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw wrongFormat("Tệp ảnh PNG bị cắt cụt.");
  checkPixels(view.getUint32(16), view.getUint32(20));
  // Adam7 (PNG 8.2): the other decoder knows it.
  if (bytes[28] === 1)
    return {
      raster: await rasterise(bytes, "png", view.getUint32(16), view.getUint32(20)),
      transparent: 0,
      turned: false,
    };
  try {
    const { width, height, rgb, alpha, size } = decodePng(bytes, MOST_BYTES);
    let clear = 0;
    for (let i = 0; alpha !== undefined && i < width * height; i++) {
      const a = alpha[i] as number;
      if (a < 128) clear++;
      for (let c = 3 * i; c < 3 * i + 3; c++) rgb[c] = Math.round(((rgb[c] as number) * a + 255 * (255 - a)) / 255);
    }
    const dpi = size === undefined ? {} : { dpi: (width / size.width) * 72 };
    return { raster: { width, height, rgb }, transparent: clear / (width * height), turned: false, ...dpi };
  } catch (error) {
    if (isVanthuError(error) && error.code === "SIGN_IMAGE_UNREADABLE") throw wrongFormat(error.message);
    throw error;
  }
}

async function decodeJpeg(bytes: Uint8Array): Promise<Upload> {
  const head = readJpegHead(bytes);
  if (head === undefined) throw wrongFormat("Tệp ảnh JPEG bị hỏng hoặc dùng kiểu nén lạ.");
  checkPixels(head.width, head.height);
  const raster = await rasterise(bytes, "jpeg", head.width, head.height);
  return {
    raster: oriented(raster, head.orientation),
    transparent: 0,
    turned: head.orientation > 1,
    ...(head.dpi === undefined ? {} : { dpi: head.dpi }),
  };
}

let ready: Promise<typeof import("@resvg/resvg-wasm")> | undefined;

/** resvg (a dependency for charts) decodes JPEG and every PNG; it is loaded when a picture is uploaded, and knows no font or file. */
function resvg(): Promise<typeof import("@resvg/resvg-wasm")> {
  ready ??= import("@resvg/resvg-wasm").then(async (module) => {
    await module.initWasm(readFileSync(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
    return module;
  });
  return ready;
}

/** Pixel for pixel, on white paper. */
async function rasterise(bytes: Uint8Array, kind: "png" | "jpeg", width: number, height: number): Promise<Raster> {
  const { Resvg } = await resvg();
  const data = `data:image/${kind};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64")}`;
  const size = `width="${width}" height="${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><image ${size} preserveAspectRatio="none" image-rendering="optimizeSpeed" href="${data}"/></svg>`;
  try {
    const image = new Resvg(svg, { font: { loadSystemFonts: false } });
    const drawn = image.render();
    const { pixels } = drawn;
    // What cannot be decoded is not drawn: nothing but the clear sheet is left.
    if (drawn.width !== width || drawn.height !== height || !pixels.some((value) => value !== 0))
      throw new Error("nothing was drawn");
    const rgb = new Uint8Array(3 * width * height);
    for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
      // Colours come multiplied with their opacity.
      const paper = 255 - (pixels[from + 3] as number);
      rgb[to] = (pixels[from] as number) + paper;
      rgb[to + 1] = (pixels[from + 1] as number) + paper;
      rgb[to + 2] = (pixels[from + 2] as number) + paper;
    }
    drawn.free();
    image.free();
    return { width, height, rgb };
  } catch (cause) {
    throw new VanthuError("SIGN_IMAGE_FORMAT", {
      message: "Tệp ảnh bị hỏng nên không đọc được.",
      where: "image",
      hint: "Chụp hoặc quét lại, lưu thành PNG hoặc JPEG.",
      cause,
    });
  }
}

function checkPixels(width: number, height: number): void {
  if (width * height > MOST_PIXELS)
    throw tooLarge(`${width} × ${height} điểm ảnh, nhiều nhất ${MOST_PIXELS / 1e6} triệu điểm`);
}

function tooLarge(what: string): VanthuError {
  return new VanthuError("SIGN_IMAGE_TOO_LARGE", {
    message: `Ảnh quá lớn: ${what}.`,
    where: "image",
    hint: "Cắt lấy phần có chữ ký hoặc con dấu, hoặc chụp với độ phân giải thấp hơn.",
  });
}

function wrongFormat(message: string): VanthuError {
  return new VanthuError("SIGN_IMAGE_FORMAT", {
    message,
    where: "image",
    hint: "Dùng ảnh PNG hoặc JPEG chụp hoặc quét chữ ký, con dấu trên giấy trắng.",
  });
}
