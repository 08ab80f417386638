import { createHash } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import type { Storage, WriteOperation } from "../storage/index.ts";
import { deliveriesOf } from "./deliveries.ts";
import { type DrainOptions, type DrainResult, drainOutbox } from "./drain.ts";
import type { Clock, Delivery } from "./model.ts";
import { isOrganisationCode } from "./organisation-code.ts";
import {
  deadPartition,
  type MessageRow,
  messageKey,
  newMessage,
  queueKey,
  queueMessage,
  queuePartitions,
  type SendRequest,
  sentPartition,
} from "./outbox-rows.ts";

/** Sends packets at least once; with a receiver that knows a message by its id, the effect is exactly once. */
export interface Outbox {
  /**
   * Operations that queue a packet, to be part of the caller's own commit: the document and its sending are one decision.
   * At most 40 recipients take two operations each; more take two in all.
   *
   * @throws INVALID for a recipient without a proper organisation code, or none at all
   */
  sendOperations(request: SendRequest): WriteOperation[];
  /** Sends what is due. Safe to run in any number of workers at once, and to be killed anywhere. */
  drain(options: DrainOptions): Promise<DrainResult>;
  /** How a document stands with each receiver, in the order of their codes. */
  deliveries(documentId: string): Promise<Delivery[]>;
  /** Messages of a sender that were given up, newest first not guaranteed. */
  dead(from: string): Promise<
    {
      messageId: string;
      documentId: string;
      to: string;
      toName: string;
      lastError?: { code: string; message: string };
    }[]
  >;
  /** How much waits to be sent, of all senders, and how much was given up of these (counted up to 1,000 a partition and a sender). */
  backlog(senders: readonly string[]): Promise<{ waiting: number; givenUp: number }>;
  /**
   * Queues a message again that was given up, under its old id; `also` are the caller's own operations for the same commit.
   * @throws NOT_FOUND, CONFLICT
   */
  requeue(from: string, messageId: string, also?: WriteOperation[]): Promise<void>;
}

/** Above this many recipients one dispatch row is written instead of a row for each: a commit takes 100 operations, and the caller needs some. */
const DIRECT_RECIPIENTS = 40;

/** Opens the outbox over a storage; opening does nothing. */
export function openOutbox(storage: Storage, clock: Clock): Outbox {
  return {
    sendOperations(request) {
      refuseBadRecipients(request);
      const queuedAt = clock().toISOString();
      if (request.recipients.length <= DIRECT_RECIPIENTS || request.kind === "status") {
        return request.recipients.flatMap((to) => queueMessage(newMessage(request, to, queuedAt)));
      }
      const { documentId, from, packet, recipients } = request;
      const id = `dispatch-${createHash("sha256").update(`${packet}\n${from}`).digest("hex").slice(0, 40)}`;
      const key = { pk: sentPartition(documentId), sk: `dispatch/${id}` };
      return [
        {
          op: "insert",
          ...key,
          data: { dispatch: true, documentId, from, packet, queuedAt, nextAt: queuedAt, recipients },
        },
        { op: "insert", ...queueKey(id, queuedAt), data: key },
      ];
    },
    drain: (options) => drainOutbox(storage, clock, options),
    deliveries: (documentId) => deliveriesOf(storage.records, documentId),
    async dead(from) {
      const { items } = await storage.records.query<MessageRow>(deadPartition(from), { limit: 1000 });
      return items.map(({ data }) => ({
        messageId: data.messageId,
        documentId: data.documentId,
        to: data.to,
        toName: data.toName,
        lastError: data.lastError,
      }));
    },
    async backlog(senders) {
      const count = async (pk: string) => (await storage.records.query(pk, { limit: 1000 })).items.length;
      const sum = async (partitions: string[]) =>
        (await Promise.all(partitions.map(count))).reduce((total, one) => total + one, 0);
      return { waiting: await sum(queuePartitions()), givenUp: await sum(senders.map(deadPartition)) };
    },
    async requeue(from, messageId, also = []) {
      const listed = await storage.records.get<MessageRow>(deadPartition(from), messageId);
      const key = listed === undefined ? undefined : messageKey(listed.data);
      const row = key === undefined ? undefined : await storage.records.get<MessageRow>(key.pk, key.sk);
      if (listed === undefined || key === undefined || row === undefined) {
        throw new VanthuError("NOT_FOUND", {
          message: "Không có gói tin nào đã ngừng gửi với mã này.",
          where: messageId,
        });
      }
      const nextAt = clock().toISOString();
      await storage.records.commit([
        { op: "update", ...key, rev: row.rev, data: { ...row.data, state: "waiting", attempts: 0, nextAt } },
        { op: "insert", ...queueKey(messageId, nextAt), data: key },
        { op: "remove", pk: listed.pk, sk: listed.sk, rev: listed.rev },
        ...also,
      ]);
    },
  };
}

function refuseBadRecipients(request: SendRequest): void {
  if (request.recipients.length === 0)
    throw new VanthuError("INVALID", { message: "Chưa chọn cơ quan nhận.", where: "recipients" });
  const seen = new Set<string>();
  request.recipients.forEach(({ organisationCode, name }, index) => {
    const where = `recipients[${index}]`;
    if (!isOrganisationCode(organisationCode)) {
      throw new VanthuError("INVALID", {
        message: `Cơ quan “${name}” không có mã định danh đúng dạng.`,
        where,
        hint: "Kiểm tra danh mục cơ quan nhận.",
      });
    }
    if (seen.has(organisationCode))
      throw new VanthuError("INVALID", { message: `Cơ quan “${name}” được chọn hai lần.`, where });
    seen.add(organisationCode);
  });
}
