import type { FC } from "hono/jsx";
import type { Person } from "../../../shared/access/index.ts";
import type { SigningKey } from "../../../shared/office/index.ts";
import { shortDate } from "./dates.ts";
import { PersonFields } from "./people-fields.tsx";
import { Chip, Scroll } from "./pieces.tsx";
import { ROLE_WORDS } from "./words.ts";

/** People of the office with what they may do and the key that they sign with. */
export const PeopleTable: FC<{ people: readonly Person[]; keys: readonly SigningKey[] }> = ({ people, keys }) => (
  <Scroll label="Người dùng">
    <table>
      <thead>
        <tr>
          <th scope="col">Họ và tên</th>
          <th scope="col">Chức vụ</th>
          <th scope="col">Tên đăng nhập</th>
          <th scope="col">Vai trò</th>
          <th scope="col">Khóa ký</th>
          <th scope="col">Tình trạng</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr>
            <td>
              <a href={`/quan-tri/nguoi-dung/${person.id}`}>{person.name}</a>
            </td>
            <td>{person.position}</td>
            <td>{person.userName}</td>
            <td>{person.roles.map((role) => ROLE_WORDS[role]).join(", ") || "Không có"}</td>
            <td>
              <KeyOf person={person} keys={keys} />
            </td>
            <td>{person.disabled ? <Chip tone="bad">Đã khóa</Chip> : <Chip tone="good">Đang dùng</Chip>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const KeyOf: FC<{ person: Person; keys: readonly SigningKey[] }> = ({ person, keys }) => {
  const own = keys.filter(({ owner }) => typeof owner === "object" && owner.personId === person.id);
  const key = own.find(({ preferred }) => preferred) ?? own[0];
  if (key) return <>{`${key.test ? "Thử nghiệm, hạn" : "Hạn"} ${shortDate(key.certificate.notAfter)}`}</>;
  return person.roles.includes("leader") ? <Chip tone="warn">Chưa có</Chip> : <span class="soft">không cần</span>;
};

/** The form for one more person, behind a disclosure. */
export const NewPersonForm: FC<{ typed: Record<string, string> }> = ({ typed }) => {
  const own = typed.organisationName === undefined ? typed : {};
  return (
    <details open={own.personName !== undefined}>
      <summary>Thêm người dùng</summary>
      <form method="post" action="/quan-tri/nguoi-dung">
        <PersonFields typed={own} roles={["drafter"]} />
        <p class="hint">Người mang vai trò lãnh đạo tự tạo khóa ký ở trang “Tài khoản của tôi”.</p>
        <div class="actions">
          <button class="main" type="submit">
            Thêm người dùng
          </button>
        </div>
      </form>
    </details>
  );
};
