import { allow } from "../access/index.ts";
import { openCalendar, type WarningPolicy, type WorkingCalendar } from "../calendar/index.ts";
import { type Programme, type TaskWarning, taskStatus, taskWarnings } from "../tasks/index.ts";
import type { AttentionDesk, AttentionTask, AttentionTotals, WatchedProgramme } from "./attention-model.ts";
import { type OfficeContext, vietnamDate } from "./context.ts";

type Context = Pick<OfficeContext, "storage" | "clock" | "programmes">;

/** When tasks came into a programme: for those of the first revision its day, for later ones that of their revision. */
interface Arrivals {
  revision: number;
  /** ISO day. */
  first: string;
  later: Map<string, string>;
}

/** Programmes whose arrivals are kept in memory. */
const KEPT = 500;
/** All events of one revision: a programme has far fewer things. */
const EVENTS = 100_000;

/** Counts the tasks of a programme that need somebody, by calendar and policy of an organisation; for digests and workers. */
export type AttentionCounter = (
  organisationId: string,
) => Promise<
  (programme: Programme, today: string) => Pick<AttentionTotals, "overdue" | "dueSoon" | "stale" | "noEvidence">
>;

/** Which tasks of an office need somebody: status and warnings by its own calendar and policy. */
export function attentionDesk(context: Context): AttentionDesk {
  const calendars = openCalendar(context.storage.records);
  const arrivalsOf = arrivalsReader(context);
  return {
    async of(actor, id, revision) {
      allow(actor, "programme.read");
      const [programme, calendar, policy, arrivals] = await Promise.all([
        context.programmes.get(actor.organisationId, id, revision),
        calendars.working(actor.organisationId),
        calendars.policy(actor.organisationId),
        arrivalsOf(actor.organisationId, id),
      ]);
      return watch(programme, vietnamDate(context.clock()), calendar, policy, arrivals);
    },

    async overview(actor, limit = 10) {
      allow(actor, "programme.read");
      const today = vietnamDate(context.clock());
      const [summaries, calendar, policy] = await Promise.all([
        context.programmes.list(actor.organisationId),
        calendars.working(actor.organisationId),
        calendars.policy(actor.organisationId),
      ]);
      const programmes: { programme: (typeof summaries)[number]; totals: AttentionTotals }[] = [];
      const urgent: AttentionTask[] = [];
      for (const summary of summaries) {
        const programme = await context.programmes.get(actor.organisationId, summary.id);
        const arrivals = await arrivalsOf(actor.organisationId, summary.id);
        const watched = watch(programme, today, calendar, policy, arrivals);
        programmes.push({ programme: summary, totals: watched.totals });
        for (const task of programme.tasks) {
          const warnings = watched.warnings.get(task.id);
          if (warnings !== undefined) urgent.push({ programme: summary, task, warnings });
        }
      }
      urgent.sort((a, b) => urgency(a.warnings[0]!) - urgency(b.warnings[0]!));
      return { programmes, urgent: urgent.slice(0, limit), more: Math.max(0, urgent.length - limit) };
    },
  };
}

/** Makes the counter that daily digests go by. */
export function attentionCounter(context: Context): AttentionCounter {
  const calendars = openCalendar(context.storage.records);
  const arrivalsOf = arrivalsReader(context);
  return async (organisationId) => {
    const [calendar, policy, summaries] = await Promise.all([
      calendars.working(organisationId),
      calendars.policy(organisationId),
      context.programmes.list(organisationId),
    ]);
    const arrivals = new Map<string, Arrivals>();
    for (const { id } of summaries) arrivals.set(id, await arrivalsOf(organisationId, id));
    return (programme, today) => watch(programme, today, calendar, policy, arrivals.get(programme.id)).totals;
  };
}

function watch(
  programme: Programme,
  today: string,
  calendar: WorkingCalendar,
  policy: WarningPolicy,
  arrivals: Arrivals | undefined,
): WatchedProgramme {
  const statuses: WatchedProgramme["statuses"] = new Map();
  const warnings: WatchedProgramme["warnings"] = new Map();
  const totals: AttentionTotals = { tasks: 0, done: 0, open: 0, overdue: 0, dueSoon: 0, stale: 0, noEvidence: 0 };
  for (const task of programme.tasks) {
    const status = taskStatus(task, today);
    statuses.set(task.id, status);
    totals.tasks += 1;
    totals[task.completedOn === undefined ? "open" : "done"] += 1;
    const found = taskWarnings(task, today, calendar, policy, arrivals?.later.get(task.id) ?? arrivals?.first);
    if (found.length === 0) continue;
    warnings.set(task.id, found);
    for (const { code } of found) totals[TOTAL_OF[code]] += 1;
  }
  return { programme, today, policy, statuses, warnings, totals };
}

const TOTAL_OF: Record<TaskWarning["code"], "overdue" | "dueSoon" | "stale" | "noEvidence"> = {
  overdue: "overdue",
  "due-soon": "dueSoon",
  "stale-progress": "stale",
  "no-evidence": "noEvidence",
};

/** Sorts warnings: the smaller the more urgent. */
function urgency(warning: TaskWarning): number {
  if (warning.code === "overdue") return -1e6 - warning.days;
  if (warning.code === "due-soon") return warning.days;
  return 1e6 - warning.days;
}

/** Reads when tasks came in, from the events of the revisions that added any; what was read is kept and only newer revisions are read. */
function arrivalsReader({ programmes }: Context) {
  const kept = new Map<string, Arrivals>();
  return async (organisationId: string, id: string): Promise<Arrivals> => {
    const key = `${organisationId}#${id}`;
    const revision = (await programmes.history(organisationId, id, { limit: 1 }))[0]!.revision;
    const before = kept.get(key);
    if (before?.revision === revision) return before;
    const known = before !== undefined && before.revision < revision ? before : undefined;
    const newer = await programmes.history(organisationId, id, {
      before: revision + 1,
      limit: revision - (known?.revision ?? 0),
    });
    const first = known?.first ?? vietnamDate(new Date(newer.at(-1)!.at));
    const later = new Map(known?.later);
    for (const entry of newer.toReversed()) {
      if (entry.revision === 1 || entry.changes?.add === undefined) continue;
      const events = await programmes.events(organisationId, id, { revision: entry.revision, limit: EVENTS });
      const day = vietnamDate(new Date(entry.at));
      for (const event of events) if (event.kind === "add" && event.subject === "task") later.set(event.id, day);
    }
    const arrivals: Arrivals = { revision, first, later };
    kept.delete(key);
    kept.set(key, arrivals);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return arrivals;
  };
}
