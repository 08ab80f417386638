import { type Fault, VanthuError } from "../errors/index.ts";
import { isIsoDay, isWeekend, vietnameseDay } from "./days.ts";
import type { CalendarDay, CalendarOverlay, CalendarYear } from "./model.ts";
import { shippedYear } from "./shipped.ts";

const KINDS: readonly CalendarDay["kind"][] = ["holiday", "day-off-in-lieu", "swapped-off", "swapped-working"];
const LONGEST_NAME = 200;
const LONGEST_SOURCE = 500;
const MOST_DAYS = 60;

/** A year with the office's changes laid over it; without changes as shipped. */
export function overlaidYear(year: number, overlay: CalendarOverlay | undefined): CalendarYear | undefined {
  const shipped = shippedYear(year);
  if (overlay === undefined) return shipped;
  const gone = new Set([...overlay.removed, ...overlay.added.map((one) => one.day)]);
  const days = [...(shipped?.days ?? []).filter((one) => !gone.has(one.day)), ...overlay.added];
  return {
    year,
    days: days.sort((a, b) => (a.day < b.day ? -1 : 1)),
    source: [overlay.source, shipped?.source].filter(Boolean).join("; "),
    standing: "office",
  };
}

/**
 * The office's changes with one more day. A day that is given again replaces what it was.
 * @throws INVALID for a day of another year, of an unknown kind, without a name, or where the kind cannot be (a weekend day off already)
 */
export function withDay(overlay: CalendarOverlay, day: CalendarDay, source: string): CalendarOverlay {
  const clean = { day: day.day, kind: day.kind, name: day.name.normalize("NFC").replaceAll(/\s+/g, " ").trim() };
  const cited = source.normalize("NFC").replaceAll(/\s+/g, " ").trim();
  const faults: Fault[] = [];
  const fault = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  if (!isIsoDay(clean.day) || Number(clean.day.slice(0, 4)) !== overlay.year)
    fault("day", `Ngày phải là một ngày của năm ${overlay.year}.`);
  else if (clean.kind === "swapped-working" && !isWeekend(clean.day))
    fault("day", `Ngày ${vietnameseDay(clean.day)} không phải thứ Bảy, Chủ nhật nên không thể là ngày làm bù.`);
  else if ((clean.kind === "swapped-off" || clean.kind === "day-off-in-lieu") && isWeekend(clean.day))
    fault("day", `Ngày ${vietnameseDay(clean.day)} là thứ Bảy, Chủ nhật, vốn đã được nghỉ.`);
  if (!KINDS.includes(clean.kind)) fault("kind", "Loại ngày không đúng.");
  if (clean.name === "" || clean.name.length > LONGEST_NAME) fault("name", `Tên ngày từ 1 đến ${LONGEST_NAME} ký tự.`);
  if (cited === "" || cited.length > LONGEST_SOURCE)
    fault("source", `Căn cứ từ 1 đến ${LONGEST_SOURCE} ký tự, ví dụ “Thông báo số 15/TB-UBND ngày 05/01/2027”.`);
  if (overlay.added.length >= MOST_DAYS) fault("day", `Một năm chỉ ghi thêm được ${MOST_DAYS} ngày.`);
  if (faults.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Chưa ghi được ngày này: ${faults[0]!.message}`,
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi lưu lại.",
      faults,
    });
  }
  return {
    ...overlay,
    source: cited,
    removed: overlay.removed.filter((one) => one !== clean.day),
    added: [...overlay.added.filter((one) => one.day !== clean.day), clean].sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

/** The office's changes without one day: an added one is dropped, a shipped one no longer holds. @throws NOT_FOUND */
export function withoutDay(overlay: CalendarOverlay, day: string): CalendarOverlay {
  const added = overlay.added.filter((one) => one.day !== day);
  const shipped = shippedYear(overlay.year)?.days.some((one) => one.day === day) ?? false;
  const known = shipped && !overlay.removed.includes(day);
  if (!known && added.length === overlay.added.length) {
    throw new VanthuError("NOT_FOUND", {
      message: "Ngày này không có trong lịch của năm.",
      where: day,
      hint: "Tải lại trang để xem lịch hiện tại.",
    });
  }
  return { ...overlay, added, removed: known ? [...overlay.removed, day].sort() : overlay.removed };
}
