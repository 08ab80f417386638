import { legalYear } from "./law.ts";
import { LUNAR_YEARS } from "./lunar.ts";
import type { CalendarYear } from "./model.ts";
import { YEAR_2024 } from "./years/2024.ts";
import { YEAR_2025 } from "./years/2025.ts";
import { YEAR_2026 } from "./years/2026.ts";
import { YEAR_2027 } from "./years/2027.ts";

/** The years that come with the program, each with its source. */
export const SHIPPED_YEARS: readonly CalendarYear[] = [YEAR_2024, YEAR_2025, YEAR_2026, YEAR_2027];

/** Years computed by the law; there are at most three hundred. */
const computed = new Map<number, CalendarYear | undefined>();

/** A year as shipped; for others by the law alone; undefined where the lunar calendar is not computed. */
export function shippedYear(year: number): CalendarYear | undefined {
  const shipped = SHIPPED_YEARS.find((one) => one.year === year);
  if (shipped !== undefined || !Number.isInteger(year)) return shipped;
  if (year < LUNAR_YEARS.from || year > LUNAR_YEARS.to) return undefined;
  if (!computed.has(year)) computed.set(year, legalYear(year));
  return computed.get(year);
}
