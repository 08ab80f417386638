import { operationsOf } from "./content.ts";
import type { PdfFile } from "./file.ts";
import { decodeStream } from "./filters.ts";
import { type PdfDict, PdfName, type PdfObject, PdfStream, PdfString } from "./objects.ts";
import { latin1 } from "./parse.ts";

/** One code of a string. Shared by all places where it stands. */
export interface PdfGlyph {
  readonly text: string;
  /** In thousandths of the size. */
  readonly width: number;
  /** Is it the code that word spacing applies to (ISO 32000-1, 9.3.3)? */
  readonly space: boolean;
}

/** A font of a PDF as far as reading text needs it. */
export interface PdfFont {
  /** Without the subset's tag: "Tinos", "TimesNewRomanPS". */
  family: string;
  bold: boolean;
  italic: boolean;
  embedded: boolean;
  /** Codes and widths (in thousandths of the size) of a string. */
  decode(bytes: Uint8Array): PdfGlyph[];
}

/** Characters of WinAnsiEncoding that are not those of Latin-1 (ISO 32000-1, Annex D.2). */
const WIN_ANSI = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
/** Codes that a CMap may map; a whole plane of two-byte codes. */
const MAX_CODES = 65536;

/** Reads a font dictionary; a font that cannot be read gives no text, but never an error. */
export function readFont(file: PdfFile, dict: PdfDict): PdfFont {
  const composite = nameOf(file, dict.get("Subtype")) === "Type0";
  const descendant = composite ? file.dict(file.array(dict.get("DescendantFonts"))[0]) : dict;
  const descriptor = file.dict(descendant?.get("FontDescriptor"));
  const base = (nameOf(file, dict.get("BaseFont")) ?? nameOf(file, descendant?.get("BaseFont")) ?? "").replace(
    /^[A-Z]{6}\+/,
    "",
  );
  const [family = "", style = ""] = base.split(/[-,]/, 2);
  const weight = file.resolve(descriptor?.get("FontWeight"));
  const angle = file.resolve(descriptor?.get("ItalicAngle"));
  const map = unicodeMap(file, dict.get("ToUnicode"));
  const widths = composite ? compositeWidths(file, descendant) : simpleWidths(file, dict);
  const fallback = composite
    ? numberOr(file, descendant?.get("DW"), 1000)
    : numberOr(file, descriptor?.get("MissingWidth"), 500);
  // A text shows the same few again and again.
  const glyphs = new Map<number, PdfGlyph>();
  return {
    family: family
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .replace(/ ?(PS)?MT$/, "")
      .replace(/ PS$/, "")
      .trim(),
    bold:
      /bold|black|heavy/i.test(style) ||
      (style === "" && /bold/i.test(family)) ||
      (typeof weight === "number" && weight >= 600),
    italic: /italic|oblique/i.test(style) || (typeof angle === "number" && angle < -3),
    embedded:
      nameOf(file, dict.get("Subtype")) === "Type3" ||
      ["FontFile", "FontFile2", "FontFile3"].some((key) => descriptor?.has(key)),
    decode(bytes) {
      const step = composite ? 2 : 1;
      const out: PdfGlyph[] = [];
      for (let at = 0; at + step <= bytes.length; at += step) {
        const code = composite ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
        let glyph = glyphs.get(code);
        if (glyph === undefined) {
          const text = map.get(code) ?? (composite || map.size > 0 ? "" : simpleText(code));
          glyph = { text, width: widths.get(code) ?? fallback, space: !composite && code === 32 };
          glyphs.set(code, glyph);
        }
        out.push(glyph);
      }
      return out;
    },
  };
}

function simpleText(code: number): string {
  return code >= 0x80 && code <= 0x9f ? WIN_ANSI[code - 0x80]! : String.fromCharCode(code);
}

function nameOf(file: PdfFile, object: PdfObject | undefined): string | undefined {
  const value = file.resolve(object);
  return value instanceof PdfName ? value.name : undefined;
}

function numberOr(file: PdfFile, object: PdfObject | undefined, otherwise: number): number {
  const value = file.resolve(object);
  return typeof value === "number" ? value : otherwise;
}

