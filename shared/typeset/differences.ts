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
   * the first letter after a slash, the whole word goes to the next line. Source: measured, 12 words at 24 widths each; Word from printed documents.
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
  /**
   * Word: a letter is as wide as its font says. LibreOffice: as wide as on a device of 8640 dots an inch, so a whole number of sixths of a
   * twip; lines that are full to a hair break elsewhere. Source: VirtualDevice::SetReferenceDevice(MSO1) and the layout's rounded advances.
   */
  advanceStep?: number;
  /**
   * Word: slanted text may fill its line. LibreOffice: it keeps a twelfth of its height free at the end of the line, and each no-break space
   * in it is so much wider. Source: sw/source/core/text/guess.cxx (nItalic).
   */
  italicRoom: boolean;
  /**
   * Word: a table that starts the document stands at the top of the page. LibreOffice: an empty line stands above it when its section has
   * footnotes. Source: measured on 16 documents with and without (7.4.7).
   */
  lineAboveFirstTable: boolean;
  /** Size of raised and lowered letters as a part of the text's: Word 0.65, LibreOffice 0.58. Source: measured; DFLT_ESC_PROP of editeng. */
  scriptSize: number;
  /**
   * Word: the number in front of a footnote is formatted as its run says. LibreOffice: it stands on the line at the size of the text, even
   * where the run raises it. Source: measured (7.4.7).
   */
  noteNumberPlain: boolean;
  /**
   * Word: a row that is parted between pages goes on at the top of its cell, and the space after its last line may be lost at the foot of the
   * page. LibreOffice: the space before the paragraph is repeated, the line under the part needs room too, and a row of which only the space
   * after is too much goes to the next page whole. Source: measured on a table of 200 rows.
   */
  rowPartsKeepSpace: boolean;
  /**
   * Word: an empty paragraph is one line high, however its mark is formatted. LibreOffice: one whose mark is raised or lowered takes
   * no room unless it is aligned to the left. Source: measured (7.4.7).
   */
  raisedEmptyLine: boolean;
  /**
   * Word: a floating thing that text keeps clear of and that would hang over the edge of the sheet moves up onto it. LibreOffice: it is drawn
   * over the edge, where its line stands. Source: measured (7.4.7); Word's anchored drawings never leave the sheet.
   */
  floatsStayOnSheet: boolean;
  /**
   * Word: the empty paragraph that must end a cell stands under a table in it, a line high. LibreOffice: it takes no room there. Source:
   * measured (7.4.7).
   */
  lineUnderNestedTable: boolean;
  /**
   * Height of a line over and under its baseline, as parts of the type size, where a symbol font is named. Word: that font's own (their hhea
   * tables). LibreOffice: those of the font that stands in for every symbol font in our comparison, DejaVu Math TeX Gyre. Source: the fonts;
   * measured (7.4.7): a bullet of Symbol makes a line of 14 pt Times 0.8 pt higher.
   */
  signLine(family: string): { ascent: number; descent: number };
}

/** Symbol: its ascent as measured on pages that Word printed (1.005 in the file); Wingdings and its like: 1841 and 431 of 2048. */
const SYMBOL_LINE = { ascent: 1, descent: 0.22 };
const WINGDINGS_LINE = { ascent: 0.899, descent: 0.21 };
/** 792, a line gap of 200 and 208 of 1000. */
const STAND_IN_LINE = { ascent: 0.992, descent: 0.208 };

const WORD: LayoutRules = {
  markCounts: true,
  slashKeepsWord: false,
  columnsGrow: true,
  italicRoom: false,
  lineAboveFirstTable: false,
  scriptSize: 0.65,
  noteNumberPlain: false,
  rowPartsKeepSpace: false,
  raisedEmptyLine: true,
  floatsStayOnSheet: true,
  lineUnderNestedTable: true,
  signLine: (family) => (family === "Symbol" ? SYMBOL_LINE : WINGDINGS_LINE),
};
const LIBREOFFICE: LayoutRules = {
  markCounts: false,
  slashKeepsWord: true,
  separatorHeight: 125,
  columnsGrow: false,
  italicRoom: true,
  lineAboveFirstTable: true,
  scriptSize: 0.58,
  noteNumberPlain: true,
  rowPartsKeepSpace: true,
  raisedEmptyLine: false,
  floatsStayOnSheet: false,
  lineUnderNestedTable: false,
  signLine: () => STAND_IN_LINE,
  advanceStep: 1 / 6,
};

/** Whose rules are followed. */
export function rulesOf(like: "word" | "libreoffice"): LayoutRules {
  return like === "word" ? WORD : LIBREOFFICE;
}
