import { VanthuError } from "../../errors/index.ts";

/** A parsed TrueType face. Distances in font units; advances and glyph numbers in flat tables, because lines are measured letter by letter. */
export interface Face {
  /** Unique within the process: file path or given name. */
  key: string;
  family: string;
  postScriptName: string;
  bold: boolean;
  italic: boolean;
  unitsPerEm: number;
  /** hhea ascender, positive. */
  ascender: number;
  /** hhea descender as a positive depth. */
  descender: number;
  lineGap: number;
  capHeight: number;
  bbox: [number, number, number, number];
  italicAngle: number;
  fixedPitch: boolean;
  weight: number;
  /** Underline position (below the baseline, positive) and thickness. */
  underlinePosition: number;
  underlineThickness: number;
  /** Glyph number of every BMP code point; 0 where the face has none. */
  glyphs: Uint16Array;
  /** Glyph numbers beyond the BMP. */
  beyond: Map<number, number>;
  /** Advance of each glyph. */
  advances: Uint16Array;
  glyphCount: number;
  /** Raw table, or undefined. */
  table(tag: string): Uint8Array | undefined;
}

/** Glyph of a code point, 0 when the face has none. */
export function glyphOf(face: Face, codePoint: number): number {
  return codePoint < 0x10000 ? face.glyphs[codePoint]! : (face.beyond.get(codePoint) ?? 0);
}

function broken(key: string, what: string): VanthuError {
  return new VanthuError("FONT_UNREADABLE", {
    message: `Không đọc được phông chữ TrueType (${what}).`,
    where: key,
    hint: "Dùng tệp .ttf nguyên vẹn có đường nét TrueType (bảng glyf).",
  });
}

/**
 * Parses a TrueType file (OpenType 1.9: head, hhea, hmtx, maxp, cmap 4/12, loca, glyf, name, OS/2, post).
 *
 * @throws FONT_UNREADABLE
 */
export function parseFace(bytes: Uint8Array, key: string): Face {
  try {
    return parse(bytes, key);
  } catch (error) {
    if (error instanceof VanthuError) throw error;
    throw broken(key, "bảng bị hỏng");
  }
}

function parse(bytes: Uint8Array, key: string): Face {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(0);
  if (version !== 0x00010000 && version !== 0x74727565) throw broken(key, "không phải TrueType");
  const tables = new Map<string, Uint8Array>();
  const count = view.getUint16(4);
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16;
    const tag = String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
    const offset = view.getUint32(at + 8);
    const length = view.getUint32(at + 12);
    if (offset + length > bytes.length) throw broken(key, tag);
    tables.set(tag, bytes.subarray(offset, offset + length));
  }
  const data = (tag: string): DataView => {
    const table = tables.get(tag);
    if (table === undefined) throw broken(key, `thiếu bảng ${tag}`);
    return new DataView(table.buffer, table.byteOffset, table.byteLength);
  };
  data("glyf");
  const head = data("head");
  const hhea = data("hhea");
  const glyphCount = data("maxp").getUint16(4);
  const hmtx = data("hmtx");
  const longMetrics = hhea.getUint16(34);
  const advances = new Uint16Array(glyphCount);
  let last = 0;
  for (let glyph = 0; glyph < glyphCount; glyph += 1) {
    if (glyph < longMetrics) last = hmtx.getUint16(glyph * 4);
    advances[glyph] = last;
  }
  const { glyphs, beyond } = readCmap(data("cmap"), key);
  // Nobody need look again whether a glyph is there.
  for (let code = 0; code < 65536; code += 1) if (glyphs[code]! >= glyphCount) glyphs[code] = 0;
  for (const [code, glyph] of beyond) if (glyph >= glyphCount) beyond.delete(code);
  if (data("loca").byteLength < (glyphCount + 1) * (head.getInt16(50) === 1 ? 4 : 2)) throw broken(key, "loca");
  const em = head.getUint16(18);
  const [above, below, gap] = [hhea.getInt16(4), hhea.getInt16(6), hhea.getInt16(8)];
  // OpenType head: 16 to 16384 units; a line of many ems is no line.
  if (em < 16 || em > 16_384 || Math.max(Math.abs(above), Math.abs(below), Math.abs(gap)) > em * MOST_EMS)
    throw broken(key, "head, hhea");
  const names = readNames(data("name"));
  const os2 = tables.has("OS/2") ? data("OS/2") : undefined;
  const post = tables.has("post") ? data("post") : undefined;
  const macStyle = head.getUint16(44);
  const selection = os2?.getUint16(62) ?? 0;
  return {
    key,
    family: names.get(1) ?? key,
    postScriptName: (names.get(6) ?? names.get(4) ?? "Font").replace(/[^A-Za-z0-9-]/g, ""),
    bold: (macStyle & 1) !== 0 || (selection & 0x20) !== 0,
    italic: (macStyle & 2) !== 0 || (selection & 1) !== 0,
    unitsPerEm: em,
    ascender: above,
    descender: -below,
    lineGap: gap,
    capHeight: os2 !== undefined && os2.byteLength >= 90 ? os2.getInt16(88) : 0,
    bbox: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    italicAngle: post === undefined ? 0 : post.getInt32(4) / 65536,
    fixedPitch: post !== undefined && post.getUint32(12) !== 0,
    weight: os2?.getUint16(4) ?? 400,
    underlinePosition: post === undefined ? 200 : -post.getInt16(8),
    underlineThickness: post === undefined ? 100 : post.getInt16(10),
    glyphs,
    beyond,
    advances,
    glyphCount,
    table: (tag) => tables.get(tag),
  };
}

