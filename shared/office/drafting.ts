import { type Actor, type AuditEvent, allow } from "../access/index.ts";
import { type DocumentDescription, LIFECYCLE, parseDescription, transition } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { layFields } from "../signing/index.ts";
import type { WriteOperation } from "../storage/index.ts";
import { attachmentDescription, reattached } from "./attachments.ts";
import { type OfficeContext, timeOrderedId } from "./context.ts";
import {
  changeOperations,
  commitChange,
  historyEntry,
  insertOperations,
  readDocument,
  readDocumentAt,
} from "./document-file.ts";
import { signerOf } from "./mandates/index.ts";
import type { DocumentDesk, DocumentRecord, Revised } from "./model.ts";
import { planOf } from "./programmes/plan-of.ts";
import { renderDescription, renderDocument } from "./rendering.ts";
import { checkRendered, keepFigures } from "./reports/documents.ts";
import { refuseMarked } from "./secrecy/index.ts";
import {
  checkedText,
  currentTurn,
  decisionOperations,
  headReviewer,
  holdOperations,
  isReviewer,
  keepVersion,
  rulesFor,
  slipOperations,
  unfixed,
} from "./workflow/index.ts";

const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** From nothing to a submitted document: drafts, and the moment their layout is fixed. */
export function draftingDesk(
  context: OfficeContext,
): Pick<DocumentDesk, "draft" | "draftPlan" | "edit" | "render" | "submit" | "return"> {
  return {
    draft: (actor, description, programme) =>
      createDraft(context, actor, description, { attachments: [], ...(programme ? { programme } : {}) }),

    async draftPlan(actor, parts) {
      allow(actor, "document.draft");
      const { description, programme } = await planOf(context, actor, parts);
      return createDraft(context, actor, description, {
        attachments: [],
        programme: { id: programme.id, revision: programme.revision },
      });
    },

    async edit(actor, id, rev, description) {
      allow(actor, "document.draft");
      const document = await readDocumentAt(context, actor, id, rev);
      if (document.state !== "draft" && document.state !== "returned") throw await locked(context, document);
      const holds = await holdOperations(context, actor, id, false);
      await refuseMarked(context, actor, { value: description }, "documents");
      const checked = parseDescription(description);
      await keepFigures(context, document, checked);
      const change = changeOperations(
        document,
        {
          state: "draft",
          description: checked,
          kind: checked.kind,
          ruleSet: checked.ruleSet,
          subject: checked.subject,
          ...(await carriedAttachments(context, document, checked)),
          // What was written in the form is the draft again; the Word version stays among those that can be brought back.
          word: undefined,
        },
        historyEntry(
          context,
          actor,
          "edit",
          document.word && `Soạn theo biểu mẫu, rời bản Word ${document.word.version}`,
        ),
      );
      return commitChange(context, actor, change, holds);
    },

    async render(actor, id) {
      allow(actor, "document.read");
      return renderDocument(context, await readDocument(context, actor, id));
    },

    async submit(actor, id, rev, submission = {}) {
      allow(actor, "document.submit");
      const document = await readDocumentAt(context, actor, id, rev);
      const state = transition(document.state, "submit");
      const holds = await holdOperations(context, actor, id, true);
      const reviewer =
        (await headReviewer(context, actor, document, submission.reviewerId)) ??
        (await reviewerNamed(context, actor, document, submission.reviewerId));
      const signer = await signerOf(context, document);
      // From here the layout is fixed: what the leader reads is what the leader signs.
      const main = await renderDocument(context, document);
      checkRendered(document, main.pdf);
      const prepared = layFields(main.pdf, main.anchors, { notation: document.description.notation });
      const docx = await context.storage.files.put(main.docx, DOCX_TYPE);
      const pdf = await context.storage.files.put(prepared, "application/pdf");
      const attachments: DocumentRecord["attachments"] = [];
      for (const attachment of document.attachments) {
        const own = await attachmentDescription(context, attachment);
        const rendered = await renderDescription(context, document.organisationId, own);
        const attachedDocx = await context.storage.files.put(rendered.docx, DOCX_TYPE);
        const attachedPdf = await context.storage.files.put(rendered.pdf, "application/pdf");
        attachments.push({ ...attachment, docx: attachedDocx.sha256, pdf: attachedPdf.sha256 });
      }
      const files = { docx: docx.sha256, pdf: pdf.sha256 };
      const { pages, anchors, drawnWith } = main;
      const entry = historyEntry(context, actor, "submit", reviewer && `Trình ${reviewer.name} duyệt`);
      const change = changeOperations(
        document,
        { state, signer, files, pages, anchors, attachments, reviewer, drawnWith, approval: undefined },
        entry,
      );
      const kept = await keepVersion(context, actor, document, { ...files, attachments }, entry.at);
      const { version } = kept.version;
      const slip = await slipOperations(
        context,
        actor,
        { ...document, reviewer },
        { version, at: entry.at, summary: submission.summary },
      );
      return commitChange(context, actor, change, [...holds, ...kept.operations, ...slip]);
    },

    async return(actor, id, rev, reason) {
      allow(actor, "document.handle");
      const document = await readDocumentAt(context, actor, id, rev);
      // Whoever was asked to approve may say no, whatever their role.
      if (document.reviewer?.personId !== actor.personId) allow(actor, "document.return");
      const state = transition(document.state, "return", await rulesFor(context, document));
      const said = checkedText(reason, "reason", "Cần ghi lý do trả lại.");
      const entry = historyEntry(context, actor, "return", said);
      const slip = await decisionOperations(context, actor, id, "return", said, entry.at);
      return commitChange(context, actor, changeOperations(document, { state, ...unfixed(document) }, entry), slip);
    },
  };
}

