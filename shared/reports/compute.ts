import { roman } from "../format/index.ts";
import { chartSeries } from "./chart-series.ts";
import type { Report, ReportInput, ReportSection, ReportTable, SentencePart } from "./model.ts";
import { REPORT_RULES } from "./rules.ts";
import { agenciesSection, groupsSection } from "./sections/by-share.ts";
import { appendixMark, type SectionContext, sharedWords } from "./sections/context.ts";
import { taskLists } from "./sections/lists.ts";
import { resultsSection } from "./sections/overview.ts";
import { targetsSection } from "./sections/targets.ts";
import { extendedSection, nextSection, overdueSection, reportedSection } from "./sections/tasks-told.ts";
import { phrase } from "./speak.ts";
import { countTasks } from "./statistics.ts";
import { countTargets } from "./target-figures.ts";
import { HEADINGS, type Wording } from "./wording.ts";

/**
 * Computes a report: figures with the tasks behind them, sentences, tables, series of the charts. Pure and deterministic: no clock, no
 * locale; the same input gives the same report to the byte.
 *
 * A task completed, extended or reported on after the close of the window stands as it stood before.
 *
 * @param input as `reportInput` makes it
 * @param rules of {@link KNOWN_RULES}: those that a snapshot names
 */
export function computeReport(input: ReportInput, rules: number = REPORT_RULES): Report {
  const statistics = countTasks(input, rules);
  const { book } = statistics;
  const targets = countTargets(input.programme.targets, input.window.to, book);
  const context: SectionContext = { input, book, statistics, words: sharedWords(input) };
  const some = statistics.standings.length > 0;
  const sections: (ReportSection | undefined)[] = [
    { id: "overview", heading: HEADINGS.overview, level: 1, sentences: [], tables: [], charts: [] },
    resultsSection(context),
    some ? agenciesSection(context) : undefined,
    statistics.groups.length > 1 ? groupsSection(context) : undefined,
    extendedSection(context),
    overdueSection(context),
    targetsSection(context, targets),
    reportedSection(context, "difficulties"),
    reportedSection(context, "proposals"),
    nextSection(context),
  ];
  const lists = taskLists(context);
  const present = sections.filter((section) => section !== undefined);
  referToAppendices(context, present, lists);
  numberAppendices(present, lists);
  const { id, title, period, revision } = input.programme;
  return {
    window: input.window,
    programme: { id, title, period, revision },
    figures: book.list(),
    sections: present,
    lists,
    charts: chartSeries(statistics),
  };
}

/** Says in the text where a long table is to be found. */
function referToAppendices({ book }: SectionContext, sections: ReportSection[], lists: ReportTable[]): void {
  const refer = (section: ReportSection, wording: Wording, id: string) => {
    section.sentences.push({ parts: phrase(book, wording, { appendix: appendixMark(id) }) });
  };
  for (const section of sections)
    for (const table of section.tables) if (table.place === "appendix") refer(section, "see.appendix", table.id);
  const results = sections[1]!;
  for (const { id } of lists) refer(results, id === "tasks" ? "see.list" : "see.list-done", id);
}

/** Appendices are numbered in the order of the text; the only one has no number (NĐ30 PL I.III.1.b). */
function numberAppendices(sections: ReportSection[], lists: ReportTable[]): void {
  const appended = [...sections.flatMap((section) => section.tables), ...lists].filter(
    (table) => table.place === "appendix",
  );
  const labels = new Map<string, string>();
  appended.forEach((table, index) => {
    table.appendix = appended.length === 1 ? "Phụ lục" : `Phụ lục ${roman(index + 1)}`;
    labels.set(appendixMark(table.id), table.appendix);
  });
  const named = (part: SentencePart): SentencePart => {
    if (typeof part !== "string" || !part.includes("\u0001")) return part;
    let text = part;
    for (const [mark, label] of labels) text = text.replace(mark, label);
    return text;
  };
  for (const section of sections) for (const sentence of section.sentences) sentence.parts = sentence.parts.map(named);
}
