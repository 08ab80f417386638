import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from "../../pdf/index.ts";

/** Are two objects the same value? References are the same when they name the same object; they are not followed. */
export function same(a: PdfObject, b: PdfObject): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (a instanceof PdfName) return b instanceof PdfName && a.name === b.name;
  if (a instanceof PdfString) return b instanceof PdfString && Buffer.compare(a.bytes, b.bytes) === 0;
  if (a instanceof PdfRef) return b instanceof PdfRef && a.num === b.num && a.gen === b.gen;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]!));
  if (a instanceof PdfStream) {
    return b instanceof PdfStream && same(a.dict, b.dict) && Buffer.compare(a.raw, b.raw) === 0;
  }
  if (!(a instanceof PdfDict) || !(b instanceof PdfDict) || a.map.size !== b.map.size) return false;
  for (const [key, value] of a.map) {
    const other = b.get(key);
    if (other === undefined || !same(value, other)) return false;
  }
  return true;
}

/** Keys whose values differ between two dictionaries. */
export function differingKeys(a: PdfDict, b: PdfDict): string[] {
  if (a === b) return [];
  const keys = new Set([...a.map.keys(), ...b.map.keys()]);
  return [...keys].filter((key) => !same(a.get(key) ?? null, b.get(key) ?? null));
}

/** The references inside a value, not followed. */
export function referencesIn(object: PdfObject, out: PdfRef[] = []): PdfRef[] {
  if (object instanceof PdfRef) out.push(object);
  else if (Array.isArray(object)) for (const item of object) referencesIn(item, out);
  else if (object instanceof PdfDict) for (const value of object.map.values()) referencesIn(value, out);
  else if (object instanceof PdfStream) referencesIn(object.dict, out);
  return out;
}
