import { randomUUID } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import type { Storage, StoredItem, WriteOperation } from "../storage/index.ts";
import { acceptDocument, incomingIdOf } from "./accept-document.ts";
import { acceptStatus } from "./accept-status.ts";
import { STATUS_WORDS } from "./edxml/names.ts";
import type { PacketLimits } from "./edxml/tree.ts";
import { unpackEdxml } from "./edxml/unpack.ts";
import {
  type Accepted,
  arrivalOperations,
  type Derived,
  documentPartition,
  incomingKey,
  incomingPartition,
  locatorKey,
  type MessageReceipt,
  messageReceiptKey,
  statusOperations,
  symbolPartition,
  waitingPartition,
} from "./inbox-rows.ts";
import type { Clock, IncomingRecord, OtherChannel, StatusCode } from "./model.ts";
import { isConflict } from "./outbox-rows.ts";
import { refuseWrongOrder } from "./statuses.ts";

export type { Accepted, Derived } from "./inbox-rows.ts";

/** Whom the inbox takes packets for, and how large they may be. */
export interface InboxOptions {
  /** Is this organisation served here? Absent: every one. */
  serves?: (organisationCode: string) => boolean | Promise<boolean>;
  limits?: Partial<PacketLimits>;
  /** Written with every change of a document, in the same commit. */
  derived?: Derived;
}

/** A document that came by another way than the exchange, as the clerk writes it down. */
export type OtherArrival = Omit<
  IncomingRecord,
  "id" | "arrivedAt" | "status" | "history" | "check" | "changeAsked" | "cancelled" | "packet" | "warnings" | "channel"
> & { channel: OtherChannel };

/** Takes packets in, keeps them, and tells the sender how they fare. */
export interface Inbox {
  /**
   * Takes a packet. Idempotent: the same message id gives the same answer, and the same packet under two ids is one document.
   * A document is stored with its files, and status 01 is queued back to its sender, all in one commit. A status is added to what its
   * document's sender knows.
   *
   * @param messageId id given by the sender's machine, at most 200 letters, digits, ".", "_", ":", "-"
   * @param to code of the receiving organisation; may be left out when only one of the packet's receivers is served here
   * @throws EXCHANGE_RECEIVER_UNKNOWN, EXCHANGE_MESSAGE_REUSED, NOT_FOUND for a status about a document that was never sent, INVALID, and
   * the codes of {@link unpackEdxml}
   */
  accept(packet: Uint8Array, messageId: string, to?: string): Promise<Accepted>;
  /** Documents of one organisation, newest first. */
  list(
    organisationCode: string,
    page?: { limit?: number; after?: string },
  ): Promise<{ records: IncomingRecord[]; next?: string }>;
  /** How many of an organisation's documents stand at 01, neither accepted nor rejected. */
  waiting(organisationCode: string): Promise<number>;
  /** @throws NOT_FOUND */
  get(id: string): Promise<IncomingRecord>;
  /**
   * Writes down a document that no packet brought; it stands at 01 like any other, and nobody is told. Its files lie in the store already.
   * @param also the caller's own operations for the same commit
   */
  enter(arrival: OtherArrival, also?: WriteOperation[]): Promise<IncomingRecord>;
  /** Other documents of the same organisation that bear this document's id, or its number, notation and sender's name; newest first. */
  alike(
    record: Pick<IncomingRecord, "organisationCode" | "documentId" | "number" | "notation"> & {
      id?: string;
      from: { name: string };
    },
  ): Promise<IncomingRecord[]>;
  /** Newest document that came in under this DocumentId. */
  byDocumentId(organisationCode: string, documentId: string): Promise<IncomingRecord | undefined>;
  /**
   * Closes a packet that only asked something about another document and was answered there: it leaves the waiting ones, and its sender,
   * who has the answer, is told nothing more.
   * @returns the operations for the caller's own commit; none when it is closed already
   */
  closeOperations(id: string, staff: string): Promise<WriteOperation[]>;
  /**
   * Records what the automatic check of the signatures found: the whole verdict as a file, its word and sentence in the record.
   * @throws NOT_FOUND
   */
  recordCheck(id: string, verdict: { verdict: string; summary: string }): Promise<IncomingRecord>;
  /**
   * Changes the status and queues it back to the sender, in one commit; `also` are the caller's own operations for the same commit
   * (the arrival number and its line in the register). A rejection (02) needs a reason.
   * @throws NOT_FOUND, EXCHANGE_STATUS_ORDER, INVALID, CONFLICT
   */
  changeStatus(
    id: string,
    code: StatusCode,
    words?: { description?: string; staff?: string },
    also?: WriteOperation[],
  ): Promise<IncomingRecord>;
}

