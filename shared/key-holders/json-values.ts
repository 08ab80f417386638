/** Reading JSON of strangers by dotted paths ("content.documents"); what is not there is undefined. */
export function valueAt(json: unknown, path: string): unknown {
  if (path === "") return json;
  let value = json;
  for (const step of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** The text at a path; numbers are written out; anything else is undefined. */
export function textAt(json: unknown, path: string): string | undefined {
  const value = valueAt(json, path);
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** One short line of the text at a path, for people to read; undefined when there is none. */
export function lineAt(json: unknown, path: string): string | undefined {
  const line = textAt(json, path)
    ?.replace(/\p{Cc}+/gu, " ")
    .slice(0, 200);
  return line === "" ? undefined : line;
}

/** The list at a path, or undefined; a lone value that is there counts as a list of one. */
export function listAt(json: unknown, path: string): unknown[] | undefined {
  const value = valueAt(json, path);
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value : [value];
}

/** Base64 (with line breaks or PEM armour around it) as bytes; undefined for what is none. */
export function base64Bytes(text: unknown): Uint8Array | undefined {
  if (typeof text !== "string") return undefined;
  const bare = text.replace(/-----[A-Z ]+-----/g, "").replace(/\s+/g, "");
  if (bare === "" || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(bare)) return undefined;
  return new Uint8Array(Buffer.from(bare, "base64"));
}
