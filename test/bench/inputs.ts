import { SAMPLE_PLAN } from "../../samples/plan.ts";
import { sampleProgramme } from "../../samples/programme.ts";
import { composePlan, type DocumentDescription, tasksTable } from "../../shared/documents/index.ts";
import { renderDocx } from "../../shared/docx/index.ts";
import type { Programme } from "../../shared/tasks/index.ts";
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
  const plan = planOf(programme);
  const { docx } = renderDocx({
    ...plan,
    kind: "PL",
    subject: "Danh mục nhiệm vụ",
    body: "",
    footnotes: {},
    appendices: [{ title: "Danh mục nhiệm vụ", orientation: "landscape", table: tasksTable(programme) }],
  });
  return docx;
}

/** A letter of one page: two paragraphs, recipients, signature. */
export function letterOf(): Uint8Array {
  const paragraphs = [
    "Thực hiện Chương trình công tác năm 2026, Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành và Ủy ban nhân dân các xã, phường tập trung rà soát tiến độ các nhiệm vụ được giao, báo cáo kết quả trước ngày 25 hằng tháng.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các cơ quan phản ánh về Văn phòng Ủy ban nhân dân tỉnh để tổng hợp, trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định.",
  ];
  const plan = planOf(programmeOf(4));
  return renderDocx({ ...plan, kind: "CV", appendices: [], footnotes: {}, body: paragraphs.join("\n\n") }).docx;
}
