import type { FC } from "hono/jsx";
import type { Organisation, Person } from "../../../shared/access/index.ts";
import type { DocumentDescription, DocumentKind, SignatureBlock } from "../../../shared/documents/index.ts";
import { notationFor, RULE_SETS, ruleSetFor } from "../../../shared/format/index.ts";
import { formulaOf, type ShownMandate } from "../../../shared/office/index.ts";
import type { Form } from "../desk.tsx";
import { Field, Select } from "./pieces.tsx";
import { appendicesFrom, DirectoryPicker, footnotesFrom, typedMore } from "./writing-fields.tsx";

/** What the fields of every kind of document offer: whose document, who may sign it, what day it is (ISO). */
export interface DocumentSetting {
  organisation: Organisation;
  leaders: Person[];
  /** Mandates in force that say their formula; a leader with a general one writes it by hand. */
  mandates: ShownMandate[];
  today: string;
}

/** Values typed before, or those of the description that is being changed. */
export type Typed = Record<string, string>;

/** Abbreviation of an organisation for its notation: "Ủy ban nhân dân tỉnh" → "UBND"; otherwise the words' first letters. */
export function abbreviation(organisation: Organisation): string {
  const name = organisation.name.normalize("NFC").toLocaleUpperCase("vi");
  if (organisation.system === "party") {
    if (/TỈNH ỦY|THÀNH ỦY/.test(name)) return "TU";
    if (/HUYỆN ỦY|QUẬN ỦY/.test(name)) return "HU";
    if (/ĐẢNG ỦY/.test(name)) return "ĐU";
  }
  if (name.startsWith("ỦY BAN NHÂN DÂN") || name.startsWith("UỶ BAN NHÂN DÂN")) return "UBND";
  const initials = name
    .split(/[\s,-]+/)
    .filter((word) => word !== "" && word !== "VÀ")
    .map((word) => bare(word[0]!));
  return initials.slice(0, 5).join("");
}

function bare(letter: string): string {
  return letter === "Đ" ? "Đ" : letter.normalize("NFD").replace(/\p{M}/gu, "");
}

/** Notation a new document of a kind would carry. */
export function notationOf(setting: DocumentSetting, kind: DocumentKind): string {
  return notationFor(
    RULE_SETS[ruleSetFor(setting.organisation.system, setting.today)],
    kind,
    abbreviation(setting.organisation),
  );
}

/**
 * Lines over the position, as far as they follow from the organisation and the signatory: "TM. ỦY BAN NHÂN DÂN", for a deputy of a State
 * body "KT. CHỦ TỊCH" too (NĐ30 Phụ lục I, II.7.a); "T/M BAN THƯỜNG VỤ". None for an agency led by one person.
 */
function authorityOf({ organisation, leaders }: DocumentSetting): string {
  const short = abbreviation(organisation);
  if (organisation.system === "party") return ["TU", "HU", "ĐU"].includes(short) ? "T/M BAN THƯỜNG VỤ" : "";
  const lines = short === "UBND" ? ["TM. ỦY BAN NHÂN DÂN"] : [];
  const deputyOf = /^Phó\s+(.+)$/iu.exec(leaders[0]?.position ?? "")?.[1];
  if (deputyOf) lines.push(`KT. ${deputyOf.toLocaleUpperCase("vi")}`);
  return lines.join("\n");
}

/** Subject and notation. */
export const HeadFields: FC<{
  setting: DocumentSetting;
  kind: DocumentKind;
  typed: Typed;
  /** The place is the organisation's. */
  fixedPlace?: boolean;
}> = ({ setting, kind, typed, fixedPlace }) => (
  <>
    <Field
      name="subject"
      label="Trích yếu"
      rows={2}
      value={typed.subject}
      hint="Không ghi tên loại văn bản. Xuống dòng ở đâu thì ngắt dòng ở đó."
      maxlength={500}
    />
    <div class="pair">
      <Field
        name="notation"
        label="Ký hiệu"
        value={typed.notation ?? notationOf(setting, kind)}
        hint="Số do văn thư cấp sau khi lãnh đạo ký."
        maxlength={60}
      />
      {fixedPlace ? null : (
        <Field name="place" label="Địa danh" value={typed.place ?? setting.organisation.place} maxlength={100} />
      )}
    </div>
  </>
);

