import { allow } from "../access/index.ts";
import { VanthuError } from "../errors/index.ts";
import { attachmentDescription } from "./attachments.ts";
import type { OfficeContext } from "./context.ts";
import { fileName } from "./dispatch.ts";
import { readDocument, statesOf, summariesOf } from "./document-file.ts";
import { renderDescription, renderDocument } from "./drafting.ts";
import type { DocumentDesk, DocumentSummary } from "./model.ts";

/** Documents and their files as they stand. */
export function readingDesk(
  context: OfficeContext,
): Pick<DocumentDesk, "list" | "count" | "get" | "pdf" | "docx" | "attachment"> {
  const { files, records } = context.storage;
  return {
    async list(actor, filter = {}) {
      allow(actor, "document.read");
      const { items } = await records.query<DocumentSummary>(summariesOf(actor.organisationId), { reverse: true });
      const summaries = items.map((item) => item.data);
      return filter.state === undefined ? summaries : summaries.filter(({ state }) => state === filter.state);
    },

    async count(actor, states) {
      allow(actor, "document.read");
      const found = await Promise.all(
        states.map((state) => records.query(statesOf(actor.organisationId), { prefix: `${state}/` })),
      );
      return found.reduce((sum, { items }) => sum + items.length, 0);
    },

    async get(actor, id) {
      allow(actor, "document.read");
      return readDocument(context, actor, id);
    },

    async pdf(actor, id) {
      allow(actor, "document.read");
      const document = await readDocument(context, actor, id);
      const { issued, numbered, signed, pdf } = document.files;
      const newest = issued ?? numbered ?? signed ?? pdf;
      const bytes = newest === undefined ? (await renderDocument(context, document)).pdf : await files.get(newest);
      return { name: `${fileName(document)}.pdf`, bytes };
    },

    async docx(actor, id) {
      allow(actor, "document.read");
      const document = await readDocument(context, actor, id);
      const kept = document.files.docx;
      const bytes = kept === undefined ? (await renderDocument(context, document)).docx : await files.get(kept);
      return { name: `${fileName(document)}.docx`, bytes };
    },

    async attachment(actor, id, index) {
      allow(actor, "document.read");
      const document = await readDocument(context, actor, id);
      const attachment = document.attachments[index];
      if (attachment === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Văn bản không có phụ lục này.", where: String(index) });
      const newest = attachment.issued ?? attachment.pdf;
      const bytes =
        newest === undefined
          ? (await renderDescription(await attachmentDescription(context, attachment))).pdf
          : await files.get(newest);
      return { name: `${fileName(document)}-phu-luc-${index + 1}.pdf`, bytes };
    },
  };
}
