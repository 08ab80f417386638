import { allow } from "../../access/index.ts";
import { isPdf } from "../../copies/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { IncomingRecord } from "../../exchange/index.ts";
import { foldVietnamese, NUMBER_RETRY, seriesFor, yearOf } from "../../records/index.ts";
import { checkSnapshot, type SnapshotCheck } from "../../reports/index.ts";
import { withRetry } from "../../storage/index.ts";
import { type Verdict, verifyPdf } from "../../verification/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { settle, tell } from "../notices.ts";
import { refuseMarkedPacket } from "../secrecy/index.ts";
import { incomingOperations } from "../standing/check-index.ts";
import {
  arrivalsOf,
  auditEvent,
  emptyHandling,
  handlingOperation,
  labelOf,
  openOperation,
  symbolOf,
} from "./handling-records.ts";
import type { IncomingDesk } from "./model.ts";
import { alikeOf, documentOf, ownRecord, refuseWhileRecalled } from "./reading.ts";

/** What came in by the exchange: checked at once, then accepted into the register or returned to the sender with a reason. */
export function receivingDesk(context: OfficeContext): Pick<IncomingDesk, "accept" | "reject" | "receive"> {
  return {
    async accept(actor, id, options = {}) {
      allow(actor, "incoming.receive");
      const record = await ownRecord(context, actor, id);
      refuseAskingPacket(record);
      refuseWhileRecalled(record);
      if (options.knownDuplicates !== true) await refuseDuplicates(context, actor, record);
      const arrivedOn = vietnamDate(context.clock());
      const series = seriesFor({ ruleSet: "incoming", organisationId: actor.organisationId, date: arrivedOn });
      // Conflicts of the ledger and of the audit trail go away when tried again; the status itself refuses a second acceptance.
      const accepted = await withRetry(async () => {
        // A recall may have come in since.
        refuseWhileRecalled(await context.inbox.get(id));
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
          notation: symbolOf(record),
          issuedOn: record.issuedOn,
          subject: `${record.kind.name} ${record.subject}`.trim(),
          series,
          kind: record.kind.name,
          code: record.documentId,
          signatory: record.signatory.name,
        });
        const data = { year: yearOf(arrivedOn), number: taken.number };
        const place = { op: "insert" as const, pk: arrivalsOf(actor.organisationId), sk: id, data };
        const handling = {
          ...emptyHandling(actor.organisationId, id),
          // Until somebody sets another deadline, the one that the sender asks for holds.
          ...(record.dueOn === undefined ? {} : { dueOn: record.dueOn }),
        };
        const audit = await context.access.auditOperations(
          auditEvent(actor, "incoming.accept", id, at, { number: String(taken.number) }),
        );
        return context.inbox.changeStatus(id, "03", { staff: actor.name }, [
          ...taken.operations,
          ...line,
          place,
          handlingOperation({ ...handling, rev: 0 }),
          openOperation(actor.organisationId, record, handling, arrivedOn, []),
          ...audit,
        ]);
      }, NUMBER_RETRY);
      await settleArrival(context, actor.organisationId, id);
      return documentOf(context, actor, accepted);
    },

    async reject(actor, id, reason) {
      allow(actor, "incoming.receive");
      await ownRecord(context, actor, id);
      const rejected = await withRetry(async () => {
        const audit = await context.access.auditOperations(
          auditEvent(actor, "incoming.reject", id, context.clock().toISOString(), { reason }),
        );
        return context.inbox.changeStatus(id, "02", { description: reason, staff: actor.name }, audit);
      });
      await settleArrival(context, actor.organisationId, id);
      return documentOf(context, actor, rejected);
    },

    async receive(packet, messageId, to) {
      const refused = await refuseMarkedPacket(context, packet, messageId, to);
      if (refused !== undefined) return refused;
      const accepted = await context.inbox.accept(packet, messageId, to);
      if (accepted.kind === "document" && accepted.incomingId !== undefined)
        await checkArrival(context, accepted.incomingId);
      return { receiptId: accepted.receiptId };
    },
  };
}

