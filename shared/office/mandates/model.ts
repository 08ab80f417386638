import type { Actor, Mandate, MandateForm } from "../../access/index.ts";
import type { DocumentKind, SignatureBlock } from "../../documents/index.ts";

/** A mandate to be written down. */
export interface NewMandate {
  personId: string;
  form: MandateForm;
  /** A whole line above the form's own: "TM. ỦY BAN NHÂN DÂN" over "KT. CHỦ TỊCH", "TL. BỘ TRƯỞNG" over "KT. CHÁNH VĂN PHÒNG". */
  above?: string;
  onBehalfOf: string;
  title: string;
  kinds?: DocumentKind[];
  /** ISO dates, both included. */
  from: string;
  to?: string;
  basis: string;
}

/** A mandate with whose it is and what it says under a document. */
export interface ShownMandate extends Mandate {
  person: string;
  /** Holds today. */
  inForce: boolean;
  /** The signature block that follows from it; of a general mandate only title and name. */
  signature: SignatureBlock;
}

/** Who may sign for whom (NĐ 30/2020/NĐ-CP Điều 13). */
export interface MandateDesk {
  /** All that were ever given, newest first. @throws FORBIDDEN */
  list(actor: Actor): Promise<ShownMandate[]>;
  /** Those in force today of people who may sign: what composing offers. @throws FORBIDDEN */
  offered(actor: Actor): Promise<ShownMandate[]>;
  /**
   * Writes a mandate down; the general mandate that came with the person's post ends at the same moment, so that only what is written holds.
   * @throws FORBIDDEN, INVALID with every fault, NOT_FOUND for the person
   */
  give(actor: Actor, input: NewMandate): Promise<ShownMandate>;
  /** Ends a mandate today. @throws FORBIDDEN, NOT_FOUND, INVALID without a reason, STATE_FORBIDDEN when it has ended */
  end(actor: Actor, id: string, reason: string): Promise<ShownMandate>;
}
