import type { Hono } from "hono";
import { type Actor, allow, may } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { KeyOwner, SigningKey } from "../../../shared/office/index.ts";
import { fileAnswer, uploadedFile } from "../../api/files.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { ImportKey, KeyList, LinkKey } from "../parts/key-list.tsx";
import { validityOf } from "../parts/key-words.ts";
import { Notice } from "../parts/pieces.tsx";
import { SignaturePicture } from "../parts/signature-picture.tsx";
import { SigningTabs } from "../parts/signing-tabs.tsx";

const ADDRESS = "/quan-tri/chung-thu-so";
/** Value of a form's owner that means the seal. */
export const SEAL_VALUE = "dau";

/** All keys of the organisation with their certificates, and the pictures of seal and signatures. */
export function keyPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const [keys, connections, people, sealPicture] = await Promise.all([
      office.keys.keys(actor),
      office.keys.connections(actor),
      office.access.people(actor.organisationId),
      office.keys.image(actor, "seal"),
    ]);
    const leaders = people.filter((one) => one.roles.includes("leader") && !one.disabled);
    const pictures = await Promise.all(
      leaders.map(async (one) => ({ person: one, picture: await office.keys.image(actor, { personId: one.id }) })),
    );
    const owners: [string, string][] = [
      [SEAL_VALUE, "Con dấu cơ quan"],
      ...leaders.map((one): [string, string] => [one.id, `${one.name}, ${one.position}`]),
    ];
    const now = office.clock();
    const listing = {
      keys: inOrder(keys),
      connections,
      names: new Map(people.map((one) => [one.id, one.name])),
      now,
      address: ADDRESS,
    };
    return show(
      desk,
      c,
      {
        title: "Chứng thư số",
        lead: "Chứng thư số của con dấu cơ quan và của lãnh đạo, hạn dùng, hình dấu và hình chữ ký.",
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        <SigningTabs active={ADDRESS} />
        <Ending keys={keys} now={now} />
        <section class="card">
          <h2>Chứng thư số của cơ quan ({keys.length})</h2>
          <KeyList listing={listing} />
          <hr />
          <ImportKey address={ADDRESS} owners={owners} open={typed.p12Password !== undefined} owner={typed.owner} />
          <LinkKey
            address={ADDRESS}
            connections={connections}
            owners={owners}
            typed={typed}
            open={typed.connection !== undefined}
            mayConnect
          />
        </section>
        <div class="columns">
          <section class="card">
            <SignaturePicture
              title="Hình dấu cơ quan"
              address={`${ADDRESS}/hinh`}
              owner={SEAL_VALUE}
              picture={sealPicture}
              seal
            />
          </section>
          {pictures.map(({ person, picture }) => (
            <section class="card">
              <SignaturePicture
                title={`Hình chữ ký của ${person.name}`}
                address={`${ADDRESS}/hinh`}
                owner={person.id}
                picture={picture}
              />
            </section>
          ))}
        </div>
      </>,
    );
  };

  app.get(ADDRESS, (c) => page(c));
  keyActions(app, desk, { address: ADDRESS, ownerFrom: (_actor, value) => ownerOf(value), page, onlyOwn: false });
}

/** The owner that a form or an address names. */
function ownerOf(value: string): KeyOwner {
  return value === SEAL_VALUE || value === "" ? "seal" : { personId: value };
}

