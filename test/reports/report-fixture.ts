import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import {
  type InputSources,
  nextWindow,
  type ReportPeriod,
  reportInput,
  reportWindow,
} from "../../shared/reports/index.ts";
import { type Programme, parseDeadline, type Task } from "../../shared/tasks/index.ts";

/** The period the sample is reported on. */
export const PERIOD: ReportPeriod = { kind: "quarter", year: 2027, quarter: 2 };

/** Days on which tasks of the sample were completed: before, in and after the window of the second quarter of 2027. */
const COMPLETED: Record<string, string> = {
  t1: "2026-11-20",
  t2: "2027-06-10",
  t5: "2027-01-12",
  t7: "2027-02-26",
  t9: "2027-04-20",
  t10: "2027-05-31",
  t12: "2027-06-14",
  t13: "2027-06-15",
  t16: "2027-03-15",
  t17: "2027-03-14",
  t21: "2027-05-05",
};

/** The sample programme in the middle of 2027: completions, progress, extensions, measured targets. */
export function reportedProgramme(): Programme {
  const programme = sampleRevision("to-chuc");
  const progress = (on: string, percent: number, difficulties = "", proposals = "") => ({
    percent,
    on,
    result: "Đã họp tổ công tác",
    evidence: "Biên bản ngày 03/5/2027",
    difficulties,
    proposals,
  });
  const more: Record<string, Partial<Task>> = {
    t3: { progress: progress("2027-05-20", 40) },
    t4: {
      progress: progress(
        "2027-06-01",
        60,
        "Một số xã vùng cao chưa có đường truyền ổn định,\nđội thi phải tập trung về phường An Thịnh",
        "Đề nghị Sở Khoa học và Công nghệ bố trí điểm thi tại chỗ",
      ),
    },
    t6: {
      extensions: [
        {
          before: parseDeadline("Quý I năm 2027"),
          changedOn: "2027-04-02",
          basis: "Thông báo số 31/TB-UBND ngày 02/4/2027",
        },
      ],
      progress: progress("2027-02-10", 30, "Chưa thống nhất được đơn giá | mức chi *tạm tính*"),
    },
    t8: { progress: progress("2027-06-20", 90, "Vướng mắc báo sau ngày chốt số liệu") },
    t14: {
      extensions: [
        { before: parseDeadline("Trước ngày 31/12/2026"), changedOn: "2027-01-05", basis: "" },
        { before: parseDeadline("Trước ngày 31/5/2027"), changedOn: "2027-07-01", basis: "Thông báo số 55/TB-UBND" },
      ],
    },
  };
  return {
    ...programme,
    tasks: programme.tasks.map((task) => ({
      ...task,
      ...more[task.id],
      ...(COMPLETED[task.id] === undefined ? { completedOn: undefined } : { completedOn: COMPLETED[task.id]! }),
    })),
    targets: programme.targets.map((target, index) => {
      if (index === 11) return { ...target, actual: { value: 1, on: "2027-07-01", evidence: "" } };
      if (target.value === undefined || index > 7) return target;
      const value = index % 3 === 0 ? target.value - 5.5 : target.value + 1;
      return { ...target, actual: { value, on: "2027-06-01", evidence: "" } };
    }),
  };
}

/** What the sample report of a period is computed from. */
export function sampleSources(period: ReportPeriod = PERIOD, previous = true): InputSources {
  const before: ReportPeriod = { kind: "quarter", year: 2027, quarter: 1 };
  const programme = reportedProgramme();
  return {
    window: reportWindow(period),
    next: nextWindow(period),
    programme,
    ...(previous
      ? {
          previous: {
            window: reportWindow(before),
            // One task fewer than now, one that is gone since.
            programme: {
              ...programme,
              revision: 1,
              tasks: [
                ...programme.tasks.filter((task) => task.id !== "t30"),
                sampleProgramme("to-chuc").tasks.find((task) => task.id === "t23")!,
              ],
            },
          },
        }
      : {}),
  };
}

/** The sample's input. */
export const sampleInput = (period?: ReportPeriod, previous?: boolean) => reportInput(sampleSources(period, previous));

/** A programme of many tasks by many agencies, for bounds and speed. */
export function largeProgramme(count: number): Programme {
  const base = reportedProgramme();
  const agencies = Array.from({ length: 60 }, (_, index) => `Ủy ban nhân dân xã số ${index + 1}`);
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
  const tasks = Array.from({ length: count }, (_, index): Task => {
    const like = base.tasks[index % base.tasks.length]!;
    const due = day((index * 37) % 700);
    const done = index % 5 < 2 ? day((index * 53) % 360) : undefined;
    const { progress: _progress, extensions: _extensions, completedOn: _completed, ...rest } = like;
    return {
      ...rest,
      id: `nv-${index + 1}`,
      number: String(index + 1),
      groupId: base.groups[index % base.groups.length]!.id,
      leadAgency: agencies[(index * 7) % agencies.length]!,
      deadline:
        index % 11 === 0 ? parseDeadline("Thường xuyên") : { text: `Trước ngày ${due}`, kind: "before", to: due },
      ...(done === undefined ? {} : { completedOn: done }),
    };
  });
  return { ...base, tasks };
}
