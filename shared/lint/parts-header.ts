import { fold, isCapitals, isDecoration } from "./fold.ts";
import { KIND_CODES } from "./kind-codes.ts";
import type { Line } from "./model.ts";
import type { Parts } from "./parts.ts";

/** The header must be over after so many lines with text. */
const HEADER_LINES = 70;

/** The names of the issuing body and of the one above it never take more lines. */
const BODY_LINES = 8;

/** Quốc hiệu, folded for comparison. */
export const NATIONAL_NAME = fold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
/** The Party's title, folded for comparison. */
export const PARTY_NAME = fold("ĐẢNG CỘNG SẢN VIỆT NAM");
/** The motto's words without its hyphens and spaces. */
const MOTTO = fold("Độc lập Tự do Hạnh phúc").replace(/ /g, "");
const URGENCY = /^(hỏa tốc|thượng khẩn|khẩn|tuyệt mật|tối mật|mật)( hẹn giờ)?$/;
const DATE = /(^|[\s,])ngày[\s\u00a0.…\d]*tháng[\s\u00a0.…\d]*năm[\s\u00a0.…\d]*\.?$/i;

/** Is this the motto, whatever its hyphens look like? */
export function isMotto(text: string): boolean {
  return fold(text).replace(/[^\p{L}]/gu, "") === MOTTO;
}

/** Name of a kind standing alone on its line, as the list of the system has it. */
export function kindTitle(text: string, system: "state" | "party"): string | undefined {
  const folded = fold(text);
  return KIND_CODES[system].find((kind) => fold(kind.title) === folded)?.title;
}

type HeaderParts = Omit<
  Parts,
  "body" | "recipientsHead" | "recipients" | "authority" | "position" | "signatoryName" | "signed" | "appendices"
>;

/** Reads the parts above the running text; `end` is the index of the first line of the text. */
export function readHeader(
  lines: readonly Line[],
  system: "state" | "party",
  appendixOnly: boolean,
): { parts: HeaderParts; end: number } {
  const parts: HeaderParts = {
    appendixOnly,
    nationalRuled: false,
    superior: [],
    organisation: [],
    letterSubject: [],
    subject: [],
    addressees: [],
    basis: [],
  };
  if (appendixOnly) return { parts, end: 0 };
  const start = headEnd(lines, system);
  readHead(lines.slice(0, start), parts);
  let at = start;
  const kind = lines[at];
  if (kind !== undefined && kindTitle(kind.text, system) !== undefined) {
    parts.kindName = kind;
    at = readSubject(lines, at + 1, parts);
  }
  at = readAddressees(lines, at, parts);
  // Lines of a PDF are cut where the page ends: which of them begins a basis cannot be told.
  if (lines[0]?.page === undefined) at = readBasis(lines, at, parts);
  return { parts, end: at };
}

/** Index of the first line that is no longer of the header: the name of the kind, "Kính gửi", or the first sentence. */
function headEnd(lines: readonly Line[], system: "state" | "party"): number {
  let seen = 0;
  let national = false;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]!;
    if (line.text === "") continue;
    seen += 1;
    const folded = fold(line.text);
    if (folded === NATIONAL_NAME || folded === PARTY_NAME || DATE.test(folded)) national = true;
    if (line.side === "full" || line.table !== undefined) {
      if (kindTitle(line.text, system) !== undefined && isCapitals(line.text)) return index;
    }
    if (/^(- )?kính (gửi|trình)/.test(folded)) return index;
    if (line.table === undefined && line.side === "full" && line.align !== "center") {
      if (seen > HEADER_LINES || (line.text.length > 70 && !isCapitals(line.text))) return index;
      if (national && /^căn cứ /.test(folded)) return index;
    }
  }
  return 0;
}

function readHead(lines: readonly Line[], parts: HeaderParts): void {
  const bodies: Line[] = [];
  let letter = false;
  let national = false;
  for (const line of lines) {
    const folded = fold(line.text);
    if (line.text === "" || isDecoration(line.text)) {
      if (/^\*$/.test(line.text)) parts.asterisk ??= line;
      if (national && line.side !== "left" && (line.ruled || isDecoration(line.text))) parts.nationalRuled = true;
      if (line.side !== "right" && (line.ruled || line.text !== "")) letter = false;
      continue;
    }
    if (folded === NATIONAL_NAME || folded === PARTY_NAME) {
      parts.nationalName ??= line;
      national = true;
      if (ruledItself(line)) parts.nationalRuled = true;
    } else if (isMotto(line.text)) {
      parts.motto ??= line;
      national = true;
      if (ruledItself(line)) parts.nationalRuled = true;
    } else if (DATE.test(folded) && parts.placeAndDate === undefined) parts.placeAndDate = line;
    else if (/^số\s*:|^số\s+\S*\d\s*[-/]|^số\s*[.…]*\s*[-/]/i.test(folded) && parts.number === undefined)
      parts.number = line;
    else if (URGENCY.test(folded)) parts.urgency ??= line;
    else if (/^dự thảo/.test(folded)) continue;
    else if (parts.number !== undefined && line.side !== "right" && (letter || /^(v\/v|về việc)\b/.test(folded))) {
      letter = true;
      parts.letterSubject.push(line);
    } else if (line.side !== "right" && parts.number === undefined) bodies.push(line);
    if (national && line.side !== "left" && line.ruled) parts.nationalRuled = true;
  }
  splitOrganisation(bodies, parts);
}

