import { type ContentRow, type ContentTable, type Inline, plainText } from "../documents/index.ts";
import { textWidth } from "../format/index.ts";
import type { BuildContext } from "./build-context.ts";
import { runsXml } from "./runs.ts";
import { STYLES } from "./styles.ts";

const BORDERS = ["top", "left", "bottom", "right", "insideH", "insideV"]
  .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
  .join("");

/** How a cell takes part in a vertical merge. */
type Merge = "restart" | "continue" | undefined;

/**
 * A table with borders, a header row that is repeated on every page, group rows over the whole width, and cells merged downwards.
 *
 * @param width of the whole table in twips
 */
export function tableXml(table: ContentTable, width: number, context: BuildContext): string {
  const widths = columnWidths(table, width);
  const grid = widths.map((each) => `<w:gridCol w:w="${each}"/>`).join("");
  const header = rowXml(
    table.columns.map((column, index) =>
      cellXml(widths[index]!, [column.header], STYLES.tableHeader, context, { align: "center", middle: true }),
    ),
    { whole: true, header: true },
  );
  const rows = mergedRows(table.rows).map((row) => bodyRow(row, table, widths, context));
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>${BORDERS}</w:tblBorders>` +
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>' +
    `<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>` +
    `<w:tblGrid>${grid}</w:tblGrid>${header}${rows.join("")}</w:tbl>`
  );
}

/** Room that a cell needs beside its text, in twips: margins and borders. */
const CELL_PADDING = 200;

/** Size of table headers in points, as the templates' style has it. */
const HEADER_SIZE = 12;

/** A date as cells write it: 30/11/2026. */
const DATE = /\d{1,2}\/\d{1,2}\/\d{4}[.,;)]?/g;

/** Shares of the width, none narrower than the longest word of its header or a date in its cells: neither "STT" nor "30/11/2026" is ever broken. */
function shares(table: ContentTable, width: number): number[] {
  const total = table.columns.reduce((sum, column) => sum + column.width, 0);
  const wanted = table.columns.map((column) => (column.width / total) * width);
  const least = table.columns.map((column, index) => {
    const words = plainText(column.header).split(/\s+/);
    const header = Math.max(...words.map((word) => textWidth(word, HEADER_SIZE, true)));
    return Math.max(header, widestDate(table, index)) * 20 + CELL_PADDING;
  });
  const lacking = wanted.reduce((sum, each, index) => sum + Math.max(0, least[index]! - each), 0);
  const spare = wanted.reduce((sum, each, index) => sum + Math.max(0, each - least[index]!), 0);
  if (lacking === 0 || lacking > spare) return wanted;
  return wanted.map((each, index) => {
    const need = least[index]!;
    return each < need ? need : each - ((each - need) * lacking) / spare;
  });
}

function widestDate(table: ContentTable, column: number): number {
  let widest = 0;
  for (const row of table.rows) {
    for (const paragraph of "cells" in row ? (row.cells[column] ?? []) : []) {
      for (const [date] of plainText(paragraph).matchAll(DATE)) widest = Math.max(widest, textWidth(date, HEADER_SIZE));
    }
  }
  return widest;
}

/** Widths in whole twips that add up exactly. */
function columnWidths(table: ContentTable, width: number): number[] {
  let used = 0;
  let given = 0;
  return shares(table, width).map((share) => {
    used += share;
    const each = Math.max(1, Math.round(used) - given);
    given += each;
    return each;
  });
}

interface MergedRow {
  row: ContentRow;
  merges: Merge[];
}

/** Works out where merges begin and end. A text that a merge would hide goes into the cell that stays visible. */
function mergedRows(rows: readonly ContentRow[]): MergedRow[] {
  /** The cell that stands for the merge going on in each column. */
  const shown: (Inline[][] | undefined)[] = [];
  return rows.map((row, index) => {
    if ("group" in row) {
      shown.length = 0;
      return { row, merges: [] };
    }
    const next = rows[index + 1];
    const cells = row.cells.map((cell) => [...cell]);
    const merges = cells.map((cell, column): Merge => {
      const goesOn = row.mergeDown?.[column] === true && next !== undefined && "cells" in next;
      const above = shown[column];
      if (!goesOn) shown[column] = undefined;
      if (above === undefined) {
        if (goesOn) shown[column] = cell;
        return goesOn ? "restart" : undefined;
      }
      const text = cell.map(plainText).join("\n");
      if (text.trim() !== "" && text !== above.map(plainText).join("\n")) above.push(...cell);
      return "continue";
    });
    return { row: { ...row, cells }, merges };
  });
}

function bodyRow({ row, merges }: MergedRow, table: ContentTable, widths: number[], context: BuildContext): string {
  if ("group" in row) return groupRow(row.group, widths, context);
  const cells = row.cells.map((cell, index) =>
    cellXml(widths[index]!, merges[index] === "continue" ? [[]] : cell, STYLES.tableCell, context, {
      align: table.columns[index]?.align,
      merge: merges[index],
    }),
  );
  return rowXml(cells, { whole: table.keepRowsWhole });
}

function groupRow(group: { number: Inline[]; title: Inline[] }, widths: number[], context: BuildContext): string {
  const [first = 1, ...rest] = widths;
  if (rest.length === 0) {
    const both = [...group.number, { text: " " }, ...group.title];
    return rowXml([cellXml(first, [both], STYLES.tableGroup, context, { middle: true, keepNext: true })], {
      whole: true,
    });
  }
  const width = rest.reduce((sum, each) => sum + each, 0);
  return rowXml(
    [
      cellXml(first, [group.number], STYLES.tableGroup, context, { align: "center", middle: true, keepNext: true }),
      cellXml(width, [group.title], STYLES.tableGroup, context, { span: rest.length, middle: true, keepNext: true }),
    ],
    { whole: true },
  );
}

function rowXml(cells: string[], row: { whole: boolean; header?: boolean }): string {
  const properties = (row.whole ? "<w:cantSplit/>" : "") + (row.header ? "<w:tblHeader/>" : "");
  return `<w:tr>${properties === "" ? "" : `<w:trPr>${properties}</w:trPr>`}${cells.join("")}</w:tr>`;
}

function cellXml(
  width: number,
  paragraphs: readonly Inline[][],
  style: string,
  context: BuildContext,
  cell: { align?: "left" | "center" | "justify"; span?: number; merge?: Merge; middle?: boolean; keepNext?: boolean },
): string {
  // Order of CT_TcPr: tcW, gridSpan, vMerge, vAlign.
  const properties =
    `<w:tcW w:w="${width}" w:type="dxa"/>` +
    (cell.span === undefined || cell.span < 2 ? "" : `<w:gridSpan w:val="${cell.span}"/>`) +
    (cell.merge === undefined ? "" : cell.merge === "restart" ? '<w:vMerge w:val="restart"/>' : "<w:vMerge/>") +
    (cell.middle ? '<w:vAlign w:val="center"/>' : "");
  const jc = cell.align === undefined ? "" : `<w:jc w:val="${cell.align === "justify" ? "both" : cell.align}"/>`;
  const lines = (paragraphs.length === 0 ? [[]] : paragraphs).map(
    (inlines) =>
      `<w:p><w:pPr><w:pStyle w:val="${style}"/>${cell.keepNext ? "<w:keepNext/>" : ""}${jc}</w:pPr>${runsXml(inlines, context)}</w:p>`,
  );
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${lines.join("")}</w:tc>`;
}
