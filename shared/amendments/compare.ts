import { formatDateWithSlashes } from "../format/index.ts";
import type { Programme, RecordedEvent, Task, TaskGroup } from "../tasks/index.ts";
import { citations, shortCitation } from "./citation.ts";
import { spaced } from "./phrases.ts";
import type { TaskPlace } from "./places.ts";
import { type Returned, returnedThings } from "./returned.ts";
import { type ChangeSource, changeSources, type TaskSources } from "./sources.ts";
import { type AmendmentKind, type AmendmentWording, amendmentNote, DEFAULT_WORDING, type NotePart } from "./wording.ts";

/** A field whose change is an amendment. */
export type AmendedField =
  | "name"
  | "deadline"
  | "leadAgency"
  | "coordinatingAgencies"
  | "output"
  | "group"
  | "completedOn"
  | "basis"
  | "note";

/** Each field as pages name it. */
export const FIELD_LABELS: Record<AmendedField, string> = {
  name: "Nhiệm vụ",
  deadline: "Thời gian hoàn thành",
  leadAgency: "Cơ quan chủ trì",
  coordinatingAgencies: "Cơ quan phối hợp",
  output: "Sản phẩm đầu ra",
  group: "Nhóm nhiệm vụ",
  completedOn: "Ngày hoàn thành",
  basis: "Căn cứ giao",
  note: "Ghi chú",
};

/** One changed field, as texts. */
export interface FieldChange {
  field: AmendedField;
  /** "" when there was nothing. */
  before: string;
  after: string;
  /** Who changed it, when, why and on which basis, where the history says so. */
  source?: ChangeSource;
}

/** A task that differs between two revisions of its programme. */
export interface AmendmentRow {
  taskId: string;
  /** Every change, the one the row is about first. */
  kinds: AmendmentKind[];
  /** Absent for an added task. */
  before?: Task;
  /** Absent for a removed task. */
  after?: Task;
  /** Where the task stands now (for a removed one: stood). */
  group?: TaskGroup;
  changes: FieldChange[];
  /** The bases that the note cites, each as recorded; empty when none is known. */
  bases: string[];
  /** The newest recorded change behind the row. */
  source?: ChangeSource;
  /** "Nội dung điều chỉnh", in the office's wording. */
  note: string;
}

/** What the notes speak of. */
export interface CompareOptions {
  /** Recorded events of the programme: each change's own basis, and who made it when. Default: none. */
  events?: readonly RecordedEvent[];
  /** The document behind changes that have no basis of their own: "Kế hoạch số 07-KH/BCĐ". */
  basis?: string;
  /** Where tasks stood in the issued document, by task id (`issuedPlaces`). */
  places?: ReadonlyMap<string, TaskPlace>;
  /** The appendix of tasks that `places` does not have: "Phụ lục II". Default "Phụ lục". */
  appendix?: string;
  wording?: Partial<AmendmentWording>;
}

/**
 * The rows of an amended appendix: every task of `to` that is new or differs from `from`, in the order of `to`, and the tasks that
 * are gone, each where it stood. However many revisions lie between, a row is the net change. Tasks are the same when their ids are,
 * or when one that went and one that came bear the same name; a new number or place in the list alone is no amendment.
 *
 * The basis of a change is the last one recorded for its field, else `basis`, else what "Căn cứ giao" newly names.
 */
export function compareRevisions(from: Programme, to: Programme, options: CompareOptions = {}): AmendmentRow[] {
  const comparison: Comparison = {
    from: groupsOf(from),
    to: groupsOf(to),
    sources: changeSources(options.events ?? [], from.revision, to.revision),
    options,
    wording: { ...DEFAULT_WORDING, ...options.wording },
    returned: returnedThings(from, to),
  };
  const oldTasks = new Map(from.tasks.map((task) => [task.id, task]));
  /** The id that a task of `to` has in `from`. */
  const idThen = (task: Task) => comparison.returned.tasks.get(task.id) ?? task.id;
  const kept = new Set(to.tasks.map(idThen));
  const rows: AmendmentRow[] = [];
  const push = (before: Task | undefined, after: Task | undefined) => {
    const row = compareTask(before, after, comparison);
    if (row !== undefined) rows.push(row);
  };
  const gone = removedAfter(from, kept);
  for (const task of gone.get(undefined) ?? []) push(task, undefined);
  for (const task of to.tasks) {
    push(oldTasks.get(idThen(task)), task);
    for (const removed of gone.get(idThen(task)) ?? []) push(removed, undefined);
  }
  return inGroups(rows, from, to);
}

