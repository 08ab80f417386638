import { VanthuError } from "../errors/index.ts";
import { FieldChecks, taskOf, withTask } from "./edit-checks.ts";
import type { Programme, TaskFile } from "./model.ts";

/** Most files that a task has at a time. */
const TASK_FILES = 30;

/** Longest name of a file, in characters. */
const NAME_LENGTH = 200;

/**
 * Puts files to a task that prove its progress; one that it has already, by its bytes, stays as it is.
 *
 * @throws NOT_FOUND, INVALID for too many, or for names that cannot be used
 */
export function attachFiles(programme: Programme, taskId: string, files: readonly TaskFile[]): Programme {
  const task = taskOf(programme, taskId);
  const known = new Map((task.files ?? []).map((file) => [file.sha256, file]));
  const checks = new FieldChecks();
  for (const file of files) {
    if (file.name.trim() === "" || file.name.length > NAME_LENGTH || /[\\/\p{Cc}]/u.test(file.name))
      checks.fault("files", `Tên tệp “${file.name.slice(0, 80)}” không dùng được.`, "Đổi tên tệp rồi gửi lại.");
    if (!known.has(file.sha256)) known.set(file.sha256, file);
  }
  const many = tooManyFiles(known.size);
  if (many !== undefined) checks.fault("files", many.message, many.hint);
  checks.done("Chưa nhận được tệp minh chứng.");
  return known.size === (task.files?.length ?? 0)
    ? programme
    : withTask(programme, { ...task, files: [...known.values()] });
}

/** What to tell of a task that would have so many files; nothing when it may. */
export function tooManyFiles(count: number): { message: string; hint: string } | undefined {
  if (count <= TASK_FILES) return undefined;
  return {
    message: `Mỗi nhiệm vụ có tối đa ${TASK_FILES} tệp minh chứng; nhiệm vụ này sẽ có ${count}.`,
    hint: "Gỡ bớt tệp không còn cần, hoặc gộp các tệp.",
  };
}

/** Takes a file off a task; earlier revisions keep it. @throws NOT_FOUND */
export function detachFile(programme: Programme, taskId: string, sha256: string): Programme {
  const task = taskOf(programme, taskId);
  const rest = (task.files ?? []).filter((file) => file.sha256 !== sha256);
  if (rest.length === (task.files?.length ?? 0))
    throw new VanthuError("NOT_FOUND", { message: "Nhiệm vụ không có tệp minh chứng này.", where: "sha256" });
  const { files: _, ...bare } = task;
  return withTask(programme, rest.length === 0 ? bare : { ...bare, files: rest });
}
