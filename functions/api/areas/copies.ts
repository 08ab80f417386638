import { createRoute, z } from "@hono/zod-openapi";
import type { CopyForm, Medium, Standing } from "../../../shared/copies/index.ts";
import type {
  CopyEntry,
  CopyRecord,
  CopyRequest,
  CopySettings,
  CopySource,
  CopyUpload,
  CopyView,
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
import { fileAnswer, uploadedFile } from "../files.ts";
import {
  DeliverySchema,
  DescriptionSchema,
  described,
  IdParam,
  isoDate,
  line,
  ReasonSchema,
  RevSchema,
  SendSchema,
  SignatureSchema,
} from "../schemas.ts";

const FORM = z.enum(["sao-y", "sao-luc", "trich-sao"] satisfies CopyForm[]);
const MEDIUM = z.enum(["paper", "electronic"] satisfies Medium[]);
const STANDING = z.enum(["original", "authentic", "sao-y", "sao-luc", "trich-sao"] satisfies Standing[]);
const FROM = z.enum(["document", "incoming", "upload"] satisfies CopySource["from"][]);

const CopySchema = described<CopyRecord & { rev: number }>(
  "Copy",
  "Bản sao: hình thức, số, tệp, văn bản được sao và kết quả kiểm tra khi sao",
);
const ListedSchema = described<CopyRecord>("ListedCopy", "Bản sao trong danh sách");
const ViewSchema = described<CopyView>(
  "CopySource",
  "Văn bản được sao và những hình thức sao được làm, không được làm",
);
const UploadSchema = described<CopyUpload>("CopyUpload", "Bản quét hoặc tệp đã ký số đã tải lên");
const EntrySchema = described<CopyEntry>("CopyEntry", "Một dòng của sổ đăng ký bản sao");
const SettingsSchema = described<CopySettings>("CopySettings", "Người ký bản sao và chữ viết tắt tên cơ quan");

const SourceQuery = z.object({ from: FROM, id: z.string().min(1).max(100) });
const flag = z.enum(["true", "false"]);
const UploadForm = z.object({
  file: FILE_FIELD,
  standing: STANDING,
  kindName: z.string().max(100).optional(),
  number: z.string().max(20),
  notation: z.string().max(60),
  issuedOn: isoDate,
  issuer: line,
  subject: z.string().trim().min(1).max(2000),
  compared: flag.optional().openapi({ description: "Đã đối chiếu bản quét với văn bản giấy" }),
  secret: flag.optional().openapi({ description: "Văn bản chứa bí mật nhà nước (không được sao ở đây)" }),
});
const RequestSchema = z.object({
  source: SourceQuery,
  form: FORM,
  to: MEDIUM,
  signatory: z.string().min(1).max(100),
  recipients: z.array(line).min(1).max(100),
  amount: z.number().int().min(1).max(10_000).optional(),
  passages: z.array(z.number().int().min(0)).max(20_000).optional(),
  description: DescriptionSchema.optional(),
});
const MakeSchema = RequestSchema.extend({
  unlock: z
    .object({
      password: z.string().max(1024),
      pin: z.string().max(64),
      otp: z.string().max(64),
      keyId: z.string().max(200),
    })
    .partial()
    .optional(),
});
const SettingsBody = RevSchema.extend({
  abbreviation: z.string().max(30).optional(),
  signatories: z.array(SignatureSchema.extend({ id: z.string().max(100) })).max(30),
});

const COPY = { 200: json(CopySchema, "Bản sao"), default: PROBLEM };
const PDF = { 200: fileContent("application/pdf", "Tệp PDF"), default: PROBLEM };

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Bản sao của cơ quan, mới nhất trước",
  responses: { 200: json(z.array(ListedSchema), "Danh sách"), default: PROBLEM },
});
const upload = createRoute({
  method: "post",
  path: "/uploads",
  summary: "Tải lên bản quét (PDF, PNG, JPEG) hoặc PDF đã ký số để sao",
  request: { body: multipart(UploadForm) },
  responses: { 201: json(UploadSchema, "Đã nhận"), default: PROBLEM },
});
const look = createRoute({
  method: "get",
  path: "/source",
  summary: "Từ một văn bản làm được bản sao nào, theo điều khoản nào",
  request: { query: SourceQuery },
  responses: { 200: json(ViewSchema, "Văn bản và các hình thức sao"), default: PROBLEM },
});
const sourceFile = createRoute({
  method: "get",
  path: "/source/pdf",
  summary: "Tệp PDF của văn bản được sao",
  request: { query: SourceQuery },
  responses: PDF,
});
const preview = createRoute({
  method: "post",
  path: "/preview",
  summary: "Xem trước bản sao, chưa cấp số, chưa ký",
  request: { body: body(RequestSchema) },
  responses: PDF,
});
const make = createRoute({
  method: "post",
  path: "/",
  summary: "Làm bản sao: ký số (điện tử) hoặc cấp số, lập bản in (giấy)",
  request: { body: body(MakeSchema) },
  responses: { 201: json(CopySchema, "Bản sao"), default: PROBLEM },
});
const register = createRoute({
  method: "get",
  path: "/register",
  summary: "Sổ đăng ký bản sao của một năm",
  request: {
    query: z.object({
      year: z.coerce.number().int().min(1945).max(2200),
      search: z.string().max(200).optional(),
    }),
  },
  responses: { 200: json(z.array(EntrySchema), "Các dòng của sổ"), default: PROBLEM },
});
const settings = createRoute({
  method: "get",
  path: "/settings",
  summary: "Người ký bản sao",
  responses: { 200: json(SettingsSchema, "Cài đặt"), default: PROBLEM },
});
const changeSettings = createRoute({
  method: "put",
  path: "/settings",
  summary: "Quy định người ký bản sao",
  request: { body: body(SettingsBody) },
  responses: { 200: json(SettingsSchema, "Cài đặt"), default: PROBLEM },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một bản sao",
  request: { params: IdParam },
  responses: COPY,
});
const pdf = createRoute({
  method: "get",
  path: "/{id}/pdf",
  summary: "Tệp bản sao",
  request: { params: IdParam },
  responses: PDF,
});
const confirm = createRoute({
  method: "post",
  path: "/{id}/confirm",
  summary: "Bản sao giấy đã được ký, đóng dấu",
  request: { params: IdParam, body: body(RevSchema) },
  responses: COPY,
});
const cancel = createRoute({
  method: "post",
  path: "/{id}/cancel",
  summary: "Hủy bản sao giấy cùng số của nó",
  request: { params: IdParam, body: body(ReasonSchema) },
  responses: COPY,
});
const send = createRoute({
  method: "post",
  path: "/{id}/send",
  summary: "Gửi bản sao điện tử tới các cơ quan",
  request: { params: IdParam, body: body(SendSchema) },
  responses: COPY,
});
const deliveries = createRoute({
  method: "get",
  path: "/{id}/deliveries",
  summary: "Tình trạng từng nơi nhận",
  request: { params: IdParam },
  responses: { 200: json(z.array(DeliverySchema), "Các lần gửi"), default: PROBLEM },
});

