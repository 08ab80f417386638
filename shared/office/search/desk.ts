import { type Actor, allow, may } from "../../access/index.ts";
import { isIsoDay, vietnamTime } from "../../calendar/index.ts";
import { type Sheet, shortDay } from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { type OfficeContext, timeOrderedId } from "../context.ts";
import { sheetFile } from "../dossiers/index.ts";
import { catchUp } from "./catch-up.ts";
import { holdsAll, type IndexEntry, phrasesOf, wordsOf } from "./entry.ts";
import { openIndexes } from "./index-store.ts";
import {
  DEFAULT_FIELDS,
  type Found,
  type FoundKind,
  type SavedSearch,
  SEARCH_FIELDS,
  type SearchDesk,
  type SearchField,
  type SearchQuery,
} from "./model.ts";
import { sightOf, withCurrentRights } from "./sight.ts";

/** How long a search waits for the index to catch up, and a rebuilding goes on. */
const CATCH_UP_MS = 2_000;
const REBUILD_MS = 10 * 60_000;
const PAGE_SIZE = 25;
const MOST_PAGE_SIZE = 200;
const MOST_EXPORTED = 2_000;
const MOST_SAVED = 100;

const HREFS: Record<FoundKind, (entry: IndexEntry) => string> = {
  document: ({ id }) => `/van-ban/${id}`,
  incoming: ({ id }) => `/van-ban-den/${id}`,
  dossier: ({ id }) => `/ho-so/${id}`,
  upload: ({ in: held = [] }) => `/ho-so/${held[0] ?? ""}`,
};
const KIND_WORDS: Record<FoundKind, string> = {
  document: "Văn bản đi",
  incoming: "Văn bản đến",
  dossier: "Hồ sơ",
  upload: "Tài liệu",
};
const TYPES = new Map(SEARCH_FIELDS.map(({ key, type }) => [key, type]));
const LABELS = new Map(SEARCH_FIELDS.map(({ key, label }) => [key, label]));

