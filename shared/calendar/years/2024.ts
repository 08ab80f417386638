import type { CalendarYear } from "../model.ts";

/** 2024 as announced. */
export const YEAR_2024: CalendarYear = {
  year: 2024,
  standing: "official",
  source:
    "Thông báo số 5015/TB-LĐTBXH ngày 22/11/2023 (Tết Âm lịch, Quốc khánh 2024); Văn bản số 2450/VPCP-KGVX ngày 12/4/2024 (hoán đổi ngày 29/4); Bộ luật Lao động 2019 Điều 111, Điều 112",
  days: [
    { day: "2024-01-01", kind: "holiday", name: "Tết Dương lịch" },
    { day: "2024-02-08", kind: "holiday", name: "Tết Nguyên đán (29 tháng Chạp)" },
    { day: "2024-02-09", kind: "holiday", name: "Tết Nguyên đán (30 tháng Chạp)" },
    { day: "2024-02-10", kind: "holiday", name: "Tết Nguyên đán (Mùng 1)" },
    { day: "2024-02-11", kind: "holiday", name: "Tết Nguyên đán (Mùng 2)" },
    { day: "2024-02-12", kind: "holiday", name: "Tết Nguyên đán (Mùng 3)" },
    { day: "2024-02-13", kind: "day-off-in-lieu", name: "Nghỉ bù Tết Nguyên đán (10/02/2024)" },
    { day: "2024-02-14", kind: "day-off-in-lieu", name: "Nghỉ bù Tết Nguyên đán (11/02/2024)" },
    { day: "2024-04-18", kind: "holiday", name: "Giỗ Tổ Hùng Vương (10/3 âm lịch)" },
    { day: "2024-04-29", kind: "swapped-off", name: "Nghỉ hoán đổi, làm bù ngày 04/5/2024" },
    { day: "2024-04-30", kind: "holiday", name: "Ngày Chiến thắng 30/4" },
    { day: "2024-05-01", kind: "holiday", name: "Quốc tế Lao động 1/5" },
    { day: "2024-05-04", kind: "swapped-working", name: "Làm bù cho ngày 29/4/2024" },
    { day: "2024-09-02", kind: "holiday", name: "Quốc khánh 2/9" },
    { day: "2024-09-03", kind: "holiday", name: "Quốc khánh (ngày liền kề)" },
  ],
};
