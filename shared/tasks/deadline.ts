import { addDays, type WorkingCalendar, workingCalendar } from "../calendar/index.ts";
import { daysOf, findPeriods, type Period } from "./deadline-periods.ts";
import type { Deadline } from "./model.ts";

/** Recurring work, by the words that say so, the more often the earlier. */
const RECURRING: [RegExp, NonNullable<Deadline["every"]>][] = [
  [/(?:hằng|hàng|mỗi|từng)\s+ngày|lần\s*\/\s*ngày/, "day"],
  [/(?:hằng|hàng|mỗi|từng)\s+tuần|lần\s*\/\s*tuần|tuần\s*\/\s*lần/, "week"],
  [/(?:hằng|hàng|mỗi|từng)\s+tháng|định kỳ\s+(?:theo\s+)?(?:0?1\s+)?tháng|lần\s*\/\s*tháng|(?<!\d\s*)(?:0?1\s+)?tháng\s*\/\s*(?:0?1\s+|một\s+)?lần/, "month"],
  [/(?:hằng|hàng|mỗi|từng)\s+quý|định kỳ\s+(?:theo\s+)?(?:0?3\s+tháng|quý)|lần\s*\/\s*quý|quý\s*\/\s*(?:0?1\s+|một\s+)?lần|(?<!\d)0?3\s+tháng\s*(?:\/\s*)?(?:0?1|một|\/)\s*lần/, "quarter"],
  [/(?:hằng|hàng|mỗi|định kỳ)\s+(?:0?6\s+tháng|nửa năm)|(?<!\d)0?6\s+tháng\s*(?:\/\s*)?(?:0?1\s+|một\s+)?lần|0?2\s+lần\s*\/\s*năm/, "half-year"],
  [/(?:hằng|hàng|mỗi|từng)\s+năm|định kỳ\s+(?:theo\s+)?(?:0?1\s+)?năm|lần\s*\/\s*năm|năm\s*\/\s*(?:0?1\s+|một\s+)?lần/, "year"],
  [/thường xuyên|liên tục|thường kỳ/, "continuous"],
]; // biome-ignore format: one pattern a line

/** "by", the period itself still allowed. */
const UNTIL =
  /(?:đến(?:\s+hết|\s+cuối|\s+trước khi hết)?|tới(?:\s+hết)?|hết|cuối|kết thúc|chậm nhất(?:\s+là)?|muộn nhất(?:\s+là)?|không quá|không muộn hơn|hạn)\s*(?:vào\s+|trong\s+)?(?:ngày\s*)?:?\s*$/;
/** "before 17:00 on" a day: that day is still allowed. */
const BEFORE_HOUR =
  /trước\s*(?:lúc\s*)?\d{1,2}\s*(?:h|giờ|:|g)\s*(?:\d{2})?\s*(?:phút)?\s*,?\s*(?:của\s+)?(?:ngày\s*)?$/;
const BEFORE = /trước\s*(?:ngày\s*)?$/;
const FROM = /(?:từ|kể từ|bắt đầu)\s*(?:ngày\s*)?$/;
const AFTER = /sau\s*(?:ngày\s*)?$/;
const TO = /^\s*(?:đến(?:\s+hết|\s+cuối)?|tới(?:\s+hết)?|[-–—])\s*(?:ngày\s*)?$/;
/** Nothing after it is an end: "năm 2026 và những năm tiếp theo", "từ quý II trở đi". */
const ONWARDS = /(?:và|cùng)\s+(?:các|những)\s+năm\s+(?:tiếp theo|tiếp|sau)|trở đi/;
/** "trong 10 ngày làm việc kể từ ngày 01/6/2026" */
const WITHIN_DAYS =
  /(?:trong\s+(?:vòng|thời hạn|thời gian)?|chậm nhất|sau|không quá)\s*(\d{1,3})\s*(?:\([^)]*\)\s*)?ngày\s*(làm việc)?,?\s*(?:kể\s+)?từ\s*(?:ngày\s*)?$/;

/**
 * What a deadline text names besides days: the signs and dates of documents ("Kế hoạch số 07-KH/BCĐ ngày 10/04/2026", "Nghị định số
 * 30/2020/NĐ-CP"), and the vision behind a goal ("đến năm 2030, tầm nhìn đến năm 2045").
 */
