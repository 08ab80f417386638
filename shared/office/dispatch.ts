import { type Actor, allow, type Organisation } from "../access/index.ts";
import { transition } from "../documents/index.ts";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import {
  buildDocumentId,
  type Delivery,
  type DocumentPacket,
  type PacketAttachment,
  type PacketOrganisation,
  packEdxml,
} from "../exchange/index.ts";
import { formatDateWithSlashes, KINDS } from "../format/index.ts";
import { yearOf } from "../records/index.ts";
import { withRetry } from "../storage/index.ts";
import { citationOf } from "./amendments/amended-documents.ts";
import { type OfficeContext, vietnamDate } from "./context.ts";
import {
  changeOperations,
  commitChange,
  historyEntry,
  readDocument,
  readDocumentAnyway,
  readDocumentAt,
} from "./document-file.ts";
import { answeredDocumentId } from "./incoming/answer-links.ts";
import { documentSymbolOf } from "./issuing.ts";
import type { DeliveryCounts, DocumentDesk, DocumentRecord } from "./model.ts";
import { hiddenFrom } from "./rights/index.ts";
import { refuseMarked } from "./secrecy/index.ts";
import { spokenCheckCode } from "./standing/check-code.ts";
import { codeOfKey } from "./standing/check-index.ts";
import { RELATIONS, relationOf } from "./workflow/index.ts";

/** TT 05/2025/TT-BNV, list typeDoc; used as edXML's DocumentType/Type, whose own list was never seen. */
const TYPE_CODES: Record<DocumentRecord["kind"], string> = {
  QĐ: "02",
  TB: "07",
  HD: "08",
  CTr: "09",
  KH: "10",
  BC: "14",
  TTr: "15",
  CV: "22",
  PL: "32",
};

/** NĐ30 Phụ lục VI, Priority, as edXML counts. */
const PRIORITIES = { KHẨN: 1, "THƯỢNG KHẨN": 2, "HỎA TỐC": 3 } as const;

/** From issued to sent: one packet, queued for each receiver in the same commit that marks the document as sent. */
export function dispatchDesk(
  context: OfficeContext,
): Pick<DocumentDesk, "send" | "deliveries" | "deliveryCounts" | "resend" | "resendAll"> {
  return {
    async send(actor, id, rev, to) {
      allow(actor, "document.send");
      const document = await readDocumentAt(context, actor, id, rev);
      const brought = [document.description, document.attachments];
      await refuseMarked(context, actor, { value: brought }, "documents");
      const state = transition(document.state, "send");
      const sender = await context.access.organisation(actor.organisationId);
      // A document that is out may be sent to more receivers later; nobody gets it twice.
      const added = [...new Set(to)].filter((organisationId) => !document.sentTo.includes(organisationId));
      if (added.length === 0) {
        throw new VanthuError("INVALID", {
          message: "Chưa chọn cơ quan nhận nào mà văn bản chưa được gửi.",
          where: "to",
        });
      }
      const receivers = await Promise.all(added.map((organisationId) => receiver(context, organisationId)));
      const packet = await packetOf(context, actor, document, sender, receivers);
      const stored = await context.storage.files.put(packEdxml(packet), "application/xml");
      const queued = context.outbox.sendOperations({
        kind: "document",
        packet: stored.sha256,
        documentId: packet.documentId,
        from: sender.code,
        recipients: receivers.map((organisation) => ({ organisationCode: organisation.code, name: organisation.name })),
      });
      const change = changeOperations(
        document,
        { state, sentTo: [...document.sentTo, ...receivers.map((organisation) => organisation.id)] },
        historyEntry(context, actor, "send", receivers.map((organisation) => organisation.name).join("; ")),
      );
      const year = yearOf(document.issuedOn!);
      const line = await context.registers.outgoing.line(actor.organisationId, year, document.number!.value, id);
      const register =
        line === undefined || line.data.sentOn !== undefined
          ? []
          : context.registers.outgoing.change(line, { sentOn: vietnamDate(context.clock()) });
      return commitChange(context, actor, change, [...queued, ...register]);
    },

    async deliveries(actor, id) {
      allow(actor, "document.read");
      const document = await readDocument(context, actor, id);
      if (document.sentTo.length === 0) return [];
      return context.outbox.deliveries(documentIdOf(document, await context.access.organisation(actor.organisationId)));
    },

    async deliveryCounts(actor, ids) {
      allow(actor, "document.read");
      const sender = await context.access.organisation(actor.organisationId);
      // A list of many is no reading of each: it leaves no line in the trail.
      const hidden = await hiddenFrom(context, actor);
      const seen = [...new Set(ids)].filter((id) => !hidden.has(id));
      const counts = await Promise.all(
        seen.slice(0, MOST_COUNTED).map(async (id): Promise<[string, DeliveryCounts][]> => {
          try {
            const document = await readDocumentAnyway(context, actor.organisationId, id);
            const sent = document.sentTo.length > 0;
            return [[id, countsOf(sent ? await context.outbox.deliveries(documentIdOf(document, sender)) : [])]];
          } catch (error) {
            // Removed since the list was made: the others are counted all the same.
            if (isVanthuError(error) && error.code === "NOT_FOUND") return [];
            throw error;
          }
        }),
      );
      return new Map(counts.flat());
    },

    async resend(actor, id, messageId) {
      allow(actor, "document.send");
      const { sender, document, documentId } = await sentAs(context, actor, id);
      const given = (await context.outbox.deliveries(documentId)).find((one) => one.messageId === messageId);
      if (given?.state !== "dead") {
        throw new VanthuError("NOT_FOUND", { message: "Không có lần gửi nào đã ngừng với mã này.", where: messageId });
      }
      if (isOver(document, given)) {
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Văn bản đã thu hồi, không gửi lại được nữa.",
          where: messageId,
          hint: "Gói tin thu hồi ngừng gửi thì gửi lại được.",
        });
      }
      await requeue(context, actor, id, sender.code, given);
      return context.outbox.deliveries(documentId);
    },

    async resendAll(actor, id) {
      allow(actor, "document.send");
      const { sender, document, documentId } = await sentAs(context, actor, id);
      const given = (await context.outbox.deliveries(documentId)).filter(
        (one) => one.state === "dead" && !isOver(document, one),
      );
      if (given.length === 0)
        throw new VanthuError("NOT_FOUND", { message: "Không có lần gửi nào đã ngừng để gửi lại.", where: id });
      for (const one of given) {
        try {
          await requeue(context, actor, id, sender.code, one);
        } catch (error) {
          // Somebody sent this one again at this moment.
          if (!isVanthuError(error) || error.code !== "NOT_FOUND") throw error;
        }
      }
      return context.outbox.deliveries(documentId);
    },
  };
}

