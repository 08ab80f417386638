import type { Actor } from "../../access/index.ts";
import type { DocumentDescription, RuleSetId } from "../../documents/index.ts";
import type { Report, ReportFigure, ReportPeriod, ReportWindow, WindowRule } from "../../reports/index.ts";
import type { TaskStatusCode } from "../../tasks/index.ts";
import type { DocumentRecord, Revised } from "../model.ts";

/** What a document that is a report carries besides a document's own. */
export interface DocumentReport {
  programmeId: string;
  period: ReportPeriod;
  window: ReportWindow;
  /** sha256 of the snapshot in the file store. */
  snapshot: string;
  /** The user's own words, as last given; the body may have been edited by hand since. */
  texts: ReportTexts;
}

/** The user's own words in a report, Markdown-like. Absent: the usual words, or none. */
export interface ReportTexts {
  /** Before the first section. */
  opening?: string;
  /** Đánh giá chung, at the end of the first section. */
  assessment?: string;
  /** After the difficulties and proposals that the tasks report. */
  difficulties?: string;
  proposals?: string;
  /** After the last section. */
  closing?: string;
}

/** A report to be drafted: what is not stored. Organisation, place and rule set follow from the organisation. */
export interface ReportDraft
  extends ReportTexts,
    Pick<DocumentDescription, "notation" | "addressees" | "recipients" | "signature" | "urgency"> {
  programmeId: string;
  period: ReportPeriod;
  ruleSet?: RuleSetId;
  /** Rule of the data window; absent: that of the programme's schedule for such reports, else the office's own. */
  rule?: WindowRule;
  /** Trích yếu; by default "Kết quả thực hiện …" with programme and period. */
  subject?: string;
}

/** A report as it would be, nothing stored. */
export interface ReportPreview {
  report: Report;
  /** The window's last day is over. Until then the report's own window ends today. */
  closed: boolean;
  /** ISO day on which the whole window closes. */
  closesOn: string;
  /** Revision the figures are of, and that of the period before. */
  revision: number;
  previousRevision?: number;
  /** ISO day of the programme's first revision where the window had closed by then: the figures are counted back from the newest. */
  firstRecordedOn?: string;
}

/** A task behind a figure, as it stood at the close of the window. */
export interface TracedTask {
  id: string;
  number: string;
  name: string;
  leadAgency: string;
  /** Deadline as written. */
  deadline: string;
  /** Last allowed day, ISO. */
  due?: string;
  status: { code: TaskStatusCode; label: string };
  completedOn?: string;
  /** Days past `due` at the close, when overdue. */
  overdueDays?: number;
}

/** A figure of a report with everything behind it. */
export interface FigureTrace {
  figure: ReportFigure;
  /** The value as it is written, with its unit: "12 nhiệm vụ", "45,5%". */
  written: string;
  window: ReportWindow;
  programme: { id: string; title: string; revision: number };
  tasks: TracedTask[];
  targets: { id: string; text: string; planned: string; actual: string; reached?: boolean }[];
}

/** Periodic reports of one organisation. Every call checks the actor's organisation and roles. */
export interface ReportDesk {
  /** The data window of a period, by the rule given, else the office's own, else NĐ 09/2019/NĐ-CP. @throws INVALID */
  window(actor: Actor, period: ReportPeriod, rule?: WindowRule): Promise<ReportWindow>;
  /** Computes a report; nothing is stored. @throws NOT_FOUND, INVALID */
  preview(actor: Actor, programmeId: string, period: ReportPeriod, rule?: WindowRule): Promise<ReportPreview>;
  /** A report as a draft document of kind BC, with its sealed snapshot. @throws NOT_FOUND, INVALID */
  draft(actor: Actor, input: ReportDraft): Promise<Revised<DocumentRecord>>;
  /** Changes the user's own words in a draft; the figures stay those of the snapshot. @throws CONFLICT, STATE_FORBIDDEN, INVALID */
  rewrite(actor: Actor, documentId: string, rev: number, texts: ReportTexts): Promise<Revised<DocumentRecord>>;
  /** The report of a document, computed from its snapshot. @throws NOT_FOUND when the document is no report */
  report(actor: Actor, documentId: string): Promise<Report>;
  /** The tasks behind a figure, as they stood in the snapshot. @throws NOT_FOUND */
  trace(actor: Actor, documentId: string, figureId: string): Promise<FigureTrace>;
  /** As `trace`, for a report that is not drafted yet. @throws NOT_FOUND */
  tracePreview(
    actor: Actor,
    programmeId: string,
    period: ReportPeriod,
    figureId: string,
    rule?: WindowRule,
  ): Promise<FigureTrace>;
  /** The sealed snapshot of a report. @throws NOT_FOUND */
  snapshot(actor: Actor, documentId: string): Promise<{ name: string; bytes: Uint8Array; sha256: string }>;
}
