import { type Fault, VanthuError } from "../errors/index.ts";
import { parseXml, textOf, type XmlElement } from "../opc/index.ts";
import { TAGS } from "./tags.ts";

/** What docxtemplater says about one fault of a template. */
interface TagFault {
  properties?: { id?: string; xtag?: string; file?: string; context?: string; errors?: TagFault[] };
  message?: string;
}

const REASONS: Record<string, string> = {
  unclosed_tag: "Thẻ mở bằng “{” mà không đóng bằng “}”",
  unopened_tag: "Thẻ đóng bằng “}” mà không mở bằng “{”",
  duplicate_open_tag: "Thẻ bị thừa dấu “{”",
  duplicate_close_tag: "Thẻ bị thừa dấu “}”",
  unclosed_loop: "Danh sách mở bằng “{#…}” mà không đóng bằng “{/…}”",
  unopened_loop: "Danh sách đóng bằng “{/…}” mà không mở bằng “{#…}”",
  closing_tag_does_not_match_opening_tag: "Thẻ đóng danh sách không khớp thẻ mở",
  raw_xml_tag_should_be_only_text_in_paragraph: "Thẻ “{@…}” phải đứng một mình trong đoạn",
  raw_tag_outerxml_invalid: "Thẻ “{@…}” phải đứng một mình trong đoạn",
  no_xml_tag_found_at_right: "Thẻ đứng ở chỗ không đặt được",
  no_xml_tag_found_at_left: "Thẻ đứng ở chỗ không đặt được",
};

/** Turns what docxtemplater throws about a template into one error that names every fault with its tag and place. */
export function templateError(error: unknown, partText: (name: string) => string | undefined): VanthuError {
  const top = error as TagFault;
  const each = top.properties?.errors ?? (top.properties?.id === undefined ? [] : [top]);
  if (each.length === 0) {
    return new VanthuError("FILE_WRONG_KIND", {
      message: "Tệp mẫu không phải là văn bản Word (.docx) hợp lệ.",
      hint: "Mở mẫu bằng Word rồi lưu lại dạng .docx.",
      cause: error,
    });
  }
  const faults = each.map((fault) => brokenTag(fault, partText));
  return combined("TEMPLATE_TAG_BROKEN", faults, "Mở mẫu bằng Word, sửa thẻ tại đoạn được nêu.", error);
}

function brokenTag(fault: TagFault, partText: (name: string) => string | undefined): Fault {
  const { id = "", xtag = "", file = "word/document.xml" } = fault.properties ?? {};
  const reason = REASONS[id] ?? "Thẻ viết sai";
  const shown = fault.properties?.context ?? xtag;
  return {
    code: "TEMPLATE_TAG_BROKEN",
    message: `${reason}: “${xtag === "" ? shown : xtag}”.`,
    where: placeOf(file, shown === "" ? xtag : shown, partText),
  };
}

/**
 * Refuses tags that do not exist.
 *
 * @param tags names as written, with the "@" of raw tags, and the part each stands in
 * @throws TEMPLATE_TAG_UNKNOWN
 */
export function refuseUnknownTags(
  tags: readonly { name: string; part: string }[],
  partText: (name: string) => string | undefined,
): void {
  const faults = tags
    .filter(({ name }) => !Object.hasOwn(TAGS, name))
    .map(
      ({ name, part }): Fault => ({
        code: "TEMPLATE_TAG_UNKNOWN",
        message: `Không có thẻ nào tên là “${name}”.`,
        where: placeOf(part, name, partText),
        hint: nearest(name),
      }),
    );
  if (faults.length > 0)
    throw combined("TEMPLATE_TAG_UNKNOWN", faults, faults[0]!.hint ?? "Xem danh sách thẻ trong docs/noi-dung.md.");
}

function combined(
  code: "TEMPLATE_TAG_UNKNOWN" | "TEMPLATE_TAG_BROKEN",
  faults: Fault[],
  hint: string,
  cause?: unknown,
): VanthuError {
  const first = faults[0]!;
  const more = faults.length > 1 ? ` (và ${faults.length - 1} lỗi khác)` : "";
  return new VanthuError(code, {
    message: `Mẫu Word có lỗi: ${first.message}${more}`,
    where: first.where,
    hint,
    faults,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** "word/document.xml, đoạn 12: “Số: {soVB}/{kyHieu}”". Tags split over runs are found too, since whole paragraphs are searched. */
function placeOf(part: string, needle: string, partText: (name: string) => string | undefined): string {
  const xml = partText(part);
  if (xml === undefined) return part;
  const paragraphs: string[] = [];
  collectParagraphs(parseXml(xml, part), paragraphs);
  const bare = needle.trim();
  const at = paragraphs.findIndex((text) => bare !== "" && text.includes(bare));
  if (at < 0) return part;
  const text = paragraphs[at]!;
  return `${part}, đoạn ${at + 1}: “${text.length > 80 ? `${text.slice(0, 80)}…` : text}”`;
}

function collectParagraphs(element: XmlElement, out: string[]): void {
  if (element.name === "w:p") out.push(textOf(element));
  for (const node of element.children) if (typeof node !== "string") collectParagraphs(node, out);
}

/** The existing tag that is written most alike. */
function nearest(name: string): string {
  const all = Object.keys(TAGS).filter((tag) => tag !== ".");
  const best = all
    .map((tag) => ({ tag, distance: distance(name.toLowerCase(), tag.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0]!;
  return best.distance <= 4
    ? `Có phải “{${best.tag}}”? Các thẻ dùng được: ${all.join(", ")}.`
    : `Các thẻ dùng được: ${all.join(", ")}.`;
}

/** Levenshtein distance; names are short. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= Math.min(a.length, 200); i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
