import { measure } from "../lines/index.ts";
import type { Cell, Paragraph, Table } from "../resolve/model.ts";
import type { LayoutContext } from "./paragraphs.ts";

/** A column is grown only when a word lacks more than this; the widths that Word stored are rounded. */
const SLACK = 2;

/**
 * Grows columns of an automatic table so that the longest word of each stands on one line, and takes the room from the columns
 * that have more than their own words need (ISO/IEC 29500-1, 17.18.87, autofit: contents may change the widths). A table without
 * a width of its own first grows up to the room it has. Word does so when it opens the file; LibreOffice keeps the stored widths.
 *
 * @param columns widths in twips, changed in place
 */
export function growForWords(table: Table, columns: number[], room: number, context: LayoutContext): void {
  const least = columns.map(() => 0);
  for (const row of table.rows) {
    for (const cell of row.cells)
      if (cell.span === 1 && cell.merge !== "continue" && cell.direction === undefined && cell.column < columns.length)
        least[cell.column] = Math.max(least[cell.column]!, needOf(cell, context));
  }
  const short = least.map((width, column) => Math.max(width - columns[column]!, 0));
  if (!short.some((lack) => lack > SLACK)) return;
  const total = columns.reduce((sum, width) => sum + width, 0);
  const lack = short.reduce((sum, width) => sum + width, 0);
  const free = table.width.kind === "auto" ? Math.min(Math.max(room - total, 0), lack) : 0;
  const spare = columns.map((width, column) => (short[column]! > 0 ? 0 : Math.max(width - least[column]!, 0)));
  const sparable = spare.reduce((sum, width) => sum + width, 0);
  const taken = Math.min(lack - free, sparable);
  const part = (taken + free) / lack;
  for (let column = 0; column < columns.length; column += 1) {
    if (short[column]! > 0) columns[column]! += short[column]! * part;
    else if (taken > 0) columns[column]! -= (spare[column]! / sparable) * taken;
  }
}

/** Width that the longest word or picture of a cell asks for. */
function needOf(cell: Cell, context: LayoutContext): number {
  const margins = cell.margins.left + cell.margins.right;
  let need = 0;
  for (const block of cell.blocks) {
    if (block.kind === "table") continue;
    const around = margins + Math.max(block.style.left, 0) + Math.max(block.style.right, 0);
    const width = longestWord(block, context);
    if (width > 0) need = Math.max(need, width + around);
  }
  return need;
}

/** Width of the longest word of a paragraph. Words go on over runs, and end after a hyphen. */
function longestWord(paragraph: Paragraph, context: LayoutContext): number {
  let longest = 0;
  let word = 0;
  const end = (): void => {
    if (word > longest) longest = word;
    word = 0;
  };
  for (const inline of paragraph.inlines) {
    if (inline.kind === "image") {
      end();
      word = inline.picture.width;
      end();
    } else if (inline.kind === "text") {
      const text = inline.style.caps ? inline.text.toUpperCase() : inline.text;
      const fitted = context.fitter.fit(inline.style);
      let from = 0;
      for (let at = 0; at <= text.length; at += 1) {
        const code = at === text.length ? -1 : text.charCodeAt(at);
        const space = code === 0x20 || code === 0x200b || code >= 0x2e80;
        const hyphen = code === 0x2d || code === 0x2013 || code === 0x2014;
        if (code !== -1 && !space && !hyphen) continue;
        const to = hyphen ? at + 1 : at;
        if (to > from) word += measure(from === 0 && to === text.length ? text : text.slice(from, to), fitted);
        if (code !== -1) end();
        from = at + 1;
      }
    } else if (inline.kind === "tab" || inline.kind === "break") end();
  }
  end();
  return longest;
}
