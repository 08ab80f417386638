import { periodCode } from "../../reports/index.ts";
import type { RecordStore, WriteOperation } from "../../storage/index.ts";
import { vietnamDate } from "../context.ts";
import { documentsOf, summariesOf } from "../document-file.ts";
import type { DocumentRecord, DocumentSummary } from "../model.ts";
import type { ReportSchedule, ScheduledWindow } from "./schedule-model.ts";

/**
 * The report of a window of a schedule. A run is inserted in the commit that stores the drafted document, under the name of schedule and
 * period: of two workers at once one fails as a whole, and a worker that dies leaves either both or nothing.
 */
export interface Run {
  state: "drafted";
  /** ISO 8601 instant. */
  at: string;
  documentId: string;
}

/** A try that failed; the next one waits longer each time. */
export interface Failure {
  state: "failed";
  /** ISO 8601 instant of the last try. */
  at: string;
  attempts: number;
  /** ISO 8601 instant: not before. */
  nextAt: string;
  code: string;
  /** Vietnamese. */
  reason: string;
}

/** Runs and failures by schedule, then by period. */
export type Runs = Map<string, Map<string, Run | Failure>>;

const FIRST_PAUSE_MS = 10 * 60_000;
const LONGEST_PAUSE_MS = 24 * 3_600_000;

/** All runs of an organisation: one small record for each window of each schedule. */
export async function readRuns(records: RecordStore, organisationId: string): Promise<Runs> {
  const runs: Runs = new Map();
  // Failures first: where a later try succeeded, the run stands above them.
  for (const pk of [failuresOf(organisationId), runsOf(organisationId)]) {
    const { items } = await records.query<Run | Failure>(pk);
    for (const { sk, data } of items) {
      const cut = sk.lastIndexOf("#");
      const ofSchedule = runs.get(sk.slice(0, cut)) ?? new Map<string, Run | Failure>();
      ofSchedule.set(sk.slice(cut + 1), data);
      runs.set(sk.slice(0, cut), ofSchedule);
    }
  }
  return runs;
}

/** The write that takes a window for good. */
export function runOperation(organisationId: string, scheduleId: string, period: string, run: Run): WriteOperation {
  return { op: "insert", pk: runsOf(organisationId), sk: `${scheduleId}#${period}`, data: run };
}

/** Has the window been taken meanwhile? */
export async function isTaken(
  records: RecordStore,
  organisationId: string,
  scheduleId: string,
  period: string,
): Promise<boolean> {
  return (await records.get(runsOf(organisationId), `${scheduleId}#${period}`)) !== undefined;
}

/**
 * Reports of a schedule's programme that were drafted after the close of their window, by whomever: period to document, the newest of each.
 * Reads every report of the programme: only for windows that have closed without a run.
 */
export async function draftedReports(
  records: RecordStore,
  schedule: Pick<ReportSchedule, "organisationId" | "programmeId">,
  windows: ScheduledWindow[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const closes = new Map(windows.map((one) => [periodCode(one.period), one.to]));
  const { items } = await records.query<DocumentSummary>(summariesOf(schedule.organisationId), { reverse: true });
  for (const { data } of items) {
    if (data.kind !== "BC" || data.programme?.id !== schedule.programmeId) continue;
    const document = (await records.get<DocumentRecord>(documentsOf(schedule.organisationId), data.id))?.data;
    if (document?.report === undefined) continue;
    const period = periodCode(document.report.period);
    const close = closes.get(period);
    const afterClose = close !== undefined && vietnamDate(new Date(document.createdAt)) > close;
    if (afterClose && !found.has(period)) found.set(period, data.id);
  }
  return found;
}

/** The write that notes a failed try. A lost update between two workers only shortens a pause. */
export function failureOperation(
  organisationId: string,
  scheduleId: string,
  period: string,
  before: Run | Failure | undefined,
  what: { code: string; reason: string; now: Date },
): WriteOperation {
  const attempts = before?.state === "failed" ? before.attempts + 1 : 1;
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 3 ** (attempts - 1));
  const data: Failure = {
    state: "failed",
    at: what.now.toISOString(),
    attempts,
    nextAt: new Date(what.now.getTime() + pause).toISOString(),
    code: what.code,
    reason: what.reason,
  };
  return { op: "put", pk: failuresOf(organisationId), sk: `${scheduleId}#${period}`, data };
}

function runsOf(organisationId: string): string {
  return `org/${organisationId}/report-runs`;
}

function failuresOf(organisationId: string): string {
  return `org/${organisationId}/report-failures`;
}
