import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type {
  ApiKeyView,
  ExpectedIdentity,
  PasskeyView,
  Provider,
  ProviderLink,
  SecondFactorView,
  SessionView,
  SignInSettings,
} from "../../../shared/access/index.ts";
import { type ApiDesk, type ApiEnv, body, json, PROBLEM, requireProvedPerson, routes, withActor } from "../context.ts";
import { ActorSchema, described, IdParam, line, ROLE } from "../schemas.ts";
import { sessionToken, signInFrom, siteOf } from "../security.ts";

const SignedInSchema = z
  .object({ token: z.string(), endsAt: z.string(), actor: ActorSchema })
  .openapi("SignedIn", { description: "Phiên làm việc; token gửi kèm bằng Authorization: Bearer" });
const SessionSchema = described<SessionView>("SessionView", "Phiên đang mở: cách vào, thiết bị, địa chỉ, thời điểm");
const FactorSchema = described<SecondFactorView>("SecondFactor", "Bước xác thực thứ hai của mình; không có gì bí mật");
const PasskeySchema = described<PasskeyView>("Passkey", "Khóa truy cập: tên, ngày tạo, lần dùng gần nhất");
const ProviderSchema = described<Provider>(
  "IdentityProvider",
  "Nhà cung cấp định danh OpenID Connect; không có mật khẩu ứng dụng",
);
const LinkSchema = described<ProviderLink>("ProviderLink", "Liên kết với tài khoản ở nhà cung cấp định danh");
const ApiKeySchema = described<ApiKeyView>(
  "ApiKey",
  "Khóa API: tên, việc được làm, thời hạn, lần dùng gần nhất; không có khóa",
);
const OptionsSchema = described<unknown>(
  "PasskeyOptions",
  "Tham số cho navigator.credentials (JSON của WebAuthn cấp 3)",
);
const roles = z.array(ROLE).max(20);
const SettingsSchema = z
  .object({
    closed: z
      .object({ password: roles, passkey: roles, provider: roles, apiKey: roles })
      .openapi({ description: "Vai trò không được dùng mỗi cách" }),
    secondFactorRoles: roles,
    idleMinutes: z.number().int(),
    sessionHours: z.number().int(),
    apiKeyDays: z.number().int(),
  })
  .openapi("SignInSettings") as unknown as z.ZodType<SignInSettings>;
const ProviderInput = z
  .object({
    name: line,
    issuer: z.string().max(500),
    clientId: z.string().max(300),
    clientSecret: z.string().max(2000).optional(),
    claim: z.enum(["email", "preferred_username", "sub"]),
    allowed: z.object({ claim: z.string().max(100), values: z.array(z.string().max(200)).max(50) }).optional(),
    autoLink: z.boolean(),
    trustedFactor: z.boolean(),
    enabled: z.boolean(),
  })
  .openapi("IdentityProviderInput");
const KeyInput = z
  .object({
    name: line,
    scopes: z.array(z.string().max(60)).max(60).openapi({ description: "Việc được làm, ví dụ document.read" }),
    days: z.number().int(),
    addresses: z.array(z.string().max(60)).max(20).optional().openapi({ description: "Dải địa chỉ được gọi (CIDR)" }),
    personId: z.string().max(60).optional().openapi({ description: "Người đứng tên; mặc định là mình" }),
  })
  .openapi("ApiKeyInput");
const Code = z.object({ code: z.string().max(64) });
const PasskeyAnswer = z.object({ answer: z.unknown() });
const Proof = z
  .object({ password: z.string().max(256).optional(), code: z.string().max(64).optional(), passkey: z.unknown() })
  .openapi("Proof", { description: "Một trong: password, code, passkey" });
const Codes = z.object({ recoveryCodes: z.array(z.string()) });
const PersonLinks = described<{ links: ProviderLink[]; expected: ExpectedIdentity[] }>(
  "PersonLinks",
  "Tài khoản của một người ở các nhà cung cấp định danh: đã liên kết (links) và được chờ (expected)",
);
const none = (description: string) => ({ 204: { description }, default: PROBLEM });
const DONE = none("Đã xong");

/** A route with a JSON answer. */
function ask<T extends z.ZodType>(method: "get" | "post" | "put", path: string, summary: string, answer: T) {
  return createRoute({ method, path, summary, responses: { 200: json(answer, summary), default: PROBLEM } });
}

