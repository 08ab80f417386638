import type { RecordStore, StoredItem, WriteOperation } from "../storage/index.ts";
import { foldVietnamese } from "./fold.ts";

/** A line of the register of outgoing documents: the 10 columns of NĐ30 Phụ lục IV, and what it is found by. */
export interface OutgoingEntry {
  organisationId: string;
  documentId: string;
  /** Year of the register: that of `issuedOn`. */
  year: number;
  number: number;
  /** Số, ký hiệu văn bản: "15/KH-UBND", "32-KH/TU". */
  notation: string;
  /** Ngày tháng văn bản; ISO date. */
  issuedOn: string;
  /** Tên loại và trích yếu nội dung văn bản. */
  subject: string;
  /** Người ký. */
  signatory: string;
  /** Nơi nhận văn bản. */
  recipients: string;
  /** Đơn vị, người nhận bản lưu. */
  archivedBy: string;
  /** Số lượng bản. */
  copies: number;
  /** Ngày chuyển; ISO date. */
  sentOn?: string;
  /** Ký nhận. */
  receipt?: string;
  /** Ghi chú. */
  note?: string;
}

/** A line of the register of incoming documents: the 10 columns of NĐ30 Phụ lục IV, and what it is found by. */
export interface IncomingEntry {
  organisationId: string;
  documentId: string;
  /** Year of the register: that of `arrivedOn`. */
  year: number;
  /** Số đến. */
  number: number;
  /** Ngày đến; ISO date. */
  arrivedOn: string;
  /** Tác giả: the organisation that issued it. */
  author: string;
  /** Số, ký hiệu. */
  notation: string;
  /** Ngày tháng văn bản; ISO date. */
  issuedOn: string;
  /** Tên loại và trích yếu nội dung văn bản. */
  subject: string;
  /** Đơn vị hoặc người nhận. */
  assignee?: string;
  /** Ngày chuyển; ISO date. */
  assignedOn?: string;
  /** Ký nhận. */
  receipt?: string;
  /** Ghi chú. */
  note?: string;
}

/** Columns of the outgoing register in the decree's order, for pages and for printing (Điều 16.2.b: it must still be printed). */
export const OUTGOING_COLUMNS: { key: keyof OutgoingEntry; header: string }[] = [
  { key: "notation", header: "Số, ký hiệu văn bản" },
  { key: "issuedOn", header: "Ngày tháng văn bản" },
  { key: "subject", header: "Tên loại và trích yếu nội dung văn bản" },
  { key: "signatory", header: "Người ký" },
  { key: "recipients", header: "Nơi nhận văn bản" },
  { key: "archivedBy", header: "Đơn vị, người nhận bản lưu" },
  { key: "copies", header: "Số lượng bản" },
  { key: "sentOn", header: "Ngày chuyển" },
  { key: "receipt", header: "Ký nhận" },
  { key: "note", header: "Ghi chú" },
];

/** Columns of the incoming register in the decree's order (Điều 22.3.b: it must still be printed). */
export const INCOMING_COLUMNS: { key: keyof IncomingEntry; header: string }[] = [
  { key: "arrivedOn", header: "Ngày đến" },
  { key: "number", header: "Số đến" },
  { key: "author", header: "Tác giả" },
  { key: "notation", header: "Số, ký hiệu" },
  { key: "issuedOn", header: "Ngày tháng văn bản" },
  { key: "subject", header: "Tên loại và trích yếu nội dung văn bản" },
  { key: "assignee", header: "Đơn vị hoặc người nhận" },
  { key: "assignedOn", header: "Ngày chuyển" },
  { key: "receipt", header: "Ký nhận" },
  { key: "note", header: "Ghi chú" },
];

/** Which lines of a year's register; numbers are inclusive. */
export interface RegisterRange {
  fromNumber?: number;
  toNumber?: number;
  /** Words that must all occur in the line; marks and case do not matter. */
  search?: string;
  /** Latest first. */
  reverse?: boolean;
  limit?: number;
  /** `next` of the previous answer. */
  after?: string;
}

