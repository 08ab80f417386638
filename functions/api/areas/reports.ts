import { createRoute, z } from "@hono/zod-openapi";
import type { FigureTrace, ReportDraft, ReportPreview } from "../../../shared/office/index.ts";
import { parsePeriod, type Report, type ReportWindow, SNAPSHOT_TYPE } from "../../../shared/reports/index.ts";
import { type ApiDesk, body, fileContent, json, PROBLEM, routes, withActor } from "../context.ts";
import { fileAnswer } from "../files.ts";
import { DocumentSchema, described, IdParam, line, RevSchema, SignatureSchema, WindowRuleSchema } from "../schemas.ts";

const WindowSchema = described<ReportWindow>("ReportWindow", "Kỳ chốt số liệu");
const ReportSchema = described<Report>("Report", "Báo cáo: số liệu, câu, bảng, dãy số của biểu đồ");
const PreviewSchema = described<ReportPreview>("ReportPreview", "Báo cáo xem trước, chưa lưu gì");
const TraceSchema = described<FigureTrace>("FigureTrace", "Số liệu và các nhiệm vụ, chỉ tiêu đứng sau nó");

const period = z
  .string()
  .max(10)
  .openapi({ example: "2026-Q2", description: "2026-05, 2026-Q2, 2026-6M, 2026-9M, 2026" });
const text = z.string().max(200_000).optional();
const TEXTS = { opening: text, assessment: text, difficulties: text, proposals: text, closing: text };
const DraftBody = z
  .object({
    programmeId: z.string().max(100),
    period,
    rule: WindowRuleSchema.optional(),
    ruleSet: z.enum(["nd30", "hd36", "hd05"]).optional(),
    subject: z.string().max(2000).optional(),
    notation: z.string().max(60),
    addressees: z.array(line).max(100).optional(),
    recipients: z.array(line).max(500),
    signature: SignatureSchema,
    urgency: z.enum(["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"]).optional(),
    ...TEXTS,
  })
  .openapi("ReportDraft");
const PreviewQuery = z.object({ programme: z.string().max(100), period });
const FigureParam = IdParam.extend({ figure: z.string().max(300) });

const window = createRoute({
  method: "get",
  path: "/window",
  summary: "Kỳ chốt số liệu của một kỳ báo cáo, theo quy tắc của cơ quan",
  request: { query: z.object({ period }) },
  responses: { 200: json(WindowSchema, "Kỳ"), default: PROBLEM },
});
const preview = createRoute({
  method: "get",
  path: "/preview",
  summary: "Xem trước báo cáo của một chương trình, không lưu gì",
  request: { query: PreviewQuery },
  responses: { 200: json(PreviewSchema, "Báo cáo"), default: PROBLEM },
});
const previewFigure = createRoute({
  method: "get",
  path: "/preview/figure",
  summary: "Các nhiệm vụ đứng sau một số liệu của báo cáo xem trước",
  request: { query: PreviewQuery.extend({ figure: z.string().max(300) }) },
  responses: { 200: json(TraceSchema, "Số liệu"), default: PROBLEM },
});
const draft = createRoute({
  method: "post",
  path: "/",
  summary: "Lập dự thảo báo cáo với bản chốt số liệu",
  request: { body: body(DraftBody) },
  responses: { 201: json(DocumentSchema, "Dự thảo"), default: PROBLEM },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Báo cáo của một văn bản, tính từ bản chốt số liệu của nó",
  request: { params: IdParam },
  responses: { 200: json(ReportSchema, "Báo cáo"), default: PROBLEM },
});
const figure = createRoute({
  method: "get",
  path: "/{id}/figures/{figure}",
  summary: "Các nhiệm vụ đứng sau một số liệu, như trong bản chốt",
  request: { params: FigureParam },
  responses: { 200: json(TraceSchema, "Số liệu"), default: PROBLEM },
});
const texts = createRoute({
  method: "put",
  path: "/{id}/texts",
  summary: "Sửa phần lời của người soạn; số liệu giữ nguyên",
  request: { params: IdParam, body: body(RevSchema.extend(TEXTS)) },
  responses: { 200: json(DocumentSchema, "Văn bản sau thay đổi"), default: PROBLEM },
});
const snapshot = createRoute({
  method: "get",
  path: "/{id}/snapshot",
  summary: "Bản chốt số liệu (JSON dạng chuẩn RFC 8785)",
  request: { params: IdParam },
  responses: { 200: fileContent(SNAPSHOT_TYPE, "Bản chốt số liệu"), default: PROBLEM },
});

/** Periodic reports and what stands behind their figures. */
export function reportRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));
  const { reports } = office;

  app.openapi(window, async (c) =>
    c.json(await reports.window(c.get("actor"), parsePeriod(c.req.valid("query").period)), 200),
  );
  app.openapi(preview, async (c) => {
    const query = c.req.valid("query");
    return c.json(await reports.preview(c.get("actor"), query.programme, parsePeriod(query.period)), 200);
  });
  app.openapi(previewFigure, async (c) => {
    const query = c.req.valid("query");
    const found = await reports.tracePreview(c.get("actor"), query.programme, parsePeriod(query.period), query.figure);
    return c.json(found, 200);
  });
  app.openapi(draft, async (c) => {
    const input = c.req.valid("json");
    const wanted = { ...input, period: parsePeriod(input.period) } as ReportDraft;
    return c.json(await reports.draft(c.get("actor"), wanted), 201);
  });
  app.openapi(get, async (c) => c.json(await reports.report(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(figure, async (c) => {
    const { id, figure: wanted } = c.req.valid("param");
    return c.json(await reports.trace(c.get("actor"), id, wanted), 200);
  });
  app.openapi(texts, async (c) => {
    const { rev, ...given } = c.req.valid("json");
    return c.json(await reports.rewrite(c.get("actor"), c.req.valid("param").id, rev, given), 200);
  });
  app.openapi(snapshot, async (c) => {
    const { name, bytes } = await reports.snapshot(c.get("actor"), c.req.valid("param").id);
    return fileAnswer({ name, contentType: SNAPSHOT_TYPE, bytes }) as never;
  });

  return app;
}
