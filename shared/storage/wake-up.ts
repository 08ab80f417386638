import { AsyncResource } from "node:async_hooks";
import type { WakeUp } from "./ports.ts";

/** The wake-up of one machine: listeners in the same process. */
export interface LocalWakeUp extends WakeUp {
  /** Calls `listener` soon after each wake-up. Answers the function that ends it. */
  onWake(listener: (topic: string) => void | Promise<void>): () => void;
}

/**
 * A wake-up for one process. A listener that fails is reported as a warning and disturbs neither the waker nor other listeners. It works on its own
 * account: nothing of the request that woke it (its id, the key that it was asked with) goes along.
 */
export function localWakeUp(): LocalWakeUp {
  const listeners = new Set<(topic: string) => void | Promise<void>>();
  return {
    async wake(topic) {
      for (const listener of listeners)
        setImmediate(async () => {
          try {
            await listener(topic);
          } catch (error) {
            process.emitWarning(error as Error);
          }
        });
    },
    onWake(listener) {
      const own = AsyncResource.bind(listener);
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
}
