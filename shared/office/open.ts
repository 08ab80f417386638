import { openAccess } from "../access/index.ts";
import { localTransport, openInbox, openOutbox, type Transport } from "../exchange/index.ts";
import { openLedger, openRegisters } from "../records/index.ts";
import { checkSnapshot, type SnapshotCheck } from "../reports/index.ts";
import { type Fetch, RevocationCache } from "../signing/index.ts";
import type { Storage } from "../storage/index.ts";
import { openProgrammes } from "../tasks/index.ts";
import type { TrustAnchor, Verdict } from "../verification/index.ts";
import { agencyDesk } from "./agencies.ts";
import { amendmentDesk } from "./amendments.ts";
import { attentionDesk } from "./attention.ts";
import { auditDesk } from "./audit/index.ts";
import { calendarDesk } from "./calendar.ts";
import type { OfficeContext } from "./context.ts";
import { copyDesk } from "./copies.ts";
import { dispatchDesk } from "./dispatch.ts";
import { dossierDesk, dossierReminders } from "./dossiers/index.ts";
import { draftingDesk } from "./drafting.ts";
import { evidencePacking } from "./evidence.ts";
import { incomingDesk, incomingReminder } from "./incoming/index.ts";
import { issuingDesk } from "./issuing.ts";
import { keyConsents } from "./key-consent.ts";
import { keyKeeping } from "./key-desk.ts";
import { NO_SECRETS, type SecretBox } from "./key-secrets.ts";
import { openKeyring } from "./keyring.ts";
import { mandateDesk } from "./mandates/index.ts";
import { migrate } from "./migrations/index.ts";
import type { CheckedFile, Clock, Office } from "./model.ts";
import { noticeDesk } from "./notices.ts";
import { verdictOnline } from "./online-verdict.ts";
import { programmeDesk } from "./programmes.ts";
import { readingDesk } from "./reading.ts";
import { recallDesk } from "./recall.ts";
import { bookDesk, bookTurner, registerDesk } from "./registers/index.ts";
import { relatedDrafts } from "./related-drafts.ts";
import { reportScheduleDesk } from "./report-schedule.ts";
import { reportScheduler } from "./report-scheduler.ts";
import { reportDesk } from "./reports.ts";
import { rightsDesk } from "./rights/index.ts";
import { searchDesk } from "./search/index.ts";
import { refuseMarked } from "./secrecy/index.ts";
import { settingsDesk } from "./settings.ts";
import { handOutDesk } from "./signing-hand-out.ts";
import { makeDue } from "./signing-job-records.ts";
import { signingJobs } from "./signing-jobs.ts";
import { signingRunner } from "./signing-run.ts";
import { signingDesk } from "./signing-sessions.ts";
import { storedKeySigning } from "./signing-stored.ts";
import { standingDesk } from "./standing.ts";
import type { Standing } from "./standing-model.ts";
import { olderIndexer } from "./standing-older.ts";
import { tableDesk } from "./tables.ts";
import { holdDesk, slipDesk, versionDesk, viewDesk, workflowActs, workflowSettingsDesk } from "./workflow/index.ts";

/** What an office is opened with. */
export interface OfficeOptions {
  storage: Storage;
  clock?: Clock;
  /** Anchors and revocation lists that the administrator configured, beside the test authority of this installation. */
  trust?: { trust: TrustAnchor[]; crls: Uint8Array[] };
  /** Carries packets to organisations of the directory that are served elsewhere, by organisation code. */
  remote?: (organisationCode: string) => Transport | undefined;
  /** Encrypts the secrets of signing services and imported keys; without it none can be kept. */
  secrets?: SecretBox;
  /** How time-stamping and certification authorities are asked; the global fetch when absent. */
  fetch?: Fetch;
  /**
   * What a guess at a password costs: N of scrypt (RFC 7914) for passwords that are set from now on. 2^15 when absent (OWASP); only tests, where
   * nothing is to be protected, give less.
   */
  passwordCost?: number;
  /** May work go on after a call has answered? Yes when absent; not where the process sleeps between requests (Lambda). */
  background?: boolean;
}

/**
 * Opens the whole service over a storage: the straight line joined up, every call with who does it. Opening reads and writes nothing.
 *
 * @example
 * const office = openOffice({ storage: openSqliteStorage("vanthu-data") });
 * const { actor } = await office.access.signIn("van.thu", password);
 * await office.documents.number(actor, id, rev);
 */
