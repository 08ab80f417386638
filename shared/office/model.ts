import type { Access, Actor, Organisation } from "../access/index.ts";
import type {
  DocumentAction,
  DocumentDescription,
  DocumentKind,
  DocumentState,
  PlanRequest,
  RuleSetId,
} from "../documents/index.ts";
import type { Delivery } from "../exchange/index.ts";
import type { SnapshotCheck } from "../reports/index.ts";
import type { SignatureLevel } from "../signing/index.ts";
import type { Storage } from "../storage/index.ts";
import type { Anchor, TypesetWarning } from "../typeset/index.ts";
import type { TrustAnchor, Verdict } from "../verification/index.ts";
import type { AmendmentDesk, AmendmentDraft, DocumentAmendment } from "./amendments/model.ts";
import type { AuditDesk } from "./audit/index.ts";
import type { BulkDesk } from "./bulk/model.ts";
import type { CalendarDesk } from "./calendar/model.ts";
import type { CopyDesk } from "./copies/model.ts";
import type { DossierDesk } from "./dossiers/model.ts";
import type { SelfGrantDesk } from "./grants/model.ts";
import type { IncomingDesk } from "./incoming/model.ts";
import type { InstallationDesk } from "./installation/model.ts";
import type { KeyDesk, SigningRun, Unlock } from "./keys/model.ts";
import type { MandateDesk } from "./mandates/model.ts";
import type { MigrationRun } from "./migrations/index.ts";
import type { Preview, PreviewOptions } from "./preview/model.ts";
import type { AttentionDesk } from "./programmes/attention-model.ts";
import type { ProgrammeDesk } from "./programmes/model.ts";
import type { AgencyDesk, TableDesk } from "./programmes/table-model.ts";
import type { ProgressDesk } from "./progress/model.ts";
import type { RecipientDesk } from "./recipients/model.ts";
import type { BookDesk, RegisterDesk } from "./registers/model.ts";
import type { DocumentReport, ReportDesk } from "./reports/model.ts";
import type { NoticeDesk, ReportScheduleDesk, ScheduleRun, SettingsDesk } from "./reports/schedule-model.ts";
import type { Rights, RightsChange, RightsDesk } from "./rights/model.ts";
import type { SearchDesk } from "./search/model.ts";
import type { Brought } from "./secrecy/refuse.ts";
import type { HandOutDesk } from "./signing/hand-out.ts";
import type { PlaceDesk } from "./signing/place-model.ts";
import type { SigningDesk } from "./signing/session-model.ts";
import type { Standing, StandingDesk } from "./standing/model.ts";
import type { TaskTableDesk } from "./task-table/model.ts";
import type { DrawnWith, TemplateDesk } from "./templates/model.ts";
import type { WordLayout, WordRoundDesk } from "./word-round/model.ts";
import type { WorkflowDesk } from "./workflow/model.ts";

export type * from "./bulk/model.ts";
export type { CalendarDesk } from "./calendar/model.ts";
export type * from "./copies/model.ts";
export type * from "./dossiers/model.ts";
export type * from "./grants/model.ts";
export type * from "./incoming/model.ts";
export type * from "./installation/model.ts";
export type * from "./preview/model.ts";
export type * from "./programmes/attention-model.ts";
export type * from "./programmes/model.ts";
export type * from "./progress/model.ts";
export type * from "./recipients/model.ts";
export type * from "./registers/model.ts";
export type * from "./search/model.ts";
export type * from "./signing/place-model.ts";
export type * from "./task-table/model.ts";
export type * from "./templates/model.ts";
export type * from "./word-round/model.ts";
export type * from "./workflow/model.ts";

/** Tells the time; tests give a fixed one. */
export type Clock = () => Date;

/** One thing that happened to a document. */
export interface HistoryEntry {
  /** ISO 8601 instant. */
  at: string;
  personId: string;
  person: string;
  action:
    | Exclude<DocumentAction, "revise">
    | "draft"
    | "edit"
    /** A file worked on in Word became its layout, or was left. */
    | "word"
    /** Who sees it was changed, or such a change confirmed. */
    | "restrict"
    /** Of the same moment as `seal`: from here the document is issued. */
    | "issue"
    | "renew";
  /** Reason of a return, name of a receiver, number given… (Vietnamese). */
  note?: string;
}