/** How urgent it is (NĐ30 Điều 8 khoản 2, điểm b). */
export const UrgencyField: FC<{ typed: Typed }> = ({ typed }) => (
  <Select
    name="urgency"
    label="Mức độ khẩn"
    value={typed.urgency ?? ""}
    options={[
      ["", "Thường"],
      ...URGENCY.map((one): [string, string] => [one, one[0] + one.slice(1).toLocaleLowerCase("vi")]),
    ]}
  />
);

/** Recipients and signature block. */
export const FootFields: FC<{
  setting: DocumentSetting;
  typed: Typed;
  addressed?: boolean;
  /** Names of the directory that can be put into the recipients. */
  directory?: string[];
}> = ({ setting, typed, addressed, directory = [] }) => (
  <>
    <Field
      name="recipients"
      label="Nơi nhận"
      rows={4}
      value={typed.recipients ?? (addressed ? "Như trên\nLưu: VT" : "Lưu: VT")}
      hint="Mỗi nơi một dòng, không gạch đầu dòng, không dấu chấm phẩy; dòng cuối là nơi lưu."
    />
    <DirectoryPicker into="recipients" label="Thêm cơ quan từ danh bạ" names={directory} />
    <fieldset class="boxed">
      <legend>Người ký</legend>
      <Select
        name="signatory"
        label="Họ và tên"
        value={signatoryValue(setting, typed)}
        options={signatoryOptions(setting)}
        hint={
          setting.mandates.length > 0
            ? "Chỉ người này ký được văn bản. Chọn theo thẩm quyền đã ghi thì phần ký lấy từ thẩm quyền, không lấy hai ô dưới."
            : "Chỉ người này ký được văn bản."
        }
      />
      <div class="pair">
        <Field
          name="authority"
          label="Thẩm quyền ký"
          rows={2}
          optional
          value={typed.authority ?? authorityOf(setting)}
          hint="Mỗi dòng một cụm, ví dụ: TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH."
        />
        <Field
          name="position"
          label="Chức vụ của người ký"
          optional
          value={typed.position}
          hint="Để trống thì lấy chức vụ đã khai của người ký."
          maxlength={200}
        />
      </div>
    </fieldset>
  </>
);

/** Signature block of a posted form. */
export function signatureFrom(form: Form, setting: DocumentSetting): SignatureBlock {
  const value = form.text("signatory");
  const mandate = setting.mandates.find(({ id }) => value === `${BY_MANDATE}${id}`);
  if (mandate !== undefined) return mandate.signature;
  const named = setting.leaders.filter((one) => one.id === value || one.name === value);
  const leader = named.length === 1 ? named[0] : undefined;
  const position = form.text("position") || (named[0]?.position ?? "").toLocaleUpperCase("vi");
  return {
    authority: form.lines("authority"),
    position,
    name: named[0]?.name ?? value,
    ...(leader === undefined ? {} : { personId: leader.id }),
  };
}

/** Before a mandate's id where a person may also be chosen by name. */
const BY_MANDATE = "tham-quyen:";

/** Mandates that say their formula, then the leaders whose general mandate leaves it to the writer; two of one name are told apart by id. */
function signatoryOptions({ leaders, mandates }: DocumentSetting): [string, string][] {
  const free = leaders.filter(({ id }) => !mandates.some(({ personId }) => personId === id));
  return [
    ...mandates.map((one): [string, string] => [
      `${BY_MANDATE}${one.id}`,
      `${one.person} – ${formulaOf(one.signature)}${one.kinds ? ` (${one.kinds.join(", ")})` : ""}`,
    ]),
    ...free.map((person): [string, string] => [
      leaders.filter(({ name }) => name === person.name).length > 1 ? person.id : person.name,
      `${person.name} – ${person.position}`,
    ]),
  ];
}

