import { createRoute, z } from "@hono/zod-openapi";
import type { RecipientGroup } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, routes, withActor } from "../context.ts";
import { described, IdParam } from "../schemas.ts";

const GroupSchema = described<RecipientGroup>("RecipientGroup", "Nhóm nơi nhận: tên, các cơ quan, số phiên bản `rev`");
const GroupInput = z.object({ name: z.string().max(500), organisations: z.array(z.string().max(100)).max(1_000) });

const groups = createRoute({
  method: "get",
  path: "/groups",
  summary: "Các nhóm nơi nhận của cơ quan",
  responses: { 200: json(z.array(GroupSchema), "Các nhóm"), default: PROBLEM },
});
const add = createRoute({
  method: "post",
  path: "/groups",
  summary: "Thêm một nhóm nơi nhận",
  request: { body: body(GroupInput) },
  responses: { 201: json(GroupSchema, "Nhóm"), default: PROBLEM },
});
const change = createRoute({
  method: "put",
  path: "/groups/{id}",
  summary: "Sửa một nhóm nơi nhận",
  request: { params: IdParam, body: body(GroupInput.extend({ rev: z.number().int().min(1) })) },
  responses: { 200: json(GroupSchema, "Nhóm"), default: PROBLEM },
});
const remove = createRoute({
  method: "delete",
  path: "/groups/{id}",
  summary: "Bỏ một nhóm nơi nhận",
  request: { params: IdParam, query: z.object({ rev: z.coerce.number().int().min(1) }) },
  responses: { 204: { description: "Đã bỏ" }, default: PROBLEM },
});

/** Groups of receivers that the office's clerks keep. */
export function recipientRoutes({ office }: ApiDesk) {
  const { recipients } = office;
  const app = routes();
  app.use(withActor(office));
  app.openapi(groups, async (c) => c.json(await recipients.groups(c.get("actor")), 200));
  app.openapi(add, async (c) => c.json(await recipients.saveGroup(c.get("actor"), c.req.valid("json")), 201));
  app.openapi(change, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await recipients.saveGroup(c.get("actor"), { id, ...c.req.valid("json") }), 200);
  });
  app.openapi(remove, async (c) => {
    await recipients.removeGroup(c.get("actor"), c.req.valid("param").id, c.req.valid("query").rev);
    return c.body(null, 204);
  });
  return app;
}
