import type { WriteOperation } from "../storage/index.ts";

/** One number of a series and what became of it. A number is never given twice and never disappears. */
export interface LedgerEntry {
  series: string;
  number: number;
  documentId: string;
  /** reserved: written on the document, not yet issued; issued: the document is out (of an arrival number: registered); voided: will never be used, see `reason`. */
  state: "reserved" | "issued" | "voided";
  reservedAt: string;
  reservedBy: string;
  issuedAt?: string;
  issuedBy?: string;
  voidedAt?: string;
  voidedBy?: string;
  reason?: string;
}

/** For which document, by whom (person id), at what ISO instant. */
export interface LedgerEvent {
  documentId: string;
  by: string;
  at: string;
}

/** Why a number is voided, and what the line of the register says of it. */
export interface VoidEvent extends LedgerEvent {
  reason: string;
  /** Number and notation as on the document, and what it was about. */
  notation?: string;
  subject?: string;
}

/** The figures a book was closed with. Whoever changes, takes out or adds an entry later is found by them. */
export interface BookSeal {
  /** ISO instant, person id. */
  at: string;
  by: string;
  /** Why it was closed before its year was over. */
  reason?: string;
  /** First and last number given here; absent when the book gave none. */
  first?: number;
  last?: number;
  counts: { issued: number; voided: number };
  /** Over the entries in order, lower-case hexadecimal. */
  sha256: string;
}

/** Where the numbers before the first of this ledger were given. */
export interface TakenOver {
  /** ISO instant, person id. */
  at: string;
  by: string;
  /** The last number given there. */
  last: number;
  /** Old lines that came with it, and the file they came from (sha256). */
  lines: number;
  file?: string;
  /** The system or paper book, in the clerk's words. */
  from: string;
}

/** A book (sổ): one series of numbers from its opening to its closing. */
export interface Book {
  series: string;
  /** The number before the first of this ledger (0, unless the series was begun elsewhere) and the last number given. */
  before: number;
  last: number;
  /** ISO instant, person id; absent for a book that its first number opened before this was noted. */
  opened?: { at: string; by: string };
  taken?: TakenOver;
  /** Old lines are just being written: no number is given until they are all there. */
  taking?: TakenOver;
  closed?: BookSeal;
}

/** What {@link Ledger.check} proved about a series. */
export interface LedgerCheck {
  series: string;
  /** The number before the first of this ledger (0, unless the series was begun on paper) and the last number given. */
  before: number;
  last: number;
  counts: { reserved: number; issued: number; voided: number };
  /** Numbers up to `last` that have no entry. */
  gaps: number[];
  /** Numbers beyond `last`, or documents that hold several numbers: what must never be. */
  repeats: { number: number; documentId: string }[];
  /** Numbers that will never be used, each with its reason. */
  voided: { number: number; documentId: string; at: string; reason: string }[];
  /** Numbers that are on a document which is not out yet. */
  reserved: { number: number; documentId: string; at: string; by: string }[];
  /** The seal of a closed book. */
  closed?: BookSeal;
  /** A closed book is no longer what it was when it was closed. */
  sealBroken?: true;
  sound: boolean;
}

/** The number ledger. Every step answers write operations, to be committed together with the caller's own change. */
export interface Ledger {
  /**
   * The next number of a series, reserved for a document. The number is taken only if the caller's commit succeeds, so an abandoned
   * attempt leaves no gap; two at once meet in CONFLICT, and the loser tries again (`withRetry`). The first number opens the book. Numbers
   * of arrival are used with that, and need no {@link Ledger.issue}.
   * @throws NUMBER_GIVEN when the document already holds a number of this series; NUMBER_CLOSED when the book is closed; BOOK_TAKING_OVER
   */
  next(series: string, event: LedgerEvent): Promise<{ number: number; operations: WriteOperation[] }>;
  /** Marks the document's number as issued. @throws NUMBER_CLOSED unless it is reserved for this document */
  issue(series: string, number: number, event: LedgerEvent): Promise<WriteOperation[]>;
  /**
   * Marks a reserved number as never to be used, and says why, here and in the register; the document may then take another.
   * @throws NUMBER_CLOSED, INVALID
   */
  void(series: string, number: number, event: VoidEvent): Promise<WriteOperation[]>;
  /** Opens a book before its first number. @throws NUMBER_CLOSED when it was opened before */
  open(series: string, event: Omit<LedgerEvent, "documentId">): Promise<WriteOperation[]>;
  /**
   * Closes a book: it takes no number any more and keeps the figures it was closed with.
   * @throws NOT_FOUND, NUMBER_CLOSED when it is closed, BOOK_NOT_FINISHED while numbers are reserved, BOOK_TAKING_OVER
   */
  close(
    series: string,
    event: Omit<LedgerEvent, "documentId"> & { reason?: string },
  ): Promise<{ seal: BookSeal; operations: WriteOperation[] }>;
  /**
   * Starts a series behind numbers that were given on paper: the next is `last + 1`.
   * @throws BOOK_IN_USE when numbers were given, NUMBER_CLOSED, BOOK_TAKING_OVER while {@link Ledger.hold} is not of this taking over
   */
  begin(series: string, last: number, taken?: TakenOver): Promise<WriteOperation[]>;
  /**
   * Keeps a series still while the old lines of another system are written; {@link Ledger.begin} ends that. May be called again after a
   * taking over that broke off.
   * @throws BOOK_IN_USE, NUMBER_CLOSED
   */
  hold(series: string, taking: TakenOver): Promise<WriteOperation[]>;
  /** A book as it stands; undefined while nobody opened it. */
  book(series: string): Promise<Book | undefined>;
  /** Numbers of a series in order, all or a stretch of them (inclusive). */
  entries(series: string, range?: { from?: number; to?: number }): Promise<LedgerEntry[]>;
  /** All series of an organisation, by name. */
  series(organisationId: string): Promise<string[]>;
  /** Reads the whole series and proves that it has no gap and no repeat, and that a closed book is as it was closed. */
  check(series: string): Promise<LedgerCheck>;
}
