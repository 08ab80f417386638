import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleProgramme } from "../../samples/programme.ts";
import { applyEvents, diffProgrammes, mergeProgrammes, type Programme, type Task } from "../../shared/tasks/index.ts";
import { programmeChangedTwice } from "./any-programme.ts";

const base = sampleProgramme("ubnd");
const edited = (id: string, fields: Partial<Task>, of: Programme = base): Programme => ({
  ...of,
  tasks: of.tasks.map((task) => (task.id === id ? { ...task, ...fields } : task)),
});
const without = (id: string, of: Programme = base) => ({ ...of, tasks: of.tasks.filter((task) => task.id !== id) });
const taskIn = (programme: Programme, id: string) => programme.tasks.find((task) => task.id === id);

describe("merging two changes of one programme", () => {
  it("takes the only change there is", () => {
    fc.assert(
      fc.property(programmeChangedTwice, ([a, b]) => {
        for (const merged of [mergeProgrammes(a, b, a), mergeProgrammes(a, a, b), mergeProgrammes(a, b, b)]) {
          const homeless = merged.conflicts.filter(({ field }) => field !== "groupId");
          expect(homeless).toEqual([]);
          expect(merged.programme).toEqual(b);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("keeps what one side changed of a file that both have", () => {
    const file = { sha256: "a".repeat(64), name: "a.pdf", contentType: "application/pdf", bytes: 1, by: "Thuận" };
    const { id } = base.tasks[0]!;
    const on = (addedOn: string) => edited(id, { files: [{ ...file, addedOn }] });
    const merged = [
      mergeProgrammes(on("2026-01-01"), on("2026-01-02"), on("2026-01-01")),
      mergeProgrammes(on("2026-01-01"), on("2026-01-01"), on("2026-01-02")),
    ];
    for (const { programme } of merged) expect(taskIn(programme, id)?.files?.[0]?.addedOn).toBe("2026-01-02");
  });

  it("loses nothing of either side where it finds no conflict", () => {
    fc.assert(
      fc.property(programmeChangedTwice, ([a, mine, theirs]) => {
        const { programme, conflicts } = mergeProgrammes(a, mine, theirs);
        const contested = new Set(conflicts.map(({ subject, id }) => `${subject} ${id}`));
        for (const [side, opposite] of [
          [mine, theirs],
          [theirs, mine],
        ] as const) {
          for (const event of diffProgrammes(a, side)) {
            if (contested.has(`${event.subject} ${event.id}`)) continue;
            for (const { field, before, after } of event.fields) {
              const thing = [programme, ...programme.groups, ...programme.tasks, ...programme.targets].find(
                (one) => one.id === event.id,
              ) as Record<string, unknown> | undefined;
              // Extensions follow the deadline of whoever changed it; files are a set that both may change.
              if (field === "files") {
                const [old, own, all] = [before, after, thing?.files].map(
                  (files) => new Set(((files ?? []) as { sha256: string }[]).map(({ sha256 }) => sha256)),
                ) as [Set<string>, Set<string>, Set<string>];
                for (const one of own) if (!old.has(one)) expect([...all]).toContain(one);
                for (const one of old) if (!own.has(one)) expect([...all]).not.toContain(one);
              } else if (field !== "extensions") expect(thing?.[field]).toEqual(after);
            }
            const inBoth = opposite.tasks.some(({ id }) => id === event.id);
            if (event.kind === "remove" && event.subject === "task" && !inBoth)
              expect(taskIn(programme, event.id)).toBeUndefined();
          }
        }
        expect(new Set(programme.tasks.map(({ id }) => id)).size).toBe(programme.tasks.length);
      }),
      { numRuns: 200 },
    );
  });

  it("joins changes of different tasks and of different fields of one task", () => {
    const mine = edited("t3", { note: "Của tôi" }, edited("t5", { leadAgency: "Sở A" }));
    const theirs = { ...edited("t3", { output: "Của họ" }, edited("t9", { number: "9a" })), revision: 4 };
    const { programme, conflicts } = mergeProgrammes(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(programme.revision).toBe(4);
    expect(taskIn(programme, "t3")).toMatchObject({ note: "Của tôi", output: "Của họ" });
    expect(taskIn(programme, "t5")!.leadAgency).toBe("Sở A");
    expect(taskIn(programme, "t9")!.number).toBe("9a");
    expect(diffProgrammes(base, programme)).toHaveLength(4);
  });

  it("names task, field and both values where both changed the same", () => {
    const { conflicts } = mergeProgrammes(base, edited("t3", { note: "Một" }), edited("t3", { note: "Hai" }));
    const { name, note } = taskIn(base, "t3")!;
    expect(conflicts).toMatchObject([
      { subject: "task", id: "t3", field: "note", base: note, mine: "Một", theirs: "Hai" },
    ]);
    expect(name.startsWith(conflicts[0]!.title.slice(0, 40))).toBe(true);
    expect(mergeProgrammes(base, edited("t3", { note: "Một" }), edited("t3", { note: "Một" })).conflicts).toEqual([]);
    const titles = mergeProgrammes(base, { ...base, title: "Một" }, { ...base, title: "Hai" }).conflicts;
    expect(titles).toMatchObject([{ subject: "programme", field: "title", mine: "Một", theirs: "Hai" }]);
  });

  it("does not let a removed task be edited, nor an edited one be removed", () => {
    const edit = edited("t3", { note: "Một" });
    const mineRemoved = mergeProgrammes(base, without("t3"), edit).conflicts;
    expect(mineRemoved).toMatchObject([{ id: "t3", field: "removed", mine: undefined, theirs: { note: "Một" } }]);
    const theyRemoved = mergeProgrammes(base, edit, without("t3")).conflicts;
    expect(theyRemoved).toMatchObject([{ id: "t3", field: "removed", mine: { note: "Một" }, theirs: undefined }]);
    const bothRemoved = mergeProgrammes(base, without("t3"), without("t3"));
    expect(bothRemoved).toEqual({ programme: without("t3"), conflicts: [] });
  });

  it("keeps the places of what both added and moved", () => {
    const task = (id: string) => ({ ...base.tasks[0]!, id });
    const mine = { ...base, tasks: base.tasks.toSpliced(3, 0, task("a")) };
    const theirs = { ...base, tasks: [...base.tasks.slice(1), base.tasks[0]!, task("b")] };
    const { programme, conflicts } = mergeProgrammes(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(programme.tasks.map(({ id }) => id)).toEqual([
      "t2",
      "t3",
      "a",
      ...base.tasks.slice(3).map(({ id }) => id),
      "t1",
      "b",
    ]);
    const elsewhere = { ...base, tasks: base.tasks.slice(1).toSpliced(10, 0, base.tasks[0]!) };
    expect(mergeProgrammes(base, elsewhere, theirs).conflicts).toMatchObject([
      { id: "t1", field: "after", mine: "t11", theirs: "t28" },
    ]);
  });

  it("does not put a task into a group that is gone", () => {
    const emptied = { ...base, tasks: base.tasks.filter(({ groupId }) => groupId !== "g6") };
    const noGroup = { ...emptied, groups: base.groups.slice(0, 5) };
    const { conflicts } = mergeProgrammes(emptied, edited("t1", { groupId: "g6" }, emptied), noGroup);
    expect(conflicts).toMatchObject([{ id: "t1", field: "groupId", mine: "g6", theirs: "g1" }]);
  });

  it("is the same as replaying both sides when they touch different tasks", () => {
    const mine = edited("t3", { note: "Một" });
    const theirs = without("t9", edited("t4", { note: "Hai" }));
    const replayed = applyEvents(theirs, diffProgrammes(base, mine));
    expect(mergeProgrammes(base, mine, theirs).programme).toEqual(replayed);
  });
});
