import type { Face } from "./ttf.ts";

/** Outlines of each face without instructions, kept because documents use the same letters. */
const bare = new WeakMap<Face, Map<number, Uint8Array>>();

/**
 * A TrueType file with only the given glyphs, renumbered in the given order (ISO 32000-1, 9.9).
 * Parts of composite glyphs are appended after them. Hinting instructions are left out: viewers no longer need them, and
 * they are half of the data. Glyph 0 of the result must be asked for as `glyphs[0]`.
 *
 * @param places place in `glyphs` of each code from 0 to 255, written as the font's only `cmap`
 */
export function subsetFace(face: Face, glyphs: readonly number[], places: Uint8Array): Uint8Array {
  const glyf = face.table("glyf")!;
  let outlinesOf = bare.get(face);
  if (outlinesOf === undefined) {
    outlinesOf = new Map();
    bare.set(face, outlinesOf);
  }
  const headTable = face.table("head")!;
  const offsetOf = glyphOffsets(face);

  const order = [...glyphs];
  const parts = new Map<number, number>();
  const outlines: Uint8Array[] = [];
  let size = 0;
  for (let index = 0; index < order.length; index += 1) {
    const glyph = order[index]!;
    let outline = outlinesOf.get(glyph);
    if (outline === undefined) {
      outline = wholeOutline(glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1)));
      outlinesOf.set(glyph, outline);
    }
    if (outline.length > 10 && (outline[0]! & 0x80) !== 0) {
      outline = outline.slice();
      renumberParts(outline, (named) => {
        const part = named < face.glyphCount ? named : 0;
        let number = parts.get(part);
        if (number === undefined) {
          number = order.length;
          parts.set(part, number);
          order.push(part);
        }
        return number;
      });
    }
    outlines.push(outline);
    size += (outline.length + 3) & ~3;
  }

  const newGlyf = new Uint8Array(size);
  const newLoca = new DataView(new ArrayBuffer((order.length + 1) * 4));
  const newHmtx = new DataView(new ArrayBuffer(order.length * 4));
  const hmtxTable = face.table("hmtx")!;
  const hmtx = new DataView(hmtxTable.buffer, hmtxTable.byteOffset, hmtxTable.byteLength);
  const hheaTable = face.table("hhea")!;
  const longMetrics = new DataView(hheaTable.buffer, hheaTable.byteOffset).getUint16(34);
  let at = 0;
  for (let index = 0; index < order.length; index += 1) {
    const glyph = order[index]!;
    newGlyf.set(outlines[index]!, at);
    newLoca.setUint32(index * 4, at);
    at += (outlines[index]!.length + 3) & ~3;
    newHmtx.setUint16(index * 4, face.advances[glyph]!);
    const bearing = glyph < longMetrics ? glyph * 4 + 2 : longMetrics * 4 + (glyph - longMetrics) * 2;
    newHmtx.setInt16(index * 4 + 2, bearing + 2 <= hmtx.byteLength ? hmtx.getInt16(bearing) : 0);
  }
  newLoca.setUint32(order.length * 4, at);

  const head = headTable.slice();
  new DataView(head.buffer).setUint32(8, 0);
  new DataView(head.buffer).setInt16(50, 1);
  const hhea = hheaTable.slice();
  new DataView(hhea.buffer).setUint16(34, order.length);
  const maxp = face.table("maxp")!.slice();
  const limits = new DataView(maxp.buffer);
  limits.setUint16(4, order.length);
  // maxSizeOfInstructions and the other bounds of the instruction machine
  if (maxp.length >= 32) for (let at = 14; at < 28; at += 2) limits.setUint16(at, at === 14 ? 1 : 0);

  const tables: [string, Uint8Array][] = [
    ["cmap", byteMap(places)],
    ["glyf", newGlyf],
    ["head", head],
    ["hhea", hhea],
    ["hmtx", new Uint8Array(newHmtx.buffer)],
    ["loca", new Uint8Array(newLoca.buffer)],
    ["maxp", maxp],
  ];
  return assemble(tables);
}

/** A cmap with one table (OpenType cmap, format 0; platform 1, encoding 0), the form that a symbolic font of a PDF wants (ISO 32000-1, 9.6.6.4). */
function byteMap(places: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + 6 + 256);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, 1);
  view.setUint16(4, 1);
  view.setUint32(8, 12);
  view.setUint16(14, 262);
  bytes.set(places, 18);
  return bytes;
}

