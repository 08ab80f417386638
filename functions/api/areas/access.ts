import { createRoute, z } from "@hono/zod-openapi";
import { allow, inPerson, may } from "../../../shared/access/index.ts";
import { VanthuError } from "../../../shared/errors/index.ts";
import type { KeyRecord } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, requireProvedPerson, routes, withActor } from "../context.ts";
import {
  ActorSchema,
  IdParam,
  KeySchema,
  NewOrganisation,
  NewPerson,
  OrganisationChange,
  OrganisationSchema,
  PersonSchema,
  ROLE,
} from "../schemas.ts";
import { sessionToken, signInFrom } from "../security.ts";
import { setUpOffice } from "../set-up.ts";
import { SelfGrantSchema } from "./grants.ts";

const Session = z.object({ token: z.string(), endsAt: z.string(), actor: ActorSchema });
const Credentials = z.object({
  userName: z.string().max(64),
  password: z.string().max(256),
  code: z
    .string()
    .max(64)
    .optional()
    .openapi({ description: "Mã của ứng dụng xác thực hoặc mã dự phòng, nếu tài khoản có" }),
});
const KeyPassword = z.object({ password: z.string().min(8).max(256) });

const signIn = createRoute({
  method: "post",
  path: "/sign-in",
  summary: "Đăng nhập; mã phiên dùng ở Authorization: Bearer",
  request: { body: body(Credentials) },
  responses: { 200: json(Session, "Phiên làm việc"), default: PROBLEM },
});
const signOut = createRoute({
  method: "post",
  path: "/sign-out",
  summary: "Kết thúc phiên",
  responses: { 204: { description: "Đã kết thúc" }, default: PROBLEM },
});
const me = createRoute({
  method: "get",
  path: "/me",
  summary: "Tôi là ai",
  responses: {
    200: json(z.object({ actor: ActorSchema, organisation: OrganisationSchema }), "Người và cơ quan"),
    default: PROBLEM,
  },
});
const password = createRoute({
  method: "post",
  path: "/password",
  summary: "Đổi mật khẩu của mình",
  request: { body: body(z.object({ current: z.string().max(256), replacement: z.string().max(256) })) },
  responses: { 204: { description: "Đã đổi" }, default: PROBLEM },
});
const organisations = createRoute({
  method: "get",
  path: "/organisations",
  summary: "Cơ quan trên hệ thống",
  responses: { 200: json(z.array(OrganisationSchema), "Danh mục"), default: PROBLEM },
});
const addOrganisation = createRoute({
  method: "post",
  path: "/organisations",
  summary: "Thêm cơ quan và người đầu tiên",
  request: { body: body(z.object({ organisation: NewOrganisation, person: NewPerson })) },
  responses: {
    201: json(z.object({ organisation: OrganisationSchema, person: PersonSchema }), "Đã thêm"),
    default: PROBLEM,
  },
});
const changeOrganisation = createRoute({
  method: "patch",
  path: "/organisation",
  summary: "Sửa thông tin cơ quan mình; mã định danh và hệ thống giữ nguyên",
  request: { body: body(OrganisationChange) },
  responses: { 200: json(OrganisationSchema, "Đã sửa"), default: PROBLEM },
});
const setUp = createRoute({
  method: "post",
  path: "/set-up",
  summary: "Thiết lập lần đầu, khi chưa có cơ quan nào",
  request: {
    body: body(z.object({ organisation: NewOrganisation, person: NewPerson, keyPassword: z.string().min(8).max(256) })),
  },
  responses: {
    201: json(z.object({ organisation: OrganisationSchema, person: PersonSchema }), "Đã thiết lập"),
    default: PROBLEM,
  },
});
const people = createRoute({
  method: "get",
  path: "/people",
  summary: "Người dùng của cơ quan mình",
  responses: { 200: json(z.array(PersonSchema), "Danh sách"), default: PROBLEM },
});
const addPerson = createRoute({
  method: "post",
  path: "/people",
  summary: "Thêm người dùng",
  request: { body: body(NewPerson) },
  responses: { 201: json(PersonSchema, "Đã thêm"), default: PROBLEM },
});
const changePerson = createRoute({
  method: "patch",
  path: "/people/{id}",
  summary: "Sửa thông tin, vai trò, khóa tài khoản",
  request: {
    params: IdParam,
    body: body(
      z.object({
        name: z.string().max(300).optional(),
        position: z.string().max(300).optional(),
        roles: z.array(ROLE).min(1).optional(),
        disabled: z.boolean().optional(),
      }),
    ),
  },
  responses: {
    200: json(PersonSchema, "Đã sửa"),
    202: json(SelfGrantSchema, "Vai trò tự cấp cho mình: chờ người khác xác nhận"),
    default: PROBLEM,
  },
});
const resetPassword = createRoute({
  method: "post",
  path: "/people/{id}/password",
  summary: "Đặt lại mật khẩu",
  request: { params: IdParam, body: body(z.object({ replacement: z.string().max(256) })) },
  responses: { 204: { description: "Đã đặt lại" }, default: PROBLEM },
});
const keys = createRoute({
  method: "get",
  path: "/keys",
  summary: "Khóa ký của cơ quan",
  responses: { 200: json(z.array(KeySchema), "Danh sách"), default: PROBLEM },
});
const ownKey = createRoute({
  method: "post",
  path: "/keys/own",
  summary: "Cấp khóa ký thử nghiệm cho mình",
  request: { body: body(KeyPassword) },
  responses: { 201: json(KeySchema, "Đã cấp"), default: PROBLEM },
});
const sealKey = createRoute({
  method: "post",
  path: "/keys/seal",
  summary: "Cấp khóa dấu cơ quan thử nghiệm",
  request: { body: body(KeyPassword) },
  responses: { 201: json(KeySchema, "Đã cấp"), default: PROBLEM },
});

