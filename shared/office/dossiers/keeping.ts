import { type Actor, allow } from "../../access/index.ts";
import { isIsoDay } from "../../calendar/index.ts";
import {
  checkDossierCode,
  type Dossier,
  type DossierAccess,
  handOverDay,
  isHandedOver,
  listItems,
  parseRetention,
  retentionText,
  totalsOf,
} from "../../dossiers/index.ts";
import { isVanthuError, VanthuError } from "../../errors/index.ts";
import type { WriteOperation } from "../../storage/index.ts";
import { type OfficeContext, timeOrderedId, vietnamDate } from "../context.ts";
import type { Revised } from "../model.ts";
import { tellOperations } from "../notices.ts";
import { rightsChanged, settleRights } from "../rights/index.ts";
import { namedDossier, waitingOperation } from "./access-change.ts";
import { readList } from "./lists.ts";
import type { DossierChange, DossierDesk, DossierInput } from "./model.ts";
import { auditEvent, changeOperations, codeKey, dossiersOf, eventOf, readAt, readContents } from "./records.ts";
import { settleDue } from "./reminders.ts";
import { requireAction } from "./rules.ts";
import { viewOf } from "./view.ts";

/** Lengths of Phụ lục VI Phần II.III. */
const LENGTHS = { title: 500, rights: 30, language: 50, note: 500, keywords: 500, unit: 200 } as const;
const NAME_LENGTH = 30;

