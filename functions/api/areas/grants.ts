import { createRoute, z } from "@hono/zod-openapi";
import type { SelfGrant } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, requireProvedPerson, routes, withActor } from "../context.ts";
import { described, IdParam } from "../schemas.ts";

/** What an administrator asks to be given themselves, as answered. */
export const SelfGrantSchema = described<SelfGrant>(
  "SelfGrant",
  "Đề nghị tự cấp vai trò hoặc thẩm quyền ký, chờ quản trị khác hoặc lãnh đạo xác nhận",
);

const pending = createRoute({
  method: "get",
  path: "/",
  summary: "Đề nghị tự cấp quyền đang chờ xác nhận",
  responses: { 200: json(z.array(SelfGrantSchema), "Danh sách"), default: PROBLEM },
});
const decide = createRoute({
  method: "post",
  path: "/{id}/decide",
  summary: "Xác nhận hoặc không đồng ý một đề nghị của người khác",
  request: { params: IdParam, body: body(z.object({ decision: z.enum(["confirm", "refuse"]) })) },
  responses: { 204: { description: "Đã ghi" }, default: PROBLEM },
});

/** Four eyes over what administrators give themselves. */
export function grantRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));
  app.openapi(pending, async (c) => c.json(await office.grants.pending(c.get("actor")), 200));
  app.openapi(decide, async (c) => {
    await requireProvedPerson(office, c);
    await office.grants.decide(c.get("actor"), c.req.valid("param").id, c.req.valid("json").decision);
    return c.body(null, 204);
  });
  return app;
}