/** Finding, saved searches, results as files, making the index anew. */
export function findingDesk(
  context: OfficeContext,
): Pick<SearchDesk, "find" | "exportFound" | "saved" | "save" | "forget" | "rebuild"> {
  const indexes = openIndexes(context.storage.records);
  const { records } = context.storage;
  const savedOf = (actor: Actor) => `org/${actor.organisationId}/saved-searches/${actor.personId}`;

  async function everything(actor: Actor, query: SearchQuery) {
    const wanted = checked(query);
    const index = indexes(actor.organisationId);
    const complete = await catchUp(context, actor.organisationId, index, CATCH_UP_MS);
    const phrases = phrasesOf(wanted.words ?? "");
    // While the index is behind, it may not know of rights that were taken since.
    const now = (entries: IndexEntry[]) =>
      complete ? entries : withCurrentRights(context, actor.organisationId, entries);
    const matching = await now(await index.matching(phrases));
    // Dossiers that uploads lie in need not hold the words themselves.
    const all = phrases.length === 0 ? matching : await now(await index.matching([]));
    const { visible, codes } = await sightOf(context, actor, all);
    const kinds = new Set<FoundKind>(wanted.kinds ?? []);
    const found = matching
      .filter((entry) => kinds.size === 0 || kinds.has(entry.kind))
      .filter(visible)
      .map((entry): IndexEntry => withCodes(entry, codes))
      .filter((entry) => holdsFields(entry, wanted.fields ?? {}));
    return { found: sorted(found, wanted.order), complete, wanted };
  }

  return {
    async find(actor, query) {
      allow(actor, "document.read");
      const { found, complete, wanted } = await everything(actor, query);
      const size = wanted.pageSize ?? PAGE_SIZE;
      const pages = Math.max(1, Math.ceil(found.length / size));
      const page = Math.min(wanted.page ?? 1, pages);
      const byKind: Partial<Record<FoundKind, number>> = {};
      for (const { kind } of found) byKind[kind] = (byKind[kind] ?? 0) + 1;
      const show = wanted.show ?? DEFAULT_FIELDS;
      return {
        total: found.length,
        byKind,
        found: found.slice((page - 1) * size, page * size).map((entry) => shown(entry, show)),
        page,
        pages,
        indexing: !complete,
      };
    },

    async exportFound(actor, query, format) {
      allow(actor, "document.read");
      const { found, wanted } = await everything(actor, query);
      const show = wanted.show ?? DEFAULT_FIELDS;
      const now = context.clock();
      const local = vietnamTime(now);
      const sheet: Sheet = {
        title: "Kết quả tìm kiếm",
        orientation: "landscape",
        foot: `In từ hệ thống Vanthu lúc ${local.slice(11, 16)} ngày ${shortDay(local)} bởi ${actor.name}`,
        parts: [
          { text: "KẾT QUẢ TÌM KIẾM VĂN BẢN, HỒ SƠ", align: "center", bold: true, size: 14 },
          { text: spoken(wanted), align: "center", italic: true, before: 3 },
          {
            text: `Tìm thấy ${found.length} kết quả${found.length > MOST_EXPORTED ? `; liệt kê ${MOST_EXPORTED} kết quả đầu` : ""}.`,
            align: "center",
            after: 9,
          },
          {
            table: {
              columns: [
                { header: "STT", share: 0.6, align: "center" },
                { header: "Loại", share: 1.1 },
                ...show.map((field) => ({ header: LABELS.get(field)!, share: field === "subject" ? 4 : 1.5 })),
              ],
              rows: found
                .slice(0, MOST_EXPORTED)
                .map((entry, index) => [
                  String(index + 1),
                  KIND_WORDS[entry.kind],
                  ...show.map((field) => said(field, entry.fields[field])),
                ]),
              size: 11,
            },
          },
        ],
      };
      await context.access.commitAudited([], {
        organisationId: actor.organisationId,
        actor: { personId: actor.personId, name: actor.name },
        at: now.toISOString(),
        action: "search.export",
        subject: format,
        details: { results: String(found.length) },
      });
      return sheetFile(context, sheet, format);
    },

    async saved(actor) {
      allow(actor, "document.read");
      const { items } = await records.query<SavedSearch>(savedOf(actor));
      return items.map(({ data }) => data);
    },

    async save(actor, name, query) {
      allow(actor, "document.read");
      const wanted = checked(query);
      if (name.trim() === "" || name.length > 100)
        throw new VanthuError("INVALID", {
          message: "Đặt tên cho yêu cầu tìm kiếm (tối đa 100 ký tự).",
          where: "name",
        });
      const { items } = await records.query(savedOf(actor));
      if (items.length >= MOST_SAVED)
        throw new VanthuError("INVALID", { message: `Đã lưu ${MOST_SAVED} yêu cầu; xóa bớt rồi lưu.`, where: "name" });
      const { page: _page, ...kept } = wanted;
      const data: SavedSearch = {
        id: timeOrderedId(context.clock()),
        name: name.trim(),
        query: kept,
        at: context.clock().toISOString(),
      };
      await records.commit([{ op: "insert", pk: savedOf(actor), sk: data.id, data }]);
      return data;
    },

    async forget(actor, id) {
      allow(actor, "document.read");
      const item = await records.get(savedOf(actor), id);
      if (item === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Không có yêu cầu đã lưu này.", where: id });
      await records.commit([{ op: "remove", pk: item.pk, sk: item.sk, rev: item.rev }]);
    },

    async rebuild(actor) {
      if (!may(actor, "administer")) allow(actor, "archive.keep");
      const index = indexes(actor.organisationId);
      await index.clear();
      await catchUp(context, actor.organisationId, index, REBUILD_MS);
      await index.pack(true);
      return { indexed: await index.count() };
    },
  };
}

/** @throws INVALID */
function checked(query: SearchQuery): SearchQuery {
  const invalid = (where: string, message: string): never => {
    throw new VanthuError("INVALID", { message, where });
  };
  if ((query.words ?? "").length > 500) invalid("words", "Nội dung tìm dài nhất 500 ký tự.");
  const fields: NonNullable<SearchQuery["fields"]> = {};
  for (const [field, value] of Object.entries(query.fields ?? {})) {
    if (!TYPES.has(field as SearchField)) invalid(`fields.${field}`, "Không có trường này.");
    const type = TYPES.get(field as SearchField);
    fields[field as SearchField] = type === undefined ? value : rangeText(field, value, type);
    if (value.length > 200) invalid(`fields.${field}`, "Nội dung tìm trong một trường dài nhất 200 ký tự.");
  }
  for (const field of [...(query.show ?? []), ...(query.order === undefined ? [] : [query.order.field])])
    if (!TYPES.has(field)) invalid("show", "Không có trường này.");
  if ((query.show?.length ?? 0) > 16) invalid("show", "Hiển thị nhiều nhất 16 trường.");
  for (const [where, value, most] of [
    ["page", query.page, 100_000],
    ["pageSize", query.pageSize, MOST_PAGE_SIZE],
  ] as const)
    if (value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= most))
      invalid(where, `Từ 1 đến ${most}.`);
  return {
    ...query,
    ...(query.fields === undefined ? {} : { fields }),
    ...(query.show?.length === 0 ? { show: [...DEFAULT_FIELDS] } : {}),
  };
}

/**
 * One value or "from..to" of a day or number. Days as offices write them (22/11/2026) become ISO days; "" stays.
 * @throws INVALID for what is neither
 */
