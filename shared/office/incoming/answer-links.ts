import { parseDocumentId } from "../../exchange/index.ts";
import type { OfficeContext } from "../context.ts";
import type { DocumentRecord } from "../model.ts";
import { symbolOf } from "./handling-records.ts";
import type { Handling } from "./model.ts";

/** Key of the row that says which incoming document a document of the office answers. */
export function answerKey(organisationId: string, documentId: string): [string, string] {
  return [`org/${organisationId}/answers-to-incoming`, documentId];
}

/** Số, ký hiệu văn bản trả lời: of the answers that have their number, and of one made elsewhere. */
export function answerSymbolsOf(handling: Pick<Handling, "answerSymbol">, answers: readonly DocumentRecord[]): string {
  const issued = answers.flatMap(({ number, state, description }) =>
    number === undefined || (state !== "issued" && state !== "sent")
      ? []
      : [symbolOf({ number: number.text, notation: description.notation })],
  );
  return [...issued, ...(handling.answerSymbol === undefined ? [] : [handling.answerSymbol])].join("; ");
}

/**
 * The DocumentId that a document of the office answers: packets say it (edXML ResponseFor). Undefined when it answers none, or one that no
 * exchange carried.
 */
export async function answeredDocumentId(
  context: Pick<OfficeContext, "storage" | "inbox">,
  organisationId: string,
  documentId: string,
): Promise<string | undefined> {
  const row = await context.storage.records.get<{ incomingId: string }>(...answerKey(organisationId, documentId));
  if (row === undefined) return undefined;
  const record = await context.inbox.get(row.data.incomingId);
  // Other systems do not all keep the form of the code; one that cannot be named in a packet is left out.
  return record.channel === undefined && parseDocumentId(record.documentId) !== undefined
    ? record.documentId
    : undefined;
}
