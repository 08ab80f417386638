import { addDays, daysBetween, vietnameseDay } from "../../calendar/index.ts";
import { isoDay } from "../days.ts";

/** Day 0 of spreadsheets: Excel counts a 29 February 1900 that never was. */
const SERIAL_EPOCH = "1899-12-30";
/** First and last serial day taken for a date when a cell has no date format: 1/1/2000 and 31/12/2099 in the system of 1900. */
const SERIAL_DAYS = { first: 36_526, last: 73_050 } as const;
/** Days between the systems of 1900 and 1904 (ISO/IEC 29500-1, 18.17.4.1). */
const DAYS_TO_1904 = 1_462;

/**
 * A date cell as an ISO day: "30/6/2026", "30-06-2026", "2026-06-30", a time of day behind it, "ngày 30 tháng 6 năm 2026", or a bare
 * serial number of a spreadsheet. Undefined when it is none.
 */
export function readDay(text: string, from1904 = false): string | undefined {
  const plain = text.trim().replace(/^ngày\s+/iu, "");
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$/.exec(plain);
  if (iso !== null) return isoDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const usual = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:\s+\d{1,2}:\d{2}.*)?$/.exec(plain);
  if (usual !== null) return isoDay(Number(usual[4]), Number(usual[3]), Number(usual[1]));
  const words = /^(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})$/iu.exec(plain);
  if (words !== null) return isoDay(Number(words[3]), Number(words[2]), Number(words[1]));
  return serialDay(plain, from1904);
}

/** A deadline's cell as people write it: a serial number or an ISO date without words becomes dd/MM/yyyy, all else stays. */
export function deadlineText(text: string, from1904 = false): string {
  if (!/^\d{5}(?:,\d+)?$|^\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}.*)?$/.test(text)) return text;
  const day = readDay(text, from1904);
  return day === undefined ? text : vietnameseDay(day);
}

function serialDay(text: string, from1904: boolean): string | undefined {
  if (!/^\d{5}(?:,\d+)?$/.test(text)) return undefined;
  const serial = Math.floor(Number(text.replace(",", "."))) + (from1904 ? DAYS_TO_1904 : 0);
  return serial < SERIAL_DAYS.first || serial > SERIAL_DAYS.last ? undefined : addDays(SERIAL_EPOCH, serial);
}

/** The serial number of an ISO day. */
export function serialOfDay(day: string): number {
  return daysBetween(SERIAL_EPOCH, day);
}

/** Vietnamese decimal comma; binary noise such as 0.30000000000000004 rounded away. */
export function decimalText(number: number): string {
  return String(Number(number.toPrecision(12))).replace(".", ",");
}

/** A percentage as a spreadsheet shows it. */
export function percentText(percent: number): string {
  return `${decimalText(percent)}%`;
}

/** A number as Vietnamese tables write it: "1.234,5", "92,5", "0.125", "-3"; a sign of percent behind it is passed over. */
export function readNumber(text: string): number | undefined {
  const plain = text.replace(/%\s*$/, "").replaceAll(/[\s\u00a0]/g, "");
  if (/^-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/.test(plain)) return Number(plain.replaceAll(".", "").replace(",", "."));
  if (!/^-?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?$/i.test(plain)) return undefined;
  return Number(plain.replace(",", "."));
}

/**
 * Progress from 0 to 100: "45%", "45", or the share "0,45" of a cell without percent format.
 *
 * @param shares the column holds shares: "1" is all of it ({@link holdsShares})
 */
export function readPercent(text: string, shares = false): number | undefined {
  const value = readNumber(text);
  if (value === undefined) return undefined;
  const share = !text.includes("%") && value > 0 && (value < 1 || (shares && value === 1));
  const percent = share ? Number((value * 100).toPrecision(12)) : value;
  return percent >= 0 && percent <= 100 ? percent : undefined;
}

/** Are the values of a column shares of 1 ("0,5", "1") rather than percentages? Only where one is a fraction and none is more than 1. */
export function holdsShares(texts: string[]): boolean {
  const values = texts
    .filter((text) => !text.includes("%"))
    .map(readNumber)
    .filter((value) => value !== undefined);
  return values.every((value) => value <= 1) && values.some((value) => value > 0 && value < 1);
}
