import { createRoute, z } from "@hono/zod-openapi";
import type { PreparedSession, SigningJob, SigningSession, SigningSettings } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, routes, withActor } from "../context.ts";
import { DocumentSchema, described, IdParam, line } from "../schemas.ts";
import { AlgorithmSchema, Base64, DocumentToSignSchema, RoleSchema, UnlockSchema } from "../signing-schemas.ts";

const JobSchema = described<SigningJob>(
  "SigningJob",
  "Một lần trình ký: từng văn bản đang ký, chờ xác nhận, đã ký hay không ký được và vì sao",
);
const PreparedSchema = described<PreparedSession>(
  "PreparedSession",
  "Hồ sơ chờ chữ ký: các giá trị băm cần ký, thuật toán, thời hạn",
);
const SessionSchema = described<SigningSession>("SigningSession", "Tình trạng của một hồ sơ chờ chữ ký");
const SettingsSchema = described<SigningSettings>(
  "SigningSettings",
  "Mức chữ ký, các dịch vụ cấp dấu thời gian, thứ tự ký và cấp số",
);
const SettingsInput = z
  .object({
    level: z.enum(["B-B", "B-T", "B-LT", "B-LTA"]),
    authorities: z
      .array(
        z.object({
          url: z.string().max(500),
          policy: z.string().max(200).optional(),
          headers: z.record(z.string().max(100), z.string().max(2_000)).optional(),
        }),
      )
      .max(20),
    order: z.enum(["leader-first", "number-first"]),
    whenUnreachable: z.enum(["refuse", "lower-level"]).optional(),
  })
  .openapi("SigningSettingsInput");

const start = createRoute({
  method: "post",
  path: "/jobs",
  summary: "Ký nhiều văn bản bằng một lần xác nhận; kết quả riêng từng văn bản",
  request: {
    body: body(
      z.object({
        documents: z.array(DocumentToSignSchema).max(1_000),
        role: RoleSchema,
        keyId: line,
        unlock: UnlockSchema.optional(),
      }),
    ),
  },
  responses: { 200: json(JobSchema, "Lần trình ký"), default: PROBLEM },
});
const jobs = createRoute({
  method: "get",
  path: "/jobs",
  summary: "Các lần trình ký của mình, mới nhất trước",
  request: { query: z.object({ open: z.enum(["true", "false"]).optional() }) },
  responses: { 200: json(z.array(JobSchema), "Các lần trình ký"), default: PROBLEM },
});
const job = createRoute({
  method: "get",
  path: "/jobs/{id}",
  summary: "Một lần trình ký; tới hạn thì hỏi dịch vụ trước khi trả lời",
  request: { params: IdParam },
  responses: { 200: json(JobSchema, "Lần trình ký"), default: PROBLEM },
});
const cancelJob = createRoute({
  method: "post",
  path: "/jobs/{id}/cancel",
  summary: "Bỏ những văn bản chưa ký",
  request: { params: IdParam },
  responses: { 200: json(JobSchema, "Lần trình ký"), default: PROBLEM },
});
const prepare = createRoute({
  method: "post",
  path: "/sessions",
  summary: "Chuẩn bị chữ ký cho một khóa ở nơi khác: kiểm tra chứng thư số, trả về giá trị băm",
  request: {
    body: body(
      z.object({
        document: DocumentToSignSchema,
        role: RoleSchema,
        certificateChain: z.array(Base64).min(1).max(10),
        algorithm: AlgorithmSchema,
        validMinutes: z.number().int().min(1).max(60).optional(),
      }),
    ),
  },
  responses: { 201: json(PreparedSchema, "Hồ sơ chờ chữ ký"), default: PROBLEM },
});
const session = createRoute({
  method: "get",
  path: "/sessions/{id}",
  summary: "Tình trạng của một hồ sơ chờ chữ ký",
  request: { params: IdParam },
  responses: { 200: json(SessionSchema, "Tình trạng"), default: PROBLEM },
});
const complete = createRoute({
  method: "post",
  path: "/sessions/{id}/complete",
  summary: "Nhận chữ ký; sai khóa, sai văn bản, dùng lần hai: 409 và không lưu gì",
  request: {
    params: IdParam,
    body: body(z.object({ signatures: z.array(Base64).min(1).max(1_000), documentId: line.optional() })),
  },
  responses: { 200: json(DocumentSchema, "Văn bản đã ký"), default: PROBLEM },
});
const cancel = createRoute({
  method: "post",
  path: "/sessions/{id}/cancel",
  summary: "Bỏ một hồ sơ chờ chữ ký",
  request: { params: IdParam, body: body(z.object({ note: z.string().max(500).optional() })) },
  responses: { 204: { description: "Đã bỏ" }, default: PROBLEM },
});
const settings = createRoute({
  method: "get",
  path: "/settings",
  summary: "Cài đặt ký số của cơ quan",
  responses: { 200: json(SettingsSchema, "Cài đặt"), default: PROBLEM },
});
const saveSettings = createRoute({
  method: "put",
  path: "/settings",
  summary: "Lưu cài đặt ký số",
  request: { body: body(SettingsInput) },
  responses: { 200: json(SettingsSchema, "Đã lưu"), default: PROBLEM },
});

/** Acts of signing, sessions for keys kept elsewhere, settings. */
export function signingRoutes({ office }: ApiDesk) {
  const { keys, signing } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(start, async (c) => {
    const { documents, role, keyId, unlock = {} } = c.req.valid("json");
    return c.json(await keys.sign(c.get("actor"), documents, role, keyId, unlock), 200);
  });
  app.openapi(jobs, async (c) =>
    c.json(await keys.jobs(c.get("actor"), { open: c.req.valid("query").open === "true" }), 200),
  );
  app.openapi(job, async (c) => c.json(await keys.job(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(cancelJob, async (c) => c.json(await keys.cancelJob(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(prepare, async (c) => {
    const { document, role, certificateChain, algorithm, validMinutes } = c.req.valid("json");
    const identity = { certificateChain: certificateChain.map(bytesOf), algorithm };
    const options = validMinutes === undefined ? {} : { validMinutes };
    return c.json(await signing.prepare(c.get("actor"), document, role, identity, options), 201);
  });
  app.openapi(session, async (c) => c.json(await signing.session(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(complete, async (c) => {
    const { signatures, documentId } = c.req.valid("json");
    const { id } = c.req.valid("param");
    return c.json(await signing.complete(c.get("actor"), id, signatures.map(bytesOf), documentId), 200);
  });
  app.openapi(cancel, async (c) => {
    await signing.cancel(c.get("actor"), c.req.valid("param").id, c.req.valid("json").note);
    return c.body(null, 204);
  });
  app.openapi(settings, async (c) => c.json(await keys.settings(c.get("actor")), 200));
  app.openapi(saveSettings, async (c) => c.json(await keys.changeSettings(c.get("actor"), c.req.valid("json")), 200));
  return app;
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}
