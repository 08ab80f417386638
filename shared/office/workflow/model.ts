import type { Actor, Role } from "../../access/index.ts";
import type { WordMark } from "../../amendments/index.ts";
import type {
  ApprovalRule,
  DocumentAction,
  DocumentDescription,
  DocumentState,
  WorkflowRules,
} from "../../documents/index.ts";
import type {
  DocumentRecord,
  DocumentRelation,
  DocumentSummary,
  HistoryEntry,
  RelationKind,
  Revised,
} from "../model.ts";

/** What an office sets about its workflow; the order of signature and number is set with the signatures. */
export interface WorkflowSettings {
  /** Must a draft be approved before it is signed (NĐ30 Điều 11)? */
  approval: ApprovalRule;
  /** Must the head of the drafter's unit approve it, where the unit has one? Absent: optional. */
  unitHead?: ApprovalRule;
}

/** Who must act: people by name, or whoever has a role. */
export interface Turn {
  people: { personId: string; name: string }[];
  roles: Role[];
  /** Vietnamese: "Lê Thị Minh Nguyệt ký", "văn thư (Đỗ Thu Hà) cấp số, ghi ngày"; empty when nobody must. */
  words: string;
}

/** One action that the state allows now. */
export interface NextAction {
  action: DocumentAction;
  /** "trình ký" */
  name: string;
  /** Who does it, in Vietnamese: "người soạn". */
  who: string;
  clause: string;
  /** Must say why. */
  reason: boolean;
  /** May this actor do it? */
  mine: boolean;
}

/** Until when an act of the office must be done (NĐ30 Điều 18.1), by the office's working calendar. */
export interface WorkflowClock {
  /** When it began to run: the leader's signature (ISO 8601 instant). */
  since: string;
  /** ISO days: the day it should be done, and the last day it may be. */
  due: string;
  latest: string;
  /** Urgent documents go at once: both days are the day of the signature. */
  urgent: boolean;
  /** How it stands today: "in-time" on the day, "last-day" on the last one, "late" after it, "done" once it is out. */
  standing: "in-time" | "last-day" | "late" | "done";
  /** Vietnamese sentence. */
  words: string;
  clause: string;
}

/** Somebody is editing a document. */
export interface DocumentHold {
  personId: string;
  person: string;
  /** ISO 8601 instants. */
  since: string;
  expiresAt: string;
}

/** A version that was submitted. */
export interface DocumentVersion {
  /** From 1. */
  version: number;
  /** ISO 8601 instant. */
  at: string;
  personId: string;
  person: string;
  subject: string;
  /** sha256 of the files that were submitted, and of the description as JSON. */
  docx: string;
  pdf: string;
  description: string;
  attachments: { title: string; docx: string; pdf: string }[];
  /** Number of the Word version that it was set from; absent where it was set from the form. */
  word?: number;
}

/** One part of a description in two versions, word by word; parts that are the same are left out. */
export interface ComparedPart {
  /** Vietnamese: "Trích yếu", "Nội dung", "Nơi nhận", "Phụ lục I, bảng"… */
  part: string;
  marks: WordMark[];
}

/** Two versions compared. `to` 0: the draft as it is now. */
export interface VersionComparison {
  from: DocumentVersion;
  to: DocumentVersion | { version: 0; subject: string };
  parts: ComparedPart[];
  /** How many parts are the same. */
  same: number;
}

/** What somebody said to a submitted draft. */
export interface SlipOpinion {
  /** ISO 8601 instant. */
  at: string;
  personId: string;
  person: string;
  /** Chức vụ, as the directory has it; empty when it has none. */
  position: string;
  /** "opinion": said without deciding; else what was decided. */
  act: "opinion" | "approve" | "return" | "sign" | "withdraw";
  /** Vietnamese, as written; may be empty for what needs no words. */
  text: string;
}

/** The submission slip (phiếu trình) of one submission. */
export interface SubmissionSlip {
  /** The version it came with. */
  version: number;
  /** ISO 8601 instant. */
  at: string;
  proposer: { personId: string; name: string; position: string };
  /** Asked to approve; absent when nobody was named. */
  reviewer?: { personId: string; name: string };
  /** Who is to sign, as written under the draft. */
  signatory: string;
  subject: string;
  summary: string;
  /** Oldest first. */
  opinions: SlipOpinion[];
}

/** A document as its workflow sees it. */
export interface WorkflowView {
  documentId: string;
  rev: number;
  state: DocumentState;
  /** "đã trình ký" */
  stateName: string;
  rules: WorkflowRules;
  /** Absent where nobody must act: sent, recalled, replaced, voided. */
  turn?: Turn;
  actions: NextAction[];
  clock?: WorkflowClock;
  hold?: DocumentHold;
  history: HistoryEntry[];
  versions: DocumentVersion[];
  slip?: SubmissionSlip;
  relation?: DocumentRelation;
  changedBy: DocumentRelation[];
  recall?: DocumentRecord["recall"];
}

