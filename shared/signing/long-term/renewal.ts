import type { Certificate } from "../../asn1/index.ts";
import { Revision } from "../revision.ts";
import { type SignaturePolicy, TT15_2025 } from "../signature-policy.ts";
import { embeddedSignatures } from "./embedded.ts";

/** Whether the outermost document timestamp of a file is to be renewed. */
export interface RenewalState {
  /** Renew now ({@link renewDocumentTimestamp}). */
  due: boolean;
  /** Field of the last document timestamp; absent in a file that has none, which has nothing to renew. */
  field?: string;
  /** From when on it is due, and when it stops proving anything. */
  from?: Date;
  until?: Date;
  /** What ends first. */
  because?: "certificate" | "algorithm";
  /** It has ended already: a new timestamp says when it was made, and no more. The file has to be looked at by somebody. */
  late?: boolean;
}

const DAY = 86_400_000;

/**
 * Says when the proof of a file at level B-LTA has to be renewed: some time before the certificate of its last document timestamp, or an issuer of it that
 * came along, runs out, or before the algorithm of that timestamp ends by the policy (ETSI EN 319 142-1, 5.4.3; EN 319 102-1, 5.6.3). Asks nobody and
 * verifies nothing: for a worker that goes through an archive.
 *
 * @throws VanthuError PDF_ENCRYPTED; the codes of readPdf
 *
 * @example
 * if (renewalDue(pdf, new Date()).due) pdf = (await renewDocumentTimestamp(pdf, options)).pdf;
 */
export function renewalDue(pdf: Uint8Array, now: Date, policy: SignaturePolicy = TT15_2025): RenewalState {
  const last = embeddedSignatures(new Revision(pdf)).findLast(({ kind }) => kind === "document-timestamp");
  if (last === undefined) return { due: false };
  const { certificate, issuers, algorithm } = last.maker;
  const certificateEnds = Math.min(...[certificate, ...issuers].map(({ notAfter }: Certificate) => notAfter.getTime()));
  const ends = algorithm === undefined ? undefined : policy.ends?.[algorithm];
  const algorithmEnds = ends === undefined ? Number.POSITIVE_INFINITY : Date.parse(ends);
  const until = new Date(Math.min(certificateEnds, algorithmEnds));
  const from = new Date(until.getTime() - policy.renewDaysBefore * DAY);
  return {
    due: now >= from,
    field: last.field,
    from,
    until,
    because: algorithmEnds < certificateEnds ? "algorithm" : "certificate",
    ...(now > until ? { late: true } : {}),
  };
}
