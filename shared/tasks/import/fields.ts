import type { ImportField } from "../model.ts";

/** What each importable column is called: on pages, in faults, and as the header of exports. */
export const IMPORT_FIELD_LABELS: Record<ImportField, string> = {
  number: "TT",
  name: "Nhiệm vụ",
  leadAgency: "Cơ quan chủ trì",
  coordinatingAgencies: "Cơ quan phối hợp",
  output: "Sản phẩm",
  deadline: "Thời gian hoàn thành",
  basis: "Căn cứ giao",
  note: "Ghi chú",
  amendmentNote: "Nội dung điều chỉnh",
  group: "Nhóm nhiệm vụ",
  originalDeadline: "Thời hạn ban đầu",
  completedOn: "Ngày hoàn thành",
  percent: "Tiến độ (%)",
  progressOn: "Ngày báo cáo",
  result: "Kết quả thực hiện",
  evidence: "Minh chứng",
  difficulties: "Khó khăn, vướng mắc",
  proposals: "Kiến nghị, đề xuất",
  id: "Mã nhiệm vụ",
  data: "Dữ liệu phần mềm",
};

/** Said behind the header of a column that is worked out from others: an import passes it over. */
export const DERIVED = "(tự tính)";

/** Begins the id of a group row in the column of ids. */
export const GROUP_ID = "nhóm:";

/** "Mã nhiệm vụ [chuyen-doi-so bản 3]": the header of the id column says where the ids are from. */
export function idHeader(label: string, programme: { id: string; revision: number }): string {
  return `${label} [${programme.id} bản ${programme.revision}]`;
}

/** The label of an id column's header, and the programme and revision when it names them. */
export function readIdHeader(header: string): { label: string; programmeId?: string; revision?: number } {
  const match = /^(.*?) \[(.+) bản (\d+)\]$/su.exec(header.trim());
  if (match === null) return { label: header };
  return { label: match[1]!, programmeId: match[2]!, revision: Number(match[3]) };
}
