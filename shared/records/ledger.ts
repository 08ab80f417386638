import { VanthuError } from "../errors/index.ts";
import type { RecordStore, StoredItem, WriteOperation } from "../storage/index.ts";
import type { Book, Ledger, LedgerEntry, TakenOver } from "./ledger-model.ts";
import { proof, sealOf } from "./ledger-proof.ts";
import { voidedLine } from "./registers.ts";
import { seriesParts } from "./series.ts";

type Counter = Omit<Book, "series">;

const COUNTER = "counter";
const NUMBER = "number#";
const DOCUMENT = "document#";
const SERIES_INDEX = "ledger";

/** Opens the ledger on a record store. One partition a series: its counter, one item a number, one a document. */
export function openLedger(records: RecordStore): Ledger {
  const counterOf = (series: string) => records.get<Counter>(ledgerPartition(series), COUNTER);

  /** Writes the counter: with its index entry when there was none. */
  const counterOperations = (
    series: string,
    counter: StoredItem<Counter> | undefined,
    data: Counter,
  ): WriteOperation[] => {
    const pk = ledgerPartition(series);
    return counter
      ? [{ op: "update", pk, sk: COUNTER, rev: counter.rev, data }]
      : [
          { op: "insert", pk, sk: COUNTER, data },
          { op: "put", pk: SERIES_INDEX, sk: series, data: {} },
        ];
  };

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

  const entries: Ledger["entries"] = async (series, { from, to } = {}) => {
    const { items } = await records.query<LedgerEntry>(ledgerPartition(series), {
      prefix: NUMBER,
      ...(from === undefined ? {} : { from: numberKey(from) }),
      ...(to === undefined ? {} : { to: numberKey(to) }),
    });
    // Arrival numbers that were given before this was noted are used as well.
    return items.map(({ data }) => (data.state === "reserved" && isArrival(series) ? used(data) : data));
  };

  /** The counter of a book that has given no number, as one that is to be taken over must be. */
  const untouched = async (series: string, last: number): Promise<StoredItem<Counter> | undefined> => {
    if (!Number.isSafeInteger(last) || last < 0 || last > MOST)
      throw new VanthuError("INVALID", { message: "Số cuối cùng đã dùng phải là số nguyên không âm.", where: "last" });
    const counter = await counterOf(series);
    if (counter?.data.closed) throw bookClosed(series);
    if (counter && counter.data.last > counter.data.before)
      throw new VanthuError("BOOK_IN_USE", {
        message: `Sổ số này đã được dùng đến số ${counter.data.last}, không đặt lại số được.`,
        where: series,
        hint: "Chỉ tiếp quản được khi hệ thống này chưa cấp số nào trong sổ.",
      });
    return counter;
  };

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
      const book = counter?.data ?? { before: 0, last: 0, opened: { at: event.at, by: event.by } };
      if (book.closed) throw bookClosed(series);
      if (book.taking) throw takingOver(series);
      const number = book.last + 1;
      const entry: LedgerEntry = {
        series,
        number,
        documentId: event.documentId,
        state: "reserved",
        reservedAt: event.at,
        reservedBy: event.by,
      };
      return {
        number,
        operations: [
          ...counterOperations(series, counter, { ...book, last: number }),
          { op: "insert", pk, sk: numberKey(number), data: isArrival(series) ? used(entry) : entry },
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
      const reason = event.reason.trim();
      if (reason === "")
        throw new VanthuError("INVALID", { message: "Hủy số văn bản phải ghi rõ lý do.", where: "reason" });
      const item = await reservedItem(series, number, event.documentId);
      const held = await records.get(item.pk, DOCUMENT + event.documentId);
      const data: LedgerEntry = { ...item.data, state: "voided", voidedAt: event.at, voidedBy: event.by, reason };
      return [
        { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data },
        ...(held ? [{ op: "remove" as const, pk: held.pk, sk: held.sk, rev: held.rev }] : []),
        ...voidedLine(data, event),
      ];
    },

    async open(series, { by, at }) {
      seriesParts(series);
      const counter = await counterOf(series);
      if (counter) throw new VanthuError("NUMBER_CLOSED", { message: "Sổ này đã được mở từ trước.", where: series });
      return counterOperations(series, undefined, { before: 0, last: 0, opened: { at, by } });
    },

    async close(series, { by, at, reason }) {
      const counter = await counterOf(series);
      if (!counter) throw new VanthuError("NOT_FOUND", { message: "Sổ này chưa được mở.", where: series });
      if (counter.data.closed) throw bookClosed(series);
      if (counter.data.taking) throw takingOver(series);
      // Nothing can become reserved behind this reading: that moves the counter, and then this closing meets a conflict.
      const all = await entries(series);
      const waiting = all.filter(({ state }) => state === "reserved");
      if (waiting.length > 0)
        throw new VanthuError("BOOK_NOT_FINISHED", {
          message: `Sổ còn ${waiting.length} số đã cấp mà chưa phát hành hoặc hủy: ${waiting
            .slice(0, 10)
            .map(({ number }) => number)
            .join(", ")}${waiting.length > 10 ? "…" : ""}.`,
          where: series,
          hint: "Phát hành hoặc hủy các số đó rồi khóa sổ.",
        });
      const seal = { at, by, ...(reason ? { reason } : {}), ...sealOf(all) };
      return { seal, operations: counterOperations(series, counter, { ...counter.data, closed: seal }) };
    },

    async begin(series, last, taken) {
      const counter = await untouched(series, last);
      const { taking, ...book }: Counter = counter?.data ?? { before: 0, last: 0 };
      const own = taking !== undefined && taking.at === taken?.at && taking.by === taken.by;
      // Of two who take the book over at once, whose lines are not the ones in the register does not set its number.
      if (!own && (taking !== undefined || taken?.lines)) throw takingOver(series);
      const opened = book.opened ?? (taken ? { at: taken.at, by: taken.by } : undefined);
      const data = { ...book, before: last, last, ...(opened ? { opened } : {}), ...(taken ? { taken } : {}) };
      return counterOperations(series, counter, data);
    },

    async hold(series, taking: TakenOver) {
      seriesParts(series);
      const counter = await untouched(series, taking.last);
      const book = counter?.data ?? { before: 0, last: 0, opened: { at: taking.at, by: taking.by } };
      return counterOperations(series, counter, { ...book, taking });
    },

    async book(series) {
      const counter = await counterOf(series);
      return counter && { series, ...counter.data };
    },

    async series(organisationId) {
      const { items } = await records.query(SERIES_INDEX, { prefix: `${organisationId}/` });
      return items.map((item) => item.sk);
    },

    async check(series) {
      // Numbers may be given while this reads: those up to the counter before must be there, none may lie beyond the counter after.
      const book = (await counterOf(series))?.data ?? { before: 0, last: 0 };
      const all = await entries(series);
      const lastNow = (await counterOf(series))?.data.last ?? 0;
      return proof({ series, ...book }, all, lastNow);
    },
  };
}

