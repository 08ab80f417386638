import type { Table } from "../resolve/model.ts";
import { slicesThatFit, stackHeight } from "./cells.ts";
import type { Flow } from "./flow.ts";
import {
  bottomEdge,
  cellHeight,
  drawBottom,
  drawCell,
  drawRow,
  type LaidCell,
  type LaidRow,
  layRow,
  layTableShell,
  type RowPart,
  rowHeight,
} from "./tables.ts";

/** A vertically merged cell whose content is still being set. */
interface OpenMerge {
  cell: LaidCell;
  /** Row after the last it covers. */
  end: number;
  /** Next slice to set. */
  next: number;
  /** Top of its box on this page, below the rule. */
  top: number;
}

/** Sets a table of the body, row by row, over as many pages as it takes. */
export function placeTable(flow: Flow, table: Table, gap: number): void {
  if (table.rows.length === 0) return;
  new TablePlacer(flow, table).place(gap);
}

class TablePlacer {
  readonly #flow: Flow;
  readonly #table: Table;
  readonly #laid: ReturnType<typeof layTableShell>;
  /** Leading rows repeated at the top of each page (w:tblHeader). */
  readonly #headers: number;
  readonly #cache = new Map<number, LaidRow>();
  #merges: OpenMerge[] = [];
  /** Row drawn last on this page, -1 for none. */
  #above = -1;
  /** Is there nothing of this table but repeated header rows on this page? */
  #fresh = true;

  constructor(flow: Flow, table: Table) {
    this.#flow = flow;
    this.#table = table;
    this.#laid = layTableShell(table, flow.columnWidth, flow.context);
    let headers = 0;
    while (headers < table.rows.length && table.rows[headers]!.header) headers += 1;
    this.#headers = headers === table.rows.length ? 0 : headers;
  }