/** Opens the inbox over a storage; opening does nothing. */
export function openInbox(storage: Storage, clock: Clock, options: InboxOptions = {}): Inbox {
  const { records, files } = storage;
  const derived: Derived = options.derived ?? (async () => []);

  const load = async (id: string): Promise<StoredItem<IncomingRecord>> => {
    const locator = await records.get<{ organisationCode: string }>(...locatorKey(id));
    const item =
      locator === undefined
        ? undefined
        : await records.get<IncomingRecord>(...incomingKey(locator.data.organisationCode, id));
    if (item === undefined)
      throw new VanthuError("NOT_FOUND", { message: "Không có văn bản đến với mã này.", where: id });
    return item;
  };

  return {
    async accept(packet, messageId, to) {
      refuseBadMessageId(messageId);
      const stored = await files.put(packet, "application/xml");
      const earlier = await records.get<MessageReceipt>(...messageReceiptKey(messageId));
      if (earlier !== undefined) return answerAgain(earlier.data, stored.sha256, messageId);
      const unpacked = unpackEdxml(packet, options.limits);
      const receive = { storage, clock, packet: stored.sha256, messageId, serves: options.serves, to, derived };
      // Two deliveries of one message at once: one commits, the other finds the receipt.
      for (let attempt = 1; ; attempt += 1) {
        try {
          return unpacked.kind === "document"
            ? await acceptDocument(receive, unpacked)
            : await acceptStatus(receive, unpacked.status);
        } catch (error) {
          if (!isConflict(error) || attempt >= 5) throw error;
          const winner = await records.get<MessageReceipt>(...messageReceiptKey(messageId));
          if (winner !== undefined) return answerAgain(winner.data, stored.sha256, messageId);
        }
      }
    },

    async list(organisationCode, page = {}) {
      const { items, next } = await records.query<IncomingRecord>(incomingPartition(organisationCode), {
        reverse: true,
        limit: page.limit ?? 100,
        after: page.after,
      });
      return { records: items.map((item) => item.data), ...(next === undefined ? {} : { next }) };
    },

    async waiting(organisationCode) {
      return (await records.query(waitingPartition(organisationCode))).items.length;
    },

    async get(id) {
      return (await load(id)).data;
    },

    async enter(arrival, also = []) {
      const at = clock();
      const entry = { code: "01" as const, description: STATUS_WORDS["01"], at: at.toISOString() };
      const record: IncomingRecord = {
        ...arrival,
        id: incomingIdOf(at, arrival.organisationCode, randomUUID()),
        packet: "",
        warnings: [],
        arrivedAt: at.toISOString(),
        status: "01",
        history: [entry],
      };
      await records.commit([...arrivalOperations(record), ...(await derived(record, also)), ...also]);
      return record;
    },

    async alike(record) {
      const found = await Promise.all(
        [
          documentPartition(record.organisationCode, record.documentId),
          symbolPartition(record.organisationCode, record),
        ].map((pk) => records.query<{ id: string }>(pk, { reverse: true, limit: 20 })),
      );
      const ids = new Set(found.flatMap(({ items }) => items.map(({ data }) => data.id)));
      if (record.id !== undefined) ids.delete(record.id);
      const others = await Promise.all(
        [...ids]
          .sort()
          .reverse()
          .map(async (id) => (await load(id)).data),
      );
      return others;
    },

    async byDocumentId(organisationCode, documentId) {
      const { items } = await records.query<{ id: string }>(documentPartition(organisationCode, documentId), {
        reverse: true,
        limit: 1,
      });
      return items[0] === undefined ? undefined : (await load(items[0].data.id)).data;
    },

    async closeOperations(id, staff) {
      const item = await load(id);
      if (item.data.status !== "01") return [];
      const entry = {
        code: "06" as const,
        description: "Đã trả lời ở văn bản được nêu",
        staff,
        at: clock().toISOString(),
      };
      const data: IncomingRecord = { ...item.data, status: "06", history: [...item.data.history, entry] };
      return [
        { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data },
        { op: "remove", pk: waitingPartition(data.organisationCode), sk: id, rev: 1 },
        ...(await derived(data, [])),
      ];
    },

    async recordCheck(id, verdict) {
      const file = await files.put(new TextEncoder().encode(JSON.stringify(verdict)), "application/json");
      for (let attempt = 1; ; attempt += 1) {
        const item = await load(id);
        const check = {
          verdict: verdict.verdict,
          summary: verdict.summary,
          at: clock().toISOString(),
          file: file.sha256,
        };
        const data: IncomingRecord = { ...item.data, check };
        try {
          await records.commit([
            { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data },
            ...(await derived(data, [])),
          ]);
          return data;
        } catch (error) {
          if (!isConflict(error) || attempt >= 5) throw error;
        }
      }
    },

    async changeStatus(id, code, words = {}, also = []) {
      const item = await load(id);
      const description = words.description ?? "";
      refuseWrongOrder(item.data, code, description);
      const { record, operations } = await statusOperations(storage, clock, item.data, {
        code,
        description,
        staff: words.staff,
      });
      await records.commit([
        { op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data: record },
        // Written once, when the document came in: its revision is 1.
        ...(item.data.status === "01" && record.status !== "01"
          ? [{ op: "remove" as const, pk: waitingPartition(record.organisationCode), sk: id, rev: 1 }]
          : []),
        ...operations,
        ...(await derived(record, also)),
        ...also,
      ]);
      return record;
    },
  };
}

function answerAgain(receipt: MessageReceipt, packet: string, messageId: string): Accepted {
  if (receipt.packet !== packet) {
    throw new VanthuError("EXCHANGE_MESSAGE_REUSED", {
      message: "Mã gói tin này đã dùng cho một gói tin khác.",
      where: messageId,
      hint: "Bên gửi phải cấp mã mới cho mỗi gói tin.",
    });
  }
  const { packet: _, ...answer } = receipt;
  return { ...answer, repeated: true };
}

function refuseBadMessageId(messageId: string): void {
  if (/^[A-Za-z0-9._:-]{1,200}$/.test(messageId)) return;
  throw new VanthuError("INVALID", { message: "Mã gói tin trống hoặc có ký tự không được phép.", where: "messageId" });
}
