import type { Actor } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { IncomingRecord, StatusCode } from "../../exchange/index.ts";
import { type WriteOperation, withRetry } from "../../storage/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import type { Revised } from "../model.ts";
import { type NewNotice, tell, tellOperations } from "../notices.ts";
import {
  arrivalsOf,
  auditEvent,
  closedOperations,
  handlingOperation,
  LIMITS,
  type OpenOne,
  openOnes,
  openOperation,
  readHandling,
  requireRevision,
} from "./handling-records.ts";
import type { Handling, IncomingDocument } from "./model.ts";
import { documentOf, visibleRecord } from "./reading.ts";
import { settleReminders, settleTold } from "./reminders.ts";
import { peopleOf, staffOf } from "./staff.ts";
import { rowOperations } from "./summary-rows.ts";

/** What an act makes of a document. */
export interface HandlingChange {
  handling: Handling;
  /** Status to be sent to the sender, if the document is not there yet. */
  status?: { code: StatusCode; description: string };
  /** Columns of the arrival register. */
  register?: { assignee?: string; assignedOn?: string; note?: string };
  audit: { action: string; details?: Record<string, string> };
  /** People who are told. */
  tell?: { key: string; people: string[]; text: string };
  /** Does it go on needing somebody? */
  open: boolean;
  also?: WriteOperation[];
}

/**
 * Does something with a document that the office accepted: what it is read from, the status to the sender, the register, the audit trail and the
 * notices change in one commit.
 *
 * @throws NOT_FOUND, CONFLICT when somebody changed it since `rev`
 */
export async function changeHandling(
  context: OfficeContext,
  actor: Actor,
  id: string,
  rev: number,
  decide: (record: IncomingRecord, before: Handling) => Promise<HandlingChange>,
): Promise<IncomingDocument> {
  const { organisationId } = actor;
  await visibleRecord(context, actor, id);
  requireRevision(await readHandling(context, organisationId, id), rev);
  let toTell: HandlingChange["tell"];
  let settled: { told: Handling["told"]; reminders?: { before: Handling; people: string[] } } = { told: [] };
  const record = await withRetry(async () => {
    const now = context.clock();
    const stored = await context.inbox.get(id);
    const { rev: storedRev, ...before } = await readHandling(context, organisationId, id);
    // Another's change in between is decided on by nobody: the caller reads it first.
    if (storedRev !== rev) return undefined;
    const made = await decide(stored, before);
    const told = made.tell;
    toTell = told;
    const handling: Revised<Handling> = {
      ...made.handling,
      told: told === undefined ? (made.open ? before.told : []) : [{ key: told.key, people: told.people }],
      rev: storedRev,
    };
    const staff = await staffOf(context, organisationId);
    const ends = told !== undefined || !made.open;
    // Those who were told before are told anew, or are no longer concerned.
    settled = ends
      ? { told: before.told, reminders: { before, people: peopleOf(staff, before.assignments) } }
      : { told: [] };
    const place = await context.storage.records.get<{ year: number; number: number }>(arrivalsOf(organisationId), id);
    const line =
      place === undefined || made.register === undefined
        ? undefined
        : await context.registers.incoming.line(organisationId, place.data.year, place.data.number, id);
    const noted = await context.storage.records.get<OpenOne>(openOnes(organisationId), id);
    const arrivedOn = noted?.data.arrivedOn ?? vietnamDate(new Date(stored.arrivedAt));
    const also: WriteOperation[] = [
      handlingOperation(handling),
      ...(made.open
        ? [openOperation(organisationId, stored, handling, arrivedOn, peopleOf(staff, handling.assignments))]
        : await closedOperations(context, organisationId, id)),
      ...(line === undefined
        ? []
        : context.registers.incoming.change(line, made.register!, {
            at: now.toISOString(),
            by: actor.personId,
            person: actor.name,
          })),
      ...(told === undefined
        ? []
        : await tellOperations(
            context.storage.records,
            organisationId,
            told.people.slice(0, LIMITS.assignees).map((personId) => ({ personId })),
            noticeOf(id, told),
            now,
          )),
      ...(made.also ?? []),
      ...(await context.access.auditOperations(
        auditEvent(actor, made.audit.action, id, now.toISOString(), made.audit.details),
      )),
    ];
    if (made.status !== undefined && mayFollow(stored.status, made.status.code))
      return context.inbox.changeStatus(
        id,
        made.status.code,
        { description: made.status.description, staff: actor.name },
        also,
      );
    await context.storage.records.commit([
      ...also,
      ...(await rowOperations(context, organisationId, id, { handling: made.handling })),
    ]);
    return stored;
  });
  if (record === undefined) {
    requireRevision(await readHandling(context, organisationId, id), rev);
    throw new VanthuError("CONFLICT", { message: "Văn bản vừa được người khác thay đổi.", where: id });
  }
  // A unit may have more people than one commit tells.
  if (toTell !== undefined && toTell.people.length > LIMITS.assignees) {
    const others = toTell.people.slice(LIMITS.assignees).map((personId) => ({ personId }));
    await tell(context.storage.records, organisationId, others, noticeOf(id, toTell), context.clock());
  }
  await settleTold(context, organisationId, settled.told);
  if (settled.reminders !== undefined)
    await settleReminders(context, organisationId, id, settled.reminders.before, settled.reminders.people);
  return documentOf(context, actor, record);
}

function noticeOf(id: string, { key, text }: NonNullable<HandlingChange["tell"]>): NewNotice {
  return { key, kind: "incoming", text, href: `/van-ban-den/${id}`, subject: id };
}

/** Statuses go forwards only; a later step of the office that says nothing new to the sender sends nothing. */
function mayFollow(now: StatusCode, next: StatusCode): boolean {
  return (now === "03" || now === "04" || now === "05") && next > now;
}
