import type { Finding } from "../lint/model.ts";
import type { Anchor, TypesetWarning } from "../typeset/model.ts";

/** Forms that an office has templates of its own for: documents with a name, letters, appendices that are files of their own (NĐ30 PL III, forms 1.4, 1.5, 2.2). */
export type TemplateForm = "plan" | "letter" | "appendix";

/** Something that a template may lack but that will be missed. Vietnamese. */
export interface TemplateNote {
  message: string;
  hint: string;
}

/** A stretch of words when two texts are compared: both have it, only the old one, or only the new one. */
export interface WordMark {
  kind: "same" | "removed" | "added";
  text: string;
}

/** One place where two Word files say different things. */
export interface WordDifference {
  change: "changed" | "added" | "removed";
  what: "paragraph" | "row" | "note" | "picture" | "header";
  /** "đoạn 12", "bảng 2, hàng 3", "chú thích 1": as counted in the new file, or in the old one for what was removed. */
  where: string;
  /** One list of marks for a paragraph; one for each column of a row. */
  cells: WordMark[][];
}

/** How something looks differently, without its words having changed. */
export interface FormatChange {
  /** "Cỡ chữ", "Căn lề", "Lề trái của trang". */
  what: string;
  before: string;
  after: string;
  /** "đoạn 12 “Số: …”"; the first places when there are several. */
  where: string[];
  /** How many places changed alike. */
  places: number;
}

/** What differs between two Word files. */
export interface WordComparison {
  differences: WordDifference[];
  /** Differences found, of which `differences` may hold only the first ones. */
  total: number;
  formats: FormatChange[];
  /** Paragraphs and rows that are alike. */
  same: number;
  /** The words of a table with borders changed. */
  tablesChanged: boolean;
}

/** Parts of a document that registers, sending and signing go by, as they stand in a Word file. */
export interface WordFields {
  notation?: string;
  subject?: string;
  addressees?: string[];
  recipients?: string[];
  authority?: string[];
  position?: string;
  name?: string;
}

/** A field that says something else in the edited file. */
export interface FieldChange {
  field: keyof WordFields;
  /** "Trích yếu" */
  label: string;
  before: string;
  after: string;
  /** False where the new value could not be read with certainty: the old one stays unless somebody types another. */
  certain: boolean;
}

/** A place for number, date or signature in the edited file. */
export interface PlaceCheck {
  bookmark: string;
  /** "chỗ ghi số" */
  label: string;
  /** `restored`: it was lost and has been put back; `filled`: something was typed where the clerk's number or date goes. */
  state: "there" | "restored" | "missing" | "filled";
  /** What to do when it is missing or filled. Vietnamese. */
  hint?: string;
}

/** What was found in an edited file besides words: tracked changes taken as shown, comments taken out. Vietnamese. */
export interface WordNotice {
  message: string;
}

/** An edited Word file beside the file it was made from. */
export interface WordReview {
  /** The edited file, changes accepted, comments gone, places put back; the same bytes when nothing was to be done. */
  docx: Uint8Array;
  pdf: Uint8Array;
  pages: number;
  anchors: Anchor[];
  warnings: TypesetWarning[];
  /** What the format check says of the edited file. */
  findings: Finding[];
  comparison: WordComparison;
  fields: FieldChange[];
  places: PlaceCheck[];
  notices: WordNotice[];
  /** What the edited file says, as {@link WordReview.fields} that are asked for must be found in it: see `saysLine`. Absent when none is. */
  text?: string;
  /** The body of the description as the edited file says it; absent where the form cannot say all that the file says. */
  body?: string;
}
