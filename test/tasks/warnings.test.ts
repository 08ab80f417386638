import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, workingCalendar } from "../../shared/calendar/index.ts";
import {
  addDays,
  type DeadlineChange,
  parseDeadline,
  type Task,
  type TaskProgress,
  taskStatus,
  taskWarnings,
} from "../../shared/tasks/index.ts";

const calendar = workingCalendar([]);

function task(
  deadline: string,
  more: Partial<Task> = {},
): Pick<Task, "deadline" | "completedOn" | "extensions" | "progress"> {
  return { deadline: parseDeadline(deadline), ...more };
}

function progress(on: string, more: Partial<TaskProgress> = {}): TaskProgress {
  return { percent: 40, on, result: "Đã dự thảo", evidence: "", difficulties: "", proposals: "", ...more };
}

const codes = (...parameters: Parameters<typeof taskWarnings>) => taskWarnings(...parameters).map((one) => one.code);

describe("deadlines that draw near or have passed", () => {
  it("says how many days and working days are left, holidays not counted", () => {
    // 24/11/2026 is a holiday: Monday 23 to Friday 27 are four working days after Friday 20.
    expect(taskWarnings(task("27/11/2026"), "2026-11-20", calendar)).toEqual([
      { code: "due-soon", days: 7, workingDays: 4, text: "Còn 7 ngày (4 ngày làm việc), hạn 27/11/2026." },
    ]);
    expect(codes(task("30/11/2026"), "2026-11-20", calendar)).toEqual(["due-soon"]);
    expect(codes(task("01/12/2026"), "2026-11-20", calendar)).toEqual([]);
    expect(taskWarnings(task("20/11/2026"), "2026-11-20", calendar)[0]!.text).toBe(
      "Hôm nay là ngày cuối, hạn 20/11/2026.",
    );
  });

  it("says how long it is overdue in days and working days", () => {
    expect(taskWarnings(task("Trước ngày 14/02/2026"), "2026-02-24", calendar)).toEqual([
      { code: "overdue", days: 11, workingDays: 2, text: "Quá hạn 11 ngày (2 ngày làm việc)." },
    ]);
  });

  it("says nothing of what is done, recurring or without a date", () => {
    for (const one of [task("20/11/2026", { completedOn: "2026-11-20" }), task("Thường xuyên"), task("Khi có yêu cầu")])
      expect(codes(one, "2026-11-21", calendar)).toEqual([]);
  });

  it("goes by the office's own policy and calendar", () => {
    const policy = { ...DEFAULT_POLICY, dueSoonWorkingDays: 15 };
    expect(codes(task("10/12/2026"), "2026-11-20", calendar, policy)).toEqual(["due-soon"]);
    expect(codes(task("10/12/2026"), "2026-11-20", calendar)).toEqual([]);
    const weekOff = ["23", "25", "26", "27"].map((day) => ({
      day: `2026-11-${day}`,
      kind: "holiday" as const,
      name: "Nghỉ",
    }));
    const own = workingCalendar([{ year: 2026, days: weekOff, source: "TB", standing: "office" }]);
    expect(codes(task("03/12/2026"), "2026-11-20", own)).toEqual(["due-soon"]);
    expect(codes(task("03/12/2026"), "2026-11-20", calendar)).toEqual([]);
  });
});

describe("progress that nobody reports", () => {
  const open = (more: Partial<Task> = {}) => task("Trong năm 2026", more);

  it("is pointed out a month after the last report", () => {
    expect(codes(open({ progress: progress("2026-10-22", { evidence: "BC 12" }) }), "2026-11-20", calendar)).toEqual(
      [],
    );
    expect(
      taskWarnings(open({ progress: progress("2026-10-21", { evidence: "BC 12" }) }), "2026-11-20", calendar),
    ).toEqual([{ code: "stale-progress", days: 30, text: "Tiến độ chưa cập nhật 30 ngày, lần cuối 21/10/2026." }]);
  });

  it("is pointed out when there was never a report, from the day the work began or came into the programme", () => {
    expect(codes(open(), "2026-01-20", calendar)).toEqual([]);
    expect(taskWarnings(open(), "2026-02-10", calendar)[0]!.text).toBe(
      "Chưa báo cáo tiến độ lần nào, đã 40 ngày kể từ 01/01/2026.",
    );
    expect(codes(open(), "2026-02-10", calendar, DEFAULT_POLICY, "2026-02-01")).toEqual([]);
    expect(codes(task("Thường xuyên"), "2026-11-20", calendar, DEFAULT_POLICY, "2026-09-01")).toEqual([
      "stale-progress",
    ]);
    expect(codes(task("Thường xuyên"), "2026-11-20", calendar)).toEqual([]);
    expect(codes(task("Quý I/2027"), "2026-11-20", calendar, DEFAULT_POLICY, "2026-01-01")).toEqual([]);
  });

  it("counts a new deadline as a sign of life", () => {
    const change: DeadlineChange = { before: parseDeadline("Quý II/2026"), changedOn: "2026-11-01", basis: "CV 15" };
    expect(codes(open({ extensions: [change] }), "2026-11-20", calendar)).toEqual([]);
  });
});

