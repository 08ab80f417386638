import { type Actor, allow, may } from "../../access/index.ts";
import { isIsoDay, vietnameseDay } from "../../calendar/index.ts";
import {
  type Dossier,
  dossierCode,
  type HandOver,
  handOverListSheet,
  handOverRecordSheet,
  keptBackUntilAtMost,
} from "../../dossiers/index.ts";
import { VanthuError } from "../../errors/index.ts";
import { withRetry } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId, vietnamDate } from "../context.ts";
import { settle, tell, tellOperations } from "../notices.ts";
import { requireReason } from "./keeping.ts";
import type { DossierDesk, HandOverRecord } from "./model.ts";
import { packageOf } from "./packages.ts";
import {
  auditEvent,
  changeOperations,
  dueOf,
  endsOf,
  readAnyway,
  readAt,
  readContents,
  readDossier,
  seesDossier,
  unitsFor,
} from "./records.ts";
import { dueUntil, settleDue, tellDue } from "./reminders.ts";
import { requireAction } from "./rules.ts";
import { sheetFile, sheetOffice } from "./sheets.ts";
import { viewOf } from "./view.ts";

/** Dossiers handed over at once: a commit holds 100 writes, four for each (itself, two rows by day, its line in the trail), and 4 MB. */
const MOST_AT_ONCE = 20;
/** Stands for the title of a dossier that the reader may not see. */
const HIDDEN_TITLE = "Hồ sơ giới hạn người xem";
const MOST_LISTED = 1000;

/** Partition of hand-overs; sort keys are ids, which sort by time. */
function recordsOf(organisationId: string): string {
  return `org/${organisationId}/hand-overs`;
}

/** Hand-over to the office's archive (Điều 30, 31). */
export function custodyDesk(
  context: OfficeContext,
): Pick<
  DossierDesk,
  | "handOvers"
  | "announce"
  | "offer"
  | "returnOffer"
  | "receive"
  | "keepBack"
  | "handOverSheet"
  | "retentionEnded"
  | "freeze"
  | "unfreeze"
