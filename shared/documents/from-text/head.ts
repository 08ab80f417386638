import type { DocumentKind } from "../model.ts";
import { inCapitals, type Piece, type TextWarning } from "./pieces.ts";

/** What the head of a document says. */
export interface Head {
  system?: "state" | "party";
  organisation: { superior?: string; name?: string };
  number?: string;
  /** "-" as Party documents write it, "/" as State ones. */
  separator?: "-" | "/";
  notation?: string;
  place?: string;
  date?: string;
  kind?: DocumentKind;
  subject: string[];
  addressees: string[];
}

const KIND_LINES: Record<string, DocumentKind> = {
  "KẾ HOẠCH": "KH",
  "BÁO CÁO": "BC",
  "THÔNG BÁO": "TB",
  "QUYẾT ĐỊNH": "QĐ",
  "CHƯƠNG TRÌNH": "CTr",
  "TỜ TRÌNH": "TTr",
  "HƯỚNG DẪN": "HD",
};
const NUMBER = /^Số\s*:?\s*(\d{1,6}[a-zđ]?)?\s*([-/])\s*(\S+)$/iu;
const DATE = /^(.{2,60}?),\s*ngày\s+(\d{1,2})?\s*tháng\s+(\d{1,2})?\s*năm\s+(\d{4})$/iu;
const MOTTO = /^(?:CỘNG H[ÒO][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐỘC LẬP\s*-\s*TỰ DO\s*-\s*HẠNH PHÚC)$/iu;
const PARTY = /^ĐẢNG CỘNG SẢN VIỆT NAM$/iu;
const RULE = /^[-_*—]+$/;
/** Words that a unit's own name begins with; the last such line begins the issuing organisation's name. */
const ORGANISATION =
  /^(?:ĐẢNG BỘ|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|ĐẢNG ỦY|BAN |ỦY BAN|UBND|HỘI ĐỒNG|SỞ |BỘ |VĂN PHÒNG|CỤC |CHI CỤC|CÔNG AN|TỔNG |TRƯỜNG |TRUNG TÂM|PHÒNG |VIỆN )/;
/** Lines of the stamp that a receiving office puts on an incoming document (NĐ30 Phụ lục IV). */
const STAMP =
  /^(?:VĂN BẢN ĐẾN|CÔNG VĂN ĐẾN|ĐẾN\s*(?:Số|Ngày|:)|Chuy[eê]n\s*:|Chuyển\s*:|Lưu hồ sơ(?: số)?\s*:|Số\s+\d+\s+ngày\s+\d)/iu;

/** "KẾ HOẠCH", "BÁO CÁO" … on a line of its own. */
export function isKindLine(text: string): boolean {
  return KIND_LINES[text] !== undefined;
}

/** A line of a receiver's stamp, which is no part of the document. */
export function isStamp(pieces: Piece[], at: number): boolean {
  return STAMP.test(pieces[at]!.text) || stampAhead(pieces, at);
}

/** Does a head begin here? Names in capitals, then within a few lines the motto or the Party's name. */
export function beginsHead(pieces: Piece[], at: number): boolean {
  const near = pieces.slice(at, at + 12);
  const motto = near.findIndex((piece) => PARTY.test(piece.text) || MOTTO.test(piece.text));
  return motto >= 0 && near.slice(0, motto).every((piece) => inCapitals(piece.text) || RULE.test(piece.text));
}

/** Reads the head; `next` is the first piece of the body. */
export function readHead(pieces: Piece[], start: number, warnings: TextWarning[]): { head: Head; next: number } {
  const head: Head = { organisation: {}, subject: [], addressees: [] };
  const names: string[] = [];
  let at = start;
  for (; at < pieces.length; at += 1) {
    const piece = pieces[at]!;
    const { text } = piece;
    if (RULE.test(text)) {
      // A rule of its own ends the subject of a document with a kind; a lone star belongs to the Party's head.
      if (head.kind !== undefined && /^[-_]{3,}$/.test(text) && head.subject.length > 0)
        return { head: named(head, names), next: at + 1 };
      continue;
    }
    if (PARTY.test(text)) head.system = "party";
    else if (MOTTO.test(text)) head.system = "state";
    else if (readNumber(text, head) || readDate(text, head)) continue;
    else if (STAMP.test(text) || stampAhead(pieces, at))
      warnings.push({ line: piece.line, message: `Bỏ dấu đến của nơi nhận: “${text}”.` });
    else if (head.kind === undefined && isKindLine(text)) {
      head.kind = KIND_LINES[text]!;
      at = readSubject(pieces, at + 1, head);
    } else if (/^(?:V\/v|Về việc)\s/iu.test(text) && head.kind === undefined) {
      head.kind = "CV";
      head.subject.push(text);
      // A subject goes on over forced line breaks.
      while (pieces[at + 1]?.sameParagraph === true) {
        at += 1;
        head.subject.push(pieces[at]!.text);
      }
    } else if (/^[-–\s]*Kính gửi\s*:/iu.test(text)) {
      at = readAddressees(pieces, at, head);
      return { head: named(head, names), next: at + 1 };
    } else if (inCapitals(text) && head.kind === undefined && head.subject.length === 0) names.push(text);
    else break;
  }
  return { head: named(head, names), next: at };
}

function named(head: Head, names: string[]): Head {
  const own = Math.max(
    0,
    names.findLastIndex((name) => ORGANISATION.test(name)),
  );
  const name = names.slice(own).join(" ");
  const superior = names.slice(0, own).join(" ");
  return { ...head, organisation: { ...(superior === "" ? {} : { superior }), ...(name === "" ? {} : { name }) } };
}

function readNumber(text: string, head: Head): boolean {
  const match = NUMBER.exec(text);
  if (match === null || head.notation !== undefined) return false;
  if (match[1] !== undefined) head.number = match[1];
  head.separator = match[2] as "-" | "/";
  // "Số 11-KH/TU": the symbol follows the first sign.
  head.notation = match[3]!;
  return true;
}

function readDate(text: string, head: Head): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  head.place = match[1]!;
  if (match[2] !== undefined && match[3] !== undefined) {
    head.date = `${match[4]}-${match[3].padStart(2, "0")}-${match[2].padStart(2, "0")}`;
  }
  return true;
}

