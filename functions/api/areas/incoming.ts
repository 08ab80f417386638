import { createRoute, z } from "@hono/zod-openapi";
import { type ApiDesk, body, fileContent, json, PROBLEM, routes, withActor } from "../context.ts";
import { fileAnswer } from "../files.ts";
import { IdParam, IncomingSchema, IncomingSummarySchema } from "../schemas.ts";

const FileParam = IdParam.extend({ index: z.coerce.number().int().min(0).max(1000) });
const INCOMING = { 200: json(IncomingSchema, "Văn bản đến"), default: PROBLEM };

const list = createRoute({
  method: "get",
  path: "/",
  summary: "Văn bản đến, mới nhất trước",
  responses: { 200: json(z.array(IncomingSummarySchema), "Danh sách"), default: PROBLEM },
});
const get = createRoute({
  method: "get",
  path: "/{id}",
  summary: "Một văn bản đến",
  request: { params: IdParam },
  responses: INCOMING,
});
const accept = createRoute({
  method: "post",
  path: "/{id}/accept",
  summary: "Tiếp nhận, vào sổ đến",
  request: { params: IdParam },
  responses: INCOMING,
});
const reject = createRoute({
  method: "post",
  path: "/{id}/reject",
  summary: "Từ chối kèm lý do",
  request: { params: IdParam, body: body(z.object({ reason: z.string().trim().min(1).max(500) })) },
  responses: INCOMING,
});
const file = createRoute({
  method: "get",
  path: "/{id}/files/{index}",
  summary: "Một tệp của văn bản đến",
  request: { params: FileParam },
  responses: { 200: fileContent("application/octet-stream", "Tệp"), default: PROBLEM },
});

/** Incoming documents: what came, accepting, rejecting. */
export function incomingRoutes({ office }: ApiDesk) {
  const { incoming } = office;
  const app = routes();
  app.use(withActor(office));

  app.openapi(list, async (c) => c.json(await incoming.list(c.get("actor")), 200));
  app.openapi(get, async (c) => c.json(await incoming.get(c.get("actor"), c.req.valid("param").id), 200));
  app.openapi(accept, async (c) => {
    const accepted = await incoming.accept(c.get("actor"), c.req.valid("param").id);
    return c.json(accepted, 200);
  });
  app.openapi(reject, async (c) => {
    const rejected = await incoming.reject(c.get("actor"), c.req.valid("param").id, c.req.valid("json").reason);
    return c.json(rejected, 200);
  });
  app.openapi(file, async (c) => {
    const { id, index } = c.req.valid("param");
    const found = await incoming.file(c.get("actor"), id, index);
    // What others sent is only ever saved: its type is theirs to claim, not ours to serve.
    return fileAnswer({ ...found, contentType: "application/octet-stream" }) as never;
  });

  return app;
}
