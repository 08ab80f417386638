/** What typesetting gives: the PDF, where the bookmarks of the Word file came to stand, and what could not be done as Word does it. */
export interface TypesetResult {
  pdf: Uint8Array;
  pages: number;
  anchors: Anchor[];
  warnings: TypesetWarning[];
}

/** A bookmark's box. Points from the lower left corner of the page, as PDF counts. A bookmark over several lines gives several anchors. */
export interface Anchor {
  name: string;
  /** 0 is the first page. */
  page: number;
  /** [x0, y0, x1, y1] */
  rect: [number, number, number, number];
  /** Size of the text at the bookmark in points, and its style, so that a form field there can match it. */
  fontSize: number;
  bold: boolean;
  italic: boolean;
}

/** Something in the Word file that is not set as Word would. */
export interface TypesetWarning {
  code: string;
  /** Package part: `word/document.xml`. */
  part: string;
  /** Place in words: "đoạn 12", "bảng 2, hàng 3". */
  where: string;
  /** Vietnamese. */
  message: string;
  /** What may help, for what lies outside of the parts of Word that are set here. */
  hint?: string;
}

/** A file that travels inside the PDF: the appendix as a spreadsheet, the Word file it was made from, the data of a report. */
export interface Attachment {
  /** File name a reader shows and saves it under; unique within the document. */
  name: string;
  bytes: Uint8Array;
  /** `application/vnd.openxmlformats-officedocument.wordprocessingml.document` */
  mimeType: string;
  /** What it is, for the list of attachments. */
  description?: string;
  /** What it is to the document (ISO 19005-3, annex E); `Unspecified` when absent. */
  relationship?: "Source" | "Data" | "Alternative" | "Supplement" | "Unspecified";
  /** Time of its last change; the time of the PDF when absent. */
  modified?: Date;
}
