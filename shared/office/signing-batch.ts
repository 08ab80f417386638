import { createHash } from "node:crypto";
import { type Actor, allow } from "../access/index.ts";
import { type ErrorCode, isVanthuError, VanthuError } from "../errors/index.ts";
import type { KeyHolder, SignatureOutcome, SigningAnswer } from "../key-holders/index.ts";
import type { StoredItem, WriteOperation } from "../storage/index.ts";
import type { OfficeContext } from "./context.ts";
import { readDocument } from "./document-file.ts";
import type { BatchResult, SigningDesk, SigningOutcome, SigningSession } from "./signing-session-model.ts";
import {
  asOurs,
  commitFinished,
  completed,
  digestsOf,
  documentChanged,
  type FinishedSession,
  finishSession,
  type OpenedSession,
  openSession,
  readSession,
  requireFitting,
  requireOpen,
  sessionDone,
  sessionWrite,
  storeSession,
} from "./signing-session-steps.ts";

/** Which sessions a holder's transaction answers for, in the order of their digests. */
interface TransactionRecord {
  kind: string;
  transaction: string;
  sessions: string[];
  requester: string;
}

/** One session of a batch with its signatures; `rev` is that of the stored session, absent while nothing of it is stored. */
interface Answered extends OpenedSession {
  rev?: number;
  signatures: readonly SignatureOutcome[];
}

/** Documents prepared and held in memory at the same time. */
const MAX_TOGETHER = 64;
/** Stays under the store's 100 operations with register, session and audit lines. */
const OPERATIONS_TOGETHER = 85;
const BYTES_TOGETHER = 2_500_000;
const KEPT_MS = 30 * 86_400_000;
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

/** Many documents with one confirmation. */
export function signingBatches(context: OfficeContext): Pick<SigningDesk, "signAll" | "collect"> {
  return {
    async signAll(actor, documents, role, holder, authorisation) {
      allow(actor, role === "leader" ? "document.sign" : "document.seal");
      const identity = await holder.identity();
      await requireFitting(context, actor, role, identity);
      const result: BatchResult = { outcomes: [], waiting: [] };
      const outcomes = new Map<string, SigningOutcome>();
      const size = Math.min(MAX_TOGETHER, holder.maxBatch);
      let stopped: VanthuError | undefined;
      let together: OpenedSession[] = [];
      const flush = async () => {
        const some = together;
        together = [];
        if (some.length === 0) return;
        const done = await signTogether(context, actor, some, holder, authorisation, result.waiting);
        stopped = done.stopped;
        for (const one of done.outcomes) outcomes.set(one.documentId, one);
      };
      for (const document of documents) {
        if (outcomes.has(document.id) || together.some(({ session }) => session.documentId === document.id)) continue;
        try {
          if (stopped !== undefined) throw stopped;
          const by = { kind: holder.kind, label: holder.label };
          const opened = await openSession(context, actor, document, role, identity, by);
          const count = together.reduce((sum, { session }) => sum + session.parts.length, 0);
          if (count + opened.session.parts.length > size) await flush();
          // What was just sent may have ended the batch: a wrong PIN must not be tried again.
          if (stopped !== undefined) throw stopped;
          together.push(opened);
        } catch (error) {
          outcomes.set(document.id, { documentId: document.id, state: "failed", error: asOurs(error) });
        }
      }
      await flush();
      result.outcomes = documents.map(({ id }) => outcomes.get(id)!);
      return result;
    },

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
      const sessions: StoredItem<SigningSession>[] = [];
      for (const id of stored.data.sessions) sessions.push(await readSession(context, actor, id));
      for (const { data } of sessions)
        if (data.requester.personId !== actor.personId) requireOpen(context, actor, data);
      if (sessions.every(({ data }) => data.status !== "open"))
        return { outcomes: await settledOutcomes(context, actor, sessions), waiting: [] };

      let answer: SigningAnswer;
      try {
        requireInTime(context, actor, sessions);
        // The whole batch as it was asked: holders that answer in its order are matched by it.
        const batch = sessions.flatMap(({ data }) => digestsOf(data));
        answer = (await holder.poll?.(transaction, batch)) ?? (await Promise.reject(notWaiting(holder)));
      } catch (error) {
        const ours = asOurs(error);
        if (!FINAL.includes(ours.code) && ours.code !== "SIGN_STATE_EXPIRED") throw error;
        await giveUp(context, sessions, ours.message);
        return {
          outcomes: await settledOutcomes(context, actor, await reread(context, actor, sessions), ours),
          waiting: [],
        };
      }
      if (answer.state === "waiting") {
        const outcomes = sessions.map(({ data }): SigningOutcome => {
          return { documentId: data.documentId, state: "waiting", sessionId: data.id, transaction };
        });
        const { pollAfterMs, expiresAt, message } = answer;
        return { outcomes, waiting: [{ transaction, pollAfterMs, expiresAt, message }] };
      }
      const failed = new Map<string, VanthuError>();
      let first = 0;
      const answered: Answered[] = [];
      for (const { data, rev } of sessions) {
        const signatures = answer.outcomes.slice(first, first + data.parts.length);
        first += data.parts.length;
        if (data.status !== "open") continue;
        try {
          const prepared = await Promise.all(data.parts.map((part) => context.storage.files.get(part.prepared)));
          answered.push({ session: data, prepared, rev, signatures });
        } catch (error) {
          failed.set(data.id, asOurs(error));
        }
      }
      for (const [id, error] of await settle(context, actor, answered)) failed.set(id, error);
      for (const { data, rev } of sessions) {
        const error = failed.get(data.id);
        if (error !== undefined && FINAL.includes(error.code)) await giveUp(context, [{ data, rev }], error.message);
      }
      const now = await reread(context, actor, sessions);
      return { outcomes: await settledOutcomes(context, actor, now, undefined, failed), waiting: [] };
    },
  };
}

