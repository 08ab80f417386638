import type { BorderLine, Cell, Table } from "../resolve/model.ts";

function drawn(border: BorderLine | undefined): boolean {
  return border !== undefined && border.style !== "none" && border.width > 0;
}

/** A table without header rows and without any line, or of a single cell, only sets things side by side or in a box. */
export function isLayout(table: Table): boolean {
  if (table.rows.length === 1 && table.rows[0]!.cells.length === 1) return true;
  if (table.rows.some((row) => row.header)) return false;
  return !table.rows.some((row) =>
    row.cells.some(({ borders, tableBorders }) =>
      (["top", "bottom", "left", "right"] as const).some((edge) => drawn(borders[edge] ?? tableBorders[edge])),
    ),
  );
}

/**
 * Leading rows that head the columns: those that are repeated on each page, or else a first row that alone is all bold; with the rows that their
 * merged cells reach into.
 */
export function headerRows(table: Table): number {
  let count = markedHeaders(table);
  if (count === 0) return 0;
  while (count < table.rows.length - 1 && table.rows[count]!.cells.some((cell) => cell.merge === "continue"))
    count += 1;
  return count;
}

function markedHeaders(table: Table): number {
  let count = 0;
  while (count < table.rows.length && table.rows[count]!.header) count += 1;
  if (count > 0) return count === table.rows.length ? Math.min(1, count) : count;
  const [first, second] = table.rows;
  return second !== undefined && allBold(first!.cells) && !allBold(second.cells) ? 1 : 0;
}

function allBold(cells: readonly Cell[]): boolean {
  let some = false;
  for (const cell of cells) {
    for (const block of cell.blocks) {
      if (block.kind === "table") return false;
      for (const inline of block.inlines) {
        if (inline.kind !== "text" || inline.text.trim() === "") continue;
        if (!inline.style.bold) return false;
        some = true;
      }
    }
  }
  return some;
}

/** Columns of the widest row. */
export function columnCount(table: Table): number {
  let count = 0;
  for (const { cells } of table.rows) {
    const last = cells.at(-1);
    if (last !== undefined) count = Math.max(count, last.column + last.span);
  }
  return count;
}

/** Rows that each cell covers which begins a vertical merge. */
export function mergedHeights(table: Table): Map<Cell, number> {
  const heights = new Map<Cell, number>();
  let below = new Map<number, number>();
  for (let index = table.rows.length - 1; index >= 0; index -= 1) {
    const here = new Map<number, number>();
    for (const cell of table.rows[index]!.cells) {
      if (cell.merge === "none") continue;
      const height = 1 + (below.get(cell.column) ?? 0);
      if (cell.merge === "continue") here.set(cell.column, height);
      else heights.set(cell, height);
    }
    below = here;
  }
  return heights;
}
