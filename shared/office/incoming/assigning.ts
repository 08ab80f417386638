import { type Actor, allow } from "../../access/index.ts";
import { isIsoDay, openCalendar, vietnameseDay } from "../../calendar/index.ts";
import { VanthuError } from "../../errors/index.ts";
import type { IncomingRecord } from "../../exchange/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { answerSymbolsOf } from "./answer-links.ts";
import { changeHandling } from "./handling-change.ts";
import { assigneesText, isAssignedTo, isOf, LIMITS, labelOf } from "./handling-records.ts";
import type { Assignment, AssignmentInput, Handling, IncomingDesk, Opinion } from "./model.ts";
import { progressOf } from "./progress.ts";
import { answersOf, refuseWhileRecalled } from "./reading.ts";
import { assigneeOf, headsUnit, keyOf, peopleOf, staffOf, unitsOf } from "./staff.ts";

/** From accepted to finished: who deals with it, by when, what they say of it (NĐ30 Điều 23 and 24). */
export function assigningDesk(
  context: OfficeContext,
): Pick<
  IncomingDesk,
  "assignees" | "assign" | "assignWithinUnit" | "comment" | "start" | "finish" | "reopen" | "setDossier"
> {
  return {
    async assignees(actor) {
      allow(actor, "incoming.read");
      const { people, units, today } = await staffOf(context, actor.organisationId);
      return {
        people: people.map((one) => ({
          id: one.id,
          name: one.name,
          position: one.position,
          units: unitsOf(one, today),
        })),
        units: units.map(({ id, name }) => ({ id, name })),
      };
    },

    async assign(actor, id, rev, input) {
      allow(actor, "incoming.assign");
      const staff = await staffOf(context, actor.organisationId);
      return changeHandling(context, actor, id, rev, async (record, before) => {
        requireOpen(record, before, ["unassigned", "working"]);
        const at = context.clock().toISOString();
        const by = { personId: actor.personId, name: actor.name };
        const lead = assigneeOf(staff, input.lead);
        const dueOn = await deadline(context, actor, record, before, input);
        const helpers = (input.with ?? []).map((one, index): Assignment => {
          const own =
            one.dueOn === undefined || one.dueOn === ""
              ? undefined
              : checkedDay(one.dueOn, `with[${index}].dueOn`, staff.today);
          return { to: assigneeOf(staff, one), part: "with", ...(own === undefined ? {} : { dueOn: own }), at, by };
        });
        const keys = new Set([keyOf(lead)]);
        const assignments: Assignment[] = [
          { to: lead, part: "lead", ...(dueOn === undefined ? {} : { dueOn }), at, by },
        ];
        for (const one of helpers) {
          if (!keys.has(keyOf(one.to))) assignments.push(one);
          keys.add(keyOf(one.to));
        }
        if (assignments.length > LIMITS.assignees)
          throw new VanthuError("INVALID", {
            message: `Giao tối đa ${LIMITS.assignees} đơn vị, cá nhân.`,
            where: "with",
          });
        const opinion: Opinion = {
          kind: actor.roles.includes("leader") || input.onBehalfOf !== undefined ? "leader" : "clerk",
          at,
          personId: actor.personId,
          person: input.onBehalfOf?.trim() || actor.name,
          text: checkedText(input.opinion ?? "", "opinion", false),
          lead: lead.name,
          ...(assignments.length > 1 ? { with: assignments.slice(1).map(({ to }) => to.name) } : {}),
          ...(dueOn === undefined ? {} : { dueOn }),
        };
        const again = before.assignments.length > 0;
        const { dueOn: _replaced, ...rest } = before;
        const handling = withOpinion({ ...rest, ...(dueOn === undefined ? {} : { dueOn }), assignments }, opinion);
        const text = assigneesText(handling);
        return {
          handling,
          status: { code: "04", description: `Giao ${lead.name} chủ trì giải quyết` },
          register: { assignee: text, assignedOn: staff.today },
          audit: {
            action: again ? "incoming.reassign" : "incoming.assign",
            details: { lead: lead.name, ...(dueOn === undefined ? {} : { dueOn }) },
          },
          tell: {
            key: `incoming-assigned/${id}/${handling.opinions.length}`,
            people: peopleOf(staff, assignments).filter((one) => one !== actor.personId),
            text: `Văn bản đến được giao giải quyết${dueOn === undefined ? "" : `, hạn ${vietnameseDay(dueOn)}`}: ${labelOf(record)}. Chủ trì: ${lead.name}.`,
          },
          open: true,
        };
      });
    },

    async assignWithinUnit(actor, id, rev, input) {
      allow(actor, "incoming.process");
      const staff = await staffOf(context, actor.organisationId);
      return changeHandling(context, actor, id, rev, async (record, before) => {
        requireOpen(record, before, ["working"]);
        // Whoever belongs to several of the units hands on for the one they head.
        const own = before.assignments.find(
          ({ to }) => "unitId" in to && isOf(actor, to) && headsUnit(staff, actor, to.unitId),
        );
        if (own === undefined || !("unitId" in own.to))
          throw new VanthuError("FORBIDDEN", {
            message: "Chỉ lãnh đạo của đơn vị được giao mới giao tiếp cho người trong đơn vị.",
            where: "incoming.process",
            hint: "Người có chức vụ lãnh đạo trong đơn vị đó thực hiện, hoặc văn thư phân phối lại.",
          });
        const { unitId, name: unit } = own.to;
        const at = context.clock().toISOString();
        const dueOn =
          input.dueOn === undefined || input.dueOn === "" ? undefined : checkedDay(input.dueOn, "dueOn", staff.today);
        if (dueOn !== undefined && before.dueOn !== undefined && dueOn > before.dueOn)
          throw new VanthuError("INVALID", {
            message: `Thời hạn của cá nhân sau thời hạn của văn bản (${vietnameseDay(before.dueOn)}).`,
            where: "dueOn",
          });
        const chosen = [...new Set(input.people)].map((personId, index) => {
          const person = staff.people.find((one) => one.id === personId && unitsOf(one, staff.today).includes(unitId));
          if (person === undefined)
            throw new VanthuError("INVALID", {
              message: "Người được chọn không thuộc đơn vị.",
              where: `people[${index}]`,
            });
          return person;
        });
        if (chosen.length === 0)
          throw new VanthuError("INVALID", { message: "Chưa chọn người giải quyết.", where: "people" });
        const assignments = [
          ...before.assignments.filter((one) => one.withinUnit !== unitId),
          ...chosen.map(
            (person): Assignment => ({
              to: { personId: person.id, name: person.name },
              part: own.part,
              withinUnit: unitId,
              ...(dueOn === undefined ? {} : { dueOn }),
              at,
              by: { personId: actor.personId, name: actor.name },
            }),
          ),
        ];
        if (assignments.length > LIMITS.assignees)
          throw new VanthuError("INVALID", {
            message: `Giao tối đa ${LIMITS.assignees} đơn vị, cá nhân.`,
            where: "people",
            hint: "Chọn ít người hơn.",
          });
        const handling = withOpinion(
          { ...before, assignments },
          {
            kind: "unit",
            at,
            personId: actor.personId,
            person: `${actor.name}, ${unit}`,
            text: checkedText(input.opinion ?? "", "opinion", false),
            lead: chosen.map(({ name }) => name).join("; "),
            ...(dueOn === undefined ? {} : { dueOn }),
          },
        );
        return {
          handling,
          register: { assignee: assigneesText(handling) },
          audit: { action: "incoming.assign", details: { unit, people: chosen.map(({ name }) => name).join("; ") } },
          tell: {
            key: `incoming-assigned/${id}/${handling.opinions.length}`,
            people: chosen.map((one) => one.id).filter((one) => one !== actor.personId),
            text: `${unit} giao giải quyết văn bản đến${dueOn === undefined ? "" : `, hạn ${vietnameseDay(dueOn)}`}: ${labelOf(record)}.`,
          },
          open: true,
        };
      });
    },

    async comment(actor, id, rev, text) {
      allow(actor, "incoming.process");
      return changeHandling(context, actor, id, rev, async (record, before) => {
        requireOpen(record, before, ["unassigned", "working"]);
        const handler = isAssignedTo(actor, before);
        if (!handler && !actor.roles.includes("leader")) throw notTheirs();
        const at = context.clock().toISOString();
        const { personId, name: person } = actor;
        const kind = handler ? "proposal" : "leader";
        const handling = withOpinion(before, { kind, at, personId, person, text: checkedText(text, "text", true) });
        return {
          handling: handler && before.startedAt === undefined ? { ...handling, startedAt: at } : handling,
          ...(handler ? { status: { code: "05" as const, description: `${actor.name} đang giải quyết` } } : {}),
          audit: { action: "incoming.comment", details: { kind } },
          open: true,
        };
      });
    },

    async start(actor, id, rev) {
      allow(actor, "incoming.process");
      return changeHandling(context, actor, id, rev, async (record, before) => {
        requireOpen(record, before, ["working"]);
        if (!isAssignedTo(actor, before)) throw notTheirs();
        return {
          handling: { ...before, startedAt: before.startedAt ?? context.clock().toISOString() },
          status: { code: "05", description: `${actor.name} đang giải quyết` },
          audit: { action: "incoming.start" },
          open: true,
        };
      });
    },

    async finish(actor, id, rev, result) {
      allow(actor, "incoming.process");
      return changeHandling(context, actor, id, rev, async (record, before) => {
        requireOpen(record, before, ["unassigned", "working"]);
        if (!isAssignedTo(actor, before) && !actor.roles.some((role) => role === "leader" || role === "clerk"))
          throw notTheirs();
        const note = checkedText(result.note ?? "", "note", false);
        const made = (result.answerSymbol ?? "").normalize("NFC").trim();
        if (made.length > 100)
          throw new VanthuError("INVALID", { message: "Số, ký hiệu quá dài.", where: "answerSymbol" });
        const answered: Handling = { ...before, ...(made === "" ? {} : { answerSymbol: made }) };
        const symbols = answerSymbolsOf(answered, await answersOf(context, actor.organisationId, answered.answers));
        if (symbols === "" && note === "")
          throw new VanthuError("INVALID", {
            message: "Chưa có văn bản trả lời nào được phát hành, cũng chưa ghi kết quả giải quyết.",
            where: "note",
            hint: "Phát hành văn bản trả lời, nhập số và ký hiệu của nó, hoặc ghi kết quả (ví dụ: lưu để biết).",
          });
        const at = context.clock().toISOString();
        const text = [symbols === "" ? "" : `Đã trả lời bằng văn bản số ${symbols}.`, note]
          .filter((one) => one !== "")
          .join(" ");
        const { personId, name: person } = actor;
        return {
          handling: {
            ...withOpinion(answered, { kind: "result", at, personId, person, text }),
            finished: { at, personId, person, note: text },
          },
          status: { code: "06", description: text.slice(0, 900) },
          register: { note: text.slice(0, 500) },
          audit: { action: "incoming.finish", ...(symbols === "" ? {} : { details: { answer: symbols } }) },
          open: false,
        };
      });
    },

    async reopen(actor, id, rev, reason) {
      allow(actor, "incoming.assign");
      return changeHandling(context, actor, id, rev, async (record, before) => {
        requireOpen(record, before, ["done"]);
        const { finished: _ended, ...rest } = before;
        const { personId, name: person } = actor;
        const at = context.clock().toISOString();
        const text = checkedText(reason, "reason", true);
        return {
          handling: withOpinion(rest, { kind: "reopened", at, personId, person, text }),
          register: { note: "" },
          audit: { action: "incoming.reopen", details: { reason: text.slice(0, 200) } },
          open: true,
        };
      });
    },

    async setDossier(actor, id, rev, dossier) {
      allow(actor, "incoming.process");
      const text = dossier.normalize("NFC").replace(/\s+/g, " ").trim();
      if (text.length > 60)
        throw new VanthuError("INVALID", { message: "Số và ký hiệu hồ sơ quá dài.", where: "dossier" });
      return changeHandling(context, actor, id, rev, async (record, before) => {
        const progress = requireOpen(record, before, ["unassigned", "working", "done"]);
        const { dossier: _before, ...rest } = before;
        return {
          handling: { ...rest, ...(text === "" ? {} : { dossier: text }) },
          audit: { action: "incoming.dossier", details: { dossier: text } },
          open: progress !== "done",
        };
      });
    },
  };
}

