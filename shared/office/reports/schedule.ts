import { type Actor, allow, may } from "../../access/index.ts";
import { addDays } from "../../calendar/index.ts";
import { type Fault, isVanthuError, VanthuError } from "../../errors/index.ts";
import { isIsoDate } from "../../format/index.ts";
import { periodCode } from "../../reports/index.ts";
import type { StoredItem } from "../../storage/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { ruleFaults } from "../settings.ts";
import { draftedReports, type Failure, type Run, readRuns } from "./runs.ts";
import type {
  ReportSchedule,
  ReportScheduleDesk,
  ReportScheduleInput,
  ReportScheduleView,
  ScheduledWindow,
} from "./schedule-model.ts";
import { officeWindows, rulesInForce, windowsOfSchedule } from "./windows.ts";

const KINDS: ReportSchedule["kind"][] = ["month", "quarter", "six-months", "nine-months", "year"];
/** No schedule begins before it: each window since the beginning is counted. */
const EARLIEST = "2000-01-01";
/** Lists show so many windows of a schedule; the others are read on its own page. */
const WINDOWS_SHOWN = 60;

/** Report schedules of the actor's own organisation. */
export function reportScheduleDesk(context: OfficeContext): ReportScheduleDesk {
  const { records } = context.storage;

  async function views(actor: Actor, items: StoredItem<ReportSchedule>[]): Promise<ReportScheduleView[]> {
    const { organisationId } = actor;
    const [runs, programmes, people, windows] = await Promise.all([
      readRuns(records, organisationId),
      context.programmes.list(organisationId),
      context.access.people(organisationId),
      officeWindows(context, organisationId),
    ]);
    const today = vietnamDate(context.clock());
    const shown = items.map(({ data, rev }) => {
      const inForce = rulesInForce(data, windows);
      const taken = runs.get(data.id) ?? new Map<string, Run | Failure>();
      const told = windowsOfSchedule(data, windows.window(inForce.rule), today, taken);
      return {
        ...data,
        rev,
        programme: programmes.find((one) => one.id === data.programmeId)?.title ?? data.programmeId,
        responsibleName: people.find((one) => one.id === data.responsible)?.name ?? "",
        inForce,
        windows: told.reverse().slice(0, WINDOWS_SHOWN),
      };
    });
    return Promise.all(shown.map(async (view) => ({ ...view, windows: await withLateDrafts(view) })));
  }

  /** A missed window that somebody drafted later by hand is missed no more. */
  async function withLateDrafts(view: ReportScheduleView): Promise<ScheduledWindow[]> {
    const undone = view.windows.filter((one) => one.state === "missed" || one.state === "failed");
    if (undone.length === 0) return view.windows;
    const late = await draftedReports(records, view, undone);
    return view.windows.map((one) => {
      const documentId = undone.includes(one) ? late.get(periodCode(one.period)) : undefined;
      if (documentId === undefined) return one;
      const { reason: _reason, at: _at, ...rest } = one;
      return { ...rest, state: "drafted", documentId };
    });
  }

  async function stored(actor: Actor, id: string): Promise<StoredItem<ReportSchedule>> {
    const item = await records.get<ReportSchedule>(schedulesOf(actor.organisationId), id);
    if (item === undefined) throw new VanthuError("NOT_FOUND", { message: "Không có lịch báo cáo này.", where: id });
    return item;
  }

  const desk: ReportScheduleDesk = {
    async list(actor) {
      allow(actor, "programme.read");
      const all = await views(actor, await readSchedules(context, actor.organisationId));
      return all.sort((a, b) => a.programme.localeCompare(b.programme, "vi") || order(a) - order(b));
    },

    async get(actor, id) {
      allow(actor, "programme.read");
      return (await views(actor, [await stored(actor, id)]))[0]!;
    },

    async save(actor, rev, input) {
      allow(actor, "programme.edit");
      const today = vietnamDate(context.clock());
      const schedule = await checked(context, actor, input, today);
      const pk = schedulesOf(actor.organisationId);
      const before = await records.get<ReportSchedule>(pk, schedule.id);
      if (rev === 0 && before !== undefined) {
        throw new VanthuError("ALREADY_EXISTS", {
          message: "Chương trình này đã có lịch báo cáo cho loại kỳ đó.",
          where: "kind",
          hint: "Mở lịch đã có để sửa, hoặc chọn loại kỳ khác.",
        });
      }
      if (rev !== 0 && before?.rev !== rev) throw changedByAnother(schedule.id);
      // What closed while it was switched off was nobody's to draft.
      const resumed = before !== undefined && !before.data.enabled && schedule.enabled;
      const since = resumed && schedule.since === before.data.since && schedule.since < today ? today : schedule.since;
      const data: ReportSchedule = { ...schedule, since };
      try {
        await context.access.commitAudited(
          [
            before === undefined
              ? { op: "insert", pk, sk: data.id, data }
              : { op: "update", pk, sk: data.id, rev: before.rev, data },
          ],
          event(actor, before === undefined ? "report-schedule.create" : "report-schedule.change", data.id),
        );
      } catch (error) {
        if (isVanthuError(error) && error.code === "CONFLICT") throw changedByAnother(data.id);
        throw error;
      }
      return desk.get(actor, data.id);
    },

    async remove(actor, id, rev) {
      allow(actor, "programme.edit");
      const item = await stored(actor, id);
      if (item.rev !== rev) throw changedByAnother(id);
      await context.access.commitAudited(
        [{ op: "remove", pk: item.pk, sk: item.sk, rev }],
        event(actor, "report-schedule.remove", id),
      );
    },
  };

  const event = (actor: Actor, action: string, subject: string) => ({
    organisationId: actor.organisationId,
    actor: { personId: actor.personId, name: actor.name },
    at: context.clock().toISOString(),
    action,
    subject,
  });

  return desk;
}

