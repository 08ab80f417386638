import type { Actor } from "../../access/index.ts";
import type { DocumentDescription } from "../../documents/index.ts";
import type { IncomingRecord, OtherChannel } from "../../exchange/index.ts";
import type { IncomingEntry } from "../../records/index.ts";
import type { SnapshotCheck } from "../../reports/index.ts";
import type { Verdict } from "../../verification/index.ts";
import type { DocumentRecord, Revised } from "../model.ts";
import type { FollowUpLine, IncomingFigures, IncomingPeriod, OutgoingFigures } from "./figures-model.ts";

export type * from "./figures-model.ts";

/** Who is to deal with a document: a person, or a unit of the office. */
export type Assignee = { personId: string; name: string } | { unitId: string; name: string };

/** One assignment in force: who leads (chủ trì) or helps (phối hợp), until when. Instants are ISO 8601, days ISO dates. */
export interface Assignment {
  to: Assignee;
  part: "lead" | "with";
  /** Thời hạn giải quyết đối với đơn vị, cá nhân này. */
  dueOn?: string;
  at: string;
  by: { personId: string; name: string };
  /** The unit within which its head handed the document on. */
  withinUnit?: string;
}

/**
 * What somebody wrote about a document. leader: ý kiến của lãnh đạo cơ quan; unit: ý kiến của lãnh đạo đơn vị; proposal: ý kiến đề xuất của
 * người giải quyết (NĐ30 Phụ lục IV, VII); clerk: handed on by the clerk; result: how it ended; reopened: taken up again.
 */
export interface Opinion {
  kind: "leader" | "unit" | "proposal" | "clerk" | "result" | "reopened";
  at: string;
  personId: string;
  person: string;
  text: string;
  /** What was assigned with it. */
  lead?: string;
  with?: string[];
  dueOn?: string;
}

/** What the office does with a document that it accepted. */
export interface Handling {
  id: string;
  organisationId: string;
  assignments: Assignment[];
  /** Oldest first. */
  opinions: Opinion[];
  /** Deadline of the whole document. */
  dueOn?: string;
  /** First of the handlers who took it up. */
  startedAt?: string;
  finished?: { at: string; personId: string; person: string; note: string };
  /** Letters of this office drafted as its answer, by id; oldest first. */
  answers: string[];
  /** Symbol of an answer that was made outside this system. */
  answerSymbol?: string;
  /** Số và ký hiệu hồ sơ. */
  dossier?: string;
  /** Notices that are still to be settled. */
  told: { key: string; people: string[] }[];
}

/** Where a document stands in the office. waiting: chờ tiếp nhận; unassigned: chờ phân phối; working: đang giải quyết; done: đã giải quyết. */
export type Progress = "waiting" | "rejected" | "unassigned" | "working" | "done" | "cancelled";

/** How a deadline stands: days are working days left (or over). */
export interface DueState {
  /** Day that counts: a deadline on a day off ends on the next working day (BLDS 2015 Điều 148.5). */
  day: string;
  state: "overdue" | "soon" | "later" | "kept" | "missed";
  days: number;
}

/** Another document that looks the same. */
export type IncomingReference = Pick<
  IncomingRecord,
  "id" | "number" | "notation" | "issuedOn" | "arrivedAt" | "status" | "subject"
> & {
  from: { name: string };
  arrivalNumber?: number;
  /** What is the same: the document's code, or number, notation and organisation. */
  same: "code" | "symbol";
};

/** An incoming document with what the automatic check found and what is done with it. */
export interface IncomingDocument extends IncomingRecord {
  /** Of a report also whether its figures follow from the snapshot it carries. */
  verdict?: Verdict & { report?: SnapshotCheck };
  entry?: IncomingEntry;
  handling: Revised<Handling>;
  progress: Progress;
  due?: DueState;
  /** While it waits: documents here that look the same (NĐ30 Phụ lục VI, III.1.h). */
  duplicates: IncomingReference[];
  /** Letters drafted as its answer. */
  answerDocuments: {
    id: string;
    subject: string;
    state: DocumentRecord["state"];
    symbol?: string;
    issuedOn?: string;
  }[];
  /** Số, ký hiệu văn bản trả lời; "" while there is none. */
  answerSymbols: string;
}

