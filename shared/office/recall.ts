import { allow } from "../access/index.ts";
import { transition } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { packEdxml } from "../exchange/index.ts";
import type { WriteOperation } from "../storage/index.ts";
import type { OfficeContext } from "./context.ts";
import { documentIdOf, recallPacket, receiver } from "./dispatch.ts";
import { changeOperations, commitChange, historyEntry, readDocument, readDocumentAt } from "./document-file.ts";
import type { DocumentRecord, DocumentRelation } from "./model.ts";
import { changesPartition, type KnownChange } from "./standing/check-index.ts";
import { checkedText, registerNote, relationTo, type WorkflowDesk } from "./workflow/index.ts";

/**
 * Takes an issued document back (thu hồi, NĐ30 Điều 18.4): it is frozen for good with all its data (Phụ lục VI, Phần I.II.8), the register says
 * so, and everybody it was sent to gets a recall packet, all in one commit.
 */
export function recallDesk(context: OfficeContext): Pick<WorkflowDesk, "recall"> {
  return {
    async recall(actor, id, rev, reason, by) {
      allow(actor, "document.recall");
      const document = await readDocumentAt(context, actor, id, rev);
      const state = transition(document.state, "recall");
      const said = checkedText(reason, "reason", "Cần ghi lý do thu hồi.");
      const sender = await context.access.organisation(actor.organisationId);
      const saying = by === undefined || by === "" ? undefined : await readSaying(by);
      const relation = saying === undefined ? undefined : relationTo("recalls", saying);
      const entry = historyEntry(context, actor, "recall", said);
      const change = changeOperations(
        document,
        {
          state,
          recall: { at: entry.at, reason: said, ...(relation === undefined ? {} : { by: relation }) },
          ...(relation === undefined ? {} : { changedBy: [...(document.changedBy ?? []), relation] }),
        },
        entry,
      );
      const also: WriteOperation[] = [
        ...(await registerNote(context, document, `Đã thu hồi: ${said}`)),
        ...(saying === undefined || relation === undefined ? [] : [standingRow(saying, relation)]),
      ];
      if (document.sentTo.length > 0) {
        const receivers = await Promise.all(document.sentTo.map((one) => receiver(context, one)));
        const packet = recallPacket(context, actor, document, sender, receivers, said);
        const stored = await context.storage.files.put(packEdxml(packet), "application/xml");
        also.push(
          ...context.outbox.sendOperations({
            kind: "document",
            packet: stored.sha256,
            documentId: packet.documentId,
            from: sender.code,
            recipients: receivers.map(({ code, name }) => ({ organisationCode: code, name })),
          }),
        );
      }
      return commitChange(context, actor, change, also);

      async function readSaying(documentId: string): Promise<DocumentRecord> {
        const found = await readDocument(context, actor, documentId);
        if (found.id !== id && found.files.issued !== undefined && found.number !== undefined) return found;
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Văn bản thu hồi phải là một văn bản khác đã phát hành.",
          where: documentId,
          hint: "Phát hành văn bản thu hồi trước, hoặc thu hồi mà không nêu văn bản.",
        });
      }

      function standingRow(found: DocumentRecord, cited: DocumentRelation): WriteOperation {
        const data: KnownChange = {
          change: "recall",
          by: {
            kind: found.kind,
            number: found.number!.text,
            notation: found.description.notation,
            issuedOn: cited.issuedOn,
          },
          organisationId: found.organisationId,
          id: found.id,
        };
        const pk = changesPartition(documentIdOf(document, sender));
        return { op: "put", pk, sk: `issued/${found.organisationId}/${found.id}`, data };
      }
    },
  };
}
