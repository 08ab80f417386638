import { formatDateWithSlashes } from "../../format/index.ts";
import { TASK_STATUS_LABELS } from "../../tasks/index.ts";
import type { ReportRow, ReportSection, ReportSentence, ReportTable, SentencePart } from "../model.ts";
import { inSentence } from "../periods.ts";
import { listed, phrase, sentence } from "../speak.ts";
import { STATUS_ORDER } from "../statistics.ts";
import { CAPTIONS, HEADINGS, type Wording } from "../wording.ts";
import type { SectionContext } from "./context.ts";

/** I.1: how many, how many done, in which state, what happened in the window, and how that compares. */
export function resultsSection(context: SectionContext): ReportSection {
  const { book, words, input, statistics } = context;
  const total = book.valueOf("total");
  const sentences: ReportSentence[] = [sentence(book, overall(context), words)];
  if (input.firstRecordedOn !== undefined) {
    const recorded = formatDateWithSlashes(input.firstRecordedOn);
    sentences.push(
      sentence(book, "overview.counted-back", { ...words, recorded, revision: String(input.programme.revision) }),
    );
  }
  if (total > 0) {
    sentences.push(...breakdown(context, "done"), ...breakdown(context, "open"));
    sentences.push(sentence(book, inWindow(context), words), sentence(book, due(context), words));
    if (input.previous !== undefined) sentences.push(comparison(context));
    if (statistics.progressReported && book.valueOf("open") > 0)
      sentences.push(sentence(book, book.valueOf("progress.missing") > 0 ? "progress.missing" : "progress.all", words));
  }
  return {
    id: "results",
    heading: HEADINGS.results,
    level: 2,
    sentences,
    tables: total === 0 ? [] : [statusTable(context)],
    charts: total === 0 ? [] : ["status", "burn-up"],
  };
}

function overall({ book }: SectionContext): Wording {
  const [total, done] = [book.valueOf("total"), book.valueOf("done")];
  if (total === 0) return "overview.empty";
  if (total === 1) return done === 1 ? "overview.one-done" : "overview.one-open";
  if (done === total) return "overview.all-done";
  return done === 0 ? "overview.none-done" : "overview.mixed";
}

/** "Trong số nhiệm vụ đã hoàn thành, có … đúng hạn, … quá hạn và …": only what is not zero; one state alone is said of all. */
function breakdown({ book, words }: SectionContext, of: "done" | "open"): ReportSentence[] {
  const count = book.valueOf(of);
  // "Chương trình có 1 nhiệm vụ và đã hoàn thành": its state follows at once.
  if (count === 0) return [];
  const codes = STATUS_ORDER.filter((code) => code.startsWith(of) && book.valueOf(`status.${code}`) > 0);
  if (codes.length > 1)
    return [
      sentence(book, `${of}.several`, {
        ...words,
        list: listed(codes.map((code) => phrase(book, `${of}.${code}` as Wording, words))),
      }),
    ];
  const how = phrase(book, `${of}.how.${codes[0]!}` as Wording);
  return [sentence(book, count === 1 ? `${of}.one` : `${of}.all`, { ...words, how })];
}

function inWindow({ book }: SectionContext): Wording {
  const [done, late] = [book.valueOf("window.done"), book.valueOf("window.done-late")];
  if (done === 0) return "window.none";
  if (late === 0) return "window.some";
  return late === done && done > 1 ? "window.all-late" : "window.some-late";
}

function due({ book }: SectionContext): Wording {
  const [all, done] = [book.valueOf("window.due"), book.valueOf("window.due-done")];
  if (all === 0) return "due.none";
  if (done === all) return all === 1 ? "due.one" : "due.all";
  return done === 0 ? "due.none-done" : "due.some";
}

function comparison({ book, input, words }: SectionContext): ReportSentence {
  const { window } = input.previous!;
  const yearly = isYearly(input);
  const change = (id: string): SentencePart[] => {
    const value = book.valueOf(`change.${id}`);
    const own = {
      change: book.say(`change.${id}`),
      before: book.say(`previous.${id}`),
      now: book.say(id),
    };
    if (value === 0) return phrase(book, book.valueOf(id) === 0 ? "compare.same-none" : "compare.same", own);
    return phrase(book, value > 0 ? "compare.more" : "compare.fewer", own);
  };
  return sentence(book, "compare.sentence", {
    ...words,
    before: phrase(book, yearly ? "compare.before-year" : "compare.before", { label: inSentence(window.label) }),
    total: change("total"),
    done: change("done"),
    overdue: change("status.open-overdue"),
  });
}

/** Of 6 and 9 months: compared with the same months of the year before, not with the time just before. */
function isYearly({ window }: SectionContext["input"]): boolean {
  return window.period.kind === "six-months" || window.period.kind === "nine-months";
}

function statusTable({ book, input }: SectionContext): ReportTable {
  const compared = input.previous !== undefined;
  const row = (number: string, label: string, id: string, share: string, strong: boolean): ReportRow => ({
    strong,
    cells: [
      [number],
      [label],
      [book.cite(id)],
      [share === "" ? "100%" : book.cite(`share.${share}`)],
      ...(compared ? [[book.cite(`previous.${id}`)], [book.citeSigned(`change.${id}`)]] : []),
    ],
  });
  const states = (of: "done" | "open") =>
    STATUS_ORDER.filter((code) => code.startsWith(of)).map((code) =>
      row("", TASK_STATUS_LABELS[code], `status.${code}`, code, false),
    );
  return {
    id: "status",
    caption: CAPTIONS.status,
    columns: [
      { header: "TT", width: 5, align: "center" },
      { header: "Tình trạng", width: 37, align: "left" },
      { header: "Số nhiệm vụ", width: 14, align: "center" },
      { header: "Tỷ lệ", width: 12, align: "center" },
      ...(compared
        ? ([
            { header: isYearly(input) ? "Cùng kỳ năm trước" : "Kỳ trước", width: 14, align: "center" },
            { header: "Tăng, giảm", width: 14, align: "center" },
          ] as const)
        : []),
    ],
    rows: [
      row("1", "Đã hoàn thành", "done", "done", true),
      ...states("done"),
      row("2", "Chưa hoàn thành (đang thực hiện)", "open", "open", true),
      ...states("open"),
      row("", "Tổng số", "total", "", true),
    ],
    place: "text",
  };
}
