import type { Hono } from "hono";
import type { Child, FC } from "hono/jsx";
import type { PasskeyView, ProviderLink, SecondFactorView, SessionView } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { sessionToken, signInFrom, siteOf } from "../../api/security.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ConfirmProof, isProved, PasskeyButton, PasskeyScript } from "../parts/confirm-proof.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { deviceWords, WAY_WORDS } from "../parts/identity-words.ts";
import { Chip, Empty, Field, Scroll, Step } from "../parts/pieces.tsx";
import { jsonOf, ownPath, passkeyParameters, RecoveryCodes, TotpSteps } from "./sign-in.tsx";

const ADDRESS = "/tai-khoan/dang-nhap";
const BACK: [string, string] = ["/tai-khoan", "Tài khoản của tôi"];

/** How one signs in: open sessions, authenticator app, passkeys, accounts at identity providers. */
export function accountSignInPages(app: Hono<WebEnv>, desk: Desk): void {
  const { access } = desk.office;

  const page = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const [sessions, factor, passkeys, links, proved] = await Promise.all([
      access.sessions(actor, sessionToken(c)),
      access.secondFactor(actor),
      access.passkeys(actor),
      access.links(actor),
      isProved(desk, c),
    ]);
    return show(
      desk,
      c,
      { title: "Đăng nhập và bảo mật", back: BACK, active: "/tai-khoan", problem },
      <>
        {proved ? null : <ConfirmProof back={ADDRESS} />}
        <Sessions sessions={sessions} />
        <div class="columns">
          <App factor={factor} />
          <Passkeys passkeys={passkeys} />
        </div>
        <Links {...links} />
        <section class="card">
          <h2>Khóa API</h2>
          <p>
            Cho phần mềm khác gọi hệ thống thay bạn: <a href="/tai-khoan/khoa-api">khóa API của tôi</a>.
          </p>
        </section>
        <PasskeyScript />
      </>,
    );
  };

  const shown = (c: WebContext, title: string, content: Child, problem?: Problem) =>
    show(desk, c, { title, back: [ADDRESS, "Đăng nhập và bảo mật"], active: "/tai-khoan", problem }, content);

  app.get(ADDRESS, (c) => page(c));

  const act = (path: string, done: string, does: (c: WebContext) => Promise<unknown>, dangerous = true) =>
    app.post(`${ADDRESS}/${path}`, (c) =>
      step(
        c,
        async () => {
          if (dangerous) await access.requireRecentProof(sessionToken(c));
          await does(c);
          return `${ADDRESS}?xong=${done}`;
        },
        (problem) => page(c, problem),
      ),
    );

  act("phien/khac", "da-ket-thuc-phien", (c) => access.endOtherSessions(c.get("actor"), sessionToken(c) ?? ""), false);
  act("phien/:id", "da-ket-thuc-phien", (c) => access.endSession(c.get("actor"), c.req.param("id") ?? ""), false);
  act("xac-thuc/bo", "da-bo-xac-thuc", (c) => access.removeTotp(c.get("actor")));
  act("khoa-truy-cap/:id/ten", "da-luu", async (c) =>
    access.renamePasskey(c.get("actor"), c.req.param("id") ?? "", (await formOf(c)).text("name")),
    false,
  ); // biome-ignore format: one thought
  act("khoa-truy-cap/:id/go", "da-go-khoa-truy-cap", (c) =>
    access.removePasskey(c.get("actor"), c.req.param("id") ?? ""),
  );
  act("khoa-truy-cap", "da-dang-ky-khoa", async (c) => {
    const form = await formOf(c);
    await access.addPasskey(c.get("actor"), siteOf(c), form.text("name"), jsonOf(form.text("answer")));
  });
  act("lien-ket/:id/bo", "da-bo-lien-ket", (c) => access.unlink(c.get("actor"), c.req.param("id") ?? ""));

  app.post(`${ADDRESS}/tham-so`, (c) =>
    passkeyParameters(c, async () => {
      await access.requireRecentProof(sessionToken(c));
      return access.passkeyRegistration(c.get("actor"), siteOf(c));
    }),
  );

  // The authenticator app: a page with the code to scan, then the recovery codes, shown once.
  const enrol = async (c: WebContext, problem?: Problem) => {
    const { secret, uri } = await access.beginTotp(c.get("actor"));
    return shown(
      c,
      "Cài ứng dụng xác thực",
      <form class="card reading check-code" method="post" action={`${ADDRESS}/xac-thuc`}>
        <TotpSteps secret={secret} uri={uri} />
        <div class="actions">
          <button class="main" type="submit">
            Cài xong
          </button>
        </div>
      </form>,
      problem,
    );
  };
  app.get(`${ADDRESS}/xac-thuc`, async (c) => ((await isProved(desk, c)) ? enrol(c) : page(c)));
  const codes = async (
    c: WebContext,
    made: () => Promise<string[]>,
    again: (problem: Problem) => Promise<Response>,
  ) => {
    let answer: Response | undefined;
    const otherwise = await step(
      c,
      async () => {
        const list = await made();
        answer = await shown(
          c,
          "Giữ lại mã dự phòng",
          <section class="card reading">
            <RecoveryCodes codes={list} />
            <div class="actions">
              <a class="button main" href={ADDRESS}>
                Đã ghi lại
              </a>
            </div>
          </section>,
        );
        return ADDRESS;
      },
      again,
    );
    return answer ?? otherwise;
  };
  app.post(`${ADDRESS}/xac-thuc`, async (c) => {
    const form = await formOf(c);
    return codes(
      c,
      async () => {
        await access.requireRecentProof(sessionToken(c));
        return access.confirmTotp(c.get("actor"), form.text("code"));
      },
      // The secret is shown only to whoever proved lately who it is.
      async (problem) => ((await isProved(desk, c)) ? enrol(c, problem) : page(c, problem)),
    );
  });
  app.post(`${ADDRESS}/ma-du-phong`, (c) =>
    codes(
      c,
      async () => {
        await access.requireRecentProof(sessionToken(c));
        return access.renewRecoveryCodes(c.get("actor"));
      },
      (problem) => page(c, problem),
    ),
  );

  // Proving again, from whatever page asks for it.
  app.post("/tai-khoan/xac-nhan/tham-so", (c) =>
    passkeyParameters(c, () => access.passkeyOptions(siteOf(c), { session: sessionToken(c) ?? "" })),
  );
  app.post("/tai-khoan/xac-nhan", async (c) => {
    const form = await formOf(c);
    const back = ownPath(form.text("back"));
    const [password, code, answer] = [
      form.all("confirmPassword")[0] ?? "",
      form.text("confirmCode"),
      form.text("answer"),
    ];
    return step(
      c,
      async () => {
        const proof =
          answer !== ""
            ? { kind: "passkey" as const, site: siteOf(c), answer: jsonOf(answer) }
            : code !== ""
              ? { kind: "code" as const, code }
              : { kind: "password" as const, password };
        await access.confirmSession(sessionToken(c) ?? "", proof, signInFrom(c));
        return `${back}?xong=da-xac-nhan`;
      },
      (problem) =>
        show(
          desk,
          c,
          { title: "Xác nhận lại là bạn", active: "/tai-khoan", back: BACK, problem },
          <>
            <ConfirmProof back={back} />
            <PasskeyScript />
          </>,
        ),
    );
  });
}

