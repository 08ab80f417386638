import { describe, expect, it } from "vitest";
import { SAMPLE_APPENDIX_TITLE, SAMPLE_LETTER } from "../../samples/plan.ts";
import { SAMPLE_AMENDMENT_BASIS, sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { amendedAppendix, changesBeyondTasks, compareRevisions } from "../../shared/amendments/index.ts";
import { parseDescription } from "../../shared/documents/index.ts";
import { parseDeadline, type Task } from "../../shared/tasks/index.ts";

const from = sampleProgramme("ubnd");
const to = sampleRevision("ubnd");
const basis = SAMPLE_AMENDMENT_BASIS;

describe("comparing two revisions", () => {
  it("finds every change, in the order of the newer revision, with its note", () => {
    const rows = compareRevisions(from, to, { basis, appendix: "Phụ lục II" });
    expect(rows.map((row) => [row.group?.number, row.taskId, row.kinds.join("+"), row.note])).toEqual([
      ["I", "t1", "completed", "Nhiệm vụ đã hoàn thành ngày 20/11/2026"],
      ["I", "t28", "moved", `Chuyển sang nhóm I theo ${basis}`],
      ["II", "t6", "deadline", `Điều chỉnh lại thời gian hoàn thành theo ${basis}`],
      ["II", "t8", "renamed", `Nhiệm vụ số 08 Phụ lục II cập nhật lại tên theo ${basis}`],
      ["III", "t12", "deadline", `Điều chỉnh lại thời gian hoàn thành theo ${basis}`],
      ["IV", "t16", "output", `Điều chỉnh sản phẩm đầu ra theo ${basis}`],
      ["IV", "t29", "added", `Nhiệm vụ bổ sung theo ${basis}`],
      ["V", "t20", "leadAgency", `Điều chỉnh cơ quan chủ trì theo ${basis}`],
      ["V", "t23", "removed", `Đưa ra khỏi danh mục nhiệm vụ theo ${basis}`],
      ["V", "t30", "added", `Nhiệm vụ bổ sung theo ${basis}`],
      ["VI", "t26", "coordinatingAgencies", `Điều chỉnh cơ quan phối hợp theo ${basis}`],
    ]);
    const renamed = rows.find((row) => row.taskId === "t8")!;
    expect(renamed.changes).toEqual([
      { field: "name", before: from.tasks[7]!.name, after: to.tasks.find((task) => task.id === "t8")!.name },
      {
        field: "basis",
        before: "Thông báo số 96/TB-UBND ngày 15/9/2026 của UBND tỉnh",
        after: "Thông báo số 118/TB-UBND ngày 18/11/2026 của UBND tỉnh",
      },
    ]);
  });

  it("finds nothing between a revision and itself, nor in new numbers and spaces", () => {
    expect(compareRevisions(from, from)).toEqual([]);
    const renumbered = from.tasks.map((task, index) => ({
      ...task,
      number: String(index + 101),
      name: ` ${task.name.replace(" ", "\n")}`,
    }));
    expect(compareRevisions(from, { ...from, tasks: renumbered })).toEqual([]);
  });

  it("names the basis once when a task changes in several ways", () => {
    const [task] = from.tasks;
    const changed = { ...task!, name: "Tên mới", leadAgency: "Sở khác", deadline: parseDeadline("Quý I/2027") };
    const [row] = compareRevisions(
      from,
      { ...from, tasks: [changed, ...from.tasks.slice(1)] },
      { basis: "Kế hoạch số 5" },
    );
    expect(row!.kinds).toEqual(["renamed", "deadline", "leadAgency"]);
    expect(row!.note).toBe(
      "Nhiệm vụ số 01 Phụ lục cập nhật lại tên; điều chỉnh lại thời gian hoàn thành; điều chỉnh cơ quan chủ trì theo Kế hoạch số 5",
    );
  });

  it("uses the office's own wording", () => {
    const rows = compareRevisions(from, to, { basis, wording: { added: "Bổ sung mới ({basis})" } });
    expect(rows.find((row) => row.taskId === "t29")!.note).toBe(`Bổ sung mới (${basis})`);
  });
});

describe("what a list imported anew gives other ids", () => {
  it("is no task dropped and added when its name is the same", () => {
    const tasks = from.tasks.map((task) =>
      task.id === "t8" ? { ...task, id: "moi", leadAgency: "Sở Tư pháp" } : task,
    );
    const rows = compareRevisions(from, { ...from, tasks, revision: 2 }, { basis });
    expect(rows.map((row) => [row.taskId, row.kinds, row.before?.id])).toEqual([["moi", ["leadAgency"], "t8"]]);
    expect(
      compareRevisions(from, { ...from, tasks: from.tasks.map((task) => ({ ...task, id: `x${task.id}` })) }),
    ).toEqual([]);
  });

  it("is no task moved when its group only bears another name", () => {
    const groups = from.groups.map((group, index) => (index === 1 ? { ...group, id: "moi", name: "Tên khác" } : group));
    const old = from.groups[1]!;
    const tasks = from.tasks.map((task) => (task.groupId === old.id ? { ...task, groupId: "moi" } : task));
    const next = { ...from, groups, tasks };
    expect(compareRevisions(from, next)).toEqual([]);
    expect(changesBeyondTasks(from, next)).toEqual([`Nhóm ${old.number} đổi tên từ “${old.name}” thành “Tên khác”.`]);
  });
});

describe("notes on tasks without group or number", () => {
  const only = (change: (task: Task) => Task) =>
    compareRevisions(from, { ...from, tasks: from.tasks.map((task, index) => (index === 0 ? change(task) : task)) });

  it("name the heading that such tasks stand under, or no number at all", () => {
    expect(only(({ groupId: _, ...task }) => task)[0]!.note).toBe("Chuyển sang nhóm “Nhiệm vụ khác”");
    const unnumbered = { ...from, tasks: from.tasks.map((task) => ({ ...task, number: "" })) };
    const renamed = {
      ...unnumbered,
      tasks: unnumbered.tasks.map((task, index) => (index ? task : { ...task, name: "Tên mới" })),
    };
    expect(compareRevisions(unnumbered, renamed, { appendix: "Phụ lục II" })[0]!.note).toBe(
      "Nhiệm vụ Phụ lục II cập nhật lại tên",
    );
    const lettered = { ...from, tasks: from.tasks.map((task) => ({ ...task, number: "a" })) };
    const other = {
      ...lettered,
      tasks: lettered.tasks.map((task, index) => (index ? task : { ...task, name: "Tên mới" })),
    };
    expect(compareRevisions(lettered, other)[0]!.note).toBe("Nhiệm vụ số a Phụ lục cập nhật lại tên");
  });
});

describe("the amended appendix", () => {
  it("is a document of its own with a landscape table, groups and the notes in the last column", () => {
    const rows = compareRevisions(from, to, { basis });
    const letter = { ...SAMPLE_LETTER, number: "512", date: "2026-11-24" };
    const description = amendedAppendix(rows, { letter, title: SAMPLE_APPENDIX_TITLE });
    expect(parseDescription(JSON.parse(JSON.stringify(description)))).toEqual(description);
    const [appendix] = description.appendices!;
    expect(description.kind).toBe("PL");
    expect(appendix).toMatchObject({
      orientation: "landscape",
      attachedTo: "(Kèm theo Công văn số 512/UBND-KGVX ngày 24 tháng 11 năm 2026 của Ủy ban nhân dân tỉnh Hương Giang)",
    });
    const table = appendix!.table!;
    expect(table.columns.at(-1)!.header).toBe("Nội dung điều chỉnh");
    expect(table.rows.filter((row) => "group" in row)).toHaveLength(6);
    const cells = table.rows.flatMap((row) => ("cells" in row ? [row.cells] : []));
    expect(cells.map((row) => row[0])).toEqual(rows.map((_, index) => String(index + 1)));
    expect(cells.map((row) => row.at(-1))).toEqual(rows.map((row) => row.note));
  });
});
