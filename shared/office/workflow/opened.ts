import { allow } from "../../access/index.ts";
import type { OfficeContext } from "../context.ts";
import { documentsOf, readDocument } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import type { WorkflowDesk } from "./model.ts";

/** That a person opened a document: the layout they saw, and when. */
interface Opened {
  /** sha256 of the PDF that was submitted. */
  pdf: string;
  /** ISO 8601 instant. */
  at: string;
}

const KEPT_MS = 365 * 86_400_000;

/**
 * What somebody who is to approve or sign has opened: the very layout that was submitted. A document that was returned, changed and submitted
 * anew counts as not opened.
 */
export function openedDesk(context: OfficeContext): Pick<WorkflowDesk, "noteOpened" | "opened"> {
  const { records } = context.storage;
  const marksOf = (organisationId: string, personId: string) => `org/${organisationId}/opened/${personId}`;

  return {
    async noteOpened(actor, id) {
      allow(actor, "document.read");
      const { state, files } = await readDocument(context, actor, id);
      if ((state !== "submitted" && state !== "approved") || files.pdf === undefined) return;
      const pk = marksOf(actor.organisationId, actor.personId);
      const before = await records.get<Opened>(pk, id);
      if (before?.data.pdf === files.pdf) return;
      const at = context.clock();
      const data: Opened = { pdf: files.pdf, at: at.toISOString() };
      await records.commit([{ op: "put", pk, sk: id, data, expiresAt: at.getTime() + KEPT_MS }]);
    },

    async opened(actor, ids) {
      allow(actor, "document.read");
      const { organisationId, personId } = actor;
      const found = await Promise.all(
        [...new Set(ids)].map(async (id): Promise<[string, string] | undefined> => {
          const mark = await records.get<Opened>(marksOf(organisationId, personId), id);
          if (mark === undefined) return undefined;
          const document = await records.get<DocumentRecord>(documentsOf(organisationId), id);
          return document?.data.files.pdf === mark.data.pdf ? [id, mark.data.at] : undefined;
        }),
      );
      return new Map(found.filter((one) => one !== undefined));
    },
  };
}
