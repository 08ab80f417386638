import { logReportSchedule } from "./metrics.ts";
import { officeOnAws } from "./office.ts";

const office = officeOnAws();

/**
 * Every quarter of an hour: brings stored data to what this program writes, drafts reports whose data window has closed and tells who must act, of reports and of incoming documents. A report that cannot be drafted is told to
 * its responsible person and tried again later; the function itself fails only where nothing could be read or written.
 */
export async function handler(): Promise<void> {
  // Here too: of all functions this one has the time for it.
  await office.migrate();
  const run = await office.runReportSchedule();
  run.notices += (await office.runIncoming()).notices;
  logReportSchedule(run);
}
