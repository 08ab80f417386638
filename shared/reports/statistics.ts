import {
  isAnotherDeadline,
  shortTitle,
  TASK_STATUS_LABELS,
  type TaskStatus,
  type TaskStatusCode,
  taskStatus,
} from "../tasks/index.ts";
import { apportion, percent } from "./apportion.ts";
import { FigureBook } from "./figure-book.ts";
import { asOf } from "./input.ts";
import type { ReportInput, ReportTask } from "./model.ts";
import { oneLine } from "./plain-text.ts";

/** Status codes in the order of reports: done first (BC 1270/BC-TCTTTg). */
export const STATUS_ORDER = [
  "done-in-time",
  "done-late",
  "done-without-deadline",
  "open-in-time",
  "open-overdue",
  "open-without-deadline",
] as const satisfies readonly TaskStatusCode[];

/** Agency of tasks that name none. */
const NO_AGENCY = "Chưa ghi cơ quan chủ trì";

/** A task as it stood at the close, with its status there. */
export interface Standing {
  task: ReportTask;
  status: TaskStatus;
  done: boolean;
  /** Completed on a day of the window. */
  doneInWindow: boolean;
  /** Days past the deadline at the close; 0 when not overdue. */
  overdueDays: number;
  agency: string;
}

/** Figures of some of the tasks: an agency's, a group's. `key` is the first part of their ids. */
export interface Share {
  key: string;
  name: string;
  /** Of a group: its number. */
  number: string;
  standings: Standing[];
}

/** Everything counted of a report's tasks; figures are in the book. */
export interface Statistics {
  input: ReportInput;
  book: FigureBook;
  standings: Standing[];
  agencies: Share[];
  groups: Share[];
  overdue: Standing[];
  doneInWindow: Standing[];
  extended: Standing[];
  dueNext: Standing[];
  difficulties: Standing[];
  proposals: Standing[];
  /** Has anybody ever reported progress on a task of this programme? */
  progressReported: boolean;
}

const ids = (standings: readonly Standing[]): string[] => standings.map(({ task }) => task.id);

/**
 * Counts the tasks of a programme at the close of its window.
 *
 * @param rules version by which figures are written
 */
