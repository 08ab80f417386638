import { type Actor, type AuditEvent, firstInRequest, type Unit } from "../../access/index.ts";
import {
  type DocumentSource,
  type Dossier,
  type DossierDocument,
  type DossierEvent,
  isHandedOver,
  parseRetention,
  retentionEnd,
  totalsOf,
} from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { Revised } from "../model.ts";
import { sees } from "../rights/index.ts";

/** Partition of the dossiers of a year; an id begins with its year. */
export function dossiersOf(organisationId: string, year: string): string {
  return `org/${organisationId}/dossiers/${year}`;
}

/** Partition of what lies in a dossier. */
export function contentsOf(organisationId: string, dossierId: string): string {
  return `org/${organisationId}/dossier/${dossierId}/documents`;
}

/** Partition of the dossiers that hold a document; sort keys are their ids. */
export function holdersPartition(organisationId: string, { from, id }: DocumentSource): string {
  return `org/${organisationId}/in-dossiers/${from}/${id}`;
}

/** "document/…": key of a document within a dossier. */
export function sourceKey({ from, id }: DocumentSource): string {
  return `${from}/${id}`;
}

/** Key that keeps a notation of a year to one dossier. */
export function codeKey(organisationId: string, year: number, notation: string): [string, string] {
  return [`org/${organisationId}/dossier-codes`, `${year}/${notation}`];
}

/** Partition of dossiers that are to be handed over, by day; of those received, by the day their retention ends. */
export function dueOf(organisationId: string): string {
  return `org/${organisationId}/dossier-due`;
}

/** See {@link dueOf}. */
export function endsOf(organisationId: string): string {
  return `org/${organisationId}/dossier-ends`;
}

/** History is kept this long in the dossier itself (a record holds 400 KB, a commit of several 4 MB); all of it is in the audit trail. */
const MOST_EVENTS = 400;
const MOST_HISTORY_BYTES = 120_000;

/** A dossier whoever asks. @throws NOT_FOUND */
export async function readAnyway(
  { storage }: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
): Promise<Revised<Dossier>> {
  const item = await storage.records.get<Dossier>(dossiersOf(organisationId, id.slice(0, 4)), id);
  if (item === undefined) throw absent(id);
  return { ...item.data, rev: item.rev };
}

/**
 * A dossier that the actor may see; of a restricted one the reading is written into the audit trail.
 * @throws NOT_FOUND
 */
export async function readDossier(
  context: OfficeContext,
  actor: Actor,
  id: string,
  quietly = false,
): Promise<Revised<Dossier>> {
  const dossier = await readAnyway(context, actor.organisationId, id);
  if (dossier.access.level === "office") return dossier;
  if (!seesDossier(actor, dossier, await unitsFor(context, actor, [dossier]))) throw absent(id);
  if (!quietly && firstInRequest(`dossier.view/${actor.organisationId}/${actor.personId}/${id}`))
    await context.access.commitAudited([], auditEvent(context, actor, "dossier.view", id));
  return dossier;
}

/** As {@link readDossier}, at a revision. @throws CONFLICT */
export async function readAt(context: OfficeContext, actor: Actor, id: string, rev: number): Promise<Revised<Dossier>> {
  const dossier = await readDossier(context, actor, id, true);
  if (dossier.rev === rev) return dossier;
  throw new VanthuError("CONFLICT", {
    message: "Hồ sơ đã được người khác thay đổi.",
    where: id,
    hint: "Mở lại hồ sơ rồi làm lại.",
  });
}

/** May this actor see it? The archivist sees what was handed over, the maker what is theirs; of the rest as its rights say. */
export function seesDossier(actor: Actor, dossier: Dossier, units: readonly Unit[]): boolean {
  if (dossier.organisationId !== actor.organisationId) return false;
  const inCustody = dossier.state === "offered" || dossier.state === "kept";
  if (inCustody && actor.roles.includes("archivist")) return true;
  return sees(actor, dossier.access, [dossier.maker.personId], units);
}

/** The units that {@link seesDossier} needs; none are read where no dossier names any. */
export async function unitsFor(context: OfficeContext, actor: Actor, dossiers: readonly Dossier[]): Promise<Unit[]> {
  return dossiers.some(({ access }) => access.units.length > 0) ? context.access.units(actor.organisationId) : [];
}

