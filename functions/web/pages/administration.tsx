import type { Hono } from "hono";
import type { FC } from "hono/jsx";
import { allow, may, type Person } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { foldVietnamese } from "../../../shared/records/index.ts";
import { sessionToken } from "../../api/security.ts";
import { askedNumber, type Desk, type Form, formOf, show, step, type WebContext, type WebEnv } from "../desk.tsx";
import { AdministrationLinks } from "../parts/administration-links.tsx";
import { AdministrationStart } from "../parts/administration-start.tsx";
import { ConfirmProof, isProved, PasskeyScript } from "../parts/confirm-proof.tsx";
import { Organisations, OwnOrganisation, SealKey } from "../parts/organisation-cards.tsx";
import { RoleChoice, rolesFrom } from "../parts/people-fields.tsx";
import { NewPersonForm, PeopleTable } from "../parts/people-table.tsx";
import { Empty, Field, PageLinks } from "../parts/pieces.tsx";
import { PostsCard, postsFrom } from "../parts/post-fields.tsx";
import { ROLE_WORDS } from "../parts/words.ts";
import { organisationFrom, personFrom, requireKeyPassword } from "./set-up.tsx";

/** The start page shows so many people; all are on a page of their own. */
const PEOPLE_SHOWN = 8;
/** People on one page of all. */
const PAGE = 50;

/** Administration of one's own organisation: people, roles, keys; and further organisations on this machine. */
export function administrationPages(app: Hono<WebEnv>, desk: Desk): void {
  const { office } = desk;
  const { access, keys } = office;

  const page = async (c: WebContext, problem?: Problem, typed: Record<string, string> = {}) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const { mandates, workflow, installation } = office;
    const [organisation, people, units, given, organisations, held, proved] = await Promise.all([
      access.organisation(actor.organisationId),
      access.people(actor.organisationId),
      access.units(actor.organisationId),
      mandates.list(actor),
      access.organisations(),
      keys.keys(actor),
      isProved(desk, c),
    ]);
    const [connections, certificates, trust, health, apiKeys, providers, rules, signing] = await Promise.all([
      keys.connections(actor),
      installation.certificates(actor),
      installation.trust(actor),
      installation.health(actor),
      access.apiKeys(actor),
      access.providers(actor),
      workflow.settings(actor),
      keys.settings(actor),
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
        {proved ? null : <ConfirmProof back="/quan-tri" />}
        <AdministrationStart
          state={{
            people,
            units: units.length,
            mandates: given.filter(({ inForce }) => inForce).length,
            organisations: organisations.length,
            keys: held,
            connections,
            certificates,
            trust,
            health,
            apiKeys: apiKeys.length,
            providers: providers.length,
            approval: rules.approval === "required",
            level: signing.level,
            books: may(actor, "register.read"),
          }}
        />
        <section class="card" id="nguoi-dung">
          <header>
            <h2>Người dùng</h2>
            {people.length > PEOPLE_SHOWN ? <a href="/quan-tri/nguoi-dung">Xem đủ {people.length} người</a> : null}
          </header>
          <PeopleTable people={people.slice(0, PEOPLE_SHOWN)} keys={held} />
          <NewPersonForm typed={typed} />
        </section>
        <OwnOrganisation organisation={organisation} organisations={organisations} />
        <SealKey seal={held.find(({ owner }) => owner === "seal")} />
        <Organisations organisations={organisations} typed={typed} />
        <PasskeyScript />
      </>,
    );
  };

  app.get("/quan-tri", (c) => page(c));

  app.get("/quan-tri/nguoi-dung", async (c) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    const [people, held] = await Promise.all([access.people(actor.organisationId), keys.keys(actor)]);
    const wanted = (c.req.query("tim") ?? "").trim();
    const words = foldVietnamese(wanted).split(" ").filter(Boolean);
    const found = people.filter(({ name, position, userName }) => {
      const text = foldVietnamese([name, position, userName].join(" "));
      return words.every((word) => text.includes(word));
    });
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    const at = Math.min(askedNumber(c, "trang", 1), pages);
    const address = (one: number) => {
      const query = new URLSearchParams({
        ...(wanted ? { tim: wanted } : {}),
        ...(one > 1 ? { trang: String(one) } : {}),
      });
      return `/quan-tri/nguoi-dung${query.size > 0 ? `?${query}` : ""}`;
    };
    return show(
      desk,
      c,
      {
        title: "Người dùng",
        lead: `${people.length} người; ${people.filter(({ disabled }) => disabled).length} tài khoản đã khóa.`,
        back: ["/quan-tri", "Quản trị"],
        active: "/quan-tri",
      },
      <>
        <AdministrationLinks here="/quan-tri/nguoi-dung" />
        <form class="filter" method="get" action="/quan-tri/nguoi-dung">
          <Field name="tim" label="Tìm theo tên, chức vụ, tên đăng nhập" value={wanted} type="search" optional />
          <button type="submit">Tìm</button>
        </form>
        <section class="card">
          {found.length === 0 ? (
            <Empty title="Không tìm thấy ai" action={["/quan-tri/nguoi-dung", "Xem tất cả"]}>
              Thử gõ ít chữ hơn; có dấu hay không dấu đều được.
            </Empty>
          ) : (
            <PeopleTable people={found.slice((at - 1) * PAGE, at * PAGE)} keys={held} />
          )}
          {pages > 1 ? <PageLinks page={at} pages={pages} address={address} /> : null}
          <NewPersonForm typed={{}} />
        </section>
      </>,
    );
  });

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
            ...(form.all("ownParent").length > 0 ? { parent: form.text("ownParent") } : {}),
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
        back: ["/quan-tri/nguoi-dung", "Người dùng"],
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
        const { proposal } = await office.grants.changePerson(actor, c.req.param("personId"), {
          name: form.text("name"),
          ...main,
          disabled,
        });
        return proposal === undefined ? "/quan-tri?xong=da-luu" : "/quan-tri/de-nghi-quyen?xong=da-gui-de-nghi";
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
        const { proposal } = await office.grants.changePerson(actor, id, { posts: postsFrom(form) });
        return proposal === undefined
          ? `/quan-tri/nguoi-dung/${id}?xong=da-luu`
          : "/quan-tri/de-nghi-quyen?xong=da-gui-de-nghi";
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
