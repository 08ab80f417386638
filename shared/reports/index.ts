/** The room of periodic reports: data windows, figures and the tasks behind them, sentences, the document, the sealed snapshot. */
export { canonicalJson } from "./canonical-json.ts";
export { checkSnapshot } from "./check-snapshot.ts";
export { composeReport, draw, missingFromReport, type ReportRequest } from "./compose.ts";
export { computeReport } from "./compute.ts";
export { asOf, type InputSources, reportInput } from "./input.ts";
export type * from "./model.ts";
export { inSentence, monthsOf, nextPeriod, parsePeriod, periodCode, periodLabel, previousPeriod } from "./periods.ts";
export {
  readSnapshot,
  type SealedSnapshot,
  SNAPSHOT_NAME,
  SNAPSHOT_TYPE,
  sealSnapshot,
  snapshotAttachment,
} from "./snapshot.ts";
export { plain } from "./speak.ts";
export { countTargetsOf, isReached, type TargetStanding } from "./target-figures.ts";
export { checkRule, DEFAULT_WINDOW_RULE, nextWindow, reportWindow, type SendingCalendar } from "./windows.ts";
export { CHART_CAPTIONS } from "./wording.ts";
