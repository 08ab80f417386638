import { fold, isCapitals } from "../fold.ts";
import type { Fix, Line } from "../model.ts";
import { kindTitle, NATIONAL_NAME, PARTY_NAME } from "../parts-header.ts";
import type { Judgement } from "./judge.ts";
import { judgeLook, placeOf, placesOf, textFix } from "./judge.ts";

/** Quốc hiệu and Tiêu ngữ, or the Party's name; the issuing body; what stands under them. */
export function judgeHeader(j: Judgement): void {
  const { parts, rules } = j;
  const state = rules.system === "state";
  const [name, motto] = rules.national.value as [string, string | undefined];
  const { clause } = rules.national;
  if (parts.nationalName === undefined) {
    j.add({
      rule: "nationalName.missing",
      clause,
      where: "góc trên bên phải trang 1",
      expected: name,
      found: "không thấy",
    });
  } else {
    const wanted = state ? NATIONAL_NAME : PARTY_NAME;
    if (fold(parts.nationalName.text) !== wanted) {
      j.add({
        rule: "nationalName.text",
        clause,
        where: placeOf(parts.nationalName),
        expected: name,
        found: parts.nationalName.text,
      });
    }
    judgeLook(j, "nationalName", [parts.nationalName], rules.elements.nationalName);
  }
  if (state) judgeMotto(j, motto!);
  else if (parts.motto !== undefined) {
    j.add({
      rule: "motto.party",
      clause,
      where: placeOf(parts.motto),
      expected: "văn bản của Đảng không có Tiêu ngữ",
      found: parts.motto.text,
    });
  }
  const anchor = state ? parts.motto : parts.nationalName;
  if (anchor !== undefined && !parts.nationalRuled && j.file.source === "docx") {
    j.add({
      rule: state ? "motto.line" : "nationalName.line",
      clause: state ? rules.elements.motto.clause : rules.elements.nationalName.clause,
      severity: "warning",
      where: placeOf(anchor),
      expected: "đường kẻ ngang nét liền ở dưới, dài bằng dòng chữ",
      found: "không thấy đường kẻ",
    });
  }
  judgeOrganisation(j);
}

function judgeMotto(j: Judgement, wanted: string): void {
  const { motto } = j.parts;
  const rule = j.rules.elements.motto;
  if (motto === undefined) {
    j.add({
      rule: "motto.missing",
      clause: j.rules.national.clause,
      where: "dưới Quốc hiệu",
      expected: wanted,
      found: "không thấy",
    });
    return;
  }
  const plain = motto.text.normalize("NFC");
  const spaced = plain.replace(/[\s\u00a0]*[-\u2010-\u2015][\s\u00a0]*/g, " - ");
  const strokes = spaced.split(" - ").length === wanted.split(" - ").length;
  const add = (what: string, fixes: Fix[] = []): void =>
    j.add({
      rule: `motto.${what}`,
      clause: rule.clause,
      where: placeOf(motto),
      expected: what === "hyphens" ? `${wanted} (gạch nối, có cách chữ hai bên)` : wanted,
      found: motto.text,
      fixes,
    });
  if (spaced !== plain || !strokes) add("hyphens", strokes && motto.text === plain ? strokeFixes(motto) : []);
  // All in capitals is a matter of the look; other letters are compared without regard to where the tone mark stands.
  else if (!isCapitals(plain) && !sameCapitals(plain, wanted)) add("text");
  judgeLook(j, "motto", [motto], rule);
}

/** Do capitals stand at the same places? */
function sameCapitals(one: string, other: string): boolean {
  const shape = (text: string): string => text.replace(/\p{Lu}/gu, "A").replace(/\p{Ll}/gu, "a");
  return shape(one) === shape(other);
}

/** One space on each side of each hyphen; nothing else of the line is touched. */
function strokeFixes(line: Line): Fix[] {
  return [...line.text.matchAll(/[\s\u00a0]*[-\u2010-\u2015][\s\u00a0]*/g)]
    .filter((stroke) => stroke[0] !== " - ")
    .flatMap((stroke) => textFix(line, stroke.index, stroke.index + stroke[0].length, " - "));
}

function judgeOrganisation(j: Judgement): void {
  const { parts, rules } = j;
  const rule = rules.elements.organisation;
  if (parts.organisation.length === 0) {
    j.add({
      rule: "organisation.missing",
      clause: rule.clause,
      where: "góc trên bên trái trang 1",
      expected: "tên cơ quan, tổ chức ban hành văn bản",
      found: "không thấy",
    });
    return;
  }
  judgeLook(j, "superior", parts.superior, rules.elements.superior);
  judgeLook(j, "organisation", parts.organisation, rule);
  if (rules.system === "party" && parts.asterisk === undefined) {
    j.add({
      rule: "organisation.asterisk",
      clause: rule.clause,
      where: `dưới ${placeOf(parts.organisation.at(-1)!)}`,
      expected: "dấu * ở dòng riêng dưới tên cơ quan ban hành",
      found: "không thấy",
    });
  }
  if (rules.system === "state" && parts.asterisk !== undefined) {
    j.add({
      rule: "organisation.asterisk",
      clause: rule.clause,
      where: placeOf(parts.asterisk),
      expected: "đường kẻ ngang dài 1/3 đến 1/2 dòng chữ, không dùng dấu *",
      found: "*",
    });
  }
}

