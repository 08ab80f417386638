import { randomUUID } from "node:crypto";
import type { WriteOperation } from "../storage/index.ts";
import type { AuditEvent } from "./model.ts";

/** How a signature says for whom: NĐ 30/2020/NĐ-CP Phụ lục I, Phần I, II.7.a (State); HD 05-HD/VPTW (Party: T/M, K/T, T/L). */
export type MandateForm = "" | "TM." | "KT." | "TL." | "TUQ." | "Q." | "T/M" | "K/T" | "T/L";

/** Who may sign for whom, for which kinds, from when to when, and by which document (NĐ30 Điều 13). */
export interface Mandate {
  id: string;
  organisationId: string;
  personId: string;
  /**
   * Given with the role of a leader, by the post: covers every formula and kind, until an administrator ends it and writes narrower ones.
   * `form`, `onBehalfOf` and `title` are then only what the post is.
   */
  general?: true;
  /** "" signs in one's own name as head. */
  form: MandateForm;
  /** A whole line above the form, where two stand: "TM. ỦY BAN NHÂN DÂN" over "KT. CHỦ TỊCH". */
  above?: string;
  /** For whom, in capitals: CHỦ TỊCH (KT., TL., TUQ.), ỦY BAN NHÂN DÂN (TM.); "" for form "" and "Q.". */
  onBehalfOf: string;
  /** The signatory's own title as it stands under the formula, in capitals. */
  title: string;
  /** Kind codes it covers; all when absent. */
  kinds?: string[];
  /** ISO dates, both included. */
  from: string;
  to?: string;
  /** The document that gives it: regulations, a decision, a written authorisation. */
  basis: string;
  /** ISO date from which it no longer holds. */
  endedAt?: string;
}

/** Basis of the mandate that comes with the role of a leader. */
const GENERAL_BASIS = "Theo chức vụ lãnh đạo được giao trên hệ thống";

/** Partition of an organisation's mandates; sort key is the mandate's id. */
export function mandatesPartition(organisationId: string): string {
  return `mandates#${organisationId}`;
}

/** Does it hold on that day? */
export function mandateHolds({ from, to, endedAt }: Pick<Mandate, "from" | "to" | "endedAt">, date: string): boolean {
  return from <= date && (to === undefined || date <= to) && (endedAt === undefined || date < endedAt);
}

/** The writes that give a person the general mandate of their post, and its line for the trail. */
export function generalMandate(
  person: { id: string; organisationId: string; position: string },
  from: string,
): { operation: WriteOperation; event: Pick<AuditEvent, "action" | "subject" | "details"> } {
  const data: Mandate = {
    id: randomUUID(),
    organisationId: person.organisationId,
    personId: person.id,
    general: true,
    form: "",
    onBehalfOf: "",
    title: person.position.toLocaleUpperCase("vi"),
    from,
    basis: GENERAL_BASIS,
  };
  return {
    operation: { op: "insert", pk: mandatesPartition(person.organisationId), sk: data.id, data },
    event: {
      action: "mandate.give",
      subject: data.id,
      details: { person: person.id, form: "chung", basis: data.basis },
    },
  };
}