/** One authorisation: asks the holder for all digests, then completes, or stores what is waited for. */
async function signTogether(
  context: OfficeContext,
  actor: Actor,
  opened: OpenedSession[],
  holder: KeyHolder,
  authorisation: { pin?: string; otp?: string },
  waiting: BatchResult["waiting"],
): Promise<{ outcomes: SigningOutcome[]; stopped?: VanthuError }> {
  // Where the answer may come later, in another process, everything is stored before the question leaves.
  const later = holder.poll !== undefined;
  const revs = new Map<string, number>();
  let answer: SigningAnswer;
  try {
    if (later) {
      const writes: WriteOperation[] = [];
      for (const one of opened) writes.push(await storeSession(context, one));
      for (const write of writes) await context.storage.records.commit([write]);
      for (const { session } of opened) revs.set(session.id, 1);
    }
    const batch = opened.flatMap(({ session }) => digestsOf(session));
    answer = await holder.signDigests(batch, { ...authorisation, requestId: opened[0]!.session.id });
    if (answer.state === "waiting") await storeTransaction(context, actor, holder, answer.transaction, opened);
  } catch (error) {
    const ours = asOurs(error);
    await giveUp(
      context,
      opened.filter(({ session }) => revs.has(session.id)).map(({ session }) => ({ data: session, rev: 1 })),
      ours.message,
    );
    const outcomes = opened.map(({ session }) => ({
      documentId: session.documentId,
      state: "failed" as const,
      error: ours,
    }));
    // Whatever a holder refuses as a whole it would refuse for the rest too, and a wrong PIN must not be tried again.
    return { outcomes, stopped: ours };
  }
  if (answer.state === "waiting") {
    const { transaction, pollAfterMs, expiresAt, message } = answer;
    waiting.push({ transaction, pollAfterMs, expiresAt, message });
    const outcomes = opened.map(({ session }): SigningOutcome => {
      return { documentId: session.documentId, state: "waiting", sessionId: session.id, transaction };
    });
    return { outcomes };
  }
  let first = 0;
  const answered = opened.map((one): Answered => {
    const signatures = (answer as { outcomes: SignatureOutcome[] }).outcomes.slice(
      first,
      first + one.session.parts.length,
    );
    first += one.session.parts.length;
    const rev = revs.get(one.session.id);
    return { ...one, signatures, ...(rev === undefined ? {} : { rev }) };
  });
  const done = new Map<string, FinishedSession>();
  const failed = await settle(context, actor, answered, done);
  const outcomes = opened.map(({ session }): SigningOutcome => {
    const error = failed.get(session.id);
    const { documentId } = session;
    if (error !== undefined) return { documentId, state: "failed", error };
    return { documentId, state: "signed", document: done.get(session.id)!.change.after };
  });
  if (later) {
    const lost = opened.filter(({ session }) => failed.has(session.id));
    for (const { session } of lost) await giveUp(context, [{ data: session, rev: 1 }], failed.get(session.id)!.message);
  }
  return { outcomes };
}