/** What lies in a dossier, in no order. */
export async function readContents(
  { storage }: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
): Promise<DossierDocument[]> {
  const { items } = await storage.records.query<DossierDocument>(contentsOf(organisationId, id));
  return items.map(({ data }) => data);
}

/** A dossier with changes, one more line of history and totals counted anew, as writes. */
export function changeOperations(
  context: Pick<OfficeContext, "clock">,
  actor: Actor,
  dossier: Revised<Dossier>,
  change: Partial<Dossier>,
  action: DossierEvent["action"],
  note?: string,
  contents?: readonly DossierDocument[],
): { operations: WriteOperation[]; after: Revised<Dossier> } {
  const { rev, ...before } = dossier;
  const totals = contents === undefined ? undefined : totalsOf(contents);
  const data: Dossier = {
    ...before,
    ...change,
    ...(totals === undefined ? {} : { documents: totals.documents, pages: totals.pages, files: totals.files }),
    history: lately([...before.history, eventOf(context, actor, action, note)]),
  };
  const pk = dossiersOf(data.organisationId, data.id.slice(0, 4));
  return {
    operations: [{ op: "update", pk, sk: data.id, rev, data }, ...dateOperations(before, data)],
    after: { ...data, rev: rev + 1 },
  };
}

/** The last events that fit. */
function lately(events: readonly DossierEvent[]): DossierEvent[] {
  const kept = events.slice(-MOST_EVENTS);
  let bytes = kept.reduce((sum, one) => sum + Buffer.byteLength(JSON.stringify(one)), 0);
  while (bytes > MOST_HISTORY_BYTES && kept.length > 1) bytes -= Buffer.byteLength(JSON.stringify(kept.shift()));
  return kept;
}

/** One thing that happened, now. */
export function eventOf(
  { clock }: Pick<OfficeContext, "clock">,
  actor: Actor,
  action: DossierEvent["action"],
  note?: string,
): DossierEvent {
  return {
    at: clock().toISOString(),
    personId: actor.personId,
    person: actor.name,
    action,
    ...(note === undefined || note === "" ? {} : { note }),
  };
}

/** Rows by day: when it must be handed over while it is not, when its retention ends once it is kept. Derived, so "put" and read-checked removal by overwriting. */
function dateOperations(before: Dossier, after: Dossier): WriteOperation[] {
  const operations: WriteOperation[] = [];
  const due = dueRow(after);
  const had = dueRow(before);
  // A row that no longer holds expires at once: stores read it as absent.
  if (had !== undefined && had !== due)
    operations.push({ op: "put", pk: dueOf(after.organisationId), sk: had, data: {}, expiresAt: 1 });
  if (due !== undefined && due !== had)
    operations.push({ op: "put", pk: dueOf(after.organisationId), sk: due, data: {} });
  const end = endRow(after);
  const ended = endRow(before);
  if (ended !== undefined && ended !== end)
    operations.push({ op: "put", pk: endsOf(after.organisationId), sk: ended, data: {}, expiresAt: 1 });
  if (end !== undefined && end !== ended)
    operations.push({ op: "put", pk: endsOf(after.organisationId), sk: end, data: {} });
  return operations;
}

function dueRow({ state, handOverBy, keptBack, id }: Dossier): string | undefined {
  return state === "kept" || handOverBy === undefined || state === "open"
    ? undefined
    : `${keptBack?.until ?? handOverBy}/${id}`;
}

function endRow({ state, endedOn, retention, id }: Dossier): string | undefined {
  if (endedOn === undefined) return undefined;
  const held = parseRetention(retention);
  // What is never handed over ends where it lies.
  if (state !== "kept" && isHandedOver(held)) return undefined;
  const end = retentionEnd(endedOn, held);
  return end === undefined ? undefined : `${end}/${id}`;
}

/** A line of the audit trail about a dossier or list. */
export function auditEvent(
  { clock }: Pick<OfficeContext, "clock">,
  actor: Actor,
  action: string,
  subject: string,
  details?: Record<string, string>,
): AuditEvent {
  return {
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: clock().toISOString(),
    action,
    subject,
    ...(details === undefined ? {} : { details }),
  };
}

function absent(id: string): VanthuError {
  return new VanthuError("NOT_FOUND", { message: "Không có hồ sơ này.", where: id });
}
