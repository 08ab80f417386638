import type { TrueType } from "./truetype.ts";

/** A subset of a TrueType font: a font file of its own with renumbered glyphs. */
export interface FontSubset {
  /** TrueType file (no `cmap`, no hinting): embedded as FontFile2 of a CIDFontType2 with Identity mapping (ISO 32000-1, 9.7.4). */
  file: Uint8Array;
  /** Glyph number in the subset by code point; also the CID and the two-byte code in strings. */
  glyphs: Map<number, number>;
  /** Advance by subset glyph, in 1/1000 em. */
  widths: number[];
}

// Composite glyph flags (OpenType spec, "glyf").
const ARGS_ARE_WORDS = 0x0001;
const HAS_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAS_XY_SCALE = 0x0040;
const HAS_2X2 = 0x0080;
const HAS_INSTRUCTIONS = 0x0100;

/** Where each component of a composite glyph is named: byte offset of its flags, and what follows its arguments. */
export function componentsOf(data: DataView): { at: number; flags: number; glyph: number; end: number }[] {
  const found: { at: number; flags: number; glyph: number; end: number }[] = [];
  if (data.byteLength === 0 || data.getInt16(0) >= 0) return found;
  for (let at = 10; ; ) {
    const flags = data.getUint16(at);
    const args = flags & ARGS_ARE_WORDS ? 4 : 2;
    const scale = flags & HAS_2X2 ? 8 : flags & HAS_XY_SCALE ? 4 : flags & HAS_SCALE ? 2 : 0;
    const end = at + 4 + args + scale;
    found.push({ at, flags, glyph: data.getUint16(at + 2), end });
    if (!(flags & MORE_COMPONENTS)) return found;
    at = end;
  }
}

/**
 * Takes the glyphs of `characters` (and the components they are built from) out of a font. Hinting is left out: appearances are a few
 * characters, and the instructions would be most of the file.
 */
export function subsetFont(font: TrueType, characters: string): FontSubset {
  const sources = [0];
  const renumbered = new Map([[0, 0]]);
  const keep = (glyph: number): number => {
    let number = renumbered.get(glyph);
    if (number === undefined) {
      number = sources.length;
      sources.push(glyph);
      renumbered.set(glyph, number);
    }
    return number;
  };
  const glyphs = new Map<number, number>();
  for (const character of new Set(characters)) {
    const codePoint = character.codePointAt(0) ?? 0;
    const glyph = font.glyphOf(codePoint);
    if (glyph !== 0) glyphs.set(codePoint, keep(glyph));
  }
  const outlines: Uint8Array[] = [];
  for (let i = 0; i < sources.length; i++) outlines.push(outlineBytes(font.dataOf(sources[i] ?? 0), keep));
  return {
    file: writeFont(font, sources, outlines),
    glyphs,
    widths: sources.map((glyph) => Math.round((1000 * font.advanceOf(glyph)) / font.unitsPerEm)),
  };
}

/** The glyph's bytes without instructions; components renumbered through `keep`. */
function outlineBytes(data: DataView, keep: (glyph: number) => number): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data.byteLength === 0) return bytes;
  const contours = data.getInt16(0);
  if (contours >= 0) {
    const at = 10 + 2 * contours;
    const instructions = data.getUint16(at);
    const out = new Uint8Array(bytes.length - instructions);
    out.set(bytes.subarray(0, at));
    out.set(bytes.subarray(at + 2 + instructions), at + 2);
    return out;
  }
  const components = componentsOf(data);
  const out = bytes.slice(0, components[components.length - 1]?.end);
  const outView = new DataView(out.buffer);
  for (const component of components) {
    outView.setUint16(component.at, component.flags & ~HAS_INSTRUCTIONS);
    outView.setUint16(component.at + 2, keep(component.glyph));
  }
  return out;
}

function writeFont(font: TrueType, sources: number[], outlines: Uint8Array[]): Uint8Array {
  const loca = new DataView(new ArrayBuffer(4 * (sources.length + 1)));
  const hmtx = new DataView(new ArrayBuffer(4 * sources.length));
  let length = 0;
  outlines.forEach((outline, i) => {
    loca.setUint32(4 * i, length);
    length += outline.length + (-outline.length & 3);
  });
  loca.setUint32(4 * sources.length, length);
  const glyf = new Uint8Array(length);
  outlines.forEach((outline, i) => {
    glyf.set(outline, loca.getUint32(4 * i));
  });
  sources.forEach((glyph, i) => {
    hmtx.setUint16(4 * i, font.advanceOf(glyph));
    hmtx.setInt16(4 * i + 2, font.leftSideBearingOf(glyph));
  });
  const head = copy(font.table("head"));
  head.setUint32(8, 0);
  head.setInt16(50, 1);
  const hhea = copy(font.table("hhea"));
  hhea.setUint16(34, sources.length);
  const maxp = copy(font.table("maxp"));
  maxp.setUint16(4, sources.length);
  return assemble([
    ["glyf", glyf],
    ["head", bytesOf(head)],
    ["hhea", bytesOf(hhea)],
    ["hmtx", bytesOf(hmtx)],
    ["loca", bytesOf(loca)],
    ["maxp", bytesOf(maxp)],
  ]);
}

function copy(view: DataView): DataView {
  return new DataView(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** Table directory, checksums and `checkSumAdjustment` (OpenType spec, "Calculating checksums"). */
function assemble(tables: [string, Uint8Array][]): Uint8Array {
  const padded = (n: number) => n + (-n & 3);
  const size = tables.reduce((sum, [, data]) => sum + padded(data.length), 12 + 16 * tables.length);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  view.setUint32(0, 0x00010000);
  view.setUint16(4, tables.length);
  view.setUint16(6, 16 * power);
  view.setUint16(8, Math.log2(power));
  view.setUint16(10, 16 * (tables.length - power));
  let offset = 12 + 16 * tables.length;
  let head = 0;
  tables.forEach(([tag, data], i) => {
    out.set(data, offset);
    const entry = 12 + 16 * i;
    for (let c = 0; c < 4; c++) out[entry + c] = tag.charCodeAt(c);
    view.setUint32(entry + 4, checksum(view, offset, padded(data.length)));
    view.setUint32(entry + 8, offset);
    view.setUint32(entry + 12, data.length);
    if (tag === "head") head = offset;
    offset += padded(data.length);
  });
  view.setUint32(head + 8, (0xb1b0afba - checksum(view, 0, size)) >>> 0);
  return out;
}

function checksum(view: DataView, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at < offset + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
