import { type Actor, allow } from "../../access/index.ts";
import { openCalendar } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { foldVietnamese } from "../../records/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { SEES_ALL, symbolOf } from "./handling-records.ts";
import type { DueState, IncomingCounts, IncomingDesk, IncomingFilter, IncomingSummary, Progress } from "./model.ts";
import { ensureRows } from "./older-rows.ts";
import { dueState } from "./progress.ts";
import { visibleRecord } from "./reading.ts";
import {
  assignedOf,
  assignedPrefixes,
  type Place,
  placesOf,
  rowsOf,
  type SummaryRow,
  sightOfRow,
} from "./summary-rows.ts";

/** Rows read in one step. */
const STEP = 200;
/** Where few documents stand at a time: found by their places, not among all. */
const PASSING = new Set<Progress>(["waiting", "unassigned", "working", "rejected", "cancelled"]);
const OPEN: Progress[] = ["unassigned", "working"];

type Judge = (row: Pick<SummaryRow, "progress" | "handling">) => DueState | undefined;

/** Lists and counts of incoming documents, from the rows that are kept for them. */
export function listingDesk(context: OfficeContext): Pick<IncomingDesk, "list" | "counts" | "waiting" | "related"> {
  const { records } = context.storage;
  return {
    async list(actor, filter = {}) {
      allow(actor, "incoming.read");
      return listed(context, actor, filter);
    },

    async counts(actor) {
      allow(actor, "incoming.read");
      await ensureRows(context, actor.organisationId);
      const judge = await dueJudge(context, actor.organisationId);
      const counts: IncomingCounts = {
        progress: { waiting: 0, rejected: 0, unassigned: 0, working: 0, done: 0, cancelled: 0 },
        mine: 0,
        overdue: 0,
        soon: 0,
      };
      const count = (progress: Progress, dueOn: string | undefined) => {
        counts.progress[progress] += 1;
        if (dueOn === undefined) return;
        const state = judge({ progress, handling: { dueOn } })?.state;
        if (state === "overdue" || state === "soon") counts[state] += 1;
      };
      const own = await rowsByIds(context, actor, await assignedIds(context, actor));
      counts.mine = own.filter((row) => row.progress === "working" && sightOfRow(actor, row).mine).length;
      if (!seesAll(actor)) {
        for (const row of own) if (sightOfRow(actor, row).sees) count(row.progress, row.handling.dueOn);
        return counts;
      }
      const { items } = await records.query<Place>(placesOf(actor.organisationId));
      for (const { sk, data } of items) count(sk.slice(0, sk.indexOf("/")) as Progress, data.dueOn);
      return counts;
    },

    async waiting(actor) {
      allow(actor, "incoming.read");
      return context.inbox.waiting((await context.access.organisation(actor.organisationId)).code);
    },

    async related(actor, id) {
      allow(actor, "incoming.read");
      const record = await visibleRecord(context, actor, id);
      const found = await Promise.all(
        record.replaces
          .slice(0, 20)
          .map((documentId) => context.inbox.byDocumentId(record.organisationCode, documentId)),
      );
      const asking = record.changeAsked?.by;
      const shown = async (ids: string[]) =>
        (await summariesOfRows(context, actor, await rowsByIds(context, actor, ids))).filter((one) => one.id !== id);
      await ensureRows(context, actor.organisationId);
      return {
        changed: await shown([...new Set(found.flatMap((one) => one?.id ?? []))]),
        changedBy: await shown(asking === undefined ? [] : [asking]),
      };
    },
  };
}

/** All incoming documents of the actor's organisation that the actor sees, newest first: for figures, which are of everything. */
export function summaries(context: OfficeContext, actor: Actor): Promise<IncomingSummary[]> {
  return listed(context, actor, {});
}

async function listed(context: OfficeContext, actor: Actor, filter: IncomingFilter): Promise<IncomingSummary[]> {
  const { organisationId } = actor;
  const { records } = context.storage;
  await ensureRows(context, organisationId);
  const { limit = Number.POSITIVE_INFINITY, after } = filter;
  if (limit !== Number.POSITIVE_INFINITY && !(Number.isInteger(limit) && limit >= 1))
    throw new VanthuError("INVALID", { message: "Số văn bản mỗi trang phải là số dương.", where: "limit" });
  const judge = await dueJudge(context, organisationId);
  const found: IncomingSummary[] = [];
  const take = (rows: readonly SummaryRow[]): boolean => {
    for (const row of rows) {
      const { sees, mine } = sightOfRow(actor, row);
      if (!sees) continue;
      const one = summaryOf(row, judge(row), mine);
      if (!isWanted(one, filter)) continue;
      if (found.length >= limit) return false;
      found.push(one);
    }
    return found.length < limit;
  };

  const ids = await candidates(context, actor, filter);
  if (ids === undefined) {
    let place: string | undefined = after;
    do {
      const page = await records.query<SummaryRow>(rowsOf(organisationId), {
        reverse: true,
        ...(limit === Number.POSITIVE_INFINITY ? {} : { limit: Math.min(Math.max(limit, 20), STEP) }),
        ...(place === undefined ? {} : { after: place }),
      });
      if (!take(page.items.map(({ data }) => data))) break;
      place = page.next;
    } while (place !== undefined);
    return found;
  }
  const left = after === undefined ? ids : ids.filter((id) => id < after);
  for (let at = 0; at < left.length; at += STEP)
    if (!take(await rowsByIds(context, actor, left.slice(at, at + STEP)))) break;
  return found;
}

