import type { Role } from "../../../shared/access/index.ts";
import type { DocumentState } from "../../../shared/documents/index.ts";
import type { HistoryEntry } from "../../../shared/office/index.ts";
import type { Tone } from "./pieces.tsx";

/** Roles as an office calls them. */
export const ROLE_WORDS: Record<Role, string> = {
  drafter: "Chuyên viên",
  leader: "Lãnh đạo",
  clerk: "Văn thư",
  administrator: "Quản trị",
};

/** What happened to a document. */
export const ACTION_WORDS: Record<HistoryEntry["action"], string> = {
  draft: "Soạn dự thảo",
  edit: "Sửa dự thảo",
  submit: "Trình ký",
  return: "Trả lại",
  sign: "Ký số của lãnh đạo",
  number: "Cấp số, ghi ngày",
  issue: "Đóng dấu, phát hành",
  send: "Gửi",
  renew: "Gia hạn dấu thời gian",
};

/** States of an outgoing document: the word, a tone (its sign comes with it). */
export const STATE_WORDS: Record<DocumentState, { name: string; tone: Tone }> = {
  draft: { name: "Dự thảo", tone: "plain" },
  submitted: { name: "Chờ ký", tone: "warn" },
  returned: { name: "Bị trả lại", tone: "bad" },
  signed: { name: "Đã ký, chờ cấp số", tone: "info" },
  numbered: { name: "Đã cấp số, chờ đóng dấu", tone: "info" },
  issued: { name: "Đã phát hành", tone: "good" },
  sent: { name: "Đã gửi", tone: "good" },
  recalled: { name: "Đã thu hồi", tone: "plain" },
};
