import Docxtemplater, { type DXT } from "docxtemplater";
import PizZip from "pizzip";
import { ANCHORS, type DocumentContent } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { RULE_SETS, textWidth } from "../format/index.ts";
import { openPackage, type Package, parseXml, sameBytes, textOf, writeZip, type XmlElement } from "../opc/index.ts";
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
const TYPES = "[Content_Types].xml";

/**
 * Where text and appendices go in once docxtemplater is done: its clean-up reads every letter several times, which a table of thousands
 * of rows does not need. Comments cannot come from an author's text, in which "<" is always escaped.
 */
const PLACES = {
  body: "<w:p><!--vanthu:noiDung--></w:p>",
  appendices: "<w:p><!--vanthu:phuLuc--></w:p>",
} as const;

/**
 * Fills a Word template with a resolved document. Plain tags (`{soKyHieu}`-like, list in {@link TAGS}) are filled by docxtemplater;
 * text, tables, footnotes and appendices are built as WordprocessingML with the template's own styles.
 *
 * @param template bytes of a .docx
 * @param options `places`: the blocks of the text and the appendices are marked with the bookmarks of {@link PLACE_MARKS}, for a preview
 * @returns bytes of the filled .docx; the same input gives the same bytes
 * @throws FILE_NOT_ZIP, PACKAGE_TOO_LARGE, PACKAGE_BROKEN, FILE_WRONG_KIND when the template is not a Word file;
 *   TEMPLATE_TAG_BROKEN, TEMPLATE_TAG_UNKNOWN, TEMPLATE_TAG_MISSING when it cannot be filled
 */
export function fillTemplate(
  template: Uint8Array,
  content: DocumentContent,
  { places = false }: { places?: boolean } = {},
): Uint8Array {
  const opened = openedTemplate(template);
  const { source, tree, section } = opened;
  const filler = fillerOf(opened);
  const parts = {
    read: (name: string) => filler.getZip().file(name)?.asText() as string | undefined,
    write: (name: string, text: string) => {
      filler.getZip().file(name, text);
    },
    writeBytes: (name: string, bytes: Uint8Array) => {
      filler.getZip().file(name, bytes);
    },
  };
  const context = buildContext(firstFreeFootnoteId(parts), places);
  const page = textAreaOf(section.element);
  // The last paragraph stays with the signature block: a signature never stands alone on a page.
  const body = blocksXml(content.blocks, page, context, { keepLast: true, marked: true });
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
    forget(opened);
    throw templateError(error, source.text);
  }
  const text = parts.read(DOCUMENT)!;
  refuseMissingPlaces(content, text);
  writeFootnotes(parts, context.footnotes);
  writePictures(parts, context.pictures);
  const filled = finished(text, content, appendices.closing);
  parts.write(
    DOCUMENT,
    filled.replace(PLACES.body, () => body).replace(PLACES.appendices, () => appendices.xml),
  );
  return pack(filler.getZip());
}

function mainPart(source: Package): string {
  const types = source.text(TYPES);
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

/** A template as it has been read: an office fills the same few all day, and reading one costs as much as all the rest. */
interface Opened {
  template: Uint8Array;
  source: Package;
  tree: XmlElement;
  section: NonNullable<ReturnType<typeof lastSection>>;
  zip: PizZip;
  /** Has read the template and never fills it itself. */
  reader: Docxtemplater;
  tags: TemplateTag[];
}

/** A tag of a template, with the "@" of raw ones, and the part it stands in. */
export interface TemplateTag {
  name: string;
  part: string;
}

/**
 * Tags of a Word template.
 *
 * @throws as {@link fillTemplate} for what is no template; TEMPLATE_TAG_BROKEN, TEMPLATE_TAG_UNKNOWN
 */
export function templateTags(template: Uint8Array): readonly TemplateTag[] {
  return openedTemplate(template).tags;
}

const MOST_OPENED = 12;

/** The one asked for last is the last. */
const openedTemplates: Opened[] = [];

function openedTemplate(template: Uint8Array): Opened {
  const at = openedTemplates.findIndex((each) => sameBytes(each.template, template));
  const opened = openedTemplates[at] ?? openTemplate(template.slice());
  if (at >= 0) openedTemplates.splice(at, 1);
  openedTemplates.push(opened);
  if (openedTemplates.length > MOST_OPENED) openedTemplates.shift();
  return opened;
}

function forget(opened: Opened): void {
  const at = openedTemplates.indexOf(opened);
  if (at >= 0) openedTemplates.splice(at, 1);
}

function openTemplate(template: Uint8Array): Opened {
  const source = openPackage(template);
  const documentXml = mainPart(source);
  const tree = parseXml(documentXml, DOCUMENT);
  const section = lastSection(documentXml);
  if (section === undefined) throw wrongKind("Mẫu Word không có phần thiết lập trang (sectPr).");
  const zip = new PizZip(template);
  return { template, source, tree, section, zip, ...readTags(zip, source) };
}

/**
 * A docxtemplater that fills once, as each does, with what the reader has read: its own state (package, data, values found) lies over the reader's, which
 * stays as it was.
 */
function fillerOf({ reader, zip }: Opened): Docxtemplater {
  const own = new PizZip();
  Object.assign(own.files, zip.files);
  return Object.assign(Object.create(reader) as Docxtemplater, { zip: own, scopeManagers: {}, mapper: undefined });
}

function readTags(zip: PizZip, source: Package): { reader: Docxtemplater; tags: TemplateTag[] } {
  const seen: TemplateTag[] = [];
  const collector: DXT.Module = {
    // The second is the options, whatever the package's types say of it.
    postparse(postparsed, options: unknown) {
      const { filePath } = options as { filePath: string };
      for (const part of postparsed) if (part.type === "placeholder") note(part, seen, filePath);
      return postparsed;
    },
  };
  let reader: Docxtemplater;
  try {
    reader = new Docxtemplater(zip, {
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
  return { reader, tags: seen };
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

/** What a document says must have its place on the page: a template that leaves it out, or has it in a header only, is refused. */
function refuseMissingPlaces(content: DocumentContent, documentXml: string): void {
  const needed: [string, boolean, string][] = [
    ["@noiDung", content.blocks.length > 0, PLACES.body],
    ["@phuLuc", content.appendices.length > 0, PLACES.appendices],
  ];
  for (const [tag, wanted, place] of needed) {
    if (!wanted || documentXml.includes(place)) continue;
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
  const start = new RegExp(`<w:bookmarkStart [^<>]*w:name="${name}"[^<>]*/>`).exec(xml)?.[0];
  const id = start === undefined ? undefined : /w:id="(\d+)"/.exec(start)?.[1];
  if (start === undefined || id === undefined) return xml;
  return xml.replace(start, "").replace(new RegExp(`<w:bookmarkEnd [^<>]*w:id="${id}"[^<>]*/>`), "");
}

/** The same parts give the same bytes, whenever they are packed. */
function pack(zip: PizZip): Uint8Array {
  const names = Object.keys(zip.files).filter((name) => zip.files[name]?.dir === false);
  // The content types must come first in the package, as Word writes them.
  names.sort((a, b) => Number(b === TYPES) - Number(a === TYPES));
  return writeZip(names.map((name) => [name, zip.files[name]!.asUint8Array()]));
}
