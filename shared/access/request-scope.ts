import { AsyncLocalStorage } from "node:async_hooks";

interface Scope {
  id: string;
  /** What was said once already. */
  said: Set<string>;
}

const scopes = new AsyncLocalStorage<Scope>();

/**
 * Does the work of one request from outside: faults in it can be found by the request's id, and what is to be said once in a request is said once,
 * however many desks the request asks.
 * @param id of the request; unique
 */
export function withinRequest<T>(id: string, work: () => Promise<T>): Promise<T> {
  return scopes.run({ id, said: new Set() }, work);
}

/** Id of the request that the present work belongs to; undefined for work that nobody asked for from outside. */
export function requestId(): string | undefined {
  return scopes.getStore()?.id;
}

/** True at the first time within one request; outside of requests always. */
export function firstInRequest(key: string): boolean {
  const said = scopes.getStore()?.said;
  if (said === undefined) return true;
  if (said.has(key)) return false;
  said.add(key);
  return true;
}
