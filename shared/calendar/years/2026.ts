import type { CalendarYear } from "../model.ts";

/**
 * 2026 as announced. The swaps: 2/1 by the Government Office's letter of 25/12/2025; 31/8 by the Prime Minister's consent of October 2025 to the
 * plan of the Ministry of Home Affairs for Tết and 2/9. 24/11 by the Politburo's resolution, which calls it a paid holiday each year.
 */
export const YEAR_2026: CalendarYear = {
  year: 2026,
  standing: "official",
  source:
    "Văn bản số 12729/VPCP-KGVX ngày 25/12/2025 (Tết Dương lịch 2026); phương án nghỉ Tết Âm lịch và Quốc khánh 2026 của Bộ Nội vụ được Thủ tướng Chính phủ đồng ý tháng 10/2025; Nghị quyết số 80-NQ/TW ngày 07/01/2026 (Ngày Văn hóa Việt Nam 24/11); Bộ luật Lao động 2019 Điều 111, Điều 112",
  days: [
    { day: "2026-01-01", kind: "holiday", name: "Tết Dương lịch" },
    { day: "2026-01-02", kind: "swapped-off", name: "Nghỉ hoán đổi, làm bù ngày 10/01/2026" },
    { day: "2026-01-10", kind: "swapped-working", name: "Làm bù cho ngày 02/01/2026" },
    { day: "2026-02-16", kind: "holiday", name: "Tết Nguyên đán (29 tháng Chạp)" },
    { day: "2026-02-17", kind: "holiday", name: "Tết Nguyên đán (Mùng 1)" },
    { day: "2026-02-18", kind: "holiday", name: "Tết Nguyên đán (Mùng 2)" },
    { day: "2026-02-19", kind: "holiday", name: "Tết Nguyên đán (Mùng 3)" },
    { day: "2026-02-20", kind: "holiday", name: "Tết Nguyên đán (Mùng 4)" },
    { day: "2026-04-26", kind: "holiday", name: "Giỗ Tổ Hùng Vương (10/3 âm lịch)" },
    { day: "2026-04-27", kind: "day-off-in-lieu", name: "Nghỉ bù Giỗ Tổ Hùng Vương (26/04/2026)" },
    { day: "2026-04-30", kind: "holiday", name: "Ngày Chiến thắng 30/4" },
    { day: "2026-05-01", kind: "holiday", name: "Quốc tế Lao động 1/5" },
    { day: "2026-08-22", kind: "swapped-working", name: "Làm bù cho ngày 31/8/2026" },
    { day: "2026-08-31", kind: "swapped-off", name: "Nghỉ hoán đổi, làm bù ngày 22/8/2026" },
    { day: "2026-09-01", kind: "holiday", name: "Quốc khánh (ngày liền kề)" },
    { day: "2026-09-02", kind: "holiday", name: "Quốc khánh 2/9" },
    { day: "2026-11-24", kind: "holiday", name: "Ngày Văn hóa Việt Nam" },
  ],
};
