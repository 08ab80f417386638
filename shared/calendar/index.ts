/** The room of the working calendar: public holidays per year with their source, working days, each office's own changes. */
export { addDays, dayNumber, daysBetween, isIsoDay, vietnamDate, vietnameseDay, vietnamTime } from "./days.ts";
export { legalYear } from "./law.ts";
export { LUNAR_YEARS, lunarDate } from "./lunar.ts";
export type {
  CalendarDay,
  CalendarOverlay,
  CalendarYear,
  WarningPolicy,
  WorkingCalendar,
} from "./model.ts";
export { type Calendars, type OfficeYear, openCalendar } from "./open.ts";
export { overlaidYear, withDay, withoutDay } from "./overlay.ts";
export { checkPolicy, DEFAULT_POLICY } from "./policy.ts";
export { SHIPPED_YEARS, shippedYear } from "./shipped.ts";
export { workingCalendar } from "./working.ts";
