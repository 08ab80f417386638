import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { VanthuError } from "../../../shared/errors/index.ts";
import type { PublicOffice } from "../../../shared/office/index.ts";
import { FILE_FIELD, fileContent, json, PROBLEM, routes } from "../context.ts";
import { fileAnswer, postedForm, uploadedFile } from "../files.ts";
import { EvidenceSummarySchema, VerdictSchema } from "../verdict-schemas.ts";
import { reportUpload, verifyUpload } from "../verify-upload.ts";

const Answer = z
  .object({
    files: z.array(
      z.object({ fileName: z.string(), verdict: VerdictSchema, container: EvidenceSummarySchema.optional() }),
    ),
  })
  .openapi("VerificationAnswer");
const UPLOAD = {
  body: {
    // Not "required": that would have every body read as a form, whatever its type; emptiness is told by the route.
    required: false,
    content: {
      "multipart/form-data": { schema: z.object({ file: FILE_FIELD }) },
      "application/pdf": { schema: z.string().openapi({ format: "binary" }) },
      "application/xml": { schema: z.string() },
      "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) },
    },
  },
};
const verify = createRoute({
  method: "post",
  path: "/",
  summary:
    "Kiểm tra chữ ký số của tệp PDF, gói edXML hoặc gói chứng cứ ASiC-E; không cần đăng nhập, tệp không được lưu",
  request: UPLOAD,
  responses: { 200: json(Answer, "Kết luận cho từng tệp"), default: PROBLEM },
});
const report = createRoute({
  method: "post",
  path: "/report",
  summary: "Kiểm tra như trên và trả về “Báo cáo kiểm tra chữ ký số” (PDF/A)",
  request: UPLOAD,
  responses: { 200: fileContent("application/pdf", "Báo cáo"), default: PROBLEM },
});
const testRoot = createRoute({
  method: "get",
  path: "/test-root",
  summary: "Chứng thư gốc thử nghiệm (PEM)",
  responses: {
    200: { description: "PEM", content: { "application/x-pem-file": { schema: z.string() } } },
    default: PROBLEM,
  },
});

/** The public check: no account, nothing kept. */
export function verificationRoutes({ office }: { office: PublicOffice }) {
  const app = routes();

  app.openapi(verify, async (c) =>
    c.json({ files: await verifyUpload(office, await sentFile(c)) }, 200, { "cache-control": "no-store" }),
  );

  app.openapi(
    report,
    async (c) => fileAnswer(await reportUpload(office, await sentFile(c), new URL(c.req.url).host)) as never,
  );

  app.openapi(
    testRoot,
    async (c) => c.body(await office.keys.testRoot(), 200, { "content-type": "application/x-pem-file" }) as never,
  );

  return app;
}

/** The file as a form sends it, or as the body itself. */
async function sentFile(c: Context): Promise<{ name: string; bytes: Uint8Array }> {
  const type = c.req.header("content-type") ?? "";
  const file = type.startsWith("multipart/form-data")
    ? await uploadedFile((await postedForm(c)).file, "file")
    : { name: type.includes("xml") ? "goi-tin.edxml" : "tep.pdf", bytes: new Uint8Array(await c.req.arrayBuffer()) };
  if (file.bytes.length === 0) throw new VanthuError("INVALID", { message: "Chưa có tệp để kiểm tra.", where: "file" });
  return file;
}
