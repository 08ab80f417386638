import { renderBounded, typesetBounded } from "../bounded/index.ts";
import type { DocumentDescription } from "../documents/index.ts";
import { renderDocx } from "../docx/index.ts";
import { type Attachment, typeset } from "../typeset/index.ts";
import type { OfficeContext } from "./context.ts";
import type { DocumentRecord, Rendered } from "./model.ts";
import { fullDescription } from "./reports/documents.ts";
import { chosenTemplate } from "./templates/index.ts";

type Stores = Pick<OfficeContext, "storage">;

/**
 * DOCX and PDF of a description in its template; the DOCX is the only layout, the PDF is typeset from it. What an office brought itself is
 * filled and set in a worker.
 * @throws TEMPLATE_* when the office's template has no place for what this document says
 */
export async function renderDescription(
  context: Stores,
  organisationId: string,
  description: DocumentDescription,
  attachments: readonly Attachment[] = [],
): Promise<Rendered> {
  const template = await chosenTemplate(context, organisationId, description);
  if (!template.own) {
    const { docx } = renderDocx(description, { template: template.bytes });
    return { docx, ...typeset(docx, { attachments }), drawnWith: template.drawnWith };
  }
  const { docx } = await renderBounded(template.bytes, description);
  return { docx, ...(await typesetBounded(docx, { attachments })), drawnWith: template.drawnWith };
}

/** DOCX and PDF of a document: of its Word version where it has one. The PDF of a report carries its snapshot. */
export async function renderDocument(
  context: Stores,
  document: Pick<DocumentRecord, "id" | "organisationId" | "report" | "description" | "word">,
): Promise<Rendered> {
  const { description, attachments } = await fullDescription(context, document);
  if (document.word === undefined) return renderDescription(context, document.organisationId, description, attachments);
  const docx = await context.storage.files.get(document.word.docx);
  return { docx, ...(await typesetBounded(docx, { attachments })) };
}

/** The Word file of a document as it stands, without typesetting it. */
export async function docxOfDocument(
  context: Stores,
  document: Pick<DocumentRecord, "id" | "organisationId" | "report" | "description" | "word">,
): Promise<Uint8Array> {
  if (document.word !== undefined) return context.storage.files.get(document.word.docx);
  const { description } = await fullDescription(context, document);
  const template = await chosenTemplate(context, document.organisationId, description);
  if (template.own) return (await renderBounded(template.bytes, description)).docx;
  return renderDocx(description, { template: template.bytes }).docx;
}
