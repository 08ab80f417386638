import { createRoute, z } from "@hono/zod-openapi";
import type { AuditEntry } from "../../../shared/access/index.ts";
import type { TrailCheck, TrailSeal } from "../../../shared/office/index.ts";
import { type ApiDesk, fileContent, json, PROBLEM, routes, withActor } from "../context.ts";
import { fileAnswer } from "../files.ts";
import { described, isoDate } from "../schemas.ts";

const EntrySchema = described<AuditEntry>(
  "AuditEntry",
  "Một dòng nhật ký: số thứ tự, lúc, ai, việc, đối tượng, mã băm nối với dòng trước",
);
const SealSchema = described<TrailSeal>(
  "TrailSeal",
  "Dấu của nhật ký vào một ngày: số, mã băm của dòng cuối, dấu thời gian nếu có",
);
const CheckSchema = described<TrailCheck>("TrailCheck", "Kết quả kiểm tra nhật ký: số dòng, dấu thời gian, các lỗi");

const Query = z.object({
  from: isoDate.optional(),
  to: isoDate.optional(),
  personId: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  search: z.string().max(200).optional(),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Nhật ký của cơ quan, mới nhất trước",
  request: { query: Query },
  responses: {
    200: json(z.object({ entries: z.array(EntrySchema), next: z.string().optional() }), "Các dòng; next để đọc tiếp"),
    default: PROBLEM,
  },
});
const seals = createRoute({
  method: "get",
  path: "/seals",
  summary: "Dấu đã ghi của từng ngày, mới nhất trước",
  responses: { 200: json(z.array(SealSchema), "Dấu"), default: PROBLEM },
});
const check = createRoute({
  method: "get",
  path: "/check",
  summary: "Chứng minh toàn bộ nhật ký: chuỗi mã băm và dấu thời gian từng ngày",
  responses: { 200: json(CheckSchema, "Kết quả"), default: PROBLEM },
});
const exported = createRoute({
  method: "post",
  path: "/export",
  summary: "Xuất toàn bộ nhật ký cùng dấu thời gian (ZIP)",
  responses: { 200: fileContent("application/zip", "Tệp ZIP"), default: PROBLEM },
});

/** The audit trail of the signed-in person's organisation. */
export function auditRoutes({ office }: ApiDesk) {
  const { audit } = office;
  const app = routes();
  app.use(withActor(office));
  app.openapi(list, async (c) => c.json(await audit.list(c.get("actor"), c.req.valid("query")), 200));
  app.openapi(seals, async (c) => c.json(await audit.seals(c.get("actor")), 200));
  app.openapi(check, async (c) => c.json(await audit.check(c.get("actor")), 200));
  app.openapi(exported, async (c) =>
    fileAnswer({ ...(await audit.export(c.get("actor"))), contentType: "application/zip" }),
  );
  return app;
}
