import type { Actor, AuditEntry } from "../../access/index.ts";

/** The head of an organisation's audit trail as it stood on a day, noted where the trail itself cannot change it. */
export interface TrailSeal {
  /** Day of the note in Vietnam, ISO date. */
  day: string;
  /** ISO instant. */
  at: string;
  /** Number and hash of the last entry then. */
  sequence: number;
  hash: string;
  /** Time-stamp token (RFC 3161) over {@link sealText}, DER in base64; absent where the office has no time-stamping authority. */
  token?: string;
  /** Address of the authority. */
  authority?: string;
}

/** Which lines of the trail. */
export interface TrailFilter {
  /** ISO dates in Vietnam, inclusive. */
  from?: string;
  to?: string;
  personId?: string;
  /** An action ("document.sign"), or the part before the dot ("document"). */
  action?: string;
  /** An id, or words that must all occur in subject and details; marks and case do not matter. */
  search?: string;
  /** `next` of the previous answer. */
  after?: string;
  /** At most so many; 100 when absent. */
  limit?: number;
}

/** A seal that was looked at again. */
export interface CheckedSeal extends TrailSeal {
  /** not-stamped: no authority was asked. unproven: the token is sound, its authority not trusted here (any more). */
  stamp: "proven" | "unproven" | "not-stamped" | "broken";
  /** Time that the token says, ISO instant. */
  stampedAt?: string;
}

/** What was proved about a trail. */
export interface TrailCheck {
  organisationId: string;
  entries: number;
  /** Hash of the last entry. */
  hash: string;
  seals: CheckedSeal[];
  /** In words, with the number of the entry they are about. */
  faults: { sequence: number; message: string }[];
  sound: boolean;
}

/** The audit trail of one organisation, for those who may read it (leader, administrator, auditor). */
export interface AuditDesk {
  /** Newest first. */
  list(actor: Actor, filter?: TrailFilter): Promise<{ entries: AuditEntry[]; next?: string }>;
  /** Proves the whole trail: the chain, and every noted head with its timestamp. */
  check(actor: Actor): Promise<TrailCheck>;
  /** Noted heads, newest first. */
  seals(actor: Actor): Promise<TrailSeal[]>;
  /**
   * The whole trail with its seals as a ZIP that others can check without Vanthu: one JSON line an entry, each noted head as text beside its
   * time-stamp token, and how to check them. Itself a line of the trail.
   */
  export(actor: Actor): Promise<{ name: string; bytes: Uint8Array }>;
}

/**
 * What a seal's timestamp covers: five lines of UTF-8, each with a line feed.
 *
 * @param code the organisation's code (mã định danh)
 */
export function sealText(code: string, { day, sequence, hash }: Pick<TrailSeal, "day" | "sequence" | "hash">): string {
  return `vanthu-audit-head 1\n${code}\n${day}\n${sequence}\n${hash}\n`;
}