/** Largest ascent, descent and gap of a line, in ems. */
const MOST_EMS = 8;

/** Most code points that the ranges of a cmap may name, also again and again. */
const MOST_CODES = 0x110000;

/** Longest name that is read, bytes. */
const LONGEST_NAME = 512;

function readCmap(cmap: DataView, key: string): { glyphs: Uint16Array; beyond: Map<number, number> } {
  const glyphs = new Uint16Array(65536);
  const beyond = new Map<number, number>();
  let four = 0;
  let twelve = 0;
  const count = cmap.getUint16(2);
  for (let index = 0; index < count; index += 1) {
    const platform = cmap.getUint16(4 + index * 8);
    const encoding = cmap.getUint16(6 + index * 8);
    const offset = cmap.getUint32(8 + index * 8);
    const format = cmap.getUint16(offset);
    if (format === 4 && (platform === 0 || (platform === 3 && encoding <= 1))) four = offset;
    if (format === 12 && (platform === 0 || platform === 3)) twelve = offset;
  }
  if (four === 0 && twelve === 0) throw broken(key, "không có bảng cmap Unicode");
  let named = 0;
  const add = (codes: number): void => {
    named += Math.max(codes, 0);
    if (named > MOST_CODES) throw broken(key, "cmap");
  };
  if (four !== 0) {
    const segments = cmap.getUint16(four + 6) / 2;
    const ends = four + 14;
    const starts = ends + segments * 2 + 2;
    const deltas = starts + segments * 2;
    const ranges = deltas + segments * 2;
    for (let segment = 0; segment < segments; segment += 1) {
      const end = cmap.getUint16(ends + segment * 2);
      const start = cmap.getUint16(starts + segment * 2);
      const delta = cmap.getUint16(deltas + segment * 2);
      const range = cmap.getUint16(ranges + segment * 2);
      add(end - start + 1);
      for (let code = start; code <= end && code < 0xffff; code += 1) {
        if (range === 0) glyphs[code] = (code + delta) & 0xffff;
        else {
          const at = ranges + segment * 2 + range + (code - start) * 2;
          const glyph = at + 2 <= cmap.byteLength ? cmap.getUint16(at) : 0;
          glyphs[code] = glyph === 0 ? 0 : (glyph + delta) & 0xffff;
        }
      }
    }
  }
  if (twelve !== 0) {
    const groups = cmap.getUint32(twelve + 12);
    for (let group = 0; group < groups; group += 1) {
      const at = twelve + 16 + group * 12;
      const start = cmap.getUint32(at);
      const end = Math.min(cmap.getUint32(at + 4), 0x10ffff);
      const first = cmap.getUint32(at + 8);
      add(end - start + 1);
      for (let code = start; code <= end; code += 1) {
        if (code < 0x10000) glyphs[code] = first + code - start;
        else beyond.set(code, first + code - start);
      }
    }
  }
  return { glyphs, beyond };
}

/** Name records 1 (family), 4 (full), 6 (PostScript); Windows Unicode wins over Macintosh Roman. */
function readNames(name: DataView): Map<number, string> {
  const names = new Map<number, string>();
  const count = name.getUint16(2);
  const strings = name.getUint16(4);
  for (let index = 0; index < count; index += 1) {
    const at = 6 + index * 12;
    const platform = name.getUint16(at);
    const language = name.getUint16(at + 4);
    const id = name.getUint16(at + 6);
    const length = name.getUint16(at + 8);
    const offset = strings + name.getUint16(at + 10);
    let text = "";
    if (length > LONGEST_NAME || (id !== 1 && id !== 4 && id !== 6)) continue;
    if (platform === 3 && (language === 0x409 || !names.has(id))) {
      for (let k = 0; k + 1 < length; k += 2) text += String.fromCharCode(name.getUint16(offset + k));
      names.set(id, text);
    } else if (platform === 1 && !names.has(id)) {
      for (let k = 0; k < length; k += 1) text += String.fromCharCode(name.getUint8(offset + k));
      names.set(id, text);
    }
  }
  return names;
}
