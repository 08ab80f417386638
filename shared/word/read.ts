import { createHash } from "node:crypto";
import { type Resolved, resolveDocx } from "../typeset/index.ts";

/** How a run looks, as far as somebody reading the page would name it. */
export interface RunLook {
  family: string;
  /** Points. */
  size: number;
  bold: boolean;
  italic: boolean;
  underline: boolean;
  strike: boolean;
  /** RRGGBB. */
  color: string;
  vertical: "baseline" | "superscript" | "subscript";
}

/** How a paragraph is set. Lengths in twips. */
export interface ParagraphLook {
  align: "left" | "center" | "right" | "justify";
  left: number;
  right: number;
  first: number;
  before: number;
  after: number;
  /** "1,5 dòng", "đúng 18 pt" */
  line: string;
  pageBreak: boolean;
}

/** A stretch of one look. */
export interface ReadRun {
  text: string;
  look: RunLook;
}

/** A paragraph as a reader sees it, list number included. */
export interface ReadParagraph {
  kind: "paragraph";
  where: string;
  text: string;
  runs: ReadRun[];
  look: ParagraphLook;
}

/** A row: its cells as text, a line for each paragraph in them. */
export interface ReadRow {
  cells: string[];
  /** Look of the text of each cell. */
  runs: ReadRun[][];
  looks: (ParagraphLook | undefined)[];
}

/** A table. */
export interface ReadTable {
  kind: "table";
  where: string;
  /** It has lines round its cells: a table to be read, not one that only places text. */
  bordered: boolean;
  rows: ReadRow[];
}

/** Page of a section. Millimetres. */
export interface ReadPage {
  width: number;
  height: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
  /** Text of its headers and footers, fields by their names. */
  headers: string[];
}

/** A Word file as a reader sees it. */
export interface ReadWord {
  blocks: (ReadParagraph | ReadTable)[];
  pages: ReadPage[];
  notes: { where: string; text: string }[];
  /** sha256 of each picture, in order, with its alternative text. */
  pictures: { where: string; sha256: string; alt: string }[];
}

const ALIGN = { left: "left", center: "center", right: "right", both: "justify", distribute: "justify" } as const;
const TWIPS_PER_MM = 1440 / 25.4;

/**
 * Reads a Word file with every style worked out.
 * @throws what `resolveDocx` throws
 */
export function readWord(docx: Uint8Array): ReadWord {
  return readResolved(resolveDocx(docx));
}

/** As {@link readWord}, of a file that is resolved already. */
export function readResolved(resolved: Resolved.ResolvedDocument): ReadWord {
  const out: ReadWord = { blocks: [], pages: [], notes: [], pictures: [] };
  const looks = new Map<Resolved.RunStyle, RunLook>();
  const reader = new Reader(out, looks);
  for (const section of resolved.sections) {
    out.pages.push(pageOf(section));
    reader.blocks(section.blocks, out.blocks);
  }
  return out;
}

class Reader {
  readonly #out: ReadWord;
  readonly #looks: Map<Resolved.RunStyle, RunLook>;

  constructor(out: ReadWord, looks: Map<Resolved.RunStyle, RunLook>) {
    this.#out = out;
    this.#looks = looks;
  }

  blocks(blocks: readonly Resolved.Block[], into: (ReadParagraph | ReadTable)[]): void {
    for (const block of blocks) {
      if (block.kind === "table") {
        into.push(this.#table(block));
        continue;
      }
      into.push(this.#paragraph(block));
      for (const inline of block.inlines)
        if (inline.kind === "float" && inline.float.shape.kind === "box") this.blocks(inline.float.shape.blocks, into);
    }
  }

  #paragraph(paragraph: Resolved.Paragraph): ReadParagraph {
    const runs = this.#runs(paragraph);
    return {
      kind: "paragraph",
      where: paragraph.where,
      text: runs.map(({ text }) => text).join(""),
      runs,
      look: lookOf(paragraph),
    };
  }

  #runs(paragraph: Resolved.Paragraph): ReadRun[] {
    const runs: ReadRun[] = [];
    const add = (text: string, style: Resolved.RunStyle): void => {
      if (style.hidden || text === "") return;
      runs.push({ text: style.caps ? text.toLocaleUpperCase("vi") : text, look: this.#look(style) });
    };
    if (paragraph.label !== undefined && paragraph.label.text !== "")
      add(`${paragraph.label.text} `, paragraph.label.style);
    for (const inline of paragraph.inlines) {
      if (inline.kind === "text") add(inline.text, inline.style);
      else if (inline.kind === "tab") add("\t", inline.style);
      else if (inline.kind === "break" && inline.what === "line") add("\n", inline.style);
      else if (inline.kind === "field") add(inline.field === "PAGE" ? "" : (inline.stored ?? ""), inline.style);
      else if (inline.kind === "image") this.#picture(inline.picture, paragraph.where);
      else if (inline.kind === "float" && inline.float.shape.kind === "picture")
        this.#picture(inline.float.shape.picture, paragraph.where);
      else if (inline.kind === "note")
        this.#out.notes.push({
          where: `chú thích ${this.#out.notes.length + 1}`,
          text: textOfBlocks(inline.note.blocks),
        });
    }
    return runs;
  }

