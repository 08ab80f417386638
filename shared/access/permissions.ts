import { VanthuError } from "../errors/index.ts";
import type { Actor, Role } from "./model.ts";

/**
 * Who may do what; `label` completes the Vietnamese sentence "Bạn không có quyền …".
 * The clerk numbers, registers, seals, issues and receives (NĐ 30/2020/NĐ-CP Điều 6.4); the leader signs (Điều 13); the drafter drafts
 * (Điều 10). Nobody holds all: an administrator looks after accounts and sees the audit trail, but signs nothing.
 */
export const PERMISSIONS = {
  "programme.read": { roles: ["drafter", "leader", "clerk"], label: "xem chương trình nhiệm vụ" },
  "programme.edit": { roles: ["drafter", "leader"], label: "nhập và sửa nhiệm vụ" },
  "document.read": { roles: ["drafter", "leader", "clerk"], label: "xem văn bản" },
  "document.draft": { roles: ["drafter", "leader", "clerk"], label: "soạn văn bản" },
  "document.submit": { roles: ["drafter", "leader", "clerk"], label: "trình văn bản" },
  "document.return": { roles: ["leader", "clerk"], label: "trả lại văn bản trình" },
  "document.sign": { roles: ["leader"], label: "ký văn bản" },
  "document.number": { roles: ["clerk"], label: "cấp số văn bản" },
  "document.seal": { roles: ["clerk"], label: "đóng dấu văn bản" },
  "document.issue": { roles: ["clerk"], label: "phát hành văn bản" },
  "document.send": { roles: ["clerk"], label: "gửi văn bản" },
  "document.copy": { roles: ["clerk"], label: "sao văn bản" },
  "document.recall": { roles: ["leader", "clerk"], label: "thu hồi văn bản" },
  "incoming.receive": { roles: ["clerk"], label: "tiếp nhận văn bản đến" },
  "incoming.assign": { roles: ["leader", "clerk"], label: "chuyển văn bản đến" },
  "incoming.process": { roles: ["drafter", "leader", "clerk"], label: "xử lý văn bản đến" },
  "register.read": { roles: ["drafter", "leader", "clerk"], label: "xem sổ văn bản" },
  "audit.read": { roles: ["leader", "administrator"], label: "xem nhật ký" },
  administer: { roles: ["administrator"], label: "quản trị cơ quan và tài khoản" },
} as const satisfies Record<string, { roles: Role[]; label: string }>;

/** An action of {@link PERMISSIONS}. */
export type Action = keyof typeof PERMISSIONS;

/** May this person do it? For pages that show or hide a button. */
export function may(actor: Actor, action: Action): boolean {
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
