import type { FieldValues } from "../lines/index.ts";
import type { Block, BorderLine, Cell, Note, Row, Table } from "../resolve/model.ts";
import { drawStack, layStack, type Stack, stackHeight } from "./cells.ts";
import { fitColumns } from "./columns.ts";
import { drawBorder, type Frame } from "./draw.ts";
import type { Page } from "./model.ts";
import type { LayoutContext } from "./paragraphs.ts";
import { drawTurned, layTurned, type Turned } from "./turned.ts";

/** A cell with its content broken into lines. Places in twips from the table's left edge. */
export interface LaidCell {
  cell: Cell;
  x: number;
  width: number;
  stack: Stack;
  /** How many rows it covers; 1 for a plain cell, 0 for one covered from above. */
  rows: number;
  /** Text that runs upwards or downwards; its room is the only slice of `stack`. */
  turned?: Turned;
}

/** A row broken into lines, not yet on a page. Twips. */
export interface LaidRow {
  row: Row;
  cells: LaidCell[];
  /** Of the content that stands in this row alone, or what the height rule asks. */
  height: number;
  /** Width of the top border, which takes room inside the row (rule 6). */
  rule: number;
  notes: Note[];
  /** Rows whose first paragraph is kept with the next stay on a page with the following row. */
  keepNext: boolean;
}

/** A table with its column widths settled and its rows broken into lines. Twips. */
export interface LaidTable {
  table: Table;
  /** Left edge from the column's left edge, and grid edges from there. */
  x: number;
  edges: number[];
  rows: LaidRow[];
  /** Cell standing at each grid column of a row: index into `rows[r].cells`, -1 for none. */
  owners: Int16Array[];
}

/** Table geometry without its rows; rows are then laid one by one. */
export function layTableShell(table: Table, width: number, context: LayoutContext): LaidTable {
  const columns = fitColumns(table, width, context);
  const edges = [0];
  for (const column of columns) edges.push(edges.at(-1)! + column);
  const total = edges.at(-1)!;
  const firstCell = table.rows[0]?.cells[0];
  // Up to Word 2010 the text of the first cell, not its border, stood at the margin.
  const hang = context.settings.compatibility < 15 ? (firstCell?.margins.left ?? 0) : 0;
  const x =
    table.align === "center" ? (width - total) / 2 : table.align === "right" ? width - total : table.indent - hang;
  const owners = table.rows.map((row) => {
    const owner = new Int16Array(columns.length).fill(-1);
    row.cells.forEach((cell, index) => {
      for (let column = cell.column; column < Math.min(cell.column + cell.span, columns.length); column += 1)
        owner[column] = index;
    });
    return owner;
  });
  return { table, x, edges, rows: [], owners };
}

/** Lays a whole table; rows that stand in a merge have their heights made up so that the merged content fits. */
export function layTable(table: Table, width: number, values: FieldValues, context: LayoutContext): LaidTable {
  const laid = layTableShell(table, width, context);
  for (let index = 0; index < table.rows.length; index += 1) laid.rows.push(layRow(laid, index, values, context));
  laid.rows.forEach((row, index) => {
    for (const cell of row.cells) {
      if (cell.rows < 2) continue;
      const needed = cellHeight(cell) + row.rule;
      let height = 0;
      for (let at = index; at < index + cell.rows; at += 1) height += laid.rows[at]!.height;
      const last = laid.rows[index + cell.rows - 1]!;
      if (needed > height && last.row.heightRule !== "exact") last.height += needed - height;
    }
  });
  return laid;
}

