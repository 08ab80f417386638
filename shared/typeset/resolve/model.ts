/**
 * The resolved document: every style, list number and theme font already worked out, nothing yet placed.
 * Lengths are twips (1/20 point) unless said otherwise; sizes of type are points.
 */
import type { Frame } from "./frames.ts";
import type { VectorPicture } from "./svg-model.ts";

/** A run's formatting. Equal formatting is one object, so runs are compared with `===`. */
export interface RunStyle {
  family: string;
  /** Points. */
  size: number;
  bold: boolean;
  italic: boolean;
  /** `none`, `single`, `double`, `thick`, `dotted`, `dash`, … (ST_Underline). */
  underline: string;
  underlineColor?: string;
  strike: boolean;
  doubleStrike: boolean;
  vertical: "baseline" | "superscript" | "subscript";
  caps: boolean;
  smallCaps: boolean;
  hidden: boolean;
  /** RRGGBB. */
  color: string;
  /** RRGGBB behind the text. */
  background?: string;
  /** Extra width after each character. */
  spacing: number;
  /** Horizontal scale, 1 is normal. */
  scale: number;
  /** Raised by so much. */
  raise: number;
  /** One-line box round the text. */
  border?: BorderLine;
  /** The symbol font that the text was written in, where its signs are set in another: the line is as high as that font asks. */
  signs?: string;
}

/** A tab stop: where it stands, from the paragraph's left margin, how text is set at it and what fills the gap. */
export interface TabStop {
  at: number;
  kind: "left" | "center" | "right" | "decimal" | "bar" | "num";
  leader: "none" | "dot" | "hyphen" | "underscore" | "middleDot" | "heavy";
}

/** A tab to a side or the middle of the column, whatever stops there are. */
export interface AbsoluteTab {
  align: "left" | "center" | "right";
  /** The column's edges, or the paragraph's. */
  from: "margin" | "indent";
  leader: TabStop["leader"];
}

/** One edge. Width in twips; `none` when there is explicitly no line. */
export interface BorderLine {
  style: "none" | "single" | "double" | "dotted" | "dashed" | "thick";
  width: number;
  color: string;
  /** Distance from the text, for paragraphs. */
  space: number;
}

/** A paragraph's formatting, all styles applied (ISO/IEC 29500-1, 17.3.1). */
export interface ParagraphStyle {
  styleId: string;
  align: "left" | "center" | "right" | "both" | "distribute";
  left: number;
  right: number;
  /** Indent of the first line from `left`; negative for a hanging indent. */
  first: number;
  before: number;
  after: number;
  /** `auto`: 240ths of a natural line; otherwise twips. */
  line: number;
  lineRule: "auto" | "exact" | "atLeast";
  contextual: boolean;
  keepNext: boolean;
  keepLines: boolean;
  breakBefore: boolean;
  widowControl: boolean;
  tabs: TabStop[];
  top?: BorderLine;
  bottom?: BorderLine;
  leftBorder?: BorderLine;
  rightBorder?: BorderLine;
  between?: BorderLine;
  background?: string;
  /** Heading level 0–8, for the PDF's outline. */
  outline?: number;
  /** What one of Word's own styles makes it: an entry of a table of contents, of level 1 to 9, or the caption of a table or picture. */
  role?: { kind: "contents"; level: number } | { kind: "caption" };
}

/** Fields whose value depends on the page (17.16.5). */
export type FieldName = "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "PAGEREF";

/** Where a stretch of text leads: an address of the web or of mail, or a bookmark of the document. */
export interface Link {
  kind: "link";
  /** ASCII; http, https or mailto. */
  uri?: string;
  /** Name of a bookmark. */
  anchor?: string;
  /** Shown when one points at it. */
  tip?: string;
}

