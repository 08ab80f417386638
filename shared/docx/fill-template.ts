import Docxtemplater, { type DXT } from "docxtemplater";
import { zipSync } from "fflate";
import PizZip from "pizzip";
import { ANCHORS, type DocumentContent } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { RULE_SETS, textWidth } from "../format/index.ts";
import { openPackage, type Package, parseXml, textOf, type XmlElement } from "../opc/index.ts";
import { appendicesXml, partLine } from "./appendices.ts";
import { blocksXml, lineXml } from "./blocks.ts";
import { buildContext } from "./build-context.ts";
import { firstFreeFootnoteId, writeFootnotes } from "./footnotes.ts";
import { writePictures } from "./pictures.ts";
import { lastSection, textAreaOf } from "./sections.ts";
import { tagValues } from "./tags.ts";
import { refuseUnknownTags, templateError } from "./template-errors.ts";
import { urgencyXml } from "./urgency.ts";

const DOCUMENT = "word/document.xml";

/** The same document gives the same bytes, whenever it is made: entries carry the earliest time a ZIP knows. */
const ENTRY_TIME = new Date(1980, 0, 1, 0, 0, 0);

/**
 * Where text and appendices go in once docxtemplater is done: its clean-up reads every letter several times, which a table of thousands
 * of rows does not need. Comments cannot come from an author's text, in which "<" is always escaped.
 */
const PLACES = { body: "<!--vanthu:noiDung-->", appendices: "<!--vanthu:phuLuc-->" } as const;

/**
 * Fills a Word template with a resolved document. Plain tags (`{soKyHieu}`-like, list in {@link TAGS}) are filled by docxtemplater;
 * text, tables, footnotes and appendices are built as WordprocessingML with the template's own styles.
 *
 * @param template bytes of a .docx
 * @returns bytes of the filled .docx; the same input gives the same bytes
 * @throws FILE_NOT_ZIP, PACKAGE_TOO_LARGE, PACKAGE_BROKEN, FILE_WRONG_KIND when the template is not a Word file;
 *   TEMPLATE_TAG_BROKEN, TEMPLATE_TAG_UNKNOWN, TEMPLATE_TAG_MISSING when it cannot be filled
 */
export function fillTemplate(template: Uint8Array, content: DocumentContent): Uint8Array {
  const source = openPackage(template);
  const documentXml = mainPart(source);
  const tree = parseXml(documentXml, DOCUMENT);
  const section = lastSection(documentXml);
  if (section === undefined) throw wrongKind("Mẫu Word không có phần thiết lập trang (sectPr).");

  const { filler, tags } = openTemplate(template, source);
  refuseMissingTags(content, tags);
  const parts = {
    read: (name: string) => filler.getZip().file(name)?.asText() as string | undefined,
    write: (name: string, text: string) => {
      filler.getZip().file(name, text);
    },
    writeBytes: (name: string, bytes: Uint8Array) => {
      filler.getZip().file(name, bytes);
    },
  };
  const context = buildContext(firstFreeFootnoteId(parts));
  const page = textAreaOf(section.element);
  // The last paragraph stays with the signature block: a signature never stands alone on a page.
  const body = blocksXml(content.blocks, page, context, { keepLast: true });
  const appendices = appendicesXml(content, section.element, context);
  const rules = RULE_SETS[content.ruleSet].elements;
  const lineUnder = (tag: string, lines: string[], size: number) => {
    const room = roomOf(tree, tag) ?? page.width / 20;
    const longest = Math.max(...lines.map((line) => textWidth(line, size, true)), 0);
    return lineXml(partLine(longest, room), room);
  };
  try {
    filler.render({
      ...tagValues(content),
      noiDung: PLACES.body,
      phuLuc: PLACES.appendices,
      doKhan: urgencyXml(content, roomOf(tree, "doKhan") ?? page.width / 20),
      gachCoQuan: lineUnder("gachCoQuan", content.organisation.name.split("\n"), rules.organisation.size.use),
      gachTrichYeu: lineUnder("gachTrichYeu", content.subjectLines, rules.subject.size.use),
    });
  } catch (error) {
    throw templateError(error, source.text);
  }
  writeFootnotes(parts, context.footnotes);
  writePictures(parts, context.pictures);
  const filled = finished(parts.read(DOCUMENT)!, content, appendices.closing);
  parts.write(
    DOCUMENT,
    filled.replace(PLACES.body, () => body).replace(PLACES.appendices, () => appendices.xml),
  );
  return pack(filler.getZip());
}

function mainPart(source: Package): string {
  const types = source.text("[Content_Types].xml");
  const text = source.text(DOCUMENT);
  if (types === undefined || text === undefined || !types.includes("wordprocessingml"))
    throw wrongKind("Tệp mẫu không phải là văn bản Word (.docx).");
  return text;
}

function wrongKind(message: string): VanthuError {
  return new VanthuError("FILE_WRONG_KIND", {
    message,
    where: DOCUMENT,
    hint: "Mở mẫu bằng Word rồi lưu lại dạng .docx.",
  });
}