/** Lays one row; without `turnMerged` its turned cells of more rows stay empty, which asks for no height either. */
export function layRow(
  laid: LaidTable,
  index: number,
  values: FieldValues,
  context: LayoutContext,
  turnMerged = true,
): LaidRow {
  const { table, edges } = laid;
  const row = table.rows[index]!;
  const cells = row.cells.map((cell): LaidCell => {
    const last = Math.min(cell.column + cell.span, edges.length - 1);
    const x = edges[Math.min(cell.column, edges.length - 1)]!;
    const width = Math.max(edges[last]! - x, 20);
    const inner = Math.max(width - cell.margins.left - cell.margins.right, 100);
    let rows = 1;
    if (cell.merge === "continue") rows = 0;
    else if (cell.merge === "start") {
      for (let below = index + 1; below < table.rows.length; below += 1) {
        if (!table.rows[below]!.cells.some((other) => other.column === cell.column && other.merge === "continue"))
          break;
        rows += 1;
      }
    }
    const stack: Stack =
      rows === 0 || cell.direction !== undefined
        ? { slices: [], tail: 0, reach: 0 }
        : layStack(
            context.rules.lineUnderNestedTable ? cell.blocks : withoutLastLine(cell.blocks),
            inner,
            values,
            context,
          );
    return { cell, x, width, stack, rows };
  });
  let rule = 0;
  for (let column = 0; column < edges.length - 1; column += 1) {
    const border = horizontalEdge(laid, index, column, true);
    if (border !== undefined && border.width > rule) rule = border.width;
  }
  const laidRow: LaidRow = { row, cells, height: 0, rule, notes: [], keepNext: keepsNext(row) };
  for (const cell of cells)
    if (cell.cell.direction !== undefined && (cell.rows === 1 || (cell.rows > 1 && turnMerged)))
      turnCell(laid, index, laidRow, cell, values, context);
  laidRow.height = rowHeight(laidRow);
  for (const cell of cells)
    for (const slice of cell.stack.slices) if (slice.notes.length > 0) laidRow.notes.push(...slice.notes);
  return laidRow;
}

/** Without the empty paragraph that ends a cell under a table in it. */
function withoutLastLine(blocks: readonly Block[]): readonly Block[] {
  const last = blocks.at(-1);
  const empty = last?.kind === "paragraph" && last.inlines.length === 0 && last.label === undefined;
  return empty && blocks.at(-2)?.kind === "table" ? blocks.slice(0, -1) : blocks;
}

/** Lays a cell whose text runs upwards or downwards: its lines are as long as its rows are high. */
function turnCell(
  laid: LaidTable,
  index: number,
  row: LaidRow,
  cell: LaidCell,
  values: FieldValues,
  context: LayoutContext,
): void {
  const { margins } = cell.cell;
  const exact = row.row.heightRule === "exact";
  let length = row.row.heightRule === "auto" ? 0 : row.row.height;
  if (!exact)
    for (const other of row.cells)
      if (other.rows === 1 && other.cell.direction === undefined)
        length = Math.max(length, cellHeight(other) + row.rule);
  for (let below = index + 1; below < index + cell.rows; below += 1)
    length += layRow(laid, below, values, context, false).height;
  const room = Math.max(cell.width - margins.left - margins.right, 100);
  const free = length - row.rule - margins.top - margins.bottom;
  const turned = layTurned(cell.cell, cell.cell.direction!, free, room, exact, values, context);
  cell.turned = turned;
  // A merged cell asks for no more than its text needs, for its rows may be parted between pages.
  const height = cell.rows === 1 ? turned.length : Math.min(turned.length, turned.natural);
  cell.stack = {
    slices: [{ gap: 0, height, notes: turned.stack.slices.flatMap(({ notes }) => notes) }],
    tail: 0,
    reach: 0,
  };
}

function keepsNext(row: Row): boolean {
  const first = row.cells[0]?.blocks[0];
  return first?.kind === "paragraph" && first.style.keepNext;
}

/** Height of a cell's content with its margins, from slice `from` on. */
export function cellHeight(cell: LaidCell, from = 0): number {
  const height = stackHeight(cell.stack, from);
  return (from === 0 ? Math.max(height, cell.stack.reach) : height) + cell.cell.margins.top + cell.cell.margins.bottom;
}

