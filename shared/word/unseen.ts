import { type Fault, VanthuError } from "../errors/index.ts";
import { attribute, findChild, type XmlElement } from "../opc/index.ts";
import type { Resolved } from "../typeset/index.ts";
import { paragraphText } from "./tree.ts";

/** Least contrast of letters that somebody sees (WCAG 2.2's measure, 1 for none): light grey on white, "E6E6E6", has 1.25. */
const LEAST_CONTRAST = 1.2;
/** Points: what is smaller is a line of dust on paper. */
const LEAST_SIZE = 3;
const LEAST_SCALE = 0.1;
const PAPER = "FFFFFF";
const MOST_FAULTS = 20;
const WORDS = /[\p{L}\p{N}]/u;

/** Words of a page that are in its text and that nobody sees. */
interface Unseen {
  text: string;
  where: string;
  why: string;
}

/**
 * Refuses a Word file some of whose words are on the pages and cannot be seen there: programs that read the signed file would find other words
 * than who signed it.
 * @param known what the file was made from: its own such words are let pass
 * @throws WORD_UNSEEN_TEXT with one fault for each
 */
export function refuseUnseen(resolved: Resolved.ResolvedDocument, known?: Resolved.ResolvedDocument): void {
  const before = new Set(known === undefined ? [] : unseenIn(known).map(({ text }) => text));
  const found = unseenIn(resolved).filter(({ text }) => !before.has(text));
  if (found.length === 0) return;
  const faults = found.slice(0, MOST_FAULTS).map(({ text, where, why }): Fault => {
    return {
      code: "WORD_UNSEEN_TEXT",
      message: `Chữ không nhìn thấy được (${why}): “${text.slice(0, 60)}”.`,
      where,
      hint: "Xóa chữ đó, hoặc bỏ định dạng của nó (chọn chữ, Ctrl+Space) rồi tải lên lại.",
    };
  });
  const more = found.length > 1 ? ` (và ${found.length - 1} chỗ khác)` : "";
  throw new VanthuError("WORD_UNSEEN_TEXT", {
    message: `${faults[0]!.message}${more}`,
    where: faults[0]!.where,
    hint: faults[0]!.hint,
    faults,
  });
}

function unseenIn({ sections, endnotes }: Resolved.ResolvedDocument): Unseen[] {
  const found: Unseen[] = [];
  for (const section of sections) {
    const parts = [section.blocks, ...Object.values(section.headers), ...Object.values(section.footers)];
    for (const blocks of parts) look(blocks, PAPER, found);
  }
  for (const { blocks } of endnotes) look(blocks, PAPER, found);
  return found;
}

/** @param behind colour of what the blocks stand on; undefined where it is not known */
function look(blocks: readonly Resolved.Block[], behind: string | undefined, found: Unseen[]): void {
  for (const block of blocks) {
    if (block.kind === "table") {
      for (const row of block.rows)
        for (const cell of row.cells)
          if (cell.merge !== "continue") look(cell.blocks, cell.background || behind, found);
      continue;
    }
    const under = block.style.background || behind;
    for (const inline of block.inlines) {
      if (inline.kind === "text") lookAt(inline, under, block.where, found);
      else if (inline.kind === "note") look(inline.note.blocks, PAPER, found);
      else if (inline.kind === "float" && inline.float.shape.kind === "box") {
        const { blocks: inner, background, outline } = inline.float.shape;
        look(inner, background ?? (outline === undefined ? behind : undefined), found);
      }
    }
  }
}

function lookAt(
  { text, style }: { text: string; style: Resolved.RunStyle },
  behind: string | undefined,
  where: string,
  found: Unseen[],
): void {
  if (style.hidden || !WORDS.test(text)) return;
  const on = style.background || behind;
  const why =
    style.size < LEAST_SIZE
      ? `cỡ chữ ${String(style.size).replace(".", ",")}`
      : style.scale < LEAST_SCALE
        ? "chữ bị bóp hẹp"
        : on !== undefined && contrast(style.color, on) < LEAST_CONTRAST
          ? "cùng màu với nền"
          : undefined;
  if (why !== undefined) found.push({ text: text.trim(), where, why });
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of RRGGBB. */
function luminance(color: string): number {
  const channel = (at: number): number => {
    const value = (Number.parseInt(color.slice(at, at + 2), 16) || 0) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4);
}

/** How many runs of a part are hidden text: in the file, on no page. */
export function hiddenRuns(element: XmlElement): number {
  if (element.name === "w:r") {
    const mark = findChild(findChild(element, "w:rPr"), "w:vanish");
    const on = mark !== undefined && !/^(?:0|false|off)$/.test(attribute(mark, "w:val") ?? "");
    return on && WORDS.test(paragraphText(element)) ? 1 : 0;
  }
  return element.children.reduce((sum, node) => sum + (typeof node === "string" ? 0 : hiddenRuns(node)), 0);
}
