import {
  formatDateInWords,
  formatDateWithSlashes,
  formatSymbol,
  KINDS,
  RULE_SETS,
  type RuleSet,
  roman,
} from "../format/index.ts";
import { capitals, cleanText } from "./clean-text.ts";
import { withEndMark } from "./end-mark.ts";
import { type FootnoteSource, parseInlines } from "./inline.ts";
import { type PictureSource, parseBlocks } from "./markup.ts";
import type {
  AppendixContent,
  AppendixDescription,
  AppendixTable,
  Block,
  ContentTable,
  DocumentDescription,
  Inline,
} from "./model.ts";
import { numberHeadings } from "./number-headings.ts";

/** Blank for what an electronic document leaves open in its "(Kèm theo …)" line (NĐ30 PL III, form 2.2, note). */
const BLANK = "\u00a0".repeat(6);

/**
 * Resolves the appendices: label ("Phụ lục", or "Phụ lục I", "Phụ lục II"… when there are several, NĐ30 PL I.III.1.b), title in
 * capitals, "(Kèm theo …)" line, text and table. An appendix issued as a file of its own (kind PL) with nothing but a text is
 * itself the one appendix.
 */
export function composeAppendices(
  description: DocumentDescription,
  ruleSet: RuleSet,
  footnotes: FootnoteSource,
  pictures: PictureSource,
  bodyBlocks: readonly Block[],
): AppendixContent[] {
  const alone = description.kind === "PL";
  const given = description.appendices ?? [];
  const appendices: AppendixDescription[] = alone && given.length === 0 ? [{ title: description.subject }] : given;
  return appendices.map((appendix, index) => {
    const own = appendix.body === undefined ? [] : parseBlocks(cleanText(appendix.body), footnotes, pictures);
    const text = numberHeadings(own, ruleSet.headings.value);
    const blocks = alone && index === 0 ? [...bodyBlocks, ...text] : text;
    const table: Block[] =
      appendix.table === undefined ? [] : [{ type: "table", table: resolveTable(appendix.table, footnotes) }];
    return {
      label: cleanText(appendix.label ?? (appendices.length > 1 ? `Phụ lục ${roman(index + 1)}` : "Phụ lục")),
      titleLines: capitals(cleanText(appendix.title))
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
      attachedTo: cleanText(appendix.attachedTo ?? attachedToLine(description)),
      orientation: appendix.orientation ?? (appendix.table === undefined ? "portrait" : "landscape"),
      blocks: [...(table.length === 0 ? withEndMark(blocks, ruleSet.endMark.value) : blocks), ...table],
    };
  });
}

/**
 * What an appendix says of the document that carries it: "(Kèm theo Kế hoạch số 05/KH-UBND ngày 12 tháng 01 năm 2026 của Ủy ban nhân dân
 * xã …)"; Party documents write ", ngày 12/01/2026". What is not given yet is left blank.
 */
export function attachedToLine(description: DocumentDescription): string {
  const ruleSet = RULE_SETS[description.ruleSet];
  const kind = description.kind === "PL" ? "Văn bản" : KINDS[description.kind].name;
  const symbol = formatSymbol(ruleSet, description.number ?? BLANK, description.notation);
  const organisation = description.organisation.formalName ?? description.organisation.name.replace(/\n/g, " ");
  const date =
    ruleSet.citedDate.value === "words"
      ? ` ${description.date === undefined ? blankDate(description.year) : formatDateInWords(description.date)}`
      : `, ngày ${description.date === undefined ? BLANK : formatDateWithSlashes(description.date)}`;
  return `(Kèm theo ${kind} số ${symbol}${date} của ${organisation})`;
}

function blankDate(year: number | undefined): string {
  return `ngày${BLANK}tháng${BLANK}năm ${year ?? BLANK}`;
}

/** Reads the texts of a table: plain text by default, Markdown-like where the table says so. */
function resolveTable(table: AppendixTable, footnotes: FootnoteSource): ContentTable {
  const read = (text: string): Inline[] => {
    const clean = cleanText(text);
    if (table.markup === true) return parseInlines(clean, footnotes);
    return clean === "" ? [] : [{ text: clean }];
  };
  return {
    columns: table.columns.map((column) => ({ ...column, header: read(column.header.replace(/\n/g, " ")) })),
    rows: table.rows.map((row) =>
      "group" in row
        ? { group: { number: read(row.group.number), title: read(row.group.title) } }
        : {
            cells: row.cells.map((cell) => cell.split("\n").map(read)),
            ...(row.mergeDown === undefined ? {} : { mergeDown: row.mergeDown }),
          },
    ),
    keepRowsWhole: table.keepRowsWhole ?? false,
  };
}
