import { PdfDict, type PdfFile, PdfName, type PdfObject, PdfRef, PdfString, textOf } from "../pdf/index.ts";
import { limitOf } from "./limits.ts";

/** A terminal field of the form (ISO 32000-1, 12.7.3), with inherited type and value. */
export interface FormField {
  /** Fully qualified. */
  name: string;
  /** Object number of the field dictionary. */
  num: number;
  dict: PdfDict;
  /** "Tx", "Btn", "Ch", "Sig" or "" when unknown. */
  type: string;
  /** As it stands, unresolved. */
  value: PdfObject;
  /** Object numbers of its widgets; the field's own when they are merged. */
  widgets: number[];
  /** The chain of parent fields that are not terminal, by object number. */
  parents: number[];
}

/** The signature dictionary in a field. */
export interface SignatureEntry {
  field: FormField;
  dict: PdfDict;
  /** The object that holds the dictionary and the keys from it to the dictionary. */
  holder: number;
  path: string[];
}

/** The terminal fields of the form, in order. A field met twice is given once. Errors: PDF_*. */
export function readFields(file: PdfFile): FormField[] {
  const form = file.dict(file.catalog.get("AcroForm"));
  const fields: FormField[] = [];
  const seen = new Set<number>();
  const walk = (ref: PdfObject, prefix: string, type: string, value: PdfObject, parents: number[]): void => {
    if (!(ref instanceof PdfRef) || seen.has(ref.num)) return;
    limitOf(seen.size < 20_000 && parents.length < 64, "quá nhiều ô trong biểu mẫu");
    seen.add(ref.num);
    const dict = file.resolve(ref);
    if (!(dict instanceof PdfDict)) return;
    const partial = file.resolve(dict.get("T"));
    const own = partial instanceof PdfString ? textOf(partial) : undefined;
    const name = own === undefined ? prefix : prefix === "" ? own : `${prefix}.${own}`;
    const ownType = file.resolve(dict.get("FT"));
    const kind = ownType instanceof PdfName ? ownType.name : type;
    const held = dict.get("V") ?? value;
    const kids = file.array(dict.get("Kids"));
    const subfields = kids.filter((k) => file.dict(k)?.has("T"));
    if (subfields.length > 0) {
      for (const kid of kids) walk(kid, name, kind, held, [...parents, ref.num]);
      return;
    }
    const widgets = kids.flatMap((k) => (k instanceof PdfRef ? [k.num] : []));
    fields.push({
      name,
      num: ref.num,
      dict,
      type: kind,
      value: held,
      widgets: widgets.length > 0 ? widgets : [ref.num],
      parents,
    });
  };
  for (const ref of file.array(form?.get("Fields"))) walk(ref, "", "", null, []);
  return fields;
}

/** The signature in a field, when it has a value at all: a broken one must show as broken, not as absent. */
export function signatureIn(file: PdfFile, field: FormField): SignatureEntry | undefined {
  if (field.type !== "Sig") return undefined;
  const value = file.resolve(field.value);
  if (value === null) return undefined;
  const dict = value instanceof PdfDict ? value : new PdfDict();
  const inner = field.value instanceof PdfRef;
  return { field, dict, holder: inner ? (field.value as PdfRef).num : field.num, path: inner ? [] : ["V"] };
}

/** A field value as text, for people. */
export function valueText(file: PdfFile, value: PdfObject): string {
  const resolved = file.resolve(value);
  if (resolved instanceof PdfString) return textOf(resolved);
  if (resolved instanceof PdfName) return resolved.name;
  if (Array.isArray(resolved)) return resolved.map((v) => valueText(file, v)).join(", ");
  return resolved === null ? "" : String(typeof resolved === "object" ? "…" : resolved);
}
