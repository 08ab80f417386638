import { describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { changesBeyondTasks, compareRevisions, letterTexts, proposeInstrument } from "../../shared/amendments/index.ts";
import { parseBlocks } from "../../shared/documents/index.ts";
import { type Programme, parseDeadline, type Task } from "../../shared/tasks/index.ts";

const from = sampleProgramme("ubnd");
const tasks = from.tasks.length;

function proposed(
  change: (task: Task, index: number) => Partial<Task>,
  context: { amended?: "KH"; ruleSet?: "hd05" } = {},
) {
  const to: Programme = { ...from, tasks: from.tasks.map((task, index) => ({ ...task, ...change(task, index) })) };
  return proposeInstrument(compareRevisions(from, to), { tasks, ...context });
}

describe("the proposed instrument", () => {
  it("is a correction by letter where only the writing was wrong", () => {
    const slips = proposed((task, index) => {
      if (index === 0) return { name: task.name.replace("số", "sồ") };
      if (index === 1) return { leadAgency: task.leadAgency.toLocaleUpperCase("vi") };
      if (index === 2) return { name: `${task.name}.` };
      return {};
    });
    expect(slips).toMatchObject({ instrument: "correction", exchange: "update", form: "CV", changed: 3, slips: 3 });
    expect(slips.reason).toContain("khoản 3 Điều 18 Nghị định 30/2020/NĐ-CP");
    expect(slips.reason).toContain("công văn");
  });

  it("takes another figure, date or agency for content", () => {
    expect(
      proposed((_, index) => (index === 0 ? { deadline: parseDeadline("Trước ngày 31/12/2028") } : {})),
    ).toMatchObject({
      instrument: "amendment",
      slips: 0,
    });
    expect(proposed((task, index) => (index === 0 ? { output: `${task.output} 5` } : {})).instrument).toBe("amendment");
    expect(proposed((_, index) => (index === 0 ? { leadAgency: "Sở Nội vụ" } : {})).instrument).toBe("amendment");
  });

  it("is an amendment of equivalent form for a part, a replacement for more than half", () => {
    const part = proposeInstrument(compareRevisions(from, sampleRevision("ubnd")), { tasks, amended: "KH" });
    expect(part).toMatchObject({ instrument: "amendment", exchange: "update", form: "KH", changed: 11 });
    expect(part.reason).toContain("hình thức tương đương (kế hoạch)");
    const most = proposed((_, index) => (index % 3 === 0 ? {} : { leadAgency: "Sở mới" }), { amended: "KH" });
    expect(most).toMatchObject({ instrument: "replacement", exchange: "replace" });
    expect(most.share).toBeGreaterThan(0.5);
    expect(proposed((_, index) => (index === 0 ? { output: "Khác" } : {}), { ruleSet: "hd05" }).clause).toContain(
      "khoản 2 Điều 2",
    );
  });
});

describe("the letter's first text", () => {
  it("counts the rows and names what is amended and why", () => {
    const rows = compareRevisions(from, sampleRevision("ubnd"), { basis: "Thông báo số 118/TB-UBND ngày 18/11/2026" });
    const { subject, body } = letterTexts(rows, {
      instrument: "amendment",
      organisation: "Ủy ban nhân dân tỉnh Hương Giang",
      programme: "Chương trình nhiệm vụ chuyển đổi số",
      amended: "Kế hoạch số 32/KH-UBND ngày 20/11/2026",
      letter: "Công văn",
    });
    expect(subject).toBe("điều chỉnh, bổ sung danh mục nhiệm vụ thuộc Chương trình nhiệm vụ chuyển đổi số");
    expect(body).toContain("Thực hiện Thông báo số 118/TB-UBND, Ủy ban nhân dân tỉnh Hương Giang điều chỉnh, bổ sung");
    expect(body).toContain("ban hành kèm theo Kế hoạch số 32/KH-UBND ngày 20/11/2026");
    expect(body).toContain("- Bổ sung 02 nhiệm vụ.");
    expect(body).toContain("- Điều chỉnh thời gian hoàn thành 02 nhiệm vụ.");
  });

  it("says the signs of a title instead of obeying them", () => {
    const { body } = letterTexts([], {
      instrument: "amendment",
      organisation: "Ủy ban nhân dân tỉnh Hương Giang",
      programme: "Chương trình *thí điểm* [^1]",
      letter: "Công văn",
    });
    const [opening] = parseBlocks(body);
    expect(JSON.stringify(opening)).toContain("thuộc Chương trình *thí điểm* [^1] như sau:");
  });

  it("is told what differs besides the tasks", () => {
    const [group, ...groups] = from.groups;
    const to = {
      ...from,
      title: "Tên mới",
      groups: [{ ...group!, name: "Nhóm mới" }, ...groups],
      targets: from.targets.slice(1),
    };
    expect(changesBeyondTasks(from, to)).toHaveLength(3);
    expect(changesBeyondTasks(from, from)).toEqual([]);
  });
});
