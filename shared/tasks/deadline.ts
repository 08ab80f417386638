import { addDays, daysInMonth, isoDay } from "./days.ts";
import type { Deadline } from "./model.ts";

/** A stretch of days found in a text, with its place there. Without a year it cannot be resolved alone. */
interface Period {
  start: number;
  end: number;
  unit: "day" | "month" | "quarter" | "part-year" | "year";
  year?: number;
  /** First and last month (1–12), or the day of one month. */
  fromMonth: number;
  toMonth: number;
  day?: number;
}

const YEAR = "(?:19|20)\\d{2}";
const QUARTERS: Record<string, number> = { i: 1, ii: 2, iii: 3, iv: 4, "1": 1, "2": 2, "3": 3, "4": 4 };
/** "/2026", " năm 2026", ", năm 2026", "-2026", ".2026" */
const OF_YEAR = `(?:\\s*(?:[/.\\-]|,?\\s*năm)\\s*(${YEAR}))`;

/** What a period looks like, most specific first; an earlier pattern takes its text away from later ones. */
const PATTERNS: { pattern: RegExp; read(match: RegExpExecArray): Omit<Period, "start" | "end"> | undefined }[] = [
  {
    // "ngày 30 tháng 6 năm 2026"
    pattern: new RegExp(`ngày\\s+(\\d{1,2})\\s+tháng\\s+(\\d{1,2})(?:\\s+năm\\s+(${YEAR}))?`, "g"),
    read: (m) => ({ unit: "day", day: +m[1]!, fromMonth: +m[2]!, toMonth: +m[2]!, year: number(m[3]) }),
  },
  {
    // "30/6/2026", "30-06-2026", "30.6.2026"
    pattern: new RegExp(`(?<!\\d)(\\d{1,2})([/.\\-])(\\d{1,2})\\2(${YEAR}|\\d{2})(?!\\d)`, "g"),
    read: (m) => ({ unit: "day", day: +m[1]!, fromMonth: +m[3]!, toMonth: +m[3]!, year: shortYear(m[4]!) }),
  },
  {
    // "6 tháng đầu năm 2026", "9 tháng năm 2026", "6 tháng cuối năm"
    pattern: new RegExp(`(?<!\\d)0?([369])\\s+tháng\\s+(đầu|cuối)\\s+năm(?:\\s+(${YEAR}))?`, "g"),
    read: (m) => {
      const months = +m[1]!;
      const last = m[2] === "cuối";
      return {
        unit: "part-year",
        fromMonth: last ? 13 - months : 1,
        toMonth: last ? 12 : months,
        year: number(m[3]),
      };
    },
  },
  {
    // "Quý II/2026", "Quý II năm 2026", "quý 2-2026", "Quý III"
    pattern: new RegExp(`quý\\s*(iv|iii|ii|i|[1-4])(?![\\p{L}\\d])${OF_YEAR}?`, "gu"),
    read: (m) => quarter(m[1]!, number(m[2])),
  },
  {
    // the second of "Quý I, II/2026", "Quý III - IV năm 2026": only Roman, and only beside a quarter
    pattern: new RegExp(`(?<=[,;\\-–]\\s*|và\\s+|đến\\s+)(iv|iii|ii|i)(?![\\p{L}\\d])${OF_YEAR}?`, "gu"),
    read: (m) => quarter(m[1]!, number(m[2])),
  },
  {
    // "tháng 4/2026", "Tháng 6 năm 2026", "T6/2026", "tháng 9"
    pattern: new RegExp(`(?:tháng|(?<!\\p{L})t)\\s*(\\d{1,2})(?!\\d)${OF_YEAR}?`, "gu"),
    read: (m) => ({ unit: "month", fromMonth: +m[1]!, toMonth: +m[1]!, year: number(m[2]) }),
  },
  {
    // "06/2026"
    pattern: new RegExp(`(?<![\\d/.])(\\d{1,2})[/](${YEAR})(?!\\d)`, "g"),
    read: (m) => ({ unit: "month", fromMonth: +m[1]!, toMonth: +m[1]!, year: number(m[2]) }),
  },
  {
    // "ngày 30/6", "30/6"
    pattern: /(?<![\d/])(\d{1,2})\/(\d{1,2})(?![\d/])/g,
    read: (m) => ({ unit: "day", day: +m[1]!, fromMonth: +m[2]!, toMonth: +m[2]! }),
  },
  {
    // "năm 2026", "2026"
    pattern: new RegExp(`(?:năm\\s+)?(?<![\\d/.])(${YEAR})(?![\\d/])`, "g"),
    read: (m) => ({ unit: "year", fromMonth: 1, toMonth: 12, year: number(m[1]) }),
  },
];

/** Recurring work, by the words that say so. */
const RECURRING: [RegExp, NonNullable<Deadline["every"]>][] = [
  [/(?:hằng|hàng|mỗi|từng)\s+ngày/, "day"],
  [/(?:hằng|hàng|mỗi|từng)\s+tuần/, "week"],
  [/(?:hằng|hàng|mỗi|từng)\s+tháng|định kỳ\s+(?:0?1\s+)?tháng/, "month"],
  [/(?:hằng|hàng|mỗi|từng)\s+quý|định kỳ\s+(?:0?3\s+tháng|quý)/, "quarter"],
  [/(?:hằng|hàng|mỗi|định kỳ)\s+(?:0?6\s+tháng|nửa năm)|0?6\s+tháng\s*(?:\/|một|1)\s*lần/, "half-year"],
  [/(?:hằng|hàng|mỗi|từng)\s+năm|định kỳ\s+(?:1\s+)?năm/, "year"],
  [/thường xuyên|liên tục|thường kỳ/, "continuous"],
];

