import { createRoute, z } from "@hono/zod-openapi";
import { VanthuError } from "../../../shared/errors/index.ts";
import { type ApiDesk, FILE_FIELD, json, PROBLEM, routes } from "../context.ts";
import { postedForm, uploadedFile } from "../files.ts";
import { VerdictSchema } from "../schemas.ts";
import { verifyUpload } from "../verify-upload.ts";

const Answer = z.object({ files: z.array(z.object({ fileName: z.string(), verdict: VerdictSchema })) });
const verify = createRoute({
  method: "post",
  path: "/",
  summary: "Kiểm tra chữ ký số của tệp PDF hoặc gói edXML; không cần đăng nhập, tệp không được lưu",
  request: {
    body: {
      // Not "required": that would have every body read as a form, whatever its type; emptiness is told by the route.
      required: false,
      content: {
        "multipart/form-data": { schema: z.object({ file: FILE_FIELD }) },
        "application/pdf": { schema: z.string().openapi({ format: "binary" }) },
        "application/xml": { schema: z.string() },
      },
    },
  },
  responses: { 200: json(Answer, "Kết luận cho từng tệp PDF"), default: PROBLEM },
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
export function verificationRoutes({ office }: ApiDesk) {
  const app = routes();

  app.openapi(verify, async (c) => {
    const type = c.req.header("content-type") ?? "";
    const file = type.startsWith("multipart/form-data")
      ? await uploadedFile((await postedForm(c)).file, "file")
      : { name: type.includes("xml") ? "goi-tin.edxml" : "tep.pdf", bytes: new Uint8Array(await c.req.arrayBuffer()) };
    if (file.bytes.length === 0)
      throw new VanthuError("INVALID", { message: "Chưa có tệp để kiểm tra.", where: "file" });
    return c.json({ files: await verifyUpload(office, file) }, 200, { "cache-control": "no-store" });
  });

  app.openapi(
    testRoot,
    async (c) => c.body(await office.keys.testRoot(), 200, { "content-type": "application/x-pem-file" }) as never,
  );

  return app;
}
