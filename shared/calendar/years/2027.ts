import type { CalendarYear } from "../model.ts";

/** 2027 by the law alone: its announcement was not known when this was written. An office enters it on the page of the working calendar. */
export const YEAR_2027: CalendarYear = {
  year: 2027,
  standing: "law",
  source:
    "Bộ luật Lao động số 45/2019/QH14, Điều 111 khoản 3 và Điều 112; Nghị quyết số 80-NQ/TW ngày 07/01/2026 (Ngày Văn hóa Việt Nam 24/11); chưa có thông báo nghỉ Tết, Quốc khánh và hoán đổi ngày làm việc năm 2027",
  days: [
    { day: "2027-01-01", kind: "holiday", name: "Tết Dương lịch" },
    { day: "2027-02-04", kind: "holiday", name: "Tết Nguyên đán (28 tháng Chạp)" },
    { day: "2027-02-05", kind: "holiday", name: "Tết Nguyên đán (29 tháng Chạp)" },
    { day: "2027-02-06", kind: "holiday", name: "Tết Nguyên đán (Mùng 1)" },
    { day: "2027-02-07", kind: "holiday", name: "Tết Nguyên đán (Mùng 2)" },
    { day: "2027-02-08", kind: "holiday", name: "Tết Nguyên đán (Mùng 3)" },
    { day: "2027-02-09", kind: "day-off-in-lieu", name: "Nghỉ bù Tết Nguyên đán (06/02/2027)" },
    { day: "2027-02-10", kind: "day-off-in-lieu", name: "Nghỉ bù Tết Nguyên đán (07/02/2027)" },
    { day: "2027-04-16", kind: "holiday", name: "Giỗ Tổ Hùng Vương (10/3 âm lịch)" },
    { day: "2027-04-30", kind: "holiday", name: "Ngày Chiến thắng 30/4" },
    { day: "2027-05-01", kind: "holiday", name: "Quốc tế Lao động 1/5" },
    { day: "2027-05-03", kind: "day-off-in-lieu", name: "Nghỉ bù Quốc tế Lao động 1/5 (01/05/2027)" },
    { day: "2027-09-02", kind: "holiday", name: "Quốc khánh 2/9" },
    { day: "2027-09-03", kind: "holiday", name: "Quốc khánh (ngày liền kề)" },
    { day: "2027-11-24", kind: "holiday", name: "Ngày Văn hóa Việt Nam" },
  ],
};
