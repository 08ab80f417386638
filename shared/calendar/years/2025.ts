import type { CalendarYear } from "../model.ts";

/** 2025 as announced. */
export const YEAR_2025: CalendarYear = {
  year: 2025,
  standing: "official",
  source:
    "Văn bản số 8726/VPCP-KGVX ngày 26/11/2024 về nghỉ Tết Âm lịch và một số dịp nghỉ lễ trong năm 2025; Bộ luật Lao động 2019 Điều 111, Điều 112",
  days: [
    { day: "2025-01-01", kind: "holiday", name: "Tết Dương lịch" },
    { day: "2025-01-27", kind: "holiday", name: "Tết Nguyên đán (28 tháng Chạp)" },
    { day: "2025-01-28", kind: "holiday", name: "Tết Nguyên đán (29 tháng Chạp)" },
    { day: "2025-01-29", kind: "holiday", name: "Tết Nguyên đán (Mùng 1)" },
    { day: "2025-01-30", kind: "holiday", name: "Tết Nguyên đán (Mùng 2)" },
    { day: "2025-01-31", kind: "holiday", name: "Tết Nguyên đán (Mùng 3)" },
    { day: "2025-04-07", kind: "holiday", name: "Giỗ Tổ Hùng Vương (10/3 âm lịch)" },
    { day: "2025-04-26", kind: "swapped-working", name: "Làm bù cho ngày 02/5/2025" },
    { day: "2025-04-30", kind: "holiday", name: "Ngày Chiến thắng 30/4" },
    { day: "2025-05-01", kind: "holiday", name: "Quốc tế Lao động 1/5" },
    { day: "2025-05-02", kind: "swapped-off", name: "Nghỉ hoán đổi, làm bù ngày 26/4/2025" },
    { day: "2025-09-01", kind: "holiday", name: "Quốc khánh (ngày liền kề)" },
    { day: "2025-09-02", kind: "holiday", name: "Quốc khánh 2/9" },
  ],
};
