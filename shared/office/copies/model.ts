import type { Actor } from "../../access/index.ts";
import type { CopyForm, CopyOffer, CopySignatory, Medium, Passage, Standing } from "../../copies/index.ts";
import type { DocumentDescription, RuleSetId } from "../../documents/index.ts";
import type { Delivery } from "../../exchange/index.ts";
import type { Unlock } from "../keys/model.ts";

/** What is copied: a document that this office issued, one that came in, or a file that was uploaded (a scan, or a signed PDF). */
export type CopySource =
  | { from: "document"; id: string }
  | { from: "incoming"; id: string }
  | { from: "upload"; id: string };

/** What a source is: told by the documents of the office and by packets; of an upload by who uploads it. */
export interface CopiedText {
  /** "Quyết định"; "" for a letter. */
  kindName: string;
  /** "15" and "QĐ-UBND"; "15/QĐ-UBND" together. */
  number: string;
  notation: string;
  symbol: string;
  /** ISO date. */
  issuedOn: string;
  /** Organisation that issued it. */
  issuer: string;
  subject: string;
}

/** An uploaded file as it is kept. */
export interface CopyUpload {
  id: string;
  organisationId: string;
  /** sha256 of the PDF: as it came, or made of page pictures. */
  file: string;
  pages: number;
  medium: Medium;
  standing: Standing;
  text: CopiedText;
  /** Of a scan, dots an inch, and what should be looked at (Vietnamese). */
  resolution?: number;
  warnings: string[];
  uploadedBy: { personId: string; name: string };
  /** ISO 8601. */
  at: string;
}

/** What comes with an uploaded file. */
export interface NewUpload {
  files: { name: string; bytes: Uint8Array }[];
  text: Omit<CopiedText, "symbol">;
  /** What the paper is; a signed PDF says itself what it is. */
  standing: Standing;
  /** Whoever uploads has compared scan and paper, and it holds no State secret (NĐ30 Điều 27.2). */
  compared: boolean;
  secret: boolean;
}

/** A source with everything that is needed to choose what to make of it. */
export interface CopyView {
  source: CopySource;
  text: CopiedText;
  medium: Medium;
  standing: Standing;
  pages: number;
  /** sha256 of its files, the text itself first. */
  files: string[];
  /** Of an electronic source: what the check of its signatures says now. */
  check?: { verdict: string; summary: string };
  warnings: string[];
  offers: CopyOffer[];
  /** Why no copy at all can be made (Vietnamese), whatever the form. */
  refusal?: { code: string; message: string; hint?: string };
  /** What an extract may take up, and the description it is made of; absent where the text cannot be read (a scan). */
  passages?: Passage[];
  description?: DocumentDescription;
  signatories: NamedSignatory[];
  /** Abbreviation of the organisation for the numbers of copies on paper; absent while nobody has set it and no document shows it. */
  abbreviation?: string;
}

/** Somebody whom the head lets sign copies (NĐ30 Điều 27.1). */
export interface NamedSignatory extends CopySignatory {
  id: string;
}

/** How an organisation makes copies. */
export interface CopySettings {
  abbreviation?: string;
  /** In the order they are offered; without any, the leaders of the organisation. */
  signatories: NamedSignatory[];
  rev: number;
}

/** A copy that is asked for. */
export interface CopyRequest {
  source: CopySource;
  form: CopyForm;
  to: Medium;
  /** Id of one of {@link CopyView.signatories}: who decides on the copy, and signs it on paper. */
  signatory: string;
  /** Nơi nhận bản sao; of a copy on paper they stand on it. */
  recipients: string[];
  /** How many on paper. */
  amount?: number;
  /** Of an extract: indexes of passages, all when absent; and the whole text where the source cannot be read. */
  passages?: number[];
  description?: DocumentDescription;
}

/**
 * Where a copy stands. Electronic: made, then sent. On paper: printed (number kept for it), then signed by hand and stamped, or given up with
 * its number.
 */
export type CopyState = "made" | "sent" | "printed" | "signed" | "void";