/** "by", the period itself still allowed. */
const UNTIL =
  /(?:đến(?:\s+hết|\s+cuối)?|hết|chậm nhất(?:\s+là)?|muộn nhất(?:\s+là)?|không quá|không muộn hơn|hạn)\s*(?:vào\s+|trong\s+)?(?:ngày\s*)?:?\s*$/;
const BEFORE = /trước\s*(?:ngày\s*)?$/;
const FROM = /(?:từ|kể từ|bắt đầu)\s*(?:ngày\s*)?$/;
const AFTER = /sau\s*(?:ngày\s*)?$/;
const TO = /^\s*(?:đến(?:\s+hết|\s+cuối)?|tới|[-–—])\s*(?:ngày\s*)?$/;

/**
 * Reads a deadline as Vietnamese plans write it: "Trước ngày 30/6/2026", "Trong năm 2026", "Quý II/2026", "Tháng 6 năm 2026",
 * "Phát động trong tháng 4/2026", "Thường xuyên", "Hằng tháng", "30/6/2026", "giai đoạn 2026 - 2030". The text is always kept.
 *
 * "Trước" excludes the period it names: "trước ngày 30/6/2026" gives `to` 2026-06-29, the last allowed day. A bare date, "đến
 * hết", "chậm nhất" include it. What cannot be read (or has no year anywhere) is kind "none".
 *
 * @param options.year the year of the programme, for texts without one ("Quý II", "trước 30/6", "trong năm")
 */
export function parseDeadline(text: string, options: { year?: number } = {}): Deadline {
  const kept = text.normalize("NFC").trim();
  const words = kept.toLowerCase().replaceAll(/\s+/g, " ");
  const every = RECURRING.find(([pattern]) => pattern.test(words))?.[1];
  const periods = findPeriods(words);
  const year = options.year ?? periods.findLast((period) => period.year !== undefined)?.year;
  if (periods.length === 0 && options.year !== undefined && /trong năm|năm nay|cuối năm/.test(words)) {
    periods.push({ start: 0, end: words.length, unit: "year", fromMonth: 1, toMonth: 12, year: options.year });
  }
  const range = resolve(words, periods, year);
  if (every !== undefined) return { text: kept, kind: "recurring", ...bounds(range), every };
  if (range === undefined) return { text: kept, kind: "none" };
  return { text: kept, kind: range.kind, ...bounds(range) };
}

interface Range {
  kind: "before" | "within";
  from?: string;
  to?: string;
}

function bounds(range: Range | undefined): { from?: string; to?: string } {
  return {
    ...(range?.from === undefined ? {} : { from: range.from }),
    ...(range?.to === undefined ? {} : { to: range.to }),
  };
}

/** Several periods make one stretch from the first to the last; a single one is read with the word before it. */
function resolve(words: string, periods: Period[], year: number | undefined): Range | undefined {
  const days = periods.map((period) => ({
    ...period,
    ...daysOf(period, period.year ?? nextYear(periods, period) ?? year),
  }));
  const known = days.filter((period) => period.from !== undefined && period.to !== undefined);
  const first = known[0];
  if (first === undefined) return undefined;
  // "Quý II/2026, hoàn thành trước ngày 15/6/2026": the day that work must be done by outweighs the rest.
  const limit = known.findLast((period) => period.unit === "day" && BEFORE.test(words.slice(0, period.start)));
  if (limit !== undefined) return { kind: "before", to: addDays(limit.from!, -1) };
  const ahead = words.slice(0, first.start);
  const second = known[1];
  if (second !== undefined && TO.test(words.slice(first.end, second.start))) {
    return { kind: "within", from: first.from!, to: second.to! };
  }
  if (BEFORE.test(ahead)) return { kind: "before", to: addDays(first.from!, -1) };
  if (UNTIL.test(ahead)) return { kind: "before", to: first.to! };
  if (AFTER.test(ahead)) return { kind: "within", from: addDays(first.to!, 1) };
  if (FROM.test(ahead) && second === undefined) return { kind: "within", from: first.from! };
  const from = known.map((period) => period.from!).sort()[0]!;
  const to = known
    .map((period) => period.to!)
    .sort()
    .at(-1)!;
  if (first.unit === "day" && known.length === 1) return { kind: "before", to };
  return { kind: "within", from, to };
}

/** "Từ tháng 4 đến tháng 6/2026": a period without a year takes the next one's. */
function nextYear(periods: Period[], period: Period): number | undefined {
  return periods.slice(periods.indexOf(period)).find((later) => later.year !== undefined)?.year;
}

function daysOf(period: Period, year: number | undefined): { from?: string; to?: string } {
  if (year === undefined) return {};
  if (period.day !== undefined) {
    const day = isoDay(year, period.fromMonth, period.day);
    return { from: day, to: day };
  }
  if (period.fromMonth < 1 || period.toMonth > 12) return {};
  return {
    from: isoDay(year, period.fromMonth, 1),
    to: isoDay(year, period.toMonth, daysInMonth(year, period.toMonth)),
  };
}

function findPeriods(words: string): Period[] {
  const found: Period[] = [];
  for (const [index, { pattern, read }] of PATTERNS.entries()) {
    for (const match of words.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((period) => start < period.end && end > period.start)) continue;
      // A lone Roman numeral means a quarter only when a quarter was named before it.
      if (index === 4 && !found.some((period) => period.unit === "quarter" && period.end <= start)) continue;
      const period = read(match as RegExpExecArray);
      if (period !== undefined) found.push({ start, end, ...period });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function quarter(name: string, year: number | undefined): Omit<Period, "start" | "end"> | undefined {
  const count = QUARTERS[name];
  if (count === undefined) return undefined;
  return { unit: "quarter", fromMonth: count * 3 - 2, toMonth: count * 3, year };
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function shortYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}
