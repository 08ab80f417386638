import { openCalendar } from "../../calendar/index.ts";
import { foldVietnamese } from "../../records/index.ts";
import type { Programme, ProgrammeSummary, Task, TaskStatusCode } from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { AttentionTask, AttentionTotals, WatchedProgramme } from "../programmes/attention-model.ts";
import type { ProgressRow, ProgressState } from "./model.ts";
import { arrivalsReader, urgency, watch } from "./watch.ts";

/** What lists and charts show of one programme on one day: read from all its tasks once, then kept. */
export interface ProgrammeDigest {
  totals: AttentionTotals;
  /** By folded name. */
  agencies: ReadonlyMap<string, ProgressRow>;
  groups: ReadonlyMap<string, ProgressRow>;
  /** The most urgent tasks, so many as anybody may ask for. */
  urgent: Omit<AttentionTask, "programme">[];
  /** How many tasks have a warning. */
  warned: number;
}

/** The newest revision of every programme of an organisation, today. */
export type ProgrammeDigests = (
  organisationId: string,
) => Promise<{ summary: ProgrammeSummary; digest: ProgrammeDigest }[]>;

/** Programmes whose digests are kept in memory. */
const KEPT = 500;
/** The API lets nobody ask for more. */
const URGENT_KEPT = 500;
/** Longest name that charts and lists carry, in characters. */
const NAME_LENGTH = 200;

/** Where tasks without a group stand, and what it is called. */
const NO_GROUP = { key: "-", name: "Không thuộc nhóm nào" } as const;
const NO_AGENCY = { key: "-", name: "Chưa ghi cơ quan chủ trì" } as const;

/**
 * Makes the reader of digests. A digest holds as long as the programme's revision, the day, and the office's calendar and policy stay: all of them
 * are looked up at each reading, so nothing stale is ever shown.
 */
export function programmeDigests(context: Pick<OfficeContext, "storage" | "clock" | "programmes">): ProgrammeDigests {
  const calendars = openCalendar(context.storage.records);
  const arrivalsOf = arrivalsReader(context);
  const kept = new Map<string, { stamp: string; digest: Promise<ProgrammeDigest> }>();

  return async (organisationId) => {
    const today = vietnamDate(context.clock());
    const [summaries, { calendar, policy, stamp: rules }] = await Promise.all([
      context.programmes.list(organisationId),
      calendars.rules(organisationId),
    ]);
    const digestOf = (summary: ProgrammeSummary): Promise<ProgrammeDigest> => {
      const key = `${organisationId}#${summary.id}`;
      const stamp = `${summary.revision} ${today} ${rules}`;
      const known = kept.get(key);
      if (known?.stamp === stamp) return known.digest;
      const digest = (async () => {
        const [programme, arrivals] = await Promise.all([
          context.programmes.get(organisationId, summary.id, summary.revision),
          arrivalsOf(organisationId, summary.id),
        ]);
        return digestOfTasks(watch(programme, today, calendar, policy, arrivals));
      })();
      kept.delete(key);
      kept.set(key, { stamp, digest });
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
      // What failed is tried again by whoever asks next.
      digest.catch(() => kept.get(key)?.digest === digest && kept.delete(key));
      return digest;
    };
    const found: { summary: ProgrammeSummary; digest: ProgrammeDigest }[] = [];
    // One after the other: each holds thousands of tasks while it is read.
    for (const summary of summaries) found.push({ summary, digest: await digestOf(summary) });
    return found;
  };
}

function digestOfTasks(watched: WatchedProgramme): ProgrammeDigest {
  const agencies = new Map<string, ProgressRow>();
  const groups = new Map<string, ProgressRow>();
  const groupOf = groupNames(watched.programme);
  for (const task of watched.programme.tasks) {
    const state = stateOf(watched.statuses.get(task.id)!.code);
    count(agencies, agencyOf(task), state);
    count(groups, groupOf(task), state);
  }
  const urgent = watched.programme.tasks.flatMap((task) => {
    const warnings = watched.warnings.get(task.id);
    if (warnings === undefined) return [];
    const { id, number, name, leadAgency } = task;
    return [{ task: { id, number, name, leadAgency }, warnings }];
  });
  urgent.sort((a, b) => urgency(a.warnings[0]!) - urgency(b.warnings[0]!));
  return { totals: watched.totals, agencies, groups, urgent: urgent.slice(0, URGENT_KEPT), warned: urgent.length };
}

/** How a task counts in a chart. Work without a date counts as within its time. */
export function stateOf(code: TaskStatusCode): ProgressState {
  if (code.startsWith("done")) return "done";
  return code === "open-overdue" ? "overdue" : "openInTime";
}

/** The lead agency of a task, named so that spelling alone makes no second one. */
export function agencyOf(task: Pick<Task, "leadAgency">): { key: string; name: string } {
  return named(task.leadAgency, NO_AGENCY);
}

/** The group of each task of a programme by name: programmes of several years often have the same groups. */
export function groupNames(programme: Pick<Programme, "groups">): (task: Task) => { key: string; name: string } {
  const names = new Map(programme.groups.map(({ id, name }) => [id, named(name, NO_GROUP)]));
  return ({ groupId }) => (groupId === undefined ? undefined : names.get(groupId)) ?? NO_GROUP;
}

/** Folding is dear and the same few names come again with every task. */
const folded = new Map<string, string>();
const FOLDED_KEPT = 20_000;

function named(text: string, nothing: { key: string; name: string }): { key: string; name: string } {
  let key = folded.get(text);
  if (key === undefined) {
    key = foldVietnamese(text);
    if (folded.size >= FOLDED_KEPT) folded.clear();
    folded.set(text, key);
  }
  return key === "" ? nothing : { key, name: text.replaceAll(/\s+/g, " ").trim().slice(0, NAME_LENGTH) };
}

function count(rows: Map<string, ProgressRow>, { key, name }: { key: string; name: string }, state: ProgressState) {
  let row = rows.get(key);
  if (row === undefined) {
    row = { key, name, done: 0, openInTime: 0, overdue: 0 };
    rows.set(key, row);
  }
  row[state] += 1;
}
