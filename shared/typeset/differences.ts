/**
 * Where Word and LibreOffice are known to lay the same file out differently. Word is right: its side is taken unless a comparison
 * with LibreOffice asks otherwise (`like: "libreoffice"`). Each rule has a name, what either program does and where that is known from.
 */
export interface LayoutRules {
  /**
   * Word: the paragraph mark stands on the last line and counts for its height. LibreOffice: only what is seen counts.
   * Source: ISO/IEC 29500-1, 17.3.1.29 (the mark is a run of the paragraph); measured.
   */
  markCounts: boolean;
  /**
   * Word: a word such as `57-NQ/TW` ends its line after the hyphen, wherever the line is full. LibreOffice: when the line is full behind
   * the slash, the whole word goes to the next line. Source: measured, 12 words at 24 widths each; Word from printed documents.
   */
  slashKeepsWord: boolean;
  /**
   * Word: above the footnotes stands the paragraph of the notes part, one full line, with a two-inch rule. LibreOffice: 0.1 cm, the rule,
   * 0.1 cm (125 twips). Source: ISO/IEC 29500-1, 17.11.23 (separator); sw's page footnote settings. Absent: as the notes part says.
   */
  separatorHeight?: number;
  /**
   * Word: an automatic column is at least as wide as its longest word when the file is opened. LibreOffice: the widths in the file.
   * Source: ISO/IEC 29500-1, 17.18.87 (autofit).
   */
  columnsGrow: boolean;
}

const WORD: LayoutRules = { markCounts: true, slashKeepsWord: false, columnsGrow: true };
const LIBREOFFICE: LayoutRules = { markCounts: false, slashKeepsWord: true, separatorHeight: 125, columnsGrow: false };

/** Whose rules are followed. */
export function rulesOf(like: "word" | "libreoffice"): LayoutRules {
  return like === "word" ? WORD : LIBREOFFICE;
}
