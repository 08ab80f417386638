import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareRevisions } from "../../shared/amendments/index.ts";
import { type DocumentDescription, tasksTable } from "../../shared/documents/index.ts";
import { importTable, type Programme, parseDeadline, type Task } from "../../shared/tasks/index.ts";
import { typeset } from "../../shared/typeset/index.ts";
import { seedsPresent, seedText, squash } from "../acceptance/seeds-support.ts";
import { issueDocument, type OfficeFixture, openFixture, SAMPLE_LETTER } from "./amendment-office.ts";

const present = seedsPresent();
const loose = (text: string) => squash(text).toLocaleLowerCase("vi");

/** A real amended appendix, made again: from a plan of which it is the amendment its rows come out with their notes. */
describe.skipIf(!present)("004 made again from the plan that it amends", () => {
  const seed = present
    ? importTable({ name: "phu-luc.txt", bytes: new TextEncoder().encode(seedText("004")) })
    : { groups: [], tasks: [], refused: [], mapping: [] };
  let fixture: OfficeFixture;
  let from: Programme;
  let to: Programme;
  let documentId: string;

  beforeAll(async () => {
    if (!present) return;
    fixture = await openFixture();
    const { office, drafter } = fixture;
    const made = await office.programmes.create(drafter, { title: "Chương trình nhiệm vụ trọng tâm", period: "2026" });
    from = await office.programmes.save(drafter, before(made, seed), "Lập danh mục");
    const plan = await office.documents.draft(drafter, planOf(from), { id: from.id, revision: from.revision });
    documentId = (await issueDocument(fixture, plan)).id;
    // The change as a clerk records it: one commit, its basis in full.
    to = await office.programmes.save(drafter, after(from, seed), {
      why: "Cập nhật theo kế hoạch mới",
      basis: seed.tasks[0]!.basis,
    });
  });
  afterAll(() => fixture?.close());

  it("gives the 14 rows in their 8 groups, each with its note", async () => {
    const { office, drafter } = fixture;
    const comparison = await office.amendments.compare(drafter, { programmeId: to.id, documentId });
    expect(comparison.from.revision).toBe(from.revision);
    expect(comparison.rows.map(({ row }) => loose(row.after!.name))).toEqual(
      seed.tasks.map((task) => loose(task.name)),
    );
    expect(comparison.rows.map(({ note }) => loose(note))).toEqual(seed.tasks.map((task) => loose(task.amendmentNote)));
    expect([...new Set(comparison.rows.map(({ row }) => row.group!.number))]).toEqual([
      ...["I", "II", "III", "IV", "V", "VII", "VIII", "IX"],
    ]);
    for (const { row } of comparison.rows) {
      expect(row.source).toMatchObject({ person: drafter.name, why: "Cập nhật theo kế hoạch mới" });
      expect(row.bases).toEqual([seed.tasks[0]!.basis]);
    }
    expect(comparison.proposal).toMatchObject({ instrument: "amendment", exchange: "update", form: "KH" });
  });

  it("stands in the drafted appendix cell for cell, numbered 1 to 14, with the group rows", async () => {
    const { office, drafter } = fixture;
    const draft = await office.amendments.draft(drafter, {
      programmeId: to.id,
      documentId,
      letter: SAMPLE_LETTER,
      appendixTitle: "Danh mục bổ sung các nhiệm vụ trọng tâm",
    });
    const table = draft.attachments[0]!.description.appendices![0]!.table!;
    const cells = table.rows.flatMap((row) => ("cells" in row ? [row.cells.map(loose)] : []));
    const groups = table.rows.flatMap((row) => ("group" in row ? [[row.group.number, loose(row.group.title)]] : []));
    expect(groups).toEqual(seed.groups.map((group) => [group.number, loose(group.name)]));
    expect(cells).toEqual(
      seed.tasks.map((task) =>
        [
          task.number,
          task.name,
          task.leadAgency,
          task.coordinatingAgencies,
          task.output,
          task.deadline.text,
          task.basis,
          task.note,
          task.amendmentNote,
        ].map(loose),
      ),
    );
    expect(cells.map((row) => row[0])).toEqual(Array.from({ length: 14 }, (_, index) => String(index + 1)));
    const { docx } = await office.amendments.appendix(drafter, {
      programmeId: to.id,
      documentId,
      appendixTitle: "Danh mục",
    });
    expect(typeset(docx).pages).toBeGreaterThan(2);
  });

  it("finds most bases in “Căn cứ giao” where the history says nothing", () => {
    const rows = compareRevisions(from, to, { appendix: "Phụ lục II" });
    const same = rows.filter((row, index) => {
      const wanted = loose(seed.tasks[index]!.amendmentNote).replace(/số\d+phụlụcii/, "");
      return loose(row.note).replace(/số\d+phụlụcii/, "") === wanted;
    });
    // One row's own cell names another source than its note.
    expect(same).toHaveLength(13);
  });
});