/** Dossiers are opened, changed, closed, handed to somebody else. */
export function keepingDesk(
  context: OfficeContext,
): Pick<DossierDesk, "open" | "edit" | "close" | "reopen" | "setAccess" | "transfer"> {
  const { records } = context.storage;

  async function changed(
    actor: Actor,
    dossier: Revised<Dossier>,
    change: Partial<Dossier>,
    action: Parameters<typeof changeOperations>[4],
    note?: string,
    also: WriteOperation[] = [],
  ) {
    const { operations, after } = changeOperations(context, actor, dossier, change, action, note);
    await context.access.commitAudited(
      [...operations, ...also],
      auditEvent(context, actor, `dossier.${action}`, dossier.id, note === undefined ? undefined : { note }),
    );
    return viewOf(context, actor, after);
  }

  return {
    async open(actor, input) {
      allow(actor, "dossier.keep");
      const dossier = await opened(context, actor, input);
      const [pk, sk] = codeKey(actor.organisationId, dossier.code.year, dossier.code.notation);
      if ((await records.get(pk, sk)) !== undefined) throw taken(dossier);
      try {
        await context.access.commitAudited(
          [
            { op: "insert", pk, sk, data: { id: dossier.id } },
            {
              op: "insert",
              pk: dossiersOf(actor.organisationId, dossier.id.slice(0, 4)),
              sk: dossier.id,
              data: dossier,
            },
          ],
          auditEvent(context, actor, "dossier.open", dossier.id, { notation: dossier.code.notation }),
        );
      } catch (error) {
        if (isVanthuError(error) && error.code === "CONFLICT") throw taken(dossier);
        throw error;
      }
      return viewOf(context, actor, { ...dossier, rev: 1 });
    },

    async edit(actor, id, rev, change) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "edit");
      const { notation, ...rest } = change;
      const after = checked({ ...dossier, ...rest });
      const code = { ...dossier.code, notation: notation ?? dossier.code.notation };
      checkDossierCode(code);
      const { operations, after: stored } = changeOperations(
        context,
        actor,
        dossier,
        { ...picked(after), code },
        "edit",
      );
      if (code.notation !== dossier.code.notation) {
        const [pk, sk] = codeKey(actor.organisationId, code.year, code.notation);
        const [, before] = codeKey(actor.organisationId, code.year, dossier.code.notation);
        const held = await records.get(pk, before);
        if ((await records.get(pk, sk)) !== undefined) throw taken({ code });
        operations.push({ op: "insert", pk, sk, data: { id } });
        if (held !== undefined) operations.push({ op: "remove", pk, sk: before, rev: held.rev });
      }
      await context.access.commitAudited(operations, auditEvent(context, actor, "dossier.edit", id));
      return viewOf(context, actor, stored);
    },

    async close(actor, id, rev, endedOn) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "close");
      const contents = await readContents(context, actor.organisationId, id);
      if (contents.length === 0)
        throw new VanthuError("DOSSIER_STATE", {
          message: "Hồ sơ chưa có văn bản nào nên chưa kết thúc được.",
          where: id,
          hint: "Đưa văn bản, tài liệu vào hồ sơ trước.",
        });
      const { from } = totalsOf(contents);
      const startedOn = from !== undefined && from < dossier.startedOn ? from : dossier.startedOn;
      if (!isIsoDay(endedOn) || endedOn < startedOn || endedOn > vietnamDate(context.clock()))
        throw new VanthuError("INVALID", {
          message: "Ngày kết thúc phải từ ngày bắt đầu hồ sơ đến hôm nay.",
          where: "endedOn",
        });
      const handed = isHandedOver(parseRetention(dossier.retention));
      return changed(
        actor,
        dossier,
        {
          state: "closed",
          startedOn,
          endedOn,
          ...(handed ? { handOverBy: handOverDay(endedOn, dossier.kind) } : {}),
        },
        "close",
        endedOn,
      );
    },

    async reopen(actor, id, rev, reason) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "reopen");
      requireReason(reason);
      const view = await changed(
        actor,
        dossier,
        { state: "open", endedOn: undefined, handOverBy: undefined, keptBack: undefined },
        "reopen",
        reason,
      );
      await settleDue(context, dossier);
      return view;
    },

    async setAccess(actor, id, rev, access) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "access");
      const [people, units] = await Promise.all([
        context.access.people(actor.organisationId),
        context.access.units(actor.organisationId),
      ]);
      const strangers = [
        ...access.people.filter((one) => !people.some((person) => person.id === one)),
        ...access.units.filter((one) => !units.some((unit) => unit.id === one)),
      ];
      if (strangers.length > 0 || access.people.length > 200 || access.units.length > 50)
        throw new VanthuError("INVALID", {
          message: "Có người hoặc đơn vị không thuộc cơ quan, hoặc quá nhiều.",
          where: strangers.join(", ").slice(0, 200),
        });
      const before = dossier.access;
      const after: DossierAccess =
        access.level === "office"
          ? { level: "office", people: [], units: [] }
          : {
              level: "restricted",
              people: [...new Set(access.people)].sort(),
              units: [...new Set(access.units)].sort(),
            };
      if (JSON.stringify(before) === JSON.stringify(after)) return viewOf(context, actor, dossier);
      const { change, told } = await rightsChanged(context, actor, namedDossier(dossier), {
        before,
        concerned: [dossier.maker.personId, ...before.people, ...after.people],
        earlier: dossier.accessChange,
        at: context.clock(),
      });
      const view = await changed(
        actor,
        dossier,
        { access: after, accessChange: change },
        "access",
        after.level === "office" ? "cả cơ quan" : "giới hạn người xem",
        [...told, waitingOperation({ ...dossier, accessChange: change })],
      );
      await settleRights(context, actor.organisationId, namedDossier(dossier), dossier.accessChange);
      return view;
    },

    async transfer(actor, id, rev, makerId) {
      allow(actor, "dossier.keep");
      const dossier = await readAt(context, actor, id, rev);
      requireAction(actor, dossier, "transfer");
      const person = await context.access.person(actor.organisationId, makerId);
      if (person.disabled === true)
        throw new VanthuError("INVALID", {
          message: "Tài khoản của người nhận hồ sơ đã ngừng dùng.",
          where: "makerId",
        });
      requireMakerName(person.name);
      const at = context.clock();
      const told = await tellOperations(
        records,
        actor.organisationId,
        person.id === actor.personId ? [] : [{ personId: person.id }],
        {
          key: `dossier-transfer/${id}/${at.toISOString()}`,
          kind: "dossier-transferred",
          text: `${actor.name} bàn giao cho bạn hồ sơ ${dossier.code.notation} năm ${dossier.code.year}.`,
          href: `/ho-so/${id}`,
          subject: id,
        },
        at,
      );
      return changed(
        actor,
        dossier,
        { maker: { personId: person.id, name: person.name } },
        "transfer",
        `${dossier.maker.name} → ${person.name}`,
        told,
      );
    },
  };
}