function rangeText(field: string, value: string, type: "day" | "number"): string {
  const one = (text: string): string => {
    const plain = text.trim();
    const [, day = "", month = "", year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(plain) ?? [];
    const read = year === undefined ? plain : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    if (plain === "" || (type === "day" ? isIsoDay(read) : /^\d{1,9}$/.test(read))) return read;
    throw new VanthuError("INVALID", {
      message: `“${LABELS.get(field as SearchField)}”: “${plain.slice(0, 40)}” không phải là ${type === "day" ? "ngày" : "số"}.`,
      where: `fields.${field}`,
      hint: type === "day" ? "Ghi 22/11/2026, hoặc khoảng 01/01/2026..30/06/2026." : "Ghi một số, hoặc khoảng 5..20.",
    });
  };
  const parts = value.split("..").map(one);
  return parts.length > 2 ? `${parts[0]}..${parts.at(-1)}` : parts.join("..");
}

/** Codes of the dossiers that hold it and that this reader may see. */
function withCodes(entry: IndexEntry, codes: Map<string, string>): IndexEntry {
  if (entry.in === undefined) return entry;
  const code = entry.in.flatMap((id) => codes.get(id) ?? []).join("; ");
  return {
    ...entry,
    in: entry.in.filter((id) => codes.has(id)),
    fields: { ...entry.fields, ...(code === "" ? {} : { code }) },
  };
}

function holdsFields(entry: IndexEntry, wanted: NonNullable<SearchQuery["fields"]>): boolean {
  return Object.entries(wanted).every(([field, value]) => {
    if (value.trim() === "") return true;
    const held = entry.fields[field as SearchField];
    if (held === undefined) return false;
    const type = TYPES.get(field as SearchField);
    if (type === undefined) return holdsAll(wordsOf(held), phrasesOf(value));
    const [from = "", to] = value.includes("..")
      ? value.split("..").map((one) => one.trim())
      : [value.trim(), value.trim()];
    if (type === "day") return held >= from && (to === undefined || to === "" || held <= to);
    return Number(held) >= Number(from || 0) && (to === undefined || to === "" || Number(held) <= Number(to));
  });
}

function sorted(entries: IndexEntry[], order: SearchQuery["order"]): IndexEntry[] {
  const field = order?.field ?? "issuedOn";
  const down = order === undefined ? true : order.down === true;
  const type = TYPES.get(field);
  const value = (entry: IndexEntry) =>
    entry.fields[field] ?? (field === "issuedOn" ? (entry.fields.arrivedOn ?? "") : "");
  const collator = new Intl.Collator("vi", { numeric: true });
  const keyed = entries.map((entry) => ({ entry, value: value(entry) }));
  keyed.sort((a, b) => {
    // What has no value stands last, whichever way it goes.
    if (a.value === "" || b.value === "")
      return a.value === b.value ? (a.entry.key < b.entry.key ? -1 : 1) : a.value === "" ? 1 : -1;
    const by =
      type === "number"
        ? Number(a.value) - Number(b.value)
        : type === "day"
          ? a.value < b.value
            ? -1
            : a.value > b.value
              ? 1
              : 0
          : collator.compare(a.value, b.value);
    return (down ? -by : by) || (a.entry.key < b.entry.key ? -1 : 1);
  });
  return keyed.map(({ entry }) => entry);
}

function shown(entry: IndexEntry, show: readonly SearchField[]): Found {
  const values: Found["values"] = {};
  for (const field of show) if (entry.fields[field] !== undefined) values[field] = entry.fields[field];
  return { kind: entry.kind, id: entry.id, href: HREFS[entry.kind](entry), values };
}

function said(field: SearchField, value: string | undefined): string {
  return TYPES.get(field) === "day" ? shortDay(value) : (value ?? "");
}

/** "từ 01/01/2026 đến 30/06/2026" */
function spokenValue(field: SearchField, value: string): string {
  if (TYPES.get(field) === undefined) return value;
  const [from = "", to] = value.split("..").map((one) => said(field, one));
  if (to === undefined) return from;
  return [from === "" ? "" : `từ ${from}`, to === "" ? "" : `đến ${to}`].filter((one) => one !== "").join(" ");
}

/** The search in words, for the head of a list. */
function spoken({ words, fields = {}, kinds = [] }: SearchQuery): string {
  const parts = [
    ...(words?.trim() ? [`nội dung: ${words.trim()}`] : []),
    ...kinds.map((kind) => KIND_WORDS[kind].toLowerCase()),
    ...Object.entries(fields)
      .filter(([, value]) => value.trim() !== "")
      .map(
        ([field, value]) =>
          `${LABELS.get(field as SearchField)!.toLowerCase()}: ${spokenValue(field as SearchField, value)}`,
      ),
  ];
  return parts.length === 0 ? "Tất cả văn bản, hồ sơ" : `Tìm ${parts.join("; ")}`;
}
