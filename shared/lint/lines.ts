import type { Line, LintParagraph, StyledText } from "./model.ts";

/** Tabs, or so many spaces that they can only be meant to part two columns. */
const COLUMN_GAP = /(?:[ \u00a0]*\t[ \t\u00a0]*)+|[ \u00a0]{8,}/g;

/** Characters that a line of a column has at most. */
const COLUMN_LENGTH = 60;

/** A number or a date left blank is a row of spaces too, and no column gap. */
const BLANK_BEFORE = /(?:Số\s*:?|ngày|tháng|năm)$/i;

/**
 * The lines of a paragraph as a reader sees them: parted at forced line breaks, and at tabs where text stands on both sides
 * (headers of older files are typed in two columns with tabs).
 */
export function linesOf(paragraph: LintParagraph): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const part of paragraph.text.split("\n")) {
    const segments =
      paragraph.cell === undefined && part.length < 200 ? segmentsOf(part) : [{ from: 0, to: part.length }];
    segments.forEach((segment, index) => {
      lines.push(lineOf(paragraph, start + segment.from, start + segment.to, sideOf(paragraph, part, segments, index)));
    });
    start += part.length + 1;
  }
  return lines;
}

interface Segment {
  from: number;
  to: number;
}

function segmentsOf(text: string): Segment[] {
  const cuts: Segment[] = [];
  let from = 0;
  for (const gap of text.matchAll(COLUMN_GAP)) {
    const before = text.slice(from, gap.index).trim();
    const after = text.slice(gap.index + gap[0].length);
    if (before === "" || after.trim() === "") continue;
    // In a sentence a row of spaces is a slip, not a second column.
    if (before.length > COLUMN_LENGTH || after.trim().length > COLUMN_LENGTH) continue;
    if (!gap[0].includes("\t") && (BLANK_BEFORE.test(before) || /^(\/|-|tháng|năm)/.test(after))) continue;
    cuts.push({ from, to: gap.index });
    from = gap.index + gap[0].length;
  }
  cuts.push({ from, to: text.length });
  // Three columns and more are a list laid out with tabs, not a header.
  return cuts.length <= 2 ? cuts : [{ from: 0, to: text.length }];
}

function sideOf(paragraph: LintParagraph, text: string, segments: Segment[], index: number): Line["side"] {
  const { cell } = paragraph;
  if (cell !== undefined) {
    if (cell.columns === 1) return "full";
    return cell.column === 0 ? "left" : cell.column === cell.columns - 1 ? "right" : "full";
  }
  if (segments.length === 2) return index === 0 ? "left" : "right";
  if (paragraph.align === "right" || /^(?:\t{2,}|[ \u00a0]{20,})/.test(text) || paragraph.left > 60) return "right";
  return "full";
}

function lineOf(paragraph: LintParagraph, from: number, to: number, side: Line["side"]): Line {
  const raw = paragraph.text.slice(from, to);
  const lead = raw.length - raw.trimStart().length;
  const text = raw.trim();
  const start = from + lead;
  const tabbed = paragraph.cell === undefined && side !== "full" && paragraph.align !== "right";
  return {
    text,
    runs: runsBetween(paragraph.runs, start, start + text.length),
    side,
    align: tabbed ? undefined : paragraph.align,
    where: paragraph.where,
    ruled: paragraph.ruled,
    table: paragraph.cell?.table,
    paragraph,
    start,
    section: paragraph.section,
  };
}

/** The runs of a stretch of a paragraph, cut to it. */
export function runsBetween(runs: readonly StyledText[], from: number, to: number): StyledText[] {
  const found: StyledText[] = [];
  let at = 0;
  for (const run of runs) {
    const end = at + run.text.length;
    if (end > from && at < to) {
      const text = run.text.slice(Math.max(from - at, 0), Math.min(to, end) - at);
      if (text !== "") found.push({ text, style: run.style });
    }
    at = end;
    if (at >= to) break;
  }
  return found;
}
