import { dayText, isIsoDate, monthText } from "../../format/index.ts";
import { fold } from "../fold.ts";
import { KIND_CODES } from "../kind-codes.ts";
import type { Line } from "../model.ts";
import type { Judgement } from "./judge.ts";
import { judgeLook, placeOf, textFix } from "./judge.ts";

/** "Số", a colon or none, the number or its blank, the sign, the symbol. The blank is spaces, dots or nothing. */
const NUMBER = /^(Số[\s\u00a0]*)(:?)([\s\u00a0]*)(\d+|[.…_]+|)([\s\u00a0]*)([/-])(.*)$/i;
const CODE_LETTERS = "A-ZĐƠƯÂÊÔĂ";

/** Số, ký hiệu. */
export function judgeNumber(j: Judgement): void {
  const { parts, rules } = j;
  const { value, clause } = rules.number;
  const line = parts.number;
  if (line === undefined) {
    j.add({
      rule: "number.missing",
      clause,
      where: "dưới tên cơ quan ban hành",
      expected: rules.system === "state" ? "Số: …/ký hiệu" : "Số …-ký hiệu",
      found: "không thấy",
    });
    return;
  }
  judgeLook(j, "number", [line], rules.elements.number, { capitals: true });
  const text = line.text.normalize("NFC");
  const match = NUMBER.exec(text);
  const wanted = rules.system === "state" ? "“Số: 05/KH-UBND”" : "“Số 32-KH/TU”";
  if (match === null) {
    j.add({ rule: "number.pattern", clause, where: placeOf(line), expected: `dạng ${wanted}`, found: line.text });
    return;
  }
  const [, word, colon, gap, number, afterNumber, sign, rest] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if ((colon === ":") !== value.before.includes(":")) {
    j.add({
      rule: "number.colon",
      clause,
      where: placeOf(line),
      expected: value.before.includes(":") ? "có dấu hai chấm sau “Số”" : "không có dấu hai chấm sau “Số”",
      found: `${word.trim()}${colon}`,
    });
  }
  if (/^[1-9]$/.test(number)) {
    const at = word.length + colon.length + gap.length;
    j.add({
      rule: "number.leadingZero",
      clause,
      where: placeOf(line),
      expected: `số dưới 10 ghi thêm số 0: ${number.padStart(2, "0")}`,
      found: number,
      fixes: line.text === text ? textFix(line, at, at + 1, `0${number}`) : [],
    });
  }
  if (sign !== value.between) {
    j.add({
      rule: "number.separator",
      clause,
      where: placeOf(line),
      expected: `dấu “${value.between}” giữa số và ký hiệu`,
      found: `“${sign}”`,
    });
    return;
  }
  judgeSymbol(j, line, rest.replace(/[\s\u00a0]+$/, ""));
  const spaced = /\d$/.test(number) ? afterNumber + sign + rest : rest;
  // In a PDF the gap may be the room left for the number.
  if (j.file.source === "docx" && /[\s\u00a0]/.test(spaced.trim() === spaced ? spaced : spaced.trimEnd())) {
    const from = text.length - spaced.length;
    j.add({
      rule: "number.spaces",
      clause,
      where: placeOf(line),
      expected: "giữa các nhóm chữ viết tắt không cách chữ",
      found: line.text,
      fixes: line.text === text ? textFix(line, from, text.length, spaced.replace(/[\s\u00a0]+/g, "")) : [],
    });
  }
}

function judgeSymbol(j: Judgement, line: Line, written: string): void {
  const { parts, rules } = j;
  const { clause } = rules.number;
  const symbol = written.replace(/[\s\u00a0]+/g, "");
  const kinds = KIND_CODES[rules.system];
  const title =
    parts.kindName === undefined ? undefined : kinds.find((kind) => fold(kind.title) === fold(parts.kindName!.text));
  const known = kinds.flatMap((kind) => kind.codes);
  const add = (rule: string, expected: string): void =>
    j.add({ rule, clause, where: placeOf(line), expected, found: symbol === "" ? "không có ký hiệu" : symbol });
  if (rules.system === "state") {
    if (/^\d{4}\//.test(symbol)) {
      add(
        "number.pattern",
        "văn bản hành chính không có năm trong ký hiệu (văn bản quy phạm pháp luật không theo thể thức này)",
      );
      return;
    }
    const groups = symbol.split("-");
    const body = title === undefined ? groups : groups.slice(1);
    if (title !== undefined && title.codes.length > 0 && !title.codes.includes(groups[0]!)) {
      add("number.kind", `chữ viết tắt tên loại “${title.codes[0]}” trước tên cơ quan`);
      return;
    }
    if (title === undefined && known.includes(groups[0]!)) {
      add("number.kind", "ký hiệu công văn gồm chữ viết tắt tên cơ quan và đơn vị soạn thảo, không có tên loại");
      return;
    }
    if (body.length === 0 || !body.every((group) => new RegExp(`^[${CODE_LETTERS}0-9&./]+$`).test(group))) {
      add("number.symbol", "chữ viết tắt tên cơ quan, in hoa");
    }
    return;
  }
  const [kind, body, ...more] = symbol.split("/");
  if (body === undefined || more.length > 0 || body === "") {
    add("number.pattern", "dạng “KH/TU”: tên loại, dấu “/”, cơ quan ban hành");
    return;
  }
  const codes = title === undefined ? ["CV"] : title.codes;
  if (
    codes.length > 0 &&
    !codes.includes(kind!) &&
    !(title === undefined && parts.addresseesHead === undefined && known.includes(kind!))
  ) {
    add("number.kind", `chữ viết tắt tên loại “${codes[0]}”`);
  } else if (!new RegExp(`^[${CODE_LETTERS}][${CODE_LETTERS}a-zđư0-9.-]*$`).test(body)) {
    add("number.symbol", "chữ viết tắt tên cơ quan ban hành");
  }
}

