import { VanthuError } from "../errors/index.ts";
import type { QueryRange } from "./ports.ts";

/** A {@link QueryRange} as two inclusive bounds and one key to leave out; `empty` when nothing can lie between them. */
interface KeyBounds {
  lower?: string;
  upper?: string;
  /** The key that `after` names: already seen. */
  skip?: string;
  empty: boolean;
}

/**
 * Narrows prefix, from, to and after to one pair of bounds. DynamoDB allows only one condition on the sort key, so the adapters
 * share this arithmetic rather than each translating the four.
 */
export function keyBounds(range: QueryRange): KeyBounds {
  if (range.limit !== undefined && (!Number.isSafeInteger(range.limit) || range.limit < 1))
    throw new VanthuError("INVALID", { message: "Số bản ghi cần lấy phải là số nguyên dương.", where: "limit" });
  // An empty string is below every key, so it bounds nothing (and DynamoDB refuses it as a value).
  const lowers = [range.prefix, range.from, range.reverse ? undefined : range.after].filter(isBound);
  const uppers = [
    range.prefix ? `${range.prefix}\u{10ffff}` : undefined,
    range.to,
    range.reverse ? range.after : undefined,
  ].filter(isBound);
  const lower = lowers.length ? lowers.reduce((a, b) => (compareKeys(a, b) > 0 ? a : b)) : undefined;
  const upper = uppers.length ? uppers.reduce((a, b) => (compareKeys(a, b) < 0 ? a : b)) : undefined;
  const empty = range.to === "" || (lower !== undefined && upper !== undefined && compareKeys(lower, upper) > 0);
  return { lower, upper, skip: range.after, empty };
}

/** Order of sort keys: by the bytes of UTF-8, in both stores. (JavaScript's `<` compares UTF-16 units.) */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function isBound(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