/** Lines under the name of the kind, up to a rule, a gap or running text. */
function readSubject(pieces: Piece[], from: number, head: Head): number {
  let at = from;
  for (; at < pieces.length; at += 1) {
    const { text, gapBefore } = pieces[at]!;
    const ends =
      RULE.test(text) ||
      (head.subject.length > 0 && gapBefore) ||
      text.length > 220 ||
      /^(?:Căn cứ|Thực hiện .{120,}|Kính gửi)/u.test(text);
    if (ends || head.subject.length >= 8) break;
    head.subject.push(text);
  }
  return at - 1;
}

/** "Kính gửi: A" or a list of names after it, each with a dash. */
function readAddressees(pieces: Piece[], from: number, head: Head): number {
  const add = (text: string) => {
    const name = text.replace(/^[-–\s]+/, "").replace(/[,;.]$/, "");
    if (name !== "") head.addressees.push(name);
  };
  add(pieces[from]!.text.replace(/^[-–\s]*Kính gửi\s*:\s*/iu, ""));
  let at = from;
  while (at + 1 < pieces.length && (pieces[at + 1]!.sameParagraph === true || /^[-–]\s/.test(pieces[at + 1]!.text))) {
    at += 1;
    add(pieces[at]!.text);
  }
  return at;
}

/** A name in capitals right before "VĂN BẢN ĐẾN" is the receiver's, on its stamp. */
function stampAhead(pieces: Piece[], at: number): boolean {
  return inCapitals(pieces[at]!.text) && /^(?:VĂN BẢN|CÔNG VĂN) ĐẾN/iu.test(pieces[at + 1]?.text ?? "");
}
