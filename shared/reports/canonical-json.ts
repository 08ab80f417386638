import { VanthuError } from "../errors/index.ts";

/** How deep a value may lie in others. */
const DEEPEST = 64;
/** Half of a surrogate pair alone is no character and has no UTF-8 form (RFC 8785, 3.2.2.2). */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * A JSON value as canonical text (RFC 8785, JCS): no white space, keys sorted by UTF-16 code units, numbers and strings as ECMAScript
 * writes them. Equal values give equal text, whatever order their keys were written in. Keys whose value is undefined are left out.
 *
 * @throws INVALID for what JSON cannot say: NaN, infinity, a lone surrogate, a function; or too deep a value
 * @example
 * canonicalJson({ b: 1e21, a: "€" }) // {"a":"€","b":1e+21}
 */
export function canonicalJson(value: unknown): string {
  return text(value, 0);
}

function text(value: unknown, depth: number): string {
  if (depth > DEEPEST) throw refused("Dữ liệu lồng nhau quá sâu.");
  switch (typeof value) {
    case "string":
      if (LONE_SURROGATE.test(value)) throw refused("Chuỗi có ký tự hỏng (surrogate lẻ).");
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw refused("Số không biểu diễn được trong JSON.");
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      break;
    default:
      throw refused("Giá trị không biểu diễn được trong JSON.");
  }
  if (value === null) return "null";
  if (Array.isArray(value)) {
    let out = "[";
    for (let at = 0; at < value.length; at += 1) out += (at === 0 ? "" : ",") + text(value[at], depth + 1);
    return `${out}]`;
  }
  let out = "{";
  // The default order of sort() is that of UTF-16 code units (RFC 8785, 3.2.3).
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    out += `${out === "{" ? "" : ","}${text(key, depth + 1)}:${text(member, depth + 1)}`;
  }
  return `${out}}`;
}

function refused(message: string): VanthuError {
  return new VanthuError("INVALID", { message, where: "JSON" });
}