  #picture(picture: Resolved.Picture, where: string): void {
    const sha256 = createHash("sha256").update(picture.bytes).digest("hex");
    this.#out.pictures.push({ where, sha256, alt: picture.alt ?? "" });
  }

  #look(style: Resolved.RunStyle): RunLook {
    let look = this.#looks.get(style);
    if (look === undefined) {
      look = {
        family: style.family,
        size: style.size,
        bold: style.bold,
        italic: style.italic,
        underline: style.underline !== "none",
        strike: style.strike || style.doubleStrike,
        color: style.color,
        vertical: style.vertical,
      };
      this.#looks.set(style, look);
    }
    return look;
  }

  #table(table: Resolved.Table): ReadTable {
    const rows = table.rows.map((row): ReadRow => {
      const cells = row.cells.map((cell) => this.#cell(cell));
      return {
        cells: cells.map(({ text }) => text),
        runs: cells.map(({ runs }) => runs),
        looks: cells.map(({ look }) => look),
      };
    });
    const bordered = table.rows.some((row) =>
      row.cells.some(({ borders, tableBorders }) =>
        [borders, tableBorders].some((sides) => [sides.top, sides.bottom, sides.left, sides.right].some(drawn)),
      ),
    );
    return { kind: "table", where: table.where, bordered, rows };
  }

  /** A cell as one text; tables in it are read into it, row by row. */
  #cell(cell: Resolved.Cell): { text: string; runs: ReadRun[]; look?: ParagraphLook } {
    const inner: (ReadParagraph | ReadTable)[] = [];
    if (cell.merge !== "continue") this.blocks(cell.blocks, inner);
    const lines: string[] = [];
    const runs: ReadRun[] = [];
    let look: ParagraphLook | undefined;
    for (const block of inner) {
      if (block.kind === "table") {
        for (const row of block.rows) lines.push(row.cells.join(" "));
      } else if (block.text.trim() !== "") {
        if (runs.length > 0) runs.push({ text: "\n", look: runs.at(-1)!.look });
        lines.push(block.text);
        runs.push(...block.runs);
        look ??= block.look;
      }
    }
    return { text: lines.join("\n"), runs, ...(look === undefined ? {} : { look }) };
  }
}

function drawn(line: Resolved.BorderLine | undefined): boolean {
  return line !== undefined && line.style !== "none" && line.width > 0;
}

function lookOf({ style }: Resolved.Paragraph): ParagraphLook {
  return {
    align: ALIGN[style.align],
    left: style.left,
    right: style.right,
    first: style.first,
    before: style.before,
    after: style.after,
    line:
      style.lineRule === "auto"
        ? `${comma(Math.round((style.line / 240) * 100) / 100)} dòng`
        : `${style.lineRule === "exact" ? "đúng" : "ít nhất"} ${comma(style.line / 20)} pt`,
    pageBreak: style.breakBefore,
  };
}

function pageOf(section: Resolved.Section): ReadPage {
  const millimetres = (twips: number): number => Math.round(Math.abs(twips) / TWIPS_PER_MM);
  const { margins } = section;
  return {
    width: millimetres(section.width),
    height: millimetres(section.height),
    top: millimetres(margins.top),
    bottom: millimetres(margins.bottom),
    left: millimetres(margins.left + section.gutter),
    right: millimetres(margins.right),
    headers: [...Object.values(section.headers), ...Object.values(section.footers)]
      .map(textOfBlocks)
      .filter((text) => text !== ""),
  };
}

/** Text of blocks, a line for each paragraph; fields that depend on the page by their names. */
function textOfBlocks(blocks: readonly Resolved.Block[]): string {
  return blocks
    .map((block) =>
      block.kind === "table"
        ? block.rows.flatMap((row) => row.cells.map((cell) => textOfBlocks(cell.blocks))).join("\n")
        : block.inlines
            .map((inline) =>
              inline.kind === "text"
                ? inline.text
                : inline.kind === "tab"
                  ? "\t"
                  : inline.kind === "field"
                    ? `{${inline.field}}`
                    : inline.kind === "break" && inline.what === "line"
                      ? "\n"
                      : "",
            )
            .join(""),
    )
    .filter((text) => text.trim() !== "")
    .join("\n")
    .trim();
}

/** What the body says, line by line as written: paragraphs, and those of every cell. */
export function saidLines({ blocks }: ReadWord): string[] {
  return blocks
    .flatMap((block) => (block.kind === "paragraph" ? [block.text] : block.rows.flatMap((row) => row.cells)))
    .flatMap((text) => text.split("\n"));
}

/** A number as Vietnamese writes it. */
export function comma(value: number): string {
  return String(value).replace(".", ",");
}
