import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import { applyEvents, diffProgrammes, type Programme, parseDeadline, type Task } from "../../shared/tasks/index.ts";
import { anyProgramme, programmeChangedTwice } from "./any-programme.ts";

const sample = () => sampleProgramme("ubnd");
const changed = (id: string, fields: Partial<Task>): Programme => {
  const programme = sample();
  return { ...programme, tasks: programme.tasks.map((task) => (task.id === id ? { ...task, ...fields } : task)) };
};
/** Kinds of events between the sample and a changed one, with the id they are of. */
const kinds = (programme: Programme) => diffProgrammes(sample(), programme).map(({ kind, id }) => `${kind} ${id}`);

describe("the events between two revisions", () => {
  it("lead from the first to the second, whatever was changed", () => {
    fc.assert(
      fc.property(anyProgramme, anyProgramme, (a, b) => {
        const before = structuredClone(a);
        expect(applyEvents(a, diffProgrammes(a, b))).toStrictEqual(b);
        expect(a).toStrictEqual(before);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(programmeChangedTwice, ([a, b]) => {
        expect(applyEvents(a, diffProgrammes(a, b))).toEqual(b);
      }),
      { numRuns: 300 },
    );
  });

  it("are none between a programme and itself, as events none are needed to keep it", () => {
    fc.assert(
      fc.property(anyProgramme, (a) => {
        expect(diffProgrammes(a, structuredClone(a))).toEqual([]);
        expect(applyEvents(a, [])).toEqual(a);
      }),
      { numRuns: 100 },
    );
    // A field that is there without a value is one that is not there.
    expect(kinds(changed("t3", { completedOn: undefined, progress: undefined }))).toEqual([]);
  });

  it("survive being stored as JSON", () => {
    fc.assert(
      fc.property(anyProgramme, anyProgramme, (a, b) => {
        const events = JSON.parse(JSON.stringify(diffProgrammes(a, b)));
        expect(applyEvents(a, events)).toEqual(b);
      }),
      { numRuns: 100 },
    );
  });

  it("speak the office's words", () => {
    expect(kinds(changed("t1", { name: "Tên khác" }))).toEqual(["rename t1"]);
    expect(kinds(changed("t1", { number: "1a" }))).toEqual(["renumber t1"]);
    expect(kinds(changed("t1", { leadAgency: "Sở A", coordinatingAgencies: "Sở B" }))).toEqual(["reassign t1"]);
    expect(kinds(changed("t1", { output: "Báo cáo" }))).toEqual(["output t1"]);
    expect(kinds(changed("t1", { completedOn: "2026-11-20" }))).toEqual(["complete t1"]);
    expect(kinds(changed("t1", { note: "Ghi chú", basis: "Căn cứ" }))).toEqual(["edit t1"]);
    expect(kinds(changed("t1", { groupId: "g3" }))).toEqual(["move t1"]);
    expect(kinds(changed("t6", { deadline: parseDeadline("Quý IV năm 2027") }))).toEqual(["extend t6"]);
    expect(kinds(changed("t6", { deadline: parseDeadline("Trước ngày 15/1/2027") }))).toEqual(["deadline t6"]);
    expect(kinds(changed("t6", { deadline: parseDeadline("Thường xuyên") }))).toEqual(["deadline t6"]);
    const done = changed("t1", { completedOn: "2026-11-20" });
    expect(diffProgrammes(done, sample())).toMatchObject([{ kind: "reopen", fields: [{ before: "2026-11-20" }] }]);
    expect(diffProgrammes(sample(), { ...sample(), period: "năm 2028" })).toMatchObject([
      { kind: "programme", subject: "programme", fields: [{ field: "period", after: "năm 2028" }] },
    ]);
    const [target] = sample().targets;
    const measured = { ...sample(), targets: [{ ...target!, actual: { value: 9, on: "2026-11-20", evidence: "" } }] };
    expect(diffProgrammes({ ...sample(), targets: [target!] }, measured)).toMatchObject([
      { kind: "progress", subject: "target", id: target!.id, fields: [{ field: "actual", after: { value: 9 } }] },
    ]);
  });

  it("are several when a task was changed in several ways, earlier deadlines going with the deadline", () => {
    const deadline = parseDeadline("Quý IV năm 2027");
    const extensions = [{ before: sample().tasks[5]!.deadline, changedOn: "2026-11-22", basis: "" }];
    const events = diffProgrammes(sample(), changed("t6", { name: "Tên khác", deadline, extensions, note: "x" }));
    expect(events.map(({ kind }) => kind).sort()).toEqual(["edit", "extend", "rename"]);
    expect(events.find(({ kind }) => kind === "extend")!.fields.map(({ field }) => field)).toEqual([
      "deadline",
      "extensions",
    ]);
  });

  it("of the sample's second revision are what its notice says", () => {
    expect(kinds(sampleRevision("ubnd")).filter((kind) => !kind.startsWith("edit"))).toEqual([
      "remove t23",
      "complete t1",
      "move t28",
      "extend t6",
      "rename t8",
      "extend t12",
      "output t16",
      "add t29",
      "reassign t20",
      "add t30",
      "reassign t26",
    ]);
  });

  it("move no more than was moved", () => {
    const programme = sample();
    const [first, second] = programme.tasks;
    const added = { ...first!, id: "moi" };
    expect(kinds({ ...programme, tasks: [added, ...programme.tasks] })).toEqual(["add moi"]);
    expect(kinds({ ...programme, tasks: programme.tasks.slice(1) })).toEqual(["remove t1"]);
    expect(kinds({ ...programme, tasks: [...programme.tasks.slice(1), first!] })).toEqual(["move t1"]);
    const [, ...others] = programme.tasks.toSpliced(20, 0, first!);
    const events = diffProgrammes(programme, { ...programme, tasks: others });
    expect(events).toMatchObject([{ kind: "move", id: "t1", after: "t20", fields: [] }]);
    expect(kinds({ ...programme, tasks: [second!, first!, ...programme.tasks.slice(2)] })).toHaveLength(1);
  });

  it("give a long name shortened", () => {
    const [event] = diffProgrammes(sample(), changed("t1", { name: `Rà soát ${"văn bản ".repeat(60)}` }));
    expect(event!.title).toMatch(/^Rà soát văn bản .*…$/);
    expect(event!.title.length).toBeLessThanOrEqual(120);
  });
});