/** Certified copies: what may be made, making, sending, the register. */
export function copyRoutes({ office }: ApiDesk) {
  const { copies } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(list, async (c) => c.json(await copies.list(c.get("actor")), 200));
  app.openapi(upload, async (c) => {
    const { file, standing, compared, secret, kindName = "", ...text } = c.req.valid("form");
    const files = [];
    for (const one of [file].flat()) files.push(await uploadedFile(one, "file"));
    const input = {
      files,
      standing,
      compared: compared === "true",
      secret: secret === "true",
      text: { kindName, ...text },
    };
    return c.json(await copies.upload(c.get("actor"), input), 201);
  });
  app.openapi(look, async (c) => c.json(await copies.look(c.get("actor"), c.req.valid("query")), 200));
  app.openapi(
    sourceFile,
    async (c) =>
      fileAnswer({
        ...(await copies.sourcePdf(c.get("actor"), c.req.valid("query"))),
        contentType: "application/pdf",
      }) as never,
  );
  app.openapi(preview, async (c) => {
    const made = await copies.preview(c.get("actor"), c.req.valid("json") as CopyRequest);
    return fileAnswer({ name: "xem-truoc-ban-sao.pdf", contentType: "application/pdf", bytes: made.pdf }) as never;
  });
  app.openapi(make, async (c) => {
    const { unlock, ...request } = c.req.valid("json");
    return c.json(await copies.make(c.get("actor"), request as CopyRequest, unlock ?? {}), 201);
  });
  app.openapi(register, async (c) => {
    const { year, search } = c.req.valid("query");
    return c.json(await copies.register(c.get("actor"), year, search), 200);
  });
  app.openapi(settings, async (c) => c.json(await copies.settings(c.get("actor")), 200));
  app.openapi(changeSettings, async (c) => {
    const { rev, ...changed } = c.req.valid("json");
    return c.json(await copies.changeSettings(c.get("actor"), rev, changed), 200);
  });
  app.openapi(get, async (c) => c.json(await copies.get(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(
    pdf,
    async (c) =>
      fileAnswer({
        ...(await copies.pdf(c.get("actor"), c.req.valid("param").id)),
        contentType: "application/pdf",
      }) as never,
  );
  app.openapi(confirm, async (c) =>
    c.json(await copies.confirm(c.get("actor"), c.req.valid("param").id, c.req.valid("json").rev), 200),
  );
  app.openapi(cancel, async (c) => {
    const { rev, reason } = c.req.valid("json");
    return c.json(await copies.cancel(c.get("actor"), c.req.valid("param").id, rev, reason), 200);
  });
  app.openapi(send, async (c) => {
    const { rev, to } = c.req.valid("json");
    return c.json(await copies.send(c.get("actor"), c.req.valid("param").id, rev, to), 200);
  });
  app.openapi(deliveries, async (c) => c.json(await copies.deliveries(c.get("actor"), c.req.valid("param").id), 200));

  return app;
}
