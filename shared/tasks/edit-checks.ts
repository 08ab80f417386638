import { isIsoDay } from "../calendar/index.ts";
import { type Fault, VanthuError } from "../errors/index.ts";
import type { Programme, Target, Task, TaskGroup } from "./model.ts";

/** Longest text of one field that a person types, in characters. */
const TEXT_LENGTH = 20_000;

/** Collects what is wrong with the fields of one form, so that all of it is told at once. */
export class FieldChecks {
  private readonly faults: Fault[] = [];

  /** @param field name of the field, so that a page can show the message beside it */
  fault(field: string, message: string, hint?: string): void {
    this.faults.push({ code: "INVALID", message, where: field, ...(hint === undefined ? {} : { hint }) });
  }

  /** A text that is there and not too long. */
  required(field: string, text: string, label: string): void {
    if (text.trim() === "") this.fault(field, `${label} không được để trống.`);
    else this.length(field, text, label);
  }

  length(field: string, text: string, label: string): void {
    if (text.length > TEXT_LENGTH)
      this.fault(field, `${label} dài ${text.length} ký tự, tối đa ${TEXT_LENGTH.toLocaleString("vi")}.`);
  }

  /** An ISO day that is in the calendar, not before the first year of the State and not later than today. */
  pastDay(field: string, day: string, label: string, today: string): void {
    if (!isIsoDay(day) || day < "1945")
      this.fault(field, `${label} không phải là một ngày có thật.`, "Ghi ngày, tháng, năm, ví dụ 30/6/2026.");
    else if (day > today) this.fault(field, `${label} (${vietnamDay(day)}) sau ngày hôm nay (${vietnamDay(today)}).`);
  }

  /** @throws INVALID with every fault found */
  done(message: string): void {
    const [first] = this.faults;
    if (first === undefined) return;
    throw new VanthuError("INVALID", {
      message: this.faults.length === 1 ? first.message : message,
      where: first.where,
      hint: first.hint,
      faults: this.faults,
    });
  }
}

/** "30/6/2026" of an ISO day. */
export function vietnamDay(iso: string): string {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day}/${month}/${year}`;
}

/** @throws NOT_FOUND */
export function taskOf(programme: Programme, taskId: string): Task {
  return found(programme.tasks, taskId, "Không có nhiệm vụ này trong chương trình.");
}

/** @throws NOT_FOUND */
export function targetOf(programme: Programme, targetId: string): Target {
  return found(programme.targets, targetId, "Không có chỉ tiêu này trong chương trình.");
}

/** @throws NOT_FOUND */
export function groupOf(programme: Programme, groupId: string): TaskGroup {
  return found(programme.groups, groupId, "Không có nhóm nhiệm vụ này trong chương trình.");
}

function found<T extends { id: string }>(list: readonly T[], id: string, message: string): T {
  const thing = list.find((one) => one.id === id);
  if (thing === undefined) throw new VanthuError("NOT_FOUND", { message, where: id.slice(0, 100) });
  return thing;
}

/** The programme with a task put in the place of the one with its id. */
export function withTask(programme: Programme, task: Task): Programme {
  return { ...programme, tasks: programme.tasks.map((one) => (one.id === task.id ? task : one)) };
}