/** The document is in one of these states, and its sender does not ask for it back. @throws STATE_FORBIDDEN */
function requireOpen(record: IncomingRecord, handling: Handling, states: ReturnType<typeof progressOf>[]) {
  refuseWhileRecalled(record);
  const progress = progressOf(record, handling);
  if (states.includes(progress)) return progress;
  const why: Partial<Record<typeof progress, string>> = {
    waiting: "Văn bản chưa được tiếp nhận vào sổ.",
    rejected: "Văn bản đã bị từ chối tiếp nhận.",
    unassigned: "Văn bản chưa được phân phối.",
    working: "Văn bản đang được giải quyết.",
    done: "Văn bản đã giải quyết xong.",
    cancelled: "Văn bản đã bị hủy theo yêu cầu thu hồi.",
  };
  throw new VanthuError("STATE_FORBIDDEN", {
    message: why[progress]!,
    where: record.id,
    hint: "Tải lại trang để xem tình hình mới.",
  });
}

function notTheirs(): VanthuError {
  return new VanthuError("FORBIDDEN", {
    message: "Văn bản này không được giao cho bạn.",
    where: "incoming.process",
    hint: "Đề nghị lãnh đạo hoặc văn thư phân phối lại.",
  });
}

function withOpinion(handling: Handling, opinion: Opinion): Handling {
  if (handling.opinions.length >= LIMITS.opinions)
    throw new VanthuError("INVALID", {
      message: `Văn bản đã có ${LIMITS.opinions} ý kiến, không ghi thêm được.`,
      where: "opinion",
    });
  return { ...handling, opinions: [...handling.opinions, opinion] };
}

