import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { isVanthuError, type VanthuError } from "../errors/index.ts";
import { conflictItem } from "./limits.ts";

/** How {@link withRetry} tries. */
export interface RetryOptions {
  attempts?: number;
  /** Longest pause between two tries, in milliseconds. */
  longestPause?: number;
  /** Try again only for a conflict in this partition: where `work` decides on nothing else anew, another conflict would stay. */
  partition?: string;
}

/** The last work in line for each item that is contended in this process. */
const lines = new Map<string, Promise<unknown>>();
/** Set while work runs in its turn, so that work nested in it never waits in another line (two could wait for each other). */
const inTurn = new AsyncLocalStorage<true>();

/**
 * Does read-decide-commit work again when somebody else's commit came first: on CONFLICT only, after a random pause that grows,
 * a bounded number of times. `work` must read everything it decides on itself, each time anew.
 *
 * Works of one process that met at one item go on one after another, so that many at once do not keep colliding; the random pause
 * is for those in other processes.
 *
 * @throws CONFLICT of the last try; any other error at once
 * @example
 * await withRetry(async () => {
 *   const item = await records.get<{ count: number }>("counters", "a");
 *   await records.commit([{ op: "update", pk: "counters", sk: "a", rev: item!.rev, data: { count: item!.data.count + 1 } }]);
 * });
 */
export async function withRetry<T>(work: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { attempts = 40, longestPause = 250, partition } = options;
  let contended: string | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return contended === undefined || inTurn.getStore() ? await work() : await takeTurn(contended, work);
    } catch (error) {
      if (!isConflict(error) || attempt >= attempts) throw error;
      contended = conflictItem(error);
      if (partition !== undefined && !contended.startsWith(`${partition}/`)) throw error;
      // Full jitter: contenders that collided once are spread over the whole pause.
      await sleep(Math.random() * Math.min(longestPause, 2 ** attempt));
    }
  }
}

function takeTurn<T>(item: string, work: () => Promise<T>): Promise<T> {
  const turn = (lines.get(item) ?? Promise.resolve()).then(() => inTurn.run(true, work));
  const over = turn.then(
    () => {},
    () => {},
  );
  lines.set(item, over);
  over.then(() => {
    if (lines.get(item) === over) lines.delete(item);
  });
  return turn;
}

function isConflict(error: unknown): error is VanthuError {
  return isVanthuError(error) && error.code === "CONFLICT";
}
