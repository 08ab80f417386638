import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Deadline, parseDeadline } from "../../shared/tasks/index.ts";

type Case = [text: string, kind: Deadline["kind"], from: string | undefined, to: string | undefined];

const PLAN_TEXTS: Case[] = [
  // days
  ["Hoàn thành xong trước 30/6/2026", "before", undefined, "2026-06-29"],
  ["Trước 17 giờ 00 ngày 15/5/2026", "before", undefined, "2026-05-15"],
  ["trước 16h30 ngày 15/5/2026", "before", undefined, "2026-05-15"],
  ["Chậm nhất là ngày 20 tháng 12 năm 2026", "before", undefined, "2026-12-20"],
  ["Chậm nhất đến hết ngày 31/10/2026", "before", undefined, "2026-10-31"],
  ["Muộn nhất 05.9.2026", "before", undefined, "2026-09-05"],
  ["Không quá ngày 25/11/2026", "before", undefined, "2026-11-25"],
  ["Xong trong ngày 02/12/26", "before", undefined, "2026-12-02"],
  ["2026-06-30", "before", undefined, "2026-06-30"],
  ["Ngày 30 tháng 6/2026", "before", undefined, "2026-06-30"],
  ["01-15/6/2026", "within", "2026-06-01", "2026-06-15"],
  ["Từ 10 đến 12/6/2026", "within", "2026-06-10", "2026-06-12"],
  ["Từ 01/6 đến 15/7/2026", "within", "2026-06-01", "2026-07-15"],
  ["15/5/2026 – 30/6/2026", "within", "2026-05-15", "2026-06-30"],
  ["Từ ngày 20/12/2026 đến hết ngày 10/01/2027", "within", "2026-12-20", "2027-01-10"],
  ["Quý IV/2026 (báo cáo trước ngày 20/12/2026)", "before", undefined, "2026-12-19"],
  ["Trong vòng 10 ngày kể từ ngày 01/6/2026", "within", "2026-06-01", "2026-06-11"],
  ["Trong thời hạn 05 ngày làm việc kể từ ngày 28/4/2026", "within", "2026-04-28", "2026-05-07"],
  // months, weeks
  ["Cuối tháng 6/2026", "before", undefined, "2026-06-30"],
  ["Đầu tháng 7 năm 2026", "within", "2026-07-01", "2026-07-31"],
  ["Nửa đầu tháng 3/2026", "within", "2026-03-01", "2026-03-15"],
  ["nửa cuối tháng 02/2026", "within", "2026-02-16", "2026-02-28"],
  ["Tuần 2 tháng 9/2026", "within", "2026-09-08", "2026-09-14"],
  ["Tuần thứ 4 của tháng 02 năm 2027", "within", "2027-02-22", "2027-02-28"],
  ["Tháng 4, 5/2026", "within", "2026-04-01", "2026-05-31"],
  ["Tháng 4-6/2026", "within", "2026-04-01", "2026-06-30"],
  ["tháng 8 và 9 năm 2026", "within", "2026-08-01", "2026-09-30"],
  ["T10/2026", "within", "2026-10-01", "2026-10-31"],
  ["Tháng mười hai năm 2026", "within", "2026-12-01", "2026-12-31"],
  ["Tháng năm năm 2026", "within", "2026-05-01", "2026-05-31"],
  ["Từ tháng 11 đến tháng 02/2027", "within", "2026-11-01", "2027-02-28"],
  ["Tháng 12/2026 - tháng 3/2027", "within", "2026-12-01", "2027-03-31"],
  ["Từ tháng 01/2026", "within", "2026-01-01", undefined],
  ["Đến hết tháng 9/2026", "before", undefined, "2026-09-30"],
  ["Xong trước tháng 10/2026", "before", undefined, "2026-09-30"],
  // quarters
  ["Hoàn thành trong Quý I/2026", "within", "2026-01-01", "2026-03-31"],
  ["Quý I và Quý II năm 2026", "within", "2026-01-01", "2026-06-30"],
  ["Quý 3+4/2026", "within", "2026-07-01", "2026-12-31"],
  ["Từ Quý IV/2025 đến Quý I/2026", "within", "2025-10-01", "2026-03-31"],
  ["Cuối Quý III/2026", "before", undefined, "2026-09-30"],
  ["Trước Quý III/2026", "before", undefined, "2026-06-30"],
  ["Đầu quý II/2026", "within", "2026-04-01", "2026-06-30"],
  // parts of years, years
  ["9 tháng đầu năm 2026", "within", "2026-01-01", "2026-09-30"],
  ["06 tháng năm 2026", "within", "2026-01-01", "2026-06-30"],
  ["Nửa cuối năm 2026", "within", "2026-07-01", "2026-12-31"],
  ["Hết năm 2027", "before", undefined, "2027-12-31"],
  ["Cuối năm 2026", "before", undefined, "2026-12-31"],
  ["Trước năm 2030", "before", undefined, "2029-12-31"],
  ["Đến năm 2030, tầm nhìn đến năm 2045", "before", undefined, "2030-12-31"],
  ["Giai đoạn 2026 – 2030", "within", "2026-01-01", "2030-12-31"],
  ["Giai đoạn 1: 2026-2028, giai đoạn 2: 2029-2030", "within", "2026-01-01", "2030-12-31"],
  ["Năm 2026, 2027", "within", "2026-01-01", "2027-12-31"],
  ["Năm 2026 và những năm tiếp theo", "within", "2026-01-01", undefined],
  ["Từ Quý II/2026 trở đi", "within", "2026-04-01", undefined],
  ["Trong nhiệm kỳ 2025-2030", "within", "2025-01-01", "2030-12-31"],
  // signs and dates of documents are no deadline
  ["Theo Kế hoạch số 12-KH/TU ngày 10/3/2026", "none", undefined, undefined],
  ["Theo Quyết định số 45/2026/QĐ-UBND", "none", undefined, undefined],
  ["Quý II/2026, theo Công văn số 88/UBND-KGVX ngày 02/01/2026", "within", "2026-04-01", "2026-06-30"],
  ["Trước 15/8/2026 (Nghị quyết số 99/NQ-HĐND ngày 20 tháng 7 năm 2026)", "before", undefined, "2026-08-14"],
  // nothing that a calendar knows
  ["Ngay sau khi có hướng dẫn của cấp trên", "none", undefined, undefined],
  ["Khi có yêu cầu", "none", undefined, undefined],
  ["Theo tiến độ chung", "none", undefined, undefined],
  ["30 ngày kể từ khi ký", "none", undefined, undefined],
  ["29/02/2026", "none", undefined, undefined],
  ["Tháng 13/2026", "none", undefined, undefined],
];

