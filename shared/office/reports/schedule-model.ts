import type { Actor, Role } from "../../access/index.ts";
import type { SignatureBlock } from "../../documents/index.ts";
import type { ReportPeriod, ReportWindow, WindowRule } from "../../reports/index.ts";

/** What a notice is about. "tasks" is the daily digest of one programme. */
export type NoticeKind =
  /** Who sees a document was changed. */
  | "rights-changed"
  /** Such a change waits for a leader. */
  | "rights-waiting"
  | "report-drafted"
  | "report-failed"
  | "report-missed"
  | "window-closing"
  | "tasks"
  | "signing-care"
  | "key-ending"
  /** A list of dossiers was approved; a dossier is to be handed over; one waits for the archivist, or came back. */
  | "dossier-list"
  | "dossier-due"
  | "dossier-offered"
  | "dossier-returned"
  | "dossier-transferred"
  /** An incoming document: new, assigned, due, overdue. */
  | "incoming"
  | "document-taken-over";

/** Who is told: one person, or everybody who has a role in the organisation (the first who does it settles it for all). */
export type NoticeAudience = { personId: string } | { role: Role };

/** Something that somebody must do or know, as its reader sees it. */
export interface Notice {
  /** Names audience and thing; the same thing is told to the same audience once. */
  id: string;
  /** ISO 8601 instant. */
  at: string;
  kind: NoticeKind;
  /** Vietnamese, one or two sentences. */
  text: string;
  /** Address of the page where it is done. */
  href: string;
  /** Id of the document, schedule or programme it is about. */
  subject: string;
  to: NoticeAudience;
  /** This reader has seen it. */
  read: boolean;
  /** ISO 8601 instant when it was settled. */
  doneAt?: string;
  /** Who settled it; "Hệ thống" when its cause went away. */
  doneBy?: string;
}

/** Notices of one reader: to the person and to each of their roles. */
export interface NoticeDesk {
  /** What is still to be done, newest first; with `settled` what was done in the last months instead. */
  list(actor: Actor, options?: { settled?: boolean }): Promise<Notice[]>;
  /** How many are still to be done. */
  count(actor: Actor): Promise<number>;
  /** @throws NOT_FOUND for a notice of somebody else */
  read(actor: Actor, id: string): Promise<Notice>;
  /** Settles it for everybody it was told to. @throws NOT_FOUND */
  done(actor: Actor, id: string): Promise<Notice>;
}

/** What an office sets for its reports. Its warnings of tasks are the calendar's. */
export interface ReportSettings {
  /** Rule of the data windows; absent: that of NĐ 09/2019/NĐ-CP. */
  rule?: WindowRule;
  /** Working days before a window closes from which the responsible person is reminded; 0: never. */
  remindBefore: number;
}

/** Settings of one organisation. */
export interface SettingsDesk {
  /** What is set, with the revision to be given back (0: nothing was set yet, the values are the defaults). */
  reports(actor: Actor): Promise<ReportSettings & { rev: number }>;
  /** @throws INVALID with every fault, CONFLICT */
  setReports(actor: Actor, rev: number, settings: ReportSettings): Promise<ReportSettings & { rev: number }>;
}

/** A report that drafts itself whenever its data window has closed. */
export interface ReportSchedule {
  /** "quarter.<programme id>": one for each programme and kind of period. */
  id: string;
  organisationId: string;
  programmeId: string;
  kind: ReportPeriod["kind"];
  /** Ký hiệu of the drafts: "BC-UBND". */
  notation: string;
  recipients: string[];
  signature: SignatureBlock;
  /** Person id of who sees to the report. */
  responsible: string;
  /** Window rule of this report; absent: the office's. */
  rule?: WindowRule;
  enabled: boolean;
  /** ISO day: windows that closed before it are none of the schedule's. */
  since: string;
}

/** What somebody sets up. */
export type ReportScheduleInput = Omit<ReportSchedule, "id" | "organisationId" | "since"> & {
  /** Default: today. */
  since?: string;
};

/** A window of a schedule and what became of it. */
export interface ScheduledWindow extends ReportWindow {
  /** "open": data are still coming in; "due": closed, the draft is about to be made; "missed": nobody was there to draft it at its time. */
  state: "upcoming" | "open" | "due" | "drafted" | "missed" | "failed";
  documentId?: string;
  /** Why drafting failed (Vietnamese). */
  reason?: string;
  /** ISO 8601 instant of what is told by `state`. */
  at?: string;
}

/** A schedule as lists show it. */
export interface ReportScheduleView extends ReportSchedule {
  rev: number;
  /** Title of the programme; its id when it is gone. */
  programme: string;
  responsibleName: string;
  /** The rule in force and where it is from. */
  inForce: { rule: WindowRule; from: "schedule" | "office" | "decree" };
  /** The newest first: the next one, the open one, and those behind it. */
  windows: ScheduledWindow[];
}

/** Schedules of one organisation. */
export interface ReportScheduleDesk {
  list(actor: Actor): Promise<ReportScheduleView[]>;
  /** @throws NOT_FOUND */
  get(actor: Actor, id: string): Promise<ReportScheduleView>;
  /** @param rev 0 for a new one. @throws INVALID with every fault, NOT_FOUND, ALREADY_EXISTS, CONFLICT */
  save(actor: Actor, rev: number, input: ReportScheduleInput): Promise<ReportScheduleView>;
  /** What it drafted stays. @throws NOT_FOUND, CONFLICT */
  remove(actor: Actor, id: string, rev: number): Promise<void>;
}

/** What one run of the schedule did, over all organisations. */
export interface ScheduleRun {
  drafted: { organisationId: string; scheduleId: string; documentId: string; label: string }[];
  missed: number;
  /** Schedules whose report could not be drafted; they are tried again later. */
  failed: { organisationId: string; scheduleId: string; code: string; reason: string }[];
  /** Notices written or settled. */
  notices: number;
}
