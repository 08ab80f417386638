import { type Fault, VanthuError } from "../errors/index.ts";
import {
  AMENDMENT_KINDS,
  type AmendmentKind,
  type AmendmentWording,
  DEFAULT_WORDING,
  fill,
  KIND_LABELS,
  PLACEHOLDERS,
  type PlaceholderValues,
} from "./wording.ts";

/** Longest template, in letters. */
const LONGEST = 300;

const KEYS = new Map<string, string>(PLACEHOLDERS.flatMap(({ key, word }) => [[key, key], [word, key]])); // biome-ignore format: one thought

/** A stored template as a clerk reads it: "{basis}" becomes "{căn cứ}". */
export function readableTemplate(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, (found, key: string) => {
    const placeholder = PLACEHOLDERS.find((one) => one.key === key);
    return placeholder === undefined ? found : `{${placeholder.word}}`;
  });
}

/**
 * Checks an office's own templates; placeholders may bear their key or their Vietnamese word. An empty template, and one that says
 * the same as the default, is left out: the default holds there.
 *
 * @returns only the office's own templates, with keys in braces
 * @throws INVALID with a fault for each unknown kind, unknown placeholder, open brace or template that is too long
 */
export function checkWording(input: Record<string, unknown>): Partial<AmendmentWording> {
  const faults: Fault[] = [];
  const own: Partial<AmendmentWording> = {};
  for (const [kind, value] of Object.entries(input)) {
    const fault = (message: string) => faults.push({ code: "INVALID", where: kind, message });
    if (!isKind(kind)) {
      fault("Không có loại thay đổi này.");
      continue;
    }
    if (typeof value !== "string") {
      fault("Mẫu câu phải là chuỗi.");
      continue;
    }
    const text = value.normalize("NFC").replaceAll(/\s+/g, " ").trim();
    const label = KIND_LABELS[kind];
    if (text.length > LONGEST) fault(`Mẫu câu “${label}” dài quá ${LONGEST} ký tự.`);
    const template = text.replaceAll(/\{([^{}]*)\}/g, (found, name: string) => {
      const key = KEYS.get(name.trim().toLocaleLowerCase("vi")) ?? KEYS.get(name.trim());
      if (key !== undefined) return `{${key}}`;
      fault(
        `Mẫu câu “${label}”: không có chỗ điền ${found}. Dùng được: ${PLACEHOLDERS.map(({ word }) => `{${word}}`).join(", ")}.`,
      );
      return "";
    });
    if (/[{}]/.test(text.replaceAll(/\{[^{}]*\}/g, ""))) fault(`Mẫu câu “${label}” có dấu ngoặc nhọn thiếu một nửa.`);
    if (template !== "" && template !== DEFAULT_WORDING[kind]) own[kind] = template;
  }
  if (faults.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Mẫu câu ghi chú có ${faults.length} lỗi: ${faults[0]!.message}`,
      where: faults[0]!.where,
      hint: "Sửa các mẫu câu được nêu; để trống thì dùng mẫu câu chung.",
      faults,
    });
  }
  return own;
}

function isKind(text: string): text is AmendmentKind {
  return (AMENDMENT_KINDS as string[]).includes(text);
}

const EXAMPLE: PlaceholderValues = {
  basis: "Kế hoạch số 15/KH-UBND",
  basisFull: "Kế hoạch số 15/KH-UBND ngày 12/3/2027 của UBND tỉnh",
  number: "08",
  appendix: "Phụ lục II",
  group: "IV",
  groupName: "Phát triển hạ tầng số",
  oldGroup: "VI",
  date: "20/11/2026",
  deadline: "Quý II/2027",
  oldDeadline: "Quý I/2027",
  leadAgency: "Sở Khoa học và Công nghệ",
  oldLeadAgency: "Văn phòng UBND tỉnh",
};

/** What a template would write on an invented task, for the page where templates are edited. */
export function exampleNote(template: string): string {
  return fill(template, EXAMPLE);
}
