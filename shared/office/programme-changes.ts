import { type Actor, allow } from "../access/index.ts";
import { openCalendar, type WorkingCalendar } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import {
  addGroup,
  addTask,
  completeTask,
  editGroup,
  editTask,
  extendTask,
  moveTask,
  type Programme,
  type ProgrammeChange,
  removeGroup,
  removeTask,
  reopenTask,
  reportProgress,
  setTargetActual,
} from "../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "./context.ts";
import type { ChangeReason, ProgrammeDesk } from "./programme-model.ts";

/** Longest reason and basis of a change, in characters. */
const REASON_LENGTH = 2000;

/** Changes of one thing of a programme, each one commit on the revision that the person saw. */
type ProgrammeChanges = Pick<
  ProgrammeDesk,
  | "addTask"
  | "saveTask"
  | "removeTask"
  | "moveTask"
  | "completeTask"
  | "reopenTask"
  | "extendTask"
  | "reportProgress"
  | "setTargetActual"
  | "addGroup"
  | "saveGroup"
  | "removeGroup"
>;

/** The part of the desk that changes one thing at a time. */
export function programmeChanges({ programmes, clock, storage }: OfficeContext): ProgrammeChanges {
  /** `edit` is made on the revision that was seen; what others changed since is merged or refused by the store. */
  async function change(
    actor: Actor,
    id: string,
    revision: number,
    reason: ChangeReason,
    why: (seen: Programme) => string,
    edit: (seen: Programme, today: string, calendar: WorkingCalendar) => Programme,
  ): Promise<Programme> {
    allow(actor, "programme.edit");
    const [seen, calendar] = await Promise.all([
      programmes.get(actor.organisationId, id, revision),
      openCalendar(storage.records).working(actor.organisationId),
    ]);
    const edited = edit(seen, vietnamDate(clock()), calendar);
    return programmes.commit(edited, changeBy(actor, reason, why(seen)));
  }

  /** "nhiệm vụ 12" */
  const task = (programme: Programme, taskId: string) =>
    `nhiệm vụ ${programme.tasks.find((one) => one.id === taskId)?.number ?? ""}`.trim();
  const group = (programme: Programme, groupId: string) =>
    `nhóm nhiệm vụ ${programme.groups.find((one) => one.id === groupId)?.number ?? ""}`.trim();

  return {
    addTask: (actor, id, revision, input, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        () => `Bổ sung nhiệm vụ ${input.number ?? ""}`.trim(),
        (seen, _today, calendar) => addTask(seen, input, calendar),
      ),

    saveTask: (actor, id, revision, taskId, edit, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Sửa ${task(seen, taskId)}`,
        (seen, today, calendar) => editTask(seen, taskId, edit, today, calendar),
      ),

    removeTask: (actor, id, revision, taskId, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Đưa ${task(seen, taskId)} ra khỏi chương trình`,
        (seen) => removeTask(seen, taskId),
      ),

    moveTask: (actor, id, revision, taskId, to, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Chuyển vị trí ${task(seen, taskId)}`,
        (seen) => moveTask(seen, taskId, to),
      ),

    completeTask: (actor, id, revision, taskId, on, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Hoàn thành ${task(seen, taskId)}`,
        (seen, today) => completeTask(seen, taskId, on, today),
      ),

    reopenTask: (actor, id, revision, taskId, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Mở lại ${task(seen, taskId)}`,
        (seen) => reopenTask(seen, taskId),
      ),

    extendTask: (actor, id, revision, taskId, deadline, reason) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Gia hạn ${task(seen, taskId)}`,
        (seen, _today, calendar) => extendTask(seen, taskId, deadline, reason.basis, calendar),
      ),

    reportProgress: (actor, id, revision, taskId, progress, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Báo cáo tiến độ ${task(seen, taskId)}`,
        (seen, today) => reportProgress(seen, taskId, progress, today),
      ),

    setTargetActual: (actor, id, revision, targetId, actual, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        () => "Cập nhật kết quả chỉ tiêu",
        (seen, today) => setTargetActual(seen, targetId, actual, today),
      ),

    addGroup: (actor, id, revision, input, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        () => `Bổ sung nhóm nhiệm vụ ${input.number}`.trim(),
        (seen) => addGroup(seen, input),
      ),

    saveGroup: (actor, id, revision, groupId, edit, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Sửa ${group(seen, groupId)}`,
        (seen) => editGroup(seen, groupId, edit),
      ),

    removeGroup: (actor, id, revision, groupId, reason = {}) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Bỏ ${group(seen, groupId)}`,
        (seen) => removeGroup(seen, groupId),
      ),
  };
}

/**
 * A change with who makes it and why; the store keeps both with the revision.
 *
 * @param why what was done, in a few words, where the person gave no reason
 * @throws INVALID for a reason or basis that is too long
 */
export function changeBy(actor: Actor, reason: ChangeReason, why: string): ProgrammeChange {
  const given = { why: reason.why?.trim() ?? "", basis: reason.basis?.trim() ?? "" };
  for (const [field, text] of Object.entries(given)) {
    if (text.length > REASON_LENGTH)
      throw new VanthuError("INVALID", {
        message: `${field === "why" ? "Lý do" : "Căn cứ"} dài ${text.length} ký tự, tối đa ${REASON_LENGTH.toLocaleString("vi")}.`,
        where: field,
      });
  }
  return {
    actor: { personId: actor.personId, name: actor.name },
    why: given.why === "" ? why : given.why,
    ...(given.basis === "" ? {} : { basis: given.basis }),
  };
}
