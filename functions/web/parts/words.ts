import type { Role } from "../../../shared/access/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import type { HistoryEntry } from "../../../shared/office/index.ts";
import type { Tone } from "./pieces.tsx";

/** Roles as an office calls them. */
export const ROLE_WORDS: Record<Role, string> = {
  drafter: "Chuyên viên",
  leader: "Lãnh đạo",
  clerk: "Văn thư",
  archivist: "Lưu trữ",
  auditor: "Kiểm tra, giám sát",
  administrator: "Quản trị",
};

/** What happened to a document. */
export const ACTION_WORDS: Record<HistoryEntry["action"], string> = {
  draft: "Soạn dự thảo",
  edit: "Sửa dự thảo",
  word: "Nhận bản sửa từ Word",
  submit: "Trình ký",
  return: "Trả lại",
  withdraw: "Rút lại",
  approve: "Duyệt",
  sign: "Ký số của lãnh đạo",
  number: "Cấp số, ghi ngày",
  seal: "Đóng dấu của cơ quan",
  issue: "Phát hành",
  send: "Gửi",
  recall: "Thu hồi",
  amend: "Được sửa đổi, bổ sung",
  correct: "Được đính chính",
  replace: "Bị thay thế",
  void: "Hủy",
  renew: "Gia hạn dấu thời gian",
  restrict: "Đặt quyền xem",
};

/** States of an outgoing document: the word, a tone (its sign comes with it). */
export const STATE_WORDS: Record<DocumentState, { name: string; tone: Tone }> = {
  draft: { name: "Dự thảo", tone: "plain" },
  submitted: { name: "Đã trình, chờ duyệt, ký", tone: "warn" },
  returned: { name: "Bị trả lại", tone: "bad" },
  approved: { name: "Đã duyệt, chờ ký", tone: "warn" },
  signed: { name: "Đã ký, chờ cấp số", tone: "info" },
  numbered: { name: "Đã cấp số, chờ đóng dấu", tone: "info" },
  issued: { name: "Đã phát hành", tone: "good" },
  sent: { name: "Đã gửi", tone: "good" },
  recalled: { name: "Đã thu hồi", tone: "bad" },
  replaced: { name: "Đã bị thay thế", tone: "plain" },
  voided: { name: "Đã hủy", tone: "plain" },
};
