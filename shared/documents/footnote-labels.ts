import type { Fault } from "../errors/index.ts";
import { parseInlines, parseRuns } from "./inline.ts";
import { parseBlocks } from "./markup.ts";
import type { DocumentDescription } from "./model.ts";

/**
 * Footnotes that are cited and absent, or given and never cited: in both cases something of the text would be missing from the page.
 */
export function footnoteFaults(description: DocumentDescription): Fault[] {
  const given = description.footnotes ?? {};
  const cited = new Map<string, string>();
  for (const [where, text] of markupTexts(description)) {
    // Reading with a source that answers every label sees exactly those citations that composing will see.
    parseBlocks(text, (label) => {
      if (!cited.has(label)) cited.set(label, where);
      return [];
    });
  }
  for (const [where, cell] of markupCells(description)) {
    parseInlines(cell, (label) => {
      if (!cited.has(label)) cited.set(label, where);
      return [];
    });
  }
  const faults: Fault[] = [];
  for (const [label, where] of cited) {
    if (given[label] === undefined) {
      faults.push({
        code: "FOOTNOTE_MISSING",
        where,
        message: `Có dẫn chú thích [^${label}] nhưng không có nội dung chú thích này.`,
      });
    }
  }
  for (const [label, note] of Object.entries(given)) {
    const where = `footnotes.${label}`;
    if (!cited.has(label))
      faults.push({ code: "FOOTNOTE_UNUSED", where, message: "Chú thích không được dẫn ở đâu trong văn bản." });
    else if (parseRuns(note).length === 0) faults.push({ code: "FOOTNOTE_MISSING", where, message: "Chú thích rỗng." });
  }
  return faults;
}

function* markupTexts(description: DocumentDescription): Generator<[string, string]> {
  yield ["body", description.body];
  for (const [index, appendix] of (description.appendices ?? []).entries()) {
    if (appendix.body !== undefined) yield [`appendices[${index}].body`, appendix.body];
  }
}

function* markupCells(description: DocumentDescription): Generator<[string, string]> {
  for (const [index, appendix] of (description.appendices ?? []).entries()) {
    if (appendix.table?.markup !== true) continue;
    for (const [row, entry] of appendix.table.rows.entries()) {
      const cells = "cells" in entry ? entry.cells : [entry.group.title];
      for (const cell of cells) yield [`appendices[${index}].table.rows[${row}]`, cell];
    }
  }
}
