import { allow } from "../access/index.ts";
import { type DocumentDescription, escapeText } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { reattached } from "./attachments.ts";
import type { OfficeContext } from "./context.ts";
import { readDocument } from "./document-file.ts";
import { createDraft } from "./drafting.ts";
import type { DocumentRecord, RelationKind } from "./model.ts";
import { citedWords, RELATIONS, relationTo, type WorkflowDesk } from "./workflow/index.ts";

/** New documents about issued ones: they amend, replace, correct or recall them once they are issued themselves. */
export function relatedDrafts(context: OfficeContext): Pick<WorkflowDesk, "draftRelated"> {
  return {
    async draftRelated(actor, id, kind, description) {
      allow(actor, "document.draft");
      if (!Object.hasOwn(RELATIONS, kind))
        throw new VanthuError("INVALID", { message: "Quan hệ giữa hai văn bản không đúng.", where: "kind" });
      const document = await readDocument(context, actor, id);
      if (document.state !== "issued" && document.state !== "sent") {
        throw new VanthuError("STATE_FORBIDDEN", {
          message:
            "Chỉ soạn văn bản sửa đổi, thay thế, đính chính hoặc thu hồi cho văn bản đã phát hành, còn hiệu lực.",
          where: document.state,
          hint: document.files.issued === undefined ? "Văn bản chưa phát hành thì sửa thẳng dự thảo." : undefined,
        });
      }
      const organisation = await context.access.organisation(actor.organisationId);
      const relation = relationTo(kind, document, organisation.code);
      const letter = description ?? proposedDescription(document, kind);
      return createDraft(context, actor, letter, {
        // What replaces a document replaces it whole: its appendices in files of their own are part of it.
        attachments: kind === "replaces" ? await reattached(context, document.attachments, letter) : [],
        relation,
        // It says what the older document says: whoever may not see that one does not see this one either.
        ...(document.rights === undefined ? {} : { rights: document.rights }),
      });
    },
  };
}

/**
 * What a draft begins with. Faults of content are mended by a document of equivalent form, those of form by a letter (NĐ30 Điều 18.3); what
 * is taken back is taken back by a notice (Điều 18.4: văn bản thông báo thu hồi).
 */
function proposedDescription(document: DocumentRecord, kind: RelationKind): DocumentDescription {
  const { number: _number, date: _date, year: _year, urgency: _urgency, footnotes, ...old } = document.description;
  const { appendices: _appendices, pictures: _pictures, ...head } = old;
  const cited = citedWords(document, relationTo(kind, document));
  const about = document.subject.replaceAll("\n", " ");
  const said = escapeText(`${cited} ${lowerFirst(about)}`);
  switch (kind) {
    case "replaces":
      return {
        ...old,
        ...(footnotes === undefined ? {} : { footnotes }),
        body: `${old.body.trimEnd()}\n\nVăn bản này thay thế ${escapeText(cited)}.`,
      };
    case "amends":
      return {
        ...head,
        subject: `Sửa đổi, bổ sung một số nội dung của ${cited}`,
        body: `Sửa đổi, bổ sung một số nội dung của ${said} như sau:\n\nNội dung sửa đổi, bổ sung: …\n\nCác nội dung khác của văn bản trên không thay đổi.`,
      };
    case "corrects":
      return {
        ...head,
        kind: "CV",
        notation: notationOf(document, "CV"),
        subject: `đính chính ${cited}`,
        addressees: head.addressees ?? ["Các cơ quan, đơn vị nhận văn bản"],
        body: `Do sơ suất trong trình bày, ${said} được đính chính như sau:\n\nĐã viết là “…”, nay đọc là “…”.\n\nTrân trọng thông báo để các cơ quan, đơn vị biết, sử dụng văn bản cho đúng.`,
      };
    case "recalls":
      return {
        ...head,
        kind: "TB",
        notation: notationOf(document, "TB"),
        subject: `Thu hồi ${cited}`,
        body: `Thông báo thu hồi ${said}.\n\nLý do thu hồi: …\n\nCơ quan, đơn vị đã nhận văn bản giấy gửi lại nơi ban hành; đã nhận văn bản điện tử thì hủy trên Hệ thống và thông báo lại qua Hệ thống.`,
      };
  }
}

/** The notation of another kind of document of the same organisation: "KH-UBND" → "TB-UBND", as a State letter "UBND", as a Party letter "CV/TU". */
function notationOf({ kind, ruleSet, description }: DocumentRecord, wanted: "CV" | "TB"): string {
  const { notation } = description;
  if (kind === wanted) return notation;
  const sign = ruleSet === "nd30" ? "-" : "/";
  const own = notation.startsWith(`${kind}${sign}`) ? notation.slice(kind.length + 1) : notation;
  return wanted === "CV" && ruleSet === "nd30" ? own : `${wanted}${sign}${own}`;
}

/** A subject as it goes on inside a sentence; names and abbreviations keep their capitals. */
function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}*\s+\p{Ll}/u.test(text) ? text[0]!.toLocaleLowerCase("vi") + text.slice(1) : text;
}
