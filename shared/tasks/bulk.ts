import type { WorkingCalendar } from "../calendar/index.ts";
import { isVanthuError, VanthuError } from "../errors/index.ts";
import { groupOf } from "./edit-checks.ts";
import { editTask } from "./edits.ts";
import { attachFiles } from "./files.ts";
import type { Programme, Task, TaskFile } from "./model.ts";
import { completeTask, extendTask, reportProgress } from "./progress.ts";
import { sameValue } from "./same-value.ts";

/** One change of many tasks at once. */
export type BulkChange =
  | { kind: "lead"; leadAgency: string }
  | { kind: "coordinating"; coordinatingAgencies: string }
  /** Another deadline, as words; what it was is kept among the earlier ones as always. */
  | { kind: "deadline"; deadline: string }
  /** A new deadline on the basis of a document, for open tasks. */
  | { kind: "extend"; deadline: string }
  /** To the end of a group, in the order they stand; "": outside all groups. */
  | { kind: "group"; groupId: string }
  /** `on`: ISO date. Evidence and files, where given, become a report of progress of 100 %. */
  | { kind: "complete"; on: string; evidence?: string; files?: readonly TaskFile[] }
  | { kind: "remove" };

/** A task that the change cannot be made on, and why. */
export interface BulkRefusal {
  id: string;
  number: string;
  name: string;
  message: string;
  hint?: string;
}

/** What a change of many tasks comes to. */
export interface BulkOutcome {
  /** With the tasks changed that could be. */
  programme: Programme;
  /** Ids of tasks that differ now, in the order of the programme. */
  changed: string[];
  /** Ids of tasks that were that way already. */
  unchanged: string[];
  refused: BulkRefusal[];
}

/** What a change goes by besides the programme. */
export interface BulkSetting {
  /** ISO date in Vietnam. */
  today: string;
  calendar?: WorkingCalendar;
  /** The document the change rests on; needed for an extension and for taking tasks out. */
  basis: string;
}

/**
 * Makes one change on many tasks; each is judged for itself, by the rules that hold for it alone. Nothing is stored.
 *
 * @throws INVALID when the change itself cannot be made on any task (no basis, no deadline), NOT_FOUND for an unknown group
 */
export function changeTasks(
  programme: Programme,
  ids: readonly string[],
  change: BulkChange,
  setting: BulkSetting,
): BulkOutcome {
  checkChange(programme, change, setting);
  const wanted = new Set(ids);
  const known = new Set<string>();
  const changed: string[] = [];
  const unchanged: string[] = [];
  const refused: BulkRefusal[] = [];
  const made = new Map<string, Task>();
  for (const task of programme.tasks) {
    if (!wanted.has(task.id)) continue;
    known.add(task.id);
    try {
      const result = change.kind === "remove" ? undefined : changeOne(programme, task, change, setting);
      const same = result !== undefined && sameValue(result, task);
      (same ? unchanged : changed).push(task.id);
      if (!same && result !== undefined) made.set(task.id, result);
    } catch (error) {
      if (!isVanthuError(error) || error.status >= 500) throw error;
      const { id, number, name } = task;
      const { message, hint } = error;
      refused.push({ id, number, name, message, ...(hint === undefined ? {} : { hint }) });
    }
  }
  for (const id of wanted)
    if (!known.has(id))
      refused.push({ id, number: "", name: "", message: "Không có nhiệm vụ này trong chương trình." });
  return {
    programme: { ...programme, tasks: listOf(programme, change, made, new Set(changed)) },
    changed,
    unchanged,
    refused,
  };
}

