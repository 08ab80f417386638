import { allow, openAccess } from "../access/index.ts";
import { localTransport, openInbox, openOutbox, type Transport } from "../exchange/index.ts";
import { openLedger, openRegisters } from "../records/index.ts";
import { checkSnapshot } from "../reports/index.ts";
import type { Storage } from "../storage/index.ts";
import { openProgrammes } from "../tasks/index.ts";
import { type TrustAnchor, verifyPdf } from "../verification/index.ts";
import { agencyDesk } from "./agencies.ts";
import { amendmentDesk } from "./amendments.ts";
import { attentionDesk } from "./attention.ts";
import { calendarDesk } from "./calendar.ts";
import type { OfficeContext } from "./context.ts";
import { dispatchDesk } from "./dispatch.ts";
import { draftingDesk } from "./drafting.ts";
import { incomingDesk } from "./incoming.ts";
import { issuingDesk } from "./issuing.ts";
import { openKeyring } from "./keyring.ts";
import type { Clock, Office } from "./model.ts";
import { noticeDesk } from "./notices.ts";
import { programmeDesk } from "./programmes.ts";
import { readingDesk } from "./reading.ts";
import { reportScheduleDesk } from "./report-schedule.ts";
import { reportScheduler } from "./report-scheduler.ts";
import { reportDesk } from "./reports.ts";
import { settingsDesk } from "./settings.ts";
import { signingDesk } from "./signing-sessions.ts";
import { tableDesk } from "./tables.ts";

/** What an office is opened with. */
export interface OfficeOptions {
  storage: Storage;
  clock?: Clock;
  /** Anchors and revocation lists that the administrator configured, beside the test authority of this installation. */
  trust?: { trust: TrustAnchor[]; crls: Uint8Array[] };
  /** Carries packets to organisations of the directory that are served elsewhere, by organisation code. */
  remote?: (organisationCode: string) => Transport | undefined;
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
  const access = openAccess(storage.records, clock);
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
  };
  const incoming = incomingDesk(context);
  const amendments = amendmentDesk(context);
  const agencies = agencyDesk(context);
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
    documents: {
      ...draftingDesk(context),
      draftAmendment: amendments.draft,
      ...issuingDesk(context),
      ...dispatchDesk(context),
      ...readingDesk(context),
    },
    signing: signingDesk(context),
    reports: reportDesk(context),
    reportSchedules: reportScheduleDesk(context),
    runReportSchedule: reportScheduler(context),
    notices: noticeDesk(context),
    settings: settingsDesk(context),
    incoming,
    registers: {
      async outgoing(actor, year, search) {
        allow(actor, "register.read");
        return (await context.registers.outgoing.list(actor.organisationId, year, { search })).lines.map(
          (line) => line.data,
        );
      },
      async incoming(actor, year, search) {
        allow(actor, "register.read");
        return (await context.registers.incoming.list(actor.organisationId, year, { search })).lines.map(
          (line) => line.data,
        );
      },
    },
    async deliver(limit) {
      const { sent, retried, dead } = await context.outbox.drain({ transport, limit });
      return { sent, failed: retried + dead.length, givenUp: dead.length };
    },
    async verify(bytes) {
      const { trust, crls } = await context.keyring.trust();
      const report = checkSnapshot(bytes);
      const verdict = verifyPdf(bytes, { trust, crls, at: clock(), offline: true });
      return { ...verdict, ...(report === undefined ? {} : { report }) };
    },
    keys: context.keyring,
  };
}
