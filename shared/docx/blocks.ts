import type { Block, Inline } from "../documents/index.ts";
import { type BuildContext, placeMark } from "./build-context.ts";
import { pictureXml } from "./pictures.ts";
import { runsXml } from "./runs.ts";
import { STYLES } from "./styles.ts";
import { tableXml } from "./table.ts";

/** A paragraph: style, children of `w:pPr` that follow the style (already in the schema's order), runs. */
export function paragraphXml(style: string, runs: string, properties = ""): string {
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${properties}</w:pPr>${runs}</w:p>`;
}

/** The paragraph that ends a section, or that must follow a table: one point high, so that it takes no room. */
export function sectionEndXml(section = ""): string {
  return paragraphXml(STYLES.sectionEnd, "", section);
}

/** A line of the given length, centred in the given room (both in points): an indented empty paragraph with a lower border. */
export function lineXml(length: number, room: number): string {
  const side = Math.max(0, Math.round(((room - length) / 2) * 20));
  return paragraphXml(STYLES.line, "", `<w:ind w:left="${side}" w:right="${side}" w:firstLine="0"/>`);
}

/** A centred line right above a table is its caption and stays with it. */
function isCaption(block: Block, next: Block | undefined): boolean {
  return block.type === "paragraph" && block.align === "center" && next?.type === "table";
}

/**
 * Blocks as WordprocessingML.
 *
 * @param page width and height of the section's text in twips, for tables and pictures
 * @param options `section`: `w:sectPr` that the last paragraph must carry; `keepLast`: the last paragraph stays with what follows it;
 *   `marked`: the places of text blocks are marked, where the context asks for it
 */
export function blocksXml(
  blocks: readonly Block[],
  page: { width: number; height: number },
  context: BuildContext,
  { section = "", keepLast = false, marked = false }: { section?: string; keepLast?: boolean; marked?: boolean } = {},
): string {
  const out: string[] = [];
  blocks.forEach((block, index) => {
    const last = index === blocks.length - 1;
    const next = blocks[index + 1];
    if (block.type === "table") {
      out.push(tableXml(block.table, page.width, context));
      // Two tables in a row would grow together, and a table may not end a section.
      if (last || next?.type === "table") out.push(sectionEndXml(last ? section : ""));
    } else if (block.type === "picture") {
      const end = last ? section : "";
      out.push(pictureXml(block, page, context, { keepNext: last && keepLast, section: end }));
    } else {
      const before =
        ((last && keepLast) || isCaption(block, next) ? "<w:keepNext/>" : "") +
        (blocks[index - 1]?.type === "table" ? '<w:spacing w:before="120"/>' : "");
      const mark = marked ? placeMark("block", index, context) : "";
      out.push(textBlockXml(block, context, before, last ? section : "", mark));
    }
  });
  if (blocks.length === 0 && section !== "") out.push(sectionEndXml(section));
  return out.join("");
}

function textBlockXml(
  block: Exclude<Block, { type: "table" | "picture" }>,
  context: BuildContext,
  space: string,
  section: string,
  mark: string,
): string {
  const runs = mark + runsXml(block.inlines, context);
  if (block.type === "heading") return paragraphXml(STYLES.headings[block.level - 1]!, runs, space + section);
  const align = block.align ?? "justify";
  if (align === "center") return paragraphXml(STYLES.centred, runs, space + section);
  const flush = block.indent === false || align === "right";
  const indent = flush ? '<w:ind w:firstLine="0"/>' : "";
  const justify = align === "justify" ? "" : `<w:jc w:val="${align}"/>`;
  return paragraphXml(STYLES.body, runs, space + indent + justify + section);
}

/** Lines of one paragraph, parted by forced line breaks. */
export function linesInline(lines: readonly string[]): Inline[] {
  return lines.flatMap((text, index): Inline[] => (index === 0 ? [{ text }] : [{ lineBreak: true }, { text }]));
}
