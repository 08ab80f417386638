import { addDays } from "../../calendar/index.ts";
import {
  type InputSources,
  nextWindow,
  previousPeriod,
  type ReportPeriod,
  type ReportWindow,
  type WindowRule,
} from "../../reports/index.ts";
import type { Programme } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { ruleOfSchedule } from "./schedule.ts";
import { officeWindows } from "./windows.ts";

/** What reading a report's data needs of an office. */
type Stores = Pick<OfficeContext, "storage" | "programmes" | "clock">;

/** Windows as an organisation counts them: by a rule given, else its own, else the decree's, on its own calendar. */
export async function windowsOf(
  context: Pick<Stores, "storage">,
  organisationId: string,
  given?: WindowRule,
): Promise<{ window(period: ReportPeriod): ReportWindow; next(period: ReportPeriod): ReportWindow }> {
  const office = await officeWindows(context, organisationId);
  const rule = given ?? office.rule;
  return { window: office.window(rule), next: (period) => nextWindow(period, rule, office.calendar) };
}

/**
 * What a report of a programme is computed from: the revision that was valid at the close of the window, else the newest; and the one at
 * the close of the period before, where there was one. While a window is running its data end today: what falls due later is neither
 * done nor overdue yet, and counts to the time after.
 *
 * @param rule of the data windows; absent: that of the programme's schedule for this kind of period, else the organisation's own
 * @throws NOT_FOUND, INVALID
 */
export async function reportSources(
  context: Stores,
  organisationId: string,
  programmeId: string,
  period: ReportPeriod,
  rule?: WindowRule,
): Promise<InputSources & { /** Last day of the whole window. */ closesOn: string }> {
  const given = rule ?? (await ruleOfSchedule(context, organisationId, programmeId, period.kind));
  const windows = await windowsOf(context, organisationId, given);
  const whole = windows.window(period);
  const next = windows.next(period);
  const today = vietnamDate(context.clock());
  const running = whole.from <= today && today < whole.to;
  const window = running ? { ...whole, to: today } : whole;
  const before = windows.window(previousPeriod(period));
  const at = (day: string) => programmeAt(context, organisationId, programmeId, day);
  const then = await at(window.to);
  const programme = then ?? (await context.programmes.get(organisationId, programmeId));
  const firstRecordedOn = then === undefined ? await firstRevisionOn(context, organisationId, programmeId) : undefined;
  const earlier = await at(before.to);
  return {
    window,
    next: running ? { ...next, from: addDays(today, 1) } : next,
    programme,
    closesOn: whole.to,
    ...(firstRecordedOn === undefined ? {} : { firstRecordedOn }),
    ...(earlier === undefined ? {} : { previous: { window: before, programme: earlier } }),
  };
}

/** The day in Vietnam of a programme's first revision. */
async function firstRevisionOn(
  { programmes }: Pick<Stores, "programmes">,
  organisationId: string,
  programmeId: string,
): Promise<string | undefined> {
  const [first] = await programmes.history(organisationId, programmeId, { limit: 1, before: 2 });
  return first === undefined ? undefined : vietnamDate(new Date(first.at));
}

/** The programme at the end of a day in Vietnam (UTC+07:00); undefined before its first revision. */
async function programmeAt(
  { programmes }: Pick<Stores, "programmes">,
  organisationId: string,
  programmeId: string,
  day: string,
): Promise<Programme | undefined> {
  const revision = await programmes.revisionAt(organisationId, programmeId, `${day}T23:59:59.999+07:00`);
  return revision === undefined ? undefined : programmes.get(organisationId, programmeId, revision);
}
