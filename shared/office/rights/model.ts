import type { Actor } from "../../access/index.ts";
import type { DocumentRecord, Revised } from "../model.ts";

/**
 * Who sees one document or one dossier (NĐ30 Phụ lục VI, Phần I, III.3.b). "office": everybody whose role lets them read. "restricted": only
 * the people and units named (units with all under them), and whoever must work on it: see {@link Rights} holders in `visibility.ts`.
 */
export interface Rights {
  level: "office" | "restricted";
  /** Person ids. */
  people: string[];
  /** Unit ids. */
  units: string[];
}

/** A change of rights that stands as a warning until the authorised person has confirmed it (III.3.c). */
export interface RightsChange {
  /** ISO 8601 instant. */
  at: string;
  by: { personId: string; name: string };
  before: Rights;
}

/** A change that waits for a leader, as leaders see it: what the document is about only where they may see it. */
export interface PendingRights {
  /** Set when it is a dossier's. */
  of?: "dossier";
  /** Of the document, or the dossier. */
  documentId: string;
  rev: number;
  /** "15/KH-UBND", or the notation while there is no number; of a dossier "Hồ sơ 01.KH năm 2026". */
  symbol: string;
  subject?: string;
  change: RightsChange;
  after: Rights;
}

/** Changes of rights of other things than documents, which leaders confirm in the same place. */
export interface PendingElsewhere {
  pending(actor: Actor): Promise<PendingRights[]>;
  /** @returns false when no change of that id waits here; @throws CONFLICT */
  confirm(actor: Actor, id: string, rev: number, decision: "confirm" | "revert"): Promise<boolean>;
}

/** Rights of documents. */
export interface RightsDesk {
  /** @throws NOT_FOUND for whoever may not see the document */
  of(actor: Actor, documentId: string): Promise<{ rights: Rights; change?: RightsChange }>;
  /**
   * Sets who sees a document, at once. The drafter, the clerk and leaders may who see it themselves. Those concerned are told; it stands as a
   * warning until a leader confirms it, unless a leader made the change.
   * @throws FORBIDDEN, NOT_FOUND, CONFLICT, INVALID for people and units that are not there
   */
  set(actor: Actor, documentId: string, rev: number, rights: Rights): Promise<Revised<DocumentRecord>>;
  /** Changes that wait for a leader's word. @throws FORBIDDEN */
  pending(actor: Actor): Promise<PendingRights[]>;
  /** A leader confirms the change, or puts the rights back as they were. @throws FORBIDDEN, NOT_FOUND, CONFLICT, STATE_FORBIDDEN without a change */
  confirm(actor: Actor, documentId: string, rev: number, decision: "confirm" | "revert"): Promise<void>;
}