function ruledItself(line: Line): boolean {
  return line.ruled || line.runs.some((run) => run.style.underline);
}

/** What the name of a body begins with, and what a name broken over two lines stops at. */
const BODY_WORD =
  /^(ủy ban|ubnd|hội đồng nhân dân|sở|phòng|văn phòng|trung tâm|chi cục|cục|trường|ban chấp hành|ban tổ chức|ban thường vụ|ban chỉ đạo|đảng ủy|huyện ủy|thành ủy)( |$)/;
const OPEN_END = /(^văn phòng|^đảng ủy|^chi bộ|^ban quản lý|^ban|^hội đồng| và|,)$/;

/** The body above stands over the issuing one: upright over bold. Where all look alike, the last line is the issuing body. */
function splitOrganisation(lines: readonly Line[], parts: HeaderParts): void {
  // Without any other part of a header these are the first lines of a text of another sort.
  if (parts.nationalName === undefined && parts.number === undefined) return;
  if (lines.length > BODY_LINES) return;
  const bold = (line: Line): boolean => line.runs.every((run) => run.text.trim() === "" || run.style.bold);
  const from = lines.findIndex(bold);
  let split = from < 0 || lines.slice(from).some((line) => !bold(line)) ? Math.max(lines.length - 1, 0) : from;
  // All in bold: a second line that names a body of its own stands under the one above it.
  if (from === 0 && split === 0) {
    const own = lines.findLastIndex(
      (line, index) => index > 0 && BODY_WORD.test(fold(line.text)) && !OPEN_END.test(fold(lines[index - 1]!.text)),
    );
    if (own > 0) split = own;
  }
  // A body whose first line is bold and whose last is not has its weights the wrong way round.
  parts.superior = lines.slice(0, split);
  parts.organisation = lines.slice(split);
}

function readSubject(lines: readonly Line[], from: number, parts: HeaderParts): number {
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (isDecoration(line.text) || (line.text === "" && line.ruled)) {
      parts.underSubject = line;
      return at + 1;
    }
    if (line.text === "") {
      if (parts.subject.length > 0) break;
      continue;
    }
    const centred = line.align === "center" || line.align === undefined;
    if (!centred && parts.subject.length > 0) break;
    // In a PDF a short last line of a paragraph may happen to stand in the middle.
    if (
      line.page !== undefined &&
      parts.subject.length > 0 &&
      !line.runs.every((run) => run.text.trim() === "" || run.style.bold)
    )
      break;
    if (/^(kính (gửi|trình)|căn cứ|điều 1)/.test(fold(line.text)) || line.text.length > 400) break;
    // The body that issues stands in capitals under the subject of a decision.
    if (parts.subject.length > 0 && isCapitals(line.text)) break;
    if (!centred && !line.runs.every((run) => run.text.trim() === "" || run.style.bold)) break;
    parts.subject.push(line);
    if (line.ruled || line.runs.some((run) => run.style.underline)) parts.underSubject = line;
  }
  // A line drawn with a shape may hang on an empty paragraph further down.
  for (let next = at; next < Math.min(at + 3, lines.length); next += 1) {
    const line = lines[next]!;
    if (line.ruled || isDecoration(line.text)) parts.underSubject ??= line;
    if (line.text !== "" && !isDecoration(line.text)) break;
  }
  return at;
}

function readAddressees(lines: readonly Line[], from: number, parts: HeaderParts): number {
  let at = from;
  while (at < lines.length && at < from + 6 && (lines[at]!.text === "" || isDecoration(lines[at]!.text))) at += 1;
  const head = lines[at];
  if (head === undefined || !/^(- )?kính (gửi|trình)/.test(fold(head.text))) return from;
  parts.addresseesHead = head;
  const own = head.text.replace(/^[^:]*:?/, "").trim();
  if (own !== "") parts.addressees.push(head);
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next]!;
    if (line.text === "") {
      if (parts.addressees.length > 0 && line.table === undefined) break;
      continue;
    }
    if (parts.addressees.length > 0 && /[.:]$/.test(parts.addressees.at(-1)!.text)) break;
    const item = /^[-–+•]\s*\S/.test(line.text);
    // A line that goes on is short, and its item is not closed yet.
    if (
      !item &&
      (line.table === undefined || line.table !== head.table) &&
      (own !== "" || parts.addressees.length === 0 || line.text.length > 60)
    )
      break;
    if (line.text.length > 250) break;
    parts.addressees.push(line);
  }
  return next;
}

function readBasis(lines: readonly Line[], from: number, parts: HeaderParts): number {
  let at = from;
  for (; at < lines.length && at < from + 60; at += 1) {
    const line = lines[at]!;
    if (line.text === "" || isDecoration(line.text) || line.table !== undefined) {
      if (parts.basis.length > 0 && line.table !== undefined) break;
      continue;
    }
    const folded = fold(line.text);
    if (!/^(- )?(căn cứ|theo đề nghị|xét đề nghị) /.test(folded)) {
      if (parts.basis.length > 0 || !isCapitals(line.text)) break;
      continue;
    }
    // A sentence that ends with a colon and says what is issued is running text.
    if (
      /:$/.test(line.text) ||
      line.text.length > 900 ||
      /\b(ban hành|xây dựng) (kế hoạch|báo cáo|công văn)\b.*[.:]$/.test(folded)
    )
      break;
    parts.basis.push(line);
  }
  return parts.basis.length > 0 ? at : from;
}
