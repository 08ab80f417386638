import { roman } from "../format/index.ts";
import type { Programme, Target, Task, TaskField } from "../tasks/model.ts";
import { escapeText } from "./escape.ts";
import type { AppendixDescription, DocumentDescription } from "./model.ts";
import { tasksTable } from "./tasks-table.ts";

/** What a plan says besides its programme. Free texts are Markdown-like (`docs/noi-dung.md`). */
export interface PlanRequest
  extends Pick<
    DocumentDescription,
    | "ruleSet"
    | "organisation"
    | "number"
    | "notation"
    | "place"
    | "date"
    | "year"
    | "subject"
    | "addressees"
    | "recipients"
    | "signature"
    | "footnotes"
    | "urgency"
  > {
  programme: Programme;
  /** What the plan carries out and why, before the first section. */
  opening: string;
  purpose: string;
  requirements: string;
  /** General aim, before the targets. */
  generalAim?: string;
  /** Common tasks in words, before the tasks of the programme. */
  commonTasks?: string;
  /** Tổ chức thực hiện. */
  implementation: string;
  /** Where the tasks stand: in a table in an appendix (default), in words in the text, or both. */
  tasksIn?: "appendix" | "text" | "both";
  /** Footnotes on targets: text by the target's id. */
  targetFootnotes?: Record<string, string>;
  appendix?: {
    title?: string;
    columns?: readonly TaskField[];
    headers?: Partial<Record<TaskField, string>>;
    mergeLeadAgency?: boolean;
    keepRowsWhole?: boolean;
    /** One appendix for each group instead of one for all. */
    perGroup?: boolean;
  };
  /** Appendices that come after those made of tasks. */
  moreAppendices?: AppendixDescription[];
}

/**
 * A plan (kế hoạch) made of a programme: I. Mục đích, yêu cầu; II. Mục tiêu, each target followed by who leads and by when;
 * III. Nhiệm vụ, giải pháp, in words or in an appendix; IV. Tổ chức thực hiện. The programme's texts stand in it character for
 * character.
 */
export function composePlan(request: PlanRequest): DocumentDescription {
  return composePlanWithParts(request).description;
}

/** Free parts of a plan, by the names of {@link PlanRequest}. */
export type PlanPart = "opening" | "purpose" | "requirements" | "generalAim" | "commonTasks" | "implementation";

/** Where a free part stands in the body: lines from 0, `end` not included. */
export interface PlanPartLines {
  part: PlanPart;
  start: number;
  end: number;
}

/** {@link composePlan}, and which lines of the body say what was written as which part; the others say what the programme says. */
export function composePlanWithParts(request: PlanRequest): {
  description: DocumentDescription;
  parts: PlanPartLines[];
} {
  const { programme } = request;
  const tasksIn = request.tasksIn ?? "appendix";
  const taskAppendices = tasksIn === "text" || programme.tasks.length === 0 ? [] : appendicesOf(request);
  const appendices = [...taskAppendices, ...(request.moreAppendices ?? [])];
  const footnotes: Record<string, string> = { ...request.footnotes };
  const written = (part: PlanPart) => ({ part, text: request[part] ?? "" });
  const sections: (string | { part: PlanPart; text: string })[] = [
    written("opening"),
    "# MỤC ĐÍCH, YÊU CẦU",
    "## Mục đích",
    written("purpose"),
    "## Yêu cầu",
    written("requirements"),
    ...targetSection(request, footnotes).map((text) => (text === GENERAL_AIM ? written("generalAim") : text)),
    "# NHIỆM VỤ, GIẢI PHÁP",
    written("commonTasks"),
    ...(tasksIn === "appendix" ? [] : tasksInWords(programme)),
    taskAppendices.length === 0
      ? ""
      : `-> *(Có ${appendixWords(taskAppendices.length, appendices.length)} kèm theo)* <-`,
    "# TỔ CHỨC THỰC HIỆN",
    written("implementation"),
  ];
  const { body, parts } = joined(sections);
  const description: DocumentDescription = {
    ruleSet: request.ruleSet,
    kind: "KH",
    // Picked, because callers hand over whole organisation records.
    organisation: pickOrganisation(request.organisation),
    ...(request.number === undefined ? {} : { number: request.number }),
    notation: request.notation,
    place: request.place,
    ...(request.date === undefined ? {} : { date: request.date }),
    ...(request.year === undefined ? {} : { year: request.year }),
    subject: request.subject,
    ...(request.addressees === undefined ? {} : { addressees: request.addressees }),
    body,
    ...(appendices.length === 0 ? {} : { appendices }),
    recipients: request.recipients,
    signature: request.signature,
    ...(Object.keys(footnotes).length === 0 ? {} : { footnotes }),
    ...(request.urgency === undefined ? {} : { urgency: request.urgency }),
  };
  return { description, parts };
}

/** Stands for the general aim among the lines of the section of targets. */
const GENERAL_AIM = "\u0000";