/** Height of a row by its rule; `from` says where each cell's content goes on. Cells of more rows do not count. */
export function rowHeight(laid: LaidRow, from?: readonly number[]): number {
  if (laid.row.heightRule === "exact") return laid.row.height;
  let height = 0;
  laid.cells.forEach((cell, index) => {
    if (cell.rows === 1) height = Math.max(height, cellHeight(cell, from?.[index] ?? 0));
  });
  if (height === 0) for (const cell of laid.cells) height = Math.max(height, cell.rows === 0 ? 0 : smallest(cell));
  height += laid.rule;
  return laid.row.heightRule === "atLeast" && from === undefined ? Math.max(height, laid.row.height) : height;
}

/** A row in which every cell belongs to a merge is at least one line high. */
function smallest(cell: LaidCell): number {
  return (cell.stack.slices[0]?.height ?? 0) + cell.cell.margins.top + cell.cell.margins.bottom;
}

function stronger(a: BorderLine | undefined, b: BorderLine | undefined): BorderLine | undefined {
  if (a === undefined || a.style === "none") return b;
  if (b === undefined || b.style === "none") return a;
  if (a.width !== b.width) return a.width > b.width ? a : b;
  return a.color <= b.color ? a : b;
}

/** The line above a row at a grid column. Between merged cells there is none. `joined`: is the row above on the same page? */
function horizontalEdge(laid: LaidTable, row: number, column: number, joined: boolean): BorderLine | undefined {
  const { rows } = laid.table;
  const below = rows[row]?.cells[laid.owners[row]?.[column] ?? -1];
  const above = joined && row > 0 ? rows[row - 1]?.cells[laid.owners[row - 1]?.[column] ?? -1] : undefined;
  if (below?.merge === "continue" && above !== undefined) return undefined;
  const top = below === undefined ? undefined : (below.borders.top ?? below.tableBorders.top);
  const bottom = above === undefined ? undefined : (above.borders.bottom ?? above.tableBorders.bottom);
  return stronger(bottom, top);
}

/** The line under a row that ends a table or a page's part of it. */
export function bottomEdge(laid: LaidTable, row: number, column: number): BorderLine | undefined {
  const cell = laid.table.rows[row]?.cells[laid.owners[row]?.[column] ?? -1];
  return cell === undefined ? undefined : (cell.borders.bottom ?? cell.tableBorders.bottom);
}

function verticalEdge(laid: LaidTable, row: number, edge: number): BorderLine | undefined {
  const owner = laid.owners[row]!;
  const cells = laid.table.rows[row]!.cells;
  const left = edge > 0 ? owner[edge - 1]! : -1;
  const right = edge < owner.length ? owner[edge]! : -1;
  if (left === right) return undefined;
  const a = left < 0 ? undefined : (cells[left]!.borders.right ?? cells[left]!.tableBorders.right);
  const b = right < 0 ? undefined : (cells[right]!.borders.left ?? cells[right]!.tableBorders.left);
  return stronger(a, b);
}

/** Draws runs of equal borders along a row as single lines. */
function drawHorizontal(
  page: Page,
  laid: LaidTable,
  x: number,
  y: number,
  edgeOf: (column: number) => BorderLine | undefined,
): void {
  const count = laid.edges.length - 1;
  let column = 0;
  while (column < count) {
    const border = edgeOf(column);
    let end = column + 1;
    if (border !== undefined && border.style !== "none") {
      while (end < count) {
        const next = edgeOf(end);
        if (
          next === undefined ||
          next.style !== border.style ||
          next.width !== border.width ||
          next.color !== border.color
        )
          break;
        end += 1;
      }
      drawBorder(
        page.ops,
        border,
        x + laid.edges[column]! - border.width / 2,
        y,
        x + laid.edges[end]! + border.width / 2,
        y,
      );
    }
    column = end;
  }
}

/** Which slices of each cell a part of a row shows. */
export interface RowPart {
  from: number[];
  to: number[];
}

