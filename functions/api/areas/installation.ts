import { createRoute, z } from "@hono/zod-openapi";
import { type ApiDesk, body, json, PROBLEM, requireProvedPerson, routes, withActor } from "../context.ts";

const Scope = z.enum(["neac", "government", "foreign", "test", "other"]);
const Entry = z
  .object({
    sha256: z.string(),
    subject: z.string(),
    issuer: z.string(),
    serial: z.string(),
    notBefore: z.string(),
    notAfter: z.string(),
    scope: Scope,
    scopeName: z.string(),
    source: z.string(),
    addedOn: z.string().optional(),
    addedBy: z.string().optional(),
    inUse: z.boolean(),
    fixed: z.boolean(),
  })
  .openapi("TrustEntry");
const List = z
  .object({ anchors: z.array(Entry), crls: z.number(), mayChange: z.boolean(), why: z.string().optional() })
  .openapi("TrustList");
const Standing = z
  .object({
    kind: z.enum(["key", "connection", "timestamp", "anchor"]),
    name: z.string(),
    of: z.string(),
    subject: z.string(),
    issuer: z.string(),
    notBefore: z.string().optional(),
    notAfter: z.string().optional(),
    daysLeft: z.number().optional(),
    ending: z.enum(["valid", "within-60", "within-30", "within-7", "over", "not-yet", "unknown"]),
    test: z.boolean(),
    href: z.string(),
  })
  .openapi("CertificateStanding");
const Answers = z.object({
  answers: z.array(
    z.object({
      authority: z.string(),
      at: z.string(),
      problem: z.string().optional(),
      aheadMs: z.number().optional(),
      certificate: z
        .object({ subject: z.string(), issuer: z.string(), notBefore: z.string(), notAfter: z.string() })
        .optional(),
    }),
  ),
});

const trust = createRoute({
  method: "get",
  path: "/trust",
  summary: "Danh sách tổ chức chứng thực được tin cậy",
  responses: { 200: json(List, "Danh sách"), default: PROBLEM },
});
const add = createRoute({
  method: "post",
  path: "/trust",
  summary: "Thêm một chứng thư gốc vào danh sách tin cậy; vân tay phải khớp với bản tổ chức công bố",
  request: {
    body: body(
      z.object({
        certificate: z.string().max(100_000).openapi({ description: "PEM, hoặc DER ở dạng base64" }),
        scope: Scope,
        source: z.string(),
        fingerprint: z.string().openapi({ description: "SHA-256 của chứng thư, thập lục phân" }),
      }),
    ),
  },
  responses: { 201: json(Entry, "Đã thêm"), default: PROBLEM },
});
const remove = createRoute({
  method: "delete",
  path: "/trust/{sha256}",
  summary: "Gỡ một chứng thư gốc khỏi danh sách tin cậy",
  request: { params: z.object({ sha256: z.string() }) },
  responses: { 204: { description: "Đã gỡ" }, default: PROBLEM },
});
const certificates = createRoute({
  method: "get",
  path: "/certificates",
  summary: "Mọi chứng thư số mà cơ quan dùng, hạn còn bao nhiêu ngày",
  responses: {
    200: json(z.object({ certificates: z.array(Standing) }), "Chứng thư, sắp hết hạn trước"),
    default: PROBLEM,
  },
});
const timestamps = createRoute({
  method: "post",
  path: "/timestamps",
  summary: "Hỏi từng dịch vụ cấp dấu thời gian của cơ quan và giữ lại câu trả lời",
  responses: { 200: json(Answers, "Trả lời của từng dịch vụ"), default: PROBLEM },
});

/** What administrators look after of the whole installation: trust list, certificates that end, time-stamping authorities. */
export function installationRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));
  const desk = office.installation;
  app.openapi(trust, async (c) => c.json(await desk.trust(c.get("actor")), 200));
  app.openapi(add, async (c) => {
    await requireProvedPerson(office, c);
    const { certificate, ...rest } = c.req.valid("json");
    const bytes = certificate.includes("-----") ? Buffer.from(certificate) : Buffer.from(certificate, "base64");
    return c.json(await desk.addAnchor(c.get("actor"), { certificate: bytes, ...rest }), 201);
  });
  app.openapi(remove, async (c) => {
    await requireProvedPerson(office, c);
    await desk.removeAnchor(c.get("actor"), c.req.valid("param").sha256);
    return c.body(null, 204);
  });
  app.openapi(certificates, async (c) => c.json({ certificates: await desk.certificates(c.get("actor")) }, 200));
  app.openapi(timestamps, async (c) => c.json({ answers: await desk.askTimestamps(c.get("actor")) }, 200));
  return app;
}
