import { describe, expect, it } from "vitest";
import { compareRevisions } from "../../shared/amendments/index.ts";
import { type Programme, parseDeadline, type Task } from "../../shared/tasks/index.ts";
import { randomOf, randomProgramme, randomTask } from "./random-programme.ts";

/** What a task says, spacing aside: two revisions with the same are equal in content. Numbers, order and reports of progress are not in it. */
function content(task: Task, programme: Programme): string {
  const group = programme.groups.find((one) => one.id === task.groupId);
  const texts = [task.name, task.leadAgency, task.coordinatingAgencies, task.output, task.deadline.text, task.basis];
  return JSON.stringify(
    [...texts, task.note, group?.id ?? "", task.completedOn ?? ""].map((text) => text.replaceAll(/\s+/g, " ").trim()),
  );
}

const contents = (programme: Programme) => new Map(programme.tasks.map((task) => [task.id, content(task, programme)]));

/** A programme with some random changes; some of them are none. */
function changed(programme: Programme, random: (below: number) => number): Programme {
  const next = structuredClone(programme);
  for (let times = random(6); times > 0; times -= 1) {
    const task = next.tasks[random(next.tasks.length)];
    const change = random(14);
    if (task === undefined || change === 0)
      next.tasks.splice(
        random(next.tasks.length + 1),
        0,
        randomTask(random, `n${times}-${random(1e9)}`, 900, next.groups.length),
      );
    else if (change === 1) next.tasks.splice(next.tasks.indexOf(task), 1);
    else if (change === 2) task.name = `${task.name} mới`;
    else if (change === 3) task.deadline = parseDeadline(`Quý ${["II", "III", "IV"][random(3)]}/2027`);
    else if (change === 4) task.leadAgency = `Sở số ${random(3)}`;
    else if (change === 5) task.coordinatingAgencies += random(2) ? " " : "; UBND các xã";
    else if (change === 6) task.output = "Quyết định của UBND tỉnh";
    else if (change === 7) task.groupId = `g${random(next.groups.length)}`;
    else if (change === 8) delete task.groupId;
    else if (change === 9) task.completedOn = `2027-03-0${1 + random(3)}`;
    else if (change === 10) delete task.completedOn;
    else if (change === 11) task.basis = `Thông báo số ${random(3)}/TB-UBND`;
    else if (change === 12) task.note = "(Đã thực hiện)";
    else task.number = String(random(500));
  }
  return { ...next, revision: programme.revision + 1 };
}

describe("rows of random revisions", () => {
  it("are none exactly when the revisions say the same, and name every changed task once", () => {
    const random = randomOf(2026);
    let empty = 0;
    for (let round = 0; round < 400; round += 1) {
      const from = randomProgramme(random, random(25));
      const to = changed(from, random);
      const rows = compareRevisions(from, to);
      const [before, after] = [contents(from), contents(to)];
      const ids = new Set([...before.keys(), ...after.keys()]);
      const expected = [...ids].filter((id) => before.get(id) !== after.get(id));
      expect(rows.map((row) => row.taskId).sort()).toEqual(expected.sort());
      for (const row of rows) {
        expect(row.kinds.length).toBeGreaterThan(0);
        expect(row.note).not.toMatch(/[{}]|^\s|\s$|theo$/);
      }
      if (rows.length === 0) empty += 1;
    }
    expect(empty).toBeGreaterThan(20);
  });

  it("turn round when the revisions do: what was added is removed", () => {
    const random = randomOf(11);
    for (let round = 0; round < 100; round += 1) {
      const from = randomProgramme(random, 10);
      const to = changed(from, random);
      const there = compareRevisions(from, to);
      const back = compareRevisions(to, from);
      expect(back.map((row) => row.taskId).sort()).toEqual(there.map((row) => row.taskId).sort());
      for (const row of there) {
        const twin = back.find((one) => one.taskId === row.taskId)!;
        expect(twin.before).toEqual(row.after);
        if (row.kinds[0] === "added") expect(twin.kinds).toEqual(["removed"]);
      }
    }
  });
});
