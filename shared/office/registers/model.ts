import type { Actor } from "../../access/index.ts";
import type { DocumentKind, RuleSetId } from "../../documents/index.ts";
import type { Book, IncomingEntry, LedgerCheck, LineChange, OutgoingEntry, SeriesParts } from "../../records/index.ts";

/** Kinds of State documents that the head of the office gave a series of their own (NĐ30 Điều 15.1.c), by year. */
export interface OwnSeries {
  kind: DocumentKind;
  /** First year in which the kind counts for itself. */
  fromYear: number;
  /** Last such year; absent: it still does. */
  toYear?: number;
}

/** An advisory body (hội đồng, ban chỉ đạo, tổ giúp việc; of the Party also a congress) with numbers of its own. */
export interface NumberingBody {
  /** As in the notation: "BCĐCĐS" of "05/QĐ-BCĐCĐS", "ĐH" of "18-BB/ĐH". */
  abbreviation: string;
  name: string;
}

/** How an office numbers. */
export interface NumberingSettings {
  ownSeries: OwnSeries[];
  bodies: NumberingBody[];
}

/** What names a book besides its organisation: of State documents, Party documents or arrivals; "chung", a kind, "@BCĐ"; year or term. */
export type BookName = Pick<SeriesParts, "system" | "register" | "period">;

/** A book with its name in words and its figures. */
export interface BookView extends Book, BookName {
  title: string;
  counts: { reserved: number; issued: number; voided: number };
  /** Numbers may still be given in it by the calendar. */
  running: boolean;
}

/** What a series of the report says. */
export interface LedgerLine extends LedgerCheck {
  title: string;
  /** Numbers that were reserved and not issued by the end of the next working day (NĐ30 Điều 15.2, 18.1). */
  late: { number: number; documentId: string; at: string; by: string; workingDays: number }[];
  /** Issued numbers without a line in their register. */
  withoutLine: { number: number; documentId: string }[];
}

/** The proof that no number is missing and none is given twice. */
export interface LedgerReport {
  organisation: string;
  /** ISO instant. */
  at: string;
  /** Only books of this year or of terms that contain it. */
  year?: number;
  series: LedgerLine[];
  sound: boolean;
}

/** A running series of another system or of a paper book. */
export interface TakeOverInput {
  /** The last number given there. */
  last: number;
  /** Where it was kept, in words: "Phần mềm eOffice", "sổ giấy". */
  from: string;
  /** The old register (.xlsx, .csv), where its lines are to be found here too. */
  file?: { name: string; bytes: Uint8Array };
}

/** What taking over did. */
export interface TakenOverBook {
  book: BookView;
  /** Old lines that can be found in the register now. */
  lines: number;
  /** Vietnamese sentences: missing numbers, lines that look like one document. */
  warnings: string[];
}

/** Books and series of numbers of one organisation. */
export interface BookDesk {
  /** Newest period first. */
  list(actor: Actor): Promise<BookView[]>;
  /** Opens a book before its first number. @throws INVALID, NUMBER_CLOSED */
  open(actor: Actor, book: BookName): Promise<BookView>;
  /** Closes a book for good; before its period is over only with a reason. @throws BOOK_NOT_FINISHED, NUMBER_CLOSED, INVALID, NOT_FOUND */
  close(actor: Actor, series: string, reason?: string): Promise<BookView>;
  /**
   * Goes on behind the numbers of another system, with its old lines if wanted.
   * @throws BOOK_IN_USE when numbers were given here, NUMBER_CLOSED, INVALID, REGISTER_LINE_UNREADABLE naming every line, IMPORT_*
   */
  takeOver(actor: Actor, book: BookName, input: TakeOverInput): Promise<TakenOverBook>;
  settings(actor: Actor): Promise<NumberingSettings & { rev: number }>;
  /** @throws INVALID, CONFLICT, BOOK_IN_USE when a book of the years it would change has given numbers */
  changeSettings(actor: Actor, rev: number, settings: NumberingSettings): Promise<NumberingSettings & { rev: number }>;
  /** The proof over all books, or those of a year. */
  report(actor: Actor, year?: number): Promise<LedgerReport>;
  reportFile(actor: Actor, format: "pdf" | "xlsx", year?: number): Promise<RegisterFile>;
}

/** What is known of a document when its series is asked for. */
export interface DocumentToNumber {
  organisationId: string;
  ruleSet: RuleSetId;
  kind: DocumentKind;
  notation: string;
  /** ISO date. */
  date: string;
  /** Term of the Party committee. */
  term: string;
}