/** The automatic check (NĐ30 Điều 21.2: authenticity and integrity before anything else), on every PDF of the packet; the worst counts. */
export async function checkArrival(context: OfficeContext, id: string): Promise<void> {
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
  // Told before the check is noted: what was cut off in between is done again when the packet comes again, and a notice is told once.
  await tellArrival(context, record);
  await context.inbox.recordCheck(
    id,
    worst === undefined
      ? { verdict: "NO_SIGNATURE", summary: "Gói tin không có tệp PDF nào để kiểm tra chữ ký." }
      : { ...worst, ...(report === undefined ? {} : { report }) },
  );
}

/** The clerks' count of notices reads all that are kept: of every document one, so these go soon after they are settled. */
const ARRIVAL_KEPT_MS = 14 * 24 * 3_600_000;

/** Key of the notice that a document came in. */
function arrivalNotice(id: string): string {
  return `incoming-new/${id}`;
}

/** NĐ30 Phụ lục VI, III.1.i: the clerk is told of what is new. */
async function tellArrival(context: OfficeContext, record: IncomingRecord): Promise<void> {
  const organisation = await context.access.organisationByCode(record.organisationCode);
  if (organisation === undefined || record.channel !== undefined) return;
  const recall = record.business === "recall";
  await tell(
    context.storage.records,
    organisation.id,
    [{ role: "clerk" }],
    {
      key: arrivalNotice(record.id),
      kind: "incoming",
      text: recall
        ? `Nơi gửi yêu cầu thu hồi: ${labelOf(record)}.`
        : `Văn bản đến mới${record.priority > 0 ? " có dấu chỉ mức độ khẩn" : ""}: ${labelOf(record)}.`,
      href: `/van-ban-den/${record.id}`,
      subject: record.id,
      keptMs: ARRIVAL_KEPT_MS,
    },
    context.clock(),
  );
}

/** The notice of a new document is settled once it is accepted, rejected or taken back. */
export function settleArrival(context: OfficeContext, organisationId: string, id: string): Promise<number> {
  return settle(context.storage.records, organisationId, [{ role: "clerk" }], arrivalNotice(id), context.clock());
}

/** NĐ30 Phụ lục VI, III.1.h: the clerk is told before a second of the same gets a number. */
async function refuseDuplicates(context: OfficeContext, actor: Parameters<typeof alikeOf>[1], record: IncomingRecord) {
  if (record.status !== "01") return;
  const duplicates = await alikeOf(context, actor, record);
  if (duplicates.length === 0) return;
  const said = duplicates.map(
    (one) =>
      `${symbolOf(one)} của ${one.from.name}${one.arrivalNumber === undefined ? "" : `, số đến ${one.arrivalNumber}`} (${one.same === "code" ? "trùng mã định danh văn bản" : "trùng số, ký hiệu và cơ quan ban hành"})`,
  );
  throw new VanthuError("INCOMING_DUPLICATE", {
    message: `Văn bản có dấu hiệu trùng với văn bản đã có: ${said.slice(0, 3).join("; ")}.`,
    where: duplicates[0]!.id,
    hint: "So với văn bản đã có; nếu vẫn là văn bản khác, xác nhận đã kiểm tra rồi tiếp nhận.",
    faults: duplicates.map((one, index) => ({ code: "INCOMING_DUPLICATE", message: said[index]!, where: one.id })),
  });
}

/** A packet that carries no document of its own is answered at the document it speaks of, and gets no number. */
function refuseAskingPacket(record: IncomingRecord): void {
  if (record.business !== "recall" || record.files.length > 0 || record.status !== "01") return;
  throw new VanthuError("STATE_FORBIDDEN", {
    message: "Đây là yêu cầu thu hồi, không phải văn bản để vào sổ.",
    where: record.id,
    hint: "Mở văn bản được nêu để đồng ý hoặc từ chối thu hồi; nếu cơ quan không có văn bản đó, từ chối kèm lý do.",
  });
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
