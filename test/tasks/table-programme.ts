import fc from "fast-check";
import { type Programme, parseDeadline, type Target, type Task, type TaskProgress } from "../../shared/tasks/index.ts";

/** Texts as people and programs leave them in cells: lists, quotes, tabs, leading zeros, numbers, what looks like a formula or markup. */
const PIECES = [
  "Rà soát thủ tục",
  "Sở Khoa học và Công nghệ",
  '"Bình dân học vụ số"',
  "- Báo cáo\n- Quyết định",
  "+ Mục con",
  "=SUM(A1:A9)",
  "@chủ trì",
  "'nháy đơn",
  "'=nháy và công thức",
  "007",
  "1.1",
  "1,5",
  "30/6/2026",
  "a\tb",
  "hai  khoảng trắng",
  " đầu và cuối ",
  "dòng\n\ncách dòng",
  "về\r\nđầu dòng",
  "<b>đậm</b> &amp; <lạ>",
  "_x000D_",
  "I.",
  "I",
  "II. NHÓM",
  "TT",
  "Nhiệm vụ",
  "Cơ quan chủ trì",
  "(1)",
  ";",
  ",",
  '"',
  "đã hoàn thành ngày 01/02/2026",
  "e\u0301 tổ hợp",
  "\u200bkhông rộng",
  "số 12/KH-UBND; ngày 3/4",
  "😀",
];

const text = fc.oneof(
  fc.constantFrom("", ...PIECES),
  fc.array(fc.constantFrom(...PIECES, " ", "\n"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")),
  fc.string({ maxLength: 20, unit: "grapheme-ascii" }),
);
const name = text.filter((value) => value.trim() !== "");
const day = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2035-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const id = fc.oneof(fc.uuid(), fc.stringMatching(/^[a-z]{1,3}\d{1,3}$/));

const deadline = fc.oneof(
  fc
    .constantFrom(
      "",
      "Trước ngày 30/6/2026",
      "30/06/2026",
      "Quý II",
      "Quý II/2026",
      "Trong năm",
      "Hằng tháng",
      "Theo kế hoạch  riêng",
      "2026-06-30",
      "46203",
      "31/12/2027",
    )
    .chain((words) => fc.constantFrom(undefined, 2026, 2027).map((year) => parseDeadline(words, { year }))),
  text.map((words) => ({ ...parseDeadline(words), text: words })),
  fc.record({ words: name, to: day }).map(({ words, to }) => ({ text: words, kind: "before" as const, to })),
);

const progress: fc.Arbitrary<TaskProgress> = fc.record({
  percent: fc.oneof(
    fc.integer({ min: 0, max: 100 }),
    fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value + 0),
  ),
  on: day,
  result: text,
  evidence: text,
  difficulties: text,
  proposals: text,
});

const task = (groups: string[]): fc.Arbitrary<Task> =>
  fc.record(
    {
      id,
      groupId: fc.constantFrom(...(groups.length > 0 ? groups : ["?"])),
      number: fc.oneof(text, fc.constantFrom("1", "2", "01", "1.1", "2.", "a)")),
      name,
      leadAgency: text,
      coordinatingAgencies: text,
      output: text,
      deadline,
      basis: text,
      note: text,
      amendmentNote: text,
      completedOn: day,
      extensions: fc.array(fc.record({ before: deadline, changedOn: day, basis: text }), {
        minLength: 1,
        maxLength: 3,
      }),
      progress,
    },
    {
      requiredKeys: [
        "id",
        "number",
        "name",
        "leadAgency",
        "coordinatingAgencies",
        "output",
        "deadline",
        "basis",
        "note",
        "amendmentNote",
        ...(groups.length > 0 ? (["groupId"] as const) : []),
      ],
    },
  ) as fc.Arbitrary<Task>;

const target = fc.record(
  {
    id,
    section: text,
    text: name,
    metric: text,
    comparison: fc.constantFrom("=", ">=", ">", "<=", "<", "none"),
    value: fc.oneof(
      fc.integer({ min: -1000, max: 1_000_000 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0),
    ),
    unit: text,
    leadAgency: text,
    coordinatingAgencies: text,
    deadline,
    actual: fc.record({
      value: fc.double({ min: 0, max: 1000, noNaN: true }).map((value) => value + 0),
      on: day,
      evidence: text,
    }),
  },
  {
    requiredKeys: [
      "id",
      "section",
      "text",
      "metric",
      "comparison",
      "unit",
      "leadAgency",
      "coordinatingAgencies",
      "deadline",
    ],
  },
) as fc.Arbitrary<Target>;

/** Programmes with every kind of data a task can have. */
export const randomProgramme: fc.Arbitrary<Programme> = fc
  .uniqueArray(fc.record({ id, number: text, name: text }), { selector: (group) => group.id, maxLength: 4 })
  .chain((groups) =>
    fc.record({
      id: fc.oneof(fc.uuid(), fc.constant("cds-2027")),
      organisationId: fc.constant("ubnd"),
      title: name,
      period: text,
      basis: fc.constant<string[]>([]),
      revision: fc.integer({ min: 1, max: 99 }),
      groups: fc.constant(groups),
      tasks: fc
        .uniqueArray(fc.oneof(task(groups.map((group) => group.id)), task([])), {
          selector: (one) => one.id,
          minLength: 1,
          maxLength: 8,
        })
        .map((tasks) =>
          tasks.map((one) => (one.groupId === "?" ? { ...one, groupId: undefined } : one)).map(withoutUndefined),
        ),
      targets: fc.uniqueArray(target, { selector: (one) => one.id, maxLength: 3 }),
    }),
  );

function withoutUndefined(task: Task): Task {
  return Object.fromEntries(Object.entries(task).filter(([, value]) => value !== undefined)) as unknown as Task;
}
