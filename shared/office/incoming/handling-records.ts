import type { Actor, AuditEvent } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { IncomingRecord } from "../../exchange/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import type { Revised } from "../model.ts";
import type { Assignee, Handling } from "./model.ts";

/** Most opinions about one document, and characters of one: together they stay well below what one record may hold. */
export const LIMITS = { opinions: 80, opinion: 1500, assignees: 40 } as const;

/** Partition of what the office does with its incoming documents; sort keys are their ids. */
export function handlingsOf(organisationId: string): string {
  return `org/${organisationId}/incoming-handling`;
}

/** Partition of those that are accepted and not finished: what reminders go by. */
export function openOnes(organisationId: string): string {
  return `org/${organisationId}/incoming-open`;
}

/** Where the arrival numbers of an organisation's incoming documents are noted. */
export function arrivalsOf(organisationId: string): string {
  return `org/${organisationId}/arrivals`;
}

/** What stands in {@link openOnes}: derived from the handling, so that nothing else is read while nothing is due. */
export interface OpenOne {
  arrivedOn: string;
  dueOn?: string;
  assigned: boolean;
  /** Person ids; of units everybody in them at the time of the assignment. */
  people: string[];
  label: string;
  /** Urgent: to be passed on and dealt with at once (NĐ30 Điều 23.1, 24.2). */
  urgent: boolean;
}

/** The handling of a document, or an empty one of revision 0 for one that nothing was done with. */
export async function readHandling(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
): Promise<Revised<Handling>> {
  const item = await context.storage.records.get<Handling>(handlingsOf(organisationId), id);
  return item === undefined ? { ...emptyHandling(organisationId, id), rev: 0 } : { ...item.data, rev: item.rev };
}

/** What is known of a document that was just accepted. */
export function emptyHandling(organisationId: string, id: string): Handling {
  return { id, organisationId, assignments: [], opinions: [], answers: [], told: [] };
}

/** The write that stores a handling as changed. */
export function handlingOperation({ rev, ...data }: Revised<Handling>): WriteOperation {
  const key = { pk: handlingsOf(data.organisationId), sk: data.id };
  return rev === 0 ? { op: "insert", ...key, data } : { op: "update", ...key, rev, data };
}

/** Notes a document among the open ones; "put", because all of it can be derived again. */
export function openOperation(
  organisationId: string,
  record: IncomingRecord,
  handling: Handling,
  arrivedOn: string,
  people: string[],
): WriteOperation {
  const data: OpenOne = {
    arrivedOn,
    ...(handling.dueOn === undefined ? {} : { dueOn: handling.dueOn }),
    assigned: handling.assignments.length > 0,
    people,
    label: labelOf(record),
    urgent: record.priority > 0,
  };
  return { op: "put", pk: openOnes(organisationId), sk: record.id, data };
}

/** Takes a document from the open ones; none when it is not there. */
export async function closedOperations(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  id: string,
): Promise<WriteOperation[]> {
  const item = await context.storage.records.get(openOnes(organisationId), id);
  return item === undefined ? [] : [{ op: "remove", pk: item.pk, sk: item.sk, rev: item.rev }];
}

/** "Kế hoạch 32/KH-UBND của Ủy ban nhân dân huyện Sông Lam" */
export function labelOf(record: Pick<IncomingRecord, "kind" | "number" | "notation" | "from">): string {
  return `${record.kind.name || "Văn bản"} ${symbolOf(record)} của ${record.from.name}`.trim();
}

/** Số, ký hiệu: Party notations ("KH/TU") stand after a dash, State ones ("KH-UBND") after a slash. */
export function symbolOf({ number, notation }: { number: string; notation: string }): string {
  if (number === "") return notation;
  return notation === "" ? number : `${number}${notation.includes("/") ? "-" : "/"}${notation}`;
}

/** "Phòng Kỹ thuật; Trần Văn Bình" */
export function assigneesText(handling: Pick<Handling, "assignments">): string {
  return handling.assignments.map(({ to }) => to.name).join("; ");
}

/** Is it this person's, or their unit's? */
export function isAssignedTo(actor: Actor, handling: Pick<Handling, "assignments">): boolean {
  return handling.assignments.some(({ to }) => isOf(actor, to));
}

/** Is the assignee this person, or a unit in which they have a post? */
export function isOf(actor: Actor, to: Assignee): boolean {
  return "personId" in to ? to.personId === actor.personId : (actor.units ?? []).includes(to.unitId);
}

/**
 * Leaders and clerks see what comes in as it comes in, archivists and auditors all of it; everybody else what is assigned to them (NĐ30
 * Điều 23.1: passing on keeps the content from others).
 */
export function sees(actor: Actor, handling: Pick<Handling, "assignments">): boolean {
  return actor.roles.some((role) => SEES_ALL.has(role)) || isAssignedTo(actor, handling);
}

/** Roles that see every incoming document. */
export const SEES_ALL = new Set<string>(["leader", "clerk", "archivist", "auditor"]);

/** Refuses a change of a handling that somebody changed since it was read. @throws CONFLICT */
export function requireRevision(handling: Revised<Handling>, rev: number): void {
  if (handling.rev === rev) return;
  throw new VanthuError("CONFLICT", {
    message: "Việc giải quyết văn bản này đã được người khác thay đổi.",
    where: handling.id,
    hint: "Tải lại trang để xem tình hình mới rồi làm lại.",
  });
}

/** A line of the audit trail about an incoming document. */
export function auditEvent(
  actor: Actor,
  action: string,
  subject: string,
  at: string,
  details: Record<string, string> = {},
): AuditEvent {
  return {
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at,
    action,
    subject,
    details,
  };
}
