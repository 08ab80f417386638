import { attribute, childElements, openPackage, type Package, parseXml } from "../opc/index.ts";
import { layout, type Resolved, resolveDocx } from "../typeset/index.ts";
import { type DocxSource, locateParagraphs } from "./docx-source.ts";
import { linesOf } from "./lines.ts";
import type { LintFile, LintParagraph, LintSection, PageNumbering, StyledText, TextStyle } from "./model.ts";
import { TWIPS_PER_MM } from "./units.ts";

/** A DOCX read for the check, and for mending. */
export interface LintDocx extends LintFile {
  /** Name of the main part. */
  main: string;
  /** Where the paragraphs stand in the main part; worked out when first asked for. */
  located(): DocxSource;
}

/**
 * Reads a Word file for the check: paragraphs with their resolved look, the lines a reader sees, sections, page numbers.
 *
 * @throws what `resolveDocx` throws
 */
export function readDocx(bytes: Uint8Array): LintDocx {
  const opened = openPackage(bytes);
  const resolved = resolveDocx(bytes);
  const main = mainPart(opened);
  const xml = opened.text(main) ?? "";
  let source: DocxSource | undefined;
  const located = (): DocxSource => {
    source ??= locateParagraphs(xml);
    return source;
  };
  const paragraphs: LintParagraph[] = [];
  resolved.sections.forEach((section, index) => {
    collect(section.blocks, index, undefined, paragraphs);
  });
  const framed = /\bw:xAlign="center"/.test(headerXml(opened));
  let pages: number | undefined;
  return {
    source: "docx",
    main,
    located,
    paragraphs,
    lines: paragraphs.flatMap(linesOf),
    sections: resolved.sections.map((section, index) => sectionOf(section, resolved, index, framed)),
    // Decomposed marks can only be seen in the file itself: typesetting composes them.
    notNfc: /[\u0300-\u036f]|&#(?:x0*3[0-6]|0*(?:7[6-9]|8[0-7]))/i.test(xml)
      ? located().paragraphs.flatMap((paragraph, index) => (paragraph.nfc ? [] : [index]))
      : [],
    pages: () => {
      pages ??= layout(bytes).length;
      return pages;
    },
    missingFonts: [],
  };
}

