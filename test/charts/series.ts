import type { AgencySeries, BurnUpSeries, StatusSeries } from "../../shared/charts/index.ts";

/** Tasks of an invented commune by status. */
export const STATUS: StatusSeries = [
  { code: "done-in-time", label: "Hoàn thành đúng hạn", value: 12 },
  { code: "done-late", label: "Hoàn thành quá hạn", value: 3 },
  { code: "done-without-deadline", label: "Hoàn thành (không hạn)", value: 1 },
  { code: "open-in-time", label: "Đang thực hiện trong hạn", value: 18 },
  { code: "open-overdue", label: "Đang thực hiện quá hạn", value: 5 },
  { code: "open-without-deadline", label: "Đang thực hiện (không hạn)", value: 2 },
];

const NAMES = [
  "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
  "Phòng Kinh tế",
  "Phòng Văn hóa - Xã hội",
  "Trung tâm Phục vụ hành chính công",
  "Công an xã",
  "Ban Chỉ huy Quân sự xã",
  "Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội",
  "Trạm Y tế",
];

/** So many agencies with a few tasks each. */
export function agencies(count: number): AgencySeries {
  return Array.from({ length: count }, (_, index) => ({
    name: index < NAMES.length ? NAMES[index]! : `${NAMES[index % NAMES.length]} khu vực ${index}`,
    done: (index * 7 + 3) % 19,
    openInTime: (index * 5) % 8,
    overdue: index % 3,
  }));
}

/** The days of a quarter's window, one in so many. */
export function burnUp(days: number, step = 1): BurnUpSeries {
  return Array.from({ length: days }, (_, index) => ({
    day: new Date(Date.UTC(2025, 11, 15 + index * step)).toISOString().slice(0, 10),
    total: 120 + Math.floor(index / 10),
    done: Math.floor(index * step * 1.1),
    planned: Math.floor(index * step * 1.2),
  }));
}