/** A number of arrival is given in the moment the document is registered: nothing is waited for (NĐ30 Điều 22). */
function isArrival(series: string): boolean {
  return /^[^/]+\/den\//.test(series);
}

function used(entry: LedgerEntry): LedgerEntry {
  return { ...entry, state: "issued", issuedAt: entry.reservedAt, issuedBy: entry.reservedBy };
}

/** Eight digits hold every number of a year. */
const MOST = 99_999_999;

function bookClosed(series: string): VanthuError {
  return new VanthuError("NUMBER_CLOSED", {
    message: "Sổ số này đã khóa, không cấp số được nữa.",
    where: series,
    hint: "Văn bản ban hành từ nay lấy số ở sổ đang mở.",
  });
}

function takingOver(series: string): VanthuError {
  return new VanthuError("BOOK_TAKING_OVER", {
    message: "Sổ số này đang được tiếp quản từ hệ thống khác, chưa cấp số được.",
    where: series,
    hint: "Chờ việc tiếp quản xong; nếu bị đứt quãng, làm lại việc tiếp quản.",
  });
}

/**
 * How taking a number is tried again (`withRetry`): so often, and with such pauses, that of many processes that number in one series at
 * the same moment none gives up.
 */
export const NUMBER_RETRY = { attempts: 300, longestPause: 1_000 } as const;

/** Partition of a series: for {@link withRetry}, to try again when another number of the series was taken first. */
export function ledgerPartition(series: string): string {
  return `ledger#${series}`;
}

/** Eight digits: sort keys are text and must sort as numbers. */
function numberKey(number: number): string {
  return NUMBER + String(number).padStart(8, "0");
}
