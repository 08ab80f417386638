import { parseDeadline } from "./deadline.ts";
import type { Deadline, Target } from "./model.ts";

/** "37,6" "1.200" "0.60" "01" */
const NUMBER = "(\\d{1,3}(?:\\.\\d{3})+(?:,\\d+)?|\\d+(?:[.,]\\d+)?)(?!\\s*[-/]?\\s*\\d*-?NQ|G\\b)";

/** What a sentence compares with, by the words before or after the number; the most specific first. */
const COMPARISONS: [Target["comparison"], RegExp][] = [
  // A figure that opens the sentence is what it is about: "100% người dùng truy cập với tốc độ trên 01 Gb/s".
  ["=", new RegExp(`^${NUMBER}(?=\\s*%(?!\\s*trở lên))`, "u")],
  [">=", new RegExp(`^(?:có\\s+)?từ\\s+${NUMBER}`, "iu")],
  [">=", new RegExp(`(?:≥|>=|\\\\geq)\\s*${NUMBER}`, "u")],
  ["<=", new RegExp(`(?:≤|<=|\\\\leq)\\s*${NUMBER}`, "u")],
  [">=", new RegExp(`(?:tối thiểu|ít nhất|không dưới|không thấp hơn)\\s+(?:đạt\\s+|là\\s+|có\\s+)?${NUMBER}`, "iu")],
  ["<=", new RegExp(`(?:tối đa|không quá|không vượt quá|nhiều nhất|không cao hơn)\\s+(?:là\\s+)?${NUMBER}`, "iu")],
  [">", new RegExp(`(?:(?<!\\p{L})trên|(?<!\\p{L})hơn|vượt|>)\\s*${NUMBER}`, "iu")],
  ["<", new RegExp(`(?:(?<!\\p{L})dưới|thấp hơn|<)\\s*${NUMBER}`, "iu")],
  [">=", new RegExp(`(?:từ\\s+)?${NUMBER}\\s*%?\\s*trở lên`, "iu")],
  ["=", new RegExp(`(?:đạt|còn|bằng|lên|xuống|đến)\\s+(?:khoảng\\s+)?${NUMBER}(?=\\s*(?:%|/|\\p{L}|[.;,]|$))`, "iu")],
  ["=", new RegExp(`${NUMBER}(?=\\s*%)`, "u")],
  ["=", new RegExp(`(?<=^(?:\\p{Lu}\\p{L}*\\s+){0,3})${NUMBER}(?=\\s+\\p{Ll})`, "u")],
];

const HEADING_NUMBER = /^(?:\d+(?:\.\d+)*\.?\s|\(\d+\)|[a-zđ]\)|[IVX]+[.\-–]+)\s*(?=\S)/u;

/** Units of one syllable; other units are taken as two ("mô hình", "doanh nghiệp"). */
const SHORT_UNITS =
  /^(?:người|lớp|bài|xã|phường|thôn|bản|trạm|cuộc|máy|buổi|hộ|điểm|giờ|ngày|tuần|tháng|năm|lượt|đợt|tỷ|triệu|km|GRDP)(?!\p{L})/iu;

/**
 * Reads what a target sentence measures: "Tỷ lệ số hóa hồ sơ đạt trên 90%." gives metric "Tỷ lệ số hóa hồ sơ", ">", 90, "%".
 * A sentence without a figure has comparison "none" and the whole sentence as its metric.
 */
export function parseTargetSentence(text: string): Pick<Target, "metric" | "comparison" | "value" | "unit"> {
  const sentence = text
    .replace(/^[-+•*]\s*/, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/[.;]$/, "");
  for (const [comparison, pattern] of COMPARISONS) {
    const match = pattern.exec(sentence);
    if (match === null || inDate(sentence, match.index, match[0].length)) continue;
    const after = sentence.slice(match.index + match[0].length);
    const unit = match[0].includes("%") ? "%" : unitOf(after);
    const before = sentence
      .slice(0, match.index)
      .replace(/(?:^|[\s,;])(?:ước|phấn đấu|phải|cần|đạt|có|là|ở mức|hằng năm|mỗi năm có|hướng tới|\s)+$/iu, "")
      .trim()
      .replace(
        /^(?:(?:có|đạt|bảo đảm|phấn đấu|hình thành|xây dựng|thành lập|mỗi năm(?: có)?)|(?:từ|đến|trong|hết)\s.*(?:tháng|quý|năm)\s\S+)$/iu,
        "",
      );
    const rest = after.replace(/^\s*(?:%\s*)?(?:trở lên\s*)?/, "").trim();
    const metric = before.split(" ").length >= 2 ? before : rest === "" ? sentence : rest;
    return { metric, comparison, value: toNumber(match[1]!), unit };
  }
  return { metric: sentence, comparison: "none", unit: "" };
}

