import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { allow, type Person } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import type { KeyRecord } from "../../../shared/office/index.ts";
import { sessionToken } from "../../api/security.ts";
import { type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { AdministrationLinks } from "../parts/administration-links.tsx";
import { ConfirmProof, isProved, PasskeyScript } from "../parts/confirm-proof.tsx";
import { shortDate } from "../parts/dates.ts";
import { Organisations, OwnOrganisation, SealKey } from "../parts/organisation-cards.tsx";
import { PersonFields, RoleChoice, rolesFrom } from "../parts/people-fields.tsx";
import { Chip, Field, Scroll } from "../parts/pieces.tsx";
import { PostsCard, postsFrom } from "../parts/post-fields.tsx";
import { SignInLinks } from "../parts/sign-in-links.tsx";
import { SigningLinks } from "../parts/signing-tabs.tsx";
import { ROLE_WORDS } from "../parts/words.ts";
import { organisationFrom, personFrom, requireKeyPassword } from "./set-up.tsx";

/** Administration of one's own organisation: people, roles, keys; and further organisations on this machine. */
export function administrationPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { access, keys } = office;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const [organisation, people, held, organisations, proved] = await Promise.all([
      access.organisation(actor.organisationId),
      access.people(actor.organisationId),
      keys.list(actor.organisationId),
      access.organisations(),
      isProved(desk, c),
    ]);
    return show(
      desk,
      c,
      {
        title: "Quản trị",
        lead: `${organisation.name}, mã định danh ${organisation.code}`,
        active: "/quan-tri",
        problem,
      },
      <>
        <AdministrationLinks here="/quan-tri" />
        {proved ? null : <ConfirmProof back="/quan-tri" />}
        <People people={people} keys={held} typed={typed} />
        <OwnOrganisation organisation={organisation} />
        <SigningLinks />
        <SignInLinks />
        <SealKey seal={held.find((one) => one.personId === undefined)} />
        <Organisations organisations={organisations} typed={typed} />
        <PasskeyScript />
      </>,
    );
  };

  app.get("/quan-tri", (c) => page(c));

  /** `door`: lets somebody new in, so the person behind the session must have proved lately who it is. */
  const posts: Record<string, { done: string; door?: true; does(c: WebContext, form: Form): Promise<unknown> }> = {
    "nguoi-dung": {
      done: "da-them-nguoi",
      door: true,
      does: (c, form) =>
        access.createPerson({ ...personFrom(form), organisationId: c.get("actor").organisationId }, c.get("actor")),
    },
    "khoa-dau": {
      done: "da-cap-khoa",
      async does(c, form) {
        const password = form.all("keyPassword")[0] ?? "";
        requireKeyPassword(password);
        const actor = c.get("actor");
        await keys.issueTestKey(await access.organisation(actor.organisationId), "seal", password, actor);
      },
    },
    "thong-tin": {
      done: "da-luu",
      does: (c, form) =>
        access.changeOrganisation(
          c.get("actor").organisationId,
          {
            name: form.text("ownName"),
            superior: form.text("ownSuperior"),
            place: form.text("ownPlace"),
            ...(form.all("ownTerm").length > 0 ? { term: form.text("ownTerm") } : {}),
          },
          c.get("actor"),
        ),
    },
    "co-quan": {
      done: "da-them-co-quan",
      door: true,
      does: (c, form) => access.foundOrganisation(organisationFrom(form), personFrom(form), { by: c.get("actor") }),
    },
  };
  for (const [path, { done, does, door }] of Object.entries(posts)) {
    app.post(`/quan-tri/${path}`, async (c) => {
      const form = await formOf(c);
      return step(
        c,
        async () => {
          allow(c.get("actor"), "administer");
          if (door) await access.requireRecentProof(sessionToken(c));
          await does(c, form);
          return `/quan-tri?xong=${done}`;
        },
        (problem) => page(c, problem, form.texts()),
      );
    });
  }

  const person = async (c: WebContext, problem?: Problem) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const found = await access.person(actor.organisationId, c.req.param("personId") ?? "");
    return show(
      desk,
      c,
      {
        title: found.name,
        lead: `Tên đăng nhập ${found.userName}`,
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
        problem,
      },
      <>
        {(await isProved(desk, c)) ? null : <ConfirmProof back={`/quan-tri/nguoi-dung/${found.id}`} />}
        <PersonView person={found} />
        <PostsCard person={found} units={await access.units(actor.organisationId)} />
        <PasskeyScript />
      </>,
    );
  };

  app.get("/quan-tri/nguoi-dung/:personId", (c) => person(c));

  app.post("/quan-tri/nguoi-dung/:personId", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        allow(actor, "administer");
        await access.requireRecentProof(sessionToken(c));
        const roles = rolesFrom(form);
        const disabled = form.text("disabled") === "1";
        // Whoever holds several posts has their roles changed there.
        const main = form.all("position").length > 0 ? { position: form.text("position"), roles } : {};
        await access.changePerson(
          actor.organisationId,
          c.req.param("personId"),
          { name: form.text("name"), ...main, disabled },
          actor,
        );
        return "/quan-tri?xong=da-luu";
      },
      (problem) => person(c, problem),
    );
  });

  app.post("/quan-tri/nguoi-dung/:personId/chuc-vu", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        allow(actor, "administer");
        await access.requireRecentProof(sessionToken(c));
        const id = c.req.param("personId");
        await access.changePerson(actor.organisationId, id, { posts: postsFrom(form) }, actor);
        return `/quan-tri/nguoi-dung/${id}?xong=da-luu`;
      },
      (problem) => person(c, problem),
    );
  });

  app.post("/quan-tri/nguoi-dung/:personId/mat-khau", async (c) => {
    const form = await formOf(c);
    return step(
      c,
      async () => {
        const actor = c.get("actor");
        allow(actor, "administer");
        await access.requireRecentProof(sessionToken(c));
        await access.resetPassword(
          actor.organisationId,
          c.req.param("personId"),
          form.all("replacement")[0] ?? "",
          actor,
        );
        return "/quan-tri?xong=da-luu";
      },
      (problem) => person(c, problem),
    );
  });
}

