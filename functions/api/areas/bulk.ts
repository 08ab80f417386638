import { createRoute, z } from "@hono/zod-openapi";
import type { BulkAct } from "../../../shared/office/index.ts";
import { type ApiDesk, body, json, PROBLEM, routes, withActor } from "../context.ts";
import { described, IdParam, line } from "../schemas.ts";

const ActSchema = described<BulkAct>(
  "BulkAct",
  "Một lần cấp số hoặc gửi nhiều văn bản: kết quả riêng từng văn bản; rời đi rồi tìm lại được",
);
const DocumentsSchema = z.array(z.object({ id: line, rev: z.number().int().min(1) })).max(500);
const Receivers = z.array(z.string().max(100)).max(1_000);

const acts = createRoute({
  method: "get",
  path: "/",
  summary: "Các lần làm nhiều văn bản của mình, mới nhất trước",
  request: { query: z.object({ open: z.enum(["true", "false"]).optional() }) },
  responses: { 200: json(z.array(ActSchema), "Các lần làm"), default: PROBLEM },
});
const number = createRoute({
  method: "post",
  path: "/number",
  summary: "Cấp số, ghi ngày lần lượt cho nhiều văn bản, theo thứ tự đã cho",
  request: { body: body(z.object({ documents: DocumentsSchema })) },
  responses: { 200: json(ActSchema, "Lần cấp số"), default: PROBLEM },
});
const send = createRoute({
  method: "post",
  path: "/send",
  summary: "Gửi nhiều văn bản tới nhiều cơ quan và nhóm nơi nhận",
  request: {
    body: body(z.object({ documents: DocumentsSchema, to: Receivers.optional(), groups: Receivers.optional() })),
  },
  responses: { 200: json(ActSchema, "Lần gửi"), default: PROBLEM },
});
const act = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một lần làm nhiều văn bản; việc bị dừng giữa chừng được làm tiếp",
  request: { params: IdParam },
  responses: { 200: json(ActSchema, "Lần làm"), default: PROBLEM },
});
const stop = createRoute({
  method: "post",
  path: "/{id}/stop",
  summary: "Không làm những văn bản chưa làm",
  request: { params: IdParam },
  responses: { 200: json(ActSchema, "Lần làm"), default: PROBLEM },
});

/** Numbers for many documents, and many documents to many receivers. */
export function bulkRoutes({ office }: ApiDesk) {
  const { bulk, recipients } = office;
  const app = routes();
  app.use(withActor(office));
  app.openapi(acts, async (c) =>
    c.json(await bulk.acts(c.get("actor"), { open: c.req.valid("query").open === "true" }), 200),
  );
  app.openapi(number, async (c) => c.json(await bulk.number(c.get("actor"), c.req.valid("json").documents), 200));
  app.openapi(send, async (c) => {
    const { documents, to = [], groups = [] } = c.req.valid("json");
    const receivers = await recipients.expand(c.get("actor"), to, groups);
    return c.json(await bulk.send(c.get("actor"), documents, receivers), 200);
  });
  app.openapi(act, async (c) => c.json(await bulk.act(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(stop, async (c) => c.json(await bulk.stop(c.get("actor"), c.req.valid("param").id), 200));
  return app;
}
