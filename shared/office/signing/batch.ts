import { type Actor, allow } from "../../access/index.ts";
import type { VanthuError } from "../../errors/index.ts";
import type { KeyHolder, SigningAnswer } from "../../key-holders/index.ts";
import type { OfficeContext } from "../context.ts";
import type { BatchResult, SigningDesk, SigningOutcome } from "./session-model.ts";
import {
  type ActOfSigning,
  actOf,
  asOurs,
  digestsOf,
  type OpenedSession,
  openSession,
  requireFitting,
  storeSession,
} from "./session-steps.ts";
import { giveUp, settle, sharedOut } from "./settlement.ts";
import { storeTransaction } from "./transactions.ts";

/** Documents prepared and held in memory at the same time; their sessions are stored in one commit. */
const MAX_TOGETHER = 64;
/** The same where a person confirms elsewhere; a commit takes 100 operations, so sessions are stored some at a time. */
const MAX_REMOTE = 200;
/** Stays under the store's 4 MB: a session has some 10 KB. */
const STORED_TOGETHER = 50;

/** Many documents with one confirmation. */
export function signingBatches(context: OfficeContext): Pick<SigningDesk, "signAll"> {
  return {
    async signAll(actor, documents, role, holder, authorisation) {
      allow(actor, role === "leader" ? "document.sign" : "document.seal");
      const identity = await holder.identity();
      const warning = await requireFitting(context, actor, role, identity);
      const result: BatchResult = { outcomes: [], waiting: [], ...(warning === undefined ? {} : { warning }) };
      const outcomes = new Map<string, SigningOutcome>();
      // One confirmation elsewhere is for as many as the holder takes; a key that answers at once needs no more than memory likes.
      const size = Math.min(holder.poll === undefined ? MAX_TOGETHER : MAX_REMOTE, holder.maxBatch);
      let stopped: VanthuError | undefined;
      let together: OpenedSession[] = [];
      let act: ActOfSigning | undefined;
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
          act ??= await actOf(context, actor, role);
          const opened = await openSession(context, actor, document, role, identity, by, undefined, act);
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
      return stopped === undefined ? result : { ...result, stopped };
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
  const stored: { rev?: number } = {};
  let answer: SigningAnswer;
  try {
    if (holder.poll !== undefined) {
      for (let start = 0; start < opened.length; start += STORED_TOGETHER) {
        const some = opened.slice(start, start + STORED_TOGETHER);
        await context.storage.records.commit(await Promise.all(some.map((one) => storeSession(context, one))));
      }
      stored.rev = 1;
    }
    const batch = opened.flatMap(({ session }) => digestsOf(session));
    answer = await holder.signDigests(batch, { ...authorisation, requestId: opened[0]!.session.id });
    if (answer.state === "waiting") await storeTransaction(context, actor, holder, answer.transaction, opened);
  } catch (error) {
    const ours = asOurs(error);
    for (const { session } of opened) await giveUp(context, { data: session, ...stored }, ours.message);
    const outcomes = opened.map(({ session: { documentId } }) => ({
      documentId,
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
  const signatures = sharedOut(
    opened.map(({ session }) => session),
    answer.outcomes,
  );
  const answered = opened.map((one, index) => ({ ...one, signatures: signatures[index]!, ...stored }));
  const { done, failed } = await settle(context, actor, answered);
  const outcomes = opened.map(({ session }): SigningOutcome => {
    const error = failed.get(session.id);
    const { documentId } = session;
    if (error !== undefined) return { documentId, state: "failed", error };
    return { documentId, state: "signed", document: done.get(session.id)!.change.after };
  });
  for (const { session } of opened) {
    const error = failed.get(session.id);
    if (error !== undefined) await giveUp(context, { data: session, ...stored }, error.message);
  }
  return { outcomes };
}