/** What a document does to an issued one (NĐ30 Điều 18.3, 18.4). */
export type RelationKind = "amends" | "replaces" | "corrects" | "recalls";

/** One document about another of the same office, at either end. */
export interface DocumentRelation {
  kind: RelationKind;
  /** Id of the other document. */
  documentId: string;
  /** "15/KH-UBND" */
  symbol: string;
  /** ISO date of the other document. */
  issuedOn: string;
  /** The other document as the exchange names it (QCVN 102:2016, DocumentId). */
  exchangeId?: string;
}

/** A document of an organisation, with everything that was made of it. Files are named by sha256 in the file store. */
export interface DocumentRecord {
  id: string;
  organisationId: string;
  state: DocumentState;
  kind: DocumentKind;
  ruleSet: RuleSetId;
  subject: string;
  description: DocumentDescription;
  /** The programme revision the document carries. */
  programme?: { id: string; revision: number };
  /** What makes it an amendment of an issued document, and what the clerk chose. */
  amendment?: DocumentAmendment;
  /** Which template it was drawn with; known from the moment it is submitted. */
  drawnWith?: DrawnWith;
  /** The Word version that it is set from, instead of its template. */
  word?: WordLayout;
  files: {
    docx?: string;
    /** Typeset from `docx`, with empty form fields for number and date; what the leader signs. */
    pdf?: string;
    /** With the leader's signature. */
    signed?: string;
    /** With number and date filled in. */
    numbered?: string;
    /** With the organisation's seal: the original (bản gốc). */
    issued?: string;
  };
  pages?: number;
  anchors?: Anchor[];
  /** Appendices issued as files of their own; sealed together with the document. */
  attachments: {
    title: string;
    name: string;
    description: DocumentDescription;
    /** sha256 of the whole description as JSON, where it would outgrow the record; `description` then is only its head. */
    content?: string;
    docx?: string;
    pdf?: string;
    issued?: string;
  }[];
  number?: { series: string; value: number; text: string };
  /** ISO date. */
  issuedOn?: string;
  /** Who sees it; absent: everybody in the office. */
  rights?: Rights;
  /** A change of {@link DocumentRecord.rights} that a leader has not confirmed yet. */
  rightsChange?: RightsChange;
  /** Person id of who is to sign, known from the moment it is submitted. */
  signer?: string;
  /** Who signed as leader. */
  signatory?: { personId: string; name: string };
  /** What makes it a periodic report whose figures can be traced. */
  report?: DocumentReport;
  /** Who is asked to approve the draft (NĐ30 Điều 11, 12); absent: whoever may approve. */
  /** `head`: the office wants the head of the drafter's unit to approve before it is signed. */
  reviewer?: { personId: string; name: string; head?: true };
  /** Who approved it, and when (ISO 8601 instant). */
  approval?: { personId: string; name: string; at: string };
  /** What this document does to an issued one once it is issued itself. */
  relation?: DocumentRelation;
  /** What later documents did to this one. */
  changedBy?: DocumentRelation[];
  /** Why and when it was recalled; `by`: the document that says so. */
  recall?: { at: string; reason: string; by?: DocumentRelation };
  /** Organisations it was sent to. */
  sentTo: string[];
  createdAt: string;
  history: HistoryEntry[];
}

/** A document as lists show it: derived from the record, written in the same commit. */
export interface DocumentSummary {
  id: string;
  state: DocumentState;
  kind: DocumentKind;
  ruleSet: RuleSetId;
  subject: string;
  notation: string;
  number?: { text: string };
  /** ISO date. */
  issuedOn?: string;
  /** The programme revision it carries, and whether it amends another document. */
  programme?: { id: string; revision: number; amendment?: boolean };
  /** Who signed; before that, who is to sign. */
  signatory: string;
  /** Person id of the one who drafted it. */
  draftedBy: string;
  /** Person ids of the one who is asked to approve it, and of the one who is to sign. */
  reviewer?: string;
  /** Approval by the head of the drafter's unit comes before the signature. */
  headApproves?: true;
  signer?: string;
  /** It stands where a number can wait before the signature, and carries it already. */
  numbered?: true;
  /** When the leader signed (ISO 8601 instant), and how urgent it is: what the clock of issuing runs by. */
  signedAt?: string;
  urgency?: DocumentDescription["urgency"];
  /** Name of the last one who did something to it, and when (ISO 8601 instant). */
  changedBy: string;
  changedAt: string;
}

