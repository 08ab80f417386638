import { setTimeout as sleep } from "node:timers/promises";
import { isVanthuError } from "../errors/index.ts";

/** How often {@link withRetry} tries, and the longest pause between two tries in milliseconds. */
export interface RetryOptions {
  attempts?: number;
  longestPause?: number;
}

/**
 * Does read-decide-commit work again when somebody else's commit came first: on CONFLICT only, after a random pause that grows,
 * a bounded number of times. `work` must read everything it decides on itself, each time anew.
 *
 * @throws CONFLICT of the last try; any other error at once
 * @example
 * await withRetry(async () => {
 *   const item = await records.get<{ count: number }>("counters", "a");
 *   await records.commit([{ op: "update", pk: "counters", sk: "a", rev: item!.rev, data: { count: item!.data.count + 1 } }]);
 * });
 */
export async function withRetry<T>(work: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { attempts = 40, longestPause = 250 } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isVanthuError(error) || error.code !== "CONFLICT" || attempt >= attempts) throw error;
      // Full jitter: contenders that collided once are spread over the whole pause.
      await sleep(Math.random() * Math.min(longestPause, 2 ** attempt));
    }
  }
}
