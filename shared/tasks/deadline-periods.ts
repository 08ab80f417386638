import { daysInMonth, isoDay } from "./days.ts";

/** A stretch of days found in a text, with its place there. Without a year it cannot be resolved alone. */
export interface Period {
  start: number;
  end: number;
  unit: "day" | "week" | "month" | "quarter" | "part-year" | "year";
  year?: number;
  /** First and last month (1–12), or those of the first and last day. */
  fromMonth: number;
  toMonth: number;
  /** First and last day, where days are named. */
  day?: number;
  lastDay?: number;
}

type Found = Omit<Period, "start" | "end">;

const YEAR = "(?:19|20)\\d{2}";
/** "/2026", " năm 2026", ", năm 2026", "-2026", ".2026" */
const OF_YEAR = `(?:\\s*(?:[/.\\-]|,?\\s*(?:của\\s+)?năm)\\s*(${YEAR})(?!\\d))`;
const QUARTERS: Record<string, number> = { i: 1, ii: 2, iii: 3, iv: 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4 }; // biome-ignore format: one table
const MONTH_WORDS: Record<string, number> = {
  giêng: 1,
  "mười một": 11,
  "mười hai": 12,
  chạp: 12,
  một: 1,
  hai: 2,
  ba: 3,
  tư: 4,
  sáu: 6,
  bảy: 7,
  bẩy: 7,
  tám: 8,
  chín: 9,
  mười: 10,
};

