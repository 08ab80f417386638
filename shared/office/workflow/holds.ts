import { type Actor, allow, may } from "../../access/index.ts";
import { vietnamTime } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type StoredItem, type WriteOperation, withRetry } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { noteDetails, readDocument } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import { tellOperations } from "../notices.ts";
import type { DocumentHold, WorkflowDesk } from "./model.ts";

/** An editor who shows no sign of life for so long has gone; the page renews it every few minutes. */
const HOLD_MS = 15 * 60_000;

/** Locks of documents in hand: who edits, until when. */
export function holdDesk(context: OfficeContext): Pick<WorkflowDesk, "hold" | "release" | "takeOver"> {
  const { records } = context.storage;

  return {
    async hold(actor, id) {
      allow(actor, "document.draft");
      return withRetry(
        async () => {
          const document = await readDocument(context, actor, id);
          requireEditable(document);
          const stored = await storedHold(context, actor.organisationId, id);
          const own = stored !== undefined && isLive(context, stored.data) ? stored : undefined;
          if (own !== undefined && own.data.personId !== actor.personId) throw held(id, own.data);
          const data = newHold(context, actor, own?.data.since);
          await records.commit([holdWrite(actor.organisationId, id, data, stored)]);
          return data;
        },
        { partition: holdsOf(actor.organisationId) },
      );
    },

    async release(actor, id) {
      allow(actor, "document.handle");
      await readDocument(context, actor, id);
      const stored = await storedHold(context, actor.organisationId, id);
      if (stored?.data.personId !== actor.personId) return;
      await records.commit([{ op: "remove", pk: stored.pk, sk: stored.sk, rev: stored.rev }]);
    },

    async takeOver(actor, id, reason) {
      if (!may(actor, "document.sign")) allow(actor, "document.number");
      if (reason.trim() === "") {
        throw new VanthuError("INVALID", { message: "Cần ghi lý do nhận lại quyền sửa.", where: "reason" });
      }
      const document = await readDocument(context, actor, id);
      requireEditable(document);
      const { organisationId } = actor;
      const stored = await storedHold(context, organisationId, id);
      const data = newHold(context, actor);
      const at = context.clock();
      const before = stored !== undefined && isLive(context, stored.data) ? stored.data : undefined;
      const told =
        before === undefined || before.personId === actor.personId
          ? []
          : await tellOperations(
              records,
              organisationId,
              [{ personId: before.personId }],
              {
                key: `take-over#${id}#${at.toISOString()}`,
                kind: "document-taken-over",
                text: `${actor.name} đã nhận sửa văn bản “${document.subject.replaceAll("\n", " ")}” thay bạn. Lý do: ${reason.trim()}`,
                href: `/van-ban/${id}`,
                subject: id,
              },
              at,
            );
      await context.access.commitAudited([holdWrite(organisationId, id, data, stored), ...told], {
        organisationId,
        actor: { personId: actor.personId, name: actor.name },
        at: at.toISOString(),
        action: "document.take-over",
        subject: id,
        details: {
          ...noteDetails(document, reason.trim()).details,
          ...(before === undefined ? {} : { from: before.person }),
        },
      });
      return data;
    },
  };
}

/** Who edits a document now; undefined when nobody does. */
export async function holdOf(
  context: Pick<OfficeContext, "storage" | "clock">,
  organisationId: string,
  id: string,
): Promise<DocumentHold | undefined> {
  const stored = await storedHold(context, organisationId, id);
  return stored !== undefined && isLive(context, stored.data) ? stored.data : undefined;
}

/**
 * Refuses a change of a document that somebody else is editing; otherwise gives what keeps it so until the caller's commit, and ends the
 * actor's own hold when `ends`.
 * @throws DOCUMENT_HELD naming who has it
 */
export async function holdOperations(
  context: Pick<OfficeContext, "storage" | "clock">,
  actor: Actor,
  id: string,
  ends: boolean,
): Promise<WriteOperation[]> {
  const stored = await storedHold(context, actor.organisationId, id);
  const place = { pk: holdsOf(actor.organisationId), sk: id };
  if (stored === undefined) return [{ op: "check", ...place, rev: 0 }];
  const live = isLive(context, stored.data);
  if (live && stored.data.personId !== actor.personId) throw held(id, stored.data);
  return [{ op: ends || !live ? "remove" : "check", ...place, rev: stored.rev }];
}

/** Only a draft is edited; whoever has the document now is named by the caller. @throws STATE_FORBIDDEN */
function requireEditable(document: Pick<DocumentRecord, "id" | "state">): void {
  if (document.state === "draft" || document.state === "returned") return;
  throw new VanthuError("STATE_FORBIDDEN", {
    message: "Văn bản đã trình, không sửa được nữa.",
    where: document.id,
    hint: "Rút lại hoặc đề nghị trả lại văn bản rồi sửa.",
  });
}

function held(id: string, hold: DocumentHold): VanthuError {
  const time = (instant: string) => vietnamTime(new Date(instant)).slice(11, 16);
  return new VanthuError("DOCUMENT_HELD", {
    message: `${hold.person} đang sửa văn bản này (từ ${time(hold.since)}).`,
    where: id,
    hint: `Chờ ${hold.person} lưu xong, hoặc đến ${time(hold.expiresAt)}; lãnh đạo, văn thư có thể nhận sửa thay.`,
  });
}

function newHold(context: Pick<OfficeContext, "clock">, actor: Actor, since?: string): DocumentHold {
  const now = context.clock();
  return {
    personId: actor.personId,
    person: actor.name,
    since: since ?? now.toISOString(),
    expiresAt: new Date(now.getTime() + HOLD_MS).toISOString(),
  };
}

function holdWrite(
  organisationId: string,
  id: string,
  data: DocumentHold,
  stored: StoredItem<DocumentHold> | undefined,
): WriteOperation {
  const place = { pk: holdsOf(organisationId), sk: id, data };
  return stored === undefined ? { op: "insert", ...place } : { op: "update", ...place, rev: stored.rev };
}

function isLive({ clock }: Pick<OfficeContext, "clock">, hold: DocumentHold): boolean {
  return clock().toISOString() < hold.expiresAt;
}

function storedHold({ storage }: Pick<OfficeContext, "storage">, organisationId: string, id: string) {
  return storage.records.get<DocumentHold>(holdsOf(organisationId), id);
}

function holdsOf(organisationId: string): string {
  return `org/${organisationId}/document-holds`;
}
