import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import {
  allow,
  type Provider,
  type ProviderInput,
  type Role,
  type SignInSettings,
} from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { sessionToken } from "../../api/security.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ConfirmProof, isProved, PasskeyScript } from "../parts/confirm-proof.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { WAY_WORDS } from "../parts/identity-words.ts";
import { Chip, Empty, Field, Scroll, Select, Step } from "../parts/pieces.tsx";
import { ROLE_WORDS } from "../parts/words.ts";
import { SessionTable } from "./account-sign-in.tsx";
import { redirectUriOf } from "./sign-in.tsx";

const ADDRESS = "/quan-tri/dang-nhap";
const WAYS = ["password", "passkey", "provider", "apiKey"] as const;
/** Short, for a table that a telephone shows too. */
const COLUMNS = { password: "Mật khẩu", passkey: "Passkey", provider: "Nhà cung cấp", apiKey: "Khóa API" };
const ROLES = Object.keys(ROLE_WORDS) as Role[];
const CLAIMS: [string, string][] = [
  ["email", "Thư điện tử (email), phải được nhà cung cấp xác minh"],
  ["preferred_username", "Tên đăng nhập ở đó (preferred_username)"],
  ["sub", "Mã tài khoản (sub)"],
];

/** How people of the organisation may sign in; identity providers; what one person signs in with. */
export function signInAdministrationPages(app: Hono<WebEnv>, desk: Desk): void {
  const { access } = desk.office;

  const page = async (c: WebContext, problem?: Problem, typed?: Record<string, string>) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const [settings, providers, people, proved] = await Promise.all([
      access.signInSettings(actor),
      access.providers(actor),
      access.people(actor.organisationId),
      isProved(desk, c),
    ]);
    return show(
      desk,
      c,
      {
        title: "Đăng nhập",
        lead: "Ai được vào bằng cách nào; nhà cung cấp định danh.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        {proved ? null : <ConfirmProof back={ADDRESS} />}
        <Settings settings={settings} />
        <section class="card">
          <h2>Nhà cung cấp định danh (OpenID Connect)</h2>
          {providers.length === 0 ? <Empty title="Chưa khai nhà cung cấp nào." /> : null}
          {providers.map((provider) => (
            <ProviderCard provider={provider} redirectUri={redirectUriOf(c, provider.id)} />
          ))}
          <details open={typed?.id === ""}>
            <summary>Thêm nhà cung cấp</summary>
            <form method="post" action={`${ADDRESS}/nha-cung-cap`}>
              <ProviderFields provider={undefined} typed={typed?.id === "" ? typed : {}} scope="moi" />
              <div class="actions">
                <button type="submit" class="main">
                  Thêm
                </button>
              </div>
            </form>
          </details>
        </section>
        <section class="card">
          <h2>Từng người</h2>
          <p class="soft">Phiên đang mở, đặt lại bước xác thực thứ hai, tài khoản ở nhà cung cấp định danh.</p>
          <ul class="list">
            {people.map((person) => (
              <li>
                <a href={`${ADDRESS}/nguoi/${person.id}`}>{person.name}</a>
                <span class="soft">{person.userName}</span>
              </li>
            ))}
          </ul>
        </section>
        <PasskeyScript />
      </>,
    );
  };

  app.get(ADDRESS, (c) => page(c));

  const act = (path: string, done: string, does: (c: WebContext, form: Form) => Promise<unknown>, id = "") =>
    app.post(`${ADDRESS}/${path}`, async (c) => {
      const form = await formOf(c);
      return step(
        c,
        async () => {
          allow(c.get("actor"), "administer");
          await access.requireRecentProof(sessionToken(c));
          await does(c, form);
          return `${ADDRESS}?xong=${done}`;
        },
        (problem) => page(c, problem, { ...form.texts(), id: id || (c.req.param("id") ?? "") }),
      );
    });
  act("thiet-lap", "da-luu", (c, form) => access.changeSignInSettings(c.get("actor"), settingsFrom(form)));
  act("nha-cung-cap", "da-luu", (c, form) => access.saveProvider(c.get("actor"), providerFrom(form)));
  act("nha-cung-cap/:id", "da-luu", (c, form) =>
    access.saveProvider(c.get("actor"), { ...providerFrom(form), id: c.req.param("id") ?? "" }),
  );
  act("nha-cung-cap/:id/go", "da-go-nha-cung-cap", (c) =>
    access.removeProvider(c.get("actor"), c.req.param("id") ?? ""),
  );
  act("nha-cung-cap/:id/thu", "nha-cung-cap-tra-loi", (c) =>
    access.checkProvider(c.get("actor"), c.req.param("id") ?? ""),
  );

  const person = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const id = c.req.param("personId") ?? "";
    const [found, sessions, linked, providers, proved] = await Promise.all([
      access.person(actor.organisationId, id),
      access.sessionsOf(actor, id),
      access.linksOf(actor, id),
      access.providers(actor),
      isProved(desk, c),
    ]);
    const here = `${ADDRESS}/nguoi/${id}`;
    return show(
      desk,
      c,
      {
        title: `Đăng nhập: ${found.name}`,
        lead: `Tên đăng nhập ${found.userName}`,
        back: [ADDRESS, "Đăng nhập"],
        active: "/quan-tri",
        problem,
      },
      <>
        {proved ? null : <ConfirmProof back={here} />}
        <section class="card">
          <h2>Phiên đang mở</h2>
          {sessions.length === 0 ? <Empty title="Không có phiên nào đang mở." /> : <SessionTable sessions={sessions} />}
          {sessions.length === 0 ? null : (
            <div class="actions">
              <Step
                action={`${here}/phien`}
                name="Kết thúc mọi phiên"
                main={false}
                ask={`Kết thúc mọi phiên của ${found.name}?`}
              />
            </div>
          )}
        </section>
        <section class="card">
          <h2>Bước xác thực thứ hai</h2>
          <p>Khi người này mất điện thoại và mã dự phòng. Ứng dụng xác thực, mã dự phòng và khóa truy cập đều bị bỏ.</p>
          <div class="actions">
            <Step
              action={`${here}/xac-thuc`}
              name="Đặt lại"
              main={false}
              ask={`Bỏ bước xác thực thứ hai của ${found.name}?`}
            />
          </div>
        </section>
        {providers.length === 0 ? null : (
          <section class="card">
            <h2>Tài khoản ở nhà cung cấp định danh</h2>
            {providers.map((provider) => {
              const link = linked.links.find(({ providerId }) => providerId === provider.id);
              const value = linked.expected.find(({ providerId }) => providerId === provider.id)?.value;
              return (
                <>
                  <h3>{provider.name}</h3>
                  {link === undefined ? null : (
                    <>
                      <p>
                        <Chip tone="good">Đã liên kết</Chip> {link.label}, {dateAndTime(link.linkedAt)}
                      </p>
                      <Step
                        action={`${here}/lien-ket/${provider.id}/bo`}
                        name="Bỏ liên kết"
                        main={false}
                        ask="Bỏ liên kết này?"
                      />
                    </>
                  )}
                  {link === undefined ? (
                    <form method="post" action={`${here}/lien-ket/${provider.id}`}>
                      <Field
                        scope={provider.id}
                        name="value"
                        label={CLAIMS.find(([claim]) => claim === provider.claim)![1]}
                        value={value}
                        maxlength={255}
                        optional
                        hint={
                          provider.claim === "sub" || provider.autoLink
                            ? "Người có tài khoản này ở nhà cung cấp sẽ vào được với tên người này."
                            : "Nhà cung cấp này chưa bật tự liên kết: ghi sẵn, bật rồi mới có hiệu lực."
                        }
                      />
                      <div class="actions">
                        <button type="submit">Lưu</button>
                      </div>
                    </form>
                  ) : null}
                </>
              );
            })}
          </section>
        )}
        <PasskeyScript />
      </>,
    );
  };
  app.get(`${ADDRESS}/nguoi/:personId`, (c) => person(c));
  const personAct = (path: string, done: string, does: (c: WebContext, id: string, form: Form) => Promise<unknown>) =>
    app.post(`${ADDRESS}/nguoi/:personId/${path}`, async (c) => {
      const form = await formOf(c);
      const id = c.req.param("personId") ?? "";
      return step(
        c,
        async () => {
          allow(c.get("actor"), "administer");
          await access.requireRecentProof(sessionToken(c));
          await does(c, id, form);
          return `${ADDRESS}/nguoi/${id}?xong=${done}`;
        },
        (problem) => person(c, problem),
      );
    });
  personAct("phien", "da-ket-thuc-phien", (c, id) => access.endSessionsOf(c.get("actor"), id));
  personAct("xac-thuc", "da-dat-lai-xac-thuc", (c, id) => access.resetSecondFactor(c.get("actor"), id));
  personAct("lien-ket/:id", "da-luu", (c, id, form) =>
    access.expectIdentity(c.get("actor"), c.req.param("id") ?? "", id, form.text("value")),
  );
  personAct("lien-ket/:id/bo", "da-bo-lien-ket", (c, id) => access.unlink(c.get("actor"), c.req.param("id") ?? "", id));
}

