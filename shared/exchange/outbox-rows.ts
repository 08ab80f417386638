import { createHash } from "node:crypto";
import { isVanthuError } from "../errors/index.ts";
import type { WriteOperation } from "../storage/index.ts";
import type { DeliveryState, DeliveryStatus } from "./model.ts";

/**
 * Rows of the outbox.
 *
 * The row of a message is the truth; beside it, while something is to be done, stands one row in the queue, sorted by when. Both change
 * in one commit, so a message can neither be forgotten nor be in the queue twice. The row's revision is the fencing token: who claims a
 * message writes it, and whoever still holds an older revision can no longer say anything about it.
 */
export interface MessageRow {
  messageId: string;
  kind: "document" | "status";
  documentId: string;
  from: string;
  to: string;
  toName: string;
  packet: string;
  state: DeliveryState;
  attempts: number;
  queuedAt: string;
  /** ISO instant of the next try; while a worker sends, the end of its lease. Absent when nothing more is to be done. */
  nextAt?: string;
  sentAt?: string;
  receiptId?: string;
  lastError?: { code: string; message: string };
}

/** Many receivers, written as one row and unfolded into messages by the worker: one commit takes 100 operations at most. */
export interface DispatchRow {
  dispatch: true;
  documentId: string;
  from: string;
  packet: string;
  queuedAt: string;
  nextAt?: string;
  recipients: { organisationCode: string; name: string }[];
}

/** What stands in the queue: where the row is that it speaks of. */
export interface QueueEntry {
  pk: string;
  sk: string;
}

/** A status that came back, as stored. */
export type StatusRow = DeliveryStatus;

/** The queue is spread over partitions: one DynamoDB partition takes about 1000 writes a second. */
const QUEUE_PARTITIONS = 8;

/** Partitions of the queue. */
export function queuePartitions(): string[] {
  return Array.from({ length: QUEUE_PARTITIONS }, (_, index) => `exchange/queue/${index}`);
}

/** Where the row of a message stands. Statuses that go out stand apart from the documents of whoever they are about. */
export function messageKey(message: Pick<MessageRow, "kind" | "documentId" | "from" | "to" | "messageId">): QueueEntry {
  if (message.kind === "document")
    return { pk: sentPartition(message.documentId), sk: `to/${message.to}/${message.messageId}` };
  return {
    pk: `exchange/status-sent/${message.from}/${message.documentId}`,
    sk: `to/${message.to}/${message.messageId}`,
  };
}

/** Partition of everything about a sent document: its messages ("to/"), dispatches ("dispatch/"), and statuses that came back ("status/"). */
export function sentPartition(documentId: string): string {
  return `exchange/sent/${documentId}`;
}

/** Where messages that were given up are listed, by sender. */
export function deadPartition(from: string): string {
  return `exchange/dead/${from}`;
}

/** A time as it stands in a queue key: milliseconds in 13 digits, enough up to the year 2286. */
export function queueTime(at: Date): string {
  return String(at.getTime()).padStart(13, "0");
}

/** Key in the queue: sorted by time, then message. */
export function queueKey(id: string, nextAt: string): QueueEntry {
  const partition = Number.parseInt(createHash("sha256").update(id).digest("hex").slice(0, 8), 16) % QUEUE_PARTITIONS;
  return { pk: `exchange/queue/${partition}`, sk: `${queueTime(new Date(nextAt))}/${id}` };
}

/** Last key of the queue that is due at `now`. */
export function dueUpTo(now: Date): string {
  return `${queueTime(now)}/\u{10ffff}`;
}

/** Same document, packet and receiver, same message: sending it again is the same sending. */
export function messageIdOf(packet: string, from: string, to: string): string {
  return createHash("sha256").update(`${packet}\n${from}\n${to}`).digest("hex").slice(0, 40);
}

/** What is to be sent, to whom. The packet lies in the file store already. */
export interface SendRequest {
  kind: "document" | "status";
  /** sha256 of the packet. */
  packet: string;
  documentId: string;
  /** Code of the sending organisation. */
  from: string;
  recipients: { organisationCode: string; name: string }[];
}

/** The two operations that queue a new message. */
export function queueMessage(message: MessageRow): WriteOperation[] {
  const key = messageKey(message);
  return [
    { op: "insert", ...key, data: message },
    { op: "insert", ...queueKey(message.messageId, message.nextAt!), data: key },
  ];
}

/** A message as first queued. */
export function newMessage(
  request: Omit<SendRequest, "recipients">,
  to: { organisationCode: string; name: string },
  queuedAt: string,
): MessageRow {
  return {
    messageId: messageIdOf(request.packet, request.from, to.organisationCode),
    kind: request.kind,
    documentId: request.documentId,
    from: request.from,
    to: to.organisationCode,
    toName: to.name,
    packet: request.packet,
    state: "waiting",
    attempts: 0,
    queuedAt,
    nextAt: queuedAt,
  };
}

/** A conflict in the store means that somebody else was quicker; anything else is a real failure. */
export function isConflict(error: unknown): boolean {
  return isVanthuError(error) && error.code === "CONFLICT";
}
