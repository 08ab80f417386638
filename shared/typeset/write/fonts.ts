import { type Face, glyphOf, subsetFace } from "../fonts/index.ts";
import { CODES, FIRST_FREE, LAST_FREE } from "./code-page.ts";
import { deflate } from "./deflate.ts";
import { sha256 } from "./digest.ts";
import { hexUnit, hexUnits, type ObjectWriter, pdfNumber } from "./objects.ts";

/** Tables of 128 KB that documents hand on: made anew for each, they would be most of the memory that short documents turn over. */
const SPARE: Uint16Array[] = [];
const MOST_SPARE = 16;

/** From so many letters of the code page on, a document gets all of them: 11 KB a face, made once, and nothing to be deflated anew. */
const WHOLE_FROM = 48;

/**
 * What was made of a face for documents before: its whole code page, and the few letters that many documents have of it ("Nơi nhận:" in bold italics),
 * by their codes.
 */
const made = new WeakMap<Face, Map<string, Program>>();
const MOST_MADE = 24;
const WHOLE = "";

/** A simple font (ISO 32000-1, 9.6.3): its letters by their codes, and what is made from them. */
export interface Program {
  name: string;
  /** The font program, deflated, and its length before. */
  file: Uint8Array;
  length: number;
  /** FirstChar, LastChar and Widths as they are written. */
  widths: string;
  /** ToUnicode, deflated. */
  unicode: Uint8Array;
}

/**
 * A face as the document uses it, in fonts of one byte a letter: half the content of two, and a space of the first is a space for whoever reads it
 * (9.3.3). The first has the letters of the code page, further ones whatever else occurs.
 */
export class UsedFont {
  readonly face: Face;
  /** Resource name of the first font: F1, F2, … */
  readonly name: string;
  /** Font (from 0) and code of each BMP code unit, as `font * 256 + code`; 0 where not used yet. */
  readonly codes = SPARE.pop() ?? new Uint16Array(65536);
  readonly #beyond = new Map<number, number>();
  /** The characters of each font by their codes. */
  readonly #fonts: Map<number, number>[] = [new Map()];

  constructor(face: Face, name: string) {
    this.face = face;
    this.name = name;
  }