type Seed = Pick<ReturnType<typeof importTable>, "groups" | "tasks">;

/** Number that a note says a task had in the appendix, or undefined. */
function oldNumber(task: Task): number | undefined {
  const match = /nhiệm vụ số (\d+) phụ lục ii/i.exec(task.amendmentNote);
  return match === null ? undefined : Number(match[1]);
}

const isAdded = (task: Task) => /^nhiệm vụ bổ sung/i.test(task.amendmentNote);
const hasNewDeadline = (task: Task) => /^điều chỉnh lại thời gian/i.test(task.amendmentNote);

/** Every note taken back: what was added is absent, what was renamed or has a new deadline bears another; other tasks stand between. */
function before(programme: Programme, { groups, tasks }: Seed): Programme {
  const all = [
    ...groups.slice(0, 5),
    { id: "nhom-vi", number: "VI", name: "Phát triển nguồn nhân lực số" },
    ...groups.slice(5),
  ];
  const old = tasks
    .filter((task) => !isAdded(task))
    .map((task): Task => {
      const basis = task.basis.split("; ").slice(0, -1).join("; ") || "Chương trình công tác năm của Ban Chỉ đạo";
      const taken = { ...task, amendmentNote: "", basis };
      if (oldNumber(task) !== undefined) return { ...taken, name: `Tên cũ của nhiệm vụ ${oldNumber(task)}` };
      return hasNewDeadline(task) ? { ...taken, deadline: parseDeadline("Quý I năm 2026") } : taken;
    });
  const numbers = new Map(tasks.map((task) => [task.id, oldNumber(task)]));
  const list: Task[] = [];
  const filler = (groupId: string): Task => ({
    ...old[0]!,
    id: `khac-${list.length}`,
    groupId,
    number: "",
    name: `Nhiệm vụ khác thứ ${list.length + 1} của danh mục`,
  });
  for (const group of all) {
    for (const task of old.filter((one) => one.groupId === group.id)) {
      const at = numbers.get(task.id);
      while (at !== undefined && list.length < at - 1) list.push(filler(group.id));
      list.push(task);
    }
    list.push(filler(group.id));
  }
  // Inside the programme numbers run by group: what the notes cite are the numbers of the issued appendix.
  const counts = new Map<string, number>();
  const numbered = list.map((task) => {
    const number = (counts.get(task.groupId!) ?? 0) + 1;
    counts.set(task.groupId!, number);
    return { ...task, number: String(number) };
  });
  return { ...programme, groups: all, tasks: numbered };
}

/** The tasks as the seed has them, new ones behind the last task of theirs in the group. */
function after(programme: Programme, { tasks }: Seed): Programme {
  const changed = new Map(tasks.map((task) => [task.id, task]));
  const next = programme.tasks.map((task) => {
    const now = changed.get(task.id);
    return now === undefined ? task : { ...now, number: task.number, amendmentNote: "" };
  });
  for (const [index, task] of tasks.entries()) {
    if (!isAdded(task)) continue;
    const earlier = tasks[index - 1];
    const at =
      earlier?.groupId === task.groupId
        ? next.findIndex((one) => one.id === earlier!.id) + 1
        : next.findIndex((one) => one.groupId === task.groupId);
    next.splice(at, 0, { ...task, number: "", amendmentNote: "" });
  }
  return { ...programme, tasks: next };
}

/** The plan as issued: targets in Phụ lục I, the tasks in Phụ lục II, numbered through. */
function planOf(programme: Programme): DocumentDescription {
  const tasks = programme.tasks.map((task, index) => ({ ...task, number: String(index + 1) }));
  const table = tasksTable({ ...programme, tasks });
  const targets = {
    columns: [{ header: "Chỉ tiêu", width: 1 }],
    rows: [{ cells: ["Tỷ lệ hồ sơ trực tuyến đạt 80%"] }],
  };
  return {
    ...SAMPLE_LETTER,
    kind: "KH",
    notation: "KH-UBND",
    addressees: undefined,
    subject: "Thực hiện nhiệm vụ trọng tâm năm 2026",
    appendices: [
      { title: "Chỉ tiêu", table: targets },
      { title: "Danh mục nhiệm vụ", orientation: "landscape", table },
    ],
  };
}
