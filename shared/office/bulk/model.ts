import type { Actor } from "../../access/index.ts";
import type { DocumentToSign } from "../signing/session-model.ts";

/** What is done to many documents with one order. Signing and sealing many are acts of their own (`office.keys`). */
export type BulkKind = "number" | "send";

/** One order of a person for many documents, as its page shows it: it can be left, and found again for 90 days. */
export interface BulkAct {
  id: string;
  kind: BulkKind;
  /** ISO 8601. */
  startedAt: string;
  requester: { personId: string; name: string };
  /** running: documents are still to be done; finished: every document has its result. */
  state: "running" | "finished";
  /** With kind "send": names of the receivers. */
  to?: string[];
  /** In the order in which they are done. `result`: the symbol that was given, or to how many it was sent (Vietnamese). */
  documents: {
    id: string;
    title: string;
    state: "waiting" | "done" | "failed";
    result?: string;
    problem?: { code: string; message: string; hint?: string };
  }[];
}

/** Acts on many documents: each with its own result, none stopping another. */
export interface BulkDesk {
  /**
   * Gives numbers and dates one after the other, in this order. Answers as soon as the act is recorded; the work goes on behind the answer.
   *
   * @throws INVALID for no document or too many, FORBIDDEN
   */
  number(actor: Actor, documents: readonly Pick<DocumentToSign, "id" | "rev">[]): Promise<BulkAct>;
  /**
   * Sends each document to all receivers that have not got it yet.
   *
   * @param to ids of organisations
   * @throws INVALID for no document, too many, or no receiver; RECEIVER_UNKNOWN, FORBIDDEN
   */
  send(actor: Actor, documents: readonly Pick<DocumentToSign, "id" | "rev">[], to: readonly string[]): Promise<BulkAct>;
  /** The actor's acts, the newest first; `open` only those that are not finished. */
  acts(actor: Actor, filter?: { open?: boolean }): Promise<BulkAct[]>;
  /** One act. What a process that ended left undone is taken up again. @throws NOT_FOUND */
  act(actor: Actor, id: string): Promise<BulkAct>;
  /** Does not do what is not done yet. @throws NOT_FOUND */
  stop(actor: Actor, id: string): Promise<BulkAct>;
}
