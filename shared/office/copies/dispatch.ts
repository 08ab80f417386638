import { allow } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import { COPY_ABBREVIATIONS, FORM_TITLES, FORM_WORDS } from "../../copies/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { buildDocumentId, type DocumentPacket, packEdxml } from "../../exchange/index.ts";
import type { OfficeContext } from "../context.ts";
import { packetOrganisation, receiver } from "../dispatch.ts";
import { copyFileName } from "./making.ts";
import type { CopyDesk, CopyRecord } from "./model.ts";
import { changeCopy, readCopy, readCopyAt } from "./records.ts";

/** TT 05/2025/TT-BNV, list typeDoc, by the names of kinds; "32" for the rest. */
const TYPE_CODES: Record<string, string> = {
  "nghị quyết": "01",
  "quyết định": "02",
  "chỉ thị": "03",
  "quy định": "04",
  "thông báo": "07",
  "hướng dẫn": "08",
  "chương trình": "09",
  "kế hoạch": "10",
  "phương án": "11",
  "đề án": "12",
  "dự án": "13",
  "báo cáo": "14",
  "tờ trình": "15",
  "biên bản": "20",
  "hợp đồng": "21",
  "": "22",
  "công điện": "23",
  "giấy mời": "26",
};

/** Sends electronic copies as documents are sent: a packet for each receiver, queued in the commit that marks the copy as sent. */
export function sendingCopies(context: OfficeContext): Pick<CopyDesk, "send" | "deliveries"> {
  return {
    async send(actor, id, rev, to) {
      allow(actor, "document.send");
      const record = await readCopyAt(context, actor, id, rev);
      if (record.state !== "made" && record.state !== "sent") {
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Chỉ bản sao điện tử mới gửi được trên trục liên thông.",
          where: id,
          hint: "Bản sao giấy chuyển theo đường văn thư.",
        });
      }
      const added = [...new Set(to)].filter((organisationId) => !record.sentTo.includes(organisationId));
      if (added.length === 0)
        throw new VanthuError("INVALID", {
          message: "Chưa chọn cơ quan nhận nào mà bản sao chưa được gửi.",
          where: "to",
        });
      const sender = await context.access.organisation(actor.organisationId);
      const receivers = await Promise.all(added.map((organisationId) => receiver(context, organisationId)));
      const { text } = record.source;
      const packet: DocumentPacket = {
        documentId: packetIdOf(record, sender.code),
        from: packetOrganisation(sender),
        to: receivers.map(packetOrganisation),
        number: text.number,
        notation: text.notation,
        place: sender.place,
        issuedOn: text.issuedOn,
        kind: { code: TYPE_CODES[text.kindName.toLocaleLowerCase("vi")] ?? "32", name: text.kindName || "Công văn" },
        subject: `(Bản ${FORM_WORDS[record.form]}) ${text.subject}`,
        content: `${FORM_TITLES[record.form]} văn bản số ${text.symbol} ngày ${vietnameseDay(text.issuedOn)} của ${text.issuer}`,
        signatory: {
          competence: record.signatory.authority.join("\n"),
          position: record.signatory.position,
          name: record.signatory.name,
        },
        priority: 0,
        pages: record.pages,
        appendices: [],
        places: record.recipients,
        business: "new",
        replaces: [],
        staff: { department: "Văn thư", name: actor.name },
        attachments: [
          {
            name: `${copyFileName(record)}.pdf`,
            description: `Bản ${FORM_WORDS[record.form]} điện tử`,
            contentType: "application/pdf",
            bytes: await context.storage.files.get(record.file),
          },
        ],
        sentAt: context.clock().toISOString(),
      };
      const stored = await context.storage.files.put(packEdxml(packet), "application/xml");
      const queued = context.outbox.sendOperations({
        kind: "document",
        packet: stored.sha256,
        documentId: packet.documentId,
        from: sender.code,
        recipients: receivers.map(({ code, name }) => ({ organisationCode: code, name })),
      });
      return changeCopy(
        context,
        actor,
        record,
        { state: "sent", sentTo: [...record.sentTo, ...receivers.map((one) => one.id)] },
        { action: "send", note: receivers.map(({ name }) => name).join("; ") },
        queued,
      );
    },

    async deliveries(actor, id) {
      allow(actor, "document.read");
      const record = await readCopy(context, actor, id);
      if (record.state !== "sent") return [];
      const { code } = await context.access.organisation(actor.organisationId);
      return context.outbox.deliveries(packetIdOf(record, code));
    },
  };
}

/** An id of the copy's own: the document itself may have been sent under its own number by the same office on the same day. */
function packetIdOf(record: CopyRecord, organisationCode: string): string {
  const { number, notation } = record.source.text;
  return buildDocumentId({
    organisationCode,
    issuedOn: record.madeOn,
    number,
    notation: `${notation}.${COPY_ABBREVIATIONS[record.form]}.${record.id}`,
  });
}
