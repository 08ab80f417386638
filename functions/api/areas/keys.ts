import { createRoute, z } from "@hono/zod-openapi";
import { VanthuError } from "../../../shared/errors/index.ts";
import {
  CONNECTION_KINDS,
  type ConnectionKind,
  type KeyConnection,
  type KeyOwner,
  type SigningKey,
} from "../../../shared/office/index.ts";
import {
  type ApiDesk,
  body,
  FILE_FIELD,
  fileContent,
  json,
  multipart,
  PROBLEM,
  routes,
  withActor,
} from "../context.ts";
import { fileAnswer, postedForm, uploadedFile } from "../files.ts";
import { described, IdParam, line } from "../schemas.ts";
import { RoleSchema, UnlockSchema } from "../signing-schemas.ts";

const KeySchema = described<SigningKey>(
  "SigningKey",
  "Khóa ký: của ai, giữ ở đâu, chứng thư số, cần nhập gì khi ký; không bao giờ có khóa bí mật",
);
const ConnectionSchema = described<KeyConnection>(
  "KeyConnection",
  "Kết nối tới dịch vụ hoặc thiết bị giữ khóa: cấu hình công khai, tên các thông tin bí mật đã có",
);
const KindsSchema = described<Record<KeyConnection["kind"], ConnectionKind>>(
  "ConnectionKinds",
  "Các loại kết nối và những gì cần nhập cho mỗi loại",
);
const OwnerSchema = z
  .union([z.literal("seal"), z.object({ personId: line })])
  .openapi("KeyOwner", { description: 'Của một người, hoặc "seal": con dấu của cơ quan' });
const AtSchema = z.object({ userId: z.string().max(200).optional(), credentialId: z.string().max(500).optional() });
const LinkSchema = z
  .object({ owner: OwnerSchema, connectionId: line, at: AtSchema, unlock: UnlockSchema.optional() })
  .openapi("KeyLink");
const texts = z.record(z.string().max(60), z.string().max(50_000));
const ConnectionInput = z
  .object({
    kind: z.enum(Object.keys(CONNECTION_KINDS) as [KeyConnection["kind"], ...KeyConnection["kind"][]]),
    name: z.string().max(500),
    settings: texts,
    enabled: z.boolean(),
    secrets: texts.optional(),
  })
  .openapi("KeyConnectionInput");
