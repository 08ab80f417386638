import type { Role, Span } from "../lines/index.ts";
import type { Block, Inline, Link, Note, Paragraph, Picture, Table } from "../resolve/model.ts";
import { columnCount, headerRows, isLayout, mergedHeights } from "./table-roles.ts";

/** Standard structure types that are used (ISO 32000-1, 14.8.4). */
export type StructType =
  | "Document"
  | "Sect"
  | "Div"
  | "TOC"
  | "TOCI"
  | "Caption"
  | "P"
  | `H${1 | 2 | 3 | 4 | 5 | 6}`
  | "L"
  | "LI"
  | "Lbl"
  | "LBody"
  | "Table"
  | "THead"
  | "TBody"
  | "TR"
  | "TH"
  | "TD"
  | "Figure"
  | "Link"
  | "Reference"
  | "Note"
  | "Span";

/** Something on a page that belongs to an element: marked content by page and number, or a link's annotation. */
export type ContentItem =
  | StructNode
  | { kind: "marked"; page: number; id: number }
  | { kind: "annotation"; page: number; object: number };

/** One element of the document's structure. Reading order is the order of the tree, whatever stands where on the pages. */
export interface StructNode {
  kind: "element";
  type: StructType;
  parent?: StructNode;
  /** Is it among its parent's `kids` or `content`? What stands within text comes there with its first marked content. */
  attached: boolean;
  /** Its object in the PDF; 0 until that is written, and for good when there is nothing in it. */
  number: number;
  /**
   * The marked content that its content begins with: page, -1 for none, and number. Most elements have no more, and long tables
   * have very many of them.
   */
  markedPage: number;
  markedId: number;
  /** Text and what stands in it after that, in order; filled as the pages are written. Read before `kids`. */
  content?: ContentItem[];
  /** Elements below, in document order. */
  kids?: StructNode[];
  /** Cells: how many columns and rows, when more than one. */
  columns?: number;
  rows?: number;
  /** Heading cells: what they head; the column when absent. */
  scope?: "Row";
  /** Lists: how the items are numbered (table 347). */
  numbering?: string;
  /** Figures: what they show, and their box in points as [x0, y0, x1, y1]. */
  alt?: string;
  box?: [number, number, number, number];
}

/** What is no part of the text: page furniture and ornament (14.8.2.2). */
export type ArtifactKind = "layout" | "header" | "footer" | "repeated";

/** Whose a drawn thing is; `undefined` is ornament. */
export type Tag = StructNode | ArtifactKind;

/** Read by a screen reader where the author wrote no alternative text. */
const NO_ALT = "Hình không có mô tả";

/** Number formats of Word as the ListNumbering of a list. */
const NUMBERING: Record<string, string> = {
  decimal: "Decimal",
  decimalZero: "Decimal",
  lowerLetter: "LowerAlpha",
  upperLetter: "UpperAlpha",
  lowerRoman: "LowerRoman",
  upperRoman: "UpperRoman",
  bullet: "Disc",
};

interface OpenList {
  id: string;
  level: number;
  node: StructNode;
  body: StructNode;
}

/** An open table of contents, or one within its entry. */
interface OpenContents {
  level: number;
  node: StructNode;
  entry: StructNode;
}

/** The structure of a document, made from its blocks before anything is placed; drawing asks it whose each thing is. */
export class Structure {
  readonly root: StructNode = element("Document");
  readonly #owners = new Map<Paragraph, StructNode>();
  readonly #labels = new Map<Paragraph, StructNode>();
  readonly #spans = new Map<Paragraph, Map<object, StructNode>>();
  readonly #headings: number[] = [];
  readonly #furniture = new Map<string, StructNode>();
  readonly #notes: ReadonlyMap<Block, Note>;
  /** Places of the pictures that have no description. */
  readonly undescribed = new Set<string>();

  /**
   * @param bodies the blocks of each section
   * @param notes the endnote that a block belongs to, for those that stand among the blocks
   */
  constructor(bodies: readonly (readonly Block[])[], notes: ReadonlyMap<Block, Note> = new Map()) {
    this.#notes = notes;
    for (const blocks of bodies) this.#withNotes(add(this.root, "Sect"), blocks);
  }

