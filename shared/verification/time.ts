import { type PdfObject, PdfString, textOf } from "../pdf/index.ts";

/** Clocks of authorities, signers and this machine may be apart by this much, in milliseconds, before a time is doubted. */
export const CLOCK_SKEW_MS = 5 * 60_000;

const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** ISO 8601 in Vietnam's time: "2026-11-22T10:05:00+07:00". */
export function vietnamTime(at: Date): string {
  return `${new Date(at.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 19)}+07:00`;
}

/** As people write it: "10:05:00 ngày 22/11/2026". */
export function spokenTime(at: Date): string {
  const [date = "", time = ""] = vietnamTime(at).slice(0, 19).split("T");
  return `${time} ngày ${date.split("-").reverse().join("/")}`;
}

/** A date as people write it: "22/11/2026". */
export function spokenDate(at: Date): string {
  return vietnamTime(at).slice(0, 10).split("-").reverse().join("/");
}

/** A PDF date (ISO 32000-1, 7.9.4), "D:20261122100500+07'00'"; undefined when it is none. */
export function pdfDate(object: PdfObject): Date | undefined {
  if (!(object instanceof PdfString)) return undefined;
  const match = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?/.exec(textOf(object));
  if (match === null) return undefined;
  const [
    ,
    year,
    month = "01",
    day = "01",
    hour = "00",
    minute = "00",
    second = "00",
    ,
    sign,
    offH = "00",
    offM = "00",
  ] = match;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = (Number(offH) * 60 + Number(offM)) * 60_000 * (sign === "-" ? -1 : 1);
  const at = new Date(sign === undefined ? ms : ms - offset);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
