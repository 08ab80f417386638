import { allow } from "../../access/index.ts";
import { openCalendar } from "../../calendar/index.ts";
import type { Programme, Task } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { type Arrivals, arrivalsReader, type ProgrammeDigests, urgency, watch } from "../progress/index.ts";
import type { AttentionDesk, AttentionTask, AttentionTotals, WatchedProgramme } from "./attention-model.ts";

type Context = Pick<OfficeContext, "storage" | "clock" | "programmes">;

/** Counts the tasks of a programme that need somebody, by calendar and policy of an organisation; for digests and workers. */
export type AttentionCounter = (
  organisationId: string,
) => Promise<
  (programme: Programme, today: string) => Pick<AttentionTotals, "overdue" | "dueSoon" | "stale" | "noEvidence">
>;

/** Programmes whose last look is kept in memory: a filter of the same tasks is asked again with every key. */
const KEPT = 8;

/** Which tasks of an office need somebody: status and warnings by its own calendar and policy. */
export function attentionDesk(context: Context, digests: ProgrammeDigests): AttentionDesk {
  const calendars = openCalendar(context.storage.records);
  const arrivalsOf = arrivalsReader(context);
  const kept = new Map<string, { stamp: string; arrivals: Arrivals; watched: WatchedProgramme }>();
  return {
    async of(actor, id, revision) {
      allow(actor, "programme.read");
      const [programme, { calendar, policy, stamp }, arrivals] = await Promise.all([
        context.programmes.get(actor.organisationId, id, revision),
        calendars.rules(actor.organisationId),
        arrivalsOf(actor.organisationId, id),
      ]);
      const key = `${actor.organisationId}#${id}`;
      const today = vietnamDate(context.clock());
      const last = kept.get(key);
      // All that a look depends on: the day, calendar and policy, when tasks came, and the tasks themselves.
      if (
        last?.watched.today === today &&
        last.stamp === stamp &&
        last.arrivals === arrivals &&
        areSame(last.watched.programme.tasks, programme.tasks)
      )
        return { ...last.watched, programme };
      const watched = watch(programme, today, calendar, policy, arrivals);
      kept.delete(key);
      kept.set(key, { stamp, arrivals, watched });
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
      return watched;
    },

    async overview(actor, limit = 10) {
      allow(actor, "programme.read");
      const found = await digests(actor.organisationId);
      const warned = found.reduce((sum, { digest }) => sum + digest.warned, 0);
      const urgent = found.flatMap(({ summary, digest }) =>
        digest.urgent.slice(0, limit).map((one): AttentionTask => ({ programme: summary, ...one })),
      );
      urgent.sort((a, b) => urgency(a.warnings[0]!) - urgency(b.warnings[0]!));
      return {
        programmes: found.map(({ summary, digest }) => ({ programme: summary, totals: digest.totals })),
        urgent: urgent.slice(0, limit),
        more: Math.max(0, warned - limit),
      };
    },
  };
}

/** The very same tasks: revisions share those that did not change. */
function areSame(before: readonly Task[], now: readonly Task[]): boolean {
  return before.length === now.length && before.every((task, index) => task === now[index]);
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