const RECURRING: [string, Deadline["every"]][] = [
  ["Thường xuyên, liên tục", "continuous"],
  ["Thường xuyên\nhằng năm", "year"],
  ["Định kỳ hằng tháng", "month"],
  ["Định kỳ 01 tháng/lần", "month"],
  ["02 lần/tháng", "month"],
  ["Định kỳ hàng Quý, trước ngày 15 tháng cuối quý", "quarter"],
  ["3 tháng một lần", "quarter"],
  ["mỗi quý 01 lần", "quarter"],
  ["6 tháng/lần", "half-year"],
  ["Định kỳ 3 tháng, 6 tháng, 1 năm", "quarter"],
  ["Hằng tháng, 3 tháng, 6 tháng, 9 tháng, 1 năm", "month"],
  ["Trước ngày 25 hằng tháng", "month"],
  ["Thứ Sáu hằng tuần", "week"],
  ["01 lần/năm", "year"],
  ["Hàng ngày", "day"],
];

describe("deadlines of every pattern that plans use", () => {
  it.each(PLAN_TEXTS)("%s", (text, kind, from, to) => {
    expect(parseDeadline(text)).toEqual({ text, kind, ...(from ? { from } : {}), ...(to ? { to } : {}) });
  });

  it.each(RECURRING)("recurring: %s", (text, every) => {
    expect(parseDeadline(text)).toMatchObject({ text, kind: "recurring", every });
  });

  it("binds recurring work to the period it names", () => {
    expect(parseDeadline("Hằng tháng, trong năm 2026")).toEqual({
      text: "Hằng tháng, trong năm 2026",
      kind: "recurring",
      every: "month",
      from: "2026-01-01",
      to: "2026-12-31",
    });
  });

  it.each([
    ["Cuối năm", "2026-12-31"],
    ["Đến hết năm", "2026-12-31"],
    ["Hết quý III", "2026-09-30"],
    ["Trước 30/6", "2026-06-29"],
    ["Cuối tháng 9", "2026-09-30"],
    ["Tháng 4 và tháng 5", "2026-05-31"],
    ["Từ 15/10 đến 20/11", "2026-11-20"],
  ])("takes the programme's year: %s", (text, to) => {
    expect(parseDeadline(text, { year: 2026 }).to).toBe(to);
  });

  it("reads what it wrote: the text alone gives the same deadline again", () => {
    for (const [text] of PLAN_TEXTS) expect(parseDeadline(parseDeadline(text).text)).toEqual(parseDeadline(text));
  });

  it("never ends before it begins, whatever stands in the cell", () => {
    const words = fc.constantFrom(
      "trước", "ngày", "quý", "II", "IV", "/2026", "năm", "2026", "-", "đến", "tháng", "6", "11", "30/6/2026", "02/2027", ",", "từ", "cuối", "nửa đầu", "tuần 3", "hết", "và", "trở đi", "10-12/6/2026", "trong vòng 5 ngày kể từ ngày",
    ); // biome-ignore format: one list
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        const { from, to, text } = parseDeadline(parts.join(" "), { year: 2026 });
        for (const day of [from, to]) if (day !== undefined) expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
        if (from !== undefined && to !== undefined) expect(from <= to, text).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("is quick on a long cell", () => {
    const text = "quý II/2026, tháng 4 và ".repeat(400);
    const start = performance.now();
    parseDeadline(text);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

/** Documents that offices wrote, where this machine has them: what stands behind "Thời gian thực hiện:" and in the deadline column. */
const SEEDS = path.resolve(import.meta.dirname, "../../../shared/seeds");

describe.skipIf(!existsSync(SEEDS))("deadlines of real documents", () => {
  const lines = () =>
    readdirSync(SEEDS)
      .filter((name) => name.endsWith(".txt"))
      .flatMap((name) => readFileSync(path.join(SEEDS, name), "utf8").split("\n"));

  it("reads every line that says when a thing is to be done", () => {
    const texts = lines().flatMap((line) => /Thời gian (?:thực hiện|hoàn thành):\s*(.+)/.exec(line)?.[1] ?? []);
    expect(texts.length).toBeGreaterThan(20);
    const unread = texts.filter((text) => parseDeadline(text).kind === "none");
    expect(unread).toEqual([]);
  });

  it("reads every cell of a deadline column", () => {
    const rows = lines().map((line) => line.split("\t"));
    const column = rows.find((row) => row.includes("Thời gian hoàn thành"))!.indexOf("Thời gian hoàn thành");
    const cells = rows
      .filter((row) => row.length > column && /^\d+$/.test(row[0]!.trim()))
      .map((row) => row[column]!.trim())
      .filter((cell) => cell !== "");
    expect(cells.length).toBeGreaterThan(8);
    expect(cells.filter((cell) => parseDeadline(cell).kind === "none")).toEqual([]);
  });

  it("gives a day to every phrase that sets one", () => {
    const phrases = lines().flatMap((line) =>
      [
        ...line.matchAll(
          /(?:[Hh]oàn thành (?:trong|trước)|[Tt]rước ngày|[Đđ]ến hết năm|[Gg]iai đoạn(?= \d{4}))[^.;,\t]*\d{4}/g,
        ),
      ].map((match) => match[0]),
    );
    expect(phrases.length).toBeGreaterThan(8);
    expect(phrases.filter((phrase) => parseDeadline(phrase).to === undefined)).toEqual([]);
  });
});