/**
 * Reads a passage of targets: each a line "- …" (or a sentence followed by "+" lines), then who leads, who coordinates and by
 * when on lines "+ Đơn vị chủ trì: …", "+ Đơn vị phối hợp: …", "+ Thời gian thực hiện: …". Headings become sections. Lines of
 * other text are passed over.
 *
 * @param options.year for deadlines that name no year
 */
export function parseTargets(text: string, options: { year?: number } = {}): Target[] {
  const lines = text
    .split("\n")
    .map((line) =>
      line
        .normalize("NFC")
        .replaceAll(/[\s\u00a0]+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "");
  const targets: Target[] = [];
  let section = "";
  let open: Target | undefined;
  for (const [index, line] of lines.entries()) {
    const attribute = attributeOf(line);
    if (attribute !== undefined) {
      if (open !== undefined) assign(open, attribute, options);
      continue;
    }
    if (/^-\s/.test(line) || (isAttribute(lines[index + 1]) && !isHeading(line))) {
      const sentence = line.replace(/^-\s*/, "");
      const read = parseTargetSentence(sentence);
      open = {
        id: `c${targets.length + 1}`,
        section,
        text: sentence,
        ...read,
        leadAgency: "",
        coordinatingAgencies: "",
        deadline: none(),
      };
      targets.push(open);
    } else {
      open = undefined;
      // Its number is layout: the composer numbers anew.
      if (isHeading(line)) section = line.replace(HEADING_NUMBER, "").replace(/:$/, "");
    }
  }
  return targets;
}

type Attribute = { field: "lead" | "coordinating" | "deadline"; text: string };

function attributeOf(line: string): Attribute | undefined {
  const match =
    /^\+\s*(?:(?:Đơn vị|Cơ quan)\s+(chủ trì|phối hợp|thực hiện)|(Thời gian|Thời hạn)[^:]*)\s*:\s*(.+)$/iu.exec(line);
  if (match === null) return undefined;
  const text = match[3]!.trim().replace(/[.;]$/, "");
  if (match[2] !== undefined) return { field: "deadline", text };
  return { field: match[1]!.toLowerCase() === "phối hợp" ? "coordinating" : "lead", text };
}

function isAttribute(line: string | undefined): boolean {
  return line !== undefined && attributeOf(line) !== undefined;
}

function isHeading(line: string): boolean {
  return HEADING_NUMBER.test(line) && line.length < 200;
}

function assign(target: Target, attribute: Attribute, options: { year?: number }): void {
  if (attribute.field === "lead") target.leadAgency = attribute.text;
  else if (attribute.field === "coordinating") target.coordinatingAgencies = attribute.text;
  else target.deadline = parseDeadline(attribute.text, options);
}

function none(): Deadline {
  return { text: "", kind: "none" };
}

/** Is the number part of a date or of a document's number ("tháng 01/2026", "năm 2026")? */
function inDate(sentence: string, index: number, length: number): boolean {
  const around = sentence.slice(Math.max(0, index - 8), index + length + 6);
  return /(?:tháng|năm|quý|ngày|số)\s+\d{1,4}(?!\s*%)/iu.test(around) && !/%/.test(around);
}

function unitOf(after: string): string {
  const text = after.trim();
  if (text.startsWith("%")) return "%";
  const fraction = /^\/\s*\d+\s+\p{L}+/u.exec(text)?.[0];
  if (fraction !== undefined) return fraction;
  const short = SHORT_UNITS.exec(text)?.[0];
  if (short !== undefined) return short;
  return /^\p{L}+(?:\s+\p{L}+)?/u.exec(text)?.[0] ?? "";
}

/** Vietnamese thousands point and decimal comma; a point not before three digits is a decimal point all the same. */
function toNumber(text: string): number {
  return Number(
    /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text) ? text.replaceAll(".", "").replace(",", ".") : text.replace(",", "."),
  );
}