describe("work without evidence", () => {
  it("is pointed out a month after completion or report", () => {
    const done = task("30/9/2026", { completedOn: "2026-09-28" });
    expect(codes(done, "2026-10-27", calendar)).toEqual([]);
    expect(taskWarnings(done, "2026-10-28", calendar)).toEqual([
      { code: "no-evidence", days: 30, text: "Báo hoàn thành ngày 28/09/2026, đã 30 ngày chưa có minh chứng." },
    ]);
    const proven = { ...done, progress: progress("2026-09-28", { evidence: "Quyết định số 15/QĐ-UBND" }) };
    expect(codes(proven, "2026-12-31", calendar)).toEqual([]);
    expect(codes(task("31/12/2026", { progress: progress("2026-10-01") }), "2026-11-05", calendar)).toEqual([
      "stale-progress",
      "no-evidence",
    ]);
    expect(
      codes(task("31/12/2026", { progress: progress("2026-10-25", { percent: 0 }) }), "2026-11-05", calendar),
    ).toEqual([]);
  });
});

describe("status over time", () => {
  const day = fc.integer({ min: -800, max: 800 }).map((offset) => addDays("2026-06-30", offset));
  const anyTask = fc.record(
    {
      deadline: fc
        .oneof(
          fc.constantFrom(
            "Thường xuyên",
            "Khi có yêu cầu",
            "Quý II/2026",
            "Trong năm 2026",
            "giai đoạn 2026-2030",
            "Hằng tháng",
          ),
          day.map((one) => `Trước ngày ${one.split("-").reverse().join("/")}`),
        )
        .map((text) => parseDeadline(text)),
      completedOn: day,
      progress: day.map((on) => progress(on)),
      extensions: day.map((changedOn) => [{ before: parseDeadline("Quý I/2026"), changedOn, basis: "CV" }]),
    },
    { requiredKeys: ["deadline"] },
  );

  it("is total: any task on any day has one status, and its warnings agree with it", () => {
    fc.assert(
      fc.property(anyTask, day, (one, today) => {
        const status = taskStatus(one, today);
        expect(status.label).not.toBe("");
        const found = taskWarnings(one, today, calendar, DEFAULT_POLICY).map((warning) => warning.code);
        expect(found.includes("overdue")).toBe(status.code === "open-overdue");
        expect(new Set(found).size).toBe(found.length);
        if (found.includes("due-soon")) expect(status.code).toBe("open-in-time");
        if (one.completedOn !== undefined) expect(found.filter((code) => code !== "no-evidence")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("is monotone: with the days an open task goes from in time to overdue and never back, and warnings of lateness stay", () => {
    fc.assert(
      fc.property(anyTask, day, fc.nat(900), ({ completedOn: _, ...one }, today, later) => {
        const order = ["open-in-time", "open-overdue"];
        const [now, then] = [today, addDays(today, later)].map((at) => taskStatus(one, at).code);
        if (now === "open-without-deadline") expect(then).toBe(now);
        else expect(order.indexOf(then!)).toBeGreaterThanOrEqual(order.indexOf(now!));
        const rank = (at: string) => {
          const found = taskWarnings(one, at, calendar).map((warning) => warning.code);
          return found.includes("overdue") ? 2 : found.includes("due-soon") ? 1 : 0;
        };
        expect(rank(addDays(today, later))).toBeGreaterThanOrEqual(rank(today));
      }),
      { numRuns: 500 },
    );
  });

  it("does not change any more once a task is done", () => {
    fc.assert(
      fc.property(anyTask, day, day, day, (one, completedOn, today, other) => {
        expect(taskStatus({ ...one, completedOn }, today)).toEqual(taskStatus({ ...one, completedOn }, other));
      }),
    );
  });

  it("names the original deadline beside the present one", () => {
    const extended = {
      deadline: parseDeadline("Quý IV/2026"),
      extensions: [{ before: parseDeadline("Trước ngày 30/6/2026"), changedOn: "2026-06-20", basis: "CV 15" }],
    };
    expect(taskStatus(extended, "2026-11-22")).toMatchObject({ due: "2026-12-31", originalDue: "2026-06-29" });
  });
});
