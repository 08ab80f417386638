import { allow } from "../../access/index.ts";
import { vietnameseDay } from "../../calendar/index.ts";
import type { DocumentDescription } from "../../documents/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import { ruleSetFor } from "../../format/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { readDocument } from "../document-file.ts";
import { createDraft } from "../drafting.ts";
import { MASKED_SUBJECT } from "../rights/index.ts";
import { answerKey } from "./answer-links.ts";
import { auditEvent, handlingOperation, readHandling, requireRevision, sees, symbolOf } from "./handling-records.ts";
import type { IncomingDesk } from "./model.ts";
import { progressOf } from "./progress.ts";
import { ownRecord, referenceOf, refuseWhileRecalled, visibleRecord } from "./reading.ts";

/** Letters that answer incoming documents, linked both ways. */
export function answeringDesk(context: OfficeContext): Pick<IncomingDesk, "draftAnswer" | "answeredBy"> {
  return {
    async draftAnswer(actor, id, rev, description) {
      allow(actor, "document.draft");
      const record = await visibleRecord(context, actor, id);
      const handling = await readHandling(context, actor.organisationId, id);
      requireRevision(handling, rev);
      const progress = progressOf(record, handling);
      if (progress !== "unassigned" && progress !== "working") {
        throw new VanthuError("STATE_FORBIDDEN", {
          message: "Chỉ soạn văn bản trả lời khi văn bản đến đang chờ phân phối hoặc đang giải quyết.",
          where: id,
        });
      }
      if (handling.answers.length >= 20)
        throw new VanthuError("INVALID", { message: "Văn bản đã có 20 dự thảo trả lời.", where: "answers" });
      const organisation = await context.access.organisation(actor.organisationId);
      const ruleSet = ruleSetFor(organisation.system, vietnamDate(context.clock()));
      const spokenOf = `${record.kind.name === "" ? "Văn bản" : record.kind.name} số ${symbolOf(record)} ngày ${vietnameseDay(record.issuedOn)} của ${record.from.name}`;
      const letter: DocumentDescription = description ?? {
        ruleSet,
        kind: "CV",
        organisation: {
          ...(organisation.superior ? { superior: organisation.superior } : {}),
          name: organisation.name,
        },
        notation: organisation.system === "party" ? "CV/" : "CV",
        place: organisation.place,
        subject: `trả lời ${record.kind.name === "" ? "văn bản" : record.kind.name} số ${symbolOf(record)}`,
        addressees: [record.from.name],
        body: `${organisation.name} nhận được ${spokenOf} về việc ${record.subject.replace(/^(v\/v|về việc|về)\s+/i, "")}. Sau khi nghiên cứu, ${organisation.name} trả lời như sau:\n\n`,
        recipients: ["Như trên", "Lưu: VT"],
        signature: { authority: [], position: "", name: "" },
      };
      refuseWhileRecalled(record);
      try {
        // The letter and its place among the answers in one commit: of two who ask at once one gets a letter, and none is left unlinked.
        return await createDraft(
          context,
          actor,
          letter,
          { attachments: [] },
          async (documentId) => {
            const [pk, sk] = answerKey(actor.organisationId, documentId);
            return [
              handlingOperation({ ...handling, answers: [...handling.answers, documentId] }),
              { op: "insert", pk, sk, data: { incomingId: id } },
            ];
          },
          (document) => [auditEvent(actor, "incoming.answer", id, context.clock().toISOString(), { document })],
        );
      } catch (error) {
        // Whoever was faster changed the handling: said in its words.
        if (isVanthuError(error) && error.code === "CONFLICT")
          requireRevision(await readHandling(context, actor.organisationId, id), rev);
        throw error;
      }
    },

    async answeredBy(actor, documentId) {
      allow(actor, "document.read");
      const [pk, sk] = answerKey(actor.organisationId, documentId);
      const row = await context.storage.records.get<{ incomingId: string }>(pk, sk);
      if (row === undefined) return undefined;
      // Who may not see the letter is not told what it answers.
      await readDocument(context, actor, documentId);
      const record = await ownRecord(context, actor, row.data.incomingId);
      const reference = referenceOf(record, "code");
      // Reading the letter gives no right to what it answers: its symbol stands in the letter, its content does not.
      return sees(actor, await readHandling(context, actor.organisationId, record.id))
        ? reference
        : { ...reference, subject: MASKED_SUBJECT };
    },
  };
}