/** Schedules of an organisation as stored. */
export async function readSchedules(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
): Promise<StoredItem<ReportSchedule>[]> {
  return (await context.storage.records.query<ReportSchedule>(schedulesOf(organisationId))).items;
}

/** The window rule of its own that a programme's schedule for this kind of period has; undefined where there is none. */
export async function ruleOfSchedule(
  context: Pick<OfficeContext, "storage">,
  organisationId: string,
  programmeId: string,
  kind: ReportSchedule["kind"],
): Promise<ReportSchedule["rule"]> {
  const id = scheduleId(kind, programmeId);
  return (await context.storage.records.get<ReportSchedule>(schedulesOf(organisationId), id))?.data.rule;
}

function scheduleId(kind: ReportSchedule["kind"], programmeId: string): string {
  return `${kind}.${programmeId}`;
}

function schedulesOf(organisationId: string): string {
  return `org/${organisationId}/report-schedules`;
}

function order(schedule: ReportSchedule): number {
  return KINDS.indexOf(schedule.kind);
}

/** A schedule as typed, checked against programmes and people of the organisation; every fault is named. */
async function checked(
  context: OfficeContext,
  actor: Actor,
  input: ReportScheduleInput,
  today: string,
): Promise<ReportSchedule> {
  const faults: Fault[] = [];
  const wrong = (where: string, message: string) => faults.push({ code: "INVALID", where, message });
  const [programmes, people] = await Promise.all([
    context.programmes.list(actor.organisationId),
    context.access.people(actor.organisationId),
  ]);
  if (!programmes.some((one) => one.id === input.programmeId))
    wrong("programmeId", "Chọn một chương trình nhiệm vụ của cơ quan.");
  if (!KINDS.includes(input.kind)) wrong("kind", "Chọn loại kỳ báo cáo: tháng, quý, 6 tháng, 9 tháng hoặc năm.");
  if (!/^[^\s:]{1,60}$/u.test(input.notation))
    wrong("notation", "Ký hiệu không được để trống, không có dấu cách, không quá 60 ký tự (ví dụ BC-UBND).");
  const recipients = lines(input.recipients);
  if (recipients.length === 0 || recipients.length > 100 || recipients.some((one) => one.length > 500))
    wrong("recipients", "Nơi nhận có từ 1 đến 100 dòng, mỗi dòng không quá 500 ký tự.");
  const authority = lines(input.signature.authority);
  if (authority.length > 10 || authority.some((one) => one.length > 200))
    wrong("signature.authority", "Thẩm quyền ký không quá 10 dòng, mỗi dòng không quá 200 ký tự.");
  const position = input.signature.position.trim();
  const name = input.signature.name.trim();
  if (position === "" || position.length > 200)
    wrong("signature.position", "Ghi chức vụ người ký, không quá 200 ký tự.");
  if (name === "" || name.length > 200) wrong("signature.name", "Ghi họ tên người ký, không quá 200 ký tự.");
  const responsible = people.find((one) => one.id === input.responsible);
  if (responsible === undefined || responsible.disabled)
    wrong("responsible", "Chọn người phụ trách đang làm việc tại cơ quan.");
  else if (!may({ ...actor, roles: responsible.roles }, "document.draft"))
    wrong("responsible", "Người phụ trách cần có quyền soạn văn bản.");
  const since = input.since ?? today;
  if (!isIsoDate(since) || since < EARLIEST || since > addDays(today, 3660))
    wrong("since", "Ngày bắt đầu phải là ngày có thật, từ năm 2000, không quá 10 năm sau hôm nay.");
  if (input.rule !== undefined) faults.push(...ruleFaults(input.rule));
  if (faults.length > 0) {
    throw new VanthuError("INVALID", {
      message: `Lịch báo cáo có ${faults.length} lỗi: ${faults[0]!.message}`,
      where: faults[0]!.where!,
      hint: "Sửa các trường được nêu rồi lưu lại.",
      faults,
    });
  }
  return {
    id: scheduleId(input.kind, input.programmeId),
    organisationId: actor.organisationId,
    programmeId: input.programmeId,
    kind: input.kind,
    notation: input.notation,
    recipients,
    signature: { authority, position, name },
    responsible: input.responsible,
    ...(input.rule === undefined ? {} : { rule: input.rule }),
    enabled: input.enabled,
    since,
  };
}

function lines(texts: string[]): string[] {
  return texts.map((one) => one.trim()).filter((one) => one !== "");
}

function changedByAnother(id: string): VanthuError {
  return new VanthuError("CONFLICT", {
    message: "Lịch báo cáo đã được người khác thay đổi.",
    where: id,
    hint: "Tải lại trang để xem lịch mới rồi làm lại.",
  });
}
