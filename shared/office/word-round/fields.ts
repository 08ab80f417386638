import type { Person } from "../../access/index.ts";
import { type DocumentDescription, parseDescription } from "../../documents/index.ts";
import { type Fault, VanthuError } from "../../errors/index.ts";
import { plainName } from "../../key-holders/index.ts";
import { saysLine, type WordFields, type WordReview } from "../../word/index.ts";
import type { ConfirmedFields } from "./model.ts";

const LETTER_PREFIX = /^(?:V\/v|về việc)\s*:?\s*/iu;

/**
 * A description as an accepted Word file says it: what was read with certainty, and what the person confirmed.
 *
 * @throws INVALID naming every field that is to be confirmed, that the file does not say, or that does not do
 */
export function withFields(
  description: DocumentDescription,
  { fields: changes, text }: Pick<WordReview, "fields" | "text">,
  confirmed: ConfirmedFields,
  people: readonly Person[],
): DocumentDescription {
  const faults: Fault[] = [];
  const said: Partial<Record<keyof WordFields, string>> = {};
  for (const { field, label, after, certain } of changes) {
    const given = confirmed[field]?.normalize("NFC").trim();
    if (certain) said[field] = after;
    else if (given !== undefined && (given !== "" || field === "addressees" || field === "authority")) {
      said[field] = given;
      const foreign = given.split("\n").find((line) => text !== undefined && !saysLine(text, line));
      if (foreign !== undefined)
        faults.push({
          code: "INVALID",
          message: `“${label}” ghi “${foreign.trim().slice(0, 100)}” không có trong tệp Word.`,
          where: `fields.${field}`,
          hint: `Ghi ${label.toLowerCase()} đúng như trên bản Word; muốn đổi thì sửa trong tệp rồi tải lên lại.`,
        });
    } else
      faults.push({
        code: "INVALID",
        message: `Chưa xác nhận “${label}”: trong tệp Word phần này khác dự thảo mà không đọc chắc được.`,
        where: `fields.${field}`,
        hint: `Ghi ${label.toLowerCase()} đúng như trên bản Word.`,
      });
  }
  if (faults.length > 0)
    throw new VanthuError("INVALID", {
      message: faults[0]!.message,
      where: faults[0]!.where,
      hint: faults[0]!.hint,
      faults,
    });
  const lines = (field: keyof WordFields): string[] => (said[field] ?? "").split("\n").map((line) => line.trim()).filter(Boolean); // biome-ignore format: one thought
  const next: DocumentDescription = { ...description, signature: { ...description.signature } };
  if (said.notation !== undefined) next.notation = said.notation;
  if (said.subject !== undefined) next.subject = subjectOf(description, said.subject);
  if (said.recipients !== undefined) next.recipients = lines("recipients");
  if (said.addressees !== undefined) {
    const { addressees: _old, ...rest } = next;
    Object.assign(next, rest, { addressees: lines("addressees") });
    if (next.addressees!.length === 0) delete next.addressees;
  }
  if (said.authority !== undefined) next.signature.authority = lines("authority");
  if (said.position !== undefined) next.signature.position = said.position;
  if (said.name !== undefined) next.signature = signedBy(next.signature, said.name, people);
  return parseDescription(next);
}

/** "V/v" belongs to the page: a subject that was written without it stays without it. */
function subjectOf(description: DocumentDescription, subject: string): string {
  if (description.kind !== "CV" || LETTER_PREFIX.test(description.subject)) return subject;
  return subject.replace(LETTER_PREFIX, "");
}

/** Another name may be another person: the one leader of that name, else nobody known by id. */
function signedBy(
  signature: DocumentDescription["signature"],
  name: string,
  people: readonly Person[],
): DocumentDescription["signature"] {
  const { personId: _before, ...rest } = signature;
  const found = people.filter(
    (person) =>
      person.disabled !== true && person.roles.includes("leader") && plainName(person.name) === plainName(name),
  );
  return { ...rest, name, ...(found.length === 1 ? { personId: found[0]!.id } : {}) };
}
