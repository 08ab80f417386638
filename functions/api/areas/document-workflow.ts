import { createRoute, z } from "@hono/zod-openapi";
import type {
  DocumentHold,
  DocumentVersion,
  Office,
  SubmissionSlip,
  VersionComparison,
  WaitingDocument,
  WorkflowView,
} from "../../../shared/office/index.ts";
import { body, fileContent, json, PROBLEM, type routes } from "../context.ts";
import { DOCX, fileAnswer } from "../files.ts";
import { DescriptionSchema, DocumentSchema, described, IdParam, ReasonSchema, RevSchema } from "../schemas.ts";

const DOCUMENT = { 200: json(DocumentSchema, "Văn bản sau thay đổi"), default: PROBLEM };
const WorkflowSchema = described<WorkflowView>(
  "Workflow",
  "Trạng thái, đến lượt ai, việc được làm, thời hạn, ai đang sửa, lịch sử, các bản trình, phiếu trình, quan hệ với văn bản khác",
);
const WaitingSchema = described<WaitingDocument>(
  "WaitingDocument",
  "Văn bản đang chờ người gọi: việc phải làm, thời hạn",
);
const HoldSchema = described<DocumentHold>("DocumentHold", "Ai đang sửa văn bản, đến khi nào");
const VersionSchema = described<DocumentVersion>(
  "DocumentVersion",
  "Một bản đã trình: sha256 của tệp, ai trình, khi nào",
);
const ComparisonSchema = described<VersionComparison>("VersionComparison", "Các phần khác nhau của hai bản, từng từ");
const SlipSchema = described<SubmissionSlip>(
  "SubmissionSlip",
  "Phiếu trình: tóm tắt, người trình, ý kiến và thời điểm",
);
const SettingsSchema = z
  .object({
    approval: z.enum(["optional", "required"]).openapi({
      description: "Ký là duyệt (optional), hoặc phải duyệt trước khi ký (required)",
    }),
    unitHead: z.enum(["optional", "required"]).optional().openapi({
      description: "Phải qua trưởng đơn vị của người soạn duyệt, nếu đơn vị có trưởng (required)",
    }),
  })
  .openapi("WorkflowSettings", { description: "Thiết lập quy trình duyệt" });
const text = z.string().max(4000);
const version = z.coerce.number().int().min(0).max(1_000_000);
const FORMAT = z.enum(["pdf", "docx"]);

