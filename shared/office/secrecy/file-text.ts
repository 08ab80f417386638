import { openPackage } from "../../opc/index.ts";
import { readPdf } from "../../pdf/index.ts";
import { isMarking, nameIsMarked, textIsMarked } from "./marking.ts";
import { isOldOffice, oldOfficeIsLocked, oldOfficeIsMarked } from "./old-office.ts";
import { pdfIsMarked } from "./pdf-text.ts";

/** Plain text is read so far. */
const TEXT_BYTES = 4 * 1024 * 1024;

/**
 * Does a file hold a marking, in its name, its text, or the name of a picture in it? Reads PDF with its annotations and form values, Word and Excel
 * (also as they were before 2007), OpenDocument and plain text. A scan is judged by its name alone: text inside pictures is not read. Of a file
 * that is locked see {@link fileIsLocked}.
 */
export function fileIsMarked({ name, bytes }: { name: string; bytes: Uint8Array }): boolean {
  if (nameIsMarked(name)) return true;
  try {
    if (startsWith(bytes, "%PDF")) return pdfIsMarked(bytes);
    if (startsWith(bytes, "PK")) return packageIsMarked(bytes);
    if (isOldOffice(bytes)) return oldOfficeIsMarked(bytes);
    if (/\.(?:csv|tsv|txt|md|xml|html?|json)$/i.test(name))
      return textIsMarked(new TextDecoder().decode(bytes.subarray(0, TEXT_BYTES)));
  } catch {
    // Whoever reads the file for its purpose tells what is wrong with it.
    return false;
  }
  return false;
}

/** Is a file locked by a password, so that nobody here can tell whether it is marked? */
export function fileIsLocked({ bytes }: { bytes: Uint8Array }): boolean {
  try {
    if (startsWith(bytes, "%PDF")) return readPdf(bytes).encrypted;
    if (startsWith(bytes, "PK")) return packageIsLocked(bytes);
    return isOldOffice(bytes) && oldOfficeIsLocked(bytes);
  } catch {
    return false;
  }
}

/** A ZIP whose first file is encrypted (APPNOTE 4.4.4, bit 0), or an OpenDocument whose manifest says so (ODF 1.3 part 2, 3.4.1). */
function packageIsLocked(bytes: Uint8Array): boolean {
  if (bytes.length > 8 && bytes[2] === 3 && bytes[3] === 4 && (bytes[6]! & 1) === 1) return true;
  const opened = openPackage(bytes);
  return opened.text("META-INF/manifest.xml")?.includes("encryption-data") === true;
}

function startsWith(bytes: Uint8Array, head: string): boolean {
  // A PDF may have a few bytes before its header (ISO 32000-2 Annex I).
  return Buffer.from(bytes.subarray(0, head === "%PDF" ? 1024 : head.length))
    .toString("latin1")
    .includes(head);
}

/**
 * Text and ends of paragraphs, cells and shared strings of WordprocessingML and SpreadsheetML; capitals by format (17.3.2.5); headers and
 * footers of a sheet (18.3.1.46); the names of pictures; the text of a watermark (VML textpath). A tag ends before the next one begins: what is never
 * closed is not read to the end of the file again and again.
 */
const TOKENS =
  /<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<\/(?:\w+:)?t>|<\/?(?:\w+:)?(?:p|tc|si|is|c|br|tab)[\s/>]|\s(?:descr|title|name|string)="([^"]{1,300})"|<(?:\w+:)?((?:odd|even|first)(?:Header|Footer))>([^<]*)<|<\w+:(caps|smallCaps)(?:\s+\w+:val="(?:1|true|on)")?\s*\/>|<(\/)(?:\w+:)?r>/g;
/** What sets the sections and the look of a sheet's header: &L, &"Arial,Bold", &12, &K000000. */
const HEADER_CODES = /&(?:"[^"]*"|K[\dA-F]{6}|\d+|[A-Z])/gi;

function packageIsMarked(bytes: Uint8Array): boolean {
  const opened = openPackage(bytes);
  for (const part of opened.names) {
    if (/\/media\//.test(part) && nameIsMarked(part.slice(part.lastIndexOf("/") + 1))) return true;
    if (!/\.xml$/i.test(part)) continue;
    const xml = opened.text(part);
    if (
      xml !== undefined &&
      (/^\/?(?:content|styles)\.xml$/.test(part) ? textIsMarked(plainOf(xml)) : xmlIsMarked(xml))
    )
      return true;
  }
  return false;
}

/** Text of an OpenDocument part, a line for each paragraph or cell. */
function plainOf(xml: string): string {
  return unescaped(
    xml
      .replaceAll(/<\/?(?:text:(?:p|h|line-break|tab)|table:table-cell|draw:[\w-]+)\b[^<>]*>/g, "\n")
      .replaceAll(/<[^<>]+>/g, ""),
  );
}

function xmlIsMarked(xml: string): boolean {
  let line = "";
  let capitals = false;
  for (const [, text, name, header, said, caps, run] of xml.matchAll(TOKENS)) {
    if (text !== undefined) line += capitals ? unescaped(text).toLocaleUpperCase("vi") : unescaped(text);
    else if (caps !== undefined) capitals = true;
    else if (run !== undefined) capitals = false;
    else if (header !== undefined) {
      if (unescaped(said!).split(HEADER_CODES).some(isMarking)) return true;
    } else if (name !== undefined) {
      const said = unescaped(name);
      if (isMarking(said) || nameIsMarked(said)) return true;
    } else {
      if (isMarking(line)) return true;
      line = "";
    }
  }
  return isMarking(line);
}

function unescaped(text: string): string {
  return text
    .replaceAll(/&#x([\da-f]{1,6});/gi, (_all, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16) % 0x110000),
    )
    .replaceAll(/&#(\d{1,7});/g, (_all, code: string) => String.fromCodePoint(Number(code) % 0x110000))
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
