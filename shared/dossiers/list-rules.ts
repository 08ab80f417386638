import { type Fault, VanthuError } from "../errors/index.ts";
import type { DossierList, ListHeading, ListItem, ListNumbering } from "./model.ts";
import { parseRetention, retentionText } from "./retention.ts";

/** Dossiers of one list; its record must stay below the store's bound. */
const MOST_ITEMS = 1000;
const TITLE_LENGTH = 500;
const NAME_LENGTH = 100;
const NOTE_LENGTH = 500;
/** Bytes of the whole list as it is kept: a record of the store holds 400 KB. */
const MOST_BYTES = 350_000;

/** What somebody writes of a heading: notations are given by the numbering. */
export interface HeadingInput {
  title: string;
  abbreviation: string;
  parts: { title: string; items: Omit<ListItem, "notation">[] }[];
}

/**
 * A list with its dossiers numbered (Phụ lục V.I.2): "01.TCCB", through the whole list or anew under each large heading.
 *
 * @throws DOSSIER_LIST with every fault
 */
export function numberList(headings: readonly HeadingInput[], numbering: ListNumbering): ListHeading[] {
  const faults = listFaults(headings);
  if (faults.length > 0)
    throw new VanthuError("DOSSIER_LIST", {
      message: `Danh mục hồ sơ chưa đúng: ${faults[0]!.message}`,
      hint: "Xem NĐ 30/2020/NĐ-CP Phụ lục V mục I: đề mục, tiêu đề, thời hạn bảo quản, người lập.",
      faults,
    });
  let running = 0;
  return headings.map(({ title, abbreviation, parts }) => {
    if (numbering === "heading") running = 0;
    return {
      title: title.trim(),
      abbreviation: abbreviation.trim(),
      parts: parts.map((part) => ({
        title: part.title.trim(),
        items: part.items.map((item) => ({
          ...item,
          notation: notationOf(++running, abbreviation.trim()),
          title: item.title.trim(),
          retention: retentionText(parseRetention(item.retention)),
        })),
      })),
    };
  });
}

/** "01.TCCB" */
export function notationOf(number: number, abbreviation: string): string {
  return `${String(number).padStart(2, "0")}.${abbreviation}`;
}

function listFaults(headings: readonly HeadingInput[]): Fault[] {
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "DOSSIER_LIST", where, message });
  if (headings.length === 0) fault("headings", "Danh mục phải có ít nhất một đề mục.");
  const seen = new Set<string>();
  let items = 0;
  headings.forEach((heading, h) => {
    const where = `Đề mục ${romanNumber(h + 1)}`;
    if (heading.title.trim() === "" || heading.title.length > TITLE_LENGTH)
      fault(where, `Tên đề mục phải có, dài nhất ${TITLE_LENGTH} ký tự.`);
    const short = heading.abbreviation.trim();
    // What is left of the 20 characters of FileNotation after a number and the point.
    if (!/^[\p{Lu}\d][\p{Lu}\d-]{0,13}$/u.test(short))
      fault(where, "Chữ viết tắt của đề mục gồm 1 đến 14 chữ in hoa, chữ số hoặc dấu gạch nối.");
    if (seen.has(short)) fault(where, `Chữ viết tắt “${short}” đã dùng cho đề mục khác.`);
    seen.add(short);
    if (heading.parts.length === 0) fault(where, "Đề mục chưa có hồ sơ nào.");
    heading.parts.forEach((part, p) => {
      if (part.title.trim() === "" && heading.parts.length > 1)
        fault(`${where}.${p + 1}`, "Đề mục nhỏ phải có tên khi đề mục lớn chia thành nhiều phần.");
      if (part.items.length === 0) fault(`${where}.${p + 1}`, "Đề mục chưa có hồ sơ nào.");
      part.items.forEach((item, i) => {
        items += 1;
        const place = `${where}, hồ sơ ${i + 1}`;
        if (item.title.trim() === "" || item.title.length > TITLE_LENGTH)
          fault(place, `Tiêu đề hồ sơ phải có, dài nhất ${TITLE_LENGTH} ký tự.`);
        // The list is also typed and shown as lines, cells parted by bars.
        if ([item.title, item.maker.name, item.note ?? ""].some((text) => /[|\r\n]/.test(text)))
          fault(place, "Tiêu đề, người lập, ghi chú không được có dấu | hoặc xuống dòng.");
        if ((item.note ?? "").length > NOTE_LENGTH) fault(place, `Ghi chú dài nhất ${NOTE_LENGTH} ký tự.`);
        if (item.maker.name.trim() === "" || item.maker.name.length > NAME_LENGTH)
          fault(place, "Người lập hồ sơ phải có tên.");
        try {
          parseRetention(item.retention);
        } catch (error) {
          if (!(error instanceof VanthuError)) throw error;
          fault(place, error.message);
        }
      });
    });
  });
  if (items > MOST_ITEMS) fault("headings", `Danh mục có quá ${MOST_ITEMS} hồ sơ.`);
  if (items <= MOST_ITEMS && Buffer.byteLength(JSON.stringify(headings)) > MOST_BYTES)
    fault("headings", "Danh mục quá dài; rút gọn tiêu đề, ghi chú.");
  return faults;
}

/** All dossiers of a list with the headings they stand under. */
export function listItems(
  list: Pick<DossierList, "headings">,
): { heading: ListHeading; part: string; item: ListItem }[] {
  return list.headings.flatMap((heading) =>
    heading.parts.flatMap((part) => part.items.map((item) => ({ heading, part: part.title, item }))),
  );
}

/** How many dossiers, for good and for a time (the closing lines of Phụ lục V.II). */
export function listTotals(list: Pick<DossierList, "headings">): { all: number; permanent: number; timed: number } {
  const items = listItems(list);
  const permanent = items.filter(({ item }) => parseRetention(item.retention).permanent).length;
  return { all: items.length, permanent, timed: items.length - permanent };
}

/** Headings, dossiers and periods of last year's list as the draft of the next. */
export function listAsInput(headings: readonly ListHeading[]): HeadingInput[] {
  return headings.map(({ title, abbreviation, parts }) => ({
    title,
    abbreviation,
    parts: parts.map((part) => ({
      title: part.title,
      items: part.items.map(({ notation: _given, ...item }) => item),
    })),
  }));
}

/** 1 → "I", 14 → "XIV". */
export function romanNumber(value: number): string {
  const signs: [number, string][] = [
    [1000, "M"],
    [900, "CM"],
    [500, "D"],
    [400, "CD"],
    [100, "C"],
    [90, "XC"],
    [50, "L"],
    [40, "XL"],
    [10, "X"],
    [9, "IX"],
    [5, "V"],
    [4, "IV"],
    [1, "I"],
  ];
  let text = "";
  let left = value;
  for (const [worth, sign] of signs)
    while (left >= worth) {
      text += sign;
      left -= worth;
    }
  return text;
}