/** An incoming document as lists show it: with the word of the automatic check, and once accepted its number and how it stands. */
export interface IncomingSummary extends Omit<IncomingRecord, "warnings" | "history" | "check"> {
  checked?: Verdict["verdict"];
  arrivalNumber?: number;
  progress: Progress;
  /** "Phòng Kỹ thuật; Trần Văn Bình" */
  assignees: string;
  due?: DueState;
  /** Assigned to whoever asks, or to their unit. */
  mine: boolean;
}

/** Which documents a list shows. */
export interface IncomingFilter {
  progress?: Progress | Progress[];
  due?: "overdue" | "soon";
  /** Assigned to the reader only. */
  mine?: boolean;
  /** Words that must all occur in number, notation, subject, sender, assignees; marks and case do not matter. */
  search?: string;
  /** At most so many; absent: all. */
  limit?: number;
  /** Id of the last one of the page before: go on behind it. */
  after?: string;
}

/** How many incoming documents a reader sees, by where they stand. */
export interface IncomingCounts {
  progress: Record<Progress, number>;
  /** Being dealt with by the reader or their unit. */
  mine: number;
  /** Of those that wait for somebody: over their deadline, or near it. */
  overdue: number;
  soon: number;
}

/** A document that came on paper, by e-mail or as a file, as the clerk writes it down. Dates are ISO. */
export interface OtherDocument {
  channel: OtherChannel;
  from: { name: string; organisationCode?: string; address?: string };
  number: string;
  notation: string;
  issuedOn: string;
  /** Tên loại: "Kế hoạch"; "" for none. */
  kindName: string;
  subject: string;
  signatory: { position: string; name: string };
  dueOn?: string;
  /** 0 normal to 4. */
  priority?: number;
  pages?: number;
  /** PDF, JPEG, PNG or TIFF, the document first. */
  files: { name: string; bytes: Uint8Array }[];
}

/** Who a document is assigned to. Ids of people or units; exactly one leads. */
export interface AssignmentInput {
  lead: { personId: string } | { unitId: string };
  with?: ({ personId: string; dueOn?: string } | { unitId: string; dueOn?: string })[];
  opinion?: string;
  /** Deadline, or working days from today; neither: the one that the sender asked for. */
  dueOn?: string;
  workingDays?: number;
  /** Whose opinion it is, when the clerk writes down what a leader decided. */
  onBehalfOf?: string;
}

/** The stamp "ĐẾN" (NĐ30 Phụ lục IV, V) as data. */
export interface ArrivalStamp {
  organisation: string;
  number: number;
  /** ISO date. */
  arrivedOn: string;
  /** Chuyển: who it was passed to. */
  passedTo: string;
  /** Số và ký hiệu hồ sơ. */
  dossier: string;
}

/** The papers of an incoming document: stamp alone, handling slip, both on one sheet after another. */
export type IncomingPaper = "stamp" | "slip" | "stamp-and-slip";