/** What a period looks like, most specific first; an earlier pattern takes its text away from later ones. `after`: only behind such a period. */
const PATTERNS: { pattern: RegExp; after?: Period["unit"]; read(match: RegExpExecArray): Found | undefined }[] = [
  {
    // "2026-06-30"
    pattern: new RegExp(`(?<![\\d/.\\-])(${YEAR})-(\\d{2})-(\\d{2})(?![\\d])`, "g"),
    read: (m) => dayOf(+m[3]!, +m[2]!, +m[1]!),
  },
  {
    // "ngày 30 tháng 6 năm 2026", "ngày 30 tháng 6/2026"
    pattern: new RegExp(`(?:ngày|mùng|mồng)\\s+(\\d{1,2})\\s+tháng\\s+(\\d{1,2})(?!\\d)${OF_YEAR}?`, "g"),
    read: (m) => dayOf(+m[1]!, +m[2]!, number(m[3])),
  },
  {
    // "01-15/6/2026", "từ 10 đến 12/6/2026": days of one month
    pattern: new RegExp(
      `(?<![\\d/.\\-])(\\d{1,2})\\s*(?:-|–|—|đến(?:\\s+ngày)?)\\s*(\\d{1,2})/(\\d{1,2})(?:/(${YEAR}))?(?![\\d/])`,
      "g",
    ),
    read: (m) =>
      +m[1]! <= +m[2]!
        ? { unit: "day", day: +m[1]!, lastDay: +m[2]!, fromMonth: +m[3]!, toMonth: +m[3]!, year: number(m[4]) }
        : undefined,
  },
  {
    // "30/6/2026", "30-06-2026", "30.6.2026", "30/6/26"
    pattern: new RegExp(`(?<!\\d)(\\d{1,2})\\s?([/.\\-])\\s?(\\d{1,2})\\s?\\2\\s?(${YEAR}|\\d{2})(?!\\d)`, "g"),
    read: (m) => dayOf(+m[1]!, +m[3]!, shortYear(m[4]!)),
  },
  {
    // "6 tháng đầu năm 2026", "6 tháng cuối năm", "09 tháng năm 2026"
    pattern: new RegExp(`(?<!\\d)0?([369])\\s+tháng\\s+(?:(đầu|cuối)\\s+)?(?:của\\s+)?năm(?:\\s+(${YEAR}))?`, "g"),
    read(m) {
      if (m[2] === undefined && m[3] === undefined) return undefined;
      const months = +m[1]!;
      const last = m[2] === "cuối";
      return partYear(last ? 13 - months : 1, last ? 12 : months, number(m[3]));
    },
  },
  {
    // "nửa đầu năm 2026", "nửa cuối năm"
    pattern: new RegExp(`nửa\\s+(đầu|cuối)\\s+(?:của\\s+)?năm(?:\\s+(${YEAR}))?`, "g"),
    read: (m) => (m[1] === "cuối" ? partYear(7, 12, number(m[2])) : partYear(1, 6, number(m[2]))),
  },
  {
    // "nửa đầu tháng 6/2026"
    pattern: new RegExp(`nửa\\s+(đầu|cuối)\\s+tháng\\s*(\\d{1,2})(?!\\d)${OF_YEAR}?`, "g"),
    read: (m) => ({
      unit: "week",
      day: m[1] === "cuối" ? 16 : 1,
      lastDay: m[1] === "cuối" ? 31 : 15,
      fromMonth: +m[2]!,
      toMonth: +m[2]!,
      year: number(m[3]),
    }),
  },
  {
    // "tuần 2 tháng 6/2026", "tuần thứ 3 của tháng 6": days 1–7, 8–14, 15–21, 22–28, 29–
    pattern: new RegExp(`tuần\\s+(?:thứ\\s+)?([1-5])\\s*,?\\s*(?:của\\s+)?tháng\\s*(\\d{1,2})(?!\\d)${OF_YEAR}?`, "g"),
    read: (m) => ({
      unit: "week",
      day: +m[1]! * 7 - 6,
      lastDay: +m[1]! * 7,
      fromMonth: +m[2]!,
      toMonth: +m[2]!,
      year: number(m[3]),
    }),
  },
  {
    // "Quý II/2026", "Quý II năm 2026", "quý 2-2026", "Quý III"
    pattern: new RegExp(`quý\\s*(iv|iii|ii|i|0?[1-4])(?![\\p{L}\\d])${OF_YEAR}?`, "gu"),
    read: (m) => quarter(m[1]!, number(m[2])),
  },
  {
    // the second of "Quý I, II/2026", "Quý III - IV năm 2026", "quý 1+2/2026": only beside a quarter
    pattern: new RegExp(
      `(?<=[,;+&\\-–]\\s*|và\\s+|đến\\s+|hoặc\\s+)(iv|iii|ii|i|[1-4](?=\\s*(?:/|năm|,|;|$)))(?![\\p{L}\\d])${OF_YEAR}?`,
      "gu",
    ),
    after: "quarter",
    read: (m) => quarter(m[1]!, number(m[2])),
  },
  {
    // "tháng 4/2026", "Tháng 6 năm 2026", "T6/2026", "tháng 9"
    pattern: new RegExp(`(?:tháng|(?<!\\p{L})t)\\s*(\\d{1,2})(?!\\d)(?!\\s*(?:/\\s*)?lần)${OF_YEAR}?`, "gu"),
    read: (m) => month(+m[1]!, number(m[2])),
  },
  {
    // "tháng sáu năm 2026", "tháng mười hai"
    pattern: new RegExp(`(?<!\\d\\s*)tháng\\s+(${Object.keys(MONTH_WORDS).join("|")})(?![\\p{L}])${OF_YEAR}?`, "gu"),
    read: (m) => month(MONTH_WORDS[m[1]!]!, number(m[2])),
  },
  {
    // "tháng năm năm 2026": May, only where the year follows
    pattern: new RegExp(`tháng\\s+năm${OF_YEAR}`, "g"),
    read: (m) => month(5, number(m[1])),
  },
  {
    // "06/2026"
    pattern: new RegExp(`(?<![\\d/.])(\\d{1,2})\\s?/\\s?(${YEAR})(?!\\d)`, "g"),
    read: (m) => month(+m[1]!, number(m[2])),
  },
  {
    // "ngày 30/6", "30/6"
    pattern: /(?<![\d/])(\d{1,2})\/(\d{1,2})(?![\d/])/g,
    read: (m) => dayOf(+m[1]!, +m[2]!, undefined),
  },
  {
    // the second of "tháng 4, 5/2026", "tháng 4-6/2026", "tháng 4 và 5 năm 2026": only beside a month
    pattern: new RegExp(
      `(?<=\\d\\s*[,;+&\\-–]\\s*|\\d\\s+(?:và|đến)\\s+)(\\d{1,2})(?=\\s*(?:[/,;]|năm|và|đến|[-–]|$))(?!\\d)${OF_YEAR}?`,
      "g",
    ),
    after: "month",
    read: (m) => (+m[1]! <= 12 ? month(+m[1]!, number(m[2])) : undefined),
  },
  {
    // "năm 2026", "2026"
    pattern: new RegExp(`(?:năm\\s+)?(?<![\\d/.])(${YEAR})(?![\\d/])`, "g"),
    read: (m) => partYear(1, 12, number(m[1]), "year"),
  },
  {
    // the second of "2026-27"
    pattern: /(?<=20\d{2}\s*[-–]\s*)(\d{2})(?!\d)/g,
    after: "year",
    read: (m) => partYear(1, 12, 2000 + +m[1]!, "year"),
  },
];

