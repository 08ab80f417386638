/**
 * Dossiers (hồ sơ) as NĐ 30/2020/NĐ-CP Chương IV and Phụ lục V, VI know them: the list of a year, a dossier, what lies in it. Dates are ISO
 * days, instants ISO 8601; files are named by their sha256.
 */

/** How the numbers of a year's list run (Phụ lục V.I.2): through the whole list, or anew under each large heading. */
export type ListNumbering = "whole" | "heading";

/** A dossier that the list foresees. */
export interface ListItem {
  /** Số và ký hiệu, "01.TCCB": given by {@link numberList}. */
  notation: string;
  title: string;
  /** "Vĩnh viễn" or "20 năm". */
  retention: string;
  /** Who is to keep it. */
  maker: { personId?: string; name: string };
  note?: string;
}

/** A small heading within a large one (Arabic number), or the dossiers that stand right under the large one (title ""). */
export interface ListPart {
  title: string;
  items: ListItem[];
}

/** A large heading (Roman number): a unit or a field of work, with its abbreviation. */
export interface ListHeading {
  title: string;
  abbreviation: string;
  parts: ListPart[];
}

/** Danh mục hồ sơ of one year (Điều 28, Phụ lục V.I and II). */
export interface DossierList {
  year: number;
  numbering: ListNumbering;
  headings: ListHeading[];
  /** The decision it comes with: "(Kèm theo Quyết định số … ngày … của …)". */
  decision?: { symbol: string; date: string; issuer: string };
  /** Who is told of it once it is approved (Điều 28). */
  state: "draft" | "approved";
  approved?: { at: string; personId: string; name: string };
}

/** Where a dossier stands. open → closed → offered → kept; an offer may be returned. */
export type DossierState = "open" | "closed" | "offered" | "kept";

/** Who may see a dossier besides those who keep it. "office": everybody of the organisation who reads documents. */
export interface DossierAccess {
  level: "office" | "restricted";
  /** Person ids. */
  people: string[];
  /** Unit ids. */
  units: string[];
}

/** One thing that happened to a dossier. */
export interface DossierEvent {
  at: string;
  personId: string;
  person: string;
  action:
    | "open"
    | "edit"
    | "put"
    | "take-out"
    | "close"
    | "reopen"
    | "access"
    | "freeze"
    | "unfreeze"
    | "offer"
    | "return"
    | "receive"
    | "keep-back"
    | "export"
    | "transfer";
  note?: string;
}

/** A dossier. What lies in it are rows of their own ({@link DossierDocument}). */
export interface Dossier {
  id: string;
  organisationId: string;
  /** Mã hồ sơ (Phụ lục VI Phần II.III.1): 13, 4 and 20 characters. */
  code: { organId: string; year: number; notation: string };
  title: string;
  /** "Vĩnh viễn" or "20 năm". */
  retention: string;
  /** Chế độ sử dụng. */
  rights: string;
  maker: { personId: string; name: string };
  /** Đơn vị of the maker, as the hand-over sheet names it. */
  unit?: string;
  language: string;
  startedOn: string;
  /** Day the business ended: of a closed one. */
  endedOn?: string;
  note?: string;
  /** Key words for finding (TT 05/2025/TT-BNV: keyword). */
  keywords?: string;
  /** Construction dossiers are handed over three months after the accounts are settled (Điều 30.2.a). */
  kind: "other" | "construction";
  access: DossierAccess;
  /** A change of `access` that waits for a leader's word; it holds meanwhile. `at` is an ISO instant. */
  accessChange?: { at: string; by: { personId: string; name: string }; before: DossierAccess };
  state: DossierState;
  /** Locked against every change by an order (Phụ lục VI Phần I.IV.1.g). */
  frozen?: { at: string; by: string; reason: string };
  /** Day by which it is to be handed over; set when it is closed. */
  handOverBy?: string;
  /** Kept back with the leader's written consent, two years at most (Điều 31.3.d). */
  keptBack?: { until: string; consent: string };
  /** Hand-over: to whom it was offered, who received it. */
  offered?: { at: string; personId: string; name: string };
  received?: { at: string; personId: string; name: string; session: number; ordinal: number };
  /** Numbers of its documents in their order, fixed when it is closed. */
  documents: number;
  pages: number;
  files: number;
  createdAt: string;
  history: DossierEvent[];
}

/** Where a document of a dossier comes from. */
export interface DocumentSource {
  from: "document" | "incoming" | "upload";
  id: string;
}

/** A file of a document in a dossier. */
export interface DossierFile {
  name: string;
  contentType: string;
  sha256: string;
  bytes: number;
  pages?: number;
}

/** What lists and metadata say of a document; as it was when it was put in, which for issued documents is for good. */
export interface DocumentFacts {
  typeName: string;
  number: string;
  notation: string;
  /** "15/KH-UBND" */
  symbol: string;
  issuedOn: string;
  issuer: string;
  subject: string;
  language: string;
  pages: number;
  signer: { position: string; name: string };
}

/** A document in a dossier. The document itself is not copied: several dossiers may hold it (Phụ lục VI Phần I.III.4.e). */
export interface DossierDocument {
  source: DocumentSource;
  facts: DocumentFacts;
  files: DossierFile[];
  addedAt: string;
  addedBy: string;
  note?: string;
}

/** {@link DossierDocument} with its number in the dossier and the pages it takes. */
export interface NumberedDocument extends DossierDocument {
  /** Số thứ tự văn bản trong hồ sơ, from 1. */
  ordinal: number;
  /** First and last page, counted through the dossier. */
  fromPage: number;
  toPage: number;
}
