import { attribute, childElements, findChild, textOf, type XmlElement } from "../../opc/index.ts";
import type { DocxParts } from "../read/parts.ts";
import type { Warnings } from "../warnings.ts";
import type { Block, HeaderKind, Note, ResolvedDocument, Section, Settings } from "./model.ts";
import { formatNumber } from "./number-formats.ts";
import { Numbering } from "./numbering.ts";
import { type Shared, Story, switchOf } from "./story.ts";
import { Styles } from "./styles.ts";
import { readTheme } from "./theme.ts";
import { edgesOf, numberOf } from "./values.ts";

/**
 * Works out every style, list number, section and note of a Word file.
 *
 * @param now the moment that DATE and TIME fields show; what the file holds when absent
 */
export function resolveDocument(parts: DocxParts, warnings: Warnings, now?: Date): ResolvedDocument {
  const theme = readTheme(parts.related("theme")?.root);
  const settingsRoot = parts.related("settings")?.root;
  const settings = readSettings(settingsRoot);
  const styles = new Styles(parts.related("styles")?.root, theme, !overridesTableStyle(settingsRoot));
  const numbering = new Numbering(parts.related("numbering")?.root, theme);

  const footnotes = new NoteStore(parts, "footnote", settingsRoot);
  const endnotes = new NoteStore(parts, "endnote", settingsRoot);
  const properties = readProperties(parts);
  const shared: Shared = {
    parts,
    times: { now, created: properties.created, modified: properties.modified },
    styles,
    numbering,
    warnings,
    note: (kind, id, custom) => (kind === "footnote" ? footnotes : endnotes).take(id, custom, shared),
  };
  if (footnotes.restart === "eachPage") warnings.add("PAGE_RESTART_NOTES", parts.main, "cả văn bản");
  if (findChild(parts.document, "w:background") !== undefined)
    warnings.add("BACKGROUND_OMITTED", parts.main, "cả văn bản");

  const body = findChild(parts.document, "w:body")!;
  const story = new Story(shared, parts.main);
  const sections: Section[] = [];
  const headers = new HeaderReader(shared);
  const finish = (properties: XmlElement | undefined, blocks: Block[]): void => {
    sections.push(readSection(properties, blocks, sections.at(-1), headers, warnings, parts.main));
    footnotes.newSection();
  };
  const rest = story.blocks(body, undefined, finish);
  const last = childElements(body, "w:sectPr").at(-1);
  if (rest.length > 0 || sections.length === 0) finish(last, rest);
  return {
    sections,
    endnotes: endnotes.taken,
    separator: footnotes.separator(shared),
    settings,
    properties,
  };
}

/** Does a paragraph's style always go before its table's? */
function overridesTableStyle(settings: XmlElement | undefined): boolean {
  const compat = findChild(settings, "w:compat");
  return (compat === undefined ? [] : childElements(compat, "w:compatSetting")).some(
    (setting) =>
      attribute(setting, "w:name") === "overrideTableStyleFontSizeAndJustification" &&
      /^(1|true)$/.test(attribute(setting, "w:val") ?? ""),
  );
}

function readSettings(root: XmlElement | undefined): Settings {
  const compat = findChild(root, "w:compat");
  let compatibility = 12;
  for (const setting of compat === undefined ? [] : childElements(compat, "w:compatSetting")) {
    if (attribute(setting, "w:name") === "compatibilityMode")
      compatibility = numberOf(attribute(setting, "w:val")) ?? compatibility;
  }
  const tab = numberOf(attribute(findChild(root, "w:defaultTabStop"), "w:val"));
  return {
    evenAndOdd: switchOf(root, "w:evenAndOddHeaders"),
    defaultTab: tab === undefined || tab < 20 ? 720 : tab,
    compatibility,
    spacingAdds: switchOf(compat, "w:doNotUseHTMLParagraphAutoSpacing"),
    keepShiftReturn: switchOf(compat, "w:doNotExpandShiftReturn"),
    mirrorMargins: switchOf(root, "w:mirrorMargins"),
    gutterAtTop: switchOf(root, "w:gutterAtTop"),
    unbalanced: switchOf(compat, "w:noColumnBalance"),
    bordersRoundHeader: !switchOf(root, "w:bordersDoNotSurroundHeader"),
    bordersRoundFooter: !switchOf(root, "w:bordersDoNotSurroundFooter"),
  };
}

