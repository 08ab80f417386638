export { foldVietnamese } from "./fold.ts";
export { ledgerPartition, NUMBER_RETRY, openLedger } from "./ledger.ts";
export type {
  Book,
  BookSeal,
  Ledger,
  LedgerCheck,
  LedgerEntry,
  LedgerEvent,
  TakenOver,
  VoidEvent,
} from "./ledger-model.ts";
export {
  INCOMING_COLUMNS,
  type IncomingEntry,
  type IncomingRegister,
  type LineChange,
  type LineEvent,
  type LineKey,
  LOAN_COLUMNS,
  type LoanEntry,
  OUTGOING_COLUMNS,
  type OutgoingEntry,
  POSTAL_COLUMNS,
  type PostalEntry,
  type Register,
  type RegisterRange,
} from "./register-model.ts";
export { openRegisters, type Registers } from "./registers.ts";
export {
  bodyRegister,
  bookTitle,
  COMMON,
  lastDayOf,
  type SeriesKey,
  type SeriesParts,
  seriesFor,
  seriesParts,
  yearOf,
} from "./series.ts";
