import { createHash } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { type CodedDocument, type FileMatch, type Standing, spokenCheckCode } from "../../../shared/office/index.ts";
import { codeAddress, qrSvg } from "../../web/parts/check-code.tsx";
import { type ApiDesk, FILE_FIELD, fileContent, json, multipart, PROBLEM, routes, withActor } from "../context.ts";
import { fileAnswer, uploadedFile } from "../files.ts";
import { described, IdParam } from "../schemas.ts";
import { siteOf } from "../security.ts";

const StandingSchema = described<Standing>("Standing", "Tình trạng hiệu lực, trong phạm vi hệ thống này biết");
const CodedDocumentSchema = described<CodedDocument>("CodedDocument", "Văn bản tìm theo mã kiểm tra");
const MatchSchema = described<{ match: FileMatch | null }>(
  "FileMatch",
  "Tệp là gì của văn bản: issued (bản đã phát hành), appendix (phụ lục), earlier (bản trước khi phát hành), null (tệp khác)",
);
const CodeParam = z.object({ code: z.string().max(40) });

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
  request: { params: CodeParam },
  responses: { 200: json(CodedDocumentSchema, "Số, ngày, cơ quan, SHA-256 và tình trạng"), default: PROBLEM },
});
const match = createRoute({
  method: "post",
  path: "/code/{code}/match",
  summary: "So một tệp với văn bản mang mã kiểm tra; không cần đăng nhập, tệp không được lưu",
  request: { params: CodeParam, body: multipart(z.object({ file: FILE_FIELD })) },
  responses: { 200: json(MatchSchema, "Tệp là gì của văn bản"), default: PROBLEM },
});
const ofDocument = createRoute({
  method: "get",
  path: "/documents/{id}",
  summary: "Mã kiểm tra của một văn bản đã phát hành của cơ quan mình, và địa chỉ để kiểm tra",
  request: { params: IdParam },
  responses: {
    200: json(z.object({ code: z.string(), spoken: z.string(), address: z.string() }), "Mã kiểm tra"),
    default: PROBLEM,
  },
});
const picture = createRoute({
  method: "get",
  path: "/documents/{id}/code.svg",
  summary: "Mã QR dẫn tới trang kiểm tra của một văn bản đã phát hành của cơ quan mình",
  request: { params: IdParam },
  responses: { 200: fileContent("image/svg+xml", "Hình SVG"), default: PROBLEM },
});

/** How issued documents stand today, without an account; and, with one, the codes of the own documents. */
export function standingRoutes({ office }: ApiDesk) {
  const { standing } = office;
  const app = routes();
  const fresh = { "cache-control": "no-store" };
  app.use("/documents/*", withActor(office));
  app.openapi(ofDocument, async (c) => {
    const code = await standing.codeOf(c.get("actor"), c.req.valid("param").id);
    return c.json({ code, spoken: spokenCheckCode(code), address: codeAddress(siteOf(c).origin, code) }, 200);
  });
  app.openapi(picture, async (c) => {
    const code = await standing.codeOf(c.get("actor"), c.req.valid("param").id);
    const svg = qrSvg(codeAddress(siteOf(c).origin, code), `Mã kiểm tra ${spokenCheckCode(code)}`);
    const bytes = new TextEncoder().encode(svg);
    return fileAnswer({ name: `ma-kiem-tra-${code}.svg`, contentType: "image/svg+xml", bytes }) as never;
  });
  app.openapi(match, async (c) => {
    const { bytes } = await uploadedFile(c.req.valid("form").file, "file");
    const found = await standing.byCode(c.req.valid("param").code);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return c.json({ match: (await standing.matchFile(found.code, sha256)) ?? null }, 200, fresh);
  });
  app.openapi(byCode, async (c) => c.json(await standing.byCode(c.req.valid("param").code), 200, fresh));
  app.openapi(byFile, async (c) => c.json(await standing.ofFile(c.req.valid("param").sha256), 200, fresh));
  return app;
}
