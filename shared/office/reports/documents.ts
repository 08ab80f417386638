import type { DocumentDescription } from "../../documents/index.ts";
import { VanthuError } from "../../errors/index.ts";
import {
  checkSnapshot,
  composeReport,
  computeReport,
  missingFromReport,
  type Report,
  type ReportSnapshot,
  readSnapshot,
  SNAPSHOT_NAME,
  snapshotAttachment,
} from "../../reports/index.ts";
import type { Attachment } from "../../typeset/index.ts";
import type { OfficeContext } from "../context.ts";
import type { DocumentRecord } from "../model.ts";

type Stores = Pick<OfficeContext, "storage">;

/**
 * The snapshot of a report document and the report that follows from it.
 * @throws NOT_FOUND when the document is no report, REPORT_SNAPSHOT_UNREADABLE
 */
export async function reportOf(
  context: Stores,
  document: Pick<DocumentRecord, "id" | "report">,
): Promise<{ snapshot: ReportSnapshot; report: Report; bytes: Uint8Array }> {
  if (document.report === undefined)
    throw new VanthuError("NOT_FOUND", { message: "Văn bản này không phải báo cáo định kỳ.", where: document.id });
  const bytes = await context.storage.files.get(document.report.snapshot);
  const snapshot = readSnapshot(bytes);
  return { snapshot, report: computeReport(snapshot.input, snapshot.rules), bytes };
}

/**
 * What a document says, and the files its PDF carries. The appendices of a report are not stored with the document, which would outgrow a
 * record of the store: they follow from the snapshot, before those that the user added.
 */
export async function fullDescription(
  context: Stores,
  document: Pick<DocumentRecord, "id" | "report" | "description">,
): Promise<{ description: DocumentDescription; attachments: Attachment[] }> {
  const { description } = document;
  if (document.report === undefined) return { description, attachments: [] };
  const { report, bytes } = await reportOf(context, document);
  const composed = composeReport(report, description).appendices ?? [];
  const appendices = [...composed, ...(description.appendices ?? [])];
  return {
    description: { ...description, ...(appendices.length === 0 ? {} : { appendices }) },
    attachments: [snapshotAttachment(bytes, report)],
  };
}

/** A composed description as it is stored with the document: see {@link fullDescription}. */
export function storedDescription(description: DocumentDescription): DocumentDescription {
  const { appendices: _fromSnapshot, ...rest } = description;
  return rest;
}

/**
 * Refuses an edit that would leave a report without one of the sentences or tables that follow from its figures. Free words may stand
 * before, between and after them.
 * @throws REPORT_TEXT_FIXED
 */
export async function keepFigures(
  context: Stores,
  document: Pick<DocumentRecord, "id" | "report">,
  edited: DocumentDescription,
): Promise<void> {
  if (document.report === undefined) return;
  const { report } = await reportOf(context, document);
  const missing = edited.kind === "BC" ? missingFromReport(report, edited) : "BÁO CÁO";
  if (missing === undefined) return;
  throw new VanthuError("REPORT_TEXT_FIXED", {
    message: "Câu và bảng số liệu do hệ thống lập từ dữ liệu, không sửa hoặc bỏ được.",
    where: missing.slice(0, 200),
    hint: "Giữ nguyên câu này; lời nhận xét, giải trình viết thêm ở đoạn riêng. Số liệu sai thì sửa dữ liệu nhiệm vụ rồi lập lại báo cáo.",
  });
}

/**
 * Refuses a rendered report whose pages do not say what its snapshot says: before anybody signs it.
 * @throws REPORT_TEXT_FIXED
 */
export function checkRendered(document: Pick<DocumentRecord, "id" | "report">, pdf: Uint8Array): void {
  if (document.report === undefined) return;
  const check = checkSnapshot(pdf);
  if (check?.matches === true) return;
  throw new VanthuError("REPORT_TEXT_FIXED", {
    message: check?.summary ?? "Bản PDF không mang bản chốt số liệu.",
    where: check?.differences[0]?.where ?? SNAPSHOT_NAME,
    hint: "Lập lại báo cáo từ chương trình nhiệm vụ.",
  });
}
