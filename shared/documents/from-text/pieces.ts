/** A paragraph (or a line of a block of lines) of a text being read, whatever shape the text came in. */
export interface Piece {
  /** Without any marks, spaces collapsed. */
  text: string;
  /** The same in the Markdown-like language of bodies, signs escaped, with `[^label]` for footnotes. */
  markup: string;
  /** Something more than an ordinary paragraph break stands before it. */
  gapBefore: boolean;
  /** It follows the piece before it inside one paragraph, after a forced line break. */
  sameParagraph?: boolean;
  /** Marked as a heading by the text itself. */
  marked?: boolean;
  /** Line in the text, from 1. */
  line: number;
}

/** What could not be taken over as it stood. */
export interface TextWarning {
  /** From 1. */
  line: number;
  /** Vietnamese. */
  message: string;
}

/** A text taken apart. */
export interface TextParts {
  pieces: Piece[];
  footnotes: Record<string, string>;
  warnings: TextWarning[];
}

/** NFC, one kind of space, no doubled spaces, trimmed. */
export function collapse(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/[\s\u00a0\u200b\ufeff]+/g, " ")
    .trim();
}

/** Ends a sentence or an item, so that the next line may be a new paragraph. */
export function endsSentence(text: string): boolean {
  return /[.:;!?…)”"]$/.test(text);
}

/** All its letters are capitals, and there are some. */
export function inCapitals(text: string): boolean {
  return /\p{L}/u.test(text) && text === text.toLocaleUpperCase("vi");
}

/** Begins with a mark that only a new paragraph has: "- Bám sát", "+ Đơn vị", "1.2. ", "II. ", "a) ", "(3) ". */
export function beginsItem(text: string): boolean {
  return /^(?:[-–+•*]\s+(?!\p{Ll})|(?:\d{1,2}\.){1,4}\s+\p{Lu}|[IVXLC]{1,6}\s?[.\-–]\s*\p{Lu}|[a-zđ]\)\s|\(\d{1,2}\)\s)/u.test(
    text,
  );
}

/**
 * Level of a heading by its number, or undefined for running text. Longer numbered passages and those that end like a sentence are
 * paragraphs.
 */
export function headingLevel(text: string): 1 | 2 | 3 | 4 | undefined {
  if (text.length > 330) return undefined;
  if (/^[IVXLC]{1,6}\s?[.\-–]/.test(text) && !/[.;,]$/.test(text.replace(/^[IVXLC]+\s?[.\-–]/, ""))) {
    return inCapitals(text.replace(/^[IVXLC]+/, "")) || text.length < 120 ? 1 : undefined;
  }
  if (/[.;,?!…]$/.test(text) && !/^(?:\d{1,2}\.){1,3}$/.test(text)) return undefined;
  if (/:$/.test(text) && text.length > 120) return undefined;
  const number = /^((?:\d{1,2}\.)+)\s/.exec(text)?.[1];
  if (number !== undefined) return Math.min(4, number.split(".").length) as 2 | 3 | 4;
  if (/^(?:[a-zđ]\)|\(\d{1,2}\))\s/u.test(text) && text.length < 160) return 4;
  return undefined;
}