async function opened(context: OfficeContext, actor: Actor, input: DossierInput): Promise<Dossier> {
  const organisation = await context.access.organisation(actor.organisationId);
  const list = await readList(context, actor, input.year);
  const foreseen = listItems(list).find(({ item }) => item.notation === input.notation);
  const usable = list.state === "approved" ? foreseen : undefined;
  const title = input.title ?? usable?.item.title;
  const retention = input.retention ?? usable?.item.retention;
  if (title === undefined || retention === undefined)
    throw new VanthuError("INVALID", {
      message:
        foreseen === undefined
          ? "Hồ sơ không có trong danh mục: ghi tiêu đề và thời hạn bảo quản."
          : `Danh mục hồ sơ năm ${input.year} chưa được phê duyệt.`,
      where: title === undefined ? "title" : "retention",
      hint: "NĐ 30/2020/NĐ-CP Điều 29 khoản 2 điểm c.",
    });
  const makerId = input.makerId ?? usable?.item.maker.personId ?? actor.personId;
  const maker =
    makerId === actor.personId ? actor.name : (await context.access.person(actor.organisationId, makerId)).name;
  const code = { organId: organisation.code, year: input.year, notation: input.notation };
  checkDossierCode(code);
  const now = context.clock();
  const unit = input.unit ?? usable?.heading.title;
  const dossier = checked({
    id: `${input.year}-${timeOrderedId(now)}`,
    organisationId: actor.organisationId,
    code,
    title,
    retention,
    rights: input.rights ?? "Công khai",
    maker: { personId: makerId, name: maker },
    ...(unit === undefined ? {} : { unit }),
    language: input.language ?? "Tiếng Việt",
    startedOn: input.startedOn ?? vietnamDate(now),
    ...(input.note === undefined ? {} : { note: input.note }),
    ...(input.keywords === undefined ? {} : { keywords: input.keywords }),
    kind: input.kind ?? "other",
    access: { level: "office", people: [], units: [] },
    state: "open",
    documents: 0,
    pages: 0,
    files: 0,
    createdAt: now.toISOString(),
    history: [eventOf(context, actor, "open")],
  });
  requireMakerName(maker);
  return dossier;
}

function requireMakerName(name: string): void {
  if ([...name].length <= NAME_LENGTH) return;
  throw new VanthuError("METADATA_LENGTH", {
    message: `Tên người lập hồ sơ dài quá ${NAME_LENGTH} ký tự.`,
    where: "maker",
  });
}

/** @throws METADATA_LENGTH, DOSSIER_RETENTION, INVALID */
function checked<T extends Dossier>(dossier: T): T {
  for (const [where, most] of Object.entries(LENGTHS)) {
    const value = dossier[where as keyof typeof LENGTHS] ?? "";
    if ([...value].length > most || (where === "title" && value.trim() === ""))
      throw new VanthuError("METADATA_LENGTH", {
        message: where === "title" ? `Tiêu đề hồ sơ phải có, dài nhất ${most} ký tự.` : `Dài quá ${most} ký tự.`,
        where,
        hint: "NĐ 30/2020/NĐ-CP Phụ lục VI Phần II mục III.",
      });
  }
  if (!isIsoDay(dossier.startedOn))
    throw new VanthuError("INVALID", { message: "Ngày bắt đầu hồ sơ không đúng.", where: "startedOn" });
  return { ...dossier, retention: retentionText(parseRetention(dossier.retention)) };
}

function picked(dossier: Dossier): Required<Pick<DossierChange, "title" | "retention">> & DossierChange {
  const { title, retention, rights, language, startedOn, note, keywords, kind, unit } = dossier;
  return { title, retention, rights, language, startedOn, note, keywords, kind, unit };
}

/** @throws INVALID */
export function requireReason(reason: string): void {
  if (reason.trim() !== "" && reason.length <= 500) return;
  throw new VanthuError("INVALID", { message: "Ghi lý do (tối đa 500 ký tự).", where: "reason" });
}

function taken({ code }: Pick<Dossier, "code">): VanthuError {
  return new VanthuError("ALREADY_EXISTS", {
    message: `Hồ sơ số ${code.notation} năm ${code.year} đã được mở.`,
    where: code.notation,
    hint: "Mở hồ sơ đã có, hoặc dùng số khác.",
  });
}
