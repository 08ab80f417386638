import type { Mandate, MandateForm } from "../../access/index.ts";
import { isIsoDay } from "../../calendar/index.ts";
import type { DocumentKind, SignatureBlock } from "../../documents/index.ts";
import { type Fault, VanthuError } from "../../errors/index.ts";
import { KINDS } from "../../format/index.ts";
import type { NewMandate } from "./model.ts";

/** What each form means, for pages. */
export const FORM_WORDS: Record<MandateForm, string> = {
  "": "Ký với tư cách người đứng đầu",
  "TM.": "TM. – thay mặt tập thể",
  "KT.": "KT. – ký thay người đứng đầu",
  "TL.": "TL. – thừa lệnh",
  "TUQ.": "TUQ. – thừa ủy quyền",
  "Q.": "Q. – quyền người đứng đầu",
  "T/M": "T/M – thay mặt (Đảng)",
  "K/T": "K/T – ký thay (Đảng)",
  "T/L": "T/L – thừa lệnh (Đảng)",
};

/** Forms of each system: NĐ30 Phụ lục I, Phần I, II.7.a; HD 05-HD/VPTW. */
const FORMS: Record<"state" | "party", readonly MandateForm[]> = {
  state: ["", "TM.", "KT.", "TL.", "TUQ.", "Q."],
  party: ["", "T/M", "K/T", "T/L", "Q."],
};

/** Forms that say in whose place: the line "KT. CHỦ TỊCH". */
const FOR_SOMEBODY: readonly MandateForm[] = ["TM.", "KT.", "TL.", "TUQ.", "T/M", "K/T", "T/L"];
const LONGEST = 200;

/** The signature block that follows from a mandate. */
export function signatureOf(
  mandate: Pick<Mandate, "form" | "above" | "onBehalfOf" | "title" | "personId">,
  person: { name: string },
): SignatureBlock {
  const { form, above, onBehalfOf, title, personId } = mandate;
  return {
    authority: [...(above ? [above] : []), ...(FOR_SOMEBODY.includes(form) ? [`${form} ${onBehalfOf}`] : [])],
    position: form === "Q." ? `Q. ${title}` : title,
    name: person.name,
    personId,
  };
}

/** Does a mandate cover this signature under a document of this kind? Its dates are looked at by the caller. */
export function covers(mandate: Mandate, kind: DocumentKind, signature: SignatureBlock): boolean {
  if (mandate.kinds !== undefined && !mandate.kinds.includes(kind)) return false;
  if (mandate.general === true) return true;
  const given = signatureOf(mandate, signature);
  return formulaOf(given) === formulaOf(signature);
}

/** Authority lines and position as one text, however blanks and case were typed. */
export function formulaOf({ authority, position }: Pick<SignatureBlock, "authority" | "position">): string {
  return [...authority, position]
    .map((line) =>
      line.normalize("NFC").toLocaleUpperCase("vi").replaceAll(/\s+/g, " ").replaceAll(/\.\s*/g, ". ").trim(),
    )
    .filter((line) => line !== "")
    .join(" / ");
}

/** A mandate's data, trimmed and in capitals where documents are. @throws INVALID with every fault, each with its clause */
export function checkedMandate(input: NewMandate, system: "state" | "party"): Omit<NewMandate, "personId"> {
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", message, where });
  const text = (value: string | undefined) => (value ?? "").normalize("NFC").replaceAll(/\s+/g, " ").trim();
  const capitals = (value: string | undefined) => text(value).toLocaleUpperCase("vi");
  const { form } = input;
  const [above, onBehalfOf, title, basis] = [
    capitals(input.above),
    capitals(input.onBehalfOf),
    capitals(input.title),
    text(input.basis),
  ];
  if (!FORMS[system].includes(form))
    fault("form", `Hình thức ký phải thuộc: ${FORMS[system].filter((one) => one !== "").join(", ")} hoặc để trống.`);
  if (title === "") fault("title", "Cần ghi chức vụ của người ký.");
  if (FOR_SOMEBODY.includes(form) && onBehalfOf === "")
    fault("onBehalfOf", "Cần ghi ký thay ai (ví dụ ỦY BAN NHÂN DÂN, CHỦ TỊCH).");
  if (!FOR_SOMEBODY.includes(form) && onBehalfOf !== "")
    fault("onBehalfOf", "Hình thức ký này không ghi ký thay ai; để trống ô này.");
  if (above !== "" && !/^(TM\.|TL\.|T\/M|T\/L) \S/.test(above))
    fault("above", "Dòng trên bắt đầu bằng TM., TL. (Đảng: T/M, T/L), ví dụ TM. ỦY BAN NHÂN DÂN.");
  // HD 05-HD/VPTW: a collective is never signed for by K/T.
  if (form === "K/T" && above.startsWith("T/M")) fault("above", "Tập thể cấp ủy không ký K/T.");
  if (basis === "") fault("basis", "Cần ghi văn bản giao thẩm quyền (quy chế, quyết định, giấy ủy quyền).");
  for (const [where, value] of Object.entries({ above, onBehalfOf, title, basis }))
    if (value.length > LONGEST) fault(where, `Dài quá ${LONGEST} ký tự.`);
  if (!isIsoDay(input.from ?? "")) fault("from", "Cần ngày bắt đầu, viết dạng năm-tháng-ngày (ví dụ 2026-01-09).");
  if (input.to !== undefined && (!isIsoDay(input.to) || input.to < input.from))
    fault("to", "Ngày kết thúc phải có thật và không trước ngày bắt đầu.");
  const kinds = input.kinds === undefined || input.kinds.length === 0 ? undefined : [...new Set(input.kinds)];
  if (kinds?.some((kind) => !(kind in KINDS))) fault("kinds", "Có loại văn bản không biết.");
  // NĐ30 Điều 13.3: in writing, limited in time and content. Điều 13.4: some kinds of documents.
  if (form === "TUQ." && input.to === undefined)
    fault("to", "Ký thừa ủy quyền phải giới hạn thời gian (Nghị định 30/2020/NĐ-CP Điều 13 khoản 3).");
  if (form === "TUQ." && kinds === undefined)
    fault("kinds", "Ký thừa ủy quyền phải giới hạn nội dung: chọn loại văn bản (Điều 13 khoản 3).");
  if ((form === "TL." || form === "T/L") && kinds === undefined)
    fault("kinds", "Ký thừa lệnh chỉ với một số loại văn bản: chọn loại văn bản (Điều 13 khoản 4).");
  const [first] = faults;
  if (first)
    throw new VanthuError("INVALID", {
      message: faults.length === 1 ? first.message : `Có ${faults.length} chỗ chưa hợp lệ: ${first.message}`,
      where: first.where,
      faults,
    });
  return {
    form,
    ...(above === "" ? {} : { above }),
    onBehalfOf,
    title,
    ...(kinds === undefined ? {} : { kinds }),
    from: input.from,
    ...(input.to === undefined ? {} : { to: input.to }),
    basis,
  };
}
