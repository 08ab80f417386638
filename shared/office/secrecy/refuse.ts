import { type Actor, SYSTEM_ACTOR } from "../../access/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { OfficeContext } from "../context.ts";
import { fileIsLocked, fileIsMarked } from "./file-text.ts";
import { nameIsMarked, valueIsMarked } from "./marking.ts";

/** What is looked at before anything of it is kept. */
export interface Brought {
  /** JSON or a form: every text in it. */
  value?: unknown;
  files?: readonly { name: string; bytes: Uint8Array }[];
  /** Names of files whose bytes are looked at elsewhere. */
  names?: readonly string[];
}

/** Why, for the person and for the sender of a packet. */
export const SECRET_REASON =
  "Văn bản, tài liệu mang dấu chỉ độ mật không được soạn thảo, lưu giữ, gửi, nhận trên hệ thống này. Hệ thống đã từ chối và không giữ lại nội dung.";
/** The law in force since 1 March 2026, and the one it replaced. */
const LAW =
  "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15 (thay Luật số 29/2018/QH14); Nghị định 30/2020/NĐ-CP Điều 16 khoản 3, Điều 18 khoản 2: văn bản mật quản lý theo pháp luật về bảo vệ bí mật nhà nước.";

/** Why a locked file does not come in either. */
export const LOCKED_REASON =
  "Tệp có mật khẩu hoặc được mã hóa nên không kiểm tra được dấu chỉ độ mật trong tệp. Hệ thống đã từ chối và không giữ lại nội dung.";

/** Is any of its files locked, so that nobody here can tell whether it is marked? */
export function isLocked({ files = [] }: Brought): boolean {
  return files.some(fileIsLocked);
}

/** Does it hold a marking MẬT, TỐI MẬT or TUYỆT MẬT? */
export function isMarked({ value, files = [], names = [] }: Brought): boolean {
  return valueIsMarked(value) || names.some(nameIsMarked) || files.some(fileIsMarked);
}

/**
 * Refuses what is marked as a State secret. Nothing of it is kept or told: the trail says only that a marked thing was refused, where, and to
 * whom.
 *
 * @param door where it was refused ("documents"), a word of ours
 * @throws SECRET_REFUSED; FILE_LOCKED for a file that only a password opens
 */
export async function refuseMarked(
  context: Pick<OfficeContext, "access" | "clock">,
  actor: Actor,
  brought: Brought,
  door: string,
): Promise<void> {
  if (isMarked(brought)) {
    await noteRefusal(context, actor.organisationId, actor, door);
    throw new VanthuError("SECRET_REFUSED", { message: SECRET_REASON, hint: LAW });
  }
  if (isLocked(brought))
    throw new VanthuError("FILE_LOCKED", {
      message: LOCKED_REASON,
      hint: "Gỡ mật khẩu (mã hóa) khỏi tệp rồi gửi lại; tài liệu có nội dung mật thì quản lý riêng theo pháp luật về bảo vệ bí mật nhà nước.",
    });
}

/** The line in the trail: that something was refused, never what. */
export async function noteRefusal(
  context: Pick<OfficeContext, "access" | "clock">,
  organisationId: string,
  actor: Pick<Actor, "personId" | "name"> = SYSTEM_ACTOR,
  door: string,
): Promise<void> {
  await context.access.commitAudited([], {
    organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: context.clock().toISOString(),
    action: "secret.refuse",
    subject: door,
  });
}
