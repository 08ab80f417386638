import { deflate } from "./deflate.ts";

/**
 * A minimal sRGB profile (ICC.1:2001-04, version 2.1, display class): white point, D50-adapted primaries, one tone curve.
 * PDF/A-2 wants an output intent with an embedded profile (ISO 19005-2, 6.2.3).
 * Given deflated, for it is the same in every document.
 */
export function srgbProfile(): Uint8Array {
  profile ??= deflate(build());
  return profile;
}

let profile: Uint8Array | undefined;

/** D50-adapted sRGB values, IEC 61966-2-1 with the Bradford transform. */
const WHITE = [0.9642, 1, 0.8249];
const PRIMARIES = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
};
const CURVE_POINTS = 1024;

function build(): Uint8Array {
  const tags: [string, Uint8Array][] = [
    ["desc", description("sRGB IEC61966-2.1")],
    ["cprt", text("Public domain")],
    ["wtpt", xyz(WHITE)],
    ["rXYZ", xyz(PRIMARIES.rXYZ)],
    ["gXYZ", xyz(PRIMARIES.gXYZ)],
    ["bXYZ", xyz(PRIMARIES.bXYZ)],
  ];
  const curve = toneCurve();
  const table = 128 + 4 + (tags.length + 3) * 12;
  const size = table + tags.reduce((sum, [, data]) => sum + data.length, 0) + curve.length;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  const ascii = (at: number, value: string): void => {
    for (let index = 0; index < value.length; index += 1) bytes[at + index] = value.charCodeAt(index);
  };
  view.setUint32(0, size);
  view.setUint32(8, 0x02100000);
  ascii(12, "mntrRGB XYZ ");
  view.setUint16(24, 2026);
  view.setUint16(26, 1);
  view.setUint16(28, 1);
  ascii(36, "acsp");
  WHITE.forEach((value, index) => {
    view.setInt32(68 + index * 4, Math.round(value * 65536));
  });
  view.setUint32(128, tags.length + 3);
  let at = table;
  let record = 132;
  const put = (tag: string, offset: number, length: number): void => {
    ascii(record, tag);
    view.setUint32(record + 4, offset);
    view.setUint32(record + 8, length);
    record += 12;
  };
  for (const [tag, data] of tags) {
    bytes.set(data, at);
    put(tag, at, data.length);
    at += data.length;
  }
  bytes.set(curve, at);
  for (const tag of ["rTRC", "gTRC", "bTRC"]) put(tag, at, curve.length);
  return bytes;
}

function element(type: string, length: number): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array((length + 3) & ~3);
  for (let index = 0; index < 4; index += 1) bytes[index] = type.charCodeAt(index);
  return { bytes, view: new DataView(bytes.buffer) };
}

function xyz(values: readonly number[]): Uint8Array {
  const { bytes, view } = element("XYZ ", 20);
  values.forEach((value, index) => {
    view.setInt32(8 + index * 4, Math.round(value * 65536));
  });
  return bytes;
}

function text(value: string): Uint8Array {
  const { bytes } = element("text", 8 + value.length + 1);
  for (let index = 0; index < value.length; index += 1) bytes[8 + index] = value.charCodeAt(index);
  return bytes;
}

/** textDescriptionType: ASCII, then empty Unicode and ScriptCode parts. */
function description(value: string): Uint8Array {
  const { bytes, view } = element("desc", 12 + value.length + 1 + 4 + 4 + 2 + 1 + 67);
  view.setUint32(8, value.length + 1);
  for (let index = 0; index < value.length; index += 1) bytes[12 + index] = value.charCodeAt(index);
  return bytes;
}

function toneCurve(): Uint8Array {
  const { bytes, view } = element("curv", 12 + CURVE_POINTS * 2);
  view.setUint32(8, CURVE_POINTS);
  for (let index = 0; index < CURVE_POINTS; index += 1) {
    const value = index / (CURVE_POINTS - 1);
    const linear = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    view.setUint16(12 + index * 2, Math.round(linear * 65535));
  }
  return bytes;
}
