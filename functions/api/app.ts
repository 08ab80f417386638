import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { VanthuError } from "../../shared/errors/index.ts";
import type { Office } from "../../shared/office/index.ts";
import { createPages, problemPage } from "../web/index.tsx";
import { accessRoutes } from "./areas/access.ts";
import { amendmentRoutes } from "./areas/amendments.ts";
import { calendarRoutes } from "./areas/calendar.ts";
import { documentRoutes } from "./areas/documents.ts";
import { type ExchangePeers, exchangeRoutes } from "./areas/exchange.ts";
import { healthRoutes } from "./areas/health.ts";
import { incomingRoutes } from "./areas/incoming.ts";
import { noticeRoutes } from "./areas/notices.ts";
import { programmeRoutes } from "./areas/programmes.ts";
import { registerRoutes } from "./areas/registers.ts";
import { reportScheduleRoutes } from "./areas/report-schedules.ts";
import { reportRoutes } from "./areas/reports.ts";
import { tableRoutes } from "./areas/tables.ts";
import { verificationRoutes } from "./areas/verification.ts";
import { jsonOrFiles } from "./context.ts";
import { UPLOAD_LIMIT } from "./files.ts";
import { logFault, problemAnswer, problemOf, TOO_LARGE } from "./problems.ts";
import { protectiveHeaders, sameOriginChanges } from "./security.ts";

/** How the app is run. */
export interface AppOptions {
  /** Send the session cookie over HTTPS only: wherever the service stands behind HTTPS. */
  secureCookies?: boolean;
  /** Largest request body in bytes; {@link UPLOAD_LIMIT} by default. */
  uploadLimit?: number;
  /** Exchanges that may hand packets in at `/v1/sendEdoc`. */
  exchangePeers?: ExchangePeers;
}

/**
 * The whole HTTP side over one office: pages, API under `/api`, the exchange's door under `/v1`. Runs on Node and on Lambda alike.
 *
 * @example
 * const app = createApp(openOffice({ storage: openSqliteStorage("vanthu-data") }));
 * const answer = await app.request("/api/health");
 */
export function createApp(office: Office, options: AppOptions = {}): OpenAPIHono {
  const desk = { office };
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

  app.use(protectiveHeaders(options.secureCookies ?? false));
  app.use(sameOriginChanges());
  app.use(bodyLimit({ maxSize: options.uploadLimit ?? UPLOAD_LIMIT, onError: () => { throw TOO_LARGE; } })); // biome-ignore format: one thought

  app.use("/api/*", jsonOrFiles());
  app.route("/api/access", accessRoutes(desk));
  app.route("/api/programmes", programmeRoutes(desk));
  app.route("/api/amendments", amendmentRoutes(desk));
  app.route("/api/tables", tableRoutes(desk));
  app.route("/api/calendar", calendarRoutes(desk));
  app.route("/api/documents", documentRoutes(desk));
  app.route("/api/reports", reportRoutes(desk));
  app.route("/api/report-schedules", reportScheduleRoutes(desk));
  app.route("/api/notices", noticeRoutes(desk));
  app.route("/api/incoming", incomingRoutes(desk));
  app.route("/api/registers", registerRoutes(desk));
  app.route("/api/verify", verificationRoutes(desk));
  app.route("/api/health", healthRoutes(desk));
  app.route("/v1", exchangeRoutes(desk, options.exchangePeers));
  app.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Vanthu",
      version: "1",
      description:
        "Soạn, ký số, phát hành, gửi nhận và kiểm tra văn bản. Phiên lấy ở POST /api/access/sign-in, gửi kèm bằng Authorization: Bearer.",
    },
  });

  app.route("/", createPages({ office, secureCookies: options.secureCookies ?? false }));
  return app;
}

function isMachine(path: string): boolean {
  return path.startsWith("/api/") || path.startsWith("/v1/");
}
