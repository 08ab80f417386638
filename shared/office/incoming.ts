import { type Actor, type AuditEvent, allow } from "../access/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { IncomingRecord } from "../exchange/index.ts";
import { foldVietnamese, seriesFor, yearOf } from "../records/index.ts";
import { checkSnapshot, type SnapshotCheck } from "../reports/index.ts";
import { withRetry } from "../storage/index.ts";
import { type Verdict, verifyPdf } from "../verification/index.ts";
import { incomingOperations } from "./check-index.ts";
import { type OfficeContext, vietnamDate } from "./context.ts";
import type { IncomingDesk, IncomingDocument, IncomingSummary } from "./model.ts";

/** What came in: checked at once, then accepted into the register or returned to the sender with a reason. */
export function incomingDesk(context: OfficeContext): IncomingDesk {
  async function own(actor: Actor, id: string): Promise<IncomingRecord> {
    const organisation = await context.access.organisation(actor.organisationId);
    const record = await context.inbox.get(id);
    if (record.organisationCode !== organisation.code) {
      throw new VanthuError("NOT_FOUND", { message: "Không có văn bản đến này.", where: id });
    }
    return record;
  }

  async function withVerdict(actor: Actor, record: IncomingRecord): Promise<IncomingDocument> {
    const check = record.check === undefined ? undefined : await context.storage.files.get(record.check.file);
    const verdict =
      check === undefined
        ? undefined
        : (JSON.parse(Buffer.from(check).toString("utf8")) as IncomingDocument["verdict"]);
    const place = await context.storage.records.get<{ year: number; number: number }>(
      arrivalsOf(actor.organisationId),
      record.id,
    );
    const line =
      place === undefined
        ? undefined
        : await context.registers.incoming.line(actor.organisationId, place.data.year, place.data.number, record.id);
    return {
      ...record,
      ...(verdict === undefined ? {} : { verdict }),
      ...(line === undefined ? {} : { entry: line.data }),
    };
  }

  return {
    async list(actor) {
      allow(actor, "document.read");
      const organisation = await context.access.organisation(actor.organisationId);
      const arrivals = await context.storage.records.query<{ number: number }>(arrivalsOf(actor.organisationId));
      const numbers = new Map(arrivals.items.map((item) => [item.sk, item.data.number]));
      const found: IncomingSummary[] = [];
      let after: string | undefined;
      do {
        const page = await context.inbox.list(organisation.code, { after, limit: 500 });
        for (const record of page.records) {
          const arrivalNumber = numbers.get(record.id);
          found.push({
            ...record,
            // The word is the verdict's own: only `check` below records it.
            ...(record.check === undefined ? {} : { checked: record.check.verdict as Verdict["verdict"] }),
            ...(arrivalNumber === undefined ? {} : { arrivalNumber }),
          });
        }
        after = page.next;
      } while (after !== undefined);
      return found;
    },

    async waiting(actor) {
      allow(actor, "document.read");
      return context.inbox.waiting((await context.access.organisation(actor.organisationId)).code);
    },

    async get(actor, id) {
      allow(actor, "document.read");
      return withVerdict(actor, await own(actor, id));
    },

    async file(actor, id, index) {
      allow(actor, "document.read");
      const file = (await own(actor, id)).files[index];
      if (file === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Văn bản đến không có tệp này.", where: String(index) });
      return { name: file.name, contentType: file.contentType, bytes: await context.storage.files.get(file.sha256) };
    },

    async accept(actor, id) {
      allow(actor, "incoming.receive");
      const record = await own(actor, id);
      const arrivedOn = vietnamDate(context.clock());
      const series = seriesFor({ ruleSet: "incoming", organisationId: actor.organisationId, date: arrivedOn });
      // Conflicts of the ledger and of the audit trail go away when tried again; the status itself refuses a second acceptance.
      return withRetry(async () => {
        const at = context.clock().toISOString();
        // NĐ30 Điều 22: the arrival number, the line in the register and the answer to the sender happen together.
        const taken = await context.ledger.next(series, { documentId: id, by: actor.personId, at });
        const line = context.registers.incoming.enter({
          organisationId: actor.organisationId,
          documentId: id,
          year: yearOf(arrivedOn),
          number: taken.number,
          arrivedOn,
          author: record.from.name,
          notation: `${record.number}/${record.notation}`,
          issuedOn: record.issuedOn,
          subject: `${record.kind.name} ${record.subject}`.trim(),
        });
        const data = { year: yearOf(arrivedOn), number: taken.number };
        const place = { op: "insert" as const, pk: arrivalsOf(actor.organisationId), sk: id, data };
        const audit = await context.access.auditOperations(
          event(actor, "incoming.accept", id, at, { number: String(taken.number) }),
        );
        const also = [...taken.operations, ...line, place, ...audit];
        return withVerdict(actor, await context.inbox.changeStatus(id, "03", { staff: actor.name }, also));
      });
    },

    async reject(actor, id, reason) {
      allow(actor, "incoming.receive");
      await own(actor, id);
      return withRetry(async () => {
        const audit = await context.access.auditOperations(
          event(actor, "incoming.reject", id, context.clock().toISOString(), { reason }),
        );
        return withVerdict(
          actor,
          await context.inbox.changeStatus(id, "02", { description: reason, staff: actor.name }, audit),
        );
      });
    },

    async receive(packet, messageId, to) {
      const accepted = await context.inbox.accept(packet, messageId, to);
      if (accepted.kind === "document" && accepted.incomingId !== undefined) await check(accepted.incomingId);
      return { receiptId: accepted.receiptId };
    },
  };

  /** The automatic check (NĐ30 Điều 21.2: authenticity and integrity before anything else), on every PDF of the packet; the worst counts. */
  async function check(id: string): Promise<void> {
    const record = await context.inbox.get(id);
    if (record.check !== undefined) return;
    const { trust, crls } = await context.keyring.trust();
    const at = context.clock();
    const verdicts: Verdict[] = [];
    let report: SnapshotCheck | undefined;
    for (const file of record.files) {
      const bytes = await context.storage.files.get(file.sha256);
      if (!isPdf(bytes)) continue;
      verdicts.push(verifyPdf(bytes, { trust, crls, at, offline: true }));
      // A report says whether its figures follow from the data sealed in it; of several the first that does not.
      const found = report?.matches === false ? undefined : checkSnapshot(bytes);
      if (found !== undefined && (report === undefined || !found.matches)) report = found;
    }
    const worst = worstOf(verdicts);
    if (worst?.verdict === "TOTAL_PASSED" && verdicts.some((one) => isOf(one, record))) {
      const files = verdicts.map((one) => one.document.sha256);
      await context.storage.records.commit(incomingOperations(record, files));
    }
    await context.inbox.recordCheck(
      id,
      worst === undefined
        ? { verdict: "NO_SIGNATURE", summary: "Gói tin không có tệp PDF nào để kiểm tra chữ ký." }
        : { ...worst, ...(report === undefined ? {} : { report }) },
    );
  }
}

function event(actor: Actor, action: string, subject: string, at: string, details: Record<string, string>): AuditEvent {
  return {
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at,
    action,
    subject,
    details,
  };
}

const SEVERITY: Record<Verdict["verdict"], number> = {
  TOTAL_FAILED: 4,
  UNREADABLE: 3,
  INDETERMINATE: 2,
  NO_SIGNATURE: 1,
  TOTAL_PASSED: 0,
};

/** The worst of several verdicts; of equals the first, which is the document itself. */
function worstOf(verdicts: Verdict[]): Verdict | undefined {
  return verdicts.reduce<Verdict | undefined>(
    (worst, verdict) => (worst === undefined || SEVERITY[verdict.verdict] > SEVERITY[worst.verdict] ? verdict : worst),
    undefined,
  );
}

/**
 * Is this the signed document that the packet names? Only then the packet says anything of how documents stand: signed by the sender, and not
 * a genuine document of another number in a packet that somebody made up around it.
 */
function isOf({ document }: Verdict, { from, number, issuedOn }: IncomingRecord): boolean {
  const plain = (text: string) => text.replace(/^0+(?=\d)/, "");
  return (
    foldVietnamese(document.organisation ?? "") === foldVietnamese(from.name) &&
    (document.number === undefined || plain(document.number) === plain(number)) &&
    (document.issuedOn === undefined || document.issuedOn === issuedOn)
  );
}

function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes("%PDF-");
}

/** Where the arrival numbers of an organisation's incoming documents are noted. */
function arrivalsOf(organisationId: string): string {
  return `org/${organisationId}/arrivals`;
}