/** Open sessions, with a way to end each. */
export const SessionTable: FC<{ sessions: SessionView[]; end?: (id: string) => string }> = ({ sessions, end }) => (
  <Scroll label="Phiên đang mở">
    <table>
      <caption class="visually-hidden">Phiên đang mở</caption>
      <thead>
        <tr>
          <th scope="col">Thiết bị</th>
          <th scope="col">Địa chỉ mạng</th>
          <th scope="col">Vào bằng</th>
          <th scope="col">Vào lúc</th>
          <th scope="col">Dùng gần nhất</th>
          <th scope="col">Kết thúc</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr>
            <td>{deviceWords(session.device)}</td>
            <td class="mono small">{session.address ?? "–"}</td>
            <td>{WAY_WORDS[session.way]}</td>
            <td>{dateAndTime(session.startedAt)}</td>
            <td>{dateAndTime(session.lastSeenAt)}</td>
            <td>
              {session.current ? (
                <Chip tone="good">Phiên này</Chip>
              ) : end === undefined ? (
                dateAndTime(session.endsAt)
              ) : (
                <Step action={end(session.id)} name="Kết thúc" main={false} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const Sessions: FC<{ sessions: SessionView[] }> = ({ sessions }) => (
  <section class="card">
    <h2>Phiên đang mở</h2>
    <p class="soft">Thấy phiên lạ thì kết thúc phiên đó rồi đổi mật khẩu ngay.</p>
    <SessionTable sessions={sessions} end={(id) => `${ADDRESS}/phien/${id}`} />
    {sessions.length > 1 ? (
      <div class="actions">
        <Step action={`${ADDRESS}/phien/khac`} name="Kết thúc mọi phiên khác" main={false} />
      </div>
    ) : null}
  </section>
);

const App: FC<{ factor: SecondFactorView }> = ({ factor }) => (
  <section class="card">
    <h2>Ứng dụng xác thực</h2>
    {factor.totpSince === undefined ? (
      <>
        <p>
          <Chip tone={factor.required ? "warn" : "plain"}>Chưa cài</Chip> Thêm một bước sau mật khẩu: mã sáu chữ số trên
          điện thoại.
        </p>
        <div class="actions">
          <a class="button main" href={`${ADDRESS}/xac-thuc`}>
            Cài ứng dụng xác thực
          </a>
        </div>
      </>
    ) : (
      <>
        <p>
          <Chip tone="good">Đang dùng</Chip> từ {dateAndTime(factor.totpSince)}. Còn {factor.recoveryCodesLeft} mã dự
          phòng.
        </p>
        <div class="actions">
          <a class="button" href={`${ADDRESS}/xac-thuc`}>
            Đổi điện thoại
          </a>
          <Step
            action={`${ADDRESS}/ma-du-phong`}
            name="Tạo mã dự phòng mới"
            main={false}
            ask="Mã dự phòng cũ sẽ hết hiệu lực. Tạo mã mới?"
          />
          {factor.required ? null : (
            <Step action={`${ADDRESS}/xac-thuc/bo`} name="Bỏ" main={false} ask="Bỏ bước xác thực thứ hai?" />
          )}
        </div>
        {factor.required ? <p class="hint">Cơ quan yêu cầu vai trò của bạn có bước này nên không bỏ được.</p> : null}
      </>
    )}
  </section>
);

const Passkeys: FC<{ passkeys: PasskeyView[] }> = ({ passkeys }) => (
  <section class="card">
    <h2>Khóa truy cập (passkey)</h2>
    <p class="soft">Đăng nhập bằng vân tay, khuôn mặt, mã PIN của máy hoặc khóa bảo mật, không cần mật khẩu.</p>
    <ul class="list">
      {passkeys.map((passkey) => (
        <li>
          <div>
            <strong>{passkey.name}</strong>{" "}
            {passkey.suspected === undefined ? null : <Chip tone="bad">Nghi bị sao chép, đã khóa</Chip>}
            <p class="soft small">
              Đăng ký {dateAndTime(passkey.createdAt)}
              {passkey.lastUsedAt === undefined ? "" : `, dùng gần nhất ${dateAndTime(passkey.lastUsedAt)}`}
              {passkey.synchronised ? ", có trên nhiều thiết bị" : ""}
            </p>
            <details>
              <summary>Đổi tên, gỡ</summary>
              <form method="post" action={`${ADDRESS}/khoa-truy-cap/${passkey.id}/ten`}>
                <Field scope={passkey.id} name="name" label="Tên" value={passkey.name} maxlength={60} />
                <div class="actions">
                  <button type="submit">Lưu tên</button>
                </div>
              </form>
              <Step
                action={`${ADDRESS}/khoa-truy-cap/${passkey.id}/go`}
                name="Gỡ khóa này"
                main={false}
                ask={`Gỡ khóa truy cập “${passkey.name}”?`}
              />
            </details>
          </div>
        </li>
      ))}
    </ul>
    <form method="post" action={`${ADDRESS}/khoa-truy-cap`}>
      <Field name="name" label="Tên khóa mới" value="" maxlength={60} hint="Ví dụ: Máy tính ở phòng văn thư." />
      <div class="actions">
        <PasskeyButton mode="create" options={`${ADDRESS}/tham-so`} name="Đăng ký khóa truy cập" />
      </div>
      <noscript>
        <p class="hint">Trình duyệt đang tắt JavaScript nên không đăng ký được khóa truy cập.</p>
      </noscript>
    </form>
  </section>
);

const Links: FC<{ links: ProviderLink[]; providers: { id: string; name: string }[] }> = ({ links, providers }) =>
  links.length === 0 && providers.length === 0 ? null : (
    <section class="card">
      <h2>Tài khoản của nhà cung cấp định danh</h2>
      {links.length === 0 ? <Empty title="Chưa liên kết tài khoản nào." /> : null}
      <ul class="list">
        {links.map((link) => (
          <li>
            <span>
              <strong>{link.providerName}</strong>: {link.label}{" "}
              <span class="soft small">từ {dateAndTime(link.linkedAt)}</span>
            </span>
            <Step
              action={`${ADDRESS}/lien-ket/${link.providerId}/bo`}
              name="Bỏ liên kết"
              main={false}
              ask="Bỏ liên kết? Sau đó không đăng nhập bằng tài khoản này được nữa."
            />
          </li>
        ))}
        {providers
          .filter(({ id }) => !links.some(({ providerId }) => providerId === id))
          .map(({ id, name }) => (
            <li>
              <span>{name}</span>
              <a class="button" href={`/dang-nhap/ngoai/${id}?lien-ket=1&ve=${encodeURIComponent(ADDRESS)}`}>
                Liên kết
              </a>
            </li>
          ))}
      </ul>
    </section>
  );
