import { VanthuError } from "../errors/index.ts";
import {
  type Accepted,
  documentPartition,
  incomingKey,
  type MessageReceipt,
  messageReceiptKey,
  type Receiving,
} from "./inbox-rows.ts";
import type { DeliveryStatus, IncomingRecord, StatusPacket } from "./model.ts";
import { sentPartition } from "./outbox-rows.ts";

/**
 * Takes a status packet in. A receiver's status is added to what the sender knows of its document, as a row of its own; a sender's 13
 * (take back) is noted on the receiver's record, to be answered with 15 or 16.
 *
 * @throws NOT_FOUND when the document was never sent to, or by, who speaks of it
 */
export async function acceptStatus(receiving: Receiving, status: StatusPacket): Promise<Accepted> {
  return status.code === "13" ? acceptTakeBack(receiving, status) : acceptDeliveryStatus(receiving, status);
}

async function acceptDeliveryStatus(receiving: Receiving, status: StatusPacket): Promise<Accepted> {
  const { storage, clock, messageId } = receiving;
  // Whoever hands it in for one organisation changes nothing that another one knows.
  if (receiving.to !== undefined && receiving.to !== status.to.organisationCode) throw notSent(status);
  const pk = sentPartition(status.documentId);
  const sent = await storage.records.query(pk, { prefix: `to/${status.from.organisationCode}/`, limit: 1 });
  if (sent.items.length === 0) throw notSent(status);
  const { code, description, staff, at } = status;
  const row: DeliveryStatus = {
    code,
    description,
    ...(staff === undefined ? {} : { staff }),
    at,
    recordedAt: clock().toISOString(),
  };
  const receipt = receiptOf(receiving, status, status.to.organisationCode);
  const [receiptPk, receiptSk] = messageReceiptKey(messageId);
  await storage.records.commit([
    { op: "insert", pk: receiptPk, sk: receiptSk, data: receipt },
    // Sorted by the receiver's own time, then by code: two statuses of one second stand in their order.
    { op: "insert", pk, sk: `status/${status.from.organisationCode}/${at}/${code}/${messageId}`, data: row },
  ]);
  return answer(receipt);
}

async function acceptTakeBack(receiving: Receiving, status: StatusPacket): Promise<Accepted> {
  const { storage, clock, messageId } = receiving;
  const organisationCode = receiving.to ?? status.to.organisationCode;
  const { items } = await storage.records.query<{ id: string }>(
    documentPartition(organisationCode, status.documentId),
    { reverse: true, limit: 1 },
  );
  const item =
    items[0] === undefined
      ? undefined
      : await storage.records.get<IncomingRecord>(...incomingKey(organisationCode, items[0].data.id));
  if (item === undefined || item.data.from.organisationCode !== status.from.organisationCode) throw notSent(status);
  const changeAsked = { kind: "take-back" as const, at: clock().toISOString(), reason: status.description };
  const receipt = receiptOf(receiving, status, organisationCode);
  const [pk, sk] = messageReceiptKey(messageId);
  const data: IncomingRecord = { ...item.data, changeAsked };
  await storage.records.commit([
    { op: "insert", pk, sk, data: receipt },
    // What was rejected or taken back already is not asked for again; a recall's answer closes the recall's own packet, so it stays.
    ...(item.data.status === "02" || item.data.status === "15" || item.data.changeAsked?.kind === "recall"
      ? []
      : [
          { op: "update" as const, pk: item.pk, sk: item.sk, rev: item.rev, data },
          ...((await receiving.derived?.(data, [])) ?? []),
        ]),
  ]);
  return answer(receipt);
}

function notSent(status: StatusPacket): VanthuError {
  return new VanthuError("NOT_FOUND", {
    message: "Trạng thái nói về một văn bản chưa từng gửi giữa hai cơ quan này.",
    where: `${status.documentId.slice(0, 200)} (${status.from.organisationCode})`,
  });
}

function receiptOf(receiving: Receiving, status: StatusPacket, organisationCode: string): MessageReceipt {
  return {
    receiptId: `status-${receiving.messageId}`,
    kind: "status",
    documentId: status.documentId,
    organisationCode,
    packet: receiving.packet,
  };
}

function answer({ packet: _, ...receipt }: MessageReceipt): Accepted {
  return { ...receipt, repeated: false };
}
