import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { decodeStream, dict, name, type PdfDict, type PdfRef, PdfStream, textString } from "../../pdf/index.ts";
import type { Revision } from "../revision.ts";
import { type FontSubset, subsetFont } from "./subset.ts";
import { type Face, loadFace } from "./truetype.ts";

/** A font in a PDF as far as writing a line of text with it needs: two-byte codes and their widths in 1/1000 em. */
export interface EmbeddedFont {
  ref: PdfRef;
  codes: Map<number, number>;
  widths: number[];
}

const VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ";
/** What may be typed into a form field: ASCII and every Vietnamese letter in both cases. About 10 KB compressed. */
export const FORM_CHARACTERS = `${Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("")}${VIETNAMESE}${VIETNAMESE.toLocaleUpperCase("vi")}…–—`;

const POSTSCRIPT_NAMES: Record<Face, string> = {
  regular: "Tinos",
  bold: "Tinos-Bold",
  italic: "Tinos-Italic",
  boldItalic: "Tinos-BoldItalic",
};

/** Which face an anchor's style asks for. */
export function faceOf(style: { bold: boolean; italic: boolean }): Face {
  if (style.bold) return style.italic ? "boldItalic" : "bold";
  return style.italic ? "italic" : "regular";
}

interface Prepared {
  subset: FontSubset;
  file: Uint8Array;
  tag: string;
}

const prepared = new Map<string, Prepared>();

function prepare(face: Face, characters: string): Prepared {
  const make = (): Prepared => {
    const subset = subsetFont(loadFace(face), characters);
    const letters = createHash("sha256").update(subset.file).digest().subarray(0, 6);
    return {
      subset,
      file: deflateSync(subset.file),
      tag: String.fromCharCode(...letters.map((byte) => 65 + (byte % 26))),
    };
  };
  // Only the form's own character set recurs; a line's own few letters do not.
  if (characters !== FORM_CHARACTERS) return make();
  let found = prepared.get(face);
  if (found === undefined) {
    found = make();
    prepared.set(face, found);
  }
  return found;
}

/**
 * Embeds the characters of a face as a Type 0 font with Identity-H (ISO 32000-1, 9.7), so that Vietnamese letters can be shown, searched and
 * copied, and PDF/A finds every font in the file (ISO 19005-2, 6.2.11.4).
 */
export function embedFont(revision: Revision, face: Face, characters: string): EmbeddedFont {
  const font = loadFace(face);
  const { subset, file, tag } = prepare(face, characters);
  const scale = (value: number) => Math.round((1000 * value) / font.unitsPerEm);
  const baseFont = name(`${tag}+${POSTSCRIPT_NAMES[face]}`);
  const fontFile = revision.add(
    new PdfStream(dict({ Filter: name("FlateDecode"), Length1: subset.file.length }), file),
  );
  const italic = face === "italic" || face === "boldItalic";
  const descriptor = revision.add(
    dict({
      Type: name("FontDescriptor"),
      FontName: baseFont,
      // Serif and nonsymbolic, and italic where it is (ISO 32000-1, table 123).
      Flags: 2 + 32 + (italic ? 64 : 0),
      FontBBox: font.bbox.map(scale),
      ItalicAngle: Math.round(font.italicAngle * 10) / 10,
      Ascent: scale(font.ascender),
      Descent: scale(font.descender),
      CapHeight: scale(font.capHeight),
      StemV: face === "bold" || face === "boldItalic" ? 140 : 80,
      FontFile2: fontFile,
    }),
  );
  const descendant = revision.add(
    dict({
      Type: name("Font"),
      Subtype: name("CIDFontType2"),
      BaseFont: baseFont,
      CIDSystemInfo: dict({ Registry: textString("Adobe"), Ordering: textString("Identity"), Supplement: 0 }),
      FontDescriptor: descriptor,
      CIDToGIDMap: name("Identity"),
      W: [0, subset.widths],
    }),
  );
  const toUnicode = revision.add(
    new PdfStream(dict({ Filter: name("FlateDecode") }), deflateSync(Buffer.from(unicodeMap(subset.glyphs), "latin1"))),
  );
  const ref = revision.add(
    dict({
      Type: name("Font"),
      Subtype: name("Type0"),
      BaseFont: baseFont,
      Encoding: name("Identity-H"),
      DescendantFonts: [descendant],
      ToUnicode: toUnicode,
    }),
  );
  return { ref, codes: subset.glyphs, widths: subset.widths };
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, "0");
}

/** ToUnicode CMap (ISO 32000-1, 9.10.3), at most 100 entries a block. */
function unicodeMap(glyphs: Map<number, number>): string {
  const lines = [...glyphs].map(([codePoint, glyph]) => `<${hex4(glyph)}> <${hex4(codePoint)}>`);
  let blocks = "";
  for (let at = 0; at < lines.length; at += 100) {
    const block = lines.slice(at, at + 100);
    blocks += `${block.length} beginbfchar\n${block.join("\n")}\nendbfchar\n`;
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}

/**
 * Reads back a font that {@link embedFont} wrote (in this process or years ago): its codes from ToUnicode, its widths from W.
 * Undefined for a font of any other making, and for one that lacks a character of `text`.
 */
export function readEmbeddedFont(revision: Revision, ref: PdfRef, text: string): EmbeddedFont | undefined {
  const font = revision.dict(ref);
  const encoding = revision.resolve(font?.get("Encoding"));
  const map = revision.resolve(font?.get("ToUnicode"));
  const descendant: PdfDict | undefined = revision.dict(revision.array(font?.get("DescendantFonts"))[0]);
  const [first, list, more] = revision.array(descendant?.get("W"));
  const widths = revision.array(list).map((width) => (typeof width === "number" ? width : 0));
  const identity =
    typeof encoding === "object" && encoding !== null && "name" in encoding && encoding.name === "Identity-H";
  if (!identity || !(map instanceof PdfStream) || first !== 0 || more !== undefined) return undefined;
  const codes = new Map<number, number>();
  const cmap = Buffer.from(decodeStream(map, revision.file)).toString("latin1");
  for (const [, code = "", unicode = ""] of cmap.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]{4})>$/gm))
    codes.set(Number.parseInt(unicode, 16), Number.parseInt(code, 16));
  const known = [...text].every((character) => {
    const code = codes.get(character.codePointAt(0) ?? 0);
    return code !== undefined && code < widths.length;
  });
  return known ? { ref, codes, widths } : undefined;
}

/** The string operand for a text, `<…>`, and its width in points at a size of one point. Characters the font lacks are left out. */
export function encodeText(font: EmbeddedFont, text: string): { operand: string; width: number } {
  let operand = "";
  let width = 0;
  for (const character of text) {
    const code = font.codes.get(character.codePointAt(0) ?? 0);
    if (code === undefined) continue;
    operand += hex4(code);
    width += (font.widths[code] ?? 0) / 1000;
  }
  return { operand: `<${operand}>`, width };
}