function checkedText(text: string, where: string, needed: boolean): string {
  const clean = text.normalize("NFC").replaceAll("\r\n", "\n").trim();
  if (clean === "" && needed) throw new VanthuError("INVALID", { message: "Chưa nhập nội dung.", where });
  if (clean.length > LIMITS.opinion)
    throw new VanthuError("INVALID", { message: `Nội dung dài quá ${LIMITS.opinion} ký tự.`, where });
  return clean;
}

function checkedDay(day: string, where: string, today: string): string {
  if (!isIsoDay(day)) throw new VanthuError("INVALID", { message: "Thời hạn không đúng dạng ngày.", where });
  if (day < today) throw new VanthuError("INVALID", { message: "Thời hạn đã qua.", where });
  return day;
}

/** As asked: a day, or so many working days from today; else what held before, else what the sender asks for. */
async function deadline(
  context: OfficeContext,
  actor: Actor,
  record: IncomingRecord,
  before: Handling,
  input: AssignmentInput,
): Promise<string | undefined> {
  const today = vietnamDate(context.clock());
  if (input.dueOn !== undefined && input.dueOn !== "") return checkedDay(input.dueOn, "dueOn", today);
  if (input.workingDays === undefined) return before.dueOn ?? record.dueOn;
  if (!Number.isInteger(input.workingDays) || input.workingDays < 1 || input.workingDays > 250)
    throw new VanthuError("INVALID", { message: "Số ngày làm việc từ 1 đến 250.", where: "workingDays" });
  const calendar = await openCalendar(context.storage.records).working(actor.organisationId);
  return calendar.addWorkingDays(today, input.workingDays);
}
