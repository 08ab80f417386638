import type { Actor } from "../../access/index.ts";
import type { Finding } from "../../lint/index.ts";
import type { TypesetWarning } from "../../typeset/index.ts";
import type { FieldChange, PlaceCheck, WordComparison, WordFields, WordNotice } from "../../word/index.ts";
import type { DocumentRecord, Revised } from "../model.ts";

/** The Word version that a draft is set from instead of its template. */
export interface WordLayout {
  /** Number of the {@link WordVersion}. */
  version: number;
  /** sha256 of the Word file. */
  docx: string;
  /** Its text could not be brought back into the form: parts of the form say less than the file. */
  textOnly?: true;
}

/** A Word file that was accepted as a draft's layout; kept, so that it can be brought back. */
export interface WordVersion {
  /** From 1. */
  version: number;
  /** ISO 8601 instant. */
  at: string;
  personId: string;
  person: string;
  /** Name of the uploaded file. */
  file: string;
  docx: string;
  /** How many places say something else than the draft did, and how many look otherwise. */
  words: number;
  formats: number;
}

/** A Word file that was uploaded and looked at; somebody decides on it. */
export interface WordProposal {
  id: string;
  documentId: string;
  /** ISO 8601 instant. */
  at: string;
  personId: string;
  person: string;
  /** Name of the uploaded file. */
  file: string;
  /** sha256 of the file as it would be taken, of its PDF, and of the Word file of the draft that it was compared with. */
  docx: string;
  pdf: string;
  base: string;
  pages: number;
  words: number;
  formats: number;
}

/** A proposal with everything that was found. */
export interface WordProposalView extends WordProposal {
  comparison: WordComparison;
  fields: FieldChange[];
  places: PlaceCheck[];
  notices: WordNotice[];
  findings: Finding[];
  warnings: TypesetWarning[];
  /** The draft has changed since: the file must be uploaded again. */
  stale: boolean;
  /** Its text will be in the form, too, when it is accepted. */
  textRead: boolean;
}

/** What somebody says about fields that could not be read with certainty: the text as it stands in the file, a line for each item. */
export type ConfirmedFields = Partial<Record<keyof WordFields, string>>;

/** Drafts worked on in Word: uploaded, compared, taken or left. */
export interface WordRoundDesk {
  /**
   * Looks at an edited file: what differs from the draft, what was lost. Nothing of the draft changes.
   * @throws FORBIDDEN, NOT_FOUND, STATE_FORBIDDEN, SECRET_REFUSED, WORD_ACTIVE_CONTENT, REPORT_TEXT_FIXED, FILE_*, PACKAGE_*, READING_*
   */
  propose(actor: Actor, documentId: string, file: { name: string; bytes: Uint8Array }): Promise<WordProposalView>;
  /** Files that wait for a decision, newest first. */
  proposals(actor: Actor, documentId: string): Promise<WordProposal[]>;
  /** @throws NOT_FOUND, FORBIDDEN */
  proposal(actor: Actor, documentId: string, proposalId: string): Promise<WordProposalView>;
  /** The file as it would be taken, or its PDF. @throws NOT_FOUND, FORBIDDEN */
  proposalFile(
    actor: Actor,
    documentId: string,
    proposalId: string,
    format: "pdf" | "docx",
  ): Promise<{ name: string; bytes: Uint8Array }>;
  /**
   * The file becomes the draft's layout; subject, recipients and whoever signs follow it.
   * @throws CONFLICT when the draft is not the one it was compared with; WORD_PLACES_MISSING, INVALID for fields that are to be confirmed,
   *   REPORT_TEXT_FIXED, DOCUMENT_HELD, STATE_FORBIDDEN, NOT_FOUND, FORBIDDEN
   */
  accept(
    actor: Actor,
    documentId: string,
    rev: number,
    proposalId: string,
    fields?: ConfirmedFields,
  ): Promise<Revised<DocumentRecord>>;
  /** Forgets an uploaded file. @throws NOT_FOUND, FORBIDDEN */
  discard(actor: Actor, documentId: string, proposalId: string): Promise<void>;
  /** Back to the layout that the form gives; the Word version stays among those that can be brought back. @throws CONFLICT, STATE_FORBIDDEN, DOCUMENT_HELD */
  leave(actor: Actor, documentId: string, rev: number): Promise<Revised<DocumentRecord>>;
  /** Word files that were taken, newest first. */
  versions(actor: Actor, documentId: string): Promise<WordVersion[]>;
  versionFile(actor: Actor, documentId: string, version: number): Promise<{ name: string; bytes: Uint8Array }>;
  /** Compares an earlier version with the draft as it is now, to be taken again. @throws as `propose` */
  restore(actor: Actor, documentId: string, version: number): Promise<WordProposalView>;
}
