import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import {
  type Action,
  type ApiKeyView,
  allow,
  PERMISSIONS,
  type Person,
  SIGNING_SCOPES,
  scopesFor,
} from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { sessionToken } from "../../api/security.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ConfirmProof, isProved, PasskeyScript } from "../parts/confirm-proof.tsx";
import { dateAndTime, shortDate } from "../parts/dates.ts";
import { Chip, Empty, Field, Notice, Scroll, Select, Step } from "../parts/pieces.tsx";

const OWN = "/tai-khoan/khoa-api";
const ALL = "/quan-tri/khoa-api";

/** Keys of machines: one's own, and for the administrator everybody's. */
export function apiKeyPages(app: Hono<WebEnv>, desk: Desk): void {
  const { access } = desk.office;

  for (const address of [OWN, ALL]) {
    const all = address === ALL;
    const page = async (c: WebContext, options: { problem?: Problem; form?: Form; key?: string } = {}) => {
      const actor = c.get("actor");
      if (all) allow(actor, "administer");
      const [keys, people, proved] = await Promise.all([
        access.apiKeys(actor),
        all ? access.people(actor.organisationId) : [],
        isProved(desk, c),
      ]);
      const shown = all ? keys : keys.filter(({ personId }) => personId === actor.personId);
      const scopes = all
        ? (Object.keys(PERMISSIONS) as Action[]).filter((one) => !SIGNING_SCOPES.includes(one))
        : scopesFor(actor);
      return show(
        desk,
        c,
        {
          title: all ? "Khóa API" : "Khóa API của tôi",
          lead: (
            <>
              Cho phần mềm khác gọi hệ thống, với đúng những việc được chọn và không hơn quyền của người đứng tên.{" "}
              <a href="/api/tai-lieu">Tài liệu API</a>
            </>
          ),
          back: all ? ["/quan-tri", "Quản trị"] : ["/tai-khoan/dang-nhap", "Đăng nhập và bảo mật"],
          active: all ? "/quan-tri" : "/tai-khoan",
          problem: options.problem,
        },
        <>
          {options.key === undefined ? null : (
            <Notice tone="warn" title="Khóa chỉ hiện lần này">
              <p>Chép vào cấu hình của phần mềm ngay; hệ thống chỉ giữ giá trị băm. Lộ khóa thì thu hồi.</p>
              <p>
                <code class="mono">{options.key}</code>
              </p>
            </Notice>
          )}
          {proved ? null : <ConfirmProof back={address} />}
          <KeyTable keys={shown} people={people} address={address} />
          <section class="card">
            <h2>Tạo khóa</h2>
            <form method="post" action={address}>
              <KeyFields form={options.form} people={people} scopes={scopes} owner={actor.personId} />
              <div class="actions">
                <button type="submit" class="main">
                  Tạo khóa
                </button>
              </div>
            </form>
          </section>
          <PasskeyScript />
        </>,
      );
    };

    app.get(address, (c) => page(c));
    app.post(address, async (c) => {
      const form = await formOf(c);
      let answer: Response | undefined;
      const otherwise = await step(
        c,
        async () => {
          await access.requireRecentProof(sessionToken(c));
          const { key } = await access.createApiKey(c.get("actor"), inputFrom(form, all));
          answer = await page(c, { key });
          return address;
        },
        (problem) => page(c, { problem, form }),
      );
      return answer ?? otherwise;
    });
    app.post(`${address}/:id/thu-hoi`, (c) =>
      step(
        c,
        async () => {
          await access.revokeApiKey(c.get("actor"), c.req.param("id"));
          return `${address}?xong=da-thu-hoi-khoa-api`;
        },
        (problem) => page(c, { problem }),
      ),
    );
  }
}

