import { createRoute, z } from "@hono/zod-openapi";
import { AMENDMENT_KINDS, DEFAULT_WORDING } from "../../../shared/amendments/index.ts";
import { type ApiDesk, body, fileContent, json, PROBLEM, routes, withActor } from "../context.ts";
import { DOCX, fileAnswer } from "../files.ts";
import { previewAnswer } from "../preview-answer.ts";
import {
  AmendableSchema,
  AmendmentSchema,
  AppendixSchema,
  ComparisonResultSchema,
  ComparisonSchema,
  DocumentSchema,
  PreviewSchema,
} from "../schemas.ts";

const Templates = z.record(z.string().max(40), z.string().max(2000));
const WordingAnswer = z
  .object({ own: Templates, default: Templates, rev: z.number().int() })
  .openapi("AmendmentWording", { description: "Mẫu câu ghi chú của cơ quan (own) và mẫu chung (default)" });

const documents = createRoute({
  method: "get",
  path: "/documents",
  summary: "Văn bản đã ban hành mang theo một chương trình, mới nhất trước",
  request: { query: z.object({ programmeId: z.string().max(100) }) },
  responses: { 200: json(z.array(AmendableSchema), "Danh sách"), default: PROBLEM },
});
const compare = createRoute({
  method: "post",
  path: "/compare",
  summary: "So sánh hai bản của chương trình, không lưu gì",
  request: { body: body(ComparisonSchema) },
  responses: { 200: json(ComparisonResultSchema, "Các dòng thay đổi"), default: PROBLEM },
});
const appendix = createRoute({
  method: "post",
  path: "/appendix/{kind}",
  summary: "Phụ lục điều chỉnh thành tệp PDF hoặc DOCX, không lưu gì",
  request: { params: z.object({ kind: z.enum(["pdf", "docx"]) }), body: body(AppendixSchema) },
  responses: { 200: fileContent("application/pdf", "Tệp PDF hoặc DOCX"), default: PROBLEM },
});
const preview = createRoute({
  method: "post",
  path: "/preview",
  summary: "Xem trước phụ lục điều chỉnh hoặc văn bản gửi kèm, kèm điều còn thiếu hoặc sai; không lưu gì",
  request: {
    body: body(
      AmendmentSchema.extend({ appendixTitle: z.string().max(500), part: z.enum(["appendix", "letter"]).optional() }),
    ),
  },
  responses: { 200: json(PreviewSchema, "Bản xem trước"), default: PROBLEM },
});
const draft = createRoute({
  method: "post",
  path: "/",
  summary: "Soạn văn bản gửi kèm và phụ lục điều chỉnh",
  request: { body: body(AmendmentSchema) },
  responses: { 201: json(DocumentSchema, "Dự thảo"), default: PROBLEM },
});
const wording = createRoute({
  method: "get",
  path: "/wording",
  summary: "Mẫu câu ghi chú của cơ quan",
  responses: { 200: json(WordingAnswer, "Mẫu câu"), default: PROBLEM },
});
const saveWording = createRoute({
  method: "put",
  path: "/wording",
  summary: "Thay mẫu câu ghi chú của cơ quan",
  description: `Khóa là loại thay đổi: ${AMENDMENT_KINDS.join(", ")}. Chỗ điền như {basis} hoặc {căn cứ}.`,
  request: { body: body(z.object({ rev: z.number().int().min(0), own: Templates })) },
  responses: { 200: json(WordingAnswer, "Mẫu câu đã lưu"), default: PROBLEM },
});

/** Amended appendices: comparing, previews, drafting, the office's wording. */
export function amendmentRoutes({ office }: ApiDesk) {
  const { amendments } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(documents, async (c) =>
    c.json(await amendments.documents(c.get("actor"), c.req.valid("query").programmeId), 200),
  );
  app.openapi(compare, async (c) => {
    const { from, to, ...rest } = await amendments.compare(c.get("actor"), c.req.valid("json"));
    // The programmes themselves are asked for elsewhere; the rows carry the tasks that differ.
    return c.json({ from: from.revision, to: to.revision, ...rest }, 200);
  });
  app.openapi(appendix, async (c) => {
    const { kind } = c.req.valid("param");
    const rendered = await amendments.appendix(c.get("actor"), c.req.valid("json"));
    const contentType = kind === "pdf" ? "application/pdf" : DOCX;
    return fileAnswer({ name: `phu-luc-dieu-chinh.${kind}`, contentType, bytes: rendered[kind] }) as never;
  });
  app.openapi(preview, async (c) => {
    const { part, ...asked } = c.req.valid("json");
    return c.json(
      previewAnswer(await amendments.preview(c.get("actor"), asked, part === undefined ? {} : { part })),
      200,
    );
  });
  app.openapi(draft, async (c) => c.json(await amendments.draft(c.get("actor"), c.req.valid("json")), 201));
  app.openapi(wording, async (c) =>
    c.json({ default: DEFAULT_WORDING, ...(await amendments.wording(c.get("actor"))) }, 200),
  );
  app.openapi(saveWording, async (c) => {
    const { rev, own } = c.req.valid("json");
    return c.json({ default: DEFAULT_WORDING, ...(await amendments.saveWording(c.get("actor"), rev, own)) }, 200);
  });

  return app;
}
