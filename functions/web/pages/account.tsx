import type { Hono } from "hono";
import { may } from "../../../shared/access/index.ts";
import { type Problem, VanthuError } from "../../../shared/errors/index.ts";
import { dropSessionCookie, signInFrom } from "../../api/security.ts";
import { type Desk, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ImportKey, KeyList, LinkKey } from "../parts/key-list.tsx";
import { KeyPasswordField } from "../parts/people-fields.tsx";
import { Field } from "../parts/pieces.tsx";
import { SignaturePicture } from "../parts/signature-picture.tsx";
import { sameOwner } from "../signing-desk.ts";
import { keyActions, SEAL_VALUE } from "./keys.tsx";
import { requireKeyPassword } from "./set-up.tsx";

const ADDRESS = "/tai-khoan";

/** One's own account: password, keys and the picture of one's signature; for the clerk also those of the seal. */
export function accountPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    const own = { personId: actor.personId };
    const keeper = may(actor, "document.seal");
    const signs = may(actor, "document.sign");
    const keyDesk = office.keys;
    const [person, keys, connections, picture, sealPicture] = await Promise.all([
      office.access.person(actor.organisationId, actor.personId),
      signs || keeper ? keyDesk.keys(actor) : [],
      signs || keeper ? keyDesk.connections(actor) : [],
      signs ? keyDesk.image(actor, own) : undefined,
      keeper ? keyDesk.image(actor, "seal") : undefined,
    ]);
    const ownKeys = keys.filter((key) => sameOwner(key.owner, own));
    const test = ownKeys.some((key) => key.test);
    const listing = { connections, now: office.clock(), address: ADDRESS };
    // The clerk keeps the seal (NĐ 30/2020/NĐ-CP Điều 32).
    const seal = keeper ? { picture: sealPicture } : undefined;
    const owners: [string, string][] = [
      ...(signs ? [["toi", "Tôi"] as [string, string]] : []),
      ...(keeper ? [[SEAL_VALUE, "Con dấu cơ quan"] as [string, string]] : []),
    ];
    // Once on the page: for a person who signs and keeps the seal, the forms ask whose key it is.
    const forms = (
      <>
        <ImportKey
          address={ADDRESS}
          owners={keeper ? owners : undefined}
          open={typed.p12Password !== undefined}
          owner={typed.owner}
        />
        <LinkKey
          address={ADDRESS}
          connections={connections}
          owners={keeper ? owners : undefined}
          typed={typed}
          open={typed.connection !== undefined}
          mayConnect={may(actor, "administer")}
        />
      </>
    );
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
        {signs ? (
          <section class="card">
            <h2>Chứng thư số của tôi</h2>
            <KeyList listing={{ ...listing, keys: ownKeys }} />
            <hr />
            {forms}
            <details open={ownKeys.length === 0}>
              <summary>{test ? "Tạo khóa thử nghiệm mới" : "Tạo khóa thử nghiệm"}</summary>
              <form
                method="post"
                action={`${ADDRESS}/khoa`}
                data-ask={test ? "Tạo khóa mới thay khóa thử nghiệm đang dùng?" : undefined}
              >
                <p class="hint">Để tập dượt: chữ ký không có giá trị pháp lý.</p>
                <KeyPasswordField />
                <div class="actions">
                  <button type="submit" class={ownKeys.length === 0 ? "main" : undefined} data-busy="Đang tạo khóa…">
                    {test ? "Tạo khóa thử nghiệm mới" : "Tạo khóa thử nghiệm"}
                  </button>
                </div>
              </form>
            </details>
          </section>
        ) : null}
        {signs ? (
          <section class="card">
            <SignaturePicture title="Hình chữ ký của tôi" address={`${ADDRESS}/hinh`} picture={picture} />
          </section>
        ) : null}
        {seal === undefined ? null : (
          <section class="card">
            <h2>Chứng thư số của con dấu</h2>
            <KeyList listing={{ ...listing, keys: keys.filter((key) => key.owner === "seal") }} />
            <hr />
            {signs ? null : forms}
            <SignaturePicture
              title="Hình dấu cơ quan"
              address={`${ADDRESS}/hinh`}
              owner={SEAL_VALUE}
              picture={seal.picture}
              seal
              level={3}
            />
          </section>
        )}
        <section class="card">
          <h2>Đăng nhập và bảo mật</h2>
          <p class="soft">Phiên đang mở, ứng dụng xác thực, khóa truy cập (passkey), tài khoản liên kết, khóa API.</p>
          <div class="actions">
            <a class="button" href="/tai-khoan/dang-nhap">
              Xem và thay đổi
            </a>
          </div>
        </section>
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

  app.get(ADDRESS, (c) => page(c));
  keyActions(app, desk, {
    address: ADDRESS,
    ownerFrom: (actor, value) => (value === SEAL_VALUE ? "seal" : { personId: actor.personId }),
    page,
    onlyOwn: true,
  });

  // Where a signing service brings the person back to, with its answer (OAuth2, RFC 6749, 4.1.2).
  app.get(`${ADDRESS}/dong-y`, (c) =>
    step(
      c,
      async () => {
        const [state, code] = [c.req.query("state") ?? "", c.req.query("code") ?? ""];
        if (code === "")
          throw new VanthuError("INVALID", {
            message: "Dịch vụ ký số không cho biết sự đồng ý. Chưa liên kết chứng thư số nào.",
            hint: "Liên kết lại và chọn đồng ý trên trang của dịch vụ.",
          });
        await office.keys.takeConsent(c.get("actor"), state, code);
        return `${ADDRESS}?xong=da-lien-ket-khoa`;
      },
      (problem) => page(c, problem),
    ),
  );

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
          signInFrom(c),
        );
        dropSessionCookie(c);
        return "/dang-nhap";
      },
      (problem) => page(c, problem),
    );
  });
}
