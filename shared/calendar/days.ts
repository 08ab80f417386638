/** Days as ISO `yyyy-mm-dd` strings, which sort as they follow each other, and as whole days since 1970-01-01. No clock is involved. */

/** Days of the months of a year that is no leap year. */
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH = 719_468;
/** Days of 400 years. */
const ERA = 146_097;

/**
 * Day number since 1970-01-01; NaN for what is written otherwise. Counts in years that begin in March, so that the leap day comes last:
 * thousands of tasks are counted for one page.
 */
export function dayNumber(day: string): number {
  if (!isIsoDay(day)) return Number.NaN;
  const month = digits(day, 5);
  const year = yearOf(day) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + digits(day, 8) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA + dayOfEra - EPOCH;
}

/** ISO day of a day number. @throws RangeError outside the years 0 to 9999 */
export function isoOf(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

/** The ISO day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one ISO day to another; negative when `to` is earlier. NaN for what is no ISO day. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** Saturday or Sunday: the weekly rest (Bộ luật Lao động 2019 Điều 111; QĐ 188/1999/QĐ-TTg for offices). */
export function isWeekend(day: string): boolean {
  // 1970-01-01 was a Thursday; 0 is Sunday, 6 Saturday.
  return ((((dayNumber(day) + 4) % 7) + 7) % 7) % 6 === 0;
}

/** Is it a day of the calendar, written as ISO? */
export function isIsoDay(day: string): boolean {
  if (day.length !== 10 || day.charCodeAt(4) !== 45 || day.charCodeAt(7) !== 45) return false;
  for (let at = 0; at < 10; at += 1) {
    const code = day.charCodeAt(at);
    if (at !== 4 && at !== 7 && (code < 48 || code > 57)) return false;
  }
  const month = digits(day, 5);
  const date = digits(day, 8);
  if (month < 1 || month > 12 || date < 1) return false;
  if (month !== 2 || date <= 28) return date <= MONTH_DAYS[month - 1]!;
  const year = yearOf(day);
  return date === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The two digits that stand at a place, as a number. */
function digits(day: string, at: number): number {
  return day.charCodeAt(at) * 10 + day.charCodeAt(at + 1) - 11 * 48;
}

function yearOf(day: string): number {
  return digits(day, 0) * 100 + digits(day, 2);
}

/** "2026-01-02" → "02/01/2026". */
export function vietnameseDay(day: string): string {
  return day.split("-").reverse().join("/");
}

/** What a clock in Vietnam (UTC+07:00, no daylight saving) shows at an instant: ISO 8601 without a zone. */
export function vietnamTime(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, -1);
}

/** The ISO day in Vietnam at an instant. */
export function vietnamDate(at: Date): string {
  return vietnamTime(at).slice(0, 10);
}
