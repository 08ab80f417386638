import type { Office } from "../../shared/office/index.ts";

/** What a run of the delivery worker did. */
export interface DeliveryReport {
  sent: number;
  /** Failed tries; they come again by themselves, but for `givenUp` of them. */
  failed: number;
  /** Messages that will not be tried again: somebody must look. */
  givenUp: number;
  /** Times the outbox was looked at. */
  rounds: number;
}

/**
 * Sends what waits in the outboxes until nothing is due or the time is up. The same on one machine and in the cloud; any number may run
 * at once, and being killed anywhere loses nothing.
 *
 * @param until stop before starting another round after this time (milliseconds since the epoch)
 */
export async function deliver(office: Pick<Office, "deliver">, until = Date.now() + 50_000): Promise<DeliveryReport> {
  const report: DeliveryReport = { sent: 0, failed: 0, givenUp: 0, rounds: 0 };
  while (Date.now() < until) {
    const { sent, failed, givenUp } = await office.deliver();
    report.rounds += 1;
    report.sent += sent;
    report.failed += failed;
    report.givenUp += givenUp;
    // A document that arrived here has queued its status: look again at once. Failures are not due yet.
    if (sent === 0) break;
  }
  return report;
}
