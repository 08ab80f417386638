import { formatDateWithSlashes, numberForm } from "../../format/index.ts";
import type { FigureBook } from "../figure-book.ts";
import type { ReportInput, ReportTable, SentencePart } from "../model.ts";
import { cellText, oneLine } from "../plain-text.ts";
import type { Words } from "../speak.ts";
import type { Standing, Statistics } from "../statistics.ts";
import { CAPTIONS, WORDING } from "../wording.ts";

/** Longest tables that still stand in the text, rows. */
export const ROWS_IN_TEXT = { agencies: 16, groups: 12, tasks: 8, targets: 25, reported: 12 } as const;

/** Longest difficulties or proposals, together, that still stand in the text: it is stored with the document, appendices are not. */
export const LETTERS_IN_TEXT = 10_000;

/**
 * Longest lists of tasks in an appendix, rows. Of more the first are listed, the caption says so, and all are in the snapshot: nobody
 * reads, signs or files a report of three hundred pages.
 */
const ROWS_LISTED = 250;

/** What the sections of one report share. */
export interface SectionContext {
  input: ReportInput;
  book: FigureBook;
  statistics: Statistics;
  /** Words that any sentence may use. */
  words: Words;
}

/** The days and names that sentences speak of. */
export function sharedWords({ window, next, programme }: ReportInput): Words {
  return {
    programme: oneLine(programme.title),
    opening: formatDateWithSlashes(window.from),
    closing: formatDateWithSlashes(window.to),
    "next-opening": formatDateWithSlashes(next.from),
    "next-closing": formatDateWithSlashes(next.to),
  };
}

/** Stands for an appendix until all are counted; control characters cannot come from a task's text, where they are taken out. */
export function appendixMark(tableId: string): string {
  return `\u0001${tableId}\u0002`;
}

/** A table of tasks, one row each; of very many the first. */
export function taskTable(
  id: keyof typeof CAPTIONS,
  columns: ReportTable["columns"],
  standings: readonly Standing[],
  cells: (one: Standing, index: number) => (string | SentencePart[])[],
  place: ReportTable["place"] = standings.length <= ROWS_IN_TEXT.tasks ? "text" : "appendix",
): ReportTable {
  const listed = standings.slice(0, ROWS_LISTED);
  const more = standings.length > listed.length;
  return {
    id,
    caption: more
      ? `${CAPTIONS[id]} (${phraseText("list.first", { listed: listed.length, all: standings.length })})`
      : CAPTIONS[id],
    columns: fitNumbers(columns, listed),
    rows: listed.map((one, index) => ({
      taskId: one.task.id,
      cells: cells(one, index).map((cell) => (typeof cell === "string" ? [cell] : cell)),
    })),
    place,
  };
}

/** The columns with the first wide enough for the longest number: "1174" is not broken over two lines. */
export function fitNumbers(columns: ReportTable["columns"], standings: readonly Standing[]): ReportTable["columns"] {
  const longest = standings.reduce((most, { task }) => Math.max(most, task.number.trim().length), 0);
  const [first, ...others] = columns;
  return [{ ...first!, width: Math.min(14, Math.max(first!.width, 2 + 2 * longest)) }, ...others];
}

function phraseText(wording: "list.first", numbers: Record<string, number>): string {
  return WORDING[wording].replace(/\{(\w+)\}/g, (_all, name: string) => numberForm(numbers[name]!));
}

/** Columns that tables of tasks begin with: number in the programme, task, lead agency. */
export const TASK_COLUMNS: ReportTable["columns"] = [
  { header: "Số", width: 6, align: "center" },
  { header: "Nhiệm vụ", width: 44, align: "left" },
  { header: "Cơ quan chủ trì", width: 20, align: "left" },
];

/** Cells of {@link TASK_COLUMNS}. */
export function taskCells({ task, agency }: Standing): string[] {
  return [oneLine(task.number), cellText(task.name), agency];
}