interface Comparison {
  from: Map<string, TaskGroup>;
  to: Map<string, TaskGroup>;
  sources: Map<string, TaskSources>;
  options: CompareOptions;
  wording: AmendmentWording;
  returned: Returned;
}

/** Field of the task that the source of a kind is recorded under, where it is not called as the kind is. */
const RECORDED_FIELDS: Partial<Record<AmendmentKind, string>> = {
  renamed: "name",
  extended: "deadline",
  moved: "groupId",
  completed: "completedOn",
  reopened: "completedOn",
};

function compareTask(
  before: Task | undefined,
  after: Task | undefined,
  comparison: Comparison,
): AmendmentRow | undefined {
  const groupThen = comparison.from.get(before?.groupId ?? "");
  const oldGroup = comparison.to.get(comparison.returned.groups.get(groupThen?.id ?? "") ?? "") ?? groupThen;
  const newGroup = comparison.to.get(after?.groupId ?? "");
  const changes = fieldChanges(before, after, oldGroup, newGroup);
  const kinds = changedKinds(before, after, changes);
  if (kinds.length === 0) return undefined;
  const task = (after ?? before)!;
  const group = after === undefined ? oldGroup : newGroup;
  const { options, wording } = comparison;
  const recordedSources = comparison.sources.get(task.id);
  // A task that came back came as a whole.
  const sourceOf = (recorded: string) =>
    recordedSources?.get(recorded) ??
    (before !== undefined && before.id !== task.id ? recordedSources?.get("added") : undefined);
  for (const change of changes) {
    const source = sourceOf(change.field === "group" ? "groupId" : change.field);
    if (source !== undefined) change.source = source;
  }
  const given = (options.basis ?? "").trim() || ownBasis(before, after);
  const place = options.places?.get((before ?? task).id);
  const bases = new Set<string>();
  const parts = kinds.map((kind): NotePart => {
    const basis = sourceOf(RECORDED_FIELDS[kind] ?? kind)?.basis || given;
    if (basis !== "") bases.add(basis);
    return {
      kind,
      values: {
        basis: shortCitation(basis),
        basisFull: basis,
        number: place?.number ?? (before ?? task).number,
        appendix: place?.appendix ?? options.appendix ?? "Phụ lục",
        group: groupMark(group),
        groupName: group?.name ?? LOOSE,
        oldGroup: groupMark(groupThen),
        date: after?.completedOn === undefined ? "" : formatDateWithSlashes(after.completedOn),
        deadline: after?.deadline.text ?? "",
        oldDeadline: before?.deadline.text ?? "",
        leadAgency: after?.leadAgency ?? "",
        oldLeadAgency: before?.leadAgency ?? "",
      },
    };
  });
  const newest = newestOf(recordedSources);
  return {
    taskId: task.id,
    kinds,
    before,
    after,
    group,
    changes,
    bases: [...bases],
    ...(newest === undefined ? {} : { source: newest }),
    note: amendmentNote(parts, wording),
  };
}

/** What tasks that stand in no group are called, as in reports. */
const LOOSE = "Nhiệm vụ khác";

/** A group as notes name it: by its number, without one by its name. */
function groupMark(group: TaskGroup | undefined): string {
  return group?.number.trim() || `“${group?.name ?? LOOSE}”`;
}

function newestOf(sources: TaskSources | undefined): ChangeSource | undefined {
  let newest: ChangeSource | undefined;
  for (const source of sources?.values() ?? [])
    if (newest === undefined || source.revision >= newest.revision) newest = source;
  return newest;
}

