import type { Hono } from "hono";
import { allow } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { type Desk, type Form, formOf, show, type WebContext, type WebEnv } from "../desk.tsx";
import { ConfirmProof, isProved, PasskeyScript } from "../parts/confirm-proof.tsx";
import { Empty } from "../parts/pieces.tsx";
import { provedStep } from "../parts/proved-step.ts";
import { ProviderCard, ProviderFields, providerFrom } from "../parts/provider-fields.tsx";
import { SettingsForm, SIGN_IN_ADMINISTRATION, settingsFrom } from "../parts/sign-in-settings.tsx";
import { personSignInPages } from "./person-sign-in.tsx";
import { redirectUriOf } from "./sign-in.tsx";

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
        title: "Thiết lập đăng nhập",
        lead: "Ai được vào bằng cách nào; nhà cung cấp định danh.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        {proved ? null : <ConfirmProof back={SIGN_IN_ADMINISTRATION} />}
        <SettingsForm settings={settings} />
        <section class="card">
          <h2>Nhà cung cấp định danh (OpenID Connect)</h2>
          {providers.length === 0 ? <Empty title="Chưa khai nhà cung cấp nào." /> : null}
          {providers.map((provider) => (
            <ProviderCard provider={provider} redirectUri={redirectUriOf(c, provider.id)} />
          ))}
          <details open={typed?.id === ""}>
            <summary>Thêm nhà cung cấp</summary>
            <form method="post" action={`${SIGN_IN_ADMINISTRATION}/nha-cung-cap`}>
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
                <a href={`${SIGN_IN_ADMINISTRATION}/nguoi/${person.id}`}>{person.name}</a>
                <span class="soft">{person.userName}</span>
              </li>
            ))}
          </ul>
        </section>
        <PasskeyScript />
      </>,
    );
  };

  app.get(SIGN_IN_ADMINISTRATION, (c) => page(c));

  const act = (path: string, done: string, does: (c: WebContext, form: Form) => Promise<unknown>, id = "") =>
    app.post(`${SIGN_IN_ADMINISTRATION}/${path}`, async (c) => {
      const form = await formOf(c);
      return provedStep(
        desk,
        c,
        () => does(c, form),
        `${SIGN_IN_ADMINISTRATION}?xong=${done}`,
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

  personSignInPages(app, desk);
}