/** Those that end first come first; the seal's before people's. */
function inOrder(keys: readonly SigningKey[]): SigningKey[] {
  const rank = (key: SigningKey) =>
    `${key.owner === "seal" ? "0" : `1${key.owner.personId}`} ${key.certificate.notAfter}`;
  return keys.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

const Ending = ({ keys, now }: { keys: SigningKey[]; now: Date }) => {
  const soon = keys.filter((key) => validityOf(key.certificate, now).state === "soon");
  const gone = keys.filter((key) => validityOf(key.certificate, now).state === "expired");
  return soon.length + gone.length === 0 ? null : (
    <Notice
      tone="warn"
      title={[
        soon.length > 0 ? `${soon.length} chứng thư số sắp hết hạn trong 30 ngày` : "",
        gone.length > 0 ? `${gone.length} chứng thư số đã hết hạn` : "",
      ]
        .filter(Boolean)
        .join("; ")}
    >
      <p>Xin gia hạn hoặc cấp mới, rồi nhập chứng thư số mới trước khi gỡ chứng thư số cũ.</p>
    </Notice>
  );
};

/** What a page of keys does with its forms. */
export interface KeyForms {
  /** "/tai-khoan" */
  address: string;
  /** Whose key or picture the form is about. */
  ownerFrom(actor: Actor, value: string): KeyOwner;
  /** Shows the page again with what went wrong. */
  page(c: WebContext, problem?: Problem, typed?: Record<string, string>): Promise<Response>;
  /** The page of a person, not of the administrator. */
  onlyOwn: boolean;
}

/** Forms about keys and pictures below an address: the same for a person's own and for all of the organisation. */
export function keyActions(app: Hono<WebEnv>, desk: Desk, forms: KeyForms): void {
  const keyDesk = desk.office.keys;
  const { address, page } = forms;
  const owner = (c: WebContext, form: Form) => forms.ownerFrom(c.get("actor"), form.text("owner"));
  const posts: Record<string, { done: string; does(c: WebContext, form: Form): Promise<unknown> }> = {
    "khoa/nhap": {
      done: "da-nhap-khoa",
      async does(c, form) {
        const file = await uploadedFile(form.file("file"), "Tệp chứng thư số");
        await keyDesk.importPkcs12(c.get("actor"), owner(c, form), file.bytes, form.all("p12Password")[0] ?? "");
      },
    },
    "khoa/lien-ket": {
      done: "da-lien-ket-khoa",
      async does(c, form) {
        const [userId, credentialId] = [form.text("userId"), form.text("credentialId")];
        const [password, pin] = [form.all("linkPassword")[0], form.all("linkPin")[0]];
        const at = { ...(userId && { userId }), ...(credentialId && { credentialId }) };
        const id = form.text("connection");
        const connection = (await keyDesk.connections(c.get("actor"))).find((one) => one.id === id);
        if (connection?.settings.access === "consent") {
          const { address: service } = await keyDesk.consent(c.get("actor"), owner(c, form), id, at);
          return leavePage(desk, c, connection.name, service, address);
        }
        const unlock = { ...(password && { password }), ...(pin && { pin }) };
        await keyDesk.linkKey(c.get("actor"), owner(c, form), id, at, unlock);
      },
    },
    "khoa/uu-tien": { done: "da-luu", does: (c, form) => keyDesk.preferKey(c.get("actor"), form.text("id")) },
    "khoa/otp": { done: "da-gui-otp", does: (c, form) => keyDesk.sendOtp(c.get("actor"), form.text("id")) },
    "khoa/go": { done: "da-go-khoa", does: (c, form) => keyDesk.removeKey(c.get("actor"), form.text("id")) },
    hinh: {
      done: "da-luu-hinh",
      async does(c, form) {
        const file = await uploadedFile(form.file("file"), "Tệp ảnh");
        const width = form.text("widthMm").replace(",", ".");
        await keyDesk.setImage(c.get("actor"), owner(c, form), file.bytes, width === "" ? undefined : Number(width));
      },
    },
    "hinh/go": { done: "da-bo-hinh", does: (c, form) => keyDesk.removeImage(c.get("actor"), owner(c, form)) },
  };
  for (const [path, { done, does }] of Object.entries(posts)) {
    app.post(`${address}/${path}`, async (c) => {
      const form = await formOf(c);
      // What a step shows instead of leading back to the page.
      let other: unknown;
      const answer = await step(
        c,
        async () => {
          if (!forms.onlyOwn) allow(c.get("actor"), "administer");
          other = await does(c, form);
          return `${address}?xong=${done}`;
        },
        (problem) => page(c, problem, shownAgain(form)),
      );
      return other instanceof Response ? other : answer;
    });
  }

  app.get(`${address}/hinh.png`, async (c) => {
    const actor = c.get("actor");
    const of = forms.ownerFrom(actor, c.req.query("cua") ?? "");
    const picture = may(actor, "administer") || forms.onlyOwn ? await keyDesk.image(actor, of) : undefined;
    if (picture === undefined) return c.notFound();
    return fileAnswer({ name: "hinh.png", contentType: "image/png", bytes: picture.png }, true);
  });
}

/**
 * The way to the service's own page, as a link: our pages send no form to anywhere else (form-action), and a person should see where they
 * are going.
 */
function leavePage(desk: Desk, c: WebContext, name: string, service: string, back: string): Promise<Response> {
  return show(
    desk,
    c,
    { title: "Đồng ý cho ký qua tài khoản", back: [back, "Chứng thư số"], active: back },
    <section class="card reading">
      <p>
        Dịch vụ “{name}” hỏi sự đồng ý của người ký trên trang của dịch vụ. Đăng nhập và đồng ý ở đó, rồi bạn được đưa
        về hệ thống này; chứng thư số được liên kết khi đó. Yêu cầu này có hiệu lực 15 phút.
      </p>
      <p class="soft">Địa chỉ: {new URL(service).origin}</p>
      <div class="actions">
        <a class="button main" href={service} rel="noreferrer">
          Đến trang của dịch vụ
        </a>
        <a class="button" href={back}>
          Không liên kết
        </a>
      </div>
    </section>,
  );
}

/** What is typed into a form again after a fault: everything but secrets and files. */
function shownAgain(form: Form): Record<string, string> {
  const { linkPassword: _password, linkPin: _pin, file: _file, ...rest } = form.texts();
  return "p12Password" in rest ? { ...rest, p12Password: "" } : rest;
}