/** A copy, with what it was made of and what was found of that at the time. */
export interface CopyRecord {
  id: string;
  organisationId: string;
  state: CopyState;
  form: CopyForm;
  to: Medium;
  ruleSet: RuleSetId;
  /** The clause by which it may be made. */
  clause: string;
  source: {
    at: CopySource;
    /** sha256 of each file of the source. */
    files: string[];
    medium: Medium;
    standing: Standing;
    text: CopiedText;
    /** Of an electronic source: the verdict at the time of copying; `file` is the whole of it as JSON. */
    check?: { verdict: string; summary: string; file: string };
  };
  /** sha256 of the copy. */
  file: string;
  pages: number;
  /** Electronic: the line at the top right. */
  line?: string;
  /** On paper: number and notation, from the series of copies. */
  number?: { series: string; value: number; text: string; symbol: string };
  /** On paper: did the block find room under the text? */
  block?: "same-page" | "own-page";
  /** ISO date of the copy. */
  madeOn: string;
  signatory: NamedSignatory;
  recipients: string[];
  amount: number;
  madeBy: { personId: string; name: string };
  sentTo: string[];
  /** ISO 8601 instants, oldest first. */
  history: { at: string; person: string; action: "make" | "sign" | "void" | "send" | "renew"; note?: string }[];
}

/** One line of the register of copies. */
export interface CopyEntry {
  copyId: string;
  year: number;
  /** Of copies on paper; electronic ones carry none (Phụ lục I, Phần II, mục I). */
  symbol: string;
  madeOn: string;
  form: CopyForm;
  to: Medium;
  /** What was copied: kind, number, date, issuer, subject. */
  copied: string;
  signatory: string;
  recipients: string;
  amount: number;
  state: CopyState;
  note: string;
}

/** Certified copies of one organisation (NĐ30 Điều 25–27). */
export interface CopyDesk {
  /** Takes a scan or a signed PDF in. @throws COPY_SCAN_UNFIT, COPY_SCAN_TOO_LARGE, COPY_SOURCE_UNSOUND, COPY_FORBIDDEN (secret), INVALID, FORBIDDEN */
  upload(actor: Actor, input: NewUpload): Promise<CopyUpload>;
  /** What may be made of a source. @throws NOT_FOUND, COPY_SOURCE_NOT_ISSUED, FORBIDDEN */
  look(actor: Actor, source: CopySource): Promise<CopyView>;
  /** The first file of a source, to be shown. */
  sourcePdf(actor: Actor, source: CopySource): Promise<{ name: string; bytes: Uint8Array }>;
  /** The copy as it will be, without number or signature; nothing is kept. @throws as `make` */
  preview(actor: Actor, request: CopyRequest): Promise<{ pdf: Uint8Array; pages: number; line?: string }>;
  /**
   * Makes the copy. Electronic: signed with the organisation's key, the preferred one unless `keyId` names another. On paper: numbered and
   * laid out for printing.
   * @throws COPY_FORBIDDEN naming the clause, COPY_SOURCE_UNSOUND, COPY_NOT_AUTHORISED, COPY_EXTRACT_EMPTY, COPY_PASSAGE_FOREIGN,
   *   COPY_BLOCK_TOO_LONG, KEY_MISSING, P12_PASSWORD_WRONG, SIGN_*, INVALID, FORBIDDEN
   */
  make(actor: Actor, request: CopyRequest, unlock?: Unlock & { keyId?: string }): Promise<CopyRecord & { rev: number }>;
  /** Newest first. */
  list(actor: Actor): Promise<CopyRecord[]>;
  get(actor: Actor, id: string): Promise<CopyRecord & { rev: number }>;
  pdf(actor: Actor, id: string): Promise<{ name: string; bytes: Uint8Array }>;
  /** The copy on paper is signed and stamped: its number is used. @throws STATE_FORBIDDEN, CONFLICT */
  confirm(actor: Actor, id: string, rev: number): Promise<CopyRecord & { rev: number }>;
  /** The copy on paper was spoiled: its number will never be used. @throws STATE_FORBIDDEN, CONFLICT, INVALID */
  cancel(actor: Actor, id: string, rev: number, reason: string): Promise<CopyRecord & { rev: number }>;
  /** Queues an electronic copy for each receiver. @throws STATE_FORBIDDEN, RECEIVER_UNKNOWN, INVALID, CONFLICT */
  send(actor: Actor, id: string, rev: number, to: string[]): Promise<CopyRecord & { rev: number }>;
  deliveries(actor: Actor, id: string): Promise<Delivery[]>;
  register(actor: Actor, year: number, search?: string): Promise<CopyEntry[]>;
  settings(actor: Actor): Promise<CopySettings>;
  /** By leaders and administrators (Điều 27.1). @throws INVALID, CONFLICT, FORBIDDEN */
  changeSettings(actor: Actor, rev: number, settings: Omit<CopySettings, "rev">): Promise<CopySettings>;
}
