import type { Actor } from "../../access/index.ts";
import type { Verdict } from "../../verification/index.ts";

/** How a document stands today. `unknown`: this service does not know the document, so it cannot say. */
export type StandingState = "in-force" | "amended" | "replaced" | "recalled" | "unknown";

/** What names a document in words that may be public: nothing of what it says. */
export interface NamedDocument {
  /** "Kế hoạch" */
  kind: string;
  number: string;
  notation: string;
  /** ISO date. */
  issuedOn: string;
  organisation: string;
}

/** A row of an appendix that a later document changed. */
export interface ChangedRow {
  /** "Phụ lục I, số 03" */
  place: string;
  /** "Đổi thời hạn, đổi sản phẩm" */
  what: string;
}

/** A later document that changed this one. */
export interface StandingChange extends NamedDocument {
  change: "correction" | "amendment" | "replacement" | "recall";
  /** "sửa đổi, bổ sung" */
  what: string;
  /** Rows of the appendix that it changes, where they are known here; at most {@link STANDING_ROWS}, `moreRows` says how many more. */
  rows?: ChangedRow[];
  moreRows?: number;
}

/** How a document stands, as far as this service knows. */
export interface Standing {
  state: StandingState;
  /** One Vietnamese sentence. */
  words: string;
  /** How it was recognised: the file itself, or number, notation, date and the seal's organisation. Absent when unknown. */
  found?: "file" | "number" | "code";
  document?: NamedDocument;
  /** Oldest first. */
  by: StandingChange[];
  /** ISO 8601 instant of the answer. */
  asOf: string;
}

/** A document found by its verification code. */
export interface CodedDocument {
  code: string;
  document: NamedDocument;
  /** Its files as issued, the document's own first. */
  files: { name: string; sha256: string }[];
  standing: Standing;
}

/** What of a coded document some file is: the issued original, an appendix, an earlier state of its signing; undefined: none of them. */
export type FileMatch = "issued" | "appendix" | "earlier";

/** Rows that one answer carries at most. */
export const STANDING_ROWS = 200;

/**
 * How issued documents stand today, for everybody who holds the document or its code. It tells number, date and organisation, never the
 * content. Only documents issued here and those that came in through the exchange with a sound signature are known.
 */
export interface StandingDesk {
  /** By the sha256 of any of its signed states. */
  ofFile(sha256: string): Promise<Standing>;
  /** By the file, else by number, notation, date and organisation when the signatures passed. */
  ofVerdict(verdict: Verdict): Promise<Standing>;
  /** @throws INVALID for what is no code, NOT_FOUND */
  byCode(code: string): Promise<CodedDocument>;
  /** What of the coded document a file is. @throws as byCode */
  matchFile(code: string, sha256: string): Promise<FileMatch | undefined>;
  /** The code of an issued document of the actor's organisation; made now for one issued before there were codes. @throws NOT_FOUND, STATE_FORBIDDEN */
  codeOf(actor: Actor, id: string): Promise<string>;
}
