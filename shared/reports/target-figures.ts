import { withUnit } from "../format/index.ts";
import type { Target } from "../tasks/index.ts";
import { percent } from "./apportion.ts";
import { FigureBook } from "./figure-book.ts";
import type { ReportInput, SentencePart } from "./model.ts";
import { REPORT_RULES } from "./rules.ts";

/** A target with what was reached by the close of the window. */
export interface TargetStanding {
  target: Target;
  /** "≥ 95%", as the table writes it; the text of the target where no value was read. */
  planned: SentencePart[];
  /** "96,2%"; "" while nothing is known. */
  actual: SentencePart[];
  /** Undefined where it cannot be judged: no value planned, none measured, or a comparison without a sign. */
  reached?: boolean;
}

/** The targets of a report's input at the close of its window. */
export function countTargetsOf(input: ReportInput): TargetStanding[] {
  return countTargets(input.programme.targets, input.window.to, new FigureBook(REPORT_RULES));
}

/** What is written before a planned value. */
const SIGNS: Record<Target["comparison"], string> = { "=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", none: "" };

/**
 * Targets at the close of a window, with their figures. A target that asks for a value ("đạt 95%") is reached by it or by more.
 *
 * @param day close of the window: what was measured later is not known yet
 */
export function countTargets(targets: readonly Target[], day: string, book: FigureBook): TargetStanding[] {
  const standings = targets.map((target): TargetStanding => {
    const { id, unit, value, comparison } = target;
    const measured = target.actual !== undefined && target.actual.on <= day ? target.actual : undefined;
    const behind = { targets: [id] };
    const planned: SentencePart[] = [];
    if (value !== undefined) {
      book.value(`target.${id}.planned`, `Kế hoạch: ${name(target)}`, value, unit, behind);
      planned.push({ figure: `target.${id}.planned`, text: `${SIGNS[comparison]}${withUnit(value, unit)}` });
    }
    const actual: SentencePart[] = [];
    if (measured !== undefined) {
      book.value(`target.${id}.actual`, `Thực hiện: ${name(target)}`, measured.value, unit, behind);
      actual.push(book.citeWithUnit(`target.${id}.actual`));
    }
    const judged = measured === undefined ? undefined : isReached(comparison, value, measured.value);
    return { target, planned, actual, ...(judged === undefined ? {} : { reached: judged }) };
  });
  const idsOf = (test: (one: TargetStanding) => boolean) => standings.filter(test).map(({ target }) => target.id);
  const total = book.countTargets(
    "targets.total",
    "Tổng số chỉ tiêu",
    idsOf(() => true),
  );
  const met = book.countTargets(
    "targets.reached",
    "Chỉ tiêu đạt hoặc vượt",
    idsOf((one) => one.reached === true),
  );
  book.countTargets(
    "targets.missed",
    "Chỉ tiêu chưa đạt",
    idsOf((one) => one.reached === false),
  );
  book.countTargets(
    "targets.unknown",
    "Chỉ tiêu chưa có số liệu để đánh giá",
    idsOf((one) => one.reached === undefined),
  );
  book.value("targets.share", "Tỷ lệ chỉ tiêu đạt hoặc vượt", percent(met.value, total.value), "%", {
    targets: met.targets,
  });
  return standings;
}

function name(target: Target): string {
  return (target.metric.trim() === "" ? target.text : target.metric).replace(/\s+/g, " ").trim();
}

/** Does a measured value meet the plan? A plan that asks for a value ("đạt 95%") is met by it or by more; undefined where none can be judged. */
export function isReached(
  comparison: Target["comparison"],
  planned: number | undefined,
  actual: number,
): boolean | undefined {
  if (planned === undefined) return undefined;
  switch (comparison) {
    case "=":
    case ">=":
      return actual >= planned;
    case ">":
      return actual > planned;
    case "<=":
      return actual <= planned;
    case "<":
      return actual < planned;
    case "none":
      return undefined;
  }
}