/** Documents of one page whose deliveries are counted. */
const MOST_COUNTED = 100;

/** How a document stands with its receivers, in numbers. */
function countsOf(deliveries: readonly Delivery[]): DeliveryCounts {
  const counts: DeliveryCounts = { all: deliveries.length, waiting: 0, sent: 0, accepted: 0, refused: 0, failed: 0 };
  for (const { state, status } of deliveries) {
    if (status === "02" || status === "16") counts.refused += 1;
    else if (status !== undefined && status !== "01") counts.accepted += 1;
    else if (status === "01" || state === "sent") counts.sent += 1;
    else if (state === "dead") counts.failed += 1;
    else counts.waiting += 1;
  }
  return counts;
}

async function sentAs(context: OfficeContext, actor: Actor, id: string) {
  const sender = await context.access.organisation(actor.organisationId);
  const document = await readSent(context, actor, id);
  return { sender, document, documentId: documentIdOf(document, sender) };
}

/** Of a document that was taken back only the recall itself still goes out. */
function isOver({ recall }: DocumentRecord, given: Delivery): boolean {
  return recall !== undefined && given.queuedAt < recall.at;
}

async function requeue(
  context: OfficeContext,
  actor: Actor,
  id: string,
  senderCode: string,
  given: Delivery,
): Promise<void> {
  await withRetry(async () => {
    const audit = await context.access.auditOperations({
      organisationId: actor.organisationId,
      actor: { personId: actor.personId, name: actor.name },
      at: context.clock().toISOString(),
      action: "document.resend",
      subject: id,
      details: { to: given.to },
    });
    await context.outbox.requeue(senderCode, given.messageId, audit);
  });
}

async function readSent(context: OfficeContext, actor: Actor, id: string): Promise<DocumentRecord> {
  const document = await readDocument(context, actor, id);
  if (document.sentTo.length > 0) return document;
  throw new VanthuError("STATE_FORBIDDEN", { message: "Văn bản chưa được gửi.", where: id });
}

/** The organisation that something is sent to. @throws RECEIVER_UNKNOWN */
export async function receiver(context: OfficeContext, organisationId: string): Promise<Organisation> {
  try {
    return await context.access.organisation(organisationId);
  } catch (cause) {
    throw new VanthuError("RECEIVER_UNKNOWN", {
      message: "Cơ quan nhận không có trong danh mục.",
      where: organisationId,
      hint: "Chọn lại cơ quan nhận từ danh mục.",
      cause,
    });
  }
}

/** The id that a document travels under (QCVN 102:2016/BTTTT). */
export function documentIdOf(document: DocumentRecord, sender: Organisation): string {
  return buildDocumentId({
    organisationCode: sender.code,
    issuedOn: document.issuedOn!,
    number: document.number!.text,
    notation: document.description.notation,
  });
}

