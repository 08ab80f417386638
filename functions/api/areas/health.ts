import { createRoute, z } from "@hono/zod-openapi";
import { type ApiDesk, json, PROBLEM, routes, withActor } from "../context.ts";

const Health = z.object({ status: z.literal("ok"), at: z.string() });
const State = z.enum(["good", "warn", "bad", "unknown"]);
const Report = z
  .object({
    at: z.string(),
    state: State,
    checks: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        state: State,
        words: z.string(),
        advice: z.string().optional(),
        href: z.string().optional(),
        figures: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])).optional(),
      }),
    ),
  })
  .openapi("HealthReport");

const health = createRoute({
  method: "get",
  path: "/",
  summary: "Máy chủ và kho dữ liệu có trả lời không",
  responses: { 200: json(Health, "Hoạt động bình thường"), default: PROBLEM },
});
const detail = createRoute({
  method: "get",
  path: "/detail",
  summary: "Tình trạng từng phần của hệ thống, cho quản trị viên",
  responses: { 200: json(Report, "Từng phần: tốt, cần xem, hỏng, chưa biết; kèm việc cần làm"), default: PROBLEM },
});

/** Health for monitors: answers only when the record store does, and tells nothing else about the machine; in detail only to administrators. */
export function healthRoutes({ office }: ApiDesk) {
  const app = routes();
  app.openapi(health, async (c) => {
    await office.storage.records.get("health", "probe");
    return c.json({ status: "ok" as const, at: office.clock().toISOString() }, 200, { "cache-control": "no-store" });
  });
  app.use("/detail", withActor(office));
  app.openapi(detail, async (c) => c.json(await office.installation.health(c.get("actor")), 200));
  return app;
}
