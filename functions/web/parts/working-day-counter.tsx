import type { FC } from "hono/jsx";
import { addDays, daysBetween, isIsoDay, LUNAR_YEARS, type WorkingCalendar } from "../../../shared/calendar/index.ts";
import { weekdayName } from "./calendar-months.tsx";
import { shortDate } from "./dates.ts";
import { Field } from "./pieces.tsx";

/** Longest stretch that the counter answers for, in working days. */
const MOST_COUNTED = 1000;

/** Which day is so many working days before or after another, and which special days were passed over. */
export const WorkingDayCounter: FC<{
  /** Address of the page that it stands on. */
  action: string;
  calendar: WorkingCalendar;
  today: string;
  query: { from: string; count: string };
  year: number;
}> = ({ action, calendar, today, query, year }) => {
  const computed = isIsoDay(query.from) && query.from >= `${LUNAR_YEARS.from}` && query.from < `${LUNAR_YEARS.to}`;
  const from = computed ? query.from : today;
  const count = Number(query.count || 5);
  const sound = Number.isInteger(count) && Math.abs(count) <= MOST_COUNTED;
  const end = sound ? calendar.addWorkingDays(from, count) : from;
  return (
    <section class="card no-print">
      <h2>Đếm ngày làm việc</h2>
      <form method="get" action={action}>
        <input type="hidden" name="nam" value={String(year)} />
        <Field name="tu" label="Từ ngày" type="date" value={from} />
        <Field name="so-ngay" label="Số ngày làm việc" type="number" value={sound ? String(count) : "5"} />
        <div class="actions">
          <button type="submit">Đếm</button>
        </div>
      </form>
      <p class="counted" role="status">
        {sound ? (
          <>
            {Math.abs(count)} ngày làm việc {count < 0 ? "trước" : "sau"} {shortDate(from)} là{" "}
            <b>
              {weekdayName(end)}, {shortDate(end)}
            </b>
            {skippedDays(calendar, from, end)}.
          </>
        ) : (
          `Số ngày làm việc là số nguyên từ -${MOST_COUNTED} đến ${MOST_COUNTED}.`
        )}
      </p>
    </section>
  );
};

/** The special days that the counting passed over. */
function skippedDays(calendar: WorkingCalendar, from: string, to: string): string {
  const [first, last] = from <= to ? [from, to] : [to, from];
  const names: string[] = [];
  for (let offset = 0; offset <= Math.min(daysBetween(first, last), 400) && names.length < 4; offset += 1) {
    const day = addDays(first, offset);
    const reason = calendar.reason(day);
    if (reason !== undefined) names.push(`${shortDate(day)}: ${reason}`);
  }
  return names.length === 0 ? "" : ` (đã tính ${names.join("; ")})`;
}
