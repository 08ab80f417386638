import { VanthuError } from "../errors/index.ts";

/** How long a dossier is kept: for good, or so many years. */
export type Retention = { permanent: true } | { permanent: false; years: number };

/** Notice before the hand-over is due, in days (NĐ30 Phụ lục VI Phần I.III.5.b). */
export const NOTICE_DAYS = 30;
/** Dossiers kept for at least so long are handed over at all (Điều 31.3.c). */
export const HANDED_OVER_FROM_YEARS = 5;
/** A dossier may be kept back so many years after its hand-over was due (Điều 31.3.d). */
export const KEPT_BACK_YEARS = 2;
/** Longest period in years that a list of retention periods knows (70) with room to spare. */
const MOST_YEARS = 100;

/**
 * "Vĩnh viễn", "20 năm", "05 năm" as data (NĐ30 Phụ lục V.I.4: for good, or a definite number of years).
 * @throws DOSSIER_RETENTION
 */
export function parseRetention(text: string): Retention {
  const plain = text.normalize("NFC").trim().toLocaleLowerCase("vi");
  if (plain === "vĩnh viễn") return { permanent: true };
  const years = Number(/^(\d{1,3}) ?năm$/.exec(plain)?.[1]);
  if (years >= 1 && years <= MOST_YEARS) return { permanent: false, years };
  throw new VanthuError("DOSSIER_RETENTION", {
    message: "Thời hạn bảo quản phải là “Vĩnh viễn” hoặc số năm cụ thể.",
    where: text.slice(0, 60),
    hint: `Ghi “Vĩnh viễn” hoặc “20 năm” (1 đến ${MOST_YEARS} năm), theo NĐ 30/2020/NĐ-CP Phụ lục V mục I.4.`,
  });
}

/** The same retention written one way: "Vĩnh viễn", "05 năm". */
export function retentionText(retention: Retention): string {
  return retention.permanent ? "Vĩnh viễn" : `${String(retention.years).padStart(2, "0")} năm`;
}

/** Must a dossier of this retention be handed over to the office's archive (Điều 31.3.c)? */
export function isHandedOver(retention: Retention): boolean {
  return retention.permanent || retention.years >= HANDED_OVER_FROM_YEARS;
}

/**
 * Day by which a dossier is to be handed over (Điều 30.2): three months after the accounts of a construction were settled, else one year
 * after the business ended.
 *
 * @param endedOn ISO day
 */
export function handOverDay(endedOn: string, kind: "other" | "construction"): string {
  return kind === "construction" ? addMonths(endedOn, 3) : addMonths(endedOn, 12);
}

/** First day of the notice before a hand-over. */
export function noticeDay(handOverBy: string): string {
  return new Date(Date.parse(`${handOverBy}T00:00:00Z`) - NOTICE_DAYS * 86_400_000).toISOString().slice(0, 10);
}

/** Last day to which a dossier may be kept back (Điều 31.3.d). */
export function keptBackUntilAtMost(handOverBy: string): string {
  return addMonths(handOverBy, KEPT_BACK_YEARS * 12);
}

/**
 * Day after which the retention has ended, counted from the year after the business ended; undefined: never. It is only ever proposed to
 * examine the dossier then: destroying needs a council and a decision (Luật Lưu trữ).
 */
export function retentionEnd(endedOn: string, retention: Retention): string | undefined {
  return retention.permanent ? undefined : `${Number(endedOn.slice(0, 4)) + retention.years}-12-31`;
}

/** A day so many months on; the 31st becomes the last of a shorter month. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** List maintenance of TT 05/2025/TT-BNV: 01 for good, 02 to 06 for 70, 50, 30, 20, 10 years, 07 any other. */
export function maintenanceCode(retention: Retention): string {
  if (retention.permanent) return "01";
  return { 70: "02", 50: "03", 30: "04", 20: "05", 10: "06" }[retention.years] ?? "07";
}
