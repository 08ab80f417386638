import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, parseDeadline, taskStatus } from "../../shared/tasks/index.ts";

/** [text, kind, from, to] */
const CASES: [string, string, string | undefined, string | undefined][] = [
  ["Trước ngày 30/6/2026", "before", undefined, "2026-06-29"],
  ["Hoàn thành trước ngày 15/5/2026", "before", undefined, "2026-05-14"],
  ["Trước ngày 01/01/2027", "before", undefined, "2026-12-31"],
  ["trước tháng 6/2026", "before", undefined, "2026-05-31"],
  ["30/6/2026", "before", undefined, "2026-06-30"],
  ["30-06-2026", "before", undefined, "2026-06-30"],
  ["Ngày 05 tháng 9 năm 2026", "before", undefined, "2026-09-05"],
  ["Đến hết ngày 31/12/2026", "before", undefined, "2026-12-31"],
  ["Chậm nhất ngày 20/12/2026", "before", undefined, "2026-12-20"],
  ["Đến năm 2030", "before", undefined, "2030-12-31"],
  ["Quý II/2026, hoàn thành trước ngày 15/6/2026", "before", undefined, "2026-06-14"],
  ["Trong năm 2026", "within", "2026-01-01", "2026-12-31"],
  ["Năm 2026", "within", "2026-01-01", "2026-12-31"],
  ["Quý II/2026", "within", "2026-04-01", "2026-06-30"],
  ["Quý II năm 2026", "within", "2026-04-01", "2026-06-30"],
  ["Trong Quý I/2026", "within", "2026-01-01", "2026-03-31"],
  ["Quý I, II/2026", "within", "2026-01-01", "2026-06-30"],
  ["Quý III - IV năm 2026", "within", "2026-07-01", "2026-12-31"],
  ["tháng 4/2026", "within", "2026-04-01", "2026-04-30"],
  ["Tháng 6 năm 2026", "within", "2026-06-01", "2026-06-30"],
  ["Phát động trong tháng 4/2026", "within", "2026-04-01", "2026-04-30"],
  ["tháng 02/2028", "within", "2028-02-01", "2028-02-29"],
  ["Từ tháng 3 đến tháng 9 năm 2026", "within", "2026-03-01", "2026-09-30"],
  ["Từ ngày 01/3/2026 đến ngày 15/4/2026", "within", "2026-03-01", "2026-04-15"],
  ["giai đoạn 2026-2030", "within", "2026-01-01", "2030-12-31"],
  ["2026 - 2030", "within", "2026-01-01", "2030-12-31"],
  ["6 tháng đầu năm 2026", "within", "2026-01-01", "2026-06-30"],
  ["6 tháng cuối năm 2026", "within", "2026-07-01", "2026-12-31"],
  ["Sau ngày 01/7/2026", "within", "2026-07-02", undefined],
  ["Theo chương trình làm việc", "none", undefined, undefined],
  ["31/6/2026", "none", undefined, undefined],
  ["Quý III", "none", undefined, undefined],
  ["", "none", undefined, undefined],
];

describe("deadlines as plans write them", () => {
  it.each(CASES)("%s", (text, kind, from, to) => {
    expect(parseDeadline(text)).toEqual({ text, kind, ...(from ? { from } : {}), ...(to ? { to } : {}) });
  });

  it.each([
    ["Thường xuyên", "continuous"],
    ["Hằng tháng", "month"],
    ["Hàng quý", "quarter"],
    ["Định kỳ 6 tháng", "half-year"],
    ["Hằng năm", "year"],
    ["mỗi tuần", "week"],
  ])("recurring: %s", (text, every) => {
    expect(parseDeadline(text)).toEqual({ text, kind: "recurring", every });
  });

  it("takes the programme's year when the text names none", () => {
    expect(parseDeadline("Quý III", { year: 2026 })).toMatchObject({ from: "2026-07-01", to: "2026-09-30" });
    expect(parseDeadline("trước 30/6", { year: 2026 })).toMatchObject({ kind: "before", to: "2026-06-29" });
    expect(parseDeadline("Trong năm", { year: 2026 })).toMatchObject({ from: "2026-01-01", to: "2026-12-31" });
  });

  it("reads decomposed letters as composed ones", () => {
    expect(parseDeadline("Quý II năm 2026".normalize("NFD"))).toMatchObject({ from: "2026-04-01", to: "2026-06-30" });
  });

  it("answers for any text, quickly, and never with a range that ends before it begins", () => {
    const words = fc.constantFrom(
      "trước",
      "ngày",
      "quý",
      "II",
      "IV",
      "/2026",
      "năm",
      "2026",
      "-",
      "đến",
      "tháng",
      "6",
      "30/6/2026",
      ",",
      "từ",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const deadline = parseDeadline(parts.join(" "));
        for (const day of [deadline.from, deadline.to]) if (day !== undefined) expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("status of a task", () => {
  const deadline = parseDeadline("Đến hết ngày 30/6/2026");

  it("counts the last allowed day as in time", () => {
    expect(taskStatus({ deadline }, "2026-06-30")).toEqual({
      code: "open-in-time",
      label: "Đang thực hiện trong hạn",
      due: "2026-06-30",
      daysLeft: 0,
    });
    expect(taskStatus({ deadline }, "2026-07-01")).toMatchObject({
      code: "open-overdue",
      label: "Đang thực hiện quá hạn",
      daysLeft: -1,
    });
    expect(taskStatus({ deadline, completedOn: "2026-06-30" }, "2027-01-01").label).toBe("Hoàn thành đúng hạn");
    expect(taskStatus({ deadline, completedOn: "2026-07-03" }, "2027-01-01")).toMatchObject({
      label: "Hoàn thành quá hạn",
      daysLeft: -3,
    });
  });

  it("knows no due day for recurring work and for words without a date", () => {
    expect(taskStatus({ deadline: parseDeadline("Thường xuyên trong năm 2026") }, "2030-01-01").label).toBe(
      "Đang thực hiện (không hạn)",
    );
    expect(taskStatus({ deadline: parseDeadline("Sớm"), completedOn: "2026-01-01" }, "2030-01-01").label).toBe(
      "Hoàn thành (không hạn)",
    );
  });

  it("only grows worse with time while a task is open", () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), fc.nat(400), (offset, later) => {
        const order = ["open-in-time", "open-overdue"];
        const today = addDays("2026-06-30", offset);
        const now = order.indexOf(taskStatus({ deadline }, today).code);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(order.indexOf(taskStatus({ deadline }, addDays(today, later)).code)).toBeGreaterThanOrEqual(now);
      }),
    );
  });
});
