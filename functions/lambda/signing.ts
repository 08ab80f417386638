import { setTimeout as sleep } from "node:timers/promises";
import { logSigning } from "./metrics.ts";
import { officeOnAws } from "./office.ts";

/** Between two looks of one run: somebody has just confirmed on the phone. */
const PAUSE_MS = 8_000;
/** Leaves the look under way this long to end. */
const STOP_BEFORE_MS = 20_000;

const office = officeOnAws();

/**
 * Every minute, and within it every few seconds while signatures are waited for: asks for them, and renews timestamps that are due. What
 * fails is told to the administrators; the function itself fails only where nothing could be read or written.
 */
export async function handler(_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  for (;;) {
    const run = await office.runSigning();
    logSigning(run);
    if (run.asked === 0 || context.getRemainingTimeInMillis() < PAUSE_MS + STOP_BEFORE_MS) return;
    await sleep(PAUSE_MS);
  }
}