/** The registers: outgoing, incoming, sent by post, use of kept copies, follow-up of incoming ones, certified copies. */
export type RegisterName = "outgoing" | "incoming" | "postal" | "loans" | "following" | "copies";

/** A column of the decree. */
export interface RegisterColumn {
  key: string;
  header: string;
  is: "text" | "date" | "number";
  /** Width on A4 landscape, in millimetres. */
  width: number;
  /** Kept by hand: may be changed later, with its history. */
  kept?: true;
  /** Must be filled in where a line is written by hand. */
  required?: true;
}

/** A register as the decree has it. */
export interface RegisterForm {
  name: RegisterName;
  /** "Sổ đăng ký văn bản đi" */
  title: string;
  clause: string;
  columns: RegisterColumn[];
  /** Lines are written by hand. */
  byHand?: true;
}

/** Which lines of a register are wanted. Texts match without marks and case. */
export interface RegisterQuery {
  year: number;
  search?: string;
  /** Kind code of outgoing documents ("QĐ"), name of the kind of incoming ones ("Kế hoạch"). */
  kind?: string;
  /** Drafting or keeping unit; of incoming documents who they were passed to. */
  unit?: string;
  signatory?: string;
  /** issued, sent, voided, taken-over; of incoming documents passed, waiting, voided, taken-over. */
  state?: string;
  /** Days of the document (outgoing) or of arrival, ISO, inclusive. */
  from?: string;
  to?: string;
  /** Numbers, inclusive. */
  fromNumber?: number;
  toNumber?: number;
  /** One book only. */
  series?: string;
  /** Latest first. */
  reverse?: boolean;
  limit?: number;
  /** `next` of the previous answer. */
  after?: string;
}

/** A line as it is shown. */
export interface RegisterRow {
  /** Its place in the year, for changes. */
  key: string;
  year: number;
  /** Number in the book; 0 where there is none. */
  number: number;
  rev: number;
  /** What the line is of, where that is kept here. */
  document?: { of: "document" | "incoming" | "copy"; id: string };
  /** Dates are ISO. */
  cells: Record<string, string | number>;
  voided?: true;
  takenOver?: true;
  /** The reader may not see what it is of: no more than number and date stand in it. */
  concealed?: true;
}

/** A page of a register. */
export interface RegisterPage {
  form: RegisterForm;
  rows: RegisterRow[];
  next?: string;
  /** Years with lines, latest first. */
  years: number[];
}

/** A file to be taken away. */
export interface RegisterFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** The registers of one organisation (NĐ30 Phụ lục IV). */
export interface RegisterDesk {
  outgoing(actor: Actor, year: number, search?: string): Promise<OutgoingEntry[]>;
  incoming(actor: Actor, year: number, search?: string): Promise<IncomingEntry[]>;
  forms(actor: Actor): RegisterForm[];
  /** A page of lines. @throws INVALID */
  page(actor: Actor, register: RegisterName, query: RegisterQuery): Promise<RegisterPage>;
  row(actor: Actor, register: RegisterName, year: number, key: string): Promise<RegisterRow>;
  /** What was changed of a line by hand, oldest first. */
  history(actor: Actor, register: RegisterName, year: number, key: string): Promise<LineChange[]>;
  /** Changes columns that are kept by hand. @throws INVALID, CONFLICT, NOT_FOUND */
  keep(
    actor: Actor,
    register: RegisterName,
    year: number,
    key: string,
    rev: number,
    cells: Record<string, string>,
  ): Promise<RegisterRow>;
  /** Writes a line of a register that is kept by hand (postal, loans). @throws INVALID */
  enter(actor: Actor, register: RegisterName, cells: Record<string, string>): Promise<RegisterRow>;
  /** Cover, first page and lines as a PDF to be bound, or as the Word file it is set from. @throws REGISTER_TOO_LONG */
  print(
    actor: Actor,
    register: RegisterName,
    query: RegisterQuery,
    options?: { volume?: number; format?: "pdf" | "docx" },
  ): Promise<RegisterFile>;
  /** The lines as a workbook with real dates. */
  workbook(actor: Actor, register: RegisterName, query: RegisterQuery): Promise<RegisterFile>;
  /** Lines of the incoming register that seem to be the same document (NĐ30 Phụ lục VI, Phần I, III.1.h). */
  alike(
    actor: Actor,
    wanted: { code?: string; notation: string; author: string; issuedOn: string; documentId?: string },
  ): Promise<IncomingEntry[]>;
}
