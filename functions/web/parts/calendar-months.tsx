import type { FC } from "hono/jsx";
import { addDays, type CalendarDay, type WorkingCalendar } from "../../../shared/calendar/index.ts";

/** Kinds of special days for readers. */
export const CALENDAR_KINDS: Record<CalendarDay["kind"], string> = {
  holiday: "Nghỉ lễ, Tết",
  "day-off-in-lieu": "Nghỉ bù",
  "swapped-off": "Nghỉ hoán đổi",
  "swapped-working": "Đi làm bù",
};

const WEEKDAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const HEADS = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];

/** "Thứ Ba" of an ISO day. */
export function weekdayName(day: string): string {
  return WEEKDAYS[weekdayOf(day)]!;
}

/** Twelve months, weeks from Monday, special days marked by colour and by words for screen readers. */
export const MonthGrids: FC<{ year: number; calendar: WorkingCalendar; today: string }> = (props) => {
  const special = new Map((props.calendar.year(props.year)?.days ?? []).map((one) => [one.day, one]));
  return (
    <>
      <div class="months">
        {Array.from({ length: 12 }, (_, index) => (
          <Month {...props} month={index + 1} special={special} />
        ))}
      </div>
      <ul class="key">
        <li>
          <span class="holiday"></span>Nghỉ lễ, nghỉ bù
        </li>
        <li>
          <span class="swapped"></span>Nghỉ hoán đổi
        </li>
        <li>
          <span class="worked"></span>Đi làm bù
        </li>
        <li>
          <span class="rest"></span>Nghỉ hằng tuần
        </li>
      </ul>
    </>
  );
};

const Month: FC<{
  year: number;
  month: number;
  calendar: WorkingCalendar;
  today: string;
  special: Map<string, CalendarDay>;
}> = ({ year, month, calendar, today, special }) => {
  const first = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
  const blank = (weekdayOf(first) + 6) % 7;
  const days: (string | undefined)[] = Array.from({ length: blank }, () => undefined);
  let working = 0;
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = addDays(day, 1)) {
    days.push(day);
    if (calendar.isWorkingDay(day)) working += 1;
  }
  while (days.length % 7 !== 0) days.push(undefined);
  return (
    <table class="month">
      <caption>
        Tháng {month} <span class="soft small">({working} ngày làm việc)</span>
      </caption>
      <thead>
        <tr>
          {HEADS.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: days.length / 7 }, (_, week) => (
          <tr>
            {days.slice(week * 7, week * 7 + 7).map((day, index) => (
              <Day
                day={day}
                weekend={index > 4}
                special={day === undefined ? undefined : special.get(day)}
                today={today}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Day: FC<{ day: string | undefined; weekend: boolean; special: CalendarDay | undefined; today: string }> = (
  props,
) => {
  const { day, special } = props;
  if (day === undefined) return <td></td>;
  const tone =
    special === undefined
      ? props.weekend
        ? "rest"
        : ""
      : special.kind === "swapped-working"
        ? "worked"
        : special.kind === "swapped-off"
          ? "swapped"
          : "holiday";
  return (
    <td class={`${tone}${day === props.today ? " today" : ""}`} title={special?.name}>
      {Number(day.slice(8))}
      {special ? <span class="visually-hidden">, {special.name}</span> : null}
    </td>
  );
};

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
