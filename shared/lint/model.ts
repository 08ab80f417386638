import type { RuleSetId } from "../documents/model.ts";

/** How grave a finding is: an error breaks a clause, a warning breaks a custom or cannot be judged with certainty. */
export type Severity = "error" | "warning";

/** One deviation from the rule set. */
export interface Finding {
  /** Machine name, element first: "number.leadingZero", "page.margins", "recipients.punctuation". */
  rule: string;
  /** Where the rule is written: "NĐ30 PL I.I.1–3, 6". */
  clause: string;
  severity: Severity;
  /** Place, Vietnamese: "đoạn 12 “Số: 5/KH-UBND”", "trang 1, dòng 3", or where a missing part is expected. */
  where: string;
  /** What the rule asks for, Vietnamese. */
  expected: string;
  /** What the file has, Vietnamese. */
  found: string;
  /** `--fix` mends it without touching anything else. */
  fixable: boolean;
}

/** What the format check answers. */
export interface LintReport {
  ruleSet: RuleSetId;
  /** In reading order of the rules: page, header, text, end, appendices. */
  findings: Finding[];
  /** What this kind of file does not let us judge, Vietnamese; empty for DOCX. */
  notJudged: string[];
}

/** Settings of the check. */
export interface LintOptions {
  /** Judge by this rule set instead of the one the header tells. */
  ruleSet?: RuleSetId;
  /** ISO date that decides between the Party guidances; by default the date on the document, or today. */
  date?: string;
}

/** A mend in a DOCX: only the runs, characters or margins named are changed. Paragraphs by ordinal; offsets are those of the paragraph's text. */
export type Fix =
  | {
      kind: "style";
      paragraph: number;
      start: number;
      end: number;
      set: { size?: number; bold?: boolean; italic?: boolean };
    }
  | { kind: "text"; paragraph: number; start: number; end: number; text: string }
  | { kind: "nfc"; paragraph: number }
  | { kind: "margin"; section: number; side: "top" | "bottom" | "left" | "right"; twips: number };

/** A finding together with the mends it would need. */
export type Judged = Omit<Finding, "fixable"> & { fixes: Fix[] };

/** How a stretch of text looks. */
export interface TextStyle {
  family: string;
  /** Points. */
  size: number;
  bold: boolean;
  italic: boolean;
  underline: boolean;
  /** Super- or subscript, or a mark that is not part of the sentence. */
  small: boolean;
}

/** A stretch of text of one look. */
export interface StyledText {
  text: string;
  style: TextStyle;
}

/** Paragraph of a DOCX, as resolved. Lengths in millimetres, distances in points. */
export interface LintParagraph {
  index: number;
  /** Among all paragraphs of the main part, from 0, in reading order. */
  ordinal: number;
  /** "đoạn 12". */
  where: string;
  text: string;
  runs: StyledText[];
  /** An automatic list number, as shown. */
  label: string;
  align: "left" | "center" | "right" | "justify";
  left: number;
  first: number;
  before: number;
  after: number;
  line: { rule: "multiple" | "exact" | "atLeast"; value: number };
  contextual: boolean;
  styleId: string;
  /** Section it stands in. */
  section: number;
  /** Outermost table, row, and place in the row; undefined in running text. */
  cell?: { table: number; row: number; column: number; columns: number };
  /** A drawn line, a border or a row of underscores stands here. */
  ruled: boolean;
  pageBreak: boolean;
}

/** One line as a reader sees its parts: a paragraph, or its piece between tabs or forced line breaks; in a PDF a line of a page. */
export interface Line {
  /** White space trimmed, inner runs of it kept. */
  text: string;
  runs: StyledText[];
  side: "left" | "right" | "full";
  /** As resolved (DOCX), or as the place on the page shows it (PDF); undefined when it cannot be told. */
  align?: LintParagraph["align"];
  where: string;
  ruled: boolean;
  /** Table the line stands in. */
  table?: number;
  /** DOCX: paragraph and offset of the text in it. */
  paragraph?: LintParagraph;
  start: number;
  /** PDF: page, from 0. */
  page?: number;
  section: number;
}

/** Page set-up of one section or page. Millimetres. */
export interface LintSection {
  width: number;
  height: number;
  /** Undefined in a PDF. */
  margins?: { top: number; bottom: number; left: number; right: number };
  /** Paragraphs of the header and footer, for the page number. */
  pageNumber?: PageNumbering;
}

/** Where a section shows its page number. */
export interface PageNumbering {
  onFirstPage: boolean;
  /** "top", "bottom": where the number stands on later pages; undefined when nowhere. */
  place?: "top" | "bottom";
  align?: LintParagraph["align"];
  style?: TextStyle;
  /** The number starts anew in this section. */
  restarts: boolean;
  /** Arabic figures. */
  arabic: boolean;
}

/** A file read for the check, DOCX and PDF alike. */
export interface LintFile {
  source: "docx" | "pdf";
  lines: Line[];
  paragraphs: LintParagraph[];
  sections: LintSection[];
  /** Ordinals of paragraphs whose text is not in normal form C. */
  notNfc: number[];
  /** Number of pages, worked out only when needed. */
  pages(): number;
  /** PDF: fonts of the file that are not embedded. */
  missingFonts: string[];
}