const passkeySignInOptions = ask(
  "post",
  "/sign-in/passkey/options",
  "Tham số để đăng nhập bằng khóa truy cập",
  OptionsSchema,
);
const passkeySignIn = createRoute({
  method: "post",
  path: "/sign-in/passkey",
  summary: "Đăng nhập bằng khóa truy cập",
  request: { body: body(PasskeyAnswer) },
  responses: { 200: json(SignedInSchema, "Phiên làm việc"), default: PROBLEM },
});
const sessions = ask("get", "/sessions", "Các phiên đang mở của mình", z.array(SessionSchema));
const endSession = createRoute({
  method: "delete",
  path: "/sessions/{id}",
  summary: "Kết thúc một phiên của mình",
  request: { params: IdParam },
  responses: DONE,
});
const endOthers = ask(
  "post",
  "/sessions/end-others",
  "Kết thúc mọi phiên khác của mình",
  z.object({ ended: z.number() }),
);
const personSessions = createRoute({
  method: "get",
  path: "/people/{id}/sessions",
  summary: "Các phiên đang mở của một người (quản trị)",
  request: { params: IdParam },
  responses: { 200: json(z.array(SessionSchema), "Phiên"), default: PROBLEM },
});
const endPersonSessions = createRoute({
  method: "delete",
  path: "/people/{id}/sessions",
  summary: "Kết thúc mọi phiên của một người (quản trị)",
  request: { params: IdParam },
  responses: { 200: json(z.object({ ended: z.number() }), "Số phiên đã kết thúc"), default: PROBLEM },
});
const resetFactor = createRoute({
  method: "delete",
  path: "/people/{id}/second-factor",
  summary: "Bỏ bước xác thực thứ hai và khóa truy cập của một người (quản trị); mọi phiên của họ kết thúc",
  request: { params: IdParam },
  responses: DONE,
});
const expected = createRoute({
  method: "put",
  path: "/people/{id}/expected",
  summary: "Ghi tài khoản ở nhà cung cấp định danh cho một người (quản trị); để trống là bỏ",
  request: { params: IdParam, body: body(z.object({ providerId: line, value: z.string().max(255) })) },
  responses: DONE,
});
const personLinks = createRoute({
  method: "get",
  path: "/people/{id}/links",
  summary: "Liên kết của một người với nhà cung cấp định danh (quản trị)",
  request: { params: IdParam },
  responses: { 200: json(PersonLinks, "Liên kết"), default: PROBLEM },
});
const unlinkPerson = createRoute({
  method: "delete",
  path: "/people/{id}/links/{providerId}",
  summary: "Bỏ liên kết của một người với một nhà cung cấp (quản trị)",
  request: { params: IdParam.extend({ providerId: z.string().max(100) }) },
  responses: DONE,
});
const confirm = createRoute({
  method: "post",
  path: "/confirm",
  summary: "Xác nhận lại mình là ai, trước việc cần xác nhận (15 phút)",
  request: { body: body(Proof) },
  responses: DONE,
});
const confirmOptions = ask("post", "/confirm/passkey-options", "Tham số để xác nhận bằng khóa truy cập", OptionsSchema);
const factor = ask("get", "/second-factor", "Bước xác thực thứ hai của mình", FactorSchema);
const beginTotp = ask(
  "post",
  "/totp",
  "Bắt đầu cài ứng dụng xác thực (TOTP, RFC 6238)",
  z.object({ secret: z.string(), uri: z.string() }),
);
const confirmTotp = createRoute({
  method: "post",
  path: "/totp/confirm",
  summary: "Xác nhận ứng dụng xác thực; trả mã dự phòng, chỉ hiện lần này",
  request: { body: body(Code) },
  responses: { 200: json(Codes, "Mã dự phòng"), default: PROBLEM },
});
const removeTotp = createRoute({ method: "delete", path: "/totp", summary: "Bỏ ứng dụng xác thực", responses: DONE });
const renewCodes = ask("post", "/recovery-codes", "Mã dự phòng mới; mã cũ hết hiệu lực", Codes);
const passkeys = ask("get", "/passkeys", "Khóa truy cập của mình", z.array(PasskeySchema));
const passkeyOptions = ask("post", "/passkeys/options", "Tham số để đăng ký khóa truy cập", OptionsSchema);
const addPasskey = createRoute({
  method: "post",
  path: "/passkeys",
  summary: "Đăng ký khóa truy cập",
  request: { body: body(z.object({ name: line, answer: z.unknown() })) },
  responses: { 201: json(PasskeySchema, "Đã đăng ký"), default: PROBLEM },
});
const renamePasskey = createRoute({
  method: "put",
  path: "/passkeys/{id}",
  summary: "Đổi tên khóa truy cập",
  request: { params: IdParam, body: body(z.object({ name: line })) },
  responses: DONE,
});
const removePasskey = createRoute({
  method: "delete",
  path: "/passkeys/{id}",
  summary: "Gỡ khóa truy cập",
  request: { params: IdParam },
  responses: DONE,
});
const links = ask(
  "get",
  "/links",
  "Liên kết của mình với nhà cung cấp định danh",
  z.object({ links: z.array(LinkSchema), providers: z.array(z.object({ id: z.string(), name: z.string() })) }),
);
const unlink = createRoute({
  method: "delete",
  path: "/links/{id}",
  summary: "Bỏ liên kết với nhà cung cấp",
  request: { params: IdParam },
  responses: DONE,
});
const settings = ask("get", "/settings", "Thiết lập đăng nhập của cơ quan (quản trị)", SettingsSchema);
const changeSettings = createRoute({
  method: "put",
  path: "/settings",
  summary: "Đổi thiết lập đăng nhập của cơ quan (quản trị)",
  request: { body: body(SettingsSchema) },
  responses: { 200: json(SettingsSchema, "Đã đổi"), default: PROBLEM },
});
const providers = ask("get", "/providers", "Nhà cung cấp định danh của cơ quan (quản trị)", z.array(ProviderSchema));
const addProvider = createRoute({
  method: "post",
  path: "/providers",
  summary: "Thêm nhà cung cấp định danh (quản trị)",
  request: { body: body(ProviderInput) },
  responses: { 201: json(ProviderSchema, "Đã thêm"), default: PROBLEM },
});
const changeProvider = createRoute({
  method: "put",
  path: "/providers/{id}",
  summary: "Sửa nhà cung cấp định danh; không gửi clientSecret thì giữ nguyên (quản trị)",
  request: { params: IdParam, body: body(ProviderInput) },
  responses: { 200: json(ProviderSchema, "Đã sửa"), default: PROBLEM },
});
const removeProvider = createRoute({
  method: "delete",
  path: "/providers/{id}",
  summary: "Gỡ nhà cung cấp định danh (quản trị)",
  request: { params: IdParam },
  responses: DONE,
});
const checkProvider = createRoute({
  method: "post",
  path: "/providers/{id}/check",
  summary: "Hỏi thử nhà cung cấp định danh (quản trị)",
  request: { params: IdParam },
  responses: none("Trả lời đúng"),
});
const apiKeys = ask("get", "/api-keys", "Khóa API của mình; của cả cơ quan với quản trị", z.array(ApiKeySchema));
const addApiKey = createRoute({
  method: "post",
  path: "/api-keys",
  summary: "Tạo khóa API; khóa chỉ hiện lần này",
  request: { body: body(KeyInput) },
  responses: { 201: json(z.object({ key: z.string(), view: ApiKeySchema }), "Khóa"), default: PROBLEM },
});
const revokeApiKey = createRoute({
  method: "delete",
  path: "/api-keys/{id}",
  summary: "Thu hồi khóa API",
  request: { params: IdParam },
  responses: DONE,
});