/** A file to be printed or kept. */
export interface PaperFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** Incoming documents of one organisation. Who is no leader, clerk, archivist or auditor sees those assigned to them. */
export interface IncomingDesk {
  /** Newest first; a page of it with `limit` and `after`. @throws INVALID */
  list(actor: Actor, filter?: IncomingFilter): Promise<IncomingSummary[]>;
  counts(actor: Actor): Promise<IncomingCounts>;
  /** What a packet updates, replaces or recalls here, and what asks the same of it. @throws NOT_FOUND */
  related(actor: Actor, id: string): Promise<{ changed: IncomingSummary[]; changedBy: IncomingSummary[] }>;
  /** How many wait to be accepted or rejected; reads nothing of the others. */
  waiting(actor: Actor): Promise<number>;
  get(actor: Actor, id: string): Promise<IncomingDocument>;
  /** @throws NOT_FOUND, INCOMING_CANCELLED once its sender took it back */
  file(actor: Actor, id: string, index: number): Promise<PaperFile>;
  /**
   * Accepts (03) into the incoming register with an arrival number; the status goes back to the sender.
   * @throws INCOMING_DUPLICATE naming those that look the same, unless they are known; EXCHANGE_STATUS_ORDER
   */
  accept(actor: Actor, id: string, options?: { knownDuplicates?: boolean }): Promise<IncomingDocument>;
  /** Rejects (02) with a reason, which goes back to the sender. */
  reject(actor: Actor, id: string, reason: string): Promise<IncomingDocument>;
  /** A packet that came in by any transport. Idempotent by message id; the signature check runs at once. */
  receive(packet: Uint8Array, messageId: string, to?: string): Promise<{ receiptId: string }>;
  /** Writes down a document that came by another way, with its files; it then waits to be accepted. @throws INVALID, INCOMING_FILE */
  register(actor: Actor, input: OtherDocument): Promise<IncomingDocument>;
  /** A packet file that was brought by hand: as if it had come by the exchange. */
  uploadPacket(actor: Actor, packet: Uint8Array): Promise<IncomingDocument>;
  /** Documents here that look like one that is about to be written down. */
  duplicates(
    actor: Actor,
    like: { organisationCode?: string; organisation: string; number: string; notation: string; issuedOn: string },
  ): Promise<IncomingReference[]>;
  /** People and units that a document can be assigned to. */
  assignees(actor: Actor): Promise<{
    people: { id: string; name: string; position: string; units: string[] }[];
    units: { id: string; name: string }[];
  }>;
  /**
   * Assigns (04) and writes the opinion into the record; again: assigns anew, the notices of those before are settled.
   * @throws INVALID, CONFLICT, STATE_FORBIDDEN
   */
  assign(actor: Actor, id: string, rev: number, input: AssignmentInput): Promise<IncomingDocument>;
  /** The head of a unit that it is assigned to hands it to people of the unit. */
  assignWithinUnit(
    actor: Actor,
    id: string,
    rev: number,
    input: { people: string[]; opinion?: string; dueOn?: string },
  ): Promise<IncomingDocument>;
  /** A leader's further opinion, or a handler's proposal; the first by a handler says that work has begun (05). */
  comment(actor: Actor, id: string, rev: number, text: string): Promise<IncomingDocument>;
  /** A handler takes it up (05). */
  start(actor: Actor, id: string, rev: number): Promise<IncomingDocument>;
  /** Finishes (06): with an answer that has been issued, one made elsewhere, or a note. @throws INVALID when there is none of them */
  finish(
    actor: Actor,
    id: string,
    rev: number,
    result: { note?: string; answerSymbol?: string },
  ): Promise<IncomingDocument>;
  /** Takes it up again after all; the sender, who was told 06, is told nothing (no status follows 06). */
  reopen(actor: Actor, id: string, rev: number, reason: string): Promise<IncomingDocument>;
  /** Số và ký hiệu hồ sơ, as the stamp shows it. */
  setDossier(actor: Actor, id: string, rev: number, dossier: string): Promise<IncomingDocument>;
  /** Drafts a letter that answers it, linked both ways. */
  draftAnswer(
    actor: Actor,
    id: string,
    rev: number,
    description?: DocumentDescription,
  ): Promise<Revised<DocumentRecord>>;
  /** The incoming document that a document of this office answers. */
  answeredBy(actor: Actor, documentId: string): Promise<IncomingReference | undefined>;
  /**
   * Answers a recall, take-back, update or replacement: agreed (15) cancels a recalled document, refused (16) needs a reason and, for a
   * recall, that work has begun (NĐ30 Điều 18.4.b: the receiver cancels what is recalled). `asked`: `changeAsked.at` of the request that was
   * read; another one that came in meanwhile is not answered.
   * @throws STATE_FORBIDDEN, INVALID, CONFLICT
   */
  answerChange(
    actor: Actor,
    id: string,
    answer: { agree: boolean; reason?: string; asked?: string },
  ): Promise<IncomingDocument>;
  /** The stamp as data. @throws STATE_FORBIDDEN before it is accepted */
  stamp(actor: Actor, id: string): Promise<ArrivalStamp>;
  /** Stamp and handling slip as files of their own; the received file is never touched. */
  paper(actor: Actor, id: string, paper: IncomingPaper, format: "pdf" | "docx"): Promise<PaperFile>;
  /** Lines for "Sổ theo dõi giải quyết văn bản đến" (NĐ30 Phụ lục IV, VIII), by arrival number. */
  followUp(actor: Actor, year: number): Promise<FollowUpLine[]>;
  /** Báo cáo tình hình giải quyết văn bản đến (NĐ30 Phụ lục VI, V.2). @throws INVALID */
  figures(actor: Actor, period: IncomingPeriod): Promise<IncomingFigures>;
  /** Báo cáo tình hình giải quyết văn bản đi (V.4). @throws INVALID */
  outgoingFigures(actor: Actor, period: IncomingPeriod): Promise<OutgoingFigures>;
  /** One of both as a file. */
  figuresFile(
    actor: Actor,
    period: IncomingPeriod,
    which: "incoming" | "outgoing",
    format: "pdf" | "docx" | "xlsx",
  ): Promise<PaperFile>;
}