/** Name of the kind, subject and what stands under it; a letter's subject. */
export function judgeTitle(j: Judgement): void {
  const { parts, rules } = j;
  const { elements } = rules;
  if (parts.kindName === undefined) {
    judgeLetter(j);
    return;
  }
  judgeLook(j, "kindName", [parts.kindName], elements.kindName);
  if (parts.subject.length === 0) {
    j.add({
      rule: "subject.missing",
      clause: elements.subject.clause,
      where: `dưới ${placeOf(parts.kindName)}`,
      expected: "trích yếu nội dung văn bản",
      found: "không thấy",
    });
    return;
  }
  judgeLook(j, "subject", parts.subject, elements.subject);
  if (rules.system === "party") {
    const under = parts.underSubject;
    if (under === undefined || !/^-{5}$/.test(under.text.replace(/[\s\u00a0]/g, ""))) {
      j.add({
        rule: "subject.hyphens",
        clause: elements.subject.clause,
        where: `dưới ${placesOf(parts.subject.slice(-1))}`,
        expected: "năm gạch nối “-----” canh giữa",
        found: under === undefined ? "không thấy" : under.text === "" ? "đường kẻ" : under.text,
      });
    }
  } else if (parts.underSubject === undefined && j.file.source === "docx") {
    j.add({
      rule: "subject.line",
      clause: elements.subject.clause,
      severity: "warning",
      where: `dưới ${placesOf(parts.subject.slice(-1))}`,
      expected: "đường kẻ ngang nét liền, dài 1/3 đến 1/2 dòng chữ",
      found: "không thấy đường kẻ",
    });
  }
}

function judgeLetter(j: Judgement): void {
  const { parts, rules } = j;
  const rule = rules.elements.letterSubject;
  const { value, clause } = rules.letterSubjectPrefix;
  if (parts.letterSubject.length === 0) {
    if (parts.addresseesHead === undefined) {
      j.add({
        rule: "kindName.missing",
        clause: rules.elements.kindName.clause,
        where: "giữa trang, dưới số, ký hiệu và ngày tháng",
        expected: "tên loại văn bản thuộc danh mục, in hoa, đậm, trên dòng riêng",
        found: "không thấy",
      });
    } else {
      j.add({
        rule: "letterSubject.missing",
        clause,
        where: "dưới số, ký hiệu",
        expected: `trích yếu công văn, bắt đầu bằng “${value.trim()}”`,
        found: "không thấy",
      });
    }
    return;
  }
  judgeLook(j, "letterSubject", parts.letterSubject, rule);
  const first = parts.letterSubject[0]!;
  if (!first.text.normalize("NFC").startsWith(value.trim())) {
    j.add({
      rule: "letterSubject.prefix",
      clause,
      where: placeOf(first),
      expected: `bắt đầu bằng “${value.trim()}”`,
      found: first.text,
    });
  }
}

/** Kính gửi: only its head word is styled apart in the Party's form. */
export function judgeAddressees(j: Judgement): void {
  const { parts, rules } = j;
  const head = parts.addresseesHead;
  const rule = rules.elements.addressees;
  const { value, clause } = rules.addresseesHead;
  const letter = parts.kindName === undefined;
  if (head === undefined) {
    if (letter && parts.letterSubject.length > 0) {
      j.add({
        rule: "addressees.missing",
        clause,
        where: "trên phần nội dung",
        expected: `“${value.letter}” và tên cơ quan nhận`,
        found: "không thấy",
      });
    }
    return;
  }
  const wanted =
    parts.kindName !== undefined && kindTitle(parts.kindName.text, rules.system) === "TỜ TRÌNH"
      ? value.submission
      : value.letter;
  const plain = head.text.normalize("NFC");
  if (!plain.startsWith(wanted)) {
    j.add({
      rule: "addressees.head",
      clause,
      where: placeOf(head),
      expected: `“${wanted}”`,
      found: plain.slice(0, plain.indexOf(":") + 1) || plain,
    });
  }
  const colon = head.text.indexOf(":");
  const headOnly = {
    ...head,
    runs: cut(head.runs, colon < 0 ? head.text.length : colon + 1),
    text: head.text.slice(0, colon < 0 ? undefined : colon + 1),
  };
  judgeLook(j, "addressees", [headOnly], rule, { align: true });
  const items = parts.addressees.filter((line) => line !== head && /^[-–]/.test(line.text));
  if (items.length < 2) return;
  items.forEach((item, index) => {
    const last = index === items.length - 1;
    const ends = last ? value.last : value.between;
    const following = parts.addressees.slice(
      parts.addressees.indexOf(item),
      last ? undefined : parts.addressees.indexOf(items[index + 1]!),
    );
    const end = following.at(-1)!;
    if (end.text.endsWith(ends)) return;
    j.add({
      rule: "addressees.punctuation",
      clause,
      where: placeOf(end),
      expected: `dòng kết thúc bằng “${ends}”`,
      found: end.text.slice(-12),
    });
  });
}

function cut<T extends { text: string }>(runs: readonly T[], length: number): T[] {
  const out: T[] = [];
  let left = length;
  for (const run of runs) {
    if (left <= 0) break;
    out.push({ ...run, text: run.text.slice(0, left) });
    left -= run.text.length;
  }
  return out;
}
