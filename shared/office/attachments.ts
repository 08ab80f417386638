import { carriedBy } from "../amendments/index.ts";
import type { DocumentDescription } from "../documents/index.ts";
import type { OfficeContext } from "./context.ts";
import type { DocumentRecord } from "./model.ts";

type Stores = Pick<OfficeContext, "storage">;
type StoredAttachment = DocumentRecord["attachments"][number];

/** Descriptions up to so many bytes of JSON stand in the record itself; it may have 400 KB in all. */
const IN_RECORD = 120 * 1024;

/** An appendix of its own as it is stored with a document: what would outgrow the record goes to the file store, and the record keeps its head. */
export async function storedAttachment(
  { storage }: Stores,
  attachment: { title: string; name: string; description: DocumentDescription },
): Promise<StoredAttachment> {
  const { title, name, description } = attachment;
  const json = new TextEncoder().encode(JSON.stringify(description));
  if (json.length <= IN_RECORD) return { title, name, description };
  const { sha256 } = await storage.files.put(json, "application/json");
  const { appendices: _inTheFile, ...head } = description;
  return { title, name, description: { ...head, body: "" }, content: sha256 };
}

/** What an appendix of its own says in full. */
export async function attachmentDescription(
  { storage }: Stores,
  { description, content }: Pick<StoredAttachment, "description" | "content">,
): Promise<DocumentDescription> {
  if (content === undefined) return description;
  return JSON.parse(new TextDecoder().decode(await storage.files.get(content))) as DocumentDescription;
}

/** Appendices as they read when another letter carries them, without the files that were made of them. */
export function reattached(
  context: Stores,
  attachments: readonly StoredAttachment[],
  letter: DocumentDescription,
): Promise<StoredAttachment[]> {
  return Promise.all(
    attachments.map(async ({ title, name, ...attachment }) => {
      const own = await attachmentDescription(context, attachment);
      return storedAttachment(context, { title, name, description: carriedBy(own, letter) });
    }),
  );
}
