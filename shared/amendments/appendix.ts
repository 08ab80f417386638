import { attachedToLine } from "../documents/index.ts";
import type { AppendixRow, AppendixTable, DocumentDescription } from "../documents/model.ts";
import type { Task } from "../tasks/index.ts";
import type { AmendmentRow } from "./compare.ts";

/** What the appendix says besides its rows. */
export interface AppendixOptions {
  /** The letter or decision that carries it: rule set, organisation, number, date and signature come from there. */
  letter: DocumentDescription;
  /** Title of the appendix; "\n" forces a line break. */
  title: string;
  /** Default "Phụ lục". */
  label?: string;
}

/** Columns with their shares of the page's width; only the widest is justified, narrow ones would be torn apart. */
const COLUMNS: AppendixTable["columns"] = [
  { header: "STT", width: 6.5, align: "center" },
  { header: "Nhiệm vụ", width: 24, align: "justify" },
  { header: "Cơ quan chủ trì", width: 11, align: "center" },
  { header: "Cơ quan thực hiện/phối hợp", width: 12, align: "center" },
  { header: "Mô tả kết quả, sản phẩm đầu ra", width: 16, align: "left" },
  { header: "Thời gian hoàn thành", width: 10, align: "center" },
  { header: "Căn cứ giao", width: 12, align: "left" },
  { header: "Ghi chú", width: 8, align: "center" },
  { header: "Nội dung điều chỉnh", width: 14, align: "left" },
];

/**
 * The amended appendix as a document of its own (kind "PL"), to be signed by the organisation and sent with its letter
 * (NĐ30 Phụ lục I, phần I.III.1: an appendix not in the same file says which document it belongs to). Rows are numbered anew.
 */
export function amendedAppendix(rows: AmendmentRow[], options: AppendixOptions): DocumentDescription {
  const { letter } = options;
  return {
    ruleSet: letter.ruleSet,
    kind: "PL",
    organisation: letter.organisation,
    ...(letter.number === undefined ? {} : { number: letter.number }),
    notation: letter.notation,
    place: letter.place,
    ...(letter.date === undefined ? {} : { date: letter.date }),
    subject: options.title.replaceAll(/\s+/g, " "),
    body: "",
    appendices: [
      {
        title: options.title,
        label: options.label ?? "Phụ lục",
        attachedTo: attachedToLine(letter),
        orientation: "landscape",
        table: { columns: COLUMNS, rows: tableRows(rows) },
      },
    ],
    recipients: [],
    signature: { authority: [], position: "", name: "" },
  };
}

/** An appendix as it reads when its letter has changed: organisation, notation, rule set and the line that names the letter. */
export function carriedBy(appendix: DocumentDescription, letter: DocumentDescription): DocumentDescription {
  return {
    ...appendix,
    ruleSet: letter.ruleSet,
    organisation: letter.organisation,
    notation: letter.notation,
    place: letter.place,
    appendices: (appendix.appendices ?? []).map((one) => ({ ...one, attachedTo: attachedToLine(letter) })),
  };
}

function tableRows(rows: AmendmentRow[]): AppendixRow[] {
  const out: AppendixRow[] = [];
  let open: string | undefined;
  for (const [index, row] of rows.entries()) {
    if (row.group !== undefined && row.group.id !== open)
      out.push({ group: { number: row.group.number, title: row.group.name } });
    open = row.group?.id;
    const task = (row.after ?? row.before) as Task;
    out.push({
      cells: [
        String(index + 1),
        task.name,
        task.leadAgency,
        task.coordinatingAgencies,
        task.output,
        task.deadline.text,
        task.basis,
        task.note,
        row.note,
      ],
    });
  }
  return out;
}
