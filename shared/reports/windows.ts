import { addDays, type WorkingCalendar } from "../calendar/index.ts";
import { type Fault, VanthuError } from "../errors/index.ts";
import type { ReportPeriod, ReportWindow, WindowRule } from "./model.ts";
import { monthsOf, nextPeriod, periodLabel } from "./periods.ts";

/**
 * From the 15th of the month before the period to the 14th of its last month (NĐ 09/2019/NĐ-CP Điều 12; nine months as local rules have
 * it); sent within two working days of the close (Điều 8 khoản 5 asks for at least one).
 */
export const DEFAULT_WINDOW_RULE: WindowRule = {
  opensOn: 15,
  closesOn: 14,
  calendarPeriod: false,
  sendWithinWorkingDays: 2,
};

/** All that {@link reportWindow} asks of a calendar. */
export type SendingCalendar = Pick<WorkingCalendar, "addWorkingDays">;

/**
 * The data window of a period.
 *
 * @param calendar counts the working days until it is to be sent; without one only Saturdays and Sundays are off
 * @throws INVALID when the rule cannot be followed
 * @example
 * reportWindow({ kind: "quarter", year: 2026, quarter: 2 }) // 2026-03-15 … 2026-06-14
 */
export function reportWindow(
  period: ReportPeriod,
  rule: WindowRule = DEFAULT_WINDOW_RULE,
  calendar: SendingCalendar = WEEKENDS,
): ReportWindow {
  checkRule(rule);
  const { first, last } = monthsOf(period);
  return between(period, periodLabel(period), first, last, rule, calendar);
}

/**
 * The window of the time after a period, whose tasks a report announces: the next month, quarter or year; after six and nine months the
 * rest of the year.
 */
export function nextWindow(
  period: ReportPeriod,
  rule: WindowRule = DEFAULT_WINDOW_RULE,
  calendar: SendingCalendar = WEEKENDS,
): ReportWindow {
  checkRule(rule);
  const { year } = period;
  const rest: ReportPeriod = { kind: "year", year };
  switch (period.kind) {
    case "six-months":
      return between(rest, `6 tháng cuối năm ${year}`, 7, 12, rule, calendar);
    case "nine-months":
      return between(rest, `3 tháng cuối năm ${year}`, 10, 12, rule, calendar);
    default:
      return reportWindow(nextPeriod(period), rule, calendar);
  }
}

function between(
  period: ReportPeriod,
  label: string,
  first: number,
  last: number,
  rule: WindowRule,
  calendar: SendingCalendar,
): ReportWindow {
  const from = rule.calendarPeriod ? isoDay(period.year, first, 1) : isoDay(period.year, first - 1, rule.opensOn);
  const to = isoDay(period.year, last, Math.min(rule.closesOn, new Date(Date.UTC(period.year, last, 0)).getUTCDate()));
  return { period, label, from, to, sendBy: calendar.addWorkingDays(to, rule.sendWithinWorkingDays) };
}

/** Month 0 is December of the year before. */
function isoDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/**
 * Refuses a rule that gives no window, with every fault, and one whose windows do not join: a day between two windows would be in no
 * report, a day in two of them would be counted twice.
 * @throws INVALID
 */
export function checkRule(rule: WindowRule): void {
  const faults: Fault[] = [];
  const within = (where: keyof WindowRule, from: number, to: number, message: string) => {
    const value = rule[where];
    if (!Number.isInteger(value) || (value as number) < from || (value as number) > to)
      faults.push({ code: "INVALID", where, message });
  };
  if (!rule.calendarPeriod) within("opensOn", 1, 28, "Ngày mở kỳ số liệu phải từ 1 đến 28.");
  within("closesOn", 1, 31, "Ngày chốt số liệu phải từ 1 đến 31.");
  within(
    "sendWithinWorkingDays",
    1,
    60,
    "Báo cáo được gửi sau khi chốt số liệu ít nhất 01 ngày làm việc (NĐ 09/2019/NĐ-CP Điều 8 khoản 5).",
  );
  if (faults.length === 0 && rule.closesOn !== joiningDay(rule)) {
    const message = rule.calendarPeriod
      ? "Kỳ số liệu mở từ ngày đầu tiên của kỳ báo cáo thì phải chốt vào ngày cuối tháng (ghi 31), nếu không sẽ có ngày không thuộc kỳ nào."
      : rule.opensOn === 1
        ? "Kỳ số liệu mở từ ngày 1 thì chọn “Từ ngày đầu tiên của kỳ báo cáo” và chốt vào ngày cuối tháng (ghi 31)."
        : `Kỳ số liệu mở ngày ${rule.opensOn} thì phải chốt ngày ${rule.opensOn - 1}, nếu không sẽ có ngày không thuộc kỳ nào hoặc tính hai lần.`;
    faults.push({ code: "INVALID", where: "closesOn", message });
  }
  if (faults.length > 0)
    throw new VanthuError("INVALID", { message: "Quy tắc kỳ chốt số liệu không dùng được.", where: "rule", faults });
}

/** The day before the next window opens; 31 is the last of any month. */
function joiningDay({ calendarPeriod, opensOn }: WindowRule): number {
  return calendarPeriod ? 31 : opensOn - 1;
}

/** Monday to Friday, for where no calendar is given. */
const WEEKENDS: SendingCalendar = {
  addWorkingDays(day, count) {
    let at = day;
    for (let left = count; left > 0; ) {
      at = addDays(at, 1);
      const weekday = new Date(`${at}T00:00:00Z`).getUTCDay();
      if (weekday !== 0 && weekday !== 6) left -= 1;
    }
    return at;
  },
};
