import { escapeText } from "../escape.ts";
import { collapse, type Piece, type TextParts } from "./pieces.ts";

const BOOKMARK = /\[bookmark:[^\]\n]{0,200}\]/g;
const DEFINITION = /\[(\d{1,3}):\s*([^[\]]{1,20000})\]/g;
const REFERENCE = /\[footnoteRef:(\d{1,3})\]/g;

/** Is this the text of a Word file, one paragraph a line? Its footnotes and bookmarks give it away, or its long lines. */
export function isWordDump(text: string): boolean {
  if (/\[footnoteRef:\d|\[bookmark:/.test(text)) return true;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.filter((line) => line.length > 160).length >= Math.max(1, lines.length * 0.1);
}

/** Reads the text of a Word file: every line is a paragraph. `[footnoteRef:1]. [1:  …]` becomes a footnote, bookmarks drop out. */
export function readWordDump(text: string): TextParts {
  const footnotes: Record<string, string> = {};
  const plain = text.replaceAll(BOOKMARK, "").replaceAll(DEFINITION, (whole, label: string, note: string) => {
    if (!text.includes(`[footnoteRef:${label}]`)) return whole;
    footnotes[label] = escapeText(collapse(note));
    return "";
  });
  const pieces: Piece[] = [];
  let blank = false;
  for (const [index, raw] of plain.split("\n").entries()) {
    const marked = raw.replaceAll(REFERENCE, (whole, label: string) =>
      footnotes[label] === undefined ? whole : `\u0001${label}\u0002`,
    );
    const line = collapse(marked);
    if (line === "") {
      blank = true;
      continue;
    }
    const shown = line.replaceAll(/\u0001\d+\u0002/g, "");
    const markup = escapeText(line).replaceAll(/\u0001(\d+)\u0002/g, "[^$1]");
    pieces.push({ text: shown, markup, gapBefore: blank, line: index + 1 });
    blank = false;
  }
  return { pieces: joinBrackets(pieces), footnotes, warnings: [] };
}

/** "(Có Phụ lục số 01: …" on one line and its end on the next: one centred paragraph with a forced line break. */
function joinBrackets(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    const open = before !== undefined && /^\((?!\d)[^)]*$/.test(before.text) && /\)\.?$/.test(piece.text);
    if (open && !piece.gapBefore) joined.push({ ...piece, sameParagraph: true });
    else joined.push(piece);
  }
  return joined;
}
