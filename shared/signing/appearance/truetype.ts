import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The faces that appearances are drawn with. Tinos has the metrics of Times New Roman, the font the decree demands (NĐ30 Phụ lục I.I.3). */
export type Face = "regular" | "bold" | "italic" | "boldItalic";

const FACE_FILES: Record<Face, string> = {
  regular: "400Regular/Tinos_400Regular.ttf",
  bold: "700Bold/Tinos_700Bold.ttf",
  italic: "400Regular_Italic/Tinos_400Regular_Italic.ttf",
  boldItalic: "700Bold_Italic/Tinos_700Bold_Italic.ttf",
};

/** A TrueType file read as far as drawing and subsetting need it. Lengths are in font units. */
export interface TrueType {
  unitsPerEm: number;
  ascender: number;
  descender: number;
  capHeight: number;
  italicAngle: number;
  bbox: [number, number, number, number];
  /** Glyph of a Unicode code point; 0 (.notdef) when the font has none. */
  glyphOf(codePoint: number): number;
  advanceOf(glyph: number): number;
  leftSideBearingOf(glyph: number): number;
  /** The glyph's own bytes in `glyf`; empty for a blank. */
  dataOf(glyph: number): DataView;
  /** A table as stored. */
  table(tag: string): DataView;
}

const loaded = new Map<Face, TrueType>();

/** The face, read once per process from the installed font package. */
export function loadFace(face: Face): TrueType {
  let font = loaded.get(face);
  if (font === undefined) {
    const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/tinos/${FACE_FILES[face]}`);
    font = readTrueType(readFileSync(path));
    loaded.set(face, font);
  }
  return font;
}

/** Reads a TrueType file of ours (not for files from outside: it trusts the offsets). OpenType spec, "Font file". */
export function readTrueType(bytes: Uint8Array): TrueType {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = new Map<string, DataView>();
  for (let i = 0; i < file.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
    tables.set(tag, view(file, file.getUint32(at + 8), file.getUint32(at + 12)));
  }
  const table = (tag: string): DataView => {
    const found = tables.get(tag);
    if (found === undefined) throw new Error(`font has no table ${tag}`);
    return found;
  };
  const head = table("head");
  const hhea = table("hhea");
  const hmtx = table("hmtx");
  const loca = table("loca");
  const glyf = table("glyf");
  const os2 = table("OS/2");
  const metrics = hhea.getUint16(34);
  const longLoca = head.getInt16(50) === 1;
  const start = (glyph: number) => (longLoca ? loca.getUint32(4 * glyph) : 2 * loca.getUint16(2 * glyph));
  const glyphs = readCmap(table("cmap"));
  return {
    unitsPerEm: head.getUint16(18),
    bbox: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    ascender: hhea.getInt16(4),
    descender: hhea.getInt16(6),
    capHeight: os2.getUint16(0) >= 2 ? os2.getInt16(88) : Math.round(0.66 * head.getUint16(18)),
    italicAngle: table("post").getInt32(4) / 65536,
    glyphOf: (codePoint) => glyphs.get(codePoint) ?? 0,
    advanceOf: (glyph) => hmtx.getUint16(4 * Math.min(glyph, metrics - 1)),
    leftSideBearingOf: (glyph) =>
      glyph < metrics ? hmtx.getInt16(4 * glyph + 2) : hmtx.getInt16(4 * metrics + 2 * (glyph - metrics)),
    dataOf: (glyph) => view(glyf, start(glyph), start(glyph + 1) - start(glyph)),
    table,
  };
}

function view(of: DataView, offset: number, length: number): DataView {
  return new DataView(of.buffer, of.byteOffset + offset, length);
}

/** Code point → glyph, from a format 4 (and, where there is one, format 12) subtable. */
function readCmap(cmap: DataView): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const platform = cmap.getUint16(4 + 8 * i);
    const offset = cmap.getUint32(8 + 8 * i);
    const format = cmap.getUint16(offset);
    if (platform !== 0 && platform !== 3) continue;
    if (format === 4) readFormat4(cmap, offset, glyphs);
    if (format === 12) {
      for (let g = 0; g < cmap.getUint32(offset + 12); g++) {
        const at = offset + 16 + 12 * g;
        const first = cmap.getUint32(at);
        for (let c = first; c <= cmap.getUint32(at + 4); c++) glyphs.set(c, cmap.getUint32(at + 8) + c - first);
      }
    }
  }
  return glyphs;
}

function readFormat4(cmap: DataView, offset: number, glyphs: Map<number, number>): void {
  const double = cmap.getUint16(offset + 6);
  const ends = offset + 14;
  const starts = ends + double + 2;
  const deltas = starts + double;
  const ranges = deltas + double;
  for (let s = 0; s < double; s += 2) {
    const rangeOffset = cmap.getUint16(ranges + s);
    for (let c = cmap.getUint16(starts + s); c <= cmap.getUint16(ends + s) && c < 0xffff; c++) {
      let glyph = c;
      if (rangeOffset !== 0) {
        glyph = cmap.getUint16(ranges + s + rangeOffset + 2 * (c - cmap.getUint16(starts + s)));
        if (glyph === 0) continue;
      }
      glyphs.set(c, (glyph + cmap.getUint16(deltas + s)) & 0xffff);
    }
  }
}
