import type { FC } from "hono/jsx";
import type { Role } from "../../../shared/access/index.ts";
import type { Form } from "../desk.tsx";
import { Field, Select } from "./pieces.tsx";
import { ROLE_WORDS } from "./words.ts";

const ROLE_HINTS: Record<Role, string> = {
  drafter: "nhập nhiệm vụ, soạn, trình",
  leader: "ký hoặc trả lại",
  clerk: "cấp số, đóng dấu, gửi, tiếp nhận",
  archivist: "nhận hồ sơ nộp lưu, giữ kho lưu trữ",
  auditor: "xem mọi thứ, cả nhật ký; không sửa gì",
  administrator: "quản lý người dùng, thẩm quyền, khóa ký",
};

/** Fields of a new organisation. */
export const OrganisationFields: FC<{ typed: Record<string, string> }> = ({ typed }) => (
  <>
    <div class="pair">
      <Field
        name="organisationName"
        label="Tên cơ quan"
        value={typed.organisationName}
        hint="Ghi như trên văn bản: Ủy ban nhân dân tỉnh…, Tỉnh ủy…"
        maxlength={200}
      />
      <Field
        name="superior"
        label="Cơ quan cấp trên"
        optional
        value={typed.superior}
        hint="Dòng trên tên cơ quan ở đầu văn bản, nếu có."
        maxlength={200}
      />
    </div>
    <div class="pair">
      <Field
        name="code"
        label="Mã định danh"
        value={typed.code}
        hint="Theo Quyết định 20/2020/QĐ-TTg, ví dụ H35.01"
        maxlength={35}
      />
      <Field
        name="place"
        label="Địa danh"
        value={typed.place}
        hint="Ghi trước ngày tháng trên văn bản."
        maxlength={100}
      />
    </div>
    <div class="pair">
      <Select
        name="system"
        label="Hệ thống"
        value={typed.system}
        options={[
          ["state", "Cơ quan nhà nước (Nghị định 30/2020/NĐ-CP)"],
          ["party", "Cơ quan Đảng (Hướng dẫn của Văn phòng Trung ương)"],
        ]}
      />
      <Field
        name="term"
        label="Nhiệm kỳ"
        optional
        value={typed.term}
        hint="Chỉ cơ quan Đảng: số văn bản tính theo nhiệm kỳ, ví dụ 2025-2030."
        pattern="\d{4}-\d{4}"
      />
    </div>
  </>
);

/** Fields of a new person. */
export const PersonFields: FC<{ typed: Record<string, string>; roles: readonly string[]; scope?: string }> = ({
  typed,
  roles,
  scope,
}) => (
  <>
    <div class="pair">
      <Field
        scope={scope}
        name="personName"
        label="Họ và tên"
        value={typed.personName}
        autocomplete="name"
        hint="Người ký: ghi đúng như ở chỗ ký trên văn bản."
        maxlength={100}
      />
      <Field scope={scope} name="position" label="Chức vụ" value={typed.position} maxlength={100} />
    </div>
    <div class="pair">
      <Field
        scope={scope}
        name="userName"
        label="Tên đăng nhập"
        value={typed.userName}
        autocomplete="username"
        hint="Chữ không dấu, chữ số và . _ - @"
        maxlength={64}
      />
      <Field
        scope={scope}
        name="password"
        label="Mật khẩu đăng nhập"
        type="password"
        autocomplete="new-password"
        hint="Từ 8 ký tự."
        maxlength={256}
      />
    </div>
    <RoleChoice roles={roles} />
  </>
);

/** Roles to tick. */
export const RoleChoice: FC<{ roles: readonly string[] }> = ({ roles }) => (
  <fieldset>
    <legend>Vai trò</legend>
    {(Object.keys(ROLE_WORDS) as Role[]).map((role) => (
      <label class="check">
        <input type="checkbox" name="roles" value={role} checked={roles.includes(role)} />
        <span>
          {ROLE_WORDS[role]} <span class="soft small">– {ROLE_HINTS[role]}</span>
        </span>
      </label>
    ))}
  </fieldset>
);

/** Password that a key is kept under. */
export const KeyPasswordField: FC = () => (
  <Field
    name="keyPassword"
    label="Mật khẩu khóa ký"
    type="password"
    autocomplete="new-password"
    hint="Từ 8 ký tự. Hỏi mỗi lần ký; hệ thống không lưu, mất thì phải cấp khóa mới."
    maxlength={256}
  />
);

/** Roles ticked in a form. */
export function rolesFrom(form: Form): Role[] {
  return form.all("roles").filter((role): role is Role => role in ROLE_WORDS);
}
