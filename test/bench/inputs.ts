import { SAMPLE_PLAN } from "../../samples/plan.ts";
import { sampleProgramme } from "../../samples/programme.ts";
import { type AppendixTable, composePlan, type DocumentDescription, tasksTable } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import type { Programme, TaskField } from "../../shared/tasks/index.ts";
import { typeset } from "../../shared/typeset/index.ts";

const ORGANISATION = { name: "Ủy ban nhân dân tỉnh Hương Giang" };

/** The sample programme with as many tasks as wanted: the sample's own, over and over, numbered anew. */
export function programmeOf(tasks: number): Programme {
  const programme = sampleProgramme("bench");
  return {
    ...programme,
    tasks: Array.from({ length: tasks }, (_, index) => ({
      ...programme.tasks[index % programme.tasks.length]!,
      id: `t${index + 1}`,
      number: String(index + 1),
    })),
  };
}

/** The sample plan with its tasks in an appendix (the usual form), for a programme. */
export function planOf(programme: Programme, tasksIn: "appendix" | "text" = "appendix"): DocumentDescription {
  const { programmeId: _, ...parts } = SAMPLE_PLAN;
  return composePlan({
    ...parts,
    programme,
    tasksIn,
    ruleSet: "nd30",
    organisation: ORGANISATION,
    place: "Hương Giang",
  });
}

/** A plan of exactly so many pages: tasks in the text and in an appendix, as many as it takes. */
export function planOfPages(pages: number): { docx: Uint8Array; pages: number } {
  let last: { docx: Uint8Array; pages: number } = { docx: new Uint8Array(), pages: 0 };
  for (let tasks = 4; tasks <= 400; tasks += 2) {
    const { docx } = renderDocx(planOf(programmeOf(tasks)));
    last = { docx, pages: typeset(docx).pages };
    if (last.pages >= pages) break;
  }
  return last;
}

/** An appendix issued as a file of its own, with one table of so many tasks. */
export function appendixOf(rows: number): Uint8Array {
  const programme = programmeOf(rows);
  return renderDocx(appendixAlone(programme, tasksTable(programme))).docx;
}

function appendixAlone(programme: Programme, table: AppendixTable): DocumentDescription {
  return {
    ...planOf(programme),
    kind: "PL",
    subject: "Danh mục nhiệm vụ",
    body: "",
    footnotes: {},
    appendices: [{ title: "Danh mục nhiệm vụ", orientation: "landscape", table }],
  };
}

/** All that a task has, a column each. */
const EIGHT_COLUMNS: readonly TaskField[] = [
  "number",
  "name",
  "leadAgency",
  "coordinatingAgencies",
  "output",
  "deadline",
  "basis",
  "note",
];

const PLACES = ["xã Suối Lim", "phường An Phú", "xã Khau Phạ", "đặc khu Hòn Sẻ", "xã Bình Trung", "phường Tân Lộc"];

/** The programme with tasks that all differ, as those of an office do: a table of copies would be set and packed faster than any real one. */
export function variedProgramme(tasks: number): Programme {
  const programme = programmeOf(tasks);
  return {
    ...programme,
    tasks: programme.tasks.map((task, index) => ({
      ...task,
      name: `${task.name}; thực hiện tại ${PLACES[(index * 5) % PLACES.length]} và ${3 + ((index * 7) % 90)} đơn vị khác, đợt ${1 + (index % 4)} năm ${2026 + (index % 5)}`,
      output: `${task.output}, ${2 + ((index * 13) % 97)} báo cáo`,
      basis: `Công văn số ${100 + ((index * 37) % 4900)}/UBND-TH ngày ${1 + (index % 28)}/${1 + (index % 12)}/2026`,
      note: index % 2 === 0 ? `Đã giao ${10 + ((index * 11) % 80)} % kinh phí` : task.note,
    })),
  };
}

/** An appendix with one table of so many differing tasks in eight columns. */
export function wideAppendix(rows: number): DocumentDescription {
  const programme = variedProgramme(rows);
  return appendixAlone(programme, tasksTable(programme, EIGHT_COLUMNS));
}

/** A plan of exactly so many pages with its tasks in an appendix of eight columns, as many as it takes. */
export function widePlan(pages: number): DocumentDescription {
  let plan: DocumentDescription | undefined;
  for (let tasks = 4; tasks <= 400; tasks += 1) {
    const programme = variedProgramme(tasks);
    plan = planOf(programme);
    const table = tasksTable(programme, EIGHT_COLUMNS);
    plan = { ...plan, appendices: plan.appendices?.map((appendix) => ({ ...appendix, table })) };
    if (typeset(renderDocx(plan).docx).pages >= pages) return plan;
  }
  throw new Error(`no plan of ${pages} pages`);
}

/** A letter of one page: two paragraphs, recipients, signature. */
export function letterOf(): Uint8Array {
  return renderDocx(letter()).docx;
}

/** What {@link letterOf} is made from. */
export function letter(): DocumentDescription {
  const paragraphs = [
    "Thực hiện Chương trình công tác năm 2026, Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành và Ủy ban nhân dân các xã, phường tập trung rà soát tiến độ các nhiệm vụ được giao, báo cáo kết quả trước ngày 25 hằng tháng.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các cơ quan phản ánh về Văn phòng Ủy ban nhân dân tỉnh để tổng hợp, trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định.",
  ];
  const plan = planOf(programmeOf(4));
  return { ...plan, kind: "CV", appendices: [], footnotes: {}, body: paragraphs.join("\n\n") };
}
