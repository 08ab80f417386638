import { type Actor, allow } from "../access/index.ts";
import { carriedBy } from "../amendments/index.ts";
import { composePlan, type DocumentDescription, parseDescription, transition } from "../documents/index.ts";
import { renderDocx } from "../docx/index.ts";
import { VanthuError } from "../errors/index.ts";
import { ruleSetFor } from "../format/index.ts";
import { layFields } from "../signing/index.ts";
import type { WriteOperation } from "../storage/index.ts";
import { type Attachment, typeset } from "../typeset/index.ts";
import { attachmentDescription, storedAttachment } from "./attachments.ts";
import { type OfficeContext, timeOrderedId, vietnamDate } from "./context.ts";
import {
  changeOperations,
  commitChange,
  historyEntry,
  insertOperations,
  readDocument,
  readDocumentAt,
} from "./document-file.ts";
import type { DocumentDesk, DocumentRecord, Rendered, Revised } from "./model.ts";
import { checkRendered, fullDescription, keepFigures } from "./report-documents.ts";

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
      const programme = await context.programmes.get(actor.organisationId, parts.programmeId);
      const organisation = await context.access.organisation(actor.organisationId);
      const ruleSet = parts.ruleSet ?? ruleSetFor(organisation.system, vietnamDate(context.clock()));
      const { programmeId: _id, ...rest } = parts;
      const description = composePlan({
        ...rest,
        programme,
        ruleSet,
        organisation: {
          ...(organisation.superior ? { superior: organisation.superior } : {}),
          name: organisation.name,
        },
        place: organisation.place,
      });
      return createDraft(context, actor, description, {
        attachments: [],
        programme: { id: programme.id, revision: programme.revision },
      });
    },

    async edit(actor, id, rev, description) {
      allow(actor, "document.draft");
      const document = await readDocumentAt(context, actor, id, rev);
      if (document.state !== "draft" && document.state !== "returned") throw locked(document);
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
          // An amended appendix names the letter that carries it.
          ...(document.amendment === undefined
            ? {}
            : {
                attachments: await Promise.all(
                  document.attachments.map(async ({ title, name, ...attachment }) => {
                    const own = await attachmentDescription(context, attachment);
                    return storedAttachment(context, { title, name, description: carriedBy(own, checked) });
                  }),
                ),
              }),
        },
        historyEntry(context, actor, "edit"),
      );
      return commitChange(context, actor, change);
    },

    async render(actor, id) {
      allow(actor, "document.read");
      return renderDocument(context, await readDocument(context, actor, id));
    },

    async submit(actor, id, rev) {
      allow(actor, "document.submit");
      const document = await readDocumentAt(context, actor, id, rev);
      const state = transition(document.state, "submit");
      // From here the layout is fixed: what the leader reads is what the leader signs.
      const main = await renderDocument(context, document);
      checkRendered(document, main.pdf);
      const prepared = layFields(main.pdf, main.anchors, { notation: document.description.notation });
      const docx = await context.storage.files.put(main.docx, DOCX_TYPE);
      const pdf = await context.storage.files.put(prepared, "application/pdf");
      const attachments: DocumentRecord["attachments"] = [];
      for (const attachment of document.attachments) {
        const rendered = await renderDescription(await attachmentDescription(context, attachment));
        const attachedDocx = await context.storage.files.put(rendered.docx, DOCX_TYPE);
        const attachedPdf = await context.storage.files.put(rendered.pdf, "application/pdf");
        attachments.push({ ...attachment, docx: attachedDocx.sha256, pdf: attachedPdf.sha256 });
      }
      const change = changeOperations(
        document,
        { state, files: { docx: docx.sha256, pdf: pdf.sha256 }, pages: main.pages, anchors: main.anchors, attachments },
        historyEntry(context, actor, "submit"),
      );
      return commitChange(context, actor, change);
    },

    async return(actor, id, rev, reason) {
      allow(actor, "document.return");
      const document = await readDocumentAt(context, actor, id, rev);
      const state = transition(document.state, "return");
      if (reason.trim() === "") {
        throw new VanthuError("INVALID", { message: "Cần ghi lý do trả lại.", where: "reason" });
      }
      const attachments = document.attachments.map(({ docx: _docx, pdf: _pdf, ...attachment }) => attachment);
      const change = changeOperations(
        document,
        { state, files: {}, pages: undefined, anchors: undefined, attachments },
        historyEntry(context, actor, "return", reason.trim()),
      );
      return commitChange(context, actor, change);
    },
  };
}

/**
 * Stores a new draft.
 * @param also writes of the same moment, told the new document's id: all or nothing
 * @throws INVALID for the description, FORBIDDEN, CONFLICT for what `also` writes
 */
export async function createDraft(
  context: OfficeContext,
  actor: Actor,
  description: DocumentDescription,
  more: Pick<DocumentRecord, "attachments"> & Partial<Pick<DocumentRecord, "programme" | "amendment" | "report">>,
  also?: (documentId: string) => Promise<WriteOperation[]>,
): Promise<Revised<DocumentRecord>> {
  allow(actor, "document.draft");
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
    files: {},
    attachments: more.attachments,
    sentTo: [],
    createdAt: now.toISOString(),
    history: [historyEntry(context, actor, "draft")],
  };
  return commitChange(context, actor, insertOperations(record), (await also?.(record.id)) ?? []);
}

/** DOCX and PDF of a description; the DOCX is the only layout, the PDF is typeset from it. */
export async function renderDescription(
  description: DocumentDescription,
  attachments: readonly Attachment[] = [],
): Promise<Rendered> {
  const { docx } = await renderDocx(description);
  return { docx, ...typeset(docx, { attachments }) };
}

/** DOCX and PDF of a document; the PDF of a report carries its snapshot. */
export async function renderDocument(
  context: Pick<OfficeContext, "storage">,
  document: Pick<DocumentRecord, "id" | "report" | "description">,
): Promise<Rendered> {
  const { description, attachments } = await fullDescription(context, document);
  return renderDescription(description, attachments);
}

function locked(document: DocumentRecord): VanthuError {
  return new VanthuError("STATE_FORBIDDEN", {
    message: "Văn bản đã trình, không sửa được nữa.",
    where: document.id,
    hint: "Đề nghị người ký trả lại văn bản rồi sửa.",
  });
}
