import { createRoute, z } from "@hono/zod-openapi";
import { type ApiDesk, body, fileContent, json, PROBLEM, routes, withActor } from "../context.ts";
import { DOCX, EVIDENCE_TYPE, fileAnswer } from "../files.ts";
import { previewAnswer } from "../preview-answer.ts";
import {
  AmendmentSchema,
  DeliverySchema,
  DescriptionSchema,
  DocumentSchema,
  DocumentSummarySchema,
  IdParam,
  PlanSchema,
  PreviewSchema,
  ReasonSchema,
  RevSchema,
  SecretSchema,
  STATE,
  WarningSchema,
} from "../schemas.ts";
import { UnlockSchema } from "../signing-schemas.ts";
import { sendingRoutes } from "./document-sending.ts";
import { workflowRoutes } from "./document-workflow.ts";

const DOCUMENT = { 200: json(DocumentSchema, "Văn bản sau thay đổi"), default: PROBLEM };
const MADE = { 201: json(DocumentSchema, "Dự thảo"), default: PROBLEM };
const NewDocument = z.object({
  description: DescriptionSchema,
  programme: z.object({ id: z.string().max(100), revision: z.number().int().min(1) }).optional(),
});
const Changed = RevSchema.extend({ description: DescriptionSchema });
const SubmitSchema = RevSchema.extend({
  summary: z.string().max(4000).optional(),
  reviewerId: z.string().max(100).optional(),
});
const SendToSchema = RevSchema.extend({
  to: z.array(z.string().max(100)).max(1_000).optional(),
  groups: z.array(z.string().max(100)).max(100).optional(),
});
const AttachmentParam = IdParam.extend({ index: z.coerce.number().int().min(0).max(1000) });

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Văn bản của cơ quan, mới nhất trước",
  request: {
    query: z.object({
      state: STATE.optional(),
      limit: z.coerce.number().int().min(1).max(1000).optional(),
      after: z.string().max(100).optional().openapi({ description: "id của văn bản cuối cùng ở trang trước" }),
    }),
  },
  responses: { 200: json(z.array(DocumentSummarySchema), "Danh sách"), default: PROBLEM },
});
const draft = createRoute({
  method: "post",
  path: "/",
  summary: "Soạn từ mô tả",
  request: { body: body(NewDocument) },
  responses: MADE,
});
const plan = createRoute({
  method: "post",
  path: "/plan",
  summary: "Soạn kế hoạch từ chương trình nhiệm vụ",
  request: { body: body(PlanSchema) },
  responses: MADE,
});
const preview = createRoute({
  method: "post",
  path: "/preview",
  summary: "Xem trước một văn bản đang viết, kèm điều còn thiếu hoặc sai; không lưu gì",
  request: { body: body(z.object({ description: DescriptionSchema, of: z.string().max(100).optional() })) },
  responses: { 200: json(PreviewSchema, "Bản xem trước"), default: PROBLEM },
});
const planPreview = createRoute({
  method: "post",
  path: "/plan/preview",
  summary: "Xem trước một kế hoạch đang viết; không lưu gì",
  request: { body: body(PlanSchema) },
  responses: { 200: json(PreviewSchema, "Bản xem trước"), default: PROBLEM },
});
const amendment = createRoute({
  method: "post",
  path: "/amendment",
  summary: "Soạn phụ lục điều chỉnh kèm công văn",
  request: { body: body(AmendmentSchema) },
  responses: MADE,
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một văn bản",
  request: { params: IdParam },
  responses: DOCUMENT,
});
const edit = createRoute({
  method: "put",
  path: "/{id}",
  summary: "Sửa dự thảo",
  request: { params: IdParam, body: body(Changed) },
  responses: DOCUMENT,
});
const submit = createRoute({
  method: "post",
  path: "/{id}/submit",
  summary: "Trình ký",
  request: { params: IdParam, body: body(SubmitSchema) },
  responses: DOCUMENT,
});
const giveBack = createRoute({
  method: "post",
  path: "/{id}/return",
  summary: "Trả lại kèm lý do",
  request: { params: IdParam, body: body(ReasonSchema) },
  responses: DOCUMENT,
});
const sign = createRoute({
  method: "post",
  path: "/{id}/sign",
  summary: "Lãnh đạo ký bằng khóa của mình",
  request: { params: IdParam, body: body(SecretSchema) },
  responses: DOCUMENT,
});
const number = createRoute({
  method: "post",
  path: "/{id}/number",
  summary: "Cấp số, ghi ngày",
  request: { params: IdParam, body: body(RevSchema) },
  responses: DOCUMENT,
});
const seal = createRoute({
  method: "post",
  path: "/{id}/seal",
  summary: "Đóng dấu cơ quan, phát hành",
  request: { params: IdParam, body: body(SecretSchema) },
  responses: DOCUMENT,
});
const send = createRoute({
  method: "post",
  path: "/{id}/send",
  summary: "Gửi tới các cơ quan",
  request: { params: IdParam, body: body(SendToSchema) },
  responses: DOCUMENT,
});
const deliveries = createRoute({
  method: "get",
  path: "/{id}/deliveries",
  summary: "Tình trạng từng nơi nhận",
  request: { params: IdParam },
  responses: { 200: json(z.array(DeliverySchema), "Các lần gửi"), default: PROBLEM },
});
const resend = createRoute({
  method: "post",
  path: "/{id}/resend",
  summary: "Gửi lại một lần gửi đã ngừng",
  request: { params: IdParam, body: body(z.object({ messageId: z.string().max(100) })) },
  responses: { 200: json(z.array(DeliverySchema), "Các lần gửi"), default: PROBLEM },
});
const warnings = createRoute({
  method: "get",
  path: "/{id}/warnings",
  summary: "Chỗ bản PDF trình bày khác Word",
  request: { params: IdParam },
  responses: {
    200: json(z.object({ pages: z.number(), warnings: z.array(WarningSchema) }), "Cảnh báo"),
    default: PROBLEM,
  },
});
const pdf = createRoute({
  method: "get",
  path: "/{id}/pdf",
  summary: "Bản PDF mới nhất",
  request: { params: IdParam },
  responses: { 200: fileContent("application/pdf", "Tệp PDF"), default: PROBLEM },
});
const docx = createRoute({
  method: "get",
  path: "/{id}/docx",
  summary: "Bản Word",
  request: { params: IdParam },
  responses: { 200: fileContent(DOCX, "Tệp DOCX"), default: PROBLEM },
});
const attachment = createRoute({
  method: "get",
  path: "/{id}/attachments/{index}",
  summary: "Phụ lục ban hành thành tệp riêng",
  request: { params: AttachmentParam },
  responses: { 200: fileContent("application/pdf", "Tệp PDF"), default: PROBLEM },
});