/** What stands in a paragraph, in order. */
export type Inline =
  | { kind: "text"; text: string; style: RunStyle; link?: Link }
  | { kind: "tab"; style: RunStyle; link?: Link; absolute?: AbsoluteTab }
  | { kind: "break"; what: "line" | "page" | "column"; style: RunStyle }
  | { kind: "image"; picture: Picture; style: RunStyle; link?: Link }
  | { kind: "float"; float: Floating; style: RunStyle }
  | {
      kind: "field";
      field: FieldName;
      format?: string;
      style: RunStyle;
      link?: Link;
      /** Of PAGEREF: the place, and what the file holds, for when there is no such place. */
      bookmark?: string;
      stored?: string;
    }
  | { kind: "note"; note: Note; mark: string; style: RunStyle }
  | { kind: "noteMark"; style: RunStyle }
  | {
      kind: "bookmark";
      name: string;
      edge: "start" | "end";
      carried: boolean;
      /** One of Word's own (`_Toc…`, `_Ref…`): a place to link to, with no end and no box. */
      hidden?: boolean;
      style: RunStyle;
    };

/** An image part at its size on the page. */
export interface Picture {
  part: string;
  bytes: Uint8Array;
  width: number;
  height: number;
  /** Alternative text (wp:docPr descr); absent when the author gave none. */
  alt?: string;
  /** It is there for its looks alone, says the author. */
  decorative?: boolean;
  /** The same picture as lines and letters; drawn instead of `bytes` when there is one. */
  vector?: VectorPicture;
}

/** Something placed beside the text flow: a straight line, a picture, a box with or without text (`outline`: its fill and edge, when round). */
export interface Floating {
  shape:
    | { kind: "line"; x1: number; y1: number; x2: number; y2: number; width: number; color: string }
    | { kind: "picture"; picture: Picture }
    | {
        kind: "box";
        blocks: Block[];
        insets: Margins;
        background?: string;
        border?: BorderLine;
        outline?: Picture;
        /** Where its text stands between top and bottom; at the top when absent. */
        align?: "center" | "bottom";
      };
  width: number;
  height: number;
  x: FloatPosition;
  y: FloatPosition;
  behind: boolean;
  /** Of things that overlap the one with the higher number covers the other; 0 when absent. */
  level?: number;
  /** How text keeps clear of it: not at all, above and below, or also at its sides. */
  wrap: "none" | "topAndBottom" | "square";
  /** Room kept free round it where text runs beside it; none when absent. */
  distance?: Margins;
  /** Is it as wide, as high as its text? Its size is worked out then before it is placed; its height is `least` twips at the least. */
  grows?: { width: boolean; height: boolean; least: number };
  /** The sides text may run on; both when absent (ST_WrapText). */
  sides?: "bothSides" | "left" | "right" | "largest";
}

/** Where a floating object stands in one direction: so far from, or aligned within, what `from` names. */
export interface FloatPosition {
  /** `column`, `margin`, `page`, `character`, `paragraph`, `line`, … (ST_RelFromH / ST_RelFromV). */
  from: string;
  offset: number;
  align?: "left" | "center" | "right" | "top" | "bottom" | "inside" | "outside";
  /** Of a thing in a group that is aligned: its place in the group, and the group's size. */
  group?: { at: number; size: number };
}

/** A list number or bullet before a paragraph, as it is printed. */
export interface Label {
  text: string;
  style: RunStyle;
  follow: "tab" | "space" | "nothing";
  align: "left" | "center" | "right";
  /** The list it counts in, its level from 0, and the number format (`decimal`, `bullet`, …: ST_NumberFormat). */
  list?: { id: string; level: number; format: string };
}

/** A paragraph with its formatting and contents. */
export interface Paragraph {
  kind: "paragraph";
  style: ParagraphStyle;
  /** Formatting of the paragraph mark: gives an empty paragraph its height. */
  mark: RunStyle;
  label?: Label;
  inlines: Inline[];
  /** The frame it stands in, until that hangs on the paragraph after it. */
  frame?: Frame;
  /** Frames hang on it whose size depends on their text. */
  hasFrames?: boolean;
  /** "đoạn 12", for warnings. */
  where: string;
}

/** The four edges of a cell; an absent one is not said, which is not the same as `none`. */
export interface CellBorders {
  top?: BorderLine;
  bottom?: BorderLine;
  left?: BorderLine;
  right?: BorderLine;
}

