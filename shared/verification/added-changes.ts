import { readPdf } from "../pdf/index.ts";
import { changesOf } from "./changes/policy.ts";
import type { DocumentChange } from "./model.ts";

/** Objects compared in one call, over all added revisions. */
const MAX_COMPARED = 1_000_000;

/** A change that came with an added revision, before anybody judged it. */
export interface AddedChange extends Omit<DocumentChange, "allowed"> {
  /** Full name of the form field concerned. */
  field?: string;
  /** A signature field that stays without a signature. */
  unsigned?: boolean;
}

/**
 * What the revisions behind an earlier state of the same file changed, whether or not that state was signed: for a file that went out
 * unsigned, where no signature's rules say anything about its first signing.
 *
 * @param earlier the file as it was; `later` begins with these bytes
 * @throws VanthuError PDF_*
 */
export function addedChanges(earlier: Uint8Array, later: Uint8Array): AddedChange[] {
  const before = readPdf(earlier).revisions.length;
  const file = readPdf(later);
  const budget = { left: MAX_COMPARED };
  return file.revisions
    .map((_, index) => index)
    .filter((index) => index >= before)
    .flatMap((index) => changesOf(file, index, budget))
    .map(({ class: kind, page, object, what, field, unsigned }) => ({
      class: kind,
      object,
      what,
      ...(page === undefined ? {} : { page }),
      ...(field === undefined ? {} : { field }),
      ...(unsigned === true ? { unsigned } : {}),
    }));
}
