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
  /** The widget stands on a page only, not in the form. */
  stray?: true;
}

/** The signature dictionary in a field. */
export interface SignatureEntry {
  field: FormField;
  dict: PdfDict;
  /** The object that holds the dictionary and the keys from it to the dictionary. */
  holder: number;
  path: string[];
}

/** Fields of the views that are in use: each is asked for them by several rules. */
const READ = new WeakMap<PdfFile, readonly FormField[]>();
const READ_ALL = new WeakMap<PdfFile, readonly FormField[]>();

/** The terminal fields of the form, in order. A field met twice is given once. Errors: PDF_*. */
export function readFields(file: PdfFile): readonly FormField[] {
  return once(READ, file, fieldsOf);
}

function once(
  known: WeakMap<PdfFile, readonly FormField[]>,
  file: PdfFile,
  read: (file: PdfFile) => readonly FormField[],
): readonly FormField[] {
  const held = known.get(file);
  if (held !== undefined) return held;
  const fields = read(file);
  known.set(file, fields);
  return fields;
}

/** Fields that are the same in every view that has their dictionary, so that a view gives the very one of the view before. */
const FIELDS = new WeakMap<PdfDict, FormField>();

function saysAllItself(dict: PdfDict): boolean {
  return !dict.has("Kids") && !(dict.get("T") instanceof PdfRef) && !(dict.get("FT") instanceof PdfRef);
}

function fieldsOf(file: PdfFile): FormField[] {
  const form = file.dict(file.catalog.get("AcroForm"));
  const fields: FormField[] = [];
  const seen = new Set<number>();
  const walk = (ref: PdfObject, prefix: string, type: string, value: PdfObject, parents: number[]): void => {
    if (!(ref instanceof PdfRef) || seen.has(ref.num)) return;
    limitOf(seen.size < 20_000 && parents.length < 64, "quá nhiều ô trong biểu mẫu");
    const dict = file.resolve(ref);
    if (!(dict instanceof PdfDict)) return;
    // Only now: a reference with a generation that never was must not hide the field.
    seen.add(ref.num);
    const alone = parents.length === 0 && saysAllItself(dict);
    const known = alone ? FIELDS.get(dict) : undefined;
    if (known?.num === ref.num) {
      fields.push(known);
      return;
    }
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
    const field: FormField = {
      name,
      num: ref.num,
      dict,
      type: kind,
      value: held,
      widgets: widgets.length > 0 ? widgets : [ref.num],
      parents,
    };
    if (alone) FIELDS.set(dict, field);
    fields.push(field);
  };
  for (const ref of file.array(form?.get("Fields"))) walk(ref, "", "", null, []);
  return fields;
}

/**
 * The fields of the form, and widgets of signature fields that stand on a page only: Poppler 22 forgets to enter its own in a form that lies in
 * the catalog itself. Readers show them as signatures. Errors: PDF_*.
 */
export function readAllFields(file: PdfFile): readonly FormField[] {
  return once(READ_ALL, file, fieldsOfPagesToo);
}

function fieldsOfPagesToo(file: PdfFile): FormField[] {
  const fields = [...readFields(file)];
  const known = new Set(fields.flatMap((field) => [field.num, ...field.widgets]));
  for (const page of file.pages()) {
    for (const ref of file.array(page.dict.get("Annots"))) {
      if (!(ref instanceof PdfRef) || known.has(ref.num)) continue;
      const dict = file.resolve(ref);
      const type = dict instanceof PdfDict ? file.resolve(dict.get("FT")) : null;
      if (!(dict instanceof PdfDict) || !(type instanceof PdfName) || type.name !== "Sig" || dict.has("Parent"))
        continue;
      limitOf(fields.length < 20_000, "quá nhiều ô trong biểu mẫu");
      known.add(ref.num);
      const title = file.resolve(dict.get("T"));
      const name = title instanceof PdfString ? textOf(title) : "";
      const value = dict.get("V") ?? null;
      fields.push({ name, num: ref.num, dict, type: "Sig", value, widgets: [ref.num], parents: [], stray: true });
    }
  }
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