const Settings: FC<{ settings: SignInSettings }> = ({ settings }) => (
  <section class="card">
    <h2>Ai được vào bằng cách nào</h2>
    <form method="post" action={`${ADDRESS}/thiet-lap`}>
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

const ProviderCard: FC<{ provider: Provider; redirectUri: string }> = ({ provider, redirectUri }) => (
  <article class="provider">
    <h3>
      {provider.name} {provider.enabled ? <Chip tone="good">Đang dùng</Chip> : <Chip tone="plain">Đã tắt</Chip>}
    </h3>
    <dl class="facts">
      <dt>Issuer</dt>
      <dd class="mono small">{provider.issuer}</dd>
      <dt>Địa chỉ quay về (redirect URI)</dt>
      <dd class="mono small">{redirectUri}</dd>
    </dl>
    <div class="actions">
      <Step action={`${ADDRESS}/nha-cung-cap/${provider.id}/thu`} name="Hỏi thử" main={false} />
      <Step
        action={`${ADDRESS}/nha-cung-cap/${provider.id}/go`}
        name="Gỡ"
        main={false}
        ask={`Gỡ ${provider.name}? Không ai vào được bằng nhà cung cấp này nữa.`}
      />
    </div>
    <details>
      <summary>Sửa</summary>
      <form method="post" action={`${ADDRESS}/nha-cung-cap/${provider.id}`}>
        <ProviderFields provider={provider} typed={{}} scope={provider.id} />
        <div class="actions">
          <button type="submit" class="main">
            Lưu
          </button>
        </div>
      </form>
    </details>
  </article>
);

const ProviderFields: FC<{ provider: Provider | undefined; typed: Record<string, string>; scope: string }> = ({
  provider,
  typed,
  scope,
}) => (
  <>
    <div class="pair">
      <Field
        scope={scope}
        name="name"
        label="Tên hiện ở trang đăng nhập"
        value={typed.name ?? provider?.name}
        maxlength={80}
      />
      <Field
        scope={scope}
        name="issuer"
        label="Địa chỉ (issuer)"
        value={typed.issuer ?? provider?.issuer}
        maxlength={500}
        hint="Bắt đầu bằng https://; không đổi được về sau."
      />
    </div>
    <div class="pair">
      <Field
        scope={scope}
        name="clientId"
        label="Mã ứng dụng (client id)"
        value={typed.clientId ?? provider?.clientId}
        maxlength={300}
      />
      <Field
        scope={scope}
        name="clientSecret"
        label="Mật khẩu ứng dụng (client secret)"
        type="password"
        autocomplete="off"
        optional
        hint={provider?.hasSecret ? "Đã có; để trống là giữ nguyên." : "Được mã hóa, không đọc lại được."}
      />
    </div>
    <Select
      scope={scope}
      name="claim"
      label="Nhận ra người bằng"
      value={typed.claim ?? provider?.claim}
      options={CLAIMS}
    />
    <div class="pair">
      <Field
        scope={scope}
        name="allowedClaim"
        label="Chỉ nhận tổ chức: tên thông tin"
        value={typed.allowedClaim ?? provider?.allowed?.claim}
        optional
        hint="Ví dụ hd, organization, groups."
      />
      <Field
        scope={scope}
        name="allowedValues"
        label="Giá trị được vào"
        value={typed.allowedValues ?? provider?.allowed?.values.join(", ")}
        optional
        hint="Cách nhau bằng dấu phẩy."
      />
    </div>
    <fieldset>
      <legend>Áp dụng</legend>
      <Check name="autoLink" checked={provider?.autoLink ?? false}>
        Lần vào đầu tự liên kết với người mà quản trị đã ghi sẵn tài khoản
      </Check>
      <Check name="trustedFactor" checked={provider?.trustedFactor ?? false}>
        Nhà cung cấp đã có bước xác thực thứ hai; ở đây không hỏi thêm
      </Check>
      <Check name="enabled" checked={provider?.enabled ?? true}>
        Cho đăng nhập bằng nhà cung cấp này
      </Check>
    </fieldset>
  </>
);

const Check: FC<{ name: string; checked: boolean; children?: string }> = ({ name, checked, children }) => (
  <label class="check">
    <input type="checkbox" name={name} value="1" checked={checked} />
    <span>{children}</span>
  </label>
);

function settingsFrom(form: Form): SignInSettings {
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

function providerFrom(form: Form): ProviderInput {
  const claim = form.text("allowedClaim");
  const values = form.text("allowedValues").split(/[,;\n]/).map((one) => one.trim()).filter((one) => one !== ""); // biome-ignore format: one thought
  if (claim === "" && values.length > 0)
    throw new VanthuError("INVALID", {
      message: "Cần tên thông tin tổ chức cho các giá trị được vào.",
      where: "allowed.claim",
    });
  const secret = form.all("clientSecret")[0] ?? "";
  return {
    name: form.text("name"),
    issuer: form.text("issuer"),
    clientId: form.text("clientId"),
    ...(secret === "" ? {} : { clientSecret: secret }),
    claim: form.text("claim") as ProviderInput["claim"],
    ...(claim === "" ? {} : { allowed: { claim, values } }),
    autoLink: form.text("autoLink") === "1",
    trustedFactor: form.text("trustedFactor") === "1",
    enabled: form.text("enabled") === "1",
  };
}
