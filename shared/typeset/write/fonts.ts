import { type Face, glyphOf, subsetFace } from "../fonts/index.ts";
import { sha256 } from "./digest.ts";
import { hexUnit, hexUnits, type ObjectWriter, pdfNumber } from "./objects.ts";

/** Tables of 128 KB that documents hand on: made anew for each, they would be most of the memory that short documents turn over. */
const SPARE: Uint16Array[] = [];
const MOST_SPARE = 16;

/** A face as the document uses it: each character gets its own glyph number in the subset. */
export class UsedFont {
  readonly face: Face;
  /** Resource name: F1, F2, … */
  readonly name: string;
  /** Subset glyph of each BMP code unit; 0 where not used yet. */
  readonly codes = SPARE.pop() ?? new Uint16Array(65536);
  readonly #beyond = new Map<number, number>();
  readonly #characters: number[] = [0];

  constructor(face: Face, name: string) {
    this.face = face;
    this.name = name;
  }

  /** Gives the table back for the next document; nothing may be written with this font afterwards. */
  release(): void {
    for (const codePoint of this.#characters) if (codePoint < 0x10000) this.codes[codePoint] = 0;
    if (SPARE.length < MOST_SPARE) SPARE.push(this.codes);
  }

  /** Subset glyph of a code point; taken into the subset when new. */
  take(codePoint: number): number {
    if (codePoint >= 0x10000) {
      let code = this.#beyond.get(codePoint);
      if (code === undefined) {
        code = this.#characters.length;
        this.#beyond.set(codePoint, code);
        this.#characters.push(codePoint);
      }
      return code;
    }
    const code = this.#characters.length;
    this.codes[codePoint] = code;
    this.#characters.push(codePoint);
    return code;
  }

  /** Writes the font with its subset; returns the number of the Type 0 font object. */
  write(out: ObjectWriter): number {
    const { face } = this;
    const glyphs = this.#characters.map((codePoint, index) => (index === 0 ? 0 : glyphOf(face, codePoint)));
    const name = `${subsetTag(glyphs)}+${face.postScriptName}`;
    const program = subsetFace(face, glyphs);
    const file = out.stream(`/Length1 ${program.length}`, program);
    const scale = 1000 / face.unitsPerEm;
    const em = (value: number): string => pdfNumber(Math.round(value * scale));
    const flags = (face.fixedPitch ? 1 : 0) | 4 | (face.italicAngle !== 0 ? 64 : 0);
    const descriptor = out.write(
      `<< /Type /FontDescriptor /FontName /${name} /Flags ${flags} /FontBBox [${face.bbox.map(em).join(" ")}] /ItalicAngle ${pdfNumber(face.italicAngle)}` +
        ` /Ascent ${em(face.ascender)} /Descent ${em(-face.descender)} /CapHeight ${em(face.capHeight || face.ascender * 0.7)} /StemV ${face.weight >= 600 ? 140 : 80} /FontFile2 ${file} 0 R >>`,
    );
    // Widths must be those of the font program (ISO 19005-2, 6.2.11.5).
    const widths = glyphs.map((glyph) => pdfNumber(face.advances[glyph]! * scale)).join(" ");
    const descendant = out.write(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>` +
        ` /FontDescriptor ${descriptor} 0 R /DW 1000 /W [0 [${widths}]] /CIDToGIDMap /Identity >>`,
    );
    const unicode = out.stream("", toUnicode(this.#characters));
    return out.write(
      `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${unicode} 0 R >>`,
    );
  }
}

/** Six letters that mark a subset (ISO 32000-1, 9.6.4); equal subsets get equal tags. */
function subsetTag(glyphs: readonly number[]): string {
  // Big-endian whatever the processor: the tag is part of the bytes.
  const bytes = new DataView(new ArrayBuffer(glyphs.length * 2));
  glyphs.forEach((glyph, index) => {
    bytes.setUint16(index * 2, glyph);
  });
  const digest = sha256(new Uint8Array(bytes.buffer));
  let tag = "";
  for (let index = 0; index < 6; index += 1) tag += String.fromCharCode(65 + (digest[index]! % 26));
  return tag;
}

/** A ToUnicode CMap (9.10.3), at most 100 entries a block. */
function toUnicode(characters: readonly number[]): Uint8Array {
  let map =
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  for (let from = 1; from < characters.length; from += 100) {
    const block = characters.slice(from, from + 100);
    map += `${block.length} beginbfchar\n`;
    block.forEach((codePoint, index) => {
      // A private code means nothing to a reader (PDF/A-2a, 6.2.11.7.3): it is given as "replacement character".
      const text = String.fromCodePoint(codePoint >= 0xe000 && codePoint <= 0xf8ff ? 0xfffd : codePoint);
      map += `<${hexUnit(from + index)}> <${hexUnits(text)}>\n`;
    });
    map += "endbfchar\n";
  }
  map += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
  return new TextEncoder().encode(map);
}
