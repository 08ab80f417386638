import type { StoredItem, WriteOperation } from "../storage/index.ts";

/** What a line of a register is found by. */
export interface LineKey {
  organisationId: string;
  /** Id of the document; of a line without one, the line's own. */
  documentId: string;
  year: number;
  /** Its number in the book; 0 where the register has none. */
  number: number;
}

/** A line of the register of outgoing documents: the 10 columns of NĐ30 Phụ lục IV, and what it is found by. */
export interface OutgoingEntry extends LineKey {
  /** Number of the document. The year of the register is that of `issuedOn`. */
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
  /** The book its number is from; absent in lines older than books. */
  series?: string;
  /** Kind code ("KH"). */
  kind?: string;
  /** The unit that drafted it. */
  unit?: string;
  /** The number was voided: there is no such document, `note` says why. */
  voided?: true;
  /** The line was kept in another system before. */
  takenOver?: true;
}

/** A line of the register of incoming documents: the 10 columns of NĐ30 Phụ lục IV, those of how it is handled, and what it is found by. */
export interface IncomingEntry extends LineKey {
  /** Số đến. The year of the register is that of `arrivedOn`. */
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
  /** Mã định danh văn bản (QCVN 102:2016/BTTTT). */
  code?: string;
  /** Name of the kind ("Kế hoạch"). */
  kind?: string;
  /** Who signed it there. */
  signatory?: string;
  /** Thời hạn giải quyết; ISO date. */
  dueOn?: string;
  /** Tiến độ giải quyết. */
  progress?: string;
  /** Số, ký hiệu văn bản trả lời. */
  answer?: string;
  series?: string;
  /** The number was voided: there is no such document, `note` says why. */
  voided?: true;
  /** The line was kept in another system before. */
  takenOver?: true;
}

/** A line of the register of documents sent by post: the 6 columns of NĐ30 Phụ lục IV, III. */
export interface PostalEntry extends LineKey {
  /** Ngày chuyển; ISO date. */
  sentOn: string;
  /** Số, ký hiệu văn bản. */
  notation: string;
  /** Nơi nhận văn bản. */
  recipients: string;
  /** Số lượng bì. */
  envelopes: number;
  /** Ký nhận và dấu bưu điện. */
  receipt?: string;
  /** Ghi chú. */
  note?: string;
}

/** A line of the register of the use of kept copies: the 9 columns of NĐ30 Phụ lục IV, IV. */
export interface LoanEntry extends LineKey {
  /** Ngày tháng; ISO date. */
  takenOn: string;
  /** Họ tên người sử dụng. */
  reader: string;
  /** Số, ký hiệu, ngày tháng văn bản. */
  notation: string;
  /** Tên loại và trích yếu nội dung văn bản. */
  subject: string;
  /** Số và ký hiệu HS. */
  dossier?: string;
  /** Ký nhận. */
  receipt?: string;
  /** Ngày trả; ISO date. */
  returnedOn?: string;
  /** Người cho phép sử dụng. */
  allowedBy: string;
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
  { key: "notation", header: "Số, ký hiệu văn bản" },
  { key: "issuedOn", header: "Ngày tháng văn bản" },
  { key: "subject", header: "Tên loại và trích yếu nội dung văn bản" },
  { key: "assignee", header: "Đơn vị hoặc người nhận" },
  { key: "assignedOn", header: "Ngày chuyển" },
  { key: "receipt", header: "Ký nhận" },
  { key: "note", header: "Ghi chú" },
];

/** Columns of the register of documents sent by post, in the decree's order. */
export const POSTAL_COLUMNS: { key: keyof PostalEntry; header: string }[] = [
  { key: "sentOn", header: "Ngày chuyển" },
  { key: "notation", header: "Số, ký hiệu văn bản" },
  { key: "recipients", header: "Nơi nhận văn bản" },
  { key: "envelopes", header: "Số lượng bì" },
  { key: "receipt", header: "Ký nhận và dấu bưu điện" },
  { key: "note", header: "Ghi chú" },
];

/** Columns of the register of the use of kept copies, in the decree's order. */
export const LOAN_COLUMNS: { key: keyof LoanEntry; header: string }[] = [
  { key: "takenOn", header: "Ngày tháng" },
  { key: "reader", header: "Họ tên người sử dụng" },
  { key: "notation", header: "Số, ký hiệu, ngày tháng văn bản" },
  { key: "subject", header: "Tên loại và trích yếu nội dung văn bản" },
  { key: "dossier", header: "Số và ký hiệu HS" },
  { key: "receipt", header: "Ký nhận" },
  { key: "returnedOn", header: "Ngày trả" },
  { key: "allowedBy", header: "Người cho phép sử dụng" },
  { key: "note", header: "Ghi chú" },
];

/** Which lines of a year's register; numbers are inclusive. */
export interface RegisterRange<Entry> {
  fromNumber?: number;
  toNumber?: number;
  /** Words that must all occur in the line; marks and case do not matter. */
  search?: string;
  /** Only lines for which this is true. */
  where?: (entry: Entry) => boolean;
  /** A line as whoever asks may see it: applied before anything is searched or answered. */
  shown?: (entry: Entry) => Entry;
  /** Latest first. */
  reverse?: boolean;
  limit?: number;
  /** `next` of the previous answer. */
  after?: string;
}

/** Who changes a line, when (ISO instant). */
export interface LineEvent {
  at: string;
  by: string;
  person: string;
}

/** One change of a line: each column as it was and as it is. */
export interface LineChange extends LineEvent {
  changes: { column: string; before: string; after: string }[];
}

/** One register of all organisations and years; changes answer write operations for the caller's own commit. */
export interface Register<Entry extends LineKey> {
  /** A new line. */
  enter(entry: Entry): WriteOperation[];
  /** A line that may be there already, from the same source (an old register that is taken over). */
  enterAgain(entry: Entry): WriteOperation[];
  /** Place of a line within its year. */
  keyOf(entry: Entry): string;
  /**
   * Changes columns of a line as it was read; who changed it since makes the commit fail with CONFLICT.
   * @param event given, the change is kept in the line's history
   */
  change(line: StoredItem<Entry>, columns: Partial<Entry>, event?: LineEvent): WriteOperation[];
  /** What was changed of a line, oldest first. */
  history(line: StoredItem<Entry>): Promise<LineChange[]>;
  line(
    organisationId: string,
    year: number,
    number: number,
    documentId: string,
  ): Promise<StoredItem<Entry> | undefined>;
  /** A line by its place (`sk`). */
  at(organisationId: string, year: number, key: string): Promise<StoredItem<Entry> | undefined>;
  /** Lines of a year by number. */
  list(
    organisationId: string,
    year: number,
    range?: RegisterRange<Entry>,
  ): Promise<{ lines: StoredItem<Entry>[]; next?: string }>;
  /** Years that have lines, latest first. */
  years(organisationId: string): Promise<number[]>;
}

/** The incoming register also finds lines of what seems to be the same document. */
export interface IncomingRegister extends Register<IncomingEntry> {
  /**
   * Lines of the same document code, or of the same number, notation and issuing organisation in one year (NĐ30 Phụ lục VI, Phần I,
   * III.1.h), but not the document itself.
   */
  alike(
    organisationId: string,
    wanted: Pick<IncomingEntry, "code" | "notation" | "author" | "issuedOn"> & { documentId?: string },
  ): Promise<StoredItem<IncomingEntry>[]>;
}
