import type { Context, Hono } from "hono";
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { SignInStep } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { logFault, problemAnswer, problemOf } from "../../api/problems.ts";
import {
  browserSecret,
  dropSessionCookie,
  giveBrowserSecret,
  giveSessionCookie,
  giveTicket,
  sessionToken,
  signInFrom,
  siteOf,
  ticketOf,
} from "../../api/security.ts";
import { actorOf, type Desk, formOf } from "../desk.tsx";
import { qrSvg } from "../parts/check-code.tsx";
import { PasskeyButton, PasskeyScript } from "../parts/confirm-proof.tsx";
import { documentHtml, OpenPage } from "../parts/layout.tsx";
import { Field, Notice, ProblemNotice } from "../parts/pieces.tsx";

const ADDRESS = "/dang-nhap";
const SECOND = `${ADDRESS}/buoc-hai`;
const ENROL = `${ADDRESS}/cai-xac-thuc`;

/** Signing in and out: password and second factor, passkey, identity provider. */
export function signInPages(app: Hono, desk: Desk): void {
  const { office, secureCookies } = desk;
  const { access } = office;

  const open = (c: Context, title: string, problem: Problem | undefined, content: Child, lead?: Child) => {
    c.header("cache-control", "no-store");
    return c.html(
      documentHtml(
        <OpenPage title={title} lead={lead} narrow links={[["/kiem-tra", "Kiểm tra chữ ký"]]}>
          <ProblemNotice problem={problem} />
          {content}
          <PasskeyScript />
        </OpenPage>,
      ),
      (problem?.status ?? 200) as 200,
    );
  };

  const page = async (c: Context, back: string, problem?: Problem, userName?: string) => {
    const [organisations, providers] = await Promise.all([access.organisations(), access.providerChoices()]);
    if (organisations.length === 0) return c.redirect("/bat-dau", 303);
    const left = await signedOutOf(c);
    return open(
      c,
      "Đăng nhập",
      problem,
      <>
        {left}
        <form class="card" method="post" action={ADDRESS}>
          <input type="hidden" name="back" value={back} />
          <Field
            name="userName"
            label="Tên đăng nhập"
            value={userName}
            autocomplete="username"
            autofocus
            maxlength={64}
          />
          <Field name="password" label="Mật khẩu" type="password" autocomplete="current-password" maxlength={256} />
          <div class="actions">
            <button class="main" type="submit" data-busy="Đang đăng nhập…">
              Đăng nhập
            </button>
          </div>
        </form>
        <form method="post" action={`${ADDRESS}/khoa-truy-cap`}>
          <input type="hidden" name="back" value={back} />
          <div class="actions">
            <PasskeyButton mode="get" options={`${ADDRESS}/tham-so`} name="Dùng khóa truy cập (passkey)" />
          </div>
        </form>
        {providers.length === 0 ? null : (
          <section class="card" aria-labelledby="cach-khac">
            <h2 id="cach-khac">Tài khoản của cơ quan</h2>
            <ul class="list">
              {providers.map(({ id, name }) => (
                <li>
                  <a class="button" href={`${ADDRESS}/ngoai/${id}?ve=${encodeURIComponent(back)}`}>
                    Đăng nhập bằng {name}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <p class="soft small">Quên mật khẩu thì nhờ người quản trị của cơ quan đặt lại.</p>
      </>,
    );
  };

  /** Signed out here: the session at the provider may still be open. */
  const signedOutOf = async (c: Context): Promise<Child> => {
    const providerId = c.req.query("da-xuat");
    if (providerId === undefined) return null;
    const there = await access.providerLogout(providerId, `${siteOf(c).origin}${ADDRESS}`);
    return (
      <Notice tone="good" title="Đã đăng xuất.">
        {there === undefined ? null : (
          <p>
            Máy dùng chung thì <a href={there.address}>đăng xuất cả khỏi {there.name}</a>.
          </p>
        )}
      </Notice>
    );
  };

  /** Whoever is in already is out first: a new sign-in is a new session. */
  const enter = async (c: Context, signedIn: { token: string; endsAt: string }) => {
    await access.signOut(sessionToken(c));
    giveSessionCookie(c, signedIn.token, { secure: secureCookies, expiresAt: new Date(signedIn.endsAt) });
    if (ticketOf(c) !== undefined) giveTicket(c, undefined);
  };

  const onward = async (c: Context, step: SignInStep, back: string) => {
    if (step.kind === "signed-in") {
      await enter(c, step);
      return c.redirect(back, 303);
    }
    giveTicket(c, step);
    return c.redirect(`${step.kind === "enrol" ? ENROL : SECOND}?ve=${encodeURIComponent(back)}`, 303);
  };

  app.get(ADDRESS, (c) => page(c, ownPath(c.req.query("ve"))));

  app.post(ADDRESS, async (c) => {
    const form = await formOf(c);
    const back = ownPath(form.text("back"));
    try {
      const step = await access.beginSignIn(form.text("userName"), form.all("password")[0] ?? "", signInFrom(c));
      return await onward(c, step, back);
    } catch (error) {
      logFault(error, c);
      return page(c, back, problemOf(error), form.text("userName"));
    }
  });

  app.post(`${ADDRESS}/tham-so`, (c) => passkeyParameters(c, () => access.passkeyOptions(siteOf(c))));
  app.post(`${ADDRESS}/khoa-truy-cap`, async (c) => {
    const form = await formOf(c);
    const back = ownPath(form.text("back"));
    try {
      await enter(c, await access.signInWithPasskey(siteOf(c), jsonOf(form.text("answer")), signInFrom(c)));
      return c.redirect(back, 303);
    } catch (error) {
      logFault(error, c);
      return page(c, back, problemOf(error));
    }
  });

  // The second step.
  const second = async (c: Context, back: string, problem?: Problem) => {
    const ticket = await access.ticket(ticketOf(c)).catch(() => undefined);
    if (ticket?.mode !== "second-factor") return page(c, back, problem);
    return open(
      c,
      "Bước xác thực thứ hai",
      problem,
      <>
        {ticket.ways.includes("totp") ? (
          <form class="card" method="post" action={SECOND}>
            <input type="hidden" name="back" value={back} />
            <Field
              name="code"
              label="Mã xác thực"
              autocomplete="one-time-code"
              autofocus
              maxlength={40}
              hint="Sáu chữ số trong ứng dụng xác thực, hoặc một mã dự phòng."
            />
            <div class="actions">
              <button class="main" type="submit" data-busy="Đang kiểm tra…">
                Tiếp tục
              </button>
            </div>
          </form>
        ) : null}
        {ticket.ways.includes("passkey") ? (
          <form method="post" action={SECOND}>
            <input type="hidden" name="back" value={back} />
            <div class="actions">
              <PasskeyButton mode="get" options={`${SECOND}/tham-so`} name="Dùng khóa truy cập" />
            </div>
            <noscript>
              <p class="hint">Trình duyệt đang tắt JavaScript nên không dùng được khóa truy cập.</p>
            </noscript>
          </form>
        ) : null}
        <p class="soft small">
          Mất điện thoại và mã dự phòng thì nhờ người quản trị của cơ quan đặt lại.{" "}
          <a href={ADDRESS}>Đăng nhập lại từ đầu</a>
        </p>
      </>,
      `Mật khẩu đúng, ${ticket.name}. Còn một bước.`,
    );
  };

  app.get(SECOND, (c) => second(c, ownPath(c.req.query("ve"))));
  app.post(`${SECOND}/tham-so`, (c) =>
    passkeyParameters(c, () => access.passkeyOptions(siteOf(c), { ticket: ticketOf(c) ?? "" })),
  );
  app.post(SECOND, async (c) => {
    const form = await formOf(c);
    const back = ownPath(form.text("back"));
    const answer = form.text("answer");
    try {
      const proof =
        answer === ""
          ? { kind: "code" as const, code: form.text("code") }
          : { kind: "passkey" as const, site: siteOf(c), answer: jsonOf(answer) };
      await enter(c, await access.finishSignIn(ticketOf(c) ?? "", proof, signInFrom(c)));
      return c.redirect(back, 303);
    } catch (error) {
      logFault(error, c);
      return second(c, back, problemOf(error));
    }
  });

  // The organisation demands a second factor, and there is none yet.
  const enrol = async (c: Context, back: string, problem?: Problem) => {
    const ticket = ticketOf(c);
    const known = await access.ticket(ticket).catch(() => undefined);
    if (known?.mode !== "enrol") return page(c, back, problem);
    const { secret, uri } = await access.beginEnrolment(ticket!);
    return open(
      c,
      "Cài bước xác thực thứ hai",
      problem,
      <form class="card check-code" method="post" action={ENROL}>
        <input type="hidden" name="back" value={back} />
        <TotpSteps secret={secret} uri={uri} />
        <div class="actions">
          <button class="main" type="submit" data-busy="Đang kiểm tra…">
            Cài xong, vào hệ thống
          </button>
        </div>
      </form>,
      "Cơ quan yêu cầu vai trò của bạn đăng nhập có thêm mã của ứng dụng xác thực.",
    );
  };
  app.get(ENROL, (c) => enrol(c, ownPath(c.req.query("ve"))));
  app.post(ENROL, async (c) => {
    const form = await formOf(c);
    const back = ownPath(form.text("back"));
    try {
      const done = await access.finishEnrolment(ticketOf(c) ?? "", form.text("code"), signInFrom(c));
      await enter(c, done);
      return open(
        c,
        "Giữ lại mã dự phòng",
        undefined,
        <section class="card">
          <RecoveryCodes codes={done.recoveryCodes} />
          <div class="actions">
            <a class="button main" href={back}>
              Đã ghi lại, vào hệ thống
            </a>
          </div>
        </section>,
      );
    } catch (error) {
      logFault(error, c);
      return enrol(c, back, problemOf(error));
    }
  });

  /**
   * Who links an account there with the own here. Another site must not set that off: it could have signed the browser in there as somebody
   * else before, whose account would then open this person's.
   */
  const whoLinks = async (c: Context) => {
    const site = c.req.header("sec-fetch-site");
    if (site !== undefined && site !== "same-origin")
      throw new VanthuError("CROSS_SITE", {
        message: "Yêu cầu không đến từ trang của hệ thống nên bị từ chối.",
        hint: "Mở Tài khoản của tôi, Đăng nhập và bảo mật rồi bấm Liên kết.",
      });
    const token = sessionToken(c);
    await access.requireRecentProof(token);
    return access.actorOf(token);
  };

  // Identity providers: there by a link, for a form's redirect may not leave our site (form-action).
  app.get(`${ADDRESS}/ngoai/:id`, async (c) => {
    const back = ownPath(c.req.query("ve"));
    const id = c.req.param("id");
    try {
      const had = browserSecret(c);
      const link = c.req.query("lien-ket") === undefined ? undefined : await whoLinks(c);
      const { address, browser } = await access.beginProvider(id, redirectUriOf(c, id), {
        back,
        ...(had === undefined ? {} : { browser: had }),
        ...(link === undefined ? {} : { link }),
      });
      giveBrowserSecret(c, browser);
      return c.redirect(address, 303);
    } catch (error) {
      logFault(error, c);
      return page(c, back, problemOf(error));
    }
  });
  app.get(`${ADDRESS}/ngoai/:id/quay-ve`, async (c) => {
    c.header("referrer-policy", "no-referrer");
    try {
      const token = sessionToken(c);
      const actor = token === undefined ? undefined : await actorOf(office, token);
      const query = new URL(c.req.url).searchParams;
      const answer = await access.finishProvider(c.req.param("id"), query, browserSecret(c), {
        from: signInFrom(c),
        ...(actor === undefined ? {} : { actor }),
      });
      return answer.purpose === "link"
        ? c.redirect(`${answer.back}?xong=da-lien-ket`, 303)
        : await onward(c, answer.step, ownPath(answer.back));
    } catch (error) {
      logFault(error, c);
      return page(c, "/tong-quan", problemOf(error));
    }
  });

  app.post("/dang-xuat", async (c) => {
    const { providerId } = await access.signOut(sessionToken(c));
    dropSessionCookie(c);
    return c.redirect(providerId === undefined ? ADDRESS : `${ADDRESS}?da-xuat=${providerId}`, 303);
  });
}

/** Where a provider leads people back to; each has its own, so that answers of two cannot be mixed up (RFC 9700, 4.4.2). */
export function redirectUriOf(c: Context, providerId: string): string {
  return `${siteOf(c).origin}${ADDRESS}/ngoai/${providerId}/quay-ve`;
}

/** How an authenticator app is set up, with the field for its first code. */
export function TotpSteps({ secret, uri }: { secret: string; uri: string }) {
  return (
    <>
      <p>
        1. Mở ứng dụng xác thực trên điện thoại (Google Authenticator, Microsoft Authenticator, FreeOTP…), quét mã này:
      </p>
      <div class="qr">{raw(qrSvg(uri, "Mã QR để cài ứng dụng xác thực"))}</div>
      <p class="small">
        Không quét được thì nhập khóa: <code class="mono">{secret.match(/.{1,4}/g)!.join(" ")}</code>
      </p>
      <Field
        name="code"
        label="2. Nhập mã đang hiện trong ứng dụng"
        autocomplete="one-time-code"
        maxlength={10}
        hint="Sáu chữ số; cứ 30 giây đổi một lần."
      />
    </>
  );
}

/** Recovery codes, shown once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <>
      <Notice tone="warn" title="Mã dự phòng chỉ hiện lần này">
        <p>In hoặc ghi ra giấy, cất nơi an toàn. Mỗi mã dùng được một lần, thay cho mã của điện thoại khi mất máy.</p>
      </Notice>
      <ul class="list codes">
        {codes.map((code) => (
          <li>
            <code class="mono">{code}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Answers a script that asks for a passkey's parameters; a problem as JSON, for the script to tell. */
export async function passkeyParameters(c: Context, parameters: () => Promise<unknown>): Promise<Response> {
  try {
    return c.json((await parameters()) as object, 200, { "cache-control": "no-store" });
  } catch (error) {
    logFault(error, c);
    return problemAnswer(problemOf(error));
  }
}

/** What a script wrote into a hidden field. @throws PASSKEY_REFUSED */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new VanthuError("PASSKEY_REFUSED", {
      message: "Trả lời của khóa truy cập không đọc được.",
      hint: "Thử lại, hoặc dùng cách đăng nhập khác.",
    });
  }
}

/** Only a path of our own may follow a sign-in, never another site's address. */
export function ownPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[\w./-]*$/.test(path) ? path : "/tong-quan";
}
