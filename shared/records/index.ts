export { foldVietnamese } from "./fold.ts";
export {
  type Ledger,
  type LedgerCheck,
  type LedgerEntry,
  type LedgerEvent,
  ledgerPartition,
  openLedger,
} from "./ledger.ts";
export {
  INCOMING_COLUMNS,
  type IncomingEntry,
  OUTGOING_COLUMNS,
  type OutgoingEntry,
  openRegisters,
  type Register,
  type RegisterRange,
} from "./registers.ts";
export { type SeriesKey, seriesFor, yearOf } from "./series.ts";
