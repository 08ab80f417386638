import type { AppendixContent, DocumentContent } from "../documents/index.ts";
import { RULE_SETS, textWidth } from "../format/index.ts";
import type { XmlElement } from "../opc/index.ts";
import { blocksXml, linesInline, lineXml, paragraphXml, sectionEndXml } from "./blocks.ts";
import { type BuildContext, placeMark } from "./build-context.ts";
import { runsXml } from "./runs.ts";
import { appendixSection, sectionXml, textAreaOf } from "./sections.ts";
import { STYLES } from "./styles.ts";

/**
 * The appendices, each a section of its own with its own page numbers.
 *
 * @param base the template's section
 * @returns what stands at the template's `{@phuLuc}`, and the section properties that must close the body
 */
export function appendicesXml(
  content: DocumentContent,
  base: XmlElement,
  context: BuildContext,
): { xml: string; closing?: string } {
  const { appendices } = content;
  if (appendices.length === 0) return { xml: sectionEndXml() };
  const out = content.kind === "PL" ? [] : [sectionEndXml(sectionXml(base))];
  appendices.forEach((appendix, index) => {
    const last = index === appendices.length - 1;
    const section = last ? "" : appendixSection(base, appendix.orientation);
    const page = textAreaOf(base, appendix.orientation);
    const mark = placeMark("appendix", index, context);
    out.push(
      headXml(appendix, content, page.width, context, mark),
      blocksXml(appendix.blocks, page, context, { section }),
    );
  });
  return { xml: out.join(""), closing: appendixSection(base, appendices[appendices.length - 1]!.orientation) };
}

/** "Phụ lục I", title, "(Kèm theo …)", and the line or hyphens under it (NĐ30 PL III, forms 2.1 and 2.2). */
function headXml(
  appendix: AppendixContent,
  content: DocumentContent,
  width: number,
  context: BuildContext,
  mark: string,
): string {
  const out: string[] = [];
  const put = (style: string, lines: string[]) => {
    const first = out.length === 0 ? mark : "";
    if (lines.length > 0) out.push(paragraphXml(style, first + runsXml(linesInline(lines), context)));
  };
  put(STYLES.appendixLabel, appendix.label === "" ? [] : [appendix.label]);
  put(STYLES.appendixTitle, appendix.titleLines);
  const attachedTo = appendix.attachedTo === "" ? [] : appendix.attachedTo.split("\n");
  put(STYLES.appendixAttachedTo, attachedTo);
  const rule = RULE_SETS[content.ruleSet].elements.appendixAttachedTo;
  const above = attachedTo.length > 0 ? attachedTo : appendix.titleLines;
  if (above.length === 0) return out.join("");
  if (rule.below === "line-part") {
    const longest = Math.max(...above.map((line) => textWidth(line, rule.size.use)), 0);
    out.push(lineXml(partLine(longest, width / 20), width / 20));
  } else if (rule.below === "hyphens") {
    out.push(paragraphXml(STYLES.centred, runsXml([{ text: "-----" }], context)));
  }
  return out.join("");
}

/** A line of 40 % of the text above it: the rules want a third to a half (NĐ30 PL I.II.2.b, 5.b). */
export function partLine(text: number, room: number): number {
  return Math.min(text, room) * 0.4;
}
