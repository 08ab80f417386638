import type { Actor } from "../../shared/access/index.ts";
import { VanthuError } from "../../shared/errors/index.ts";
import { type DocumentSummary, type DocumentToSign, type Office, summaryOf } from "../../shared/office/index.ts";
import { askedNumber, type Form, type WebContext } from "./desk.tsx";
import { titleWords } from "./parts/document-parts.tsx";
import { ROLE_SIGNING_WORDS } from "./parts/key-words.ts";
import { boxName, type ChoiceAct, orderName, readBox } from "./parts/signing-list.tsx";
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

/** Documents of one page of a list to choose from; so many are chosen by "Chọn cả trang". */
const PAGE = 100;

/** One page of a list to choose from, and whose boxes are ticked on it. */
export interface ChoicePage {
  page: number;
  pages: number;
  shown: DocumentSummary[];
  chosen: ReadonlySet<string>;
}

/**
 * The page of a list that the address asks for (`?trang=2`). Ticked are the boxes of a form that came back with a problem, else what the address names
 * (`?chon=ID`, or `?chon=tat-ca` for all of the page that may be chosen).
 */
export function choicePage(
  c: WebContext,
  documents: readonly DocumentSummary[],
  mayChoose: (document: DocumentSummary) => boolean,
  typed: Form | undefined,
  act: ChoiceAct = "leader",
): ChoicePage {
  const pages = Math.ceil(documents.length / PAGE);
  const page = Math.min(askedNumber(c, "trang", 1), pages);
  const shown = documents.slice((page - 1) * PAGE, page * PAGE);
  const asked = c.req.queries("chon") ?? [];
  const ticked =
    typed !== undefined
      ? typed.all(boxName(act)).map((value) => readBox(value).id)
      : asked.includes("tat-ca")
        ? shown.filter(mayChoose).map(({ id }) => id)
        : asked;
  return { page, pages, shown, chosen: new Set(ticked) };
}

const VERBS: Record<ChoiceAct, string> = {
  leader: ROLE_SIGNING_WORDS.leader.verb,
  seal: ROLE_SIGNING_WORDS.seal.verb,
  number: "cấp số",
  send: "gửi",
};

/** The boxes of documents to be numbered, in the order that was entered beside them; equal places keep the order of the list. */
export function inEnteredOrder(form: Form): string[] {
  const placeOf = (box: string) => {
    const place = Number(form.text(orderName(readBox(box).id)));
    return Number.isFinite(place) && place > 0 ? place : Number.MAX_SAFE_INTEGER;
  };
  return form.all(boxName("number")).sort((a, b) => placeOf(a) - placeOf(b));
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
  act: ChoiceAct,
): Promise<DocumentToSign[]> {
  const verb = VERBS[act];
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
