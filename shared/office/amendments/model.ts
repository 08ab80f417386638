import type { Actor } from "../../access/index.ts";
import type {
  AmendmentInstrument,
  AmendmentKind,
  AmendmentRow,
  AmendmentWording,
  InstrumentProposal,
} from "../../amendments/index.ts";
import type { DocumentDescription, DocumentKind } from "../../documents/index.ts";
import type { Programme } from "../../tasks/index.ts";
import type { DocumentRecord, Rendered, Revised } from "../model.ts";
import type { Preview, PreviewOptions } from "../preview/model.ts";

/** The issued document that an amendment is about, as the exchange names it (DocumentId: organisation code, date, number, notation). */
export interface AmendedDocument {
  /** Id in this office's own store; absent for a document that was issued elsewhere. */
  recordId?: string;
  organisationCode: string;
  kind: DocumentKind;
  number: string;
  notation: string;
  /** ISO date. */
  issuedOn: string;
}

/** What was chosen when an amended appendix was drafted; kept with the draft. */
export interface DocumentAmendment {
  programmeId: string;
  from: number;
  to: number;
  /** For changes without a basis of their own; "" for none. */
  basis: string;
  /** Appendix of tasks whose place is not known; "" for the default. */
  appendix: string;
  amended?: AmendedDocument;
  instrument: AmendmentInstrument;
  /** What the rules proposed. */
  proposed: AmendmentInstrument;
  /** How many rows stand in the appendix, and which tasks were taken out. */
  rows: number;
  left: string[];
  /** Notes that the clerk wrote, by task id. */
  notes: Record<string, string>;
}

/** Which comparison is asked for, and what the clerk decided about its rows. */
export interface AmendmentRequest {
  programmeId: string;
  /** Revision that was issued; default: the one that `documentId` carries. */
  from?: number;
  /** Default: the newest. */
  to?: number;
  /** The issued document that is amended, of this office. */
  documentId?: string;
  /** The amended document where it is not in this office's store. */
  amended?: Omit<AmendedDocument, "recordId" | "organisationCode"> & { organisationCode?: string };
  basis?: string;
  appendix?: string;
  /** Ids of tasks that are not to stand in the appendix. */
  left?: string[];
  /** The clerk's own notes by task id. */
  notes?: Record<string, string>;
}

/** A request with the letter that carries the appendix. */
export interface AmendmentDraft extends AmendmentRequest {
  letter: DocumentDescription;
  appendixTitle: string;
  /** Default: as proposed. */
  instrument?: AmendmentInstrument;
}

/** A row as the clerk sees it: `row.note` is the office's wording, `note` what will stand in the appendix. */
export interface ChosenRow {
  row: AmendmentRow;
  note: string;
  /** Did the clerk write the note? */
  written: boolean;
  taken: boolean;
}

/** Two revisions compared. */
export interface AmendmentComparison {
  from: Programme;
  to: Programme;
  amended?: AmendedDocument;
  rows: ChosenRow[];
  /** Rows with each kind, kinds without a row left out. */
  counts: [AmendmentKind, number][];
  /** For the rows that are taken. */
  proposal: InstrumentProposal;
  /** What else differs, in sentences. */
  beyond: string[];
}

/** An issued document that carries a revision of a programme. */
export interface AmendableDocument extends AmendedDocument {
  recordId: string;
  /** "Kế hoạch số 32/KH-UBND ngày 20/11/2026" */
  citation: string;
  subject: string;
  /** Revision of the programme that it carries. */
  revision: number;
  /** Is it itself an amendment? */
  amendment: boolean;
}

/** The amended appendix: what changed since an issued document, chosen and worded by a clerk. */
export interface AmendmentDesk {
  /** Issued documents that carry a revision of the programme, the newest first. */
  documents(actor: Actor, programmeId: string): Promise<AmendableDocument[]>;
  /** Compares; nothing is stored. @throws NOT_FOUND, INVALID for unknown task ids and revisions the wrong way round, STATE_FORBIDDEN for a document that is not issued */
  compare(actor: Actor, request: AmendmentRequest): Promise<AmendmentComparison>;
  /** The appendix alone, as it would be; nothing is stored. `letter`: default the organisation's own, without number. @throws as compare, NOTHING_AMENDED */
  appendix(actor: Actor, draft: Omit<AmendmentDraft, "letter"> & { letter?: DocumentDescription }): Promise<Rendered>;
  /**
   * Letter or appendix as they would be, with what is missing or wrong; nothing is stored. Fields of the findings: those of the letter, and
   * "appendixTitle", "rows".
   * @throws as compare, SECRET_REFUSED
   */
  preview(
    actor: Actor,
    draft: AmendmentDraft,
    options?: Omit<PreviewOptions, "of"> & { part?: "letter" | "appendix" },
  ): Promise<Preview>;
  /** The covering letter with the appendix as a separate file. @throws as appendix, INVALID for the letter */
  draft(actor: Actor, draft: AmendmentDraft): Promise<Revised<DocumentRecord>>;
  /** Letter and appendix of a draft made anew, with other rows, notes or revisions. @throws as draft, STATE_FORBIDDEN, CONFLICT */
  redraft(actor: Actor, id: string, rev: number, draft: AmendmentDraft): Promise<Revised<DocumentRecord>>;
  /** The office's own templates; `rev` 0 while there are none. */
  wording(actor: Actor): Promise<{ own: Partial<AmendmentWording>; rev: number }>;
  /** Replaces the office's own templates (placeholders by key or by word). @throws INVALID naming every unknown placeholder, CONFLICT */
  saveWording(
    actor: Actor,
    rev: number,
    wording: Record<string, unknown>,
  ): Promise<{ own: Partial<AmendmentWording>; rev: number }>;
}
