import type { Table } from "../resolve/model.ts";
import { growForWords } from "./autofit.ts";
import type { LayoutContext } from "./paragraphs.ts";

/** Narrowest column that is kept when widths must be made up. */
const MIN_COLUMN = 100;

/**
 * Column widths in twips. A fixed table goes by its cells' widths, then its grid; an automatic one by the grid that Word
 * stored, scaled to the width asked for, with room made for words that are too long for their column.
 */
export function fitColumns(table: Table, width: number, context: LayoutContext): number[] {
  const count = table.grid.length;
  if (count === 0) return [];
  const columns = [...table.grid];
  const known = columns.every((column) => column > 0);
  if (table.fixed || !known) {
    for (const row of table.rows) {
      for (const cell of row.cells) {
        if (
          cell.span === 1 &&
          cell.preferred !== undefined &&
          cell.preferred > 0 &&
          (table.fixed ? row === table.rows[0] || columns[cell.column] === 0 : columns[cell.column] === 0)
        ) {
          columns[cell.column] = cell.preferred;
        }
      }
    }
    const missing = columns.filter((column) => column <= 0).length;
    if (missing > 0) {
      const rest = Math.max(width - columns.reduce((sum, column) => sum + column, 0), MIN_COLUMN * missing);
      for (let at = 0; at < count; at += 1) if (columns[at]! <= 0) columns[at] = rest / missing;
    }
  }
  const total = columns.reduce((sum, column) => sum + column, 0);
  let wanted = total;
  if (table.width.kind === "part") wanted = width * table.width.value;
  else if (table.width.kind === "twips" && !table.fixed) wanted = table.width.value;
  if (wanted > 0 && Math.abs(wanted - total) > total * 0.02) {
    for (let at = 0; at < count; at += 1) columns[at] = (columns[at]! * wanted) / total;
  }
  if (!table.fixed && context.rules.columnsGrow) growForWords(table, columns, width, context);
  const sum = columns.reduce((all, column) => all + column, 0);
  if (sum > width * 1.15 + 400) context.warn("TOO_WIDE", table.where);
  return columns;
}
