import { attribute, findChild, type XmlElement } from "../../opc/index.ts";
import type { DocxParts } from "../read/parts.ts";
import type { WarningCode, Warnings } from "../warnings.ts";
import type { FieldSurroundings, OpenField } from "./fields.ts";
import { type Frame, hangFrames, readFrame } from "./frames.ts";
import { InlineReader } from "./inlines.ts";
import { showsUnknown } from "./known.ts";
import type { Block, Note, Paragraph, RunStyle } from "./model.ts";
import type { ListLevel, Numbering } from "./numbering.ts";
import { fingerprint, type ParagraphProps } from "./properties.ts";
import type { Styles, TableRun } from "./styles.ts";
import { isSymbolFont, symbolText } from "./symbols.ts";
import { readTable } from "./table.ts";
import { isOn } from "./values.ts";

/** What every story (body, header, note) shares. */
export interface Shared {
  parts: DocxParts;
  styles: Styles;
  numbering: Numbering;
  warnings: Warnings;
  /** Finds or makes the note behind a reference; numbers it. */
  note(kind: "footnote" | "endnote", id: string, custom: boolean): Note | undefined;
  /** What fields of dates are worked out from. */
  times: Times;
}

/** The moment the PDF is made, and those the file's properties name. */
export type Times = Pick<FieldSurroundings, "now" | "created" | "modified">;

/** What the table around a paragraph gives it. */
export interface TableContext {
  run: TableRun;
  paragraph: { key: string; props: ParagraphProps };
}

/** Deepest table in a table that is set; deeper ones are refused by the bound on XML depth anyway. */
const MAX_BLOCK_DEPTH = 40;

/** Hidden bookmarks that may wait for a paragraph. */
const MAX_TARGETS = 1000;

/** Tables in which a paragraph's properties are remembered. */
const MOST_MET = 16;

/** What a paragraph's properties come to in a table, which is known by its keys. */
interface Look {
  run: string | undefined;
  paragraph: string | undefined;
  styleId: string | undefined;
  resolved: ReturnType<Styles["paragraph"]>;
  /** Formatting of the paragraph mark. */
  mark: RunStyle;
  frame: Frame | undefined;
  /** Its formatting or its mark was changed while changes were tracked. */
  tracked: boolean;
  /** Its mark was deleted: it goes on in the next paragraph. */
  joins: boolean;
}

/** Reads one story: the block content of the body, a header, a footer or a note. */
export class Story {
  readonly styles: Styles;
  readonly fields: OpenField[] = [];
  readonly part: string;
  readonly #shared: Shared;
  readonly #inNotes: boolean;
  readonly #bookmarks = new Map<string, string>();
  /** Hidden bookmarks between paragraphs; they stand at the start of the next one. */
  readonly #targets: string[] = [];
  readonly #styleCache = new Map<string, ReturnType<Styles["paragraph"]>>();
  /** What the paragraph properties met last came to, without reading them again: a long table has few different ones. */
  readonly #met = new Map<XmlElement | undefined, Look[]>();
  #held: Paragraph | undefined;
  #paragraphs = 0;
  #tables = 0;
  #depth = 0;

  constructor(shared: Shared, part: string, inNotes = false) {
    this.#shared = shared;
    this.part = part;
    this.styles = shared.styles;
    this.#inNotes = inNotes;
  }

  get times(): Times {
    return this.#shared.times;
  }

  warn(code: WarningCode, where: string, detail = ""): void {
    this.#shared.warnings.add(code, this.part, where, detail);
  }

  nextTable(): string {
    this.#tables += 1;
    return `bảng ${this.#tables}`;
  }

  /** Address behind a relationship id; undefined when it leads to a part of the package. */
  address(id: string): string | undefined {
    const relation = this.#shared.parts.relationships(this.part).get(id);
    return relation?.external === true ? relation.target : undefined;
  }

  /** The parsed part behind a relationship id. */
  xml(id: string): XmlElement | undefined {
    const relation = this.#shared.parts.relationships(this.part).get(id);
    return relation === undefined || relation.external ? undefined : this.#shared.parts.xml(relation.target);
  }

  media(id: string): { name: string; bytes: Uint8Array } | undefined {
    const relation = this.#shared.parts.relationships(this.part).get(id);
    if (relation === undefined || relation.external) return undefined;
    const bytes = this.#shared.parts.package.bytes(relation.target);
    return bytes === undefined ? undefined : { name: relation.target, bytes };
  }

  note(kind: "footnote" | "endnote", id: string, custom: boolean, where: string): Note | undefined {
    if (this.#inNotes || !this.part.endsWith(this.#shared.parts.main)) {
      this.warn("NOTE_IN_HEADER", where);
      return undefined;
    }
    const note = this.#shared.note(kind, id, custom);
    if (note === undefined) this.warn("NOTE_MISSING", where, id);
    return note;
  }