const OwnerParam = z.object({ owner: z.string().max(200) });

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Khóa ký của mình; của con dấu với văn thư; tất cả với quản trị viên",
  responses: { 200: json(z.array(KeySchema), "Khóa ký"), default: PROBLEM },
});
const usable = createRoute({
  method: "get",
  path: "/usable",
  summary: "Khóa ký được ngay với vai trò này; khóa ưu tiên đứng đầu",
  request: { query: z.object({ role: RoleSchema }) },
  responses: { 200: json(z.array(KeySchema), "Khóa ký"), default: PROBLEM },
});
const take = createRoute({
  method: "post",
  path: "/import",
  summary: "Nhập tệp PKCS#12 (.p12, .pfx); được mã hóa lại, mật khẩu không lưu",
  request: { body: multipart(z.object({ file: FILE_FIELD, password: z.string(), owner: z.string() })) },
  responses: { 201: json(KeySchema, "Khóa đã nhập"), default: PROBLEM },
});
const link = createRoute({
  method: "post",
  path: "/link",
  summary: "Đăng ký khóa đang giữ ở dịch vụ hoặc thiết bị",
  request: { body: body(LinkSchema) },
  responses: { 201: json(KeySchema, "Khóa đã đăng ký"), default: PROBLEM },
});
const askConsent = createRoute({
  method: "post",
  path: "/consent",
  summary: "Địa chỉ trang của dịch vụ CSC để người ký đồng ý (OAuth2)",
  request: { body: body(LinkSchema.omit({ unlock: true })) },
  responses: { 200: json(z.object({ address: z.string() }), "Mở địa chỉ này"), default: PROBLEM },
});
const consent = createRoute({
  method: "get",
  path: "/consent",
  summary: "Người ký quay về từ trang của dịch vụ CSC",
  request: {
    query: z.object({
      state: z.string().max(200),
      code: z.string().max(4_000).optional(),
      error: z.string().optional(),
    }),
  },
  responses: { 303: { description: "Tới trang Khóa ký" }, default: PROBLEM },
});
const prefer = createRoute({
  method: "put",
  path: "/{id}/preferred",
  summary: "Chọn khóa này trước",
  request: { params: IdParam },
  responses: { 204: { description: "Đã chọn" }, default: PROBLEM },
});
const otp = createRoute({
  method: "post",
  path: "/{id}/otp",
  summary: "Đề nghị dịch vụ CSC gửi mã OTP cho người ký",
  request: { params: IdParam },
  responses: { 204: { description: "Đã đề nghị" }, default: PROBLEM },
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  summary: "Gỡ khóa ký",
  request: { params: IdParam },
  responses: { 204: { description: "Đã gỡ" }, default: PROBLEM },
});
const kinds = createRoute({
  method: "get",
  path: "/connection-kinds",
  summary: "Các loại kết nối",
  responses: { 200: json(KindsSchema, "Các loại kết nối"), default: PROBLEM },
});
const connections = createRoute({
  method: "get",
  path: "/connections",
  summary: "Kết nối của cơ quan",
  responses: { 200: json(z.array(ConnectionSchema), "Kết nối"), default: PROBLEM },
});
const addConnection = createRoute({
  method: "post",
  path: "/connections",
  summary: "Thêm kết nối; thông tin bí mật được mã hóa và không đọc lại được",
  request: { body: body(ConnectionInput) },
  responses: { 201: json(ConnectionSchema, "Đã thêm"), default: PROBLEM },
});
const changeConnection = createRoute({
  method: "put",
  path: "/connections/{id}",
  summary: "Sửa kết nối; thông tin bí mật không gửi lên thì giữ nguyên, trừ khi đổi sang địa chỉ khác",
  request: { params: IdParam, body: body(ConnectionInput) },
  responses: { 200: json(ConnectionSchema, "Đã sửa"), default: PROBLEM },
});
const removeConnection = createRoute({
  method: "delete",
  path: "/connections/{id}",
  summary: "Gỡ kết nối không còn khóa nào dùng",
  request: { params: IdParam },
  responses: { 204: { description: "Đã gỡ" }, default: PROBLEM },
});
const checkConnection = createRoute({
  method: "post",
  path: "/connections/{id}/check",
  summary: "Hỏi xem dịch vụ hoặc thiết bị có trả lời không",
  request: { params: IdParam },
  responses: { 200: json(ConnectionSchema, "Kết quả"), default: PROBLEM },
});
const image = createRoute({
  method: "get",
  path: "/images/{owner}",
  summary: "Hình chữ ký hoặc con dấu đã làm sạch; owner là seal hoặc mã người",
  request: { params: OwnerParam },
  responses: { 200: fileContent("image/png", "Hình PNG nền trong"), default: PROBLEM },
});
const setImage = createRoute({
  method: "put",
  path: "/images/{owner}",
  summary: "Làm sạch và lưu hình (PNG, JPEG); widthMm là bề ngang thật của con dấu",
  request: { params: OwnerParam, body: multipart(z.object({ file: FILE_FIELD, widthMm: z.string().optional() })) },
  responses: { 204: { description: "Đã lưu" }, default: PROBLEM },
});
const removeImage = createRoute({
  method: "delete",
  path: "/images/{owner}",
  summary: "Bỏ hình",
  request: { params: OwnerParam },
  responses: { 204: { description: "Đã bỏ" }, default: PROBLEM },
});

/** Page where people look after their own keys: where they come back to from a service's page. */
const KEYS_PAGE = "/tai-khoan";

