import { allow } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type ProgrammeSummary, taskStatus } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { agencyOf, groupNames, type ProgrammeDigests, stateOf } from "./digests.ts";
import type { ProgressDesk, ProgressFilter, ProgressRow, ProgressTask } from "./model.ts";

/** Tasks of one page of a list. */
const PAGE = 50;
const MOST = 200;

/** Progress by agency and by group, and the tasks behind each figure. */
export function progressDesk(
  context: Pick<OfficeContext, "clock" | "programmes">,
  digests: ProgrammeDigests,
): ProgressDesk {
  return {
    async figures(actor, programmeId) {
      allow(actor, "programme.read");
      const all = await digests(actor.organisationId);
      const chosen = all.filter(({ summary }) => programmeId === undefined || summary.id === programmeId);
      if (programmeId !== undefined && chosen.length === 0) throw noProgramme(programmeId);
      const agencies = added(chosen.map(({ digest }) => digest.agencies));
      const total = { done: 0, openInTime: 0, overdue: 0 };
      for (const row of agencies) for (const state of STATES) total[state] += row[state];
      return {
        today: vietnamDate(context.clock()),
        programmes: all.map(({ summary: { id, title, tasks } }) => ({ id, title, tasks })),
        total,
        agencies,
        groups: added(chosen.map(({ digest }) => digest.groups)),
      };
    },

    async tasks(actor, filter, { from = 0, limit = PAGE } = {}) {
      allow(actor, "programme.read");
      const today = vietnamDate(context.clock());
      const all = await digests(actor.organisationId);
      if (filter.programmeId !== undefined && !all.some(({ summary }) => summary.id === filter.programmeId))
        throw noProgramme(filter.programmeId);
      const found: ProgressTask[] = [];
      for (const { summary, digest } of all) {
        if (filter.programmeId !== undefined && summary.id !== filter.programmeId) continue;
        // Only programmes that have such tasks are read.
        if (filter.agency !== undefined && !counts(digest.agencies.get(filter.agency), filter)) continue;
        if (filter.group !== undefined && !counts(digest.groups.get(filter.group), filter)) continue;
        found.push(...(await matching(context, summary, filter, today)));
      }
      // Overdue ones by how long, then open ones by day, without a day last; what is done needs nobody.
      const place = ({ status: { code, due } }: ProgressTask) =>
        `${code === "open-overdue" ? 0 : stateOf(code) === "done" ? 2 : 1}${due ?? "9"}`;
      found.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
      return { total: found.length, tasks: found.slice(from, from + Math.min(limit, MOST)) };
    },
  };
}

const STATES = ["done", "openInTime", "overdue"] as const;

function counts(row: ProgressRow | undefined, { state }: ProgressFilter): boolean {
  return row !== undefined && (state === undefined || row[state] > 0);
}

async function matching(
  context: Pick<OfficeContext, "programmes">,
  { organisationId, id, title, revision }: ProgrammeSummary,
  filter: ProgressFilter,
  today: string,
): Promise<ProgressTask[]> {
  const programme = await context.programmes.get(organisationId, id, revision);
  const groupOf = groupNames(programme);
  return programme.tasks.flatMap((task) => {
    const group = groupOf(task);
    if (filter.agency !== undefined && agencyOf(task).key !== filter.agency) return [];
    if (filter.group !== undefined && group.key !== filter.group) return [];
    const status = taskStatus(task, today);
    if (filter.state !== undefined && stateOf(status.code) !== filter.state) return [];
    return [{ programme: { id, title }, task, group: group.name, status }];
  });
}

/** The rows of several programmes as one list. */
function added(all: readonly ReadonlyMap<string, ProgressRow>[]): ProgressRow[] {
  const rows = new Map<string, ProgressRow>();
  for (const of of all) {
    for (const row of of.values()) {
      const sum = rows.get(row.key);
      if (sum === undefined) rows.set(row.key, { ...row });
      else for (const state of STATES) sum[state] += row[state];
    }
  }
  const size = (row: ProgressRow) => row.done + row.openInTime + row.overdue;
  return [...rows.values()].sort(
    (a, b) => b.overdue - a.overdue || size(b) - size(a) || a.name.localeCompare(b.name, "vi"),
  );
}

function noProgramme(id: string): VanthuError {
  return new VanthuError("NOT_FOUND", {
    message: "Không có chương trình nhiệm vụ này.",
    where: id,
    hint: "Chọn chương trình khác.",
  });
}
