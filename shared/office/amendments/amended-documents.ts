import type { Actor, Organisation } from "../../access/index.ts";
import { issuedPlaces, type TaskPlace } from "../../amendments/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { isOrganisationCode } from "../../exchange/index.ts";
import { formatDateWithSlashes, formatSymbol, isIsoDate, KINDS, RULE_SETS } from "../../format/index.ts";
import type { Programme } from "../../tasks/index.ts";
import { attachmentDescription } from "../attachments.ts";
import type { OfficeContext } from "../context.ts";
import { readDocument, readDocumentAnyway } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import type { AmendedDocument, AmendmentRequest } from "./model.ts";

/** A document amended by one that was itself amended: so many steps back are looked through for a task's place. */
const STEPS_BACK = 5;

/** A document that can be amended. @throws NOT_FOUND, STATE_FORBIDDEN, INVALID when the document carries another programme */
export async function readIssued(
  context: OfficeContext,
  actor: Actor,
  id: string,
  programmeId: string,
): Promise<DocumentRecord> {
  const document = await readDocument(context, actor, id);
  if (document.programme?.id !== programmeId) {
    throw new VanthuError("INVALID", { message: "Văn bản này không soạn từ chương trình đã chọn.", where: id });
  }
  if (document.number === undefined || document.issuedOn === undefined || document.files.issued === undefined) {
    throw new VanthuError("STATE_FORBIDDEN", {
      message: "Văn bản này chưa được phát hành, chưa có gì để điều chỉnh.",
      where: id,
      hint: "Sửa thẳng dự thảo, hoặc chọn văn bản đã phát hành.",
    });
  }
  return document;
}

/** Places of the tasks in the issued document; for those it does not list, in the one that it amended. */
export async function placesOf(
  context: OfficeContext,
  actor: Pick<Actor, "organisationId">,
  document: DocumentRecord,
  programme: Programme,
): Promise<Map<string, TaskPlace>> {
  let current: DocumentRecord | undefined = document;
  const found = new Map<string, TaskPlace>();
  for (let step = 0; current !== undefined && step < STEPS_BACK; step += 1) {
    const own = current.attachments.map((attachment) => attachmentDescription(context, attachment));
    const descriptions = [current.description, ...(await Promise.all(own))];
    for (const [id, place] of issuedPlaces(descriptions, programme)) if (!found.has(id)) found.set(id, place);
    const earlier: string | undefined = current.amendment?.amended?.recordId;
    current = earlier === undefined ? undefined : await readDocumentAnyway(context, actor.organisationId, earlier);
  }
  return found;
}

/** How the exchange names an issued document of this office. */
export function amendedOf(document: DocumentRecord, organisation: Organisation): AmendedDocument {
  return {
    recordId: document.id,
    organisationCode: organisation.code,
    kind: document.kind,
    number: document.number!.text,
    notation: document.description.notation,
    issuedOn: document.issuedOn!,
  };
}

/** The amended document as somebody typed it. @throws INVALID */
export function givenDocument({ amended }: AmendmentRequest, organisation: Organisation): AmendedDocument | undefined {
  if (amended === undefined) return undefined;
  const { kind, issuedOn } = amended;
  const organisationCode = amended.organisationCode?.trim() || organisation.code;
  const number = amended.number.trim();
  const notation = amended.notation.trim();
  const fail = (message: string, where: string) => new VanthuError("INVALID", { message, where: `amended.${where}` });
  if (!isOrganisationCode(organisationCode)) throw fail("Mã định danh cơ quan không đúng dạng.", "organisationCode");
  if (!/^\d{1,6}[a-zđ]?$/i.test(number)) throw fail("Số của văn bản được điều chỉnh không đúng dạng.", "number");
  if (!/^[^\s,]{1,60}$/u.test(notation)) throw fail("Ký hiệu của văn bản được điều chỉnh không đúng dạng.", "notation");
  if (!isIsoDate(issuedOn)) throw fail("Ngày ban hành của văn bản được điều chỉnh không đúng dạng.", "issuedOn");
  return { organisationCode, kind, number, notation, issuedOn };
}

/** "Kế hoạch số 32/KH-UBND ngày 20/11/2026"; Party documents write number and notation with a hyphen. */
export function citationOf(
  document: Omit<AmendedDocument, "organisationCode">,
  ruleSet: DocumentRecord["ruleSet"],
): string {
  const symbol = formatSymbol(RULE_SETS[ruleSet], document.number, document.notation);
  return `${KINDS[document.kind].name} số ${symbol} ngày ${formatDateWithSlashes(document.issuedOn)}`;
}