/**
 * Every period that a text names, in order, none overlapping.
 *
 * @param words lower case, single spaces
 */
export function findPeriods(words: string): Period[] {
  const found: Period[] = [];
  for (const { pattern, after, read } of PATTERNS) {
    for (const match of words.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((period) => start < period.end && end > period.start)) continue;
      if (after !== undefined && !besideA(found, after, start, words)) continue;
      const period = read(match as RegExpExecArray);
      if (period !== undefined) found.push({ start, end, ...period });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Is the period just ahead of such a place of that unit, with nothing but a joining word between? */
function besideA(found: Period[], unit: Period["unit"], start: number, words: string): boolean {
  const ahead = found.filter((period) => period.end <= start).sort((a, b) => b.end - a.end)[0];
  return ahead?.unit === unit && words.slice(ahead.end, start).length <= 12;
}

/** First and last day of a period in a year; nothing for days that do not exist ("31/6"). */
export function daysOf(period: Period, year: number | undefined): { from?: string; to?: string } {
  if (year === undefined || period.fromMonth < 1 || period.toMonth > 12) return {};
  const last = daysInMonth(year, period.toMonth);
  if (period.day === undefined)
    return { from: isoDay(year, period.fromMonth, 1), to: isoDay(year, period.toMonth, last) };
  const lastDay = period.lastDay ?? period.day;
  const from = isoDay(year, period.fromMonth, period.day);
  // "Tuần 4" and "nửa cuối tháng" end where the month ends.
  const to = isoDay(year, period.toMonth, period.unit === "week" ? Math.min(lastDay, last) : lastDay);
  return from === undefined || to === undefined ? {} : { from, to };
}

function dayOf(day: number, month: number, year: number | undefined): Found {
  return { unit: "day", day, fromMonth: month, toMonth: month, ...(year === undefined ? {} : { year }) };
}

function month(count: number, year: number | undefined): Found {
  return { unit: "month", fromMonth: count, toMonth: count, ...(year === undefined ? {} : { year }) };
}

function partYear(from: number, to: number, year: number | undefined, unit: "part-year" | "year" = "part-year"): Found {
  return { unit, fromMonth: from, toMonth: to, ...(year === undefined ? {} : { year }) };
}

function quarter(name: string, year: number | undefined): Found | undefined {
  const count = QUARTERS[name];
  return count === undefined
    ? undefined
    : { unit: "quarter", fromMonth: count * 3 - 2, toMonth: count * 3, ...(year === undefined ? {} : { year }) };
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function shortYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}
