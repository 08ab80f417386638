import { logReportSchedule } from "./metrics.ts";
import { officeOnAws } from "./office.ts";

const office = officeOnAws();

/**
 * Every quarter of an hour: drafts reports whose data window has closed and tells who must act. A report that cannot be drafted is told to
 * its responsible person and tried again later; the function itself fails only where nothing could be read or written.
 */
export async function handler(): Promise<void> {
  logReportSchedule(await office.runReportSchedule());
}