function mainPart(opened: Package): string {
  const rels = opened.text("_rels/.rels");
  const found =
    rels === undefined
      ? undefined
      : childElements(parseXml(rels, "_rels/.rels"), "Relationship").find((one) =>
          attribute(one, "Type")?.endsWith("/officeDocument"),
        );
  return (attribute(found, "Target") ?? "word/document.xml").replace(/^\//, "");
}

function headerXml(opened: Package): string {
  return opened.names
    .filter((name) => /(^|\/)header\d*\.xml$/.test(name))
    .map((name) => opened.text(name) ?? "")
    .filter((text) => /PAGE/.test(text))
    .join("");
}

function collect(
  blocks: readonly Resolved.Block[],
  section: number,
  cell: LintParagraph["cell"],
  into: LintParagraph[],
  tables: { count: number } = tableCounter(into),
): void {
  for (const block of blocks) {
    if (block.kind === "paragraph") {
      into.push(paragraphOf(block, section, cell, into.length));
      // Whole headers stand in text boxes; what is in one follows the paragraph that it hangs on.
      for (const box of boxesOf(block)) collect(box, section, cell, into, tables);
      continue;
    }
    tables.count += 1;
    const table = cell?.table ?? tables.count;
    block.rows.forEach((row, rowIndex) => {
      row.cells.forEach((one, column) => {
        // The cells of a nested table count as those of the outermost: its place on the page is what matters.
        collect(one.blocks, section, cell ?? { table, row: rowIndex, column, columns: row.cells.length }, into, tables);
      });
    });
  }
}

/** Contents of the text boxes that hang on a paragraph. */
function boxesOf(paragraph: Resolved.Paragraph): Resolved.Block[][] {
  return paragraph.inlines.flatMap((inline) =>
    inline.kind === "float" && inline.float.shape.kind === "box" ? [inline.float.shape.blocks] : [],
  );
}

function tableCounter(into: readonly LintParagraph[]): { count: number } {
  return { count: into.reduce((most, one) => Math.max(most, one.cell?.table ?? 0), 0) };
}

const ALIGN = { left: "left", center: "center", right: "right", both: "justify", distribute: "justify" } as const;

function paragraphOf(
  paragraph: Resolved.Paragraph,
  section: number,
  cell: LintParagraph["cell"],
  index: number,
): LintParagraph {
  const runs: StyledText[] = [];
  const styles = new Map<Resolved.RunStyle, TextStyle>();
  let ruled = edge(paragraph.style.top) || edge(paragraph.style.bottom) || edge(paragraph.style.between);
  let pageBreak = paragraph.style.breakBefore;
  const add = (text: string, style: Resolved.RunStyle): void => {
    let look = styles.get(style);
    if (look === undefined) {
      look = textStyleOf(style);
      styles.set(style, look);
    }
    runs.push({ text: style.caps ? text.toLocaleUpperCase("vi") : text, style: look });
  };
  for (const inline of paragraph.inlines) {
    if (inline.kind === "text") add(inline.text, inline.style);
    else if (inline.kind === "tab") add("\t", inline.style);
    else if (inline.kind === "break") {
      add("\n", inline.style);
      if (inline.what === "page") pageBreak = true;
    } else if (inline.kind === "float" && inline.float.shape.kind === "line") ruled = true;
  }
  const text = runs.map((run) => run.text).join("");
  if (/_{4,}|[\u2500\u2014]{4,}/.test(text)) ruled = true;
  const style = paragraph.style;
  return {
    index,
    ordinal: Number(/\d+/.exec(paragraph.where)?.[0] ?? 1) - 1,
    where: paragraph.where,
    text,
    runs,
    label: paragraph.label?.text ?? "",
    align: ALIGN[style.align],
    left: style.left / TWIPS_PER_MM,
    first: style.first / TWIPS_PER_MM,
    before: style.before / 20,
    after: style.after / 20,
    line:
      style.lineRule === "auto"
        ? { rule: "multiple", value: style.line / 240 }
        : { rule: style.lineRule, value: style.line / 20 },
    contextual: style.contextual,
    styleId: style.styleId,
    section,
    cell,
    ruled,
    pageBreak,
  };
}

function edge(line: Resolved.BorderLine | undefined): boolean {
  return line !== undefined && line.style !== "none" && line.width > 0;
}

function textStyleOf(style: Resolved.RunStyle): TextStyle {
  return {
    family: style.family,
    size: style.size,
    bold: style.bold,
    italic: style.italic,
    underline: style.underline !== "none",
    small: style.vertical !== "baseline",
  };
}

function sectionOf(
  section: Resolved.Section,
  document: Resolved.ResolvedDocument,
  index: number,
  framed: boolean,
): LintSection {
  const millimetres = (twips: number): number => twips / TWIPS_PER_MM;
  const { margins } = section;
  return {
    width: millimetres(section.width),
    height: millimetres(section.height),
    margins: {
      // A negative margin is kept whatever the header needs; its size is what counts.
      top: millimetres(Math.abs(margins.top)),
      bottom: millimetres(Math.abs(margins.bottom)),
      left: millimetres(margins.left + (document.settings.gutterAtTop ? 0 : section.gutter)),
      right: millimetres(margins.right),
    },
    pageNumber: pageNumberOf(section, index, framed),
  };
}

function pageNumberOf(section: Resolved.Section, index: number, framed: boolean): PageNumbering {
  const header = numberIn(section.headers.default);
  const footer = numberIn(section.footers.default);
  const first = section.titlePage
    ? numberIn(section.headers.first) !== undefined || numberIn(section.footers.first) !== undefined
    : header !== undefined || footer !== undefined;
  const shown = header ?? footer;
  return {
    onFirstPage: first,
    place: header !== undefined ? "top" : footer !== undefined ? "bottom" : undefined,
    align: framed && header !== undefined ? "center" : shown?.align,
    style: shown?.style,
    restarts: index === 0 || section.pageStart !== undefined,
    arabic: section.pageFormat === "decimal" && (shown?.format ?? "decimal") === "decimal",
  };
}

function numberIn(
  blocks: readonly Resolved.Block[] | undefined,
): { align: LintParagraph["align"]; style: TextStyle; format?: string } | undefined {
  for (const block of blocks ?? []) {
    if (block.kind === "table") {
      for (const row of block.rows) {
        for (const cell of row.cells) {
          const found = numberIn(cell.blocks);
          // In a header table the middle column of three is the centre, whatever its cells say.
          if (found !== undefined) return found;
        }
      }
      continue;
    }
    const boxed = numberIn(boxesOf(block).flat());
    if (boxed !== undefined) return boxed;
    const field = block.inlines.find((inline) => inline.kind === "field" && inline.field === "PAGE");
    if (field === undefined || field.kind !== "field") continue;
    const tabs = block.inlines.slice(0, block.inlines.indexOf(field)).filter((inline) => inline.kind === "tab").length;
    const stop = block.style.tabs[tabs - 1];
    return {
      align: tabs > 0 && stop !== undefined && stop.kind === "center" ? "center" : ALIGN[block.style.align],
      style: textStyleOf(field.style),
      format: field.format,
    };
  }
  return undefined;
}
