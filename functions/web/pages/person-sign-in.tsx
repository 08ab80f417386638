import type { Hono } from "hono";
import { allow } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { type Desk, type Form, formOf, show, type WebContext, type WebEnv } from "../desk.tsx";
import { ConfirmProof, isProved, PasskeyScript } from "../parts/confirm-proof.tsx";
import { dateAndTime } from "../parts/dates.ts";
import { Chip, Empty, Field, Step } from "../parts/pieces.tsx";
import { provedStep } from "../parts/proved-step.ts";
import { CLAIMS } from "../parts/provider-fields.tsx";
import { SIGN_IN_ADMINISTRATION } from "../parts/sign-in-settings.tsx";
import { SessionTable } from "./account-sign-in.tsx";

/** What one person signs in with, as an administrator sees it: sessions, the second factor, accounts at providers. */
export function personSignInPages(app: Hono<WebEnv>, desk: Desk): void {
  const { access } = desk.office;

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
    const here = `${SIGN_IN_ADMINISTRATION}/nguoi/${id}`;
    return show(
      desk,
      c,
      {
        title: `Đăng nhập: ${found.name}`,
        lead: `Tên đăng nhập ${found.userName}`,
        back: [SIGN_IN_ADMINISTRATION, "Đăng nhập"],
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
  app.get(`${SIGN_IN_ADMINISTRATION}/nguoi/:personId`, (c) => person(c));
  const personAct = (path: string, done: string, does: (c: WebContext, id: string, form: Form) => Promise<unknown>) =>
    app.post(`${SIGN_IN_ADMINISTRATION}/nguoi/:personId/${path}`, async (c) => {
      const form = await formOf(c);
      const id = c.req.param("personId") ?? "";
      return provedStep(
        desk,
        c,
        () => does(c, id, form),
        `${SIGN_IN_ADMINISTRATION}/nguoi/${id}?xong=${done}`,
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
