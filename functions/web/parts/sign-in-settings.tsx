import type { FC } from "hono/jsx";
import type { Role, SignInSettings } from "../../../shared/access/index.ts";
import type { Form } from "../desk.tsx";
import { WAY_WORDS } from "./identity-words.ts";
import { Field, Scroll } from "./pieces.tsx";
import { ROLE_WORDS } from "./words.ts";

/** Where administrators keep how people sign in. */
export const SIGN_IN_ADMINISTRATION = "/quan-tri/dang-nhap";

const WAYS = ["password", "passkey", "provider", "apiKey"] as const;
/** Short, for a table that a telephone shows too. */
const COLUMNS = { password: "Mật khẩu", passkey: "Passkey", provider: "Nhà cung cấp", apiKey: "Khóa API" };
const ROLES = Object.keys(ROLE_WORDS) as Role[];

/** Which role may come in by which way, and how long a session or a key lasts. */
export const SettingsForm: FC<{ settings: SignInSettings }> = ({ settings }) => (
  <section class="card">
    <h2>Ai được vào bằng cách nào</h2>
    <form method="post" action={`${SIGN_IN_ADMINISTRATION}/thiet-lap`}>
      <p class="soft">
        Người có nhiều vai trò dùng được một cách khi cách đó mở cho mọi vai trò của họ. Bước xác thực thứ hai áp dụng
        từ lần đăng nhập sau.
      </p>
      <Scroll label="Cách đăng nhập theo vai trò">
        <table>
          <caption class="visually-hidden">Cách đăng nhập theo vai trò</caption>
          <thead>
            <tr>
              <th scope="col">Vai trò</th>
              {WAYS.map((way) => (
                <th scope="col">{COLUMNS[way]}</th>
              ))}
              <th scope="col">Bắt buộc bước thứ hai</th>
            </tr>
          </thead>
          <tbody>
            {ROLES.map((role) => (
              <tr>
                <th scope="row">{ROLE_WORDS[role]}</th>
                {WAYS.map((way) => (
                  <td>
                    <input
                      type="checkbox"
                      name={`open.${way}`}
                      value={role}
                      checked={!settings.closed[way].includes(role)}
                      aria-label={`${ROLE_WORDS[role]}: ${WAY_WORDS[way]}`}
                    />
                  </td>
                ))}
                <td>
                  <input
                    type="checkbox"
                    name="secondFactor"
                    value={role}
                    checked={settings.secondFactorRoles.includes(role)}
                    aria-label={`${ROLE_WORDS[role]}: bắt buộc bước xác thực thứ hai`}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div class="pair">
        <Field
          name="idleMinutes"
          label="Phiên hết hạn khi không dùng (phút)"
          type="number"
          value={String(settings.idleMinutes)}
          hint="Từ 5 đến 1440; 0 là không tính."
        />
        <Field
          name="sessionHours"
          label="Phiên hết hạn dù đang dùng (giờ)"
          type="number"
          value={String(settings.sessionHours)}
          hint="Từ 1 đến 72."
        />
      </div>
      <Field
        name="apiKeyDays"
        label="Khóa API dùng được lâu nhất (ngày)"
        type="number"
        value={String(settings.apiKeyDays)}
        hint="Từ 1 đến 730."
      />
      <div class="actions">
        <button type="submit" class="main">
          Lưu thiết lập
        </button>
      </div>
    </form>
  </section>
);

/** The settings that form holds; a number left empty is NaN, which the desk refuses. */
export function settingsFrom(form: Form): SignInSettings {
  const number = (name: string) => (form.text(name) === "" ? Number.NaN : Number(form.text(name)));
  const closed = (way: string) => ROLES.filter((role) => !form.all(`open.${way}`).includes(role));
  return {
    closed: {
      password: closed("password"),
      passkey: closed("passkey"),
      provider: closed("provider"),
      apiKey: closed("apiKey"),
    },
    secondFactorRoles: ROLES.filter((role) => form.all("secondFactor").includes(role)),
    idleMinutes: number("idleMinutes"),
    sessionHours: number("sessionHours"),
    apiKeyDays: number("apiKeyDays"),
  };
}
