import type { Drawing } from "../charts/model.ts";

/** The rule sets: Decree 30/2020/NĐ-CP; Party guidance 36-HD/VPTW (to 26/5/2026) and 05-HD/VPTW (from 27/5/2026). */
export type RuleSetId = "nd30" | "hd36" | "hd05";

/** Kind codes in use here (NĐ30 Phụ lục III.I; QĐ 399-QĐ/TW). "PL" is an appendix issued as a file of its own. */
export type DocumentKind = "KH" | "BC" | "CV" | "TB" | "QĐ" | "CTr" | "TTr" | "HD" | "PL";

/**
 * The JSON that `vanthu render` reads and that drafts are stored as: everything a document says, nothing of how it looks.
 * Free text (`body`, appendix bodies) is Markdown-like, see `docs/noi-dung.md`; never OOXML.
 */
export interface DocumentDescription {
  ruleSet: RuleSetId;
  kind: DocumentKind;
  /** Issuing organisation. Lines of the header block, already in the case wanted or not: it is set in capitals by the template. */
  organisation: {
    superior?: string;
    name: string;
    /** The name as it reads in running text ("Ủy ban nhân dân xã Nà Tấu"); used in "(Kèm theo … của …)". */
    formalName?: string;
  };
  /** "32"; absent while the number is not yet given: the blank is bookmarked for a form field. */
  number?: string;
  /** What follows the number: "KH-UBND", "KH/TU" (State: after "/", Party: after "-"). */
  notation: string;
  place: string;
  /** ISO date; absent while not yet given: the blanks are bookmarked for form fields. */
  date?: string;
  /** The year to print while the date is not yet given; then only day and month are left blank. */
  year?: number;
  /** Trích yếu; "\n" forces a line break. */
  subject: string;
  /** Kính gửi. */
  addressees?: string[];
  body: string;
  appendices?: AppendixDescription[];
  /** Nơi nhận, without the leading dash and the closing punctuation; the last is the archive line ("Lưu: VT, KGVX"). */
  recipients: string[];
  signature: SignatureBlock;
  /** Footnotes by label, for `[^label]` in the texts. */
  footnotes?: Record<string, string>;
  /** Pictures by name, for a line `![caption](name)` in the texts: drawn as vectors. */
  pictures?: Record<string, Drawing>;
  /** Dự thảo, độ khẩn. */
  urgency?: "KHẨN" | "THƯỢNG KHẨN" | "HỎA TỐC";
  /** Word template: the id of one of the office's own, or of a shipped one ("nd30/plan"). Absent: the office's default for the kind. */
  template?: string;
}

/** The signature block: authority lines ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), the signatory's position, and name. */
export interface SignatureBlock {
  /** Lines above the position, e.g. ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"] or ["T/M BAN THƯỜNG VỤ"]. */
  authority: string[];
  position: string;
  name: string;
  /** Id of the person who is to sign, where the organisation keeps people; two people may have one name. Not printed. */
  personId?: string;
}

/** An appendix: heading, free text and/or a table. Several are numbered with Roman numerals by the composer. */
export interface AppendixDescription {
  title: string;
  /** Label as written ("Phụ lục số 01"); by default "Phụ lục" or "Phụ lục I", "Phụ lục II"… */
  label?: string;
  /** "(Kèm theo …)" line as written; by default derived from the document. "" leaves it out. */
  attachedTo?: string;
  orientation?: "portrait" | "landscape";
  body?: string;
  table?: AppendixTable;
}

/** A table with a repeated header row; rows are groups (one cell over the whole width after the number) or cells. */
export interface AppendixTable {
  columns: TableColumn[];
  rows: AppendixRow[];
  /** Cells are Markdown-like (bold, italic, footnotes) instead of plain text, in which every character stands for itself. */
  markup?: boolean;
  /** Rows are not parted by a page break. By default a row may go on on the next page. */
  keepRowsWhole?: boolean;
}

/** A column of a table. */
export interface TableColumn {
  header: string;
  /** Share of the width; any positive unit. */
  width: number;
  align?: "left" | "center" | "justify";
}

/**
 * `group`: number and title spanning the other columns. `cells`: one text per column, "\n" parts paragraphs.
 * `mergeDown[c]`: the cell of column c is one with the cell under it (equal neighbours, such as the same lead agency).
 */
export type AppendixRow = { group: { number: string; title: string } } | { cells: string[]; mergeDown?: boolean[] };

// ---- content: a description resolved for one rule set, ready to be filled into a Word template ----

/** A piece of running text. */
export interface TextRun {
  text: string;
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  superscript?: boolean;
  subscript?: boolean;
}

/** A run, a forced line break, or a footnote reference with the footnote's own text. */
export type Inline = TextRun | { lineBreak: true } | { footnote: TextRun[] };

/** A block of the body, by what it is; the Word template's styles say how it looks. */
export type Block =
  | { type: "heading"; level: 1 | 2 | 3 | 4; inlines: Inline[] }
  | { type: "paragraph"; inlines: Inline[]; align?: "justify" | "center" | "left" | "right"; indent?: boolean }
  | { type: "table"; table: ContentTable }
  /** A picture of its own between paragraphs; `caption` is complete with its number ("Biểu đồ 1. …"), empty for none. */
  | { type: "picture"; name: string; caption: Inline[]; drawing: Drawing };

/** A table resolved: every text as inlines; a cell is a list of paragraphs. */
export interface ContentTable {
  columns: (Omit<TableColumn, "header"> & { header: Inline[] })[];
  rows: ContentRow[];
  keepRowsWhole: boolean;
}

/** A row of a resolved table. */
export type ContentRow =
  | { group: { number: Inline[]; title: Inline[] } }
  | { cells: Inline[][][]; mergeDown?: boolean[] };

/** A document resolved for its rule set: texts final, numbering applied, punctuation as the rule set wants. */
export interface DocumentContent {
  ruleSet: RuleSetId;
  kind: DocumentKind;
  /** "KẾ HOẠCH"; "" for a letter (công văn). */
  kindName: string;
  organisation: { superior: string; name: string };
  number?: string;
  notation: string;
  place: string;
  date?: string;
  year?: number;
  subjectLines: string[];
  /** Kính gửi: complete with closing punctuation where there are several. */
  addressees: string[];
  blocks: Block[];
  appendices: AppendixContent[];
  /** Complete with dash-less text and closing punctuation. */
  recipients: string[];
  signature: SignatureBlock;
  urgency?: string;
}

/** An appendix resolved: "Phụ lục I", its title, its "(Kèm theo …)" line ("" for none) and blocks. */
export interface AppendixContent {
  label: string;
  titleLines: string[];
  attachedTo: string;
  orientation: "portrait" | "landscape";
  blocks: Block[];
}

/** Bookmarks of the Word templates; typesetting returns them as anchors and signing works from them. */
export const ANCHORS = {
  /** Blank for the number. */
  number: "SoVanBan",
  /** Blanks for day, month, year of issue. */
  day: "NgayBanHanh",
  month: "ThangBanHanh",
  year: "NamBanHanh",
  /** Room between title and name where the leader's signature image stands. */
  leaderSignature: "ChuKyLanhDao",
  /** Last line of the signature block: the signatory's name. */
  signatoryName: "HoTenNguoiKy",
} as const;