/** A record with the store's revision, to be given back with the next change. */
export type Revised<T> = T & { rev: number };

/** A rendered draft. */
export interface Rendered {
  docx: Uint8Array;
  pdf: Uint8Array;
  pages: number;
  anchors: Anchor[];
  warnings: TypesetWarning[];
  /** The template it was filled in; absent for what comes from Word. */
  drawnWith?: DrawnWith;
}

/** A key that can sign here: whose, and where its PKCS#12 lies. The password is never stored. */
export interface KeyRecord {
  id: string;
  organisationId: string;
  /** Absent: the organisation's seal. */
  personId?: string;
  label: string;
  /** sha256 of the PKCS#12 in the file store. */
  p12: string;
  /** ISO dates. */
  notBefore: string;
  notAfter: string;
}

/** A plan to be composed from a stored programme: what {@link PlanRequest} says besides what is stored. The rule set follows from organisation and date unless given. */
export interface PlanParts extends Omit<PlanRequest, "programme" | "ruleSet" | "organisation" | "place"> {
  programmeId: string;
  ruleSet?: RuleSetId;
  /** Revision of the programme; the newest when absent. */
  revision?: number;
  /** Only what is due in this period, and what recurs: "2026-Q4", "2026-12" (`parsePeriod` of the reports); the whole programme when absent. */
  period?: string;
  /** Id of a template choice; the office's default when absent. */
  template?: string;
}

/** What goes with a draft when it is submitted, for the submission slip (phiếu trình). */
export interface Submission {
  /** In short what the draft is about and what is asked for; default: its subject. */
  summary?: string;
  /** Person who is asked to approve it first. */
  reviewerId?: string;
}

/** How many receivers a document stands how with; each is counted once. */
export interface DeliveryCounts {
  all: number;
  /** In the queue, or tried again later. */
  waiting: number;
  /** Handed over, or arrived, and not answered yet. */
  sent: number;
  /** Taken in, assigned, worked on, done. */
  accepted: number;
  /** Rejected by the receiver. */
  refused: number;
  /** Given up: somebody must look. */
  failed: number;
}

