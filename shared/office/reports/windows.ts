import { openCalendar, type WorkingCalendar } from "../../calendar/index.ts";
import {
  DEFAULT_WINDOW_RULE,
  periodCode,
  type ReportPeriod,
  type ReportWindow,
  reportWindow,
  type WindowRule,
} from "../../reports/index.ts";
import type { OfficeContext } from "../context.ts";
import { readSettings } from "../settings.ts";
import type { Failure, Run } from "./runs.ts";
import type { ReportSchedule, ReportScheduleView, ScheduledWindow } from "./schedule-model.ts";

/** How one organisation tells its report windows. */
export interface OfficeWindows {
  /** Its own rule, or the decree's. */
  rule: WindowRule;
  from: "office" | "decree";
  calendar: WorkingCalendar;
  /** The window of a period by a rule. */
  window(rule: WindowRule): (period: ReportPeriod) => ReportWindow;
}

/** The windows of an organisation as its settings and its calendar have them. */
export async function officeWindows(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
): Promise<OfficeWindows> {
  const [{ rule }, calendar] = await Promise.all([
    readSettings(context, organisationId),
    openCalendar(context.storage.records).working(organisationId),
  ]);
  return {
    rule: rule ?? DEFAULT_WINDOW_RULE,
    from: rule === undefined ? "decree" : "office",
    calendar,
    window: (by) => (period) => reportWindow(period, by, calendar),
  };
}

/** The rule a schedule goes by: its own, else the office's, else the decree's. */
export function rulesInForce(
  schedule: Pick<ReportSchedule, "rule">,
  office: Pick<OfficeWindows, "rule" | "from">,
): ReportScheduleView["inForce"] {
  return schedule.rule === undefined
    ? { rule: office.rule, from: office.from }
    : { rule: schedule.rule, from: "schedule" };
}

/** Periods of one kind in a year, in order. */
function periodsOfYear(kind: ReportPeriod["kind"], year: number): ReportPeriod[] {
  switch (kind) {
    case "month":
      return Array.from({ length: 12 }, (_, index) => ({ kind, year, month: index + 1 }));
    case "quarter":
      return ([1, 2, 3, 4] as const).map((quarter) => ({ kind, year, quarter }));
    default:
      return [{ kind, year }];
  }
}

/**
 * The windows of a schedule in order: from the first that closes on or after its beginning to the first that has not opened yet, each with
 * what became of it. Only the newest closed window is still to be drafted; one before it that nobody drafted was missed.
 *
 * @param today ISO day in Vietnam; a window has closed when its last day is over
 */
export function windowsOfSchedule(
  schedule: Pick<ReportSchedule, "kind" | "since">,
  window: (period: ReportPeriod) => ReportWindow,
  today: string,
  runs: ReadonlyMap<string, Run | Failure>,
): ScheduledWindow[] {
  const windows = windowsUpTo(schedule, window, today);
  const newest = windows.findLast((one) => one.to < today);
  return windows.map((one) => ({
    ...one,
    ...stateOf(one, today, runs.get(periodCode(one.period)), one === newest),
  }));
}

function windowsUpTo(
  schedule: Pick<ReportSchedule, "kind" | "since">,
  window: (period: ReportPeriod) => ReportWindow,
  today: string,
): ReportWindow[] {
  const windows: ReportWindow[] = [];
  const last = Number(today.slice(0, 4)) + 2;
  for (let year = Number(schedule.since.slice(0, 4)) - 1; year <= last; year++) {
    for (const period of periodsOfYear(schedule.kind, year)) {
      const one = window(period);
      if (one.to < schedule.since) continue;
      windows.push(one);
      if (one.from > today) return windows;
    }
  }
  return windows;
}

function stateOf(
  window: ReportWindow,
  today: string,
  run: Run | Failure | undefined,
  newest: boolean,
): Pick<ScheduledWindow, "state" | "documentId" | "reason" | "at"> {
  if (run?.state === "drafted") return { state: "drafted", at: run.at, documentId: run.documentId };
  if (window.to >= today) return { state: window.from <= today ? "open" : "upcoming" };
  if (!newest) return { state: "missed" };
  return run === undefined ? { state: "due" } : { state: "failed", at: run.at, reason: run.reason };
}
