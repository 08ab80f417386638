import { escapeText } from "../escape.ts";
import {
  beginsItem,
  collapse,
  endsSentence,
  headingLevel,
  inCapitals,
  type Piece,
  type TextParts,
  type TextWarning,
} from "./pieces.ts";

/** Marks inside a block while it is taken apart; private-use letters cannot stand in a text. */
const BOLD = "\ue001";
const ITALIC = "\ue002";
const STAR = "\ue003";
const NOTE = /\ue004(\d+)\ue005/g;

const FORMULA_SIGNS: [RegExp, string][] = [
  [/\\geqslant|\\geq|\\ge(?![a-z])/g, "≥"],
  [/\\leqslant|\\leq|\\le(?![a-z])/g, "≤"],
  [/\\times/g, "×"],
  [/\\pm/g, "±"],
  [/\\approx/g, "≈"],
  [/\\rightarrow|\\to(?![a-z])/g, "→"],
  [/\\%/g, "%"],
  [/\\[,;:! ]|~/g, " "],
  [/\\(?:text|mathrm|mathbf)\{([^{}]*)\}/g, "$1"],
];

/** Is this Markdown as text recognition writes it? */
export function isOcrMarkdown(text: string): boolean {
  return /^#{1,6}\s|\*\*[^*\n]+|<sup>\d+<\/sup>|\$\\[a-z]+/m.test(text);
}

/** A paragraph of Markdown: its lines, each with its number. */
interface Block {
  lines: { text: string; line: number }[];
  marked: boolean;
}

/**
 * Reads Markdown as text recognition writes it: emphasis kept, headings known by their numbers rather than by the depth that
 * recognition guessed, `<sup>3</sup>` and its note joined as a footnote, formulas such as `$\geq 60\%$` as text, paragraphs that a
 * page break or a footnote cut put together again.
 */
export function readOcrMarkdown(text: string): TextParts {
  const warnings: TextWarning[] = [];
  const { blocks, notes } = takeFootnotes(splitBlocks(text));
  const labels = noteLabels(blocks, notes, warnings);
  const footnotes: Record<string, string> = {};
  for (const note of notes) if (note.label !== undefined) footnotes[note.label] = markupOf(note.text, new Map());
  const pieces: Piece[] = [];
  let cut = false;
  for (const block of blocks) {
    if (block === "footnote") {
      cut = true;
      continue;
    }
    const added = piecesOf(block, labels);
    const first = added[0];
    const before = pieces.at(-1);
    if (first !== undefined && before !== undefined && continues(before, first, cut, block.marked)) {
      before.text = collapse(`${before.text} ${first.text}`);
      before.markup = `${before.markup} ${first.markup}`;
      added.shift();
    }
    pieces.push(...added);
    cut = false;
  }
  return { pieces, footnotes, warnings };
}

function splitBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [index, raw] of text.replaceAll("\r\n", "\n").split("\n").entries()) {
    if (raw.trim() === "" || /^\s*(?:---+|\*\*\*+|___+)\s*$/.test(raw)) {
      open = undefined;
      continue;
    }
    const marked = /^\s*#{1,6}\s+/.test(raw);
    const item = /^\s*[-+]\s/.test(raw);
    if (open === undefined || marked || item) {
      open = { lines: [], marked };
      blocks.push(open);
    }
    open.lines.push({ text: raw.replace(/^\s*#{1,6}\s+/, ""), line: index + 1 });
  }
  return blocks;
}

interface Note {
  number: number;
  text: string;
  line: number;
  label?: string;
}

function takeFootnotes(blocks: Block[]): { blocks: (Block | "footnote")[]; notes: Note[] } {
  const notes: Note[] = [];
  const kept = blocks.map((block): Block | "footnote" => {
    const first = block.lines[0]!;
    const number = /^<sup>(\d{1,3})<\/sup>\s+\S/.exec(first.text)?.[1];
    if (number === undefined) return block;
    const text = block.lines.map((line) => line.text).join(" ");
    notes.push({ number: Number(number), text: collapse(text.replace(/^<sup>\d+<\/sup>/, "")), line: first.line });
    return "footnote";
  });
  return { blocks: kept, notes };
}

/**
 * Footnotes are numbered anew in each document and appendix of the text, so a number can come several times: references and notes
 * are paired run by run, a run ending where the number falls back.
 */
function noteLabels(blocks: (Block | "footnote")[], notes: Note[], warnings: TextWarning[]): Map<string, string> {
  let run = 1;
  let last = 0;
  for (const note of notes) {
    if (note.number <= last) run += 1;
    last = note.number;
    note.label = run === 1 ? String(note.number) : `${run}-${note.number}`;
  }
  const known = new Set(notes.map((note) => note.label));
  const labels = new Map<string, string>();
  const cited = new Set<string>();
  run = 1;
  last = 0;
  for (const block of blocks) {
    if (block === "footnote") continue;
    for (const { text, line } of block.lines) {
      for (const match of text.matchAll(/<sup>(\d{1,3})<\/sup>/g)) {
        const number = Number(match[1]);
        if (number <= last) run += 1;
        last = number;
        const label = run === 1 ? String(number) : `${run}-${number}`;
        if (!known.has(label)) {
          warnings.push({ line, message: `Chú thích số ${number} không có nội dung; số được giữ trong ngoặc.` });
          continue;
        }
        labels.set(`${line}:${match.index}`, label);
        cited.add(label);
      }
    }
  }
  for (const note of notes) {
    if (note.label !== undefined && !cited.has(note.label)) {
      warnings.push({
        line: note.line,
        message: `Chú thích số ${note.number} không được dẫn trong văn bản nên bị bỏ: “${note.text.slice(0, 60)}”.`,
      });
      note.label = undefined;
    }
  }
  return labels;
}

function piecesOf(block: Block, labels: Map<string, string>): Piece[] {
  const source = block.lines
    .map(({ text, line }, index) => {
      const marks = text.replaceAll(/<sup>(\d{1,3})<\/sup>/g, (_, number: string, offset: number) =>
        labels.has(`${line}:${offset}`) ? `\ue004${line}${String(offset).padStart(6, "0")}\ue005` : ` (${number})`,
      );
      const end = index === block.lines.length - 1 ? "" : /(?: {2,}|\\)$/.test(text) ? "\n" : " ";
      return marks.replace(/(?: +|\\)$/, "") + end;
    })
    .join("");
  const named = new Map<string, string>();
  for (const [place, label] of labels) {
    const [line, offset] = place.split(":") as [string, string];
    named.set(`${line}${offset.padStart(6, "0")}`, label);
  }
  const lines = emphasised(source).split("\n");
  return lines
    .map(
      (line, index): Piece => ({
        text: closeUp(
          collapse(
            line
              .replaceAll(/[\ue001\ue002]/g, "")
              .replaceAll(STAR, "*")
              .replaceAll(NOTE, ""),
          ),
        ),
        markup: markupOf(line, named),
        gapBefore: index === 0,
        ...(index > 0 ? { sameParagraph: true } : {}),
        ...(block.marked ? { marked: true } : {}),
        line: block.lines[Math.min(index, block.lines.length - 1)]!.line,
      }),
    )
    .filter((piece) => piece.text !== "");
}

/** Formulas become text; emphasis becomes pairs of marks, opened and closed again on every line. Stars without a partner are noise. */
function emphasised(source: string): string {
  const plain = source
    .replaceAll(/\$([^$\n]{1,200})\$/g, (_, formula: string) =>
      FORMULA_SIGNS.reduce((text, [from, to]) => text.replaceAll(from, to), formula),
    )
    .replaceAll("\\*", STAR)
    .replaceAll(/\\([\\`_{}[\]()#+\-.!|~>])/g, "$1");
  const bold = plain.replaceAll(/\*\*(?=\S)([^*]+?)\*\*/g, `${BOLD}$1${BOLD}`);
  const both = bold.replaceAll(/\*(?=\S)([^*]+?)\*/g, `${ITALIC}$1${ITALIC}`).replaceAll("*", "");
  let isBold = false;
  let isItalic = false;
  return both
    .split("\n")
    .map((line) => {
      const opened = (isBold ? BOLD : "") + (isItalic ? ITALIC : "") + line;
      for (const letter of line) {
        if (letter === BOLD) isBold = !isBold;
        else if (letter === ITALIC) isItalic = !isItalic;
      }
      return opened + (isItalic ? ITALIC : "") + (isBold ? BOLD : "");
    })
    .join("\n");
}

/** One line in the Markdown-like language; spaces that formulas left before punctuation close up. */
function markupOf(line: string, labels: Map<string, string>): string {
  return closeUp(collapse(line))
    .split(/(\ue001[^\ue001]*\ue001|\ue002[^\ue002]*\ue002)/)
    .map((part) => {
      const sign = part.startsWith(BOLD) ? "**" : part.startsWith(ITALIC) ? "*" : "";
      const inner = part.replaceAll(/[\ue001\ue002]/g, "");
      const [, before = "", core = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(inner) ?? [];
      if (core === "") return inner;
      const escaped = escapeInside(core).replaceAll(NOTE, (_, place: string) => `[^${labels.get(place) ?? ""}]`);
      return `${before}${sign}${escaped}${sign}${after}`;
    })
    .join("");
}

function closeUp(text: string): string {
  return text.replaceAll(/(?<=[%\d\p{L}\ue001\ue002]) (?=[.,;](?:\s|$))/gu, "");
}

function escapeInside(text: string): string {
  return escapeText(text.replaceAll(STAR, "*"));
}

/** Is a block the rest of the paragraph before it, cut by a page break or by the footnotes at the foot of a page? */
function continues(before: Piece, first: Piece, cut: boolean, marked: boolean): boolean {
  if (
    marked ||
    before.marked === true ||
    (headingLevel(before.text) !== undefined && before.text.length < (cut ? 60 : 100))
  )
    return false;
  if (beginsItem(first.text) || inCapitals(before.text) || endsSentence(before.text) || before.text.length < 40)
    return false;
  return cut || /^\p{Ll}/u.test(first.text);
}
