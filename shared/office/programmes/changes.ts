import { type Actor, allow } from "../../access/index.ts";
import { openCalendar, type WorkingCalendar } from "../../calendar/index.ts";
import {
  addGroup,
  addTask,
  attachFiles,
  completeTask,
  editGroup,
  editTask,
  extendTask,
  moveTask,
  type Programme,
  removeGroup,
  removeTask,
  reopenTask,
  reportProgress,
  setTargetActual,
} from "../../tasks/index.ts";
import { type OfficeContext, vietnamDate } from "../context.ts";
import { type BroughtFile, checkEvidence, keepEvidence } from "../task-table/index.ts";
import { changeBy } from "./change-reason.ts";
import type { ChangeReason, ProgrammeDesk } from "./model.ts";

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
export function programmeChanges(context: OfficeContext): ProgrammeChanges {
  const { programmes, clock, storage } = context;
  /** `edit` is made on the revision that was seen; what others changed since is merged or refused by the store. */
  async function change(
    actor: Actor,
    id: string,
    revision: number,
    reason: ChangeReason,
    why: (seen: Programme) => string,
    edit: (seen: Programme, today: string, calendar: WorkingCalendar) => Programme,
    evidence?: { taskId: string; files: readonly BroughtFile[] },
  ): Promise<Programme> {
    allow(actor, "programme.edit");
    const [seen, calendar] = await Promise.all([
      programmes.get(actor.organisationId, id, revision),
      openCalendar(storage.records).working(actor.organisationId),
    ]);
    const edited = edit(seen, vietnamDate(clock()), calendar);
    if (evidence === undefined || evidence.files.length === 0)
      return programmes.commit(edited, changeBy(actor, reason, why(seen)));
    const brought = await checkEvidence(context, actor, evidence.files);
    const proved = attachFiles(
      edited,
      evidence.taskId,
      brought.map(({ file }) => file),
    );
    await keepEvidence(context, brought);
    return programmes.commit(proved, changeBy(actor, reason, why(seen)), { files: true });
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

    completeTask: (actor, id, revision, taskId, on, reason = {}, files = []) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Hoàn thành ${task(seen, taskId)}`,
        (seen, today) => completeTask(seen, taskId, on, today),
        { taskId, files },
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

    reportProgress: (actor, id, revision, taskId, progress, reason = {}, files = []) =>
      change(
        actor,
        id,
        revision,
        reason,
        (seen) => `Báo cáo tiến độ ${task(seen, taskId)}`,
        (seen, today) => reportProgress(seen, taskId, progress, today),
        { taskId, files },
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
