import { createRoute, z } from "@hono/zod-openapi";
import type { PendingRights, Rights, RightsChange } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, routes, withActor } from "../context.ts";
import { DocumentSchema, described, IdParam, RevSchema } from "../schemas.ts";

const RightsSchema = described<{ rights: Rights; change?: RightsChange }>(
  "Rights",
  "Quyền xem: office (cả cơ quan) hoặc restricted (người, đơn vị được nêu); change: thay đổi chưa được xác nhận",
);
const PendingSchema = described<PendingRights>("PendingRights", "Thay đổi quyền xem chờ lãnh đạo xác nhận");
const Wanted = RevSchema.extend({
  level: z.enum(["office", "restricted"]),
  people: z.array(z.string().max(100)).max(200).default([]),
  units: z.array(z.string().max(100)).max(50).default([]),
});

const of = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Quyền xem một văn bản",
  request: { params: IdParam },
  responses: { 200: json(RightsSchema, "Quyền xem"), default: PROBLEM },
});
const set = createRoute({
  method: "put",
  path: "/{id}",
  summary: "Đặt quyền xem; có hiệu lực ngay, cảnh báo đến khi lãnh đạo xác nhận",
  request: { params: IdParam, body: body(Wanted) },
  responses: { 200: json(DocumentSchema, "Văn bản"), default: PROBLEM },
});
const pending = createRoute({
  method: "get",
  path: "/",
  summary: "Thay đổi quyền xem chờ xác nhận",
  responses: { 200: json(z.array(PendingSchema), "Danh sách"), default: PROBLEM },
});
const confirm = createRoute({
  method: "post",
  path: "/{id}/confirm",
  summary: "Lãnh đạo xác nhận thay đổi quyền xem, hoặc khôi phục như trước",
  request: { params: IdParam, body: body(RevSchema.extend({ decision: z.enum(["confirm", "revert"]) })) },
  responses: { 204: { description: "Đã ghi" }, default: PROBLEM },
});

/** Who sees which document. */
export function rightsRoutes({ office }: ApiDesk) {
  const { rights } = office;
  const app = routes();
  app.use(withActor(office));
  app.openapi(pending, async (c) => c.json(await rights.pending(c.get("actor")), 200));
  app.openapi(of, async (c) => c.json(await rights.of(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(set, async (c) => {
    const { rev, ...wanted } = c.req.valid("json");
    return c.json(await rights.set(c.get("actor"), c.req.valid("param").id, rev, wanted), 200);
  });
  app.openapi(confirm, async (c) => {
    const { rev, decision } = c.req.valid("json");
    await rights.confirm(c.get("actor"), c.req.valid("param").id, rev, decision);
    return c.body(null, 204);
  });
  return app;
}