/** Which option stands for what was chosen before. */
function signatoryValue(setting: DocumentSetting, typed: Typed): string | undefined {
  const formula = formulaOf({ authority: (typed.authority ?? "").split("\n"), position: typed.position ?? "" });
  const mandate = setting.mandates.find(
    ({ person, signature }) => person === typed.signatory && formulaOf(signature) === formula,
  );
  if (mandate !== undefined) return `${BY_MANDATE}${mandate.id}`;
  return signatoryOptions(setting).some(([value]) => value === typed.signatory)
    ? typed.signatory
    : (typed.signatoryId ?? typed.signatory);
}

/** Description of a document other than a plan, from a posted form. */
export function descriptionFrom(form: Form, setting: DocumentSetting, kind: DocumentKind): DocumentDescription {
  const addressees = form.lines("addressees");
  const footnotes = footnotesFrom(form);
  const appendices = appendicesFrom(form);
  const urgency = urgencyFrom(form);
  return {
    ruleSet: ruleSetFor(setting.organisation.system, setting.today),
    kind,
    organisation: {
      ...(setting.organisation.superior ? { superior: setting.organisation.superior } : {}),
      name: setting.organisation.name,
    },
    notation: form.text("notation"),
    place: form.text("place"),
    subject: form.text("subject"),
    ...(addressees.length > 0 ? { addressees } : {}),
    body: form.text("body"),
    ...(appendices.length === 0 ? {} : { appendices }),
    recipients: form.lines("recipients"),
    signature: signatureFrom(form, setting),
    ...(footnotes === undefined ? {} : { footnotes }),
    ...(urgency === undefined ? {} : { urgency }),
    ...(form.text("template") === "" ? {} : { template: form.text("template") }),
  };
}

/** The description of a draft as its form changes it; what the form does not show stays as it was. */
export function changedFrom(form: Form, setting: DocumentSetting, old: DocumentDescription): DocumentDescription {
  const given = form.texts();
  const { addressees: _to, footnotes, urgency, template, appendices, ...kept } = old;
  const fresh = descriptionFrom(form, setting, old.kind);
  const { ruleSet: _rules, organisation: _whose, kind: _kind, appendices: _none, ...typed } = fresh;
  const all = appendicesFrom(form, appendices);
  return {
    ...kept,
    ...(footnotes === undefined || given.footnotes !== undefined ? {} : { footnotes }),
    ...(urgency === undefined || given.urgency !== undefined ? {} : { urgency }),
    ...(template === undefined || given.template !== undefined ? {} : { template }),
    ...typed,
    ...(all.length === 0 ? {} : { appendices: all }),
  };
}

const URGENCY = ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"] as const;

/** How urgent, from a posted form. */
export function urgencyFrom(form: Form): DocumentDescription["urgency"] {
  return URGENCY.find((one) => one === form.text("urgency"));
}

/** Values of a description for the fields of its form. */
export function typedOf(description: DocumentDescription): Typed {
  return {
    subject: description.subject,
    notation: description.notation,
    place: description.place,
    addressees: (description.addressees ?? []).join("\n"),
    body: description.body,
    recipients: description.recipients.join("\n"),
    signatory: description.signature.name,
    ...(description.signature.personId === undefined ? {} : { signatoryId: description.signature.personId }),
    authority: description.signature.authority.join("\n"),
    position: description.signature.position,
    ...typedMore(description),
  };
}

/** How free text is written, told beside every body field. */
export const WritingHint: FC = () => (
  <details class="small">
    <summary>Cách viết phần nội dung</summary>
    <ul>
      <li>Cách một dòng trống để sang đoạn mới.</li>
      <li>
        <code># Tên phần</code>, <code>## Tên mục</code>, <code>### Tên khoản</code>: hệ thống tự đánh số theo thể thức.
      </li>
      <li>
        <code>- </code> ở đầu dòng để liệt kê; <code>1. </code> để đánh số khoản; <code>**đậm**</code>,{" "}
        <code>*nghiêng*</code>.
      </li>
      <li>
        Phím tắt: Ctrl+B chữ đậm, Ctrl+I chữ nghiêng, Ctrl+S lưu. Trên thanh nút dùng phím mũi tên để đi qua các nút.
      </li>
      <li>Bấm vào một đoạn trên bản xem trước thì con trỏ về đúng chỗ viết đoạn ấy.</li>
    </ul>
  </details>
);
