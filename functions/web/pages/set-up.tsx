import type { Context, Hono } from "hono";
import type { NewPerson, Organisation } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { giveSessionCookie, signInFrom } from "../../api/security.ts";
import { setUpOffice } from "../../api/set-up.ts";
import { type Desk, type Form, formOf } from "../desk.tsx";
import { documentHtml, OpenPage } from "../parts/layout.tsx";
import { KeyPasswordField, OrganisationFields, PersonFields, rolesFrom } from "../parts/people-fields.tsx";
import { Notice, ProblemNotice } from "../parts/pieces.tsx";

/** First set-up of an installation, open only while there is no organisation. */
export function setUpPages(app: Hono, desk: Desk): void {
  const { office } = desk;

  const page = (c: Context, problem?: Problem, typed: Record<string, string> = {}, roles?: string[]) => {
    c.header("cache-control", "no-store");
    return c.html(
      documentHtml(
        <OpenPage
          title="Thiết lập lần đầu"
          lead="Máy chủ này chưa có cơ quan nào. Khai cơ quan và người đầu tiên; thêm người khác sau ở trang Quản trị."
          links={[["/kiem-tra", "Kiểm tra chữ ký"]]}
        >
          <ProblemNotice problem={problem} />
          <form method="post" action="/bat-dau">
            <section class="card">
              <h2>1. Cơ quan</h2>
              <OrganisationFields typed={typed} />
            </section>
            <section class="card">
              <h2>2. Người đầu tiên</h2>
              <PersonFields typed={typed} roles={roles ?? ["administrator", "drafter", "leader", "clerk"]} />
            </section>
            <section class="card">
              <h2>3. Khóa ký thử nghiệm</h2>
              <Notice tone="warn" title="Chứng thư thử nghiệm, không có giá trị pháp lý">
                <p>
                  Máy chủ tự lập một tổ chức chứng thực thử nghiệm để tập dượt trọn quy trình. Khi dùng thật, thay bằng
                  chứng thư do tổ chức có thẩm quyền cấp.
                </p>
              </Notice>
              <KeyPasswordField />
            </section>
            <div class="actions">
              <button class="main" type="submit" data-busy="Đang thiết lập…">
                Thiết lập
              </button>
            </div>
          </form>
        </OpenPage>,
      ),
      (problem?.status ?? 200) as 200,
    );
  };

  app.get("/bat-dau", async (c) => ((await isSetUp(office)) ? c.redirect("/dang-nhap", 303) : page(c)));

  app.post("/bat-dau", async (c) => {
    const form = await formOf(c);
    try {
      const keyPassword = form.all("keyPassword")[0] ?? "";
      requireKeyPassword(keyPassword);
      await setUpOffice(office, organisationFrom(form), personFrom(form), keyPassword);
      const { token, endsAt } = await office.access.signIn(form.text("userName"), form.all("password")[0] ?? "", {
        from: signInFrom(c),
      });
      giveSessionCookie(c, token, { secure: desk.secureCookies, expiresAt: new Date(endsAt) });
      return c.redirect("/tong-quan?xong=da-thiet-lap", 303);
    } catch (error) {
      logFault(error, c);
      return page(c, problemOf(error), form.texts(), form.all("roles"));
    }
  });
}

async function isSetUp(office: Office): Promise<boolean> {
  return (await office.access.organisations()).length > 0;
}

/** A new organisation from {@link OrganisationFields}. */
export function organisationFrom(form: Form): Omit<Organisation, "id"> {
  return {
    code: form.text("code"),
    name: form.text("organisationName"),
    ...(form.text("superior") ? { superior: form.text("superior") } : {}),
    place: form.text("place"),
    system: form.text("system") === "party" ? "party" : "state",
    ...(form.text("term") ? { term: form.text("term") } : {}),
  };
}

/** A new person from {@link PersonFields}. */
export function personFrom(form: Form): Omit<NewPerson, "organisationId"> {
  return {
    name: form.text("personName"),
    position: form.text("position"),
    userName: form.text("userName"),
    password: form.all("password")[0] ?? "",
    roles: rolesFrom(form),
  };
}

/** @throws INVALID when a key's password is too short */
export function requireKeyPassword(password: string): void {
  if ([...password].length < 8)
    throw new VanthuError("INVALID", { message: "Mật khẩu khóa ký phải có ít nhất 8 ký tự.", where: "keyPassword" });
}