const waiting = createRoute({
  method: "get",
  path: "/waiting",
  summary: "Văn bản đang chờ người gọi làm, gấp nhất trước",
  responses: { 200: json(z.array(WaitingSchema), "Danh sách"), default: PROBLEM },
});
const reviewers = createRoute({
  method: "get",
  path: "/reviewers",
  summary: "Những người có thể được nêu là người duyệt",
  responses: {
    200: json(
      z.array(
        z.object({ personId: z.string(), name: z.string(), position: z.string(), head: z.literal(true).optional() }),
      ),
      "Người của cơ quan, trừ người gọi; trưởng đơn vị của người gọi đứng trước (head)",
    ),
    default: PROBLEM,
  },
});
const settings = createRoute({
  method: "get",
  path: "/workflow-settings",
  summary: "Thiết lập quy trình của cơ quan",
  responses: { 200: json(SettingsSchema, "Thiết lập"), default: PROBLEM },
});
const changeSettings = createRoute({
  method: "put",
  path: "/workflow-settings",
  summary: "Đổi thiết lập quy trình (quản trị)",
  request: { body: body(SettingsSchema) },
  responses: { 200: json(SettingsSchema, "Thiết lập"), default: PROBLEM },
});
const view = createRoute({
  method: "get",
  path: "/{id}/workflow",
  summary: "Quy trình của một văn bản",
  request: { params: IdParam },
  responses: { 200: json(WorkflowSchema, "Quy trình"), default: PROBLEM },
});
const approve = createRoute({
  method: "post",
  path: "/{id}/approve",
  summary: "Duyệt bản thảo",
  request: { params: IdParam, body: body(RevSchema.extend({ opinion: text.optional() })) },
  responses: DOCUMENT,
});
const withdraw = createRoute({
  method: "post",
  path: "/{id}/withdraw",
  summary: "Rút lại bản đã trình khi chưa duyệt",
  request: { params: IdParam, body: body(RevSchema.extend({ reason: text.optional() })) },
  responses: DOCUMENT,
});
const voiding = createRoute({
  method: "post",
  path: "/{id}/void",
  summary: "Hủy văn bản chưa phát hành; số đã cấp được hủy kèm lý do",
  request: { params: IdParam, body: body(ReasonSchema) },
  responses: DOCUMENT,
});
const recall = createRoute({
  method: "post",
  path: "/{id}/recall",
  summary: "Thu hồi văn bản đã phát hành; mọi nơi đã nhận được thông báo",
  request: { params: IdParam, body: body(ReasonSchema.extend({ by: z.string().max(100).optional() })) },
  responses: DOCUMENT,
});
const related = createRoute({
  method: "post",
  path: "/{id}/related",
  summary: "Soạn văn bản sửa đổi, thay thế, đính chính hoặc thu hồi văn bản này",
  request: {
    params: IdParam,
    body: body(
      z.object({
        kind: z.enum(["amends", "replaces", "corrects", "recalls"]),
        description: DescriptionSchema.optional(),
      }),
    ),
  },
  responses: { 201: json(DocumentSchema, "Dự thảo"), default: PROBLEM },
});
const hold = createRoute({
  method: "post",
  path: "/{id}/hold",
  summary: "Nhận hoặc gia hạn quyền sửa",
  request: { params: IdParam },
  responses: { 200: json(HoldSchema, "Quyền sửa"), default: PROBLEM },
});
const release = createRoute({
  method: "delete",
  path: "/{id}/hold",
  summary: "Trả quyền sửa",
  request: { params: IdParam },
  responses: { 204: { description: "Đã trả" }, default: PROBLEM },
});
const takeOver = createRoute({
  method: "post",
  path: "/{id}/take-over",
  summary: "Lãnh đạo, văn thư nhận sửa thay; người đang sửa được thông báo",
  request: { params: IdParam, body: body(z.object({ reason: text })) },
  responses: { 200: json(HoldSchema, "Quyền sửa"), default: PROBLEM },
});
const versions = createRoute({
  method: "get",
  path: "/{id}/versions",
  summary: "Các bản đã trình",
  request: { params: IdParam },
  responses: { 200: json(z.array(VersionSchema), "Cũ nhất trước"), default: PROBLEM },
});
const compare = createRoute({
  method: "get",
  path: "/{id}/compare",
  summary: "So sánh hai bản, từng từ; to=0 là bản hiện tại",
  request: { params: IdParam, query: z.object({ from: version, to: version }) },
  responses: { 200: json(ComparisonSchema, "Khác nhau"), default: PROBLEM },
});
const versionFile = createRoute({
  method: "get",
  path: "/{id}/versions/{version}/{format}",
  summary: "Tệp của một bản đã trình",
  request: { params: IdParam.extend({ version, format: FORMAT }) },
  responses: { 200: fileContent("application/pdf", "Tệp PDF hoặc DOCX"), default: PROBLEM },
});
const slip = createRoute({
  method: "get",
  path: "/{id}/slip",
  summary: "Phiếu trình của lần trình cuối, hoặc của một lần trước",
  request: { params: IdParam, query: z.object({ version: version.optional() }) },
  responses: { 200: json(SlipSchema, "Phiếu trình"), default: PROBLEM },
});
const slipFile = createRoute({
  method: "get",
  path: "/{id}/slip/{format}",
  summary: "Tệp của phiếu trình",
  request: { params: IdParam.extend({ format: FORMAT }), query: z.object({ version: version.optional() }) },
  responses: { 200: fileContent("application/pdf", "Tệp PDF hoặc DOCX"), default: PROBLEM },
});
const opinion = createRoute({
  method: "post",
  path: "/{id}/opinions",
  summary: "Cho ý kiến vào phiếu trình, chưa quyết định gì",
  request: { params: IdParam, body: body(z.object({ text })) },
  responses: { 200: json(SlipSchema, "Phiếu trình"), default: PROBLEM },
});

