import { type Fault, VanthuError } from "../errors/index.ts";
import { lengthOf } from "./chunks.ts";
import { vietnamDay } from "./edit-checks.ts";
import { tooManyFiles } from "./files.ts";
import type { Programme } from "./model.ts";
import { sameEnds } from "./order.ts";

/** Longest thing: with its event, which has what was and what is, it fits into one item of the store. */
const THING_LENGTH = 60_000;

/** Most faults that are told of one programme. */
const FAULTS = 50;

/**
 * Refuses completions on days that are still to come, where they are new or another than the stored ones: what an earlier programme
 * holds is no fault of whoever changes something else.
 *
 * @param today ISO day in Vietnam
 * @throws INVALID with each of them
 */
export function checkCompletions(programme: Programme, today: string, stored?: Programme): void {
  const faults: Fault[] = [];
  let before: Map<string, string | undefined> | undefined;
  for (const [index, { id, completedOn }] of programme.tasks.entries()) {
    if (completedOn === undefined || completedOn <= today) continue;
    before ??= new Map(stored?.tasks.map((task) => [task.id, task.completedOn]));
    if (before.get(id) === completedOn || faults.length === FAULTS) continue;
    const message = `Ngày hoàn thành (${vietnamDay(completedOn)}) sau ngày hôm nay (${vietnamDay(today)}).`;
    faults.push({ code: "INVALID", message, where: `tasks[${index}].completedOn` });
  }
  const [first] = faults;
  if (first === undefined) return;
  throw new VanthuError("INVALID", {
    message: faults.length === 1 ? first.message : `Có ${faults.length} nhiệm vụ ghi ngày hoàn thành sau ngày hôm nay.`,
    where: first.where,
    hint: "Chỉ ghi ngày hoàn thành khi nhiệm vụ đã xong; ngày dự kiến ghi ở thời hạn.",
    faults,
  });
}

/**
 * Refuses what cannot be stored as a programme: ids that are not there or not unique, tasks of groups that are not there, more files of
 * a task than it may have, also where two people handed in some each.
 *
 * @param stored what was checked when it was stored: things that are still the same objects are not looked at again
 * @throws INVALID
 */
export function checkProgramme(programme: Programme, stored?: Programme): void {
  const fail = (message: string, where: string) => new VanthuError("INVALID", { message, where });
  if (programme.title.trim() === "") throw fail("Chương trình nhiệm vụ cần có tên.", "title");
  if (programme.organisationId === "" || programme.id === "")
    throw fail("Thiếu mã cơ quan hoặc mã chương trình.", "id");
  for (const list of ["groups", "tasks", "targets"] as const) {
    const known = stored?.[list] ?? [];
    const things = programme[list];
    const { head, tail } = sameEnds(known, things);
    // Ids that stand where they stood are told apart already.
    const seen = new Set(
      head + tail < things.length
        ? [...known.slice(0, head), ...known.slice(known.length - tail)].map(({ id }) => id)
        : [],
    );
    for (const [index, thing] of things.entries()) {
      const { id } = thing;
      if (index >= head && index < things.length - tail) {
        if (id === "" || seen.has(id)) throw fail("Mã bị thiếu hoặc trùng.", `${list}[${index}].id`);
        seen.add(id);
      }
      if (thing === known[index]) continue;
      if (!id.isWellFormed()) throw fail("Mã có ký tự không dùng được.", `${list}[${index}].id`);
      if (lengthOf(thing) > THING_LENGTH) throw fail("Nội dung quá dài, không lưu được.", `${list}[${index}]`);
    }
  }
  const groups = new Set(programme.groups.map((group) => group.id));
  for (const [index, task] of programme.tasks.entries()) {
    const many = tooManyFiles(task.files?.length ?? 0);
    if (many !== undefined) throw new VanthuError("INVALID", { ...many, where: `tasks[${index}].files` });
    if (task.name.trim() === "") throw fail("Nhiệm vụ cần có tên.", `tasks[${index}].name`);
    if (task.groupId !== undefined && !groups.has(task.groupId))
      throw fail("Nhóm của nhiệm vụ không có trong chương trình.", `tasks[${index}].groupId`);
  }
}
