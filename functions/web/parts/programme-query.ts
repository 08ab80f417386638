import type { WatchedProgramme } from "../../../shared/office/index.ts";
import { foldVietnamese } from "../../../shared/records/index.ts";
import type { Programme, Task, TaskWarningCode } from "../../../shared/tasks/index.ts";

/** What is filtered by, as it stands in the address. */
export interface ProgrammeQuery {
  /** Words to look for, with or without diacritics. */
  tim: string;
  /** Beginning of a status code. */
  tt: string;
  /** Warning code. */
  cb: string;
  /** Lead agency, folded. */
  cq: string;
  /** Page from 1. */
  trang: number;
}

/** Address of a programme's page with a filter. */
export type Address = (query: Partial<ProgrammeQuery>) => string;

/** Addresses of the revision that is shown; the newest needs no number. */
export function addressOf(programme: Programme, newest: number): Address {
  return (query) => {
    const parameters = new URLSearchParams();
    if (programme.revision !== newest) parameters.set("ban", String(programme.revision));
    for (const [name, value] of Object.entries(query)) {
      if (value !== "" && !(name === "trang" && value === 1)) parameters.set(name, String(value));
    }
    const text = parameters.toString();
    return `/nhiem-vu/${programme.id}${text === "" ? "" : `?${text}`}`;
  };
}

/** Search words of a task, folded once: revisions share the tasks that did not change. */
const folded = new WeakMap<Task, string>();
const foldedLead = new WeakMap<Task, string>();

function searchText(task: Task): string {
  let text = folded.get(task);
  if (text === undefined) {
    const parts = [task.number, task.name, task.leadAgency, task.coordinatingAgencies, task.output, task.deadline.text];
    text = foldVietnamese(parts.join(" "));
    folded.set(task, text);
  }
  return text;
}

function lead(task: Task): string {
  let text = foldedLead.get(task);
  if (text === undefined) {
    text = foldVietnamese(task.leadAgency);
    foldedLead.set(task, text);
  }
  return text;
}

/** The tasks that the filter lets through, in the order of the table: those of no group, then group by group. */
export function matching(watched: WatchedProgramme, query: ProgrammeQuery): Task[] {
  const words = foldVietnamese(query.tim).split(" ").filter(Boolean);
  const inGroup = Map.groupBy(watched.programme.tasks, (task) => task.groupId);
  const ordered = [undefined, ...watched.programme.groups.map((group) => group.id)].flatMap(
    (group) => inGroup.get(group) ?? [],
  );
  return ordered.filter((task) => {
    if (!(watched.statuses.get(task.id)?.code ?? "").startsWith(query.tt)) return false;
    const warnings = watched.warnings.get(task.id);
    if (query.cb === "any" && warnings === undefined) return false;
    if (query.cb !== "" && query.cb !== "any") {
      if (!warnings?.some((one) => one.code === (query.cb as TaskWarningCode))) return false;
    }
    if (query.cq !== "" && lead(task) !== query.cq) return false;
    if (words.length === 0) return true;
    const text = searchText(task);
    return words.every((word) => text.includes(word));
  });
}

/** Lead agencies by name, with how many tasks each has; the value is the folded name, so that spelling alone makes no second one. */
export function leadAgencies(programme: Programme): [string, string][] {
  const found = new Map<string, { name: string; count: number }>();
  for (const task of programme.tasks) {
    const key = lead(task);
    if (key === "") continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, { name: task.leadAgency.replaceAll(/\s+/g, " "), count: 1 });
    else known.count += 1;
  }
  return [...found]
    .sort(([, a], [, b]) => a.name.localeCompare(b.name, "vi"))
    .map(([key, { name, count }]) => [key, `${name.slice(0, 80)} (${count})`]);
}
