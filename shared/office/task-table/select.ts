import { foldVietnamese } from "../../records/index.ts";
import type { Programme, Task, TaskStatus, TaskStatusCode, TaskWarningCode } from "../../tasks/index.ts";
import type { WatchedProgramme } from "../programmes/attention-model.ts";
import type { TaskColumn, TaskFilter, TaskOrder } from "./model.ts";

/** Search words of a task, folded once: revisions share the tasks that did not change. */
const folded = new WeakMap<Task, string>();
const foldedLead = new WeakMap<Task, string>();

function searchText(task: Task): string {
  let text = folded.get(task);
  if (text === undefined) {
    const parts = [task.number, task.name, task.leadAgency, task.coordinatingAgencies, task.output, task.deadline.text];
    text = foldVietnamese([...parts, task.note].join(" "));
    folded.set(task, text);
  }
  return text;
}

/** The lead agency without what spelling alone makes different. */
function leadKey(task: Task): string {
  let text = foldedLead.get(task);
  if (text === undefined) {
    text = foldVietnamese(task.leadAgency);
    foldedLead.set(task, text);
  }
  return text;
}

/** The tasks that a filter lets through, in the order of the table: those outside all groups, then group by group; or sorted. */
export function selectTasks(watched: WatchedProgramme, filter: TaskFilter, order: TaskOrder = {}): Task[] {
  const { programme } = watched;
  const passes = filterOf(watched, filter);
  const inGroup = Map.groupBy(programme.tasks.filter(passes), (task) => task.groupId);
  const groups = [undefined, ...programme.groups.map(({ id }) => id)].map((id) => inGroup.get(id) ?? []);
  if (order.by === undefined) return groups.flat();
  if (order.flat) return sorted(groups.flat(), order.by, order.descending ?? false, watched.statuses);
  return groups.flatMap((tasks) => sorted(tasks, order.by!, order.descending ?? false, watched.statuses));
}

function filterOf({ statuses, warnings }: WatchedProgramme, filter: TaskFilter): (task: Task) => boolean {
  const words = foldVietnamese(filter.search ?? "")
    .split(" ")
    .filter(Boolean);
  const { status = "", warning = "", group = "" } = filter;
  const lead = foldVietnamese(filter.lead ?? "");
  return (task) => {
    if (status !== "" && !(statuses.get(task.id)?.code ?? "").startsWith(status)) return false;
    if (group !== "" && (task.groupId ?? "-") !== group) return false;
    if (warning !== "") {
      const found = warnings.get(task.id);
      if (found === undefined) return false;
      if (warning !== "any" && !found.some(({ code }) => code === (warning as TaskWarningCode))) return false;
    }
    if (lead !== "" && leadKey(task) !== lead) return false;
    if (words.length === 0) return true;
    const text = searchText(task);
    return words.every((word) => text.includes(word));
  };
}

/**
 * Vietnamese order (CLDR "vi"): đ after d, ă and â after a, tones after the letters; numbers in a text by their value, so that 2 stands
 * before 10.
 */
const COLLATOR = new Intl.Collator("vi", { numeric: true });

/** The most urgent first: what is late, what runs, what runs without end, what is done. */
const STATUS_ORDER: Record<TaskStatusCode, number> = {
  "open-overdue": 0,
  "open-in-time": 1,
  "open-without-deadline": 2,
  "done-late": 3,
  "done-in-time": 4,
  "done-without-deadline": 5,
};

/** Stable; what has no value comes last either way. */
function sorted(tasks: Task[], by: TaskColumn, descending: boolean, statuses: Map<string, TaskStatus>): Task[] {
  const keyOf = keyFor(by, statuses);
  const keyed = tasks.map((task, place) => ({ task, place, key: keyOf(task) }));
  const ranks = ranksOf(keyed.map(({ key }) => key));
  const sign = descending ? -1 : 1;
  const rank = ({ key }: { key: Key }) => (typeof key === "string" ? (ranks.get(key) ?? 0) : (key ?? 0));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined)
      return (a.key === undefined ? 1 : 0) - (b.key === undefined ? 1 : 0) || a.place - b.place;
    return sign * (rank(a) - rank(b)) || a.place - b.place;
  });
  return keyed.map(({ task }) => task);
}

type Key = string | number | undefined;

/** Each text is compared by the collator only against other texts, not once for every task that has it. */
function ranksOf(keys: Key[]): Map<string, number> {
  const texts = [...new Set(keys.filter((key) => typeof key === "string"))].sort(COLLATOR.compare);
  const ranks = new Map<string, number>();
  let rank = 0;
  texts.forEach((text, index) => {
    if (index > 0 && COLLATOR.compare(texts[index - 1]!, text) !== 0) rank = index;
    ranks.set(text, rank);
  });
  return ranks;
}

function keyFor(by: TaskColumn, statuses: Map<string, TaskStatus>): (task: Task) => Key {
  switch (by) {
    case "deadline":
      // By the last day; what comes again and again has a last day only where it is bound to a range.
      return ({ deadline }) => (deadline.to === undefined ? undefined : Number(deadline.to.replaceAll("-", "")));
    case "progress":
      return (task) => (task.completedOn === undefined ? (task.progress?.percent ?? 0) : 100);
    case "status":
      return (task) => {
        const status = statuses.get(task.id);
        // Among those that stand alike, what is due first.
        return status === undefined ? undefined : STATUS_ORDER[status.code] * 1e6 + (status.daysLeft ?? 9e5);
      };
    case "files":
      return ({ files }) => files?.length;
    default:
      return (task) => task[by].trim().replaceAll(/\s+/g, " ") || undefined;
  }
}

/** Lead agencies by name, with how many tasks each has; the key is the folded name, so that spelling alone makes no second one. */
export function leadAgencies(programme: Pick<Programme, "tasks">): { key: string; name: string; count: number }[] {
  const found = new Map<string, { key: string; name: string; count: number }>();
  for (const task of programme.tasks) {
    const key = leadKey(task);
    if (key === "") continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, { key, name: task.leadAgency.replaceAll(/\s+/g, " "), count: 1 });
    else known.count += 1;
  }
  return [...found.values()].sort((a, b) => COLLATOR.compare(a.name, b.name));
}
