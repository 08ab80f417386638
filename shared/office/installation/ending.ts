import type { Ending } from "./model.ts";

const DAY_MS = 86_400_000;
/** Days before its end from which somebody is told of a certificate, the last first. */
export const ENDING_DAYS = [7, 30, 60] as const;

/** How near its end a certificate is at a moment. Instants are ISO 8601. */
export function endingOf(
  { notBefore, notAfter }: { notBefore?: string; notAfter?: string },
  now: Date,
): { ending: Ending; daysLeft?: number } {
  if (notAfter === undefined) return { ending: "unknown" };
  const left = Date.parse(notAfter) - now.getTime();
  const daysLeft = Math.floor(left / DAY_MS);
  if (left < 0) return { ending: "over", daysLeft };
  if (notBefore !== undefined && Date.parse(notBefore) > now.getTime()) return { ending: "not-yet", daysLeft };
  const within = ENDING_DAYS.find((days) => left <= days * DAY_MS);
  return { ending: within === undefined ? "valid" : `within-${within}`, daysLeft };
}
