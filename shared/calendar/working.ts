import { dayNumber, isIsoDay, isoOf, isWeekend } from "./days.ts";
import type { CalendarDay, CalendarYear, WorkingCalendar } from "./model.ts";
import { shippedYear } from "./shipped.ts";

/** One year laid out: what each special day is, and working days counted up from 1 January. */
interface YearTable {
  data: CalendarYear | undefined;
  special: Map<string, CalendarDay>;
  /** Day number of 1 January. */
  start: number;
  /** `counts[i]`: working days among the first `i` days of the year. */
  counts: Uint16Array;
}

/** No deadline needs more; keeps a wrong number from walking through the centuries. */
const MOST_WORKING_DAYS = 10_000;

/**
 * The working calendar over given years; other years are as shipped, else by the law alone.
 *
 * @throws RangeError from its methods for what is no ISO day
 * @example
 * const calendar = workingCalendar([]);
 * calendar.addWorkingDays("2026-11-23", 1); // "2026-11-25": 24/11 is a holiday
 */
export function workingCalendar(years: readonly CalendarYear[]): WorkingCalendar {
  const given = new Map(years.map((one) => [one.year, one]));
  const tables = new Map<number, YearTable>();

  const tableOf = (year: number): YearTable => {
    const known = tables.get(year);
    if (known !== undefined) return known;
    const made = tableFor(year, given.get(year) ?? shippedYear(year));
    tables.set(year, made);
    return made;
  };

  const isWorkingDay = (day: string): boolean => {
    const table = tableOf(yearIn(day));
    const index = dayNumber(day) - table.start;
    return table.counts[index + 1]! > table.counts[index]!;
  };

  const workingDaysBetween = (from: string, to: string): number => {
    if (to < from) return 0 - workingDaysBetween(to, from);
    const first = tableOf(yearIn(from));
    const last = tableOf(yearIn(to));
    const until = (table: YearTable, day: string) => table.counts[dayNumber(day) - table.start + 1]!;
    let count = until(last, to) - until(first, from);
    for (let year = yearIn(from); year < yearIn(to); year += 1) count += tableOf(year).counts.at(-1)!;
    return count;
  };

  return {
    isWorkingDay,
    workingDaysBetween,
    reason: (day) => tableOf(yearIn(day)).special.get(day)?.name,
    addWorkingDays(day, count) {
      yearIn(day);
      if (!Number.isInteger(count) || Math.abs(count) > MOST_WORKING_DAYS)
        throw new RangeError(`${count} working days`);
      const step = count < 0 ? -1 : 1;
      let number = dayNumber(day);
      if (count === 0) {
        while (!isWorkingDay(isoOf(number))) number += 1;
        return isoOf(number);
      }
      for (let left = Math.abs(count); left > 0; ) {
        number += step;
        if (isWorkingDay(isoOf(number))) left -= 1;
      }
      return isoOf(number);
    },
    year: (year) => tableOf(year).data,
    given: years,
  };
}

function yearIn(day: string): number {
  if (!isIsoDay(day)) throw new RangeError(`no ISO day: ${day}`);
  return Number(day.slice(0, 4));
}

/** Tables of years that stay the same: those shipped and computed are laid out once. */
const laidOut = new WeakMap<CalendarYear, YearTable>();

function tableFor(year: number, data: CalendarYear | undefined): YearTable {
  const known = data === undefined ? undefined : laidOut.get(data);
  if (known !== undefined) return known;
  const made = layOut(year, data);
  if (data !== undefined) laidOut.set(data, made);
  return made;
}

function layOut(year: number, data: CalendarYear | undefined): YearTable {
  const special = new Map((data?.days ?? []).map((one) => [one.day, one]));
  const of = (monthDay: string) => dayNumber(`${String(year).padStart(4, "0")}-${monthDay}`);
  const start = of("01-01");
  // No number for what is no year: it has no days.
  const length = Number.isNaN(start) ? 0 : of("12-31") - start + 1;
  const counts = new Uint16Array(length + 1);
  for (let index = 0; index < length; index += 1) {
    const day = isoOf(start + index);
    const kind = special.get(day)?.kind;
    const works = kind === undefined ? !isWeekend(day) : kind === "swapped-working";
    counts[index + 1] = counts[index]! + (works ? 1 : 0);
  }
  return { data, special, start, counts };
}