/** Sections that say something, parted by empty lines, with the lines that the written ones take. */
function joined(sections: readonly (string | { part: PlanPart; text: string })[]): {
  body: string;
  parts: PlanPartLines[];
} {
  const texts: string[] = [];
  const parts: PlanPartLines[] = [];
  let line = 0;
  for (const section of sections) {
    const text = typeof section === "string" ? section : section.text;
    if (text.trim() === "") continue;
    const end = line + text.split(/\r\n?|\n/).length;
    if (typeof section !== "string") parts.push({ part: section.part, start: line, end });
    texts.push(text);
    line = end + 1;
  }
  return { body: texts.join("\n\n"), parts };
}

function targetSection(request: PlanRequest, footnotes: Record<string, string>): string[] {
  const { targets } = request.programme;
  const aim = request.generalAim ?? "";
  if (targets.length === 0 && aim === "") return [];
  const out = ["# MỤC TIÊU"];
  if (aim !== "") out.push("## Mục tiêu chung", GENERAL_AIM);
  if (targets.length === 0) return out;
  const sections = [...new Set(targets.map((target) => target.section))];
  const named = sections.some((section) => section !== "");
  if (aim !== "") out.push("## Mục tiêu cụ thể");
  for (const section of sections) {
    if (named && section !== "") out.push(`${aim === "" ? "##" : "###"} ${escapeText(section)}`);
    for (const target of targets) if (target.section === section) out.push(...targetLines(target, request, footnotes));
  }
  return out;
}

function targetLines(target: Target, request: PlanRequest, footnotes: Record<string, string>): string[] {
  const note = request.targetFootnotes?.[target.id];
  let mark = "";
  if (note !== undefined) {
    const label = `chi-tieu-${target.id}`.replace(/[\]\s]/g, "-").slice(0, 64);
    footnotes[label] = note;
    mark = `[^${label}]`;
  }
  const text = target.text.trim();
  const stop = /[.;:!?…]$/.exec(text)?.[0] ?? ".";
  const bare = text.endsWith(stop) ? text.slice(0, -stop.length) : text;
  const lines = [`${escapeText(`- ${bare}`)}${mark}${stop}`];
  const say = (head: string, value: string) => {
    if (value.trim() !== "") lines.push(escapeText(`+ ${head}: ${withStop(value)}`));
  };
  say("Đơn vị chủ trì", target.leadAgency);
  say("Đơn vị phối hợp", target.coordinatingAgencies);
  say("Thời gian thực hiện", target.deadline.text);
  return lines;
}

function tasksInWords(programme: Programme): string[] {
  const out: string[] = [];
  const known = new Set(programme.groups.map((group) => group.id));
  const append = (tasks: Task[]) => {
    for (const task of tasks) out.push(...taskLines(task));
  };
  append(programme.tasks.filter((task) => task.groupId === undefined || !known.has(task.groupId)));
  for (const group of programme.groups) {
    const tasks = programme.tasks.filter((task) => task.groupId === group.id);
    if (tasks.length === 0) continue;
    out.push(`## ${escapeText(group.name)}`);
    append(tasks);
  }
  return out;
}

function taskLines(task: Task): string[] {
  const lines = [escapeText(`- ${withStop(task.name)}`)];
  const say = (head: string, value: string) => {
    if (value.trim() !== "") lines.push(escapeText(`+ ${head}: ${withStop(value.replace(/\n/g, "; "))}`));
  };
  say("Đơn vị chủ trì", task.leadAgency);
  say("Đơn vị phối hợp", task.coordinatingAgencies);
  say("Sản phẩm", task.output);
  say("Thời gian thực hiện", task.deadline.text);
  return lines;
}

function withStop(text: string): string {
  const trimmed = text.trim();
  return /[.;:!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function appendicesOf(request: PlanRequest): AppendixDescription[] {
  const { programme, appendix = {} } = request;
  const { columns, headers, mergeLeadAgency, keepRowsWhole } = appendix;
  const options = { headers, mergeLeadAgency, keepRowsWhole };
  const title = appendix.title ?? `DANH MỤC NHIỆM VỤ\n${programme.title}`;
  if (appendix.perGroup !== true)
    return [{ title, orientation: "landscape", table: tasksTable(programme, columns, options) }];
  const filled = programme.groups.filter((group) => programme.tasks.some((task) => task.groupId === group.id));
  const known = new Set(filled.map((group) => group.id));
  const loose = programme.tasks.some((task) => task.groupId === undefined || !known.has(task.groupId));
  const own = filled.map((group): AppendixDescription => {
    return {
      title: group.name,
      orientation: "landscape",
      table: tasksTable(programme, columns, { ...options, groupId: group.id }),
    };
  });
  if (!loose) return own;
  return [
    { title, orientation: "landscape", table: tasksTable(programme, columns, { ...options, groupId: null }) },
    ...own,
  ];
}

/** "Phụ lục"; "Phụ lục I" when others follow; "các Phụ lục I, II, III". */
function appendixWords(count: number, total: number): string {
  if (total === 1) return "Phụ lục";
  const names = Array.from({ length: count }, (_, index) => roman(index + 1));
  return count === 1 ? `Phụ lục ${names[0]}` : `các Phụ lục ${names.join(", ")}`;
}

function pickOrganisation({
  superior,
  name,
  formalName,
}: DocumentDescription["organisation"]): DocumentDescription["organisation"] {
  return { ...(superior === undefined ? {} : { superior }), name, ...(formalName === undefined ? {} : { formalName }) };
}