/** One task by the rules of its own form, in a programme that has only it: the others cost nothing. */
function changeOne(
  programme: Programme,
  task: Task,
  change: BulkChange,
  { today, calendar, basis }: BulkSetting,
): Task {
  const alone: Programme = { ...programme, tasks: [task] };
  const edited = (): Programme => {
    switch (change.kind) {
      case "lead":
        return editTask(alone, task.id, { leadAgency: change.leadAgency }, today, calendar);
      case "coordinating":
        return editTask(alone, task.id, { coordinatingAgencies: change.coordinatingAgencies }, today, calendar);
      case "deadline":
        return editTask(alone, task.id, { deadline: change.deadline }, today, calendar);
      case "extend":
        return extendTask(alone, task.id, change.deadline, basis, calendar);
      case "group":
        return editTask(alone, task.id, { groupId: change.groupId }, today, calendar);
      case "complete":
        return completed(alone, task, change, today);
      case "remove":
        return alone;
    }
  };
  return edited().tasks[0]!;
}

function completed(
  alone: Programme,
  task: Task,
  { on, evidence = "", files = [] }: Extract<BulkChange, { kind: "complete" }>,
  today: string,
): Programme {
  if (task.completedOn !== undefined && task.completedOn !== on)
    throw new VanthuError("INVALID", {
      message: "Nhiệm vụ đã được ghi hoàn thành ngày khác.",
      where: "completedOn",
      hint: "Mở lại nhiệm vụ trước nếu ngày hoàn thành ghi sai.",
    });
  let next = completeTask(alone, task.id, on, today);
  if (evidence.trim() !== "" || files.length > 0) {
    const { result = "", difficulties = "", proposals = "", evidence: before = "" } = task.progress ?? {};
    const proof = evidence.trim() === "" ? before : evidence;
    next = reportProgress(next, task.id, { percent: 100, on, result, evidence: proof, difficulties, proposals }, today);
  }
  return files.length === 0 ? next : attachFiles(next, task.id, files);
}

/** The list with the changed tasks in it; those that go to another group come last there, and none is where it was taken out. */
function listOf(
  programme: Programme,
  change: BulkChange,
  made: ReadonlyMap<string, Task>,
  changed: ReadonlySet<string>,
): Task[] {
  if (change.kind === "remove") return programme.tasks.filter(({ id }) => !changed.has(id));
  if (change.kind !== "group") return programme.tasks.map((task) => made.get(task.id) ?? task);
  const staying = programme.tasks.filter(({ id }) => !made.has(id));
  const moving = [...made.values()];
  const groupId = change.groupId === "" ? undefined : change.groupId;
  const last = staying.findLastIndex((task) => task.groupId === groupId);
  if (last >= 0) return staying.toSpliced(last + 1, 0, ...moving);
  const order = new Map(programme.groups.map(({ id }, index) => [id, index]));
  const rank = (id: string | undefined) => (id === undefined ? -1 : (order.get(id) ?? Number.MAX_SAFE_INTEGER));
  const behind = staying.findLastIndex((task) => rank(task.groupId) < rank(groupId));
  return staying.toSpliced(behind + 1, 0, ...moving);
}

function checkChange(programme: Programme, change: BulkChange, { basis }: BulkSetting): void {
  const fault = (where: string, message: string, hint?: string) =>
    new VanthuError("INVALID", { message, where, ...(hint === undefined ? {} : { hint }) });
  if (change.kind === "lead" && change.leadAgency.trim() === "")
    throw fault("leadAgency", "Cơ quan chủ trì không được để trống.");
  if ((change.kind === "deadline" || change.kind === "extend") && change.deadline.trim() === "")
    throw fault("deadline", "Thời hạn mới không được để trống.");
  if ((change.kind === "extend" || change.kind === "remove") && basis.trim() === "")
    throw fault(
      "basis",
      change.kind === "extend"
        ? "Gia hạn cần ghi văn bản cho phép."
        : "Đưa nhiệm vụ ra khỏi chương trình hàng loạt cần ghi văn bản làm căn cứ.",
      "Ví dụ: Công văn số 88/UBND-KGVX ngày 12/10/2026.",
    );
  if (change.kind === "group" && change.groupId !== "") groupOf(programme, change.groupId);
}
