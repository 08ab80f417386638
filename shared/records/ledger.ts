import { VanthuError } from "../errors/index.ts";
import type { RecordStore, StoredItem, WriteOperation } from "../storage/index.ts";

/** One number of a series and what became of it. A number is never given twice and never disappears. */
export interface LedgerEntry {
  series: string;
  number: number;
  documentId: string;
  /** reserved: written on the document, not yet issued; issued: the document is out; voided: will never be used, see `reason`. */
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
  sound: boolean;
}

/** The number ledger. Every step answers write operations, to be committed together with the caller's own change. */
export interface Ledger {
  /**
   * The next number of a series, reserved for a document. The number is taken only if the caller's commit succeeds, so an abandoned
   * attempt leaves no gap; two at once meet in CONFLICT, and the loser tries again (`withRetry`).
   * @throws NUMBER_GIVEN when the document already holds a number of this series
   */
  next(series: string, event: LedgerEvent): Promise<{ number: number; operations: WriteOperation[] }>;
  /** Marks the document's number as issued. @throws NUMBER_CLOSED unless it is reserved for this document */
  issue(series: string, number: number, event: LedgerEvent): Promise<WriteOperation[]>;
  /** Marks a reserved number as never to be used, and says why; the document may then take another. @throws NUMBER_CLOSED, INVALID */
  void(series: string, number: number, event: LedgerEvent & { reason: string }): Promise<WriteOperation[]>;
  /** Starts a series behind numbers that were given on paper: the next is `last + 1`. @throws NUMBER_CLOSED when the series has begun */
  begin(series: string, last: number): Promise<WriteOperation[]>;
  entries(series: string): Promise<LedgerEntry[]>;
  /** All series of an organisation, by name. */
  series(organisationId: string): Promise<string[]>;
  /** Reads the whole series and proves that it has no gap and no repeat. */
  check(series: string): Promise<LedgerCheck>;
}

interface Counter {
  before: number;
  last: number;
}

const COUNTER = "counter";
const NUMBER = "number#";
const DOCUMENT = "document#";
const SERIES_INDEX = "ledger";

/** Opens the ledger on a record store. One partition a series: its counter, one item a number, one a document. */
export function openLedger(records: RecordStore): Ledger {
  const counterOf = (series: string) => records.get<Counter>(ledgerPartition(series), COUNTER);

  /** Counter and index entry of a series that has none yet. */
  const firstOperations = (series: string, counter: Counter): WriteOperation[] => [
    { op: "insert", pk: ledgerPartition(series), sk: COUNTER, data: counter },
    { op: "put", pk: SERIES_INDEX, sk: series, data: {} },
  ];

  const reservedItem = async (series: string, number: number, documentId: string): Promise<StoredItem<LedgerEntry>> => {
    const item = await records.get<LedgerEntry>(ledgerPartition(series), numberKey(number));
    if (item?.data.state !== "reserved" || item.data.documentId !== documentId)
      throw new VanthuError("NUMBER_CLOSED", {
        message: `Số ${number} không đang được giữ cho văn bản này.`,
        where: `${series} số ${number}`,
        hint: "Số đã phát hành hoặc đã hủy thì không đổi được nữa; hãy lấy số mới.",
      });
    return item;
  };

  const entries = async (series: string): Promise<LedgerEntry[]> =>
    (await records.query<LedgerEntry>(ledgerPartition(series), { prefix: NUMBER })).items.map((item) => item.data);

  return {
    entries,

    async next(series, event) {
      const pk = ledgerPartition(series);
      const held = await records.get<{ number: number }>(pk, DOCUMENT + event.documentId);
      if (held)
        throw new VanthuError("NUMBER_GIVEN", {
          message: `Văn bản này đã được cấp số ${held.data.number}.`,
          where: String(held.data.number),
        });
      const counter = await counterOf(series);
      const { before, last } = counter?.data ?? { before: 0, last: 0 };
      const number = last + 1;
      const entry: LedgerEntry = {
        series,
        number,
        documentId: event.documentId,
        state: "reserved",
        reservedAt: event.at,
        reservedBy: event.by,
      };
      const counted: WriteOperation[] = counter
        ? [{ op: "update", pk, sk: COUNTER, rev: counter.rev, data: { before, last: number } }]
        : firstOperations(series, { before, last: number });
      return {
        number,
        operations: [
          ...counted,
          { op: "insert", pk, sk: numberKey(number), data: entry },
          { op: "insert", pk, sk: DOCUMENT + event.documentId, data: { number } },
        ],
      };
    },

    async issue(series, number, event) {
      const item = await reservedItem(series, number, event.documentId);
      const data: LedgerEntry = { ...item.data, state: "issued", issuedAt: event.at, issuedBy: event.by };
      return [{ op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data }];
    },

    async void(series, number, event) {
      if (event.reason.trim() === "")
        throw new VanthuError("INVALID", { message: "Hủy số văn bản phải ghi rõ lý do.", where: "reason" });
      const item = await reservedItem(series, number, event.documentId);
      const held = await records.get(item.pk, DOCUMENT + event.documentId);
      const data: LedgerEntry = {
        ...item.data,
        state: "voided",
        voidedAt: event.at,
        voidedBy: event.by,
        reason: event.reason.trim(),
      };
      return [
        { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data },
        ...(held ? [{ op: "remove" as const, pk: held.pk, sk: held.sk, rev: held.rev }] : []),
      ];
    },

    async begin(series, last) {
      if (!Number.isSafeInteger(last) || last < 0)
        throw new VanthuError("INVALID", {
          message: "Số cuối cùng đã dùng phải là số nguyên không âm.",
          where: "last",
        });
      if (await counterOf(series))
        throw new VanthuError("NUMBER_CLOSED", {
          message: "Sổ số này đã được dùng, không đặt lại số được.",
          where: series,
        });
      return firstOperations(series, { before: last, last });
    },

    async series(organisationId) {
      const { items } = await records.query(SERIES_INDEX, { prefix: `${organisationId}/` });
      return items.map((item) => item.sk);
    },

    async check(series) {
      // Numbers may be given while this reads: those up to the counter before must be there, none may lie beyond the counter after.
      const { before, last } = (await counterOf(series))?.data ?? { before: 0, last: 0 };
      const all = await entries(series);
      const lastNow = (await counterOf(series))?.data.last ?? 0;

      const counts = { reserved: 0, issued: 0, voided: 0 };
      const numbers = new Set<number>();
      const holders = new Set<string>();
      const repeats: LedgerCheck["repeats"] = [];
      for (const { number, documentId, state } of all) {
        counts[state] += 1;
        const outside = number <= before || number > lastNow;
        const heldTwice = state !== "voided" && holders.has(documentId);
        if (outside || heldTwice || numbers.has(number)) repeats.push({ number, documentId });
        numbers.add(number);
        if (state !== "voided") holders.add(documentId);
      }
      const gaps: number[] = [];
      for (let number = before + 1; number <= last; number++) if (!numbers.has(number)) gaps.push(number);
      return { series, before, last, counts, gaps, repeats, sound: gaps.length === 0 && repeats.length === 0 };
    },
  };
}

/** Partition of a series: for {@link withRetry}, to try again when another number of the series was taken first. */
export function ledgerPartition(series: string): string {
  return `ledger#${series}`;
}

/** Eight digits: sort keys are text and must sort as numbers. */
function numberKey(number: number): string {
  return NUMBER + String(number).padStart(8, "0");
}
