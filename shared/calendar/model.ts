/** A public holiday, a day off in lieu, or a working day taken in exchange. */
export interface CalendarDay {
  /** ISO day. */
  day: string;
  kind: "holiday" | "day-off-in-lieu" | "swapped-off" | "swapped-working";
  /** Vietnamese: "Tết Nguyên đán", "Làm bù cho ngày 02/01/2026". */
  name: string;
}

/** The calendar of one year: its special days and where they are from. */
export interface CalendarYear {
  year: number;
  days: CalendarDay[];
  /** The document that says so, as cited. */
  source: string;
  /** "official": announced; "law": by the Labour Code alone, the announcement is not yet known; "office": set by this office. */
  standing: "official" | "law" | "office";
}

/** Counts working days (ngày làm việc). Monday to Friday but for the special days. Days are ISO `yyyy-mm-dd`. */
export interface WorkingCalendar {
  isWorkingDay(day: string): boolean;
  /** Why a weekday is off or a weekend day is worked; undefined for an ordinary day. */
  reason(day: string): string | undefined;
  /** The day `count` working days after `day` (before when negative); 0 gives the first working day from `day` on. */
  addWorkingDays(day: string, count: number): string;
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: string, to: string): number;
  /** Standing of the year's data, undefined where there are none (only weekends count then). */
  year(year: number): CalendarYear | undefined;
}
