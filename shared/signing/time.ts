/** Vietnam has one time zone, UTC+7, and no summer time. */
const OFFSET_MS = 7 * 3_600_000;

function parts(at: Date): { date: [string, string, string]; clock: [string, string, string] } {
  const [day = "", time = ""] = new Date(at.getTime() + OFFSET_MS).toISOString().split("T");
  const [year = "", month = "", date = ""] = day.split("-");
  return { date: [year, month, date], clock: [time.slice(0, 2), time.slice(3, 5), time.slice(6, 8)] };
}

/** A PDF date (ISO 32000-1, 7.9.4) in Vietnam's time: `D:20260105083015+07'00'`. */
export function pdfTime(at: Date): string {
  const { date, clock } = parts(at);
  return `D:${date.join("")}${clock.join("")}+07'00'`;
}

/** `05/01/2026` */
export function vietnamDate(at: Date): string {
  const [year, month, day] = parts(at).date;
  return `${day}/${month}/${year}`;
}

/** Time of signing as written on appendices and copies: `05/01/2026; 08:30:15 +07:00` (NĐ30 Phụ lục I.III.1.d, Phần II.I.3; ISO 8601 zone). */
export function signingTimeText(at: Date): string {
  return `${vietnamDate(at)}; ${parts(at).clock.join(":")} +07:00`;
}

/**
 * What is written at the top right of an appendix or attachment that is a file of its own (NĐ30 Phụ lục III, mẫu 1.3 and 2.2).
 *
 * @param notation number and notation of the document it belongs to: "32/KH-UBND"
 * @example appendixText("15/QĐ-BNV", at) // "Số: 15/QĐ-BNV; 05/01/2026; 08:30:15 +07:00"
 */
export function appendixText(notation: string, at: Date): string {
  return `Số: ${notation}; ${signingTimeText(at)}`;
}

/**
 * What is written at the top right of an electronic copy (NĐ30 Phụ lục III, mẫu 3.2).
 *
 * @param organisation the organisation that makes the copy
 * @example copyText("SAO Y", "Sở Nội vụ tỉnh Hải Sơn", at) // "SAO Y; Sở Nội vụ tỉnh Hải Sơn; 05/01/2026; 08:30:15 +07:00"
 */
export function copyText(form: "SAO Y" | "SAO LỤC" | "TRÍCH SAO", organisation: string, at: Date): string {
  return `${form}; ${organisation}; ${signingTimeText(at)}`;
}
