import { createHash } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import type { WriteOperation } from "../storage/index.ts";
import {
  type Accepted,
  arrivalKey,
  documentPartition,
  incomingKey,
  locatorKey,
  type MessageReceipt,
  messageReceiptKey,
  type Receiving,
  receiverOf,
  statusOperations,
  waitingPartition,
} from "./inbox-rows.ts";
import type { DocumentPacket, IncomingRecord, PacketOrganisation, PacketWarning } from "./model.ts";

/** Takes a document packet in: files first (they are named by their bytes, so one left over does no harm), then everything else in one commit. */
export async function acceptDocument(
  receiving: Receiving,
  unpacked: { packet: DocumentPacket; warnings: PacketWarning[] },
): Promise<Accepted> {
  const { storage, clock, packet: packetFile, messageId } = receiving;
  const { packet } = unpacked;
  const receiver = await chooseReceiver(receiving, packet.to);
  const arrived = await storage.records.get<{ id: string }>(...arrivalKey(receiver.organisationCode, packetFile));
  if (arrived !== undefined) {
    // The same packet under another message id: one document, one more receipt.
    const receipt = receiptOf(arrived.data.id, packet.documentId, receiver.organisationCode, packetFile);
    await storage.records.commit([insert(messageReceiptKey(messageId), receipt)]);
    return answer(receipt, true);
  }
  const at = clock();
  const record: IncomingRecord = {
    id: incomingIdOf(at, receiver.organisationCode, packetFile),
    organisationCode: receiver.organisationCode,
    receiver,
    documentId: packet.documentId,
    from: packet.from,
    number: packet.number,
    notation: packet.notation,
    place: packet.place,
    issuedOn: packet.issuedOn,
    kind: packet.kind,
    subject: packet.subject,
    signatory: packet.signatory,
    ...(packet.dueOn === undefined ? {} : { dueOn: packet.dueOn }),
    priority: packet.priority,
    pages: packet.pages,
    business: packet.business,
    ...(packet.businessReason === undefined ? {} : { businessReason: packet.businessReason }),
    replaces: packet.replaces,
    packet: packetFile,
    files: await storeFiles(receiving, packet),
    warnings: unpacked.warnings,
    arrivedAt: at.toISOString(),
    status: "01",
    history: [],
  };
  const status = await statusOperations(storage, clock, record, { code: "01", description: "" });
  const receipt = receiptOf(record.id, packet.documentId, receiver.organisationCode, packetFile);
  await storage.records.commit([
    insert(messageReceiptKey(messageId), receipt),
    insert(arrivalKey(receiver.organisationCode, packetFile), { id: record.id }),
    insert(incomingKey(receiver.organisationCode, record.id), status.record),
    insert([waitingPartition(receiver.organisationCode), record.id], {}),
    insert(locatorKey(record.id), { organisationCode: receiver.organisationCode }),
    ...documentEntry(record),
    ...status.operations,
    ...(await markEarlier(receiving, packet, receiver.organisationCode, at)),
  ]);
  return answer(receipt, false);
}

/** A recall, and an update that bears the id of the document it speaks of, must not be found in its place. */
function documentEntry(record: IncomingRecord): WriteOperation[] {
  if (record.business === "recall" || record.replaces.includes(record.documentId)) return [];
  return [insert([documentPartition(record.organisationCode, record.documentId), record.id], { id: record.id })];
}

/** Which of the packet's receivers this is for. */
async function chooseReceiver(receiving: Receiving, to: PacketOrganisation[]): Promise<PacketOrganisation> {
  const { serves = () => true } = receiving;
  if (receiving.to !== undefined) {
    const named = receiverOf(to, receiving.to);
    if (named !== undefined && (await serves(named.organisationCode))) return named;
    throw unknown(receiving.to);
  }
  const served: PacketOrganisation[] = [];
  for (const one of to) if (await serves(one.organisationCode)) served.push(one);
  if (served.length === 1) return served[0]!;
  throw unknown(to.map((one) => one.organisationCode).join(", "));
}

function unknown(code: string): VanthuError {
  return new VanthuError("EXCHANGE_RECEIVER_UNKNOWN", {
    message: "Không xác định được cơ quan nhận của gói tin ở hệ thống này.",
    where: code.slice(0, 200),
    hint: "Kiểm tra mã định danh cơ quan nhận.",
  });
}

async function storeFiles(receiving: Receiving, packet: DocumentPacket): Promise<IncomingRecord["files"]> {
  const stored: IncomingRecord["files"] = [];
  for (const { name, description, contentType, bytes } of packet.attachments) {
    const { sha256 } = await receiving.storage.files.put(bytes, contentType);
    stored.push({ name, description, contentType, sha256, bytes: bytes.length });
  }
  return stored;
}

/** A recall, update or replacement is noted on the documents it speaks of, if the same sender sent them and they are not yet finished. */
async function markEarlier(
  receiving: Receiving,
  packet: DocumentPacket,
  organisationCode: string,
  at: Date,
): Promise<WriteOperation[]> {
  if (packet.business === "new") return [];
  const { records } = receiving.storage;
  const operations: WriteOperation[] = [];
  for (const documentId of packet.replaces.slice(0, 20)) {
    const { items } = await records.query<{ id: string }>(documentPartition(organisationCode, documentId), {
      reverse: true,
      limit: 1,
    });
    const item =
      items[0] === undefined
        ? undefined
        : await records.get<IncomingRecord>(...incomingKey(organisationCode, items[0].data.id));
    if (item === undefined || item.data.from.organisationCode !== packet.from.organisationCode) continue;
    if (item.data.status === "02" || item.data.status === "06" || item.data.status === "15") continue;
    const changeAsked = { kind: packet.business, at: at.toISOString(), reason: packet.businessReason ?? "" };
    operations.push({ op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data: { ...item.data, changeAsked } });
  }
  return operations;
}

/** Sorts by arrival; the tail tells packets of the same millisecond apart. */
function incomingIdOf(at: Date, organisationCode: string, packet: string): string {
  const tail = createHash("sha256").update(`${organisationCode}\n${packet}`).digest("hex").slice(0, 16);
  return `${at.getTime().toString(36).padStart(9, "0")}${tail}`;
}

function receiptOf(incomingId: string, documentId: string, organisationCode: string, packet: string): MessageReceipt {
  return { receiptId: incomingId, kind: "document", incomingId, documentId, organisationCode, packet };
}

function answer({ packet: _, ...receipt }: MessageReceipt, repeated: boolean): Accepted {
  return { ...receipt, repeated };
}

function insert([pk, sk]: [string, string], data: unknown): WriteOperation {
  return { op: "insert", pk, sk, data };
}