/** Keys, pictures and connections of the actor's organisation. */
export function keyRoutes({ office }: ApiDesk) {
  const { keys } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(list, async (c) => c.json(await keys.keys(c.get("actor")), 200));
  app.openapi(usable, async (c) => c.json(await keys.usable(c.get("actor"), c.req.valid("query").role), 200));
  app.openapi(kinds, async (c) => c.json(CONNECTION_KINDS, 200));
  app.openapi(take, async (c) => {
    const form = await postedForm(c);
    const { bytes } = await uploadedFile(form.file, "file");
    const key = await keys.importPkcs12(c.get("actor"), ownerIn(form.owner), bytes, textIn(form.password, "password"));
    return c.json(key, 201);
  });
  app.openapi(link, async (c) => {
    const { owner, connectionId, at, unlock } = c.req.valid("json");
    return c.json(await keys.linkKey(c.get("actor"), owner, connectionId, at, unlock), 201);
  });
  app.openapi(askConsent, async (c) => {
    const { owner, connectionId, at } = c.req.valid("json");
    return c.json(await keys.consent(c.get("actor"), owner, connectionId, at), 200);
  });
  app.openapi(consent, async (c) => {
    const { state, code, error } = c.req.valid("query");
    if (code === undefined) {
      throw new VanthuError("KEY_HOLDER_REFUSED", {
        message: "Người ký không đồng ý trên trang của dịch vụ.",
        where: (error ?? "code").slice(0, 100),
        hint: "Mở trang Khóa ký và bắt đầu lại.",
      });
    }
    await keys.takeConsent(c.get("actor"), state, code);
    return c.redirect(KEYS_PAGE, 303);
  });
  app.openapi(connections, async (c) => c.json(await keys.connections(c.get("actor")), 200));
  app.openapi(addConnection, async (c) => c.json(await keys.saveConnection(c.get("actor"), c.req.valid("json")), 201));
  app.openapi(changeConnection, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await keys.saveConnection(c.get("actor"), { ...c.req.valid("json"), id }), 200);
  });
  app.openapi(removeConnection, async (c) => {
    await keys.removeConnection(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(checkConnection, async (c) =>
    c.json(await keys.checkConnection(c.get("actor"), c.req.valid("param").id), 200),
  );
  app.openapi(image, async (c) => {
    const found = await keys.image(c.get("actor"), ownerIn(c.req.valid("param").owner));
    if (found === undefined) throw new VanthuError("NOT_FOUND", { message: "Chưa có hình.", where: "owner" });
    return fileAnswer({ name: "hinh-chu-ky.png", contentType: "image/png", bytes: found.png }, true) as never;
  });
  app.openapi(setImage, async (c) => {
    const form = await postedForm(c);
    const { bytes } = await uploadedFile(form.file, "file");
    await keys.setImage(c.get("actor"), ownerIn(c.req.valid("param").owner), bytes, widthIn(form.widthMm));
    return c.body(null, 204);
  });
  app.openapi(removeImage, async (c) => {
    await keys.removeImage(c.get("actor"), ownerIn(c.req.valid("param").owner));
    return c.body(null, 204);
  });
  app.openapi(prefer, async (c) => {
    await keys.preferKey(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(otp, async (c) => {
    await keys.sendOtp(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(remove, async (c) => {
    await keys.removeKey(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  return app;
}

/** "seal", or the id of a person. */
function ownerIn(value: unknown): KeyOwner {
  const text = textIn(value, "owner");
  return text === "seal" ? "seal" : { personId: text };
}

function widthIn(value: unknown): number | undefined {
  if (value === undefined || value === "") return undefined;
  const width = Number(typeof value === "string" ? value.replace(",", ".") : value);
  if (width > 0 && width <= 100) return width;
  throw new VanthuError("INVALID", { message: "Bề ngang từ 1 đến 100 mm.", where: "widthMm" });
}

function textIn(value: unknown, where: string): string {
  if (typeof value === "string" && value !== "" && value.length <= 1_000) return value;
  throw new VanthuError("INVALID", { message: "Thiếu giá trị.", where, hint: "Nhập đủ rồi gửi lại." });
}
