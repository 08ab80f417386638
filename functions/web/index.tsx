import { Hono } from "hono";
import { assetRoutes } from "./assets.ts";
import { type Desk, signedIn, type WebEnv } from "./desk.tsx";
import { accountPages } from "./pages/account.tsx";
import { accountSignInPages } from "./pages/account-sign-in.tsx";
import { administrationPages } from "./pages/administration.tsx";
import { agencyPages } from "./pages/agencies.tsx";
import { amendmentPages } from "./pages/amendments.tsx";
import { apiKeyPages } from "./pages/api-keys.tsx";
import { auditPages } from "./pages/audit.tsx";
import { calendarPages } from "./pages/calendar.tsx";
import { certificatePages } from "./pages/certificates.tsx";
import { checkCodePages } from "./pages/check-codes.tsx";
import { composePages } from "./pages/compose.tsx";
import { connectionPages } from "./pages/connections.tsx";
import { copyPages } from "./pages/copies.tsx";
import { deskPages } from "./pages/desks.tsx";
import { documentPages } from "./pages/documents.tsx";
import { dossierPages } from "./pages/dossiers.tsx";
import { evidencePages } from "./pages/evidence.tsx";
import { exportPages } from "./pages/export.ts";
import { healthPages } from "./pages/health.tsx";
import { importPages } from "./pages/import.tsx";
import { incomingPages } from "./pages/incoming.tsx";
import { keyPages } from "./pages/keys.tsx";
import { mandatePages } from "./pages/mandates.tsx";
import { noticePages } from "./pages/notices.tsx";
import { programmePages } from "./pages/programmes.tsx";
import { registerPages } from "./pages/registers.tsx";
import { reportDocumentPages } from "./pages/report-documents.tsx";
import { reportSchedulePages } from "./pages/report-schedules.tsx";
import { reportPages } from "./pages/reports.tsx";
import { rightsPages } from "./pages/rights.tsx";
import { searchPages } from "./pages/search.tsx";
import { selfGrantPages } from "./pages/self-grants.tsx";
import { setUpPages } from "./pages/set-up.tsx";
import { signInPages } from "./pages/sign-in.tsx";
import { signInAdministrationPages } from "./pages/sign-in-administration.tsx";
import { signingPages } from "./pages/signing.tsx";
import { signingSettingsPages } from "./pages/signing-settings.tsx";
import { templatePages } from "./pages/templates.tsx";
import { trustPages } from "./pages/trust.tsx";
import { unitPages } from "./pages/units.tsx";
import { verificationPages } from "./pages/verification.tsx";
import { wordRoundPages } from "./pages/word-round.tsx";

export type { Desk } from "./desk.tsx";

/** First parts of the addresses that need a session. */
const OFFICE_ADDRESSES = [
  "/tong-quan",
  "/nhiem-vu",
  "/soan-van-ban",
  "/van-ban",
  "/trinh-ky",
  "/van-thu",
  "/van-ban-den",
  "/sao-van-ban",
  "/so-van-ban",
  "/ho-so",
  "/dac-ta",
  "/tim-kiem",
  "/so-van-ban-di",
  "/so-van-ban-den",
  "/bao-cao",
  "/thong-bao",
  "/tai-khoan",
  "/nhat-ky",
  "/quan-tri",
  "/quyen-xem",
];

/** All pages: those open to everybody first, then those that need a session. */
export function createPages(desk: Desk): Hono {
  const app = new Hono();
  app.route("/", assetRoutes());
  app.get("/", (c) => c.redirect("/tong-quan", 303));
  signInPages(app, desk);
  setUpPages(app, desk);
  verificationPages(app, desk.office);
  checkCodePages(app, desk);

  const office = new Hono<WebEnv>();
  // By address, not for everything: what does not exist is told as such, not as a need to sign in.
  for (const address of OFFICE_ADDRESSES)
    office.use(address, signedIn(desk.office)).use(`${address}/*`, signedIn(desk.office));
  deskPages(office, desk);
  signingPages(office, desk);
  // Before the pages of one programme: "don-vi" and "mau-nhap.xlsx" are no programmes' ids.
  agencyPages(office, desk);
  exportPages(office, desk);
  programmePages(office, desk);
  importPages(office, desk);
  amendmentPages(office, desk);
  composePages(office, desk);
  documentPages(office, desk);
  wordRoundPages(office, desk);
  evidencePages(office, desk);
  incomingPages(office, desk);
  copyPages(office, desk);
  registerPages(office, desk);
  dossierPages(office, desk);
  searchPages(office, desk);
  reportPages(office, desk);
  reportSchedulePages(office, desk);
  reportDocumentPages(office, desk);
  noticePages(office, desk);
  accountPages(office, desk);
  accountSignInPages(office, desk);
  apiKeyPages(office, desk);
  signInAdministrationPages(office, desk);
  administrationPages(office, desk);
  unitPages(office, desk);
  mandatePages(office, desk);
  selfGrantPages(office, desk);
  rightsPages(office, desk);
  keyPages(office, desk);
  certificatePages(office, desk);
  trustPages(office, desk);
  healthPages(office, desk);
  templatePages(office, desk);
  connectionPages(office, desk);
  signingSettingsPages(office, desk);
  calendarPages(office, desk);
  auditPages(office, desk);
  app.route("/", office);
  return app;
}
