import fc from "fast-check";
import type { Deadline, Programme, Target, Task, TaskFile, TaskGroup } from "../../shared/tasks/index.ts";

/** Records as JSON gives them, some fields of which may be absent. */
function record<T>(fields: { [K in keyof T]-?: fc.Arbitrary<NonNullable<T[K]>> }, optional: (keyof T)[] = []) {
  const requiredKeys = (Object.keys(fields) as (keyof T)[]).filter((key) => !optional.includes(key));
  return fc.record(fields as never, { requiredKeys, noNullPrototype: true } as never) as unknown as fc.Arbitrary<T>;
}

const text = fc.constantFrom("", "Sở Xây dựng", "Quyết định", "1", "Đường dây\n- thứ nhất\n- thứ hai");
const isoDay = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const percent = fc.integer({ min: 0, max: 100 });
/** Few ids, so that two random programmes have much in common and in another order. */
const id = (prefix: string) => fc.integer({ min: 1, max: 12 }).map((number) => `${prefix}${number}`);

const deadline = record<Deadline>(
  {
    text,
    kind: fc.constantFrom("before", "within", "recurring", "none"),
    from: isoDay,
    to: isoDay,
    every: fc.constantFrom("month", "quarter"),
  },
  ["from", "to", "every"],
);
const file = record<TaskFile>({
  sha256: fc.constantFrom("a".repeat(64), "b".repeat(64), "c".repeat(64), "d".repeat(64)),
  name: fc.constantFrom("bien-ban.pdf", "anh.png"),
  contentType: fc.constant("application/pdf"),
  bytes: fc.constant(1200),
  addedOn: isoDay,
  by: fc.constant("Phạm Văn Thuận"),
});
const group = record<TaskGroup>({ id: id("g"), number: text, name: text });
const task = record<Task>(
  {
    id: id("t"),
    groupId: id("g"),
    number: text,
    name: text,
    leadAgency: text,
    coordinatingAgencies: text,
    output: text,
    deadline,
    basis: text,
    note: text,
    amendmentNote: text,
    completedOn: isoDay,
    extensions: fc.array(record({ before: deadline, changedOn: isoDay, basis: text }), { maxLength: 2 }),
    progress: record({ percent, on: isoDay, result: text, evidence: text, difficulties: text, proposals: text }),
    files: fc.uniqueArray(file, { selector: (one) => one.sha256, minLength: 1, maxLength: 3 }),
  },
  ["groupId", "completedOn", "extensions", "progress", "files"],
);
const target = record<Target>(
  {
    id: id("c"),
    section: text,
    text,
    metric: text,
    comparison: fc.constantFrom("=", ">=", "none"),
    // No negative zero: JSON has none.
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    unit: text,
    leadAgency: text,
    coordinatingAgencies: text,
    deadline,
    actual: record({ value: percent, on: isoDay, evidence: text }),
  },
  ["value", "actual"],
);

const list = <T extends { id: string }>(thing: fc.Arbitrary<T>) =>
  fc.uniqueArray(thing, { selector: (one) => one.id, maxLength: 12 });

/** Any programme of one id: two of them are one programme that was changed in every way at once. */
export const anyProgramme = record<Programme>({
  id: fc.constant("chuong-trinh"),
  organisationId: fc.constant("ubnd"),
  title: text,
  period: text,
  basis: fc.array(text, { maxLength: 3 }),
  revision: fc.constant(1),
  groups: list(group),
  tasks: list(task),
  targets: list(target),
});

/** A programme and two changed ones, made by changing a field here and there, so that most is the same. */
export const programmeChangedTwice: fc.Arbitrary<[Programme, Programme, Programme]> = fc
  .tuple(anyProgramme, anyProgramme, fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 40, maxLength: 200 }))
  .map(([programme, other, dice]) => {
    let thrown = 0;
    const next = () => dice[thrown++ % dice.length]!;
    const mixed = <T extends { id: string }>(things: T[], others: T[]): T[] => {
      const kept = things.flatMap((thing) => {
        const throwOf = next();
        if (throwOf === 0) return [];
        const donor = others.find((one) => one.id === thing.id);
        if (throwOf > 5 || donor === undefined) return [{ ...thing }];
        const keys = Object.keys(donor) as (keyof T)[];
        const key = keys[next() % keys.length]!;
        return [{ ...thing, [key]: donor[key] }];
      });
      const added = others.filter((one) => next() < 3 && !things.some((thing) => thing.id === one.id));
      const list = [...kept];
      for (const one of added) list.splice(next() % (list.length + 1), 0, one);
      return list;
    };
    const changed = (): Programme => ({
      ...programme,
      title: next() === 0 ? other.title : programme.title,
      groups: mixed(programme.groups, other.groups),
      tasks: mixed(programme.tasks, other.tasks),
      targets: mixed(programme.targets, other.targets),
    });
    return [programme, changed(), changed()];
  });
