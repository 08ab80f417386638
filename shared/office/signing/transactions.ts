import { createHash } from "node:crypto";
import { type Actor, allow } from "../../access/index.ts";
import { type ErrorCode, VanthuError } from "../../errors/index.ts";
import type { KeyHolder, SignatureOutcome, SigningAnswer } from "../../key-holders/index.ts";
import type { StoredItem, WriteOperation } from "../../storage/index.ts";
import type { OfficeContext } from "../context.ts";
import { readDocument } from "../document-file.ts";
import type { BatchResult, SigningDesk, SigningOutcome, SigningSession } from "./session-model.ts";
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
} from "./session-steps.ts";
import { type Answered, giveUp, settle, sharedOut } from "./settlement.ts";

/** Which sessions a holder's transaction answers for, in the order of their digests. */
interface TransactionRecord {
  kind: string;
  transaction: string;
  sessions: string[];
  requester: string;
}

/** Stays under the store's 100 operations and 4 MB. */
const STORED_TOGETHER = 50;

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

      const finish = async (given: readonly SignatureOutcome[]): Promise<BatchResult> => {
        const unread = new Map<string, VanthuError>();
        const signatures = sharedOut(
          sessions.map(({ data }) => data),
          given,
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
          if (error === undefined) continue;
          if (FINAL.includes(error.code)) await giveUp(context, { data, rev }, error.message);
          else
            await keepSignatures(context, { data, rev }, signatures[sessions.findIndex((one) => one.data === data)]!);
        }
        return { outcomes: await settledOutcomes(context, actor, await read(), undefined, failed), waiting: [] };
      };

      let answer: SigningAnswer;
      try {
        for (const { data } of open) requireOpen(context, actor, data);
        const kept = keptAnswer(sessions);
        if (kept !== undefined) return await finish(kept);
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
      return finish(answer.outcomes);
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
  // The transaction first: with it everything can be collected, the sessions only say which one it was.
  await records.commit([{ op: "put", ...place, data, expiresAt: context.clock().getTime() + KEPT_MS }]);
  for (let start = 0; start < opened.length; start += STORED_TOGETHER) {
    const some = opened.slice(start, start + STORED_TOGETHER);
    await records.commit(some.map(({ session }): WriteOperation => sessionWrite({ ...session, transaction }, 1)));
  }
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
    else {
      const error = failed.get(data.id) ?? common ?? sessionDone(data);
      outcomes.push({ documentId, state: "failed", error, ...(data.status === "open" ? { again: true } : {}) });
    }
  }
  return outcomes;
}

/** Signatures that came before, when every open session has its own. */
function keptAnswer(sessions: readonly StoredItem<SigningSession>[]): SignatureOutcome[] | undefined {
  const outcomes: SignatureOutcome[] = [];
  for (const { data } of sessions) {
    if (data.status === "open" && data.signatures?.length !== data.parts.length) return undefined;
    for (const index of data.parts.keys())
      outcomes.push({ signature: new Uint8Array(Buffer.from(data.signatures?.[index] ?? "", "base64")) });
  }
  return outcomes;
}

/**
 * Keeps the signatures of a session that could not be finished through no fault of theirs: a holder gives them once. They say nothing that
 * the signed file would not say.
 */
async function keepSignatures(
  context: OfficeContext,
  { data, rev }: { data: SigningSession; rev: number },
  outcomes: readonly SignatureOutcome[],
): Promise<void> {
  const signatures = outcomes.map(({ signature }) => Buffer.from(signature ?? []).toString("base64"));
  if (data.signatures !== undefined || signatures.some((one) => one === "")) return;
  try {
    await context.storage.records.commit([sessionWrite({ ...data, signatures }, rev)]);
  } catch {
    // Somebody else just finished it, or the store is what fails: then the holder is asked again.
  }
}

function notWaiting(holder: KeyHolder): VanthuError {
  return new VanthuError("KEY_HOLDER_ANSWER", {
    message: `${holder.label} không có giao dịch nào đang chờ.`,
    where: holder.label,
    hint: "Gửi yêu cầu ký mới.",
  });
}