/** Draws a row (or a part of one): fills, content, and its upper and side lines; the lower ones when it ends a page's part. */
export function drawRow(
  page: Page,
  laid: LaidTable,
  index: number,
  row: LaidRow,
  part: RowPart | undefined,
  x: number,
  y: number,
  height: number,
  joined: boolean,
  ends: boolean,
  frame: Frame,
): void {
  const { edges } = laid;
  row.cells.forEach((cell, at) => {
    const background =
      cell.cell.merge === "continue" ? mergeStart(laid, index, cell.cell)?.background : cell.cell.background;
    if (background !== undefined)
      page.under.push({ kind: "fill", x: x + cell.x, y, width: cell.width, height, color: background });
    if (cell.rows === 1)
      drawCell(
        page,
        cell,
        part?.from[at] ?? 0,
        part?.to[at] ?? cell.stack.slices.length,
        x,
        y + row.rule,
        height - row.rule,
        frame,
      );
  });
  drawHorizontal(page, laid, x, y, (column) => horizontalEdge(laid, index, column, joined));
  for (let edge = 0; edge < edges.length; edge += 1) {
    const border = verticalEdge(laid, index, edge);
    if (border !== undefined) drawBorder(page.ops, border, x + edges[edge]!, y, x + edges[edge]!, y + height);
  }
  if (ends) drawBottom(page, laid, index, x, y + height);
}

/** The line that closes a table, or a page's part of it, under row `index`. */
export function drawBottom(page: Page, laid: LaidTable, index: number, x: number, y: number): void {
  drawHorizontal(page, laid, x, y, (column) => bottomEdge(laid, index, column));
}

function mergeStart(laid: LaidTable, index: number, cell: Cell): Cell | undefined {
  for (let row = index - 1; row >= 0; row -= 1) {
    const above = laid.table.rows[row]!.cells.find((other) => other.column === cell.column);
    if (above?.merge === "start") return above;
    if (above?.merge !== "continue") return undefined;
  }
  return undefined;
}

function drawDiagonals(page: Page, { cell, x: left, width }: LaidCell, x: number, y: number, height: number): void {
  const { down, up } = cell.diagonals ?? {};
  const [x0, x1] = [x + left, x + left + width];
  if (down !== undefined) drawBorder(page.ops, down, x0, y, x1, y + height);
  if (up !== undefined) drawBorder(page.ops, up, x1, y, x0, y + height);
}

/** Draws slices of a cell inside a box that starts at `y` (below the row's rule). */
export function drawCell(
  page: Page,
  cell: LaidCell,
  from: number,
  to: number,
  x: number,
  y: number,
  height: number,
  frame: Frame,
): void {
  if (from === 0) drawDiagonals(page, cell, x, y, height);
  if (to <= from) return;
  const { margins, align } = cell.cell;
  if (cell.turned !== undefined) {
    const wide = cell.width - margins.left - margins.right;
    const high = height - margins.top - margins.bottom;
    drawTurned(page, cell.turned, x + cell.x + margins.left, y + margins.top, wide, high, align, frame);
    return;
  }
  let top = y + margins.top;
  const whole = from === 0 && to === cell.stack.slices.length;
  if (align !== "top" && whole) {
    const free = height - margins.top - margins.bottom - stackHeight(cell.stack);
    if (free > 0) top += align === "center" ? free / 2 : free;
  }
  const left = x + cell.x + margins.left;
  drawStack(page, cell.stack, left, top, from, to, {
    ...frame,
    columnLeft: left,
    columnWidth: cell.width - margins.left - margins.right,
  });
}

/** Draws a row of a table that stands inside a cell, header or note; it is never cut. */
export function drawNestedRow(page: Page, laid: LaidTable, index: number, x: number, y: number, frame: Frame): void {
  const row = laid.rows[index]!;
  const left = x + laid.x;
  drawRow(page, laid, index, row, undefined, left, y, row.height, true, index === laid.rows.length - 1, frame);
  for (const cell of row.cells) {
    if (cell.rows < 2) continue;
    let height = 0;
    for (let at = index; at < index + cell.rows; at += 1) height += laid.rows[at]!.height;
    drawCell(page, cell, 0, cell.stack.slices.length, left, y + row.rule, height - row.rule, frame);
  }
}
