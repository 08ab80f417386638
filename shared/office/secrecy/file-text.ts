import { openPackage } from "../../opc/index.ts";
import { type Glyphs, PdfTextReader, readPdf } from "../../pdf/index.ts";
import { isMarking, nameIsMarked, textIsMarked } from "./marking.ts";

/** Pages of a PDF that are read, and for how long: the marking stands on the first page of a text and of each appendix. */
const PAGES = 200;
const MILLISECONDS = 3_000;
/** Plain text is read so far. */
const TEXT_BYTES = 4 * 1024 * 1024;

/**
 * Does a file hold a marking, in its name, its text, or the name of a picture in it? Reads PDF, Word, Excel and plain text; what cannot be
 * read (a scan, an encrypted file) is judged by its name alone.
 */
export function fileIsMarked({ name, bytes }: { name: string; bytes: Uint8Array }): boolean {
  if (nameIsMarked(name)) return true;
  try {
    if (startsWith(bytes, "%PDF")) return pdfIsMarked(bytes);
    if (startsWith(bytes, "PK")) return packageIsMarked(bytes);
    if (/\.(?:csv|tsv|txt|md|xml|html?|json)$/i.test(name))
      return textIsMarked(new TextDecoder().decode(bytes.subarray(0, TEXT_BYTES)));
  } catch {
    // Whoever reads the file for its purpose tells what is wrong with it.
    return false;
  }
  return false;
}

function startsWith(bytes: Uint8Array, head: string): boolean {
  // A PDF may have a few bytes before its header (ISO 32000-2 Annex I).
  return Buffer.from(bytes.subarray(0, head === "%PDF" ? 1024 : head.length))
    .toString("latin1")
    .includes(head);
}

function pdfIsMarked(bytes: Uint8Array): boolean {
  const file = readPdf(bytes);
  if (file.encrypted) return false;
  const reader = new PdfTextReader(file);
  const until = Date.now() + MILLISECONDS;
  for (const page of file.pages().slice(0, PAGES)) {
    if (Date.now() > until) return false;
    if (segmentsOf(reader.read(page)).some(isMarking)) return true;
  }
  return false;
}

/** Words that stand together on one line; a gap wider than two letters parts columns. */
function segmentsOf(words: readonly Glyphs[]): string[] {
  const sorted = words.filter(({ text }) => text.trim() !== "").sort((a, b) => b.y - a.y || a.x - b.x);
  const rows: Glyphs[][] = [];
  for (const word of sorted) {
    const row = rows.at(-1);
    if (row !== undefined && Math.abs(row[0]!.y - word.y) < word.size * 0.4) row.push(word);
    else rows.push([word]);
  }
  return rows.flatMap((row) => {
    const found: string[] = [];
    let end = Number.NEGATIVE_INFINITY;
    for (const word of row.sort((a, b) => a.x - b.x)) {
      if (word.x - end > word.size * 1.5) found.push(word.text);
      else found[found.length - 1] += `${word.x - end > word.size * 0.15 ? " " : ""}${word.text}`;
      end = word.x + word.width;
    }
    return found;
  });
}

/**
 * Text and ends of paragraphs, cells and shared strings of WordprocessingML and SpreadsheetML; capitals by format (17.3.2.5); headers and
 * footers of a sheet (18.3.1.46); the names of pictures; the text of a watermark (VML textpath).
 */
const TOKENS =
  /<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<\/(?:\w+:)?t>|<\/?(?:\w+:)?(?:p|tc|si|is|c|br|tab)[\s/>]|\s(?:descr|title|name|string)="([^"]{1,300})"|<(?:\w+:)?((?:odd|even|first)(?:Header|Footer))>([^<]*)<|<\w+:(caps|smallCaps)(?:\s+\w+:val="(?:1|true|on)")?\s*\/>|<(\/)(?:\w+:)?r>/g;
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
      .replaceAll(/<\/?(?:text:(?:p|h|line-break|tab)|table:table-cell|draw:[\w-]+)\b[^>]*>/g, "\n")
      .replaceAll(/<[^>]+>/g, ""),
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
