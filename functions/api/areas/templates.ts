import { createRoute, z } from "@hono/zod-openapi";
import type { OwnTemplate, TemplateChoice, TemplateList, TemplateVersion } from "../../../shared/office/index.ts";
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
import { DOCX, fileAnswer, uploadedFile } from "../files.ts";
import { described, IdParam, RevSchema } from "../schemas.ts";

const RULE_SET = z.enum(["nd30", "hd36", "hd05"]);
const FORM = z.enum(["plan", "letter", "appendix"]);
const KIND = z.enum(["KH", "BC", "CV", "TB", "QĐ", "CTr", "TTr", "HD", "PL"]);
const SHIPPED = z.object({
  ruleSet: RULE_SET,
  form: z.string().regex(/^[a-z-]{1,40}$/),
});
const Of = z.object({ ruleSet: RULE_SET, kind: KIND });
const Version = z.coerce.number().int().min(1).max(1_000_000);
const VersionParam = IdParam.extend({ version: Version });

const ListSchema = described<TemplateList>("TemplateList", "Mẫu của cơ quan, mẫu có sẵn, mẫu mặc định đã đặt");
const TemplateSchema = described<OwnTemplate & { rev: number }>("Template", "Mẫu của cơ quan và số phiên bản `rev`");
const OneSchema = described<OwnTemplate & { rev: number; versions: TemplateVersion[] }>(
  "TemplateWithVersions",
  "Mẫu của cơ quan với mọi phiên bản, kết quả kiểm tra từng phiên bản",
);
const ChoiceSchema = described<TemplateChoice>("TemplateChoice", "Mẫu chọn được khi soạn");

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Mẫu văn bản của cơ quan và mẫu có sẵn",
  responses: { 200: json(ListSchema, "Danh sách"), default: PROBLEM },
});
const choices = createRoute({
  method: "get",
  path: "/choices",
  summary: "Mẫu chọn được cho một loại văn bản, mẫu mặc định đứng đầu",
  request: { query: Of },
  responses: { 200: json(z.array(ChoiceSchema), "Danh sách"), default: PROBLEM },
});
const setDefault = createRoute({
  method: "put",
  path: "/default",
  summary: "Đặt mẫu mặc định cho một loại văn bản; mã mẫu có sẵn để trở lại mẫu có sẵn",
  request: { body: body(Of.extend({ template: z.string().min(1).max(100) })) },
  responses: { 204: { description: "Đã đặt" }, default: PROBLEM },
});
const shippedFile = createRoute({
  method: "get",
  path: "/shipped/{ruleSet}/{form}/docx",
  summary: "Tệp Word của mẫu có sẵn",
  request: { params: SHIPPED },
  responses: { 200: fileContent(DOCX, "Tệp DOCX"), default: PROBLEM },
});
const shippedSample = createRoute({
  method: "get",
  path: "/shipped/{ruleSet}/{form}/pdf",
  summary: "Mẫu có sẵn điền thử",
  request: { params: SHIPPED },
  responses: { 200: fileContent("application/pdf", "Tệp PDF"), default: PROBLEM },
});
const create = createRoute({
  method: "post",
  path: "/",
  summary: "Tải lên mẫu mới của cơ quan; được kiểm tra, chưa dùng ngay",
  request: {
    body: multipart(
      z.object({
        file: FILE_FIELD,
        ruleSet: RULE_SET,
        form: FORM,
        name: z.string().trim().min(1).max(200),
        note: z.string().max(1000).optional(),
      }),
    ),
  },
  responses: { 201: json(TemplateSchema, "Mẫu"), default: PROBLEM },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một mẫu của cơ quan với mọi phiên bản",
  request: { params: IdParam },
  responses: { 200: json(OneSchema, "Mẫu"), default: PROBLEM },
});
const addVersion = createRoute({
  method: "post",
  path: "/{id}/versions",
  summary: "Tải lên phiên bản mới của mẫu",
  request: {
    params: IdParam,
    body: multipart(
      z.object({ file: FILE_FIELD, rev: z.coerce.number().int().min(1), note: z.string().max(1000).optional() }),
    ),
  },
  responses: { 201: json(TemplateSchema, "Mẫu"), default: PROBLEM },
});
const activate = createRoute({
  method: "post",
  path: "/{id}/activate",
  summary: "Đưa một phiên bản vào sử dụng",
  request: { params: IdParam, body: body(RevSchema.extend({ version: z.number().int().min(1) })) },
  responses: { 200: json(TemplateSchema, "Mẫu"), default: PROBLEM },
});
const change = createRoute({
  method: "patch",
  path: "/{id}",
  summary: "Đổi tên, tắt hoặc bật lại mẫu",
  request: {
    params: IdParam,
    body: body(RevSchema.extend({ name: z.string().max(400).optional(), off: z.boolean().optional() })),
  },
  responses: { 200: json(TemplateSchema, "Mẫu"), default: PROBLEM },
});
const file = createRoute({
  method: "get",
  path: "/{id}/versions/{version}/docx",
  summary: "Tệp Word của một phiên bản",
  request: { params: VersionParam },
  responses: { 200: fileContent(DOCX, "Tệp DOCX"), default: PROBLEM },
});
const sample = createRoute({
  method: "get",
  path: "/{id}/versions/{version}/pdf",
  summary: "Phiên bản điền thử",
  request: { params: VersionParam },
  responses: { 200: fileContent("application/pdf", "Tệp PDF"), default: PROBLEM },
});