const DATE =
  /^(.*?)(,?)([\s\u00a0]*)(ngày)([\s\u00a0]*)(\d*|[.…]+)([\s\u00a0]*)(tháng)([\s\u00a0]*)(\d*|[.…]+)([\s\u00a0]*)(năm)([\s\u00a0]*)(\d*|[.…]+|\d+[.…]+)(\.?)$/i;

/** The date of issue that a line names, ISO, or undefined while it is blank or not a day. */
export function dateOf(line: Line | undefined): string | undefined {
  const match = line === undefined ? null : DATE.exec(line.text.normalize("NFC"));
  if (match === null) return undefined;
  const iso = `${match[14]}-${match[10]!.padStart(2, "0")}-${match[6]!.padStart(2, "0")}`;
  return isIsoDate(iso) ? iso : undefined;
}

/** Địa danh và thời gian ban hành. */
export function judgeDate(j: Judgement): void {
  const { parts, rules } = j;
  const rule = rules.elements.placeAndDate;
  const { clause } = rule;
  const line = parts.placeAndDate;
  if (line === undefined) {
    j.add({
      rule: "placeAndDate.missing",
      clause,
      where: "bên phải, cùng dòng với số, ký hiệu",
      expected: "địa danh, ngày … tháng … năm …",
      found: "không thấy",
    });
    return;
  }
  judgeLook(j, "placeAndDate", [line], rule);
  const text = line.text.normalize("NFC");
  const match = DATE.exec(text);
  if (match === null) {
    j.add({
      rule: "placeAndDate.pattern",
      clause,
      where: placeOf(line),
      expected: "Địa danh, ngày … tháng … năm …",
      found: line.text,
    });
    return;
  }
  const groups = match.slice(1) as string[];
  const at = (index: number): number => groups.slice(0, index).join("").length;
  const [place, comma] = groups as [string, string];
  const [day, month, year] = [groups[5]!, groups[9]!, groups[13]!];
  if (place.trim() === "") {
    j.add({
      rule: "placeAndDate.place",
      clause,
      where: placeOf(line),
      expected: "có địa danh trước ngày tháng",
      found: line.text,
    });
  } else if (comma === "") {
    j.add({
      rule: "placeAndDate.comma",
      clause,
      where: placeOf(line),
      expected: "dấu phẩy sau địa danh",
      found: line.text,
    });
  }
  const change = (index: number, wanted: string) =>
    line.text === text ? textFix(line, at(index), at(index) + groups[index]!.length, wanted) : [];
  if (/^\d{1,2}$/.test(day) && day !== dayText(Number(day))) {
    j.add({
      rule: "placeAndDate.day",
      clause,
      where: placeOf(line),
      expected: `ngày dưới 10 ghi thêm số 0: ${dayText(Number(day))}`,
      found: `ngày ${day}`,
      fixes: change(5, dayText(Number(day))),
    });
  }
  if (/^\d{1,2}$/.test(month) && month !== monthText(Number(month))) {
    j.add({
      rule: "placeAndDate.month",
      clause,
      where: placeOf(line),
      expected: `chỉ tháng 1, 2 ghi thêm số 0: ${monthText(Number(month))}`,
      found: `tháng ${month}`,
      fixes: change(9, monthText(Number(month))),
    });
  }
  const complete = [day, month, year].every((part) => /^\d+$/.test(part));
  if (complete && dateOf(line) === undefined) {
    j.add({
      rule: "placeAndDate.date",
      clause,
      where: placeOf(line),
      expected: "ngày có trong lịch, năm bốn chữ số",
      found: line.text,
    });
  }
}
