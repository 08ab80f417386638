import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { VanthuError } from "../../shared/errors/index.ts";
import { problemPage } from "../web/problem-page.tsx";
import { jsonOrFiles } from "./context.ts";
import { UPLOAD_LIMIT } from "./files.ts";
import { nameRequests, observe, type Watch } from "./observed.ts";
import { logFault, problemAnswer, problemOf, TOO_LARGE } from "./problems.ts";
import { limitPublicUse, type PublicLimits } from "./rate-limit.ts";
import { isBrowserCrossSite, knowAddress, protectiveHeaders, sameOriginChanges } from "./security.ts";

/** What every app here is run with. */
export interface BaseOptions {
  /** Send the session cookie over HTTPS only: wherever the service stands behind HTTPS. */
  secureCookies?: boolean;
  /** Largest request body in bytes; {@link UPLOAD_LIMIT} by default. */
  uploadLimit?: number;
  /** How often one address may use the public check; what is left out stays as in PUBLIC_LIMITS. */
  publicLimits?: Partial<PublicLimits>;
  /** How it is watched: metrics, a log line for each answer. */
  watch?: Watch;
}

/** An app without routes: errors as problem details or as a page, protective headers, limits. */
export function baseApp(options: BaseOptions): OpenAPIHono {
  const app = new OpenAPIHono();
  app.onError((error, c) => {
    logFault(error, c);
    const problem = problemOf(error);
    return isMachine(c.req.path) ? problemAnswer(problem) : c.html(problemPage(problem), problem.status as 400);
  });
  app.notFound((c) => {
    const problem = new VanthuError("NO_SUCH_PAGE", {
      message: "Không có trang hoặc địa chỉ này.",
      where: c.req.path,
      hint: "Kiểm tra lại địa chỉ.",
    }).toProblem();
    return isMachine(c.req.path) ? problemAnswer(problem) : c.html(problemPage(problem), 404);
  });

  nameRequests(app);
  if (options.watch !== undefined) observe(app, options.watch);
  // What is text; files that are compressed by themselves (PDF, DOCX, XLSX, pictures) go as they are.
  app.use(compressed());
  app.use(protectiveHeaders(options.secureCookies ?? false));
  app.use(knowAddress(options.publicLimits?.addressHeader));
  limitPublicUse(app, options.publicLimits, (problem, c) =>
    isMachine(c.req.path) ? problemAnswer(problem) : c.html(problemPage(problem), problem.status as 429),
  );
  app.use(sameOriginChanges());
  app.use(bodyLimit({ maxSize: options.uploadLimit ?? UPLOAD_LIMIT, onError: () => { throw TOO_LARGE; } })); // biome-ignore format: one thought

  app.use("/api/*", jsonOrFiles());
  return app;
}

/**
 * Compresses answers, but for what another site made a browser ask: how well such an answer packs would tell somebody on the wire what else
 * stands on the page beside words of their choice (BREACH, CVE-2013-3587).
 */
function compressed(): MiddlewareHandler {
  const pack = compress();
  return (c, next) => (isBrowserCrossSite(c) ? next() : pack(c, next));
}

function isMachine(path: string): boolean {
  return path.startsWith("/api/") || path.startsWith("/v1/");
}