/**
 * What "Căn cứ giao" says of the change: the citations that are new in it. A basis that stood there before gave the task as it was,
 * and is not put forward for its change.
 */
function ownBasis(before: Task | undefined, after: Task | undefined): string {
  const known = new Set(citations(before?.basis ?? "").map(spaced));
  return citations(after?.basis ?? "")
    .filter((one) => !known.has(spaced(one)))
    .join("; ");
}

/** Removed tasks by the id of the kept task they came after; undefined: at the head. */
function removedAfter(from: Programme, kept: Set<string>): Map<string | undefined, Task[]> {
  const removed = new Map<string | undefined, Task[]>();
  let before: string | undefined;
  for (const task of from.tasks) {
    if (kept.has(task.id)) {
      before = task.id;
      continue;
    }
    const list = removed.get(before);
    if (list === undefined) removed.set(before, [task]);
    else list.push(task);
  }
  return removed;
}

/** Rows by group in the order of the newer revision, groups that are gone last. */
function inGroups(rows: AmendmentRow[], from: Programme, to: Programme): AmendmentRow[] {
  const ids = new Set([...to.groups, ...from.groups].map((group) => group.id));
  const order = new Map([...ids].map((id, index) => [id, index]));
  const place = (row: AmendmentRow) => (row.group === undefined ? -1 : (order.get(row.group.id) ?? order.size));
  return [...rows].sort((a, b) => place(a) - place(b));
}

/** Kind of a change of one field; "basis" and "note" are kinds only where nothing else changed. */
function changedKinds(before: Task | undefined, after: Task | undefined, changes: FieldChange[]): AmendmentKind[] {
  if (before === undefined) return ["added"];
  if (after === undefined) return ["removed"];
  const kinds = changes.map(({ field }): AmendmentKind => {
    switch (field) {
      case "name":
        return "renamed";
      case "deadline":
        return isExtension(before, after) ? "extended" : "deadline";
      case "group":
        return "moved";
      case "completedOn":
        return after.completedOn === undefined ? "reopened" : "completed";
      default:
        return field;
    }
  });
  const weighty = kinds.filter((kind) => kind !== "basis" && kind !== "note");
  return weighty.length > 0 ? weighty : kinds;
}

/** A later date that was granted: the earlier deadline is kept as the original one. */
function isExtension(before: Task, after: Task): boolean {
  const granted = (after.extensions?.length ?? 0) > (before.extensions?.length ?? 0);
  return granted && (after.deadline.to ?? "") > (before.deadline.to ?? "9");
}

function fieldChanges(
  before: Task | undefined,
  after: Task | undefined,
  oldGroup: TaskGroup | undefined,
  newGroup: TaskGroup | undefined,
): FieldChange[] {
  const changes: FieldChange[] = [];
  const compare = (field: AmendedField, old: string | undefined, now: string | undefined) => {
    if (old !== now && spaced(old ?? "") !== spaced(now ?? ""))
      changes.push({ field, before: old ?? "", after: now ?? "" });
  };
  compare("name", before?.name, after?.name);
  compare("deadline", before?.deadline.text, after?.deadline.text);
  compare("leadAgency", before?.leadAgency, after?.leadAgency);
  compare("coordinatingAgencies", before?.coordinatingAgencies, after?.coordinatingAgencies);
  compare("output", before?.output, after?.output);
  // A group that bears another name or number is the same group; a task that stands in another one has moved.
  if (oldGroup?.id !== newGroup?.id) compare("group", groupText(oldGroup), groupText(newGroup));
  compare("completedOn", before?.completedOn, after?.completedOn);
  compare("basis", before?.basis, after?.basis);
  compare("note", before?.note, after?.note);
  return changes;
}

function groupText(group: TaskGroup | undefined): string {
  return group === undefined ? "" : `${group.number}. ${group.name}`;
}

function groupsOf(programme: Programme): Map<string, TaskGroup> {
  return new Map(programme.groups.map((group) => [group.id, group]));
}
