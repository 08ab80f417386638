import { VanthuError } from "../errors/index.ts";
import { dict, name, PdfDict, PdfName, type PdfObject, PdfRef, PdfString, textOf, textString } from "../pdf/index.ts";
import { round } from "./appearance/form-xobject.ts";
import type { Revision } from "./revision.ts";
import { tagWidget } from "./tagging.ts";

/** A terminal form field (ISO 32000-1, 12.7.3). */
export interface FormField {
  /** Fully qualified name. */
  name: string;
  ref: PdfRef;
  dict: PdfDict;
  /** /FT: "Tx", "Sig", "Btn", "Ch". */
  type: string;
  value: PdfObject;
  flags: number;
  /** Default appearance string, inherited where the field has none. */
  defaultAppearance?: string;
  /** Its widgets; the field itself when it is merged with its only one. */
  widgets: { ref: PdfRef; dict: PdfDict }[];
}

const MAX_FIELDS = 20_000;
const MAX_DEPTH = 32;

interface Inherited {
  name: string;
  type: string;
  value: PdfObject;
  flags: number;
  appearance?: string;
}

/** The fields of the file's form, in order; none when it has no form. */
export function formFields(revision: Revision): FormField[] {
  const form = revision.dict(revision.catalog.dict.get("AcroForm"));
  const fields: FormField[] = [];
  const seen = new Set<number>();
  const visit = (object: PdfObject, above: Inherited, depth: number): void => {
    if (!(object instanceof PdfRef) || seen.has(object.num) || depth > MAX_DEPTH) return;
    seen.add(object.num);
    if (seen.size > MAX_FIELDS)
      throw new VanthuError("PDF_LIMIT", { message: `Tệp PDF có quá ${MAX_FIELDS} trường biểu mẫu.` });
    const dict = revision.dict(object);
    if (dict === undefined) return;
    const own = inherit(revision, dict, above);
    const kids = revision.array(dict.get("Kids"));
    const named = kids.filter((kid) => revision.dict(kid)?.has("T"));
    if (named.length > 0) {
      for (const kid of named) visit(kid, own, depth + 1);
      return;
    }
    const widgets = (kids.length > 0 ? kids : [object]).flatMap((ref) => {
      const widget = revision.dict(ref);
      return ref instanceof PdfRef && widget !== undefined ? [{ ref, dict: widget }] : [];
    });
    fields.push({
      name: own.name,
      ref: object,
      dict,
      type: own.type,
      value: own.value,
      flags: own.flags,
      ...(own.appearance === undefined ? {} : { defaultAppearance: own.appearance }),
      widgets,
    });
  };
  const top: Inherited = { name: "", type: "", value: null, flags: 0 };
  const appearance = revision.resolve(form?.get("DA"));
  if (appearance instanceof PdfString) top.appearance = textOf(appearance);
  for (const field of revision.array(form?.get("Fields"))) visit(field, top, 0);
  return fields;
}

function inherit(revision: Revision, dict: PdfDict, above: Inherited): Inherited {
  const partial = revision.resolve(dict.get("T"));
  const type = revision.resolve(dict.get("FT"));
  const flags = revision.resolve(dict.get("Ff"));
  const appearance = revision.resolve(dict.get("DA"));
  const name = partial instanceof PdfString ? textOf(partial) : "";
  const inherited: Inherited = {
    name: above.name === "" ? name : name === "" ? above.name : `${above.name}.${name}`,
    type: type instanceof PdfName ? type.name : above.type,
    value: dict.has("V") ? revision.resolve(dict.get("V")) : above.value,
    flags: typeof flags === "number" ? flags : above.flags,
  };
  if (appearance instanceof PdfString) inherited.appearance = textOf(appearance);
  else if (above.appearance !== undefined) inherited.appearance = above.appearance;
  return inherited;
}

/** The form dictionary as an object of its own, made (or moved out of the catalog) when needed. */
export function ensureForm(revision: Revision): PdfRef {
  const { ref: catalogRef, dict: catalog } = revision.catalog;
  const held = catalog.get("AcroForm");
  if (held instanceof PdfRef && revision.dict(held) !== undefined) return held;
  const form = new PdfDict(revision.dict(held)?.map ?? [["Fields", []]]);
  const ref = revision.add(form);
  revision.patch(catalogRef, { AcroForm: ref });
  return ref;
}

/**
 * Adds a merged field/widget to the form and to its page. In a tagged file that nobody has signed yet it also gets its place in the
 * structure; later that would change what was signed.
 */
export function addField(revision: Revision, page: PdfRef, entries: PdfDict): PdfRef {
  const ref = revision.reserve();
  const signed = formFields(revision).some((field) => field.type === "Sig" && field.value !== null);
  if (!signed) tagWidget(revision, page, ref, entries);
  revision.set(ref, entries);
  revision.push(ensureForm(revision), "Fields", ref);
  revision.push(page, "Annots", ref);
  return ref;
}

/**
 * Adds a signature field that prints and cannot be moved. Without a place it is not seen.
 *
 * @param field its name and what a viewer says when one points at it
 * @param more /V, /AP, /Lock
 */
export function addSignatureField(
  revision: Revision,
  field: { name: string; tooltip: string; page: PdfRef; rect?: readonly number[] | undefined },
  more: Parameters<typeof dict>[0],
): PdfRef {
  const entries = dict({
    Type: name("Annot"),
    Subtype: name("Widget"),
    FT: name("Sig"),
    T: textString(field.name),
    TU: textString(field.tooltip),
    // Print and Locked (ISO 32000-1, table 165).
    F: 132,
    Rect: field.rect?.map(round) ?? [0, 0, 0, 0],
    P: field.page,
    ...more,
  });
  return addField(revision, field.page, entries);
}

/** [x0, y0, x1, y1] of a widget, normalised; undefined when it has none or stands nowhere (an invisible signature). */
export function widgetRect(revision: Revision, widget: PdfDict): [number, number, number, number] | undefined {
  const numbers = revision.array(widget.get("Rect")).map((n) => revision.resolve(n));
  const [a, b, c, d] = numbers;
  if (typeof a !== "number" || typeof b !== "number" || typeof c !== "number" || typeof d !== "number")
    return undefined;
  if (a === c || b === d) return undefined;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}
