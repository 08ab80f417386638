import type { Drawing } from "../charts/model.ts";
import { type FootnoteSource, parseInlines } from "./inline.ts";
import type { Block, ContentTable, Inline } from "./model.ts";

/** Starts a paragraph of its own without a blank line before it: "- ", "+ ", "a) ", "1. ", "1) ", "1.1. ", "(1) ". */
const LIST_MARK = /^(?:[-+–•]|\p{L}\)|\d{1,3}(?:\.\d{1,3})*[.)]|\(\d{1,3}\))(?=\s)/u;
const HEADING = /^(#{1,4})[ \t]+(?=\S)/;
const CENTRED = /^->[ \t]*(.*?)[ \t]*<-$/;
/** A picture on a line of its own: `![caption](name)`. */
const PICTURE = /^!\[((?:[^\]\\]|\\.)*)\]\(([^()\s]{1,64})\)$/;
const FENCE = /^:::[ \t]*(center|left|right)$/;
const TABLE_RULE = /^\|?[ \t]*:?-{1,}:?[ \t]*(?:\|[ \t]*:?-{1,}:?[ \t]*)*\|?$/;

/** Gives a picture by its name; undefined leaves `![caption](name)` in the text as it is. */
export type PictureSource = (name: string) => Drawing | undefined;

/**
 * Reads the Markdown-like text of a body into blocks (the language: `docs/noi-dung.md`). Nothing of the text is lost: what is not
 * understood as a sign stays as text. Headings and captions are not numbered here.
 *
 * @param starts is given the line (from 0) on which each block begins, for who wants to lead back from a block to the text
 */
export function parseBlocks(
  text: string,
  footnotes?: FootnoteSource,
  pictures: PictureSource = () => undefined,
  starts: number[] = [],
): Block[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let align: "center" | "left" | "right" | undefined;
  let open: string[] = [];
  let opened = 0;
  const add = (block: Block, line: number) => {
    blocks.push(block);
    starts.push(line);
  };
  const flush = () => {
    if (open.length === 0) return;
    // A forced break at the very end has no line after it; give it an empty one.
    if (endsWithBreak(open[open.length - 1]!)) open.push("");
    const inlines = parseInlines(open.join("\n"), footnotes);
    open = [];
    if (inlines.length > 0) add(paragraph(inlines, align), opened);
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = trimEnd(lines[at]!.replace(/^[ \t]+/, ""));
    if (line !== "" && open.length > 0 && endsWithBreak(open[open.length - 1]!)) {
      open.push(line);
      continue;
    }
    const fence = FENCE.exec(line);
    const mark = PICTURE.exec(line);
    const drawing = mark === null ? undefined : pictures(mark[2]!);
    if (line === "") flush();
    else if (align === undefined && fence !== null && closesLater(lines, at)) {
      flush();
      align = fence[1] as "center" | "left" | "right";
    } else if (align !== undefined && line === ":::") {
      flush();
      align = undefined;
    } else if (mark !== null && drawing !== undefined) {
      flush();
      add({ type: "picture", name: mark[2]!, caption: parseInlines(mark[1]!.trim(), footnotes), drawing }, at);
    } else if (CENTRED.test(line)) {
      flush();
      add(paragraph(parseInlines(CENTRED.exec(line)![1]!, footnotes), "center"), at);
    } else if (HEADING.test(line)) {
      flush();
      const mark = HEADING.exec(line)!;
      const level = mark[1]!.length as 1 | 2 | 3 | 4;
      add({ type: "heading", level, inlines: parseInlines(headingText(lines, at, mark[0].length), footnotes) }, at);
      while (endsWithBreak(trimEnd(lines[at]!)) && at + 1 < lines.length) at += 1;
    } else if (
      line.startsWith("|") &&
      TABLE_RULE.test((lines[at + 1] ?? "").trim()) &&
      (lines[at + 1] ?? "").includes("-")
    ) {
      flush();
      let end = at + 2;
      while (end < lines.length && lines[end]!.trim().startsWith("|")) end += 1;
      const rows = lines.slice(at, end).map((row) => row.trim());
      add({ type: "table", table: parseTable(rows, footnotes) }, at);
      at = end - 1;
    } else {
      // Inside an aligned block every line stands for itself, as lines of a heading or an address do.
      if (LIST_MARK.test(line) || align !== undefined) flush();
      if (open.length === 0) opened = at;
      open.push(line);
    }
  }
  flush();
  return blocks;
}

function paragraph(inlines: Inline[], align: "center" | "left" | "right" | undefined): Block {
  return align === undefined
    ? { type: "paragraph", inlines, align: "justify", indent: true }
    : { type: "paragraph", inlines, align, indent: false };
}

/** Drops blanks at the end, but not one that is escaped. */
function trimEnd(line: string): string {
  const bare = line.replace(/[ \t]+$/, "");
  if (bare === line) return line;
  if (oddBackslashes(bare)) return bare + line[bare.length]!;
  return bare;
}

function oddBackslashes(line: string): boolean {
  return /\\*$/.exec(line)![0].length % 2 === 1;
}

function endsWithBreak(line: string): boolean {
  return line.endsWith("\\") && oddBackslashes(line);
}

function headingText(lines: string[], at: number, markLength: number): string {
  const first = trimEnd(lines[at]!.replace(/^[ \t]+/, "")).slice(markLength);
  const parts = [first];
  let next = at;
  while (endsWithBreak(parts[parts.length - 1]!) && next + 1 < lines.length) {
    next += 1;
    parts.push(trimEnd(lines[next]!.trimStart()));
  }
  return parts.join("\n");
}

function closesLater(lines: string[], from: number): boolean {
  for (let at = from + 1; at < lines.length; at += 1) if (lines[at]!.trim() === ":::") return true;
  return false;
}

/** A pipe table: header row, rule (its hyphens give the widths, its colons the alignment), rows. `<br>` parts paragraphs in a cell. */
function parseTable(lines: string[], footnotes?: FootnoteSource): ContentTable {
  const header = splitRow(lines[0]!);
  const rule = splitRow(lines[1]!);
  const rows = lines.slice(2).map(splitRow);
  const count = Math.max(header.length, ...rows.map((row) => row.length));
  const columns = Array.from({ length: count }, (_, index) => {
    const mark = rule[index] ?? "---";
    return {
      header: parseInlines(header[index] ?? "", footnotes),
      width: Math.max(1, (mark.match(/-/g) ?? []).length),
      align: /^:-*:$/.test(mark) ? ("center" as const) : ("left" as const),
    };
  });
  return {
    columns,
    rows: rows.map((row) => ({
      cells: columns.map((_, index) => splitParagraphs(row[index] ?? "").map((part) => parseInlines(part, footnotes))),
    })),
    keepRowsWhole: false,
  };
}

function splitParagraphs(cell: string): string[] {
  return cell.split(/(?<!\\)<br ?\/?>/);
}

/** Cells between unescaped pipes. */
function splitRow(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  for (let at = line.startsWith("|") ? 1 : 0; at < line.length; at += 1) {
    const letter = line[at]!;
    if (letter === "\\" && at + 1 < line.length) {
      cell += letter + line[at + 1]!;
      at += 1;
    } else if (letter === "|") {
      cells.push(cell.trim());
      cell = "";
    } else {
      cell += letter;
    }
  }
  if (cell.trim() !== "") cells.push(cell.trim());
  return cells;
}
