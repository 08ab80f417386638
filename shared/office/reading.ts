import { allow } from "../access/index.ts";
import type { DocumentKind, DocumentState } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { attachmentDescription } from "./attachments.ts";
import type { OfficeContext } from "./context.ts";
import { fileName } from "./dispatch.ts";
import { readDocument, statesOf, summariesOf } from "./document-file.ts";
import { ensureKinds, kindsOf } from "./document-kinds.ts";
import type { DocumentDesk, DocumentSummary } from "./model.ts";
import { docxOfDocument, renderDescription, renderDocument } from "./rendering.ts";
import { hiddenFrom } from "./rights/index.ts";

/** Summaries read in one step. */
const STEP = 200;

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
): Pick<DocumentDesk, "list" | "page" | "count" | "get" | "pdf" | "docx" | "attachment"> {
  const { files, records } = context.storage;
  return {
    async list(actor, { state, kind, limit, after } = {}) {
      allow(actor, "document.read");
      const { organisationId } = actor;
      const hidden = await hiddenFrom(context, actor);
      const most = limit ?? Number.POSITIVE_INFINITY;
      const wanted = (one: DocumentSummary) =>
        !hidden.has(one.id) &&
        (state === undefined || one.state === state) &&
        (kind === undefined || one.kind === kind) &&
        (after === undefined || one.id < after);
      if (kind !== undefined || (state !== undefined && (limit !== undefined || PASSING.has(state)))) {
        const ids = await placedIds(context, organisationId, { ...(state ? { states: [state] } : {}), kind });
        const found: DocumentSummary[] = [];
        const left = ids.filter((id) => !hidden.has(id) && (after === undefined || id < after));
        for (let at = 0; at < left.length && found.length < most; at += STEP)
          found.push(...(await summariesById(context, organisationId, left.slice(at, at + STEP))).filter(wanted));
        return found.slice(0, most);
      }
      const found: DocumentSummary[] = [];
      let place = after;
      do {
        const range = { reverse: true, ...(limit === undefined ? {} : { limit }), ...(place ? { after: place } : {}) };
        const page = await records.query<DocumentSummary>(summariesOf(organisationId), range);
        for (const { data } of page.items) if (wanted(data)) found.push(data);
        place = page.next;
      } while (place !== undefined && found.length < most);
      return found.slice(0, most);
    },

    async page(actor, { states, kind, page: asked, size }) {
      allow(actor, "document.read");
      const hidden = await hiddenFrom(context, actor);
      const ids = await placedIds(context, actor.organisationId, { states, kind });
      const seen = ids.filter((id) => !hidden.has(id));
      const page = Math.min(asked, Math.max(1, Math.ceil(seen.length / size)));
      const shown = seen.slice((page - 1) * size, page * size);
      const documents = await summariesById(context, actor.organisationId, shown);
      return {
        documents: documents.filter((one) => kind === undefined || one.kind === kind),
        total: seen.length,
        page,
      };
    },

    async count(actor, states) {
      allow(actor, "document.read");
      const hidden = await hiddenFrom(context, actor);
      const ids = await placedIds(context, actor.organisationId, { states });
      return ids.filter((id) => !hidden.has(id)).length;
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
      const bytes = kept === undefined ? await docxOfDocument(context, document) : await files.get(kept);
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
          ? (await renderDescription(context, actor.organisationId, await attachmentDescription(context, attachment)))
              .pdf
          : await files.get(newest);
      return { name: `${fileName(document)}-phu-luc-${index + 1}.pdf`, bytes };
    },
  };
}

/** Ids of the documents that stand in these states and are of this kind, newest first: from their places alone, which say no more. */
async function placedIds(
  context: OfficeContext,
  organisationId: string,
  { states, kind }: { states?: DocumentState[] | undefined; kind?: DocumentKind | undefined },
): Promise<string[]> {
  const { records } = context.storage;
  const idOf = ({ sk }: { sk: string }) => sk.slice(sk.indexOf("/") + 1);
  if (kind !== undefined) {
    await ensureKinds(context, organisationId, summariesOf(organisationId));
    const { items } = await records.query(kindsOf(organisationId), { prefix: `${kind}/`, reverse: true });
    return items.map(idOf);
  }
  const ranges = states === undefined ? [{}] : states.map((state) => ({ prefix: `${state}/` }));
  const pages = await Promise.all(ranges.map((range) => records.query(statesOf(organisationId), range)));
  return pages
    .flatMap(({ items }) => items.map(idOf))
    .sort()
    .reverse();
}

async function summariesById(
  { storage }: OfficeContext,
  organisationId: string,
  ids: readonly string[],
): Promise<DocumentSummary[]> {
  const pk = summariesOf(organisationId);
  const found = await Promise.all(ids.map((id) => storage.records.get<DocumentSummary>(pk, id)));
  return found.flatMap((item) => item?.data ?? []);
}