> {
  const { records, files } = context.storage;

  /** Dossiers of rows by day that the actor may see. */
  async function byDay(actor: Actor, pk: string, to?: string): Promise<{ day: string; dossier: Dossier }[]> {
    const { items } = await records.query(pk, { limit: MOST_LISTED, ...(to === undefined ? {} : { to }) });
    const found = await Promise.all(
      items.map(async ({ sk }) => ({
        day: sk.slice(0, 10),
        dossier: await readAnyway(context, actor.organisationId, sk.slice(11)),
      })),
    );
    const units = await unitsFor(
      context,
      actor,
      found.map(({ dossier }) => dossier),
    );
    return found.filter(({ dossier }) => seesDossier(actor, dossier, units));
  }

  async function locked(actor: Actor, ids: string[], reason: string, freeze: boolean): Promise<Dossier[]> {
    if (!may(actor, "administer")) allow(actor, "dossier.read");
    requireReason(reason);
    const action = freeze ? "freeze" : "unfreeze";
    const changed: Dossier[] = [];
    for (const id of [...new Set(ids)].slice(0, MOST_LISTED)) {
      // An administrator locks what is named, without reading what it is about.
      const dossier = may(actor, "administer")
        ? await readAnyway(context, actor.organisationId, id)
        : await readDossier(context, actor, id, true);
      requireAction(actor, dossier, action);
      const frozen = freeze ? { at: context.clock().toISOString(), by: actor.name, reason } : undefined;
      const change = changeOperations(context, actor, dossier, { frozen }, action, reason);
      await context.access.commitAudited(
        change.operations,
        auditEvent(context, actor, `dossier.${action}`, id, { reason }),
      );
      changed.push(change.after);
    }
    const units = await unitsFor(context, actor, changed);
    return changed.map((one) => (seesDossier(actor, one, units) ? one : hiddenDossier(one)));
  }

  /** Of the dossiers of a hand-over that the actor may not see only the code is told. */
  async function seenRecords(actor: Actor, held: readonly HandOverRecord[]): Promise<HandOverRecord[]> {
    const ids = [...new Set(held.flatMap(({ dossiers }) => dossiers.map(({ id }) => id)))];
    const dossiers = await Promise.all(ids.map((id) => readAnyway(context, actor.organisationId, id)));
    const units = await unitsFor(context, actor, dossiers);
    const seen = new Set(dossiers.filter((one) => seesDossier(actor, one, units)).map(({ id }) => id));
    return held.map((record) => ({
      ...record,
      dossiers: record.dossiers.map((one) => (seen.has(one.id) ? one : { ...one, title: HIDDEN_TITLE })),
    }));
  }

  async function nextNumber(actor: Actor, year: number): Promise<number> {
    const { items } = await records.query<HandOverRecord>(recordsOf(actor.organisationId));
    return 1 + Math.max(0, ...items.filter(({ data }) => data.year === year).map(({ data }) => data.number));
  }

  return {
    freeze: (actor, ids, reason) => locked(actor, ids, reason, true),
    unfreeze: (actor, ids, reason) => locked(actor, ids, reason, false),

    async handOvers(actor) {
      allow(actor, "dossier.read");
      const today = vietnamDate(context.clock());
      const soon = new Date(context.clock().getTime() + 30 * 86_400_000);
      const waiting = await byDay(actor, dueOf(actor.organisationId), `${vietnamDate(soon)}/\uffff`);
      const all = await byDay(actor, dueOf(actor.organisationId));
      const { items } = await records.query<HandOverRecord>(recordsOf(actor.organisationId), {
        reverse: true,
        limit: 100,
      });
      const still = waiting.filter(({ dossier }) => dossier.state === "closed");
      return {
        due: still.filter(({ day }) => day >= today).map(({ dossier }) => dossier),
        overdue: still.filter(({ day }) => day < today).map(({ dossier }) => dossier),
        offered: all.filter(({ dossier }) => dossier.state === "offered").map(({ dossier }) => dossier),
        keptBack: all.filter(({ dossier }) => dossier.keptBack !== undefined).map(({ dossier }) => dossier),
        records: await seenRecords(
          actor,
          items.map(({ data }) => data),
        ),
      };
    },

    async announce(actor) {
      allow(actor, "archive.keep");
      const soon = vietnamDate(new Date(context.clock().getTime() + 30 * 86_400_000));
      let told = 0;
      let counted = 0;
      for await (const due of dueUntil(context, actor.organisationId, soon)) {
        counted += due.length;
        told += await tellDue(context, due, context.clock());
      }
      await context.access.commitAudited(
        [],
        auditEvent(context, actor, "dossier.announce", actor.organisationId, { dossiers: String(counted) }),
      );
      return told;
    },

    async offer(actor, ids) {
      allow(actor, "dossier.keep");
      const changed: Dossier[] = [];
      for (const id of requireFew(ids)) {
        const dossier = await readDossier(context, actor, id, true);
        requireAction(actor, dossier, "offer");
        const at = context.clock().toISOString();
        const change = changeOperations(
          context,
          actor,
          dossier,
          { state: "offered", offered: { at, personId: actor.personId, name: actor.name } },
          "offer",
        );
        const told = await tellOperations(
          records,
          actor.organisationId,
          [{ role: "archivist" }],
          {
            key: offerKey(dossier, at),
            kind: "dossier-offered",
            text: `${actor.name} nộp lưu hồ sơ ${dossier.code.notation} năm ${dossier.code.year}. Kiểm tra và nhận hồ sơ.`,
            href: "/ho-so/nop-luu",
            subject: id,
          },
          context.clock(),
        );
        await context.access.commitAudited(
          [...change.operations, ...told],
          auditEvent(context, actor, "dossier.offer", id),
        );
        changed.push(change.after);
      }
      return changed;
    },

    async returnOffer(actor, id, reason) {
      allow(actor, "archive.keep");
      const dossier = await readDossier(context, actor, id, true);
      requireAction(actor, dossier, "return");
      requireReason(reason);
      const change = changeOperations(
        context,
        actor,
        dossier,
        { state: "closed", offered: undefined },
        "return",
        reason,
      );
      const at = context.clock();
      const told = await tellOperations(
        records,
        actor.organisationId,
        [{ personId: dossier.maker.personId }],
        {
          key: `dossier-returned/${id}/${at.toISOString()}`,
          kind: "dossier-returned",
          text: `Lưu trữ cơ quan trả lại hồ sơ ${dossier.code.notation} năm ${dossier.code.year}: ${reason}`,
          href: `/ho-so/${id}`,
          subject: id,
        },
        at,
      );
      await context.access.commitAudited(
        [...change.operations, ...told],
        auditEvent(context, actor, "dossier.return", id, { reason }),
      );
      await settle(
        records,
        actor.organisationId,
        [{ role: "archivist" }],
        offerKey(dossier, dossier.offered?.at ?? ""),
        at,
      );
      return viewOf(context, actor, change.after);
    },

    async receive(actor, ids, basis) {
      allow(actor, "archive.keep");
      const few = requireFew(ids);
      const held = await Promise.all(few.map((id) => readDossier(context, actor, id, true)));
      for (const dossier of held) requireAction(actor, dossier, "receive");
      const makers = new Set(held.map(({ offered }) => offered?.personId));
      if (makers.size > 1)
        throw new VanthuError("INVALID", {
          message: "Mỗi biên bản giao nhận là của một bên giao; chọn hồ sơ của cùng một người nộp.",
          where: "ids",
        });
      // Điều 30.3.b: the archive checks before it receives. Every file is read, which proves that it is as it was.
      for (const { id } of held)
        for (const { files: own } of await readContents(context, actor.organisationId, id))
          for (const { sha256 } of own) await files.get(sha256);
      const giver = held[0]!.offered!;
      const [from, to] = await Promise.all([
        context.access.person(actor.organisationId, giver.personId),
        context.access.person(actor.organisationId, actor.personId),
      ]);
      const at = context.clock().toISOString();
      const year = Number(vietnamDate(context.clock()).slice(0, 4));
      return withRetry(async () => {
        const number = await nextNumber(actor, year);
        const changes = held.map((dossier, index) =>
          changeOperations(
            context,
            actor,
            dossier,
            {
              state: "kept",
              received: { at, personId: actor.personId, name: actor.name, session: number, ordinal: index + 1 },
            },
            "receive",
            `lần ${number} năm ${year}`,
          ),
        );
        const dossiers: HandOverRecord["dossiers"] = [];
        for (const { after } of changes) {
          const packed = await packageOf(context, after, "SIP_hoso", { number, ordinal: dossiers.length + 1 });
          dossiers.push({ id: after.id, code: dossierCode(after.code), title: after.title, sha256: packed.sha256 });
        }
        const record: HandOverRecord = {
          id: timeOrderedId(context.clock()),
          number,
          year,
          at,
          from: { personId: from.id, name: from.name, position: from.position, unit: held[0]!.unit ?? "Cơ quan" },
          to: { personId: to.id, name: to.name, position: to.position },
          dossiers,
          basis: basis?.trim() || `Danh mục hồ sơ năm ${held[0]!.code.year}`,
        };
        await context.access.commitAudited(
          [
            // Two hand-overs of one year cannot take one number.
            { op: "insert", pk: `${recordsOf(actor.organisationId)}/numbers`, sk: `${year}/${number}`, data: {} },
            { op: "insert", pk: recordsOf(actor.organisationId), sk: record.id, data: record },
            ...changes.flatMap(({ operations }) => operations),
          ],
          // One line for each: each dossier's own history must be found by its id.
          dossiers.map(({ id, sha256 }) =>
            auditEvent(context, actor, "dossier.receive", id, { session: `${number}/${year}`, package: sha256 }),
          ),
        );
        for (const dossier of held) {
          await settle(
            records,
            actor.organisationId,
            [{ role: "archivist" }],
            offerKey(dossier, dossier.offered?.at ?? ""),
            context.clock(),
          );
          await settleDue(context, dossier);
        }
        return record;
      });
    },

    async keepBack(actor, id, rev, until, consent) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "keep-back");
      requireReason(consent);
      const due = dossier.handOverBy;
      if (due === undefined || !isIsoDay(until) || until <= due || until > keptBackUntilAtMost(due))
        throw new VanthuError("INVALID", {
          message: "Chỉ giữ lại hồ sơ đến hạn nộp lưu, không quá 02 năm kể từ ngày đến hạn.",
          where: "until",
          hint: "NĐ 30/2020/NĐ-CP Điều 31 khoản 3 điểm d: phải có văn bản đồng ý của người đứng đầu cơ quan.",
        });
      const change = changeOperations(context, actor, dossier, { keptBack: { until, consent } }, "keep-back", consent);
      await context.access.commitAudited(
        change.operations,
        auditEvent(context, actor, "dossier.keep-back", id, { until, consent }),
      );
      // What was told of the day before no longer holds.
      await settleDue(context, dossier);
      const text = `${actor.name} giữ lại hồ sơ ${dossier.code.notation} năm ${dossier.code.year} đến ${vietnameseDay(until)}: ${consent}`;
      await tell(
        records,
        actor.organisationId,
        [{ role: "archivist" }],
        { key: `dossier-kept-back/${id}/${until}`, kind: "dossier-due", text, href: `/ho-so/${id}`, subject: id },
        context.clock(),
      );
      return viewOf(context, actor, change.after);
    },

    async handOverSheet(actor, recordId, which, format) {
      allow(actor, "dossier.read");
      const item = await records.get<HandOverRecord>(recordsOf(actor.organisationId), recordId);
      if (item === undefined)
        throw new VanthuError("NOT_FOUND", { message: "Không có biên bản này.", where: recordId });
      const { from, to, at, dossiers, basis, year } = item.data;
      if (
        ![from.personId, to.personId].includes(actor.personId) &&
        !may(actor, "archive.keep") &&
        !actor.roles.some((role) => role === "auditor" || role === "leader" || role === "clerk")
      )
        throw new VanthuError("NOT_FOUND", { message: "Không có biên bản này.", where: recordId });
      const held = await Promise.all(dossiers.map(({ id }) => readAnyway(context, actor.organisationId, id)));
      const units = await unitsFor(context, actor, held);
      const handOver: HandOver = {
        year,
        from,
        to,
        on: vietnamDate(new Date(at)),
        dossiers: held.map((one) => (seesDossier(actor, one, units) ? one : hiddenDossier(one))),
        packages: Object.fromEntries(dossiers.map(({ id, sha256 }) => [id, sha256])),
        basis,
      };
      const office = await sheetOffice(context, actor);
      return sheetFile(
        context,
        which === "list" ? handOverListSheet(handOver, office) : handOverRecordSheet(handOver, office),
        format,
      );
    },

    async retentionEnded(actor) {
      allow(actor, "dossier.read");
      const today = vietnamDate(context.clock());
      const ended = await byDay(actor, endsOf(actor.organisationId), `${today}/`);
      return ended.filter(({ day }) => day < today).map(({ day, dossier }) => ({ dossier, endedOn: day }));
    },
  };
}

/** A dossier without what it is about. */
function hiddenDossier<T extends Dossier>(dossier: T): T {
  const { note: _note, keywords: _keywords, ...rest } = dossier;
  return { ...(rest as T), title: HIDDEN_TITLE, history: [], access: { ...dossier.access, people: [], units: [] } };
}

function offerKey({ id }: Dossier, at: string): string {
  return `dossier-offered/${id}/${at}`;
}

function requireFew(ids: string[]): string[] {
  const few = [...new Set(ids)];
  if (few.length > 0 && few.length <= MOST_AT_ONCE) return few;
  throw new VanthuError("INVALID", { message: `Chọn từ 1 đến ${MOST_AT_ONCE} hồ sơ một lần.`, where: "ids" });
}
