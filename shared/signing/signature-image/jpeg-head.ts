/** What the head of a JPEG says. */
export interface JpegHead {
  width: number;
  height: number;
  /** From JFIF; absent when it states none. */
  dpi?: number;
  /** EXIF tag 274: 1 is upright. */
  orientation: number;
}

/** Reads the segments before the first scan (ITU-T T.81, annex B). Undefined for what is not baseline or progressive, gray or colour. */
export function readJpegHead(bytes: Uint8Array): JpegHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { width: number; height: number } | undefined;
  let dpi: number | undefined;
  let orientation = 1;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda) break;
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return undefined;
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (marker >= 0xc0 && marker <= 0xc2) {
      const [precision, h1 = 0, h0 = 0, w1 = 0, w0 = 0, components] = segment;
      if (precision !== 8 || (components !== 1 && components !== 3)) return undefined;
      size = { width: 256 * w1 + w0, height: 256 * h1 + h0 };
    } else if (marker >= 0xc3 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return undefined;
    else if (marker === 0xe0) dpi = jfifDensity(segment) ?? dpi;
    else if (marker === 0xe1) orientation = exifOrientation(segment) ?? orientation;
    at += 2 + length;
  }
  if (size === undefined || size.width === 0 || size.height === 0) return undefined;
  return { ...size, orientation, ...(dpi === undefined ? {} : { dpi }) };
}

function jfifDensity(segment: Uint8Array): number | undefined {
  if (text(segment, 0, 5) !== "JFIF\0" || segment.length < 12) return undefined;
  const density = 256 * (segment[8] as number) + (segment[9] as number);
  if (segment[7] === 1) return density;
  return segment[7] === 2 ? density * 2.54 : undefined;
}

function exifOrientation(segment: Uint8Array): number | undefined {
  if (text(segment, 0, 6) !== "Exif\0\0" || segment.length < 14) return undefined;
  const tiff = new DataView(segment.buffer, segment.byteOffset + 6, segment.length - 6);
  const little = tiff.getUint16(0) === 0x4949;
  const first = tiff.getUint32(4, little);
  if (first + 2 > tiff.byteLength) return undefined;
  const count = Math.min(tiff.getUint16(first, little), 200);
  for (let i = 0; i < count; i++) {
    const entry = first + 2 + 12 * i;
    if (entry + 12 > tiff.byteLength) return undefined;
    if (tiff.getUint16(entry, little) === 0x0112) return tiff.getUint16(entry + 8, little);
  }
  return undefined;
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
