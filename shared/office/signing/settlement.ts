import type { Actor } from "../../access/index.ts";
import { isVanthuError, type VanthuError } from "../../errors/index.ts";
import type { SignatureOutcome } from "../../key-holders/index.ts";
import type { OfficeContext } from "../context.ts";
import type { SignedChange } from "../issuing.ts";
import type { SigningSession } from "./session-model.ts";
import {
  asOurs,
  commitFinished,
  completed,
  documentChanged,
  finishSession,
  type OpenedSession,
  sessionWrite,
} from "./session-steps.ts";
import { readSigningSettings } from "./settings.ts";

/** One session of a batch with its signatures; `rev` is that of the stored session, absent while nothing of it is stored. */
export interface Answered extends OpenedSession {
  rev?: number;
  signatures: readonly SignatureOutcome[];
}

/** Stays under the store's 100 operations with register, session and audit lines. */
const OPERATIONS_TOGETHER = 85;
const BYTES_TOGETHER = 2_500_000;

/** A holder's outcomes, session by session: they come in the order of the digests of all sessions. */
export function sharedOut(
  sessions: readonly SigningSession[],
  outcomes: readonly SignatureOutcome[],
): SignatureOutcome[][] {
  const rest = [...outcomes];
  return sessions.map(({ parts }) => rest.splice(0, parts.length));
}

/**
 * Finishes and commits sessions, several in one commit where they fit; when such a commit fails each is committed by itself, so that one
 * stops no other. By session id: what was committed, and the faults.
 */
export async function settle(
  context: OfficeContext,
  actor: Actor,
  answered: readonly Answered[],
): Promise<{ done: Map<string, SignedChange>; failed: Map<string, VanthuError> }> {
  const done = new Map<string, SignedChange>();
  const failed = new Map<string, VanthuError>();
  const sessionById = new Map(answered.map(({ session }) => [session.id, session]));
  let together: { id: string; finished: SignedChange }[] = [];
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
  const settings = await readSigningSettings(context, actor.organisationId);
  const finish = async ({ session, prepared, document, rev, signatures }: Answered) => {
    try {
      const fault = signatures.find(({ error }) => error !== undefined)?.error;
      if (fault !== undefined) throw fault;
      const bytes = signatures.map(({ signature }) => signature!);
      const known = { settings, ...(document === undefined ? {} : { document }) };
      const finished = await finishSession(context, actor, session, prepared, bytes, known);
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
  return { done, failed };
}

/** Ends an open session that can no longer be completed; one of which nothing is stored has no `rev`. */
export async function giveUp(
  context: OfficeContext,
  { data, rev }: { data: SigningSession; rev?: number },
  note: string,
): Promise<void> {
  if (rev === undefined || data.status !== "open") return;
  try {
    await context.storage.records.commit([sessionWrite({ ...data, status: "cancelled", note }, rev)]);
  } catch {
    // Somebody else just ended it, or it ends by its time: what the caller learns is the first error, not this one.
  }
}
