import type { TypesetWarning } from "../../typeset/index.ts";

/** Something that is missing or wrong in a text that is being written. */
export interface PreviewFinding {
  /** "subject.missing", "sign.open", or the rule of the format check ("recipients.archive"). */
  code: string;
  /** `missing`: a part is not there; `text`: a mistake in how the text is written; `form`: against the rules of form. */
  kind: "missing" | "text" | "form";
  /** An error must be mended before the document is submitted; a warning is for the writer to judge. */
  severity: "error" | "warning";
  /** Vietnamese. */
  message: string;
  /** What to do. */
  hint?: string;
  /** Where the rule is written: "NĐ30 PL I.II.9". */
  clause?: string;
  /**
   * The field it belongs to, as `DocumentDescription` or the parts of a plan name it ("subject", "purpose", "signature.name"); of an appendix
   * "appendices[0]". Absent: it lies in the template or the office's own data.
   */
  field?: string;
  /** Line of the field's text, from 0. */
  line?: number;
  /** Page, from 0. */
  page?: number;
}

/** Where a part of what is written came to stand: the beginning of one paragraph. */
export interface PreviewPlace {
  /** As in {@link PreviewFinding}. */
  field: string;
  /** Line of the field's text on which the paragraph begins, from 0. */
  line: number;
  /** From 0. */
  page: number;
  /** Upper edge, in points from the lower edge of the page. */
  top: number;
}

/** How a document would look, and what is missing or wrong in it. Nothing of it is stored. */
export interface Preview {
  pdf: Uint8Array;
  pages: number;
  /** What Word would show otherwise. */
  warnings: TypesetWarning[];
  /** Errors first, then in the order of the page. */
  findings: PreviewFinding[];
  places: PreviewPlace[];
}

/** Of what is previewed. */
export interface PreviewOptions {
  /** The draft that is being edited: what its form does not show (the figures of a report) is added. */
  of?: string;
  /** Is it judged by the rules of form too? Yes when absent; without it is quicker by a third. */
  check?: boolean;
  /** Nobody waits any more: what has not begun is not begun. */
  signal?: AbortSignal;
}
