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
  /** In order of days, each day once. */
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
  /** The year's data. Years that were not given follow the law alone; undefined only where the lunar calendar is not computed (only weekends count then). */
  year(year: number): CalendarYear | undefined;
  /** The years it was made of: what makes the same calendar anew elsewhere, as in a worker. */
  readonly given: readonly CalendarYear[];
}

/** What an office changed in a year of the shipped calendar. */
export interface CalendarOverlay {
  year: number;
  /** Days the office added, or put in place of a shipped one of the same date. */
  added: CalendarDay[];
  /** ISO days of the shipped calendar that do not hold here. */
  removed: string[];
  /** The document the office goes by, as cited. */
  source: string;
}

/** From when a task is to be pointed out. Set per office. */
export interface WarningPolicy {
  /** Working days before the deadline from which an open task is due soon (sắp đến hạn). */
  dueSoonWorkingDays: number;
  /** Days without a report after which an open task's progress counts as not updated. */
  staleDays: number;
  /** Days after which a completion or a reported progress must have its evidence (minh chứng). */
  evidenceDays: number;
}
