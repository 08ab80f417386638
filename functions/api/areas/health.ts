import { createRoute, z } from "@hono/zod-openapi";
import { type ApiDesk, json, PROBLEM, routes } from "../context.ts";

const Health = z.object({ status: z.literal("ok"), at: z.string() });
const health = createRoute({
  method: "get",
  path: "/",
  summary: "Máy chủ và kho dữ liệu có trả lời không",
  responses: { 200: json(Health, "Hoạt động bình thường"), default: PROBLEM },
});

/** Health for monitors: answers only when the record store does. Tells nothing else about the machine. */
export function healthRoutes({ office }: ApiDesk) {
  const app = routes();
  app.openapi(health, async (c) => {
    await office.storage.records.get("health", "probe");
    return c.json({ status: "ok" as const, at: office.clock().toISOString() }, 200, { "cache-control": "no-store" });
  });
  return app;
}
