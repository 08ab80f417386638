import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { matchedRoutes } from "hono/route";
import { requestId, withinRequest } from "../../shared/access/index.ts";
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

/** Gives every request an id, by which its answer, its log line and what went wrong in it are found together. Before everything else. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the app keeps in its context
export function nameRequests(app: Hono<any>): void {
  app.use(async (c, next) => {
    const id = randomUUID();
    await withinRequest(id, next);
    c.header(REQUEST_ID, id);
  });
}

/** Counts and logs every answer, and serves the metrics. Behind {@link nameRequests}, before all other routes. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the app keeps in its context
export function observe(app: Hono<any>, watch: Watch): void {
  app.use(async (c, next) => {
    const began = performance.now();
    await next();
    const ms = performance.now() - began;
    // The route itself: what is there for all methods only stands before routes, whatever order areas are mounted in.
    const matched = matchedRoutes(c).findLast(({ method }) => method !== "ALL")?.path ?? "";
    const route = matched === "" || matched === "*" || matched === "/*" ? "-" : matched;
    watch.answered?.(c.req.method, route, c.res.status, ms);
    watch.log?.(
      JSON.stringify({
        at: new Date().toISOString(),
        id: requestId(),
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
