import { addDays, daysBetween } from "../calendar/index.ts";
import { VanthuError } from "../errors/index.ts";
import type { EarlierTask, ReportInput, ReportProgramme, ReportTask, ReportWindow } from "./model.ts";

/** What a report's input is made from. */
export interface InputSources {
  window: ReportWindow;
  next: ReportWindow;
  /** As of the close of the window, or the newest. */
  programme: ReportProgramme;
  previous?: { window: ReportWindow; programme: ReportProgramme };
  /** As in {@link ReportInput}. */
  firstRecordedOn?: string;
}

/**
 * The input of a report with nothing in it that the report does not use: it goes to everybody who gets the report. What is not known of a
 * thing is left out rather than kept as undefined, so that the input is the same after it was written and read.
 *
 * @throws INVALID when two tasks, groups or targets have one id
 */
export function reportInput({ window, next, programme, previous, firstRecordedOn }: InputSources): ReportInput {
  const present = new Set(programme.tasks.map((task) => task.id));
  checkIds(programme, previous?.programme.tasks);
  return {
    window,
    next,
    ...(firstRecordedOn === undefined ? {} : { firstRecordedOn }),
    programme: {
      id: programme.id,
      title: programme.title,
      period: programme.period,
      revision: programme.revision,
      groups: programme.groups.map(({ id, number, name }) => ({ id, number, name })),
      tasks: programme.tasks.map(trimmed),
      targets: programme.targets.map(({ actual, ...target }) =>
        withoutUndefined({
          ...target,
          coordinatingAgencies: "",
          ...(actual === undefined ? {} : { actual: { ...actual, evidence: "" } }),
        }),
      ),
    },
    ...(previous === undefined
      ? {}
      : {
          previous: {
            window: previous.window,
            revision: previous.programme.revision,
            tasks: previous.programme.tasks.map((task): EarlierTask => {
              const { id, number, deadline, completedOn, extensions } = task;
              const name = present.has(id) ? "" : task.name;
              return {
                id,
                number,
                name,
                deadline,
                ...(completedOn === undefined ? {} : { completedOn }),
                ...(extensions === undefined ? {} : { extensions }),
              };
            }),
          },
        }),
  };
}

/**
 * Refuses data in which an id stands twice: what is behind a figure could not be told.
 * @throws INVALID
 */
export function checkIds(
  programme: Pick<ReportProgramme, "tasks" | "groups" | "targets">,
  earlier: readonly { id: string }[] = [],
): void {
  for (const [where, things] of Object.entries({
    tasks: programme.tasks,
    groups: programme.groups,
    targets: programme.targets,
    previous: earlier,
  })) {
    const seen = new Set<string>();
    for (const { id } of things) {
      if (seen.has(id))
        throw new VanthuError("INVALID", {
          message: "Một mã được dùng cho hai mục.",
          where: `${where}: ${id.slice(0, 100)}`,
        });
      seen.add(id);
    }
  }
}

function trimmed(task: ReportTask): ReportTask {
  const { id, groupId, number, name, leadAgency, deadline, completedOn, extensions, progress } = task;
  return {
    id,
    number,
    name,
    leadAgency,
    deadline,
    ...(groupId === undefined ? {} : { groupId }),
    ...(completedOn === undefined ? {} : { completedOn }),
    ...(extensions === undefined ? {} : { extensions }),
    ...(progress === undefined ? {} : { progress: { ...progress, result: "", evidence: "" } }),
  };
}

/** A copy without the keys whose value is undefined. */
function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

/**
 * A task as it stood at the end of a day: what was completed, extended or reported later had not happened yet.
 */
export function asOf<T extends Pick<ReportTask, "deadline" | "completedOn" | "extensions"> & Partial<ReportTask>>(
  task: T,
  day: string,
): T {
  const completed = task.completedOn !== undefined && task.completedOn > day;
  const later = task.extensions?.findIndex((change) => change.changedOn > day) ?? -1;
  const reported = task.progress !== undefined && task.progress.on > day;
  if (!completed && later < 0 && !reported) return task;
  const out = { ...task };
  if (completed) delete out.completedOn;
  if (reported) delete out.progress;
  if (later >= 0) {
    out.deadline = task.extensions![later]!.before;
    out.extensions = task.extensions!.slice(0, later);
  }
  return out;
}

/** The days at which a window's course is drawn: the day before it opens, then at most a dozen more, the last its close. */
export function stepsOf(window: Pick<ReportWindow, "from" | "to">): string[] {
  const before = addDays(window.from, -1);
  const days = daysBetween(before, window.to);
  const step = Math.max(1, Math.ceil(days / 12));
  const out = [before];
  for (let at = step; at < days; at += step) out.push(addDays(before, at));
  if (days > 0) out.push(window.to);
  return out;
}
