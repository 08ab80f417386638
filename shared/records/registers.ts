import { vietnamDate } from "../calendar/index.ts";
import type { RecordStore, StoredItem, WriteOperation } from "../storage/index.ts";
import { foldVietnamese } from "./fold.ts";
import type { LedgerEntry, VoidEvent } from "./ledger-model.ts";
import type {
  IncomingEntry,
  IncomingRegister,
  LineChange,
  LineKey,
  LoanEntry,
  OutgoingEntry,
  PostalEntry,
  Register,
} from "./register-model.ts";
import { seriesParts, yearOf } from "./series.ts";

/** The registers of a record store that hold lines of their own. */
export interface Registers {
  outgoing: Register<OutgoingEntry>;
  incoming: IncomingRegister;
  /** Sổ gửi văn bản đi bưu điện. */
  postal: Register<PostalEntry>;
  /** Sổ sử dụng bản lưu. */
  loans: Register<LoanEntry>;
}

/** Opens the registers on a record store. */
export function openRegisters(records: RecordStore): Registers {
  const incoming = openRegister<IncomingEntry>(records, "in", byNumber);
  return {
    outgoing: openRegister<OutgoingEntry>(records, "out", byNumber),
    incoming: {
      ...incoming,
      enter: (entry) => [...incoming.enter(entry), ...alikeOperations(entry)],
      enterAgain: (entry) => [...incoming.enterAgain(entry), ...alikeOperations(entry)],
      async alike(organisationId, wanted) {
        const found = new Map<string, LineKey>();
        for (const prefix of alikeKeys(wanted)) {
          const { items } = await records.query<LineKey>(alikeOf(organisationId), { prefix: `${prefix}#` });
          for (const { data } of items) if (data.documentId !== wanted.documentId) found.set(data.documentId, data);
        }
        const lines = await Promise.all(
          [...found.values()].map(({ year, number, documentId }) =>
            incoming.line(organisationId, year, number, documentId),
          ),
        );
        return lines.filter((line) => line !== undefined);
      },
    },
    postal: openRegister<PostalEntry>(records, "post", (entry) => `${entry.sentOn}#${entry.documentId}`),
    loans: openRegister<LoanEntry>(records, "loan", (entry) => `${entry.takenOn}#${entry.documentId}`),
  };
}

/**
 * The line that says in the register why a number stands on no document (Điều 15.1: numbers run on without a gap, so a reader must see
 * what became of each). Copies have a register of their own, where each copy says so itself.
 */
export function voidedLine(entry: LedgerEntry, event: VoidEvent): WriteOperation[] {
  const place = placeOf(entry.series);
  if (place === undefined) return [];
  const { organisationId, system } = place;
  const reservedOn = vietnamDate(new Date(entry.reservedAt));
  const shared = {
    organisationId,
    documentId: entry.documentId,
    series: entry.series,
    // Numbers of a Party series run on through the years: the line stands among those of the year it was given in.
    year: place.year ?? yearOf(reservedOn),
    number: entry.number,
    notation: event.notation ?? String(entry.number).padStart(2, "0"),
    issuedOn: reservedOn,
    subject: event.subject === undefined ? "Số đã hủy" : `Số đã hủy: ${event.subject}`,
    note: event.reason.trim(),
    voided: true as const,
  };
  const name = system === "incoming" ? "in" : "out";
  const data: OutgoingEntry | IncomingEntry =
    system === "incoming"
      ? { ...shared, arrivedOn: reservedOn, author: "" }
      : { ...shared, signatory: "", recipients: "", archivedBy: "", copies: 0 };
  return [
    { op: "insert", pk: partitionOf(name, organisationId, shared.year), sk: voidedKey(entry), data },
    { op: "put", pk: yearsOf(name, organisationId), sk: String(shared.year), data: {} },
  ];
}

/** A document may have had one number in two series before it took a third: the series keeps their lines apart. */
function voidedKey({ number, documentId, series }: LedgerEntry): string {
  return `${padded(number)}#${documentId}#${series}`;
}

/** Where the lines of a series stand; undefined for series without a register of their own here (copies, series of tests). */
function placeOf(series: string): ReturnType<typeof seriesParts> | undefined {
  const parts = /^[^/]+\/(nn|den|dang)\/[^/]+\/[\d-]+$/.test(series) ? seriesParts(series) : undefined;
  return parts?.register === "sao" || parts?.register === "BS" ? undefined : parts;
}

/** Lines are read in steps of so many while searching. */
const STEP = 500;

const partitionOf = (name: string, organisationId: string, year: number) =>
  `register#${name}#${organisationId}#${year}`;
const yearsOf = (name: string, organisationId: string) => `register-years#${name}#${organisationId}`;

