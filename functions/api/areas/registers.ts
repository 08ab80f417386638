import { createRoute, z } from "@hono/zod-openapi";
import { type ApiDesk, json, PROBLEM, routes, withActor } from "../context.ts";
import { IncomingEntrySchema, OutgoingEntrySchema } from "../schemas.ts";

const Query = z.object({ year: z.coerce.number().int().min(1945).max(2200), search: z.string().max(200).optional() });
const outgoing = createRoute({
  method: "get",
  path: "/outgoing",
  summary: "Sổ đăng ký văn bản đi của một năm",
  request: { query: Query },
  responses: { 200: json(z.array(OutgoingEntrySchema), "Các dòng theo số"), default: PROBLEM },
});
const incoming = createRoute({
  method: "get",
  path: "/incoming",
  summary: "Sổ đăng ký văn bản đến của một năm",
  request: { query: Query },
  responses: { 200: json(z.array(IncomingEntrySchema), "Các dòng theo số đến"), default: PROBLEM },
});

/** The registers. */
export function registerRoutes({ office }: ApiDesk) {
  const app = routes();
  app.use(withActor(office));
  app.openapi(outgoing, async (c) => {
    const { year, search } = c.req.valid("query");
    return c.json(await office.registers.outgoing(c.get("actor"), year, search), 200);
  });
  app.openapi(incoming, async (c) => {
    const { year, search } = c.req.valid("query");
    return c.json(await office.registers.incoming(c.get("actor"), year, search), 200);
  });
  return app;
}