/** One register of all organisations and years; changes answer write operations for the caller's own commit. */
export interface Register<Entry> {
  /** A new line. */
  enter(entry: Entry): WriteOperation[];
  /** Changes columns of a line as it was read; who changed it since makes the commit fail with CONFLICT. */
  change(line: StoredItem<Entry>, columns: Partial<Entry>): WriteOperation[];
  line(
    organisationId: string,
    year: number,
    number: number,
    documentId: string,
  ): Promise<StoredItem<Entry> | undefined>;
  /** Lines of a year by number. */
  list(
    organisationId: string,
    year: number,
    range?: RegisterRange,
  ): Promise<{ lines: StoredItem<Entry>[]; next?: string }>;
  /** Years that have lines, latest first. */
  years(organisationId: string): Promise<number[]>;
}

/** Opens both registers on a record store. */
export function openRegisters(records: RecordStore): {
  outgoing: Register<OutgoingEntry>;
  incoming: Register<IncomingEntry>;
} {
  return { outgoing: openRegister(records, "out"), incoming: openRegister(records, "in") };
}

/** Lines are read in steps of so many while searching. */
const STEP = 200;

function openRegister<Entry extends OutgoingEntry | IncomingEntry>(
  records: RecordStore,
  name: "out" | "in",
): Register<Entry> {
  const partitionOf = (organisationId: string, year: number) => `register#${name}#${organisationId}#${year}`;
  const yearsOf = (organisationId: string) => `register-years#${name}#${organisationId}`;

  return {
    enter: (entry) => [
      {
        op: "insert",
        pk: partitionOf(entry.organisationId, entry.year),
        sk: keyOf(entry.number, entry.documentId),
        data: entry,
      },
      { op: "put", pk: yearsOf(entry.organisationId), sk: String(entry.year), data: {} },
    ],

    change: (line, columns) => {
      // What the line is found by stays: it is the key.
      const { organisationId, year, number, documentId } = line.data;
      const data = { ...line.data, ...columns, organisationId, year, number, documentId };
      return [{ op: "update", pk: line.pk, sk: line.sk, rev: line.rev, data }];
    },

    line: (organisationId, year, number, documentId) =>
      records.get<Entry>(partitionOf(organisationId, year), keyOf(number, documentId)),

    async list(organisationId, year, range = {}) {
      const { fromNumber, toNumber, search, reverse, limit } = range;
      const words = foldVietnamese(search ?? "")
        .split(" ")
        .filter((word) => word !== "");
      const lines: StoredItem<Entry>[] = [];
      let after = range.after;
      for (;;) {
        const page = await records.query<Entry>(partitionOf(organisationId, year), {
          from: fromNumber === undefined ? undefined : padded(fromNumber),
          to: toNumber === undefined ? undefined : `${padded(toNumber)}#\uffff`,
          reverse,
          limit: words.length > 0 || limit === undefined ? STEP : limit,
          after,
        });
        for (const line of page.items) {
          if (!matches(line.data, words)) continue;
          // A full answer with one more match to come: there is a next page, after the last line given.
          if (lines.length === limit) return { lines, next: lines.at(-1)?.sk };
          lines.push(line);
        }
        if (page.next === undefined) return { lines };
        if (words.length === 0 && lines.length === limit) return { lines, next: page.next };
        after = page.next;
      }
    },

    async years(organisationId) {
      const { items } = await records.query(yearsOf(organisationId), { reverse: true });
      return items.map((item) => Number(item.sk));
    },
  };
}

function matches(entry: OutgoingEntry | IncomingEntry, words: string[]): boolean {
  if (words.length === 0) return true;
  // Ids are no text for people: "kh" must not find an id.
  const { organisationId: _organisation, documentId: _document, ...columns } = entry;
  const text = foldVietnamese(Object.values(columns).join(" "));
  return words.every((word) => text.includes(word));
}

/** By number; the document's id beside it, because Party documents of two kinds may have one number in one year. */
function keyOf(number: number, documentId: string): string {
  return `${padded(number)}#${documentId}`;
}

function padded(number: number): string {
  return String(number).padStart(8, "0");
}
