/** Times in a packet are local (UTC+7, all of Viet Nam), without a zone: `yyyy/MM/dd` and `yyyy/MM/dd HH:mm:ss` (QCVN 102:2016). */
const VIETNAM_OFFSET_MS = 7 * 60 * 60 * 1000;

/** ISO date to `yyyy/MM/dd`. */
export function packetDate(isoDate: string): string {
  return isoDate.slice(0, 10).replaceAll("-", "/");
}

/** ISO instant to local `yyyy/MM/dd HH:mm:ss`. */
export function packetTime(isoInstant: string): string {
  const local = new Date(Date.parse(isoInstant) + VIETNAM_OFFSET_MS).toISOString();
  return `${packetDate(local)} ${local.slice(11, 19)}`;
}

/** `yyyy/MM/dd` (a time after it is dropped) to an ISO date, or undefined when it is no date of the calendar. */
export function readPacketDate(text: string): string | undefined {
  const match = /^(\d{4})[/-](\d{2})[/-](\d{2})(?:[ T]\d{2}:\d{2}:\d{2})?$/.exec(text.trim());
  if (match === null) return undefined;
  const iso = `${match[1]}-${match[2]}-${match[3]}`;
  return isCalendarDate(iso) ? iso : undefined;
}

/** `yyyy/MM/dd[ HH:mm:ss]` local to an ISO instant, or undefined. */
export function readPacketTime(text: string): string | undefined {
  const match = /^(\d{4})[/-](\d{2})[/-](\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2}))?$/.exec(text.trim());
  if (match === null || !isCalendarDate(`${match[1]}-${match[2]}-${match[3]}`)) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00"] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return new Date(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - VIETNAM_OFFSET_MS).toISOString();
}

function isCalendarDate(iso: string): boolean {
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}
