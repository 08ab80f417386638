import type { Actor } from "../../access/index.ts";
import type { IncomingRecord } from "../../exchange/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { Verdict } from "../../verification/index.ts";
import type { OfficeContext } from "../context.ts";
import { arrivalsOf, assigneesText, handlingsOf, readHandling, SEES_ALL } from "./handling-records.ts";
import type { Handling, IncomingSummary, Progress } from "./model.ts";
import { progressOf } from "./progress.ts";
import { withoutCancelled } from "./withdrawn.ts";

/**
 * What lists show of an incoming document, kept beside it and written in the same commit, so that a list reads no whole documents. Everything
 * here follows from the document, its handling and its arrival number; {@link ensureRows} makes it for data from before it was kept.
 */
export interface SummaryRow extends Omit<IncomingSummary, "mine" | "due"> {
  /** Whom it is assigned to, for whoever sees only that. */
  assigned: { people: string[]; units: string[] };
  /** What a deadline is counted from; how it stands depends on the day. */
  handling: Pick<Handling, "dueOn" | "finished">;
}

/** A deadline of a document that still waits for somebody, beside its place. */
export interface Place {
  dueOn?: string;
}

type Stores = Pick<OfficeContext, "storage" | "access">;

/** Partition of the rows; sort keys are the documents' ids, which sort by arrival. */
export function rowsOf(organisationId: string): string {
  return `org/${organisationId}/incoming-summaries`;
}

/** Partition of the documents by where they stand: "working/id". */
export function placesOf(organisationId: string): string {
  return `org/${organisationId}/incoming-places`;
}

/** Partition of the documents that somebody was ever assigned to: "person:…/id", "unit:…/id". Whether they still are, the row says. */
export function assignedOf(organisationId: string): string {
  return `org/${organisationId}/incoming-assigned`;
}

/** The prefixes under which an actor's documents lie in {@link assignedOf}. */
export function assignedPrefixes(actor: Actor): string[] {
  return [`person:${actor.personId}/`, ...(actor.units ?? []).map((unit) => `unit:${unit}/`)];
}

/** May this actor see the document of a row, and is it assigned to them? */
export function sightOfRow(actor: Actor, { assigned }: Pick<SummaryRow, "assigned">): { sees: boolean; mine: boolean } {
  const mine =
    assigned.people.includes(actor.personId) || assigned.units.some((unit) => actor.units?.includes(unit) === true);
  return { mine, sees: mine || actor.roles.some((role) => SEES_ALL.has(role)) };
}

/** The row of a document as it stands. */
function rowFor(record: IncomingRecord, handling: Handling, arrivalNumber: number | undefined): SummaryRow {
  const { warnings: _warnings, history: _history, check, ...listed } = withoutCancelled(record);
  const people = handling.assignments.flatMap(({ to }) => ("personId" in to ? [to.personId] : []));
  const units = handling.assignments.flatMap(({ to }) => ("unitId" in to ? [to.unitId] : []));
  return {
    ...listed,
    // The word is the verdict's own: only the check records it.
    ...(check === undefined ? {} : { checked: check.verdict as Verdict["verdict"] }),
    ...(arrivalNumber === undefined ? {} : { arrivalNumber }),
    progress: progressOf(record, handling),
    assignees: assigneesText(handling),
    assigned: { people, units },
    handling: {
      ...(handling.dueOn === undefined ? {} : { dueOn: handling.dueOn }),
      ...(handling.finished === undefined ? {} : { finished: handling.finished }),
    },
  };
}

/**
 * The writes that keep the row of a document in step with a commit that changes the document, its handling or both: part of that commit. The row
 * is read before what it is made of, and replaced only at the revision that was read, so of two commits at once the later one fails and is made again.
 *
 * @param changed what the commit writes; what it leaves as it is, is read
 */
export async function rowOperations(
  context: Stores & { inbox?: Pick<OfficeContext["inbox"], "get"> },
  organisationId: string,
  id: string,
  changed: { record?: IncomingRecord; handling?: Handling; arrivalNumber?: number },
): Promise<WriteOperation[]> {
  const { records } = context.storage;
  const pk = rowsOf(organisationId);
  const before = await records.get<SummaryRow>(pk, id);
  const record = changed.record ?? (await context.inbox!.get(id));
  const handling = changed.handling ?? (await readHandling(context, organisationId, id));
  const arrivalNumber =
    changed.arrivalNumber ??
    before?.data.arrivalNumber ??
    (await records.get<{ number: number }>(arrivalsOf(organisationId), id))?.data.number;
  const row = rowFor(record, handling, arrivalNumber);
  return [
    before === undefined
      ? { op: "insert", pk, sk: id, data: row }
      : { op: "update", pk, sk: id, rev: before.rev, data: row },
    ...(await placeOperations(context, organisationId, before?.data, row)),
    ...newAssignees(before?.data, row).map(
      (key): WriteOperation => ({ op: "put", pk: assignedOf(organisationId), sk: `${key}/${id}`, data: {} }),
    ),
  ];
}

async function placeOperations(
  { storage }: Stores,
  organisationId: string,
  before: SummaryRow | undefined,
  after: SummaryRow,
): Promise<WriteOperation[]> {
  const pk = placesOf(organisationId);
  const sk = `${after.progress}/${after.id}`;
  const data = placeData(after);
  if (before === undefined) return [{ op: "insert", pk, sk, data }];
  if (before.progress === after.progress && before.handling.dueOn === after.handling.dueOn) return [];
  const old = await storage.records.get<Place>(pk, `${before.progress}/${before.id}`);
  if (old?.sk === sk) return [{ op: "update", pk, sk, rev: old.rev, data }];
  return [
    ...(old === undefined ? [] : [{ op: "remove" as const, pk, sk: old.sk, rev: old.rev }]),
    { op: "insert", pk, sk, data },
  ];
}

const OPEN = new Set<Progress>(["unassigned", "working"]);

function placeData({ progress, handling }: SummaryRow): Place {
  return OPEN.has(progress) && handling.dueOn !== undefined ? { dueOn: handling.dueOn } : {};
}

/** Keys of those who were not assigned before. */
function newAssignees(before: SummaryRow | undefined, after: SummaryRow): string[] {
  const keys = ({ assigned }: SummaryRow) => [
    ...assigned.people.map((id) => `person:${id}`),
    ...assigned.units.map((id) => `unit:${id}`),
  ];
  const known = new Set(before === undefined ? [] : keys(before));
  return [...new Set(keys(after))].filter((key) => !known.has(key));
}

/** The row's writes for the inbox, which knows nothing of handlings: those that the same commit changes are found among its other operations. */
export async function derivedRows(
  context: Stores,
  record: IncomingRecord,
  also: readonly WriteOperation[],
): Promise<WriteOperation[]> {
  const organisation = await context.access.organisationByCode(record.organisationCode);
  if (organisation === undefined) return [];
  const written = <T>(pk: string): T | undefined => {
    const found = also.find((one) => one.pk === pk && one.sk === record.id);
    return found !== undefined && "data" in found ? (found.data as T) : undefined;
  };
  const handling = written<Handling>(handlingsOf(organisation.id));
  const arrivalNumber = written<{ number: number }>(arrivalsOf(organisation.id))?.number;
  return rowOperations(context, organisation.id, record.id, {
    record,
    ...(handling === undefined ? {} : { handling }),
    ...(arrivalNumber === undefined ? {} : { arrivalNumber }),
  });
}
