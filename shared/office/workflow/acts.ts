import { allow } from "../../access/index.ts";
import { symbolOf, transition } from "../../documents/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import type { OfficeContext } from "../context.ts";
import { changeOperations, commitChange, historyEntry, readDocumentAt } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import { holdOperations } from "./holds.ts";
import type { WorkflowDesk } from "./model.ts";
import { rulesFor } from "./rules.ts";
import { checkedText, decisionOperations } from "./slip.ts";
import { mayApprove, mayPerform, mayWithdraw, turnInput } from "./turn.ts";

/** Acts of the workflow that change nothing but where a document stands. */
export function workflowActs(context: OfficeContext): Pick<WorkflowDesk, "approve" | "withdraw" | "void"> {
  return {
    async approve(actor, id, rev, opinion = "") {
      allow(actor, "document.handle");
      const document = await readDocumentAt(context, actor, id, rev);
      const state = transition(document.state, "approve", await rulesFor(context, document));
      if (!mayApprove(actor, turnInput(document))) throw notTheReviewer(document);
      const said = opinion.trim() === "" ? undefined : checkedText(opinion, "opinion", "");
      const entry = historyEntry(context, actor, "approve", said);
      const change = changeOperations(
        document,
        { state, approval: { personId: actor.personId, name: actor.name, at: entry.at } },
        entry,
      );
      const slip = await decisionOperations(context, actor, id, "approve", said ?? "", entry.at);
      return commitChange(context, actor, change, slip);
    },

    async withdraw(actor, id, rev, reason = "") {
      allow(actor, "document.submit");
      const document = await readDocumentAt(context, actor, id, rev);
      const state = transition(document.state, "withdraw", await rulesFor(context, document));
      if (!mayWithdraw(actor, document)) {
        throw new VanthuError("FORBIDDEN", {
          message: "Chỉ người soạn hoặc người đã trình rút lại được văn bản.",
          where: id,
          hint: "Đề nghị lãnh đạo hoặc văn thư trả lại văn bản.",
        });
      }
      const said = reason.trim() === "" ? undefined : checkedText(reason, "reason", "");
      const entry = historyEntry(context, actor, "withdraw", said);
      const change = changeOperations(document, { state, ...unfixed(document) }, entry);
      const slip = await decisionOperations(context, actor, id, "withdraw", said ?? "", entry.at);
      return commitChange(context, actor, change, slip);
    },

    async void(actor, id, rev, reason) {
      allow(actor, "document.handle");
      const document = await readDocumentAt(context, actor, id, rev);
      const state = transition(document.state, "void", await rulesFor(context, document));
      if (!mayPerform(actor, document, { from: document.state, action: "void" })) allow(actor, "document.void");
      const said = checkedText(reason, "reason", "Cần ghi lý do hủy văn bản.");
      const holds = await holdOperations(context, actor, id, true);
      const entry = historyEntry(context, actor, "void", said);
      const { number } = document;
      // A number that was given and will never be used is voided in the same commit: the ledger never has a gap it cannot explain.
      const ledger =
        number === undefined
          ? []
          : await context.ledger.void(number.series, number.value, {
              documentId: id,
              by: actor.personId,
              at: entry.at,
              reason: said,
              notation: symbolOf({
                ruleSet: document.ruleSet,
                notation: document.description.notation,
                number: number.text,
              }),
              subject: `${KINDS[document.kind].name} ${document.subject.replaceAll("\n", " ")}`,
            });
      return commitChange(context, actor, changeOperations(document, { state }, entry), [...ledger, ...holds]);
    },
  };
}

/** A document whose layout is open again: the files of its submission are kept with the version, no longer with the document. */
export function unfixed(document: DocumentRecord): Partial<DocumentRecord> {
  return {
    files: {},
    pages: undefined,
    anchors: undefined,
    approval: undefined,
    attachments: document.attachments.map(({ docx: _docx, pdf: _pdf, ...attachment }) => attachment),
  };
}

function notTheReviewer({ id, reviewer }: DocumentRecord): VanthuError {
  return new VanthuError("FORBIDDEN", {
    message:
      reviewer === undefined ? "Bạn không có quyền duyệt văn bản này." : `Văn bản này do ${reviewer.name} duyệt.`,
    where: id,
    hint: "Người được giao duyệt hoặc lãnh đạo mới duyệt được; không ai tự duyệt bản mình soạn.",
  });
}