/**
 * Finishes and commits sessions, several in one commit where they fit; when such a commit fails each is committed by itself, so that one
 * stops no other. @returns the faults by session id
 */
async function settle(
  context: OfficeContext,
  actor: Actor,
  answered: readonly Answered[],
  done = new Map<string, FinishedSession>(),
): Promise<Map<string, VanthuError>> {
  const failed = new Map<string, VanthuError>();
  const sessionById = new Map(answered.map(({ session }) => [session.id, session]));
  let together: { id: string; finished: FinishedSession }[] = [];
  const commit = async () => {
    const some = together;
    together = [];
    try {
      if (some.length > 0)
        await commitFinished(
          context,
          actor,
          some.map(({ finished }) => finished),
        );
      for (const { id, finished } of some) done.set(id, finished);
    } catch (error) {
      for (const { id, finished } of some) {
        try {
          // A lone one has just failed: there is nothing to be won by trying it again.
          if (some.length === 1) throw error;
          await commitFinished(context, actor, [finished]);
          done.set(id, finished);
        } catch (single) {
          const conflict = isVanthuError(single) && single.code === "CONFLICT";
          failed.set(id, conflict ? documentChanged(sessionById.get(id)!) : asOurs(single));
        }
      }
    }
  };
  const finish = async ({ session, prepared, rev, signatures }: Answered) => {
    try {
      const fault = signatures.find(({ error }) => error !== undefined)?.error;
      if (fault !== undefined) throw fault;
      const bytes = signatures.map(({ signature }) => signature!);
      const finished = await finishSession(context, actor, session, prepared, bytes);
      if (rev !== undefined) finished.also.push(sessionWrite(completed(session, finished), rev));
      return { id: session.id, finished };
    } catch (error) {
      failed.set(session.id, asOurs(error));
      return undefined;
    }
  };
  // Files are stored side by side: each waits for the disk.
  const ready = (await Promise.all(answered.map(finish))).filter((one) => one !== undefined);
  let operations = 0;
  let bytes = 0;
  for (const one of ready) {
    const { change, also } = one.finished;
    const more = change.operations.length + also.length + 1;
    const weight = 2 * JSON.stringify(change.after).length;
    if (operations + more > OPERATIONS_TOGETHER || bytes + weight > BYTES_TOGETHER) {
      await commit();
      [operations, bytes] = [0, 0];
    }
    together.push(one);
    operations += more;
    bytes += weight;
  }
  await commit();
  return failed;
}

async function storeTransaction(
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

/** Ends open sessions that can no longer be completed. One that somebody else just ended stays as it is. */
async function giveUp(
  context: OfficeContext,
  sessions: readonly { data: SigningSession; rev: number }[],
  note: string,
): Promise<void> {
  for (const { data, rev } of sessions) {
    if (data.status !== "open") continue;
    try {
      await context.storage.records.commit([sessionWrite({ ...data, status: "cancelled", note }, rev)]);
    } catch (error) {
      // An open session that stays open only ends by its time: what the caller learns is the first error, not this one.
      if (!isVanthuError(error) || error.code !== "CONFLICT") continue;
    }
  }
}

function requireInTime(context: OfficeContext, actor: Actor, sessions: readonly StoredItem<SigningSession>[]): void {
  for (const { data } of sessions) if (data.status === "open") requireOpen(context, actor, data);
}

async function reread(context: OfficeContext, actor: Actor, sessions: readonly StoredItem<SigningSession>[]) {
  return Promise.all(sessions.map(({ data }) => readSession(context, actor, data.id)));
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
