import { allow, openAccess } from "../access/index.ts";
import { localTransport, openInbox, openOutbox, type Transport } from "../exchange/index.ts";
import { openLedger, openRegisters } from "../records/index.ts";
import type { Storage } from "../storage/index.ts";
import { openProgrammes } from "../tasks/index.ts";
import { type TrustAnchor, verifyPdf } from "../verification/index.ts";
import type { OfficeContext } from "./context.ts";
import { dispatchDesk } from "./dispatch.ts";
import { draftingDesk } from "./drafting.ts";
import { incomingDesk } from "./incoming.ts";
import { issuingDesk } from "./issuing.ts";
import { openKeyring } from "./keyring.ts";
import type { Clock, Office } from "./model.ts";
import { programmeDesk } from "./programmes.ts";
import { readingDesk } from "./reading.ts";

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
    documents: { ...draftingDesk(context), ...issuingDesk(context), ...dispatchDesk(context), ...readingDesk(context) },
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
      return verifyPdf(bytes, { trust, crls, at: clock(), offline: true });
    },
    keys: context.keyring,
  };
}