async function packetOf(
  context: OfficeContext,
  actor: Actor,
  document: DocumentRecord,
  sender: Organisation,
  receivers: Organisation[],
): Promise<DocumentPacket> {
  const files = context.storage.files;
  const name = fileName(document);
  const attachments: PacketAttachment[] = [
    {
      name: `${name}.pdf`,
      description: await mainDescription(context, document),
      contentType: "application/pdf",
      bytes: await files.get(document.files.issued!),
    },
  ];
  for (const [index, attachment] of document.attachments.entries()) {
    attachments.push({
      name: `${name}-phu-luc-${index + 1}.pdf`,
      description: attachment.title.replaceAll("\n", " "),
      contentType: "application/pdf",
      bytes: await files.get(attachment.issued!),
    });
  }
  const answers = await answeredDocumentId(context, actor.organisationId, document.id);
  return {
    ...packetHead(context, actor, document, sender, receivers),
    ...businessOf(document),
    ...(answers === undefined ? {} : { answers }),
    attachments,
  };
}

/** What every packet about a document says of it. */
function packetHead(
  context: OfficeContext,
  actor: Actor,
  document: DocumentRecord,
  sender: Organisation,
  receivers: Organisation[],
): Omit<DocumentPacket, "business" | "businessReason" | "replaces" | "attachments"> {
  const { description } = document;
  return {
    documentId: documentIdOf(document, sender),
    from: packetOrganisation(sender),
    to: receivers.map(packetOrganisation),
    number: document.number!.text,
    notation: description.notation,
    place: description.place,
    issuedOn: document.issuedOn!,
    kind: { code: TYPE_CODES[document.kind], name: KINDS[document.kind].name },
    subject: description.subject.replaceAll("\n", " "),
    signatory: {
      competence: description.signature.authority.join("\n"),
      position: description.signature.position,
      name: description.signature.name,
    },
    priority: description.urgency === undefined ? 0 : PRIORITIES[description.urgency],
    pages: document.pages ?? 1,
    appendices: [
      ...(description.appendices ?? []).map((appendix) => appendix.title.replaceAll("\n", " ")),
      ...document.attachments.map((attachment) => attachment.title.replaceAll("\n", " ")),
    ],
    places: description.recipients,
    staff: { department: "Văn thư", name: actor.name },
    sentAt: context.clock().toISOString(),
  };
}

/** The receiver's clerk can look the document up by its verification code, and print it with the document. */
async function mainDescription(context: OfficeContext, { organisationId, id }: DocumentRecord): Promise<string> {
  const own = await context.storage.records.get<{ code: string }>(...codeOfKey(organisationId, id));
  return own === undefined ? "Văn bản chính" : `Văn bản chính, mã kiểm tra ${spokenCheckCode(own.data.code)}`;
}

/** What a document does to an older one, as its packet says it (QCVN 102:2016, BussinessDocType 1, 2 and 3). */
function businessOf(document: DocumentRecord): Pick<DocumentPacket, "business" | "businessReason" | "replaces"> {
  const relation = relationOf(document);
  if (relation?.exchangeId === undefined) return { business: "new", replaces: [] };
  const { name, business } = RELATIONS[relation.kind];
  const { amendment, ruleSet } = document;
  const cited =
    amendment?.amended === undefined
      ? `văn bản số ${relation.symbol} ngày ${formatDateWithSlashes(relation.issuedOn)}`
      : citationOf(amendment.amended, ruleSet);
  return { business, businessReason: `${name} ${cited}`, replaces: [relation.exchangeId] };
}

/**
 * The packet that takes a document back: it bears the document's own id, names it as what is recalled, and carries no file
 * (QCVN 102:2016, BussinessDocType 1).
 */
export function recallPacket(
  context: OfficeContext,
  actor: Actor,
  document: DocumentRecord,
  sender: Organisation,
  receivers: Organisation[],
  reason: string,
): DocumentPacket {
  const documentId = documentIdOf(document, sender);
  return {
    ...packetHead(context, actor, document, sender, receivers),
    documentId,
    business: "recall",
    businessReason: reason.replaceAll("\n", " "),
    replaces: [documentId],
    attachments: [],
  };
}

/** An organisation as packets write it. */
export function packetOrganisation(organisation: Organisation): PacketOrganisation {
  return {
    organisationCode: organisation.code,
    name: organisation.name,
    ...(organisation.superior ? { superior: organisation.superior } : {}),
    ...(organisation.address ? { address: organisation.address } : {}),
    ...(organisation.email ? { email: organisation.email } : {}),
  };
}

/** "32-KH-TU" for files; while there is no number, kind and notation with "du-thao". */
export function fileName(document: DocumentRecord): string {
  return (
    document.number === undefined ? `du-thao-${document.description.notation}` : documentSymbolOf(document)
  ).replaceAll("/", "-");
}
