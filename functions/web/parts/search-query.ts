import { isIsoDay } from "../../../shared/calendar/index.ts";
import { type FoundKind, SEARCH_FIELDS, type SearchField, type SearchQuery } from "../../../shared/office/index.ts";
import { FOUND_KINDS } from "./dossier-words.ts";

/** Kinds of what a search finds, as [kind, words]. */
export const FOUND_KIND_LIST = Object.entries(FOUND_KINDS) as [FoundKind, string][];
/** Fields of a search by their names. */
export const FIELDS = new Map(SEARCH_FIELDS.map((one) => [one.key as string, one]));

/** A day as a date field holds it: ISO, also of one written as offices write it. */
export function isoOf(text: string): string {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim()) ?? [];
  const iso = day === undefined ? text.trim() : `${year}-${month!.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isIsoDay(iso) ? iso : "";
}

/** The search that an address says; what it does not know is passed over. */
export function queryFrom(params: URLSearchParams): SearchQuery {
  const fields: NonNullable<SearchQuery["fields"]> = {};
  for (const [name, value] of params)
    if (name.startsWith("f-") && value.trim() !== "" && FIELDS.has(name.slice(2)))
      fields[name.slice(2) as SearchField] = value.trim().slice(0, 200);
  // Days from and to, from two fields of the page.
  for (const { key, type } of SEARCH_FIELDS) {
    const [from, to] = [(params.get(`tu-${key}`) ?? "").trim(), (params.get(`den-${key}`) ?? "").trim()];
    if (type === "day" && `${from}${to}` !== "") fields[key] = `${from}..${to}`.slice(0, 200);
  }
  // A field and its value chosen from the list of all fields.
  const more = params.get("truong") ?? "";
  const value = (params.get("gia-tri") ?? "").trim();
  if (FIELDS.has(more) && value !== "") fields[more as SearchField] = value.slice(0, 200);
  const kinds = params.getAll("loai").filter((one): one is FoundKind => one in FOUND_KINDS);
  const show = params.getAll("hien").filter((one): one is SearchField => FIELDS.has(one));
  const order = params.get("xep") ?? "";
  return {
    words: (params.get("tim") ?? "").slice(0, 500),
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(show.length === 0 ? {} : { show: show.slice(0, 16) }),
    ...(FIELDS.has(order)
      ? { order: { field: order as SearchField, ...(params.get("chieu") === "giam" ? { down: true } : {}) } }
      : {}),
  };
}

/** The address of a search. */
export function addressOf({ words = "", kinds = [], fields = {}, show = [], order }: SearchQuery): string {
  const params = new URLSearchParams({ tim: words });
  for (const kind of kinds) params.append("loai", kind);
  for (const [field, value] of Object.entries(fields)) params.append(`f-${field}`, value);
  for (const field of show) params.append("hien", field);
  if (order !== undefined) {
    params.append("xep", order.field);
    if (order.down) params.append("chieu", "giam");
  }
  return params.toString();
}
