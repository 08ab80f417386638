import type { WorkingCalendar } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import { nameOf } from "./chunks.ts";
import { parseDeadline } from "./deadline.ts";
import { FieldChecks, groupOf, taskOf, withTask } from "./edit-checks.ts";
import type { Deadline, Programme, Task, TaskGroup } from "./model.ts";

/** A task to be added; what is left out is "". */
export interface TaskInput {
  /** Default: made from what is added, so that adding again what was added already changes nothing. */
  id?: string;
  /** "" or absent: outside all groups. */
  groupId?: string;
  /** Id of the task it stands behind, "" at the head of its group. Absent: the last of its group. */
  after?: string;
  number?: string;
  name: string;
  leadAgency?: string;
  coordinatingAgencies?: string;
  output?: string;
  /** As words, or read already. */
  deadline?: Deadline | string;
  basis?: string;
  note?: string;
  amendmentNote?: string;
}

/** What is to be changed of a task; what is absent stays. */
export interface TaskEdit extends Partial<Pick<Task, (typeof TEXT_FIELDS)[number]>> {
  deadline?: Deadline | string;
  /** "": outside all groups. The place in the list stays; {@link moveTask} changes it. */
  groupId?: string;
  /** ISO date; "" opens the task again. */
  completedOn?: string;
}

const TEXT_FIELDS = [
  "number",
  "name",
  "leadAgency",
  "coordinatingAgencies",
  "output",
  "basis",
  "note",
  "amendmentNote",
] as const;

const TEXT_LABELS: Record<(typeof TEXT_FIELDS)[number], string> = {
  number: "Số thứ tự",
  name: "Tên nhiệm vụ",
  leadAgency: "Cơ quan chủ trì",
  coordinatingAgencies: "Cơ quan phối hợp",
  output: "Sản phẩm",
  basis: "Căn cứ",
  note: "Ghi chú",
  amendmentNote: "Nội dung điều chỉnh",
};

/** The id that a task gets when it is added without one to a revision of a programme. */
export function newTaskId({ id, revision }: Pick<Programme, "id" | "revision">, input: TaskInput): string {
  return `nv-${nameOf(JSON.stringify([id, revision, input]))}`;
}

/**
 * @param calendar counts working days in the deadline; by default the shipped one
 * @throws INVALID, NOT_FOUND for an unknown group or place
 */
export function addTask(programme: Programme, input: TaskInput, calendar?: WorkingCalendar): Programme {
  const { after, deadline = "", id } = input;
  const checks = new FieldChecks();
  const task: Task = {
    id: id ?? newTaskId(programme, input),
    number: "",
    name: "",
    leadAgency: "",
    coordinatingAgencies: "",
    output: "",
    deadline: readDeadline(programme, deadline, calendar),
    basis: "",
    note: "",
    amendmentNote: "",
  };
  for (const field of TEXT_FIELDS) task[field] = input[field] ?? "";
  checkTexts(checks, task);
  if (id !== undefined && (id.trim() === "" || id.length > 100)) checks.fault("id", "Mã nhiệm vụ không hợp lệ.");
  if (programme.tasks.some((one) => one.id === task.id)) checks.fault("id", "Mã nhiệm vụ đã có trong chương trình.");
  checks.done("Nhiệm vụ mới chưa hợp lệ.");
  if (input.groupId !== undefined && input.groupId !== "") task.groupId = groupOf(programme, input.groupId).id;
  return place(programme, task, after);
}

/**
 * @param today ISO date in Vietnam
 * @param calendar counts working days in the deadline; by default the shipped one
 * @throws INVALID, NOT_FOUND
 */
export function editTask(
  programme: Programme,
  taskId: string,
  edit: TaskEdit,
  today: string,
  calendar?: WorkingCalendar,
): Programme {
  const task = { ...taskOf(programme, taskId) };
  const checks = new FieldChecks();
  for (const field of TEXT_FIELDS) if (edit[field] !== undefined) task[field] = edit[field];
  checkTexts(checks, task);
  // The same words keep what they were read as.
  if (edit.deadline !== undefined && edit.deadline !== task.deadline.text)
    task.deadline = readDeadline(programme, edit.deadline, calendar);
  if (edit.completedOn === "") delete task.completedOn;
  else if (edit.completedOn !== undefined && edit.completedOn !== task.completedOn) {
    checks.pastDay("completedOn", edit.completedOn, "Ngày hoàn thành", today);
    task.completedOn = edit.completedOn;
  }
  checks.done("Nhiệm vụ chưa hợp lệ.");
  if (edit.groupId === "") delete task.groupId;
  else if (edit.groupId !== undefined) task.groupId = groupOf(programme, edit.groupId).id;
  return withTask(programme, task);
}

/** @throws NOT_FOUND */
export function removeTask(programme: Programme, taskId: string): Programme {
  taskOf(programme, taskId);
  return { ...programme, tasks: programme.tasks.filter((one) => one.id !== taskId) };
}

/**
 * Puts a task into a group ("" outside all groups; absent: its own) behind a task ("" at the head of the group; absent: last of it).
 *
 * @throws NOT_FOUND, INVALID
 */
