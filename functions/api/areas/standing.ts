import { createRoute, z } from "@hono/zod-openapi";
import type { CodedDocument, Standing } from "../../../shared/office/index.ts";
import { type ApiDesk, json, PROBLEM, routes } from "../context.ts";
import { described } from "../schemas.ts";

const StandingSchema = described<Standing>("Standing", "Tình trạng hiệu lực, trong phạm vi hệ thống này biết");
const CodedDocumentSchema = described<CodedDocument>("CodedDocument", "Văn bản tìm theo mã kiểm tra");

const byFile = createRoute({
  method: "get",
  path: "/{sha256}",
  summary: "Tình trạng của văn bản theo SHA-256 của tệp; không cần đăng nhập",
  request: { params: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) },
  responses: { 200: json(StandingSchema, "Tình trạng; state là unknown khi không biết văn bản này"), default: PROBLEM },
});
const byCode = createRoute({
  method: "get",
  path: "/code/{code}",
  summary: "Văn bản theo mã kiểm tra; không cần đăng nhập",
  request: { params: z.object({ code: z.string().max(40) }) },
  responses: { 200: json(CodedDocumentSchema, "Số, ngày, cơ quan, SHA-256 và tình trạng"), default: PROBLEM },
});

/** How issued documents stand today; no account. */
export function standingRoutes({ office }: ApiDesk) {
  const app = routes();
  const fresh = { "cache-control": "no-store" };
  app.openapi(byCode, async (c) => c.json(await office.standing.byCode(c.req.valid("param").code), 200, fresh));
  app.openapi(byFile, async (c) => c.json(await office.standing.ofFile(c.req.valid("param").sha256), 200, fresh));
  return app;
}
