import { addDays } from "../../calendar/index.ts";
import { formatDateWithSlashes } from "../../format/index.ts";
import type { ReportSection, SentencePart } from "../model.ts";
import { inSentence } from "../periods.ts";
import { cellText, oneLine } from "../plain-text.ts";
import { phrase, sentence } from "../speak.ts";
import type { Standing } from "../statistics.ts";
import { CAPTIONS, HEADINGS, type Wording } from "../wording.ts";
import { LETTERS_IN_TEXT, ROWS_IN_TEXT, type SectionContext, TASK_COLUMNS, taskCells, taskTable } from "./context.ts";

/** I.4: deadlines that were changed, the original beside the current one (format of the guidance: report both). */
export function extendedSection({ book, statistics, words }: SectionContext): ReportSection | undefined {
  const { extended } = statistics;
  if (extended.length === 0) return undefined;
  const now = book.valueOf("extended.window");
  const wording: Wording =
    now === 0 ? "extended.none-now" : now === extended.length ? "extended.all-now" : "extended.some-now";
  const columns = [
    ...TASK_COLUMNS,
    { header: "Thời hạn ban đầu", width: 14, align: "center" as const },
    { header: "Thời hạn hiện nay", width: 14, align: "center" as const },
    { header: "Căn cứ", width: 18, align: "left" as const },
  ];
  return {
    id: "extended",
    heading: HEADINGS.extended,
    level: 2,
    sentences: [sentence(book, wording, words)],
    tables: [
      taskTable("extended", columns, extended, (one) => [
        ...taskCells(one),
        deadlineText(one.task.extensions![0]!.before),
        deadlineText(one.task.deadline),
        cellText(one.task.extensions!.at(-1)!.basis),
      ]),
    ],
    charts: [],
  };
}

/** II: what is overdue, and by how many days. */
export function overdueSection({ book, statistics, words }: SectionContext): ReportSection {
  const { overdue } = statistics;
  const days: SentencePart[] = overdue[0] === undefined ? [] : [book.say(`overdue-days.${overdue[0].task.id}`)];
  const long = book.valueOf("overdue.over-30");
  let wording: Wording = "overdue.none";
  if (overdue.length === 1) wording = "overdue.one";
  else if (overdue.length > 1)
    wording = long === 0 ? "overdue.some" : long === overdue.length ? "overdue.all-long" : "overdue.some-long";
  const columns = [
    ...TASK_COLUMNS,
    { header: "Thời hạn", width: 16, align: "center" as const },
    { header: "Quá hạn (ngày)", width: 11, align: "center" as const },
  ];
  return {
    id: "overdue",
    heading: HEADINGS.overdue,
    level: 1,
    sentences: [sentence(book, wording, { ...words, days })],
    tables:
      overdue.length === 0
        ? []
        : [
            taskTable("overdue", columns, overdue, (one) => [
              ...taskCells(one),
              dueText(one),
              [book.cite(`overdue-days.${one.task.id}`)],
            ]),
          ],
    charts: [],
  };
}

/** IV and V: what those who carry out the open tasks say of them, in their own words. */
export function reportedSection(
  { book, statistics, words }: SectionContext,
  what: "difficulties" | "proposals",
): ReportSection {
  const standings = statistics[what];
  const said = ({ task }: Standing) => task.progress![what];
  const heading = HEADINGS[what];
  if (standings.length === 0)
    return { id: what, heading, level: 1, sentences: [sentence(book, `${what}.none`, words)], tables: [], charts: [] };
  const letters = standings.reduce((sum, one) => sum + said(one).length, 0);
  if (standings.length > ROWS_IN_TEXT.reported || letters > LETTERS_IN_TEXT) {
    const columns = [...TASK_COLUMNS.slice(0, 3), { header: CAPTIONS[what], width: 40, align: "left" as const }];
    const table = taskTable(what, columns, standings, (one) => [...taskCells(one), cellText(said(one))], "appendix");
    return {
      id: what,
      heading,
      level: 1,
      sentences: [sentence(book, `${what}.many`, words)],
      tables: [table],
      charts: [],
    };
  }
  const items = standings.map((one) => {
    const number = oneLine(one.task.number);
    const own = { agency: one.agency, number, said: withStop(oneLine(said(one))) };
    return { parts: phrase(book, number === "" ? "reported.item-unnumbered" : "reported.item", own) };
  });
  return {
    id: what,
    heading,
    level: 1,
    sentences: [sentence(book, `${what}.some`, words), ...items],
    tables: [],
    charts: [],
  };
}

/** VI: what falls due next, what is late already, what goes on. */
export function nextSection({ book, statistics, words, input }: SectionContext): ReportSection {
  const { dueNext } = statistics;
  const sentences = [sentence(book, dueNext.length === 0 ? "next.none" : "next.some", words)];
  if (book.valueOf("status.open-overdue") > 0) sentences.push(sentence(book, "next.overdue", words));
  if (book.valueOf("next.recurring") > 0) sentences.push(sentence(book, "next.recurring", words));
  const columns = [...TASK_COLUMNS, { header: "Thời hạn", width: 18, align: "center" as const }];
  return {
    id: "next",
    heading: HEADINGS.next.replace("{label}", inSentence(input.next.label)),
    level: 1,
    sentences,
    tables:
      dueNext.length === 0 ? [] : [taskTable("next", columns, dueNext, (one) => [...taskCells(one), dueText(one)])],
    charts: [],
  };
}

/** The deadline as written, with its last day where the text does not name it. */
export function dueText({ task, status }: Standing): string {
  const text = deadlineText(task.deadline);
  if (status.due === undefined) return text;
  const day = formatDateWithSlashes(status.due);
  // "Trước ngày 30/6/2026" names the day after the last one, and says all.
  return namesDay(text, status.due) || namesDay(text, addDays(status.due, 1)) ? text : `${text}\n(${day})`;
}

/** Does a deadline's text name this day, with or without leading zeros? */
function namesDay(text: string, day: string): boolean {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return new RegExp(`(?<!\\d)0?${date}[/.-]0?${month}[/.-]${year}(?!\\d)`).test(text);
}

function deadlineText(deadline: { text: string }): string {
  return cellText(deadline.text);
}

function withStop(text: string): string {
  return /[.;:!?…]$/.test(text) ? text : `${text}.`;
}
