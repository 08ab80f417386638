import type { Actor } from "../../access/index.ts";
import type { CalendarDay, OfficeYear, WarningPolicy, WorkingCalendar } from "../../calendar/index.ts";

/** The working calendar of the actor's own organisation, and from when its tasks are pointed out. */
export interface CalendarDesk {
  /** What working days are counted by. */
  working(actor: Actor): Promise<WorkingCalendar>;
  /** One year with its source and what the office changed. @throws NOT_FOUND for a year that no calendar is computed for */
  year(actor: Actor, year: number): Promise<OfficeYear>;
  /**
   * Adds a day to a year, or changes what it is; recorded in the audit trail.
   * @param rev `rev` of the year as it was read; 0 while the office changed nothing
   * @throws CONFLICT, INVALID, FORBIDDEN
   */
  setDay(actor: Actor, year: number, rev: number, day: CalendarDay, source: string): Promise<OfficeYear>;
  /** Takes a day out of a year. @throws CONFLICT, NOT_FOUND, FORBIDDEN */
  removeDay(actor: Actor, year: number, rev: number, day: string): Promise<OfficeYear>;
  /** Drops all changes of the office in a year. @throws CONFLICT, FORBIDDEN */
  restoreYear(actor: Actor, year: number, rev: number): Promise<OfficeYear>;
  policy(actor: Actor): Promise<WarningPolicy & { rev: number }>;
  /** @throws CONFLICT, INVALID, FORBIDDEN */
  setPolicy(actor: Actor, rev: number, policy: WarningPolicy): Promise<WarningPolicy & { rev: number }>;
}
