import type { WarningPolicy, WorkingCalendar } from "../../calendar/index.ts";
import { type Programme, type TaskWarning, taskStatus, taskWarnings } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { AttentionTotals, WatchedProgramme } from "../programmes/attention-model.ts";

/** When tasks came into a programme: for those of the first revision its day, for later ones that of their revision. */
export interface Arrivals {
  revision: number;
  /** ISO day. */
  first: string;
  later: Map<string, string>;
}

/** Programmes whose arrivals are kept in memory. */
const KEPT = 500;
/** All events of one revision: a programme has far fewer things. */
const EVENTS = 100_000;

/** How each task of a programme stands on a day, by calendar and policy of its organisation. */
export function watch(
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
export function urgency(warning: TaskWarning): number {
  if (warning.code === "overdue") return -1e6 - warning.days;
  if (warning.code === "due-soon") return warning.days;
  return 1e6 - warning.days;
}

/** Reads when tasks came in, from the events of the revisions that added any; what was read is kept and only newer revisions are read. */
export function arrivalsReader({ programmes }: Pick<OfficeContext, "programmes">) {
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