/** Footnotes or endnotes: found by id, numbered as their references come. */
class NoteStore {
  readonly taken: Note[] = [];
  readonly restart: string;
  readonly #kind: "footnote" | "endnote";
  readonly #part: string;
  readonly #elements = new Map<string, XmlElement>();
  readonly #format: string;
  readonly #start: number;
  #count: number;

  constructor(parts: DocxParts, kind: "footnote" | "endnote", settings: XmlElement | undefined) {
    this.#kind = kind;
    const related = parts.related(`${kind}s`);
    this.#part = related?.name ?? "";
    for (const element of related === undefined ? [] : childElements(related.root, `w:${kind}`)) {
      this.#elements.set(attribute(element, "w:id") ?? "", element);
    }
    const body = findChild(parts.document, "w:body");
    const properties = findChild(findChild(body, "w:sectPr"), `w:${kind}Pr`) ?? findChild(settings, `w:${kind}Pr`);
    const value = (name: string): string | undefined => attribute(findChild(properties, name), "w:val");
    this.#format = value("w:numFmt") ?? (kind === "footnote" ? "decimal" : "lowerRoman");
    this.#start = numberOf(value("w:numStart")) ?? 1;
    this.restart = value("w:numRestart") ?? "continuous";
    this.#count = this.#start;
  }