  /** Gives the table back for the next document; nothing may be written with this font afterwards. */
  release(): void {
    for (const characters of this.#fonts)
      for (const codePoint of characters.values()) if (codePoint < 0x10000) this.codes[codePoint] = 0;
    if (SPARE.length < MOST_SPARE) SPARE.push(this.codes);
  }

  /** Resource name of one of its fonts. */
  nameOf(font: number): string {
    return font === 0 ? this.name : `${this.name}x${font}`;
  }

  /** Font and code of a character; taken in when new. */
  take(codePoint: number): number {
    const known = codePoint < 0x10000 ? this.codes[codePoint]! : (this.#beyond.get(codePoint) ?? 0);
    if (known !== 0) return known;
    let font = 0;
    let code = CODES.get(codePoint);
    if (code === undefined) {
      font = Math.max(this.#fonts.length - 1, 1);
      if ((this.#fonts[font]?.size ?? 0) > LAST_FREE - FIRST_FREE) font += 1;
      this.#fonts[font] ??= new Map();
      code = FIRST_FREE + this.#fonts[font]!.size;
    }
    this.#fonts[font]!.set(code, codePoint);
    const place = font * 256 + code;
    if (codePoint < 0x10000) this.codes[codePoint] = place;
    else this.#beyond.set(codePoint, place);
    return place;
  }

  /** Writes its fonts; returns their entries in the resources. */
  write(out: ObjectWriter): string {
    return this.#fonts
      .map((characters, font) => {
        if (characters.size === 0) return "";
        const program = font === 0 ? keptProgram(this.face, characters) : programOf(this.face, characters);
        return `/${this.nameOf(font)} ${writeFont(this.face, program, out)} 0 R `;
      })
      .join("");
  }
}

/** The font of some letters of the code page, made once for each set of letters. */
function keptProgram(face: Face, used: ReadonlyMap<number, number>): Program {
  let known = made.get(face);
  if (known === undefined) {
    known = new Map();
    made.set(face, known);
  }
  const whole = used.size >= WHOLE_FROM;
  const key = whole ? WHOLE : String.fromCharCode(...[...used.keys()].sort((a, b) => a - b));
  let program = known.get(key);
  if (program === undefined) {
    program = whole ? (prepared(face) ?? codePageProgram(face)) : programOf(face, used);
    if (known.size >= MOST_MADE) for (const other of known.keys()) if (other !== WHOLE) known.delete(other);
    known.set(key, program);
  }
  return program;
}

/** Tag of the table in which a bundle's face has its code page ready (`prepared.ts`). */
export const PREPARED = "vnCP";

/** What a bundle has made ready; undefined where there is none, or something else under that tag. */
function prepared(face: Face): Program | undefined {
  const table = face.table(PREPARED);
  if (table === undefined) return undefined;
  try {
    const end = 4 + new DataView(table.buffer, table.byteOffset).getUint32(0);
    const { file, unicode, ...head } = JSON.parse(new TextDecoder().decode(table.subarray(4, end)));
    if (end + file + unicode !== table.length) return undefined;
    return { ...head, file: table.subarray(end, end + file), unicode: table.subarray(end + file) };
  } catch {
    return undefined;
  }
}

/** The font of all letters of the code page that a face has. */
export function codePageProgram(face: Face): Program {
  const characters = new Map<number, number>();
  for (const [codePoint, code] of CODES) if (glyphOf(face, codePoint) !== 0) characters.set(code, codePoint);
  return programOf(face, characters);
}

function programOf(face: Face, characters: ReadonlyMap<number, number>): Program {
  const codes = [...characters.keys()].sort((a, b) => a - b);
  const glyphs = [0, ...codes.map((code) => glyphOf(face, characters.get(code)!))];
  const places = new Uint8Array(256);
  codes.forEach((code, index) => {
    places[code] = index + 1;
  });
  const file = subsetFace(face, glyphs, places);
  const first = codes[0]!;
  const last = codes.at(-1)!;
  const scale = 1000 / face.unitsPerEm;
  // Widths must be those of the font program (ISO 19005-2, 6.2.11.5).
  const widths = Array.from({ length: last - first + 1 }, (_unused, index) => {
    const place = places[first + index]!;
    return place === 0 ? "0" : pdfNumber(face.advances[glyphs[place]!]! * scale);
  });
  return {
    name: `${subsetTag(glyphs)}+${face.postScriptName}`,
    file: deflate(file),
    length: file.length,
    widths: `/FirstChar ${first} /LastChar ${last} /Widths [${widths.join(" ")}]`,
    unicode: deflate(toUnicode(codes, characters)),
  };
}

function writeFont(face: Face, program: Program, out: ObjectWriter): number {
  const file = out.stream(`/Length1 ${program.length}`, program.file, { filter: "FlateDecode" });
  const scale = 1000 / face.unitsPerEm;
  const em = (value: number): string => pdfNumber(Math.round(value * scale));
  // Symbolic: its codes are its own, and its cmap leads from them to the glyphs (ISO 19005-2, 6.2.11.6).
  const flags = (face.fixedPitch ? 1 : 0) | 4 | (face.italicAngle !== 0 ? 64 : 0);
  const descriptor = out.write(
    `<< /Type /FontDescriptor /FontName /${program.name} /Flags ${flags} /FontBBox [${face.bbox.map(em).join(" ")}] /ItalicAngle ${pdfNumber(face.italicAngle)}` +
      ` /Ascent ${em(face.ascender)} /Descent ${em(-face.descender)} /CapHeight ${em(face.capHeight || face.ascender * 0.7)} /StemV ${face.weight >= 600 ? 140 : 80} /FontFile2 ${file} 0 R >>`,
  );
  const unicode = out.stream("", program.unicode, { filter: "FlateDecode" });
  return out.write(
    `<< /Type /Font /Subtype /TrueType /BaseFont /${program.name} ${program.widths} /FontDescriptor ${descriptor} 0 R /ToUnicode ${unicode} 0 R >>`,
  );
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
function toUnicode(codes: readonly number[], characters: ReadonlyMap<number, number>): Uint8Array {
  let map =
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n";
  for (let from = 0; from < codes.length; from += 100) {
    const block = codes.slice(from, from + 100);
    map += `${block.length} beginbfchar\n`;
    for (const code of block) {
      const codePoint = characters.get(code)!;
      // A private code means nothing to a reader (PDF/A-2a, 6.2.11.7.3): it is given as "replacement character".
      const text = String.fromCodePoint(codePoint >= 0xe000 && codePoint <= 0xf8ff ? 0xfffd : codePoint);
      map += `<${hexUnit(code).slice(2)}> <${hexUnits(text)}>\n`;
    }
    map += "endbfchar\n";
  }
  map += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
  return new TextEncoder().encode(map);
}
