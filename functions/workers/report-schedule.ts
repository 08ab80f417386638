import type { Office, ScheduleRun } from "../../shared/office/index.ts";

/** How the clock of one machine's reports is kept going. */
export interface ReportScheduleOptions {
  /** How often to look. Default 2 minutes; a look costs a few small reads while nothing is due. */
  everyMs?: number;
  /** Told of every run that did something. */
  onRun?: (run: ScheduleRun) => void;
  /** Told of every run that failed; the next one comes all the same. */
  onError?: (error: unknown) => void;
}

/**
 * Looks again and again whether a report is to be drafted or somebody is to be told. One run at a time; a machine that was off catches up
 * with its first run.
 *
 * @returns stops it; the promise is kept when the run under way has ended
 */
export function startReportSchedule(
  office: Pick<Office, "runReportSchedule" | "runIncoming">,
  options: ReportScheduleOptions = {},
): () => Promise<void> {
  let running: Promise<void> | undefined;

  const run = async () => {
    try {
      const done = await office.runReportSchedule();
      const { notices } = await office.runIncoming();
      done.notices += notices;
      if (done.drafted.length + done.failed.length + done.missed + done.notices > 0) options.onRun?.(done);
    } catch (error) {
      options.onError?.(error);
    }
    running = undefined;
  };
  const look = () => {
    running ??= run();
  };

  const timer = setInterval(look, options.everyMs ?? 120_000);
  look();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