  get #x(): number {
    return this.#flow.columnLeft + this.#laid.x;
  }

  #row(index: number): LaidRow {
    let row = this.#cache.get(index);
    if (row === undefined) {
      row = layRow(this.#laid, index, this.#flow.values, this.#flow.context);
      this.#cache.set(index, row);
    }
    return row;
  }

  /** Height that the start of this table needs on a page: header rows and the first row after them. */
  leastHeight(): number {
    let height = 0;
    for (let index = 0; index <= Math.min(this.#headers, this.#table.rows.length - 1); index += 1)
      height += this.#row(index).height;
    return height;
  }

  place(gap: number): void {
    const flow = this.#flow;
    if (gap > 0 && !(flow.atTop && flow.topKind === "automatic")) flow.advance(gap);
    for (let index = 0; index < this.#table.rows.length; index += 1) {
      this.#keepTogether(index);
      this.#placeRow(index);
      if (index >= this.#headers) this.#cache.delete(index);
    }
    this.#closePart();
    flow.advance(this.#ruleUnder(this.#table.rows.length - 1));
  }

  /** Width of the line under a row that ends its page's part of the table. */
  #ruleUnder(index: number): number {
    let rule = 0;
    for (let column = 0; column < this.#laid.edges.length - 1; column += 1)
      rule = Math.max(rule, bottomEdge(this.#laid, index, column)?.width ?? 0);
    return rule;
  }

  get #keepSpace(): boolean {
    return this.#flow.context.rules.rowPartsKeepSpace;
  }

  /** Rows kept with the next, and header rows with the first row under them, do not part when they fit on one page. */
  #keepTogether(index: number): void {
    const flow = this.#flow;
    if (this.#fresh && flow.atTop) return;
    if (index > 0 && (this.#row(index - 1).keepNext || index <= this.#headers)) return;
    let end = index;
    let height = 0;
    const bound = (at: number): boolean =>
      at + 1 < this.#table.rows.length && (this.#row(at).keepNext || at < this.#headers);
    while (bound(end) && height < flow.fullRoom) {
      height += this.#row(end).height;
      end += 1;
    }
    const last = this.#row(end);
    // Of the last row only what cannot be parted must stand with the others.
    height +=
      last.row.cantSplit || last.row.heightRule === "exact" ? last.height : Math.min(firstPart(last), last.height);
    if (end > index && height > flow.room && height <= flow.fullRoom) this.#nextPage(index);
  }

  #placeRow(index: number): void {
    const flow = this.#flow;
    const row = this.#row(index);
    let from: number[] | undefined;
    let guard = 0;
    for (const cell of row.cells)
      if (cell.rows > 1) this.#merges.push({ cell, end: index + cell.rows, next: 0, top: -1 });
    for (;;) {
      const height = Math.max(rowHeight(row, from), this.#mergeNeed(index));
      const notes = from === undefined ? row.notes : notesOf(row, from);
      if (flow.fits(height, notes)) {
        this.#draw(
          index,
          row,
          from === undefined ? undefined : { from, to: row.cells.map((cell) => cell.stack.slices.length) },
          height,
          from !== undefined,
        );
        if (notes.length > 0) flow.addNotes(notes);
        return;
      }
      const alone = this.#fresh && (flow.atTop || this.#above >= 0 || guard > 0);
      const tooHigh = height > flow.fullRoom - this.#headerHeight(index);
      const splittable =
        index >= this.#headers && row.row.heightRule !== "exact" && (!row.row.cantSplit || (alone && tooHigh));
      const part = splittable ? this.#split(index, row, from, alone && this.#onlyHeaders(index)) : undefined;
      const whole = part?.to.every((to, at) => to === row.cells[at]!.stack.slices.length) ?? false;
      if (part !== undefined && !(whole && this.#keepSpace && !(alone && this.#onlyHeaders(index)))) {
        const partHeight = partOf(row, part);
        const set = notesOf(row, part.from, part.to);
        this.#draw(index, row, part, partHeight, from !== undefined);
        if (set.length > 0) flow.addNotes(set);
        // Only the space after its last lines was too much.
        if (whole) return;
        from = part.to;
        if (this.#keepSpace) repeatSpace(row, from);
        this.#nextPage(index);
      } else if (alone && this.#onlyHeaders(index)) {
        // Nothing more can be done: it is set over the edge of the page.
        this.#draw(
          index,
          row,
          from === undefined ? undefined : { from, to: row.cells.map((cell) => cell.stack.slices.length) },
          height,
          from !== undefined,
        );
        if (notes.length > 0) flow.addNotes(notes);
        return;
      } else this.#nextPage(index);
      guard += 1;
      if (guard > 5000) return;
    }
  }

  #onlyHeaders(index: number): boolean {
    return this.#fresh && (this.#above < 0 || (this.#above < this.#headers && index >= this.#headers));
  }

  #headerHeight(index: number): number {
    if (index < this.#headers) return 0;
    let height = 0;
    for (let at = 0; at < this.#headers; at += 1) height += this.#row(at).height;
    return height;
  }

  /** Room the merged cells that end with this row still need of it. */
  #mergeNeed(index: number): number {
    let need = 0;
    for (const merge of this.#merges) {
      if (merge.end !== index + 1) continue;
      const top = merge.top < 0 ? this.#flow.y : merge.top;
      need = Math.max(need, cellHeight(merge.cell, merge.next) - (this.#flow.y - top));
    }
    return need;
  }

  /** As many slices of each cell as fit; undefined when some cell cannot start here. */
  #split(index: number, row: LaidRow, from: number[] | undefined, force: boolean): RowPart | undefined {
    const flow = this.#flow;
    let room = flow.room - row.rule - (this.#keepSpace ? this.#ruleUnder(index) : 0);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      let progress = false;
      let blocked = false;
      const to = row.cells.map((cell, at) => {
        const start = from?.[at] ?? 0;
        if (cell.rows !== 1) return start;
        const left = cell.stack.slices.length - start;
        if (left === 0) return start;
        let count = slicesThatFit(cell.stack, start, room - cell.cell.margins.top - cell.cell.margins.bottom);
        if (count === 0 && force) count = 1;
        if (count === 0) blocked = true;
        if (count > 0) progress = true;
        return start + count;
      });
      if (!progress || blocked) return undefined;
      const part = { from: from ?? row.cells.map(() => 0), to };
      const notes = notesOf(row, part.from, part.to);
      const height = partOf(row, part);
      if (force || notes.length === 0 || height + flow.noteRoom(notes, false) <= flow.room + 1) return part;
      room = Math.min(height - row.rule - 20, flow.room - flow.noteRoom(notes, false) - row.rule);
    }
    return undefined;
  }

  #draw(index: number, row: LaidRow, part: RowPart | undefined, height: number, continued: boolean): void {
    const flow = this.#flow;
    for (const merge of this.#merges) if (merge.top < 0) merge.top = flow.y + row.rule;
    const joined = this.#above === index - 1 && index > 0 && !continued;
    drawRow(flow.page, this.#laid, index, row, part, this.#x, flow.y, height, joined, false, flow.frame);
    if (row.row.heightRule === "exact" && row.cells.some((cell) => cell.rows === 1 && cellHeight(cell) > height + 40)) {
      flow.context.warn("CELL_CLIPPED", `${this.#table.where}, hàng ${index + 1}`);
    }
    flow.advance(height);
    this.#above = index;
    this.#fresh = false;
    const done = this.#merges.filter(
      (merge) =>
        merge.end === index + 1 &&
        (part === undefined || part.to.every((to, at) => to === row.cells[at]!.stack.slices.length)),
    );
    for (const merge of done) {
      drawCell(
        flow.page,
        merge.cell,
        merge.next,
        merge.cell.stack.slices.length,
        this.#x,
        merge.top,
        flow.y - merge.top,
        flow.frame,
      );
    }
    this.#merges = this.#merges.filter((merge) => !done.includes(merge));
  }

  /** Closes this page's part of the table: lower lines, and as much of the merged cells as fits. */
  #closePart(): void {
    if (this.#above < 0) return;
    const flow = this.#flow;
    drawBottom(flow.page, this.#laid, this.#above, this.#x, flow.y);
    for (const merge of this.#merges) {
      if (merge.top < 0) continue;
      const room = flow.y - merge.top - merge.cell.cell.margins.top - merge.cell.cell.margins.bottom;
      const count = slicesThatFit(merge.cell.stack, merge.next, room);
      drawCell(
        flow.page,
        merge.cell,
        merge.next,
        merge.next + count,
        this.#x,
        merge.top,
        flow.y - merge.top,
        flow.frame,
      );
      merge.next += count;
      merge.top = -1;
    }
  }

  #nextPage(index: number): void {
    this.#closePart();
    const flow = this.#flow;
    flow.next("automatic");
    this.#above = -1;
    this.#fresh = true;
    if (index < this.#headers) return;
    const merges = this.#merges;
    this.#merges = [];
    for (let at = 0; at < this.#headers; at += 1) {
      const row = this.#row(at);
      if (row.height > flow.room) break;
      for (const cell of row.cells)
        if (cell.rows > 1) this.#merges.push({ cell, end: at + cell.rows, next: 0, top: -1 });
      // Read once, at the head of the table; what is repeated is page furniture.
      flow.page.artifact = "repeated";
      this.#draw(at, row, undefined, Math.max(row.height, this.#mergeNeed(at)), false);
      flow.page.artifact = undefined;
    }
    this.#merges = merges;
    this.#fresh = true;
  }
}

function notesOf(row: LaidRow, from: readonly number[], to?: readonly number[]): LaidRow["notes"] {
  return row.cells.flatMap((cell, at) =>
    cell.stack.slices.slice(from[at] ?? 0, to?.[at]).flatMap((slice) => slice.notes),
  );
}

/** The first line of what is left of each cell stands under the space before its paragraph. */
function repeatSpace(row: LaidRow, from: readonly number[]): void {
  row.cells.forEach((cell, at) => {
    const slice = cell.stack.slices[from[at]!];
    const before = slice?.line?.laid.paragraph.style.before ?? 0;
    if (slice?.line === undefined || before === 0) return;
    const { index, laid } = slice.line;
    const line = laid.lines[index]!;
    laid.lines[index] = { ...line, height: line.height + before, baseline: line.baseline + before };
    cell.stack.slices[from[at]!] = { ...slice, height: slice.height + before };
  });
}

/** Height of a part of a row. */
function partOf(row: LaidRow, part: RowPart): number {
  let height = 0;
  row.cells.forEach((cell, at) => {
    if (cell.rows !== 1) return;
    const { margins } = cell.cell;
    height = Math.max(height, stackHeight(cell.stack, part.from[at], part.to[at]) + margins.top + margins.bottom);
  });
  return height + row.rule;
}

/** Height of the first lines of a row, the least that can stand under its header. */
function firstPart(row: LaidRow): number {
  let height = 0;
  for (const cell of row.cells) {
    if (cell.rows !== 1) continue;
    height = Math.max(
      height,
      stackHeight(cell.stack, 0, Math.min(1, cell.stack.slices.length)) +
        cell.cell.margins.top +
        cell.cell.margins.bottom,
    );
  }
  return height + row.rule;
}

/** Height that the start of a table needs, for a paragraph that is kept with it. */
export function tableStart(flow: Flow, table: Table): number {
  return table.rows.length === 0 ? 0 : new TablePlacer(flow, table).leastHeight();
}
