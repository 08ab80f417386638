import { VanthuError } from "../errors/index.ts";
import { roman } from "../format/index.ts";
import type { ReportPeriod } from "./model.ts";

/** Years a report can be of; what lies outside is a slip of the pen. */
const YEARS = { first: 2000, last: 2199 };

/**
 * A period as written on the command line and in addresses: "2026-05", "2026-Q2", "2026-6M", "2026-9M", "2026".
 * @throws INVALID
 */
export function parsePeriod(text: string): ReportPeriod {
  const match = /^(\d{4})(?:-(?:(\d{2})|Q([1-4])|(6M|9M)))?$/i.exec(text.trim());
  const year = Number(match?.[1]);
  const month = match?.[2] === undefined ? undefined : Number(match[2]);
  if (match === null || (month !== undefined && (month < 1 || month > 12))) throw unreadable(text);
  if (year < YEARS.first || year > YEARS.last) throw unreadable(text);
  if (month !== undefined) return { kind: "month", year, month };
  if (match[3] !== undefined) return { kind: "quarter", year, quarter: Number(match[3]) as 1 | 2 | 3 | 4 };
  if (match[4] === undefined) return { kind: "year", year };
  return { kind: match[4].startsWith("6") ? "six-months" : "nine-months", year };
}

function unreadable(text: string): VanthuError {
  return new VanthuError("INVALID", {
    message: "Kỳ báo cáo không đúng dạng.",
    where: text,
    hint: "Viết 2026-05 (tháng), 2026-Q2 (quý), 2026-6M (6 tháng), 2026-9M (9 tháng) hoặc 2026 (năm).",
  });
}

/** The period as {@link parsePeriod} reads it. */
export function periodCode(period: ReportPeriod): string {
  switch (period.kind) {
    case "month":
      return `${period.year}-${String(period.month).padStart(2, "0")}`;
    case "quarter":
      return `${period.year}-Q${period.quarter}`;
    case "six-months":
      return `${period.year}-6M`;
    case "nine-months":
      return `${period.year}-9M`;
    case "year":
      return String(period.year);
  }
}

/** "Tháng 5 năm 2026", "Quý II năm 2026", "6 tháng đầu năm 2026", "9 tháng đầu năm 2026", "Năm 2026". */
export function periodLabel(period: ReportPeriod): string {
  switch (period.kind) {
    case "month":
      return `Tháng ${period.month} năm ${period.year}`;
    case "quarter":
      return `Quý ${roman(period.quarter)} năm ${period.year}`;
    case "six-months":
      return `6 tháng đầu năm ${period.year}`;
    case "nine-months":
      return `9 tháng đầu năm ${period.year}`;
    case "year":
      return `Năm ${period.year}`;
  }
}

/** A label inside a sentence: "quý II năm 2026". */
export function inSentence(label: string): string {
  return label.charAt(0).toLocaleLowerCase("vi") + label.slice(1);
}

/** First and last calendar month, 1 to 12. */
export function monthsOf(period: ReportPeriod): { first: number; last: number } {
  switch (period.kind) {
    case "month":
      return { first: period.month, last: period.month };
    case "quarter":
      return { first: period.quarter * 3 - 2, last: period.quarter * 3 };
    case "six-months":
      return { first: 1, last: 6 };
    case "nine-months":
      return { first: 1, last: 9 };
    case "year":
      return { first: 1, last: 12 };
  }
}

/** The period of the same kind before this one; of 6 and 9 months: that of the year before (cùng kỳ năm trước). */
export function previousPeriod(period: ReportPeriod): ReportPeriod {
  return shifted(period, -1);
}

/** The period of the same kind after this one. */
export function nextPeriod(period: ReportPeriod): ReportPeriod {
  return shifted(period, 1);
}

function shifted(period: ReportPeriod, by: 1 | -1): ReportPeriod {
  switch (period.kind) {
    case "month": {
      const months = period.year * 12 + period.month - 1 + by;
      return { kind: "month", year: Math.floor(months / 12), month: (months % 12) + 1 };
    }
    case "quarter": {
      const quarters = period.year * 4 + period.quarter - 1 + by;
      return { kind: "quarter", year: Math.floor(quarters / 4), quarter: ((quarters % 4) + 1) as 1 | 2 | 3 | 4 };
    }
    default:
      return { ...period, year: period.year + by };
  }
}
