/**
 * Do two JSON values say the same? The order of keys does not matter, and a key whose value is undefined counts as absent.
 * The same object is the same at once: parts that two revisions share cost nothing.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
    return Number.isNaN(a) && Number.isNaN(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((value, index) => sameValue(value, b[index]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  for (const key of Object.keys(left)) if (!sameValue(left[key], right[key])) return false;
  for (const key of Object.keys(right)) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** Names of the fields in which two things differ, those of `a` first. */
export function changedFields(a: object, b: object): string[] {
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const changed: string[] = [];
  for (const key of Object.keys(left)) if (!sameValue(left[key], right[key])) changed.push(key);
  for (const key of Object.keys(right)) if (right[key] !== undefined && !(key in left)) changed.push(key);
  return changed;
}