/** Sessions, people, organisations, keys. */
export function accessRoutes({ office }: ApiDesk) {
  const { access } = office;
  const app = routes();

  app.openapi(signIn, async (c) => {
    const { userName, password: secret, code } = c.req.valid("json");
    const options = { from: signInFrom(c), ...(code === undefined ? {} : { code }) };
    return c.json(await access.signIn(userName, secret, options), 200, { "cache-control": "no-store" });
  });

  app.openapi(setUp, async (c) => {
    const input = c.req.valid("json");
    return c.json(await setUpOffice(office, input.organisation, input.person, input.keyPassword), 201);
  });

  app.use(withActor(office));

  app.openapi(signOut, async (c) => {
    await access.signOut(sessionToken(c));
    return c.body(null, 204);
  });

  app.openapi(me, async (c) => {
    const actor = c.get("actor");
    return c.json({ actor, organisation: await access.organisation(actor.organisationId) }, 200);
  });

  app.openapi(password, async (c) => {
    inPerson(c.get("actor"));
    const { current, replacement } = c.req.valid("json");
    const { organisationId, personId } = c.get("actor");
    const { userName } = await access.person(organisationId, personId);
    await access.changePassword(userName, current, replacement, signInFrom(c));
    return c.body(null, 204);
  });

  app.openapi(organisations, async (c) => {
    allow(c.get("actor"), "directory.read");
    return c.json(await access.organisations(), 200);
  });

  app.openapi(addOrganisation, async (c) => {
    allow(c.get("actor"), "administer");
    await requireProvedPerson(office, c);
    const input = c.req.valid("json");
    return c.json(await access.foundOrganisation(input.organisation, input.person, { by: c.get("actor") }), 201);
  });

  app.openapi(changeOrganisation, async (c) => {
    const actor = c.get("actor");
    allow(actor, "administer");
    return c.json(await access.changeOrganisation(actor.organisationId, c.req.valid("json"), actor), 200);
  });

  app.openapi(people, async (c) => {
    const actor = c.get("actor");
    allow(actor, "directory.read");
    return c.json(await access.people(actor.organisationId), 200);
  });

  app.openapi(addPerson, async (c) => {
    allow(c.get("actor"), "administer");
    await requireProvedPerson(office, c);
    return c.json(
      await access.createPerson(
        { ...c.req.valid("json"), organisationId: c.get("actor").organisationId },
        c.get("actor"),
      ),
      201,
    );
  });

  app.openapi(changePerson, async (c) => {
    allow(c.get("actor"), "administer");
    await requireProvedPerson(office, c);
    const { done, proposal } = await office.grants.changePerson(
      c.get("actor"),
      c.req.valid("param").id,
      c.req.valid("json"),
    );
    return proposal === undefined ? c.json(done, 200) : c.json(proposal, 202);
  });

  app.openapi(resetPassword, async (c) => {
    allow(c.get("actor"), "administer");
    await requireProvedPerson(office, c);
    await access.resetPassword(
      c.get("actor").organisationId,
      c.req.valid("param").id,
      c.req.valid("json").replacement,
      c.get("actor"),
    );
    return c.body(null, 204);
  });

  app.openapi(keys, async (c) => {
    const actor = c.get("actor");
    allow(actor, "directory.read");
    return c.json((await office.keys.list(actor.organisationId)).map(publicKeyRecord), 200);
  });

  app.openapi(ownKey, async (c) => {
    const actor = c.get("actor");
    if (!may(actor, "document.sign"))
      throw new VanthuError("FORBIDDEN", { message: "Chỉ lãnh đạo mới có khóa ký cá nhân." });
    const organisation = await access.organisation(actor.organisationId);
    return c.json(
      publicKeyRecord(
        await office.keys.issueTestKey(
          organisation,
          { personId: actor.personId, name: actor.name },
          c.req.valid("json").password,
          actor,
        ),
      ),
      201,
    );
  });

  app.openapi(sealKey, async (c) => {
    allow(c.get("actor"), "administer");
    const organisation = await access.organisation(c.get("actor").organisationId);
    return c.json(
      publicKeyRecord(
        await office.keys.issueTestKey(organisation, "seal", c.req.valid("json").password, c.get("actor")),
      ),
      201,
    );
  });

  return app;
}

/** A key without the name of the file it lies in. */
function publicKeyRecord({ p12: _p12, ...key }: KeyRecord): Omit<KeyRecord, "p12"> {
  return key;
}
