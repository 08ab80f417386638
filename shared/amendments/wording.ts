import { numberText } from "../format/index.ts";
import { cleanPhrase } from "./phrases.ts";

/** What can change in a task between two revisions. "basis" and "note" only when nothing else of the task changed. */
export type AmendmentKind =
  | "added"
  | "renamed"
  | "deadline"
  | "extended"
  | "leadAgency"
  | "coordinatingAgencies"
  | "output"
  | "moved"
  | "removed"
  | "completed"
  | "reopened"
  | "basis"
  | "note";

/** Words of an office for each change, with {@link PLACEHOLDERS} in braces. A phrase about the basis (" theo {basis}") stands last. */
export type AmendmentWording = Record<AmendmentKind, string>;

/** The usual wording of amended appendices; an office may keep its own. */
export const DEFAULT_WORDING: AmendmentWording = {
  added: "Nhiệm vụ bổ sung theo {basis}",
  renamed: "Nhiệm vụ số {number} {appendix} cập nhật lại tên theo {basis}",
  deadline: "Điều chỉnh lại thời gian hoàn thành theo {basis}",
  // Offices write the same of a later deadline; one that says "Gia hạn" sets its own template.
  extended: "Điều chỉnh lại thời gian hoàn thành theo {basis}",
  leadAgency: "Điều chỉnh cơ quan chủ trì theo {basis}",
  coordinatingAgencies: "Điều chỉnh cơ quan phối hợp theo {basis}",
  output: "Điều chỉnh sản phẩm đầu ra theo {basis}",
  moved: "Chuyển sang nhóm {group} theo {basis}",
  removed: "Đưa ra khỏi danh mục nhiệm vụ theo {basis}",
  completed: "Nhiệm vụ đã hoàn thành ngày {date}",
  reopened: "Tiếp tục thực hiện nhiệm vụ theo {basis}",
  basis: "Cập nhật căn cứ giao nhiệm vụ theo {basis}",
  note: "Điều chỉnh nội dung ghi chú theo {basis}",
};

/** Each kind as pages name it. */
export const KIND_LABELS: Record<AmendmentKind, string> = {
  added: "Bổ sung",
  renamed: "Đổi tên",
  deadline: "Đổi thời hạn",
  extended: "Gia hạn",
  leadAgency: "Đổi cơ quan chủ trì",
  coordinatingAgencies: "Đổi cơ quan phối hợp",
  output: "Đổi sản phẩm",
  moved: "Chuyển nhóm",
  removed: "Đưa ra",
  completed: "Đã hoàn thành",
  reopened: "Mở lại",
  basis: "Đổi căn cứ",
  note: "Đổi ghi chú",
};

/** All kinds, in the order that pages list them. */
export const AMENDMENT_KINDS = Object.keys(KIND_LABELS) as AmendmentKind[];

/** What a template can name: its key in stored templates, its Vietnamese word on pages, and what it stands for. */
export const PLACEHOLDERS = [
  { key: "basis", word: "căn cứ", says: "căn cứ của thay đổi, gọn: Kế hoạch số 07/KH-UBND" },
  { key: "basisFull", word: "căn cứ đầy đủ", says: "căn cứ như đã ghi, cả ngày và cơ quan ban hành" },
  { key: "number", word: "số", says: "số thứ tự của nhiệm vụ trong văn bản đã ban hành" },
  { key: "appendix", word: "phụ lục", says: "phụ lục có nhiệm vụ trong văn bản đã ban hành" },
  { key: "group", word: "nhóm", says: "số của nhóm nhiệm vụ hiện nay" },
  { key: "groupName", word: "tên nhóm", says: "tên của nhóm nhiệm vụ hiện nay" },
  { key: "oldGroup", word: "nhóm cũ", says: "số của nhóm nhiệm vụ trước đây" },
  { key: "date", word: "ngày hoàn thành", says: "ngày hoàn thành nhiệm vụ" },
  { key: "deadline", word: "thời hạn", says: "thời hạn hiện nay" },
  { key: "oldDeadline", word: "thời hạn cũ", says: "thời hạn trước đây" },
  { key: "leadAgency", word: "chủ trì", says: "cơ quan chủ trì hiện nay" },
  { key: "oldLeadAgency", word: "chủ trì cũ", says: "cơ quan chủ trì trước đây" },
] as const;

/** Values for the placeholders of one note. */
export type PlaceholderValues = Record<(typeof PLACEHOLDERS)[number]["key"], string>;

/** One change of a task in a note: its kind and what its template may name. */
export interface NotePart {
  kind: AmendmentKind;
  values: PlaceholderValues;
}

const BASIS = " theo {basis}";

/** One note for all changes of a task; a basis shared by neighbouring changes is named once, behind the last of them. */
export function amendmentNote(parts: NotePart[], wording: AmendmentWording): string {
  const templates = parts.map(({ kind }) => wording[kind]);
  return parts
    .map(({ values }, index) => {
      let template = templates[index]!;
      if (template.endsWith(BASIS)) {
        const next = templates.findIndex((other, later) => later > index && other.endsWith(BASIS));
        const repeated = next >= 0 && parts[next]!.values.basis === values.basis;
        if (repeated || values.basis === "") template = template.slice(0, -BASIS.length);
      }
      const text = fill(template, values);
      return index === 0 ? text : cleanPhrase(text);
    })
    .filter((text) => text !== "")
    .join("; ");
}

/**
 * A template with its placeholders filled in; brackets and words that only led to an absent basis or number go with it. A number of one
 * figure is written with a zero: "03".
 */
export function fill(template: string, given: PlaceholderValues): string {
  const number = given.number.trim();
  const values = { ...given, number: numberText(number) };
  return template
    .replaceAll(/\s+số\s+\{number\}/giu, (found) => (number === "" ? "" : found))
    .replaceAll(
      /\s*\(\s*(?:theo\s+)?\{(basis|basisFull)\}\s*\)|\s+theo\s+\{(basis|basisFull)\}/giu,
      (found, ...names) => (values[(names[0] ?? names[1]) as keyof PlaceholderValues] === "" ? "" : found),
    )
    .replaceAll(/\{(\w+)\}/g, (found, name: string) =>
      Object.hasOwn(values, name) ? values[name as keyof PlaceholderValues] : found,
    )
    .replaceAll(/\s+/g, " ")
    .trim();
}