/** Word templates: the office's own beside those that come with Vanthu. */
export function templateRoutes({ office }: ApiDesk) {
  const { templates } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(list, async (c) => c.json(await templates.list(c.get("actor")), 200));
  app.openapi(choices, async (c) => c.json(await templates.choices(c.get("actor"), c.req.valid("query")), 200));
  app.openapi(setDefault, async (c) => {
    const { template, ...of } = c.req.valid("json");
    await templates.setDefault(c.get("actor"), of, template);
    return c.body(null, 204);
  });
  app.openapi(shippedFile, async (c) => {
    const { ruleSet, form } = c.req.valid("param");
    const found = await templates.file(c.get("actor"), `${ruleSet}/${form}`);
    return fileAnswer({ ...found, contentType: DOCX }) as never;
  });
  app.openapi(shippedSample, async (c) => {
    const { ruleSet, form } = c.req.valid("param");
    const found = await templates.sample(c.get("actor"), `${ruleSet}/${form}`);
    return fileAnswer({ ...found, contentType: "application/pdf" }) as never;
  });
  app.openapi(create, async (c) => {
    const { file: given, ...input } = c.req.valid("form");
    return c.json(await templates.create(c.get("actor"), input, await uploadedFile(given, "file")), 201);
  });
  app.openapi(get, async (c) => c.json(await templates.get(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(addVersion, async (c) => {
    const { file: given, rev, note } = c.req.valid("form");
    const { id } = c.req.valid("param");
    const uploaded = await uploadedFile(given, "file");
    return c.json(await templates.addVersion(c.get("actor"), id, rev, uploaded, note), 201);
  });
  app.openapi(activate, async (c) => {
    const { rev, version } = c.req.valid("json");
    return c.json(await templates.activate(c.get("actor"), c.req.valid("param").id, rev, version), 200);
  });
  app.openapi(change, async (c) => {
    const { rev, ...to } = c.req.valid("json");
    return c.json(await templates.change(c.get("actor"), c.req.valid("param").id, rev, to), 200);
  });
  app.openapi(file, async (c) => {
    const { id, version } = c.req.valid("param");
    const found = await templates.file(c.get("actor"), id, version);
    return fileAnswer({ ...found, contentType: DOCX }) as never;
  });
  app.openapi(sample, async (c) => {
    const { id, version } = c.req.valid("param");
    const found = await templates.sample(c.get("actor"), id, version);
    return fileAnswer({ ...found, contentType: "application/pdf" }) as never;
  });
  return app;
}
