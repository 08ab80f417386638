import type { Office } from "../../shared/office/index.ts";
import type { LocalWakeUp } from "../../shared/storage/index.ts";
import { type DeliveryReport, deliver } from "./deliver.ts";

/** How the background work of one machine is kept going. */
export interface ScheduleOptions {
  /** How often to look even when nobody wakes us. Default 15 s. */
  everyMs?: number;
  /** Looks at once when something was queued. */
  wakeUp?: LocalWakeUp;
  /** Told of every run that did something. */
  onReport?: (report: DeliveryReport) => void;
  /** Told of every run that failed; the next one comes all the same. */
  onError?: (error: unknown) => void;
}

/**
 * Keeps delivering in the background of one machine: by the clock, and at once when woken. One run at a time; a wake-up during a run is
 * answered by another run after it.
 *
 * @returns stops it; the promise is kept when the run under way has ended
 */
export function startSchedule(office: Pick<Office, "deliver">, options: ScheduleOptions = {}): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const run = async () => {
    do {
      again = false;
      try {
        const report = await deliver(office);
        if (report.sent + report.failed > 0) options.onReport?.(report);
      } catch (error) {
        options.onError?.(error);
      }
    } while (again && !stopped);
    running = undefined;
  };
  const nudge = () => {
    if (stopped) return;
    again = true;
    running ??= run();
  };

  const timer = setInterval(nudge, options.everyMs ?? 15_000);
  const unsubscribe = options.wakeUp?.onWake(nudge);
  nudge();
  return async () => {
    stopped = true;
    clearInterval(timer);
    unsubscribe?.();
    await running;
  };
}