export function countTasks(input: ReportInput, rules: number): Statistics {
  const { window, next, programme } = input;
  const book = new FigureBook(rules);
  const names = new Map<string, string>();
  const standings = programme.tasks.map((task) => standing(asOf(task, window.to), window, names));
  const where = (test: (one: Standing) => boolean) => standings.filter(test);
  const done = where((one) => one.done);
  const open = where((one) => !one.done);
  const overdue = where((one) => one.status.code === "open-overdue").sort((a, b) => b.overdueDays - a.overdueDays);
  const doneInWindow = where((one) => one.doneInWindow);

  book.count("total", "Tổng số nhiệm vụ", ids(standings));
  book.count("done", "Nhiệm vụ đã hoàn thành", ids(done));
  book.count("open", "Nhiệm vụ chưa hoàn thành (đang thực hiện)", ids(open));
  book.count(
    "open.not-overdue",
    "Nhiệm vụ đang thực hiện, chưa quá hạn",
    ids(open.filter((one) => one.overdueDays === 0)),
  );
  for (const code of STATUS_ORDER)
    book.count(`status.${code}`, TASK_STATUS_LABELS[code], ids(where((one) => one.status.code === code)));
  shares(book);

  book.count("window.done", "Nhiệm vụ hoàn thành trong kỳ", ids(doneInWindow));
  book.count(
    "window.done-late",
    "Nhiệm vụ hoàn thành trong kỳ nhưng quá hạn",
    ids(doneInWindow.filter((one) => one.status.code === "done-late")),
  );
  const dueInWindow = where(
    ({ status }) => status.due !== undefined && status.due >= window.from && status.due <= window.to,
  );
  book.count("window.due", "Nhiệm vụ đến hạn trong kỳ", ids(dueInWindow));
  book.count("window.due-done", "Nhiệm vụ đến hạn trong kỳ đã hoàn thành", ids(dueInWindow.filter((one) => one.done)));

  const progressReported = standings.some(({ task }) => task.progress !== undefined);
  book.count(
    "progress.missing",
    "Nhiệm vụ đang thực hiện chưa cập nhật tiến độ trong kỳ",
    ids(open.filter(({ task }) => task.progress === undefined || task.progress.on < window.from)),
  );

  const agencies = byAgency(standings);
  for (const share of agencies) countShare(book, share, "cơ quan chủ trì");
  const groups = byGroup(standings, input);
  for (const share of groups) countShare(book, share, "nhóm");

  for (const { task, overdueDays } of overdue)
    book.value(`overdue-days.${task.id}`, `Số ngày quá hạn của nhiệm vụ ${nameOf(task)}`, overdueDays, "ngày", {
      tasks: [task.id],
    });
  book.count("overdue.over-30", "Nhiệm vụ quá hạn trên 30 ngày", ids(overdue.filter((one) => one.overdueDays > 30)));

  // A deadline that was changed and put back is what it was.
  const extended = where(({ task: { extensions = [], deadline } }) => {
    const [first] = extensions;
    return first !== undefined && isAnotherDeadline(first.before, deadline);
  });
  book.count("extended", "Nhiệm vụ đã được điều chỉnh thời hạn", ids(extended));
  book.count(
    "extended.window",
    "Nhiệm vụ được điều chỉnh thời hạn trong kỳ",
    ids(extended.filter(({ task }) => task.extensions!.at(-1)!.changedOn >= window.from)),
  );

  const dueNext = open.filter(
    ({ status }) => status.due !== undefined && status.due > window.to && status.due <= next.to,
  );
  dueNext.sort((a, b) => (a.status.due! < b.status.due! ? -1 : a.status.due! > b.status.due! ? 1 : 0));
  book.count("next.due", "Nhiệm vụ đến hạn trong kỳ tiếp theo", ids(dueNext));
  const recurring = open.filter(({ task }) => task.deadline.kind === "recurring");
  book.count("next.recurring", "Nhiệm vụ thường xuyên, định kỳ tiếp tục thực hiện", ids(recurring));

  const difficulties = open.filter(({ task }) => (task.progress?.difficulties ?? "").trim() !== "");
  const proposals = open.filter(({ task }) => (task.progress?.proposals ?? "").trim() !== "");
  book.count("difficulties", "Nhiệm vụ có khó khăn, vướng mắc", ids(difficulties));
  book.count("proposals", "Nhiệm vụ có đề xuất, kiến nghị", ids(proposals));

  if (input.previous !== undefined) compare(book, standings, input.previous);
  return {
    input,
    book,
    standings,
    agencies,
    groups,
    overdue,
    doneInWindow,
    extended,
    dueNext,
    difficulties,
    proposals,
    progressReported,
  };
}

function standing(task: ReportTask, window: { from: string; to: string }, names: Map<string, string>): Standing {
  const status = taskStatus(task, window.to);
  const done = task.completedOn !== undefined;
  return {
    task,
    status,
    done,
    doneInWindow: done && task.completedOn! >= window.from,
    overdueDays: status.code === "open-overdue" ? -status.daysLeft! : 0,
    agency: agencyOf(task, names),
  };
}

/** "số 12", without a number its name. */
function nameOf({ number, name }: ReportTask): string {
  return number.trim() === "" ? `“${shortTitle(name)}”` : `số ${oneLine(number)}`;
}

/**
 * The lead agency as it is counted, by its first spelling: capitals, white space and a stop at the end apart, names are compared letter for
 * letter; communes differ by a diacritic.
 */
function agencyOf({ leadAgency }: ReportTask, names: Map<string, string>): string {
  const known = names.get(leadAgency);
  if (known !== undefined) return known;
  const written = oneLine(leadAgency).replace(/[\s.,;]+$/, "") || NO_AGENCY;
  const key = `\u0000${written.toLowerCase()}`;
  const name = names.get(key) ?? written;
  names.set(key, name);
  names.set(leadAgency, name);
  return name;
}

