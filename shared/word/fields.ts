import type { DocumentContent } from "../documents/index.ts";
import { VanthuError } from "../errors/index.ts";
import { RULE_SETS } from "../format/index.ts";
import { type Line, type Parts, readDocx, recognise } from "../lint/index.ts";
import { keyOf } from "./compare.ts";
import type { FieldChange, WordFields } from "./model.ts";
import { type ReadWord, saidLines } from "./read.ts";

/** What the fields are called on the pages. */
const LABELS: Record<keyof WordFields, string> = {
  notation: "Ký hiệu",
  subject: "Trích yếu",
  addressees: "Kính gửi",
  recipients: "Nơi nhận",
  authority: "Quyền hạn ký",
  position: "Chức vụ người ký",
  name: "Họ tên người ký",
};

/** Names of the fields. */
export type FieldName = keyof WordFields;

/** How a document says its fields on the page. */
export function fieldsOfContent(content: DocumentContent): WordFields {
  return {
    notation: content.notation,
    subject: content.subjectLines.join("\n"),
    addressees: content.addressees.map(bare),
    recipients: content.recipients.map(bare),
    authority: content.signature.authority,
    position: content.signature.position,
    name: content.signature.name,
  };
}

/** The fields of a Word file, found by what they say and where they stand; those that are not found are absent. */
export function readFields(
  docx: Uint8Array,
  ruleSet: DocumentContent["ruleSet"],
  kind: DocumentContent["kind"],
): WordFields {
  const parts = recognise(readDocx(docx), RULE_SETS[ruleSet].system);
  const subject = kind === "CV" ? parts.letterSubject : parts.subject;
  const notation = parts.number === undefined ? undefined : notationOf(parts.number.text);
  return {
    ...(notation === undefined ? {} : { notation }),
    ...(subject.length === 0 ? {} : { subject: texts(subject).join("\n") }),
    addressees: addresseesOf(parts),
    ...(parts.recipientsHead === undefined ? {} : { recipients: texts(parts.recipients).map(bare) }),
    ...(parts.signed ? { authority: texts(parts.authority), position: texts(parts.position).join("\n") } : {}),
    ...(parts.signatoryName === undefined ? {} : { name: parts.signatoryName.text }),
  };
}

/**
 * Which fields an edited file says otherwise. What was read from the file it was made from shows whether a field can be read at all: where
 * that is not what the document says, nothing is certain, and a field whose lines are gone is asked for.
 */
export function fieldChanges(
  said: WordFields,
  base: WordFields,
  edited: WordFields,
  { before, after }: { before: ReadWord; after: ReadWord },
): FieldChange[] {
  const changes: FieldChange[] = [];
  const [stood, stands] = [lineKeys(before), lineKeys(after)];
  const gone = (own: string): boolean => {
    const lines = own.split("\n").map(lineKey).filter(Boolean);
    return lines.every((line) => stood.has(line)) && lines.some((line) => !stands.has(line));
  };
  for (const field of Object.keys(LABELS) as FieldName[]) {
    const [own, was, is] = [textOf(said[field]), textOf(base[field]), textOf(edited[field])];
    if (alike(was, is)) {
      if (!alike(own, was) && gone(own))
        changes.push({ field, label: LABELS[field], before: own, after: is, certain: false });
      continue;
    }
    const certain = alike(own, was) && is !== "" && (own !== "" || field === "addressees" || field === "authority");
    const emptied = is === "" && (field === "addressees" || field === "authority") && alike(own, was);
    changes.push({ field, label: LABELS[field], before: own, after: is, certain: certain || emptied });
  }
  return changes;
}

/**
 * What a Word file can never change: the kind of the document, whose number and mandates are another's, and its urgency, which senders go by.
 * @throws INVALID naming the first that no longer stands in the edited file
 */
export function refuseOther({ kind, kindName, urgency }: DocumentContent, before: ReadWord, after: ReadWord): void {
  const [stood, stands] = [lineKeys(before), lineKeys(after)];
  const fixed: [string, string][] = [
    ["Tên loại văn bản", kind === "CV" || kind === "PL" ? "" : kindName],
    ["Mức độ khẩn", urgency ?? ""],
  ];
  for (const [label, text] of fixed) {
    const line = lineKey(text);
    if (line === "" || !stood.has(line) || stands.has(line)) continue;
    throw new VanthuError("INVALID", {
      message: `${label} “${text}” không còn trên một dòng riêng trong tệp Word.`,
      where: text,
      hint: `${label} không đổi bằng Word được: ghi lại “${text}” trong tệp; muốn đổi thì sửa ở biểu mẫu hoặc soạn văn bản khác.`,
    });
  }
}

/** A Word file's text, as {@link saysLine} looks through it. */
export function textKey(word: ReadWord): string {
  return keyOf(saidLines(word).join("\n")).toLocaleLowerCase("vi");
}

/** Does a text of {@link textKey} hold what somebody typed? Capitals and the sort of blank do not count. */
export function saysLine(text: string, line: string): boolean {
  return text.includes(keyOf(line).toLocaleLowerCase("vi"));
}

function lineKeys(word: ReadWord): Set<string> {
  return new Set(saidLines(word).map(lineKey));
}

function lineKey(line: string): string {
  return keyOf(bare(line)).toLocaleLowerCase("vi");
}

/** A field as it is compared and shown: a line for each item. */
function textOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.join("\n") : (value ?? "")).normalize("NFC");
}

function alike(a: string, b: string): boolean {
  const lines = (text: string): string => text.split("\n").map(keyOf).filter(Boolean).join("\n");
  return lines(a) === lines(b);
}

function texts(lines: readonly Line[]): string[] {
  return lines.map(({ text }) => text.replaceAll(/[\u00a0 \t]+/g, " ").trim()).filter(Boolean);
}

/** An item of a list without its dash and its closing sign. */
function bare(text: string): string {
  return text
    .trim()
    .replace(/^[-–+•]\s*/, "")
    .replace(/\s*[;,.]$/, "");
}

/** "KH-UBND" of "Số: 15/KH-UBND", "KH/TU" of "Số 12-KH/TU". */
function notationOf(text: string): string | undefined {
  return /^số\s*:?[\s\u00a0.…_]*\d*[a-zđ]?[\s\u00a0]*[/-]\s*(\S.*)$/iu.exec(text.normalize("NFC"))?.[1]?.trim();
}

function addresseesOf(parts: Parts): string[] {
  return parts.addressees
    .map((line) => (line === parts.addresseesHead ? line.text.replace(/^[^:]*:?/, "") : line.text))
    .map((text) => bare(text.replaceAll(/[\u00a0 \t]+/g, " ")))
    .filter(Boolean);
}