/** A document that waits for the actor. */
export interface WaitingDocument {
  document: DocumentSummary;
  /** What it waits for. */
  action: DocumentAction;
  name: string;
  /** When this person opened what is to be approved or signed (ISO 8601 instant); absent: not yet. */
  openedAt?: string;
  clock?: WorkflowClock;
}

/** The workflow of outgoing documents, beside the acts of {@link DocumentDesk}. */
export interface WorkflowDesk {
  /** @throws NOT_FOUND, FORBIDDEN */
  view(actor: Actor, id: string): Promise<WorkflowView>;
  /** What waits for this person, the most pressing first. */
  waiting(actor: Actor): Promise<WaitingDocument[]>;
  /** Notes that this person opened what was submitted; nothing for a document that waits for nobody's decision. @throws NOT_FOUND */
  noteOpened(actor: Actor, id: string): Promise<void>;
  /** Of these documents, when this person opened what stands submitted now (ISO 8601, by id); those that were not opened are absent. */
  opened(actor: Actor, ids: readonly string[]): Promise<Map<string, string>>;
  settings(actor: Actor): Promise<WorkflowSettings>;
  /** @throws FORBIDDEN, INVALID */
  changeSettings(actor: Actor, settings: WorkflowSettings): Promise<WorkflowSettings>;
  /** Who can be named as reviewer when this actor submits: heads of their units first. */
  reviewers(actor: Actor): Promise<{ personId: string; name: string; position: string; head?: true }[]>;

  /** Approves the draft that was submitted (NĐ30 Điều 11, 12). @throws STATE_FORBIDDEN, FORBIDDEN, CONFLICT */
  approve(actor: Actor, id: string, rev: number, opinion?: string): Promise<Revised<DocumentRecord>>;
  /** The drafter takes back what is not yet approved. @throws STATE_FORBIDDEN, FORBIDDEN, CONFLICT */
  withdraw(actor: Actor, id: string, rev: number, reason?: string): Promise<Revised<DocumentRecord>>;
  /** Ends a document that is not issued; its number is voided with the reason in the same commit. @throws STATE_FORBIDDEN, FORBIDDEN, INVALID */
  void(actor: Actor, id: string, rev: number, reason: string): Promise<Revised<DocumentRecord>>;
  /**
   * Takes an issued document back for good and tells everybody it was sent to.
   * @param by id of the issued document of this office that says so
   * @throws STATE_FORBIDDEN, FORBIDDEN, INVALID, NOT_FOUND for `by`
   */
  recall(actor: Actor, id: string, rev: number, reason: string, by?: string): Promise<Revised<DocumentRecord>>;
  /**
   * A new draft that amends, replaces, corrects or recalls an issued document; what it does happens when it is issued.
   * @param description default: a letter or document of the same form about it, to be edited
   * @throws STATE_FORBIDDEN when the document is not issued, FORBIDDEN, INVALID
   */
  draftRelated(
    actor: Actor,
    id: string,
    kind: RelationKind,
    description?: DocumentDescription,
  ): Promise<Revised<DocumentRecord>>;

  /** Takes or renews the right to edit for some minutes. @throws DOCUMENT_HELD naming who has it, STATE_FORBIDDEN */
  hold(actor: Actor, id: string): Promise<DocumentHold>;
  /** Gives it back; nothing happens when it is not held by the actor. */
  release(actor: Actor, id: string): Promise<void>;
  /** A leader or clerk takes over from whoever edits, who is told. @throws FORBIDDEN, INVALID */
  takeOver(actor: Actor, id: string, reason: string): Promise<DocumentHold>;

  versions(actor: Actor, id: string): Promise<DocumentVersion[]>;
  /** @param to 0: the draft as it is now. @throws NOT_FOUND */
  compare(actor: Actor, id: string, from: number, to: number): Promise<VersionComparison>;
  versionFile(
    actor: Actor,
    id: string,
    version: number,
    format: "docx" | "pdf",
  ): Promise<{ name: string; bytes: Uint8Array }>;

  /** The slip of the newest submission, or of an earlier version. @throws NOT_FOUND */
  slip(actor: Actor, id: string, version?: number): Promise<SubmissionSlip>;
  slipFile(
    actor: Actor,
    id: string,
    format: "docx" | "pdf",
    version?: number,
  ): Promise<{ name: string; bytes: Uint8Array }>;
  /** Says something to a submitted draft without deciding. @throws STATE_FORBIDDEN, FORBIDDEN, INVALID */
  opinion(actor: Actor, id: string, text: string): Promise<SubmissionSlip>;
}
