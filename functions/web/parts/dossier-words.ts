import type { DossierState } from "../../../shared/dossiers/index.ts";
import type { FoundKind, Use } from "../../../shared/office/index.ts";
import type { Tone } from "./pieces.tsx";

/** States of a dossier in words. */
export const DOSSIER_STATES: Record<DossierState, { name: string; tone: Tone }> = {
  open: { name: "Đang mở", tone: "info" },
  closed: { name: "Đã kết thúc", tone: "plain" },
  offered: { name: "Chờ lưu trữ nhận", tone: "warn" },
  kept: { name: "Đã nộp lưu", tone: "good" },
};

/** What happened to a dossier. */
export const DOSSIER_ACTS: Record<string, string> = {
  open: "Mở hồ sơ",
  edit: "Sửa thông tin",
  put: "Đưa văn bản vào",
  "take-out": "Đưa văn bản ra",
  close: "Kết thúc hồ sơ",
  reopen: "Mở lại",
  access: "Đổi quyền xem",
  freeze: "Khóa",
  unfreeze: "Mở khóa",
  offer: "Nộp lưu",
  return: "Lưu trữ trả lại",
  receive: "Lưu trữ nhận",
  "keep-back": "Giữ lại",
  export: "Xuất gói",
  transfer: "Bàn giao",
};

/** Kinds of what is found, and what was done with it. */
export const FOUND_KINDS: Record<FoundKind, string> = {
  document: "Văn bản đi",
  incoming: "Văn bản đến",
  dossier: "Hồ sơ",
  upload: "Tài liệu",
};

/** See {@link FOUND_KINDS}. */
export const USES: Record<Use, string> = { view: "Xem", download: "Tải về", print: "In" };
