import { createHash } from "node:crypto";
import { type Actor, allow } from "../access/index.ts";
import { type ErrorCode, VanthuError } from "../errors/index.ts";
import type { KeyHolder, SigningAnswer } from "../key-holders/index.ts";
import type { StoredItem, WriteOperation } from "../storage/index.ts";
import type { OfficeContext } from "./context.ts";
import { readDocument } from "./document-file.ts";
import type { SigningDesk, SigningOutcome, SigningSession } from "./signing-session-model.ts";
import {
  asOurs,
  digestsOf,
  KEPT_MS,
  type OpenedSession,
  readSession,
  requireOpen,
  requireRequester,
  sessionDone,
  sessionWrite,
} from "./signing-session-steps.ts";
import { type Answered, giveUp, settle, sharedOut } from "./signing-settlement.ts";

/** Which sessions a holder's transaction answers for, in the order of their digests. */
interface TransactionRecord {
  kind: string;
  transaction: string;
  sessions: string[];
  requester: string;
}

/** After these the holder would only refuse again, or lock: the rest of the batch is not sent to it. */
const FINAL: readonly ErrorCode[] = [
  "SIGN_SIGNATURE_INVALID",
  "SIGN_STATE_MISMATCH",
  "SIGN_DOCUMENT_CHANGED",
  "SIGNED_FILE_UNSOUND",
  "KEY_HOLDER_ANSWER",
  "KEY_HOLDER_REFUSED",
  "KEY_HOLDER_EXPIRED",
  "KEY_HOLDER_UNAUTHORISED",
];

/** Signatures that a holder gives later, when the person has confirmed. */
export function signingTransactions(context: OfficeContext): Pick<SigningDesk, "collect"> {
  return {
    async collect(actor, holder, transaction) {
      allow(actor, "document.read");
      const place = transactionPlace(actor.organisationId, holder, transaction);
      const stored = await context.storage.records.get<TransactionRecord>(place.pk, place.sk);
      if (stored === undefined) {
        throw new VanthuError("NOT_FOUND", {
          message: "Không có giao dịch ký này, hoặc đã quá cũ.",
          where: transaction,
          hint: "Mở văn bản và gửi yêu cầu ký mới.",
        });
      }
      const read = () => Promise.all(stored.data.sessions.map((id) => readSession(context, actor, id)));
      const sessions = await read();
      for (const { data } of sessions) requireRequester(actor, data);
      const open = sessions.filter(({ data }) => data.status === "open");
      if (open.length === 0) return { outcomes: await settledOutcomes(context, actor, sessions), waiting: [] };

      let answer: SigningAnswer;
      try {
        for (const { data } of open) requireOpen(context, actor, data);
        // The whole batch as it was asked: holders that answer in its order are matched by it.
        const batch = sessions.flatMap(({ data }) => digestsOf(data));
        if (holder.poll === undefined) throw notWaiting(holder);
        answer = await holder.poll(transaction, batch);
      } catch (error) {
        const ours = asOurs(error);
        if (!FINAL.includes(ours.code) && ours.code !== "SIGN_STATE_EXPIRED") throw error;
        for (const session of open) await giveUp(context, session, ours.message);
        return { outcomes: await settledOutcomes(context, actor, await read(), ours), waiting: [] };
      }
      if (answer.state === "waiting") {
        const outcomes = sessions.map(({ data }): SigningOutcome => {
          return { documentId: data.documentId, state: "waiting", sessionId: data.id, transaction };
        });
        const { pollAfterMs, expiresAt, message } = answer;
        return { outcomes, waiting: [{ transaction, pollAfterMs, expiresAt, message }] };
      }
      const unread = new Map<string, VanthuError>();
      const signatures = sharedOut(
        sessions.map(({ data }) => data),
        answer.outcomes,
      );
      const answered: Answered[] = [];
      for (const [index, { data, rev }] of sessions.entries()) {
        if (data.status !== "open") continue;
        try {
          const prepared = await Promise.all(data.parts.map((part) => context.storage.files.get(part.prepared)));
          answered.push({ session: data, prepared, rev, signatures: signatures[index]! });
        } catch (error) {
          unread.set(data.id, asOurs(error));
        }
      }
      const failed = new Map([...unread, ...(await settle(context, actor, answered)).failed]);
      for (const { data, rev } of sessions) {
        const error = failed.get(data.id);
        if (error !== undefined && FINAL.includes(error.code)) await giveUp(context, { data, rev }, error.message);
      }
      return { outcomes: await settledOutcomes(context, actor, await read(), undefined, failed), waiting: [] };
    },
  };
}

/** Stores which sessions a transaction answers for, and the transaction with each of them. */
export async function storeTransaction(
  context: OfficeContext,
  actor: Actor,
  holder: KeyHolder,
  transaction: string,
  opened: readonly OpenedSession[],
): Promise<void> {
  const { records } = context.storage;
  const sessions = opened.map(({ session }) => session.id);
  const data: TransactionRecord = { kind: holder.kind, transaction, sessions, requester: actor.personId };
  const place = transactionPlace(actor.organisationId, holder, transaction);
  const writes: WriteOperation[] = [
    { op: "put", ...place, data, expiresAt: context.clock().getTime() + KEPT_MS },
    ...opened.map(({ session }) => sessionWrite({ ...session, transaction }, 1)),
  ];
  await records.commit(writes);
}

function transactionPlace(organisationId: string, holder: KeyHolder, transaction: string): { pk: string; sk: string } {
  const sk = createHash("sha256").update(`${holder.kind}\n${transaction}`).digest("hex");
  return { pk: `org/${organisationId}/signing-transactions`, sk };
}

/** What came of sessions by now. */
async function settledOutcomes(
  context: OfficeContext,
  actor: Actor,
  sessions: readonly StoredItem<SigningSession>[],
  common?: VanthuError,
  failed: ReadonlyMap<string, VanthuError> = new Map(),
): Promise<SigningOutcome[]> {
  const outcomes: SigningOutcome[] = [];
  for (const { data } of sessions) {
    const { documentId } = data;
    if (data.status === "completed")
      outcomes.push({ documentId, state: "signed", document: await readDocument(context, actor, documentId) });
    else outcomes.push({ documentId, state: "failed", error: failed.get(data.id) ?? common ?? sessionDone(data) });
  }
  return outcomes;
}

function notWaiting(holder: KeyHolder): VanthuError {
  return new VanthuError("KEY_HOLDER_ANSWER", {
    message: `${holder.label} không có giao dịch nào đang chờ.`,
    where: holder.label,
    hint: "Gửi yêu cầu ký mới.",
  });
}
