import type { ReportRow, ReportSection, ReportSentence, ReportTable, SentencePart } from "../model.ts";
import { oneLine } from "../plain-text.ts";
import { listed, phrase, sentence } from "../speak.ts";
import type { Share } from "../statistics.ts";
import { CAPTIONS, HEADINGS } from "../wording.ts";
import { ROWS_IN_TEXT, type SectionContext } from "./context.ts";

/** How many agencies a sentence names. */
const NAMED = 3;

/** I.2: by lead agency. */
export function agenciesSection(context: SectionContext): ReportSection {
  const { book, statistics, words } = context;
  const { agencies } = statistics;
  book.value("agencies", "Cơ quan, đơn vị chủ trì", agencies.length, "cơ quan", {
    tasks: statistics.standings.map(({ task }) => task.id),
  });
  const complete = agencies.filter((share) => share.standings.every((one) => one.done));
  book.value(
    "agencies.complete",
    "Cơ quan, đơn vị đã hoàn thành toàn bộ nhiệm vụ chủ trì",
    complete.length,
    "cơ quan",
    {
      tasks: complete.flatMap((share) => share.standings.map(({ task }) => task.id)),
    },
  );
  const sentences: ReportSentence[] = [sentence(book, "agencies.count", words)];
  if (complete.length > 0) sentences.push(sentence(book, "agencies.complete", words));
  sentences.push(mostOverdue(context));
  return {
    id: "agencies",
    heading: HEADINGS.agencies,
    level: 2,
    sentences,
    tables: [shareTable(context, "agencies", "Cơ quan chủ trì", agencies, ROWS_IN_TEXT.agencies)],
    charts: ["agencies"],
  };
}

function mostOverdue({ book, statistics, words }: SectionContext): ReportSentence {
  const late = statistics.agencies
    .map((share) => ({ share, count: book.valueOf(`${share.key}.overdue`) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  book.value("agencies.overdue", "Cơ quan, đơn vị còn nhiệm vụ quá hạn", late.length, "cơ quan", {
    tasks: late.flatMap(({ share }) => share.standings.filter((one) => one.overdueDays > 0).map(({ task }) => task.id)),
  });
  if (late.length === 0) return sentence(book, "agencies.overdue-none", words);
  const item = ({ share }: { share: Share }): SentencePart[] =>
    phrase(book, "agencies.overdue-item", { name: share.name, count: book.say(`${share.key}.overdue`) });
  if (late.length <= NAMED) return sentence(book, "agencies.overdue-one", { ...words, list: listed(late.map(item)) });
  // Of agencies with equally many, none is singled out.
  const most = late.slice(0, NAMED).filter(({ count }) => count > late[NAMED]!.count);
  if (most.length === 0) return sentence(book, "agencies.overdue-many", words);
  return sentence(book, "agencies.overdue-most", { ...words, list: listed(most.map(item)) });
}

/** I.3: by group of the programme. */
export function groupsSection(context: SectionContext): ReportSection {
  const { book, statistics, words } = context;
  book.value("groups", "Nhóm nhiệm vụ", statistics.groups.length, "nhóm", {
    tasks: statistics.standings.map(({ task }) => task.id),
  });
  return {
    id: "groups",
    heading: HEADINGS.groups,
    level: 2,
    sentences: [sentence(book, "groups.count", words)],
    tables: [shareTable(context, "groups", "Nhóm nhiệm vụ", statistics.groups, ROWS_IN_TEXT.groups)],
    charts: [],
  };
}

function shareTable(
  { book }: SectionContext,
  id: "agencies" | "groups",
  header: string,
  shares: readonly Share[],
  inText: number,
): ReportTable {
  const rows = shares.map(
    ({ key, name, number }, index): ReportRow => ({
      cells: [
        [number === "" ? String(index + 1) : oneLine(number)],
        [name],
        [book.cite(`${key}.total`)],
        [book.cite(`${key}.done`)],
        [book.cite(`${key}.open`)],
        [book.cite(`${key}.overdue`)],
        [book.cite(`${key}.share`)],
      ],
    }),
  );
  const overall: ReportRow = {
    strong: true,
    cells: [
      [""],
      ["Tổng số"],
      [book.cite("total")],
      [book.cite("done")],
      [book.cite("open.not-overdue")],
      [book.cite("status.open-overdue")],
      [book.cite("share.done")],
    ],
  };
  return {
    id,
    caption: CAPTIONS[id],
    columns: [
      { header: "TT", width: 6, align: "center" },
      { header, width: 38, align: "left" },
      { header: "Tổng số", width: 10, align: "center" },
      { header: "Đã hoàn thành", width: 12, align: "center" },
      { header: "Đang thực hiện, chưa quá hạn", width: 13, align: "center" },
      { header: "Quá hạn", width: 10, align: "center" },
      { header: "Tỷ lệ hoàn thành", width: 12, align: "center" },
    ],
    rows: [...rows, overall],
    place: shares.length <= inText ? "text" : "appendix",
  };
}
