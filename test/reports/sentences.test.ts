import { describe, expect, it } from "vitest";
import {
  computeReport,
  nextWindow,
  parsePeriod,
  plain,
  reportInput,
  reportWindow,
} from "../../shared/reports/index.ts";
import type { Programme, Task } from "../../shared/tasks/index.ts";
import { reportedProgramme, sampleInput } from "./report-fixture.ts";

/** What a report over a few tasks says: "+" done in time, "!" done late, "." open in time, "x" overdue, "~" without a deadline. */
function said(tasks: string, options: { period?: string; before?: string } = {}): string[] {
  const period = parsePeriod(options.period ?? "2026-Q2");
  const window = reportWindow(period);
  const programme = (marks: string): Programme => ({
    ...reportedProgramme(),
    title: "Chương trình số 1",
    groups: [],
    targets: [],
    tasks: [...marks].map((mark, index): Task => {
      const to = mark === "x" ? "2026-05-01" : mark === "!" ? "2026-04-01" : "2026-12-31";
      const { extensions: _extensions, progress: _progress, groupId: _group, ...task } = reportedProgramme().tasks[0]!;
      return {
        ...task,
        id: `t${index}`,
        number: String(index + 1),
        deadline: mark === "~" ? { text: "Thường xuyên", kind: "recurring" } : { text: "", kind: "before", to },
        completedOn: mark === "+" || mark === "!" ? "2026-05-05" : undefined,
      };
    }),
  });
  const report = computeReport(
    reportInput({
      window,
      next: nextWindow(period),
      programme: programme(tasks),
      ...(options.before === undefined
        ? {}
        : {
            previous: {
              window: { ...reportWindow(parsePeriod("2026-Q1")), to: "2026-06-01" },
              programme: programme(options.before),
            },
          }),
    }),
  );
  return report.sections.flatMap(({ sentences }) => sentences.map(({ parts }) => plain(parts)));
}

describe("sentences", () => {
  it("say nothing of what is not there", () => {
    const sentences = said("");
    expect(sentences[0]).toBe("Chương trình số 1 chưa có nhiệm vụ nào.");
    expect(sentences).toContain("Tính đến ngày 14/6/2026, không có nhiệm vụ nào quá hạn.");
    expect(sentences).toContain("Không có nhiệm vụ nào được báo cáo có khó khăn, vướng mắc.");
    expect(sentences.join()).not.toContain("Trong số nhiệm vụ");
  });

  it("say all, none and one as a person would", () => {
    expect(said("+++")[0]).toBe(
      "Tính đến ngày 14/6/2026, Chương trình số 1 có tổng số 03 nhiệm vụ và đã hoàn thành toàn bộ (đạt 100%).",
    );
    expect(said("+++")[1]).toBe("Toàn bộ 03 nhiệm vụ đã hoàn thành đều đúng hạn.");
    expect(said("..")[0]).toBe(
      "Tính đến ngày 14/6/2026, Chương trình số 1 có tổng số 02 nhiệm vụ, tất cả đang được thực hiện, chưa có nhiệm vụ nào hoàn thành.",
    );
    expect(said("+")[0]).toBe("Tính đến ngày 14/6/2026, Chương trình số 1 có 01 nhiệm vụ và đã hoàn thành.");
    expect(said("+.")[1]).toBe("Nhiệm vụ đã hoàn thành là nhiệm vụ đúng hạn.");
    expect(said("x.")).toContain(
      "Tính đến ngày 14/6/2026, có 01 nhiệm vụ quá hạn (chiếm 50% tổng số nhiệm vụ), đã quá hạn 44 ngày.",
    );
    expect(said("!!")).toContain(
      "Trong kỳ báo cáo (từ ngày 15/3/2026 đến ngày 14/6/2026), có 02 nhiệm vụ được hoàn thành nhưng đều quá hạn.",
    );
  });

  it("join what there is with commas and và", () => {
    expect(said("+!..x~~")[1]).toBe("Trong số nhiệm vụ đã hoàn thành, có 01 nhiệm vụ đúng hạn và 01 nhiệm vụ quá hạn.");
    expect(said("+!..x~~")[2]).toBe(
      "Trong số nhiệm vụ đang thực hiện, có 02 nhiệm vụ còn trong hạn (chiếm 28,6% tổng số), 01 nhiệm vụ đã quá hạn (chiếm 14,3% tổng số) và 02 nhiệm vụ thường xuyên hoặc không quy định thời hạn (chiếm 28,5% tổng số).",
    );
  });

  it("compare with the period before: more, fewer, the same", () => {
    expect(said("++.x", { before: "+xx" })).toContain(
      "So với kỳ trước (quý I năm 2026): tổng số nhiệm vụ tăng 01 nhiệm vụ (từ 03 lên 04); số nhiệm vụ đã hoàn thành tăng 01 nhiệm vụ (từ 01 lên 02); số nhiệm vụ quá hạn giảm 01 nhiệm vụ (từ 02 xuống 01).",
    );
    expect(said("..", { before: ".." })).toContain(
      "So với kỳ trước (quý I năm 2026): tổng số nhiệm vụ không thay đổi (02 nhiệm vụ); số nhiệm vụ đã hoàn thành không thay đổi (không có nhiệm vụ nào); số nhiệm vụ quá hạn không thay đổi (không có nhiệm vụ nào).",
    );
    expect(said("..").join()).not.toContain("So với");
  });

  it("never leave a gap where a figure or word belongs", () => {
    for (const marks of ["", "+", ".", "x", "!", "~", "+.", "x!", "++xx..~~!!", "xx", "~~"])
      for (const period of ["2026-05", "2026-6M", "2026"])
        for (const sentence of said(marks, { period, before: "." })) {
          expect(sentence).not.toMatch(/[{}\u0001\u0002]|undefined|NaN| {2}| [,.;:]/);
          expect(sentence).toMatch(/[.):]$/);
        }
  });

  it("carry the id of each figure", () => {
    const report = computeReport(sampleInput());
    const first = report.sections[1]!.sentences[0]!.parts;
    expect(first.filter((part) => typeof part !== "string").map((part) => part.figure)).toEqual([
      "total",
      "done",
      "share.done",
      "open",
      "share.open",
    ]);
  });
});
