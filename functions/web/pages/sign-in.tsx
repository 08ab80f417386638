import type { Context, Hono } from "hono";
import type { Problem } from "../../../shared/errors/index.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { dropSessionCookie, giveSessionCookie, sessionToken } from "../../api/security.ts";
import { type Desk, formOf } from "../desk.tsx";
import { documentHtml, OpenPage } from "../parts/layout.tsx";
import { Field, ProblemNotice } from "../parts/pieces.tsx";

/** Signing in and out. */
export function signInPages(app: Hono, desk: Desk): void {
  const { office, secureCookies } = desk;

  const page = async (c: Context, back: string, problem?: Problem, userName?: string) => {
    if ((await office.access.organisations()).length === 0) return c.redirect("/bat-dau", 303);
    c.header("cache-control", "no-store");
    return c.html(
      documentHtml(
        <OpenPage title="Đăng nhập" narrow links={[["/kiem-tra", "Kiểm tra chữ ký"]]}>
          <ProblemNotice problem={problem} />
          <form class="card" method="post" action="/dang-nhap">
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
          <p class="soft small">Quên mật khẩu thì nhờ người quản trị của cơ quan đặt lại.</p>
        </OpenPage>,
      ),
      (problem?.status ?? 200) as 200,
    );
  };

  app.get("/dang-nhap", (c) => page(c, ownPath(c.req.query("ve"))));

  app.post("/dang-nhap", async (c) => {
    const form = await formOf(c);
    const back = ownPath(form.text("back"));
    try {
      const { token, endsAt } = await office.access.signIn(form.text("userName"), form.all("password")[0] ?? "");
      giveSessionCookie(c, token, { secure: secureCookies, expiresAt: new Date(endsAt) });
      return c.redirect(back, 303);
    } catch (error) {
      logFault(error, c);
      return page(c, back, problemOf(error), form.text("userName"));
    }
  });

  app.post("/dang-xuat", async (c) => {
    await office.access.signOut(sessionToken(c));
    dropSessionCookie(c);
    return c.redirect("/dang-nhap", 303);
  });
}

/** Only a path of our own may follow a sign-in, never another site's address. */
function ownPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[\w./-]*$/.test(path) ? path : "/tong-quan";
}
