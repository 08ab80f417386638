import { describe, expect, it } from "vitest";
import {
  canonicalJson,
  computeReport,
  nextWindow,
  type Report,
  reportInput,
  reportWindow,
} from "../../shared/reports/index.ts";
import { parseDeadline, type Task } from "../../shared/tasks/index.ts";
import { largeProgramme, reportedProgramme, sampleInput } from "./report-fixture.ts";

const figure = (report: Report, id: string) => report.figures.find((one) => one.id === id)!.value;
const CLOSE = "2027-06-14";
const OPEN = "2027-03-15";

/** Last allowed day of a task, told apart from the program's own way: extensions after the close undone by hand. */
function dueOf(task: Task): string | undefined {
  let deadline = task.deadline;
  for (const change of [...(task.extensions ?? [])].reverse()) if (change.changedOn > CLOSE) deadline = change.before;
  return deadline.kind === "before" || deadline.kind === "within" ? deadline.to : undefined;
}

describe("figures of a report", () => {
  const report = computeReport(sampleInput());
  const { tasks } = reportedProgramme();

  it("count what a plain loop over the tasks counts", () => {
    const counted: Record<string, number> = {};
    const add = (id: string) => {
      counted[id] = (counted[id] ?? 0) + 1;
    };
    for (const task of tasks) {
      const due = dueOf(task);
      const done = task.completedOn !== undefined && task.completedOn <= CLOSE;
      add("total");
      add(done ? "done" : "open");
      if (due === undefined) add(done ? "status.done-without-deadline" : "status.open-without-deadline");
      else if (done) add(task.completedOn! <= due ? "status.done-in-time" : "status.done-late");
      else add(CLOSE <= due ? "status.open-in-time" : "status.open-overdue");
      if (done && task.completedOn! >= OPEN) add("window.done");
      if (due !== undefined && due >= OPEN && due <= CLOSE) add("window.due");
      if (!done && due !== undefined && due > CLOSE && due <= "2027-09-14") add("next.due");
      if (!done && task.deadline.kind === "recurring") add("next.recurring");
      if ((task.extensions ?? []).some((change) => change.changedOn <= CLOSE)) add("extended");
    }
    for (const [id, value] of Object.entries(counted)) expect([id, figure(report, id)]).toEqual([id, value]);
    expect(counted["status.open-overdue"]).toBeGreaterThan(0);
    expect(counted["window.done"]).toBeGreaterThan(0);
  });

  it("take what was completed, extended or reported after the close as not yet done", () => {
    // t13 was completed the day after; t14 was given more time in July; t8 reported its difficulty on 20 June.
    expect(report.figures.find(({ id }) => id === "status.open-overdue")!.tasks).toEqual(
      expect.arrayContaining(["t13", "t14"]),
    );
    expect(report.figures.find(({ id }) => id === "difficulties")!.tasks).toEqual(["t4", "t6"]);
    // t12 was completed on the closing day, t16 on the opening day, t17 the day before it.
    expect(report.figures.find(({ id }) => id === "window.done")!.tasks).toEqual(
      expect.arrayContaining(["t12", "t16"]),
    );
    expect(report.figures.find(({ id }) => id === "window.done")!.tasks).not.toContain("t17");
    const target = sampleInput().programme.targets[11]!;
    expect(report.figures.some(({ id }) => id === `target.${target.id}.actual`)).toBe(false);
  });

  it("count the days of each overdue task from its deadline to the close, the longest first", () => {
    const rows = report.sections.find(({ id }) => id === "overdue")!.tables[0]!.rows;
    const days = rows.map((row) => figure(report, `overdue-days.${"taskId" in row ? row.taskId : ""}`));
    expect(days).toEqual([...days].sort((a, b) => b - a));
    for (const row of rows) {
      if (!("taskId" in row)) continue;
      const due = dueOf(tasks.find(({ id }) => id === row.taskId)!)!;
      expect(figure(report, `overdue-days.${row.taskId}`)).toBe((Date.parse(CLOSE) - Date.parse(due)) / 86_400_000);
    }
  });

  it("compare with the close of the period before, with the tasks that make the difference", () => {
    const before = reportedProgramme().tasks.filter(
      (task) => task.id !== "t30" && (task.completedOn ?? "9") <= "2027-03-14",
    );
    expect(figure(report, "previous.done")).toBe(before.length);
    expect(figure(report, "change.done")).toBe(figure(report, "done") - before.length);
    // One came (t30), one went (t23): as many as before, but not the same.
    const total = report.figures.find(({ id }) => id === "change.total")!;
    expect([total.value, total.tasks]).toEqual([0, ["t30", "t23"]]);
  });

  it("show the original deadline beside the current one", () => {
    const table = report.sections.find(({ id }) => id === "extended")!.tables[0]!;
    const row = table.rows.find((one) => "taskId" in one && one.taskId === "t6")!;
    expect("cells" in row && row.cells.slice(3, 5)).toEqual([["Quý I năm 2027"], ["Quý II năm 2027"]]);
  });

  it("judge targets by their sign and what was measured by the close", () => {
    const planned = sampleInput().programme.targets;
    let reached = 0;
    for (const { value, comparison, actual } of planned) {
      if (value === undefined || actual === undefined || actual.on > CLOSE || comparison === "none") continue;
      const is = actual.value;
      if (
        comparison.startsWith("<")
          ? is < value || (comparison === "<=" && is === value)
          : is > value || (comparison !== ">" && is === value)
      )
        reached += 1;
    }
    expect(figure(report, "targets.reached")).toBe(reached);
    expect(
      figure(report, "targets.reached") + figure(report, "targets.missed") + figure(report, "targets.unknown"),
    ).toBe(planned.length);
  });

  it("cite in sentences and tables only figures that are there, as they are", () => {
    const known = new Map(report.figures.map((figure) => [figure.id, figure]));
    const parts = [
      ...report.sections.flatMap(({ sentences }) => sentences.flatMap((sentence) => sentence.parts)),
      ...report.sections.flatMap(({ tables }) =>
        tables.flatMap(({ rows }) => rows.flatMap((row) => ("cells" in row ? row.cells.flat() : []))),
      ),
    ];
    let cited = 0;
    for (const part of parts) {
      if (typeof part === "string") continue;
      cited += 1;
      const digits = Number(
        part.text
          .replaceAll(".", "")
          .replace(",", ".")
          .replace(/[^\d.]/g, ""),
      );
      expect([part.figure, digits]).toEqual([part.figure, Math.abs(known.get(part.figure)!.value)]);
    }
    expect(cited).toBeGreaterThan(150);
  });
});

