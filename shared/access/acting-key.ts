import { AsyncLocalStorage } from "node:async_hooks";

const acting = new AsyncLocalStorage<string>();

/**
 * Does work that a machine asked for with an API key: every line that it writes to the trail names the key, whoever writes it.
 * @param key how the key is called in the trail: its name and id
 */
export function withApiKey<T>(key: string, work: () => Promise<T>): Promise<T> {
  return acting.run(key, work);
}

/** The key that the present work is done with; undefined for a person's. */
export function actingKey(): string | undefined {
  return acting.getStore();
}
