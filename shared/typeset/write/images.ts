import { type ObjectWriter, pdfNumber } from "./objects.ts";
import { channels, decodePng, holdsRows, MAX_PIXELS, type Png, readPng } from "./png.ts";

/** Writes an image XObject for a PNG or JPEG; undefined when the bytes are neither, or hold colours PDF/A-2 would not take here. */
export function writeImage(bytes: Uint8Array, out: ObjectWriter): number | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return writeJpeg(bytes, out);
  const png = readPng(bytes);
  return png === undefined ? undefined : writePng(png, out);
}

function writeJpeg(bytes: Uint8Array, out: ObjectWriter): number | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff || (marker >= 0xd0 && marker <= 0xd9) || marker === 0x01) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    // SOF0–SOF2: baseline, extended, progressive (ITU-T T.81); others are not in DCTDecode
    if (marker >= 0xc0 && marker <= 0xc2) {
      const height = (bytes[at + 5]! << 8) | bytes[at + 6]!;
      const width = (bytes[at + 7]! << 8) | bytes[at + 8]!;
      const components = bytes[at + 9]!;
      // Four components would be DeviceCMYK, which an RGB output intent does not cover (ISO 19005-2, 6.2.4.3).
      if (width === 0 || height === 0 || width * height > MAX_PIXELS || (components !== 1 && components !== 3))
        return undefined;
      const space = components === 1 ? "DeviceGray" : "DeviceRGB";
      return out.stream(
        `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${space} /BitsPerComponent 8`,
        bytes,
        { filter: "DCTDecode", compress: false },
      );
    }
    at += 2 + length;
  }
  return undefined;
}

function writePng(png: Png, out: ObjectWriter): number | undefined {
  const { width, height, depth, colorType } = png;
  const head = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height}`;
  const count = channels(colorType);
  const hasAlpha = colorType === 4 || colorType === 6;
  if (!hasAlpha && !png.interlaced && png.transparency === undefined) {
    if (!holdsRows(png)) return undefined;
    // The deflated rows with their PNG filters are just what FlateDecode with predictor 15 reads (ISO 32000-1, 7.4.4.4).
    const parameters = `/DecodeParms << /Predictor 15 /Colors ${count} /BitsPerComponent ${depth} /Columns ${width} >>`;
    return out.stream(
      `${head} /ColorSpace ${colorSpace(png, out)} /BitsPerComponent ${depth} ${parameters}`,
      png.data,
      {
        filter: "FlateDecode",
        compress: false,
      },
    );
  }
  const samples = decodePng(png);
  if (samples === undefined) return undefined;
  const pixels = width * height;
  let mask = "";
  let color: Uint8Array;
  if (hasAlpha) {
    const solid = count - 1;
    color = new Uint8Array(pixels * solid);
    const alpha = new Uint8Array(pixels);
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      for (let channel = 0; channel < solid; channel += 1)
        color[pixel * solid + channel] = samples[pixel * count + channel]!;
      alpha[pixel] = samples[pixel * count + solid]!;
    }
    if (alpha.some((value) => value !== 255)) mask = ` /SMask ${writeMask(width, height, alpha, out)} 0 R`;
  } else {
    color = samples;
    const alpha = transparencyOf(png, samples, count);
    if (alpha !== undefined) mask = ` /SMask ${writeMask(width, height, alpha, out)} 0 R`;
  }
  return out.stream(`${head} /ColorSpace ${colorSpace(png, out)} /BitsPerComponent 8${mask}`, color);
}

function writeMask(width: number, height: number, alpha: Uint8Array, out: ObjectWriter): number {
  return out.stream(
    `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8`,
    alpha,
  );
}

function colorSpace(png: Png, out: ObjectWriter): string {
  if (png.colorType === 3) {
    const palette = out.stream("", png.palette!);
    return `[/Indexed /DeviceRGB ${pdfNumber(Math.floor(png.palette!.length / 3) - 1)} ${palette} 0 R]`;
  }
  return png.colorType === 0 || png.colorType === 4 ? "/DeviceGray" : "/DeviceRGB";
}

/** Alpha from a tRNS chunk: per palette entry, or one transparent colour. */
function transparencyOf(png: Png, samples: Uint8Array, count: number): Uint8Array | undefined {
  const trns = png.transparency;
  if (trns === undefined) return undefined;
  const pixels = png.width * png.height;
  const alpha = new Uint8Array(pixels).fill(255);
  if (png.colorType === 3) {
    for (let pixel = 0; pixel < pixels; pixel += 1) alpha[pixel] = trns[samples[pixel]!] ?? 255;
    return alpha;
  }
  const scale = png.depth < 8 ? 255 / ((1 << png.depth) - 1) : 1;
  const wanted = Array.from({ length: count }, (_unused, channel) => {
    const value = ((trns[channel * 2] ?? 0) << 8) | (trns[channel * 2 + 1] ?? 0);
    return png.depth === 16 ? value >> 8 : Math.round(value * scale);
  });
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    if (wanted.every((value, channel) => samples[pixel * count + channel] === value)) alpha[pixel] = 0;
  }
  return alpha;
}