/**
 * Stores a new draft.
 * @param also writes of the same moment, told the new document's id: all or nothing
 * @param events lines of the trail for them
 * @throws INVALID for the description, FORBIDDEN, CONFLICT for what `also` writes
 */
export async function createDraft(
  context: OfficeContext,
  actor: Actor,
  description: DocumentDescription,
  more: Pick<DocumentRecord, "attachments"> &
    Partial<Pick<DocumentRecord, "programme" | "amendment" | "report" | "relation" | "rights">>,
  also?: (documentId: string) => Promise<WriteOperation[]>,
  events?: (documentId: string) => AuditEvent[],
): Promise<Revised<DocumentRecord>> {
  allow(actor, "document.draft");
  await refuseMarked(context, actor, { value: [description, more.attachments] }, "documents");
  const checked = parseDescription(description);
  const now = context.clock();
  const record: DocumentRecord = {
    id: timeOrderedId(now),
    organisationId: actor.organisationId,
    state: "draft",
    kind: checked.kind,
    ruleSet: checked.ruleSet,
    subject: checked.subject,
    description: checked,
    ...(more.programme === undefined ? {} : { programme: more.programme }),
    ...(more.amendment === undefined ? {} : { amendment: more.amendment }),
    ...(more.report === undefined ? {} : { report: more.report }),
    ...(more.relation === undefined ? {} : { relation: more.relation }),
    ...(more.rights === undefined ? {} : { rights: more.rights }),
    files: {},
    attachments: more.attachments,
    sentTo: [],
    createdAt: now.toISOString(),
    history: [historyEntry(context, actor, "draft")],
  };
  return commitChange(context, actor, insertOperations(record), (await also?.(record.id)) ?? [], events?.(record.id));
}

/** Appendices of their own after their letter changed: an amended appendix names the letter that carries it. */
export async function carriedAttachments(
  context: Pick<OfficeContext, "storage">,
  document: Pick<DocumentRecord, "amendment" | "attachments">,
  letter: DocumentDescription,
): Promise<Partial<Pick<DocumentRecord, "attachments">>> {
  if (document.amendment === undefined) return {};
  return { attachments: await reattached(context, document.attachments, letter) };
}

/** Why a document that is no draft cannot be edited: who has it in hand. */
async function locked(context: OfficeContext, document: DocumentRecord): Promise<VanthuError> {
  const turn = currentTurn(
    document,
    await rulesFor(context, document),
    await context.access.people(document.organisationId),
  );
  return new VanthuError("STATE_FORBIDDEN", {
    message: `Văn bản ${LIFECYCLE[document.state].name}, không sửa được nữa.`,
    where: document.id,
    hint:
      turn === undefined
        ? "Muốn thay đổi thì soạn văn bản sửa đổi, thay thế hoặc đính chính."
        : `Đang chờ ${turn.words}. Muốn sửa thì rút lại hoặc đề nghị trả lại văn bản.`,
  });
}

/** The person who is asked to approve a draft. @throws INVALID for who drafted or submits it, and for who does not work with documents here */
async function reviewerNamed(
  context: OfficeContext,
  actor: Actor,
  document: DocumentRecord,
  personId: string | undefined,
): Promise<DocumentRecord["reviewer"]> {
  if (personId === undefined || personId === "") return undefined;
  const people = await context.access.people(actor.organisationId);
  const person = people.find(({ id }) => id === personId);
  const own = personId === actor.personId || personId === document.history[0]!.personId;
  if (person === undefined || person.disabled === true || !isReviewer(person) || own) {
    throw new VanthuError("INVALID", {
      message: "Người duyệt phải là người khác với người soạn, người trình, và có làm việc với văn bản của cơ quan.",
      where: "reviewerId",
    });
  }
  return { personId, name: person.name };
}