/** Percent of each status; done and open add up to 100, and the statuses under each to it exactly. */
function shares(book: FigureBook): void {
  const total = book.valueOf("total");
  const write = (id: string, of: string, tenths: number) => {
    const { label, tasks } = book.get(of);
    book.value(`share.${id}`, `Tỷ lệ: ${label}`, tenths / 10, "%", { tasks });
  };
  const [done, open] = apportion([book.valueOf("done"), book.valueOf("open")], total === 0 ? 0 : 1000) as [
    number,
    number,
  ];
  write("done", "done", done);
  write("open", "open", open);
  const under = (codes: readonly TaskStatusCode[], tenths: number) => {
    const parts = apportion(
      codes.map((code) => book.valueOf(`status.${code}`)),
      tenths,
    );
    codes.forEach((code, index) => {
      write(code, `status.${code}`, parts[index]!);
    });
  };
  under(STATUS_ORDER.slice(0, 3), done);
  under(STATUS_ORDER.slice(3), open);
}

/** By lead agency: most tasks first, equal ones by name. */
function byAgency(standings: readonly Standing[]): Share[] {
  // By code units, not by a locale's collation: the same on every machine.
  return [...Map.groupBy(standings, (one) => one.agency)]
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .map(([name, own], index) => ({ key: `agency.${index + 1}`, name, number: "", standings: own }));
}

/** By group, in the programme's order; tasks without a group come last. */
function byGroup(standings: readonly Standing[], { programme }: ReportInput): Share[] {
  const known = new Map<string, Standing[]>(programme.groups.map((group) => [group.id, []]));
  const loose: Standing[] = [];
  for (const one of standings) (known.get(one.task.groupId ?? "") ?? loose).push(one);
  const out = programme.groups.map((group, index) => ({
    key: `group.${index + 1}`,
    name: group.name.replace(/\s+/g, " ").trim(),
    number: group.number,
    standings: known.get(group.id)!,
  }));
  if (loose.length > 0 && out.length > 0)
    out.push({ key: `group.${out.length + 1}`, name: "Nhiệm vụ khác", number: "", standings: loose });
  return out.filter((share) => share.standings.length > 0);
}

function countShare(book: FigureBook, { key, name, standings }: Share, what: string): void {
  const of = (test: (one: Standing) => boolean) => ids(standings.filter(test));
  const done = of((one) => one.done);
  const about = `${what} “${name}”`;
  book.count(`${key}.total`, `Nhiệm vụ của ${about}`, ids(standings));
  book.count(`${key}.done`, `Đã hoàn thành, ${about}`, done);
  book.count(
    `${key}.open`,
    `Đang thực hiện, chưa quá hạn, ${about}`,
    of((one) => !one.done && one.overdueDays === 0),
  );
  book.count(
    `${key}.overdue`,
    `Đang thực hiện, quá hạn, ${about}`,
    of((one) => one.overdueDays > 0),
  );
  book.value(`${key}.share`, `Tỷ lệ hoàn thành, ${about}`, percent(done.length, standings.length), "%", {
    tasks: done,
  });
}

/** The same counts at the close of the period before, and what changed. */
function compare(
  book: FigureBook,
  standings: readonly Standing[],
  previous: NonNullable<ReportInput["previous"]>,
): void {
  const before = previous.tasks.map((task) => {
    const then = asOf(task, previous.window.to);
    return { id: task.id, code: taskStatus(then, previous.window.to).code, done: then.completedOn !== undefined };
  });
  type Seen = { id: string; code: TaskStatusCode; done: boolean };
  const now: Seen[] = standings.map(({ task, status, done }) => ({ id: task.id, code: status.code, done }));
  const kinds: [string, string, (one: Seen) => boolean][] = [
    ["total", "Tổng số nhiệm vụ", () => true],
    ["done", "Nhiệm vụ đã hoàn thành", (one) => one.done],
    ["open", "Nhiệm vụ chưa hoàn thành (đang thực hiện)", (one) => !one.done],
    ...STATUS_ORDER.map((code): [string, string, (one: Seen) => boolean] => [
      `status.${code}`,
      TASK_STATUS_LABELS[code],
      (one) => one.code === code,
    ]),
  ];
  for (const [id, label, test] of kinds) {
    const then = before.filter(test).map((one) => one.id);
    const today = now.filter(test).map((one) => one.id);
    book.count(`previous.${id}`, `${label}, kỳ trước`, then);
    const [inThen, inToday] = [new Set(then), new Set(today)];
    const moved = [...today.filter((one) => !inThen.has(one)), ...then.filter((one) => !inToday.has(one))];
    book.value(`change.${id}`, `${label}, so với kỳ trước`, today.length - then.length, "nhiệm vụ", { tasks: moved });
  }
}