export function moveTask(
  programme: Programme,
  taskId: string,
  to: { groupId?: string; after?: string; number?: string },
): Programme {
  const task = { ...taskOf(programme, taskId) };
  if (to.groupId === "") delete task.groupId;
  else if (to.groupId !== undefined) task.groupId = groupOf(programme, to.groupId).id;
  if (to.number !== undefined) task.number = to.number;
  if (to.after === taskId)
    throw new VanthuError("INVALID", { message: "Nhiệm vụ không thể đứng sau chính nó.", where: "after" });
  return place(removeTask(programme, taskId), task, to.after);
}

/** A task that the list does not have, put where it belongs. */
function place(programme: Programme, task: Task, after: string | undefined): Programme {
  const { tasks } = programme;
  let index: number;
  if (after !== undefined && after !== "") {
    const before = taskOf(programme, after);
    if (before.groupId !== task.groupId)
      throw new VanthuError("INVALID", {
        message: "Nhiệm vụ đứng trước không thuộc nhóm được chọn.",
        where: "after",
        hint: "Chọn một nhiệm vụ trong cùng nhóm.",
      });
    index = tasks.indexOf(before) + 1;
  } else {
    const first = tasks.findIndex((one) => one.groupId === task.groupId);
    const last = tasks.findLastIndex((one) => one.groupId === task.groupId);
    index = last < 0 ? afterGroupsBefore(programme, task.groupId) : after === "" ? first : last + 1;
  }
  return { ...programme, tasks: tasks.toSpliced(index, 0, task) };
}

/** Where the first task of an empty group goes: behind the tasks of the groups before it, at the end without a group. */
function afterGroupsBefore({ groups, tasks }: Programme, groupId: string | undefined): number {
  if (groupId === undefined) return tasks.length;
  const before = new Set(
    groups
      .slice(
        0,
        groups.findIndex(({ id }) => id === groupId),
      )
      .map(({ id }) => id),
  );
  return tasks.findLastIndex((one) => one.groupId !== undefined && before.has(one.groupId)) + 1;
}

/** @throws INVALID, NOT_FOUND for the group it is to stand behind */
export function addGroup(
  programme: Programme,
  input: { id?: string; number: string; name: string; after?: string },
): Programme {
  const { number, name, after } = input;
  const id = input.id ?? `nhom-${nameOf(JSON.stringify([programme.id, programme.revision, input]))}`;
  const checks = new FieldChecks();
  checkGroup(checks, { id, number, name });
  if (programme.groups.some((one) => one.id === id)) checks.fault("id", "Mã nhóm đã có trong chương trình.");
  checks.done("Nhóm nhiệm vụ mới chưa hợp lệ.");
  const { groups } = programme;
  const index = after === undefined ? groups.length : after === "" ? 0 : groups.indexOf(groupOf(programme, after)) + 1;
  return { ...programme, groups: groups.toSpliced(index, 0, { id, number, name }) };
}

/** @throws INVALID, NOT_FOUND */
export function editGroup(programme: Programme, groupId: string, edit: Partial<Omit<TaskGroup, "id">>): Programme {
  const old = groupOf(programme, groupId);
  const group = { ...old, number: edit.number ?? old.number, name: edit.name ?? old.name };
  const checks = new FieldChecks();
  checkGroup(checks, group);
  checks.done("Nhóm nhiệm vụ chưa hợp lệ.");
  return { ...programme, groups: programme.groups.map((one) => (one === old ? group : one)) };
}

/** @throws NOT_FOUND, INVALID while there are tasks in it */
export function removeGroup(programme: Programme, groupId: string): Programme {
  groupOf(programme, groupId);
  const count = programme.tasks.filter((task) => task.groupId === groupId).length;
  if (count > 0)
    throw new VanthuError("INVALID", {
      message: `Nhóm còn ${count} nhiệm vụ nên chưa bỏ được.`,
      where: "groupId",
      hint: "Chuyển các nhiệm vụ sang nhóm khác trước.",
    });
  return { ...programme, groups: programme.groups.filter((one) => one.id !== groupId) };
}

/** A deadline from words, in the programme's year where they name none, its working days by a calendar (default: as shipped). */
export function readDeadline(programme: Programme, deadline: Deadline | string, calendar?: WorkingCalendar): Deadline {
  if (typeof deadline !== "string") return deadline;
  const year = programmeYear(programme);
  return parseDeadline(deadline, {
    ...(year === undefined ? {} : { year }),
    ...(calendar === undefined ? {} : { calendar }),
  });
}

/** The year that a programme is for, by its period ("2026", "2026 - 2030": the first); undefined when it names none. */
export function programmeYear({ period }: Pick<Programme, "period">): number | undefined {
  const year = /(?:19|20)\d{2}/.exec(period);
  return year === null ? undefined : Number(year[0]);
}

function checkTexts(checks: FieldChecks, task: Task): void {
  for (const field of TEXT_FIELDS) {
    if (field === "name") checks.required(field, task.name, TEXT_LABELS.name);
    else checks.length(field, task[field], TEXT_LABELS[field]);
  }
  checks.length("deadline", task.deadline.text, "Thời hạn");
}

function checkGroup(checks: FieldChecks, group: TaskGroup): void {
  checks.required("name", group.name, "Tên nhóm nhiệm vụ");
  checks.length("number", group.number, "Số thứ tự");
  if (group.id.trim() === "" || group.id.length > 100) checks.fault("id", "Mã nhóm không hợp lệ.");
}