const evidence = createRoute({
  method: "post",
  path: "/{id}/evidence",
  summary: "Gói chứng cứ ASiC-E của văn bản đã ban hành, ký bằng khóa của cơ quan",
  request: { params: IdParam, body: body(UnlockSchema.extend({ keyId: z.string().max(200).optional() })) },
  responses: { 200: fileContent("application/vnd.etsi.asic-e+zip", "Gói chứng cứ"), default: PROBLEM },
});

/** Documents along the straight line; each change names the revision it was made on. */
export function documentRoutes({ office }: ApiDesk) {
  const { documents } = office;
  const app = routes();
  app.use(withActor(office));
  workflowRoutes(app, office);
  sendingRoutes(app, office);

  app.openapi(list, async (c) => c.json(await documents.list(c.get("actor"), c.req.valid("query")), 200));
  app.openapi(draft, async (c) => {
    const { description, programme } = c.req.valid("json");
    return c.json(await documents.draft(c.get("actor"), description, programme), 201);
  });
  app.openapi(plan, async (c) => c.json(await documents.draftPlan(c.get("actor"), c.req.valid("json")), 201));
  app.openapi(preview, async (c) => {
    const { description, of } = c.req.valid("json");
    return c.json(
      previewAnswer(await documents.preview(c.get("actor"), description, of === undefined ? {} : { of })),
      200,
    );
  });
  app.openapi(planPreview, async (c) =>
    c.json(previewAnswer(await documents.previewPlan(c.get("actor"), c.req.valid("json"))), 200),
  );
  app.openapi(amendment, async (c) => c.json(await documents.draftAmendment(c.get("actor"), c.req.valid("json")), 201));
  app.openapi(get, async (c) => c.json(await documents.get(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(edit, async (c) => {
    const { rev, description } = c.req.valid("json");
    return c.json(await documents.edit(c.get("actor"), c.req.valid("param").id, rev, description), 200);
  });
  app.openapi(submit, async (c) => {
    const { rev, ...submission } = c.req.valid("json");
    return c.json(await documents.submit(c.get("actor"), c.req.valid("param").id, rev, submission), 200);
  });
  app.openapi(giveBack, async (c) => {
    const { rev, reason } = c.req.valid("json");
    return c.json(await documents.return(c.get("actor"), c.req.valid("param").id, rev, reason), 200);
  });
  app.openapi(sign, async (c) => {
    const { rev, password } = c.req.valid("json");
    return c.json(await documents.sign(c.get("actor"), c.req.valid("param").id, rev, password), 200);
  });
  app.openapi(number, async (c) =>
    c.json(await documents.number(c.get("actor"), c.req.valid("param").id, c.req.valid("json").rev), 200),
  );
  app.openapi(seal, async (c) => {
    const { rev, password } = c.req.valid("json");
    return c.json(await documents.seal(c.get("actor"), c.req.valid("param").id, rev, password), 200);
  });
  app.openapi(send, async (c) => {
    const { rev, to = [], groups = [] } = c.req.valid("json");
    const receivers = await office.recipients.expand(c.get("actor"), to, groups);
    const sent = await documents.send(c.get("actor"), c.req.valid("param").id, rev, receivers);
    return c.json(sent, 200);
  });
  app.openapi(deliveries, async (c) =>
    c.json(await documents.deliveries(c.get("actor"), c.req.valid("param").id), 200),
  );
  app.openapi(resend, async (c) =>
    c.json(await documents.resend(c.get("actor"), c.req.valid("param").id, c.req.valid("json").messageId), 200),
  );
  app.openapi(warnings, async (c) => {
    const rendered = await documents.render(c.get("actor"), c.req.valid("param").id);
    return c.json({ pages: rendered.pages, warnings: rendered.warnings }, 200);
  });
  app.openapi(pdf, async (c) => {
    const file = await documents.pdf(c.get("actor"), c.req.valid("param").id);
    await office.workflow.noteOpened(c.get("actor"), c.req.valid("param").id);
    return fileAnswer({ ...file, contentType: "application/pdf" }) as never;
  });
  app.openapi(
    docx,
    async (c) =>
      fileAnswer({ ...(await documents.docx(c.get("actor"), c.req.valid("param").id)), contentType: DOCX }) as never,
  );
  app.openapi(attachment, async (c) => {
    const { id, index } = c.req.valid("param");
    return fileAnswer({
      ...(await documents.attachment(c.get("actor"), id, index)),
      contentType: "application/pdf",
    }) as never;
  });

  app.openapi(evidence, async (c) => {
    const packed = await office.evidence(c.get("actor"), c.req.valid("param").id, c.req.valid("json"));
    return fileAnswer({ ...packed, contentType: EVIDENCE_TYPE }) as never;
  });

  return app;
}
