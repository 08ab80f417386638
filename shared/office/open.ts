import { openAccess } from "../access/index.ts";
import { localTransport, openInbox, openOutbox, type Transport } from "../exchange/index.ts";
import { openLedger, openRegisters } from "../records/index.ts";
import { checkSnapshot, type SnapshotCheck } from "../reports/index.ts";
import { type Fetch, RevocationCache } from "../signing/index.ts";
import type { Storage } from "../storage/index.ts";
import { openProgrammes } from "../tasks/index.ts";
import type { TrustAnchor, Verdict } from "../verification/index.ts";
import { amendmentDesk } from "./amendments/desk.ts";
import { auditDesk } from "./audit/index.ts";
import { bulkDesk } from "./bulk/index.ts";
import { calendarDesk } from "./calendar/desk.ts";
import type { OfficeContext } from "./context.ts";
import { copyDesk } from "./copies/desk.ts";
import { dispatchDesk } from "./dispatch.ts";
import { dossierDesk, dossierReminders, dossierRights } from "./dossiers/index.ts";
import { draftingDesk } from "./drafting.ts";
import { selfGrantDesk } from "./grants/index.ts";
import { derivedRows, incomingDesk, incomingReminder } from "./incoming/index.ts";
import { installationDesk } from "./installation/index.ts";
import type { MachineReadings, TrustFolder } from "./installation/model.ts";
import { issuingDesk } from "./issuing.ts";
import { keyConsents } from "./keys/consent.ts";
import { keyKeeping } from "./keys/desk.ts";
import { openKeyring } from "./keys/keyring.ts";
import { NO_SECRETS, type SecretBox } from "./keys/secrets.ts";
import { mandateDesk } from "./mandates/index.ts";
import { migrate } from "./migrations/index.ts";
import type { CheckedFile, Clock, Office } from "./model.ts";
import { noticeDesk } from "./notices.ts";
import { previewDesk } from "./preview/index.ts";
import { agencyDesk } from "./programmes/agencies.ts";
import { attentionDesk } from "./programmes/attention.ts";
import { programmeDesk } from "./programmes/desk.ts";
import { tableDesk } from "./programmes/tables.ts";
import { programmeDigests, progressDesk } from "./progress/index.ts";
import { readingDesk } from "./reading.ts";
import { recallDesk } from "./recall.ts";
import { recipientDesk } from "./recipients/index.ts";
import { bookDesk, bookTurner, registerDesk } from "./registers/index.ts";
import { relatedDrafts } from "./related-drafts.ts";
import { reportDesk } from "./reports/desk.ts";
import { reportScheduleDesk } from "./reports/schedule.ts";
import { reportScheduler } from "./reports/scheduler.ts";
import { rightsDesk } from "./rights/index.ts";
import { searchDesk } from "./search/index.ts";
import { refuseMarked } from "./secrecy/index.ts";
import { settingsDesk } from "./settings.ts";
import { handOutDesk } from "./signing/hand-out.ts";
import { makeDue } from "./signing/job-records.ts";
import { signingJobs } from "./signing/jobs.ts";
import { placeDesk } from "./signing/places.ts";
import { signingRunner } from "./signing/run.ts";
import { signingDesk } from "./signing/sessions.ts";
import { storedKeySigning } from "./signing/stored.ts";
import { standingDesk } from "./standing/desk.ts";
import { evidencePacking } from "./standing/evidence.ts";
import type { Standing } from "./standing/model.ts";
import { olderIndexer } from "./standing/older.ts";
import { verdictOnline } from "./standing/online-verdict.ts";
import { taskTableDesk } from "./task-table/index.ts";
import { templateDesk } from "./templates/index.ts";
import { wordRoundDesk } from "./word-round/index.ts";
import {
  holdDesk,
  openedDesk,
  slipDesk,
  versionDesk,
  viewDesk,
  workflowActs,
  workflowSettingsDesk,
} from "./workflow/index.ts";

/** What an office is opened with. */
export interface OfficeOptions {
  storage: Storage;
  clock?: Clock;
  /** Anchors and revocation lists that the administrator configured, beside the test authority of this installation. */
  trust?: { trust: TrustAnchor[]; crls: Uint8Array[] };
  /** The folder that `trust` lies in, where administrators may add and remove anchors. */
  trustFolder?: TrustFolder;
  /** What only the machine that runs the office can tell of itself. */
  machine?: MachineReadings;
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
    inbox: openInbox(storage, clock, {
      serves: servedHere,
      derived: (record, also) => derivedRows({ storage, access }, record, also),
    }),
    keyring: openKeyring(storage, clock, options.trustFolder ?? options.trust ?? { trust: [], crls: [] }),
    secrets: options.secrets ?? NO_SECRETS,
    revocations: new RevocationCache(),
    background: options.background ?? true,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  };
  const digests = programmeDigests(context);
  const dossiersDue = dossierReminders(context);
  const signing = signingDesk(context);
  const standing = standingDesk(context);
  const indexOlder = olderIndexer(context);
  const { idle, ...jobs } = signingJobs(context, signing);
  const incoming = incomingDesk(context);
  const amendments = amendmentDesk(context);
  const agencies = agencyDesk(context);
  const attention = attentionDesk(context, digests);
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

  const issuing = issuingDesk(context);
  const dispatch = dispatchDesk(context);
  const { idle: bulkIdle, ...bulk } = bulkDesk(context, { ...issuing, ...dispatch });

  return {
    storage,
    clock,
    access,
    programmes: programmeDesk(context),
    tables: tableDesk(context, agencies),
    agencies,
    calendar: calendarDesk(context),
    templates: templateDesk(context),
    wordRound: wordRoundDesk(context),
    attention,
    taskTable: taskTableDesk(context, attention),
    progress: progressDesk(context, digests),
    amendments,
    dossiers: dossierDesk(context),
    search: searchDesk(context),
    documents: {
      ...draftingDesk(context),
      ...previewDesk(context),
      draftAmendment: amendments.draft,
      ...issuing,
      ...storedKeySigning(context, signing),
      ...dispatch,
      ...readingDesk(context),
    },
    signing: { ...signing, ...handOutDesk(context, signing), ...placeDesk(context) },
    bulk,
    recipients: recipientDesk(context),
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
    grants: selfGrantDesk(context),
    rights: rightsDesk(context, dossierRights(context)),
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
      ...openedDesk(context),
      ...versionDesk(context),
      ...slipDesk(context),
    },
    audit: auditDesk(context),
    installation: installationDesk(context, {
      ...(options.machine === undefined ? {} : { readings: options.machine }),
      ...(options.trustFolder === undefined ? {} : { trustFolder: options.trustFolder }),
    }),
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
    migrate: (options) => migrate(context, undefined, options),
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
    async idle() {
      await Promise.all([idle(), bulkIdle()]);
    },
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