export function openOffice(options: OfficeOptions): Office {
  const { storage } = options;
  const clock = options.clock ?? (() => new Date());
  const { passwordCost } = options;
  const access = openAccess(storage.records, clock, {
    secrets: options.secrets ?? NO_SECRETS,
    ...(passwordCost === undefined ? {} : { passwordCost }),
  });
  const servedHere = async (code: string) => (await access.organisationByCode(code)) !== undefined;
  const context: OfficeContext = {
    storage,
    clock,
    access,
    programmes: openProgrammes(storage.records, clock),
    ledger: openLedger(storage.records),
    registers: openRegisters(storage.records),
    outbox: openOutbox(storage, clock),
    inbox: openInbox(storage, clock, { serves: servedHere }),
    keyring: openKeyring(storage, clock, options.trust ?? { trust: [], crls: [] }),
    secrets: options.secrets ?? NO_SECRETS,
    revocations: new RevocationCache(),
    background: options.background ?? true,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  };
  const dossiersDue = dossierReminders(context);
  const signing = signingDesk(context);
  const standing = standingDesk(context);
  const indexOlder = olderIndexer(context);
  const { idle, ...jobs } = signingJobs(context, signing);
  const incoming = incomingDesk(context);
  const amendments = amendmentDesk(context);
  const agencies = agencyDesk(context);
  const copies = copyDesk(context);
  const schedule = reportScheduler(context);
  const turnBooks = bookTurner(context);
  // Organisations served here are reached through the same door as remote ones: packet bytes in, receipt out.
  const local = localTransport(async (code) =>
    (await servedHere(code))
      ? { accept: (packet, messageId, to) => incoming.receive(packet, messageId, to) }
      : undefined,
  );
  const transport: Transport = {
    send: (packet, to, messageId) => (options.remote?.(to) ?? local).send(packet, to, messageId),
  };

  return {
    storage,
    clock,
    access,
    programmes: programmeDesk(context),
    tables: tableDesk(context, agencies),
    agencies,
    calendar: calendarDesk(context),
    attention: attentionDesk(context),
    amendments,
    dossiers: dossierDesk(context),
    search: searchDesk(context),
    documents: {
      ...draftingDesk(context),
      draftAmendment: amendments.draft,
      ...issuingDesk(context),
      ...storedKeySigning(context, signing),
      ...dispatchDesk(context),
      ...readingDesk(context),
    },
    signing: { ...signing, ...handOutDesk(context, signing) },
    reports: reportDesk(context),
    reportSchedules: reportScheduleDesk(context),
    async runReportSchedule(now) {
      const run = await schedule(now);
      await turnBooks();
      run.notices += await dossiersDue(now);
      await indexOlder();
      return run;
    },
    notices: noticeDesk(context),
    settings: settingsDesk(context),
    mandates: mandateDesk(context),
    rights: rightsDesk(context),
    secrecy: { refuse: (actor, brought, door) => refuseMarked(context, actor, brought, door) },
    incoming,
    runIncoming: incomingReminder(context),
    copies,
    standing,
    workflow: {
      ...viewDesk(context),
      ...workflowSettingsDesk(context),
      ...workflowActs(context),
      ...recallDesk(context),
      ...relatedDrafts(context),
      ...holdDesk(context),
      ...versionDesk(context),
      ...slipDesk(context),
    },
    audit: auditDesk(context),
    evidence: evidencePacking(context),
    registers: registerDesk(context, { followUp: incoming.followUp, copies: copies.register }),
    books: bookDesk(context),
    turnBooks,
    async deliver(limit) {
      const { sent, retried, dead } = await context.outbox.drain({ transport, limit });
      return { sent, failed: retried + dead.length, givenUp: dead.length };
    },
    async backlog() {
      return context.outbox.backlog((await access.organisations()).map(({ code }) => code));
    },
    migrate: () => migrate(context),
    async verify(bytes) {
      const { trust, crls } = await context.keyring.trust();
      const report = checkSnapshot(bytes);
      const verdict = await verdictOnline(
        bytes,
        { trust, crls, at: clock() },
        { cache: context.revocations, now: clock, ...(context.fetch === undefined ? {} : { fetch: context.fetch }) },
      );
      return withStanding(verdict, report, await standing.ofVerdict(verdict));
    },
    keys: { ...context.keyring, ...keyKeeping(context), ...keyConsents(context), ...jobs },
    runSigning: signingRunner(context, signing),
    signingNotified: (ticket) => makeDue(context, ticket),
    idle,
  };
}

/** The verdict with what is known of the document today; of a file without signatures that is unknown here nothing is said. */
function withStanding(verdict: Verdict, report: SnapshotCheck | undefined, standing: Standing): CheckedFile {
  const said = standing.state !== "unknown" || verdict.signatures.length > 0;
  return {
    ...verdict,
    ...(said ? { document: { ...verdict.document, standing: standing.words }, standing } : {}),
    ...(report === undefined ? {} : { report }),
  };
}
