import type { ScheduleRun, SigningRun } from "../../shared/office/index.ts";
import type { DeliveryReport } from "../workers/deliver.ts";

/** Writes what a delivery run did. */
export function logDelivery(report: DeliveryReport): void {
  logMetrics({ MessagesSent: report.sent, MessagesFailed: report.failed, MessagesGivenUp: report.givenUp });
}

/** Writes what a run of the report schedule did. */
export function logReportSchedule(run: ScheduleRun): void {
  logMetrics({ ReportsDrafted: run.drafted.length, ReportsMissed: run.missed, ReportsFailed: run.failed.length });
}

/** Writes what a run of the signing worker did; problems in words too, for whoever looks for their cause. */
export function logSigning(run: SigningRun): void {
  for (const problem of run.problems) console.error(JSON.stringify({ fault: "signing", problem }));
  logMetrics({
    SignaturesAsked: run.asked,
    SignaturesCompleted: run.completed,
    SignaturesFailed: run.failed,
    TimestampsRenewed: run.renewed,
    SigningProblems: run.problems.length,
  });
}

/**
 * Writes what a run did as CloudWatch metrics through the log (embedded metric format): no call, no permission, and the log line
 * stays readable. The stage is a dimension, so that a trial's failures wake nobody (stacks/alarms.ts).
 */
function logMetrics(metrics: Record<string, number>): void {
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: "Vanthu",
          Dimensions: [["Stage"]],
          Metrics: Object.keys(metrics).map((Name) => ({ Name, Unit: "Count" })),
        },
      ],
    },
    Stage: process.env.VANTHU_STAGE ?? "",
    ...metrics,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
