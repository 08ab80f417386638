import { type Actor, type AuditEvent, firstInRequest } from "../access/index.ts";
import { symbolOf } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { StoredItem, WriteOperation } from "../storage/index.ts";
import type { OfficeContext } from "./context.ts";
import { kindOperations } from "./document-kinds.ts";
import type { DocumentRecord, DocumentSummary, HistoryEntry, Revised } from "./model.ts";
import { holdersOf, restrictedOperations, sees } from "./rights/visibility.ts";
import { checkOperations } from "./standing/check-index.ts";

/** Partition of an organisation's documents. */
export function documentsOf(organisationId: string): string {
  return `org/${organisationId}/documents`;
}

/**
 * A document of the actor's own organisation that the actor may see; another's, and one restricted to others, reads as absent. Every door
 * comes through here, so each reading of a restricted document leaves its line in the audit trail (NĐ30 Phụ lục VI, Phần I, III.5.a, 6.l).
 * @throws NOT_FOUND
 */
export async function readDocument(context: OfficeContext, actor: Actor, id: string): Promise<Revised<DocumentRecord>> {
  const document = await readDocumentAnyway(context, actor.organisationId, id);
  if (document.rights === undefined || document.rights.level === "office") return document;
  const units = document.rights.units.length > 0 ? await context.access.units(actor.organisationId) : [];
  if (!sees(actor, document.rights, holdersOf(document), units)) throw absent(id);
  // A page asks several desks for one document: that is one reading.
  if (!firstInRequest(`document.view/${actor.organisationId}/${actor.personId}/${id}`)) return document;
  await context.access.commitAudited([], {
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: context.clock().toISOString(),
    action: "document.view",
    subject: id,
  });
  return document;
}

/** A document whoever asks, for what the office does by itself (workers, confirming rights). @throws NOT_FOUND */
export async function readDocumentAnyway(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
): Promise<Revised<DocumentRecord>> {
  const item = await context.storage.records.get<DocumentRecord>(documentsOf(organisationId), id);
  if (item === undefined) throw absent(id);
  return revised(item);
}

function absent(id: string): VanthuError {
  return new VanthuError("NOT_FOUND", { message: "Không có văn bản này.", where: id });
}

/**
 * As {@link readDocument}, and refuses when somebody changed it since revision `rev`.
 * @throws NOT_FOUND, CONFLICT
 */
export async function readDocumentAt(
  context: OfficeContext,
  actor: Actor,
  id: string,
  rev: number,
): Promise<Revised<DocumentRecord>> {
  const document = await readDocument(context, actor, id);
  if (document.rev !== rev) {
    throw new VanthuError("CONFLICT", {
      message: "Văn bản đã được người khác thay đổi.",
      where: id,
      hint: "Mở lại văn bản để xem bản mới rồi làm lại.",
    });
  }
  return document;
}

/** The store's item as a document with its revision. */
function revised(item: StoredItem<DocumentRecord>): Revised<DocumentRecord> {
  return { ...item.data, rev: item.rev };
}

/** Partition of the summaries of an organisation's documents; sort keys are ids. */
export function summariesOf(organisationId: string): string {
  return `org/${organisationId}/document-summaries`;
}

/** Partition of an organisation's documents by where they stand; sort keys are "state/id". */
export function statesOf(organisationId: string): string {
  return `org/${organisationId}/document-states`;
}

/** What lists show of a document. */
export function summaryOf(document: DocumentRecord): DocumentSummary {
  const { id, state, kind, ruleSet, subject, description, number, issuedOn, signatory, history, programme } = document;
  const last = history.at(-1)!;
  const signed = document.files.signed === undefined ? undefined : history.findLast(({ action }) => action === "sign");
  return {
    id,
    state,
    kind,
    ruleSet,
    subject,
    notation: description.notation,
    ...(number === undefined ? {} : { number: { text: number.text } }),
    ...(issuedOn === undefined ? {} : { issuedOn }),
    ...(programme === undefined
      ? {}
      : { programme: { ...programme, ...(document.amendment === undefined ? {} : { amendment: true }) } }),
    signatory: signatory?.name ?? description.signature.name,
    draftedBy: history[0]!.personId,
    ...(document.reviewer === undefined ? {} : { reviewer: document.reviewer.personId }),
    ...(document.reviewer?.head === true ? { headApproves: true as const } : {}),
    ...(document.signer === undefined ? {} : { signer: document.signer }),
    ...((state === "submitted" || state === "approved") && document.files.numbered !== undefined
      ? { numbered: true as const }
      : {}),
    ...(signed === undefined ? {} : { signedAt: signed.at }),
    ...(description.urgency === undefined ? {} : { urgency: description.urgency }),
    changedBy: last.person,
    changedAt: last.at,
  };
}

