import { createHash } from "node:crypto";
import { VanthuError } from "../errors/index.ts";
import type { WriteOperation } from "../storage/index.ts";
import {
  type Accepted,
  arrivalKey,
  arrivalOperations,
  documentPartition,
  incomingKey,
  type MessageReceipt,
  messageReceiptKey,
  type Receiving,
  receiverOf,
  statusOperations,
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
    ...(packet.answers === undefined ? {} : { answers: packet.answers }),
    packet: packetFile,
    files: await storeFiles(receiving, packet),
    warnings: unpacked.warnings,
    arrivedAt: at.toISOString(),
    status: "01",
    history: [],
  };
  const recalled = await recalledBefore(receiving, record);
  const status = await statusOperations(
    storage,
    clock,
    recalled === undefined ? record : { ...record, changeAsked: recalled },
    { code: "01", description: "" },
  );
  const receipt = receiptOf(record.id, packet.documentId, receiver.organisationCode, packetFile);
  await storage.records.commit([
    insert(messageReceiptKey(messageId), receipt),
    insert(arrivalKey(receiver.organisationCode, packetFile), { id: record.id }),
    ...arrivalOperations(status.record),
    ...((await receiving.derived?.(status.record, [])) ?? []),
    ...status.operations,
    ...(await markEarlier(receiving, record, at)),
  ]);
  return answer(receipt, false);
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

/** The recall of a document that came in before the document itself did: packets are sent again after a failure, each at its own time. */
async function recalledBefore(receiving: Receiving, document: IncomingRecord): Promise<IncomingRecord["changeAsked"]> {
  if (document.business === "recall") return undefined;
  const { records } = receiving.storage;
  const early = await records.get<{ id: string }>(...earlyRecallKey(document, document.documentId));
  if (early === undefined) return undefined;
  const found = (await records.get<IncomingRecord>(...incomingKey(document.organisationCode, early.data.id)))?.data;
  if (found === undefined) return undefined;
  return { kind: "recall", at: document.arrivedAt, reason: found.businessReason ?? "", by: found.id };
}

/** Where a recall is kept that speaks of what has not come in yet: by receiver, document and sender. */
function earlyRecallKey(
  { organisationCode, from }: Pick<IncomingRecord, "organisationCode" | "from">,
  documentId: string,
): [string, string] {
  return [`exchange/early-recall/${organisationCode}`, `${documentId}#${from.organisationCode}`];
}

/** A recall, update or replacement is noted on the documents it speaks of, if the same sender sent them and still has them out. */
async function markEarlier(receiving: Receiving, packet: IncomingRecord, at: Date): Promise<WriteOperation[]> {
  if (packet.business === "new") return [];
  const { records } = receiving.storage;
  const operations: WriteOperation[] = [];
  for (const documentId of new Set(packet.replaces.slice(0, 20))) {
    const { items } = await records.query<{ id: string }>(documentPartition(packet.organisationCode, documentId), {
      reverse: true,
      limit: 1,
    });
    if (items.length === 0 && packet.business === "recall") {
      const [pk, sk] = earlyRecallKey(packet, documentId);
      operations.push({ op: "put", pk, sk, data: { id: packet.id } });
    }
    const item =
      items[0] === undefined
        ? undefined
        : await records.get<IncomingRecord>(...incomingKey(packet.organisationCode, items[0].data.id));
    if (item === undefined || item.data.from.organisationCode !== packet.from.organisationCode) continue;
    if (item.data.status === "02" || item.data.status === "15") continue;
    // What is finished is not changed any more, but a recall must still be answered.
    if (item.data.status === "06" && packet.business !== "recall") continue;
    // A recall that waits for its answer is not covered up by a later change.
    if (item.data.changeAsked?.kind === "recall" && packet.business !== "recall") continue;
    const reason = packet.businessReason ?? "";
    const changeAsked = { kind: packet.business, at: at.toISOString(), reason, by: packet.id };
    const data: IncomingRecord = { ...item.data, changeAsked };
    operations.push({ op: "update", pk: item.pk, sk: item.sk, rev: item.rev, data });
    operations.push(...((await receiving.derived?.(data, [])) ?? []));
  }
  return operations;
}

/** Sorts by arrival; the tail tells packets of the same millisecond apart. */
export function incomingIdOf(at: Date, organisationCode: string, packet: string): string {
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
