import { assemble, glyphOffsets, withoutInstructions } from "./subset.ts";
import { type Face, parseFace } from "./ttf.ts";

/** Tables that lines are measured and subsets are made with. The rest is hinting, kerning, and shaping of scripts that are not set here. */
const NEEDED = ["cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"];

/**
 * A TrueType file with all its glyphs, without what typesetting never reads: less than half the bytes, the same PDF. What a bundle ships.
 *
 * @throws FONT_UNREADABLE
 */
export function bareFace(bytes: Uint8Array, key: string): Uint8Array {
  return assemble(bareTables(parseFace(bytes, key)));
}

/** The tables of such a file, by their tags in order. */
export function bareTables(face: Face): [tag: string, table: Uint8Array][] {
  const glyf = face.table("glyf")!;
  const offsetOf = glyphOffsets(face);
  const outlines: Uint8Array[] = [];
  const loca = new DataView(new ArrayBuffer((face.glyphCount + 1) * 4));
  let size = 0;
  for (let glyph = 0; glyph < face.glyphCount; glyph += 1) {
    const outline = withoutInstructions(glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1)));
    outlines.push(outline);
    loca.setUint32(glyph * 4, size);
    size += (outline.length + 3) & ~3;
  }
  loca.setUint32(face.glyphCount * 4, size);
  const bare = new Uint8Array(size);
  outlines.forEach((outline, glyph) => {
    bare.set(outline, loca.getUint32(glyph * 4));
  });
  const tables = new Map(NEEDED.flatMap((tag) => (face.table(tag) === undefined ? [] : [[tag, face.table(tag)!]])));
  const head = tables.get("head")!.slice();
  new DataView(head.buffer).setUint32(8, 0);
  new DataView(head.buffer).setInt16(50, 1);
  tables.set("head", head);
  // The names of glyphs are of no use to us: version 3 of the table has none (OpenType post).
  const post = tables.get("post")?.slice(0, 32);
  if (post !== undefined) {
    new DataView(post.buffer).setUint32(0, 0x00030000);
    tables.set("post", post);
  }
  tables.set("glyf", bare);
  tables.set("loca", new Uint8Array(loca.buffer));
  return [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
}