/** Where each glyph's outline begins in the glyf table; that of the glyph after the last is the end. */
export function glyphOffsets(face: Face): (glyph: number) => number {
  const table = face.table("loca")!;
  const loca = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const head = face.table("head")!;
  const long = new DataView(head.buffer, head.byteOffset).getInt16(50) === 1;
  return (glyph) => (long ? loca.getUint32(glyph * 4) : loca.getUint16(glyph * 2) * 2);
}

/** An outline without its instructions; nothing for one that is broken off. */
function wholeOutline(outline: Uint8Array): Uint8Array {
  try {
    return withoutInstructions(outline);
  } catch (error) {
    if (error instanceof RangeError) return NO_OUTLINE;
    throw error;
  }
}

const NO_OUTLINE = new Uint8Array();

/** A glyph's outline without its instructions (OpenType glyf: simple and composite glyph descriptions). */
export function withoutInstructions(outline: Uint8Array): Uint8Array {
  if (outline.length <= 10) return outline;
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength);
  const contours = view.getInt16(0);
  if (contours >= 0) {
    const at = 10 + contours * 2;
    const length = view.getUint16(at);
    if (length === 0) return outline;
    const stripped = new Uint8Array(outline.length - length);
    stripped.set(outline.subarray(0, at));
    stripped.set(outline.subarray(at + 2 + length), at + 2);
    return stripped;
  }
  const copy = outline.slice();
  let end = 0;
  eachPart(copy, (at, flags, next) => {
    new DataView(copy.buffer).setUint16(at, flags & ~0x0100);
    end = next;
  });
  return copy.subarray(0, end);
}

/** Walks the parts of a composite glyph (OpenType glyf, compositeGlyphRecord). */
function eachPart(outline: Uint8Array, visit: (at: number, flags: number, next: number) => void): void {
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength);
  let at = 10;
  for (;;) {
    const flags = view.getUint16(at);
    let next = at + 4 + ((flags & 0x0001) !== 0 ? 4 : 2);
    if ((flags & 0x0008) !== 0) next += 2;
    else if ((flags & 0x0040) !== 0) next += 4;
    else if ((flags & 0x0080) !== 0) next += 8;
    visit(at, flags, next);
    if ((flags & 0x0020) === 0) return;
    at = next;
  }
}

/** Writes the new numbers of a composite glyph's parts in place. */
function renumberParts(outline: Uint8Array, number: (glyph: number) => number): void {
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength);
  eachPart(outline, (at) => view.setUint16(at + 2, number(view.getUint16(at + 2))));
}

/** A TrueType file of tables in the order of their tags, `head` with its checksum set to 0. */
export function assemble(tables: [string, Uint8Array][]): Uint8Array {
  const count = tables.length;
  let size = 12 + count * 16;
  for (const [, table] of tables) size += (table.length + 3) & ~3;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  const power = 2 ** Math.floor(Math.log2(count));
  view.setUint32(0, 0x00010000);
  view.setUint16(4, count);
  view.setUint16(6, power * 16);
  view.setUint16(8, Math.log2(power));
  view.setUint16(10, count * 16 - power * 16);
  let at = 12 + count * 16;
  let headAt = 0;
  let sum = 0;
  tables.forEach(([tag, table], index) => {
    const record = 12 + index * 16;
    for (let k = 0; k < 4; k += 1) bytes[record + k] = tag.charCodeAt(k);
    bytes.set(table, at);
    const own = checksum(view, at, (table.length + 3) & ~3);
    sum += own;
    view.setUint32(record + 4, own);
    view.setUint32(record + 8, at);
    view.setUint32(record + 12, table.length);
    if (tag === "head") headAt = at;
    at += (table.length + 3) & ~3;
  });
  // OpenType head.checkSumAdjustment; the sum of the whole file is that of its tables and of what stands before them.
  sum += checksum(view, 0, 12 + count * 16);
  view.setUint32(headAt + 8, (0xb1b0afba - sum) >>> 0);
  return bytes;
}

function checksum(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) | 0;
  return sum >>> 0;
}
