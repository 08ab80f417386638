import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Office } from "../../shared/office/index.ts";
import { createPages } from "../web/index.tsx";
import { apiReferencePages } from "../web/pages/api-reference.tsx";
import { accessRoutes } from "./areas/access.ts";
import { amendmentRoutes } from "./areas/amendments.ts";
import { auditRoutes } from "./areas/audit.ts";
import { bulkRoutes } from "./areas/bulk.ts";
import { calendarRoutes } from "./areas/calendar.ts";
import { copyRoutes } from "./areas/copies.ts";
import { directoryRoutes } from "./areas/directory.ts";
import { documentRoutes } from "./areas/documents.ts";
import { dossierRoutes } from "./areas/dossiers.ts";
import { type ExchangePeers, exchangeRoutes } from "./areas/exchange.ts";
import { grantRoutes } from "./areas/grants.ts";
import { healthRoutes } from "./areas/health.ts";
import { identityRoutes } from "./areas/identity.ts";
import { incomingRoutes } from "./areas/incoming.ts";
import { installationRoutes } from "./areas/installation.ts";
import { keyRoutes } from "./areas/keys.ts";
import { mandateRoutes } from "./areas/mandates.ts";
import { noticeRoutes } from "./areas/notices.ts";
import { programmeRoutes } from "./areas/programmes.ts";
import { progressRoutes } from "./areas/progress.ts";
import { recipientRoutes } from "./areas/recipients.ts";
import { registerRoutes } from "./areas/registers.ts";
import { reportScheduleRoutes } from "./areas/report-schedules.ts";
import { reportRoutes } from "./areas/reports.ts";
import { rightsRoutes } from "./areas/rights.ts";
import { searchRoutes } from "./areas/search.ts";
import { signingRoutes } from "./areas/signing.ts";
import { handOutRoutes, signingDoorRoutes, tokenAgentRoutes } from "./areas/signing-files.ts";
import { standingRoutes } from "./areas/standing.ts";
import { tableRoutes } from "./areas/tables.ts";
import { templateRoutes } from "./areas/templates.ts";
import { verificationRoutes } from "./areas/verification.ts";
import { wordRoundRoutes } from "./areas/word-round.ts";
import { type BaseOptions, baseApp } from "./base-app.ts";
import { apiText, describeApi } from "./openapi.ts";
import { useHistory } from "./use-history.ts";

/** How the app is run. */
export interface AppOptions extends BaseOptions {
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
  const app = baseApp(options);
  app.use(useHistory(office));
  app.route("/api/access", directoryRoutes(desk));
  app.route("/api/access", accessRoutes(desk));
  app.route("/api/identity", identityRoutes(desk));
  app.route("/api/grants", grantRoutes(desk));
  app.route("/api/mandates", mandateRoutes(desk));
  app.route("/api/rights", rightsRoutes(desk));
  app.route("/api/programmes", programmeRoutes(desk));
  app.route("/api/amendments", amendmentRoutes(desk));
  app.route("/api/tables", tableRoutes(desk));
  app.route("/api/calendar", calendarRoutes(desk));
  app.route("/api/templates", templateRoutes(desk));
  app.route("/api/documents", documentRoutes(desk));
  app.route("/api/documents", wordRoundRoutes(desk));
  app.route("/api/documents", tokenAgentRoutes(desk, options.secureCookies ?? false));
  app.route("/api/bulk", bulkRoutes(desk));
  app.route("/api/recipients", recipientRoutes(desk));
  app.route("/api/keys", keyRoutes(desk));
  app.route("/api/signing", signingDoorRoutes(desk));
  app.route("/api/signing", handOutRoutes(desk, options.secureCookies ?? false));
  app.route("/api/signing", signingRoutes(desk));
  app.route("/api/copies", copyRoutes(desk));
  app.route("/api/reports", reportRoutes(desk));
  app.route("/api/report-schedules", reportScheduleRoutes(desk));
  app.route("/api/notices", noticeRoutes(desk));
  app.route("/api/audit", auditRoutes(desk));
  app.route("/api/incoming", incomingRoutes(desk));
  app.route("/api/registers", registerRoutes(desk));
  app.route("/api/dossiers", dossierRoutes(desk));
  app.route("/api/search", searchRoutes(desk));
  app.route("/api/verify", verificationRoutes(desk));
  app.route("/api/standing", standingRoutes(desk));
  app.route("/api/health", healthRoutes(desk));
  app.route("/api/installation", installationRoutes(desk));
  app.route("/api/progress", progressRoutes(desk));
  app.route("/v1", exchangeRoutes(desk, options.exchangePeers));
  app.get("/api/openapi.json", (c) => c.body(apiText(app), 200, { "content-type": "application/json; charset=utf-8" }));
  apiReferencePages(app, () => describeApi(app));

  app.route("/", createPages({ office, secureCookies: options.secureCookies ?? false }));
  return app;
}