function openTemplate(template: Uint8Array, source: Package): { filler: Docxtemplater; tags: Set<string> } {
  const seen: { name: string; part: string }[] = [];
  const collector: DXT.Module = {
    postparse(postparsed, _modules, options) {
      for (const part of postparsed)
        if (part.type === "placeholder") note(part, seen, String(options?.filePath ?? DOCUMENT));
      return postparsed;
    },
  };
  let filler: Docxtemplater;
  try {
    filler = new Docxtemplater(new PizZip(template), {
      modules: [collector],
      paragraphLoop: true,
      linebreaks: true,
      stripInvalidXMLChars: true,
      errorLogging: false,
      nullGetter: () => "",
      parser: (tag: string) => ({ get: (scope: unknown) => ownValue(scope, tag) }),
    });
  } catch (error) {
    throw templateError(error, source.text);
  }
  refuseUnknownTags(seen, source.text);
  return { filler, tags: new Set(seen.map(({ name }) => name)) };
}

function note(part: DXT.Part, seen: { name: string; part: string }[], file: string): void {
  if (part.module === "rawxml") seen.push({ name: `@${part.value}`, part: file });
  else if (part.module === undefined || part.module === "loop") {
    // The closing half of a list names the tag once more; only a tag that opens or stands alone is of interest.
    seen.push({ name: part.value, part: file });
  } else {
    seen.push({ name: part.raw ?? part.value, part: file });
  }
}

/** Own properties only, so that no tag can reach into what every JavaScript object inherits. */
function ownValue(scope: unknown, tag: string): unknown {
  if (tag === ".") return scope;
  return typeof scope === "object" && scope !== null && Object.hasOwn(scope, tag)
    ? (scope as Record<string, unknown>)[tag]
    : undefined;
}

/** What a document says must have its place on the page: a template that leaves it out is refused. */
function refuseMissingTags(content: DocumentContent, tags: Set<string>): void {
  const needed: [string, boolean][] = [
    ["@noiDung", content.blocks.length > 0],
    ["@phuLuc", content.appendices.length > 0],
  ];
  for (const [tag, wanted] of needed) {
    if (!wanted || tags.has(tag)) continue;
    throw new VanthuError("TEMPLATE_TAG_MISSING", {
      message: `Mẫu Word không có thẻ {${tag}}, nên một phần văn bản sẽ bị mất.`,
      where: DOCUMENT,
      hint: `Thêm một đoạn chỉ có {${tag}} vào mẫu.`,
    });
  }
}

/** Width in points of the table cell in which a tag stands, or undefined when it stands in no cell. */
function roomOf(element: XmlElement, tag: string, cell?: number): number | undefined {
  if (element.name === "w:p") return textOf(element).includes(tag) ? cell : undefined;
  let inner = cell;
  if (element.name === "w:tc") {
    const width = cellWidth(element);
    inner = width === undefined ? cell : width / 20;
  }
  for (const node of element.children) {
    if (typeof node === "string") continue;
    const found = roomOf(node, tag, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function cellWidth(cell: XmlElement): number | undefined {
  for (const node of cell.children) {
    if (typeof node === "string" || node.name !== "w:tcPr") continue;
    for (const property of node.children) {
      if (typeof property === "string" || property.name !== "w:tcW") continue;
      const width = Number(property.attributes["w:w"]);
      return property.attributes["w:type"] === "dxa" && width > 0 ? width : undefined;
    }
  }
  return undefined;
}

function finished(documentXml: string, content: DocumentContent, closing: string | undefined): string {
  let xml = documentXml;
  if (closing !== undefined) {
    const section = lastSection(xml)!;
    xml = xml.slice(0, section.start) + closing + xml.slice(section.end);
  }
  // A year that is printed already is no blank to be filled in.
  return content.date === undefined && content.year !== undefined ? withoutBookmark(xml, ANCHORS.year) : xml;
}

function withoutBookmark(xml: string, name: string): string {
  const start = new RegExp(`<w:bookmarkStart [^>]*w:name="${name}"[^>]*/>`).exec(xml)?.[0];
  const id = start === undefined ? undefined : /w:id="(\d+)"/.exec(start)?.[1];
  if (start === undefined || id === undefined) return xml;
  return xml.replace(start, "").replace(new RegExp(`<w:bookmarkEnd [^>]*w:id="${id}"[^>]*/>`), "");
}

function pack(zip: PizZip): Uint8Array {
  const entries: Record<string, Uint8Array> = {};
  for (const [name, file] of Object.entries(zip.files)) if (!file.dir) entries[name] = file.asUint8Array();
  // The content types must come first in the package, as Word writes them.
  const { "[Content_Types].xml": types, ...rest } = entries;
  return zipSync({ "[Content_Types].xml": types!, ...rest }, { level: 6, mtime: ENTRY_TIME });
}