/** Writes of a document that are to be committed together, and the document as it is then. */
export interface DocumentChange {
  operations: WriteOperation[];
  after: Revised<DocumentRecord>;
}

/** The writes that store a new document. */
export function insertOperations(data: DocumentRecord): DocumentChange {
  const operation: WriteOperation = { op: "insert", pk: documentsOf(data.organisationId), sk: data.id, data };
  return { operations: [operation, ...derivedOperations(undefined, data)], after: { ...data, rev: 1 } };
}

/** The writes that replace a document by its changed form, with what its history gains: the act itself last. */
export function changeOperations(
  document: Revised<DocumentRecord>,
  change: Partial<DocumentRecord>,
  ...entries: [HistoryEntry, ...HistoryEntry[]]
): DocumentChange {
  const { rev, ...before } = document;
  const data: DocumentRecord = { ...before, ...change, history: [...before.history, ...entries] };
  const operation: WriteOperation = { op: "update", pk: documentsOf(data.organisationId), sk: data.id, rev, data };
  return { operations: [operation, ...derivedOperations(before, data)], after: { ...data, rev: rev + 1 } };
}

/** Summary, what public questions are answered from, and place by state. The place is written once when the state is entered and removed when it is left: its revision is always 1. */
function derivedOperations(before: DocumentRecord | undefined, after: DocumentRecord): WriteOperation[] {
  const { id, organisationId } = after;
  const operations: WriteOperation[] = [{ op: "put", pk: summariesOf(organisationId), sk: id, data: summaryOf(after) }];
  operations.push(...kindOperations(before, after));
  operations.push(...checkOperations(before, after));
  operations.push(...restrictedOperations(before, after, symbolBefore(after)));
  if (before?.state === after.state) return operations;
  const pk = statesOf(organisationId);
  if (before !== undefined) operations.push({ op: "remove", pk, sk: `${before.state}/${id}`, rev: 1 });
  operations.push({ op: "insert", pk, sk: `${after.state}/${id}`, data: {} });
  return operations;
}

/** Number and notation where there is a number, else the notation: what a document is called to those who may not see it. */
function symbolBefore({ number, description, ruleSet }: DocumentRecord): string {
  const given = number?.text ?? description.number;
  return given === undefined
    ? description.notation
    : symbolOf({ ruleSet, notation: description.notation, number: given });
}

/** A line of history by this actor, now. */
export function historyEntry(
  context: OfficeContext,
  actor: Actor,
  action: HistoryEntry["action"],
  note?: string,
): HistoryEntry {
  return {
    at: context.clock().toISOString(),
    personId: actor.personId,
    person: actor.name,
    action,
    ...(note === undefined ? {} : { note }),
  };
}

/**
 * Commits a change of a document together with its audit line, and whatever else must happen in the same moment: all or nothing.
 * The audit trail has one head per organisation; when another write moved it first, the append is made again.
 */
export async function commitChange(
  context: OfficeContext,
  actor: Actor,
  change: DocumentChange,
  also: WriteOperation[] = [],
  events: AuditEvent[] = [],
): Promise<Revised<DocumentRecord>> {
  await context.access.commitAudited([...change.operations, ...also], [auditEventOf(actor, change), ...events]);
  return change.after;
}

/** The audit line of a change: what its newest line of history says. */
export function auditEventOf(actor: Actor, change: DocumentChange): AuditEvent {
  const last = change.after.history.at(-1)!;
  return {
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: last.at,
    action: `document.${last.action}`,
    subject: change.after.id,
    // Who sees a document is told to whoever reads the trail; what is said of it only to whoever sees it.
    ...(last.action === "restrict" && last.note !== undefined
      ? { details: { note: last.note } }
      : noteDetails(change.after, last.note)),
  };
}

/**
 * Words of a person about a document, for its line in the trail: of a restricted document none, for leaders and administrators read the
 * trail and take it out; they stand in the document's own history.
 */
export function noteDetails(
  { rights }: Pick<DocumentRecord, "rights">,
  note: string | undefined,
): { details?: Record<string, string> } {
  return note === undefined || rights?.level === "restricted" ? {} : { details: { note } };
}
