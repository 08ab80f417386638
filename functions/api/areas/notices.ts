import { createRoute, z } from "@hono/zod-openapi";
import type { Notice } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, routes, withActor } from "../context.ts";
import { described } from "../schemas.ts";

const NoticeSchema = described<Notice>("Notice", "Thông báo: mã, lúc, loại, nội dung, địa chỉ, đã xem, đã xong");
const Id = z.object({ id: z.string().min(1).max(500) });
const Which = z.object({ settled: z.enum(["true", "false"]).optional() });

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Thông báo gửi tới tôi và vai trò của tôi: cần làm, hoặc đã xong",
  request: { query: Which },
  responses: { 200: json(z.array(NoticeSchema), "Thông báo"), default: PROBLEM },
});
const read = createRoute({
  method: "post",
  path: "/read",
  summary: "Đánh dấu đã đọc",
  request: { body: body(Id) },
  responses: { 200: json(NoticeSchema, "Thông báo"), default: PROBLEM },
});
const done = createRoute({
  method: "post",
  path: "/done",
  summary: "Đánh dấu đã xong cho mọi người cùng nhận",
  request: { body: body(Id) },
  responses: { 200: json(NoticeSchema, "Thông báo"), default: PROBLEM },
});

/** Notices of the signed-in person. */
export function noticeRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));
  app.openapi(list, async (c) =>
    c.json(await office.notices.list(c.get("actor"), { settled: c.req.valid("query").settled === "true" }), 200),
  );
  app.openapi(read, async (c) => c.json(await office.notices.read(c.get("actor"), c.req.valid("json").id), 200));
  app.openapi(done, async (c) => c.json(await office.notices.done(c.get("actor"), c.req.valid("json").id), 200));
  return app;
}
