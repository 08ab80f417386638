import type { Deadline, DeadlineChange, Target, TaskGroup, TaskProgress } from "../tasks/index.ts";

/** A period that is reported on (NĐ 09/2019/NĐ-CP Điều 12). */
export type ReportPeriod =
  | { kind: "month"; year: number; month: number }
  | { kind: "quarter"; year: number; quarter: 1 | 2 | 3 | 4 }
  | { kind: "six-months"; year: number }
  | { kind: "nine-months"; year: number }
  | { kind: "year"; year: number };

/**
 * When a period's data begin and close, relative to the calendar period: by default from the 15th of the month before it to the 14th of its last
 * month (NĐ 09/2019/NĐ-CP Điều 12, as local copies of the rule have it); an office may set its own.
 */
export interface WindowRule {
  /** Day of the month before the period on which the data window opens; 1 to 28. */
  opensOn: number;
  /** Day of the period's last month on which it closes; 1 to 31 (31: the last day of the month). */
  closesOn: number;
  /** When true the window opens on day 1 of the period itself and `opensOn` is not used. */
  calendarPeriod: boolean;
  /** Working days after the close by which the report is to be sent; at least 1 (NĐ 09/2019/NĐ-CP Điều 8 khoản 5). */
  sendWithinWorkingDays: number;
}

/** A data window (kỳ chốt số liệu): ISO days, both inclusive. */
export interface ReportWindow {
  period: ReportPeriod;
  /** "Quý II năm 2026", "6 tháng đầu năm 2026". */
  label: string;
  from: string;
  to: string;
  /** Last day to send the report. */
  sendBy: string;
}

/** A figure of a report and what stands behind it. */
export interface ReportFigure {
  /** Stable within a report: "total", "status.open-overdue", "agency.3.total". */
  id: string;
  /** What it counts, in words. */
  label: string;
  value: number;
  /** "", "%", "nhiệm vụ", "chỉ tiêu", "ngày". */
  unit: string;
  /** Ids of the tasks counted, in programme order. For a share: of the part. For a difference: those that make it. */
  tasks: string[];
  /** Ids of the targets counted. */
  targets: string[];
}

/** A piece of a sentence: text, or a figure as it is written there ("12", "45,5%"). */
export type SentencePart = string | { figure: string; text: string };

/** A sentence that rules made from figures; one paragraph. A line of a list begins with "- ". */
export interface ReportSentence {
  parts: SentencePart[];
}

/** A part of a report: heading, sentences, then charts, then tables whose cells may be figures. */
export interface ReportSection {
  /** "overview", "results", "agencies", "groups", "extended", "overdue", "targets", "difficulties", "proposals", "next". */
  id: string;
  heading: string;
  /** 2: stands under the section of level 1 before it. */
  level: 1 | 2;
  sentences: ReportSentence[];
  tables: ReportTable[];
  /** Ids of charts that stand here: "status", "agencies", "burn-up". */
  charts: ReportChartId[];
}

/** Charts of a report. */
export type ReportChartId = "status" | "agencies" | "burn-up";

/** A table of figures or of tasks. */
export interface ReportTable {
  /** "status", "agencies", "overdue"… */
  id: string;
  caption: string;
  columns: { header: string; width: number; align?: "left" | "center" | "justify" }[];
  rows: ReportRow[];
  /** Where it stands in the document: in its section, or as an appendix of its own because it is long. */
  place: "text" | "appendix";
  /** "Phụ lục II", for those in an appendix. */
  appendix?: string;
}

/** A row: a heading over the others, or one cell a column. `strong`: a total. */
export type ReportRow =
  | { group: { number: string; title: string } }
  | { cells: SentencePart[][]; taskId?: string; strong?: boolean };

/** Series behind the charts, as numbers; drawing is shared/charts'. */
export interface ReportCharts {
  /** Open and done tasks by status code; `share` in percent, as the figure says it. */
  status: { code: string; label: string; value: number; share: number }[];
  /** Tasks by lead agency, most first; the smallest together as "Cơ quan khác" beyond a dozen. */
  agencies: { name: string; done: number; openInTime: number; overdue: number }[];
  /** Burn-up: tasks in all and tasks done at the end of each step of the window. */
  burnUp: { day: string; total: number; done: number; planned: number }[];
}

/** What a report needs of a task. */
export interface ReportTask {
  id: string;
  groupId?: string;
  number: string;
  name: string;
  leadAgency: string;
  deadline: Deadline;
  completedOn?: string;
  extensions?: DeadlineChange[];
  progress?: TaskProgress;
}

/** What a report needs of a programme; a Programme is one. */
export interface ReportProgramme {
  id: string;
  title: string;
  period: string;
  revision: number;
  groups: TaskGroup[];
  tasks: ReportTask[];
  targets: Target[];
}

/** A task as it stood at the close of the period before. `name` is "" where the task is still in the programme. */
export type EarlierTask = Pick<ReportTask, "id" | "number" | "name" | "deadline" | "completedOn" | "extensions">;

/** What a report is computed from: nothing else, so that anyone can compute it again. */
export interface ReportInput {
  window: ReportWindow;
  programme: ReportProgramme;
  /** The programme's tasks at the close of the period before, with that window. */
  previous?: { window: ReportWindow; revision: number; tasks: EarlierTask[] };
  /** The window after this one: its tasks are the next period's. */
  next: ReportWindow;
  /**
   * ISO day in Vietnam of the programme's first revision, only where the window had closed by then: the figures are then counted back from
   * the newest revision, by the days that its tasks carry.
   */
  firstRecordedOn?: string;
}

/** A report as computed. Pure: the same input gives the same report to the byte. */
export interface Report {
  window: ReportWindow;
  programme: { id: string; title: string; period: string; revision: number };
  figures: ReportFigure[];
  sections: ReportSection[];
  /** Lists that belong to no section and stand last, in an appendix: the tasks, so that figures can be counted by hand. */
  lists: ReportTable[];
  charts: ReportCharts;
}

/** The sealed basis of a report (bản chốt số liệu): canonical JSON (RFC 8785), named by its sha256, attached to the PDF. */
export interface ReportSnapshot {
  /** "vanthu.bao-cao/1" */
  format: string;
  organisation: { code: string; name: string };
  /** Version of the rules that computed it. */
  rules: number;
  input: ReportInput;
  figures: ReportFigure[];
}

/** What checking a report against its snapshot found. */
export interface SnapshotCheck {
  /** sha256 of the attached snapshot, lower-case hexadecimal. */
  sha256: string;
  /** The figures of the snapshot follow from its data, and the document says what they say. */
  matches: boolean;
  /** Vietnamese, one sentence. */
  summary: string;
  /** How much was checked: figures computed again, sentences and table rows looked for in the document. */
  checked: { figures: number; sentences: number; rows: number };
  /** At most 50. */
  differences: SnapshotDifference[];
}

/** One thing that does not match. */
export interface SnapshotDifference {
  code: "FIGURE" | "TEXT" | "FORMAT";
  where: string;
  expected: string;
  found: string;
  message: string;
}
