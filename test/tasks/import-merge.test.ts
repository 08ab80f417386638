import { describe, expect, it } from "vitest";
import { sampleFiles } from "../../samples/make.ts";
import { sampleProgramme } from "../../samples/programme.ts";
import {
  exportCsv,
  exportXlsx,
  importTable,
  mergeImport,
  type Programme,
  parseDeadline,
  type Task,
} from "../../shared/tasks/index.ts";
import { utf8 } from "./files.ts";

const sample = sampleProgramme("ubnd");
const bytesOf = (name: string) => new Uint8Array(Buffer.from(sampleFiles()[name]!));
const first = importTable({ name: "nhiem-vu.xlsx", bytes: bytesOf("nhiem-vu.xlsx") });
const empty: Programme = { ...sample, groups: [], tasks: [], targets: [] };

/** A programme with some of its tasks changed by others. */
function changed(programme: Programme, changes: Record<string, Partial<Task>>): Programme {
  return { ...programme, tasks: programme.tasks.map((task) => ({ ...task, ...changes[task.id] })) };
}

/** The exported workbook's cells as CSV lines, for editing by hand. */
function linesOf(programme: Programme): string[] {
  return new TextDecoder().decode(exportCsv(programme)).replace("\ufeff", "").trimEnd().split("\r\n");
}

const report = {
  percent: 60,
  on: "2026-12-01",
  result: "Đang lấy ý kiến",
  evidence: "",
  difficulties: "",
  proposals: "",
};

describe("importing the same table again", () => {
  const stored = { ...mergeImport(empty, first, "replace"), targets: sample.targets };

  it("changes nothing", () => {
    expect(JSON.stringify(mergeImport(stored, first, "replace"))).toBe(JSON.stringify(stored));
  });

  it("changes nothing of what others reported since: completion, progress, a new deadline", () => {
    const before = stored.tasks[3]!.deadline;
    const since = changed(stored, {
      t1: { completedOn: "2026-12-02" },
      t2: { progress: report },
      t4: {
        deadline: parseDeadline("Quý IV/2028"),
        extensions: [{ before, changedOn: "2026-12-03", basis: "Công văn số 9" }],
      },
    });
    expect(JSON.stringify(mergeImport(since, first, "replace"))).toBe(JSON.stringify(since));
  });

  it("leaves targets alone when the file has none, and columns that it does not have", () => {
    const file = utf8(`Nhiệm vụ,Cơ quan chủ trì\n${stored.tasks.map((task) => `"${task.name}",Sở Mới`).join("\n")}`);
    const merged = mergeImport(stored, importTable({ name: "a.csv", bytes: file }), "replace");
    expect(merged.targets).toEqual(stored.targets);
    expect(merged).toEqual(
      changed(stored, Object.fromEntries(stored.tasks.map((task) => [task.id, { leadAgency: "Sở Mới" }]))),
    );
  });
});

describe("a table with faults", () => {
  it("does not take away the tasks whose rows were refused", () => {
    const lines = [
      "TT,Nhiệm vụ,Cơ quan chủ trì,Thời gian",
      ...sample.tasks.map((task) => `${task.number},"${task.name}",Sở A,${task.number === "5" ? "31/2/2027" : ""}`),
    ];
    const result = importTable({ name: "a.csv", bytes: utf8(lines.join("\n")) });
    expect(result.refused).toHaveLength(1);
    const merged = mergeImport(sample, result, "replace");
    expect(merged.tasks.map(({ id }) => id)).toEqual(sample.tasks.map(({ id }) => id));
    expect(merged.tasks[4]).toEqual(sample.tasks[4]);
  });

  it("in every row of a long one takes seconds, not minutes", () => {
    const task = sample.tasks[0]!;
    const large: Programme = {
      ...empty,
      tasks: Array.from({ length: 3_000 }, (_, row) => ({ ...task, id: `t${row}`, name: `Việc số hóa thứ ${row}` })),
    };
    const lines = large.tasks.map(({ name }) => `${name};Sở Y tế;31/6/2026`);
    const file = utf8(`Nhiệm vụ;Cơ quan chủ trì;Thời hạn\n${lines.reverse().join("\n")}`);
    const result = importTable({ name: "a.csv", bytes: file });
    expect(result.unsound).toHaveLength(3_000);
    const from = performance.now();
    expect(mergeImport(large, result, "replace").tasks).toEqual(large.tasks);
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});

describe("an export that was worked on", () => {
  const stored = changed(sample, { t3: { progress: report }, t5: { completedOn: "2026-11-30" } });

  it("gives a renamed, renumbered task its identity, a new row a new one, a copied row too", () => {
    const lines = linesOf(stored);
    const at = lines.findIndex((line) => line.startsWith("2;"));
    const renamed = lines[at]!.replace(/^2;[^;]*;/, "99;Tên hoàn toàn khác;");
    const added = "100;Việc mới thêm;Sở Y tế;;;Quý I/2028";
    const copied = lines[at + 1]!.replace(/^3;/, "101;");
    lines.splice(at, 1, renamed, added);
    lines.push(copied);
    const result = importTable({ name: "a.csv", bytes: utf8(lines.join("\r\n")) });
    expect(result.refused).toEqual([]);
    expect(result.notes?.[0]).toContain("trùng mã nhiệm vụ");
    const merged = mergeImport(stored, result, "replace");
    expect(merged.tasks.find(({ id }) => id === "t2")).toMatchObject({ number: "99", name: "Tên hoàn toàn khác" });
    expect(merged.tasks).toHaveLength(stored.tasks.length + 2);
    const known = new Set(stored.tasks.map(({ id }) => id));
    expect(merged.tasks.filter(({ id }) => !known.has(id)).map(({ number }) => number)).toEqual(["100", "101"]);
  });

  it("opens a task again whose day of completion was emptied, and moves one under another group", () => {
    const lines = linesOf(stored);
    const five = lines.findIndex((line) => line.startsWith("5;"));
    lines[five] = lines[five]!.replace("30/11/2026", "");
    const three = lines.findIndex((line) => line.startsWith("3;"));
    const [moved] = lines.splice(three, 1);
    lines.push(moved!);
    const merged = mergeImport(stored, importTable({ name: "a.csv", bytes: utf8(lines.join("\n")) }), "replace");
    expect(merged.tasks.find(({ id }) => id === "t5")!.completedOn).toBeUndefined();
    expect(merged.tasks.at(-1)).toMatchObject({ id: "t3", groupId: sample.groups.at(-1)!.id, progress: report });
  });

  it("means nothing of another programme that has the same ids", () => {
    const other: Programme = {
      ...stored,
      id: "khac",
      tasks: stored.tasks.map((task) => ({ ...task, name: `Việc khác ${task.id}`, number: `K${task.number}` })),
    };
    const merged = mergeImport(other, importTable({ name: "a.xlsx", bytes: exportXlsx(stored) }), "add");
    expect(merged.tasks.slice(0, other.tasks.length)).toEqual(other.tasks);
    expect(merged.tasks).toHaveLength(other.tasks.length + stored.tasks.length);
    expect(new Set(merged.tasks.map(({ id }) => id)).size).toBe(merged.tasks.length);
  });
});
