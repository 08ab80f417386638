import { type PdfFile, PdfName, readPdf } from "../pdf/index.ts";
import { PERMISSIONS_CHANGED } from "./changes/document-rules.ts";
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
    .flatMap((index) =>
      changesOf(file, index, budget).filter(
        ({ what }) => what !== PERMISSIONS_CHANGED || !certifies(file.at(index - 1), file.at(index)),
      ),
    )
    .map(({ class: kind, page, object, what, field, unsigned }) => ({
      class: kind,
      object,
      what,
      ...(page === undefined ? {} : { page }),
      ...(field === undefined ? {} : { field }),
      ...(unsigned === true ? { unsigned } : {}),
    }));
}

/** Does /Perms only come with a first certification signature (ISO 32000-1, 12.8.4)? */
function certifies(before: PdfFile, after: PdfFile): boolean {
  const permissions = after.dict(after.catalog.get("Perms"));
  if (before.catalog.has("Perms") || permissions === undefined) return false;
  if ([...permissions.map.keys()].some((key) => key !== "DocMDP")) return false;
  const signature = after.dict(permissions.get("DocMDP"));
  return after.array(signature?.get("Reference")).some((entry) => {
    const method = after.resolve(after.dict(entry)?.get("TransformMethod"));
    return method instanceof PdfName && method.name === "DocMDP";
  });
}
