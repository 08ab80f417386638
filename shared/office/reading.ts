import { allow } from "../access/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { OfficeContext } from "./context.ts";
import { fileName } from "./dispatch.ts";
import { documentsOf, readDocument, revised } from "./document-file.ts";
import { renderDescription } from "./drafting.ts";
import type { DocumentDesk, DocumentRecord } from "./model.ts";

/** Documents and their files as they stand. */
export function readingDesk(
  context: OfficeContext,
): Pick<DocumentDesk, "list" | "get" | "pdf" | "docx" | "attachment"> {
  const { files, records } = context.storage;
  return {
    async list(actor, filter = {}) {
      allow(actor, "document.read");
      const found = [];
      let after: string | undefined;
      do {
        const page = await records.query<DocumentRecord>(documentsOf(actor.organisationId), {
          reverse: true,
          limit: 200,
          after,
        });
        for (const item of page.items)
          if (filter.state === undefined || item.data.state === filter.state) found.push(revised(item));
        after = page.next;
      } while (after !== undefined);
      return found;
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
      const bytes =
        newest === undefined ? (await renderDescription(document.description)).pdf : await files.get(newest);
      return { name: `${fileName(document)}.pdf`, bytes };
    },

    async docx(actor, id) {
      allow(actor, "document.read");
      const document = await readDocument(context, actor, id);
      const kept = document.files.docx;
      const bytes = kept === undefined ? (await renderDescription(document.description)).docx : await files.get(kept);
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
        newest === undefined ? (await renderDescription(attachment.description)).pdf : await files.get(newest);
      return { name: `${fileName(document)}-phu-luc-${index + 1}.pdf`, bytes };
    },
  };
}