  /** Content of the separator note (w:type="separator"), empty when the file has none. */
  separator(shared: Shared): Block[] {
    for (const element of this.#elements.values()) {
      if (attribute(element, "w:type") === "separator") return new Story(shared, this.#part, true).blocks(element);
    }
    return [];
  }

  newSection(): void {
    if (this.restart === "eachSect") this.#count = this.#start;
  }

  take(id: string, custom: boolean, shared: Shared): Note | undefined {
    const element = this.#elements.get(id);
    if (element === undefined) return undefined;
    let mark = "";
    if (!custom) {
      mark = formatNumber(this.#count, this.#format);
      this.#count += 1;
    }
    const note: Note = { id, kind: this.#kind, mark, blocks: new Story(shared, this.#part, true).blocks(element) };
    this.taken.push(note);
    return note;
  }
}

/** Headers and footers, each part read once. */
class HeaderReader {
  readonly #shared: Shared;
  readonly #read = new Map<string, Block[]>();

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  blocks(id: string): Block[] | undefined {
    const { parts } = this.#shared;
    const relation = parts.relationships(parts.main).get(id);
    if (relation === undefined || relation.external) return undefined;
    let blocks = this.#read.get(relation.target);
    if (blocks === undefined) {
      const root = parts.xml(relation.target);
      if (root === undefined) return undefined;
      blocks = new Story(this.#shared, relation.target, true).blocks(root);
      this.#read.set(relation.target, blocks);
    }
    return blocks;
  }
}

/** Page of Word's default when a section says nothing: Letter, one inch margins (ISO/IEC 29500-1, 17.6.13). */
const LETTER = { width: 12240, height: 15840, margin: 1440, header: 720 };

function readSection(
  element: XmlElement | undefined,
  blocks: Block[],
  previous: Section | undefined,
  reader: HeaderReader,
  warnings: Warnings,
  part: string,
): Section {
  const size = findChild(element, "w:pgSz");
  const margins = findChild(element, "w:pgMar");
  const twips = (source: XmlElement | undefined, name: string, fallback: number): number =>
    numberOf(attribute(source, name)) ?? fallback;
  const clamp = (value: number): number => Math.min(Math.max(value, 720), 31680);
  const width = clamp(twips(size, "w:w", LETTER.width));
  const height = clamp(twips(size, "w:h", LETTER.height));
  const headers: Section["headers"] = { ...previous?.headers };
  const footers: Section["footers"] = { ...previous?.footers };
  for (const reference of element === undefined ? [] : childElements(element)) {
    const target =
      reference.name === "w:headerReference" ? headers : reference.name === "w:footerReference" ? footers : undefined;
    if (target === undefined) continue;
    const found = reader.blocks(attribute(reference, "r:id") ?? "");
    const kind = (attribute(reference, "w:type") ?? "default") as HeaderKind;
    if (found !== undefined) target[kind] = found;
  }
  const numbers = findChild(element, "w:pgNumType");
  const start = attribute(findChild(element, "w:type"), "w:val") as Section["start"] | undefined;
  const vertical = (attribute(findChild(element, "w:vAlign"), "w:val") ?? "top") as Section["vertical"];
  if (vertical === "both") warnings.add("SECTION_VERTICAL", part, "phần của văn bản");
  const where = "phần của văn bản";
  if (findChild(element, "w:lnNumType") !== undefined) warnings.add("LINE_NUMBERS", part, where);
  const direction = attribute(findChild(element, "w:textDirection"), "w:val");
  if (direction !== undefined && !/^(lrTbV?|tb)$/.test(direction))
    warnings.add("TEXT_DIRECTION", part, where, direction);
  const grid = attribute(findChild(element, "w:docGrid"), "w:type");
  if (grid !== undefined && grid !== "default") warnings.add("LINE_GRID", part, where);
  const left = twips(margins, "w:left", LETTER.margin);
  const right = twips(margins, "w:right", LETTER.margin);
  const gutter = Math.max(twips(margins, "w:gutter", 0), 0);
  return {
    start: start ?? "nextPage",
    width,
    height,
    margins: {
      top: twips(margins, "w:top", LETTER.margin),
      bottom: twips(margins, "w:bottom", LETTER.margin),
      left,
      right,
    },
    header: twips(margins, "w:header", LETTER.header),
    footer: twips(margins, "w:footer", LETTER.header),
    gutter,
    titlePage: switchOf(element, "w:titlePg"),
    headers,
    footers,
    pageStart: numberOf(attribute(numbers, "w:start")),
    pageFormat: attribute(numbers, "w:fmt") ?? "decimal",
    columns: readColumns(findChild(element, "w:cols"), Math.max(width - left - right - gutter, 200)),
    vertical,
    borders: readPageBorders(findChild(element, "w:pgBorders"), (art) =>
      warnings.add("BORDER_ART", part, "phần của văn bản", art),
    ),
    blocks,
  };
}

/** Lines round the page (17.6.10); art borders become plain lines. */
function readPageBorders(element: XmlElement | undefined, art: (name: string) => void): Section["borders"] {
  if (element === undefined) return undefined;
  for (const edge of childElements(element)) {
    const name = attribute(edge, "w:val") ?? "";
    if (!PLAIN_BORDERS.test(name)) art(name);
  }
  const display = attribute(element, "w:display");
  return {
    ...edgesOf(element),
    fromText: attribute(element, "w:offsetFrom") !== "page",
    pages: display === "firstPage" || display === "notFirstPage" ? display : "allPages",
  };
}

/** The line styles of ST_Border that are no pictures. */
const PLAIN_BORDERS =
  /^(nil|none|single|thick|double|triple|dotted|dashed|dotDash|dotDotDash|dashSmallGap|wave|doubleWave|dashDotStroked|(thin|thick)\w*Gap|threeD\w+|outset|inset)$/;

function readColumns(element: XmlElement | undefined, width: number): Section["columns"] {
  const listed = element === undefined ? [] : childElements(element, "w:col");
  const equal = attribute(element, "w:equalWidth");
  if (listed.length > 1 && (equal === "0" || equal === "false")) {
    return listed.map((column) => ({
      width: Math.max(numberOf(attribute(column, "w:w")) ?? width / listed.length, 200),
      gap: numberOf(attribute(column, "w:space")) ?? 0,
    }));
  }
  const count = Math.min(Math.max(Math.trunc(numberOf(attribute(element, "w:num")) ?? 1), 1), 45);
  const gap = numberOf(attribute(element, "w:space")) ?? 720;
  const each = Math.max((width - gap * (count - 1)) / count, 200);
  return Array.from({ length: count }, (_unused, index) => ({ width: each, gap: index === count - 1 ? 0 : gap }));
}

function readProperties(parts: DocxParts): ResolvedDocument["properties"] {
  const relation = [...parts.relationships("").values()].find((entry) => entry.type.endsWith("/core-properties"));
  let root: XmlElement | undefined;
  if (relation !== undefined) root = parts.xml(relation.target);
  const text = (name: string): string => textOf(findChild(root, name)).trim();
  const time = (name: string): string | undefined => {
    const value = text(name);
    return Number.isNaN(Date.parse(value)) ? undefined : value;
  };
  return {
    title: text("dc:title"),
    author: text("dc:creator"),
    subject: text("dc:subject"),
    keywords: text("cp:keywords"),
    created: time("dcterms:created"),
    modified: time("dcterms:modified"),
  };
}
