import type { Actor } from "../../shared/access/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import {
  type DocumentSummary,
  type DocumentToSign,
  type Office,
  type SigningRole,
  summaryOf,
} from "../../shared/office/index.ts";
import { titleWords } from "./parts/document-parts.tsx";
import { ROLE_SIGNING_WORDS } from "./parts/key-words.ts";
import { readBox } from "./parts/signing-list.tsx";
import type { LastAct } from "./signing-desk.ts";

/** Documents whose last act of signing failed; one that was submitted anew since then starts afresh. */
export function failedActs(
  documents: readonly DocumentSummary[],
  acts: ReadonlyMap<string, LastAct>,
): { document: DocumentSummary; act: LastAct }[] {
  return documents.flatMap((document) => {
    const act = acts.get(document.id);
    const failed = act?.document.state === "failed" && act.job.startedAt >= document.changedAt;
    return failed ? [{ document, act }] : [];
  });
}

/**
 * The documents whose boxes were ticked, at their revisions, when they are still what the person saw.
 *
 * @throws INVALID when none was chosen, CONFLICT when one changed meanwhile
 */
export async function chosenDocuments(
  office: Office,
  actor: Actor,
  boxes: readonly string[],
  role: SigningRole,
): Promise<DocumentToSign[]> {
  const { verb } = ROLE_SIGNING_WORDS[role];
  if (boxes.length === 0) {
    throw new VanthuError("INVALID", {
      message: `Chưa chọn văn bản nào để ${verb}.`,
      hint: "Đánh dấu vào ô ở đầu dòng của từng văn bản, hoặc bấm “Chọn cả trang”.",
    });
  }
  const documents: DocumentToSign[] = [];
  for (const { id, changedAt } of boxes.map(readBox)) {
    const document = await office.documents.get(actor, id);
    if (summaryOf(document).changedAt !== changedAt) {
      throw new VanthuError("CONFLICT", {
        message: `Văn bản “${titleWords(document)}” đã thay đổi sau khi bạn mở trang này. Chưa ${verb} văn bản nào.`,
        hint: `Tải lại trang, đọc lại văn bản đó rồi ${verb}.`,
      });
    }
    documents.push({ id, rev: document.rev });
  }
  return documents;
}