/** Documents of one organisation, along the straight line. Each change takes the revision it was read at. */
export interface DocumentDesk {
  /** Newest draft first; with `limit` only so many of the newest, `after` (id of the last one of the page before) those behind. */
  list(
    actor: Actor,
    filter?: { state?: DocumentState; kind?: DocumentKind; limit?: number; after?: string },
  ): Promise<DocumentSummary[]>;
  /**
   * One numbered page of those that stand in these states (absent: all), newest first; the last one for a number beyond it. `total` counts all
   * that the reader may see.
   */
  page(
    actor: Actor,
    range: { states?: DocumentState[]; kind?: DocumentKind; page: number; size: number },
  ): Promise<{ documents: DocumentSummary[]; total: number; page: number }>;
  /** How many documents stand in these states; reads nothing of the others. */
  count(actor: Actor, states: DocumentState[]): Promise<number>;
  get(actor: Actor, id: string): Promise<Revised<DocumentRecord>>;
  draft(
    actor: Actor,
    description: DocumentDescription,
    programme?: { id: string; revision: number },
  ): Promise<Revised<DocumentRecord>>;
  /** A plan composed from a programme of tasks. */
  draftPlan(actor: Actor, parts: PlanParts): Promise<Revised<DocumentRecord>>;
  /** The covering letter with the amended appendix as a separate file, from two revisions of a programme. */
  draftAmendment(actor: Actor, input: AmendmentDraft): Promise<Revised<DocumentRecord>>;
  edit(actor: Actor, id: string, rev: number, description: DocumentDescription): Promise<Revised<DocumentRecord>>;
  /**
   * How a document would look while it is written, and what is missing or wrong in it; nothing is stored. What is empty is told, not refused.
   * @throws INVALID for what no form sends, SECRET_REFUSED, TEMPLATE_*, READING_TIMEOUT, READING_MEMORY
   */
  preview(actor: Actor, description: DocumentDescription, options?: PreviewOptions): Promise<Preview>;
  /** {@link DocumentDesk.preview} of a plan. */
  previewPlan(actor: Actor, parts: PlanParts, options?: Omit<PreviewOptions, "of">): Promise<Preview>;
  render(actor: Actor, id: string): Promise<Rendered>;
  /** Fixes the layout, keeps a version, and makes the submission slip. */
  submit(actor: Actor, id: string, rev: number, submission?: Submission): Promise<Revised<DocumentRecord>>;
  return(actor: Actor, id: string, rev: number, reason: string): Promise<Revised<DocumentRecord>>;
  /** The leader's signature, with the actor's own key. */
  sign(actor: Actor, id: string, rev: number, password: string): Promise<Revised<DocumentRecord>>;
  /** Number and date from the ledger, filled into the form fields. */
  number(actor: Actor, id: string, rev: number): Promise<Revised<DocumentRecord>>;
  /** The organisation's seal; from here the document is issued and immutable, and stands in the outgoing register. */
  seal(actor: Actor, id: string, rev: number, password: string): Promise<Revised<DocumentRecord>>;
  /** Packs and queues for each receiver; delivery is the worker's. */
  send(actor: Actor, id: string, rev: number, to: string[]): Promise<Revised<DocumentRecord>>;
  deliveries(actor: Actor, id: string): Promise<Delivery[]>;
  /** How documents stand with their receivers, by id; at most 100 of them. One that the actor may not see is left out. */
  deliveryCounts(actor: Actor, ids: readonly string[]): Promise<Map<string, DeliveryCounts>>;
  /** Queues again a sending of this document that was given up. @throws NOT_FOUND when none of that message id was */
  resend(actor: Actor, id: string, messageId: string): Promise<Delivery[]>;
  /** Queues again every sending of this document that was given up. @throws NOT_FOUND when none was */
  resendAll(actor: Actor, id: string): Promise<Delivery[]>;
  /** The newest PDF of a document (issued, else numbered, signed, draft). */
  pdf(actor: Actor, id: string): Promise<{ name: string; bytes: Uint8Array }>;
  docx(actor: Actor, id: string): Promise<{ name: string; bytes: Uint8Array }>;
  /** PDF of attachment `index` (from 0). */
  attachment(actor: Actor, id: string, index: number): Promise<{ name: string; bytes: Uint8Array }>;
}

/** A file checked: its verdict, how the document stands today where signatures name it, and of a report whether its figures follow from its snapshot. */
export type CheckedFile = Verdict & { report?: SnapshotCheck; standing?: Standing };

/** A packed evidence container. */
export interface EvidenceContainer {
  name: string;
  bytes: Uint8Array;
  level: SignatureLevel;
  /** What could not be got of revocation data (Vietnamese). */
  missing: string[];
}

