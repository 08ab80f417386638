import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dayNumber,
  legalYear,
  lunarDate,
  overlaidYear,
  SHIPPED_YEARS,
  shippedYear,
  withDay,
  withoutDay,
  workingCalendar,
} from "../../shared/calendar/index.ts";

/** Tết and Giỗ Tổ as printed calendars give them; 1968, 1985, 2007 and 2030 differ from the Chinese calendar (UTC+8). */
const LUNAR: [number, string, string][] = [
  [1968, "1968-01-29", "1968-04-07"],
  [1985, "1985-01-21", "1985-04-29"],
  [2000, "2000-02-05", "2000-04-14"],
  [2007, "2007-02-17", "2007-04-26"],
  [2015, "2015-02-19", "2015-04-28"],
  [2019, "2019-02-05", "2019-04-14"],
  [2020, "2020-01-25", "2020-04-02"],
  [2021, "2021-02-12", "2021-04-21"],
  [2022, "2022-02-01", "2022-04-10"],
  [2023, "2023-01-22", "2023-04-29"],
  [2024, "2024-02-10", "2024-04-18"],
  [2025, "2025-01-29", "2025-04-07"],
  [2026, "2026-02-17", "2026-04-26"],
  [2027, "2027-02-06", "2027-04-16"],
  [2028, "2028-01-26", "2028-04-04"],
  [2029, "2029-02-13", "2029-04-23"],
  [2030, "2030-02-02", "2030-04-12"],
];

/** Days off around Tết and 2/9 as they were announced, weekends left out. */
const ANNOUNCED: [number, string, string][] = [
  [2021, "02-10 02-11 02-12 02-15 02-16", "09-02 09-03"],
  [2022, "01-31 02-01 02-02 02-03 02-04", "09-01 09-02"],
  [2023, "01-20 01-23 01-24 01-25 01-26", "09-01 09-04"],
  [2024, "02-08 02-09 02-12 02-13 02-14", "09-02 09-03"],
  [2025, "01-27 01-28 01-29 01-30 01-31", "09-01 09-02"],
  [2026, "02-16 02-17 02-18 02-19 02-20", "09-01 09-02"],
];

describe("the lunar calendar of Việt Nam", () => {
  it.each(LUNAR)("%i", (year, tet, kings) => {
    expect([lunarDate(year, 1, 1), lunarDate(year, 3, 10)]).toEqual([tet, kings]);
  });

  it("puts Tết between 20 January and 21 February in every year, 353 to 385 days apart", () => {
    for (let year = 1900; year < 2199; year += 1) {
      const day = lunarDate(year, 1, 1);
      expect(day.slice(5) >= "01-20" && day.slice(5) <= "02-21", day).toBe(true);
      const length = (Date.parse(lunarDate(year + 1, 1, 1)) - Date.parse(day)) / 86_400_000;
      expect([353, 354, 355, 383, 384, 385]).toContain(length);
    }
  });

  it("answers only for years it was made for", () => {
    expect(() => lunarDate(2200, 1, 1)).toThrow(RangeError);
    expect(legalYear(1899)).toBeUndefined();
    expect(legalYear(2026.5)).toBeUndefined();
  });
});

describe("public holidays by the law alone", () => {
  it.each(ANNOUNCED)("makes the choices of %i as they were announced", (year, tet, national) => {
    const calendar = legalYear(year)!;
    const off = (from: string, to: string) =>
      calendar.days
        .map((one) => one.day)
        .filter((day) => day.slice(5) >= from && day.slice(5) <= to && new Date(day).getUTCDay() % 6 !== 0)
        .map((day) => day.slice(5))
        .join(" ");
    expect(off("01-15", "02-28")).toBe(tet);
    expect(off("08-25", "09-10")).toBe(national);
  });

  it("gives the next working day in lieu of a holiday on a weekend", () => {
    // Giỗ Tổ on Sunday 26/4/2026; 1/5/2027 on a Saturday; 1/1/2028 on a Saturday.
    const inLieu = (year: number) => legalYear(year)!.days.filter((one) => one.kind === "day-off-in-lieu");
    expect(inLieu(2026).map((one) => one.day)).toEqual(["2026-04-27"]);
    expect(inLieu(2027).map((one) => one.day)).toContain("2027-05-03");
    expect(inLieu(2028).map((one) => one.day)).toContain("2028-01-03");
  });

  it("has eleven days of holiday, twelve since 24/11 is one", () => {
    const holidays = (year: number) => legalYear(year)!.days.filter((one) => one.kind === "holiday").length;
    expect(holidays(2025)).toBe(11);
    expect(holidays(2026)).toBe(12);
    expect(legalYear(2026)!.days.at(-1)).toMatchObject({ day: "2026-11-24", name: "Ngày Văn hóa Việt Nam" });
  });
});

describe("the years that come with the program", () => {
  it("are 2024 to 2027, each with its source, and say where nothing was announced yet", () => {
    expect(SHIPPED_YEARS.map((one) => one.year)).toEqual([2024, 2025, 2026, 2027]);
    for (const one of SHIPPED_YEARS) expect(one.source).toMatch(/Bộ luật Lao động/);
    expect(SHIPPED_YEARS.filter((one) => one.standing === "law").map((one) => one.year)).toEqual([2027]);
    expect(shippedYear(2031)?.standing).toBe("law");
  });

  it.each(SHIPPED_YEARS.map((one) => [one.year, one] as const))(
    "agree with the law computed by itself but for the swaps: %i",
    (year, shipped) => {
      const plain = shipped.days.filter((one) => !one.kind.startsWith("swapped"));
      expect(plain.map((one) => `${one.day} ${one.kind}`)).toEqual(
        legalYear(year)!.days.map((one) => `${one.day} ${one.kind}`),
      );
      expect(shipped.days.map((one) => one.day)).toEqual(shipped.days.map((one) => one.day).toSorted());
    },
  );

  it("pair every swapped day off with a weekend day that is worked", () => {
    for (const { days } of SHIPPED_YEARS) {
      const of = (kind: string) => days.filter((one) => one.kind === kind);
      expect(of("swapped-off").length).toBe(of("swapped-working").length);
      for (const one of of("swapped-working")) expect(new Date(one.day).getUTCDay()).toBe(6);
    }
  });
});

