import { describe, expect, it } from "vitest";
import { workingCalendar } from "../../shared/calendar/index.ts";
import {
  DEFAULT_WINDOW_RULE,
  nextPeriod,
  nextWindow,
  parsePeriod,
  periodCode,
  periodLabel,
  previousPeriod,
  reportWindow,
} from "../../shared/reports/index.ts";

const days = (code: string) => {
  const { from, to } = reportWindow(parsePeriod(code));
  return `${from} ${to}`;
};

describe("data windows (NĐ 09/2019/NĐ-CP Điều 12)", () => {
  it("run from the 15th of the month before to the 14th of the last month", () => {
    expect(days("2026-05")).toBe("2026-04-15 2026-05-14");
    expect(days("2026-01")).toBe("2025-12-15 2026-01-14");
    expect(days("2026-Q1")).toBe("2025-12-15 2026-03-14");
    expect(days("2026-Q2")).toBe("2026-03-15 2026-06-14");
    expect(days("2026-Q4")).toBe("2026-09-15 2026-12-14");
    expect(days("2026-6M")).toBe("2025-12-15 2026-06-14");
    expect(days("2026-9M")).toBe("2025-12-15 2026-09-14");
    expect(days("2026")).toBe("2025-12-15 2026-12-14");
  });

  it("leave no day out and count none twice, month after month", () => {
    let period = parsePeriod("2023-11");
    for (let count = 0; count < 40; count += 1) {
      const { to } = reportWindow(period);
      const { from } = reportWindow(nextPeriod(period));
      expect(Date.parse(from) - Date.parse(to)).toBe(86_400_000);
      period = nextPeriod(period);
    }
  });

  it("follow an office's own rule, and the calendar period with its last day", () => {
    expect(
      reportWindow(parsePeriod("2028-02"), { ...DEFAULT_WINDOW_RULE, calendarPeriod: true, closesOn: 31 }),
    ).toMatchObject({ from: "2028-02-01", to: "2028-02-29" });
    expect(reportWindow(parsePeriod("2026-Q3"), { ...DEFAULT_WINDOW_RULE, opensOn: 20, closesOn: 19 })).toMatchObject({
      from: "2026-06-20",
      to: "2026-09-19",
    });
    for (const wrong of [{ opensOn: 0 }, { opensOn: 29 }, { closesOn: 32 }, { sendWithinWorkingDays: 0 }])
      expect(() => reportWindow(parsePeriod("2026"), { ...DEFAULT_WINDOW_RULE, ...wrong })).toThrow(
        expect.objectContaining({ code: "INVALID" }),
      );
  });

  it("join: no office's own rule leaves a day out or counts one twice", () => {
    const rule = (opensOn: number, closesOn: number, calendarPeriod = false) => ({
      ...DEFAULT_WINDOW_RULE,
      opensOn,
      closesOn,
      calendarPeriod,
    });
    for (const wrong of [rule(15, 31), rule(15, 13), rule(1, 31), rule(1, 14, true), rule(1, 30, true)])
      expect(() => reportWindow(parsePeriod("2026-02"), wrong)).toThrow(
        expect.objectContaining({ code: "INVALID", faults: [expect.objectContaining({ where: "closesOn" })] }),
      );
    for (const right of [rule(2, 1), rule(28, 27), rule(9, 31, true)])
      for (const code of ["2027-12", "2028-01", "2028-02", "2028-Q1", "2028"]) {
        const { to } = reportWindow(parsePeriod(code), right);
        const { from } = reportWindow(nextPeriod(parsePeriod(code)), right);
        expect(Date.parse(from) - Date.parse(to)).toBe(86_400_000);
      }
  });

  it("are sent by a working day: over the weekend, and over the holidays of the calendar", () => {
    // 14/6/2026 is a Sunday.
    expect(reportWindow(parsePeriod("2026-Q2")).sendBy).toBe("2026-06-16");
    const rule = { ...DEFAULT_WINDOW_RULE, calendarPeriod: true, closesOn: 31 };
    // 31/8/2026 is a Monday; Quốc khánh falls on 2/9/2026 and has a second day off beside it.
    const sendBy = reportWindow(parsePeriod("2026-08"), rule, workingCalendar([])).sendBy;
    expect(reportWindow(parsePeriod("2026-08"), rule).sendBy).toBe("2026-09-02");
    expect(sendBy > "2026-09-02").toBe(true);
  });

  it("announce the time after: the next quarter, and after six and nine months the rest of the year", () => {
    expect(nextWindow(parsePeriod("2026-Q4"))).toMatchObject({ label: "Quý I năm 2027", from: "2026-12-15" });
    expect(nextWindow(parsePeriod("2026-12"))).toMatchObject({ label: "Tháng 1 năm 2027", to: "2027-01-14" });
    expect(nextWindow(parsePeriod("2026-6M"))).toMatchObject({
      label: "6 tháng cuối năm 2026",
      from: "2026-06-15",
      to: "2026-12-14",
    });
    expect(nextWindow(parsePeriod("2026-9M"))).toMatchObject({ label: "3 tháng cuối năm 2026", from: "2026-09-15" });
    expect(nextWindow(parsePeriod("2026"))).toMatchObject({ label: "Năm 2027", from: "2026-12-15" });
  });
});

describe("periods", () => {
  it("are written and read the same", () => {
    for (const code of ["2026-05", "2026-Q2", "2026-6M", "2026-9M", "2026"])
      expect(periodCode(parsePeriod(code))).toBe(code);
    expect(periodLabel(parsePeriod("2026-q3"))).toBe("Quý III năm 2026");
    for (const wrong of ["2026-13", "2026-00", "2026-Q5", "26", "2026-3M", "1026", "2026-05-01", ""])
      expect(() => parsePeriod(wrong)).toThrow(expect.objectContaining({ code: "INVALID" }));
  });

  it("come one after the other; six and nine months are compared with those of the year before", () => {
    expect(periodCode(previousPeriod(parsePeriod("2026-01")))).toBe("2025-12");
    expect(periodCode(previousPeriod(parsePeriod("2026-Q1")))).toBe("2025-Q4");
    expect(periodCode(previousPeriod(parsePeriod("2026-6M")))).toBe("2025-6M");
    for (const code of ["2026-12", "2026-Q4", "2026-9M", "2026"])
      expect(periodCode(previousPeriod(nextPeriod(parsePeriod(code))))).toBe(code);
  });
});
