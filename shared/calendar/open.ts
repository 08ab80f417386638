import type { RecordStore, WriteOperation } from "../storage/index.ts";
import type { CalendarOverlay, CalendarYear, WarningPolicy, WorkingCalendar } from "./model.ts";
import { overlaidYear } from "./overlay.ts";
import { DEFAULT_POLICY } from "./policy.ts";
import { workingCalendar } from "./working.ts";

/** A year as an office has it: the result, and the office's own changes with the store's revision (0: none). */
export interface OfficeYear {
  year: CalendarYear;
  overlay: CalendarOverlay;
  rev: number;
}

/** The working calendars that a record store holds: shipped data with each office's changes laid over them. */
export interface Calendars {
  /** The calendar an office counts by; without an organisation as shipped. */
  working(organisationId?: string): Promise<WorkingCalendar>;
  /** Calendar and policy together, with a stamp that is another one whenever either of them is: for what is kept in memory. */
  rules(organisationId: string): Promise<{ calendar: WorkingCalendar; policy: WarningPolicy; stamp: string }>;
  /** One year of an office; undefined where nothing is known of the year and nothing was entered. */
  year(organisationId: string, year: number): Promise<OfficeYear | undefined>;
  /** From when tasks are pointed out, with the store's revision (0: the default holds). */
  policy(organisationId: string): Promise<WarningPolicy & { rev: number }>;
  /** The write that stores an office's changes of a year, for the caller's own commit; an overlay without changes removes them. */
  yearOperation(organisationId: string, overlay: CalendarOverlay, rev: number): WriteOperation;
  policyOperation(organisationId: string, policy: WarningPolicy, rev: number): WriteOperation;
}

const YEAR = "year#";
const POLICY = "policy";

/** Opens the calendars over a record store. Opening reads and writes nothing. */
export function openCalendar(records: RecordStore): Calendars {
  return {
    async working(organisationId) {
      if (organisationId === undefined) return workingCalendar([]);
      const { items } = await records.query<CalendarOverlay>(partition(organisationId), { prefix: YEAR });
      return workingCalendar(
        items.map((item) => overlaidYear(item.data.year, item.data)).filter((one) => one !== undefined),
      );
    },

    async rules(organisationId) {
      const { items } = await records.query<unknown>(partition(organisationId));
      const years = items.filter(({ sk }) => sk.startsWith(YEAR)).map(({ data }) => data as CalendarOverlay);
      const policy = items.find(({ sk }) => sk === POLICY)?.data as WarningPolicy | undefined;
      return {
        calendar: workingCalendar(
          years.map((overlay) => overlaidYear(overlay.year, overlay)).filter((one) => one !== undefined),
        ),
        policy: { ...DEFAULT_POLICY, ...policy },
        stamp: JSON.stringify(items.map(({ sk, data }) => [sk, data])),
      };
    },

    async year(organisationId, year) {
      const item = await records.get<CalendarOverlay>(partition(organisationId), yearKey(year));
      const overlay = item?.data ?? { year, added: [], removed: [], source: "" };
      const result = overlaidYear(year, item?.data);
      return result === undefined ? undefined : { year: result, overlay, rev: item?.rev ?? 0 };
    },

    async policy(organisationId) {
      const item = await records.get<WarningPolicy>(partition(organisationId), POLICY);
      return { ...DEFAULT_POLICY, ...item?.data, rev: item?.rev ?? 0 };
    },

    yearOperation(organisationId, overlay, rev) {
      const place = { pk: partition(organisationId), sk: yearKey(overlay.year) };
      if (overlay.added.length === 0 && overlay.removed.length === 0 && rev > 0) return { op: "remove", ...place, rev };
      return write(place, overlay, rev);
    },

    policyOperation: (organisationId, policy, rev) => write({ pk: partition(organisationId), sk: POLICY }, policy, rev),
  };
}

function write(place: { pk: string; sk: string }, data: unknown, rev: number): WriteOperation {
  return rev === 0 ? { op: "insert", ...place, data } : { op: "update", ...place, rev, data };
}

function partition(organisationId: string): string {
  return `calendar#${organisationId}`;
}

function yearKey(year: number): string {
  return `${YEAR}${String(year).padStart(4, "0")}`;
}