describe("of any programme", () => {
  it("shares add up to 100, statuses, agencies and groups to the whole", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
    for (let round = 0; round < 120; round += 1) {
      const base = reportedProgramme();
      const tasks = base.tasks.slice(0, round === 0 ? 0 : 1 + random(29)).map((task): Task => {
        const to = day(random(700));
        const { extensions: _extensions, progress: _progress, ...rest } = task;
        return {
          ...rest,
          groupId: random(9) === 0 ? undefined : task.groupId,
          leadAgency: random(7) === 0 ? "" : `Sở ${random(6)}`,
          completedOn: random(2) === 0 ? day(random(700)) : undefined,
          deadline: random(4) === 0 ? parseDeadline("Thường xuyên") : { text: to, kind: "before", to },
        };
      });
      const period = { kind: "month", year: 2026, month: 1 + random(12) } as const;
      const report = computeReport(
        reportInput({ window: reportWindow(period), next: nextWindow(period), programme: { ...base, tasks } }),
      );
      const sum = (test: RegExp) =>
        report.figures.filter(({ id }) => test.test(id)).reduce((all, { value }) => all + value, 0);
      const tenths = (test: RegExp) => Math.round(sum(test) * 10);
      expect(sum(/^status\./)).toBe(tasks.length);
      expect(sum(/^agency\.\d+\.total$/)).toBe(tasks.length);
      expect(sum(/^agency\.\d+\.(done|open|overdue)$/)).toBe(tasks.length);
      expect(sum(/^group\.\d+\.total$/)).toBe(tasks.length);
      expect(tenths(/^share\.(done|open)-/)).toBe(tasks.length === 0 ? 0 : 1000);
      expect(tenths(/^share\.(done|open)$/)).toBe(tasks.length === 0 ? 0 : 1000);
      expect(tenths(/^share\.done-/)).toBe(tenths(/^share\.done$/));
      for (const { value, tasks: behind, unit } of report.figures)
        if (unit === "nhiệm vụ") expect(behind.length).toBe(value);
    }
  });

  it("the same input gives the same report to the byte, whatever the order of its keys", () => {
    const input = sampleInput();
    const shuffled = JSON.parse(canonicalJson(input)) as typeof input;
    expect(canonicalJson(computeReport(shuffled))).toBe(canonicalJson(computeReport(input)));
  });

  it("nothing is changed in what it is computed from", () => {
    const input = sampleInput();
    const before = canonicalJson(input);
    computeReport(input);
    expect(canonicalJson(input)).toBe(before);
  });

  it("long lists are cut with a word about it, and all the tasks stay behind the figures", () => {
    const period = { kind: "year", year: 2026 } as const;
    const report = computeReport(
      reportInput({ window: reportWindow(period), next: nextWindow(period), programme: largeProgramme(3000) }),
    );
    const overdue = report.figures.find(({ id }) => id === "status.open-overdue")!;
    expect(overdue.tasks.length).toBe(overdue.value);
    const table = report.sections.find(({ id }) => id === "overdue")!.tables[0]!;
    expect(table.rows).toHaveLength(250);
    expect(table.caption).toContain(`250 nhiệm vụ đầu trong tổng số ${overdue.value} nhiệm vụ`);
    expect(table.appendix).toBe("Phụ lục II");
  });
});