const People: FC<{ people: Person[]; keys: KeyRecord[]; typed: Record<string, string> }> = ({
  people,
  keys,
  typed,
}) => (
  <section class="card">
    <h2>Người dùng</h2>
    <Scroll label="Người dùng">
      <table>
        <thead>
          <tr>
            <th scope="col">Họ và tên</th>
            <th scope="col">Chức vụ</th>
            <th scope="col">Tên đăng nhập</th>
            <th scope="col">Vai trò</th>
            <th scope="col">Khóa ký</th>
            <th scope="col">Tình trạng</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => {
            const key = keys.find((one) => one.personId === person.id);
            return (
              <tr>
                <td>
                  <a href={`/quan-tri/nguoi-dung/${person.id}`}>{person.name}</a>
                </td>
                <td>{person.position}</td>
                <td>{person.userName}</td>
                <td>{person.roles.map((role) => ROLE_WORDS[role]).join(", ")}</td>
                <td>
                  {key ? (
                    `Thử nghiệm, hạn ${shortDate(key.notAfter)}`
                  ) : person.roles.includes("leader") ? (
                    <Chip tone="warn">Chưa có</Chip>
                  ) : (
                    <span class="soft">không cần</span>
                  )}
                </td>
                <td>{person.disabled ? <Chip tone="bad">Đã khóa</Chip> : <Chip tone="good">Đang dùng</Chip>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
    <details open={typed.personName !== undefined && typed.organisationName === undefined}>
      <summary>Thêm người dùng</summary>
      <form method="post" action="/quan-tri/nguoi-dung">
        <PersonFields typed={typed.organisationName === undefined ? typed : {}} roles={["drafter"]} />
        <p class="hint">Người mang vai trò lãnh đạo tự tạo khóa ký ở trang “Tài khoản của tôi”.</p>
        <div class="actions">
          <button class="main" type="submit">
            Thêm người dùng
          </button>
        </div>
      </form>
    </details>
  </section>
);

const PersonView: FC<{ person: Person }> = ({ person }) => (
  <div class="columns">
    <form class="card" method="post" action={`/quan-tri/nguoi-dung/${person.id}`}>
      <h2>Thông tin và vai trò</h2>
      <Field name="name" label="Họ và tên" value={person.name} maxlength={100} />
      {person.posts === undefined ? (
        <>
          <Field name="position" label="Chức vụ" value={person.position} maxlength={100} />
          <RoleChoice roles={person.roles} />
        </>
      ) : (
        <p class="hint">
          Hôm nay giữ vai trò: {person.roles.map((role) => ROLE_WORDS[role]).join(", ") || "không có"}. Sửa ở mục Chức
          vụ.
        </p>
      )}
      <label class="check">
        <input type="checkbox" name="disabled" value="1" checked={person.disabled} />
        <span>Khóa tài khoản (không đăng nhập được)</span>
      </label>
      <div class="actions">
        <button class="main" type="submit">
          Lưu
        </button>
      </div>
    </form>
    <form class="card" method="post" action={`/quan-tri/nguoi-dung/${person.id}/mat-khau`}>
      <h2>Đặt lại mật khẩu đăng nhập</h2>
      <Field
        name="replacement"
        label="Mật khẩu mới"
        type="password"
        autocomplete="new-password"
        hint="Từ 8 ký tự. Mở khóa tài khoản nếu đang bị khóa do nhập sai nhiều lần."
      />
      <div class="actions">
        <button type="submit">Đặt lại</button>
      </div>
    </form>
  </div>
);