/** Distances from the four edges. */
export interface Margins {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** A table cell (17.4.65): where it stands in the grid, what it holds and how it looks. */
export interface Cell {
  /** First grid column and how many it spans. */
  column: number;
  span: number;
  merge: "none" | "start" | "continue";
  blocks: Block[];
  margins: Margins;
  /** Own borders, set on the cell itself. */
  borders: CellBorders;
  /** Lines from corner to corner: from the upper left, from the upper right. */
  diagonals?: { down?: BorderLine; up?: BorderLine };
  /** Borders the table (or its style) gives this cell by its place. */
  tableBorders: CellBorders;
  background?: string;
  align: "top" | "center" | "bottom";
  noWrap: boolean;
  /** Text that runs upwards (btLr) or downwards (tbRl); upright when absent. */
  direction?: "up" | "down";
  /** Preferred width in twips, when given so. */
  preferred?: number;
}

/** A table row (17.4.78). */
export interface Row {
  cells: Cell[];
  height: number;
  heightRule: "auto" | "atLeast" | "exact";
  cantSplit: boolean;
  header: boolean;
  /** Grid columns left out before and after. */
  before: number;
  after: number;
}

/** A table (17.4.37). */
export interface Table {
  kind: "table";
  /** Grid column widths as written; the pages phase may still fit them to the column. */
  grid: number[];
  rows: Row[];
  width: { kind: "auto" | "twips" | "part"; value: number };
  fixed: boolean;
  align: "left" | "center" | "right";
  indent: number;
  /** Where a floating table is to stand (17.4.57), and its distance from the text round it. */
  place?: { x: FloatPosition; y: FloatPosition; distance: Margins };
  cellSpacing: number;
  /** Its look sets the first column apart: its cells head their rows. */
  rowHeaders?: boolean;
  where: string;
}

/** What stands below one another in a body, a cell, a header or a note. */
export type Block = Paragraph | Table;

/** A footnote or endnote with its printed mark. */
export interface Note {
  id: string;
  kind: "footnote" | "endnote";
  mark: string;
  blocks: Block[];
}

/** Which pages a header or footer is for. */
export type HeaderKind = "default" | "first" | "even";

/** A section (17.6): a page geometry, its headers and footers, and what stands on its pages. */
export interface Section {
  start: "nextPage" | "continuous" | "evenPage" | "oddPage" | "nextColumn";
  width: number;
  height: number;
  margins: Margins;
  header: number;
  footer: number;
  gutter: number;
  titlePage: boolean;
  headers: Partial<Record<HeaderKind, Block[]>>;
  footers: Partial<Record<HeaderKind, Block[]>>;
  pageStart?: number;
  pageFormat: string;
  columns: { width: number; gap: number }[];
  vertical: "top" | "center" | "bottom" | "both";
  /** Lines round its pages, measured from the text or from the edges of the sheet. */
  borders?: CellBorders & { fromText: boolean; pages: "allPages" | "firstPage" | "notFirstPage" };
  blocks: Block[];
}

/** The whole document, ready to be broken into lines. */
export interface ResolvedDocument {
  sections: Section[];
  endnotes: Note[];
  /** The paragraph above the footnotes that holds their rule. */
  separator: Block[];
  settings: Settings;
  properties: { title: string; author: string; subject: string; keywords: string; created?: string; modified?: string };
}

/** Settings of the document that change its layout (17.15.1). */
export interface Settings {
  /** Even pages have their own headers. */
  evenAndOdd: boolean;
  defaultTab: number;
  /** w:compatibilityMode; 12 when absent (Word 2007). */
  compatibility: number;
  /** Paragraph spacing adds up instead of the larger one counting (w:doNotUseHTMLParagraphAutoSpacing). */
  spacingAdds: boolean;
  /** A line ended by a line break is not stretched (w:doNotExpandShiftReturn). */
  keepShiftReturn: boolean;
  mirrorMargins: boolean;
  gutterAtTop: boolean;
  /** Columns are filled one after the other even before a continuous break (w:noColumnBalance). */
  unbalanced: boolean;
  /** Lines round the page stand outside of its header, its footer. */
  bordersRoundHeader: boolean;
  bordersRoundFooter: boolean;
}
