import type { Inline, TextRun } from "../documents/index.ts";
import { escapeXml } from "../opc/index.ts";
import type { BuildContext } from "./build-context.ts";
import { STYLES } from "./styles.ts";

/** Inlines as runs (`w:r`). Text is always escaped: whatever an author writes never becomes XML. */
export function runsXml(inlines: readonly Inline[], context: BuildContext): string {
  return inlines.map((inline) => inlineXml(inline, context)).join("");
}

function inlineXml(inline: Inline, context: BuildContext): string {
  if ("text" in inline) return runXml(inline);
  if ("lineBreak" in inline) return "<w:r><w:br/></w:r>";
  const id = context.nextFootnoteId;
  context.nextFootnoteId += 1;
  context.footnotes.push({ id, runs: inline.footnote });
  return `<w:r><w:rPr><w:rStyle w:val="${STYLES.footnoteReference}"/></w:rPr><w:footnoteReference w:id="${id}"/></w:r>`;
}

/** One styled run; tabs and line feeds become their elements. */
export function runXml(run: TextRun): string {
  return `<w:r>${runProperties(run)}${textXml(run.text)}</w:r>`;
}

/** `w:rPr` in the schema's order (ISO/IEC 29500-1, 17.3.2.28): b, i, u, vertAlign. */
function runProperties(run: TextRun): string {
  const parts = [
    run.bold ? "<w:b/><w:bCs/>" : "",
    run.italic ? "<w:i/><w:iCs/>" : "",
    run.underline ? '<w:u w:val="single"/>' : "",
    run.superscript ? '<w:vertAlign w:val="superscript"/>' : run.subscript ? '<w:vertAlign w:val="subscript"/>' : "",
  ].join("");
  return parts === "" ? "" : `<w:rPr>${parts}</w:rPr>`;
}

/** Text as `w:t`, `w:tab` and `w:br` elements. */
export function textXml(text: string): string {
  return text
    .split(/([\t\n])/)
    .map((part) => {
      if (part === "") return "";
      if (part === "\t") return "<w:tab/>";
      if (part === "\n") return "<w:br/>";
      return `<w:t xml:space="preserve">${escapeXml(part)}</w:t>`;
    })
    .join("");
}