/** Signing in, sessions, second factors, passkeys, identity providers, keys of machines. */
export function identityRoutes({ office }: ApiDesk) {
  const { access } = office;
  const app = routes();
  const secret = { "cache-control": "no-store" };
  const fresh = (c: Context<ApiEnv>) => requireProvedPerson(office, c);

  app.openapi(passkeySignInOptions, async (c) => c.json(await access.passkeyOptions(siteOf(c)), 200, secret));
  app.openapi(passkeySignIn, async (c) =>
    c.json(await access.signInWithPasskey(siteOf(c), c.req.valid("json").answer, signInFrom(c)), 200, secret),
  );

  app.use(withActor(office));

  app.openapi(sessions, async (c) => c.json(await access.sessions(c.get("actor"), sessionToken(c)), 200));
  app.openapi(endSession, async (c) => {
    await access.endSession(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(endOthers, async (c) =>
    c.json({ ended: await access.endOtherSessions(c.get("actor"), sessionToken(c) ?? "") }, 200),
  );
  app.openapi(personSessions, async (c) =>
    c.json(await access.sessionsOf(c.get("actor"), c.req.valid("param").id), 200),
  );
  app.openapi(endPersonSessions, async (c) =>
    c.json({ ended: await access.endSessionsOf(c.get("actor"), c.req.valid("param").id) }, 200),
  );
  app.openapi(resetFactor, async (c) => {
    await fresh(c);
    await access.resetSecondFactor(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(expected, async (c) => {
    await fresh(c);
    const { providerId, value } = c.req.valid("json");
    await access.expectIdentity(c.get("actor"), providerId, c.req.valid("param").id, value);
    return c.body(null, 204);
  });

  app.openapi(personLinks, async (c) => c.json(await access.linksOf(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(unlinkPerson, async (c) => {
    await fresh(c);
    const { id, providerId } = c.req.valid("param");
    await access.unlink(c.get("actor"), providerId, id);
    return c.body(null, 204);
  });

  app.openapi(confirm, async (c) => {
    const { password, code, passkey } = c.req.valid("json");
    const proof =
      password !== undefined
        ? { kind: "password" as const, password }
        : code !== undefined
          ? { kind: "code" as const, code }
          : { kind: "passkey" as const, site: siteOf(c), answer: passkey };
    await access.confirmSession(sessionToken(c) ?? "", proof, signInFrom(c));
    return c.body(null, 204);
  });
  app.openapi(confirmOptions, async (c) =>
    c.json(await access.passkeyOptions(siteOf(c), { session: sessionToken(c) ?? "" }), 200, secret),
  );

  app.openapi(factor, async (c) => c.json(await access.secondFactor(c.get("actor")), 200));
  app.openapi(beginTotp, async (c) => {
    await fresh(c);
    return c.json(await access.beginTotp(c.get("actor")), 200, secret);
  });
  app.openapi(confirmTotp, async (c) => {
    await fresh(c);
    return c.json({ recoveryCodes: await access.confirmTotp(c.get("actor"), c.req.valid("json").code) }, 200, secret);
  });
  app.openapi(removeTotp, async (c) => {
    await fresh(c);
    await access.removeTotp(c.get("actor"));
    return c.body(null, 204);
  });
  app.openapi(renewCodes, async (c) => {
    await fresh(c);
    return c.json({ recoveryCodes: await access.renewRecoveryCodes(c.get("actor")) }, 200, secret);
  });

  app.openapi(passkeys, async (c) => c.json(await access.passkeys(c.get("actor")), 200));
  app.openapi(passkeyOptions, async (c) => {
    await fresh(c);
    return c.json(await access.passkeyRegistration(c.get("actor"), siteOf(c)), 200, secret);
  });
  app.openapi(addPasskey, async (c) => {
    await fresh(c);
    const { name, answer } = c.req.valid("json");
    return c.json(await access.addPasskey(c.get("actor"), siteOf(c), name, answer), 201);
  });
  app.openapi(renamePasskey, async (c) => {
    await access.renamePasskey(c.get("actor"), c.req.valid("param").id, c.req.valid("json").name);
    return c.body(null, 204);
  });
  app.openapi(removePasskey, async (c) => {
    await fresh(c);
    await access.removePasskey(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });

  app.openapi(links, async (c) => c.json(await access.links(c.get("actor")), 200));
  app.openapi(unlink, async (c) => {
    await access.unlink(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });

  app.openapi(settings, async (c) => c.json(await access.signInSettings(c.get("actor")), 200));
  app.openapi(changeSettings, async (c) => {
    await fresh(c);
    return c.json(await access.changeSignInSettings(c.get("actor"), c.req.valid("json")), 200);
  });
  app.openapi(providers, async (c) => c.json(await access.providers(c.get("actor")), 200));
  app.openapi(addProvider, async (c) => {
    await fresh(c);
    return c.json(await access.saveProvider(c.get("actor"), c.req.valid("json")), 201);
  });
  app.openapi(changeProvider, async (c) => {
    await fresh(c);
    return c.json(
      await access.saveProvider(c.get("actor"), { ...c.req.valid("json"), id: c.req.valid("param").id }),
      200,
    );
  });
  app.openapi(removeProvider, async (c) => {
    await fresh(c);
    await access.removeProvider(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(checkProvider, async (c) => {
    await access.checkProvider(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });

  app.openapi(apiKeys, async (c) => c.json(await access.apiKeys(c.get("actor")), 200));
  app.openapi(addApiKey, async (c) => {
    await fresh(c);
    return c.json(await access.createApiKey(c.get("actor"), c.req.valid("json")), 201, secret);
  });
  app.openapi(revokeApiKey, async (c) => {
    await access.revokeApiKey(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  return app;
}
