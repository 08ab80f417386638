/** A calendar day taken apart. */
interface Day {
  year: number;
  month: number;
  day: number;
}

/** Is this a real ISO day (`yyyy-mm-dd`)? 2026-02-30 is not. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function takeApart(date: string): Day {
  const [year, month, day] = date.split("-").map(Number);
  return { year: year!, month: month!, day: day! };
}

/** Day with a leading zero below 10 (NĐ30 PL I.II.4.b; the Party guidance says the same). */
export function dayText(day: number): string {
  return day < 10 ? `0${day}` : String(day);
}

/** Month with a leading zero for January and February only (NĐ30 PL I.II.4.b): "01", "02", "3", … "12". */
export function monthText(month: number): string {
  return month <= 2 ? `0${month}` : String(month);
}

/** Day, month and year as they are written on the page: "09", "01", "2026". */
export function dateParts(date: string): { day: string; month: string; year: string } {
  const { year, month, day } = takeApart(date);
  return { day: dayText(day), month: monthText(month), year: String(year) };
}

/** "ngày 09 tháng 01 năm 2026". */
export function formatDateInWords(date: string): string {
  const { day, month, year } = dateParts(date);
  return `ngày ${day} tháng ${month} năm ${year}`;
}

/** "09/01/2026", as citations in Party documents write it. */
export function formatDateWithSlashes(date: string): string {
  const { day, month, year } = dateParts(date);
  return `${day}/${month}/${year}`;
}

/**
 * Place and date of issue: "Lai Châu, ngày 09 tháng 01 năm 2026" (NĐ30 PL I.II.4).
 *
 * @param place name of the administrative unit of the seat
 * @param date ISO date
 */
export function formatDate(place: string, date: string): string {
  return `${place}, ${formatDateInWords(date)}`;
}