function openRegister<Entry extends LineKey>(
  records: RecordStore,
  name: "out" | "in" | "post" | "loan",
  keyOf: (entry: Entry) => string,
): Register<Entry> {
  const historyOf = (organisationId: string, year: number) => `register-history#${name}#${organisationId}#${year}`;

  const enter = (entry: Entry, again: boolean): WriteOperation[] => [
    {
      op: again ? "put" : "insert",
      pk: partitionOf(name, entry.organisationId, entry.year),
      sk: keyOf(entry),
      data: entry,
    },
    { op: "put", pk: yearsOf(name, entry.organisationId), sk: String(entry.year), data: {} },
  ];

  return {
    keyOf,
    enter: (entry) => enter(entry, false),
    enterAgain: (entry) => enter(entry, true),

    change: (line, columns, event) => {
      // What the line is found by stays: it is the key.
      const { organisationId, year, number, documentId } = line.data;
      const data = { ...line.data, ...columns, organisationId, year, number, documentId };
      const changed: WriteOperation[] = [{ op: "update", pk: line.pk, sk: line.sk, rev: line.rev, data }];
      if (event === undefined) return changed;
      const before = line.data as unknown as Record<string, unknown>;
      const changes = Object.entries(columns as Record<string, unknown>)
        .filter(([key, value]) => before[key] !== value)
        .map(([column, after]) => ({ column, before: shown(before[column]), after: shown(after) }));
      if (changes.length === 0) return changed;
      const entry: LineChange = { ...event, changes };
      const sk = `${line.sk}#${String(line.rev).padStart(6, "0")}`;
      return [...changed, { op: "insert", pk: historyOf(organisationId, year), sk, data: entry }];
    },

    async history(line) {
      const { organisationId, year } = line.data;
      const { items } = await records.query<LineChange>(historyOf(organisationId, year), { prefix: `${line.sk}#` });
      return items.map(({ data }) => data);
    },

    line: (organisationId, year, number, documentId) =>
      records.get<Entry>(partitionOf(name, organisationId, year), `${padded(number)}#${documentId}`),

    at: (organisationId, year, key) => records.get<Entry>(partitionOf(name, organisationId, year), key),

    async list(organisationId, year, range = {}) {
      const { fromNumber, toNumber, search, reverse, limit, where, shown: seen } = range;
      const words = foldVietnamese(search ?? "")
        .split(" ")
        .filter((word) => word !== "");
      const choosing = words.length > 0 || where !== undefined;
      const lines: StoredItem<Entry>[] = [];
      let after = range.after;
      for (;;) {
        const page = await records.query<Entry>(partitionOf(name, organisationId, year), {
          from: fromNumber === undefined ? undefined : padded(fromNumber),
          to: toNumber === undefined ? undefined : `${padded(toNumber)}#\uffff`,
          reverse,
          limit: choosing || limit === undefined ? STEP : limit,
          after,
        });
        for (const item of page.items) {
          const line = seen === undefined ? item : { ...item, data: seen(item.data) };
          if (where !== undefined && !where(line.data)) continue;
          if (!matches(line.data, words)) continue;
          // A full answer with one more match to come: there is a next page, after the last line given.
          if (lines.length === limit) return { lines, next: lines.at(-1)?.sk };
          lines.push(line);
        }
        if (page.next === undefined) return { lines };
        if (!choosing && lines.length === limit) return { lines, next: page.next };
        after = page.next;
      }
    },

    async years(organisationId) {
      const { items } = await records.query(yearsOf(name, organisationId), { reverse: true });
      return items.map((item) => Number(item.sk));
    },
  };
}

/** What is no text for people: "kh" must not find an id. */
const NO_TEXT = new Set(["organisationId", "documentId", "series", "voided", "takenOver", "code", "year"]);

function matches(entry: object, words: string[]): boolean {
  if (words.length === 0) return true;
  let text = "";
  for (const [key, value] of Object.entries(entry)) {
    if (NO_TEXT.has(key) || value === undefined) continue;
    // A day is also found as it is written: 05/03/2026.
    const day = typeof value === "string" ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null;
    text += ` ${value}${day === null ? "" : ` ${day[3]}/${day[2]}/${day[1]}`}`;
  }
  const folded = foldVietnamese(text);
  return words.every((word) => folded.includes(word));
}

function shown(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

/** By number; the document's id beside it, because Party documents of two kinds may have one number in one year. */
function byNumber({ number, documentId }: LineKey): string {
  return `${padded(number)}#${documentId}`;
}

function padded(number: number): string {
  return String(number).padStart(8, "0");
}

const alikeOf = (organisationId: string) => `register-alike#${organisationId}`;

/**
 * What two lines of the incoming register have in common when they are one document (NĐ30 Phụ lục VI, Phần I, III.1.h): the code of the
 * document, or number, notation and issuing organisation; the year with them, because numbers begin anew every year.
 */
function alikeKeys(entry: Pick<IncomingEntry, "code" | "notation" | "author" | "issuedOn">): string[] {
  const plain = (text: string) =>
    foldVietnamese(text)
      .replace(/[^\p{L}\p{N}/.-]+/gu, " ")
      .trim();
  const symbol = plain(entry.notation)
    .replaceAll(" ", "")
    .replace(/^0+(?=\d)/, "");
  const keys = symbol === "" ? [] : [`n|${symbol}|${plain(entry.author)}|${entry.issuedOn.slice(0, 4)}`];
  const code = plain(entry.code ?? "").replaceAll(" ", "");
  return code === "" ? keys : [`c|${code}`, ...keys];
}

function alikeOperations({ organisationId, year, number, documentId, ...entry }: IncomingEntry): WriteOperation[] {
  const data: LineKey = { organisationId, year, number, documentId };
  return alikeKeys(entry).map((key) => ({
    op: "put",
    pk: alikeOf(organisationId),
    sk: `${key}#${documentId}`,
    data,
  }));
}