  /** The element that a paragraph's text belongs to; undefined for one with nothing to read. */
  owner(paragraph: Paragraph): StructNode | undefined {
    return this.#owners.get(paragraph);
  }

  /** Whose a part of a paragraph is that is set apart from its text. */
  span(paragraph: Paragraph, owner: StructNode, span: Span): Tag {
    if (span.kind === "leader") return "layout";
    if (span.kind === "label") return this.#labels.get(paragraph) ?? owner;
    return this.#inner(paragraph, span, () => {
      if (span.kind === "link") return { ...element("Link"), parent: owner };
      // The mark that begins a note's text is its label; the mark in the text refers to it.
      const { parent } = owner;
      if (span.kind === "noteMark") return { ...element("Lbl"), parent: parent?.type === "Note" ? parent : owner };
      return { ...element("Reference"), parent: owner };
    });
  }

  /** The element of a picture in a paragraph; what is there for its looks alone has none. */
  figure(paragraph: Paragraph, owner: StructNode, picture: Picture): Tag {
    if (picture.decorative) return "layout";
    const alt = picture.alt?.trim() || undefined;
    if (alt === undefined) this.undescribed.add(paragraph.where);
    return this.#inner(paragraph, picture, () => ({ ...element("Figure"), parent: owner, alt: alt ?? NO_ALT }));
  }

  /**
   * The element of a link whose text is page furniture. Furniture is an artifact (ISO 14289-1, 7.8) but every link annotation must stand in a Link
   * (7.18.5): such links have theirs at the end of the document, one for all pages, with nothing in it but the annotations. One in a
   * repeated heading row belongs to the link in the row itself.
   */
  furnitureLink(paragraph: Paragraph, link: Link): StructNode {
    const own = this.#spans.get(paragraph)?.get(link);
    if (own !== undefined) return own;
    const key = link.uri ?? `#${link.anchor}`;
    let node = this.#furniture.get(key);
    if (node === undefined) {
      node = add(add(this.root, "P"), "Link");
      node.alt = link.tip ?? link.uri ?? `Đến ${link.anchor}`;
      this.#furniture.set(key, node);
    }
    return node;
  }

  #inner(paragraph: Paragraph, key: Link | Note | Role | Picture, make: () => StructNode): StructNode {
    let spans = this.#spans.get(paragraph);
    if (spans === undefined) {
      spans = new Map();
      this.#spans.set(paragraph, spans);
    }
    let node = spans.get(key);
    if (node === undefined) {
      node = make();
      spans.set(key, node);
    }
    return node;
  }

  /** Blocks of a body: those of each endnote are an element of their own. */
  #withNotes(parent: StructNode, blocks: readonly Block[]): void {
    if (this.#notes.size === 0) {
      this.#blocks(parent, blocks);
      return;
    }
    let from = 0;
    while (from < blocks.length) {
      const note = this.#notes.get(blocks[from]!);
      let to = from + 1;
      while (to < blocks.length && this.#notes.get(blocks[to]!) === note) to += 1;
      this.#blocks(note === undefined ? parent : add(parent, "Note"), blocks.slice(from, to));
      from = to;
    }
  }

  #blocks(parent: StructNode, blocks: readonly Block[]): void {
    const lists: OpenList[] = [];
    const contents: OpenContents[] = [];
    const captions = captionsOf(blocks);
    for (const block of blocks) {
      if (block.kind === "table") {
        lists.length = 0;
        contents.length = 0;
        this.#table(parent, block, captions);
        continue;
      }
      if (isEmpty(block)) continue;
      const { role } = block.style;
      if (role?.kind === "contents") {
        lists.length = 0;
        this.#owners.set(block, this.#contentsEntry(parent, contents, role.level));
        this.#beside(parent, block);
        continue;
      }
      contents.length = 0;
      if (role?.kind === "caption") {
        lists.length = 0;
        // That of a table is an element of the table.
        if (!captions.has(block)) this.#owners.set(block, add(parent, "Caption"));
        this.#beside(parent, block);
        continue;
      }
      const list = block.label?.text === "" ? undefined : block.label?.list;
      if (list === undefined || block.style.outline !== undefined) {
        lists.length = 0;
        const level = block.style.outline === undefined ? undefined : this.#headingLevel(block.style.outline);
        this.#owners.set(block, add(parent, level === undefined ? "P" : `H${level}`));
        this.#beside(parent, block);
        continue;
      }
      const body = this.#listItem(parent, lists, block, list);
      this.#owners.set(block, body);
      this.#beside(body, block);
    }
  }

  /** Levels as they nest: none is left out, whatever levels the styles have (ISO 14289-1, 7.4.2). */
  #headingLevel(outline: number): 1 | 2 | 3 | 4 | 5 | 6 {
    while (this.#headings.length > 0 && this.#headings.at(-1)! >= outline) this.#headings.pop();
    this.#headings.push(outline);
    return Math.min(this.#headings.length, 6) as 1 | 2 | 3 | 4 | 5 | 6;
  }

  #listItem(
    parent: StructNode,
    lists: OpenList[],
    paragraph: Paragraph,
    list: { id: string; level: number; format: string },
  ): StructNode {
    const { id, level, format } = list;
    while (lists.length > 0 && lists.at(-1)!.level > level) lists.pop();
    if (lists.at(-1)?.level === level && lists.at(-1)!.id !== id) lists.pop();
    let open = lists.at(-1);
    if (open === undefined || open.level < level) {
      const node = add(open?.body ?? parent, "L");
      node.numbering = NUMBERING[format] ?? "Decimal";
      open = { id, level, node, body: node };
      lists.push(open);
    }
    const item = add(open.node, "LI");
    this.#labels.set(paragraph, { ...element("Lbl"), parent: item });
    open.body = add(item, "LBody");
    return open.body;
  }

  /** An entry of a table of contents refers to its place; those of deeper levels stand in the entry above. */
  #contentsEntry(parent: StructNode, open: OpenContents[], level: number): StructNode {
    while (open.length > 1 && open.at(-1)!.level > level) open.pop();
    let list = open.at(-1);
    if (list === undefined || list.level < level) {
      const node = add(list?.entry ?? parent, "TOC");
      list = { level, node, entry: node };
      open.push(list);
    }
    list.entry = add(list.node, "TOCI");
    return add(list.entry, "Reference");
  }

  /** Notes and text boxes of a paragraph are read after it. */
  #beside(parent: StructNode, paragraph: Paragraph): void {
    for (const inline of paragraph.inlines) {
      if (inline.kind === "note" && inline.note.kind === "footnote")
        this.#blocks(add(parent, "Note"), inline.note.blocks);
      else if (inline.kind === "float" && inline.float.shape.kind === "box" && inline.float.shape.blocks.length > 0)
        this.#blocks(add(parent, "Div"), inline.float.shape.blocks);
    }
  }

  #table(parent: StructNode, table: Table, captions: Captions): void {
    if (isLayout(table)) {
      // Blocks side by side: the names at the head of a document, the signature at its end.
      const group = add(parent, "Div");
      for (const row of table.rows)
        for (const cell of row.cells) if (cell.merge !== "continue") this.#blocks(group, cell.blocks);
      return;
    }
    const node = add(parent, "Table");
    const above = captions.above.get(table);
    if (above !== undefined) this.#owners.set(above, add(node, "Caption"));
    const headers = headerRows(table);
    const heights = mergedHeights(table);
    const width = columnCount(table);
    const body = headers === 0 || headers === table.rows.length ? undefined : add(node, "THead");
    let group = body ?? node;
    table.rows.forEach((row, index) => {
      if (index === headers && body !== undefined) group = add(node, "TBody");
      const line = add(group, "TR");
      let column = 0;
      const fill = (to: number): void => {
        if (to > column) sized(add(line, "TD"), to - column, 1);
        column = Math.max(column, to);
      };
      for (const cell of row.cells) {
        fill(cell.column);
        column = cell.column + cell.span;
        if (cell.merge === "continue") continue;
        const headsRow =
          index >= headers &&
          table.rowHeaders === true &&
          cell.column === 0 &&
          cell.span < width &&
          !isBlank(cell.blocks);
        const box = add(line, index < headers || headsRow ? "TH" : "TD");
        if (headsRow) box.scope = "Row";
        sized(box, cell.span, heights.get(cell) ?? 1);
        this.#cell(box, cell.blocks);
      }
      fill(width);
    });
    const below = captions.below.get(table);
    if (below !== undefined) this.#owners.set(below, add(node, "Caption"));
  }

  /** The text of a cell with one plain paragraph is the cell's own; a paragraph element would say nothing more. */
  #cell(box: StructNode, blocks: readonly Block[]): void {
    let only: Paragraph | undefined;
    let plain = true;
    for (const block of blocks) {
      if (block.kind === "table") plain = false;
      else if (!isEmpty(block)) {
        if (only !== undefined || block.inlines.some((inline) => inline.kind === "note" || inline.kind === "float"))
          plain = false;
        only = block;
      }
    }
    if (plain && only !== undefined) this.#owners.set(only, box);
    else this.#blocks(box, blocks);
  }
}

