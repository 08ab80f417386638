import type { DocumentKind, RuleSetId } from "../documents/model.ts";
import { KINDS } from "../format/index.ts";
import { plainWords } from "../tasks/index.ts";
import type { AmendmentRow, FieldChange } from "./compare.ts";

/** How an issued document is mended: đính chính, sửa đổi bổ sung, thay thế. */
export type AmendmentInstrument = "correction" | "amendment" | "replacement";

/** What each instrument is called, and what the packet that carries it says (QCVN 102:2016, BussinessDocType 2 and 3). */
export const INSTRUMENTS: Record<AmendmentInstrument, { name: string; exchange: "update" | "replace" }> = {
  correction: { name: "Đính chính", exchange: "update" },
  amendment: { name: "Sửa đổi, bổ sung", exchange: "update" },
  replacement: { name: "Thay thế", exchange: "replace" },
};

/** What the proposal looks at besides the rows. */
export interface InstrumentContext {
  /** How many tasks the issued document carries. */
  tasks: number;
  /** Kind of the document that is amended; absent when it is not known. */
  amended?: DocumentKind;
  /** Rules that the issuing organisation writes by. Default "nd30". */
  ruleSet?: RuleSetId;
}

/** A proposed instrument with its reason; the clerk decides. */
export interface InstrumentProposal {
  instrument: AmendmentInstrument;
  name: string;
  exchange: "update" | "replace";
  /** Kind of document that the law asks for: a letter (CV) for a correction, else a document of equivalent form. */
  form: DocumentKind | undefined;
  clause: string;
  /** Vietnamese sentences. */
  reason: string;
  /** Rows, of them those with nothing but slips of the pen, and the share of the issued tasks that changes (0 to 1). */
  changed: number;
  slips: number;
  share: number;
}

/** From this share of the issued tasks on, a whole new list is easier to follow than an amendment. */
const MOST = 0.5;

const CLAUSE = "khoản 3 Điều 18 Nghị định 30/2020/NĐ-CP";

/**
 * Proposes how to mend the issued document. NĐ30 Điều 18.3: faults of content are amended or replaced by a document of equivalent
 * form; faults of form and presentation are corrected by a letter (công văn). Nothing but slips of the pen → correction; more than half
 * of the tasks → replacement; else amendment.
 */
export function proposeInstrument(rows: readonly AmendmentRow[], context: InstrumentContext): InstrumentProposal {
  const slips = rows.filter(isSlip).length;
  const total = Math.max(context.tasks, 1);
  const share = Math.min(1, rows.length / total);
  const instrument: AmendmentInstrument =
    rows.length > 0 && slips === rows.length ? "correction" : share > MOST ? "replacement" : "amendment";
  const form = instrument === "correction" ? "CV" : context.amended;
  const party = context.ruleSet !== undefined && context.ruleSet !== "nd30";
  const clause = party ? `${CLAUSE}, áp dụng cho phù hợp theo khoản 2 Điều 2` : CLAUSE;
  const percent = Math.round(share * 100);
  const count = `${rows.length} dòng thay đổi, bằng ${percent}% của ${context.tasks} nhiệm vụ đã ban hành`;
  const equivalent =
    context.amended === undefined
      ? "văn bản có hình thức tương đương văn bản đã ban hành"
      : `văn bản có hình thức tương đương (${KINDS[context.amended].name.toLocaleLowerCase("vi")})`;
  const reason = {
    correction: `Cả ${rows.length} dòng chỉ sửa lỗi chính tả, trình bày, không đổi nội dung nhiệm vụ: đính chính bằng công văn (${clause}).`,
    amendment: `Có ${count}: sửa đổi, bổ sung một phần bằng ${equivalent} (${clause}).`,
    replacement: `Có ${count}, quá nửa danh mục: nên thay thế cả danh mục bằng ${equivalent} (${clause}).`,
  }[instrument];
  return { instrument, ...INSTRUMENTS[instrument], form, clause, reason, changed: rows.length, slips, share };
}

/** Does the row change nothing but the writing: case, diacritics, signs, a letter, the way a date is written? */
function isSlip(row: AmendmentRow): boolean {
  const { before, after } = row;
  if (before === undefined || after === undefined) return false;
  if (row.kinds.some((kind) => ["moved", "completed", "reopened", "extended"].includes(kind))) return false;
  return row.changes.every((change) => {
    if (change.field !== "deadline") return isSlipOfText(change);
    const { from, to, kind, every } = before.deadline;
    const now = after.deadline;
    return kind !== "none" && kind === now.kind && from === now.from && to === now.to && every === now.every;
  });
}

function isSlipOfText({ before, after }: FieldChange): boolean {
  const old = plainWords(before).split(" ");
  const now = plainWords(after).split(" ");
  // Words run together or torn apart.
  if (old.join("") === now.join("")) return old.join("") !== "";
  if (old.length !== now.length) return false;
  return old.every((word, index) => word === now[index] || isMistyped(word, now[index]!));
}

/** One letter more, less or another in a word of at least four letters; figures are never mistyped. */
function isMistyped(a: string, b: string): boolean {
  if (/\d/.test(a + b) || Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return Math.max(a.length, b.length) - start - end <= 1;
}