describe("working days", () => {
  const calendar = workingCalendar([]);

  it("knows weekends, holidays, swaps", () => {
    expect(calendar.isWorkingDay("2026-11-20")).toBe(true);
    expect(calendar.isWorkingDay("2026-11-22")).toBe(false);
    expect(calendar.isWorkingDay("2026-11-24")).toBe(false);
    expect(calendar.reason("2026-11-24")).toBe("Ngày Văn hóa Việt Nam");
    expect(calendar.isWorkingDay("2026-01-10")).toBe(true);
    expect(calendar.reason("2026-01-10")).toBe("Làm bù cho ngày 02/01/2026");
    expect(calendar.reason("2026-11-20")).toBeUndefined();
  });

  it("counts over Tết and over the end of a year", () => {
    expect(calendar.workingDaysBetween("2026-02-13", "2026-02-23")).toBe(1);
    expect(calendar.addWorkingDays("2026-02-13", 1)).toBe("2026-02-23");
    expect(calendar.addWorkingDays("2026-12-31", 1)).toBe("2027-01-04");
    expect(calendar.addWorkingDays("2027-01-04", -1)).toBe("2026-12-31");
    expect(calendar.addWorkingDays("2026-11-21", 0)).toBe("2026-11-23");
    // 365 days less 104 weekend days, 12 holidays of which one on a Sunday made up for; the swaps cancel out.
    expect(calendar.workingDaysBetween("2025-12-31", "2026-12-31")).toBe(249);
  });

  it("counts to and fro alike", () => {
    const day = fc
      .integer({ min: 0, max: 365 * 12 })
      .map((offset) => new Date(Date.UTC(2020, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, fc.integer({ min: 1, max: 300 }), (a, b, count) => {
        expect(calendar.workingDaysBetween(a, b)).toBe(0 - calendar.workingDaysBetween(b, a));
        const later = calendar.addWorkingDays(a, count);
        expect(calendar.isWorkingDay(later)).toBe(true);
        expect(calendar.workingDaysBetween(a, later)).toBe(count);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses what is no day", () => {
    expect(() => calendar.isWorkingDay("2026-02-30")).toThrow(RangeError);
    expect(() => calendar.addWorkingDays("2026-02-02", 1e9)).toThrow(RangeError);
  });
});

describe("an office's own days", () => {
  const empty = { year: 2027, added: [], removed: [], source: "" };

  it("lie over the shipped ones, with the office's source ahead", () => {
    const changed = withDay(
      withDay(empty, { day: "2027-01-02", kind: "swapped-working", name: "Làm bù" }, "Thông báo số 05/TB-UBND"),
      { day: "2027-05-04", kind: "swapped-off", name: "Nghỉ hoán đổi" },
      "Thông báo số 05/TB-UBND",
    );
    const year = overlaidYear(2027, changed)!;
    expect(year.standing).toBe("office");
    expect(year.source).toMatch(/^Thông báo số 05\/TB-UBND; /);
    const calendar = workingCalendar([year]);
    expect(calendar.isWorkingDay("2027-01-02")).toBe(true);
    expect(calendar.isWorkingDay("2027-05-04")).toBe(false);
    const without = workingCalendar([overlaidYear(2027, withoutDay(changed, "2027-11-24"))!]);
    expect(without.isWorkingDay("2027-11-24")).toBe(true);
  });

  it("must be days of that year that can be what they are said to be", () => {
    const refused = (
      day: string,
      kind: "swapped-working" | "swapped-off" | "holiday",
      name = "Ngày nghỉ",
      source = "TB",
    ) =>
      expect(() => withDay(empty, { day, kind, name }, source)).toThrow(expect.objectContaining({ code: "INVALID" }));
    refused("2026-01-01", "holiday");
    refused("2027-02-30", "holiday");
    refused("2027-03-03", "swapped-working");
    refused("2027-03-06", "swapped-off");
    refused("2027-03-03", "holiday", " ");
    refused("2027-03-03", "holiday", "Ngày nghỉ", "");
    expect(() => withoutDay(empty, "2027-03-03")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});

describe("day numbers", () => {
  it("agree with the platform's own dates, and tell what is no day", () => {
    for (let number = -800_00; number < 200_000; number += 37) {
      const day = new Date(number * 86_400_000).toISOString().slice(0, 10);
      if (/^\d{4}-/.test(day)) expect(dayNumber(day)).toBe(number);
    }
    for (const day of [
      "2026-02-29",
      "2026-13-01",
      "2026-00-10",
      "2026-1-10",
      "26-01-10",
      "2026-01-32",
      "2026/01/10",
      "",
    ])
      expect(dayNumber(day), day).toBeNaN();
    expect(dayNumber("2000-02-29") - dayNumber("2000-02-28")).toBe(1);
    expect(dayNumber("1900-02-29")).toBeNaN();
  });
});