function element(type: StructType): StructNode {
  return {
    kind: "element",
    type,
    parent: undefined,
    attached: false,
    number: 0,
    markedPage: -1,
    markedId: 0,
    content: undefined,
    kids: undefined,
    columns: undefined,
    rows: undefined,
    scope: undefined,
    numbering: undefined,
    alt: undefined,
    box: undefined,
  };
}

function add(parent: StructNode, type: StructType): StructNode {
  const node = element(type);
  node.parent = parent;
  node.attached = true;
  if (parent.kids === undefined) parent.kids = [node];
  else parent.kids.push(node);
  return node;
}

function sized(cell: StructNode, columns: number, rows: number): void {
  if (columns > 1) cell.columns = columns;
  if (rows > 1) cell.rows = rows;
}

/** Which captions belong to which tables: one just above it, or else one just below. */
interface Captions {
  above: Map<Table, Paragraph>;
  below: Map<Table, Paragraph>;
  has(paragraph: Paragraph): boolean;
}

function captionsOf(blocks: readonly Block[]): Captions {
  const above = new Map<Table, Paragraph>();
  const below = new Map<Table, Paragraph>();
  const taken = new Set<Paragraph>();
  const has = (paragraph: Paragraph): boolean => taken.has(paragraph);
  if (!blocks.some(isCaption)) return { above, below, has };
  const seen = blocks.filter((block) => block.kind === "table" || !isEmpty(block));
  seen.forEach((block, index) => {
    if (block.kind === "table" || !isCaption(block)) return;
    const [before, after] = [seen[index - 1], seen[index + 1]];
    const ofPicture = before?.kind === "paragraph" && before.inlines.some(isPicture);
    if (!ofPicture && after?.kind === "table" && !isLayout(after)) above.set(after, block);
    else if (before?.kind === "table" && !isLayout(before) && !above.has(before)) below.set(before, block);
    else return;
    taken.add(block);
  });
  return { above, below, has };
}

function isCaption(block: Block): boolean {
  return block.kind === "paragraph" && block.style.role?.kind === "caption";
}

function isPicture(inline: Inline): boolean {
  return inline.kind === "image" || (inline.kind === "float" && inline.float.shape.kind === "picture");
}

function isBlank(blocks: readonly Block[]): boolean {
  return blocks.every((block) => block.kind === "paragraph" && isEmpty(block));
}

/** Has a paragraph nothing that could be read or seen as a picture? */
function isEmpty(paragraph: Paragraph): boolean {
  if (paragraph.label !== undefined && paragraph.label.text !== "") return false;
  return !paragraph.inlines.some((inline) => {
    switch (inline.kind) {
      case "text":
        return inline.text.trim() !== "";
      case "image":
      case "field":
      case "note":
      case "noteMark":
        return true;
      case "float":
        return inline.float.shape.kind !== "line";
      default:
        return false;
    }
  });
}
