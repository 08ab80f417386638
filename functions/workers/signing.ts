import type { Office, SigningRun } from "../../shared/office/index.ts";

/** How the signing worker of one machine is kept going. */
export interface SigningWorkerOptions {
  /** How often to look. Default 5 s: a person has just confirmed on the phone and waits; a look costs one small read while nothing is open. */
  everyMs?: number;
  /** Told of every run that did something. */
  onRun?: (run: SigningRun) => void;
  /** Told of every run that failed; the next one comes all the same. */
  onError?: (error: unknown) => void;
}

/**
 * Looks again and again for signatures that are waited for, and for files whose timestamp is to be renewed. One run at a time.
 *
 * @returns stops it; the promise is kept when the run under way has ended
 */
export function startSigningWorker(
  office: Pick<Office, "runSigning">,
  options: SigningWorkerOptions = {},
): () => Promise<void> {
  let running: Promise<void> | undefined;

  const run = async () => {
    try {
      const done = await office.runSigning();
      if (done.asked + done.completed + done.failed + done.renewed + done.problems.length > 0) options.onRun?.(done);
    } catch (error) {
      options.onError?.(error);
    }
    running = undefined;
  };
  const look = () => {
    running ??= run();
  };

  const timer = setInterval(look, options.everyMs ?? 5_000);
  look();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
