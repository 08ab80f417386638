import { VanthuError } from "../errors/index.ts";
import type { Actor, Role } from "./model.ts";

/**
 * Who may do what; `label` completes the Vietnamese sentence "Bạn không có quyền …".
 * The clerk numbers, registers, seals, issues and receives (NĐ 30/2020/NĐ-CP Điều 6.4); the leader signs (Điều 13); the drafter drafts
 * (Điều 10); the archivist takes what the office hands over (Điều 29 to 31); the auditor reads everything, also the trail, and changes
 * nothing. Nobody holds all: an administrator looks after accounts and sees the audit trail, but signs nothing.
 */
export const PERMISSIONS = {
  "programme.read": { roles: ["drafter", "leader", "clerk", "auditor"], label: "xem chương trình nhiệm vụ" },
  "programme.edit": { roles: ["drafter", "leader"], label: "nhập và sửa nhiệm vụ" },
  "document.read": { roles: ["drafter", "leader", "clerk", "archivist", "auditor"], label: "xem văn bản" },
  "document.draft": { roles: ["drafter", "leader", "clerk"], label: "soạn văn bản" },
  "document.submit": { roles: ["drafter", "leader", "clerk"], label: "trình văn bản" },
  "document.handle": { roles: ["drafter", "leader", "clerk"], label: "xử lý văn bản" },
  "document.return": { roles: ["leader", "clerk"], label: "trả lại văn bản trình" },
  "document.approve": { roles: ["leader", "clerk"], label: "duyệt văn bản" },
  "document.sign": { roles: ["leader"], label: "ký văn bản" },
  "document.number": { roles: ["clerk"], label: "cấp số văn bản" },
  "document.seal": { roles: ["clerk"], label: "đóng dấu văn bản" },
  "document.issue": { roles: ["clerk"], label: "phát hành văn bản" },
  "document.send": { roles: ["clerk"], label: "gửi văn bản" },
  "document.copy": { roles: ["clerk"], label: "sao văn bản" },
  "document.recall": { roles: ["leader", "clerk"], label: "thu hồi văn bản" },
  "document.void": { roles: ["leader", "clerk"], label: "hủy văn bản" },
  "document.correct": { roles: ["leader", "clerk"], label: "đính chính, thay thế văn bản" },
  "document.restrict": { roles: ["drafter", "leader", "clerk"], label: "đặt quyền xem văn bản" },
  "rights.confirm": { roles: ["leader"], label: "xác nhận thay đổi quyền" },
  "incoming.receive": { roles: ["clerk"], label: "tiếp nhận văn bản đến" },
  "incoming.assign": { roles: ["leader", "clerk"], label: "chuyển văn bản đến" },
  "incoming.opinion": { roles: ["leader"], label: "cho ý kiến chỉ đạo văn bản đến" },
  "incoming.process": { roles: ["drafter", "leader", "clerk"], label: "xử lý văn bản đến" },
  "incoming.read": { roles: ["drafter", "leader", "clerk", "archivist", "auditor"], label: "xem văn bản đến" },
  "number.book": { roles: ["clerk"], label: "mở, khóa sổ đăng ký và tiếp quản số" },
  "register.read": { roles: ["drafter", "leader", "clerk", "archivist", "auditor"], label: "xem sổ văn bản" },
  "register.keep": { roles: ["clerk"], label: "giữ sổ văn bản" },
  "dossier.read": { roles: ["drafter", "leader", "clerk", "archivist", "auditor"], label: "xem hồ sơ" },
  "dossier.keep": { roles: ["drafter", "leader", "clerk", "archivist"], label: "lập và giữ hồ sơ" },
  "archive.keep": { roles: ["archivist"], label: "nhận hồ sơ nộp lưu và quản lý lưu trữ" },
  "directory.read": {
    roles: ["drafter", "leader", "clerk", "archivist", "auditor", "administrator"],
    label: "xem danh bạ cơ quan",
  },
  "grant.confirm": { roles: ["leader", "administrator"], label: "xác nhận việc tự cấp quyền" },
  "mandate.give": { roles: ["administrator"], label: "ghi thẩm quyền ký" },
  "audit.read": { roles: ["leader", "administrator", "auditor"], label: "xem nhật ký" },
  "audit.export": { roles: ["administrator", "auditor"], label: "xuất nhật ký" },
  "backup.make": { roles: ["administrator"], label: "sao lưu dữ liệu" },
  administer: { roles: ["administrator"], label: "quản trị cơ quan và tài khoản" },
} as const satisfies Record<string, { roles: Role[]; label: string }>;

/** An action of {@link PERMISSIONS}. */
export type Action = keyof typeof PERMISSIONS;

/** May this person do it? For pages that show or hide a button. */
export function may(actor: Actor, action: Action): boolean {
  if (actor.apiKey !== undefined && !actor.apiKey.scopes.includes(action)) return false;
  const roles: readonly Role[] = PERMISSIONS[action].roles;
  return actor.roles.some((role) => roles.includes(role));
}

/**
 * Lets an actor pass or throws; every service call begins with it.
 * @param organisationId whose data is touched; another organisation's data does not exist for this actor
 * @throws FORBIDDEN, NOT_FOUND
 * @example
 * allow(actor, "document.sign", document.organisationId);
 */
export function allow(actor: Actor, action: Action, organisationId?: string): void {
  if (organisationId !== undefined && organisationId !== actor.organisationId)
    throw new VanthuError("NOT_FOUND", { message: "Không tìm thấy dữ liệu này trong cơ quan của bạn." });
  if (!may(actor, action))
    throw new VanthuError("FORBIDDEN", {
      message: `Bạn không có quyền ${PERMISSIONS[action].label}.`,
      where: action,
      hint: "Liên hệ người quản trị của cơ quan để được phân quyền.",
    });
}

/** Refuses a machine's key where only the person may act: with a way in for somebody it would go beyond its scopes. @throws FORBIDDEN */
export function inPerson(actor: Actor | undefined): void {
  if (actor?.apiKey !== undefined)
    throw new VanthuError("FORBIDDEN", {
      message: "Việc này phải do chính người dùng đăng nhập thực hiện, không dùng khóa API.",
      where: "api-key",
    });
}