/** /FirstChar and /Widths of a simple font (9.6.2). */
function simpleWidths(file: PdfFile, dict: PdfDict): Map<number, number> {
  const first = numberOr(file, dict.get("FirstChar"), 0);
  const widths = new Map<number, number>();
  file
    .array(dict.get("Widths"))
    .slice(0, 256)
    .forEach((width, index) => {
      const value = file.resolve(width);
      if (typeof value === "number") widths.set(first + index, value);
    });
  return widths;
}

/** /W of a CIDFont (9.7.4.3): `c [w1 w2 …]` and `from to w`. Codes are taken for CIDs: Identity-H is what writers use. */
function compositeWidths(file: PdfFile, descendant: PdfDict | undefined): Map<number, number> {
  const widths = new Map<number, number>();
  const list = file.array(descendant?.get("W")).map((one) => file.resolve(one));
  for (let at = 0; at < list.length; ) {
    const from = list[at];
    const next = list[at + 1];
    if (typeof from !== "number") break;
    if (Array.isArray(next)) {
      next.forEach((width, index) => {
        const value = file.resolve(width);
        if (typeof value === "number") widths.set(from + index, value);
      });
      at += 2;
    } else {
      const width = list[at + 2];
      if (typeof next !== "number" || typeof width !== "number") break;
      for (let code = from; code <= Math.min(next, from + MAX_CODES); code += 1) widths.set(code, width);
      at += 3;
    }
    if (widths.size > MAX_CODES) break;
  }
  return widths;
}

/** A ToUnicode CMap (9.10.3): bfchar and bfrange; UTF-16BE texts by code. */
function unicodeMap(file: PdfFile, object: PdfObject | undefined): ReadonlyMap<number, string> {
  const stream = file.resolve(object);
  if (!(stream instanceof PdfStream)) return new Map();
  const filter = stream.dict.get("Filter");
  const plain = (filter === undefined || filter instanceof PdfName) && !stream.dict.has("DecodeParms");
  if (!plain || stream.raw.length > LONGEST_KNOWN) return readUnicodeMap(file, stream);
  const key = `${filter?.name} ${latin1(stream.raw)}`;
  const known = UNICODE_MAPS.get(key);
  if (known !== undefined) return known;
  const map = readUnicodeMap(file, stream);
  if (UNICODE_MAPS.size >= MOST_KNOWN) UNICODE_MAPS.delete(UNICODE_MAPS.keys().next().value!);
  UNICODE_MAPS.set(key, map);
  return map;
}

/** Maps read lately: documents of one office come with the same fonts again and again. Their number, and the bytes of one as it is stored. */
const UNICODE_MAPS = new Map<string, ReadonlyMap<number, string>>();
const MOST_KNOWN = 64;
const LONGEST_KNOWN = 16_384;

function readUnicodeMap(file: PdfFile, stream: PdfStream): Map<number, string> {
  const map = new Map<number, string>();
  for (const { operator, operands } of operationsOf(decodeStream(stream, file, 4 * 1024 * 1024))) {
    if (map.size > MAX_CODES) break;
    if (operator === "endbfchar") {
      for (let at = 0; at + 1 < operands.length; at += 2) map.set(codeOf(operands[at]), textOf(operands[at + 1]));
    } else if (operator === "endbfrange") {
      for (let at = 0; at + 2 < operands.length; at += 3)
        range(map, codeOf(operands[at]), codeOf(operands[at + 1]), operands[at + 2]!);
    }
  }
  return map;
}

function range(map: Map<number, string>, from: number, to: number, target: PdfObject): void {
  const last = Math.min(to, from + MAX_CODES);
  if (Array.isArray(target)) {
    for (let code = from; code <= last; code += 1) map.set(code, textOf(target[code - from]));
    return;
  }
  const text = textOf(target);
  const tail = text.charCodeAt(text.length - 1);
  for (let code = from; code <= last; code += 1)
    map.set(code, text.slice(0, -1) + String.fromCharCode(tail + code - from));
}

function codeOf(object: PdfObject | undefined): number {
  return object instanceof PdfString ? object.bytes.reduce((sum, byte) => sum * 256 + byte, 0) : -1;
}

function textOf(object: PdfObject | undefined): string {
  if (!(object instanceof PdfString)) return "";
  if (object.bytes.length % 2 === 1) return latin1(object.bytes);
  let text = "";
  for (let at = 0; at < object.bytes.length; at += 2)
    text += String.fromCharCode(object.bytes[at]! * 256 + object.bytes[at + 1]!);
  return text;
}