/** The whole service over one storage. */
export interface Office {
  storage: Storage;
  clock: Clock;
  access: Access;
  programmes: ProgrammeDesk;
  tables: TableDesk;
  /** The task table of a programme: rows, one change of many, files that prove progress. */
  taskTable: TaskTableDesk;
  agencies: AgencyDesk;
  calendar: CalendarDesk;
  /** Word templates: the office's own beside those that come with Vanthu. */
  templates: TemplateDesk;
  /** Drafts that are worked on in Word. */
  wordRound: WordRoundDesk;
  attention: AttentionDesk;
  /** Progress by agency and group over programmes, and the tasks behind each figure. */
  progress: ProgressDesk;
  documents: DocumentDesk;
  /** Signing with keys kept elsewhere: sessions, batches, files signed on the person's computer. */
  signing: SigningDesk & HandOutDesk & PlaceDesk;
  /** Numbers for many documents, many documents to many receivers: recorded, with a result for each. */
  bulk: BulkDesk;
  /** Groups of receivers that the office's clerks keep. */
  recipients: RecipientDesk;
  reports: ReportDesk;
  reportSchedules: ReportScheduleDesk;
  /** Drafts the reports whose window has closed and tells who must act; called by the worker and by tests. */
  runReportSchedule(now?: Date): Promise<ScheduleRun>;
  notices: NoticeDesk;
  settings: SettingsDesk;
  /** Who may sign for whom. */
  mandates: MandateDesk;
  /** Four eyes over what administrators give themselves. */
  grants: SelfGrantDesk;
  /** Who sees which document. */
  rights: RightsDesk;
  /** State secrets are not for this system: refuses what is marked, with a line in the trail and nothing else kept. @throws SECRET_REFUSED */
  secrecy: { refuse(actor: Actor, brought: Brought, door: string): Promise<void> };
  amendments: AmendmentDesk;
  /** Dossiers: lists of a year, filing, hand-over to the archive, packages, metadata. */
  dossiers: DossierDesk;
  /** Search over documents and dossiers, statistics, history of use. */
  search: SearchDesk;
  incoming: IncomingDesk;
  /** Reminds of incoming documents that are due, overdue or assigned to nobody; called by the worker (then only now and then) and by tests. */
  runIncoming(now?: Date): Promise<{ notices: number }>;
  /** Certified copies: sao y, sao lục, trích sao. */
  copies: CopyDesk;
  /** How issued documents stand today, and their verification codes. */
  standing: StandingDesk;
  /** What may follow for a document, who must act and until when; approval, voiding, recall; locks, versions, submission slips. */
  workflow: WorkflowDesk;
  /** The audit trail: read, proved, taken out. */
  audit: AuditDesk;
  /** What the whole installation trusts, what ends some day, how it is. */
  installation: InstallationDesk;
  /**
   * The signed evidence container (ASiC-E) of an issued document: the document, its appendices, what was sent and received, revocation
   * evidence, the report of its verification; signed with the organisation's key, stamped where an authority is known.
   */
  evidence(actor: Actor, documentId: string, unlock?: Unlock & { keyId?: string }): Promise<EvidenceContainer>;
  /** The registers of NĐ30 Phụ lục IV. */
  registers: RegisterDesk;
  /** Books of numbers: opened, closed, taken over, proved. */
  books: BookDesk;
  /** Opens the books of a new year and closes those that are finished, for all organisations; called by the worker and by tests. */
  turnBooks(): Promise<void>;
  /** Sends what waits in the outboxes; called by the worker and by tests. `givenUp` of the failed ones will not be tried again. */
  deliver(limit?: number): Promise<{ sent: number; failed: number; givenUp: number }>;
  /** How many packets wait to be sent, of all organisations, and how many were given up. */
  backlog(): Promise<{ waiting: number; givenUp: number }>;
  /** Brings stored data to what this program writes; before it serves. `wait`: until another process has done it, or has died over it. @throws DATA_TOO_NEW */
  migrate(options?: { wait?: boolean }): Promise<MigrationRun>;
  /** The public check: no account, nothing kept. A report is also checked against the snapshot it carries. */
  verify(bytes: Uint8Array): Promise<CheckedFile>;
  /** Polls signatures that are waited for and renews what weakens, for all organisations; called by the worker and by tests. */
  runSigning(now?: Date): Promise<SigningRun>;
  /** A signing service says that a person has decided: makes that act of signing due now. Does nothing for what it does not know. */
  signingNotified(ticket: string): Promise<void>;
  /** Waits for acts of signing that go on behind their answers; before the process ends. */
  idle(): Promise<void>;
  /**
   * Keys, connections and acts of signing ({@link KeyDesk}); and the test keys, made by the test authority of this installation, clearly
   * marked.
   */
  keys: KeyDesk & {
    list(organisationId: string): Promise<KeyRecord[]>;
    issueTestKey(
      organisation: Organisation,
      holder: { personId: string; name: string } | "seal",
      password: string,
      /** Who does it, for the audit trail. */
      by?: Actor,
    ): Promise<KeyRecord>;
    /** PEM of the test root. */
    testRoot(): Promise<string>;
    /** What this installation trusts, and the revocation lists it has. */
    trust(): Promise<{ trust: TrustAnchor[]; crls: Uint8Array[] }>;
  };
}
