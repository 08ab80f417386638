import { dict, name, PdfName, type PdfRef } from "../pdf/index.ts";
import { ensureForm } from "./form.ts";
import type { Revision } from "./revision.ts";

/** Says that the form has signatures that only appending keeps valid: SignaturesExist and AppendOnly (ISO 32000-1, table 219). */
export function declareSignatures(revision: Revision): PdfRef {
  const form = ensureForm(revision);
  if (revision.resolve(revision.dict(form)?.get("SigFlags")) !== 3) revision.patch(form, { SigFlags: 3 });
  return form;
}

/**
 * Says in a file before PDF 2.0 which extensions of PDF 1.7 it uses: level 2 for the ETSI sub-filters, 5 for a DSS (ETSI EN 319 142-1, 5.6).
 * A higher level that the file states already stays.
 */
export function needExtension(revision: Revision, level: 2 | 5): void {
  const { ref, dict: catalog } = revision.catalog;
  const stated = revision.resolve(catalog.get("Version"));
  const version = Math.max(Number(revision.file.version), stated instanceof PdfName ? Number(stated.name) || 0 : 0);
  if (version >= 2) return;
  if (version < 1.7) revision.patch(ref, { Version: name("1.7") });
  const extensions = dict(Object.fromEntries(revision.dict(catalog.get("Extensions"))?.map ?? []));
  const held = revision.resolve(revision.dict(extensions.get("ESIC"))?.get("ExtensionLevel"));
  if (typeof held === "number" && held >= level) return;
  extensions.set("ESIC", dict({ BaseVersion: name("1.7"), ExtensionLevel: level }));
  revision.patch(ref, { Extensions: extensions });
}
