import { createHash } from "node:crypto";
import type { Storage, WriteOperation } from "../storage/index.ts";
import { STATUS_WORDS } from "./edxml/names.ts";
import { packStatus } from "./edxml/pack.ts";
import type { Clock, IncomingRecord, PacketOrganisation, StatusCode } from "./model.ts";
import { newMessage, queueMessage } from "./outbox-rows.ts";

/** Answer to a packet that was taken. `repeated`: it had been taken before. */
export interface Accepted {
  receiptId: string;
  kind: "document" | "status";
  /** Of a document. */
  incomingId?: string;
  /** Of a status: what it speaks of. */
  documentId: string;
  organisationCode: string;
  repeated: boolean;
}

/** What is kept of every message: its answer, and of which bytes. */
export type MessageReceipt = Omit<Accepted, "repeated"> & { packet: string };

/** What the two ways of accepting are given. */
export interface Receiving {
  storage: Storage;
  clock: Clock;
  /** sha256 of the stored packet. */
  packet: string;
  messageId: string;
  serves?: (organisationCode: string) => boolean | Promise<boolean>;
  to?: string;
  derived?: Derived;
}

/** What the caller keeps beside an incoming document: written in the same commit as the document, which the caller's `also` goes with. */
export type Derived = (record: IncomingRecord, also: readonly WriteOperation[]) => Promise<WriteOperation[]>;

/** Key of the receipt of a message. */
export function messageReceiptKey(messageId: string): [string, string] {
  return [`exchange/message/${messageId}`, "receipt"];
}

/** Partition of the incoming documents of an organisation; sort keys are ids, which sort by arrival. */
export function incomingPartition(organisationCode: string): string {
  return `exchange/incoming/${organisationCode}`;
}

/** Key of an incoming document. */
export function incomingKey(organisationCode: string, id: string): [string, string] {
  return [incomingPartition(organisationCode), id];
}

/** Partition of the ids of documents that an organisation has neither accepted nor rejected. */
export function waitingPartition(organisationCode: string): string {
  return `exchange/incoming-waiting/${organisationCode}`;
}

/** Key of the row that says which organisation an id belongs to. */
export function locatorKey(id: string): [string, string] {
  return [`exchange/incoming-id/${id}`, "organisation"];
}

/** Key of the row that says that this very packet has come in for this organisation. */
export function arrivalKey(organisationCode: string, packet: string): [string, string] {
  return [`exchange/arrival/${organisationCode}/${packet}`, "id"];
}

/** Partition of the ids under which a document came in; a document may be sent again after a rejection. */
export function documentPartition(organisationCode: string, documentId: string): string {
  return `exchange/incoming-document/${organisationCode}/${documentId}`;
}

/** Partition of the ids of documents that bear this number and notation of this organisation, whose name is written in whatever case. */
export function symbolPartition(
  organisationCode: string,
  { number, notation, from }: Pick<IncomingRecord, "number" | "notation"> & { from: { name: string } },
): string {
  const plain = (text: string) => text.normalize("NFC").toLocaleLowerCase("vi").replace(/\s+/g, " ").trim();
  const symbol = `${plain(number).replace(/^0+(?=\d)/, "")}/${plain(notation)}`;
  // Names and notations are others' words, as long as they like: their digest is the key.
  const digest = createHash("sha256")
    .update(`${symbol}\n${plain(from.name)}`)
    .digest("hex");
  return `exchange/incoming-symbol/${organisationCode}/${digest}`;
}

/** The rows of a document that came in, beside its status: itself, and what it is found by. */
export function arrivalOperations(record: IncomingRecord): WriteOperation[] {
  const { organisationCode, id } = record;
  const insert = ([pk, sk]: [string, string], data: unknown): WriteOperation => ({ op: "insert", pk, sk, data });
  return [
    insert(incomingKey(organisationCode, id), record),
    insert([waitingPartition(organisationCode), id], {}),
    insert(locatorKey(id), { organisationCode }),
    ...documentEntry(record),
  ];
}

/** A recall, and an update that bears the id of the document it speaks of, must not be found in its place. */
function documentEntry(record: IncomingRecord): WriteOperation[] {
  if (record.business === "recall" || record.replaces.includes(record.documentId)) return [];
  const { id, organisationCode } = record;
  return [
    { op: "insert", pk: documentPartition(organisationCode, record.documentId), sk: id, data: { id } },
    { op: "insert", pk: symbolPartition(organisationCode, record), sk: id, data: { id } },
  ];
}

/**
 * A new status of an incoming document: the record as it is then, a row of its own that is never written again, and the packet queued
 * back to the sender.
 */
export async function statusOperations(
  storage: Storage,
  clock: Clock,
  record: IncomingRecord,
  change: { code: StatusCode; description: string; staff?: string },
): Promise<{ record: IncomingRecord; operations: WriteOperation[] }> {
  const at = clock().toISOString();
  const description = change.description.trim() === "" ? STATUS_WORDS[change.code] : change.description.trim();
  const entry = { code: change.code, description, ...staffOf(change), at };
  const answered = change.code === "15" || change.code === "16";
  const { changeAsked, ...rest } = record;
  const takenBack = change.code === "15" && (changeAsked?.kind === "recall" || changeAsked?.kind === "take-back");
  const next: IncomingRecord = {
    ...rest,
    // A refused request leaves the document where it stood; so does an agreed update, which is a document of its own.
    status: answered && !takenBack ? record.status : change.code,
    history: [...record.history, entry],
    ...(changeAsked === undefined || answered ? {} : { changeAsked }),
    ...(takenBack ? { cancelled: { kind: changeAsked.kind, reason: changeAsked.reason, at, ...staffOf(change) } } : {}),
  };
  const sequence = String(next.history.length).padStart(4, "0");
  return {
    record: next,
    operations: [
      { op: "insert", pk: `exchange/incoming-status/${record.id}`, sk: sequence, data: entry },
      ...(await toSender(storage, record, entry)),
    ],
  };
}

/** The status on its way to the sender; nobody waits for that of a document that no exchange carried. */
async function toSender(
  storage: Storage,
  record: IncomingRecord,
  entry: IncomingRecord["history"][number],
): Promise<WriteOperation[]> {
  if (record.channel !== undefined) return [];
  const { receiver, from, documentId } = record;
  const packed = packStatus({ from: receiver, to: from, documentId, ...entry });
  const { sha256 } = await storage.files.put(packed, "application/xml");
  return queueMessage(
    newMessage({ kind: "status", packet: sha256, documentId, from: receiver.organisationCode }, from, entry.at),
  );
}

function staffOf({ staff }: { staff?: string }): { staff?: string } {
  return staff === undefined ? {} : { staff };
}

/** Where a packet's receiver says who it is, as the packet names it. */
export function receiverOf(to: PacketOrganisation[], organisationCode: string): PacketOrganisation | undefined {
  return to.find((one) => one.organisationCode === organisationCode);
}
