import { vietnamDate, vietnameseDay, vietnamTime } from "../../../shared/calendar/index.ts";

/** Dates as offices write them, in Vietnamese time (UTC+7, no summer time). */

/** ISO date or instant → "dd/MM/yyyy"; "" for nothing. */
export function shortDate(iso: string | undefined): string {
  if (!iso) return "";
  return vietnameseDay(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? iso : local(iso).slice(0, 10));
}

/** ISO instant → "dd/MM/yyyy HH:mm", Vietnamese time; "" for nothing. */
export function dateAndTime(iso: string | undefined): string {
  if (!iso) return "";
  const text = local(iso);
  return `${shortDate(text.slice(0, 10))} ${text.slice(11, 16)}`;
}

/** ISO instant → "dd/MM/yyyy HH:mm:ss", for signatures, where seconds matter. */
export function exactTime(iso: string | undefined): string {
  return iso ? `${dateAndTime(iso)}:${local(iso).slice(17, 19)}` : "";
}

/** Year of an instant in Vietnamese time. */
export function yearOf(date: Date): number {
  return Number(vietnamDate(date).slice(0, 4));
}

function local(iso: string): string {
  return Number.isNaN(Date.parse(iso)) ? iso : vietnamTime(new Date(iso));
}
