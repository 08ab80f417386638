import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { dropSessionCookie } from "../../api/security.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { shortDate } from "../parts/dates.ts";
import { KeyPasswordField } from "../parts/people-fields.tsx";
import { Field } from "../parts/pieces.tsx";
import { requireKeyPassword } from "./set-up.tsx";

/** One's own account: password and signing key. */
export function accountPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    const person = await office.access.person(actor.organisationId, actor.personId);
    const key = (await office.keys.list(actor.organisationId)).find((one) => one.personId === actor.personId);
    return show(
      desk,
      c,
      {
        title: "Tài khoản của tôi",
        lead: `${person.name}, ${person.position} (${person.userName})`,
        active: "/tai-khoan",
        problem,
      },
      <div class="columns">
        {may(actor, "document.sign") ? (
          <section class="card">
            <h2>Khóa ký của tôi</h2>
            <p>
              {key ? (
                <>
                  <span class="trial">THỬ NGHIỆM</span> {key.label}, hạn {shortDate(key.notBefore)} –{" "}
                  {shortDate(key.notAfter)}.
                </>
              ) : (
                "Chưa có khóa ký. Tạo khóa thử nghiệm để ký văn bản; mật khẩu chỉ mình bạn biết."
              )}
            </p>
            <form
              method="post"
              action="/tai-khoan/khoa"
              data-ask={key ? "Tạo khóa mới thay khóa đang dùng?" : undefined}
            >
              <KeyPasswordField />
              <div class="actions">
                <button type="submit" class={key ? undefined : "main"} data-busy="Đang tạo khóa…">
                  {key ? "Tạo khóa thử nghiệm mới" : "Tạo khóa thử nghiệm"}
                </button>
              </div>
            </form>
          </section>
        ) : null}
        <section class="card">
          <h2>Đổi mật khẩu đăng nhập</h2>
          <form method="post" action="/tai-khoan/mat-khau">
            <input type="hidden" name="userName" value={person.userName} autocomplete="username" />
            <Field name="current" label="Mật khẩu hiện nay" type="password" autocomplete="current-password" />
            <Field
              name="replacement"
              label="Mật khẩu mới"
              type="password"
              autocomplete="new-password"
              hint="Từ 8 ký tự. Đổi xong phải đăng nhập lại trên mọi máy."
            />
            <div class="actions">
              <button type="submit">Đổi mật khẩu</button>
            </div>
          </form>
        </section>
      </div>,
    );
  };

  app.get("/tai-khoan", (c) => page(c));

  app.post("/tai-khoan/khoa", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        if (!may(actor, "document.sign"))
          throw new VanthuError("FORBIDDEN", { message: "Chỉ lãnh đạo mới có khóa ký cá nhân." });
        const password = form.all("keyPassword")[0] ?? "";
        requireKeyPassword(password);
        await office.keys.issueTestKey(
          await office.access.organisation(actor.organisationId),
          { personId: actor.personId, name: actor.name },
          password,
          actor,
        );
        return "/tai-khoan?xong=da-cap-khoa";
      },
      (problem) => page(c, problem),
    );
  });

  app.post("/tai-khoan/mat-khau", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        const person = await office.access.person(actor.organisationId, actor.personId);
        await office.access.changePassword(
          person.userName,
          form.all("current")[0] ?? "",
          form.all("replacement")[0] ?? "",
        );
        dropSessionCookie(c);
        return "/dang-nhap";
      },
      (problem) => page(c, problem),
    );
  });
}
