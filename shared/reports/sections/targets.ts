import type { ReportRow, ReportSection } from "../model.ts";
import { cellText } from "../plain-text.ts";
import { listed, phrase, sentence } from "../speak.ts";
import type { TargetStanding } from "../target-figures.ts";
import { CAPTIONS, HEADINGS, type Wording } from "../wording.ts";
import { ROWS_IN_TEXT, type SectionContext } from "./context.ts";

/** III: each target with what was planned and what was reached. */
export function targetsSection(
  { book, words }: SectionContext,
  targets: readonly TargetStanding[],
): ReportSection | undefined {
  const total = book.valueOf("targets.total");
  if (total === 0) return undefined;
  const some = (["targets.reached", "targets.missed", "targets.unknown"] as const).filter((id) => book.valueOf(id) > 0);
  let wording: Wording = "targets.some";
  if (book.valueOf("targets.unknown") === total) wording = "targets.unknown-all";
  else if (book.valueOf("targets.reached") === total) wording = "targets.reached-all";
  const list = listed(some.map((id) => phrase(book, id, words)));
  return {
    id: "targets",
    heading: HEADINGS.targets,
    level: 1,
    sentences: [sentence(book, wording, { ...words, list })],
    tables: [
      {
        id: "targets",
        caption: CAPTIONS.targets,
        columns: [
          { header: "TT", width: 6, align: "center" },
          { header: "Chỉ tiêu", width: 50, align: "left" },
          { header: "Kế hoạch", width: 15, align: "center" },
          { header: "Thực hiện", width: 15, align: "center" },
          { header: "Đánh giá", width: 14, align: "center" },
        ],
        rows: targets.map(
          (one, index): ReportRow => ({
            cells: [
              [String(index + 1)],
              [cellText(one.target.text)],
              one.planned.length === 0 ? ["–"] : one.planned,
              one.actual.length === 0 ? ["–"] : one.actual,
              [judgement(one)],
            ],
          }),
        ),
        place: targets.length <= ROWS_IN_TEXT.targets ? "text" : "appendix",
      },
    ],
    charts: [],
  };
}

function judgement({ reached, actual }: TargetStanding): string {
  if (reached === undefined) return actual.length === 0 ? "Chưa có số liệu" : "Chưa đánh giá được";
  return reached ? "Đạt" : "Chưa đạt";
}