/** Ids among which the wanted ones are, newest first; undefined: among all. */
async function candidates(
  context: OfficeContext,
  actor: Actor,
  { progress, due, mine }: IncomingFilter,
): Promise<string[] | undefined> {
  if (mine === true || !seesAll(actor)) return assignedIds(context, actor);
  const wanted = due !== undefined ? OPEN : progress === undefined ? undefined : [progress].flat();
  if (wanted === undefined || !wanted.every((one) => PASSING.has(one))) return undefined;
  const places = await Promise.all(
    wanted.map((one) =>
      context.storage.records.query<Place>(placesOf(actor.organisationId), { prefix: `${one}/`, reverse: true }),
    ),
  );
  return places
    .flatMap(({ items }) => items)
    .filter(({ data }) => due === undefined || data.dueOn !== undefined)
    .map(({ sk }) => sk.slice(sk.indexOf("/") + 1))
    .sort()
    .reverse();
}

function seesAll(actor: Actor): boolean {
  return actor.roles.some((role) => SEES_ALL.has(role));
}

/** Ids of what was ever assigned to an actor or their units, newest first. */
async function assignedIds(context: Pick<OfficeContext, "storage">, actor: Actor): Promise<string[]> {
  const pages = await Promise.all(
    assignedPrefixes(actor).map((prefix) =>
      context.storage.records.query(assignedOf(actor.organisationId), { prefix, reverse: true }),
    ),
  );
  const ids = pages.flatMap(({ items }) => items.map(({ sk }) => sk.slice(sk.lastIndexOf("/") + 1)));
  return [...new Set(ids)].sort().reverse();
}

async function rowsByIds(
  { storage }: Pick<OfficeContext, "storage">,
  { organisationId }: Actor,
  ids: readonly string[],
): Promise<SummaryRow[]> {
  const items = await Promise.all(ids.map((id) => storage.records.get<SummaryRow>(rowsOf(organisationId), id)));
  return items.flatMap((item) => item?.data ?? []);
}

async function summariesOfRows(
  context: OfficeContext,
  actor: Actor,
  rows: readonly SummaryRow[],
): Promise<IncomingSummary[]> {
  if (rows.length === 0) return [];
  const judge = await dueJudge(context, actor.organisationId);
  return rows.flatMap((row) => {
    const { sees, mine } = sightOfRow(actor, row);
    return sees ? [summaryOf(row, judge(row), mine)] : [];
  });
}

/** How deadlines stand today, by calendar and policy of an office; each deadline is reckoned once. */
async function dueJudge(context: OfficeContext, organisationId: string): Promise<Judge> {
  const calendars = openCalendar(context.storage.records);
  const [calendar, policy] = await Promise.all([calendars.working(organisationId), calendars.policy(organisationId)]);
  const today = vietnamDate(context.clock());
  const known = new Map<string, DueState | undefined>();
  return ({ progress, handling }) => {
    if (handling.dueOn === undefined) return undefined;
    const key = `${progress} ${handling.dueOn} ${handling.finished === undefined ? "" : vietnamDate(new Date(handling.finished.at))}`;
    if (!known.has(key)) known.set(key, dueState(progress, handling, calendar, policy.dueSoonWorkingDays, today));
    return known.get(key);
  };
}

function summaryOf(row: SummaryRow, due: DueState | undefined, mine: boolean): IncomingSummary {
  const { assigned: _assigned, handling: _handling, ...shown } = row;
  return { ...shown, mine, ...(due === undefined ? {} : { due }) };
}

/** Does a list show it? */
export function isWanted(one: IncomingSummary, { progress, due, mine, search }: IncomingFilter): boolean {
  if (progress !== undefined && ![progress].flat().includes(one.progress)) return false;
  if (due !== undefined && one.due?.state !== due) return false;
  if (mine === true && !one.mine) return false;
  const words = foldVietnamese(search ?? "")
    .split(" ")
    .filter((word) => word !== "");
  if (words.length === 0) return true;
  const { from, kind, subject, assignees, arrivalNumber } = one;
  const text = foldVietnamese([symbolOf(one), from.name, kind.name, subject, assignees, arrivalNumber ?? ""].join(" "));
  return words.every((word) => text.includes(word));
}

/**
 * Which incoming documents this actor may not see: their lines in registers say number, sender and date, but not what they are about. Lines of
 * registers that were taken over belong to no document here.
 */
export async function hiddenArrivals(
  context: OfficeContext,
  actor: Actor,
): Promise<(line: { documentId: string; takenOver?: boolean }) => boolean> {
  if (seesAll(actor)) return () => false;
  await ensureRows(context, actor.organisationId);
  const rows = await rowsByIds(context, actor, await assignedIds(context, actor));
  const seen = new Set(rows.filter((row) => sightOfRow(actor, row).sees).map(({ id }) => id));
  return ({ documentId, takenOver }) => takenOver !== true && !seen.has(documentId);
}
