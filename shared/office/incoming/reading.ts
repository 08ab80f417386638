import { type Actor, allow } from "../../access/index.ts";
import { openCalendar } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { IncomingRecord } from "../../exchange/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { documentsOf } from "../document-file.ts";
import type { DocumentRecord } from "../model.ts";
import { hiddenFrom, MASKED_SUBJECT } from "../rights/index.ts";
import { answerSymbolsOf } from "./answer-links.ts";
import { arrivalsOf, readHandling, sees, symbolOf } from "./handling-records.ts";
import type { IncomingDesk, IncomingDocument, IncomingReference } from "./model.ts";
import { dueState, progressOf } from "./progress.ts";
import { withoutCancelled } from "./withdrawn.ts";

/** Incoming documents as they stand. */
export function readingDesk(context: OfficeContext): Pick<IncomingDesk, "get" | "file"> {
  return {
    async get(actor, id) {
      allow(actor, "incoming.read");
      return documentOf(context, actor, await visibleRecord(context, actor, id));
    },

    async file(actor, id, index) {
      allow(actor, "incoming.read");
      const record = await visibleRecord(context, actor, id);
      if (record.cancelled !== undefined)
        throw new VanthuError("INCOMING_CANCELLED", {
          message: "Văn bản đã bị hủy theo yêu cầu thu hồi của nơi gửi; tệp không còn được cung cấp.",
          where: id,
          hint: "Nghị định 30/2020/NĐ-CP Điều 18 khoản 4 điểm b. Chờ văn bản thay thế của nơi gửi.",
        });
      const file = record.files[index];
      if (file === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Văn bản đến không có tệp này.", where: String(index) });
      return { name: file.name, contentType: file.contentType, bytes: await context.storage.files.get(file.sha256) };
    },
  };
}

/**
 * A record of the actor's own organisation, whoever works with it; others' read as absent.
 * @throws NOT_FOUND
 */
export async function ownRecord(context: OfficeContext, actor: Actor, id: string): Promise<IncomingRecord> {
  const organisation = await context.access.organisation(actor.organisationId);
  const record = await context.inbox.get(id);
  if (record.organisationCode !== organisation.code) throw absent(id);
  return record;
}

/** As {@link ownRecord}, and the actor is somebody who may see it. @throws NOT_FOUND */
export async function visibleRecord(context: OfficeContext, actor: Actor, id: string): Promise<IncomingRecord> {
  const record = await ownRecord(context, actor, id);
  if (!sees(actor, await readHandling(context, actor.organisationId, id))) throw absent(id);
  return record;
}

function absent(id: string): VanthuError {
  return new VanthuError("NOT_FOUND", { message: "Không có văn bản đến này.", where: id });
}

/** A document with everything that is known of it here. */
export async function documentOf(
  context: OfficeContext,
  actor: Actor,
  record: IncomingRecord,
): Promise<IncomingDocument> {
  const { records, files } = context.storage;
  const { organisationId } = actor;
  const calendars = openCalendar(records);
  const cancelled = record.cancelled !== undefined;
  const [handling, place, calendar, policy, check] = await Promise.all([
    readHandling(context, organisationId, record.id),
    records.get<{ year: number; number: number }>(arrivalsOf(organisationId), record.id),
    calendars.working(organisationId),
    calendars.policy(organisationId),
    record.check === undefined || cancelled ? undefined : files.get(record.check.file),
  ]);
  const verdict =
    check === undefined ? undefined : (JSON.parse(Buffer.from(check).toString("utf8")) as IncomingDocument["verdict"]);
  const line =
    place === undefined
      ? undefined
      : await context.registers.incoming.line(organisationId, place.data.year, place.data.number, record.id);
  const progress = progressOf(record, handling);
  const due = dueState(progress, handling, calendar, policy.dueSoonWorkingDays, vietnamDate(context.clock()));
  const answers = await answersOf(context, organisationId, handling.answers);
  const hidden = answers.length === 0 ? new Set<string>() : await hiddenFrom(context, actor);
  return {
    ...withoutCancelled(record),
    ...(verdict === undefined ? {} : { verdict }),
    ...(line === undefined ? {} : { entry: line.data }),
    handling,
    progress,
    ...(due === undefined ? {} : { due }),
    duplicates: progress === "waiting" ? await alikeOf(context, actor, record) : [],
    answerDocuments: answers.map(({ id, subject, state, number, description, issuedOn }) => ({
      id,
      subject: hidden.has(id) ? MASKED_SUBJECT : subject,
      state,
      ...(number === undefined ? {} : { symbol: symbolOf({ number: number.text, notation: description.notation }) }),
      ...(issuedOn === undefined ? {} : { issuedOn }),
    })),
    answerSymbols: answerSymbolsOf(handling, answers),
  };
}

/** Answers as they stand now; one that was removed is left out. */
export async function answersOf(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  ids: readonly string[],
): Promise<DocumentRecord[]> {
  const found = await Promise.all(
    ids.map((id) => context.storage.records.get<DocumentRecord>(documentsOf(organisationId), id)),
  );
  return found.flatMap((item) => item?.data ?? []);
}

/**
 * Documents here with the same code, or the same number, notation and organisation (NĐ30 Phụ lục VI, III.1.h). Rejected ones do not count,
 * nor those that this very packet changes.
 */
export async function alikeOf(
  context: OfficeContext,
  actor: Actor,
  record: Pick<IncomingRecord, "organisationCode" | "documentId" | "number" | "notation"> & {
    id?: string;
    from: { name: string };
    replaces?: string[];
  },
): Promise<IncomingReference[]> {
  const others = await context.inbox.alike(record);
  const counted = others.filter(
    (one) => one.status !== "02" && one.cancelled === undefined && !(record.replaces ?? []).includes(one.documentId),
  );
  return Promise.all(
    counted.map(async (one) => {
      const place = await context.storage.records.get<{ number: number }>(arrivalsOf(actor.organisationId), one.id);
      return {
        ...referenceOf(one, one.documentId === record.documentId ? "code" : "symbol"),
        ...(place && { arrivalNumber: place.data.number }),
      };
    }),
  );
}

/** A document in few words. */
export function referenceOf(record: IncomingRecord, same: IncomingReference["same"]): IncomingReference {
  const { id, number, notation, issuedOn, arrivedAt, status, subject, from } = withoutCancelled(record);
  return { id, number, notation, issuedOn, arrivedAt, status, subject, from: { name: from.name }, same };
}

/**
 * While its sender asks for it back nothing more is done with a document: whether it is cancelled is answered first (NĐ30 Điều 18.4.b).
 * @throws STATE_FORBIDDEN
 */
export function refuseWhileRecalled({ id, changeAsked }: IncomingRecord): void {
  if (changeAsked?.kind !== "recall" && changeAsked?.kind !== "take-back") return;
  throw new VanthuError("STATE_FORBIDDEN", {
    message: "Nơi gửi đang yêu cầu thu hồi văn bản này.",
    where: id,
    hint: "Văn thư trả lời yêu cầu thu hồi trước: đồng ý thì văn bản được hủy.",
  });
}
