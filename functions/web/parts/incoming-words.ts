import type { StatusCode } from "../../../shared/exchange/index.ts";
import type { DueState, IncomingDocument, Opinion, Progress } from "../../../shared/office/index.ts";
import type { Tone } from "./pieces.tsx";

/** Tones of the statuses of the exchange. */
export const STATUS_TONES: Record<StatusCode, Tone> = {
  "01": "warn",
  "02": "bad",
  "03": "good",
  "04": "info",
  "05": "info",
  "06": "good",
  "13": "plain",
  "15": "plain",
  "16": "plain",
};

/** Tones of where a document stands in the office. */
export const PROGRESS_TONES: Record<Progress, Tone> = {
  waiting: "warn",
  rejected: "bad",
  unassigned: "warn",
  working: "info",
  done: "good",
  cancelled: "plain",
};

/** Tones of deadlines. */
export const DUE_TONES: Record<DueState["state"], Tone> = {
  overdue: "bad",
  soon: "warn",
  later: "info",
  kept: "good",
  missed: "bad",
};

/** What an opinion is called. */
export const OPINION_WORDS: Record<Opinion["kind"], string> = {
  leader: "Ý kiến của lãnh đạo cơ quan",
  unit: "Ý kiến của lãnh đạo đơn vị",
  proposal: "Ý kiến đề xuất của người giải quyết",
  clerk: "Văn thư chuyển",
  result: "Kết quả giải quyết",
  reopened: "Giải quyết lại",
};

/** What a sender does to an earlier document. */
export const CHANGE_WORDS: Record<string, string> = {
  update: "cập nhật",
  replace: "thay thế",
  recall: "thu hồi",
  "take-back": "lấy lại",
};

/** How a document came. */
export const CHANNEL_WORDS: Record<NonNullable<IncomingDocument["channel"]>, string> = {
  paper: "Văn bản giấy",
  email: "Thư điện tử",
  file: "Tệp chuyển đến",
};

/** Mức độ khẩn, by the number of a packet. */
export const PRIORITY_WORDS = ["Thường", "Khẩn", "Thượng khẩn", "Hỏa tốc", "Hỏa tốc hẹn giờ"] as const;
