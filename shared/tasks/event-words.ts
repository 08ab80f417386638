import type { ProgrammeEvent, ProgrammeEventKind, Thing } from "./events.ts";

/** What each kind of event is called on pages and in messages (Vietnamese). */
export const EVENT_LABELS: Record<ProgrammeEventKind, string> = {
  add: "Bổ sung",
  remove: "Đưa ra khỏi chương trình",
  rename: "Đổi tên",
  renumber: "Đánh lại số",
  reassign: "Đổi cơ quan thực hiện",
  deadline: "Điều chỉnh thời hạn",
  extend: "Gia hạn",
  output: "Điều chỉnh sản phẩm",
  move: "Chuyển vị trí",
  complete: "Hoàn thành",
  reopen: "Mở lại",
  progress: "Báo cáo tiến độ",
  edit: "Sửa nội dung",
  programme: "Sửa thông tin chương trình",
};

const FIELD_LABELS: Record<string, string> = {
  groupId: "nhóm nhiệm vụ",
  number: "số thứ tự",
  name: "tên",
  leadAgency: "cơ quan chủ trì",
  coordinatingAgencies: "cơ quan phối hợp",
  output: "sản phẩm",
  deadline: "thời hạn",
  basis: "căn cứ",
  note: "ghi chú",
  amendmentNote: "nội dung điều chỉnh",
  completedOn: "ngày hoàn thành",
  extensions: "các lần điều chỉnh thời hạn",
  progress: "tiến độ",
  files: "tệp minh chứng",
  section: "đề mục",
  text: "nội dung",
  metric: "chỉ số",
  comparison: "phép so sánh",
  value: "giá trị",
  unit: "đơn vị tính",
  actual: "kết quả thực hiện",
  title: "tên chương trình",
  period: "kỳ thực hiện",
  after: "vị trí",
  removed: "việc đưa ra khỏi chương trình",
};

const SUBJECT_LABELS: Record<ProgrammeEvent["subject"], string> = {
  task: "nhiệm vụ",
  group: "nhóm nhiệm vụ",
  target: "chỉ tiêu",
  programme: "chương trình",
};

/** What a field of a task, group, target or programme is called inside a Vietnamese sentence ("thời hạn"). */
export function fieldLabel(field: string): string {
  return FIELD_LABELS[field] ?? field;
}

/** "nhiệm vụ", "chỉ tiêu"… */
export function subjectLabel(subject: ProgrammeEvent["subject"]): string {
  return SUBJECT_LABELS[subject];
}

/** Longest title of an event, in characters. */
const TITLE_LENGTH = 120;

/** The name of a thing on one line, cut at a word. */
export function shortTitle(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= TITLE_LENGTH) return line;
  const space = line.lastIndexOf(" ", TITLE_LENGTH - 1);
  return `${line.slice(0, space > TITLE_LENGTH / 2 ? space : TITLE_LENGTH - 1)}…`;
}

/** What an event or a conflict tells of the thing it is of. */
export function headingOf<S extends ProgrammeEvent["subject"]>(subject: S, thing: Thing) {
  return { subject, id: thing.id, title: shortTitle("name" in thing ? thing.name : thing.text) };
}
