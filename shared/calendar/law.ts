import { addDays, isWeekend, vietnameseDay } from "./days.ts";
import { LUNAR_YEARS, lunarDate } from "./lunar.ts";
import type { CalendarDay, CalendarYear } from "./model.ts";

/** What the year is by when nothing was announced for it. */
const LAW_SOURCE = "Bộ luật Lao động số 45/2019/QH14, Điều 111 khoản 3 và Điều 112";

/** First year with Ngày Văn hóa Việt Nam (24/11). */
const CULTURE_DAY_SINCE = 2026;

/** The document that Ngày Văn hóa Việt Nam rests on. */
const CULTURE_DAY_SOURCE = "Nghị quyết số 80-NQ/TW ngày 07/01/2026 của Bộ Chính trị (Ngày Văn hóa Việt Nam 24/11)";

/**
 * The public holidays of a year by the law alone, before the yearly announcement: 1/1; five days of Tết; 10/3 of the lunar calendar; 30/4; 1/5;
 * 2/9 with one day beside it; from 2026 24/11. A holiday on a Saturday or Sunday is made up for by the next working day (Điều 111 khoản 3).
 *
 * The law leaves two choices to whoever announces the year: how many of the five days of Tết lie before it, and on which side of 2/9 the second
 * day is. Here they are made as all announcements since 2019 made them: the choice with the fewest days to make up for; for Tết then two days
 * before and three after, for 2/9 the longer run of days off, then the day before.
 *
 * @returns undefined outside the years of the lunar calendar
 */
export function legalYear(year: number): CalendarYear | undefined {
  if (!Number.isInteger(year) || year < LUNAR_YEARS.from || year > LUNAR_YEARS.to) return undefined;
  const at = (monthDay: string) => `${String(year).padStart(4, "0")}-${monthDay}`;
  const holidays = new Map<string, string>([
    [at("01-01"), "Tết Dương lịch"],
    ...tet(year),
    [lunarDate(year, 3, 10), "Giỗ Tổ Hùng Vương (10/3 âm lịch)"],
    [at("04-30"), "Ngày Chiến thắng 30/4"],
    [at("05-01"), "Quốc tế Lao động 1/5"],
    ...nationalDays(at("09-02")),
  ]);
  if (year >= CULTURE_DAY_SINCE) holidays.set(at("11-24"), "Ngày Văn hóa Việt Nam");
  return {
    year,
    days: withDaysInLieu(holidays),
    source: year >= CULTURE_DAY_SINCE ? `${LAW_SOURCE}; ${CULTURE_DAY_SOURCE}` : LAW_SOURCE,
    standing: "law",
  };
}

/** Adds the days off in lieu: for each holiday on a weekend the next working day that is no holiday and not taken yet. */
function withDaysInLieu(holidays: ReadonlyMap<string, string>): CalendarDay[] {
  const days: CalendarDay[] = [...holidays].map(([day, name]) => ({ day, kind: "holiday", name }));
  const taken = new Set(holidays.keys());
  for (const [day, name] of [...holidays].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isWeekend(day)) continue;
    let next = addDays(day, 1);
    while (isWeekend(next) || taken.has(next)) next = addDays(next, 1);
    taken.add(next);
    days.push({ day: next, kind: "day-off-in-lieu", name: `Nghỉ bù ${name} (${vietnameseDay(day)})` });
  }
  return days.sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The five days of Tết, with the names of the lunar days. */
function tet(year: number): [string, string][] {
  const first = lunarDate(year, 1, 1);
  const days = (before: number): [string, string][] =>
    Array.from({ length: 5 }, (_, index) => {
      const offset = index - before;
      const name = offset < 0 ? `${-offset} ngày trước Mùng 1` : `Mùng ${offset + 1}`;
      return [addDays(first, offset), `Tết Nguyên đán (${name})`];
    });
  return onWeekend(days(1)) < onWeekend(days(2)) ? days(1) : days(2);
}

function nationalDays(second: string): [string, string][] {
  const pair = (other: string): [string, string][] => [
    [second, "Quốc khánh 2/9"],
    [other, "Quốc khánh (ngày liền kề)"],
  ];
  const before = pair(addDays(second, -1));
  const after = pair(addDays(second, 1));
  const difference = onWeekend(after) - onWeekend(before);
  if (difference !== 0) return difference < 0 ? after : before;
  return runOf(after) > runOf(before) ? after : before;
}

function onWeekend(days: [string, string][]): number {
  return days.filter(([day]) => isWeekend(day)).length;
}

/** Days off in a row around the given days. */
function runOf(holidays: [string, string][]): number {
  const off = new Set(withDaysInLieu(new Map(holidays)).map((one) => one.day));
  const free = (day: string) => off.has(day) || isWeekend(day);
  let length = 0;
  for (let day = holidays[0]![0]; free(day); day = addDays(day, 1)) length += 1;
  for (let day = addDays(holidays[0]![0], -1); free(day); day = addDays(day, -1)) length += 1;
  return length;
}