const KeyTable: FC<{ keys: ApiKeyView[]; people: Person[]; address: string }> = ({ keys, people, address }) => (
  <section class="card">
    <h2>Khóa đã tạo</h2>
    {keys.length === 0 ? (
      <Empty title="Chưa có khóa API nào." />
    ) : (
      <Scroll label="Khóa API">
        <table>
          <caption class="visually-hidden">Khóa API</caption>
          <thead>
            <tr>
              <th scope="col">Tên</th>
              {people.length === 0 ? null : <th scope="col">Đứng tên</th>}
              <th scope="col">Được làm</th>
              <th scope="col">Hết hạn</th>
              <th scope="col">Dùng gần nhất</th>
              <th scope="col">Tình trạng</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr>
                <td>
                  <strong>{key.name}</strong>
                  <p class="mono small soft">{key.start}…</p>
                </td>
                {people.length === 0 ? null : <td>{people.find(({ id }) => id === key.personId)?.name ?? "–"}</td>}
                <td class="small">
                  {key.scopes.map(scopeWords).join("; ")}
                  {key.addresses.length === 0 ? null : <p class="soft">Chỉ từ {key.addresses.join(", ")}</p>}
                </td>
                <td>{shortDate(key.expiresAt)}</td>
                <td>
                  {key.lastUsedAt === undefined ? "Chưa dùng" : dateAndTime(key.lastUsedAt)}
                  {key.lastAddress === undefined ? null : <p class="mono small soft">{key.lastAddress}</p>}
                </td>
                <td>
                  {key.revokedAt !== undefined ? (
                    <Chip tone="bad">Đã thu hồi</Chip>
                  ) : Date.parse(key.expiresAt) < Date.now() ? (
                    <Chip tone="plain">Hết hạn</Chip>
                  ) : (
                    <Step
                      action={`${address}/${key.id}/thu-hoi`}
                      name="Thu hồi"
                      main={false}
                      ask={`Thu hồi khóa “${key.name}”? Phần mềm dùng khóa này sẽ ngừng ngay.`}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
  </section>
);

const KeyFields: FC<{ form: Form | undefined; people: Person[]; scopes: Action[]; owner: string }> = (props) => {
  const { form, people, scopes, owner } = props;
  return (
    <>
      <div class="pair">
        <Field
          name="name"
          label="Tên khóa"
          value={form?.text("name")}
          maxlength={80}
          hint="Phần mềm nào dùng, để làm gì."
        />
        <Field name="days" label="Dùng trong (ngày)" type="number" value={form?.text("days") ?? "90"} />
      </div>
      {people.length === 0 ? null : (
        <Select
          name="personId"
          label="Người đứng tên"
          value={form?.text("personId") ?? owner}
          options={people
            .filter(({ disabled }) => !disabled)
            .map(({ id, name, position }) => [id, `${name} (${position})`])}
          hint="Khóa không làm được gì ngoài quyền của người này."
        />
      )}
      <fieldset class="scopes">
        <legend>Được làm</legend>
        {scopes.map((scope) => (
          <label class="check">
            <input type="checkbox" name="scopes" value={scope} checked={form?.all("scopes").includes(scope) ?? false} />
            <span>
              {scopeWords(scope)} <span class="soft small mono">{scope}</span>
              {SIGNING_SCOPES.includes(scope) ? <Chip tone="warn">phần mềm ký thay bạn</Chip> : null}
            </span>
          </label>
        ))}
      </fieldset>
      <Field
        name="addresses"
        label="Chỉ nhận từ địa chỉ mạng"
        value={form?.text("addresses")}
        optional
        rows={2}
        hint="Mỗi dòng một địa chỉ hoặc dải, ví dụ 10.20.0.0/16. Để trống là từ đâu cũng được."
      />
    </>
  );
};

function scopeWords(scope: string): string {
  const label: string = Object.hasOwn(PERMISSIONS, scope) ? PERMISSIONS[scope as Action].label : scope;
  return label.charAt(0).toLocaleUpperCase("vi") + label.slice(1);
}

function inputFrom(form: Form, all: boolean) {
  return {
    name: form.text("name"),
    scopes: form.all("scopes"),
    days: Number(form.text("days") || Number.NaN),
    addresses: form.lines("addresses"),
    ...(all && form.text("personId") !== "" ? { personId: form.text("personId") } : {}),
  };
}
