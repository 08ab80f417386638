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
}