const NOT_A_DEADLINE: RegExp[] = [
  /(?:số\s*)?(?<!\d)\d{1,5}(?:\/(?:19|20)\d{2})?[/-](?:\p{L}{2,}[\p{L}\d]*)(?:[/-]\p{L}[\p{L}\d]*)*(?:,?\s*ngày\s+(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?/gu,
  /số\s+\d+(?:\/\d{4})?,?\s*ngày\s+\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}/gu,
  /tầm nhìn(?:\s+đến)?(?:\s+năm)?\s+(?:19|20)\d{2}/gu,
];

/** Default calendar of "N ngày làm việc": as shipped, without an office's own days. */
let shipped: WorkingCalendar | undefined;

/** How much of a text is looked at: a deadline is a phrase, and the time to read it grows with the square of its dates. */
const READ_LENGTH = 500;

/**
 * Reads a deadline as Vietnamese plans write it: "Trước ngày 30/6/2026", "Trong năm 2026", "Quý II/2026", "Tháng 6 năm 2026",
 * "Phát động trong tháng 4/2026", "Thường xuyên", "Hằng tháng", "30/6/2026", "giai đoạn 2026 - 2030". The text is always kept.
 *
 * "Trước" excludes the period it names: "trước ngày 30/6/2026" gives `to` 2026-06-29, the last allowed day; "trước 17 giờ ngày
 * 30/6/2026" still allows that day. A bare date, "đến hết", "chậm nhất", "cuối" include it. "Đầu", "giữa" and "cuối" of a period mean no
 * earlier end than the period has. Signs and dates of cited documents are no deadline. What cannot be read (or has no year anywhere) is
 * kind "none". Only the first 500 characters count.
 *
 * @param options.year the year of the programme, for texts without one ("Quý II", "trước 30/6", "trong năm")
 * @param options.calendar counts "10 ngày làm việc kể từ ngày …"; by default the shipped calendar
 */
export function parseDeadline(text: string, options: { year?: number; calendar?: WorkingCalendar } = {}): Deadline {
  const kept = text.normalize("NFC").trim();
  const words = withoutCitations(kept.slice(0, READ_LENGTH).toLowerCase().replaceAll(/\s+/g, " "));
  const every = RECURRING.find(([pattern]) => pattern.test(words))?.[1];
  const periods = findPeriods(words);
  const year = options.year ?? periods.findLast((period) => period.year !== undefined)?.year;
  if (periods.length === 0 && options.year !== undefined && /trong năm|năm nay|cuối năm|hết năm/.test(words)) {
    periods.push({ start: 0, end: words.length, unit: "year", fromMonth: 1, toMonth: 12, year: options.year });
  }
  const range = ordered(resolve(words, periods, year, options.calendar));
  if (every !== undefined) return { text: kept, kind: "recurring", ...bounds(range), every };
  if (range === undefined) return { text: kept, kind: "none" };
  return { text: kept, kind: range.kind, ...bounds(range) };
}

interface Range {
  kind: "before" | "within";
  from?: string;
  to?: string;
}

interface Known extends Period {
  from: string;
  to: string;
}

/** Blanks what is no deadline, keeping every place where it is. */
function withoutCitations(words: string): string {
  let left = words;
  for (const pattern of NOT_A_DEADLINE) left = left.replaceAll(pattern, (found) => " ".repeat(found.length));
  return left;
}

function bounds(range: Range | undefined): { from?: string; to?: string } {
  return {
    ...(range?.from === undefined ? {} : { from: range.from }),
    ...(range?.to === undefined ? {} : { to: range.to }),
  };
}

/** A range that would end before it begins keeps its days in their order. */
function ordered(range: Range | undefined): Range | undefined {
  if (range?.from === undefined || range.to === undefined || range.from <= range.to) return range;
  return { ...range, from: range.to, to: range.from };
}

/** Several periods make one stretch from the first to the last; a single one is read with the word before it. */
function resolve(
  words: string,
  periods: Period[],
  year: number | undefined,
  calendar: WorkingCalendar | undefined,
): Range | undefined {
  const known = knownPeriods(periods, year);
  const first = known[0];
  if (first === undefined) return undefined;
  // "Quý II/2026, hoàn thành trước ngày 15/6/2026": the day that work must be done by outweighs the rest.
  for (const period of known.toReversed()) {
    const ahead = words.slice(0, period.start);
    if (period.unit !== "day") continue;
    if (BEFORE_HOUR.test(ahead)) return { kind: "before", to: period.to };
    if (BEFORE.test(ahead)) return { kind: "before", to: addDays(period.from, -1) };
  }
  const ahead = words.slice(0, first.start);
  const counted = WITHIN_DAYS.exec(ahead);
  if (counted !== null && first.unit === "day") {
    return {
      kind: "within",
      from: first.from,
      to: after(first.from, Number(counted[1]), counted[2] !== undefined, calendar),
    };
  }
  const last = known.at(-1)!;
  const second = known[1];
  if (ONWARDS.test(words.slice(last.end))) return { kind: "within", from: first.from };
  if (second !== undefined && TO.test(words.slice(first.end, second.start))) {
    return { kind: "within", from: first.from, to: known.length > 2 ? latest(known) : second.to };
  }
  if (BEFORE.test(ahead)) return { kind: "before", to: addDays(first.from, -1) };
  if (UNTIL.test(ahead) && second === undefined) return { kind: "before", to: first.to };
  if (UNTIL.test(ahead)) return { kind: "before", to: latest(known) };
  if (AFTER.test(ahead)) return { kind: "within", from: addDays(first.to, 1) };
  if (FROM.test(ahead) && second === undefined && first.lastDay === undefined)
    return { kind: "within", from: first.from };
  if (first.unit === "day" && first.lastDay === undefined && known.length === 1)
    return { kind: "before", to: first.to };
  return { kind: "within", from: known.map((period) => period.from).sort()[0]!, to: latest(known) };
}

function latest(known: Known[]): string {
  return known.map((period) => period.to).sort().at(-1)!; // biome-ignore format: one thought
}

/**
 * Periods with their days. One without a year takes the next one's ("từ tháng 4 đến tháng 6/2026"), and the year before that when it
 * would lie behind it ("từ tháng 11 đến tháng 02/2027"); a last one takes the programme's.
 */
function knownPeriods(periods: Period[], year: number | undefined): Known[] {
  const known: Known[] = [];
  let next: Known | undefined;
  for (const [index, period] of [...periods.entries()].toReversed()) {
    const later = periods.slice(index + 1).find((one) => one.year !== undefined)?.year;
    let days = daysOf(period, period.year ?? later ?? year);
    if (period.year === undefined && later !== undefined && next !== undefined && (days.from ?? "") > next.to) {
      days = daysOf(period, later - 1);
    }
    if (days.from === undefined || days.to === undefined) continue;
    next = { ...period, from: days.from, to: days.to };
    known.unshift(next);
  }
  return known;
}

function after(day: string, count: number, working: boolean, calendar: WorkingCalendar | undefined): string {
  if (!working) return addDays(day, count);
  shipped ??= workingCalendar([]);
  return (calendar ?? shipped).addWorkingDays(day, count);
}
