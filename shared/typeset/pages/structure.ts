import type { Role, Span } from "../lines/index.ts";
import type { Block, Link, Note, Paragraph, Picture, Table } from "../resolve/model.ts";
import { columnCount, headerRows, isLayout, mergedHeights } from "./table-roles.ts";

/** Standard structure types that are used (ISO 32000-1, 14.8.4). */
export type StructType =
  | "Document"
  | "Sect"
  | "Div"
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

/** The structure of a document, made from its blocks before anything is placed; drawing asks it whose each thing is. */
export class Structure {
  readonly root: StructNode = element("Document");
  readonly #owners = new Map<Paragraph, StructNode>();
  readonly #labels = new Map<Paragraph, StructNode>();
  readonly #spans = new Map<Paragraph, Map<object, StructNode>>();
  readonly #headings: number[] = [];

  /** @param bodies the blocks of each section */
  constructor(bodies: readonly (readonly Block[])[]) {
    for (const blocks of bodies) this.#blocks(add(this.root, "Sect"), blocks);
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

  /** The element of a picture in a paragraph. */
  figure(paragraph: Paragraph, owner: StructNode, picture: Picture): StructNode {
    return this.#inner(paragraph, picture, () => ({
      ...element("Figure"),
      parent: owner,
      alt: picture.alt?.trim() || NO_ALT,
    }));
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

  #blocks(parent: StructNode, blocks: readonly Block[]): void {
    const lists: OpenList[] = [];
    for (const block of blocks) {
      if (block.kind === "table") {
        lists.length = 0;
        this.#table(parent, block);
        continue;
      }
      if (isEmpty(block)) continue;
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

  /** Notes and text boxes of a paragraph are read after it. */
  #beside(parent: StructNode, paragraph: Paragraph): void {
    for (const inline of paragraph.inlines) {
      if (inline.kind === "note" && inline.note.kind === "footnote")
        this.#blocks(add(parent, "Note"), inline.note.blocks);
      else if (inline.kind === "float" && inline.float.shape.kind === "box" && inline.float.shape.blocks.length > 0)
        this.#blocks(add(parent, "Div"), inline.float.shape.blocks);
    }
  }

  #table(parent: StructNode, table: Table): void {
    if (isLayout(table)) {
      // Blocks side by side: the names at the head of a document, the signature at its end.
      const group = add(parent, "Div");
      for (const row of table.rows)
        for (const cell of row.cells) if (cell.merge !== "continue") this.#blocks(group, cell.blocks);
      return;
    }
    const node = add(parent, "Table");
    const headers = headerRows(table);
    const heights = mergedHeights(table);
    const width = columnCount(table);
    const body = headers === 0 || headers === table.rows.length ? undefined : add(node, "THead");
    let group = body ?? node;
    table.rows.forEach((row, index) => {
      if (index === headers && body !== undefined) group = add(node, "TBody");
      const line = add(group, "TR");
      const type = index < headers ? "TH" : "TD";
      let column = 0;
      const fill = (to: number): void => {
        if (to > column) sized(add(line, "TD"), to - column, 1);
        column = Math.max(column, to);
      };
      for (const cell of row.cells) {
        fill(cell.column);
        column = cell.column + cell.span;
        if (cell.merge === "continue") continue;
        const box = add(line, type);
        sized(box, cell.span, heights.get(cell) ?? 1);
        this.#cell(box, cell.blocks);
      }
      fill(width);
    });
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