/** The workflow of outgoing documents. The caller has put the actor before them; fixed words stand before `{id}`. */
export function workflowRoutes(app: ReturnType<typeof routes>, { workflow }: Pick<Office, "workflow">): void {
  const file = (found: { name: string; bytes: Uint8Array }, format: "pdf" | "docx") =>
    fileAnswer({ ...found, contentType: format === "pdf" ? "application/pdf" : DOCX }) as never;

  app.openapi(waiting, async (c) => c.json(await workflow.waiting(c.get("actor")), 200));
  app.openapi(reviewers, async (c) => c.json(await workflow.reviewers(c.get("actor")), 200));
  app.openapi(settings, async (c) => c.json(await workflow.settings(c.get("actor")), 200));
  app.openapi(changeSettings, async (c) =>
    c.json(await workflow.changeSettings(c.get("actor"), c.req.valid("json")), 200),
  );
  app.openapi(view, async (c) => c.json(await workflow.view(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(approve, async (c) => {
    const { rev, opinion: said } = c.req.valid("json");
    return c.json(await workflow.approve(c.get("actor"), c.req.valid("param").id, rev, said), 200);
  });
  app.openapi(withdraw, async (c) => {
    const { rev, reason } = c.req.valid("json");
    return c.json(await workflow.withdraw(c.get("actor"), c.req.valid("param").id, rev, reason), 200);
  });
  app.openapi(voiding, async (c) => {
    const { rev, reason } = c.req.valid("json");
    return c.json(await workflow.void(c.get("actor"), c.req.valid("param").id, rev, reason), 200);
  });
  app.openapi(recall, async (c) => {
    const { rev, reason, by } = c.req.valid("json");
    return c.json(await workflow.recall(c.get("actor"), c.req.valid("param").id, rev, reason, by), 200);
  });
  app.openapi(related, async (c) => {
    const { kind, description } = c.req.valid("json");
    return c.json(await workflow.draftRelated(c.get("actor"), c.req.valid("param").id, kind, description), 201);
  });
  app.openapi(hold, async (c) => c.json(await workflow.hold(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(release, async (c) => {
    await workflow.release(c.get("actor"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(takeOver, async (c) =>
    c.json(await workflow.takeOver(c.get("actor"), c.req.valid("param").id, c.req.valid("json").reason), 200),
  );
  app.openapi(versions, async (c) => c.json(await workflow.versions(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(compare, async (c) => {
    const { from, to } = c.req.valid("query");
    return c.json(await workflow.compare(c.get("actor"), c.req.valid("param").id, from, to), 200);
  });
  app.openapi(versionFile, async (c) => {
    const { id, version: number, format } = c.req.valid("param");
    return file(await workflow.versionFile(c.get("actor"), id, number, format), format);
  });
  app.openapi(slip, async (c) =>
    c.json(await workflow.slip(c.get("actor"), c.req.valid("param").id, c.req.valid("query").version), 200),
  );
  app.openapi(slipFile, async (c) => {
    const { id, format } = c.req.valid("param");
    return file(await workflow.slipFile(c.get("actor"), id, format, c.req.valid("query").version), format);
  });
  app.openapi(opinion, async (c) =>
    c.json(await workflow.opinion(c.get("actor"), c.req.valid("param").id, c.req.valid("json").text), 200),
  );
}
