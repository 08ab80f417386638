import type { Context, Hono } from "hono";
import type { Role } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import type { Office } from "../../../shared/office/index.ts";
import { logFault, problemOf } from "../../api/problems.ts";
import { giveSessionCookie } from "../../api/security.ts";
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
      if (await isSetUp(office)) {
        throw new VanthuError("FORBIDDEN", {
          message: "Hệ thống đã được thiết lập.",
          hint: "Đăng nhập bằng tài khoản quản trị để thêm cơ quan, người dùng.",
        });
      }
      await setUp(office, form);
      const { token, endsAt } = await office.access.signIn(form.text("userName"), form.all("password")[0] ?? "");
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

async function setUp(office: Office, form: Form): Promise<void> {
  const keyPassword = form.all("keyPassword")[0] ?? "";
  const { organisation, person } = await newOrganisation(office, form);
  if (person.roles.includes("leader"))
    await office.keys.issueTestKey(organisation, { personId: person.id, name: person.name }, keyPassword);
  await office.keys.issueTestKey(organisation, "seal", keyPassword);
}

/**
 * An organisation with its first person, from a form. What is wrong with the person or the key password is found before the
 * organisation is made, so that a refused form leaves nothing behind.
 *
 * @throws INVALID, ALREADY_EXISTS
 */
export async function newOrganisation(office: Office, form: Form): ReturnType<typeof create> {
  const password = form.all("password")[0] ?? "";
  const roles = rolesFrom(form);
  if (form.text("keyPassword") !== "" || form.all("keyPassword").length > 0)
    requireKeyPassword(form.all("keyPassword")[0] ?? "");
  if ([...password].length < 8) throw fault("password", "Mật khẩu đăng nhập phải có ít nhất 8 ký tự.");
  if (roles.length === 0) throw fault("roles", "Chọn ít nhất một vai trò.");
  if (form.text("personName") === "" || form.text("position") === "")
    throw fault("personName", "Ghi họ tên và chức vụ của người đầu tiên.");
  if (!/^[a-z0-9][a-z0-9._@-]{2,63}$/i.test(form.text("userName")))
    throw fault("userName", "Tên đăng nhập gồm 3 đến 64 ký tự: chữ không dấu, chữ số và . _ - @.");
  return create(office, form, password, roles);
}

async function create(office: Office, form: Form, password: string, roles: Role[]) {
  const organisation = await office.access.createOrganisation({
    code: form.text("code"),
    name: form.text("organisationName"),
    ...(form.text("superior") ? { superior: form.text("superior") } : {}),
    place: form.text("place"),
    system: form.text("system") === "party" ? "party" : "state",
    ...(form.text("term") ? { term: form.text("term") } : {}),
  });
  const person = await office.access.createPerson({
    organisationId: organisation.id,
    name: form.text("personName"),
    position: form.text("position"),
    userName: form.text("userName"),
    password,
    roles,
  });
  return { organisation, person };
}

/** @throws INVALID when a key's password is too short */
export function requireKeyPassword(password: string): void {
  if ([...password].length < 8) throw fault("keyPassword", "Mật khẩu khóa ký phải có ít nhất 8 ký tự.");
}

function fault(where: string, message: string): VanthuError {
  return new VanthuError("INVALID", { message, where });
}
