import { vietnamTime } from "../calendar/index.ts";
import { type Fault, VanthuError } from "../errors/index.ts";
import { vietnamDay } from "./edit-checks.ts";
import { fieldLabel, subjectLabel } from "./event-words.ts";
import type { MergeConflict, RecordedEvent } from "./events.ts";
import type { Deadline, Programme, TargetActual, TaskFile, TaskProgress } from "./model.ts";

/** At most so many conflicts are told one by one. */
export const CONFLICTS_TOLD = 100;
/** Longest quotation of a value, in characters. */
const QUOTED_LENGTH = 160;

/**
 * CONFLICT for a change over a newer revision: a fault for each field that both changed, with who changed it when and both values.
 *
 * @param changedBy the newest event since that changed the same field
 */
export function mergeConflict(
  conflicts: readonly MergeConflict[],
  { mine, theirs }: { mine: Programme; theirs: Programme },
  changedBy: (conflict: MergeConflict) => Pick<RecordedEvent, "at" | "actor"> | undefined,
): VanthuError {
  const faults = conflicts.slice(0, CONFLICTS_TOLD).map((conflict): Fault => {
    const by = changedBy(conflict);
    const who = by === undefined ? "người khác" : `${by.actor.name} (${vietnamMinute(by.at)})`;
    return {
      code: "CONFLICT",
      message: sentence(conflict, who, [mine, theirs]),
      where: `${nameOf(conflict, [theirs, mine])}: ${fieldLabel(conflict.field)}`,
    };
  });
  const more = conflicts.length - faults.length;
  return new VanthuError("CONFLICT", {
    message: `Người khác vừa thay đổi cùng nội dung mà bạn thay đổi (${conflicts.length} chỗ)${more > 0 ? `; dưới đây là ${faults.length} chỗ đầu` : ""}. Chưa lưu gì.`,
    where: faults[0]?.where,
    hint: "Mở bản mới nhất, xem lại các chỗ được nêu rồi thực hiện lại thay đổi của bạn nếu còn cần.",
    faults,
  });
}

function sentence(conflict: MergeConflict, who: string, programmes: [mine: Programme, theirs: Programme]): string {
  const { field, subject } = conflict;
  const what = nameOf(conflict, programmes);
  if (field === "removed")
    return conflict.theirs === undefined
      ? `${what} đã được ${who} đưa ra khỏi chương trình, còn bạn sửa ${subjectLabel(subject)} này.`
      : `${what} đã được ${who} sửa, còn bạn đưa ${subjectLabel(subject)} này ra khỏi chương trình.`;
  const value = (side: unknown) => words(field, side, programmes);
  if (field === "groupId") {
    const [mine, theirs] = programmes;
    if (isWithout(theirs, conflict.mine))
      return `${what}: nhóm ${value(conflict.mine)} đã được người khác đưa ra khỏi chương trình, còn bạn để nhiệm vụ này trong nhóm đó.`;
    if (isWithout(mine, conflict.theirs))
      return `${what} đã được ${who} để trong nhóm ${value(conflict.theirs)}, còn bạn đưa nhóm đó ra khỏi chương trình.`;
  }
  return `${what}: ${fieldLabel(field)} đã được ${who} đổi từ ${value(conflict.base)} thành ${value(conflict.theirs)}; bạn đổi thành ${value(conflict.mine)}.`;
}

/** Does a group that a task is put into stand in no such programme? */
function isWithout({ groups }: Programme, groupId: unknown): boolean {
  return groupId !== undefined && groupId !== "" && !groups.some(({ id }) => id === groupId);
}

/** "Nhiệm vụ 12 “Lập bản đồ số…”" */
function nameOf({ subject, id, title }: MergeConflict, programmes: Programme[]): string {
  if (subject === "programme") return "Chương trình";
  const label = subjectLabel(subject);
  const numbered =
    subject === "target" ? [] : programmes.flatMap((one) => (subject === "task" ? one.tasks : one.groups));
  const number = numbered.find((thing) => thing.id === id)?.number ?? "";
  return `${label[0]!.toLocaleUpperCase("vi")}${label.slice(1)}${number === "" ? "" : ` ${number}`} “${title}”`;
}

/** A value of a field inside a sentence. */
function words(field: string, value: unknown, programmes: Programme[]): string {
  if (value === undefined || value === "") return field === "after" ? "đầu danh sách" : "(để trống)";
  if (field === "deadline") return quoted((value as Deadline).text || "(để trống)");
  if (field === "progress") {
    const { percent, on } = value as TaskProgress;
    return `${percent}% (báo cáo ngày ${vietnamDay(on)})`;
  }
  if (field === "actual") {
    const { value: reached, on } = value as TargetActual;
    return `${String(reached).replace(".", ",")} (ngày ${vietnamDay(on)})`;
  }
  if (field === "completedOn") return vietnamDay(String(value));
  if (field === "groupId") {
    const group = programmes.flatMap((one) => one.groups).find(({ id }) => id === value);
    return group === undefined ? "nhóm không còn trong chương trình" : quoted(`${group.number} ${group.name}`.trim());
  }
  if (field === "files") return quoted((value as TaskFile[]).map(({ name }) => name).join("; "));
  if (field === "after") {
    const things = programmes.flatMap((one) => [...one.tasks, ...one.groups]);
    const thing = things.find(({ id }) => id === value);
    return thing === undefined ? "chỗ khác" : `sau ${quoted(`${thing.number} ${thing.name}`.trim())}`;
  }
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return quoted(value.join("; "));
  return quoted(typeof value === "string" ? value : JSON.stringify(value));
}

function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return `“${line.length <= QUOTED_LENGTH ? line : `${line.slice(0, QUOTED_LENGTH - 1)}…`}”`;
}

/** "10:05 ngày 22/11/2026" of an instant, in Vietnam. */
function vietnamMinute(at: string): string {
  const local = vietnamTime(new Date(at));
  return `${local.slice(11, 16)} ngày ${vietnamDay(local.slice(0, 10))}`;
}
