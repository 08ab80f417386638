import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { routePath } from "hono/route";
import { VanthuError } from "../../shared/errors/index.ts";
import { problemAnswer } from "./problems.ts";
import { sameSecret } from "./security.ts";

/** How the service is watched from outside. */
export interface Watch {
  /** Told of each answer. `route` is the pattern; what matched none is told as "-". */
  answered?(method: string, route: string, status: number, ms: number): void;
  /** Writes one line of JSON for each answer: when, request id, method, pattern, status, milliseconds. No address, no query, no person. */
  log?(line: string): void;
  /** What `/metrics` answers, and the secret that a monitor must show; absent: there is no such address. */
  metrics?: { token: string; text(): Promise<{ contentType: string; body: string }> };
}

/** Header that names a request in the log, given to whoever asked so that they can name it when they report a fault. */
const REQUEST_ID = "x-request-id";

/** Counts and logs every answer, and serves the metrics. Before all other routes. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the app keeps in its context
export function observe(app: Hono<any>, watch: Watch): void {
  app.use(async (c, next) => {
    const began = performance.now();
    const id = randomUUID();
    await next();
    c.header(REQUEST_ID, id);
    const ms = performance.now() - began;
    const matched = routePath(c, -1);
    const route = matched === "" || matched === "*" || matched === "/*" ? "-" : matched;
    watch.answered?.(c.req.method, route, c.res.status, ms);
    watch.log?.(
      JSON.stringify({
        at: new Date().toISOString(),
        id,
        method: c.req.method,
        route,
        status: c.res.status,
        ms: Math.round(ms),
      }),
    );
  });
  const { metrics } = watch;
  if (metrics === undefined) return;
  app.get("/metrics", async (c) => {
    const given = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    if (!sameSecret(metrics.token, given))
      return problemAnswer(
        new VanthuError("SIGN_IN_REQUIRED", {
          message: "Cần mã của hệ thống giám sát để đọc số liệu.",
          hint: "Gửi kèm Authorization: Bearer <VANTHU_METRICS_TOKEN>.",
        }).toProblem(),
      );
    const { contentType, body } = await metrics.text();
    return new Response(body, { headers: { "content-type": contentType, "cache-control": "no-store" } });
  });
}
