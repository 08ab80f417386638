import { allow } from "../access/index.ts";
import type { DocumentState } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { attachmentDescription } from "./attachments.ts";
import type { OfficeContext } from "./context.ts";
import { fileName } from "./dispatch.ts";
import { readDocument, statesOf, summariesOf } from "./document-file.ts";
import { renderDescription, renderDocument } from "./drafting.ts";
import type { DocumentDesk, DocumentSummary } from "./model.ts";
import { hiddenFrom } from "./rights/index.ts";

/** States that a document passes through: few stand there at a time, so these are read one by one and not out of all there are. */
const PASSING: ReadonlySet<DocumentState> = new Set<DocumentState>([
  "draft",
  "submitted",
  "returned",
  "approved",
  "signed",
  "numbered",
]);

/** Documents and their files as they stand. */
export function readingDesk(
  context: OfficeContext,
): Pick<DocumentDesk, "list" | "count" | "get" | "pdf" | "docx" | "attachment"> {
  const { files, records } = context.storage;
  return {
    async list(actor, { state, limit } = {}) {
      allow(actor, "document.read");
      const { organisationId } = actor;
      const hidden = await hiddenFrom(context, actor);
      const visible = (summaries: DocumentSummary[]) =>
        summaries.filter((one) => !hidden.has(one.id) && (state === undefined || one.state === state));
      if (state !== undefined && (limit !== undefined || PASSING.has(state))) {
        const range = { prefix: `${state}/`, reverse: true, ...(limit === undefined ? {} : { limit }) };
        const { items } = await records.query(statesOf(organisationId), range);
        const found = await Promise.all(
          items.map(({ sk }) =>
            records.get<DocumentSummary>(summariesOf(organisationId), sk.slice(sk.indexOf("/") + 1)),
          ),
        );
        return visible(found.flatMap((item) => (item === undefined ? [] : [item.data])));
      }
      const range = { reverse: true, ...(limit === undefined ? {} : { limit }) };
      const { items } = await records.query<DocumentSummary>(summariesOf(organisationId), range);
      return visible(items.map(({ data }) => data));
    },

    async count(actor, states) {
      allow(actor, "document.read");
      const found = await Promise.all(
        states.map((state) => records.query(statesOf(actor.organisationId), { prefix: `${state}/` })),
      );
      const hidden = await hiddenFrom(context, actor);
      const places = found.flatMap(({ items }) => items);
      return places.filter(({ sk }) => !hidden.has(sk.slice(sk.indexOf("/") + 1))).length;
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