  /** Opens a bookmark. Word's own hidden ones (`_Toc…`, `_Ref…`) are only places to link to; `_GoBack` is nothing. */
  openBookmark(element: XmlElement, place: (name: string, hidden: boolean) => void): void {
    const name = attribute(element, "w:name") ?? "";
    if (name === "" || name === "_GoBack") return;
    if (name.startsWith("_")) {
      place(name, true);
      return;
    }
    this.#bookmarks.set(attribute(element, "w:id") ?? "", name);
    place(name, false);
  }

  closeBookmark(element: XmlElement, place: (name: string) => void): void {
    const id = attribute(element, "w:id") ?? "";
    const name = this.#bookmarks.get(id);
    if (name === undefined) return;
    this.#bookmarks.delete(id);
    place(name);
  }

  /** Block content in order; `onSection` is told of a paragraph that ends a section. */
  blocks(
    parent: XmlElement,
    table?: TableContext,
    onSection?: (properties: XmlElement, blocks: Block[]) => void,
  ): Block[] {
    let blocks: Block[] = [];
    const read = (element: XmlElement): void => {
      for (const child of element.children) {
        if (typeof child === "string") continue;
        switch (child.name) {
          case "w:p": {
            const properties = findChild(child, "w:pPr");
            const section = findChild(properties, "w:sectPr");
            blocks.push(...this.#paragraph(child, properties, table));
            if (section !== undefined && onSection !== undefined) {
              onSection(section, this.#hung(blocks));
              blocks = [];
            }
            break;
          }
          case "w:tbl":
            blocks.push(...this.#leftOver(false));
            if (this.#depth < MAX_BLOCK_DEPTH) {
              this.#depth += 1;
              blocks.push(readTable(child, this));
              this.#depth -= 1;
            }
            break;
          case "w:sdt": {
            const content = findChild(child, "w:sdtContent");
            if (content !== undefined) read(content);
            break;
          }
          case "w:ins":
          case "w:moveTo":
            this.warn("TRACKED_CHANGES", this.#where());
            read(child);
            break;
          case "w:customXml":
          case "w:smartTag":
            read(child);
            break;
          case "mc:AlternateContent": {
            const choice = findChild(child, "mc:Choice") ?? findChild(child, "mc:Fallback");
            if (choice !== undefined) read(choice);
            break;
          }
          case "w:bookmarkStart":
            this.openBookmark(child, (name, hidden) => {
              if (hidden && this.#targets.length < MAX_TARGETS) this.#targets.push(name);
            });
            break;
          case "w:bookmarkEnd":
            this.closeBookmark(child, () => {});
            break;
          case "w:altChunk":
            this.warn("ALTCHUNK_OMITTED", this.#where());
            break;
          case "w:subDoc":
            this.warn("ALTCHUNK_OMITTED", this.#where(), "subDoc");
            break;
          case "m:oMathPara":
          case "m:oMath":
            blocks.push(...this.#paragraph({ name: "w:p", attributes: {}, children: [child] }, undefined, table));
            break;
          default:
            if (showsUnknown(child)) this.warn("CONTENT_UNKNOWN", this.#where(), child.name);
        }
      }
    };
    read(parent);
    blocks.push(...this.#leftOver(blocks.length === 0));
    return this.#hung(blocks);
  }

  /** A paragraph whose mark was deleted stays by itself where no other follows. */
  #leftOver(needed: boolean): Paragraph[] {
    const held = this.#held;
    this.#held = undefined;
    return held === undefined || (held.inlines.length === 0 && !needed) ? [] : [held];
  }

  #hung(blocks: Block[]): Block[] {
    const inHeader = this.part !== this.#shared.parts.main;
    return hangFrames(blocks, inHeader, (where) => this.warn("FRAME_IN_FLOW", where));
  }

  /** Content of a text box: its fields stand apart from those round it. */
  inner(content: XmlElement): Block[] {
    if (this.#depth >= MAX_BLOCK_DEPTH) return [];
    this.#depth += 1;
    const outer = this.fields.splice(0);
    const blocks = this.blocks(content);
    this.fields.splice(0, this.fields.length, ...outer);
    this.#depth -= 1;
    return blocks;
  }

  #where(): string {
    return `đoạn ${this.#paragraphs}`;
  }

  #paragraph(element: XmlElement, properties: XmlElement | undefined, table: TableContext | undefined): Paragraph[] {
    this.#paragraphs += 1;
    const where = this.#where();
    const look = this.#look(properties, table);
    const { styleId, resolved, mark } = look;
    if (look.tracked) this.warn("TRACKED_CHANGES", where);
    const held = this.#held;
    this.#held = undefined;
    const reader = new InlineReader(this, styleId, table?.run, where, mark, held?.inlines);
    for (const name of this.#targets.splice(0)) reader.target(name);
    for (const name of this.#bookmarks.values()) reader.bookmark(name, "start", true);
    reader.read(element);
    for (const name of this.#bookmarks.values()) reader.bookmark(name, "end", true);
    const paragraph: Paragraph = { kind: "paragraph", style: resolved.style, mark, inlines: reader.inlines, where };
    if (look.frame !== undefined) paragraph.frame = look.frame;
    if (look.joins && findChild(properties, "w:sectPr") === undefined) {
      this.#held = paragraph;
      return [];
    }
    if (resolved.numbering !== undefined) {
      let level = resolved.numbering.level;
      if (
        findChild(findChild(properties, "w:numPr"), "w:ilvl") === undefined &&
        findChild(properties, "w:numPr") === undefined &&
        styleId !== undefined
      ) {
        level = this.#shared.numbering.levelOfStyle(resolved.numbering.id, styleId) || level;
      }
      const item = this.#shared.numbering.next(resolved.numbering.id, level, (format) =>
        this.warn("NUMBER_FORMAT", where, format),
      );
      if (item !== undefined) {
        const label = this.#label(item.text, item.level, styleId, table, findChild(properties, "w:rPr"));
        paragraph.label = { ...label, list: { id: resolved.numbering.id, level, format: item.level.format } };
      }
    }
    // A hidden paragraph mark joins the paragraph with nothing to see: Word drops it when all of it is hidden.
    if (mark.hidden && reader.inlines.every((inline) => inline.kind === "bookmark") && element.children.length > 1)
      return [];
    return [paragraph];
  }

  /** What a paragraph's properties come to in the table it stands in. */
  #look(properties: XmlElement | undefined, table: TableContext | undefined): Look {
    let met = this.#met.get(properties);
    if (met === undefined) {
      met = [];
      this.#met.set(properties, met);
    }
    for (const look of met) if (look.run === table?.run.key && look.paragraph === table?.paragraph.key) return look;
    const own = attribute(findChild(properties, "w:pStyle"), "w:val");
    const styleId = own !== undefined && this.styles.chain(own).length > 0 ? own : this.styles.defaultId("paragraph");
    const key = `${styleId}/${table?.paragraph.key ?? ""}/${fingerprint(properties)}`;
    let resolved = this.#styleCache.get(key);
    if (resolved === undefined) {
      resolved = this.styles.paragraph(styleId, table?.paragraph, properties, (numbering, fromStyle) => {
        const level =
          numbering.level ??
          (fromStyle === undefined ? 0 : this.#shared.numbering.levelOfStyle(numbering.id, fromStyle));
        const found = this.#shared.numbering.level(numbering.id, level)?.paragraph;
        return found === undefined
          ? {}
          : { left: found.left, first: found.first, right: found.right, tabs: found.tabs };
      });
      this.#styleCache.set(key, resolved);
    }
    const marked = findChild(properties, "w:rPr");
    const look: Look = {
      run: table?.run.key,
      paragraph: table?.paragraph.key,
      styleId,
      resolved,
      mark: this.styles.run(styleId, table?.run, marked),
      frame: readFrame(
        findChild(properties, "w:framePr") ??
          findChild(findChild(this.styles.chain(styleId).at(-1)?.element, "w:pPr"), "w:framePr"),
      ),
      tracked:
        ["w:del", "w:ins", "w:rPrChange"].some((name) => findChild(marked, name) !== undefined) ||
        findChild(properties, "w:pPrChange") !== undefined,
      joins: findChild(marked, "w:del") !== undefined,
    };
    if (met.length < MOST_MET) met.push(look);
    return look;
  }

  #label(
    text: string,
    level: ListLevel,
    styleId: string | undefined,
    table: TableContext | undefined,
    mark: XmlElement | undefined,
  ): NonNullable<Paragraph["label"]> {
    let style = this.styles.run(styleId, table?.run, mark);
    const over = { ...level.run };
    delete over.style;
    const given = Object.fromEntries(Object.entries(over).filter(([, value]) => value !== undefined));
    // Word never underlines a label because its paragraph mark is underlined
    style = this.styles.intern({ ...style, underline: "none", ...given, hidden: false });
    let shown = text;
    if (isSymbolFont(style.family)) {
      shown = symbolText(text, style.family);
      style = this.styles.intern({ ...style, family: "Times New Roman", signs: style.family });
    } else if (level.format === "bullet") {
      // bullets from Courier New are a plain "o"; private codes without a symbol font still mean Symbol
      shown = /[\uf000-\uf0ff]/.test(text) ? symbolText(text, "Symbol") : text;
    }
    return { text: shown, style, follow: level.follow, align: level.align };
  }
}

/** A boolean child switch such as w:titlePg. */
export function switchOf(element: XmlElement | undefined, name: string): boolean {
  const child = findChild(element, name);
  return child !== undefined && isOn(child);
}
